"""Values of the renewal list: which contracts are due, by when somebody must act, and what they lack today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from clausegen.model.document import Value
from clausegen.model.duty import DutyKind
from clausegen.model.requirement import Severity, Tier


class RenewalState(StrEnum):
    """State of a contract's renewal, most urgent first."""

    UNKNOWN = "unknown"  # the end is not known: somebody must answer the question first
    OVERDUE = "overdue"  # the last day for notice has passed, the term has not
    DUE = "due"
    LATER = "later"
    EXPIRED = "expired"
    OPEN_ENDED = "open-ended"
    OTHER = "other"  # probably no contract of this kind, and not over


class TaskKind(StrEnum):
    """Kinds of work before a renewal; what falls due after signature has the kind of its duty."""

    ANSWER = "answer"  # a question about the dates
    SETTLE = "settle"  # something forbids renewal until it is settled
    ASSESS = "assess"  # the risk, anew
    BEGIN = "begin"  # internal work, questionnaire, certificate form
    AMEND = "amend"  # close the gaps
    DECIDE = "decide"
    SEND = "send"  # notice


class TaskState(StrEnum):
    """State of a task, most urgent first."""

    OPEN = "open"  # no day is known before somebody answers
    OVERDUE = "overdue"
    DUE = "due"
    LATER = "later"
    ON_EVENT = "on event"  # when something happens


class Task(Value):
    """One thing to be asked, sent, decided or received. ``by`` is its day, None where no day is known.

    ``what`` is the work and ``who`` does it; ``owed_by`` is "customer" or "supplier" for a duty of the contract.
    ``why`` says how the day was counted, ``clause`` and ``text`` where the contract asks for it; without a clause the
    house does. ``proof`` is what shows that it is done, ``recorded`` the last record of it, ``missed`` how many were
    due and are not recorded.
    """

    path: str
    kind: TaskKind | DutyKind
    title: str
    what: str
    state: TaskState
    by: dt.date | None = None
    days_left: int | None = None
    who: str = ""
    owed_by: str = ""
    why: str = ""
    clause: str = ""
    text: str = ""
    proof: str = ""
    recorded: str = ""
    missed: int = 0

    @property
    def is_duty(self) -> bool:
        """True for what falls due after signature, by the contract or by the practice of the house."""
        return isinstance(self.kind, DutyKind)


class Gap(Value):
    """One element a contract lacks. ``status`` is "not-judged" when it only became due at today's tier."""

    requirement: str
    code: str
    severity: Severity
    status: str
    reason: str


class TierToday(Value):
    """The tier at which a renewal is judged.

    ``before`` is the tier the contract had, ``alone`` the one its assessment leads to without its history;
    ``reasons`` are sentences, ``changed`` what differs from the deal as signed, ``doubts`` what is not known.
    ``blocked`` are reasons why it must not be renewed until they are settled, ``refused`` why it must not be
    renewed at all; ``review`` why the risk must be assessed anew first. ``added`` and ``dropped`` are codes of
    elements that became due, or ceased to be, against ``before``; ``held`` those due only because the tier may
    not fall yet.
    """

    tier: Tier
    before: Tier
    reasons: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    alone: Tier | None = None
    changed: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


class Renewal(Value):
    """One contract before its renewal. Days are ISO dates, None where unknown; ``reason`` then says why.

    ``period_end`` is the end of the term that runs today, after ``turns`` renewals by themselves.
    ``notice_by`` is the last day for notice, ``ask_by`` the day internal work must begin, ``act_by`` the one
    that decides the order. ``automatic`` says that silence renews, ``alarm`` what silence does.
    ``question`` is what somebody must answer before the end is known.
    ``notice_to`` is who must receive the notice, ``amendments`` what amendment files changed,
    ``amended_by`` the paths of the amendments that belong to it, in the order they were made. ``copies`` are files of
    the same content. ``tasks`` are what is to be done, most urgent first.
    """

    path: str
    title: str = ""
    customer: str = ""
    country: str = ""
    product: str = ""
    owner: str = ""
    state: RenewalState
    kind: str = ""
    expires: dt.date | None = None
    period_end: dt.date | None = None
    turns: int = 0
    next_end: dt.date | None = None
    notice_period: str = ""
    notice_to: str = ""
    notice_by: dt.date | None = None
    ask_by: dt.date | None = None
    act_by: dt.date | None = None
    days_left: int | None = None
    automatic: bool = False
    alarm: str = ""
    calculation: str = ""
    reason: str = ""
    question: str = ""
    amendments: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    tier: TierToday
    gaps: tuple[Gap, ...] = ()
    copies: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()

    @property
    def may_renew(self) -> bool:
        """True when nothing in the history forbids or blocks renewal."""
        return not self.tier.refused and not self.tier.blocked

    @property
    def owed(self) -> tuple[str, ...]:
        """Sentences on what falls due after signature and is overdue."""
        return tuple(
            f"{task.title} overdue since {task.by}: {task.why}"
            for task in self.tasks
            if task.is_duty and task.state is TaskState.OVERDUE
        )

    def notice_over(self, today: dt.date) -> bool:
        """Return True when the last day for notice lies before ``today``."""
        return self.notice_by is not None and self.notice_by < today


class Due(Value):
    """All contracts, most urgent first, with what is wrong besides (``concerns`` are sentences)."""

    today: dt.date
    within_days: int
    renewals: tuple[Renewal, ...]
    concerns: tuple[str, ...] = ()

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks of all contracts, most urgent first."""
        return in_order(task for renewal in self.renewals for task in renewal.tasks)

    @property
    def to_do(self) -> tuple[Task, ...]:
        """The tasks that are open, overdue or due."""
        return tuple(task for task in self.tasks if task.state not in (TaskState.LATER, TaskState.ON_EVENT))

    def of(self, *states: RenewalState) -> tuple[Renewal, ...]:
        """Return the contracts in one of these states, in order."""
        return tuple(renewal for renewal in self.renewals if renewal.state in states)


def in_order(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Return the tasks by urgency: questions first, then by day."""
    states, kinds = list(TaskState), [*TaskKind, *DutyKind]
    return tuple(
        sorted(
            tasks,
            key=lambda t: (states.index(t.state), t.by or dt.date.max, t.path, kinds.index(t.kind), t.clause, t.what),
        )
    )
