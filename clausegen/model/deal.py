"""The deal file: who contracts with whom about what, and every answer the clauses need."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Literal

from dateutil.relativedelta import relativedelta
from pydantic import Field, StrictBool, field_validator, model_validator

from clausegen.model.after_signature import Attested, ExistingAgreement, Incident
from clausegen.model.assessment import Factors
from clausegen.model.deal_fields import Count, Day, Email, GivenAnswer, LongText, OptionalText, Text, dotted
from clausegen.model.document import Value
from clausegen.model.requirement import Tier


class Signatory(Value):
    """Person who signs for a party."""

    name: Text
    title: Text


class ProcessAgent(Value):
    """Whoever accepts service of process for a party, at the seat of the arbitration."""

    name: Text
    address: Text


class Party(Value):
    """A party as it is named on the first page and in the notices clause."""

    name: Text
    form: Text = Field(description="legal form and State, e.g. 'a company incorporated in Norland'")
    address: Text
    state: Text
    email: Email
    signatory: Signatory
    official: Signatory | None = Field(default=None, description="named official for human-rights notices")
    process_agent: ProcessAgent | None = None


class EndUser(Party):
    """The operating agency. It signs: without it the obligations sit on somebody who does not use the System."""

    mandate: Text = Field(description="the legal mandate the System serves")
    signs: StrictBool = True


class Intermediary(Party):
    """A reseller between supplier and customer, if any.

    ``back_to_back`` makes two contracts in place of one among all: the reseller with the State, in which the supplier
    keeps its rights without being a party, and the supplier with the reseller.
    """

    back_to_back: StrictBool = False


class Product(Value):
    """Product licensed. ``capability`` is the class that tier assessment uses, and it chooses wording."""

    name: Text
    description: Text
    capability: Literal[
        "defensive",
        "analytics",
        "location",
        "forensics",
        "biometrics",
        "drone",
        "network",
        "targeted-interception",
        "covert-intrusion",
        "mass",
    ]


class UseLimits(Value):
    """The numbers of Schedule 1. ``licensed_months`` counts from ``start``."""

    start: Day
    licensed_months: Count = Field(ge=1, le=120)
    concurrent_targets: Count = Field(ge=1, le=100_000)
    regions: tuple[Text, ...] = Field(min_length=1)

    @property
    def end(self) -> dt.date:
        """The day on which the licensed period is over; the last day of the calendar where it would lie behind it."""
        try:
            return self.start + relativedelta(months=self.licensed_months)
        except (OverflowError, ValueError):
            return dt.date.max

    def fitted(self, months: int) -> int:
        """Return an interval of so many months, at most half of the licensed period, so that it falls due within it."""
        return min(months, (self.licensed_months + 1) // 2)

    @field_validator("regions")
    @classmethod
    def _regions_differ(cls, regions: tuple[str, ...]) -> tuple[str, ...]:
        if len({region.casefold() for region in regions}) != len(regions):
            raise ValueError("each region once")
        return regions


class Policy(Value):
    """The supplier's human-rights policy in the version that binds. ``text`` is attached as a schedule."""

    title: Text
    version: Text
    date: Day
    text: LongText = Field(description="the policy, paragraphs separated by blank lines")

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs of the policy, each on one line."""
        return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", self.text) if part.strip())


class PositionChoice(Value):
    """A rung of the fallback ladder chosen for one element."""

    position: Literal["preferred", "acceptable", "fallback", "walk-away"]
    approved_by: OptionalText = ""
    date: Day | None = None

    @model_validator(mode="after")
    def _a_fallback_is_approved(self) -> PositionChoice:
        if self.position == "fallback" and not self.approved_by:
            raise ValueError("approved_by = … beside it, the person who approved this fallback")
        return self


class Omission(Value):
    """The decision to leave a requirement out: who took it, why and when."""

    approved_by: Text
    reason: Text
    date: Day | None = None


class SpecialTerm(Attested):
    """A term that the deal brings itself, and who approved it.

    ``text`` stands ``instead_of`` the wording of an element ("requirement.element") or, without it, in a clause of
    special terms. ``gives_up`` names the elements, by code or name, that the agreement need no longer satisfy.
    ``attested_by`` read the term beside the safeguards and stands for its undoing none of the others.
    """

    title: Text
    text: LongText
    instead_of: OptionalText = ""
    gives_up: tuple[Text, ...] = ()
    approved_by: Text
    reason: Text
    date: Day | None = None


class Approval(Value):
    """Approval of the deal as a whole: by whom, in which function, when, and where that is recorded."""

    by: Text
    function: Text
    date: Day
    reference: OptionalText = ""


class TierOverride(Value):
    """The decision to draft at a lower tier than the assessed one: who took it, when and why."""

    approved_by: Text
    date: Day
    reason: Text


class Forum(Value):
    """Governing law and dispute resolution."""

    governing_law: Text = "England and Wales"
    arbitration_rules: Text = "the arbitration rules of the International Chamber of Commerce"
    seat: Text = "London, England"


class Deal(Value):
    """Everything the drafter states about one agreement.

    ``tier`` is the risk tier if already decided; ``factors`` let clausegen assess it.
    ``answers`` fills parameters of the clauses, by "requirement.parameter" or, for every clause that asks it, by
    "parameter"; ``omit`` leaves requirements out, each with its approver and reason (mandatory ones are refused);
    ``positions`` chooses rungs by "requirement.element"; ``special_terms`` are clauses of the deal's own, judged with
    the rest; ``approvals`` are those of the deal as a whole, which a copy to sign needs; ``operators`` are the persons
    named as operators in the schedule. ``agreement`` and ``incident`` serve the documents that follow a signed
    agreement. ``end_user`` may be absent in the file, but nothing that binds is drafted without it; [[end_user]], once
    for each of several agencies, fills ``further_end_users`` too.
    """

    title: Text
    date: Day
    playbook: str = "state-surveillance-technology"
    tier: Tier | None = None
    tier_override: TierOverride | None = None
    supplier: Party
    customer: Party
    end_user: EndUser | None = None
    further_end_users: tuple[EndUser, ...] = ()
    intermediary: Intermediary | None = None
    product: Product
    use_limits: UseLimits
    human_rights_policy: Policy
    forum: Forum = Field(default_factory=Forum)
    fees: Text = "as set out in the commercial terms agreed in writing between the Parties"
    operators: tuple[Text, ...] = ()
    answers: dict[str, GivenAnswer] = Field(default_factory=dict)
    omit: dict[str, Omission] = Field(default_factory=dict)
    positions: dict[str, PositionChoice] = Field(default_factory=dict)
    special_terms: tuple[SpecialTerm, ...] = ()
    approvals: tuple[Approval, ...] = ()
    factors: Factors | None = None
    agreement: ExistingAgreement | None = None
    incident: Incident | None = None

    @property
    def end_users(self) -> tuple[EndUser, ...]:
        """Every agency that operates the System."""
        return (self.end_user, *self.further_end_users) if self.end_user else ()

    @model_validator(mode="before")
    @classmethod
    def _several_end_users(cls, data: Any) -> Any:
        """Take [[end_user]] apart: the first, and the further ones."""
        users = data.get("end_user") if isinstance(data, dict) else None
        if not isinstance(users, list | tuple) or not users:
            return data
        return {**data, "end_user": users[0], "further_end_users": tuple(users[1:])}

    @field_validator("answers", mode="before")
    @classmethod
    def _tables_of_answers_aredotted(cls, answers: Any) -> Any:
        """Read [answers.suspension] days = 5 as "suspension.days" = 5."""
        return dotted(answers)

    @field_validator("omit", mode="before")
    @classmethod
    def _what_is_left_out_is_approved(cls, omit: Any) -> Any:
        """Return a list of names was the form before omissions needed an approver."""
        if isinstance(omit, list | tuple):
            table = f"a table for each requirement, [omit.{omit[0] if omit else 'NAME'}]"
            nothing = "" if omit else "no such key where nothing is left out, or "
            raise ValueError(f"{nothing}{table} with approved_by = … and reason = …")
        return omit

    @model_validator(mode="after")
    def _a_tier_or_its_factors(self) -> Deal:
        if self.tier is None and not self.factors:
            raise ValueError(
                'tier = "low", "medium" or "high", or [factors] to assess it from; it has neither, '
                "see clausegen tier --help"
            )
        return self
