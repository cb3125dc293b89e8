"""The wording that an amendment puts into the agreement, and the numbers under which it stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from clausegen.amendments.named_target import names_clause, schedule_of
from clausegen.model import Clause, Operation, OperationKind
from clausegen.runtime import regex
from clausegen.structure import LABEL, quotes

# "After clause 9 the following is inserted" puts nothing into clause 9.
_BESIDE = regex(
    r"\b(?:after|before|following|nach|vor|après|avant|después\s+de|antes\s+de)\s+(?:the\s+)?$", re.IGNORECASE
)
_LONGEST_QUOTED = 20_000  # characters


class Wording(NamedTuple):
    """A piece of such wording, by half-open offsets, with the numbers of the clauses it stands in."""

    start: int
    end: int
    numbers: tuple[str, ...]
    schedule: str = ""


def put_in(text: str, clauses: Sequence[Clause], changes: Sequence[Operation]) -> Iterator[Wording]:
    """The wording that one amendment with these ``clauses`` and ``changes`` puts in, piece by piece.

    A piece has the number that it begins with, and that of the clause into which all of the wording goes. Quoted
    words that begin with a number stand under it, whatever is said of them.
    """
    done: list[tuple[int, int]] = []
    for change in changes:
        if change.text_end > change.text_start:
            goes = names_clause(change) and not _is_beside(text, change)
            under = (change.number.rstrip("."),) if goes else ()
            for start, end, label in _pieces(text, clauses, change.text_start, change.text_end):
                yield Wording(start, end, (label, *under) if label else under, schedule_of(change))
            done.append((change.text_start, change.text_end))
    if not clauses:
        return
    for quote in quotes(text, clauses[0].start, clauses[-1].end):
        start, end = quote.start, min(quote.end, quote.start + _LONGEST_QUOTED)
        if LABEL.match(text, start, end) and not any(start < last and first < end for first, last in done):
            for first, last, label in _pieces(text, clauses, start, end):
                yield Wording(first, last, (label,) if label else ())


def _is_beside(text: str, change: Operation) -> bool:
    """True for an addition of which only the place is said: after, or before, another clause."""
    if change.kind is not OperationKind.ADDED:
        return False
    begin = max(0, change.start - 40)
    at = text.find(change.target, change.start, change.end + 80)
    return at >= 0 and _BESIDE.search(text[begin:at]) is not None


def _pieces(text: str, clauses: Sequence[Clause], start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The numbered clauses of a wording: start, end and number, "" for what stands before the first."""
    begins = {start: ""}
    for clause in clauses:
        if not (clause.start < end and start < clause.end):
            continue
        if clause.start >= start and clause.number[:1].isdigit():
            begins[clause.start] = clause.number.rstrip(".")
        for label in LABEL.finditer(text, max(start, clause.start), min(end, clause.end)):
            alone = text[start : label.start()].rstrip()[-1:]
            nested = "." in next(filter(None, begins.values()), "")
            if (label.start() == clause.start or alone in ("", *'.;:“"„«')) and ("." in label["number"] or not nested):
                begins[label.start()] = label["number"]
    at = sorted(begins)
    for first, last in zip(at, [*at[1:], end], strict=True):
        if any(map(str.isalnum, text[first:last])):
            yield first, last, begins[first]
