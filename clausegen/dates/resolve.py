"""``read_dates``: the dates of a contract, each with its words and its calculation."""

from __future__ import annotations

from typing import Final

from clausegen.amendments import own_name, put_in
from clausegen.dates.agreement import agreement_date
from clausegen.dates.amendment import changed_clauses, named_amendments, read_amendment
from clausegen.dates.arithmetic import add, last_calendar_end, sum_shown
from clausegen.dates.defined_dates import Named
from clausegen.dates.effective import effective_date
from clausegen.dates.expiry import Term, read_term
from clausegen.dates.fact import Fact
from clausegen.dates.notice import Notice, read_notice
from clausegen.dates.periods import Period
from clausegen.dates.prepared_text import Page
from clausegen.dates.recipient import Recipient, read_recipient
from clausegen.dates.renewal import Renewal, read_renewal
from clausegen.model import DateFinding, Dates, OperationKind, Structure
from clausegen.runtime import regex
from clausegen.structure import FIRST_WORDS

_ZONE: Final = regex(
    r"\b(?:UTC|GMT|(?:CE|WE|EE|E|P|C|M|B|I|J|A)S?D?T)\b(?:\s?[+-]\d{1,2}(?::\d\d)?)?"
    r"|\b(?:Eastern|Pacific|Central|Mountain|Greenwich)\s+(?:(?:Standard|Daylight|Mean|European)\s+)?(?:Summer\s+)?Time\b"
)


def read_dates(structure: Structure, *, country: str = "") -> Dates:
    """Agreement, effective and expiry date, initial term, renewal, notice period, recipient and last day for notice.

    An amendment names the agreement it ``amends``; ``extension`` is by how much it prolongs that one.

    A field is None where the contract says nothing; its ``value`` is None, with a ``reason``, where it
    says something that gives no day: blank, withheld, ambiguous, contradictory, or tied to an event.
    ``country`` (ISO 3166, "GB-ENG") gives the public holidays for periods in business days.
    """
    page = Page(structure)
    named = Named(page)
    agreement = agreement_date(page, named)
    effective = effective_date(page, named, agreement)
    term = read_term(page, named, agreement, effective)
    renewal = read_renewal(page, term.period)
    notice = read_notice(page, renewal)
    amends, extension = read_amendment(page, agreement)
    if extension and renewal and renewal.start <= extension.start < renewal.end:
        renewal = None  # "the term is extended by twelve months" is done here and now, not at each end of the term
    found = Dates(
        agreement_date=_date(page, agreement),
        effective_date=_date(page, effective),
        expiration_date=_date(page, term.end),
        initial_term=_initial(page, term),
        renewal_term=_renewal(page, renewal, term),
        notice_period=_notice(page, notice),
        notice_deadline=_deadline(page, term.end, notice, country),
        notice_to=_recipient(page, read_recipient(page, notice)),
        amends=_date(page, amends),
        extension=_extension(page, extension),
        deletes=changed_clauses(structure, OperationKind.DELETED) if amends else (),
        replaces=changed_clauses(structure, OperationKind.REPLACED) if amends else (),
        called=own_name(structure.document.text, FIRST_WORDS) if amends else "",
        revokes=named_amendments(structure, OperationKind.REVOKED),
        restores=(
            *(changed_clauses(structure, OperationKind.RESTORED) if amends else ()),
            *named_amendments(structure, OperationKind.RESTORED),
        ),
    )
    return _put_in(found, structure) if amends else found


def _put_in(dates: Dates, structure: Structure) -> Dates:
    """The dates of an amendment, each with the number of the clause into which it puts the words."""
    put = list(put_in(structure.document.text, structure.clauses, structure.operations))
    found = {}
    for name, value in dates:
        if isinstance(value, DateFinding):
            into = next((one.numbers[0] for one in put if one.numbers and one.start <= value.start < one.end), "")
            found[name] = value.model_copy(update={"into": into})
    return dates.model_copy(update=found)


def _date(page: Page, fact: Fact | None) -> DateFinding | None:
    if fact is None:
        return None
    zone = _ZONE.search(page.plain, fact.start, fact.end) if fact.day and fact.end - fact.start < 200 else None
    elsewhere = f"stated in a time zone ({zone.group()}): elsewhere it may be the day before or after" if zone else ""
    return _finding(
        page,
        fact.start,
        fact.end,
        value=fact.day.isoformat() if fact.day else None,
        reason=fact.reason,
        calculation="; ".join(filter(None, [fact.calculation, elsewhere])),
        kind=fact.kind,
    )


def _finding(page: Page, start: int, end: int, **fields: str | None) -> DateFinding:
    while start < end and page.text[start].isspace():
        start += 1
    while end > start and page.text[end - 1].isspace():
        end -= 1
    return DateFinding(text=page.text[start:end], start=start, end=end, clause=page.number_at(start), **fields)  # type: ignore[arg-type]


def _initial(page: Page, term: Term) -> DateFinding | None:
    period = term.period
    if period is None:
        return None
    value = None if period.amount is None else str(period)
    reason = period.conflict or ("" if value else "the length is left blank or withheld")
    return _finding(page, period.start, period.end, value=value, reason=reason)


def _renewal(page: Page, renewal: Renewal | None, term: Term) -> DateFinding | None:
    if renewal is None:
        if term.end is not None and term.end.kind == "perpetual":
            return _finding(page, term.end.start, term.end.end, value=None, reason=term.end.reason, kind="perpetual")
        return None
    length = f", for {renewal.value}" if renewal.period and renewal.period.amount else ""
    reason = {
        "none": "it does not renew",
        "perpetual": "it goes on until it is terminated",
        "consent": f"it goes on only if the parties agree{length}",
    }.get(
        renewal.kind, "the length is left blank or withheld" if renewal.period and renewal.period.amount is None else ""
    )
    value = None if renewal.kind in ("none", "consent", "perpetual") else renewal.value
    return _finding(
        page, renewal.start, min(renewal.end, renewal.start + 600), value=value, kind=renewal.kind, reason=reason
    )


def _notice(page: Page, notice: Notice | None) -> DateFinding | None:
    if notice is None:
        return None
    value = None if notice.period.amount is None else str(notice.period)
    reason = notice.period.conflict or ("" if value else "the period is left blank or withheld")
    return _finding(page, notice.start, notice.end, value=value, reason=reason, kind=notice.kind)


def _recipient(page: Page, found: Recipient | None) -> DateFinding | None:
    if found is None:
        return None
    return _finding(page, found.start, found.end, value=found.who, calculation=found.addressed)


def _extension(page: Page, period: Period | None) -> DateFinding | None:
    if period is None:
        return None
    value = None if period.amount is None else str(period)
    return _finding(page, period.start, period.end, value=value, reason="" if value else "the length is left blank")


def _deadline(page: Page, end: Fact | None, notice: Notice | None, country: str) -> DateFinding | None:
    """The last day on which notice can be given for the end of the current term."""
    if notice is None:
        return None
    place = (notice.start, notice.end)
    if notice.period.amount is None:
        return _finding(page, *place, value=None, reason="the notice period is left blank or withheld")
    if notice.anchor != "term" and (end is None or end.day is None):
        return _finding(
            page,
            *place,
            value=None,
            kind=notice.anchor,
            reason=f"it takes effect at the end of a calendar {notice.anchor}, {notice.period} or more after notice",
        )
    if end is None or end.day is None:
        why = "the contract states no end" if end is None else end.reason
        return _finding(page, *place, value=None, reason=f"no day to count back from: {why}")
    last = end.day
    steps: list[str] = []
    if notice.anchor != "term":
        rounded = last_calendar_end(last, notice.anchor)
        if rounded != last:
            steps.append(f"the last end of a calendar {notice.anchor} before {last} is {rounded}")
            last = rounded
    try:
        day = add(last, notice.period, -1, country)
    except (ValueError, OverflowError):
        return _finding(page, *place, value=None, reason=f"{last} − {notice.period} is before the calendar begins")
    steps.append(sum_shown(last, notice.period, day, -1))
    if notice.period.unit == "business day" and not country:
        steps.append("public holidays are not left out: no country was given")
    anchor = "" if notice.anchor == "term" else notice.anchor
    line = "; ".join(steps)
    return _finding(page, *place, value=day.isoformat(), calculation=line, reason=notice.period.conflict, kind=anchor)
