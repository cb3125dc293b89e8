"""Find the days that a text gives."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator

from clausegen.amendments.forms import compiled, counted, form, spelled, words

_ANY_DAY = "2000-01-01"
_BEFORE = 60  # characters before a day that say what it is


@functools.cache
def _day() -> re.Pattern[str]:
    month = "|".join(f"(?P<m{index}>{name})" for index, name in enumerate(words("forms.months"), 1))
    other = re.sub(r"\?P<m", "?P<n", month)
    return re.compile(
        rf"(?<![\w.])(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.)?(?:\s+day\s+of|\s+of|\s+de|-)?\s*-?(?:{month})\.?-?,?\s*(?:de\s+)?(?P<y>\d{{4}})"
        rf"|(?:{other})\.?\s+(?P<e>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<z>\d{{4}})"
        r"|(?P<iso>\d{4})-(?P<im>\d\d)-(?P<id>\d\d)|(?P<a>\d{1,2})[./-](?P<b>\d{1,2})[./-](?P<c>\d{4}))(?!\w)",
        re.IGNORECASE,
    )


def days_in(text: str, *, near: bool = False) -> list[str]:
    """Return the days that a text gives, as ISO dates; ``near`` takes only one that follows at once."""
    days: list[str] = []
    for start, _, day in placed_days(text):
        if near and (days or not re.fullmatch(r"\W*(?:agreement\s+|deed\s+)?(?:\w+\W+){0,3}", text[:start])):
            break
        days.append(day)
    return days


def placed_days(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each day that a text gives: half-open offsets, and the day as an ISO date."""
    for found in _day().finditer(text):
        if found["y"]:
            month = next(index for index in range(1, 13) if found[f"m{index}"])
            day = f"{found['y']}-{month:02}-{int(found['d']):02}"
        elif found["z"]:
            month = next(index for index in range(1, 13) if found[f"n{index}"])
            day = f"{found['z']}-{month:02}-{int(found['e']):02}"
        elif found["iso"]:
            day = found[0]
        else:
            first, second = int(found["a"]), int(found["b"])
            of_month, month = (first, second) if second <= 12 else (second, first)
            day = f"{found['c']}-{month:02}-{of_month:02}"
        yield found.start(), found.end(), day


def day_of_effect(sentence: str, made: str = "") -> str:
    """Return the day from which what a sentence says holds, as an ISO date; "" where it gives none.

    ``made`` is the day of its paper, from which "the first day of the next quarter" is counted.
    """
    for start, day in _days_of_effect(sentence, made):
        before = sentence[max(0, start - _BEFORE) : start]
        if compiled("forms.from_day").search(before) or compiled("forms.takes_effect").search(before):
            return day
    return ""


def day_of_paper(text: str, made: str = "") -> str:
    """Return the day on which a paper made on a day says that it takes effect itself; "" where it gives none."""
    for start, day in _days_of_effect(text, made):
        sentence = re.split(r"[.;\n]", text[:start])[-1]
        found = compiled("forms.takes_effect").search(sentence)
        papers = f"{form('status.paper_name')}|{form('status.agreement')}|{form('forms.its_terms')}"
        if found and (found.start() == 0 or re.search(rf"(?<!\w)(?:{papers})(?!\w)", sentence, re.IGNORECASE)):
            return day
    return ""


def last_day(text: str) -> str:
    """Return the day up to which a paper says that it applies itself, as an ISO date; "" where it gives none."""
    for start, _, day in placed_days(text):
        if compiled("forms.ends").search(re.split(r"[.;\n]", text[:start])[-1]):
            return day
    return ""


def waits(text: str) -> bool:
    """Return True where a paper says that it takes effect on something other than a day or its signature."""
    for found in compiled("forms.waits").finditer(text):
        before = re.split(r"[.;\n]", text[: found.start()])[-1]
        rest = found[0] + re.split(r"[.;\n]", text[found.end() :])[0]
        named = re.search(rf"(?<!\w)(?:{form('status.paper_name')}|{form('forms.this_paper')})(?!\w)", before, re.I)
        if named and not compiled("forms.at_once").search(rest) and not _days_of_effect(rest, _ANY_DAY):
            return True
    return False


@functools.cache
def _day_without_date() -> re.Pattern[str]:
    months, first = "|".join(words("forms.months")), form("forms.beginning_of")
    return re.compile(
        rf"(?:{first}?(?:the\s+)?(?:(?P<month>{months})\.?\s+|(?:year|jahre?s?|l.an(?:née)?|année)\s+)(?P<year>2\d{{3}})"
        rf"|{first}(?:(?P<begun>2\d{{3}})|{form('forms.next_period')})"
        rf"|(?P<count>\d{{1,3}}|{spelled()})\s+{form('forms.unit_after').replace('<unit>', '<span>')})(?!\w)",
        re.IGNORECASE,
    )


def _days_of_effect(text: str, made: str) -> list[tuple[int, str]]:
    """Return where days stand, as ISO dates: months, years, and those that are counted from the day of a paper, too."""
    days = [(start, day) for start, _, day in placed_days(text)]
    for found in _day_without_date().finditer(text):
        if year := found["year"] or found["begun"]:
            name = (found["month"] or "january").casefold()
            month = next(at for at, other in enumerate(words("forms.months"), 1) if re.fullmatch(other, name))
            days.append((found.start(), f"{year}-{month:02}-01"))
        elif made and found["unit"]:
            days.append((found.start(), _moved(made, 1, found["unit"], whole=True)))
        elif made:
            days.append((found.start(), _moved(made, counted(found["count"]) or 0, found["span"])))
    return sorted(days)


def _moved(day: str, count: int, unit: str, *, whole: bool = False) -> str:
    """Return the day that lies so many units later; with ``whole`` the first one of the unit that follows."""
    start, name = dt.date.fromisoformat(day), unit.casefold()
    if days := {"d": 1, "ta": 1, "jo": 1, "w": 7, "s": 7}.get(name[0] if name[0] in "dws" else name[:2]):
        return (start + dt.timedelta(days=days * count)).isoformat()
    months = 3 if name[0] in "qvt" else 1 if name[0] == "m" else 12
    at = start.month - 1
    at = at // months * months + months if whole else at + count * months
    return dt.date(start.year + at // 12, at % 12 + 1, 1 if whole else min(start.day, 28)).isoformat()
