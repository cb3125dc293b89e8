"""Find the place in a contract for inserted clauses, and the number that the first of them takes."""

from __future__ import annotations

import re

from clausegen.model import Clause, Role, Structure
from clausegen.runtime import regex

_CLOSING = regex(
    r"^\W*(?:this (?:agreement|contract|deed|licen[cs]e) (?:has been|is|was) (?:duly )?"
    r"(?:entered into|executed|signed)|"
    r"the parties (?:have|hereto have)|in (?:witness|testimony)|\[?(?:signature|signatures|execution))",
    re.IGNORECASE,
)


def last_operative(read: Structure) -> int:
    """The index of the last clause before the signatures and the schedules, -1 when there is none.

    A closing line ("This Agreement has been entered into on …") belongs to the signatures, as does a note under them.
    """
    body = [clause for clause in read.clauses if clause.part == "body"]
    begun = next((i for i, clause in enumerate(body) if clause.role in _BINDING), len(body))
    end = next((i for i, clause in enumerate(body) if i > begun and clause.role is Role.SCHEDULE), len(body))
    signed = next((i for i, clause in enumerate(body) if i > begun and clause.role is Role.SIGNATURE), end)
    inside = [c for i, c in enumerate(body[:end]) if c.role in _BINDING and (i < signed or c.number)]
    while len(inside) > 1 and _CLOSING.match(read.text(inside[-1])):
        inside.pop()
    return inside[-1].index if inside else -1


_BINDING = (Role.OPERATIVE, Role.DEFINITION)


def last_number(read: Structure, until: int) -> int:
    """The highest number of a top-level clause up to a clause, 0 where none is numbered."""
    found = [_decimal(clause) for clause in read.clauses[: until + 1] if clause.role in _BINDING]
    return max((number for number in found if number < 1000), default=0)


def _decimal(clause: Clause) -> int:
    number = re.match(r"(?:(?:article|section|clause)\s+)?(\d+)", clause.number, re.IGNORECASE)
    return int(number[1]) if number else 0
