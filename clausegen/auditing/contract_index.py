"""Under which files the contracts of a run stand: one text may be several contracts, one contract several files.

Content is judged once. A file whose register row names another customer, country or product than the others with
this report is a contract of its own; any other is the same contract, filed twice.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Container, Iterable

from clausegen.model import Entry, Outcome, Tier, Whose


class Twins:
    """Files with one report, beginning with the ``original``, whose report it is."""

    def __init__(self, original: str, whose: Whose) -> None:
        self.original = original
        self._standing: dict[Whose, str] = {}  # what a row may say of a contract, each value or nothing: its file
        self._stand(original, whose)

    def place(self, path: str, whose: Whose) -> tuple[str, bool]:
        """Return the file whose report the next one has, and whether the next one is a contract of its own."""
        if (same := self._standing.get(whose)) is not None:
            return same, False
        self._stand(path, whose)
        return self.original, True

    def _stand(self, path: str, whose: Whose) -> None:
        customer, country, product = whose
        for said in itertools.product({customer, ""}, {country, ""}, {product, ""}):
            self._standing.setdefault(said, path)


def with_copies(entries: Iterable[Entry], strays: Container[str] = ()) -> list[Entry]:
    """Return the entries of contracts that are to be judged one by one, copies of one content marked, in their order.

    The original is the one of which the register says most, then the one with the shortest path. Files of a family
    are read with it and stay as they are. ``strays`` are paths of which the register says nothing: their tier is
    nobody's decision, and keeps none of them from being a copy.
    """
    listed = list(entries)
    twins: dict[tuple[str, str, Tier], Twins] = {}
    made: dict[str, Entry] = {}
    for entry in sorted(
        listed, key=lambda entry: (entry.path in strays, entry.whose.count(""), len(entry.path), entry.path)
    ):
        if not entry.sha256 or entry.family:
            continue
        content = entry.sha256, entry.path.rpartition(".")[2].lower()
        key = next((key for key in twins if key[:2] == content), None) if entry.path in strays else None
        key = key or (*content, entry.tier)
        if key not in twins:
            twins[key] = Twins(entry.path, entry.whose)
            continue
        of, own = twins[key].place(entry.path, entry.whose)
        if not own:
            update = {"outcome": Outcome.DUPLICATE, "of": of, "shadow": True, "reason": f"same content as {of}"}
            made[entry.path] = entry.model_copy(update=update)
    return [made.get(entry.path, entry) for entry in listed]


class Filed:
    """The files of a run, and the copies of its contracts."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.files = {entry.path: entry for entry in entries}
        self._copies: dict[str, list[str]] = defaultdict(list)
        for file in self.files.values():
            if file.shadow and file.outcome is Outcome.DUPLICATE:
                self._copies[file.of].append(file.path)

    def names(self, path: str) -> list[str]:
        """Return all the paths of the contract that stands under this one."""
        return [path, *self._copies.get(path, ())]
