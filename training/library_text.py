"""The clause library as training material: its examples, and our own wording with and without each element.

Own wording trains; it never grades.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from clausegen.drafting.clauses import Piece, render_requirement
from clausegen.drafting.render_context import context
from clausegen.library.load import Library, examples_of, load_deal
from clausegen.model.playbook import DEFAULT_PLAYBOOK
from clausegen.model.requirement import Requirement, Status, Tier
from training.corpus import CONTRADICTED, MISSING, SATISFIED, UNJUDGED, Labelled

_LABEL = {Status.SATISFIED: SATISFIED, Status.MISSING: MISSING, Status.CONTRADICTED: CONTRADICTED}


def library_text(library: Library, codes: list[str], deal_file: Path) -> Iterator[Labelled]:
    """Examples, each element's block alone, and each clause without one of its elements."""
    deal = load_deal(deal_file)
    book = library.playbook(DEFAULT_PLAYBOOK)
    for requirement in library.requirements.values():
        own = {element.id: codes.index(element.code) for element in requirement.elements}
        for number, example in enumerate(examples_of(requirement)):
            labels = [UNJUDGED] * len(codes)
            for element, status in example.expect.items():
                if status in _LABEL:
                    labels[own[element]] = _LABEL[status]
            yield _labelled(requirement, f"example-{number}", example.text, labels)
        values = context(deal, book, Tier.HIGH, requirement)
        for element in requirement.elements:
            for kind, left_out, label in (("block", False, SATISFIED), ("ablated", True, MISSING)):
                keep = {e.id for e in requirement.elements if (e.id == element.id) is not left_out}
                pieces = render_requirement(requirement, values, due=requirement.elements, only=keep)
                labels = [UNJUDGED] * len(codes)
                labels[own[element.id]] = label
                if left_out:
                    for other in keep:
                        labels[own[other]] = SATISFIED
                yield _labelled(requirement, f"{kind}-{element.id}", _text(pieces), labels)


def _text(pieces: list[Piece]) -> str:
    return " ".join(" ".join(piece.text for piece in pieces).replace("**", "").split())


def _labelled(requirement: Requirement, name: str, text: str, labels: list[int]) -> Labelled:
    return Labelled(id=f"{requirement.id}-{name}", batch="library", text=" ".join(text.split()), labels=tuple(labels))
