"""Content of the playbook book, before it has a format: chapters of entries, one entry per element."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clausegen.drafting import context, predicate, question, render, render_requirement
from clausegen.library import Library, examples_of, load_deal
from clausegen.model import (
    Deal,
    Element,
    Example,
    Playbook,
    Position,
    PositionChoice,
    Requirement,
    Source,
    Status,
    Tier,
    runs,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of wording: ``level`` 0 for a plain paragraph, 2 to 4 for 1.1, (a) and (i)."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A rung of the ladder (or the one wording of an element without ladder) and its text."""

    rung: str
    statement: str
    approver: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An element as the book prints it; ``name`` is with its requirement."""

    element: Element
    name: str
    wordings: tuple[Wording, ...]
    cites: tuple[str, ...]
    examples: tuple[Example, ...]

    def shown(self, status: Status) -> list[Example]:
        """Return the examples that give the element this status."""
        return [example for example in self.examples if example.expect[self.element.id] is status]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A requirement as the book prints it, from the tier at which the playbook asks for it."""

    requirement: Requirement
    tier: Tier
    mandatory: bool
    questions: tuple[str, ...]
    definitions: tuple[str, ...]
    cites: tuple[str, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The playbook as a book. ``names`` are those in the wording, by the side that bears each."""

    title: str
    description: str
    version: str
    sha256: str
    names: dict[str, str]
    terms: tuple[tuple[str, ...], ...]
    chapters: tuple[Chapter, ...]


def book(library: Library, playbook: Playbook) -> Book:
    """Write the book of a playbook. Wording is rendered with the specimen deal at the high tier."""
    author = _Author(library, playbook, load_deal(library.root / "specimen.toml"))
    return Book(
        title=playbook.title,
        description=playbook.description,
        version=library.version,
        sha256=library.sha256,
        names=author.names(),
        terms=tuple(terms_of(playbook)),
        chapters=tuple(author.chapter(library.requirements[rule.id]) for rule in playbook.requirements),
    )


def cited(sources: tuple[Source, ...]) -> tuple[str, ...]:
    """Return the sources that may be printed as citations: those read in the primary text."""
    return tuple(source.cite for source in sources if source.status == "verified")


class _Author:
    """Writes chapters with the wording of one deal."""

    def __init__(self, library: Library, playbook: Playbook, deal: Deal) -> None:
        self._library, self._playbook, self._deal = library, playbook, deal

    def names(self) -> dict[str, str]:
        deal = self._deal
        user = deal.end_user or deal.customer
        return {"Supplier": deal.supplier.name, "Customer": deal.customer.name, "End User": user.name}

    def chapter(self, requirement: Requirement) -> Chapter:
        rule = self._playbook.rule(requirement.id)
        return Chapter(
            requirement=requirement,
            tier=rule.from_tier or requirement.from_tier,
            mandatory=rule.mandatory,
            questions=tuple(question(parameter) for parameter in requirement.parameters),
            definitions=tuple(self._definitions(requirement)),
            cites=cited(requirement.sources),
            entries=tuple(self._entry(requirement, element) for element in requirement.elements),
        )

    def _entry(self, requirement: Requirement, element: Element) -> Entry:
        return Entry(
            element=element,
            name=f"{requirement.id}.{element.id}",
            wordings=tuple(self._wordings(requirement, element)),
            cites=cited(element.sources),
            examples=tuple(example for example in examples_of(requirement) if element.id in example.expect),
        )

    def _wordings(self, requirement: Requirement, element: Element) -> Iterator[Wording]:
        if not element.ladder:
            yield Wording("", "", "", self._lines(requirement, element, self._deal))
            return
        for rung in ("preferred", "acceptable", "fallback"):
            position: Position = getattr(element.ladder, rung)
            choice = PositionChoice.model_validate({"position": rung, "approved_by": position.approver})
            deal = self._deal.model_copy(update={"positions": {f"{requirement.id}.{element.id}": choice}})
            yield Wording(rung, position.statement, position.approver, self._lines(requirement, element, deal))

    def _lines(self, requirement: Requirement, element: Element, deal: Deal) -> tuple[Line, ...]:
        values = context(deal, self._playbook, Tier.HIGH, requirement)
        pieces = render_requirement(requirement, values, only={element.id})
        return tuple(Line(piece.level, piece.plain(self._reference)) for piece in pieces)

    def _definitions(self, requirement: Requirement) -> Iterator[str]:
        values = context(self._deal, self._playbook, Tier.HIGH, requirement)
        for term, meaning in sorted(requirement.definitions.items()):
            words = "".join(run.text for run in runs(render(meaning, values, requirement.id), self._reference))
            yield f"“{term}” {predicate(words)}"

    def _reference(self, target: str) -> str:
        """Print a reference by the title of the clause, since it has no number here."""
        kind, _, schedule = target.partition(":")
        if kind == "schedule":
            return f"the Schedule “{schedule.replace('-', ' ')}”"
        known = self._library.requirements.get(target.partition(".")[0])
        return f"the clause “{known.title if known else target}”"


def terms_of(playbook: Playbook) -> Iterator[tuple[str, ...]]:
    """Yield the table of what a tier asks of the deal, its head first."""
    yield ("Tier", "Longest term", "Certificate", "Training", "Visits", "Audit", "Approval")
    for tier, terms in playbook.tiers.items():
        longest, certificate = f"{terms.term_months_max} months", f"every {terms.certification_months} months"
        yield tier.value, longest, certificate, terms.training, terms.visits, terms.audit, terms.approval
