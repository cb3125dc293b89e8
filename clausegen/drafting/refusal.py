"""Deals that must not be drafted, and why. The minimum is not negotiable: a refusal, never a weaker contract."""

from __future__ import annotations

import datetime as dt
import itertools
import operator
import re
from collections.abc import Iterator, Mapping

from clausegen.drafting.attested import conflicts_of_facts
from clausegen.drafting.deal_conflicts import undone
from clausegen.drafting.reference_names import Named, unknown_names
from clausegen.drafting.render_context import answers, names_of
from clausegen.drafting.special_terms import conflicts
from clausegen.drafting.templates import Shell
from clausegen.errors import DraftRefused
from clausegen.library import Library
from clausegen.model import Answer, Deal, Playbook, Tier
from clausegen.runtime import regex

_NO_WORD = regex(r"[\W_]+")
# How long before it begins a licence may be agreed.
_AHEAD = dt.timedelta(days=731)


def refuse(deal: Deal, library: Library, book: Playbook, tier: Tier, form: Shell) -> None:
    """Raise DraftRefused with every reason at once when this deal must not be drafted in this form."""
    reasons = list(refusals(deal, library, book, tier, form))
    if reasons:
        raise DraftRefused(reasons)


def refusals(deal: Deal, library: Library, book: Playbook, tier: Tier, form: Shell) -> Iterator[str]:
    """The reasons against drafting, most serious first."""
    for need in form.needs:
        if not operator.attrgetter(need.split(".")[0])(deal) or not operator.attrgetter(need)(deal):
            yield f"A document of kind {form.id} needs {need} in the deal file."
    yield from _dates(deal, form)
    yield from conflicts_of_facts(deal, form, library.root)
    if not form.binds:
        return
    if tier not in book.tiers:
        yield f"The deal is {tier}: no clause set exists for it, and no mitigation makes one."
        return
    if not deal.end_users:
        yield "No end user is named: the agency that operates the System has to be a party and to sign."
    for user in deal.end_users:
        if not user.signs:
            yield f"The end user {user.name!r} does not sign: the obligations would bind only who does not use it."
    if form.one_user and len(deal.end_users) > 1:
        names = "; ".join(user.name for user in deal.end_users)
        yield f"A document of kind {form.id} is signed by one end user; say which with --end-user: {names}."
    terms = book.tiers[tier]
    if deal.use_limits.licensed_months > terms.term_months_max:
        yield (
            f"use_limits.licensed_months is {deal.use_limits.licensed_months}, but tier {tier} allows at most "
            f"{terms.term_months_max} months."
        )
    yield from _parties(deal)
    yield from unknown_names(_named(deal), library, book)
    yield from _omissions(deal, library, book)
    yield from conflicts(deal, library, book)
    yield from _positions(deal, library)
    yield from _answers(deal, library, book, tier)
    if not form.cites:  # a notice under a signed agreement must not fail for what that agreement should not say
        yield from undone(deal, library, book, tier, stated="agreement" in form.needs)


def unapproved(deal: Deal, book: Playbook, tier: Tier) -> Iterator[str]:
    """Yield a reason for each approval that the tier demands before signature and the deal does not record."""
    terms = book.tiers.get(tier)
    for accepted in terms.approvers if terms else ():
        given = [a for a in deal.approvals if any(name.casefold() in a.function.casefold() for name in accepted)]
        if terms and not given:
            yield (
                f"approvals: none by the {' or '.join(accepted)}; tier {tier} needs that of: {terms.approval}. Record "
                "each in [[approvals]] with by, function and date."
            )
        elif deal.factors and all(approval.date < deal.factors.date for approval in given):
            yield (
                f"approvals: the {accepted[0]} approved on {given[-1].date}, before the deal was assessed on "
                f"{deal.factors.date}; have the assessment approved."
            )


def departures(deal: Deal) -> list[tuple[str, str, str]]:
    """Everything that departs from what the library prefers: what, who approved it, and why."""
    found = [
        (f"{name}: {choice.position} position", choice.approved_by, "")
        for name, choice in deal.positions.items()
        if choice.position != "preferred"
    ]
    found += [(f"{name}: left out", omission.approved_by, omission.reason) for name, omission in deal.omit.items()]
    for term in deal.special_terms:
        given_up = f", giving up {', '.join(term.gives_up)}" if term.gives_up else ""
        found.append((f"Special term “{term.title}”{given_up}", term.approved_by, term.reason))
    return found


def _dates(deal: Deal, form: Shell) -> Iterator[str]:
    """A document that is older than what it is about, and a licence that is over before it is granted."""
    agrees = form.clauses and "agreement" not in form.needs
    if agrees:
        yield from _days(deal)
    if agrees and deal.use_limits.end <= deal.date:
        yield (
            f"The licensed period of {deal.use_limits.licensed_months} months from {deal.use_limits.start} is over on "
            f"{deal.use_limits.end}, but the document is dated {deal.date}."
        )
    notice = "incident" in form.needs
    dated = (deal.incident.notice_date if notice and deal.incident else None) or deal.date
    if "agreement" in form.needs and deal.agreement and deal.agreement.date > dated:
        yield f"agreement.date is {deal.agreement.date}, but the document that refers to it is dated {dated}."
    if notice and deal.incident and deal.incident.date > dated:
        yield (
            f"incident.date is {deal.incident.date}, but the notice about it would be dated {dated}; "
            "give incident.notice_date."
        )


def _days(deal: Deal) -> Iterator[str]:
    """Days that cannot both be right; a digit of a year is soon mistyped."""
    policy, start = deal.human_rights_policy.date, deal.use_limits.start
    if policy > deal.date:
        yield (
            f"human_rights_policy.date is {policy}, but date, that of the document, is {deal.date}; "
            "it cannot attach a policy that did not exist."
        )
    if start - deal.date > _AHEAD:
        yield (
            f"use_limits.start is {start}, but date, that of the document, is {deal.date}, more than two years before; "
            "nobody assesses a deal so long ahead."
        )


def _parties(deal: Deal) -> Iterator[str]:
    """One person on both sides. A customer may be its own end user."""
    sides = {
        "supplier": deal.supplier,
        "customer": deal.customer,
        **{f"end_user{f'.{n}' if n else ''}": user for n, user in enumerate(deal.end_users)},
        "intermediary": deal.intermediary,
    }
    names = {side: party.name for side, party in sides.items() if party}
    for (one, name), (other, twin) in itertools.combinations(names.items(), 2):
        if _spelt(name) == _spelt(twin) and not (one == "customer" and other.startswith("end_user")):
            yield f"{one}.name and {other}.name are both {name!r}; nobody contracts with itself."


def _spelt(name: str) -> str:
    """A name without what two spellings of it differ in."""
    return _NO_WORD.sub(" ", name.casefold()).strip() or name


def _named(deal: Deal) -> Named:
    clauses = deal.agreement.clauses if deal.agreement else ()
    return Named(answers=deal.answers, omit=deal.omit, positions=deal.positions, clauses=clauses)


def _omissions(deal: Deal, library: Library, book: Playbook) -> Iterator[str]:
    for rule in book.requirements:
        if rule.id in deal.omit and rule.mandatory:
            requirement = library.requirements[rule.id]
            yield f"omit.{rule.id}: {requirement.title} is mandatory at every tier. {requirement.why}"


def _positions(deal: Deal, library: Library) -> Iterator[str]:
    for name, choice in deal.positions.items():
        requirement_id, _, element_id = name.partition(".")
        requirement = library.requirements.get(requirement_id)
        element = next((e for e in requirement.elements if e.id == element_id), None) if requirement else None
        if requirement is None or element is None:
            continue  # said of all unknown names together
        if choice.position == "walk-away":
            beyond = element.ladder.walk_away if element.ladder else element.statement
            yield f"positions.{name}: this is the point to walk away from the deal: {beyond.rstrip('.')}."
        elif choice.position == "fallback" and not choice.approved_by:
            approver = element.ladder.fallback.approver if element.ladder else "the Head of Compliance"
            yield f"positions.{name}: a fallback needs approved_by, the approval of {approver}."
        elif choice.position != "preferred" and element.ladder is None:
            yield f"positions.{name}: this element has no ladder, so only its preferred wording can be drafted."
        elif choice.position != "preferred" and not has_position(requirement.template, element_id):
            yield (
                f"positions.{name}: the library holds no wording for the {choice.position} position; "
                "draft the preferred one, which is stronger, or add the wording to the clause folder."
            )


def has_position(template: str, element: str) -> bool:
    """True when a clause words an element differently by position."""
    return re.search(rf"position\[\s*['\"]{re.escape(element)}['\"]\s*\]", template) is not None


def _answers(deal: Deal, library: Library, book: Playbook, tier: Tier) -> Iterator[str]:
    """Answers that are out of bounds, or at odds with what the deal says elsewhere."""
    differing: dict[tuple[str, ...], None] = {}
    for rule in book.requirements:
        requirement = library.requirements[rule.id]
        for parameter in requirement.parameters:
            given = sorted(name for name in names_of(requirement, parameter) if name in deal.answers)
            if len({str(deal.answers[name]) for name in given}) > 1:
                differing.setdefault(tuple(given))
    for names in differing:
        yield f"{' and '.join(f'answers.{name}' for name in names)} are both given and differ; keep one."
    figures: dict[str, Answer] = {}
    for requirement, _ in library.due(book, tier):
        try:
            found = answers(requirement, deal.answers, tier)
        except DraftRefused as refused:
            yield from refused.reasons
        else:
            figures |= {f"{requirement.id}.{name}": answer for name, answer in found.items()}
    yield from _too_low(figures, library)
    limits = {name: getattr(deal.use_limits, name) for name in type(deal.use_limits).model_fields}
    for name, answer in deal.answers.items():
        field = name.rpartition(".")[2]
        if field in limits and limits[field] != answer:
            yield f"answers.{name} says {answer}, but use_limits.{field} says {limits[field]}; give the figure once."


def _too_low(figures: Mapping[str, Answer], library: Library) -> Iterator[str]:
    """Figures below another one that they must reach."""
    for name, figure in figures.items():
        requirement_id, _, parameter_id = name.partition(".")
        requirement = library.requirements[requirement_id]
        least = next(parameter.at_least for parameter in requirement.parameters if parameter.id == parameter_id)
        floor = figures.get(least)
        if isinstance(figure, int) and isinstance(floor, int) and figure < floor:
            yield f"answers.{name} is {figure}, but answers.{least} is {floor}; it must not be lower: state it."
