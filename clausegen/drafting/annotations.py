"""Keep for the house what belongs beside a document: drafting notes, citations and who attests what."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence

from clausegen.drafting.signed_agreement import Citation
from clausegen.model import Attested, Deal, Element, Requirement, Source


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
