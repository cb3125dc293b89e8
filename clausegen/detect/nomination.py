"""Which requirements the clauses of a contract may be about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clausegen.detect.nominator import nominator
from clausegen.segment import Clause

# How far below its threshold the nominator's log-odds may lie. For the verifier: on a batch of an author unseen in
# training, 8 of 8 assurances in this band were right, none of 2,000 judged elements was assured further down. For the
# signals: our own examples and wording need it.
NEARLY_NAMED = 0.5
NEARLY = 1.0
About = dict[int, frozenset[str]]


class Nomination:
    """Requirement codes by clause: ``named`` for the verifier, ``near`` for the signals.

    A requirement that the nominator was not trained on is looked for everywhere.
    """

    def __init__(self, pieces: Sequence[tuple[Clause, str]], codes: Iterable[str]) -> None:
        model = nominator()
        wanted = frozenset(codes)
        self._unknown = wanted - set(model.codes)
        self.named: About = {}
        self.near: About = {}
        margins = model.margins([words for _, words in pieces])
        for (clause, _), row in zip(pieces, margins, strict=True):
            for about, least in ((self.named, -NEARLY_NAMED), (self.near, -NEARLY)):
                found = {code for code, margin in zip(model.codes, row, strict=True) if margin >= least}
                about[clause.index] = self._unknown | (found & wanted)

    def add(self, clause: int, code: str) -> None:
        """A signal spoke for a requirement in a clause."""
        self.named[clause] = self.about(clause) | {code}

    def about(self, clause: int) -> frozenset[str]:
        """The requirements to ask the verifier about in a clause."""
        return self.named.get(clause, self._unknown)

    def chosen(self) -> frozenset[int]:
        """The clauses that may be about anything."""
        return frozenset(index for index, codes in self.named.items() if codes)
