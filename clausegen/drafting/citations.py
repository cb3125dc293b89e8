"""Where a checked contract holds each element, for papers that cite its clauses."""

from __future__ import annotations

import re
from collections import Counter

from clausegen.amendments import Part
from clausegen.model import Evidence, Report, Status


def clause_numbers(report: Report) -> dict[str, str]:
    """Where a checked contract holds each element and requirement, by the contract's own clause numbers.

    Only satisfied elements count. Words that satisfy an element may stand in several clauses; the one where
    most elements of the requirement stand is its home, and evidence from there is cited first. Words of a
    schedule or amendment in a file of its own are not cited: their numbers are not the contract's.
    """
    numbers: dict[str, str] = {}
    for verdict in report.verdicts:
        held = {
            finding.element: list(
                dict.fromkeys(e.clause.rstrip(".") for e in finding.evidence if e.clause and not _of_another_file(e))
            )
            for finding in verdict.findings
            if finding.status is Status.SATISFIED
        }
        homes = Counter(clause for clauses in held.values() for clause in {_top(clause) for clause in clauses})
        if not homes:
            continue
        home = max(homes, key=lambda clause: (homes[clause], clause))
        numbers[verdict.requirement] = home
        for element, clauses in held.items():
            at_home = [clause for clause in clauses if _top(clause) == home]
            if clauses:
                numbers[f"{verdict.requirement}.{element}"] = (at_home or clauses)[0]
    return numbers


def _of_another_file(evidence: Evidence) -> bool:
    return evidence.part.startswith(tuple(f"{part} " for part in Part))


def _top(clause: str) -> str:
    """The outermost number: "9" of "9.2(a)"."""
    return re.split(r"[.(]", clause, maxsplit=1)[0] or clause
