"""Every contract of a folder or an audit, joined with its history: the whole answer in one call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from clausegen.errors import DocumentError
from clausegen.findings import Dates
from clausegen.library import Library
from clausegen.playbook import Playbook
from clausegen.portfolio import Entry
from clausegen.renewals.due import Due, Renewal, collect, day, renewal
from clausegen.renewals.history import History
from clausegen.renewals.practice import Practice
from clausegen.renewals.tiering import TierToday, tier_today, with_add_ons
from clausegen.requirement import Tier

_NAMED = (
    "may be",
    "two different",
    "words and figures differ",
    "before the beginning",
    "no day of the calendar",
    "has a year outside",
)
Judge = Callable[[Entry, Tier], Entry]


@dataclass(frozen=True)
class Assessment:
    """What the factors of a contract lead to now: a tier, why, and reasons that forbid the deal outright."""

    tier: Tier
    why: tuple[str, ...] = ()
    no_go: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """What is asked of a portfolio. ``country`` (ISO 3166) names whose public holidays are left out."""

    today: dt.date
    within_days: int
    library: Library
    playbook: Playbook
    practice: Practice
    history: History = field(default_factory=History)
    assessments: dict[str, Assessment] = field(default_factory=dict)


def due(entries: Iterable[Entry], question: Question, *, judge: Judge | None = None) -> Due:
    """The renewals of all entries, most urgent first.

    ``judge`` reads and judges a contract at the tier of today and returns its entry with a report; without
    it, entries bring reports of their own, as those of an audit do. A contract that cannot be read becomes a
    concern; the others go on.
    """
    concerns: list[str] = []
    paths: list[str] = []
    found: list[Renewal] = []
    for entry in entries:
        paths.append(entry.path)
        if entry.of:
            continue  # the shadow of another file: that one speaks for it
        today = _tier(entry, question)
        try:
            read = judge(entry, today.tier) if judge else entry
        except DocumentError as error:
            concerns.append(f"not read: {error}")
            continue
        if read.report is None:
            concerns.append(f"{entry.path}: {entry.reason or entry.outcome.value}; its dates are unknown")
            continue
        found.append(
            renewal(
                read,
                today=question.today,
                within_days=question.within_days,
                tier=today,
                events=question.history.of(entry.path),
                practice=question.practice,
                playbook=question.playbook,
            )
        )
        concerns += _odd_dates(read.path, read.report.dates, question.today)
    concerns += [
        f"the history names {name!r}, but no such contract was read" for name in question.history.unknown(paths)
    ]
    return collect(found, today=question.today, within_days=question.within_days, concerns=concerns)


def _tier(entry: Entry, question: Question) -> TierToday:
    assessed = question.assessments.get(entry.path)
    today = tier_today(
        entry.tier,
        question.history.of(entry.path),
        question.today,
        question.practice,
        assessed=assessed.tier if assessed else None,
        why_assessed=assessed.why if assessed else (),
        no_go=assessed.no_go if assessed else (),
    )
    return with_add_ons(today, question.library, question.playbook)


def _odd_dates(path: str, dates: Dates, today: dt.date) -> Iterator[str]:
    """Dates that contradict each other; they are named, never repaired."""
    agreed, begun, ends = (day(f) for f in (dates.agreement_date, dates.effective_date, dates.expiration_date))
    for name, finding in dates:
        if finding is not None and any(words in finding.reason for words in _NAMED):
            yield f"{path}: {name.replace('_', ' ')}: {finding.reason}"
    if agreed and agreed > today:
        yield f"{path}: the agreement is dated {agreed}, after today"
    if begun and ends and ends <= begun:
        yield f"{path}: it ends on {ends}, not after it begins on {begun}"
