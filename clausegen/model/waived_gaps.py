"""Gaps that a person accepts for a time: they stay in every result, marked, and count as gaps no more.

They are recorded as decisions (``decisions``), or in the waivers of an audit (``auditing.waivers``).
"""

from __future__ import annotations

from typing import Literal

from clausegen.model.decision import DecisionKind
from clausegen.model.document import Value
from clausegen.model.report import Finding, Report


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
