"""Find dates as written, and say which day each is, or why that cannot be told.

Numeric dates: a number above 12 settles day and month. Otherwise, in this order: another date of the text with the
same separator, the same day spelled out elsewhere, dots and the languages that always put the day first, the country
whose law or address the text shows. What remains has two readings and no day.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from clausegen.dates.numbers import CARDINAL, PHRASE, first_number, number
from clausegen.dates.vocabulary import patterns, small_letters
from clausegen.runtime import regex

_MONTH_NAMES: Final = (
    "january|januar|jänner|janvier|enero|jan|janv|ene",
    "february|februar|feber|février|fevrier|febrero|feb|févr|fév",
    "march|märz|maerz|mars|marzo|mar|mär",
    "april|avril|abril|apr|avr|abr",
    "may|mai|mayo",
    "june|juni|juin|junio|jun",
    "july|juli|juillet|julio|jul|juil",
    "august|août|aout|agosto|aug|ago",
    "september|septembre|septiembre|setiembre|sept|sep",
    "october|oktober|octobre|octubre|oct|okt",
    "november|novembre|noviembre|nov",
    "december|dezember|décembre|decembre|diciembre|dec|dez|déc|dic",
)
_MONTHS: Final = {name: month for month, names in enumerate(_MONTH_NAMES, 1) for name in names.split("|")}
MONTH: Final = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![^\W\d_])\.?"
REDACTION: Final = (
    r"(?:\[[\s…._-]*+\*+[\s*…._-]*+\]|\*{3,}+|\[\s*(?:redacted|omitted|geschwärzt)\s*\]|\(?\*\)|█+"
    r"|x{2}[./-]x{2}[./-](?:xx|\d\d){1,2}\b|x{3,}(?!\w))"
)
BLANK: Final = (
    r"(?:_++(?:\s?_++)*+|\[[\s_●•·.…◆■□⚫-]*\]|\[\s*(?:date|day|month|year|datum|fecha|insert[^\]\n]{0,30})\s*\]|\.{4,}+|…++"
    r"|[●•])"
)
SUFFIX: Final = r"(?:s\s?t|n\s?d|r\s?d|t\s?h|er|[º°ª.])"
_DAY: Final = rf"(?:\(?(?:3[01]|[12]\d|0?[1-9])\)?\s?{SUFFIX}?(?!\d)|{PHRASE})"
_YEAR: Final = rf"(?:(?:19|20)\d\d\b|[1-3]\d{{3}}\b|0\d{{3}}\b|'\d\d\b|(?<=[-./])\d\d\b(?!%)|{CARDINAL})"
_OF_YEAR: Final = (
    r"[\s,./-]*(?:(?:of|del?|in|the|year|del\s+año|en\s+el\s+año|des\s+jahres|a\.?d\.?|b\.?e\.?|anno|our\s+lord)\b"
    r"[\s,.]*)*"
)
_DAY_MONTH: Final = regex(
    rf"(?<![\d.,/-])(?P<day>{_DAY})(?:\s*\(\s*\d{{0,2}}\s?{SUFFIX}?\s*\))?[\s-]*(?:(?:days?|días?|jours?|tage?)\s+)?"
    rf"(?:(?:of(?:\s+the\s+month\s+of)?|de|del\s+mes\s+de|du\s+mois\s+de)\s+)?(?P<month>{MONTH}){_OF_YEAR}"
    rf"(?P<year>{_YEAR})",
    re.IGNORECASE,
)
_MONTH_DAY: Final = regex(
    rf"\b(?P<month>{MONTH})[\s-]*(?:the\s+)?(?P<day>(?:3[01]|[12]\d|0?[1-9])\s?(?:s\s?t|n\s?d|r\s?d|t\s?h)?(?!\d)"
    rf"|{PHRASE})\s*[,.]?{_OF_YEAR}(?P<year>{_YEAR})",
    re.IGNORECASE,
)
_YEAR_MONTH: Final = regex(  # "2019 Aug 26", "2017MAR22"
    rf"(?<![\w.,/-])(?P<year>(?:19|20)\d\d)[ -]?(?!(?-i:may))(?P<month>{MONTH})[ -]?(?P<day>3[01]|[12]\d|0?[1-9])"
    r"(?!\w|,?\s*\d{4})",
    re.IGNORECASE,
)
_MONTH_ONLY: Final = regex(
    rf"(?P<last>\b(?:(?:the\s+)?(?:last|final)\s+(?:calendar\s+)?day|end|close|letzten?\s+tag|ende|fin|dernier\s+jour"
    rf"|último\s+día|finales|final)\s+(?:of|in|des|du|de|del)?\s*(?:the\s+month\s+of\s+|mes\s+de\s+|mois\s+de\s+)?)?"
    rf"(?<![\w'])(?P<month>{MONTH})[\s,/]*(?:(?:of|del?|en|year)\s+)*(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# "1 January to 31 December 2027": the first day has the year of the second
_NO_YEAR: Final = regex(
    rf"(?<![\d.,/-])(?P<day>(?:3[01]|[12]\d|0?[1-9])\s?{SUFFIX}?)[\s-]*(?:(?:of|de)\s+)?(?P<month>{MONTH})"
    rf"(?=\s*(?:to|until|through|till|-|bis|au|al|a|hasta)\b[^.;\n]{{0,15}}$)"
    rf"|\b(?P<month2>{MONTH})\s+(?P<day2>(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?)"
    r"(?=\s*(?:to|until|through|till|-)[^.;\n]{0,15}$)",
    re.IGNORECASE,
)
_ISO: Final = regex(
    r"(?<![\d/.-])(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d/-])"
    r"|(?<!\d)(?P<year2>20\d\d)(?P<month2>0[1-9]|1[0-2])(?P<day2>[0-2]\d|3[01])(?!\d)"
)
_FIGURES: Final = regex(
    r"(?<![\d/.$€£-])(?P<first>\d{1,2})\s?(?P<mark>[/.-])\s?(?P<second>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4}|'?\d{2})"
    r"(?![\d/%]|[.-]\d)"
)
_OTHER_CALENDAR: Final = regex(
    r"\s*\(?\s*(?:B\.\s?S\.|E\.\s?C\.|A\.\s?H\.|H\.)"
    r"|(?:(?<=\b1[34]\d\d)|(?<=\b1[34]\d\d.\d\d.\d\d))\s?(?:A\.?\s?)?H\b"  # a Hijri year
)
_NEXT_LINE: Final = regex(r"\b[a-zà-ÿ]+[^\S\n]*\n\s*(?=[A-ZÀ-Ý])")  # a heading or a sentence behind a number in words
_FIGURE: Final = regex(r"\d")
_MONTH_WORD: Final = regex(rf"(?<![^\W\d_]){MONTH}")  # in small letters, as _ANY_HOLE
_EARLIEST, _LATEST = 1900, 2199  # beyond this a year is a slip of the pen
_BUDDHIST: Final = range(2443, 2643)  # 543 years ahead
_PIVOT: Final = 69  # of two figures: 69 to 99 are of the last century, as in POSIX strptime


class DateExpression(NamedTuple):
    """A date as written at ``[start, end)``. ``day`` is None where it cannot be told; ``reason`` says why.

    ``readings`` holds both days of a numeric date that can be read day-first and month-first. ``month`` is True where
    only month and year are written: ``readings`` then holds the first and the last day of the month. ``code`` is the
    reason in one word: ambiguous, impossible, month-only, blank, withheld.
    """

    start: int
    end: int
    day: dt.date | None
    reason: str = ""
    readings: tuple[dt.date, ...] = ()
    month: bool = False
    code: str = ""


def find_dates(text: str, language: str = "") -> list[DateExpression]:
    """Return every complete date written in a text, in order, none inside another. ``language``: ISO 639 code."""
    return [date for date in find_all(text, language) if not date.month]


def find_all(text: str, language: str = "") -> list[DateExpression]:
    """Return every date in order, those of which only month and year are written too."""
    found = list(_spelled(text))
    figures = [match for match in _FIGURES.finditer(text) if not _OTHER_CALENDAR.match(text, match.end())]
    for match in _ISO.finditer(text):
        if not _OTHER_CALENDAR.match(text, match.end()):
            year, month, day = (int(match[name] or match[f"{name}2"]) for name in ("year", "month", "day"))
            found.append(_day(match.start(), match.end(), year, month, day, match.group()))
    known = {date.day for date in found if date.day}
    found += _in_figures(text, figures, known, language)
    return _apart(found)


def _apart(found: list[DateExpression]) -> list[DateExpression]:
    """Keep the longer of two that overlap, in order."""
    kept: list[DateExpression] = []
    for date in sorted(found, key=lambda date: (date.start, date.month, -date.end)):
        if not kept or date.start >= kept[-1].end:
            kept.append(date)
        elif (kept[-1].month and not date.month) or (kept[-1].day is None and date.day and not date.month):
            kept[-1] = date
    return kept


def _spelled(text: str) -> Iterator[DateExpression]:
    """Find dates with the name of a month. Names are rare: look around each."""
    for word in _MONTH_WORD.finditer(small_letters(text)):
        if text[word.start() : word.end()] == "may" and not _FIGURE.search(
            text, max(0, word.start() - 9), word.end() + 9
        ):
            continue  # what somebody may do
        start, end = max(0, word.start() - 60), word.end() + 60
        line = text.rfind("\n\n", start, word.start())
        start = line + 2 if line >= 0 else start
        match = next((m for m in _DAY_MONTH.finditer(text, start, end) if m.start("month") == word.start()), None)
        match = match or _MONTH_DAY.match(text, word.start(), end)
        match = (
            match
            or _YEAR_MONTH.match(text, max(0, word.start() - 5), end)
            or _YEAR_MONTH.match(text, max(0, word.start() - 4), end)
        )
        date = _from_names(match) if match else None
        if date is not None and match is not None:
            yield date
            first = next((m for m in _NO_YEAR.finditer(text, max(0, match.start() - 40), match.start())), None)
            if first and date.day:
                month, day = first["month"] or first["month2"], number(first["day"] or first["day2"])
                yield _day(first.start(), first.end(), date.day.year, _month(month), day or 0, first.group())
            continue
        only = next((m for m in _MONTH_ONLY.finditer(text, start, end) if m.start("month") == word.start()), None)
        if only:
            year, month_number = int(only["year"]), _month(only["month"])
            last = dt.date(year, month_number, calendar.monthrange(year, month_number)[1])
            if only["last"]:
                yield DateExpression(only.start(), only.end(), last)
            else:
                shown = " ".join(only.group().split())
                reason = f"only month and year are stated: “{shown}”"
                yield DateExpression(
                    only.start(), only.end(), None, reason, (last.replace(day=1), last), True, "month-only"
                )


def _month(name: str) -> int:
    return _MONTHS[name.lower().rstrip(".")]


def _from_names(match: re.Match[str]) -> DateExpression | None:
    cut = _NEXT_LINE.search(match["year"])
    year_words = match["year"][: cut.end()].rstrip() if cut else match["year"]
    day, year, end = number(match["day"]), _year(year_words), match.end() - len(match["year"]) + len(year_words)
    if day is None or year is None or (year < 100 and not year_words.strip("'").isdigit()) or not 0 < day < 32:
        return None
    if _OTHER_CALENDAR.match(match.string, match.end()):
        return None
    return _day(match.start(), end, year, _month(match["month"]), day, match.string[match.start() : end])


def _year(words: str) -> int | None:
    short = re.fullmatch(r"'?(\d\d)", words)
    if short:
        return int(short[1]) + (2000 if int(short[1]) < _PIVOT else 1900)
    year = first_number(words)
    return year if year and year > 99 else None


def _day(start: int, end: int, year: int, month: int, day: int, text: str) -> DateExpression:
    year -= 543 if year in _BUDDHIST else 0
    shown = " ".join(text.split()) if len(text) < 60 else f"{year:04d}-{month:02d}-{day:02d}"
    if not _EARLIEST <= year <= _LATEST:
        return DateExpression(
            start, end, None, f"“{shown}” has a year outside {_EARLIEST} to {_LATEST}", code="impossible"
        )
    try:
        return DateExpression(start, end, dt.date(year, month, day))
    except ValueError:
        return DateExpression(start, end, None, f"“{shown}” is not in the calendar", code="impossible")


def _in_figures(
    text: str, matches: list[re.Match[str]], known: set[dt.date], language: str
) -> Iterator[DateExpression]:
    orders: dict[str, set[str]] = {}
    for match in matches:
        first, second = int(match["first"]), int(match["second"])
        if first > 12 >= second or second > 12 >= first:
            orders.setdefault(match["mark"], set()).add("day" if first > 12 else "month")
    first_by_law = ""
    for match in matches:
        first, second, year = int(match["first"]), int(match["second"]), _year(match["year"]) or int(match["year"])
        year -= 543 if year in _BUDDHIST else 0
        if len(match["year"]) < 4 and match["mark"] == "." and not (first < 32 and second < 13 and first > 0 < second):
            continue
        if len(match["year"]) < 4 and match["mark"] == "." and text[match.start() - 1 : match.start()] == "(":
            continue
        if not (0 < first < 32 and 0 < second < 32):
            continue
        if not _EARLIEST <= year <= _LATEST:
            yield _day(match.start(), match.end(), year, second, first, match.group())
            continue
        place = (match.start(), match.end(), year)
        order = orders.get(match["mark"], set())
        if match["mark"] == "." or first > 12:
            yield _day(*place, second, first, match.group())
            continue
        if second > 12 or first == second:
            yield _day(*place, first, second, match.group())
            continue
        readings = (dt.date(year, second, first), dt.date(year, first, second))
        twins = [reading for reading in readings if reading in known]
        first_by_law = first_by_law or ("day" if language in ("de", "fr", "es") else order_by_place(text))
        if len(order) == 1:
            yield DateExpression(*place[:2], readings[order == {"month"}])
        elif len(twins) == 1:
            yield DateExpression(*place[:2], twins[0])
        elif first_by_law in ("day", "month") and not order:
            yield DateExpression(*place[:2], readings[first_by_law == "month"])
        else:
            either = " or ".join(f"{reading:%-d %B %Y}" for reading in readings)
            yield DateExpression(*place[:2], None, f"“{match.group()}” may be {either}", readings, code="ambiguous")


def order_by_place(text: str) -> str:
    """Return "day" or "month" for what the places named in a text put first in a numeric date, else "unknown"."""
    shown = {order for order in ("day", "month") if patterns()[f"{order}_first"].search(text)}
    return shown.pop() if len(shown) == 1 else "unknown"
