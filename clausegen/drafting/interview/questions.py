"""The questions of the interview: the deal, and the factors of its tier if that is to be assessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, get_args

from clausegen.drafting.interview.answers import NOT_KNOWN, Question
from clausegen.drafting.interview.file import held
from clausegen.drafting.templates import Shell
from clausegen.model import Deal, Forum, Playbook, Product, Tier
from clausegen.risk import ChecklistFactor, Factor, FiguresFactor, IndexFactor, OptionsFactor, Tiers

ASSESS = "assess"  # instead of a tier: find it from the factors
_TIERS = ("low", "medium", "high", ASSESS)
_CAPABILITIES: tuple[str, ...] = get_args(Product.model_fields["capability"].annotation)
_PARTY = (
    ("name", "Full legal name of the {side}?"),
    ("form", "Legal form of the {side}, e.g. 'a ministry of the Republic of Estmark'?"),
    ("address", "Address of the {side}?"),
    ("state", "State of the {side}?"),
    ("email", "E-mail address of the {side} for notices?"),
    ("signatory.name", "Who signs for the {side}?"),
    ("signatory.title", "With which title?"),
)
_SIDES = (("supplier", "supplier"), ("customer", "customer"), ("end_user", "end user"))
ASKED = {"agreement", "intermediary"}  # what a kind of document may need and the interview asks for


def deal_questions(book: Playbook, tiers: Tiers, form: Shell, data: Mapping[str, Any]) -> Iterator[Question]:
    """The questions of a deal, in order. A key the file holds already is not asked. ``data`` is read as it grows."""
    if "agreement" in form.needs:
        yield Question("agreement.title", "Title of the signed agreement?")
        yield Question("date", f"Date of the {form.title.lower()} (YYYY-MM-DD)?", "date")
        yield Question("agreement.date", "Date of the signed agreement (YYYY-MM-DD)?", "date")
    else:
        yield Question("title", "Title of the agreement?")
        yield Question("date", "Date of the agreement (YYYY-MM-DD)?", "date")
    tier = "The tier decides which clauses are due; assess finds it from twelve factors, which is the safer way."
    words = "Risk tier (low, medium, high), or assess to find it from its factors?"
    yield Question("tier", words, "choice", _TIERS, help=tier)
    for (key, side), until in zip(_SIDES, ("customer.name", "end_user.name", "end_user.mandate"), strict=True):
        yield from _party(key, side, until=until, data=data)
    mandate = "The law that lets the agency use the system, and for what: “the investigation of …, under section …”."
    yield Question("end_user.mandate", "Which legal mandate does the system serve?", help=mandate)
    between = "Is there a reseller or another intermediary? Its full legal name (- if there is none)?"
    signs = "It is bound by the human-rights provisions so far as the system passes through its hands, and signs."
    yield Question("intermediary.name", between, optional=True, until="product.name", offered=NOT_KNOWN, help=signs)
    chain = "Does it sell to the customer in a contract of its own, back to back (yes), or sign one with all (no)?"
    two = "“yes” makes two contracts: reseller and State, with every safeguard, and supplier and reseller."
    key, behind, party = "intermediary.back_to_back", "product.name", "intermediary.name"
    yield Question(key, chain, "boolean", after=party, until=behind, offered="no", help=two)
    yield from _party("intermediary", "intermediary", until="product.name", after="intermediary.name")
    yield Question("product.name", "Name of the product?")
    yield Question("product.description", "What is it, in one phrase?")
    capability = f"Capability ({', '.join(_CAPABILITIES)})?"
    chooses = f"{_classes(tiers)}. It chooses wording; some capabilities set the lowest tier or rule the deal out."
    yield Question("product.capability", capability, "choice", _CAPABILITIES, help=chooses)
    yield Question("use_limits.start", "First day of the licensed period (YYYY-MM-DD)?", "date")
    yield Question(
        "use_limits.licensed_months",
        "Licensed period in months?",
        "integer",
        hint=lambda data: f" At tier {data['tier']} at most {most}." if (most := _most(book, data)) else "",
        objection=lambda answer, data: (
            f"tier {data['tier']} allows at most {most} months" if (most := _most(book, data)) and answer > most else ""
        ),
    )
    yield Question("use_limits.concurrent_targets", "How many concurrent targets at most?", "integer")
    yield Question("use_limits.regions", "In which regions (separated by semicolons)?", "list")
    if not (form.clauses and "agreement" in form.needs):  # what adds clauses to an agreement leaves it its own
        yield from _commercial()
    yield Question("human_rights_policy.title", "Title of the supplier's human-rights policy?")
    yield Question("human_rights_policy.version", "Its version?")
    yield Question("human_rights_policy.date", "Its date (YYYY-MM-DD)?", "date")
    yield Question("human_rights_policy.text", "Its text, or @FILE to read it from a text file?", "file")


def _commercial() -> Iterator[Question]:
    """The questions of fees, law and forum."""
    behind = "human_rights_policy.title"
    yield Question("fees", "Fees, as “of EUR 100,000, payable …”?", until=behind, offered=_default("fees"))
    law = "Law of which State or territory governs the agreement?"
    neutral = "A neutral one, not that of the customer's State."
    yield Question("forum.governing_law", law, until=behind, offered=_forum("governing_law"), help=neutral)
    rules = "Under which arbitration rules?"
    yield Question("forum.arbitration_rules", rules, until=behind, offered=_forum("arbitration_rules"))
    seat = "City and State, outside the customer's State."
    yield Question("forum.seat", "Seat of the arbitration?", until=behind, offered=_forum("seat"), help=seat)


def _party(
    key: str, side: str, *, until: str, after: str = "", data: Mapping[str, Any] = MappingProxyType({})
) -> Iterator[Question]:
    """The questions about a party, and who answers for human rights there.

    An end user that is the customer itself is offered what the customer has answered.
    """
    user = key == "end_user"
    for field, question in _PARTY:
        if (name := f"{key}.{field}") == after:
            continue
        words = question.format(side=f"{side}, the agency that operates it" if user and field == "name" else side)
        twin = user and held(data, "end_user.name") in (None, held(data, "customer.name"))
        yield Question(name, words, after=after, default=f"customer.{field}" if twin else "")
    official = f"{key}.official.name"
    words = f"Who receives notices about human rights at the {side} (- for the person who signs)?"
    yield Question(official, words, optional=True, after=after, until=until, offered=NOT_KNOWN)
    yield Question(f"{key}.official.title", "With which title?", after=official)


def _classes(tiers: Tiers) -> str:
    """Say in a few words what each capability is whose name does not say it."""
    factor = next((f for f in tiers.factors if isinstance(f, OptionsFactor) and f.fact == "capability"), None)
    options = factor.options if factor else ()
    return "; ".join(f"{o.id}: {o.label}" for o in options if o.id.replace("-", " ") != o.label)


def _default(field: str) -> str:
    return str(Deal.model_fields[field].default)


def _forum(field: str) -> str:
    return str(Forum.model_fields[field].default)


def _most(book: Playbook, data: Mapping[str, Any]) -> int | None:
    """The longest term the stated tier allows, in months; None where no tier is stated."""
    tier = data.get("tier")
    return book.tiers[Tier(tier)].term_months_max if tier in {t.value for t in book.tiers} else None


def factor_questions(tiers: Tiers) -> Iterator[Question]:
    """Ask who assesses, for the index files, a rating for each factor that takes one, and the yes-or-no questions.

    "-" leaves a factor or a question open; it then counts as not known, which never helps a deal.
    """
    yield Question("factors.author", "Who assesses the deal (name and function)?")
    yield Question("factors.date", "Day of the assessment (YYYY-MM-DD)?", "date", default="date")
    country = "The end user's State as the index files name it, best by its three-letter code (- if not known)?"
    yield Question("factors.country", country, optional=True)
    for name, title in (("wgi", "Worldwide Governance Indicators"), ("cpi", "Corruption Perceptions Index")):
        if any(isinstance(factor, IndexFactor) and factor.index == name for factor in tiers.factors):
            words = f"File of the {title}, .csv or .xlsx, relative to the deal file (- if not at hand)?"
            yield Question(f"factors.{name}", words, "path", optional=True, after="factors.country")
    for factor in tiers.factors:
        if not isinstance(factor, IndexFactor):
            yield from _rating(factor)
    for question in tiers.questions:
        if not question.fact:
            key = f"factors.statements.{question.id}"
            yield from _sourced(key, Question(f"{key}.value", f"{question.question} (yes, no, -)", "boolean"))


def _rating(factor: Factor) -> Iterator[Question]:
    key = f"factors.ratings.{factor.id}"
    named = f"{factor.code} {factor.title}. {factor.question}"
    if isinstance(factor, ChecklistFactor):
        items = tuple(item.id for item in factor.items)
        words = f"{named} Which are met ({'; '.join(items)}; all; none; - if not known)?"
        yield from _sourced(key, Question(f"{key}.value", words, "choices", items))
    elif isinstance(factor, FiguresFactor) or (isinstance(factor, OptionsFactor) and factor.fact is None):
        options = tuple(option.id for option in factor.options)
        listed = "; ".join(f"{option.id}: {option.label}" for option in factor.options)
        yield from _sourced(key, Question(f"{key}.value", f"{named} ({listed}; - if not known)", "choice", options))


def _sourced(key: str, question: Question) -> Iterator[Question]:
    """A rating or statement with its source and date."""
    value = question.key
    yield Question(value, question.text, question.kind, question.choices, optional=True)
    yield Question(f"{key}.source", "On what does that rest?", after=value)
    yield Question(f"{key}.date", "Of which date (YYYY-MM-DD)?", "date", after=value, default="factors.date")
