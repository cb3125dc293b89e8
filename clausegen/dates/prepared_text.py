"""Prepare a contract for reading dates: plain characters, sentences under their headings, dates and periods.

Every offset is one of ``Document.text``: the plain text replaces characters one for one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from clausegen.dates.holes import find_holes
from clausegen.dates.normalise import DateExpression, find_all
from clausegen.dates.periods import Period, find_periods, find_recurring
from clausegen.dates.vocabulary import small_letters, small_patterns
from clausegen.model import Clause, Role, Structure
from clausegen.runtime import regex

# Letter by letter: where hardly any occurs, as here, that is much quicker than to translate all at once.
_PLAIN: Final = tuple(zip("\t\u00a0\u202f\u2009“”„«»‘’‐‑–—−", '    """""\'\'-----', strict=True))
_STOP: Final = regex(r"[.!?;][\"')\]]*\s+(?=[\"'(\[]?[A-ZÄÖÜÉÈÀ0-9§_¿])|\n(?=\S)")
_NO_STOP: Final = regex(
    r"(?:\b(?:Inc|Ltd|Co|Corp|No|Nr|Sec|Art|St|Mr|Ms|Mrs|Dr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|al|approx"
    r"|Attn|plc|S\.A|U\.S|L\.P|N\.V|[ap]\.m|w\.e\.f|[dD]t|exp|yrs?|núm|Sr|Sra|art|cl|bzw|ca|einschl|zzgl)|(?:^|[\s.(])[A-Z])$"
)
_NEW_START: Final = regex(
    r"\s*[\"'(]?(?:The|This|It|If|In|Any|Thereafter|Upon|Unless|Either|Each|Such|Es|Er|Sie|Der|Die|Das|Dieser?|Eine?"
    r"|Jede|Wird|Le|La|Il|Elle|Les|Toute|Chaque|Sauf|À|El|Los|Las|Se|Este|Cada|Salvo|Duration|Laufzeit|Durée|Duración)\b"
)
_FILED: Final = regex(r"\bSource:\s[^:]{3,80},\s[\w/. ()-]{1,20},\s$")
_OPEN_END: Final = regex(r"[.;:!?|][\"')\]]*$")
_SUBJECT: Final = 220  # characters before a day in which its subject is looked for

_NAME: Final = r"[A-ZÄÖÜÉ][\w'/-]*(?:[ -](?:of|the|der|des|de|du|d'|la|el|del|[A-ZÄÖÜÉ][\w'/-]*)){0,5}"
_NAMED_AFTER: Final = regex(
    r"[\s,.)\]]*+\(?\s*+(?:(?:the|hereinafter|being|herein|der|die|das|le|la|el|nachfolgend|ci-après|en\s+adelante"
    rf"|referred\s+to\s+as|called)[\s:,]++)*+\"?(?P<name>{_NAME})\"?\s*\)"
)
_NAMED_BEFORE: Final = regex(
    rf"(?P<name>{_NAME})\"?\s*(?:[:|=]|\t|\s{{3,}}|,?\s+(?:is|was|being|means|shall\s+be|shall\s+mean|ist|war|lautet"
    r"|est|es|será|sera|era|bedeutet|désigne|significa))\s*(?:the|den|am|der|le|el|on|date|of)?\s*$"
)
_A_DAY: Final = regex(
    r"\b(?:date|day|commencement|start|beginn?|go-live|delivery|launch|datum|tag|inkrafttreten|effet|début|inicio"
    r"|vigor|fecha|livraison|jour|lieferung|freischaltung|übergabe|end|expiry|completion)",
    re.IGNORECASE,
)


class Sentence(NamedTuple):
    """A sentence at ``[start, end)``, the clause it begins in, and the headings it stands under, in small letters."""

    start: int
    end: int
    clause: Clause
    heading: str = ""


class Page:
    """The prepared text of one contract, with every date, gap and period in it, in order."""

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self.text = structure.document.text
        plain = self.text
        for printed, replacement in _PLAIN:
            plain = plain.replace(printed, replacement)
        self.plain = plain
        self.small = small_letters(plain)
        language = structure.document.language
        known = [date for date in find_all(plain, language) if not self._filed(date)]
        holes = [hole for hole in find_holes(plain) if not any(_overlap(hole, date) for date in known)]
        self.dates: list[DateExpression] = sorted([*known, *holes])
        self._date_starts = [date.start for date in self.dates]
        counted = list(find_periods(plain))
        recurring = [r for r in find_recurring(plain) if not any(_overlap(r, period) for period in counted)]
        self.periods: list[Period] = sorted([*counted, *recurring])
        self.sentences = list(self._sentences())
        self._firsts = [sentence.start for sentence in self.sentences]

    def _filed(self, date: DateExpression) -> bool:
        """True for the date of a filing that a print-out repeats at the foot of every page."""
        return _FILED.search(self.plain, max(0, date.start - 120), date.start) is not None

    def dates_in(self, start: int, end: int) -> list[DateExpression]:
        """Return the dates that begin between two offsets."""
        return self.dates[bisect_left(self._date_starts, start) : bisect_left(self._date_starts, end)]

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds an offset."""
        found = self.sentences[max(0, bisect_right(self._firsts, offset) - 1)] if self.sentences else None
        return found if found and found.start <= offset < found.end else None

    def subject(self, sentence: Sentence, day: int) -> str:
        """Say of what the day at an offset is said: "contract", "other-thing" (a price), or "nothing" that is known.

        The thing that the sentence, or the bracket around the day, names first is its subject.
        """
        start = max(sentence.start, day - _SUBJECT)
        opened = self.plain.rfind("(", start, day)
        start = max(start, self.plain.rfind(";", start, day))
        if opened > self.plain.rfind(")", start, day):
            start = max(start, opened)
        other, own = (
            small_patterns()[name].search(self.small, start, day) for name in ("other_thing", "this_contract")
        )
        if other and (own is None or other.start() < own.start()):
            return "other-thing"
        return "contract" if own else "nothing"

    def defined_days(self) -> dict[str, DateExpression]:
        """Return the days that have a name: 1 May 2025 (the "Start Date"); Go-Live: 1 May 2025."""
        names: dict[str, DateExpression] = {}
        for date in self.dates:
            after = _NAMED_AFTER.match(self.plain, date.end, date.end + 90)
            line = self.plain.rfind("\n", 0, date.start) + 1
            before = _NAMED_BEFORE.search(self.plain, max(line, date.start - 70), date.start)
            for match in (after, before):
                if match and _A_DAY.search(match["name"]) and len(match["name"]) > 3:
                    names.setdefault(re.sub(r"^(?:The|Der|Die|Das|Le|La|El)\s+", "", match["name"]), date)
        return names

    def number_at(self, offset: int) -> str:
        """Return the number of the clause that holds an offset; "" for none."""
        clause = self.structure.clause_at(offset)
        return clause.cited if clause else ""

    def _sentences(self) -> Iterator[Sentence]:
        title = ""
        for first, start, end in self._paragraphs():
            if first.is_heading:
                title = first.heading
            heading = (title if title == first.heading else f"{title} | {first.heading}").lower()
            at = start
            for stop in _STOP.finditer(self.plain, start, end):
                if stop.end() - at > 3 and self._ends_sentence(stop):
                    yield Sentence(at, stop.end(), first, heading)
                    at = stop.end()
            if at < end:
                yield Sentence(at, end, first, heading)

    def _ends_sentence(self, stop: re.Match[str]) -> bool:
        """False in a date, after an abbreviation, an initial, or the number of a clause or of a German date."""
        date = next(iter(self.dates_in(stop.start() - 30, stop.start())[-1:]), None)
        if date and date.end > stop.start():
            return False
        before = self.plain[max(0, stop.start() - 8) : stop.start()]
        if stop.group().startswith("\n"):  # a line: torn in the middle of a sentence, or a row of its own
            return not self.plain[stop.end() : stop.end() + 1].islower()
        if before[-1:].isdigit():
            return _NEW_START.match(self.plain, stop.end() - 1) is not None or (date is not None)
        return _NO_STOP.search(before) is None

    def _paragraphs(self) -> Iterator[tuple[Clause, int, int]]:
        """Yield clauses, with what a page break tore off put back."""
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


def _overlap(first: DateExpression | Period, second: DateExpression | Period) -> bool:
    return first.start < second.end and second.start < first.end
