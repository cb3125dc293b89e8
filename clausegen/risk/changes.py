"""Find what would change a tier: one factor, one answer or one floor at a time."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from clausegen.model import Tier, TierChange
from clausegen.risk.decide import TierDecision, TierEvidence, decide
from clausegen.risk.schema import WORST, Factor, Tiers


def changes(tiers: Tiers, evidence: TierEvidence, decision: TierDecision) -> Iterator[TierChange]:
    """Single changes that lead to another tier, first those that lower it.

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
