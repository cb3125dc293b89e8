"""The part of a deal file on a signed agreement: decisions about its words, incidents, and who attests each fact."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from clausegen.model.deal_fields import Day, OptionalText, Text, dotted
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


class ChangeDecision(Attested):
    """Decision of a person about words of the existing agreement that contradict an element.

    ``element`` is named "requirement.element", ``clause`` as the agreement numbers it, "" for none; ``quote`` is a part
    of the words, where the clause has several such. ``words`` are what is added or put in their place, by default what
    was proposed.
    """

    clause: OptionalText = ""
    element: Text
    decided: Literal["add", "delete", "replace", "keep"]
    quote: OptionalText = ""
    words: OptionalText = ""


class ExistingAgreement(Value):
    """The signed agreement that a schedule, addendum, notice or certificate belongs to.

    ``clauses`` are clause numbers that the drafter states, by "requirement.element"; they go before those
    that the checker finds, and ``confirmed`` says who read those clauses, and when. ``changes`` are decisions about
    provisions that an addendum proposes to change. ``parties`` are the names of the
    parties in it, where they differ from the deal's. ``start`` is the day on which it took effect, where that is not
    its date; ``amended_by`` names its amendments ("Amendment No. 1 of 14 May 2026").
    """

    title: Text
    date: Day
    reference: OptionalText = ""
    clauses: dict[str, Text] = Field(default_factory=dict)
    confirmed: Attested = Field(default_factory=Attested)
    changes: tuple[ChangeDecision, ...] = ()
    parties: tuple[Text, ...] = ()
    start: Day | None = None
    amended_by: tuple[Text, ...] = ()

    @field_validator("clauses", mode="before")
    @classmethod
    def _tables_of_clauses_aredotted(cls, clauses: Any) -> Any:
        return dotted(clauses)
