"""Order findings and contracts by what a reader should look at first; set apart what is probably no such contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from clausegen.model import Entry, Finding, Report, Severity, Status, Tier, Verdict
from clausegen.report.words import element_name

_SEVERITIES: Final = tuple(Severity)
_SOON: Final = 180  # days before the last day for notice
_STATUSES: Final = (Status.CONTRADICTED, Status.MISSING, Status.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Gap:
    """A finding that needs attention, or all findings of a requirement of which the contract says nothing."""

    verdict: Verdict
    findings: tuple[Finding, ...]  # at least one, the most severe first

    @property
    def first(self) -> Finding:
        """The most severe finding."""
        return self.findings[0]

    @property
    def is_whole(self) -> bool:
        """True for a whole requirement of several elements, none of which was found."""
        return len(self.findings) > 1

    @property
    def name(self) -> str:
        """The requirement or the element in words, with its code."""
        return self.verdict.name if self.is_whole else f"{element_name(self.verdict, self.first)} ({self.first.code})"

    @property
    def severity(self) -> Severity:
        """The severity of the most severe finding."""
        return self.first.severity

    @property
    def rank(self) -> tuple[int, bool, bool, int]:
        """Severity first; certain before uncertain; mandatory provisions first; contradicted before missing."""
        return (
            _SEVERITIES.index(self.severity),
            self.first.status is Status.UNCERTAIN,
            not self.verdict.mandatory,
            _STATUSES.index(self.first.status),
        )


def gaps_of(report: Report) -> list[Gap]:
    """Return everything that is not satisfied, most urgent first; requirements that are wholly absent count once."""
    return sorted(_gaps(report.verdicts), key=lambda gap: gap.rank)


def _gaps(verdicts: Sequence[Verdict]) -> Iterator[Gap]:
    for verdict in verdicts:
        unmet = [finding for finding in verdict.findings if finding.status is not Status.SATISFIED]
        is_absent = len(unmet) == len(verdict.findings) and all(f.status is Status.MISSING for f in unmet)
        if is_absent and len(unmet) > 1:
            yield Gap(verdict, tuple(sorted(unmet, key=lambda finding: _SEVERITIES.index(finding.severity))))
        else:
            yield from (Gap(verdict, (finding,)) for finding in unmet)


def notice_by(report: Report) -> str:
    """Return the last day for notice in ISO form, "" where the contract states none."""
    found = report.dates.notice_deadline
    return found.value if found and found.value else ""


def is_near(last: str, day: dt.date | None) -> bool:
    """Return True for a last day for notice within half a year of ``day``; of no day nobody can tell."""
    return day is not None and day.isoformat() <= last <= (day + dt.timedelta(days=_SOON)).isoformat()


def urgency(report: Report, day: dt.date | None = None) -> tuple[bool, bool, int, int, int, str, str]:
    """Sort key of a contract, the most urgent first, wherever several are listed.

    Order: the last day for notice is near, a mandatory provision is contradicted, tier, critical gaps of mandatory and
    of the other provisions, that last day, the path.
    """
    last = notice_by(report)
    return (
        not is_near(last, day),
        not any(f.status is Status.CONTRADICTED for v in report.verdicts if v.mandatory for f in v.findings),
        -report.tier.rank,
        -_broken(report, mandatory=True),
        -_broken(report, mandatory=False),
        last or "9999",
        report.contract.path,
    )


def _broken(report: Report, *, mandatory: bool) -> int:
    """Count critical elements of mandatory (or of the other) provisions that are contradicted or missing."""
    return sum(
        finding.severity is Severity.CRITICAL and finding.status in (Status.CONTRADICTED, Status.MISSING)
        for verdict in report.verdicts
        if verdict.mandatory is mandatory
        for finding in verdict.findings
    )


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
