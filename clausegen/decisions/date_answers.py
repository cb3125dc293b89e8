"""Answers of people about dates: put into the dates of a report, with the days that follow from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from clausegen.dates import depends_on, last_day, last_notice, period_stated, sum_shown
from clausegen.decisions.ledger import Decisions
from clausegen.decisions.standing import decided
from clausegen.model import ANSWERS, DateFinding, Dates, Decided, Decision, day_of, quotation_of

_ANSWERED: Final = "answered"


def with_answers(
    dates: Dates, made: Sequence[Decision], decisions: Decisions, today: dt.date, sha256: str = ""
) -> Dates:
    """Return the dates as people have answered them; the end and the last day for notice follow from the answers.

    An answer holds while the content (``sha256``) or the words quoted for the date are the same; a decision that does
    not hold is shown beside the date as it was read.
    """
    found: dict[str, DateFinding | None] = {}
    for element in ANSWERS:
        own = [decision for decision in made if decision.element == element]
        name = element.partition(".")[2]
        read: DateFinding | None = getattr(dates, name)
        is_same = bool(own and sha256) and own[-1].sha256 == sha256  # read otherwise perhaps, but not changed
        quoted = None if is_same else quotation_of([read.text] if read else [])
        if own and (answer := decided(own, decisions, today, quoted=quoted)):
            found[name] = _answered(name, read or DateFinding(value=None), answer)
    if not found:
        return dates
    now = dates.model_copy(update=found)
    held = {name for name, finding in found.items() if finding and finding.code == _ANSWERED}
    if held & {"effective_date", "initial_term"} and (end := _end(now)):
        now = now.model_copy(update={"expiration_date": end})
    if held:
        now = now.model_copy(update={"notice_deadline": last_notice(now)})
    if held and (end := now.expiration_date) and end.value:
        depends = depends_on(now.renewal_term, now.notice_deadline)
        now = now.model_copy(update={"expiration_date": end.model_copy(update={"depends": depends})})
    return now


def _answered(name: str, read: DateFinding, answer: Decided) -> DateFinding:
    """Return the date as answered, with the words that were read for it; as read where the answer does not hold."""
    if not answer.holds:
        return read.model_copy(update={"decided": answer})
    answer = answer.model_copy(update={"read": read.value or ""})
    value: str | None = answer.answer
    kind = read.kind
    if name == "renewal_term":
        kind, _, value = answer.answer.partition(" ")
    elif answer.answer == "none":
        kind, value = "perpetual", None
    update = {"value": value or None, "kind": kind, "reason": "", "code": _ANSWERED, "depends": ""}
    return read.model_copy(update={**update, "calculation": answer.said, "decided": answer})


def _end(now: Dates) -> DateFinding | None:
    """Return the end that follows from a beginning and a term, where none is stated."""
    begins, length = day_of(now.effective_date), period_stated(now.initial_term)
    if begins is None or length is None or now.initial_term is None or day_of(now.expiration_date) is not None:
        return None
    if now.expiration_date is not None and now.expiration_date.code == _ANSWERED:
        return None  # somebody said that there is no end
    with suppress(ValueError, OverflowError):
        ends = last_day(begins, length)
        line = f"{sum_shown(begins, length, ends)}, the last day of the term"
        return now.initial_term.model_copy(update={"value": ends.isoformat(), "calculation": line, "decided": None})
    return None
