"""Read the probabilities at which the checker changes its mind: one file beside the model they were calibrated with."""

from __future__ import annotations

import functools
import tomllib
from typing import Annotated

from pydantic import Field

from clausegen.checker.reader import NAME
from clausegen.model import Value
from clausegen.runtime import verified

Probability = Annotated[float, Field(ge=0, le=1)]


class Words(Value):
    """The lexical reader beside the network.

    ``weight`` of its log-odds, the most (log-odds) by which it makes "satisfied" surer, and the network's probability
    below which it raises no outcome.
    """

    weight: float
    surer_at_most: float
    raised_from: Probability


class Thresholds(Value):
    """``thresholds.toml``; what each field means stands there, with the text it was measured on."""

    heard: Probability
    kept: Probability
    quoted: Probability
    uncertain: Probability
    denied: Probability
    opposed: Probability
    passage_clauses: int
    shaken: Probability
    shaken_elsewhere: Probability
    prevails: Probability
    apart: Probability
    taken: Probability
    taken_in_other_languages: Probability
    words: Words
    words_in_other_languages: Words


@functools.cache
def thresholds() -> Thresholds:
    """Return the shipped thresholds. Raises ModelError when their file is absent or altered."""
    return Thresholds.model_validate(tomllib.loads((verified(NAME) / "thresholds.toml").read_text(encoding="utf-8")))
