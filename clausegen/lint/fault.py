"""A drafting fault."""

from __future__ import annotations

from dataclasses import dataclass

from clausegen.model import Structure


@dataclass(frozen=True, slots=True)
class Fault:
    """A drafting fault. ``start`` and ``end`` are half-open offsets into the document's text."""

    code: str
    message: str
    clause: str
    start: int
    end: int

    def __str__(self) -> str:
        place = f"clause {self.clause}: " if self.clause else ""
        return f"{place}{self.message} [{self.code}]"


def fault(read: Structure, code: str, message: str, start: int, end: int) -> Fault:
    """Return a fault at a stretch of text, with the number of the clause it stands in."""
    clause = read.clause_at(start)
    return Fault(code, message, clause.number.rstrip(".") if clause else "", start, end)
