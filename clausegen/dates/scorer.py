"""Score candidates: the probability that each is the agreement date, the notice period, a sentence of renewal, …

A linear model per role over the features of ``candidates``. ``training/dates.py`` fits it; weights and thresholds are
data in ``models/dates``.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from clausegen.runtime import verified

NAME: Final = "dates"
DATE_ROLES: Final = ("agreement", "effective", "end")
PERIOD_ROLES: Final = ("term", "renewal", "notice")
SENTENCE_ROLES: Final = ("automatic", "option", "consent", "none", "perpetual")
ROLES: Final = (*DATE_ROLES, *PERIOD_ROLES, *SENTENCE_ROLES)


class Weights(NamedTuple):
    """The fitted model: one row of weights per known feature, one column per role."""

    rows: dict[str, int]
    values: list[list[float]]
    bias: list[float]

    @classmethod
    def of(cls, names: Iterable[str], values: list[list[float]], bias: list[float]) -> Weights:
        """Make the model of its features in order, their weights and the bias of each role."""
        return cls({name: row for row, name in enumerate(names)}, values, bias)

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """Return the probability of each role, by its name."""
        rows = [self.values[row] for row in map(self.rows.get, features) if row is not None]
        sums = [bias + sum(row[i] for row in rows) for i, bias in enumerate(self.bias)]
        return {role: 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) for role, total in zip(ROLES, sums, strict=True)}


@functools.cache
def weights() -> Weights:
    """Return the shipped model. Raises ModelError when its file is absent or altered."""
    with np.load(verified(NAME) / "weights.npz", allow_pickle=False) as stored:
        names = stored["names"].tobytes().decode("utf-8").split("\n")
        return Weights.of(names, stored["weights"].astype(float).tolist(), stored["bias"].astype(float).tolist())


@functools.cache
def thresholds() -> dict[str, float]:
    """Return the least probability with which a field is answered; below it the question stays open."""
    found: dict[str, float] = json.loads((verified(NAME) / "thresholds.json").read_text(encoding="utf-8"))
    return found
