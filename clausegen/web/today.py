"""The work of today: at most ten contracts, each with its reason and the next step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from clausegen.model import Due, Outcome, Renewal, RenewalState
from clausegen.web.rows import ContractRow

MOST: Final = 10
_ROUTINE: Final = 6  # ranks from here on are the ordinary work of deciding
_SOON: Final = 90  # days before a deadline at which it becomes today's business


@dataclass(frozen=True, slots=True)
class DeskTask:
    """One row: ``rank`` orders, ``day`` is the deadline, ``action`` the next step, and ``screen`` where it is done.

    ``also`` are further reasons for the same contract.
    """

    rank: tuple[int, str, str]
    row: ContractRow
    why: str
    day: str = ""
    action: str = "Review"
    screen: str = "contract"
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Today:
    """Tasks, how many there are in all, and what stands beside them.

    ``right`` says by status how often the program was right where people judged it, and of how many.
    """

    tasks: tuple[DeskTask, ...]
    count: int
    unread: tuple[ContractRow, ...]
    endless: tuple[ContractRow, ...]
    doubtful: tuple[ContractRow, ...]
    decided: int
    due: int
    right: dict[str, tuple[int, int]]


def today_of(rows: Iterable[ContractRow], due: Due | None, titles: dict[str, str], today: dt.date) -> Today:
    """Say what is to be done: the most pressing reason of each contract that has one."""
    listed = list(rows)
    judged = [row for row in listed if row.judged]
    inside = [row for row in judged if not row.scope]
    renewals = {renewal.path: renewal for renewal in due.renewals} if due else {}
    tasks = []
    for row in inside:
        found = sorted(_tasks(row, renewals.get(row.path), titles, today), key=lambda task: task.rank)
        if found:
            tasks.append(replace(found[0], also=tuple(task.why for task in found[1:] if task.rank[0] < _ROUTINE)))
    tasks.sort(key=lambda task: task.rank)
    return Today(
        tasks=tuple(tasks[:MOST]),
        count=len(tasks),
        unread=tuple(r for r in listed if r.outcome in (Outcome.UNREADABLE, Outcome.PARTLY_READ) and not r.out),
        endless=tuple(r for r in inside if _endless(r, renewals.get(r.path))),
        doubtful=tuple(r for r in judged if r.scope),
        decided=sum(row.decided for row in inside),
        due=sum(row.due for row in inside),
        right=_right(inside),
    )


def _right(rows: Iterable[ContractRow]) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = {}
    for row in rows:
        for status, (right, seen) in row.right.items():
            before = counts.get(status, (0, 0))
            counts[status] = before[0] + right, before[1] + seen
    return dict(sorted(counts.items()))


def _endless(row: ContractRow, renewal: Renewal | None) -> bool:
    return renewal.state is RenewalState.UNKNOWN if renewal is not None else not row.ends


def _tasks(row: ContractRow, renewal: Renewal | None, titles: dict[str, str], today: dt.date) -> Iterator[DeskTask]:
    if row.conflicts:
        said = f"Two people decided differently on {_listed(row.conflicts)}"
        yield DeskTask((0, "", row.path), row, said, action="Decide")
    if renewal and renewal.act_by and renewal.state in (RenewalState.OVERDUE, RenewalState.DUE):
        days = (renewal.act_by - today).days
        if days <= _SOON:
            late = "The day to act has passed" if days < 0 else "Today is the day to act" if days == 0 else ""
            ends = "renews" if renewal.automatic else "ends"
            day = renewal.act_by.isoformat()
            why = late or f"{days} day{'s' * (days != 1)} left to act before it {ends}"
            yield DeskTask((1, day, row.path), row, why, day, "Renew", "renewals")
    contradicted = [code for code in row.broken if row.statuses.get(code) == "contradicted"]
    undecided = row.decided < row.due
    if contradicted and undecided:
        said = f"{titles.get(contradicted[0], contradicted[0])}: contradicted, and mandatory"
        yield DeskTask((2, "", row.path), row, said)
    if row.expired:
        yield DeskTask((3, "", row.path), row, f"A waiver has expired: {_listed(row.expired)}", action="Decide")
    if row.reopened:
        yield DeskTask(
            (4, "", row.path), row, f"The words changed since a decision: {_listed(row.reopened)}", action="Decide"
        )
    if row.awaiting:
        yield DeskTask(
            (5, "", row.path), row, f"A second person must agree: {_listed(row.awaiting)}", action="Countersign"
        )
    if not row.decided:
        yield DeskTask((6, f"{9999 - row.critical:04}", row.path), row, _new(row))
    elif undecided:
        yield DeskTask((7, "", row.path), row, f"{row.due - row.decided} findings are left to decide", action="Go on")


def _new(row: ContractRow) -> str:
    if row.critical:
        return f"New paper with {row.critical} critical gap{'s' * (row.critical != 1)}"
    return "New paper: nobody has decided on it"


def _listed(codes: tuple[str, ...]) -> str:
    return ", ".join(codes[:3]) + (f" and {len(codes) - 3} more" if len(codes) > 3 else "")
