"""Find the clauses of a contract that stand as the library words them: those need no reader.

A lawyer who meets his own standard clause, unchanged, does not ask what it means. A section that holds every line of
the library's, and nothing else, denies no element: the library was written so, and its drafts are tested. Each of its
elements whose words are all there is given by them. A section in which a word was changed, added or struck is read.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from clausegen.library import HouseChange, HouseLine, HouseSection, HouseWording, changed
from clausegen.model import Clause, Structure
from clausegen.runtime import regex

_DEFINED = regex(r'"(?P<term>[^"]{2,80})" (?:means|has)\b')
_NUMBER = regex(r"^(?:\(?[\w.]{1,8}[.)]|\d+(?:\.\d+)*)\s+")


@dataclass(frozen=True)
class Alteration:
    """A change of our wording: the clause, whose words it is, what was struck and what was put there.

    ``clause`` is an index, None for a line that is gone; ``element`` is a code, "" for words of no element; ``term`` is
    a defined term, "" where no definition was changed.
    """

    clause: int | None = None
    element: str = ""
    term: str = ""
    struck: str = ""
    put: str = ""


@dataclass(frozen=True)
class HouseText:
    """The clauses, by index, that deny nothing, the codes of the elements that a clause gives, and what was altered.

    ``known`` are the clauses that stand as the library words them, in sections with changes too.
    """

    unchanged: frozenset[int] = frozenset()
    known: frozenset[int] = frozenset()
    gives: dict[int, frozenset[str]] = field(default_factory=dict)
    altered: tuple[Alteration, ...] = ()


def house_text(structure: Structure, wording: HouseWording) -> HouseText:
    """Find the library's own wording in a contract."""
    grouped = [list(own) for _, own in itertools.groupby(structure.clauses, key=lambda clause: clause.section)]
    titled = [(wording.plain(structure.text(own[0])).casefold(), own) for own in grouped if len(own) > 1]
    sections = wording.sections(title for title, _ in titled)
    if not sections:
        return HouseText()
    definitions = wording.defined()
    unchanged: set[int] = set()
    known: set[int] = set()
    gives: dict[int, frozenset[str]] = {}
    altered: list[Alteration] = []
    ours = others = 0
    for title, own in titled:
        words = {clause.index: _words(structure, clause, wording) for clause in own[1:]} if title in sections else {}
        defining = {index for index, said in words.items() if _line(definitions, said) is not None}
        unchanged |= defining
        read = [
            (section, {index: _line(section.lines, said) for index, said in words.items() if index not in defining})
            for section in sections.get(title, ())
        ]
        if not read:
            continue
        section, lines = next((found for found in read if _is_whole(*found)), None) or max(read, key=_likeness)
        if _is_whole(section, lines):
            unchanged |= {own[0].index, *lines}
            gives |= _given(section, lines)
        standing = {index for index, place in lines.items() if place is not None}
        known |= standing
        ours, others = ours + len(standing), others + len(lines) - len(standing)
        altered += _altered(section, lines, words, definitions)
    return HouseText(frozenset(unchanged), frozenset(known | unchanged), gives, tuple(altered) if ours > others else ())


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


def _likeness(read: tuple[HouseSection, dict[int, int | None]]) -> int:
    """Return how many lines of a section stand in a contract."""
    return sum(place is not None for place in read[1].values())


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


def _altered(
    section: HouseSection,
    lines: dict[int, int | None],
    words: dict[int, tuple[str, ...]],
    definitions: Sequence[HouseLine],
) -> Iterator[Alteration]:
    """Find the lines of a section that stand with other words, and those of its elements that are gone."""
    there = {place for place in lines.values() if place is not None}
    said = {section.lines[place].variants for place in there}  # two branches may print the same line
    gone = {place: line for place, line in enumerate(section.lines) if line.variants not in said}
    begun = {line.group for place, line in enumerate(section.lines) if place in there}
    for index, place in lines.items():
        if place is not None:
            continue
        if term := _defined(words[index]):
            if change := _change(definitions, [words[index][-1]]):
                yield Alteration(index, "", term, change.struck, change.put)
            continue
        if change := _change(list(gone.values()), words[index]):
            line = gone.pop(list(gone)[change.place])
            begun.add(line.group)
            yield Alteration(index, line.element, "", change.struck, change.put)
    for line in gone.values():
        if line.element and (line.always or line.group in begun):
            yield Alteration(element=line.element, struck=line.said)


def _change(lines: Sequence[HouseLine], said: Sequence[str]) -> HouseChange | None:
    """Return the least change by which words were made from one of the lines."""
    return next(filter(None, (changed(lines, words) for words in reversed(said))), None)


def _defined(said: Sequence[str]) -> str:
    """Return the term that words define; "" for other words."""
    found = next(filter(None, map(_DEFINED.match, said)), None)
    return found["term"] if found else ""
