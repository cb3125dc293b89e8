"""``clausegen explain`` and ``clausegen library``."""

from __future__ import annotations

import re

import click

from clausegen.library import Library, load_library
from clausegen.requirement import Element, Requirement


@click.command()
@click.argument("name")
def explain(name: str) -> None:
    """Explain a requirement ("suspension", "SUS") or an element ("suspension.on-suspicion", "SUS-2")."""
    library = load_library()
    click.echo(explanation(library, name), nl=False)


def explanation(library: Library, name: str) -> str:
    """What a requirement or an element means, why, and texts that satisfy it and that do not."""
    if "." in name or re.fullmatch(r"[A-Z]{3}-\d+", name):
        requirement, element = library.element(name)
        return _element(requirement, element)
    return _requirement(library.requirement(name))


def _requirement(requirement: Requirement) -> str:
    lines = [
        f"{requirement.code}  {requirement.title}  (from tier {requirement.from_tier})",
        "",
        requirement.statement,
        f"Why: {requirement.why}",
        "",
        "Elements:",
    ]
    lines += [
        f"  {e.code:<7} {requirement.id}.{e.id}  [{e.severity}, from {e.from_tier}]" for e in requirement.elements
    ]
    return "\n".join(lines) + "\n"


def _element(requirement: Requirement, element: Element) -> str:
    lines = [
        f"{element.code}  {requirement.id}.{element.id}  ({element.severity}, from tier {element.from_tier})",
        "",
        element.statement,
        f"Why: {element.why}",
    ]
    if element.satisfied_by:
        lines.append(f"Use instead: {element.satisfied_by}")
    for status, title in (("satisfied", "Satisfies"), ("missing", "Does not"), ("contradicted", "Contradicts")):
        texts = [x for x in requirement.examples if x.expect.get(element.id) == status]
        lines += ["", f"{title}:"] if texts else []
        for example in texts[:3]:
            lines.append(f"  - {' '.join(example.text.split())}")
            if example.why_not and status != "satisfied":
                lines.append(f"      ({example.why_not})")
    if element.ladder:
        rungs = (
            ("preferred", element.ladder.preferred.statement),
            ("acceptable", element.ladder.acceptable.statement),
            ("fallback", f"{element.ladder.fallback.statement} (approval: {element.ladder.fallback.approver})"),
            ("walk away", element.ladder.walk_away),
        )
        lines += ["", "Positions:", *(f"  {name:<11}{statement}" for name, statement in rungs)]
    cited = [source.cite for source in element.sources if source.status == "verified"]
    if cited:
        lines += ["", "Sources:", *(f"  - {cite}" for cite in cited)]
    return "\n".join(lines) + "\n"
