"""Read one document as a contract, with what it says of its own clauses."""

from __future__ import annotations

import re

from clausegen.amendments.change import Change
from clausegen.amendments.locate import Terms, Unlocated
from clausegen.amendments.outline import labels, outline
from clausegen.amendments.own_operations import operations, without_former
from clausegen.amendments.places import Scanner
from clausegen.amendments.revocations import revocations
from clausegen.amendments.struck_words import struck
from clausegen.model import BINDING, Clause, Document, OperationKind, Role, Structure
from clausegen.structure import clauses, definitions, missing_schedules, naming, references, unagreed

_DISAPPLIES = re.compile(r"\s*(?:shall|do|does|will|is|are)\s+not\s+(?:apply|applicable)\W*$", re.IGNORECASE)


def read_contract(document: Document) -> Structure:
    """Read the structure of a document."""
    found = tuple(clauses(document))
    named = naming(document, found)
    changes = revocations(document, found, operations(document, found, named))
    found = _without_disapplied(document, without_former(document, found, changes))
    cited = tuple(references(document, found, named))
    taken = struck(document, found, changes)
    return Structure(
        document=document,
        clauses=found,
        definitions=tuple(definitions(document, found)),
        references=cited,
        operations=changes,
        struck=taken,
        unagreed=unagreed(document, found),
        missing_schedules=missing_schedules(found, cited),
    )


def _without_disapplied(document: Document, found: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """The clauses, former where a clause says of others that they shall not apply, and says no more."""
    says = [
        clause
        for clause in found
        if clause.role in BINDING and _DISAPPLIES.search(document.text, clause.start, clause.end)
    ]
    if not says:
        return found
    rows = outline(Structure(document=document, clauses=found), 0)
    terms, scanner = Terms(rows, [document.text]), Scanner(labels(rows))
    gone: set[int] = set()
    for clause in says:
        words = document.text[clause.body : clause.end]
        places = scanner.places(words)
        if not places or len(words[: places[0].start].split()) > 1 or not _DISAPPLIES.match(words, places[-1].end):
            continue
        try:
            gone |= {row for row, _, _ in terms.targets(Change(OperationKind.DELETED, 0, 0, places=tuple(places)))}
        except Unlocated:
            continue
        gone.discard(clause.index)
    return tuple(
        clause.model_copy(update={"role": Role.FORMER}) if clause.index in gone and clause.role in BINDING else clause
        for clause in found
    )


structure = read_contract
