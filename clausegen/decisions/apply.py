"""Honour decisions in a report: one function for check, audit, renewals, remedy and the review desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from clausegen.decisions.answers import with_answers
from clausegen.decisions.ledger import Decisions, latest
from clausegen.decisions.standing import decided
from clausegen.model import (
    ABOUT_CONTRACTS,
    Decision,
    Evidence,
    Finding,
    Report,
    contract_summary,
    quotation_of,
    requirement_status,
)


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
            findings.append(_applied(finding, own, decisions, today) if own else finding)
        changes = {"findings": tuple(findings), "status": requirement_status(findings)}
        verdicts.append(verdict.model_copy(update=changes))
    whole: dict[str, object] = {
        "verdicts": tuple(verdicts),
        "summary": contract_summary(verdicts),
        "dates": with_answers(report.dates, made, decisions, today),
        "decided": decided([d for d in made if not d.element and d.decision in ABOUT_CONTRACTS], decisions, today),
    }
    return report.model_copy(update=whole)


def _applied(finding: Finding, own: Sequence[Decision], decisions: Decisions, today: dt.date) -> Finding:
    if finding.decided and finding.decided.before:  # applied before: begin again from what the program found
        finding = finding.model_copy(update={"status": finding.decided.before, "decided": None})
    words = next((head.words for head in latest(own)[-1:]), "")
    quoted = quotation_of(evidence.text for evidence in finding.evidence if evidence.text != words)
    made = decided(own, decisions, today, quoted=quoted, words=bool(finding.evidence or words))
    if made is None:
        return finding
    made = made.model_copy(update={"before": finding.status})
    changes: dict[str, object] = {"decided": made}
    if made.holds and made.status is not None:
        changes["status"] = made.status
        if words and not finding.evidence:
            changes["evidence"] = (Evidence(text=words, start=0, end=0),)
    return finding.model_copy(update=changes)
