"""Settle what a deal is drafted at: its tier, the rung of the ladder, and the end user that signs."""

from __future__ import annotations

from clausegen.drafting.refusal import has_position, refusals
from clausegen.drafting.templates import shell
from clausegen.errors import DraftRefused, UsageError, nearest
from clausegen.library import Library
from clausegen.model import Deal, PositionChoice, Severity, Tier
from clausegen.risk import floors_of
from clausegen.structure import left_open

POSITIONS = ("preferred", "acceptable", "fallback")


def decided_tier(deal: Deal, assessed: Tier | None = None) -> Tier:
    """The tier to draft at.

    Raises DraftRefused when the deal names a lower tier than the assessed one and no override is approved,
    UsageError when neither is known.
    """
    if deal.tier is None and assessed is None:
        raise UsageError("the tier is unknown; state tier in the deal file, or assess it from [factors]")
    if deal.tier is None or assessed is None:
        return deal.tier or assessed or Tier.PROHIBITED
    if assessed is Tier.PROHIBITED:
        return assessed  # no override makes a prohibited deal draftable
    if deal.tier.rank < assessed.rank and deal.tier_override is None:
        raise DraftRefused(
            [
                f"The deal says tier {deal.tier}, but its factors lead to {assessed}; a lower tier needs "
                "[tier_override] with approved_by, date and reason."
            ]
        )
    return deal.tier


def stated_tier(deal: Deal, library: Library) -> tuple[Tier, tuple[str, ...]]:
    """The tier of a deal that was not assessed, and what speaks against drafting it at any.

    What the deal file says of itself, such as the capability of the product, is a floor under the stated tier.
    Raises DraftRefused when the stated tier is lower and no override is approved, UsageError when none is stated.
    """
    tier = decided_tier(deal)
    for floor in floors_of(deal, library.root)[:1]:
        if floor.tier is Tier.PROHIBITED:
            return Tier.PROHIBITED, (floor.reason,)
        if tier.rank < floor.tier.rank and deal.tier_override is None:
            raise DraftRefused(
                [
                    f"The deal says tier {tier}, but it is at least {floor.tier}: {floor.reason} A lower tier needs "
                    "[tier_override] with approved_by, date and reason."
                ]
            )
    return tier, ()


def reasons_against(deal: Deal, tier: Tier, library: Library) -> list[str]:
    """List why this deal must not be drafted as an agreement; empty when nothing speaks against it."""
    return list(refusals(deal, library, library.playbook(deal.playbook), tier, shell(library, "agreement")))


def at_position(deal: Deal, library: Library, position: str, approved_by: str = "") -> Deal:
    """The deal with one rung chosen for every critical element that has wording for it.

    Choices made in the deal file stay. Raises DraftRefused for a fallback without its approver.
    """
    if position not in POSITIONS:
        raise UsageError(f"no position {position!r}; {nearest(position, POSITIONS)}")
    if position == "fallback" and (not approved_by or left_open(approved_by)):
        raise DraftRefused(["A fallback position needs its approver; give --approved-by, or approved_by in the deal."])
    chosen = dict(deal.positions)
    for rule in library.playbook(deal.playbook).requirements:
        requirement = library.requirements[rule.id]
        for element in requirement.elements:
            name = f"{requirement.id}.{element.id}"
            worded = element.ladder is not None and has_position(requirement.template, element.id)
            if element.severity is Severity.CRITICAL and worded and name not in chosen:
                chosen[name] = PositionChoice.model_validate({"position": position, "approved_by": approved_by})
    return deal.model_copy(update={"positions": chosen})


def for_end_user(deal: Deal, name: str) -> Deal:
    """The deal as a document of one of its end users sees it. Raises UsageError for a name of none."""
    for user in deal.end_users:
        if user.name.casefold() == name.strip().casefold():
            return deal.model_copy(update={"end_user": user, "further_end_users": ()})
    raise UsageError(f"no end user {name!r}; the deal names: {'; '.join(user.name for user in deal.end_users)}")
