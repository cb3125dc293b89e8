"""The tier of today: what was decided or assessed, raised by the contract's history, and whether renewal may happen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dateutil.relativedelta import relativedelta

from clausegen.library import Library
from clausegen.model import Playbook, Task, TaskState, Tier, TierToday
from clausegen.renewals.assessment import DealAssessment
from clausegen.renewals.history import Event, effect
from clausegen.renewals.policy import Practice

_LADDER = (Tier.LOW, Tier.MEDIUM, Tier.HIGH)


def tier_today(
    before: Tier,
    events: tuple[Event, ...],
    today: dt.date,
    practice: Practice,
    assessed: DealAssessment | None = None,
) -> TierToday:
    """Return the tier of a contract today.

    ``before`` is the tier it was signed or last audited at, ``assessed`` what its deal leads to now.
    Events after ``today`` do not count yet. An identified misuse raises the tier by one step, never beyond
    high (a contract that must end is prohibited by its own outcome), and holds a floor for some months. A
    tier falls only after two clean reviews in a row, the last one signed by compliance, also where an event
    decides a lower one; a higher one that is decided counts at once.
    """
    past = tuple(event for event in events if event.date <= today)
    reasons: list[str] = []
    held, decided = _decided(before, past, practice, reasons)
    deal = assessed or DealAssessment(tier=held)
    tier = held
    if deal.tier is not held:
        if deal.tier is Tier.PROHIBITED or deal.tier.rank > held.rank:
            tier = deal.tier
            reasons.append(f"today the deal leads to {deal.tier}, before it was {held}")
        elif _cleared(past, practice, decided):
            tier = deal.tier
            reasons.append(f"today the deal leads to {deal.tier}; clean reviews allow it to fall from {held}")
        else:
            reasons.append(f"today the deal leads to {deal.tier}, but the tier stays {held} {_until_cleared(practice)}")
    reasons += deal.why
    tier = _raised(tier, past, today, practice, reasons)
    refused = [*deal.no_go, *_refusals(past, practice)]
    if tier is Tier.PROHIBITED:
        refused.append("the tier of today is prohibited: no clause set exists for it")
    return TierToday(
        tier=tier,
        before=before,
        reasons=tuple(reasons),
        blocked=tuple(_open(past, practice)),
        refused=tuple(refused),
        review=tuple(_reviews(past, practice)),
        alone=deal.tier,
        changed=deal.changed,
        doubts=deal.doubts,
    )


def _decided(
    before: Tier, past: tuple[Event, ...], practice: Practice, reasons: list[str]
) -> tuple[Tier, Event | None]:
    """Return the tier that the decisions so far lead to, and the one that last counted; the last one gives the reason.

    A lower tier counts from the day on which the clean reviews for it are there, before or after the decision.
    """
    held, counted = before, None
    for number, event in enumerate(past):
        if event.kind != "tier":
            continue
        tier = Tier(event.outcome)
        if tier.rank >= held.rank or any(
            _cleared(past[:end], practice, counted) for end in range(number + 1, len(past) + 1)
        ):
            held, counted = tier, event
            reasons[:] = [f"tier {held} was decided on {event.date}"]
        else:
            stays = f"the tier stays {held} {_until_cleared(practice)}"
            reasons[:] = [f"tier {tier} was decided on {event.date}, but {stays}"]
    return held, counted


def with_add_ons(today: TierToday, library: Library, playbook: Playbook) -> TierToday:
    """Return the same with the elements that become due, cease to be, or stay due only until the tier may fall."""
    if Tier.PROHIBITED in (today.tier, today.before):
        return today
    bare = min(today.alone or today.tier, today.tier, key=lambda tier: tier.rank)
    then, now, alone = (_codes(library, playbook, tier) for tier in (today.before, today.tier, bare))
    return today.model_copy(
        update={
            "added": tuple(code for code in now if code not in then),
            "dropped": tuple(code for code in then if code not in now),
            "held": tuple(code for code in now if code not in alone),
        }
    )


def with_overdue(today: TierToday, tasks: Sequence[Task], day: dt.date, practice: Practice) -> TierToday:
    """Return the same with what the customer owes by the contract and that is long overdue.

    It asks for a new assessment; several in a row that did not come, after an earlier one did, raise the tier.
    """
    late = [
        task
        for task in tasks
        if task.owed_by == "customer" and task.text and task.state is TaskState.OVERDUE and task.by is not None
        and (day - task.by).days > practice.overdue.grace_days
    ]  # fmt: skip
    if not late:
        return today
    review = tuple(f"{task.title} overdue since {task.by}" for task in late)
    changes: dict[str, object] = {"review": (*today.review, *review)}
    missed = next((task for task in late if task.recorded and task.missed >= practice.overdue.missed), None)
    if missed and practice.overdue.steps and today.tier in _LADDER:
        higher = _LADDER[min(_LADDER.index(today.tier) + practice.overdue.steps, len(_LADDER) - 1)]
        if higher is not today.tier:
            why = f"{missed.title}: {missed.missed} in a row did not come since {missed.recorded}; this raises the tier"
            changes |= {"tier": higher, "reasons": (*today.reasons, f"{why} from {today.tier} to {higher}")}
    return today.model_copy(update=changes)


def _codes(library: Library, playbook: Playbook, tier: Tier) -> list[str]:
    return [element.code for _, elements in library.due(playbook, tier) for element in elements]


def _raised(tier: Tier, past: tuple[Event, ...], today: dt.date, practice: Practice, reasons: list[str]) -> Tier:
    for event in past:
        follows = effect(event, practice)
        if tier is Tier.PROHIBITED:
            return tier
        name = _named(event, practice)
        if follows.steps and not _cleared(past, practice, event):
            higher = _LADDER[min(_LADDER.index(tier) + follows.steps, len(_LADDER) - 1)]
            if higher is not tier:
                reasons.append(f"{name} raises the tier from {tier} to {higher} {_until_cleared(practice)}")
            tier = higher
        if follows.floor and tier.rank <= follows.floor.rank:
            end = event.date + relativedelta(months=follows.months)
            if today < end:
                reasons.append(f"{name} keeps the tier at {follows.floor} or above until {end}")
                tier = follows.floor
    return tier


def _until_cleared(practice: Practice) -> str:
    signed = ", the last one signed by compliance" if practice.cleared.sign_off else ""
    return f"until {practice.cleared.reviews} clean reviews in a row{signed}"


def _cleared(past: tuple[Event, ...], practice: Practice, since: Event | None) -> bool:
    """Return True when enough clean reviews in a row followed an event, the last one signed.

    One review may be filed under two files of a contract: those of one day count once.
    """
    after = past if since is None else past[past.index(since) + 1 :]
    run: set[dt.date] = set()
    signed = False
    for event in after:
        follows = effect(event, practice)
        if follows.clean:
            run.add(event.date)
            signed = bool(event.signed_off_by)
        elif follows.steps or follows.blocks or (event.kind == "review" and follows.review):
            run, signed = set(), False
    return len(run) >= practice.cleared.reviews and (signed or not practice.cleared.sign_off)


def _open(past: tuple[Event, ...], practice: Practice) -> list[str]:
    """Return events that block a renewal and that nothing has settled."""
    settled = {(event.contract, event.resolves) for event in past if event.resolves and _settles(event, practice)}
    blocking = [event for event in past if effect(event, practice).blocks and not effect(event, practice).prohibits]
    return [
        f"{_named(event, practice)} is not resolved: no later event names it under resolves"
        + ("" if event.reference else " (give it a reference first)")
        for event in blocking
        if not event.reference or (event.contract, event.reference) not in settled
    ]


def _settles(event: Event, practice: Practice) -> bool:
    follows = effect(event, practice)
    return follows.resolves or follows.clean or follows.certificate


def _refusals(past: tuple[Event, ...], practice: Practice) -> list[str]:
    return [
        f"{_named(event, practice)} forbids renewal: {event.outcome or event.kind}"
        for event in past
        if effect(event, practice).prohibits
    ]


def _reviews(past: tuple[Event, ...], practice: Practice) -> list[str]:
    """Return events since the last clean review that ask for a new assessment."""
    out: list[str] = []
    for event in past:
        follows = effect(event, practice)
        if follows.clean:
            out = []
        elif follows.review:
            out.append(_named(event, practice))
    return out


def _named(event: Event, practice: Practice) -> str:
    title = practice.kind(event.kind).title
    reference = f" ({event.reference})" if event.reference else ""
    outcome = f", {event.outcome}" if event.outcome else ""
    return f"{title}{reference} of {event.date}{outcome}"
