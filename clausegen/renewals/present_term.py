"""The term of a contract that runs on a day, after renewals by themselves, and the last day for notice in it."""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta

from clausegen.dates.arithmetic import add, end_of_month, end_of_quarter, last_calendar_end
from clausegen.dates.family import day, period
from clausegen.dates.period import Period
from clausegen.document import Value
from clausegen.findings import DateFinding, Dates

_MOST_TURNS = 400  # renewals that may lie between the first term and today


class PresentTerm(Value):
    """The term that runs on a day. Days are None where unknown; ``reason`` says why the end is.

    ``kind`` is the kind of renewal, ``expires`` the end as stated, ``end`` that of the term that runs after ``turns``
    renewals by themselves, ``next_end`` that of the term after it. ``notice`` is the notice period in words,
    ``notice_by`` the last day for notice; ``calculation`` shows the sums.
    """

    kind: str = ""
    expires: dt.date | None = None
    end: dt.date | None = None
    next_end: dt.date | None = None
    turns: int = 0
    notice: str = ""
    notice_by: dt.date | None = None
    calculation: str = ""
    reason: str = ""


def present_term(dates: Dates, today: dt.date, country: str = "") -> PresentTerm:
    """The term that runs on a day, by the dates of the contract.

    ``country`` (ISO 3166) gives the public holidays for notices in business days.
    """
    kind = dates.renewal_term.kind if dates.renewal_term else ""
    notice = period(dates.notice_period)
    shown = str(notice) if notice else ""
    expires = day(dates.expiration_date)
    if expires is None:
        reason = dates.expiration_date.reason if dates.expiration_date else "the contract states no end"
        if dates.expiration_date is not None and dates.expiration_date.kind == "perpetual":
            kind = "perpetual"
        found = _calendar_notice(dates.notice_deadline, notice, today, country)
        return PresentTerm(kind=kind, notice=shown, notice_by=found[0], calculation=found[1], reason=reason)
    step = period(dates.renewal_term) if kind == "automatic" else None
    end, turns = expires, 0
    steps = [dates.expiration_date.calculation] if dates.expiration_date and dates.expiration_date.calculation else []
    once = (
        kind == "automatic" and dates.renewal_term is not None and "successive" not in (dates.renewal_term.value or "")
    )
    if step is not None:
        while end < today and turns < (1 if once else _MOST_TURNS):
            turns += 1
            end = add(expires, step._replace(amount=(step.amount or 0) * turns))
        if turns:
            steps.append(f"renewed {turns} time{'' if turns == 1 else 's'} by itself for {step}: {end}")
    next_end = (
        add(expires, step._replace(amount=(step.amount or 0) * (turns + 1))) if step and not (once and turns) else None
    )
    reason = ""
    if kind == "automatic" and step is None and end < today:
        reason = "it renews by itself, but for how long is not stated: the end of the present term is unknown"
        return PresentTerm(kind=kind, expires=expires, notice=shown, reason=reason)
    notice_by = None
    if notice:
        anchored = last_calendar_end(end, dates.notice_deadline.kind if dates.notice_deadline else "")
        notice_by = add(anchored, notice, -1, country)
        steps.append(f"{anchored} − {notice} = {notice_by}{_without_holidays(notice, country)}")
    return PresentTerm(
        kind=kind,
        expires=expires,
        end=end,
        next_end=next_end,
        turns=turns,
        notice=shown,
        notice_by=notice_by,
        calculation="; ".join(steps),
        reason=reason,
    )


def _without_holidays(notice: Period, country: str) -> str:
    if notice.unit != "business day":
        return ""
    return f" (holidays of {country} left out)" if country else " (public holidays are not left out: give --holidays)"


def _calendar_notice(
    deadline: DateFinding | None, notice: Period | None, today: dt.date, country: str
) -> tuple[dt.date | None, str]:
    """The next last day for a notice that takes effect at the end of any calendar quarter, month or year."""
    if deadline is None or notice is None or deadline.kind not in ("quarter", "month", "year"):
        return None, ""
    months = {"quarter": 3, "month": 1, "year": 12}[deadline.kind]
    end = dt.date(today.year, 12, 31)
    if deadline.kind != "year":
        end = end_of_quarter(today) if deadline.kind == "quarter" else end_of_month(today)
    while add(end, notice, -1, country) < today:
        end = end_of_month(end + relativedelta(months=months))
    by = add(end, notice, -1, country)
    return by, f"next end of a calendar {deadline.kind} that can still be met: {end} − {notice} = {by}"
