"""Find the clauses of a contract that stand as the library words them: those need no reader.

A lawyer who meets his own standard clause, unchanged, does not ask what it means. A section that holds every line of
the library's, and nothing else, denies no element: the library was written so, and its drafts are tested. Each of its
elements whose words are all there is given by them. A section in which a word was changed, added or struck is read.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from clausegen.library import HouseLine, HouseSection, HouseWording
from clausegen.model import Clause, Structure

_NUMBER = re.compile(r"^(?:\(?[\w.]{1,8}[.)]|\d+(?:\.\d+)*)\s+")


@dataclass(frozen=True)
class HouseText:
    """The clauses, by index, that deny nothing, and the codes of the elements that a clause gives."""

    unchanged: frozenset[int] = frozenset()
    gives: dict[int, frozenset[str]] = field(default_factory=dict)


def house_text(structure: Structure, wording: HouseWording) -> HouseText:
    """Find the library's own wording in a contract."""
    grouped = [list(own) for _, own in itertools.groupby(structure.clauses, key=lambda clause: clause.section)]
    titled = [(wording.plain(structure.text(own[0])).casefold(), own) for own in grouped if len(own) > 1]
    sections = wording.sections(title for title, _ in titled)
    if not sections:
        return HouseText()
    definitions = wording.defined()
    unchanged: set[int] = set()
    gives: dict[int, frozenset[str]] = {}
    for title, own in titled:
        words = {clause.index: _words(structure, clause, wording) for clause in own[1:]} if title in sections else {}
        defining = {index for index, said in words.items() if _line(definitions, said) is not None}
        unchanged |= defining
        for section in sections.get(title, ()):
            lines = {index: _line(section.lines, said) for index, said in words.items() if index not in defining}
            if _is_whole(section, lines):
                unchanged |= {own[0].index, *lines}
                gives |= _given(section, lines)
                break
    return HouseText(frozenset(unchanged), gives)


def _words(structure: Structure, clause: Clause, wording: HouseWording) -> tuple[str, ...]:
    """Return the words of a clause with and without what may be its number or a heading that runs into it."""
    whole = wording.plain(structure.document.text[clause.start : clause.end])
    return whole, _NUMBER.sub("", whole), wording.plain(structure.text(clause))


def _line(lines: Sequence[HouseLine], said: Sequence[str]) -> int | None:
    """Return the place of the line that words are; None for words that are not the library's."""
    return next((place for place, line in enumerate(lines) if any(map(line.matches, said))), None)


def _is_whole(section: HouseSection, lines: dict[int, int | None]) -> bool:
    """Return True when nothing stands in a section but its lines, and every line that it always has."""
    there = set(lines.values())
    return None not in there and all(place in there for place, line in enumerate(section.lines) if line.always)


def _given(section: HouseSection, lines: dict[int, int | None]) -> dict[int, frozenset[str]]:
    """Return the elements of the clauses whose lines are all there, printed together or not at all."""
    there = set(lines.values())
    broken = {line.group for place, line in enumerate(section.lines) if place not in there}
    given = {}
    for index, place in lines.items():
        line = section.lines[place] if place is not None else None
        if line and line.element and line.group not in broken:
            given[index] = frozenset({line.element})
    return given
