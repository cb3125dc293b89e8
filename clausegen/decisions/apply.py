"""Honour decisions in a report: one function for check, audit, renewals, remedy and the review desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from clausegen.decisions.ledger import Decisions, latest
from clausegen.model import (
    ABOUT_CONTRACTS,
    Decided,
    Decision,
    DecisionKind,
    Evidence,
    Finding,
    Report,
    Standing,
    Status,
    contract_summary,
    quotation_of,
    requirement_status,
)

_NEEDS_WORDS = (Status.SATISFIED, Status.CONTRADICTED)


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
    scope = decided([d for d in made if not d.element and d.decision in ABOUT_CONTRACTS], decisions, today)
    whole: dict[str, object] = {"verdicts": tuple(verdicts), "summary": contract_summary(verdicts), "decided": scope}
    return report.model_copy(update=whole)


def decided(
    own: Sequence[Decision], decisions: Decisions, today: dt.date, finding: Finding | None = None
) -> Decided | None:
    """The decision that counts among those on one element, or on a contract, with its standing."""
    heads = latest(own)
    if not heads or (heads[-1].decision is DecisionKind.WITHDRAWN and len(heads) == 1):
        return None
    head = heads[-1]
    return Decided(
        id=head.id,
        kind=head.decision,
        standing=_standing(heads, decisions, today, finding),
        who=head.who,
        when=head.when,
        note=head.note,
        until=head.until,
        status=head.status,
        before=finding.status if finding else None,
        approver=head.approver,
        countersigned=decisions.countersigned_by(head),
        others=tuple(other.id for other in heads[:-1]),
    )


def _applied(finding: Finding, own: Sequence[Decision], decisions: Decisions, today: dt.date) -> Finding:
    if finding.decided and finding.decided.before:  # applied before: begin again from what the program found
        finding = finding.model_copy(update={"status": finding.decided.before, "decided": None})
    made = decided(own, decisions, today, finding)
    if made is None:
        return finding
    changes: dict[str, object] = {"decided": made}
    if made.holds and made.status is not None:
        changes["status"] = made.status
        words = latest(own)[-1].words
        if words and not finding.evidence:
            changes["evidence"] = (Evidence(text=words, start=0, end=0),)
    return finding.model_copy(update=changes)


def _standing(heads: Sequence[Decision], decisions: Decisions, today: dt.date, finding: Finding | None) -> Standing:
    head = heads[-1]
    # CASE 1: people who did not know of each other disagree. Neither counts until one decides knowing both.
    if len({(other.decision, other.status, other.until) for other in heads}) > 1:
        return Standing.CONFLICT
    # CASE 2: the person judged other words than those that are quoted now.
    if finding is not None and head.quotation is not None:
        quoted = quotation_of(evidence.text for evidence in finding.evidence if evidence.text != head.words)
        if head.quotation != quoted:
            return Standing.REOPENED
    # CASE 3: the day until which the gap was accepted is past; that day itself still counts.
    if head.until is not None and head.until < today:
        return Standing.EXPIRED
    # CASE 4: nobody may say that a contract has words which nobody can show.
    if finding is not None and head.status in _NEEDS_WORDS and not (finding.evidence or head.words):
        return Standing.WITHOUT_WORDS
    # CASE 5: the playbook asks for a second person.
    if head.approver and not decisions.countersigned_by(head):
        return Standing.AWAITING
    return Standing.HOLDS
