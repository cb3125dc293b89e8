"""From bands and answers to a tier, what would change it, and floors under a tier that is stated and not assessed.

Conditions have three values: what is not known is neither true nor false. A floor takes a missing factor at
the band that stands in for it, and a missing checklist as empty. A no-go that hangs on something unknown is
open, and an open no-go raises the tier: saying nothing must not pay.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clausegen.errors import UsageError
from clausegen.model import Deal, Tier, TierChange
from clausegen.risk.factor_bands import channel
from clausegen.risk.tier_file import WORST, Condition, Factor, Floor, NoGo, OptionsFactor, Tiers, load_tiers


@dataclass(frozen=True)
class TierEvidence:
    """Bands by factor, which of them only stand in for data, items met by checklist, answers by question."""

    bands: Mapping[str, int]
    missing: frozenset[str] = frozenset()
    met: Mapping[str, frozenset[str]] = field(default_factory=dict)
    answers: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class TierDecision:
    """The tier and everything that led to it. ``open`` pairs a no-go with what it hangs on."""

    tier: Tier
    score_tier: Tier
    points: int
    most: int
    floors: tuple[Floor, ...]
    no_gos: tuple[NoGo, ...]
    open: tuple[tuple[NoGo, Condition], ...]


def decide(tiers: Tiers, evidence: TierEvidence) -> TierDecision:
    """Return the highest of what the score, the floors, the no-gos and the open no-gos lead to."""
    points = sum(factor.weight * evidence.bands[factor.id] for factor in tiers.factors)
    most = sum(factor.weight * WORST for factor in tiers.factors)
    score_tier = tiers.thresholds.tier(points, most)
    floors = tuple(f for f in tiers.floors if all(_stands_in(c, evidence) for c in f.when))
    no_gos = tuple(n for n in tiers.no_gos if all(holds(c, evidence) for c in n.when))
    unknown = tuple(_open(tiers, evidence))
    candidates = [score_tier, *(floor.tier for floor in floors)]
    candidates += [Tier.PROHIBITED] if no_gos else []
    candidates += [tiers.missing.question] if unknown else []
    tier = max(candidates, key=lambda tier: tier.rank)
    return TierDecision(tier, score_tier, points, most, floors, no_gos, unknown)


def _stands_in(condition: Condition, evidence: TierEvidence) -> bool:
    """Decide whether a condition of a floor holds, with stand-ins for missing data."""
    if condition.at_least is not None:
        return evidence.bands[condition.factor or ""] >= condition.at_least
    return holds(condition, evidence) is not False


def _open(tiers: Tiers, evidence: TierEvidence) -> Iterator[tuple[NoGo, Condition]]:
    for no_go in tiers.no_gos:
        held = [holds(condition, evidence) for condition in no_go.when]
        if False not in held:
            yield from ((no_go, c) for c, value in zip(no_go.when, held, strict=True) if value is None)


def holds(condition: Condition, evidence: TierEvidence) -> bool | None:
    """Decide whether a condition holds; None when that is not known."""
    if condition.question is not None:
        answer = evidence.answers.get(condition.question)
        return None if answer is None else answer is condition.answer
    factor = condition.factor or ""
    if condition.lacks is not None:
        return None if factor in evidence.missing else condition.lacks not in evidence.met.get(factor, frozenset())
    if evidence.bands[factor] >= (condition.at_least or 0):
        return True
    return None if factor in evidence.missing else False


def changes(tiers: Tiers, evidence: TierEvidence, decision: TierDecision) -> Iterator[TierChange]:
    """Yield single changes that lead to another tier, first those that lower it.

    For each factor the nearest better and the nearest worse band that make a difference; for each question
    the other answer. Each change is decided again in full, floors and no-gos included.
    """
    found = [*_by_factor(tiers, evidence, decision), *_by_question(tiers, evidence, decision)]
    yield from sorted(found, key=lambda change: change.tier.rank >= decision.tier.rank)


def _by_factor(tiers: Tiers, evidence: TierEvidence, decision: TierDecision) -> Iterator[TierChange]:
    for factor in tiers.factors:
        band = evidence.bands[factor.id]
        known = dataclasses.replace(evidence, missing=evidence.missing - {factor.id})
        for others in (range(band - 1, -1, -1), range(band + 1, WORST + 1)):
            for other in others:
                tier = decide(tiers, _with_band(known, factor, other)).tier
                if tier is not decision.tier:
                    yield TierChange(
                        change=f"{factor.code} {factor.title} is band {other} instead of {band}", tier=tier
                    )
                    break


def _with_band(evidence: TierEvidence, factor: Factor, band: int) -> TierEvidence:
    return dataclasses.replace(evidence, bands={**evidence.bands, factor.id: band})


def _by_question(tiers: Tiers, evidence: TierEvidence, decision: TierDecision) -> Iterator[TierChange]:
    for question in tiers.questions:
        for answer in (True, False):
            if evidence.answers.get(question.id) is answer:
                continue
            other = dataclasses.replace(evidence, answers={**evidence.answers, question.id: answer})
            tier: Tier = decide(tiers, other).tier
            if tier is not decision.tier:
                said = "yes" if answer else "no"
                yield TierChange(change=f"the answer is {said}: {question.question}", tier=tier)


def floors_of(deal: Deal, root: Path) -> tuple[Floor, ...]:
    """Return the floors that hold by the facts of a deal alone, without any rating, the highest first.

    None for a playbook without a tier file. Raises DataError when that file is faulty.
    """
    try:
        tiers = load_tiers(root, deal.playbook)
    except UsageError:
        return ()
    bands = _bands(tiers, deal)
    held = [floor for floor in tiers.floors if all(_holds(condition, bands) for condition in floor.when)]
    return tuple(sorted(held, key=lambda floor: -floor.tier.rank))


def _bands(tiers: Tiers, deal: Deal) -> dict[str, int]:
    facts = {"capability": deal.product.capability, "channel": channel(deal)}
    decided = [factor for factor in tiers.factors if isinstance(factor, OptionsFactor) and factor.fact]
    return {f.id: option.band for f in decided for option in f.options if option.id == facts[f.fact or ""]}


def _holds(condition: Condition, bands: dict[str, int]) -> bool:
    return condition.at_least is not None and bands.get(condition.factor or "", -1) >= condition.at_least
