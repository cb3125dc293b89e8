"""The one definition of a requirement that drafting and checking share.

A folder ``templates/clauses/<id>/`` holds ``requirement.toml`` (this schema), ``clause.md.j2`` (our
wording, one Jinja block per element) and ``examples.toml`` (texts that satisfy, nearly satisfy or
contradict an element). The generator renders the blocks; the checker decides the elements; they meet
only here.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import re
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, field_validator, model_validator

from clausegen.model.document import Value

Answer = bool | int | str | dt.date | tuple[str, ...]


class Tier(StrEnum):
    """Risk tier of a deal. Source: the supplier's risk categories; a prohibited deal has no clause set."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    PROHIBITED = "prohibited"

    @property
    def rank(self) -> int:
        """0 for low to 3 for prohibited, so that tiers can be compared."""
        return _RANKS[self.value]

    def reaches(self, other: Tier) -> bool:
        """Return True when this tier is ``other`` or higher."""
        return self.rank >= other.rank


_RANKS = {tier.value: rank for rank, tier in enumerate(Tier)}


class Severity(StrEnum):
    """Weight of an element that is lacking: critical empties the requirement, minor weakens it."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class Source(Value):
    """Source of a legal statement.

    Only ``verified`` sources are printed as citations; ``seen`` means read in a secondary copy, ``seed``
    in the supplier's letter of 1 June 2020, ``unverified`` from memory. ``checked`` is the day on which somebody last
    looked it up.
    """

    cite: str
    status: Literal["verified", "seed", "seen", "unverified", "proposal"]
    note: str = ""
    checked: dt.date | None = None


class Parameter(Value):
    """A blank in our wording: its type, the question that fills it, and a sensible default.

    ``same_as`` names the same figure in other requirements ("requirement.parameter"): one answer serves all.
    ``at_least`` names a figure below which this one must not lie.
    """

    id: str
    type: Literal["integer", "text", "date", "list", "boolean"]
    question: str
    default: Answer | None = None
    by_tier: dict[Tier, Answer] = Field(default_factory=dict)
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    same_as: tuple[str, ...] = ()
    at_least: str = ""

    def default_at(self, tier: Tier) -> Answer | None:
        """Return the default for a deal of this tier, or None when the drafter has to answer."""
        return self.by_tier.get(tier, self.default)


class Position(Value):
    """One rung of a fallback ladder: what it says and, for a fallback, whose approval it needs."""

    statement: str
    approver: str = ""


class Ladder(Value):
    """Positions on a critical element, from preferred to walking away."""

    preferred: Position
    acceptable: Position
    fallback: Position
    walk_away: str

    @model_validator(mode="after")
    def _fallback_names_its_approver(self) -> Ladder:
        if not self.fallback.approver:
            raise ValueError("a fallback position names its approver")
        return self


class DateRule(Value):
    """Dates that speak against an element: a term longer than the tier allows, a renewal.

    How long that is stands in the playbook, with what else a tier asks of the deal.
    """

    long_term: bool = False
    renewal: Literal["", "automatic", "perpetual"] = ""


class Undoing(Value):
    """Words that a value of a deal must not say, because the element would be lost with them.

    ``field`` is the key of the deal ("use_limits.regions", "answers.decision_body"), ``says`` are regular expressions
    for whole words in it. ``of_the_customer``: it must not name the customer or end user, their State or their town.
    ``reason`` is one sentence for the person who drafts.
    """

    field: str
    reason: str
    says: tuple[str, ...] = ()
    of_the_customer: bool = False

    @field_validator("says")
    @classmethod
    def _are_patterns(cls, says: tuple[str, ...]) -> tuple[str, ...]:
        for text in says:
            try:
                re.compile(text)
            except re.error as error:
                raise ValueError(f"a regular expression; {text!r}: {error}") from None
        return says


class Element(Value):
    """The smallest part of a requirement that can be missing by itself.

    ``statement`` is the proposition a contract must establish; ``parts`` are sub-propositions that all
    belong to it when one sentence rarely carries them together. ``holder`` is the side whose right or duty
    it is ("supplier", "customer"), where the element fails in the other side's hands; ``""`` where either
    may speak or nobody acts. ``against`` is what the dates read may say against it;
    ``undone_by`` are values of a deal with which our own wording would not give it. ``protects`` are codes of elements:
    of one of them a contract must speak before ordinary words can contradict this one.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    code: str = Field(pattern=r"^[A-Z]{3}-\d+$")
    statement: str
    severity: Severity
    from_tier: Tier
    why: str
    satisfied_by: str = ""
    holder: Literal["", "supplier", "customer"] = ""
    parts: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    ladder: Ladder | None = None
    against: DateRule | None = None
    undone_by: tuple[Undoing, ...] = ()
    protects: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The element in words: "No prior notice" for ``no-prior-notice``."""
        return self.id.replace("-", " ").capitalize()

    @property
    def wording(self) -> str:
        """Sixteen hex digits that change with the statement: what is trained on one wording does not know another."""
        return _digest(self.statement)

    @property
    def block(self) -> str:
        """Name of the element's Jinja block: the id with underscores."""
        return self.id.replace("-", "_")


@functools.cache
def _digest(statement: str) -> str:
    return hashlib.sha256(statement.encode()).hexdigest()[:16]


class Status(StrEnum):
    """Status of an element, or of a whole requirement (which may also be partial)."""

    SATISFIED = "satisfied"
    PARTIAL = "partial"
    MISSING = "missing"
    CONTRADICTED = "contradicted"
    UNCERTAIN = "uncertain"


SIGNS: Final = {
    Status.SATISFIED: "✓",
    Status.PARTIAL: "◐",
    Status.UNCERTAIN: "?",
    Status.MISSING: "✗",
    Status.CONTRADICTED: "‼",
}
"""The sign of each status, on paper and on screens."""


class Example(Value):
    """A text with the status it gives to elements of its requirement.

    ``expect`` maps element ids to a status. A near-miss says in ``why_not`` why it fails.
    It is judged at its ``tier``. ``known_failure`` says why the checker gets it wrong today; the test then expects
    the failure.
    """

    text: str
    kind: Literal["satisfies", "near-miss", "contradicts"]
    expect: dict[str, Status] = Field(min_length=1)
    why_not: str = ""
    tier: Tier = Tier.HIGH
    origin: str = ""
    known_failure: str = ""

    @model_validator(mode="after")
    def _near_miss_says_why(self) -> Example:
        if self.kind == "near-miss" and not self.why_not:
            raise ValueError("a near-miss says in why_not why it fails")
        return self


class Examples(Value):
    """``examples.toml`` of a clause folder."""

    examples: tuple[Example, ...] = ()


class Requirement(Value):
    """A requirement with its elements, our wording, and in its folder the examples that pin its meaning."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    code: str = Field(pattern=r"^[A-Z]{3}$")
    title: str
    statement: str
    why: str
    from_tier: Tier
    sources: tuple[Source, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    definitions: dict[str, str] = Field(default_factory=dict)  # term: what it means, each term in one requirement
    elements: tuple[Element, ...] = Field(min_length=1)
    template: str = ""
    folder: Path | None = None

    @field_validator("elements")
    @classmethod
    def _ids_and_codes_differ(cls, elements: tuple[Element, ...]) -> tuple[Element, ...]:
        for kind, names in (("id", [e.id for e in elements]), ("code", [e.code for e in elements])):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"element {kind} used twice: {', '.join(twice)}")
        return elements

    def element(self, name: str) -> Element:
        """Return the element with this id or code. Raises KeyError when there is none."""
        for element in self.elements:
            if name in (element.id, element.code):
                return element
        raise KeyError(name)

    def due_at(self, tier: Tier) -> tuple[Element, ...]:
        """Return elements required at a tier, in order."""
        return tuple(e for e in self.elements if tier.reaches(e.from_tier))
