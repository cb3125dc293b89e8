"""Collect what a template may ask for: the deal's facts, the tier's terms and the answers to a clause's questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from clausegen.drafting.clauses import marked, reference, unended, with_article
from clausegen.drafting.governing_law import variant_of
from clausegen.errors import DraftRefused
from clausegen.library import templates_folder
from clausegen.model import Answer, Deal, EndUser, Parameter, Party, Playbook, Requirement, Tier, TierTerms

# The names defined for every clause, besides the clause's own parameters.
CONTEXT_NAMES = frozenset(
    {
        "supplier",
        "customer",
        "end_user",
        "end_users",
        "process_agents",
        "product",
        "use_limits",
        "policy",
        "forum",
        "tier",
        "terms",
        "position",
        "provisions",
        "dated",
        "attachments",
        "elements",
        "law",
    }
)


def context(deal: Deal, playbook: Playbook, tier: Tier, requirement: Requirement | None = None) -> dict[str, Any]:
    """The values a clause template sees, in the words of the deal's law.

    Raises DraftRefused for an answer that is lacking or not allowed.
    """
    values: dict[str, Any] = {
        "supplier": deal.supplier,
        "customer": deal.customer,
        "end_user": _jointly(deal.end_users),
        "end_users": deal.end_users,
        "process_agents": [(side, party.process_agent) for side, party in served(deal) if party.process_agent],
        "product": deal.product,
        "use_limits": deal.use_limits,
        "policy": deal.human_rights_policy,
        "forum": deal.forum,
        "law": variant_of(deal.forum, templates_folder()).law,
        "tier": tier.value,
        "terms": _terms(deal, playbook, tier),
        "position": positions(deal, requirement) if requirement else {},
        "provisions": span(playbook.requirements[0].id, playbook.requirements[-1].id),
    }
    values["dated"] = "the date of this Agreement"
    values["attachments"] = "Schedules"
    values["elements"] = frozenset()  # "requirement.element" of the document around the clause, none for a clause alone
    if requirement:
        values.update(answers(requirement, deal.answers, tier))
    return values


def contracting(deal: Deal) -> list[str]:
    """The parties to the signed agreement with the State, as its clauses call them, but for the end users."""
    reseller = deal.intermediary
    return [
        *(() if reseller and reseller.back_to_back else ("the Supplier",)),
        *(("the Intermediary",) if reseller else ()),
        "the Customer",
    ]


def served(deal: Deal) -> tuple[tuple[str, Party], ...]:
    """The parties that need an agent for service of process, as a clause calls them."""
    several = len(deal.end_users) > 1
    users = ((f"End User named {user.name}" if several else "End User", user) for user in deal.end_users)
    return (("Customer", deal.customer), *users)


def _jointly(users: tuple[EndUser, ...]) -> EndUser | None:
    """The end user as the clauses see it: of several, the first with the mandates of all."""
    if len(users) < 2:
        return users[0] if users else None
    *most, last = [f"for {with_article(user.name)}, {unended(user.mandate)}" for user in users]
    return users[0].model_copy(update={"mandate": f"as follows: {'; '.join(most)}; and {last}"})


def _terms(deal: Deal, playbook: Playbook, tier: Tier) -> TierTerms | None:
    """The terms of the tier, certificates as often as a short licensed period needs them."""
    terms = playbook.tiers.get(tier)
    if terms is None:
        return None
    return terms.model_copy(update={"certification_months": deal.use_limits.fitted(terms.certification_months)})


def span(first: str, last: str) -> str:
    """The clauses from one requirement to another, as live references."""
    return marked(reference(first) if first == last else f"{reference(first)} to {reference(last)}, both included")


def positions(deal: Deal, requirement: Requirement) -> dict[str, str]:
    """The rung of the fallback ladder each element takes."""
    chosen = deal.positions
    return {
        element.id: chosen[name].position if (name := f"{requirement.id}.{element.id}") in chosen else "preferred"
        for element in requirement.elements
    }


def answers(requirement: Requirement, given: Mapping[str, Answer], tier: Tier) -> dict[str, Answer]:
    """The parameters of a requirement: as answered, else the default of the tier.

    An answer is given as "requirement.parameter" or, for every clause that asks it, as "parameter". What
    another requirement calls the same figure answers it too.
    Raises DraftRefused naming every parameter that has no answer or one outside its bounds.
    """
    values: dict[str, Answer] = {}
    reasons: list[str] = []
    for parameter in requirement.parameters:
        name = f"{requirement.id}.{parameter.id}"
        stated = (given[other] for other in names_of(requirement, parameter) if other in given)
        answer = next(stated, parameter.default_at(tier))
        if answer is None:
            reasons.append(f"answers.{name}: an answer is needed to: {parameter.question}")
        elif fault := objection(parameter, answer):
            reasons.append(f"answers.{name}: {fault}.")
        else:
            values[parameter.id] = answer
    if reasons:
        raise DraftRefused(reasons)
    return values


def question(parameter: Parameter) -> str:
    """A question with the name its answer goes by, the answer taken when none is given, and what is allowed."""
    answers = [("default", parameter.default), *((tier.value, value) for tier, value in parameter.by_tier.items())]
    notes = [f"{name} {_shown(value)} {parameter.unit}".strip() for name, value in answers if value is not None]
    if parameter.minimum is not None or parameter.maximum is not None:
        least, most = parameter.minimum, parameter.maximum
        notes.append(
            f"at most {most}" if least is None else f"at least {least}" if most is None else f"{least} to {most}"
        )
    return f"{parameter.id}: {parameter.question}" + (f" ({'; '.join(notes)})" if notes else "")


def _shown(value: Answer) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def defaults(deal: Deal, due: Iterable[Requirement], tier: Tier) -> dict[str, Answer]:
    """List what a document states although the deal file does not: forum, fees, and figures of the clauses due."""
    found: dict[str, Answer] = {}
    for field in type(deal.forum).model_fields:
        if field not in deal.forum.model_fields_set:
            found[f"forum.{field}"] = getattr(deal.forum, field)
    if "fees" not in deal.model_fields_set:
        found["fees"] = deal.fees
    for requirement in due:
        values = answers(requirement, deal.answers, tier)
        for parameter in requirement.parameters:
            if not any(name in deal.answers for name in names_of(requirement, parameter)):
                found[f"answers.{requirement.id}.{parameter.id}"] = values[parameter.id]
    return found


def unprinted(deal: Deal, requirements: Iterable[Requirement], stated: Collection[str]) -> list[str]:
    """The answers of a deal that a document does not print; ``stated`` names those it does."""
    asked: dict[str, bool] = {}
    for requirement in requirements:
        for parameter in requirement.parameters:
            for name in names_of(requirement, parameter):
                asked[name] = asked.get(name, False) or f"{requirement.id}.{parameter.id}" in stated
    return [name for name in deal.answers if not asked.get(name, True)]


def names_of(requirement: Requirement, parameter: Parameter) -> tuple[str, ...]:
    """Every name under which a deal may give this answer, the most particular first."""
    return (f"{requirement.id}.{parameter.id}", *parameter.same_as, parameter.id)


_TYPES: dict[str, tuple[type, ...]] = {"integer": (int,), "text": (str,), "list": (tuple, list), "boolean": (bool,)}


_ARTICLES = {
    "integer": "a whole number",
    "text": "a text",
    "list": "a list",
    "boolean": "true or false",
    "date": "a date",
}


def objection(parameter: Parameter, answer: Answer) -> str:
    """Say why an answer does not fit its question, or "" when it does."""
    kinds = _TYPES.get(parameter.type)
    wrong = kinds and (not isinstance(answer, kinds) or (parameter.type == "integer" and isinstance(answer, bool)))
    if wrong or (parameter.type == "date" and not hasattr(answer, "isoformat")):
        return f"{_ARTICLES[parameter.type]} was expected, got {str(answer)[:40]!r}"
    if isinstance(answer, int) and not isinstance(answer, bool):
        if parameter.minimum is not None and answer < parameter.minimum:
            return f"at least {_in_units(parameter.minimum, parameter)} is allowed, got {answer}"
        if parameter.maximum is not None and answer > parameter.maximum:
            return f"at most {_in_units(parameter.maximum, parameter)} is allowed, got {answer}"
    if isinstance(answer, str | tuple | list) and not answer:
        return "the answer is empty"
    return ""


def _in_units(figure: int, parameter: Parameter) -> str:
    """A figure with its unit, in the singular for one: "1 hour"."""
    unit = parameter.unit.removesuffix("s") if figure == 1 else parameter.unit
    return f"{figure} {unit}".strip()
