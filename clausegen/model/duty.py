"""Duties after signature: what a contract asks to be done again and again, or when something happens."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from clausegen.model.document import Value


class DutyKind(StrEnum):
    """Kinds of what falls due after signature; ``templates/renewals.toml`` says who owes each and what proves it."""

    CERTIFICATE = "certificate"
    REVIEW = "review"
    VISIT = "visit"
    AUDIT = "audit"
    TRAINING = "training"
    REPORT = "report"
    LOGS = "logs"  # records are kept for a time
    MISUSE_NOTICE = "misuse-notice"
    LAW_NOTICE = "law-notice"


class Duty(Value):
    """One provision that something is done at times, in the words of the contract: ``text`` at ``[start, end)``.

    ``every`` is an interval ("6 months"), ``on`` are days that are named, ``yearly`` is a day of each year ("03-31");
    ``within`` is the time to act once something happened ("48 hours"). ``before_renewal`` is how long before each
    renewal it is due as well: a period, "0 days" where none is stated, "" where it is not due then. ``keep`` is how
    long records are kept, and ``after_end`` how long after the end of the contract. ``is_right`` is true of what a
    party may do and need not; ``part`` is the file or part of the file, as in evidence.
    """

    kind: DutyKind
    text: str
    start: int = 0
    end: int = 0
    clause: str = ""
    part: str = "body"
    every: str = ""
    on: tuple[dt.date, ...] = ()
    yearly: str = ""
    within: str = ""
    before_renewal: str = ""
    keep: str = ""
    after_end: str = ""
    is_right: bool = False
