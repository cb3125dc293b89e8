"""Schedules that nothing refers to are left out of an addendum: it attaches only what its clauses need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from clausegen.drafting.clauses import Piece
from clausegen.drafting.templates import Insertion, Line
from clausegen.model import REFERENCE, ParagraphKind
from clausegen.runtime import regex

Entry = Line | Piece | Insertion

_SCHEDULE = regex(rf"{REFERENCE[0]}(schedule:[a-z0-9-]+){REFERENCE[1]}")


def referred_only(entries: Sequence[Entry], define: Callable[[list[Entry]], Iterable[Entry]]) -> list[Entry]:
    """The entries without schedules to which no clause, no definition and no schedule that stays refers.

    ``define`` gives entries with the definitions they need: a definition can refer to a schedule.
    """
    wanted: set[str] = set()
    while True:
        kept = list(_without(entries, wanted))
        found = {name for entry in define(kept) for name in _names(entry)}
        if found <= wanted:
            return kept
        wanted |= found


def _without(entries: Sequence[Entry], wanted: set[str]) -> Iterable[Entry]:
    end = _signatures(entries)
    inside = ""
    for index, entry in enumerate(entries):
        if isinstance(entry, Line) and entry.kind is ParagraphKind.SCHEDULE:
            inside = entry.anchor
        if index >= end or not inside or inside in wanted:
            yield entry


def _signatures(entries: Sequence[Entry]) -> int:
    """Find the end of the schedules: the heading before the first signature."""
    kinds = [entry.kind if isinstance(entry, Line) else None for entry in entries]
    first = kinds.index(ParagraphKind.SIGNATURE) if ParagraphKind.SIGNATURE in kinds else len(kinds)
    return next((index for index in range(first - 1, -1, -1) if kinds[index] is ParagraphKind.HEADING), first)


def _names(entry: Entry) -> Iterable[str]:
    if isinstance(entry, Insertion):
        return []
    texts = [entry.text, *(entry.cells if isinstance(entry, Line) else ())]
    return [name for text in texts for name in _SCHEDULE.findall(text)]
