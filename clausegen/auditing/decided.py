"""Entries of an audit as people have decided on them, and decisions that do not count."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable, Iterator
from typing import Final, Literal

from pydantic import ValidationError

from clausegen.auditing.schema import Row
from clausegen.decisions import Decisions, apply_decisions
from clausegen.model import Concern, Entry, Outcome, Report, Severity, Standing, waived

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
    if report.decided and report.out_of_scope:
        return entry.model_copy(update={"report": None, "outcome": Outcome.EXCLUDED, "reason": report.decided.said})
    return entry.model_copy(update={"report": report, "marks": {**entry.marks, **waived(report)}})


def deciding(decisions: Decisions, today: dt.date) -> Callable[[str, object], object]:
    """Return what applies decisions to reports of an earlier run, so that only what changed since is compared.

    A report of an older program, which this one cannot read whole, stays as it is.
    """

    def decided(path: str, report: object) -> object:
        if not len(decisions):
            return report
        try:
            return apply_decisions(Report.model_validate(report), decisions, today, name=path)
        except ValidationError:
            return report

    return decided


def decision_concerns(entry: Entry) -> Iterator[Concern]:
    """Yield what is wrong with decisions on this contract: expired, in conflict, overtaken, not countersigned."""
    if entry.contract is None:
        return
    subjects = [(finding.code, finding.decided) for finding in entry.contract.findings]
    subjects += [(name.replace("_", " "), date.decided) for name, date in entry.contract.dates.stated()]
    for name, made in subjects:
        if made and (kind := _KINDS.get(made.standing)):
            yield Concern(kind=kind, subject=f"{entry.path}: {name}", message=made.said, severity=Severity.MAJOR)


def packed(entry: Entry) -> Row:
    """The row that unpacks to this entry, marks left out."""
    report = zlib.compress(entry.report.model_dump_json().encode(), 1) if entry.report is not None else None
    return Row(entry.path, "", entry.model_dump_json(exclude={"report", "marks"}).encode(), report)
