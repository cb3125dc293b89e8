"""Nominate clauses: say which requirements each may be about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clausegen.checker.nominator import nominator
from clausegen.model import Clause


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
