"""Decisions of people about one element of one contract, or about the contract as a whole."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Final

from pydantic import ConfigDict, Field, model_validator

from clausegen.model.document import Value
from clausegen.model.requirement import Status

_HEX_DIGITS = 16
_Name = Annotated[str, Field(min_length=1)]


def absent(value: object) -> bool:
    """Return True for None: keys of what nobody decided are left out of JSON."""
    return value is None


class DecisionKind(StrEnum):
    """Kinds of decision: about an element, about a date, about the contract, or about an earlier decision."""

    CONFIRMED = "confirmed"  # the finding is right
    WRONG = "wrong"  # it is not; ``status`` says what is right
    WAIVED = "waived"  # the gap is accepted until a day
    INSERT = "insert"  # our wording is to be inserted
    ANSWERED = "answered"  # a date or period that the contract does not say, or that was misread; ``answer`` holds it
    OUT_OF_SCOPE = "not-in-scope"  # the file is no contract that these requirements are about
    IN_SCOPE = "in-scope"
    COUNTERSIGNED = "countersigned"  # a second person agrees with the decision ``of``
    WITHDRAWN = "withdrawn"  # nothing is decided any more


ABOUT_CONTRACTS = frozenset({DecisionKind.OUT_OF_SCOPE, DecisionKind.IN_SCOPE})
_ABOUT_ELEMENTS = frozenset(
    {DecisionKind.CONFIRMED, DecisionKind.WRONG, DecisionKind.WAIVED, DecisionKind.INSERT, DecisionKind.ANSWERED}
)

_PERIOD: Final = r"[1-9]\d{0,3} (?:business day|day|week|month|quarter|year)s?"
_DAY: Final = r"\d{4}-\d{2}-\d{2}"
ANSWERS: Final = {
    "dates.agreement_date": (_DAY, "a day such as 2027-03-31"),
    "dates.effective_date": (_DAY, "a day such as 2027-03-31"),
    "dates.expiration_date": (rf"{_DAY}|none", "a day such as 2027-03-31, or 'none' for a contract without an end"),
    "dates.initial_term": (_PERIOD, "a period such as '3 years'"),
    "dates.renewal_term": (
        rf"none|perpetual|consent|(?:automatic|option)(?: (?:successive )?{_PERIOD})?",
        "'none', 'consent', 'option 1 year' or 'automatic 1 year', with 'successive' where it renews again and again",
    ),
    "dates.notice_period": (_PERIOD, "a period such as '90 days'"),
}
"""Dates and periods that a person can answer: the pattern of an answer, and the words that ask for it."""


class Decision(Value):
    """One decision, as one line of ``decisions.toml`` holds it.

    ``contract`` is the path from the folder of the file, or a pattern in waivers of the older format; ``sha256`` is of
    the contract's bytes, so that a decision follows a file that moves. ``element`` is a code ("SUS-2"), the name of a
    date ("dates.expiration_date"), or "" for the contract as a whole. ``quotation`` identifies the words the finding
    quoted (see ``quotation_of``); None stands for any. ``status`` is the right status of the element, also of a
    confirmed finding. ``words`` are those of the contract that the person relies on. ``answer`` is a date or period
    (see ``ANSWERS``). ``after`` names the decisions that this person saw and replaced: two decisions that do not know
    each other are a conflict. ``approver`` says whose countersignature it needs, ``of`` which decision is
    countersigned.
    """

    model_config = ConfigDict(str_strip_whitespace=True)

    id: str = ""
    contract: _Name
    sha256: str = ""
    element: str = ""
    quotation: str | None = None
    decision: DecisionKind
    status: Status | None = None
    until: dt.date | None = None
    words: str = ""
    answer: str = ""
    who: _Name
    when: dt.datetime
    note: str = ""
    approver: str = ""
    after: tuple[str, ...] = ()
    of: str = ""

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Decision:
        needs = {
            DecisionKind.CONFIRMED: ("status", self.status),
            DecisionKind.WRONG: ("status", self.status),
            DecisionKind.WAIVED: ("until", self.until),
            DecisionKind.COUNTERSIGNED: ("of", self.of),
            DecisionKind.ANSWERED: ("answer", self.answer),
        }
        name, given = needs.get(self.decision, ("", True))
        if not given:
            raise ValueError(f"a decision {self.decision.value!r} states {name!r}")
        if self.decision in (DecisionKind.CONFIRMED, DecisionKind.WRONG) and self.status is Status.PARTIAL:
            raise ValueError("an element is satisfied, missing, contradicted or uncertain, never partial")
        if not self.element and self.decision in _ABOUT_ELEMENTS:
            raise ValueError(f"a decision {self.decision.value!r} names its element")
        if self.decision is DecisionKind.ANSWERED:
            self._is_an_answer()
        return self

    def _is_an_answer(self) -> None:
        if self.element not in ANSWERS:
            raise ValueError(f"no question {self.element!r}; those that can be answered are {', '.join(ANSWERS)}")
        pattern, wanted = ANSWERS[self.element]
        is_day = re.fullmatch(_DAY, self.answer)
        if not re.fullmatch(pattern, self.answer) or (is_day and not _exists(self.answer)):
            raise ValueError(f"{self.element}: expected {wanted}, got {self.answer!r}")


def _exists(day: str) -> bool:
    try:
        dt.date.fromisoformat(day)
    except ValueError:
        return False
    return True


class Standing(StrEnum):
    """Standing of a decision: whether it counts today, and if not, why."""

    HOLDS = "holds"
    REOPENED = "reopened"  # the contract quotes other words now
    EXPIRED = "expired"  # a waiver whose day is past
    CONFLICT = "conflict"  # two people decided differently without knowing of each other
    AWAITING = "awaiting"  # a second person has not countersigned yet
    WITHOUT_WORDS = "without-words"  # the status needs words of the contract, and none are named


_WORDS = {
    DecisionKind.CONFIRMED: "confirmed",
    DecisionKind.WRONG: "corrected",
    DecisionKind.WAIVED: "waived",
    DecisionKind.INSERT: "to be inserted, as decided",
    DecisionKind.ANSWERED: "answered",
    DecisionKind.OUT_OF_SCOPE: "put out of scope",
    DecisionKind.IN_SCOPE: "put in scope",
    DecisionKind.COUNTERSIGNED: "countersigned",
    DecisionKind.WITHDRAWN: "withdrawn",
}
_WHY_NOT = {
    Standing.HOLDS: "",
    Standing.REOPENED: "open again: the contract or the program quotes other words now",
    Standing.EXPIRED: "open again: the waiver has expired",
    Standing.CONFLICT: "not applied: two people decided differently; one decision is needed",
    Standing.AWAITING: "not applied yet: it needs the countersignature of {approver}",
    Standing.WITHOUT_WORDS: "not applied: it names no words of the contract",
}


class Decided(Value):
    """A decision as a finding, a date or a report carries it. ``before`` is the status the program found.

    ``answer`` is a date or period as a person gave it, ``read`` as the program read it; "" for neither.
    ``others`` are the ids of the decisions it conflicts with; ``countersigned`` is who agreed.
    """

    id: str = ""
    kind: DecisionKind
    standing: Standing
    who: str
    when: dt.datetime
    note: str = ""
    until: dt.date | None = None
    status: Status | None = None
    before: Status | None = None
    answer: str = Field(default="", exclude_if=lambda value: not value)
    read: str = Field(default="", exclude_if=lambda value: not value)
    approver: str = ""
    countersigned: str = ""
    others: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """True when it counts today."""
        return self.standing is Standing.HOLDS

    @property
    def said(self) -> str:
        """One sentence for a reader of a report: what was decided, by whom, and why it may not count."""
        what = _WORDS[self.kind]
        if self.kind is DecisionKind.WAIVED and self.until:
            what += f" until {self.until}"
        if self.kind is DecisionKind.WRONG and self.status and self.before:
            what = f"corrected from {self.before.value} to {self.status.value}"
        if self.answer:
            what += f" {self.answer}" + (f" (read as {self.read})" if self.read and self.read != self.answer else "")
        made = f"{what} by {self.who}" + (f" on {self.when:%Y-%m-%d}" if self.when.year > 1 else "")
        made += f", countersigned by {self.countersigned}" if self.countersigned else ""
        made += f": {self.note}" if self.note else ""
        why = _WHY_NOT[self.standing].format(approver=self.approver)
        return f"{made} ({why})" if why else made


def quotation_of(texts: Iterable[str]) -> str:
    """Return sixteen hex digits that identify the words quoted, whatever their spacing; "" when none are."""
    words = "\n".join(" ".join(text.split()) for text in texts)
    return sha256(words.encode(errors="replace")).hexdigest()[:_HEX_DIGITS] if words else ""
