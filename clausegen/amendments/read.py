"""Read one document as a contract, with what it says of its own clauses."""

from __future__ import annotations

from clausegen.model import Document, Structure
from clausegen.structure import clauses, definitions, missing_schedules, naming, references, unagreed


def read_contract(document: Document, *, own_operations: bool = True) -> Structure:
    """Read the structure of a document; ``own_operations`` applies what it says of its own clauses."""
    found = tuple(clauses(document))
    cited = tuple(references(document, found, naming(document, found)))
    return Structure(
        document=document,
        clauses=found,
        definitions=tuple(definitions(document, found)),
        references=cited,
        unagreed=unagreed(document, found),
        missing_schedules=missing_schedules(found, cited),
    )
