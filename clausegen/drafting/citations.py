"""Find the clauses in which a checked contract holds each element, and the words, for papers that cite them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clausegen.amendments import Part
from clausegen.model import Deal, Evidence, Paper, Report, Status, Structure

_LONGEST = 600  # characters quoted


@dataclass(frozen=True, slots=True)
class Located:
    """The clause that holds an element, by the contract's own number, and its words."""

    number: str
    words: str = ""


def located(report: Report) -> dict[str, Located]:
    """Locate each element and requirement of a checked contract.

    Only satisfied elements count. Words that satisfy an element may stand in several clauses; the one where
    most elements of the requirement stand is its home, and evidence from there is cited first. An item that is part
    of a sentence is cited by the number of the whole. Words of a schedule, or of an amendment in a file of its own, are
    not cited: their numbers are not the contract's.
    """
    found: dict[str, Located] = {}
    for verdict in report.verdicts:
        held = {
            finding.element: [e for e in finding.evidence if e.clause and not e.schedule and not _of_another_file(e)]
            for finding in verdict.findings
            if finding.status is Status.SATISFIED
        }
        homes = Counter(clause for words in held.values() for clause in {_top(e.clause) for e in words})
        if not homes:
            continue
        home = max(homes, key=lambda clause: (homes[clause], clause))
        found[verdict.requirement] = Located(home)
        for element, evidence in held.items():
            cited = next((e for e in evidence if _top(e.clause) == home), None) or next(iter(evidence), None)
            if cited:
                found[f"{verdict.requirement}.{element}"] = Located(_whole(cited), quotation(cited.text))
    return found


def clause_numbers(report: Report) -> dict[str, str]:
    """The clause number of each element and requirement that a checked contract holds."""
    return {name: place.number for name, place in located(report).items()}


def located_in_draft(paper: Paper) -> dict[str, Located]:
    """Locate each requirement and element in an agreement drafted here."""
    words = {p.number: quotation(p.text) for p in reversed(paper.paragraphs) if p.number}
    return {name: Located(number, words.get(number, "")) for name, number in paper.numbers().items()}


def stated(deal: Deal, read: Structure | None) -> dict[str, Located]:
    """The clauses that the drafter states in [agreement.clauses], with their words where the contract is at hand."""
    if deal.agreement is None:
        return {}
    texts = _texts(read) if read else {}
    return {name: Located(number, texts.get(_plain(number), "")) for name, number in deal.agreement.clauses.items()}


def unknown_clauses(deal: Deal, read: Structure) -> Iterator[str]:
    """Yield a reason for every clause stated in [agreement.clauses] that the contract does not have."""
    texts = _texts(read)
    for name, number in (deal.agreement.clauses if deal.agreement else {}).items():
        if _plain(number) not in texts:
            yield f"agreement.clauses.{name}: the contract has no clause {number}; read it and correct the number."


def unconfirmed(citations: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Yield the lines of [agreement.clauses] that a person can read, correct and keep to confirm citations."""
    for name, citation in citations.items():
        if not citation["confirmed_by"]:
            yield f'"{name}" = "{citation["clause"]}"' + (f"  # “{citation['words']}”" if citation["words"] else "")


def quotation(text: str) -> str:
    """Words on one line, cut at a word when they are long."""
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]} …"


def _texts(read: Structure) -> dict[str, str]:
    return {_plain(clause.number): quotation(read.text(clause)) for clause in reversed(read.clauses) if clause.number}


def _plain(number: str) -> str:
    """A number as two people would write it: "9.2" for "clause 9.2."."""
    return re.sub(r"^(?:clause|section|article)\s+", "", number.strip(), flags=re.IGNORECASE).rstrip(".").lower()


def _whole(evidence: Evidence) -> str:
    """The number of the whole sentence: 16.8 for the item 16.8(a), which begins in the middle of it."""
    number = evidence.clause.rstrip(".")
    stem = re.sub(r"\([a-z]+\)$", "", number)
    return stem if stem and evidence.text[:1].islower() else number


def _of_another_file(evidence: Evidence) -> bool:
    return evidence.part.startswith(tuple(f"{part} " for part in Part))


def _top(clause: str) -> str:
    """The outermost number: "9" of "9.2(a)"."""
    clause = clause.rstrip(".")
    return re.split(r"[.(]", clause, maxsplit=1)[0] or clause
