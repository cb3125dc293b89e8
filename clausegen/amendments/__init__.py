"""A document as a lawyer sees its structure: clauses with numbers, headings, roles, lead-ins and terms.

Every agreed block becomes one clause; clauses tile the document.
"""

from __future__ import annotations

from clausegen.amendments.family import Part, is_headed_as_schedule, part_names, part_of, read_as_one
from clausegen.amendments.operations import follows_anew, operations, without_former
from clausegen.amendments.revocations import revocations
from clausegen.amendments.struck_words import as_agreed, struck
from clausegen.model.contract import (
    BINDING,
    Clause,
    Definition,
    Operation,
    OperationKind,
    Reference,
    Role,
    Struck,
    Structure,
    Unagreed,
)
from clausegen.model.document import Document
from clausegen.structure.citation_names import naming
from clausegen.structure.clauses import clauses
from clausegen.structure.definitions import definitions
from clausegen.structure.drafting_marks import unagreed
from clausegen.structure.references import missing_schedules, references
from clausegen.structure.schedules import schedule_key

__all__ = [
    "BINDING",
    "Clause",
    "Definition",
    "Operation",
    "OperationKind",
    "Part",
    "Reference",
    "Role",
    "Struck",
    "Structure",
    "Unagreed",
    "as_agreed",
    "follows_anew",
    "is_headed_as_schedule",
    "part_names",
    "part_of",
    "read_as_one",
    "schedule_key",
    "structure",
]


def structure(document: Document) -> Structure:
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
