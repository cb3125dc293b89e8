"""Tell the author of a draft what a reader of the deal file would not expect."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import cast

from clausegen.drafting import shell, unconfirmed, unread
from clausegen.library import Library
from clausegen.lint import Fault
from clausegen.model import Deal, Paper, Tier, as_document
from clausegen.report import counted


def notes_on(paper: Paper, deal: Deal, library: Library) -> Iterator[str]:
    """Yield clauses left out, special terms, values taken by default, and answers that are printed nowhere."""
    yield from _left_out(paper, deal, library)
    yield from _special(paper, deal, library)
    yield from _defaults(paper)
    yield from _not_printed(paper, deal)


def to_confirm(paper: Paper) -> Iterator[str]:
    """Yield the citations of a notice that nobody has confirmed, as lines for the deal file."""
    citations = cast("dict[str, dict[str, str]]", paper.manifest.get("citations", {}))
    lines = list(unconfirmed(citations))
    if lines:
        yield "Read these clauses and keep those that are right in the deal file; until then they are bracketed:"
        yield "[agreement.clauses]"
        yield from lines
        yield "[agreement.confirmed]"
        yield 'attested_by = "who read them"'
        yield "attested_on = YYYY-MM-DD"


def _left_out(paper: Paper, deal: Deal, library: Library) -> Iterator[str]:
    """Yield requirements that are due and that the deal leaves out: a check of the draft will miss them."""
    if not shell(library, paper.kind).clauses:
        return
    for requirement, _ in library.due(library.playbook(deal.playbook), Tier(str(paper.manifest["tier"]))):
        if omission := deal.omit.get(requirement.id):
            yield (
                f"omit.{requirement.id}: {requirement.title} ({requirement.code}) is due and left out, as "
                f"{omission.approved_by} approved: {omission.reason}"
            )


def _special(paper: Paper, deal: Deal, library: Library) -> Iterator[str]:
    """Yield the special terms of the deal, and who approved each."""
    for term in deal.special_terms if shell(library, paper.kind).clauses else ():
        given_up = f", giving up {', '.join(term.gives_up)}" if term.gives_up else ""
        yield f"special term {term.title!r}, approved by {term.approved_by}{given_up}: {term.reason}"
    if shell(library, paper.kind).clauses:
        yield from unread(deal)


def _defaults(paper: Paper) -> Iterator[str]:
    """Yield what the document states and the deal file does not."""
    found = cast("dict[str, object]", paper.manifest["defaults"])
    stated = [f"{name} = {value}" for name, value in found.items() if not name.startswith("answers.")]
    figures = len(found) - len(stated)
    if stated:
        yield f"not stated, so taken by default: {'; '.join(stated)}"
    if figures:
        yield f"{counted(figures, 'figure')} in the clauses taken from the library's defaults, listed in the manifest"


def _not_printed(paper: Paper, deal: Deal) -> Iterator[str]:
    """Yield answers that the deal file gives and the document does not print."""
    for name in cast("list[str]", paper.manifest["not_printed"]):
        yield (
            f"answers.{name} = {deal.answers[name]} is not printed in this {paper.kind}: no clause uses it at tier "
            f"{paper.manifest['tier']} and the positions chosen; remove it, or choose the position that asks for it"
        )


def sorted_out(found: list[Fault], paper: Paper, deal: Deal) -> tuple[list[Fault], list[Fault]]:
    """Separate faults that stop a draft from those in words of the deal file, such as a policy with its own numbers.

    A blank stops it wherever it comes from.
    """
    text, brought = as_document(paper).text, deal.model_dump_json()
    theirs = [
        fault
        for fault in found
        if fault.code != "placeholder"
        and json.dumps(text[fault.start : fault.end], ensure_ascii=False)[1:-1] in brought
    ]
    return [fault for fault in found if fault not in theirs], theirs
