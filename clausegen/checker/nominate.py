"""Nominate clauses: say which requirements each may be about.

A linear model over words, thousands of times cheaper than the verifier. One column says whether a clause speaks about
any requirement, one column per requirement about which. It only nominates; its thresholds are set low, so that what it
drops is about something else.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from clausegen.checker.word_features import NAME, occurring
from clausegen.model import Clause
from clausegen.runtime import verified

# How far below its threshold the log-odds of a requirement may lie in a clause that speaks about something at all.
NEARLY = 1.0


class Nominator:
    """Weights for the presence of grams: one column per requirement code, and a last one for any of them."""

    def __init__(self) -> None:
        with np.load(verified(NAME) / "nomination.npz", allow_pickle=False) as stored:
            self.codes: tuple[str, ...] = tuple(stored["codes"].tolist())
            self._weights: NDArray[np.float32] = stored["weights"].astype(np.float32)
            self._bias: NDArray[np.float32] = stored["bias"]
            self._opening: NDArray[np.float32] = stored["opening"]
            self._thresholds: NDArray[np.float32] = stored["thresholds"]

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return log-odds, shape (texts, requirement codes + 1)."""
        out = np.empty((len(texts), len(self.codes) + 1), dtype=np.float32)
        for row, text in enumerate(texts):
            out[row] = self._bias + self._weights[occurring(text)].sum(0)
        return out

    def nominated(self, texts: Sequence[str]) -> list[frozenset[str]]:
        """Return the requirement codes that each text may be about; none where it seems to be about no requirement."""
        scores = self.scores(texts)
        opened: NDArray[np.bool_] = np.any(scores >= self._opening, axis=1)
        above = scores[:, :-1] >= self._thresholds - NEARLY
        return [
            frozenset(self.codes[column] for column in np.flatnonzero(row)) if opens else frozenset()
            for opens, row in zip(opened, above, strict=True)
        ]


@functools.cache
def nominator() -> Nominator:
    """Return the shipped nominator. Raises ModelError when its files are absent or altered."""
    return Nominator()


class Nomination:
    """Requirement codes by the index of a clause.

    A requirement that the nominator does not know is looked for everywhere.
    """

    def __init__(self, pieces: Sequence[tuple[Clause, str]], codes: Iterable[str]) -> None:
        model = nominator()
        wanted = frozenset(codes)
        self._unknown = wanted - set(model.codes)
        self.about: dict[int, frozenset[str]] = {
            clause.index: self._unknown | (found & wanted)
            for (clause, _), found in zip(pieces, model.nominated([words for _, words in pieces]), strict=True)
        }

    def of(self, clauses: Iterable[int]) -> frozenset[str]:
        """Return the requirements that any of some clauses may be about."""
        return frozenset().union(*(self.about.get(index, self._unknown) for index in clauses))

    def chosen(self) -> frozenset[int]:
        """Return the clauses that may be about anything."""
        return frozenset(index for index, codes in self.about.items() if codes)
