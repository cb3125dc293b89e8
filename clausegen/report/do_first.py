"""Triage of a portfolio: which contracts to take up first, and which files are probably no contracts of this kind."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from clausegen.model import Entry, Status, Tier
from clausegen.report.urgency import Gap, gaps_of, is_near, notice_by, urgency


class Pressing(NamedTuple):
    """A contract to take up; ``day`` is the last day for notice in ISO form, "" where none is stated."""

    path: str
    customer: str
    owner: str
    day: str
    action: str
    tier: Tier


class Triage:
    """Takes entries one by one; keeps a line of each contract that is not satisfied."""

    def __init__(self) -> None:
        self._seen: list[tuple[tuple[object, ...], Pressing]] = []
        self.apart: list[tuple[str, str]] = []  # path and reason

    def add(self, entry: Entry) -> None:
        """Take one entry."""
        report = entry.contract
        if report is None:
            return
        if report.scope_doubt:
            self.apart.append((entry.path, report.scope_doubt))
        elif gaps := gaps_of(report):
            row = Pressing(entry.path, entry.customer, entry.owner, notice_by(report), _action(gaps[0]), report.tier)
            self._seen.append((urgency(report), row))

    def first(self, most: int, day: dt.date | None) -> list[Pressing]:
        """List the most pressing contracts as of a day, in the order of ``urgency``."""
        return [row for _, row in sorted(self._seen, key=lambda seen: (not is_near(seen[1].day, day), seen[0]))[:most]]


def _action(gap: Gap) -> str:
    verb = {Status.CONTRADICTED: "Negotiate", Status.MISSING: "Add"}.get(gap.first.status, "Decide")
    return f"{verb}: {gap.name} is {gap.first.status}"
