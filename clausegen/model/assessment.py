"""A tier assessment: what people found about each factor; the tier, each factor's part, what would change it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field, StrictBool, field_validator

from clausegen.model.deal_fields import Day, Text, printable
from clausegen.model.document import Value
from clausegen.model.requirement import Tier


class Rating(Value):
    """Finding about one factor: an option, or the items met of a checklist; from where and when."""

    value: str | tuple[str, ...]
    source: Text
    date: Day

    @field_validator("value", mode="before")
    @classmethod
    def _is_text_or_a_list(cls, value: Any) -> Any:
        """Return one clear fault instead of one for each kind of value that is possible."""
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list | tuple) or not all(isinstance(text, str) for text in texts):
            raise ValueError("an option in quotes, or a list of items in quotes")
        for text in texts:
            printable(text)
        return value


class Statement(Value):
    """A yes or no to one of the questions that decide whether a deal may be made at all, with its source."""

    value: StrictBool
    source: Text
    date: Day


class Factors(Value):
    """Input to tier assessment beside the deal itself.

    ``author`` assessed the deal on ``date``. ``country`` is the end user's State as the index files name it,
    best by its three-letter code. ``wgi`` and ``cpi`` are those files, relative to the deal file. ``ratings``
    are by factor and ``statements`` by question; ``templates/tiers/`` says which there are.
    """

    author: Text
    date: Day
    country: Text | None = None
    wgi: Text | None = None
    cpi: Text | None = None
    ratings: dict[str, Rating] = Field(default_factory=dict)
    statements: dict[str, Statement] = Field(default_factory=dict)


class AssessmentGenerator(Value):
    """Maker of the assessment: the program's version, the tier file and its hash."""

    name: str = "clausegen"
    version: str
    tiers: str
    tiers_sha256: str


class Contribution(Value):
    """One factor: its band (0 best to 4 worst), its weight, and what the band rests on.

    ``points`` is band times weight. ``missing`` says that the band stands in for data that are not there.
    ``date`` is None where there is nothing to date; ``warnings`` are complete sentences.
    """

    factor: str
    code: str
    title: str
    group: str
    band: int
    weight: int
    points: int
    found: str
    source: str
    date: dt.date | None
    missing: bool = False
    warnings: tuple[str, ...] = ()


class HeldTier(Value):
    """A floor or no-go that holds."""

    id: str
    tier: Tier
    reason: str


class UnansweredFactor(Value):
    """A question nobody has answered and on which a no-go hangs, or a factor whose band decides one."""

    id: str
    question: str
    no_go: str


class TierChange(Value):
    """A single change and the tier it would lead to. ``change`` completes "If …"."""

    change: str
    tier: Tier


class Assessment(Value):
    """The risk tier of a deal, with its reasons.

    ``score_tier`` is what the score alone gives: ``points`` of ``most`` (every factor at its worst), compared
    with ``thresholds`` in percent of ``most``. ``country`` is the end user's State as given, ``economy`` its
    name in the index files. ``date`` and ``author`` are those of the assessment in the deal file; ``today``
    is the day on which it was computed, against which the age of sources counts.
    """

    schema_version: int = 1
    generator: AssessmentGenerator
    deal: str
    end_user: str
    country: str
    economy: str
    tier: Tier
    score_tier: Tier
    points: int
    most: int
    thresholds: dict[Tier, int]
    no_gos: tuple[HeldTier, ...]
    floors: tuple[HeldTier, ...]
    open: tuple[UnansweredFactor, ...]
    contributions: tuple[Contribution, ...]
    changes: tuple[TierChange, ...]
    warnings: tuple[str, ...]
    author: str
    date: dt.date
    today: dt.date

    @property
    def share(self) -> str:
        """The score in percent of the worst, cut off after one digit: rounding could lift it over a threshold."""
        tenths = 1000 * self.points // self.most
        return f"{tenths // 10}.{tenths % 10}%"

    @property
    def refusal(self) -> tuple[str, ...]:
        """Reasons why no agreement may be drafted; empty unless the tier is prohibited."""
        if self.tier is not Tier.PROHIBITED:
            return ()
        held = (*self.no_gos, *(floor for floor in self.floors if floor.tier is Tier.PROHIBITED))
        reasons = [entry.reason for entry in held]
        if self.score_tier is Tier.PROHIBITED:
            limit = self.thresholds[Tier.PROHIBITED]
            reasons.append(f"The score is {self.share} of the worst; from {limit}% no agreement is made.")
        return tuple(reasons)
