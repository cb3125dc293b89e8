"""What a contract lacks, and the addendum whose clauses fill exactly that."""

from __future__ import annotations

from collections.abc import Collection

from clausegen.amendments import structure
from clausegen.dates import within
from clausegen.drafting import all_edits, assemble, clause_numbers, conflicts
from clausegen.library import Library
from clausegen.model import Deal, Document, Finding, Paper, Report, Severity, Status, Tier, Verdict

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
