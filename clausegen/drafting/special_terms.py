"""Terms that a deal brings itself: in place of wording of ours or beside it, approved by name and judged afterwards."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from clausegen.drafting.clauses import Piece
from clausegen.errors import UsageError
from clausegen.library import Library
from clausegen.model import Deal, Playbook, Report, SpecialTerm, Status, literal


def conflicts(deal: Deal, library: Library, book: Playbook) -> Iterator[str]:
    """Yield a reason for every special term that cannot be placed, or gives up what no one may give up."""
    placed: set[str] = set()
    for index, term in enumerate(deal.special_terms):
        key = f"special_terms.{index}"
        if term.instead_of and term.instead_of.count(".") != 1:
            yield f"{key}.instead_of is {term.instead_of!r}; name the element as 'requirement.element'."
        elif term.instead_of and (said := _unknown(term.instead_of, library)):
            yield f"{key}.instead_of: {said}."
        elif term.instead_of in placed:
            yield f"{key}.instead_of: another special term replaces {term.instead_of} already; make one of both."
        if term.instead_of:
            placed.add(term.instead_of)
        for name in term.gives_up:
            if said := _unknown(name, library):
                yield f"{key}.gives_up: {said}."
                continue
            requirement, element = library.element(name)
            if any(rule.id == requirement.id and rule.mandatory for rule in book.requirements):
                yield (
                    f"{key}.gives_up: {requirement.title} is mandatory at every tier, so {element.code} cannot be "
                    f"given up. {requirement.why}"
                )


def replaced(pieces: list[Piece], terms: Sequence[SpecialTerm]) -> list[Piece]:
    """The pieces of a clause, an element's own wording replaced where a special term stands in its place."""
    for term in terms:
        own = [i for i, piece in enumerate(pieces) if f"{piece.requirement}.{piece.element}" == term.instead_of]
        if own:
            first = pieces[own[0]]
            new = [dataclasses.replace(first, level=2, text=literal(words), name="") for words in paragraphs(term)]
            pieces = [*pieces[: own[0]], *new, *(p for i, p in enumerate(pieces) if i > own[0] and i not in own)]
    return pieces


def paragraphs(term: SpecialTerm) -> tuple[str, ...]:
    """The paragraphs of a special term, each on one line."""
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", term.text) if part.strip())


def lost(before: Report, after: Report, alone: Report, deal: Deal, library: Library) -> list[str]:
    """A reason for each element that the agreement satisfies without the special terms and not with them.

    ``alone`` is what is said of the special terms apart from the agreement: what they deny there is lost too. Elements
    that an approver of a term gives up by name are no reason.
    """
    given_up = {library.element(name)[1].code for term in deal.special_terms for name in term.gives_up}
    mandatory = {rule.id for rule in library.playbook(deal.playbook).requirements if rule.mandatory}
    held = {f.code for v in before.verdicts for f in v.findings if f.status is Status.SATISFIED} - given_up
    denied = {f.code: f for v in alone.verdicts for f in v.findings if f.status is Status.CONTRADICTED}
    return [
        f"special_terms: with them the agreement no longer satisfies {verdict.title}: "
        f"{library.element(said.code)[1].title.lower()} ({said.code}), now {said.status}"
        f"{_quoted(said.evidence[0].text) if said.evidence else ''}. Change the term"
        + ("." if verdict.requirement in mandatory else ", or name it in its gives_up, for which its approver stands.")
        for verdict in after.verdicts
        for finding in verdict.findings
        for said in [denied.get(finding.code, finding)]
        if finding.code in held and said.status is not Status.SATISFIED
    ]


def unread(deal: Deal) -> Iterator[str]:
    """Yield a reason against signature for each special term that nobody has read beside the safeguards.

    Judging hears a term that denies a safeguard, not one that only leaves it nothing to act on.
    """
    for index, term in enumerate(deal.special_terms):
        if not term.is_attested:
            yield (
                f"special_terms.{index} ({term.title!r}): read it beside the safeguards, and state attested_by and "
                "attested_on. A promise that leaves no room for a safeguard, as one of uninterrupted service leaves "
                "none for a suspension, may not be noticed when the draft is judged."
            )


def _quoted(words: str) -> str:
    return f": “{words.rstrip('.') if len(words) < 200 else words[:200] + '…'}”"


def _unknown(name: str, library: Library) -> str:
    """Return what the library says of the name of no element, "" for one that it knows."""
    try:
        library.element(name)
    except UsageError as error:
        return str(error)
    return ""
