"""What a contract lacks, and the addendum whose clauses fill exactly that."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from clausegen.assemble import assemble
from clausegen.assemble.conforming import all_edits, conflicts
from clausegen.dates.amendment import within
from clausegen.deal import Deal
from clausegen.document import Document
from clausegen.findings import Evidence, Finding, Report, Verdict
from clausegen.library import Library
from clausegen.paper import Paper
from clausegen.requirement import Severity, Status, Tier
from clausegen.segment import structure
from clausegen.segment.family import Part

EVERY = frozenset(Severity)
WEIGHTY = frozenset({Severity.CRITICAL, Severity.MAJOR})


def gaps(verdict: Verdict, severities: Collection[Severity] = EVERY) -> tuple[Finding, ...]:
    """The findings of a requirement that are not satisfied, of some severities."""
    return tuple(f for f in verdict.findings if f.status is not Status.SATISFIED and f.severity in severities)


def missing_clauses(
    contract: Document,
    report: Report,
    deal: Deal,
    tier: Tier,
    *,
    library: Library,
    severities: Collection[Severity] = EVERY,
) -> Paper | None:
    """The addendum with the elements the contract does not satisfy; None when it satisfies all of them.

    A clause that lacks a critical element is inserted whole: words elsewhere in the contract that satisfy
    its other elements may serve another purpose, and a clause of half the safeguards invites that reading.
    A requirement with no gap of one of the ``severities`` is left as the contract has it.
    """
    enough = [verdict for verdict in report.verdicts if not gaps(verdict, severities)]
    held = {f"{verdict.requirement}.{finding.element}" for verdict in enough for finding in verdict.findings}
    held |= {
        f"{verdict.requirement}.{finding.element}"
        for verdict in report.verdicts
        if not gaps(verdict, {Severity.CRITICAL})
        for finding in verdict.findings
        if finding.status is Status.SATISFIED
    }
    if len(enough) == len(report.verdicts):
        return None
    deleted = report.dates.deletes if report.dates.amends is None else ()  # by amendments that it was read with
    nominated = conflicts(structure(contract), all_edits(library.root))
    found = {edit: tuple(n for n in numbers if not within(n, deleted)) for edit, numbers in nominated.items()}
    cited = {**{verdict.requirement: "" for verdict in enough}, **clause_numbers(report)}
    return assemble(deal, library, tier, kind="addendum", cited=cited, without=held, conflicts=found)


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
