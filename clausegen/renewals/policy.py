"""The practice of renewals as data: ``templates/renewals.toml``, or a company's own copy of it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from clausegen.library import parse, read_toml
from clausegen.model import DutyKind, Renewal, Source, Tier, Value

NAME = "renewals.toml"


class Effect(Value):
    """The consequences of an event.

    ``steps`` tiers up and never below ``floor`` for ``months`` months; ``prohibits`` forbids renewal for good;
    ``blocks`` forbids it until another event resolves this one; ``review`` asks for a new assessment before
    renewal; ``resolves`` says that the event may settle another; ``clean`` counts towards a lower tier;
    ``certificate`` says that a certificate was received.
    """

    steps: int = Field(default=0, ge=0, le=2)
    floor: Tier | None = None
    months: int = Field(default=0, ge=0, le=240)
    prohibits: bool = False
    blocks: bool = False
    review: bool = False
    resolves: bool = False
    clean: bool = False
    certificate: bool = False


class EventKind(Value):
    """A kind of event a history may record; with outcomes, an event names one of them."""

    id: str
    title: str
    blocks: bool = False
    review: bool = False
    outcomes: dict[str, Effect] = Field(default_factory=dict)

    def effect(self, outcome: str) -> Effect:
        """Return what follows from an event of this kind with this outcome. Raises KeyError for an unknown outcome."""
        if not self.outcomes:
            return Effect(blocks=self.blocks, review=self.review)
        effect = self.outcomes[outcome]
        return effect.model_copy(
            update={"blocks": effect.blocks or self.blocks, "review": effect.review or self.review}
        )


class Cleared(Value):
    """The conditions on which a raised tier falls again: clean reviews in a row, and whether compliance must sign."""

    reviews: int = Field(ge=1)
    sign_off: bool = True


class Overdue(Value):
    """The consequences when the customer owes something that is recorded nowhere.

    After ``grace_days`` the risk must be assessed anew; ``missed`` in a row, after an earlier one was recorded, raise
    the tier by ``steps``.
    """

    grace_days: int = Field(default=30, ge=0, le=366)
    missed: int = Field(default=2, ge=1)
    steps: int = Field(default=1, ge=0, le=2)


class Obligation(Value):
    """A kind of duty after signature: who owes it, who sees to it, what is asked, what proves it.

    ``record`` is the kind of event that settles it, with one of the outcomes ``settled_by``. ``practice`` says that the
    house asks for it, at the interval of the tier, where the contract states none.
    """

    kind: DutyKind
    title: str
    owed_by: Literal["customer", "supplier"]
    who: str
    ask: str
    proof: str
    record: str = ""
    settled_by: tuple[str, ...] = ()
    practice: bool = False


class Step(Value):
    """A step of the due diligence before renewal."""

    step: str
    ask: str


class Question(Value):
    """A question to the end user."""

    ask: str


class OtherWords(Value):
    """The words of the cover letter that take the place of others for one kind of renewal; "" keeps those."""

    due: str = ""
    notice_over: str = ""
    condition: str = ""
    condition_late: str = ""
    addendum: str = ""
    reservation: str = ""


class Letter(Value):
    """The words of the cover letter; names in braces are filled in."""

    opening: str
    due: str
    notice_over: str  # instead of "due" after the last day for notice
    ended: str  # and after the end of the term
    condition: str
    condition_late: str  # after the day by which the answers were to be asked for
    addendum: str
    no_addendum: str
    reservation: str
    closing: str
    due_no_notice: str = ""  # the agreement renews by itself, and no notice period was found
    of_kind: dict[Literal["automatic", "option", "perpetual", "unread"], OtherWords] = Field(default_factory=dict)

    def of(self, renewal: Renewal) -> Letter:
        """Return the words for a renewal: one that happens by itself, by an option, or in any other way."""
        used_up = renewal.kind == "automatic" and not renewal.automatic
        words = next((words for kind, words in self.of_kind.items() if kind == renewal.kind and not used_up), None)
        return self.model_copy(update=words.model_dump(exclude_defaults=True)) if words else self


class NonRenewal(Value):
    """The notice of non-renewal, for a contract that renews by itself, and the step of the checklist for it.

    ``step_over`` takes the place of ``step`` after the last day for notice.
    """

    words: tuple[str, ...] = ()
    step: Step
    step_over: Step


class Statement(Value):
    """A statement a certificate must make; ``pattern`` finds it in the words, small letters and single spaces."""

    id: str
    says: str
    pattern: str


class Figure(Value):
    """A figure a certificate must give, by the beginning of its label."""

    id: str
    label: str
    kind: Literal["count", "text"]


class RegionWords(Value):
    """Patterns for the regions of use: ``style`` may stand before the name of a place, ``filler`` beside it."""

    style: str = ""
    filler: str = ""


class Asked(Value):
    """A fact that the papers of a pack print, by its key in a deal file; ``open`` names it where nobody answers."""

    key: str
    open: str
    kind: Literal["text", "day", "count"] = "text"


class Practice(Value):
    """The practice of a company. ``lead_days`` are days of internal work before the last day for notice, by tier.

    A certificate counts as given before a renewal when it came in the last ``certificate_months_before``
    months before the last day for notice. ``dispatch_days`` lie between the decision and the last day for notice.
    """

    sources: tuple[Source, ...] = ()
    lead_days: dict[Tier, int]
    certificate_months_before: int = Field(default=3, ge=1, le=24)
    dispatch_days: int = Field(default=14, ge=0, le=366)
    overdue: Overdue = Overdue()
    cleared: Cleared
    obligations: tuple[Obligation, ...] = ()
    kinds: tuple[EventKind, ...]
    checklist: tuple[Step, ...]
    questions: tuple[Question, ...]
    facts: tuple[Asked, ...] = ()
    letter: Letter
    non_renewal: NonRenewal | None = None
    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...]
    regions: RegionWords = RegionWords()

    @model_validator(mode="after")
    def _complete(self) -> Practice:
        if len({kind.id for kind in self.kinds}) != len(self.kinds):
            raise ValueError("each kind of event once")
        absent = [tier.value for tier in (Tier.LOW, Tier.MEDIUM, Tier.HIGH) if tier not in self.lead_days]
        if absent:
            raise ValueError(f"lead_days for {', '.join(absent)}")
        if any(not 0 <= days <= 3650 for days in self.lead_days.values()):
            raise ValueError("lead_days from 0 to 3650")
        outcomes = {kind.id: set(kind.outcomes) for kind in self.kinds}
        for duty in self.obligations:
            if duty.record and not set(duty.settled_by) <= outcomes.get(duty.record, set()):
                raise ValueError(f"obligation {duty.kind}: record and settled_by of one of the kinds")
        return self

    def kind(self, name: str) -> EventKind:
        """Return the kind of an event. Raises KeyError when there is none of that name."""
        return next(kind for kind in self.kinds if kind.id == name)


def load_practice(root: Path) -> Practice:
    """Read ``renewals.toml`` of a library root, or a file. Raises DataError with everything wrong in it."""
    file = root if root.suffix == ".toml" else root / NAME
    return parse(Practice, read_toml(file), file)
