"""Ranges of numbers: "clauses 9.1 to 9.3" names 9.2 as well, and whatever was put between them, such as 9.2A.

A range is written one way, "9.1 to 9.3", wherever the number of one clause may stand, and a number that does not exist
is no error in it. ``within`` is the one place that says which numbers a number or a range takes in.
"""

from __future__ import annotations

import re

from clausegen.model import from_roman
from clausegen.runtime import regex

# What stands between the two ends. Spanish "a" is no "clause 3 a 5 day period".
TO = (
    r"(?:(?:\b(?:(?:up\s+)?to|through|thru|bis|à|jusqu['’]à|al|hasta"
    r"|a(?=\s+(?:la\s+)?\d+(?:\.\d+)*(?!\d|\.\d|\s*%|[\s-]+(?:\w+\s+)?(?:day|week|month|year|hour|minute))))\b"
    r"(?:\s+(?:and\s+including|einschließlich|einschl\.|la|el))?)|[-–—])"
)
_JOINT = " to "
_PARTS = regex(r"\d{1,4}(?!\d)[a-z]*|[a-z]+|\d+")
_COUNTED = regex(r"\d{1,4}(?!\d)")
_SMALL_NUMERAL = regex(r"x{0,3}(?:ix|iv|v?i{0,3})")

_Part = tuple[int, int, str]  # letters come after figures; the figure, or how many letters; what tells equals apart


def within(clause: str, number: str) -> bool:
    """Return True for the number of a clause that has that number, stands below it, or lies in that range.

    A range lies in what takes in both of its ends.
    """
    if _JOINT in clause:
        return all(within(end, number) for end in clause.split(_JOINT, 1))
    if _JOINT not in number:
        return clause == number or clause.startswith((f"{number}.", f"{number}("))
    if any(within(clause, end) for end in ends(number)):
        return True
    low, high = _ends(number)
    path = _path(clause, numerals=_has_numerals(number))
    return low <= path and path[: len(high)] <= high and path != high[: len(path)]


def ends(number: str) -> tuple[str, ...]:
    """Return both ends of a range; one number alone."""
    return tuple(number.split(_JOINT, 1))


def bare(number: str) -> str:
    """Return a number without what it is called by: "9.2" where it is written "Section 9.2"."""
    return re.sub(r"^\D+(?=\d)", "", number).rstrip(".")


def _ends(number: str) -> tuple[tuple[_Part, ...], tuple[_Part, ...]]:
    first, last = ends(number)
    numerals = _has_numerals(number)
    return _path(first, numerals=numerals), _path(last, numerals=numerals)


def _has_numerals(number: str) -> bool:
    """Return True where both ends of a range may be Roman numerals, in that order: "(i) to (iv)", not "F to I"."""
    last = [(_PARTS.findall(end.casefold()) or [""])[-1] for end in ends(number)]
    return all(map(_SMALL_NUMERAL.fullmatch, last)) and 0 < from_roman(last[0]) < from_roman(last[1])


def _path(number: str, *, numerals: bool) -> tuple[_Part, ...]:
    """Return the parts of a number, so that they can be put in order: 9, 9A, 9A.1, 10; (a), (b)."""
    return tuple(_part(part, numerals=numerals) for part in _PARTS.findall(number.casefold()))


def _part(part: str, *, numerals: bool) -> _Part:
    if counted := _COUNTED.match(part):
        return 0, int(counted[0]), part[counted.end() :]
    if numerals and _SMALL_NUMERAL.fullmatch(part):
        return 1, from_roman(part), ""
    return 1, len(part), part
