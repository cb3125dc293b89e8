"""Read one document as a contract, with what it says of its own clauses."""

from __future__ import annotations

from clausegen.amendments.own_operations import operations, without_former
from clausegen.amendments.revocations import revocations
from clausegen.amendments.struck_words import struck
from clausegen.model import Document, Structure
from clausegen.structure import clauses, definitions, missing_schedules, naming, references, unagreed


def read_contract(document: Document) -> Structure:
    """Read the structure of a document."""
    found = tuple(clauses(document))
    named = naming(document, found)
    changes = revocations(document, found, operations(document, found, named))
    found = without_former(document, found, changes)
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


structure = read_contract
