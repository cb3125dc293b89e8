"""The renewal calendar: one event per deadline and per duty, for any calendar program that reads RFC 5545.

An event keeps its UID from run to run, so that importing a newer calendar moves it instead of doubling it;
SEQUENCE grows with the minute of the run, which tells programs that the newer one counts.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

from icalendar import Alarm, Calendar, Event

from clausegen.model import Due, Renewal, RenewalState, Task, TaskKind
from clausegen.renewals.worklist import DECISION

_EPOCH: Final = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_SHOWN: Final = (RenewalState.OVERDUE, RenewalState.DUE, RenewalState.LATER, RenewalState.OTHER)
_EARLIER: Final = (30, 7, 1)  # days before a deadline on which to remind
_QUOTED: Final = 500  # characters
_OLDEST: Final = 366  # days; what fell due before has no place in a calendar


def render_calendar(due: Due, made: dt.datetime) -> bytes:
    """Return the calendar made at a moment (UTC where it has no zone) as bytes of an .ics file.

    Deadlines have no time and no zone: each is a day.
    """
    made = made.astimezone(dt.UTC) if made.tzinfo else made.replace(tzinfo=dt.UTC)
    calendar = Calendar()
    calendar.add("prodid", "-//clausegen//renewals//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Contract renewals")
    for renewal in due.of(*_SHOWN):
        for event in _events(renewal, made):
            calendar.add_component(event)
    for renewal in due.renewals:
        for task in _told(renewal.tasks, due.today):
            calendar.add_component(_of_task(renewal, task, made))
    return bytes(calendar.to_ical())


def _events(renewal: Renewal, made: dt.datetime) -> Iterator[Event]:
    asks = renewal.state is not RenewalState.OTHER  # of that the house asks nothing
    if asks and renewal.ask_by and renewal.act_by and renewal.ask_by < renewal.act_by:
        yield _event(renewal, "ask", renewal.ask_by, f"Begin renewal work: {renewal.path}", made, alarms=(0,))
    if renewal.notice_by:
        verb = "Last day to stop renewal" if renewal.automatic else "Last day to exercise or refuse renewal"
        if renewal.kind == "automatic" and not renewal.automatic:  # its one renewal is used up
            verb = "Last day for notice"
        yield _event(renewal, "notice", renewal.notice_by, f"{verb}: {renewal.path}", made, alarms=_EARLIER)
    if renewal.period_end:
        verb = "Renews by itself" if renewal.automatic else "Ends"
        alarms = () if renewal.notice_by else _EARLIER
        yield _event(renewal, "end", renewal.period_end, f"{verb}: {renewal.path}", made, alarms=alarms)


def _told(tasks: Iterable[Task], today: dt.date) -> list[Task]:
    """Return the decision, and the next that falls due after signature by each clause; these tell of other work."""
    first: dict[tuple[str, ...], Task] = {}
    for task in tasks:
        is_told = task.is_duty or (task.kind is TaskKind.DECIDE and task.title == DECISION)
        if is_told and task.by is not None and (today - task.by).days <= _OLDEST:
            first.setdefault((task.kind, task.title, task.clause), task)
    return list(first.values())


def _of_task(renewal: Renewal, task: Task, made: dt.datetime) -> Event:
    assert task.by is not None  # noqa: S101 - those without a day are not told
    kind = "\n".join(("decide",) if task.kind is TaskKind.DECIDE else (task.kind.value, task.title, task.clause))
    said = [
        f"{task.what} [{task.who}]",
        task.why,
        f"Clause {task.clause}: “{task.text[:_QUOTED]}”" if task.text else "",
        f"Done when there is {task.proof}" if task.proof else "",
    ]
    summary = f"{task.title}: {renewal.path}"
    return _event(renewal, kind, task.by, summary, made, alarms=(7, 0), said=[words for words in said if words])


def _event(
    renewal: Renewal,
    kind: str,
    day: dt.date,
    summary: str,
    made: dt.datetime,
    *,
    alarms: tuple[int, ...],
    said: Iterable[str] = (),
) -> Event:
    event = Event()
    digest = hashlib.sha256(f"{kind}\n{renewal.path}".encode()).hexdigest()[:32]
    event.add("uid", f"{digest}@clausegen.invalid")
    event.add("dtstamp", made)
    event.add("sequence", max(0, (made - _EPOCH) // dt.timedelta(minutes=1)))
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", _line(summary))
    event.add("description", "\n".join(_line(part) for part in (*said, *_description(renewal))))
    event.add("categories", [kind.split("\n")[0], f"tier {renewal.tier.tier}"])
    for days in alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _line(summary))
        # An all-day event begins at midnight: remind at nine in the morning of the day meant.
        alarm.add("trigger", dt.timedelta(days=-days, hours=9))
        event.add_component(alarm)
    return event


def _description(renewal: Renewal) -> Iterator[str]:
    if renewal.customer:
        yield renewal.customer
    if renewal.alarm:
        yield renewal.alarm
    if renewal.calculation:
        yield renewal.calculation
    yield f"Tier today: {renewal.tier.tier}"
    yield from renewal.tier.refused
    yield from renewal.tier.blocked
    gaps = [gap.code for gap in renewal.gaps]
    yield f"Gaps: {', '.join(gaps[:20])}{' …' if len(gaps) > 20 else ''}" if gaps else "No gaps at today's tier"
    yield from renewal.owed


def _line(text: str) -> str:
    """Return printable text without characters a calendar line may not hold."""
    return "".join(c if c.isprintable() else " " for c in text)
