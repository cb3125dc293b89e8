"""A portfolio as values: one entry per input file, and what a run has to say besides.

The audit makes them, the renderers show them. Every input file has exactly one entry with exactly one
outcome, so that the totals add up and nothing is lost in silence.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, get_args

from pydantic import Field

from clausegen.model.decision import DecisionKind
from clausegen.model.document import Value
from clausegen.model.report import Finding, Report
from clausegen.model.requirement import Severity, Status, Tier

ChangeKind = Literal["gained", "in part", "lost", "changed", "new", "gone"]  # of a change
Whose = tuple[str, str, str]  # customer, country, product


class Outcome(StrEnum):
    """Outcome of reading an input file."""

    JUDGED = "judged"
    PARTLY_READ = "partly-read"  # judged, but some part, page or attachment could not be read
    UNREADABLE = "unreadable"
    DUPLICATE = "duplicate"  # same content, name extension, tier and family as another file
    EXCLUDED = "excluded"


class Mark(Value):
    """Mark on a finding: it is waived, or an earlier audit knew it already."""

    kind: Literal["waived", "known"]
    approver: str = ""
    reason: str = ""
    expires: str = ""


def is_waived(finding: Finding) -> bool:
    """Return True where a person accepts the gap today."""
    return bool(finding.decided and finding.decided.holds and finding.decided.kind is DecisionKind.WAIVED)


def waived(report: Report) -> dict[str, Mark]:
    """Return marks by code for the gaps that people accept today."""
    return {
        finding.code: Mark(kind="waived", approver=by.who, reason=by.note, expires=str(by.until or ""))
        for finding in report.findings
        if is_waived(finding) and (by := finding.decided)
    }


class Entry(Value):
    """One input file. ``path`` is relative to the audited folder, with ``/``, and printable.

    ``report`` is there for files that were judged and for duplicates of such files. ``of`` is the path of
    the file whose report this is when it is another one's: the original of a duplicate, the first file
    of a family. ``shadow`` is true when that file also stands for the contract: for a family, and for a copy of
    which the register names no other customer, country or product. ``marks`` are by element code.
    """

    path: str
    outcome: Outcome
    reason: str = ""
    sha256: str = ""
    of: str = ""
    shadow: bool = False
    tier: Tier
    customer: str = ""
    country: str = ""
    product: str = ""
    owner: str = ""
    family: str = ""
    role: str = ""
    report: Report | None = None
    marks: dict[str, Mark] = Field(default_factory=dict)

    @property
    def read(self) -> bool:
        """True when the file was judged, by itself or with others."""
        return self.outcome not in (Outcome.UNREADABLE, Outcome.EXCLUDED)

    @property
    def stands(self) -> bool:
        """True when this entry stands for a contract: judged, and not the shadow of another file."""
        return self.read and not self.shadow

    @property
    def contract(self) -> Report | None:
        """The report when this entry stands for a contract."""
        return None if self.shadow else self.report

    @property
    def whose(self) -> Whose:
        """Whose contract it is, as the register says."""
        return self.customer, self.country, self.product

    def open_gaps(self) -> Iterator[tuple[str, Finding]]:
        """Yield requirement id and finding of every element that is not satisfied, marked ones left out."""
        return ((name, f) for name, f in self.gaps() if f.code not in self.marks)

    def gaps(self) -> Iterator[tuple[str, Finding]]:
        """Yield requirement id and finding of every element that is not satisfied."""
        if self.contract is None:
            return
        for verdict in self.contract.verdicts:
            for finding in verdict.findings:
                if finding.status is not Status.SATISFIED:
                    yield verdict.requirement, finding


class Concern(Value):
    """A finding about the audit itself: a register row without a file, an expired or unused waiver.

    ``kind`` is stable, ``subject`` says what it is about, ``message`` is a sentence.
    """

    kind: Literal[
        "comparison-lost",
        "row-without-file",
        "file-without-row",
        "register-unused",
        "untrusted-file",
        "waiver-expired",
        "waiver-unused",
        "waiver-unknown-element",
        "decision-open-again",
        "decision-conflict",
        "decision-not-countersigned",
        "family-ambiguous",
        "family-incomplete",
        "family-not-applied",
        "family-proposed",
    ]
    subject: str
    message: str
    severity: Severity = Severity.MINOR


@dataclass(frozen=True, slots=True)
class PortfolioChange:
    """One element, or one file, that differs from an earlier audit; a new library or model makes many of them.

    ``kind`` is gained (now satisfied), in part (the same in a contract that was not read in full: what was not read
    may take it back), lost (no longer), changed (another gap), new or gone (the contract). ``before`` and ``after`` are
    statuses. ``causes`` says what differs between the two judgements: text, library, model, tier, program, playbook,
    register, a person's decision, another file of the family, how much could be read; or that the file was unreadable
    or excluded in one of them.
    """

    kind: ChangeKind
    path: str
    requirement: str = ""
    code: str = ""
    before: str = ""
    after: str = ""
    causes: tuple[str, ...] = ()


class Trend(Value):
    """The comparison with an earlier audit. ``earlier`` names it; counts are of contracts and elements.

    ``in_part_before`` and ``in_part_now`` are those satisfied elements whose contract was not read in full.
    """

    earlier: str
    changes: tuple[PortfolioChange, ...]
    satisfied_before: int
    satisfied_now: int
    elements_before: int
    elements_now: int
    contracts_before: int
    contracts_now: int
    in_part_before: int = 0
    in_part_now: int = 0

    def counts(self) -> dict[str, Counter[str]]:
        """Return changes by kind and cause; under ``""`` all of a kind, a change may have several causes or none."""
        made: dict[str, Counter[str]] = {}
        for change in self.changes:
            made.setdefault(change.kind, Counter()).update(("", *change.causes))
        return {kind: made[kind] for kind in get_args(ChangeKind) if kind in made}

    def causes(self) -> list[str]:
        """Return every cause that a change has, the most frequent first."""
        found = Counter(cause for change in self.changes for cause in change.causes)
        return sorted(found, key=lambda cause: (-found[cause], cause))


class Portfolio(Value):
    """Facts about the whole audit; the entries come beside it, because they may be many.

    ``day`` is the one it is said to be of; without it nothing names a day, for a clock would make results differ.
    """

    title: str
    day: dt.date | None = None
    concerns: tuple[Concern, ...] = ()
    trend: Trend | None = None


def of_reports(reports: Iterable[Report]) -> Iterator[Entry]:
    """Yield entries for contracts judged one by one, without register."""
    for report in reports:
        complete = report.contract.coverage.complete
        yield Entry(
            path=report.contract.path,
            outcome=Outcome.JUDGED if complete else Outcome.PARTLY_READ,
            reason="" if complete else "; ".join(report.contract.coverage.skipped),
            sha256=report.contract.sha256,
            tier=report.tier,
            report=report,
            marks=waived(report),
        )


class Tally(Value):
    """Counts over a whole portfolio, small enough to keep: the last lines on the terminal, and the exit code.

    ``open`` counts unmarked gaps by "status/severity", ``statuses`` contracts by status, ``marked`` marked
    gaps by kind of mark, ``joined`` files that are read as one contract with another of their family,
    ``copies`` those that file a contract a second time, ``apart`` those that are probably no contracts of this kind:
    they are not among the ``contracts`` and have no status, but their gaps are open all the same.
    """

    files: int
    outcomes: dict[str, int]
    contracts: int
    statuses: dict[str, int]
    open: dict[str, int]
    marked: dict[str, int]
    joined: int = 0
    copies: int = 0
    apart: int = 0

    def fails(self, statuses: Iterable[str], severities: Iterable[str]) -> bool:
        """Return True when an open gap has one of these statuses and severities."""
        named = set(severities)
        return any(self.open.get(f"{status}/{severity}") for status in statuses for severity in named)


class Counting:
    """Counts entries as they pass by on their way to a renderer."""

    def __init__(self) -> None:
        self.files = 0
        self._joined = 0
        self._copies = 0
        self._apart = 0
        self._outcomes: Counter[str] = Counter()
        self._statuses: Counter[str] = Counter()
        self._open: Counter[str] = Counter()
        self._marked: Counter[str] = Counter()

    def add(self, entry: Entry) -> None:
        """Count one entry."""
        self.files += 1
        self._outcomes[entry.outcome.value] += 1
        self._joined += entry.shadow and entry.outcome is not Outcome.DUPLICATE
        self._copies += entry.shadow and entry.outcome is Outcome.DUPLICATE
        if entry.contract is None:
            return
        if entry.contract.scope_doubt:
            self._apart += 1
        else:
            self._statuses[entry.contract.summary.status.value] += 1
        for _, finding in entry.gaps():
            if mark := entry.marks.get(finding.code):
                self._marked[mark.kind] += 1
            else:
                self._open[f"{finding.status.value}/{finding.severity.value}"] += 1

    def tally(self) -> Tally:
        """Return what was counted so far, keys in a fixed order."""
        return Tally(
            files=self.files,
            outcomes={outcome.value: self._outcomes[outcome.value] for outcome in Outcome},
            contracts=sum(self._statuses.values()),
            statuses={status.value: self._statuses[status.value] for status in Status},
            open=dict(sorted(self._open.items())),
            marked=dict(sorted(self._marked.items())),
            joined=self._joined,
            copies=self._copies,
            apart=self._apart,
        )
