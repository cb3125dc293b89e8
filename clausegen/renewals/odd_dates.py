"""Name dates of a contract that cannot be right, or that the register denies; none is repaired."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from clausegen.model import DateFinding, Dates, day_of

_NAMED: Final = frozenset({"ambiguous", "conflict", "words-and-figures", "before-beginning", "impossible"})


@dataclass(frozen=True, slots=True)
class Stated:
    """Days of a contract in a register. They are compared with the contract and never replace what it says."""

    begins: dt.date | None
    ends: dt.date | None
    source: str


def contradictions(dates: Dates, stated: Stated, runs_to: dt.date | None) -> Iterator[str]:
    """Ask about days of the register that are not those of the contract; its end may be that of the term that runs."""
    source = stated.source[:1].upper() + stated.source[1:]
    begins = {day_of(dates.effective_date), day_of(dates.agreement_date)} - {None}
    ends = day_of(dates.expiration_date)
    if stated.begins and begins and stated.begins not in begins:
        read = " or ".join(sorted(map(str, begins)))
        yield f"{source} says that it begins on {stated.begins}, the contract {read}. Which is right?"
    if stated.ends and ends and stated.ends not in (ends, runs_to):
        yield f"{source} says that it ends on {stated.ends}, the contract {ends}. Which is right?"


def odd_dates(path: str, dates: Dates, today: dt.date) -> Iterator[str]:
    """Dates that contradict each other; they are named, never repaired."""
    agreed, begun, ends = (day_of(f) for f in (dates.agreement_date, dates.effective_date, dates.expiration_date))
    for name, finding in dates:
        if not isinstance(finding, DateFinding):
            continue
        if finding.code in _NAMED:
            yield f"{path}: {name.replace('_', ' ')}: {finding.reason}"
        if finding.decided and not finding.decided.holds:
            yield f"{path}: {name.replace('_', ' ')}: {finding.decided.said}"
    if agreed and agreed > today:
        yield f"{path}: the agreement is dated {agreed}, after today"
    if begun and ends and ends <= begun:
        yield f"{path}: it ends on {ends}, not after it begins on {begun}"
