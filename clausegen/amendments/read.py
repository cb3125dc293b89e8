"""Read one document as a contract, with what it says of its own clauses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from clausegen.amendments.own import Own
from clausegen.model import Clause, Document, OperationKind, Role, Structure
from clausegen.structure import clauses, definitions, missing_schedules, references, unagreed

_STRIKING: Final = (OperationKind.DELETED, OperationKind.REPLACED, OperationKind.AMENDED)


def read_contract(document: Document) -> Structure:
    """Read the structure of a document; clauses that it deletes or replaces itself are former."""
    found = tuple(clauses(document))
    own = Own(document, found)
    found = tuple(
        clause.model_copy(update={"role": Role.FORMER}) if clause.index in own.former else clause for clause in found
    )
    cited = tuple(references(document, found))
    return Structure(
        document=document,
        clauses=found,
        definitions=tuple(definitions(document, found)),
        references=cited,
        operations=tuple(own.operations),
        struck=tuple(own.struck),
        unagreed=unagreed(document, found),
        missing_schedules=missing_schedules(found, cited),
    )


def as_agreed(structure: Structure) -> Structure:
    """Return the structure with words that are struck out, or not agreed, blanked out; offsets as before.

    So are the words that say what is struck: "the words “without prior notice” in clause 4.1 are deleted" agrees none.
    """
    gone = [(struck.start, struck.end) for struck in structure.struck if struck.located]
    gone += [
        (operation.start, operation.text_start if operation.start < operation.text_start else operation.end)
        for operation in structure.operations
        if operation.kind in _STRIKING and operation.clauses
    ]
    gone += [(words.start, words.end) for words in structure.unagreed]
    if not gone:
        return structure
    before = structure.document.text
    text = _blanked(before, gone)
    leads = {}  # a lead-in governs items below it, which repeat its words
    for clause in structure.clauses:
        old = before[clause.body : clause.end].strip()
        if old and (new := text[clause.body : clause.end].strip()) != old:
            leads[old] = new
    found = tuple(_led(clause, leads) if clause.lead_in else clause for clause in structure.clauses)
    document = structure.document.model_copy(update={"text": text})
    return structure.model_copy(update={"document": document, "clauses": found})


def _blanked(text: str, ranges: Sequence[tuple[int, int]]) -> str:
    pieces = []
    at = 0
    for start, end in sorted(ranges):
        if end > at:
            pieces += [text[at : max(start, at)], " " * (end - max(start, at))]
            at = end
    return "".join((*pieces, text[at:]))


def _led(clause: Clause, leads: dict[str, str]) -> Clause:
    """Return a clause with its lead-in as it is now."""
    lead_in = clause.lead_in
    for old, new in leads.items():
        lead_in = lead_in.replace(old, new)
    return clause if lead_in == clause.lead_in else clause.model_copy(update={"lead_in": lead_in})


structure = read_contract
