"""Date expressions: where a text writes a date, and which day that is, or why no day can be told.

The parsing libraries on offer fill what is missing from today's date and choose between day-first and
month-first; a contract's blank, redacted or ambiguous date must stay unknown. So the words are read here,
and only valid calendar days leave.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from clausegen.dates.numbers import ORDINALS, number
from clausegen.runtime import regex

_MONTHS: Final = {
    1: "january|januar|jänner|janvier|enero|jan",
    2: "february|februar|février|febrero|feb",
    3: "march|märz|mars|marzo|mar",
    4: "april|avril|abril|apr",
    5: "may|mai|mayo",
    6: "june|juni|juin|junio|jun",
    7: "july|juli|juillet|julio|jul",
    8: "august|août|aout|agosto|aug",
    9: "september|septembre|septiembre|setiembre|sept|sep",
    10: "october|oktober|octobre|octubre|oct|okt",
    11: "november|novembre|noviembre|nov",
    12: "december|dezember|décembre|diciembre|dec|dez",
}
_MONTH_NUMBER: Final = {name: month for month, names in _MONTHS.items() for name in names.split("|")}
MONTH: Final = "(?:" + "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True)) + r")\b\.?"

# "_____", "[●]", "[ ]", "[date]", "……" are left blank; "[***]", "[*****]", "[REDACTED]" are withheld.
REDACTION: Final = r"(?:\[[\s…._-]*+\*[\s*…._-]*+\]|\*{3,}+|\[\s*(?:redacted|omitted)\s*\]|\(?\*\)|█+|x{3,}(?!\w))"
BLANK: Final = (
    r"(?:_++(?:\s?_++)*+|\[[\s_●•·.…◆■□⚫-]*\]|\[\s*(?:date|day|month|year|insert[^\]\n]{0,30})\s*\]|\.{4,}+|…++|[●•])"
)
_HOLE: Final = rf"(?:{REDACTION}|{BLANK})"

_SUFFIX: Final = r"(?:s\s?t|n\s?d|r\s?d|t\s?h|er|º|°|\.)"
_TEN_TO_31: Final = "|".join(
    word.replace(" ", r"[\s-]")
    for word, n in sorted(ORDINALS.items(), key=lambda x: -len(x[0]))
    if n <= 31 and word.isascii()
)
_DAY: Final = rf"(?:\(?(?:3[01]|[12]\d|0?[1-9])\)?\s?{_SUFFIX}?(?!\d)|\b(?:{_TEN_TO_31})\b)"
_YEAR: Final = r"(?:\d{4}\b|'\d\d\b)"

_DAY_MONTH: Final = regex(
    rf"(?<![\d.,/-])(?P<day>{_DAY})(?:\s*\(\s*\d{{0,2}}\s?{_SUFFIX}?\s*\))?[\s-]*(?:day\s+)?(?:of\s+(?:the\s+month\s+of\s+)?"
    rf"|de\s+)?"
    rf"(?P<month>{MONTH})[\s,-]*(?:of\s+|del?\s+|in\s+the\s+year\s+(?:of\s+our\s+lord\s+)?)?(?P<year>{_YEAR})",
    re.IGNORECASE,
)
_MONTH_DAY: Final = regex(
    rf"\b(?P<month>{MONTH})\s*(?:the\s+)?(?P<day>(?:3[01]|[12]\d|0?[1-9])\s?(?:s\s?t|n\s?d|r\s?d|t\s?h)?)(?!\d)"
    rf"\s*[,.]?\s*(?P<year>{_YEAR})",
    re.IGNORECASE,
)
# "the last day of February 2023", "the end of June, 2026": a day, although no number names it
_MONTH_END: Final = regex(
    rf"(?P<lead>\b(?:last\s+(?:calendar\s+)?day|end)\s+(?:of|in)\s+(?:the\s+month\s+of\s+)?|\bende\s+)"
    rf"(?P<month>{MONTH})[\s,]*(?:of\s+)?(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_MONTH_WORD: Final = regex(rf"\b(?=[jfmasonde])(?:{'|'.join(sorted(_MONTH_NUMBER, key=len, reverse=True))})\b")
# Both ask what stands before the first figure once there is one: asked first, it would be asked of every character.
_ISO: Final = regex(
    r"(?P<year>\d(?<![\d/.-]\d)\d{3})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d/-])"
)
_FIGURES: Final = regex(
    r"(?P<first>\d(?<![\d/.$€£-]\d)\d?)\s?(?P<mark>[/.-])\s?(?P<second>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4}"
    r"|\d{2})(?![\d/%]|[.-]\d)"
)
_HOLES: Final = regex(  # of small letters
    rf"(?P<day>(?:\d{{1,2}}\s?{_SUFFIX}?|{_HOLE})?)\s*day\s+of\s*[,_\s]*(?P<month>{MONTH}|{_HOLE})?[\s,]*"
    rf"(?P<year>(?:19|20)\d\d\b|(?:19|20)?\s?{_HOLE}|(?:19|20)\b|200_*)?"
    rf"|(?P<month2>{MONTH})\s*(?P<day2>{_HOLE}),?\s*(?P<year2>(?:19|20)\d\d\b|(?:19|20)?\s?{_HOLE})?"
    rf"|(?P<hole>(?:{_HOLE}[\s,/.-]*+)++)(?P<year3>(?:19|20)\d\d\b|(?:19|20)\s?{_HOLE}|(?:19|20)(?=[\s,]|$))"
    rf"|(?P<month4>{MONTH}),?\s+(?P<year4>(?:19|20)\d\d)\b"
)
# One of these is in all that _HOLES finds, at most _LEAD characters and any white space after its beginning.
_HOLE_MARK: Final = regex(r"\[|\*|\((?=\*\))|█|_|…|●|•|x(?=xx)|\.(?=\.\.\.)|d(?=ay\s+of)|1(?=9\d\d)|2(?=0\d\d)")
_LEAD: Final = 12  # "september.,"
_BARE_HOLE: Final = regex(
    rf"{_HOLE}(?!\s*(?:\([^)]*\)\s*)?(?:(?:calendar|business|working)\s+)?(?:days?|weeks?|months?|years?|hours?)\b)",
    re.IGNORECASE,
)
_NO_HOLE: Final = regex(r"(?:\d{1,2}\s?\w{0,2}\s*)?day\s+of\s*", re.IGNORECASE)  # "the first day of the month"
# Every date holds two figures in a row, its year at the least, and ends in them or begins not far before.
_TWO_FIGURES: Final = regex(r"\d\d")
_BEFORE_FIGURES, _AFTER_FIGURES = 60, 20
_EARLIEST, _LATEST = 1900, 2199  # beyond this a year is a slip of the pen


class DateExpression(NamedTuple):
    """A date as written at ``[start, end)``. ``day`` is None where it cannot be told; ``reason`` says why.

    ``readings`` holds both days of a date in figures that can be read day-first and month-first.
    """

    start: int
    end: int
    day: dt.date | None
    reason: str = ""
    readings: tuple[dt.date, ...] = ()


def find_dates(text: str) -> list[DateExpression]:
    """Every complete date written in ``text``, in order, none inside another.

    Dates in figures that could be read two ways are settled by another date of the same text and the
    same separator that can only be read one way; where there is none they stay unknown.
    """
    spans = list(_around_figures(text))
    found: list[DateExpression] = []
    small = lower(text) if spans else ""
    # A month's name is rare: look for a date only around one that figures follow.
    for month in (m for span in spans for m in _MONTH_WORD.finditer(small, *span)):
        start, end = max(0, month.start() - 45), month.end() + 45
        if not _TWO_FIGURES.search(text, month.end(), end):
            continue
        around = [m for m in _DAY_MONTH.finditer(text, start, end) if m.start() < month.end() <= m.end()]
        around = around or [m for m in (_MONTH_DAY.match(text, month.start(), end),) if m]
        found += [_spelled(m) for m in around]
        ends = () if around else _MONTH_END.finditer(text, start, end)
        found += [_month_end(m) for m in ends if m.start("month") == month.start()]
    found += [
        _day(m.start(), m.end(), int(m["year"]), int(m["month"]), int(m["day"]), text)
        for span in spans
        for m in _ISO.finditer(text, *span)
    ]
    found += _in_figures([m for span in spans for m in _FIGURES.finditer(text, *span)])
    out: list[DateExpression] = []
    for expression in sorted(found, key=lambda e: (e.start, -e.end)):
        if not out or expression.start >= out[-1].end:
            out.append(expression)
        elif out[-1].day is None and expression.day is not None:
            out[-1] = expression
    return out


def _around_figures(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text in which a date can stand, in order: half-open, none touching another."""
    start, end = 0, -1
    for figures in _TWO_FIGURES.finditer(text):
        if figures.start() - _BEFORE_FIGURES > end:
            if end > 0:
                yield start, end
            start = max(0, figures.start() - _BEFORE_FIGURES)
        end = figures.end() + _AFTER_FIGURES
    if end > 0:
        yield start, end


def lower(text: str) -> str:
    """Small letters, offset for offset: the few letters whose small form is longer stay as they are."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def small_letters(text: str) -> str:
    """Small letters, offset for offset, as patterns that ignore case would read them."""
    return lower(text.replace("ſ", "s").replace("ı", "i").replace("İ", "i"))


def hole_marks(text: str) -> list[int]:
    """Where marks stand without which ``find_holes`` finds nothing, in order."""
    return [mark.start() for mark in _HOLE_MARK.finditer(lower(text))]


def find_holes(text: str, start: int, end: int, marks: Iterable[int]) -> Iterator[DateExpression]:
    """Dates of which the day was left blank, withheld or never given, between two offsets.

    ``marks`` are those of ``hole_marks`` between the two. Only ask this next to words that announce a date: a row of
    underscores may stand for anything.
    """
    for found in _holes(lower(text[start:end]), (mark - start for mark in marks)):
        at, after = start + found.start(), start + found.end()
        words = text[at:after]
        if not re.search(r"\w|[_\[*●•█]", words) or _NO_HOLE.fullmatch(words.strip()):
            continue
        shown = " ".join(words.split())
        if re.search(REDACTION, words, re.IGNORECASE):
            reason = f"the date is withheld: “{shown}”"
        elif found["month4"]:
            reason = f"only month and year are stated: “{shown}”"
        else:
            reason = f"the date is left blank: “{shown}”"
        yield DateExpression(at, after, None, reason)


def _holes(small: str, marks: Iterable[int]) -> Iterator[re.Match[str]]:
    """What ``_HOLES.finditer`` finds, looked for around the marks alone."""
    done = 0
    for mark in marks:
        earliest = len(small[:mark].rstrip()) - _LEAD
        for at in range(max(done, earliest), mark + 1):
            if found := _HOLES.match(small, at):
                yield found
                done = found.end()
                break
        else:
            done = max(done, mark + 1)


def hole_at(text: str, at: int) -> DateExpression | None:
    """The gap that stands at an offset in the place of a whole date: "enters into force on [●]"."""
    found = _BARE_HOLE.match(text, at)
    if found is None:
        return None
    held = "withheld" if re.match(REDACTION, found.group(), re.IGNORECASE) else "left blank"
    return DateExpression(found.start(), found.end(), None, f"the date is {held}: “{' '.join(found.group().split())}”")


def _spelled(found: re.Match[str]) -> DateExpression:
    month = _MONTH_NUMBER[found["month"].lower().rstrip(".")]
    day = number(found["day"])
    year = found["year"]
    full = 2000 + int(year[1:]) if year[0] == "'" and int(year[1:]) < 69 else int(year.lstrip("'"))
    return _day(found.start(), found.end(), full + (1900 if full < 100 else 0), month, day or 0, found.group())


def _month_end(found: re.Match[str]) -> DateExpression:
    month = _MONTH_NUMBER[found["month"].lower().rstrip(".")]
    last = calendar.monthrange(int(found["year"]), month)[1]
    return _day(found.start(), found.end(), int(found["year"]), month, last, found.group())


def _day(start: int, end: int, year: int, month: int, day: int, text: str) -> DateExpression:
    shown = " ".join(text.split()) if len(text) < 60 else f"{year:04d}-{month:02d}-{day:02d}"
    if not _EARLIEST <= year <= _LATEST:
        return DateExpression(start, end, None, f"“{shown}” has a year outside {_EARLIEST} to {_LATEST}")
    try:
        return DateExpression(start, end, dt.date(year, month, day))
    except ValueError:
        return DateExpression(start, end, None, f"“{shown}” is no day of the calendar")


def _in_figures(matches: list[re.Match[str]]) -> Iterator[DateExpression]:
    order: dict[str, set[str]] = {}
    for m in matches:
        first, second = int(m["first"]), int(m["second"])
        if first > 12 >= second:
            order.setdefault(m["mark"], set()).add("day")
        elif second > 12 >= first:
            order.setdefault(m["mark"], set()).add("month")
    for m in matches:
        first, second, year = int(m["first"]), int(m["second"]), int(m["year"])
        if len(m["year"]) == 2:
            if m["mark"] == "." and not (1 <= first <= 31 and 1 <= second <= 12 and len(m["first"]) == 2):
                continue  # "1.2.34" is a clause number
            year += 2000 if year < 69 else 1900  # the pivot of POSIX strptime
        elif not 1 <= first <= 31 or not 1 <= second <= 31:
            continue
        shown = m.group()
        known = order.get(m["mark"], set())
        if m["mark"] == "." or first > 12:  # a dotted date is day-first in every country that writes it
            yield _day(m.start(), m.end(), year, second, first, shown)
        elif second > 12 or first == second:
            yield _day(m.start(), m.end(), year, first, second, shown)
        elif len(known) == 1:
            month, day = (second, first) if known == {"day"} else (first, second)
            yield _day(m.start(), m.end(), year, month, day, shown)
        elif first and second:
            readings = (dt.date(year, second, first), dt.date(year, first, second))
            either = " or ".join(f"{reading:%-d %B %Y}" for reading in readings)
            yield DateExpression(m.start(), m.end(), None, f"“{shown}” may be {either}", readings)
