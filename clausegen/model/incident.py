"""An incident as notices state it: facts with the person who attests each, and acts of the supplier."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from clausegen.model.deal_fields import Day, OptionalText, Text
from clausegen.model.document import Value

Direction = Literal["for-misuse", "against-misuse", "non-cooperation", "open"]


class Attested(Value):
    """Something stated, with the person who stands for it and the day on which that person said so."""

    attested_by: OptionalText = ""
    attested_on: Day | None = None

    @property
    def is_attested(self) -> bool:
        """True when a person stands for it; what nobody attests is printed as to be confirmed."""
        return bool(self.attested_by)

    @model_validator(mode="after")
    def _a_day_belongs_to_a_person(self) -> Attested:
        if bool(self.attested_by) != bool(self.attested_on):
            raise ValueError("attested_by and attested_on together, or neither")
        return self


class Fact(Attested):
    """One fact. ``speaks`` says which way: for misuse, against it, of non-cooperation, or open."""

    says: Text
    speaks: Direction


class Act(Attested):
    """An act of the supplier that a document may state; ``contracts/acts.toml`` says which there are."""


class MisuseFinding(Attested):
    """Findings of the supplier's investigation."""

    result: Literal["misuse", "no-misuse", "inconclusive"]


class Incident(Attested):
    """The matter that a notice is about: when the supplier learnt of it, and what is suspected.

    ``summary`` goes into the notice as it stands, attested as the incident itself is; name no source in it.
    ``decided_by`` signs the notice, with the title ``decided_as``; ``deciding_body`` is the person or body that took
    the decision, as the clause of the agreement names it. ``measures`` are the remedial measures imposed. ``acts`` are
    by name. ``notice_date`` is the date of the notice, by default that of the deal; ``cause`` is why an agreement is
    terminated.
    """

    reference: Text
    date: Day
    summary: Text
    decided_by: Text
    decided_as: OptionalText = ""
    deciding_body: OptionalText = ""
    notice_date: Day | None = None
    cause: Literal["misuse", "non-cooperation"] = "misuse"
    scope: Text = "all use of the System"
    finding: MisuseFinding | None = None
    facts: tuple[Fact, ...] = ()
    acts: dict[str, Act] = Field(default_factory=dict)
    measures: tuple[Text, ...] = ()
    records: tuple[Text, ...] = ()
    identifiers: tuple[Text, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _grounds_became_facts(cls, data: object) -> object:
        if isinstance(data, dict) and "grounds" in data:
            raise ValueError(
                "[[incident.facts]] in place of grounds, each with says = …, speaks = …, attested_by = … and "
                "attested_on = …, for a ground must say which way it speaks and who stands for it"
            )
        return data
