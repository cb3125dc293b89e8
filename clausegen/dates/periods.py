"""Find periods of time as contracts state them: "sixty (60) days", "36 Monate", "quinze jours ouvrables"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from clausegen.dates.normalise import BLANK, REDACTION
from clausegen.dates.numbers import PHRASE, last_number, number
from clausegen.dates.vocabulary import concept, small_letters, small_patterns
from clausegen.model import DAYS, DateFinding
from clausegen.runtime import regex

_UNITS: Final = {
    "business day": r"(?:business|working|banking)[\s-]+days?|arbeitstag(?:en?)?|werktag(?:en?)?|bankarbeitstag(?:en?)?"
    r"|jours?\s+ouvr(?:able|é)s?|días?\s+(?:hábil(?:es)?|laborables?)",
    "day": r"(?:(?:calendar|consecutive|clear)\s+)?days?|(?:kalender)?tag(?:en?)?|jours?|días?",
    "week": r"(?:(?:calendar|full)\s+)?weeks?|wochen?|semaines?|semanas?",
    "month": r"(?:(?:calendar|full|complete)\s+)?months?|mos\.|(?:kalender)?monat(?:en?|s)?|mois|mes(?:es)?",
    "quarter": r"(?:calendar\s+)?quarters?|(?:kalender)?quartal(?:en?|e?s)?|kalendervierteljahr\w*|trimestres?",
    "year": r"(?:(?:calendar|contract|fiscal|financial|full|complete|licen[cs]e|tenancy|subscription|school"
    r"|academic|training)\s+)?years?"
    r"|yrs?\b\.?|(?:kalender|vertrags|geschäfts|miet|schul|haushalts)?jahr(?:en?|es)?|an(?:née)?s?|años?|anualidad(?:es)?"
    r"|exercices?|ejercicios?|spielzeit(?:en)?",
}
_UNIT: Final = "|".join(f"(?P<u{i}>{words})" for i, words in enumerate(_UNITS.values()))
_FILLER: Final = (
    r"(?:(?:full|further|additional|successive|consecutive|more|complete|entire|separate|gregorian|subsequent|clear|volle[nrs]?"
    r"|weitere[nrs]?|zusätzliche[nrs]?|nouvelles?|supplémentaires?|autres?|nuevos?|sucesivos?)\s+(?:and\s+)?){0,2}"
)
_UNIT_WORD: Final = regex(rf"(?<![^\W\d_])(?:{'|'.join(_UNITS.values())})(?!\w)")  # in small letters
_FIGURES: Final = r"(?:\d{1,3}(?:[,.'’]\d{3})?|\d{4})(?!\d)"  # "1,095 days"
_COUNT: Final = (
    rf"(?:(?P<words>{PHRASE})(?:\s*[\(\[]\s*(?P<figures>{_FIGURES}|[Il](?=[\)\]]))\s*[\)\]]?)?"
    rf"|\(?\s*(?P<digits>{_FIGURES})(?:\s*\([^)\d]{{1,25}}\))?\s*\)?|(?P<hole>{REDACTION}|{BLANK}))"
)
_PERIOD: Final = regex(rf"(?<![\w.])(?:{_COUNT}\s?['’]?[-~–]?\s*{_FILLER}(?:{_UNIT})(?![\w]))", re.IGNORECASE)
_ADJECTIVE: Final = regex(  # "dreimonatige Frist", "zweijährige Laufzeit", "halbes Jahr"
    r"\b(?P<count>[a-zäöüß]+?|\d+[\s-]?)(?P<unit>tägig|wöchig|monatig|jährig)e[nrsm]?\b", re.IGNORECASE
)
_ADJECTIVE_STEM: Final = regex(r"tägige|wöchige|monatige|jährige")
_HALVES: Final = regex(  # "two and a half years", "2.5 years", "zweieinhalb Jahre"
    rf"(?<![\w.,])(?:(?P<count>{PHRASE}|\d{{1,2}})(?:\s+and\s+(?:a|one)[\s-]+half|\s?½|\s+1/2|[.,]5)"
    r"|(?P<german>[a-zäöü]+?)(?:und)?einhalb|(?P<one>anderthalb))"
    r"(?:\s*\([^)\n]{1,12}\))?[\s-]+(?:(?P<year>years?|jahre[ns]?|ans|años)|(?P<month>months?|monate[ns]?|mois|meses))\b"
)
_HALF_SIGN: Final = regex(r"half|einhalb|anderthalb|½|1/2|[.,]5")
_MONTHS: Final = {"year": 12, "month": 1}
_HALF: Final = regex(r"\b(?:half\s+a\s+year|ein(?:em|es)?\s+halben?s?\s+jahr(?:es)?|un\s+semestre)\b")
_ANNIVERSARY: Final = regex(
    rf"(?P<count>\d{{1,2}}\s?(?:st|nd|rd|th|\.|e|er|º)|{PHRASE})\s+(?P<word>(?:annual\s+)?anniversar(?:y|ies)|jahrestag(?:es|s)?"
    r"|(?:date\s+)?anniversaires?|aniversarios?)\b",
    re.IGNORECASE,
)
_WORDS: Final = regex(r"\w+")
_MANY: Final = 1000  # units: of days alone a contract counts so many
_YEARS: Final = range(1900, 2200)
_HALF_A_MONTH: Final = 15  # days
_EVE: Final = 40  # characters before an anniversary in which the words stand that say "the day before"
_STATED: Final = r"(\d+) (business day|day|week|month|quarter|year)s?(?: and (\d+) days?)?"
_ADJECTIVE_UNITS: Final = {"tägig": "day", "wöchig": "week", "monatig": "month", "jährig": "year"}


class Period(NamedTuple):
    """A number of units, and where it is written: ``[start, end)``. ``amount`` is None when blank or withheld.

    ``form`` is "" for a plain period, "anniversary" for one that ends on the same day of a later year, "recurring" for
    words without a count ("annually"). ``odd_days`` come on top: "11 months and 15 days".
    """

    start: int
    end: int
    amount: int | None
    unit: str
    conflict: str = ""
    form: str = ""
    odd_days: int = 0

    def __str__(self) -> str:
        if self.amount is None:
            return f"? {self.unit}s"
        odd = f" and {Period(0, 0, self.odd_days, 'day')}" if self.odd_days else ""
        return f"{self.amount} {self.unit}" + ("" if self.amount == 1 else "s") + odd

    def times(self, count: int) -> Period:
        """Return so many of these periods in a row."""
        return self._replace(amount=(self.amount or 0) * count, odd_days=self.odd_days * count)

    @property
    def days(self) -> float:
        """The rough length in days, to compare periods."""
        return (self.amount or 0) * DAYS[self.unit] + self.odd_days


def find_periods(text: str, start: int = 0, end: int | None = None) -> Iterator[Period]:
    """Yield every counted period written between two offsets, in order.

    Where words and figures differ, "thirty (60) days", ``conflict`` says so and the words count: they prevail in the
    usual construction of contracts.
    """
    end = len(text) if end is None else end
    found = [*_counted(text, start, end), *_other_forms(text, start, end)]
    last: Period | None = None
    for period in sorted(found, key=lambda period: (period.start, -period.end)):
        if last is None:
            last = period
        elif both := _together(text, last, period):
            last = both
        elif period.start >= last.end:
            yield last
            last = period
    if last:
        yield last


def _together(text: str, long: Period, short: Period) -> Period | None:
    """Put "four years and six months" together; None for periods of two things."""
    if not (long.amount and short.amount) or long.form or short.form or short.start < long.end:
        return None
    small = small_letters(text)
    behind = _WORDS.findall(small, short.end, short.end + 30)[:2]
    if text[short.end : short.end + 1] in ("'", "’") or any(concept(word) in ("notice", "before") for word in behind):
        return None
    if not small_patterns()["and_more"].fullmatch(small, long.end, short.start):
        return None
    conflict, place = long.conflict or short.conflict, (long.start, short.end)
    if (long.unit, short.unit) == ("year", "month"):
        return Period(*place, long.amount * 12 + short.amount, "month", conflict)
    if long.unit in _MONTHS and short.unit == "day" and not long.odd_days:
        return long._replace(end=short.end, conflict=conflict, odd_days=short.amount)
    return None


def _counted(text: str, start: int, end: int) -> Iterator[Period]:
    at = start
    for unit_word in _UNIT_WORD.finditer(small_letters(text), start, end):
        before = text[max(at, unit_word.start() - 3) : unit_word.start()].rstrip(" -~–'’\n\t")
        if before and not (before[-1].isalnum() or before[-1] in ")]*█_.…●•"):
            continue
        inside = _PERIOD.finditer(text, max(at, unit_word.start() - 75), unit_word.end())
        match = next((m for m in inside if m.end() == unit_word.end()), None)
        if match is None:
            continue
        at = match.end()
        unit = next(name for i, name in enumerate(_UNITS) if match[f"u{i}"])
        if match["hole"]:
            yield Period(match.start(), match.end(), None, unit)
            continue
        words = match["words"]
        count = last_number(words) if words else _figures(match["digits"])
        figures = match["figures"] and _figures(re.sub("[Il]", "1", match["figures"]))  # a scan's "one (I)"
        article = bool(words) and words.lower() in ("a", "an")
        if count is None or (article and unit in ("day", "business day") and not figures):
            continue  # "a day" is no period that a contract counts
        if count >= _MANY and (unit != "day" or count in _YEARS):
            continue  # "2019 contract years"
        conflict = ""
        if figures and count != figures:
            count = figures if article else count
            conflict = "" if article else f"words and figures differ in “{' '.join(match.group().split())}”"
        half = unit in _MONTHS and small_patterns()["and_a_half"].match(small_letters(text), match.end())
        if half:
            yield _and_a_half(match.start(), half.end(), count, unit)
            continue
        yield Period(match.start(), match.end(), count, unit, conflict)


def _figures(digits: str) -> int:
    return int(re.sub(r"\D", "", digits))


def _and_a_half(start: int, end: int, count: int, unit: str) -> Period:
    if unit == "year":
        return Period(start, end, count * 12 + 6, "month")
    return Period(start, end, count, unit, odd_days=_HALF_A_MONTH)


def _other_forms(text: str, start: int, end: int) -> Iterator[Period]:
    small = small_letters(text)
    for stem in _ADJECTIVE_STEM.finditer(small, start, end):
        first = max(start, text.rfind(" ", 0, stem.start()) + 1, text.rfind("\n", 0, stem.start()) + 1)
        match = _ADJECTIVE.match(text, first)
        count = number(match["count"]) if match else None
        if match is None:
            continue
        if count:
            yield Period(match.start(), match.end(), count, _ADJECTIVE_UNITS[match["unit"].lower()])
    for sign in _HALF_SIGN.finditer(small, start, end):
        halves = next(_HALVES.finditer(small, max(start, sign.start() - 30), min(end, sign.end() + 25)), None)
        count = 1 if halves and halves["one"] else number(halves["count"] or halves["german"]) if halves else None
        if halves and count:
            yield _and_a_half(*halves.span(), count, "year" if halves["year"] else "month")
    for match in _HALF.finditer(small, start, end):
        yield Period(match.start(), match.end(), 6, "month")
    for word in small_patterns()["anniversary"].finditer(small, start, end):
        near = _ANNIVERSARY.finditer(text, max(start, word.start() - 40), word.end())
        match = next((m for m in near if m.end() == word.end()), None)
        if match is None:
            continue
        count = number(match["count"])
        if count and match["count"].lower() not in ("a", "an"):
            before = small_patterns()["eve"].search(small, max(start, match.start() - _EVE), match.start())
            yield Period(match.start(), match.end(), count, "year", form="" if before else "anniversary")


def find_recurring(text: str, start: int = 0, end: int | None = None) -> Iterator[Period]:
    """Yield "annual", "from year to year", "monthly" between two offsets, as periods."""
    for match in small_patterns()["recurring"].finditer(small_letters(text), start, len(text) if end is None else end):
        yield Period(match.start(), match.end(), 1, match.lastgroup or "year", form="recurring")


def period_stated(finding: DateFinding | None) -> Period | None:
    """Return the period that a finding states ("90 days", "successive 1 year"), None when it states none."""
    found = re.search(_STATED, finding.value or "") if finding else None
    return Period(0, 0, int(found[1]), found[2], odd_days=int(found[3] or 0)) if found else None
