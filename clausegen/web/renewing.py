"""Renewals at the desk: computed beside everything else, and drawn on a line of time."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from clausegen.auditing import as_decided
from clausegen.errors import ClausegenError
from clausegen.model import Due, RenewalState
from clausegen.renewals import HISTORY_NAME, History, Question, load_history, load_practice
from clausegen.renewals import due as due_of

if TYPE_CHECKING:
    from clausegen.web.desk import Desk

WITHIN: Final = 180  # days
_SHOWN: Final = 366


def renewals_of(desk: Desk) -> Due:
    """Join the contracts that were judged with their history. Raises DataError when the history is wrong."""
    practice = load_practice(desk.library.root)
    file = desk.folder / HISTORY_NAME
    question = Question(
        today=desk.today(),
        within_days=WITHIN,
        library=desk.library,
        playbook=desk.playbook,
        practice=practice,
        history=load_history(file, practice) if file.is_file() else History(),
    )
    decisions = desk.decisions()
    return due_of((as_decided(entry, decisions, desk.today()) for entry in desk.cache.entries()), question)


class Renewals:
    """Computes renewals in a thread, and keeps them while nothing has changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._made: Due | None = None
        self._key = ""
        self._thread: threading.Thread | None = None

    def due(self, key: str) -> Due | None:
        """Return what was made for this ``key``, or for the one before while it is made anew; None at first."""
        with self._lock:
            if self._made is not None and self._key == key:
                return self._made
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, args=(key,), name="renewals", daemon=True)
                self._thread.start()
        if self._made is None:
            self._thread.join(0.3)  # a small folder takes no longer
        return self._made

    def is_old(self, key: str) -> bool:
        """True while what was made is not for this ``key``."""
        with self._lock:
            return self._key != key

    def _run(self, key: str) -> None:
        try:
            made = renewals_of(self._desk)
        except ClausegenError as error:
            made = Due(today=self._desk.today(), within_days=WITHIN, renewals=(), concerns=(str(error),))
        with self._lock:
            self._made, self._key = made, key


@dataclass(frozen=True, slots=True)
class Point:
    """A contract on the line: where (0-1000), the day, and how pressing it is."""

    x: int
    day: dt.date
    path: str
    state: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The next twelve months: points and the first days of months."""

    points: tuple[Point, ...]
    months: tuple[tuple[int, str], ...]


def timeline(due: Due, today: dt.date) -> Timeline:
    """Place the days to act within a year from today."""
    points = []
    for renewal in due.renewals:
        day = renewal.act_by or renewal.period_end
        if day and renewal.state is not RenewalState.EXPIRED and 0 <= (day - today).days <= _SHOWN:
            points.append(Point(_x(day, today), day, renewal.path, renewal.state.value))
    months = []
    for ahead in range(1, 13):
        month = today.month - 1 + ahead
        first = dt.date(today.year + month // 12, month % 12 + 1, 1)
        months.append((_x(first, today), f"{first:%b}"))
    return Timeline(tuple(points), tuple(months))


def _x(day: dt.date, today: dt.date) -> int:
    return round((day - today).days / _SHOWN * 1000)
