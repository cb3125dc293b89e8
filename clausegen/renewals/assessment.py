"""The risk of a contract assessed anew: its deal file, the ratings of the register, what changed since signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clausegen.errors import UsageError
from clausegen.library import parse
from clausegen.model import Assessment as Assessed
from clausegen.model import Deal, Rating, Tier
from clausegen.risk import Floor, assess_file, floors_of


@dataclass(frozen=True)
class DealAssessment:
    """The tier that a contract's deal file leads to now.

    ``tier`` is the one that counts, ``why`` how it came about. ``before`` is the tier of the deal as it was
    signed, None when that is not known. ``no_go`` are reasons that forbid the renewal outright, ``changed``
    what differs from the deal as signed, ``doubts`` what the assessment rests on without knowing it.
    """

    tier: Tier
    why: tuple[str, ...] = ()
    no_go: tuple[str, ...] = ()
    before: Tier | None = None
    changed: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def assess_deal(
    deal: Deal, file: Path, name: str, *, root: Path, today: dt.date, signed: tuple[Deal, Path] | None = None
) -> DealAssessment:
    """Assess a deal read from ``file``; ``signed`` is the deal as it was signed, with its file.

    A tier the deal states above the assessed one counts. One below counts only with a ``tier_override`` that
    is not older than the factors: an override decided on other facts must be decided again. Raises DataError
    for ratings that fit no factor and for unreadable index files.
    """
    found = assess_file(deal, file, root=root, today=today) if deal.factors else None
    floors = floors_of(deal, root) if found is None else ()
    tier, why = _counts(deal, found, name, floors)
    before = None
    changed: tuple[str, ...] = ()
    if signed is not None:
        earlier, earlier_file = signed
        then = assess_file(earlier, earlier_file, root=root, today=earlier.date) if earlier.factors else None
        before = _counts(earlier, then, earlier_file.name)[0]
        if found and then:
            changed = tuple(_changed(then, found))
    return DealAssessment(
        tier=tier,
        why=why,
        no_go=found.refusal if found else tuple(f.reason for f in floors if f.tier is Tier.PROHIBITED),
        before=before,
        changed=changed,
        doubts=(*found.warnings, *(f"Not answered: {question.question}" for question in found.open)) if found else (),
    )


def _counts(deal: Deal, found: Assessed | None, name: str, held: Sequence[Floor] = ()) -> tuple[Tier, tuple[str, ...]]:
    """Return the tier that counts, and why."""
    if found is None:
        return _stated(deal, name, held)
    floors = tuple(floor.reason for floor in found.floors if floor.tier is found.tier)
    why = (f"assessed from {name}: {found.tier}, score {found.share} of the worst", *floors)
    stated, override = deal.tier, deal.tier_override
    if stated is None or stated is found.tier or found.tier is Tier.PROHIBITED:
        return found.tier, why
    if stated.rank > found.tier.rank:
        return stated, (*why, f"{name} states tier {stated}, above the assessed one: the stated tier counts")
    if override is None:
        needs = f"{name} states tier {stated}: below the assessed one it counts only with [tier_override]"
        return found.tier, (*why, needs)
    said = f"{override.approved_by}, {override.date}: {override.reason}"
    if deal.factors is not None and override.date < deal.factors.date:
        older = f"the override to {stated} ({said}) is older than the factors of {deal.factors.date}: decide it again"
        return found.tier, (*why, older)
    return stated, (*why, f"lowered to {stated} by override ({said})")


def _stated(deal: Deal, name: str, held: Sequence[Floor]) -> tuple[Tier, tuple[str, ...]]:
    """Return the tier that counts where nothing was assessed: the stated one, or the floor under it."""
    tier, why = deal.tier or Tier.HIGH, (f"stated in {name}, not assessed",)
    for floor in held[:1]:
        if tier.rank < floor.tier.rank and (floor.tier is Tier.PROHIBITED or deal.tier_override is None):
            return floor.tier, (*why, f"raised from {tier}: {floor.reason}")
    return tier, why


def _changed(then: Assessed, now: Assessed) -> Iterator[str]:
    """Yield sentences about what differs, factors that got worse first."""
    before = {part.factor: part for part in then.contributions}
    pairs = [(before[part.factor], part) for part in now.contributions if part.factor in before]
    for old, new in sorted(pairs, key=lambda pair: pair[0].band - pair[1].band):
        dated = f"; {new.source}, {new.date}" if new.date else f"; {new.source}" if new.source else ""
        if old.missing != new.missing:
            known = f"not known at signature, now band {new.band} ({new.found}{dated})"
            unknown = f"known at signature, band {old.band} ({old.found}), and not known now: taken as band {new.band}"
            yield f"{new.code} {new.title}: {known if old.missing else unknown}"
        elif old.band != new.band:
            worse = "worse" if new.band > old.band else "better"
            now_found = f"now {new.band} ({new.found}{dated})"
            yield f"{new.code} {new.title} is {worse}: band {old.band} ({old.found}), {now_found}"
    held_then = {held.id for held in (*then.floors, *then.no_gos)}
    yield from (f"now holds: {held.reason}" for held in (*now.floors, *now.no_gos) if held.id not in held_then)
    left = {held.id for held in (*now.floors, *now.no_gos)}
    yield from (f"no longer holds: {held.reason}" for held in (*then.floors, *then.no_gos) if held.id not in left)
    if then.tier is not now.tier:
        yield f"the factors led to tier {then.tier} at signature and lead to {now.tier} today"


def with_ratings(deal: Deal, ratings: Mapping[str, str], *, day: dt.date | None, source: str, file: Path) -> Deal:
    """Return the deal with ratings from the register in the place of its own; a list is separated by semicolons.

    Raises UsageError when the deal has no factors or the register does not say of which day its ratings are,
    DataError for a rating that is none.
    """
    if not ratings:
        return deal
    if deal.factors is None:
        raise UsageError(f"{source} gives factors, but {file} has no [factors] they could add to")
    if day is None:
        raise UsageError(f"{source} gives factors without their day; fill in the column 'assessed' (2026-06-01)")
    rated = {
        name: parse(Rating, {"value": _value(value), "source": source, "date": day}, file)
        for name, value in ratings.items()
    }
    factors = deal.factors.model_copy(update={"ratings": {**deal.factors.ratings, **rated}, "date": day})
    return deal.model_copy(update={"factors": factors})


def _value(text: str) -> str | list[str]:
    return [part.strip() for part in text.split(";") if part.strip()] if ";" in text else text
