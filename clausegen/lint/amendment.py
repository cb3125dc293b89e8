"""Amendments: what they say of the contract that they change is to be looked for there, not in them."""

from __future__ import annotations

from clausegen.amendments import is_amendment
from clausegen.model import Clause, Reference, Structure
from clausegen.runtime import regex
from clausegen.structure import within

_OF_THAT = regex(r"\s+(?:of|to|in)\s+the\s+(?:Existing\s+|Original\s+|Principal\s+)?(?:Agreement|Contract)\b")


def amends_another(read: Structure) -> bool:
    """Return True when the document says that it is an amendment, and changes clauses of another contract."""
    return is_amendment(read.document) and any(not operation.clauses for operation in read.operations)


def leads_there(read: Structure, reference: Reference) -> bool:
    """Return True for a reference of an amendment to a clause of the contract that it changes."""
    if not amends_another(read):
        return False
    if _OF_THAT.match(read.document.text, reference.end):
        return True
    return any(
        (operation.number and within(reference.target, operation.number))
        or operation.text_start <= reference.start < operation.text_end
        for operation in read.operations
        if not operation.clauses
    )


def changes_something(read: Structure, clause: Clause) -> bool:
    """Return True for a clause that changes another one: its own number counts, though its words no longer bind."""
    return any(clause.start <= operation.start < clause.end for operation in read.operations)
