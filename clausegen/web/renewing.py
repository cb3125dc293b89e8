"""Renewals at the desk: computed beside everything else, and drawn on a line of time."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from clausegen.errors import ClausegenError
from clausegen.library import Library
from clausegen.model import Due, Entry, Playbook, RenewalState
from clausegen.renewals import due as due_of
from clausegen.renewals import find_register, load_practice, question_in

WITHIN: Final = 180  # days
PAGE: Final = 50  # contracts on one page
_SHOWN: Final = 366
_STACKED: Final = 3  # points of one place on the line


def renewals_of(folder: Path, entries: Iterable[Entry], *, library: Library, playbook: Playbook, today: dt.date) -> Due:
    """Join contracts as decided with history, deal files and register in ``folder``; a concern says what is wrong."""
    concerns: list[str] = []
    try:
        practice, register = load_practice(library.root), find_register(None, folder)
        question = question_in(
            folder,
            register,
            today=today,
            within_days=WITHIN,
            library=library,
            playbook=playbook,
            practice=practice,
            concerns=concerns,
        )
        due = due_of(entries, question)
    except ClausegenError as error:
        return Due(today=today, within_days=WITHIN, renewals=(), concerns=(str(error),))
    return due.model_copy(update={"concerns": (*due.concerns, *concerns)})


class Renewals:
    """Computes renewals in a thread, and keeps them while nothing has changed."""

    def __init__(self, make: Callable[[], Due]) -> None:
        self._make = make
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
        """Return True while what was made is not for this ``key``."""
        with self._lock:
            return self._key != key

    def wait(self, seconds: float) -> None:
        """Return when nothing is being made, or the time is over."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, key: str) -> None:
        made = self._make()
        with self._lock:
            self._made, self._key = made, key


def page_of(due: Due, path: str) -> int:
    """Return the page, from 1, that shows a contract; the first for one that is not listed."""
    places = (place for place, renewal in enumerate(due.renewals) if path in (renewal.path, *renewal.copies))
    return next(places, 0) // PAGE + 1


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
    stacked: Counter[int] = Counter()
    for renewal in due.renewals:
        day = renewal.act_by or renewal.period_end
        if day and renewal.state is not RenewalState.EXPIRED and 0 <= (day - today).days <= _SHOWN:
            stacked[_x(day, today)] += 1
            if stacked[_x(day, today)] <= _STACKED:  # more of them would cover each other
                points.append(Point(_x(day, today), day, renewal.path, renewal.state.value))
    months = []
    for ahead in range(1, 13):
        month = today.month - 1 + ahead
        first = dt.date(today.year + month // 12, month % 12 + 1, 1)
        months.append((_x(first, today), f"{first:%b}"))
    return Timeline(tuple(points), tuple(months))


def _x(day: dt.date, today: dt.date) -> int:
    return round((day - today).days / _SHOWN * 1000)
