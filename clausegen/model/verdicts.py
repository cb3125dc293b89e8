"""From the statuses of elements to that of a requirement, and of a contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from clausegen.model.report import Finding, Summary, Verdict
from clausegen.model.requirement import Severity, Status

_WEIGHTIEST = (Status.CONTRADICTED, Status.PARTIAL, Status.MISSING, Status.UNCERTAIN, Status.SATISFIED)


def requirement_status(findings: Sequence[Finding]) -> Status:
    """Return the status of a requirement, given its findings."""
    weighty = [finding for finding in findings if finding.severity is not Severity.MINOR] or list(findings)
    if any(f.status is Status.CONTRADICTED and f.severity is Severity.CRITICAL for f in findings):
        return Status.CONTRADICTED
    if all(finding.status is Status.SATISFIED for finding in weighty):
        return Status.SATISFIED
    if all(finding.status in (Status.SATISFIED, Status.UNCERTAIN) for finding in weighty):
        return Status.UNCERTAIN
    if any(finding.status is Status.SATISFIED for finding in findings):
        return Status.PARTIAL
    if any(finding.status is Status.CONTRADICTED for finding in findings):
        return Status.CONTRADICTED
    return Status.MISSING


def contract_summary(verdicts: Sequence[Verdict]) -> Summary:
    """Count elements by status and give the whole contract one."""
    counts = Counter(finding.status for verdict in verdicts for finding in verdict.findings)
    statuses = {verdict.status for verdict in verdicts}
    status = next((status for status in _WEIGHTIEST if status in statuses), Status.UNCERTAIN)
    if status is Status.MISSING and Status.SATISFIED in statuses:
        status = Status.PARTIAL
    return Summary(
        status=status,
        satisfied=counts[Status.SATISFIED],
        missing=counts[Status.MISSING],
        contradicted=counts[Status.CONTRADICTED],
        uncertain=counts[Status.UNCERTAIN],
    )
