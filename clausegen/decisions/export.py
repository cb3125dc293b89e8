"""Decisions as labelled passages, for a house that measures how often the program was right on its contracts."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from clausegen.decisions.apply import apply_decisions
from clausegen.decisions.ledger import Decisions
from clausegen.model import DecisionKind, Report

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
        for verdict in apply_decisions(report, decisions, today).verdicts:
            for finding in verdict.findings:
                made = finding.decided
                if made is None or not made.holds or made.kind not in _LABELS:
                    continue
                yield {
                    "element": f"{verdict.requirement}.{finding.element}",
                    "code": finding.code,
                    "found": made.before.value if made.before else "",
                    "right": finding.status.value,
                    "agreed": made.before is finding.status,
                    "passages": [hidden.sub("[name]", evidence.text) for evidence in finding.evidence],
                    "detector": report.generator.detector,
                }


def agreement(rows: Iterable[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    """Count how often a status the program gave was right, and of how many, by that status."""
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for row in rows:
        seen[row["found"]] += 1
        right[row["found"]] += row["agreed"]
    return {status: (right[status], seen[status]) for status in sorted(seen)}


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    words = sorted({name.strip() for name in names if len(name.strip()) > 2}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)) or r"(?!)", re.IGNORECASE)
