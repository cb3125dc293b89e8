"""The manifest of a drafted document: what it was made from, and why each clause is in it."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from clausegen import __version__
from clausegen.drafting.render_context import defaults, unprinted
from clausegen.drafting.signed_agreement import Citation
from clausegen.drafting.templates import Shell
from clausegen.library import Library
from clausegen.model import Attested, Deal, Element, Playbook, Requirement, Source, Tier


@dataclass(frozen=True, slots=True)
class Made:
    """The sources that a document was made from.

    ``without`` holds the elements left out and ``stated`` the answers printed, as "requirement.element" and
    "requirement.parameter"; ``numbers`` the clause number of each requirement and element.
    """

    deal: Deal
    library: Library
    book: Playbook
    tier: Tier
    form: Shell
    without: Collection[str]
    due: Sequence[tuple[Requirement, tuple[Element, ...]]]
    stated: Collection[str]
    numbers: Mapping[str, str]


def manifest(made: Made) -> dict[str, object]:
    """The manifest, as it is written beside and inside the document."""
    override = made.deal.tier_override
    clauses = made.form.clauses
    return {
        "generator": {"name": "clausegen", "version": __version__},
        "library": {"version": made.library.version, "sha256": made.library.sha256},
        "playbook": made.book.id,
        "kind": made.form.id,
        "tier": made.tier.value,
        "tier_override": override.model_dump(mode="json") if override else None,
        "deal_sha256": hashlib.sha256(made.deal.model_dump_json().encode()).hexdigest(),
        "omitted": {name: omission.model_dump(mode="json") for name, omission in made.deal.omit.items()},
        "special_terms": [term.model_dump(mode="json") for term in made.deal.special_terms],
        "left_out": sorted(made.without),
        "defaults": _defaults(made) if clauses else {},
        # Answers of the deal file that stand nowhere in the document.
        "not_printed": unprinted(made.deal, made.library.requirements.values(), made.stated) if clauses else [],
        "clauses": [_reasons(made, *due) for due in made.due] if clauses else [],
    }


def _defaults(made: Made) -> dict[str, object]:
    found = defaults(made.deal, (requirement for requirement, _ in made.due), made.tier)
    figures = {f"answers.{name}" for name in made.stated}
    found = {name: value for name, value in found.items() if name in figures or not name.startswith("answers.")}
    if made.form.id != "agreement":
        found.pop("fees", None)  # an agreement that is signed has stated them
    if "agreement" in made.form.needs:  # its law and forum are asked for, never taken by default
        found = {name: value for name, value in found.items() if not name.startswith("forum.")}
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in found.items()}


def _reasons(made: Made, requirement: Requirement, elements: Sequence[Element]) -> dict[str, object]:
    rule = made.book.rule(requirement.id)
    since = rule.from_tier or requirement.from_tier
    kept = [e for e in elements if f"{requirement.id}.{e.id}" not in made.without]
    return {
        "requirement": requirement.id,
        "code": requirement.code,
        "clause": made.numbers.get(requirement.id, ""),
        "reason": "mandatory in the playbook" if rule.mandatory else f"due from tier {since}",
        "elements": [_rung(made, requirement, element) for element in kept],
    }


def _rung(made: Made, requirement: Requirement, element: Element) -> dict[str, object]:
    name = f"{requirement.id}.{element.id}"
    choice = made.deal.positions.get(name)
    entry: dict[str, object] = {
        "element": element.id,
        "code": element.code,
        "clause": made.numbers.get(name, made.numbers.get(requirement.id, "")),
        "position": choice.position if choice else "preferred",
    }
    if choice and choice.approved_by:
        entry["approved_by"] = choice.approved_by
    if choice and choice.date:
        entry["approved_on"] = choice.date.isoformat()
    return entry


def cited_and_attested(deal: Deal, citations: Mapping[str, Citation]) -> dict[str, object]:
    """List what a document rests on: the clauses it cites, with their words, and who attests what it states."""
    reader = deal.agreement.confirmed if deal.agreement else Attested()
    cited = {
        name: {
            "clause": citation.number,
            "words": citation.words,
            "confirmed_by": reader.attested_by if citation.confirmed else "",
            "confirmed_on": str(reader.attested_on) if citation.confirmed else "",
        }
        for name, citation in citations.items()
    }
    return {"citations": cited, "incident": deal.incident.model_dump(mode="json") if deal.incident else None}


def requirement_note(requirement: Requirement) -> str:
    """The commentary on a clause: what it is for, why it is there, and verified sources."""
    about = f"{requirement.code}. {requirement.statement} {requirement.why}"
    return " ".join([about, *_cited(requirement.sources)])


@functools.lru_cache(maxsize=4096)
def element_note(element: Element) -> str:
    """A drafting note: the element's code and reason, verified sources, and the ladder."""
    parts = [f"{element.code}, {element.severity}. {element.why}", *_cited(element.sources)]
    if ladder := element.ladder:
        parts.append(
            f"Acceptable: {ladder.acceptable.statement} Fallback ({ladder.fallback.approver}): "
            f"{ladder.fallback.statement} Walk away: {ladder.walk_away}"
        )
    return " ".join(parts)


def _cited(sources: Sequence[Source]) -> Iterator[str]:
    if cited := [source.cite for source in sources if source.status == "verified"]:
        yield f"Source: {'; '.join(cited)}."
