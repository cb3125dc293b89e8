"""Compare the days of a contract with each other: which is the first, which begins a stretch of whole months."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Final

from clausegen.dates.periods import Period

_NEAR: Final = 250  # characters
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_LONGEST: Final = 600  # months of a term


class DayOrder:
    """The days of a contract in the order in which they stand: each with its offset, and whether its text is a date.

    ``spans`` says which days begin or end a stretch of whole months, and (under None) which periods are such.
    """

    def __init__(self, found: Sequence[tuple[dt.date, int, bool]], periods: list[Period]) -> None:
        self._days = [day for day, _, _ in found]
        self._starts = [start for _, start, _ in found]
        self._counted = Counter(self._days)
        self._written = [day for day, _, written in found if written]
        self._sorted = sorted(set(self._written))
        self.spans = _whole_spans(self._sorted, periods)

    def compared(self, day: dt.date, start: int) -> list[str]:
        """Say how the date at an offset compares with the others."""
        out = ["date earliest"] if day == self._sorted[0] else []
        out += ["date latest"] if day == self._sorted[-1] else []
        first = bisect_right(self._starts, start - _NEAR)
        near = self._days[first : bisect_left(self._starts, start + _NEAR)]
        out += ["date latest-near"] if day == max(near) and len(near) > 1 else []
        out += ["date earliest-near"] if day == min(near) and len(near) > 1 else []
        out += [f"date from-first:{_apart(day, self._written[0])}", f"date from-last:{_apart(day, self._written[-1])}"]
        out += ["date repeated"] if self._counted[day] > 1 else []
        return out + ([f"date day:{day.day}"] if day.day in (1, 28, 30, 31) else [])


def _apart(day: dt.date, other: dt.date) -> str:
    """Say roughly how far a day is from another."""
    days = (day - other).days
    size = "same" if days == 0 else "weeks" if abs(days) < 60 else "year" if abs(days) < 370 else "years"
    return f"{'-' if days < 0 else ''}{size}"


def _whole_spans(days: list[dt.date], periods: list[Period]) -> dict[dt.date | None, set[str]]:
    """Say which days begin or end a stretch of whole months, and (under None) which periods of the text are such.

    A contract that names 1 July 2020 and 30 June 2023 most likely begins and ends there; the more so if it also
    speaks of three years.
    """
    stated: dict[int, set[str]] = {}
    for period in periods:
        if period.amount and period.unit in _MONTHS:
            stated.setdefault(period.amount * _MONTHS[period.unit], set()).add(str(period))
    found: dict[dt.date | None, set[str]] = {None: set()}
    for number, first in enumerate(days[:60]):
        for last in days[number + 1 : 60]:
            after = last + dt.timedelta(days=1)
            months = (after.year - first.year) * 12 + after.month - first.month
            if after.day != first.day or not 0 < months <= _LONGEST:
                continue
            sort = "years" if months % 12 == 0 else "months"
            said = " said" if months in stated else ""
            found.setdefault(first, set()).update((f"date begins {sort}", f"date begins{said}"))
            found.setdefault(last, set()).update((f"date ends {sort}", f"date ends{said}"))
            found[None] |= stated.get(months, set())
    return found
