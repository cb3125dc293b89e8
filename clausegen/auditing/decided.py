"""Entries of an audit as people have decided on them, and decisions that do not count."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterator
from typing import Final, Literal

from clausegen.auditing.store import Row
from clausegen.decisions import Decisions, apply_decisions
from clausegen.model import Concern, DecisionKind, Entry, Mark, Outcome, Severity, Standing

_Kind = Literal["decision-open-again", "decision-conflict", "decision-not-countersigned"]
_KINDS: Final[dict[Standing, _Kind]] = {
    Standing.REOPENED: "decision-open-again",
    Standing.EXPIRED: "decision-open-again",
    Standing.WITHOUT_WORDS: "decision-open-again",
    Standing.CONFLICT: "decision-conflict",
    Standing.AWAITING: "decision-not-countersigned",
}


def as_decided(entry: Entry, decisions: Decisions, today: dt.date) -> Entry:
    """Return the entry with its report as decided, waived gaps marked, or excluded when it was put out of scope."""
    if entry.report is None:
        return entry
    report = apply_decisions(entry.report, decisions, today)
    if report is entry.report:
        return entry
    scope = report.decided
    if scope and scope.holds and scope.kind is DecisionKind.OUT_OF_SCOPE:
        return entry.model_copy(update={"report": None, "outcome": Outcome.EXCLUDED, "reason": scope.said})
    marks = dict(entry.marks)
    for verdict in report.verdicts:
        for finding in verdict.findings:
            made = finding.decided
            if made and made.holds and made.kind is DecisionKind.WAIVED and made.until:
                expires = made.until.isoformat()
                marks[finding.code] = Mark(kind="waived", approver=made.who, reason=made.note, expires=expires)
    return entry.model_copy(update={"report": report, "marks": marks})


def decision_concerns(entry: Entry) -> Iterator[Concern]:
    """Yield what is wrong with decisions on this contract: expired, in conflict, overtaken, not countersigned."""
    if entry.contract is None:
        return
    for verdict in entry.contract.verdicts:
        for finding in verdict.findings:
            if finding.decided and (kind := _KINDS.get(finding.decided.standing)):
                subject = f"{entry.path}: {finding.code}"
                yield Concern(kind=kind, subject=subject, message=finding.decided.said, severity=Severity.MAJOR)


def packed(entry: Entry) -> Row:
    """The row that unpacks to this entry, marks left out."""
    report = zlib.compress(entry.report.model_dump_json().encode(), 1) if entry.report is not None else None
    return Row(entry.path, entry.model_dump_json(exclude={"report", "marks"}).encode(), report)
