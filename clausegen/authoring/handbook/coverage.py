"""The coverage matrix: which element of which requirement a contract of each tier must have."""

from __future__ import annotations

from collections.abc import Iterator

from clausegen.authoring.handbook.content import terms_of
from clausegen.library import Library
from clausegen.model import DOCUMENTATION_MARK, Playbook, Severity, Tier

TIERS = (Tier.LOW, Tier.MEDIUM, Tier.HIGH)
_MARKS = {Severity.CRITICAL: "●", Severity.MAJOR: "◐", Severity.MINOR: "○"}


def coverage(library: Library, playbook: Playbook) -> str:
    """Return the matrix of a playbook as Markdown, one row per element, one column per tier."""
    return "\n".join(_lines(library, playbook)) + f"\n\n{DOCUMENTATION_MARK}\n"


def _lines(library: Library, playbook: Playbook) -> Iterator[str]:
    due = {tier: {e.code: e for _, elements in library.due(playbook, tier) for e in elements} for tier in TIERS}
    total = sum(len(library.requirements[rule.id].elements) for rule in playbook.requirements)
    yield f"# Coverage of the playbook “{playbook.title}”"
    yield ""
    yield "Written by `clausegen library docs --part coverage`; do not edit by hand."
    yield ""
    yield (
        f"{len(playbook.requirements)} requirements, {total} elements. ● critical, ◐ major, ○ minor: due at this "
        "tier; an empty cell: not due. A prohibited deal has no clause set."
    )
    yield ""
    yield "| Tier | Requirements | Elements | Critical | Major | Minor |"
    yield "|---|--:|--:|--:|--:|--:|"
    for tier in TIERS:
        found = due[tier].values()
        counts = [sum(e.severity is severity for e in found) for severity in Severity]
        requirements = sum(1 for _ in library.due(playbook, tier))
        yield f"| {tier} | {requirements} | {len(due[tier])} | {' | '.join(map(str, counts))} |"
    yield ""
    yield "## What a tier asks of the deal"
    yield ""
    head, *rows = (f"| {' | '.join(row)} |" for row in terms_of(playbook))
    yield from (head, "|---|---|---|---|---|---|---|", *rows)
    for rule in playbook.requirements:
        requirement = library.requirements[rule.id]
        yield ""
        yield f"## {requirement.title} (`{requirement.id}`{', mandatory' if rule.mandatory else ''})"
        yield ""
        yield "| Code | Element | What the contract establishes | low | medium | high |"
        yield "|---|---|---|:-:|:-:|:-:|"
        for element in requirement.elements:
            cells = " | ".join(
                _MARKS[due[tier][element.code].severity] if element.code in due[tier] else " " for tier in TIERS
            )
            statement = element.statement.replace("|", "\\|")
            yield f"| {element.code} | `{element.id}` | {statement} | {cells} |"
