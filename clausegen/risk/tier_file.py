"""The schema of ``templates/tiers/<playbook>.toml``: factors, bands, weights, floors and no-gos as data.

A factor has a band from 0 (best) to 4 (worst). Four kinds of factor give it: a published index, a choice
among options, a checklist, and figures of the deal. Floors and no-gos are conditions over bands and over
answers to questions; they can raise a tier and never lower one.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from clausegen.errors import DataError, Problem, UsageError
from clausegen.library import parse, read_toml
from clausegen.model import Product, Source, Tier, Value

WORST = 4
Band = Annotated[int, Field(ge=0, le=WORST)]
Cuts = tuple[float, float, float, float]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]


class _Factor(Value):
    """Common fields of every factor. ``group`` says whose risk it measures; only ``country`` factors use indices."""

    id: Id
    code: str = Field(pattern=r"^F\d+$")
    title: str
    question: str
    group: Literal["country", "product", "entity", "deal"]
    weight: int = Field(ge=1, le=100)
    sources: tuple[Source, ...] = Field(min_length=1)


class IndexFactor(_Factor):
    """A published figure from 0 to 100, high is good.

    ``at_least`` holds the lowest figure of bands 0, 1, 2 and 3. With ``error_interval`` the lower end of the
    published error interval is banded instead of the figure: if the interval crosses into a worse band, that
    band counts.
    """

    kind: Literal["index"]
    index: Literal["wgi", "cpi"]
    series: str
    at_least: Cuts
    error_interval: bool

    def band(self, value: float) -> int:
        """Return the band of a figure."""
        return sum(value < cut for cut in self.at_least)


class Item(Value):
    """One entry of a checklist."""

    id: Id
    label: str


class Option(Item):
    """A possible answer and its band."""

    band: Band


class OptionsFactor(_Factor):
    """A choice among options, by an analyst, or by the deal itself where ``fact`` names what decides.

    If both speak, the worse counts.
    """

    kind: Literal["options"]
    options: tuple[Option, ...] = Field(min_length=2)
    fact: Literal["capability", "channel"] | None = None


class ChecklistFactor(_Factor):
    """A checklist. ``at_least`` holds the lowest number of items met of bands 0, 1, 2 and 3."""

    kind: Literal["checklist"]
    items: tuple[Item, ...] = Field(min_length=1)
    at_least: Cuts

    def band(self, met: int) -> int:
        """Return the band for a number of items met."""
        return sum(met < cut for cut in self.at_least)


class DealFigure(Value):
    """A number of the deal. ``at_most`` holds the highest number of bands 0, 1, 2 and 3."""

    fact: Literal["licensed_months", "concurrent_targets"]
    unit: str
    at_most: Cuts

    def band(self, number: int) -> int:
        """Return the band of a number."""
        return sum(number > cut for cut in self.at_most)


class FiguresFactor(_Factor):
    """Numbers of the deal and one choice among options; the worst of them counts."""

    kind: Literal["figures"]
    figures: tuple[DealFigure, ...] = Field(min_length=1)
    options: tuple[Option, ...] = Field(min_length=2)


Factor = Annotated[IndexFactor | OptionsFactor | ChecklistFactor | FiguresFactor, Field(discriminator="kind")]


class TierQuestion(Value):
    """A yes-or-no question, answered in the deal file or, where ``fact`` is given, by the deal itself."""

    id: Id
    question: str
    fact: Literal["end-user-named", "end-user-signs"] | None = None


class Condition(Value):
    """One of three kinds: a factor's band is at least so bad, a checklist lacks an item, a question is answered so."""

    factor: str | None = None
    at_least: Band | None = None
    lacks: str | None = None
    question: str | None = None
    answer: bool | None = None

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Self:
        given = {name for name in type(self).model_fields if getattr(self, name) is not None}
        if given not in ({"factor", "at_least"}, {"factor", "lacks"}, {"question", "answer"}):
            raise ValueError("factor with at_least, factor with lacks, or question with answer")
        return self


class _Conditional(Value):
    """A floor or no-go that applies when every condition holds. ``reason`` is a complete sentence."""

    id: Id
    when: tuple[Condition, ...] = Field(min_length=1)
    reason: str
    sources: tuple[Source, ...] = Field(min_length=1)


class Floor(_Conditional):
    """The tier is at least ``tier``."""

    tier: Tier


class NoGo(_Conditional):
    """The deal is prohibited, whatever else is good about it."""


class TierThresholds(Value):
    """From how many percent of the worst possible score a tier begins. Whole percent."""

    medium: int = Field(ge=1, le=100)
    high: int = Field(ge=1, le=100)
    prohibited: int = Field(ge=1, le=100)

    def tier(self, points: int, most: int) -> Tier:
        """Return the tier of a score. Compared in whole numbers, so that an edge is an edge."""
        for tier in (Tier.PROHIBITED, Tier.HIGH, Tier.MEDIUM):
            if 100 * points >= getattr(self, tier.value) * most:
                return tier
        return Tier.LOW


class Missing(Value):
    """Values that count where something is not known.

    ``band`` is given to a factor without data; ``question`` is the tier a deal has at least while a question
    that could prohibit it is open; ``interval`` is added to the band of an index whose file has no error
    interval; ``economies`` is how many economies a file must hold before ranks are computed from its scores.
    """

    band: Band
    question: Tier
    interval: Band
    economies: int = Field(ge=2)


class Tiers(Value):
    """Rules for finding a tier. ``stale_months`` and ``assess_again_months`` lead to warnings."""

    id: str
    title: str
    description: str
    sources: tuple[Source, ...] = Field(min_length=1)
    thresholds: TierThresholds
    missing: Missing
    stale_months: int = Field(ge=1)
    assess_again_months: int = Field(ge=1)
    factors: tuple[Factor, ...] = Field(min_length=1)
    floors: tuple[Floor, ...] = ()
    questions: tuple[TierQuestion, ...] = ()
    no_gos: tuple[NoGo, ...] = ()

    @model_validator(mode="after")
    def _everything_fits_together(self) -> Self:
        faults = [*_twice(self), *_edges(self), *_capabilities(self), *_conditions(self)]
        if faults:
            raise ValueError("; ".join(faults))
        return self


def load_tiers(root: Path, name: str) -> Tiers:
    """Return the tier file of a playbook in a ``templates/`` folder.

    Raises UsageError when the playbook has none, DataError with everything wrong in it.
    """
    file = root / "tiers" / f"{name}.toml"
    if not file.is_file():
        have = ", ".join(sorted(path.stem for path in (root / "tiers").glob("*.toml"))) or "none"
        raise UsageError(f"playbook {name!r} has no tier file {file.name} in templates/tiers/; there is: {have}")
    stat = file.stat()
    return _parsed(file, stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(maxsize=8)
def _parsed(file: Path, changed: int, size: int) -> Tiers:
    """Parse a tier file once until it changes: every draft asks for it."""
    tiers = parse(Tiers, read_toml(file), file)
    if tiers.id != file.stem:
        raise DataError([Problem(file=str(file), field="id", expected=f"{file.stem!r}, the name of the file")])
    return tiers


def _twice(tiers: Tiers) -> Iterator[str]:
    named = {
        "factor": [factor.id for factor in tiers.factors],
        "code": [factor.code for factor in tiers.factors],
        "floor or no-go": [floor.id for floor in tiers.floors] + [no_go.id for no_go in tiers.no_gos],
        "question": [question.id for question in tiers.questions],
    }
    for factor in tiers.factors:
        if isinstance(factor, OptionsFactor | FiguresFactor):
            named[f"option of {factor.id}"] = [option.id for option in factor.options]
        if isinstance(factor, ChecklistFactor):
            named[f"item of {factor.id}"] = [item.id for item in factor.items]
    for kind, names in named.items():
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield f"{kind} {name!r} once, not twice"


def _edges(tiers: Tiers) -> Iterator[str]:
    """Find edges that do not run one way: a worse answer would be better."""
    limits = tiers.thresholds
    if not limits.medium < limits.high < limits.prohibited:
        yield "thresholds that rise from medium over high to prohibited"
    for factor in tiers.factors:
        if isinstance(factor, IndexFactor | ChecklistFactor) and not _falls(factor.at_least):
            yield f"at_least of {factor.id} in falling order"
        for figure in factor.figures if isinstance(factor, FiguresFactor) else ():
            if not _falls(figure.at_most[::-1]):
                yield f"at_most of {factor.id}, {figure.fact}, in rising order"


def _falls(cuts: Cuts) -> bool:
    return all(first > second for first, second in itertools.pairwise(cuts))


def _capabilities(tiers: Tiers) -> Iterator[str]:
    known = {
        "capability": set(get_args(Product.model_fields["capability"].annotation)),
        "channel": {"direct", "reseller-disclosed"},
    }
    for factor in tiers.factors:
        if isinstance(factor, OptionsFactor) and factor.fact:
            for name in sorted(known[factor.fact] - {option.id for option in factor.options}):
                yield f"option {name!r} in {factor.id}, because a deal can say so"


def _conditions(tiers: Tiers) -> Iterator[str]:
    factors = {factor.id: factor for factor in tiers.factors}
    questions = {question.id for question in tiers.questions}
    for entry in (*tiers.floors, *tiers.no_gos):
        for condition in entry.when:
            factor = factors.get(condition.factor or "")
            if condition.factor and factor is None:
                yield f"a factor in {entry.id}, got {condition.factor!r}"
            elif condition.lacks and not (
                isinstance(factor, ChecklistFactor) and condition.lacks in {item.id for item in factor.items}
            ):
                yield f"an item of the checklist {condition.factor} in {entry.id}, got {condition.lacks!r}"
            elif condition.question and condition.question not in questions:
                yield f"a question in {entry.id}, got {condition.question!r}"
    for floor in tiers.floors:
        if any(condition.question for condition in floor.when):
            yield f"only factors in the floor {floor.id}; a question belongs to a no-go"
    for name in sorted(questions - {c.question for no_go in tiers.no_gos for c in no_go.when}):
        yield f"a no-go that uses the question {name!r}"
