"""The deal file: who contracts with whom about what, and every answer the clauses need."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from clausegen.data_file import parse, read_toml
from clausegen.document import Value
from clausegen.requirement import Answer, Tier


class Signatory(Value):
    """Who signs for a party."""

    name: str = Field(min_length=1)
    title: str = Field(min_length=1)


class Party(Value):
    """A party as it is named on the first page and in the notices clause."""

    name: str = Field(min_length=1)
    form: str = Field(min_length=1, description="legal form and State, e.g. 'a company incorporated in Norland'")
    address: str = Field(min_length=1)
    state: str = Field(min_length=1)
    email: str = Field(min_length=3)
    signatory: Signatory
    official: Signatory | None = Field(default=None, description="named official for human-rights notices")


class EndUser(Party):
    """The operating agency. It signs: without it the obligations sit on somebody who does not use the System."""

    mandate: str = Field(min_length=1, description="the legal mandate the System serves")
    signs: bool = True


class Intermediary(Party):
    """A reseller between supplier and customer, if any."""


class Product(Value):
    """What is licensed. ``capability`` is the class that tier assessment uses."""

    name: str = Field(min_length=1)
    description: str = Field(min_length=1)
    capability: Literal["defensive", "analytics", "targeted-interception", "covert-intrusion", "mass"]


class UseLimits(Value):
    """The numbers of Schedule 1. ``licensed_months`` counts from ``start``."""

    start: dt.date
    licensed_months: int = Field(ge=1, le=120)
    concurrent_targets: int = Field(ge=1, le=100_000)
    regions: tuple[str, ...] = Field(min_length=1)

    @field_validator("regions")
    @classmethod
    def _regions_differ(cls, regions: tuple[str, ...]) -> tuple[str, ...]:
        if len({region.casefold() for region in regions}) != len(regions):
            raise ValueError("each region once")
        return regions


class Policy(Value):
    """The supplier's human-rights policy in the version that binds. ``text`` is attached as a schedule."""

    title: str = Field(min_length=1)
    version: str = Field(min_length=1)
    date: dt.date
    text: str = Field(min_length=1, description="the policy, paragraphs separated by blank lines")


class PositionChoice(Value):
    """A rung of the fallback ladder chosen for one element."""

    position: Literal["preferred", "acceptable", "fallback"]
    approved_by: str = ""


class Forum(Value):
    """Governing law and dispute resolution."""

    governing_law: str = "England and Wales"
    arbitration_rules: str = "the arbitration rules of the International Chamber of Commerce"
    seat: str = "London, England"


class Deal(Value):
    """Everything the drafter states about one agreement.

    ``tier`` is the risk tier if already decided; ``factors`` (see ``tier.py``) let clausegen assess it.
    ``answers`` fills parameters of the clauses; ``omit`` names requirements the drafter wants left out
    (mandatory ones are refused); ``positions`` chooses rungs by "requirement.element".
    """

    title: str = Field(min_length=1)
    date: dt.date
    playbook: str = "state-surveillance-technology"
    tier: Tier | None = None
    supplier: Party
    customer: Party
    end_user: EndUser
    intermediary: Intermediary | None = None
    product: Product
    use_limits: UseLimits
    human_rights_policy: Policy
    forum: Forum = Field(default_factory=Forum)
    fees: str = Field(default="as set out in the commercial terms agreed in writing between the Parties", min_length=1)
    answers: dict[str, Answer] = Field(default_factory=dict)
    omit: tuple[str, ...] = ()
    positions: dict[str, PositionChoice] = Field(default_factory=dict)
    factors: dict[str, Answer] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _a_tier_or_its_factors(self) -> Deal:
        if self.tier is None and not self.factors:
            raise ValueError("tier, or [factors] to assess it from")
        return self

    @model_validator(mode="after")
    def _a_fallback_is_approved(self) -> Deal:
        bare = [name for name, c in self.positions.items() if c.position == "fallback" and not c.approved_by]
        if bare:
            raise ValueError(f"approved_by for each fallback: {', '.join(bare)}")
        return self


def load_deal(path: Path) -> Deal:
    """Read a deal file. Raises DataError with everything wrong in it."""
    return parse(Deal, read_toml(path), path)
