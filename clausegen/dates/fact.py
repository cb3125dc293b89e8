"""What was read for one field: a value with its place, or no value and the reason."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from clausegen.dates.expression import DateExpression


class Fact(NamedTuple):
    """A day read at ``[start, end)``; without one, ``reason`` says why. ``calculation`` shows a sum."""

    start: int
    end: int
    day: dt.date | None = None
    reason: str = ""
    calculation: str = ""
    kind: str = ""

    @classmethod
    def of(cls, date: DateExpression, start: int | None = None, kind: str = "stated") -> Fact:
        """The fact that a date expression states, its evidence beginning at ``start``."""
        return cls(date.start if start is None else start, date.end, date.day, date.reason, kind=kind)
