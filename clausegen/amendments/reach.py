"""Find which clauses of its own a document means where it takes something from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from clausegen.amendments.change import Change
from clausegen.amendments.locate import Part, Terms, Unlocated
from clausegen.amendments.outline import Row, outline
from clausegen.model import BINDING, Clause, Structure
from clausegen.runtime import regex

# "Clause 4 of the Standard Terms": terms with a title of their own.
OF_TERMS: Final = regex(
    r"\s*(?:\([^()]*\)\s*)?(?:of|to|in)\s+the\s+(?P<title>(?:[A-Z][\w’'&-]*\s+){1,5}"
    r"(?:agreement|contract|licen[cs]e|deed|conditions|terms|lease|plan)\b)",
    re.IGNORECASE,
)
_MOST_LOOKS: Final = 5_000_000  # rows that are looked at for all operations of one document


class TooMuch(Exception):
    """A document names places of its own for which more rows would have to be looked at than any contract needs."""


class Reach:
    """The ``rows`` of a document, and which of them its operations mean."""

    def __init__(self, structure: Structure) -> None:
        self.rows = outline(structure, 0)
        self._text = structure.document.text
        self._clauses = structure.clauses
        self._left = _MOST_LOOKS
        self._known: dict[object, list[Part]] = {}

    def targets(self, change: Change, speaking: Clause) -> list[Part]:
        """The rows that a change means, those of the clause that speaks left off; none in doubt. Raises TooMuch."""
        loose = not self.rows[speaking.index].chain  # a note below the signatures stands in no section
        titled = OF_TERMS.match(self._text, change.places[-1].end)
        places = [(place.marks, place.last) for place in (*change.places, *change.save)]
        title = titled["title"] if titled else ""
        key = (
            *(speaking.index if loose else 0, speaking.section, title, len(change.places), *places),
            *(change.what, change.terms, change.ordinal),
        )
        if key not in self._known:
            self._left -= len(self.rows)
            if self._left < 0:
                raise TooMuch
            self._known[key] = self._found(change, speaking, loose, title)
        return self._known[key]

    def _found(self, change: Change, speaking: Clause, loose: bool, title: str) -> list[Part]:
        after = [row for row in self.rows[speaking.index + 1 :] if row.section != speaking.section]
        before = [row for row in self.rows[: speaking.index] if loose or row.section != speaking.section]
        if title:
            after, before = self._headed(title), []
        at = {id(row): index for index, row in enumerate(self.rows)}
        either = title or loose or _counted_anew(after)
        for rows in (before, after if either else []):
            try:
                found = Terms(rows, [self._text]).targets(change) if rows else []
            except Unlocated as missing:
                found = list(missing.parts) if missing.why != "several places have that number" else []
            parts = [(at[id(rows[index])], start, end) for index, start, end in found]
            parts = [
                part for part in parts if self._clauses[part[0]].role in BINDING or self._clauses[part[0]].is_heading
            ]
            if parts:
                return parts
        return []

    def _headed(self, title: str) -> list[Row]:
        """The rows below a heading that is the title of terms: "STANDARD TERMS", "Annex 1 – General Terms"."""
        words = r"\s+".join(map(re.escape, title.casefold().split()))
        headed = re.compile(rf"(?:(?!\b(?:to|of|under|for|by)\b).)*\b{words}\W*$", re.DOTALL)
        first = next(
            (clause.index for clause in self._clauses if clause.is_heading and headed.match(self._heading(clause))),
            None,
        )
        return [] if first is None else list(self.rows[first:])

    def _heading(self, clause: Clause) -> str:
        return (clause.heading or self._text[clause.start : clause.end]).casefold()


def _counted_anew(rows: Sequence[Row]) -> bool:
    """True where clauses are counted from 1 again, as in terms behind an order form."""
    return any(row.chain and row.chain[-1].parts == ("1",) for row in rows)
