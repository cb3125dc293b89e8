"""Find the days that a text gives."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from clausegen.amendments.forms import compiled, form, words

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


def day_of_effect(sentence: str) -> str:
    """Return the day from which what a sentence says holds, as an ISO date; "" where it gives none."""
    for start, _, day in placed_days(sentence):
        before = sentence[max(0, start - _BEFORE) : start]
        if compiled("forms.from_day").search(before) or compiled("forms.takes_effect").search(before):
            return day
    return ""


def day_of_paper(text: str) -> str:
    """Return the day on which a paper says that it takes effect itself, as an ISO date; "" where it gives none."""
    for start, _, day in placed_days(text):
        sentence = re.split(r"[.;\n]", text[:start])[-1]
        found = compiled("forms.takes_effect").search(sentence)
        papers = f"{form('status.paper_name')}|{form('status.agreement')}|instrument|changes?|date|it|er|il"
        if found and (found.start() == 0 or re.search(rf"(?<!\w)(?:{papers})(?!\w)", sentence, re.IGNORECASE)):
            return day
    return ""
