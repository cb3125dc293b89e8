"""Honour decisions in a report: one function for check, audit, renewals, remedy and the review desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from clausegen.decisions.date_answers import with_answers
from clausegen.decisions.ledger import Decisions, latest
from clausegen.decisions.standing import decided
from clausegen.model import (
    ABOUT_CONTRACTS,
    ANSWERS,
    Decided,
    Decision,
    Entry,
    Evidence,
    Finding,
    Notice,
    Outcome,
    Report,
    State,
    Status,
    contract_summary,
    quotation_of,
    requirement_status,
    waived,
)

_NAMED: Final = 8  # decisions that a notice names one by one; more are counted
_TOLD: Final = "decided"  # the code of the notice


def apply_decisions(report: Report, decisions: Decisions, today: dt.date, *, name: str = "") -> Report:
    """Return the report as people have decided on it, each decision marked where it counts and where it does not.

    A confirmed or corrected finding has the status that the person gave it. A waiver and an insertion change no
    status: the gap is there until the contract changes. Applying decisions twice gives the same report. ``name`` is the
    path by which the decisions know the contract, where the report has another one (see ``decisions_beside``).
    """
    made = decisions.of(name or report.contract.path, report.contract.sha256)
    if not made:
        return report
    verdicts = []
    for verdict in report.verdicts:
        findings = []
        for finding in verdict.findings:
            names = (finding.code, f"{verdict.requirement}.{finding.element}")
            own = [decision for decision in made if decision.element in names]
            findings.append(_applied(finding, report, own, decisions, today) if own else finding)
        changes = {"findings": tuple(findings), "status": requirement_status(findings)}
        verdicts.append(verdict.model_copy(update=changes))
    whole: dict[str, object] = {
        "verdicts": tuple(verdicts),
        "summary": contract_summary(verdicts),
        "dates": with_answers(report.dates, made, decisions, today, report.contract.sha256),
        "decided": decided([d for d in made if not d.element and d.decision in ABOUT_CONTRACTS], decisions, today),
    }
    return _told(report.model_copy(update=whole), made)


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


def _told(report: Report, made: Sequence[Decision]) -> Report:
    """Return the report with a notice of what people decided, where they go beyond the program, what does not count."""
    on = {finding.code: finding.decided for finding in report.findings if finding.decided}
    on |= {name.replace("_", " "): date.decided for name, date in report.dates.stated() if date.decided}
    held = [name for name, by in on.items() if by.holds]
    raised = [f.code for f in report.findings if f.decided and f.code in held and _is_raised(f, f.decided)]
    idle = [f"{name} ({by.standing.value})" for name, by in on.items() if not by.holds]
    known = {name for v in report.verdicts for f in v.findings for name in (f.code, f"{v.requirement}.{f.element}")}
    strange = dict.fromkeys(d.element for d in made if d.element and d.element not in {*known, *ANSWERS})
    said = [
        f"The file was {report.decided.said}." if report.decided else "",
        f"People decided on {_brief(held)}." if held else "",
        f"They call satisfied what the program does not: {', '.join(raised)}." if raised else "",
        f"These decisions do not count now: {', '.join(idle)}." if idle else "",
        f"Decided, but not due at this tier: {', '.join(strange)}." if strange else "",
    ]
    notices = [notice for notice in report.contract.notices if notice.code != _TOLD]
    if message := " ".join(filter(None, said)):
        notices.insert(0, Notice(code=_TOLD, message=message))
    contract = report.contract.model_copy(update={"notices": tuple(notices)})
    return report.model_copy(update={"contract": contract})


def _brief(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= _NAMED else f"{len(names)} findings and dates"


def _is_raised(finding: Finding, by: Decided) -> bool:
    return finding.status is Status.SATISFIED and by.before is not Status.SATISFIED


def quoted_now(finding: Finding, report: Report, words: str = "") -> str:
    """Identify the words that a finding quotes (see ``quotation_of``).

    With ``words`` that a person named, the files as well: only the very same files are sure to hold them still.
    """
    texts = [evidence.text for evidence in finding.evidence if not _is_named(evidence)]
    return quotation_of([*texts, *(report.contract.digests if words else ())])


def _applied(
    finding: Finding, report: Report, own: Sequence[Decision], decisions: Decisions, today: dt.date
) -> Finding:
    if finding.decided and finding.decided.before:  # applied before: begin again from what the program found
        found = tuple(evidence for evidence in finding.evidence if not _is_named(evidence))
        update = {"status": finding.decided.before, "evidence": found, "decided": None}
        finding = finding.model_copy(update=update)
    words = next((head.words for head in latest(own)[-1:]), "")
    quoted = quoted_now(finding, report, words)
    made = decided(own, decisions, today, quoted=quoted, words=bool(finding.evidence or words))
    if made is None:
        return finding
    made = made.model_copy(update={"before": finding.status})
    changes: dict[str, object] = {"decided": made}
    if made.holds and made.status is not None:
        changes["status"] = made.status
        if words:
            changes["evidence"] = (Evidence(text=words, start=0, end=0), *finding.evidence)
    return finding.model_copy(update=changes)


def _is_named(evidence: Evidence) -> bool:
    """Return True for words that a person named, and of which nobody knows the place."""
    return evidence.start == evidence.end and evidence.state is State.VISIBLE
