"""Count the last day for notice back from the end of a term."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from clausegen.dates.day_arithmetic import add, end_of_month, end_of_quarter, sum_shown
from clausegen.dates.periods import Period, period_stated
from clausegen.model import DateFinding, Dates, day_of


class LastDay(NamedTuple):
    """The last day for notice and the sum that leads to it; no ``day`` where the calendar begins too late."""

    day: dt.date | None
    calculation: str


def count_back(end: dt.date, notice: Period, anchor: str, country: str = "") -> LastDay:
    """Return the last day of a notice for a term that ends on ``end``.

    ``anchor`` is "month", "quarter" or "year" where the notice takes effect at the end of one, else "". ``country``
    (ISO 3166) gives the public holidays that business days leave out.
    """
    last = last_calendar_end(end, anchor)
    steps = [f"the last end of a calendar {anchor} before {end} is {last}"] if last != end else []
    try:
        day = add(last, notice, -1, country)
    except (ValueError, OverflowError):
        return LastDay(None, f"{last} − {notice} is before the calendar begins")
    steps.append(sum_shown(last, notice, day, -1))
    if notice.unit == "business day" and not country:
        steps.append("public holidays are not left out: no country was given")
    return LastDay(day, "; ".join(steps))


def last_notice(dates: Dates, country: str = "") -> DateFinding | None:
    """Count the last day for notice anew, from the end and the notice period; as it was where no period is stated."""
    notice, end = period_stated(dates.notice_period), day_of(dates.expiration_date)
    if dates.notice_period is None or notice is None:
        return dates.notice_deadline
    if end is None:
        reason = dates.expiration_date.reason if dates.expiration_date else "no end was found in the contract"
        return dates.notice_period.model_copy(update={"value": None, "reason": f"no day to count back from: {reason}"})
    anchor = dates.notice_deadline.kind if dates.notice_deadline else ""
    found = count_back(end, notice, anchor, country)
    update = {"value": found.day.isoformat() if found.day else None, "kind": anchor}
    said = {"calculation": found.calculation} if found.day else {"reason": found.calculation}
    return dates.notice_period.model_copy(update=update | said)


def last_calendar_end(day: dt.date, anchor: str) -> dt.date:
    """Return the last end of a calendar month, quarter or year that is not after ``day``; ``day`` for any other anchor.

    A notice that takes effect "to the end of a calendar quarter" ends the contract before its term does
    unless the term ends with a quarter: the end of a later quarter would come too late.
    """
    if anchor not in ("month", "quarter", "year"):
        return day
    ends = {"month": end_of_month(day), "quarter": end_of_quarter(day), "year": dt.date(day.year, 12, 31)}[anchor]
    if ends == day:
        return day
    first = {"month": day.month, "quarter": ends.month - 2, "year": 1}[anchor]
    return dt.date(day.year, first, 1) - dt.timedelta(days=1)
