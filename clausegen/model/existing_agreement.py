"""The signed agreement that later papers belong to, and what people decided about its words."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator

from clausegen.model.deal_fields import Day, OptionalText, Text, dotted
from clausegen.model.document import Value
from clausegen.model.incident import Attested


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
