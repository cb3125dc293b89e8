"""Periods of time as contracts state them: "sixty (60) days", "36 Monate", "quinze jours ouvrables"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from clausegen.dates.expression import BLANK, REDACTION, lower, small_letters
from clausegen.dates.numbers import CARDINAL, CARDINALS, number
from clausegen.model import DAYS
from clausegen.runtime import regex

_UNITS: Final = {
    "business day": r"(?:business|working|banking)[\s-]+days?|Arbeitstag(?:en?)?|Werktag(?:en?)?"
    r"|Bankarbeitstag(?:en?)?|jours?\s+ouvr(?:able|é)s?|días?\s+(?:hábil(?:es)?|laborables?)",
    "day": r"(?:calendar\s+|consecutive\s+)?days?|Kalendertag(?:en?)?|Tag(?:en?)?|jours?|días?",
    "week": r"weeks?|Wochen?|semaines?|semanas?",
    "month": r"(?:calendar\s+)?months?|Kalendermonat(?:en?)?|Monat(?:en?|s)?|mois|mes(?:es)?",
    "quarter": r"(?:calendar\s+)?quarters?|Quartal(?:en?)?|trimestres?",
    "year": r"(?:calendar\s+|contract\s+)?years?|Jahr(?:en?|es)?|an(?:née)?s?|años?",
}
_UNIT: Final = "|".join(f"(?P<u{i}>{words})" for i, words in enumerate(_UNITS.values()))
_NAMES: Final = tuple(_UNITS)
_FILLERS: Final = (
    "full|further|additional|successive|consecutive|more|complete|volle|vollen|volles|weitere|weiteren|weiterer|weiteres"
    "|zusätzliche|zusätzlichen|zusätzlicher|zusätzliches"
)
_FILLER: Final = rf"(?:(?:{_FILLERS}|further\s+additional)\s+)?"
_UNIT_WORD: Final = regex(rf"(?<![^\W\d_])(?:{'|'.join(_UNITS.values()).lower()})(?!\w)")  # of small letters
# Before a unit stands the end of a count or of a filler, else there is no period.
_COUNT_ENDS: Final = (
    *dict.fromkeys(word.split()[-1] for word in CARDINALS),
    *_FILLERS.split("|"),
    *")]*█x_.…●•",
)
_UNIT_STEMS: Final = (
    "day",
    "tag",
    "jour",
    "día",
    "week",
    "woche",
    "semaine",
    "semana",
    "month",
    "monat",
    "mois",
    "mes",
    "quarter",
    "quartal",
    "trimestre",
    "year",
    "jahr",
    "año",
)
_STEM: Final = regex("|".join(_UNIT_STEMS))
_FRENCH_YEAR: Final = regex(r"an(?<![^\W\d_]an)(?:née)?s?(?!\w)")  # its stem would be in every second sentence
_PERIOD: Final = regex(
    rf"(?<![\w.])(?:(?P<words>{CARDINAL})(?:\s*[\(\[]\s*(?P<figures>\d{{1,3}}|[Il](?=[\)\]]))\s*[\)\]]?)?"
    rf"|\(?\s*(?P<digits>\d{{1,3}})(?:\s*\([^)\d]{{1,25}}\))?\s*\)?"
    rf"|(?P<hole>{REDACTION}|{BLANK}))\s?[-~–]?\s*{_FILLER}(?:{_UNIT})(?![\w])",
    re.IGNORECASE,
)
_ANNUAL: Final = regex(
    r"\b(?:annual(?:ly)?|yearly|year[\s-]+to[\s-]+year|each\s+year|every\s+year|per\s+annum|jährlich"
    r"|annuel(?:le)?s?|anual(?:es)?)\b"
    r"|\b(?P<monthly>month(?:ly|[\s-]+to[\s-]+month))\b|\b(?P<quarterly>quarterly)\b",
    re.IGNORECASE,
)


class Period(NamedTuple):
    """A number of units, and where it is written: ``[start, end)``. ``amount`` is None when blank or withheld."""

    start: int
    end: int
    amount: int | None
    unit: str
    conflict: str = ""

    def __str__(self) -> str:
        if self.amount is None:
            return f"? {self.unit}s"
        return f"{self.amount} {self.unit}" + ("" if self.amount == 1 else "s")

    @property
    def days(self) -> float:
        """The rough length in days, to compare periods."""
        return (self.amount or 0) * DAYS[self.unit]


def find_periods(text: str, start: int = 0, end: int | None = None) -> Iterator[Period]:
    """Every period written between two offsets, in order.

    Where words and figures differ, "thirty (60) days", ``conflict`` says so and the words count: they
    prevail in the usual construction of contracts.
    """
    at = start
    first = max(start - 1, 0)  # a unit is no part of a word that began before
    for unit_word in _UNIT_WORD.finditer(lower(text[first:end]), start - first):
        # Units are rare and cheap to find; the number stands before one.
        if not _counted(text, first + unit_word.start()):
            continue
        after = first + unit_word.end()
        inside = _PERIOD.finditer(text, max(at, first + unit_word.start() - 70), after)
        found = next((m for m in inside if m.end() == after), None)
        if not found:
            continue
        at = found.end()
        unit = next(name for i, name in enumerate(_NAMES) if found[f"u{i}"])
        if found["hole"]:
            yield Period(found.start(), found.end(), None, unit)
            continue
        count = number(found["words"] or found["digits"])
        conflict = ""
        figures = found["figures"] and int(found["figures"].replace("I", "1").replace("l", "1"))  # a scan's "one (I)"
        if found["words"] and figures and count != figures:
            if found["words"].lower() in ("a", "an"):
                count = figures
            else:
                conflict = f"words and figures differ in “{' '.join(found.group().split())}”"
        if found["words"] and found["words"].lower() in ("a", "an") and unit in ("day", "business day"):
            continue  # "a day" is no notice period
        yield Period(found.start(), found.end(), count, unit, conflict)


def unit_places(text: str) -> list[int]:
    """Where units stand in a text, in order: between two offsets with none between them no period is found."""
    small = small_letters(text)
    years = (found.start() for found in _FRENCH_YEAR.finditer(small))
    stems = (found.start() for found in _STEM.finditer(small))
    return sorted([*stems, *(at for at in years if _counted(text, at))])


def _counted(text: str, at: int) -> bool:
    """False where what stands before a unit is the end of no count."""
    before = small_letters(text[max(0, at - 40) : at]).rstrip().rstrip("-~–").rstrip()
    return not before or before.endswith(_COUNT_ENDS) or before[-1].isdecimal()


def find_recurring(text: str, start: int, end: int) -> Period | None:
    """The first "annual", "from year to year", "monthly" between two offsets, as a period."""
    found = _ANNUAL.search(text, start, end)
    if not found:
        return None
    unit = "month" if found["monthly"] else "quarter" if found["quarterly"] else "year"
    return Period(found.start(), found.end(), 1, unit)
