"""Dates, terms and periods of a contract, as they were read or answered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from pydantic import Field

from clausegen.model.decision import Decided, absent
from clausegen.model.document import Value

_YEAR: Final = 365.25
# How many days a unit of time has, about: to compare periods that are counted in different ones.
DAYS: Final = {"business day": 1.4, "day": 1.0, "week": 7.0, "month": _YEAR / 12, "quarter": _YEAR / 4, "year": _YEAR}


class DateFinding(Value):
    """A date, period or term read from the contract.

    ``value`` is an ISO date, a period ("90 days") or a kind of renewal; None when it is not stated, left
    blank or redacted, and ``reason`` then says which. ``calculation`` shows how a relative date came out, ``depends``
    what may still change it ("if not renewed"). ``part`` is
    the file of a family in which the words stand, named as in its evidence; "" for the agreement itself. ``into`` is
    the number of the clause into which an amendment puts the words; "" for none. ``code`` is the
    reason in one word: ambiguous, impossible, blank, withheld, event, conflict, words-and-figures, before-beginning,
    unknown-start, unsure, perpetual, answered. ``decided`` is what a person answered; the key is left out where
    nobody has.
    """

    value: str | None
    text: str = ""
    start: int = 0
    end: int = 0
    clause: str = ""
    reason: str = ""
    calculation: str = ""
    kind: str = ""
    part: str = ""
    into: str = ""
    depends: str = ""
    code: str = ""
    decided: Decided | None = Field(default=None, exclude_if=absent)


def day_of(finding: DateFinding | None) -> dt.date | None:
    """Return the day a finding states, None when it states none."""
    return dt.date.fromisoformat(finding.value) if finding and finding.value else None


class Dates(Value):
    """Dates that matter for renewal, each with its evidence.

    ``notice_to`` has the recipient of the notice as value. In an amendment, ``amends`` is the date of the
    agreement it changes, and ``extension`` the period by which it prolongs it. ``deletes`` and ``replaces`` are
    numbers of clauses of that agreement, or ranges of them ("9.1 to 9.3"); in the dates of an agreement as amended,
    of its own. ``called`` is the amendment's own name with its number ("Amendment No. 2"), ``revokes`` are the names
    of amendments that it takes back as a whole, ``restores`` the clauses and amendments that it says hold again.
    """

    agreement_date: DateFinding | None = None
    effective_date: DateFinding | None = None
    expiration_date: DateFinding | None = None
    initial_term: DateFinding | None = None
    renewal_term: DateFinding | None = None
    notice_period: DateFinding | None = None
    notice_deadline: DateFinding | None = None
    notice_to: DateFinding | None = None
    amends: DateFinding | None = None
    extension: DateFinding | None = None
    deletes: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    called: str = ""
    revokes: tuple[str, ...] = ()
    restores: tuple[str, ...] = ()

    def stated(self) -> Iterator[tuple[str, DateFinding]]:
        """Name and finding of every date, period and term that was read or answered."""
        return ((name, finding) for name, finding in self if isinstance(finding, DateFinding))

    @property
    def term_days(self) -> int | None:
        """The length of the initial term in days, by its ends or about as stated; None when not known."""
        start = next((d.value for d in (self.effective_date, self.agreement_date) if d and d.value), None)
        end = self.expiration_date.value if self.expiration_date else None
        if start and end:
            return (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days
        stated = self.initial_term.value if self.initial_term else None
        found = re.fullmatch(r"(\d+) (.+?)s?", stated or "")
        return round(int(found[1]) * DAYS[found[2]]) if found and found[2] in DAYS else None
