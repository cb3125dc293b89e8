"""Score candidates: the probability that each is the agreement date, the notice period, a sentence of renewal, ….

A linear model per role over the features of ``candidates``. ``training/dates.py`` fits it; weights and thresholds are
data in ``models/dates``.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from clausegen.dates.candidates import Candidate
from clausegen.runtime import verified

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAME: Final = "dates"
DATE_ROLES: Final = ("agreement", "effective", "end")
PERIOD_ROLES: Final = ("term", "renewal", "notice")
SENTENCE_ROLES: Final = ("automatic", "option", "consent", "none", "perpetual")
ROLES: Final = (*DATE_ROLES, *PERIOD_ROLES, *SENTENCE_ROLES)
TOGETHER: Final = (*((role,) for role in (*DATE_ROLES, *PERIOD_ROLES)), SENTENCE_ROLES)
"""Roles of which a contract has one at most: the kinds of renewal exclude each other."""


class Weights(NamedTuple):
    """The fitted model: one row of weights per known feature, one column per role."""

    rows: dict[str, int]
    values: NDArray[np.float64]

    @classmethod
    def of(cls, names: Iterable[str], values: NDArray[np.float64]) -> Weights:
        """Make the model of its features in order and their weights."""
        return cls({name: row for row, name in enumerate(names)}, values)

    def scores(self, features: Iterable[str]) -> list[float]:
        """Return the score of each role, in the order of ``ROLES``."""
        rows = [row for row in map(self.rows.get, features) if row is not None]
        scores: list[float] = self.values[rows].sum(axis=0).tolist()
        return scores


def shares(scores: Iterable[float]) -> list[float]:
    """Turn the scores of all candidates for one thing into probabilities; what is left to one says that none is it."""
    listed = list(scores)
    top = max([0.0, *listed])
    parts = [math.exp(score - top) for score in listed]
    whole = math.exp(-top) + sum(parts)
    return [part / whole for part in parts]


GROUPS: Final = {
    **dict.fromkeys(DATE_ROLES, "date"),
    **dict.fromkeys(PERIOD_ROLES, "period"),
    **dict.fromkeys(SENTENCE_ROLES, "sentence"),
}
"""The sort of candidate that may have a role: the beginning of its features."""


def probabilities(candidates: Sequence[Candidate], scores: Sequence[Sequence[float]]) -> list[list[float]]:
    """Turn scores, shape (candidates, roles), into probabilities.

    Those of a role sum up to one in a contract, or to less where perhaps none has it.
    """
    found = [[0.0] * len(ROLES) for _ in candidates]
    for together in TOGETHER:
        group = GROUPS[together[0]]
        columns = [ROLES.index(role) for role in together]
        numbers = [n for n, candidate in enumerate(candidates) if candidate.features[0].startswith(group)]
        places = [(n, c) for n in numbers for c in columns]
        for (n, c), share in zip(places, shares(scores[n][c] for n, c in places), strict=True):
            found[n][c] = share
    return found


@functools.cache
def weights() -> Weights:
    """Return the shipped model. Raises ModelError when its file is absent or altered."""
    import numpy as np  # here, so that whoever only computes with dates does not load it

    with np.load(verified(NAME) / "weights.npz", allow_pickle=False) as stored:
        names = stored["names"].tobytes().decode("utf-8").split("\n")
        return Weights.of(names, stored["weights"].astype(float))


@functools.cache
def thresholds() -> dict[str, float]:
    """Return the least probability with which a field is answered, and "asked" that with which it is asked about."""
    found: dict[str, float] = json.loads((verified(NAME) / "thresholds.json").read_text(encoding="utf-8"))
    return found
