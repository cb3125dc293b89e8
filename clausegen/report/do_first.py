"""Triage of a portfolio: which contracts to take up first, and which files are probably no contracts of this kind."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from clausegen.model import Entry, Report, Status, Tier
from clausegen.report.urgency import Gap, broken, gaps_of

_SOON: Final = 180  # days before the last day for notice


class Pressing(NamedTuple):
    """A contract to take up; ``day`` is the last day for notice in ISO form, "" where none is stated."""

    path: str
    customer: str
    owner: str
    day: str
    action: str
    tier: Tier


class _Seen(NamedTuple):
    row: Pressing
    has_contradicted: bool  # an element of a mandatory provision
    broken: int  # critical elements of mandatory provisions that are missing or contradicted

    def rank(self, day: dt.date | None) -> tuple[bool, bool, int, int, str, str]:
        last = (day + dt.timedelta(days=_SOON)).isoformat() if day else ""
        is_soon = day is not None and day.isoformat() <= self.row.day <= last
        return (
            not is_soon,
            not self.has_contradicted,
            -self.row.tier.rank,
            -self.broken,
            self.row.day or "9999",
            self.row.path,
        )


class Triage:
    """Takes entries one by one; keeps a line of each contract that is not satisfied."""

    def __init__(self) -> None:
        self._seen: list[_Seen] = []
        self.apart: list[tuple[str, str]] = []  # path and reason

    def add(self, entry: Entry) -> None:
        """Take one entry."""
        report = entry.contract
        if report is None:
            return
        if report.scope_doubt:
            self.apart.append((entry.path, report.scope_doubt))
        elif gaps := gaps_of(report):
            found = report.dates.notice_deadline
            day = found.value if found and found.value else ""
            row = Pressing(entry.path, entry.customer, entry.owner, day, _action(gaps[0]), report.tier)
            self._seen.append(_Seen(row, _contradicts(report), broken(report, mandatory=True)))

    def first(self, most: int, day: dt.date | None) -> list[Pressing]:
        """List the most pressing contracts as of a day: deadlines ahead, contradicted mandatory provisions, tier."""
        return [seen.row for seen in sorted(self._seen, key=lambda seen: seen.rank(day))[:most]]


def _contradicts(report: Report) -> bool:
    return any(
        finding.status is Status.CONTRADICTED
        for verdict in report.verdicts
        if verdict.mandatory
        for finding in verdict.findings
    )


def _action(gap: Gap) -> str:
    verb = {Status.CONTRADICTED: "Negotiate", Status.MISSING: "Add"}.get(gap.first.status, "Decide")
    return f"{verb}: {gap.name} is {gap.first.status}"
