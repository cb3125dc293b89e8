"""Floors under a tier that is stated and not assessed: what the deal file says of itself still counts."""

from __future__ import annotations

from pathlib import Path

from clausegen.errors import UsageError
from clausegen.model import Deal
from clausegen.risk.find import channel
from clausegen.risk.schema import Condition, Floor, OptionsFactor, Tiers, load_tiers


def floors_of(deal: Deal, root: Path) -> tuple[Floor, ...]:
    """The floors that hold by the facts of a deal alone, without any rating, the highest first.

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
