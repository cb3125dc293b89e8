"""Find what falls due after signature: the duties of a contract, each with its day by dates and history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from clausegen.dates import Period, add, find_periods
from clausegen.model import Dates, Duty, DutyKind, Task, TaskState, Tier, day_of
from clausegen.renewals.current_term import PresentTerm
from clausegen.renewals.history import Event
from clausegen.renewals.policy import Obligation
from clausegen.renewals.question import RenewalQuestion, Stated

_NAMED_DAY_EARLY = 31  # days before a named day from which a record is the one that was due then
_MOST = 10_000  # intervals


@dataclass(frozen=True, slots=True)
class Situation:
    """A contract on the day asked about: its dates, the term that runs, its events so far, and its tier of today.

    ``stated`` are the days of the register. ``in_scope`` is False of what is probably no contract of this kind: the
    house asks nothing of it.
    """

    path: str
    owner: str
    dates: Dates
    term: PresentTerm
    events: tuple[Event, ...]
    asked: RenewalQuestion
    tier: Tier
    stated: Stated | None
    in_scope: bool

    @property
    def today(self) -> dt.date:
        """The day asked about."""
        return self.asked.today

    @property
    def begun(self) -> dt.date | None:
        """The day on which the contract began, by what it states."""
        return day_of(self.dates.effective_date) or day_of(self.dates.agreement_date)

    @property
    def decided_by(self) -> dt.date | None:
        """The last day to decide on the renewal."""
        return self.term.notice_by or self.term.end

    @property
    def is_over(self) -> bool:
        """True when the last term has ended."""
        return self.term.end is not None and self.term.end < self.today

    def state(self, by: dt.date | None) -> TaskState:
        """Return the state of what is to be done by a day."""
        if by is None:
            return TaskState.OPEN
        left = (by - self.today).days
        return TaskState.OVERDUE if left < 0 else TaskState.DUE if left <= self.asked.within_days else TaskState.LATER


def obligations(situation: Situation, duties: Sequence[Duty]) -> tuple[Task, ...]:
    """Return what falls due after signature by the contract, and where it is silent by the practice of the house."""
    return tuple(
        task
        for rule in situation.asked.practice.obligations
        for task in _of_kind(situation, rule, [duty for duty in duties if duty.kind is rule.kind])
    )


def _of_kind(situation: Situation, rule: Obligation, duties: Sequence[Duty]) -> Iterator[Task]:
    if rule.kind is DutyKind.LOGS:
        yield from _retention(situation, rule, duties)
    elif rule.kind in (DutyKind.MISUSE_NOTICE, DutyKind.LAW_NOTICE):
        for duty in duties if not situation.is_over else ():
            yield _task(situation, rule, duty, state=TaskState.ON_EVENT, why=f"when it happens: {duty.within}")
    elif not situation.is_over:
        before = [*_before_renewal(situation, rule, duties)]
        window = dt.timedelta(days=situation.asked.practice.certificate_months_before * 31)
        for task in _recurring(situation, rule, duties):
            # What the house asks for near the renewal is the one that is asked for before it.
            if task.text or not any(t.by and task.by and abs(t.by - task.by) <= window for t in before):
                yield task
        yield from before


def _recurring(situation: Situation, rule: Obligation, duties: Sequence[Duty]) -> Iterator[Task]:
    """Yield what is due at intervals or on named days; of several intervals that are stated the shortest counts."""
    for duty in duties:
        yield from _on_days(situation, rule, duty)
    stated = [duty for duty in duties if duty.every]
    owed = [duty for duty in stated if not duty.is_right] or stated
    if owed:
        shortest = min(owed, key=lambda duty: _period(duty.every).days)
        others = sorted({f"clause {d.clause} says {d.every}" for d in owed if d.every != shortest.every})
        yield from _next(situation, rule, shortest, _period(shortest.every), shortest.yearly, "; ".join(others))
    elif rule.practice and situation.in_scope and not any(duty.on for duty in duties):
        terms = situation.asked.playbook.tiers.get(situation.tier)
        if terms is not None:
            yield from _next(situation, rule, None, Period(0, 0, terms.certification_months, "month"))


def _next(
    situation: Situation, rule: Obligation, duty: Duty | None, every: Period, yearly: str = "", others: str = ""
) -> Iterator[Task]:
    """Yield what is due next after the last record, or else after the beginning of the contract."""
    where = f"every {_once(every)}" + ("" if duty else f", by the practice of the house at tier {situation.tier}")
    where = "; ".join(filter(None, [where, others]))
    newest = _newest(situation, rule)
    since = (newest.covers_to or newest.date) if newest else situation.begun
    if since is None and duty is None:
        return  # the worklist asks for the beginning
    if since is None:
        why = f"{where}; nothing is recorded, and the beginning of the contract is unknown"
        yield _task(situation, rule, duty, why=why)
        return
    last = situation.term.end if situation.term.end and not situation.term.renews else dt.date.max
    days = [by for by in _days(since, every, yearly, situation.today) if by <= last]
    missed = sum(by < situation.today for by in days)
    if not days or (duty is None and newest is None and missed == len(days)):
        return
    if duty is None and newest is None:  # nobody agreed on it: the house asks from now on, and none was missed
        by, missed = days[-1], 0
        why = f"{where}; none is recorded so far"
    elif newest:
        by = days[0]
        why = f"{where}; the last one is of {newest.date}"
    else:  # no record at all: the latest that fell due, for nobody asks for one of long ago
        by = days[max(missed - 1, 0)]
        why = f"{where}; none is recorded since the contract began on {since}"
        why += f", where {missed} fell due" if missed > 1 and not (duty and duty.is_right) else ""
    yield _task(situation, rule, duty, by=by, why=why, missed=missed, recorded=_said(newest))


def _days(since: dt.date, every: Period, yearly: str, today: dt.date) -> list[dt.date]:
    """Return the days on which something is due after ``since``: those that are past, and the next one."""
    out: list[dt.date] = []
    for count in range(1, _MOST):
        try:
            if yearly:
                month, number = map(int, yearly.split("-"))
                first = dt.date(since.year, month, 1) + relativedelta(day=number)
                by = first + relativedelta(years=count - (first > since))
            else:
                by = add(since, every._replace(amount=(every.amount or 1) * count))
        except (ValueError, OverflowError):
            break
        out.append(by)
        if by >= today:
            break
    return out


def _on_days(situation: Situation, rule: Obligation, duty: Duty) -> Iterator[Task]:
    """Yield what is due on days that the contract names, and that no record settles."""
    for by in duty.on:
        early = by - dt.timedelta(days=_NAMED_DAY_EARLY)
        if not any(event.date >= early for event in _records(situation, rule)):
            yield _task(situation, rule, duty, by=by, why=f"the contract names {by}", missed=int(by < situation.today))


def _before_renewal(situation: Situation, rule: Obligation, duties: Sequence[Duty]) -> Iterator[Task]:
    """Yield what is due before the renewal is decided, unless it came in the months before."""
    stated = next((duty for duty in duties if duty.before_renewal), None)
    decided, end = situation.decided_by, situation.term.end
    asked = rule.practice and situation.in_scope and situation.tier.rank >= Tier.MEDIUM.rank
    if decided is None or end is None or decided < situation.today or not (stated or asked):
        return
    by, why = decided, f"before the renewal is decided, by {decided}"
    if stated is not None and (lead := _period(stated.before_renewal)).amount:
        by = min(decided, add(end, lead, -1))
        why = f"{lead} before a renewal on {end}"
    opens = by - relativedelta(months=situation.asked.practice.certificate_months_before)
    newest = _newest(situation, rule)
    if newest is None or newest.date < opens:
        why += f"; none came since {opens}" if opens <= situation.today else f"; one that comes from {opens} on counts"
        title = f"{rule.title} before renewal"
        yield _task(situation, rule, stated, by=by, why=why, recorded=_said(newest)).model_copy(update={"title": title})


def _retention(situation: Situation, rule: Obligation, duties: Sequence[Duty]) -> Iterator[Task]:
    for duty in duties:
        end = situation.term.end
        if not duty.after_end:
            yield _task(situation, rule, duty, state=TaskState.ON_EVENT, why=f"{duty.keep} after each record is made")
        elif end is None:
            yield _task(situation, rule, duty, why=f"{duty.after_end} after the end, which is unknown")
        else:
            by = add(end, _period(duty.after_end))
            if by >= situation.today:
                why = f"{end} + {duty.after_end} = {by}" + (", if it is not renewed" if situation.term.renews else "")
                yield _task(situation, rule, duty, by=by, why=why)


def _task(
    situation: Situation,
    rule: Obligation,
    duty: Duty | None,
    *,
    by: dt.date | None = None,
    why: str,
    state: TaskState | None = None,
    missed: int = 0,
    recorded: str = "",
) -> Task:
    is_right = duty is not None and duty.is_right
    state = state or situation.state(by)
    if is_right and state is TaskState.OVERDUE:
        state, why = TaskState.DUE, f"possible since {by}; {why}"  # a right that nobody used is no breach
    return Task(
        path=situation.path,
        kind=rule.kind,
        title=rule.title,
        what=f"{rule.ask} (a right, no duty)" if is_right else rule.ask,
        state=state,
        by=by,
        days_left=(by - situation.today).days if by else None,
        who=situation.owner or rule.who,
        owed_by="" if is_right else rule.owed_by,
        why=why,
        clause=duty.clause if duty else "",
        text=" ".join(duty.text.split()) if duty else "",
        proof=rule.proof,
        recorded=recorded,
        missed=0 if is_right else missed,
    )


def _records(situation: Situation, rule: Obligation) -> list[Event]:
    return [
        event
        for event in situation.events
        if event.kind == rule.record and event.outcome in rule.settled_by and event.date <= situation.today
    ]


def _newest(situation: Situation, rule: Obligation) -> Event | None:
    return next(reversed(_records(situation, rule)), None) if rule.record else None


def _said(event: Event | None) -> str:
    return f"{event.date}, {event.outcome}" + (f" ({event.reference})" if event.reference else "") if event else ""


def _once(every: Period) -> str:
    return every.unit if every.amount == 1 else str(every)


def _period(words: str) -> Period:
    """Return a period as a duty states it: "6 months"."""
    return next(find_periods(words), Period(0, 0, 0, "day"))
