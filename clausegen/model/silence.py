"""The finding on an element of which a contract says nothing: most elements of most contracts."""

from __future__ import annotations

import functools

from clausegen.model.report import Finding
from clausegen.model.requirement import Element, Severity, Status


def reason(element: Element) -> str:
    """Why the element is missing."""
    return _reason(element.statement)


def silent(element: Element) -> Finding:
    """That nothing speaks for the element, and nothing against it; the same from contract to contract."""
    return _silent(element.id, element.code, element.severity, element.statement, element.satisfied_by)


@functools.lru_cache(maxsize=1024)
def _silent(element: str, code: str, severity: Severity, statement: str, satisfied_by: str) -> Finding:
    return Finding(
        element=element,
        code=code,
        severity=severity,
        status=Status.MISSING,
        confidence=1.0,
        reason=_reason(statement),
        remedy=satisfied_by or statement,
    )


def _reason(statement: str) -> str:
    return f"no operative words were found that establish it: {statement}"
