"""A contract prepared for reading dates: one line of plain characters, sentences, and the dates in it.

Every offset is one of ``Document.text``: the plain text replaces characters one for one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from clausegen.dates.expression import DateExpression, find_dates, find_holes, hole_marks, small_letters
from clausegen.dates.periods import Period, find_periods, unit_places
from clausegen.model import Clause, Role, Structure
from clausegen.runtime import regex

# Letter by letter: where hardly any occurs, as here, that is much quicker than to translate all at once.
_PLAIN: Final = tuple(zip("\n\t\u00a0\u202f\u2009“”„«»‘’‐‑–—−", '     """""\'\'-----', strict=True))
_STOP: Final = regex(r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[A-ZÄÖÜÉÈÀ0-9§_])")
_NO_STOP: Final = regex(
    r"(?:\b(?:Inc|Ltd|Co|Corp|No|Nr|Sec|Art|St|Mr|Ms|Mrs|Dr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|al|approx"
    r"|Attn|plc|S\.A|U\.S|L\.P|N\.V|[ap]\.m)|(?:^|[\s.(])[A-Z])$"
)
_NEW_START: Final = regex(
    r"\s*[\"'(]?(?:The|This|It|If|In|Any|Thereafter|Upon|Unless|Either|Each|Such|Es|Er|Sie|Der|Die|Das|Dieser?|Eine?"
    r"|Jede|Wird|Le|La|Il|Elle|Les|Toute|Chaque|Sauf|À|El|Los|Las|Se|Este|Cada|Salvo)\b"
)
_ANNEX: Final = regex(
    r"(?:EXHIBIT|SCHEDULE|ANNEX|APPENDIX|ATTACHMENT|ANLAGE|ANHANG|ANNEXE|ANEXO)\s+[\"']?(?:[A-Z]|\d{1,2}|[IVX]{1,4})\b"
    r"(?![^\n]{0,3}\))"
)
_FILED: Final = regex(r"\bSource:\s[^:]{3,80},\s[\w/. ()-]{1,20},\s$")
_RUN_IN: Final = regex(r"(?:[\w.()/§]{1,8}\s+)?(?:[A-Z][\w-]*\.\s+){0,2}[A-Z][\w, -]{2,40}[.:]\s+(?=[A-Z\d])")
_RECITES: Final = regex(r"\W*(?:\([A-Za-z]\)\s*)?(?:whereas|considering|attendu|considérant)", re.IGNORECASE)
_OPEN_END: Final = regex(r"[.;:!?][\"')\]]*$")


def _between(offsets: list[int], start: int, end: int) -> list[int]:
    return offsets[bisect_left(offsets, start) : bisect_left(offsets, end)]


def _plainly(text: str) -> str:
    for printed, plain in _PLAIN:
        text = text.replace(printed, plain)
    return text


class Sentence(NamedTuple):
    """A sentence at ``[start, end)``, the clause it begins in, and the headings it stands under, small letters."""

    start: int
    end: int
    clause: Clause
    heading: str = ""


class Page:
    """The prepared text of one contract. ``front`` is where the operative part begins.

    ``small`` is ``plain`` in small letters, offset for offset, as patterns that ignore case would read it.
    ``date_starts``, ``units`` and ``hole_marks`` are offsets in order: where complete dates begin, where units of time
    stand, and marks of which one is in each date left blank or withheld.
    """

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self.text = structure.document.text
        self.plain = _plainly(self.text)
        self.small = small_letters(self.plain)
        self.dates = [date for date in find_dates(self.plain) if not self._filed(date)]
        self.date_starts = [expression.start for expression in self.dates]
        self.hole_marks = hole_marks(self.plain)
        self.units = unit_places(self.plain)
        self._periods: dict[tuple[int, int], tuple[Period, ...]] = {}
        self._operative = next(
            (c.start for c in structure.clauses if c.role is Role.OPERATIVE and not c.is_heading), len(self.text)
        )
        self._annexes = self._first_annex()
        self.sentences = list(self._sentences())
        self._firsts = [sentence.start for sentence in self.sentences]

    def _first_annex(self) -> int:
        """Where annexes begin that only their title tells: "EXHIBIT D" on a line, in the second half."""
        for clause in self.structure.clauses:
            start = max(self._operative, len(self.text) // 2)
            titled = clause.is_heading or clause.end - clause.start < 60
            if clause.start > start and titled and _ANNEX.match(self.plain, clause.start, clause.end):
                return clause.start
        return len(self.text)

    def _filed(self, date: DateExpression) -> bool:
        """True for the date of a filing that a print-out repeats at the foot of every page."""
        return _FILED.search(self.plain, max(0, date.start - 120), date.start) is not None

    @property
    def front(self) -> int:
        """Where the operative part begins."""
        return self._operative

    def apart(self, clause: Clause) -> bool:
        """True in a schedule that follows operative text; a file that itself is an exhibit is no schedule."""
        return (clause.role is Role.SCHEDULE and clause.start > self._operative) or clause.start >= self._annexes

    def binds(self, clause: Clause) -> bool:
        """False in recitals and signature blocks, which their place must confirm."""
        if _RECITES.match(self.plain, clause.start):
            return False
        if clause.role is Role.RECITAL:
            recital = clause.start < len(self.text) // 4 and re.search(
                "recital|background|whereas|preamble", clause.heading, re.I
            )
            return not recital
        signature = clause.role is Role.SIGNATURE and clause.start > len(self.text) * 3 // 5
        return not signature or re.search(r"\bterm\b|renewal|duration", clause.heading, re.I) is not None

    def starts(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """Where a pattern of small letters matches, in order."""
        return (found.start() for found in pattern.finditer(self.small))

    def dates_in(self, start: int, end: int) -> list[DateExpression]:
        """The complete dates that begin between two offsets."""
        return self.dates[bisect_left(self.date_starts, start) : bisect_left(self.date_starts, end)]

    def written_in(self, start: int, end: int) -> list[DateExpression]:
        """Dates between two offsets, complete ones and those left blank or withheld, in order."""
        known = self.dates_in(start, end)
        marks = _between(self.hole_marks, start, end)
        if not marks:
            return known
        holes = [
            hole
            for hole in find_holes(self.plain, start, end, marks)
            if all(hole.end <= date.start or date.end <= hole.start for date in known)
        ]
        return sorted([*known, *holes])

    def periods_in(self, start: int, end: int) -> tuple[Period, ...]:
        """The periods written in a sentence, by its offsets: several readers ask this of the same ones."""
        if not _between(self.units, start, end):
            return ()
        known = self._periods.get((start, end))
        if known is None:
            known = self._periods[start, end] = tuple(find_periods(self.plain, start, end))
        return known

    def sentences_at(self, *offsets: Iterable[int]) -> Iterator[Sentence]:
        """The sentences that hold any of the offsets, in order, perhaps with some just before one in no sentence."""
        for i in sorted({bisect_right(self._firsts, offset) - 1 for offset in chain(*offsets)}):
            if i >= 0:
                yield self.sentences[i]

    def words(self, start: int, end: int) -> str:
        """The words between two offsets in small letters, single-spaced."""
        return " ".join(self.plain[start:end].lower().split())

    def before(self, offset: int, length: int, sentence: Sentence | None = None) -> str:
        """Up to ``length`` characters before an offset, small letters, not past the sentence's start."""
        start = max(0 if sentence is None else sentence.start, offset - length)
        return self.words(start, offset)

    def number_at(self, offset: int) -> str:
        """The number of the clause that holds an offset."""
        clause = self.structure.clause_at(offset)
        return clause.cited if clause else ""

    def _sentences(self) -> Iterator[Sentence]:
        title = ""
        for first, start, end in self._paragraphs():
            if first.is_heading:
                title = first.heading
            heading = (title if title == first.heading else f"{title} | {first.heading}").lower()
            at = start
            opening = _RUN_IN.match(self.plain, start, end)
            if opening:  # "THIRD. TERM. From …": the short words before are a heading in all but form
                heading += " | " + opening.group().lower()
            for stop in _STOP.finditer(self.plain, start, end):
                if stop.end() - at > 3 and self._ends_sentence(stop):
                    yield Sentence(at, stop.end(), first, heading)
                    at = stop.end()
            if at < end:
                yield Sentence(at, end, first, heading)

    def _ends_sentence(self, stop: re.Match[str]) -> bool:
        """False after an abbreviation, an initial, or the number of a clause or of a German date."""
        before = self.plain[max(0, stop.start() - 8) : stop.start()]
        if before[-1:].isdigit():
            return _NEW_START.match(self.plain, stop.end() - 1) is not None
        return _NO_STOP.search(before) is None

    def _paragraphs(self) -> Iterator[tuple[Clause, int, int]]:
        """Clauses, with what a page break tore off put back."""
        open_clause: Clause | None = None
        start = end = 0
        for clause in self.structure.clauses:
            if clause.role in (Role.CONTENTS, Role.MARGIN):
                continue
            torn = (
                open_clause is not None
                and not clause.label
                and not clause.is_heading
                and not open_clause.is_heading
                and not _OPEN_END.search(self.plain[start:end].rstrip())
                and self.plain[clause.start : clause.start + 1].islower()
            )
            if torn:
                end = clause.end
                continue
            if open_clause is not None and end > start:
                yield open_clause, start, end
            open_clause, start, end = clause, min(clause.start, clause.body), clause.end
        if open_clause is not None and end > start:
            yield open_clause, start, end
