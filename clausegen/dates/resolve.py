"""``read_dates``: the dates of a contract, each with its words, its calculation, and what it depends on."""

from __future__ import annotations

from typing import Final

from clausegen.amendments import home, own_name
from clausegen.dates.amendment import changed_clauses, named_amendments, read_amendment
from clausegen.dates.fact import Fact
from clausegen.dates.judged import Chosen, Judged
from clausegen.dates.notice_deadline import count_back
from clausegen.dates.periods import Period
from clausegen.dates.prepared_text import Page
from clausegen.dates.reading import Reading, period_of
from clausegen.dates.recipient import read_recipient
from clausegen.dates.vocabulary import patterns
from clausegen.model import DateFinding, Dates, OperationKind, Structure

_QUOTED: Final = 600  # characters of a sentence of renewal that are quoted at most
_REASONS: Final = {
    "none": "it does not renew",
    "perpetual": "it goes on until it is terminated",
    "consent": "it goes on only if the parties agree",
}


def read_dates(structure: Structure, *, country: str = "") -> Dates:
    """Return the dates of a contract: agreement, beginning, end, term, renewal, notice, its recipient and last day.

    An amendment names the agreement it ``amends``; ``extension`` is by how much it prolongs that one.

    A field is None where the contract says nothing that can be read with confidence; its ``value`` is None, with a
    ``reason``, where it says something that gives no day: blank, withheld, ambiguous, contradictory, or tied to an
    event. ``country`` (ISO 3166, "GB-ENG") gives the public holidays for periods in business days.
    """
    page = Page(structure)
    return dates_of(page, Reading(Judged(page)), country)


def dates_of(page: Page, reading: Reading, country: str = "") -> Dates:
    """Return the dates of a contract that was read."""
    amends, extension = read_amendment(page, reading.agreement)
    structure = page.structure
    renewal = _renewal(page, reading)
    notice = _notice(page, reading)
    deadline = _deadline(page, reading.end, reading.notice, country)
    found = Dates(
        agreement_date=_date(page, reading.agreement),
        effective_date=_date(page, reading.effective),
        expiration_date=_end(page, reading, renewal, deadline),
        initial_term=_period(page, reading.term),
        renewal_term=renewal,
        notice_period=notice,
        notice_deadline=deadline,
        notice_to=_recipient(page, reading),
        amends=_date(page, amends),
        extension=_extension(page, extension),
        deletes=changed_clauses(structure, OperationKind.DELETED) if amends else (),
        replaces=changed_clauses(structure, OperationKind.REPLACED) if amends else (),
        called=own_name(structure.document) if amends else "",
        revokes=named_amendments(structure, OperationKind.REVOKED),
        restores=(
            *(changed_clauses(structure, OperationKind.RESTORED) if amends else ()),
            *named_amendments(structure, OperationKind.RESTORED),
        ),
    )
    return _put_in(found, structure) if amends else found


def _put_in(dates: Dates, structure: Structure) -> Dates:
    """Return the dates of an amendment, each with the number of the clause into which it puts the words."""
    found = {
        name: value.model_copy(update={"into": home(structure, value.start, value.end)})
        for name, value in dates
        if isinstance(value, DateFinding)
    }
    return dates.model_copy(update=found)


def _finding(page: Page, start: int, end: int, **fields: str | None) -> DateFinding:
    while start < end and page.text[start].isspace():
        start += 1
    while end > start and page.text[end - 1].isspace():
        end -= 1
    return DateFinding(text=page.text[start:end], start=start, end=end, clause=page.number_at(start), **fields)  # type: ignore[arg-type]


def _date(page: Page, fact: Fact | None) -> DateFinding | None:
    if fact is None:
        return None
    zone = patterns()["time_zone"].search(page.plain, max(0, fact.start - 30), fact.end + 30) if fact.day else None
    elsewhere = f"stated in a time zone ({zone.group()}): elsewhere it may be the day before or after" if zone else ""
    return _finding(
        page,
        fact.start,
        fact.end,
        value=fact.day.isoformat() if fact.day else None,
        reason=fact.reason,
        calculation="; ".join(filter(None, [fact.calculation, elsewhere])),
        kind=fact.kind,
        code=fact.code,
    )


def _end(page: Page, reading: Reading, renewal: DateFinding | None, deadline: DateFinding | None) -> DateFinding | None:
    """Return the end with what it depends on: the renewal that follows, and the notice that stops it."""
    end = _date(page, reading.end)
    return end.model_copy(update={"depends": depends_on(renewal, deadline)}) if end and end.value else end


def depends_on(renewal: DateFinding | None, deadline: DateFinding | None) -> str:
    """Say what may still move an end: the renewal that follows it, and the notice that stops it; "" for nothing."""
    by = (
        f" unless notice reaches the other side by {deadline.value}"
        if deadline and deadline.value
        else " unless it is stopped in time"
    )
    return {
        "automatic": f"if not renewed; it renews by itself{by}",
        "option": "if nobody exercises the option to renew",
        "consent": "if the parties do not agree to renew",
    }.get(renewal.kind if renewal else "", "")


def _period(page: Page, chosen: Chosen | None) -> DateFinding | None:
    period = period_of(chosen)
    if period is None:
        return None
    value = None if period.amount is None else str(period)
    reason = period.conflict or ("" if value else "the length is left blank or withheld")
    code = "words-and-figures" if period.conflict else "" if value else "blank"
    return _finding(page, period.start, period.end, value=value, reason=reason, code=code)


def _renewal(page: Page, reading: Reading) -> DateFinding | None:
    renewal, period = reading.renewal, period_of(reading.renewal_period)
    if renewal is None:
        return None
    place = renewal.candidate
    length = str(period) if period and period.amount and renewal.kind not in ("none", "perpetual") else ""
    words = page.plain[place.start : place.end]
    successive = "successive " if length and patterns()["successive"].search(words) else ""
    reason = _REASONS.get(renewal.kind, "")
    if renewal.kind == "consent" and length:
        reason += f", for {length}"
    if renewal.kind in ("automatic", "option") and period and period.amount is None:
        reason = "the length is left blank or withheld"
    value = successive + length if length and renewal.kind in ("automatic", "option") else None
    end = min(place.end, place.start + _QUOTED)
    return _finding(page, place.start, end, value=value, kind=renewal.kind, reason=reason)


def _notice(page: Page, reading: Reading) -> DateFinding | None:
    finding = _period(page, reading.notice)
    if finding is None or reading.notice is None:
        return None
    kind = {"automatic": "non-renewal", "option": "renewal"}.get(
        reading.renewal.kind if reading.renewal else "", "termination"
    )
    return finding.model_copy(update={"kind": kind})


def _extension(page: Page, period: Period | None) -> DateFinding | None:
    if period is None:
        return None
    value = None if period.amount is None else str(period)
    return _finding(page, period.start, period.end, value=value, reason="" if value else "the length is left blank")


def _recipient(page: Page, reading: Reading) -> DateFinding | None:
    found = read_recipient(page, reading.notice.candidate) if reading.notice else None
    return (
        _finding(
            page, found.start, found.end, value=found.who, calculation=found.addressed, kind=found.kind, code=found.code
        )
        if found
        else None
    )


def _deadline(page: Page, end: Fact | None, notice: Chosen | None, country: str) -> DateFinding | None:
    """Return the last day on which notice can be given for the end of the current term."""
    period = period_of(notice)
    if notice is None or period is None:
        return None
    place = (period.start, period.end)
    if period.amount is None:
        return _finding(page, *place, value=None, reason="the notice period is left blank or withheld")
    anchor = _calendar_end(page, notice)
    if end is None or end.day is None:
        reason = f"no day to count back from: {end.reason if end else 'no end was found in the contract'}"
        if anchor:
            reason = f"it takes effect at the end of a calendar {anchor}, {period} or more after notice"
        return _finding(page, *place, value=None, kind=anchor, reason=reason)
    last = count_back(end.day, period, anchor, country)
    if last.day is None:
        return _finding(page, *place, value=None, reason=last.calculation)
    return _finding(
        page,
        *place,
        value=last.day.isoformat(),
        calculation=last.calculation,
        reason=period.conflict,
        kind=anchor,
    )


def _calendar_end(page: Page, notice: Chosen) -> str:
    """Return "month", "quarter" or "year" where notice takes effect at the end of one, else ""."""
    sentence = notice.candidate.sentence
    stop = min(sentence.end, notice.candidate.end + 100)
    found = patterns()["calendar_end"].search(page.plain, notice.candidate.end, stop)
    return (found.lastgroup or "") if found else ""
