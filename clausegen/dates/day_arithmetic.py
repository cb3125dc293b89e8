"""Sums with days: periods added and taken off, month ends, quarters, business days."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from clausegen.dates.periods import Period

if TYPE_CHECKING:
    from holidays import HolidayBase

_DAY = dt.timedelta(days=1)


def add(day: dt.date, period: Period, sign: int = 1, country: str = "") -> dt.date:
    """The day that lies a period after ``day`` (``sign`` -1: before).

    The end of a shorter month stands for a day it lacks: 31 January and one month is 28 or 29 February.
    Business days leave out Saturdays, Sundays and, when ``country`` (ISO 3166, "GB" or "GB-ENG") is
    given, its public holidays.

    Raises: OverflowError or ValueError when the calendar ends before the period does.
    """
    count = sign * (period.amount or 0)
    if period.unit == "business day":
        return _business_days(day, count, country)
    step = {
        "day": relativedelta(days=count),
        "week": relativedelta(weeks=count),
        "month": relativedelta(months=count),
        "quarter": relativedelta(months=3 * count),
        "year": relativedelta(years=count),
    }[period.unit]
    return day + step + sign * dt.timedelta(days=period.odd_days)


def last_day(first: dt.date, period: Period) -> dt.date:
    """Return the last day of a period whose first day is ``first``: of one year from 3 February, 2 February.

    "The third anniversary of" a day is that day itself. Raises as ``add`` does.
    """
    end = add(first, period)
    if period.form == "anniversary":
        return end
    if end.day < first.day and period.unit in ("month", "quarter", "year") and not period.odd_days:
        return end  # one month from 31 January ends on the last of February
    return end - _DAY


def sum_shown(day: dt.date, period: Period, result: dt.date, sign: int = 1) -> str:
    """The calculation as a line: "2025-04-01 + 36 months = 2028-04-01"."""
    line = f"{day} {'+' if sign > 0 else '−'} {period} = {result}"
    if period.unit in ("month", "year", "quarter") and result.day != day.day:
        line += " (the month ends there)"
    return line


def end_of_quarter(day: dt.date) -> dt.date:
    """The last day of the calendar quarter that holds ``day``."""
    month = (day.month - 1) // 3 * 3 + 3
    return dt.date(day.year, month, 1) + relativedelta(day=31)


def end_of_month(day: dt.date) -> dt.date:
    """The last day of the month that holds ``day``."""
    return day + relativedelta(day=31)


def known_country(country: str) -> bool:
    """True when the public holidays of a country ("GB") or its region ("GB-ENG") are known."""
    try:
        _calendar(country)
    except NotImplementedError:
        return False
    return True


def _business_days(day: dt.date, count: int, country: str) -> dt.date:
    step = _DAY if count > 0 else -_DAY
    left = abs(count)
    while left:
        day += step
        if day.weekday() < 5 and (not country or day not in _calendar(country)):
            left -= 1
    return day


@lru_cache(maxsize=8)
def _calendar(country: str) -> HolidayBase:
    import holidays  # the calendars of the world: only for who counts in business days

    name, _, region = country.partition("-")
    return holidays.country_holidays(name, subdiv=region or None)
