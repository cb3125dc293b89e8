"""Hold what was read for one field: a day with its place, or no day and the reason."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from clausegen.dates.normalise import DateExpression


class Fact(NamedTuple):
    """A day read at ``[start, end)``; without one, ``reason`` says why.

    ``calculation`` shows a sum, ``code`` is the reason in one word; ``probability`` (0-1) is the reader's.
    """

    start: int
    end: int
    day: dt.date | None = None
    reason: str = ""
    calculation: str = ""
    kind: str = ""
    code: str = ""
    probability: float = 1.0

    @classmethod
    def of(cls, date: DateExpression, start: int | None = None, kind: str = "stated") -> Fact:
        """Return the fact that a date expression states, its evidence beginning at ``start``."""
        return cls(date.start if start is None else start, date.end, date.day, date.reason, kind=kind, code=date.code)
