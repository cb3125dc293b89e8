"""Find which clauses of its own a document means where it names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from clausegen.amendments.change import Change
from clausegen.amendments.locate import Part, Terms, Unlocated
from clausegen.amendments.outline import Row, outline
from clausegen.amendments.places import Place
from clausegen.model import BINDING, Clause, OperationKind, Structure
from clausegen.runtime import regex

# "Clause 4 of the Standard Terms": terms with a title of their own.
OF_TERMS: Final = regex(
    r"\s*(?:\([^()]*\)\s*)?(?:of|to|in)\s+the\s+(?P<title>(?:[A-Z][\w’'&-]*\s+){1,5}"
    r"(?:agreement|contract|licen[cs]e|deed|conditions|terms|lease|plan)\b)",
    re.IGNORECASE,
)
_MOST_LOOKS: Final = 5_000_000  # rows that are looked at for all that one document names


class TooMuch(Exception):
    """A document names places of its own for which more rows would have to be looked at than any contract needs."""


class Reach:
    """The ``rows`` of a document, and which of them it means. Each is looked for once; raises TooMuch."""

    def __init__(self, structure: Structure) -> None:
        self.rows = outline(structure, 0)
        self._text = structure.document.text
        self._clauses = structure.clauses
        self._left = _MOST_LOOKS
        self._struck: dict[object, list[Part]] = {}
        self._cited: dict[object, frozenset[int]] = {}
        self._beginning: dict[str, list[int]] = {}
        for index, row in enumerate(self.rows):
            for first in {mark.parts[0] for mark in row.chain if mark.parts}:
                self._beginning.setdefault(first, []).append(index)

    def _look(self, change: Change, among: Sequence[int]) -> list[Part]:
        self._left -= len(among)
        if self._left < 0:
            raise TooMuch
        return Terms(self.rows, [self._text], among).targets(change) if among else []

    def cited(self, place: Place) -> frozenset[int]:
        """Return the indexes of the clauses that a place means, in doubt all of them."""
        key = (place.marks, place.last)
        if key not in self._cited:
            alone = place.last is None and len(place.marks) == 1
            near = self._beginning.get(place.marks[0].parts[0], []) if alone else []
            everywhere = range(len(self.rows))
            self._cited[key] = (near and self._as_much_of(place, near)) or self._as_much_of(place, everywhere)
        return self._cited[key]

    def _as_much_of(self, place: Place, among: Sequence[int]) -> frozenset[int]:
        """Return the clauses of a place, as much of it as there is: "clause 4" for "clause 4(c)" if 4 has no items."""
        try:
            change = Change(OperationKind.OVERRIDES, 0, 0, places=(place,))
            return frozenset(part[0] for part in self._look(change, among))
        except Unlocated as missing:  # "Section 1" of several annexes means each
            if missing.parts:
                return frozenset(part[0] for part in missing.parts)
        *outer, inner = place.marks
        if len(inner.parts) > 1:
            outer.append(inner._replace(parts=inner.parts[:-1]))
        elif outer and not (inner.kind in ("paragraph", "item") or inner.word.startswith("sub")):
            outer = [*outer[1:], inner]  # "Schedule 11, clause 4" of no schedule, not "clause 4, line 2" without lines
        return self._as_much_of(place._replace(marks=tuple(outer), last=None), among) if outer else frozenset()

    def struck(self, change: Change, speaking: Clause) -> list[Part]:
        """Return the rows that a change means, those of the clause that speaks left off; none in doubt."""
        loose = not self.rows[speaking.index].chain  # a note below the signatures stands in no section
        titled = OF_TERMS.match(self._text, change.places[-1].end)
        places = [(place.marks, place.last) for place in (*change.places, *change.save)]
        title = titled["title"] if titled else ""
        key = (
            *(speaking.index if loose else 0, speaking.section, title, len(change.places), *places),
            *(change.what, change.terms, change.ordinal),
        )
        if key not in self._struck:
            self._struck[key] = self._outside(change, speaking, loose, title)
        return self._struck[key]

    def _outside(self, change: Change, speaking: Clause, loose: bool, title: str) -> list[Part]:
        others = [
            at for at, row in enumerate(self.rows) if row.section != speaking.section or (loose and at < speaking.index)
        ]
        before = [at for at in others if at < speaking.index]
        after = [at for at in others if at > speaking.index]
        if title:
            before, after = [], self._headed(title)
        elif not loose and not _counted_anew([self.rows[at] for at in after]):
            after = []
        for among in (before, after):
            try:
                parts = self._look(change, among)
            except Unlocated as missing:
                parts = list(missing.parts) if missing.why != "several places have that number" else []
            clauses = [self._clauses[part[0]] for part in parts]
            if bound := [
                part for part, clause in zip(parts, clauses, strict=True) if clause.role in BINDING or clause.is_heading
            ]:
                return bound
        return []

    def _headed(self, title: str) -> list[int]:
        """Return the rows below a heading that is the title of terms: "STANDARD TERMS", "Annex 1 – General Terms"."""
        words = r"\s+".join(map(re.escape, title.casefold().split()))
        headed = re.compile(rf"(?:(?!\b(?:to|of|under|for|by)\b).)*\b{words}\W*$", re.DOTALL)
        for clause in self._clauses:
            heading = clause.heading or self._text[clause.start : clause.end]
            if clause.is_heading and headed.match(heading.casefold()):
                return list(range(clause.index, len(self.rows)))
        return []


def _counted_anew(rows: Sequence[Row]) -> bool:
    """Return True where clauses are counted from 1 again, as in terms behind an order form."""
    return any(row.chain and row.chain[-1].parts == ("1",) for row in rows)
