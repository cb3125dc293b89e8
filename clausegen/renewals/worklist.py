"""List the work before a renewal: what must be answered, settled, agreed, decided and sent, by when and by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from clausegen.model import Dates, Gap, Renewal, Severity, Task, TaskKind, TaskState, day_of
from clausegen.renewals.obligations import Situation
from clausegen.renewals.question import Stated

DECISION = "Decision on renewal"
_OWNER = "contract owner"
_COMPLIANCE = "Compliance Officer"
_ENDED = 366  # days for which an end is worth a question


def worklist(situation: Situation, renewal: Renewal) -> tuple[Task, ...]:
    """Return the steps that one renewal needs, in the order in which they are taken."""
    return tuple(_steps(situation, renewal))


def _steps(situation: Situation, renewal: Renewal) -> Iterator[Task]:
    owner = renewal.owner or _OWNER
    terms = situation.asked.playbook.tiers.get(situation.tier)
    decider = terms.approval if terms else _COMPLIANCE
    decided, end, today = renewal.act_by, renewal.period_end, situation.today
    if renewal.question:
        yield _task(
            situation, TaskKind.ANSWER, "End of the contract", renewal.question, owner, why=renewal.reason,
            state=TaskState.OPEN,
        )  # fmt: skip
    for words in contradictions(situation.dates, situation.stated, situation.term.end) if situation.stated else ():
        why = "correct the register, or answer with 'clausegen renewals answer'"
        yield _task(
            situation, TaskKind.ANSWER, "Register and contract differ", words, owner, why=why, state=TaskState.OPEN
        )
    if situation.is_over and end is not None:
        if (today - end).days <= _ENDED:
            what = f"The term ended on {end}. Confirm that use has stopped, or sign a new agreement"
            yield _task(situation, TaskKind.DECIDE, "Use after the end", what, owner, by=end)
        return
    if situation.begun is None and situation.in_scope:
        what = "On which day did the contract begin? Certificates and reviews are counted from it."
        begins = situation.dates.effective_date or situation.dates.agreement_date
        why = begins.reason if begins else ""
        yield _task(situation, TaskKind.ANSWER, "Beginning of the contract", what, owner, why=why, state=TaskState.OPEN)
    before = renewal.ask_by if renewal.ask_by and renewal.ask_by >= today else decided
    for words in renewal.tier.refused:
        yield _task(
            situation, TaskKind.DECIDE, "Renewal refused", f"Do not renew: {words}", decider, by=decided or today
        )
    for words in renewal.tier.blocked:
        yield _task(
            situation, TaskKind.SETTLE, "Renewal blocked", f"Settle it: {words}", _COMPLIANCE, by=before or today
        )
    if renewal.tier.review:
        what = f"Assess the risk anew: {'; '.join(renewal.tier.review)}"
        yield _task(situation, TaskKind.ASSESS, "New assessment", what, _COMPLIANCE, by=before or today)
    if end is None or decided is None:
        return
    if situation.state(decided) is TaskState.OVERDUE:
        what = "Have counsel examine which right to suspend or terminate remains"
        why = renewal.alarm or f"the last day for notice was {renewal.notice_by}; the term ends on {end}"
        yield _task(situation, TaskKind.DECIDE, "Last day for notice missed", what, decider, by=end, why=why)
        return
    if situation.in_scope and not renewal.tier.refused:
        yield _task(
            situation, TaskKind.BEGIN, "Renewal work",
            "Send questionnaire and certificate form, and begin the due diligence ('clausegen renewals pack')", owner,
            by=renewal.ask_by, why=f"lead time of tier {renewal.tier.tier} before {decided}",
        )  # fmt: skip
        if gaps := _heavy(renewal.gaps):
            what = f"Agree the addendum (critical and major gaps: {len(gaps)})"
            yield _task(situation, TaskKind.AMEND, "Addendum", what, owner, by=decided)
        lead = dt.timedelta(days=situation.asked.practice.dispatch_days)
        what = f"Decide whether it is renewed, at tier {renewal.tier.tier}"
        why = f"{situation.asked.practice.dispatch_days} days for signature and delivery before {decided}"
        by = max(decided - lead, min(today, decided))
        yield _task(situation, TaskKind.DECIDE, DECISION, what, decider, by=by, why=why)
    yield _last_step(situation, renewal, owner, decided, end)


def _last_step(situation: Situation, renewal: Renewal, owner: str, decided: dt.date, end: dt.date) -> Task:
    if renewal.notice_by and renewal.automatic:
        to = renewal.notice_to or "the other party"
        what = f"Unless it is renewed, send the notice of non-renewal, so that it is received by {to}"
    elif renewal.notice_by and renewal.kind == "option":
        what = "Send or receive the notice that exercises the option"
    elif renewal.automatic:
        what = "Stop the renewal by itself before this day, if it is not wanted; no notice period was found"
    else:
        what = "Sign a renewal, or end use on this day"
        return _task(situation, TaskKind.SEND, "End of the term", what, owner, by=end, why=renewal.calculation)
    return _task(situation, TaskKind.SEND, "Notice", what, owner, by=decided, why=renewal.calculation)


def contradictions(dates: Dates, stated: Stated, runs_to: dt.date | None) -> Iterator[str]:
    """Ask about days of the register that are not those of the contract; its end may be that of the term that runs."""
    source = stated.source[:1].upper() + stated.source[1:]
    begins = {day_of(dates.effective_date), day_of(dates.agreement_date)} - {None}
    ends = day_of(dates.expiration_date)
    if stated.begins and begins and stated.begins not in begins:
        read = " or ".join(sorted(map(str, begins)))
        yield f"{source} says that it begins on {stated.begins}, the contract {read}. Which is right?"
    if stated.ends and ends and stated.ends not in (ends, runs_to):
        yield f"{source} says that it ends on {stated.ends}, the contract {ends}. Which is right?"


def _heavy(gaps: Sequence[Gap]) -> list[Gap]:
    """Return the gaps that an addendum must close."""
    return [gap for gap in gaps if gap.severity in (Severity.CRITICAL, Severity.MAJOR)]


def _task(
    situation: Situation,
    kind: TaskKind,
    title: str,
    what: str,
    who: str,
    *,
    by: dt.date | None = None,
    why: str = "",
    state: TaskState | None = None,
) -> Task:
    return Task(
        path=situation.path,
        kind=kind,
        title=title,
        what=what,
        state=state or situation.state(by),
        by=by,
        days_left=(by - situation.today).days if by else None,
        who=who,
        why=why,
    )
