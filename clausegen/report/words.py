"""Counts, and what a finding is worth, in words."""

from __future__ import annotations

from clausegen.findings import Finding
from clausegen.requirement import Status

_USUAL = 0.95  # a finding that is right this often needs no figure beside it


def counted(count: int, one: str, more: str = "") -> str:
    """As in "1 file", "2 files"; ``more`` is the plural where an "s" does not make it."""
    return f"{count} {one if count == 1 else more or f'{one}s'}"


def told(finding: Finding) -> str:
    """How often such a finding was right, where that tells a reader something: never of what was not found."""
    share = f"{finding.confidence:.0%}".replace("%", " %")
    if finding.status is Status.UNCERTAIN:
        return f"people found it satisfied in {share} of such cases"
    if finding.status is Status.MISSING or finding.confidence >= _USUAL:
        return ""
    return f"right in {share} of such cases"
