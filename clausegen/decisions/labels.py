"""Decisions as labelled passages, for a house that measures how often the program was right on its contracts."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from clausegen.decisions.apply import apply_decisions
from clausegen.decisions.ledger import Decisions
from clausegen.model import DecisionKind, Finding, Report, Status

_LABELS: Final = (DecisionKind.CONFIRMED, DecisionKind.WRONG)


def labelled(
    reports: Iterable[Report], decisions: Decisions, today: dt.date, names: Sequence[str] = ()
) -> Iterator[dict[str, Any]]:
    """Yield one passage per finding that a person confirmed or corrected: what was found, and what is right.

    Passages carry no path, no person and no day; ``names`` (of parties, as the register or the reader of the contracts
    knows them) are replaced by "[name]".
    """
    hidden = _pattern(names)
    for report in reports:
        decided = apply_decisions(report, decisions, today)
        ids = {finding.code: f"{v.requirement}.{finding.element}" for v in decided.verdicts for finding in v.findings}
        for finding, found in judged(decided):
            yield {
                "element": ids[finding.code],
                "code": finding.code,
                "found": found.value,
                "right": finding.status.value,
                "agreed": found is finding.status,
                "passages": [hidden.sub("[name]", evidence.text) for evidence in finding.evidence],
                "detector": report.generator.detector,
            }


def judged(report: Report) -> Iterator[tuple[Finding, Status]]:
    """Yield the findings that a person confirmed or corrected, each with the status that the program had given."""
    for finding in report.findings:
        made = finding.decided
        if made is not None and made.holds and made.kind in _LABELS and made.before is not None:
            yield finding, made.before


def agreement(found: Iterable[tuple[str, bool]]) -> dict[str, tuple[int, int]]:
    """Count how often a status the program gave was right, and of how many, by that status."""
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for status, agreed in found:
        seen[status] += 1
        right[status] += agreed
    return {status: (right[status], seen[status]) for status in sorted(seen)}


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    words = sorted({name.strip() for name in names if len(name.strip()) > 2}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)) or r"(?!)", re.IGNORECASE)
