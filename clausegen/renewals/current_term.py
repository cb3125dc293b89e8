"""The term of a contract that runs on a day, after renewals by themselves, and the last day for notice in it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left

from dateutil.relativedelta import relativedelta

from clausegen.dates import Period, add, end_of_month, end_of_quarter, last_calendar_end, period_stated
from clausegen.library import Library
from clausegen.model import DateFinding, Dates, Report, Status, Value, day_of

UNREAD = "unread"
_BY_ITSELF = ("automatic", UNREAD)


class PresentTerm(Value):
    """The term that runs on a day. Days are None where unknown; ``reason`` says why the end is.

    ``kind`` is the kind of renewal ("unread" where only judging found words of one), ``expires`` the end as stated,
    ``end`` that of the term that runs after ``turns`` renewals by themselves, ``next_end`` that of the term after it;
    ``renews`` says that silence renews then.
    ``notice`` is the notice period in words, ``notice_by`` the last day for notice; ``calculation`` shows the sums.
    """

    kind: str = ""
    expires: dt.date | None = None
    end: dt.date | None = None
    next_end: dt.date | None = None
    turns: int = 0
    renews: bool = False
    notice: str = ""
    notice_by: dt.date | None = None
    calculation: str = ""
    reason: str = ""


def with_silent_renewal(dates: Dates, report: Report, library: Library) -> Dates:
    """Return the dates with a renewal by itself where none was read, but words found against an element say so.

    To take that contract for one that ends loses the last day for notice. Whether it is so is for a person to confirm.
    """
    denied = (
        library.requirements[verdict.requirement].element(finding.element)
        for verdict in report.verdicts
        for finding in verdict.findings
        if finding.status is Status.CONTRADICTED
    )
    if dates.renewal_term or not any(element.against and element.against.renewal == "automatic" for element in denied):
        return dates
    return dates.model_copy(update={"renewal_term": DateFinding(value=None, kind=UNREAD)})


def present_term(dates: Dates, today: dt.date, country: str = "") -> PresentTerm:
    """Return the term that runs on a day, by the dates of the contract.

    ``country`` (ISO 3166) gives the public holidays for notices in business days.
    """
    kind = dates.renewal_term.kind if dates.renewal_term else ""
    notice = period_stated(dates.notice_period)
    shown = str(notice) if notice else ""
    expires = day_of(dates.expiration_date)
    if expires is None:
        reason = dates.expiration_date.reason if dates.expiration_date else "no end was found in the contract"
        if dates.expiration_date is not None and dates.expiration_date.kind == "perpetual":
            kind = "perpetual"
        found = _calendar_notice(dates.notice_deadline, notice, today, country)
        renews = kind in _BY_ITSELF
        return PresentTerm(
            kind=kind, renews=renews, notice=shown, notice_by=found[0], calculation=found[1], reason=reason
        )
    step = period_stated(dates.renewal_term) if kind == "automatic" else None
    step = step if step and step.amount else None
    steps = [dates.expiration_date.calculation] if dates.expiration_date and dates.expiration_date.calculation else []
    once = dates.renewal_term is not None and "successive" not in (dates.renewal_term.value or "")
    turns = _turns(expires, step, today, once=once) if step else 0
    end = _after(expires, step, turns) if step else expires
    if turns:
        steps.append(f"renewed {turns} time{'' if turns == 1 else 's'} by itself for {step}: {end}")
    renews = kind in _BY_ITSELF and not (once and turns)
    next_end = _after(expires, step, turns + 1) if step and renews else None
    reason = ""
    if kind in _BY_ITSELF and step is None and end < today:
        reason = "it renews by itself, but for how long is not stated: the end of the present term is unknown"
        return PresentTerm(kind=kind, expires=expires, renews=renews, notice=shown, reason=reason)
    notice_by = None
    if notice:
        anchored = last_calendar_end(end, dates.notice_deadline.kind if dates.notice_deadline else "")
        notice_by = add(anchored, notice, -1, country)
        steps.append(f"{anchored} − {notice} = {notice_by}{_without_holidays(notice, country)}")
    return PresentTerm(
        kind=kind,
        expires=expires,
        end=end,
        next_end=next_end if next_end != dt.date.max else None,
        turns=turns,
        renews=renews,
        notice=shown,
        notice_by=notice_by,
        calculation="; ".join(steps),
        reason=reason,
    )


def _turns(expires: dt.date, step: Period, today: dt.date, *, once: bool) -> int:
    """Count the renewals by themselves between the first term and today."""
    most = -(-max((today - expires).days, 0) // (step.amount or 1))  # as if every unit were a day
    found = bisect_left(range(most), today, key=lambda turns: _after(expires, step, turns))
    return min(found, 1) if once else found


def _after(expires: dt.date, step: Period, turns: int) -> dt.date:
    """Return the end of the term after so many renewals; the last day there is where the calendar ends before."""
    try:  # the next term begins on the day after: 30 June and six months is 31 December
        begins = expires + dt.timedelta(days=1)
        return add(begins, step.times(turns)) - dt.timedelta(days=1)
    except (ValueError, OverflowError):
        return dt.date.max


def _without_holidays(notice: Period, country: str) -> str:
    if notice.unit != "business day":
        return ""
    return f" (holidays of {country} left out)" if country else " (public holidays are not left out: give --holidays)"


def _calendar_notice(
    deadline: DateFinding | None, notice: Period | None, today: dt.date, country: str
) -> tuple[dt.date | None, str]:
    """Return the next last day for a notice that takes effect at the end of any calendar quarter, month or year."""
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
