"""Under which files the contracts of a run stand: one text may be several contracts, one contract several files.

Content is judged once. A file whose register row names another customer, country or product than the others with
this report is a contract of its own; any other is the same contract, filed twice.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable

from clausegen.portfolio import Entry, Outcome, Whose


class Twins:
    """Files with one report, beginning with the ``original``, whose report it is."""

    def __init__(self, original: str, whose: Whose) -> None:
        self.original = original
        self._standing: dict[Whose, str] = {}  # what a row may say of a contract, each value or nothing: its file
        self._stand(original, whose)

    def place(self, path: str, whose: Whose) -> tuple[str, bool]:
        """The file whose report the next one has, and whether the next one is a contract of its own."""
        if (same := self._standing.get(whose)) is not None:
            return same, False
        self._stand(path, whose)
        return self.original, True

    def _stand(self, path: str, whose: Whose) -> None:
        customer, country, product = whose
        for said in itertools.product({customer, ""}, {country, ""}, {product, ""}):
            self._standing.setdefault(said, path)


class Filed:
    """The contracts of a run: the content of the file that each stands under, and its copies."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.standing: dict[str, str] = {}  # path: hash of its content
        self._copies: dict[str, list[str]] = defaultdict(list)
        for entry in entries:
            if entry.stands:
                self.standing[entry.path] = entry.sha256
            elif entry.outcome is Outcome.DUPLICATE:
                self._copies[entry.of].append(entry.path)

    def names(self, path: str) -> list[str]:
        """All the paths of the contract that stands under this one."""
        return [path, *self._copies.get(path, ())]
