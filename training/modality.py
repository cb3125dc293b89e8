"""Count the acts that passages establishing an element state: what the reader of direction and polarity knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from clausegen.detect.modality import acts
from clausegen.detect.roles import in_roles
from clausegen.requirement import Element
from training.corpus import SATISFIED, Labelled


def count(passages: Iterable[Labelled], elements: Sequence[Element]) -> dict[str, Any]:
    """Per element code its wording and how many passages that satisfy it state one act alone, by act."""
    counts: list[Counter[str]] = [Counter() for _ in elements]
    for passage in passages:
        if passage.language == "en" and SATISFIED in passage.labels:
            said = acts(in_roles(passage.text))
            if len(said) == 1:
                for column, label in enumerate(passage.labels):
                    if label == SATISFIED:
                        counts[column].update(said)
    return {
        element.code: {"statement": element.wording, "acts": dict(sorted(own.items()))}
        for element, own in zip(elements, counts, strict=True)
    }
