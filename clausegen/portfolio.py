"""A portfolio as values: one entry per input file, and what a run has to say besides.

The audit makes them, the renderers show them. Every input file has exactly one entry with exactly one
outcome, so that the totals add up and nothing is lost in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import Field

from clausegen.document import Value
from clausegen.findings import Finding, Report
from clausegen.requirement import Severity, Status, Tier


class Outcome(StrEnum):
    """How the reading of an input file ended."""

    JUDGED = "judged"
    PARTLY_READ = "partly-read"  # judged, but some part, page or attachment could not be read
    UNREADABLE = "unreadable"
    DUPLICATE = "duplicate"  # same content, name extension, tier and family as another file
    EXCLUDED = "excluded"


class Mark(Value):
    """What people have said about a finding: it is waived, or an earlier audit knew it already."""

    kind: Literal["waived", "known"]
    approver: str = ""
    reason: str = ""
    expires: str = ""


class Entry(Value):
    """One input file. ``path`` is relative to the audited folder, with ``/``, and printable.

    ``report`` is there for files that were judged and for duplicates of such files. ``of`` is the path of
    the file whose report this is when it is another one's: the original of a duplicate, the first file
    of a family. ``marks`` are by element code.
    """

    path: str
    outcome: Outcome
    reason: str = ""
    sha256: str = ""
    of: str = ""
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
    def contract(self) -> Report | None:
        """The report when this entry stands for a contract: judged, and not the shadow of another file."""
        return None if self.of else self.report

    def open_gaps(self) -> Iterator[tuple[str, Finding]]:
        """Requirement id and finding of every element that is not satisfied, marked ones left out."""
        return ((name, f) for name, f in self.gaps() if f.code not in self.marks)

    def gaps(self) -> Iterator[tuple[str, Finding]]:
        """Requirement id and finding of every element that is not satisfied."""
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
        "waiver-expired",
        "waiver-unused",
        "waiver-unknown-element",
        "family-incomplete",
        "family-judged-apart",
    ]
    subject: str
    message: str
    severity: Severity = Severity.MINOR


@dataclass(frozen=True, slots=True)
class Change:
    """One element, or one file, that differs from an earlier audit; a new library or model makes many of them.

    ``kind`` is gained (now satisfied), lost (no longer), changed (another gap), new or gone (the file).
    ``causes`` says what differs between the two judgements: text, library, model, tier, program, playbook.
    """

    kind: Literal["gained", "lost", "changed", "new", "gone"]
    path: str
    requirement: str = ""
    code: str = ""
    before: str = ""
    after: str = ""
    causes: tuple[str, ...] = ()


class Trend(Value):
    """The comparison with an earlier audit. ``earlier`` names it; counts are of contracts and elements."""

    earlier: str
    changes: tuple[Change, ...]
    satisfied_before: int
    satisfied_now: int
    elements_before: int
    elements_now: int
    contracts_before: int
    contracts_now: int


class Portfolio(Value):
    """What is true of the whole audit; the entries come beside it, because they may be many."""

    title: str
    concerns: tuple[Concern, ...] = ()
    trend: Trend | None = None


def of_reports(reports: Iterable[Report]) -> Iterator[Entry]:
    """Entries for contracts judged one by one, without register."""
    for report in reports:
        complete = report.contract.coverage.complete
        yield Entry(
            path=report.contract.path,
            outcome=Outcome.JUDGED if complete else Outcome.PARTLY_READ,
            reason="" if complete else "; ".join(report.contract.coverage.skipped),
            sha256=report.contract.sha256,
            tier=report.tier,
            report=report,
        )


class Tally(Value):
    """Counts over a whole portfolio, small enough to keep: the last lines on the terminal, and the exit code.

    ``open`` counts unmarked gaps by "status/severity", ``statuses`` contracts by status, ``marked`` marked
    gaps by kind of mark.
    """

    files: int
    outcomes: dict[str, int]
    contracts: int
    statuses: dict[str, int]
    open: dict[str, int]
    marked: dict[str, int]

    def fails(self, statuses: Iterable[str], severities: Iterable[str]) -> bool:
        """True when an open gap has one of these statuses and severities."""
        named = set(severities)
        return any(self.open.get(f"{status}/{severity}") for status in statuses for severity in named)


class Counting:
    """Counts entries as they pass by on their way to a renderer."""

    def __init__(self) -> None:
        self.files = 0
        self._outcomes: Counter[str] = Counter()
        self._statuses: Counter[str] = Counter()
        self._open: Counter[str] = Counter()
        self._marked: Counter[str] = Counter()

    def add(self, entry: Entry) -> None:
        """Count one entry."""
        self.files += 1
        self._outcomes[entry.outcome.value] += 1
        if entry.contract is None:
            return
        self._statuses[entry.contract.summary.status.value] += 1
        for _, finding in entry.gaps():
            if mark := entry.marks.get(finding.code):
                self._marked[mark.kind] += 1
            else:
                self._open[f"{finding.status.value}/{finding.severity.value}"] += 1

    def tally(self) -> Tally:
        """What was counted so far, keys in a fixed order."""
        return Tally(
            files=self.files,
            outcomes={outcome.value: self._outcomes[outcome.value] for outcome in Outcome},
            contracts=sum(self._statuses.values()),
            statuses={status.value: self._statuses[status.value] for status in Status},
            open=dict(sorted(self._open.items())),
            marked=dict(sorted(self._marked.items())),
        )
