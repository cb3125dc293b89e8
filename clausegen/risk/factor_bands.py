"""The band of each factor of a deal, and what it rests on: index files, ratings, and the deal itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from clausegen.model import Answer, Deal, Factors, Rating
from clausegen.risk.indices import Index
from clausegen.risk.tier_file import (
    WORST,
    ChecklistFactor,
    Factor,
    FiguresFactor,
    IndexFactor,
    Option,
    OptionsFactor,
    Tiers,
)

NAMES = {"wgi": "Worldwide Governance Indicators", "cpi": "Corruption Perceptions Index"}


@dataclass(frozen=True)
class FactorFinding:
    """A band and its grounds; ``met`` are the items of a checklist that are met."""

    band: int
    found: str
    source: str = ""
    date: dt.date | None = None
    missing: bool = False
    met: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()
    economy: str = ""


@dataclass(frozen=True)
class Finder:
    """Finds bands for one deal on one day."""

    tiers: Tiers
    deal: Deal
    factors: Factors
    today: dt.date
    indices: Mapping[str, Index] = field(default_factory=dict)

    def find(self, factor: Factor) -> FactorFinding:
        """Return the band of a factor. Ratings have been validated before."""
        if isinstance(factor, IndexFactor):
            return self._index(factor)
        rating = self.factors.ratings.get(factor.id)
        if isinstance(factor, ChecklistFactor):
            return self._checklist(factor, rating)
        if isinstance(factor, FiguresFactor):
            return self._figures(factor, rating)
        return self._options(factor, rating)

    def age(self, what: str, date: dt.date) -> Iterator[str]:
        """Yield warnings about a source that is too old, or not there yet."""
        if date > self.today:
            yield f"{what} is dated {date}, after {self.today}."
        elif older(date, self.tiers.stale_months, self.today):
            yield f"{what} is of {date}, more than {self.tiers.stale_months} months ago: bring it up to date."

    def _index(self, factor: IndexFactor) -> FactorFinding:
        name = NAMES[factor.index]
        index = self.indices.get(factor.index)
        if index is None:
            return self._missing(factor, f"no {name} file is given")
        if self.factors.country is None:
            return self._missing(factor, "factors.country is not given")
        figure = index.latest(factor.series, self.factors.country, self.today)
        if figure is None:
            return self._missing(factor, f"{index.file} has no figure for {self.factors.country!r}")
        source = f"{name} {figure.year}, {index.file}"
        if figure.computed and figure.economies < self.tiers.missing.economies:
            few = f"{index.file} holds scores of {figure.economies} economies only, too few to compute a rank from"
            return self._missing(factor, few)
        warnings = [*self.age(f"The newest figure in {index.file} for {figure.country or figure.code}", figure.as_of)]
        measure = "score" if factor.index == "cpi" else "percentile rank"
        found = f"{measure} {_number(figure.value)}"
        band = factor.band(figure.value)
        if factor.error_interval and figure.lower is None:
            band = min(WORST, band + self.tiers.missing.interval)
            found += ", no error interval"
            added = self.tiers.missing.interval
            warnings.append(f"{index.file} gives no error interval; {added} is added to the bands that it gives.")
        elif factor.error_interval and figure.lower is not None:
            worse = max(band, factor.band(figure.lower))
            upper = "" if figure.upper is None else f" to {_number(figure.upper)}"
            found += f", interval {_number(figure.lower)}{upper}"
            found += f", worse band {worse} instead of {band}" if worse != band else ""
            band = worse
        if figure.computed:
            found += f"; rank computed among {figure.economies} economies"
        return FactorFinding(band, found, source, figure.as_of, warnings=tuple(warnings), economy=figure.country)

    def _options(self, factor: OptionsFactor, rating: Rating | None) -> FactorFinding:
        said = self._fact(factor.fact)
        if rating is None and said is None:
            return self._missing(factor, "no rating is given")
        own = None if said is None else _option(factor.options, str(said))
        if rating is None and own is not None:
            return FactorFinding(own.band, own.label, "the deal file", self.factors.date)
        assert rating is not None  # noqa: S101 - both None is answered above
        rated = _option(factor.options, str(rating.value))
        if own is None or rated.band >= own.band:
            return self._rated(factor, rating, rated.band, rated.label)
        warning = f"{factor.title}: rated {rated.id!r}, but the deal says {own.id!r}; the worse counts."
        return FactorFinding(own.band, own.label, "the deal file", self.factors.date, warnings=(warning,))

    def _checklist(self, factor: ChecklistFactor, rating: Rating | None) -> FactorFinding:
        if rating is None:
            return self._missing(factor, "no rating is given")
        met = frozenset(rating.value)
        lacking = [item.label for item in factor.items if item.id not in met]
        found = f"{len(met)} of {len(factor.items)} met"
        found += f"; not met: {', '.join(lacking)}" if lacking else ""
        return self._rated(factor, rating, factor.band(len(met)), found, met=met)

    def _figures(self, factor: FiguresFactor, rating: Rating | None) -> FactorFinding:
        parts = []
        for figure in factor.figures:
            number = self._fact(figure.fact)
            assert isinstance(number, int)  # noqa: S101 - use limits are whole numbers
            parts.append((figure.band(number), f"{number} {figure.unit}"))
        worst = max(band for band, _ in parts)
        said = ", ".join(words for _, words in parts)
        if rating is None:
            standing = self._missing(factor, "no rating is given")
            band = max(worst, standing.band)
            return FactorFinding(band, f"{said}; {standing.found}", "the deal file", self.factors.date, missing=True)
        rated = _option(factor.options, str(rating.value))
        return self._rated(factor, rating, max(worst, rated.band), f"{said}, {rated.label}")

    def _rated(
        self, factor: Factor, rating: Rating, band: int, found: str, met: frozenset[str] = frozenset()
    ) -> FactorFinding:
        warnings = tuple(self.age(f"{factor.title}: the rating", rating.date))
        return FactorFinding(band, found, rating.source, rating.date, met=met, warnings=warnings)

    def _missing(self, factor: Factor, reason: str) -> FactorFinding:
        band = self.tiers.missing.band
        return FactorFinding(band, f"not known: {reason}", missing=True)

    def _fact(self, name: str | None) -> Answer | None:
        """Read what the deal itself says; an intermediary in the deal file is a disclosed one."""
        facts: dict[str | None, Answer] = {
            "capability": self.deal.product.capability,
            "channel": channel(self.deal),
            "licensed_months": self.deal.use_limits.licensed_months,
            "concurrent_targets": self.deal.use_limits.concurrent_targets,
        }
        return facts.get(name)


def channel(deal: Deal) -> str:
    """Return through whom the deal file says the system is supplied."""
    return "direct" if deal.intermediary is None else "reseller-disclosed"


def older(date: dt.date, months: int, today: dt.date) -> bool:
    """Return True for a date more than so many months back. Counted in numbers: a calendar ends in the year 9999."""
    due = 12 * date.year + date.month + months
    return (due, date.day) < (12 * today.year + today.month, today.day)


def answers(tiers: Tiers, deal: Deal, factors: Factors) -> dict[str, bool]:
    """Return the answers to the questions, from the deal itself or its statements; open questions are absent."""
    facts = {
        "end-user-named": deal.end_user is not None,
        "end-user-signs": deal.end_user is not None and deal.end_user.signs,
    }
    found: dict[str, bool] = {}
    for question in tiers.questions:
        if question.fact:
            found[question.id] = facts[question.fact]
        elif statement := factors.statements.get(question.id):
            found[question.id] = statement.value
    return found


def _option(options: tuple[Option, ...], name: str) -> Option:
    return next(option for option in options if option.id == name)


def _number(value: float) -> str:
    """Cut off after one digit, so that 74.97 is not shown as 75."""
    tenths = int(value * 10 + 1e-9)
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
