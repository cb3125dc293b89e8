"""A whole document: shell, clauses in the order of the playbook, definitions, schedules, numbers."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from clausegen.drafting.attested import Statements, unasked
from clausegen.drafting.clauses import Piece, render, render_requirement, telling
from clausegen.drafting.definitions import predicate, used
from clausegen.drafting.governing_law import spelt, variant_of
from clausegen.drafting.manifest import Made, cited_and_attested, element_note, manifest, requirement_note
from clausegen.drafting.numbering import Places, References
from clausegen.drafting.provision_changes import Change, Existing, changes
from clausegen.drafting.refusal import refuse
from clausegen.drafting.render_context import answers, context, contracting, positions
from clausegen.drafting.schedules import referred_only
from clausegen.drafting.signed_agreement import SignedAgreement
from clausegen.drafting.special_terms import paragraphs, replaced
from clausegen.drafting.templates import Insertion, Line, Shell, lines, partial, shell
from clausegen.library import Library, in_american
from clausegen.model import Answer, Deal, Element, Paper, Paragraph, ParagraphKind, Requirement, Tier, spoken

_NONE = Existing()


def assemble(
    deal: Deal,
    library: Library,
    tier: Tier,
    *,
    kind: str = "agreement",
    cited: Mapping[str, str] | None = None,
    quoted: Mapping[str, str] | None = None,
    without: Collection[str] = (),
    notes: bool = False,
    existing: Existing = _NONE,
    extra: Mapping[str, Any] | None = None,
) -> Paper:
    """Draft a document of a kind at a tier.

    ``cited`` maps "requirement" and "requirement.element" to the clause numbers of the signed agreement,
    for documents that cite it and for an addendum that leaves out what it holds; ``quoted`` the same to the words of
    those clauses. ``without`` leaves out elements given as "requirement.element" (an ablation; the manifest records
    it). ``notes`` keeps drafting notes. ``existing`` is the contract that an addendum changes. ``extra`` are values
    only this shell asks for.

    Raises DraftRefused when the deal must not be drafted and DataError when the library is at fault.
    """
    form = shell(library, kind)
    refuse(deal, library, library.playbook(deal.playbook), tier, form)
    drafting = _Drafting(
        deal, library, tier, form, cited or {}, quoted or {}, frozenset(without), notes, existing, extra or {}
    )
    return Paper(
        title=_title(deal, form),
        kind=kind,
        paragraphs=tuple(drafting.paragraphs()),
        manifest={
            **manifest(drafting.made()),
            **(cited_and_attested(deal, drafting.signed.citations) if form.cites else {}),
        },
    )


def figures_printed(deal: Deal, library: Library, tier: Tier) -> frozenset[str]:
    """The answers that the agreement prints at a tier and the positions chosen, as "requirement.parameter"."""
    drafting = _Drafting(deal, library, tier, shell(library, "agreement"))
    tuple(drafting.paragraphs())
    return frozenset(drafting.stated)


def _title(deal: Deal, form: Shell) -> str:
    """Name the document for its header: the agreement by its own name, another with the agreement it serves."""
    if form.id == "agreement":
        return deal.title
    served = deal.agreement.title if deal.agreement and "agreement" in form.needs else deal.title
    return f"{form.title}: {served}"


@dataclass
class _Drafting:
    """One document in the making."""

    deal: Deal
    library: Library
    tier: Tier
    form: Shell
    cited: Mapping[str, str] = field(default_factory=dict)
    quoted: Mapping[str, str] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    notes: bool = False
    existing: Existing = _NONE
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        deal, library, tier, form, existing = self.deal, self.library, self.tier, self.form, self.existing
        self.book = book = library.playbook(deal.playbook)
        self.shared = {
            **context(deal, book, tier),
            "dated": f"the date of this {form.dated}",
            "attachments": f"{form.schedule_word}{'es' if form.schedule_word == 'Annex' else 's'}",
        }
        adds, law = "agreement" in form.needs, existing.law.name if existing.law else ""
        self.variant = variant_of(deal.forum, library.root, stated=adds, chosen=law)
        self.american = existing.american or self.variant.spelling == "american"
        self.shared["law"] = {**self.variant.law, "spelling": "american" if self.american else "british"}
        if adds:
            self.shared["forum"] = unasked(deal.forum, law)
        self.due: list[tuple[Requirement, tuple[Element, ...]]] = []
        if form.binds:
            self.due = [(r, elements) for r, elements in library.due(book, tier) if r.id not in deal.omit]
        self.shared["elements"] = frozenset(f"{r.id}.{e.id}" for r, elements in self.due for e in elements)
        read = deal.agreement.clauses if deal.agreement and deal.agreement.confirmed.is_attested else ()
        confirmed: Collection[str] = self.cited if existing.assume else read  # assumed: as if each were read
        self.signed = SignedAgreement(
            library,
            self.due,
            self.cited,
            self.without,
            adds=form.clauses,
            confirmed=confirmed,
            quoted=self.quoted,
            defines=existing.defines,
            unsettled=existing.open,
            word=existing.word,
        )
        self.inserted = self.signed.inserted
        if self.inserted:
            self.shared["provisions"] = self.signed.provisions()
        self.stated: set[str] = set()  # the answers that the document prints, as "requirement.parameter"
        self.answers = {r.id: self._answered(r) for r, _ in self.due}
        self.references = References(self.signed, deal.omit, f"contracts/{form.id}.md.j2")
        self.numbers: dict[str, str] = {}  # the clause number of each requirement and element

    # Words ------------------------------------------------------------------------------------------

    def paragraphs(self) -> Iterator[Paragraph]:
        """Everything in order, numbered, references resolved."""
        placed: list[tuple[Paragraph, Line | Piece]] = []
        codes = {f"{r.id}.{e.id}": e.code for r, elements in self.due for e in elements}
        items = self.form.numbering == "items"
        places = Places(items, self.form.schedule_word, codes)
        entries = list(self._entries(self.form.id, self._shell_values(), items=items))
        if self.form.schedules == "referred":
            entries = referred_only(entries, self._with_definitions)
        for entry in self._with_definitions(entries):
            paragraph = places.place(entry, self.references.anchor(entry), self._note(entry))
            if paragraph.anchor:
                self.numbers[paragraph.anchor] = paragraph.number
                self.references.printed[paragraph.anchor] = spoken(paragraph, self._word)
            placed.append((paragraph, entry))
        for paragraph, entry in placed:
            if isinstance(entry, Line) and entry.cells:
                yield paragraph.with_words((), tuple(map(self.references.runs, entry.cells)))
            else:
                yield paragraph.with_words(self.references.runs(entry.text))

    def _entries(self, name: str, values: dict[str, Any], *, items: bool) -> Iterator[Line | Piece | Insertion]:
        """The lines of a template, with clauses and partial templates in their places."""
        source = self._spelt(self.form.template if name == self.form.id else partial(self.library.root, name))
        file = f"contracts/{name}.md.j2"
        for line in lines(render(source, values, file), file, items=items):
            if isinstance(line, Line) or line.name == "definitions":
                yield line
            elif line.name == "clauses":
                for requirement, elements in self.due:
                    if not self.signed.stands(requirement, elements):
                        yield from self._clause(requirement, elements)
            else:
                yield from self._entries(line.name, values, items=line.items)

    @property
    def _word(self) -> str:
        """Return what a numbered clause is called where others refer to it."""
        return "Section" if self.american and self.form.word == "clause" else self.form.word

    def _spelt(self, source: str) -> str:
        """The source of a template in the spelling of the law, or of the contract that it follows."""
        return in_american(source, self.library.root) if self.american else source

    def _clause(self, requirement: Requirement, elements: tuple[Element, ...]) -> list[Piece]:
        left_out = {e.id for e in elements if f"{requirement.id}.{e.id}" in self.without}
        if self.american:
            requirement = spelt(requirement, self.library.root)
        pieces = render_requirement(requirement, self._values(requirement), due=elements, without=left_out)
        return replaced(pieces, self.deal.special_terms)

    def _values(self, requirement: Requirement) -> dict[str, Any]:
        known = self.answers.get(requirement.id)
        given = self._answered(requirement) if known is None else known
        return {**self.shared, **given, "position": positions(self.deal, requirement)}

    def _answered(self, requirement: Requirement) -> dict[str, Answer]:
        """The answers of a requirement; what of them is printed gets into ``stated``."""
        given = answers(requirement, self.deal.answers, self.tier)
        return {
            name: telling(value, functools.partial(self.stated.add, f"{requirement.id}.{name}"))
            for name, value in given.items()
        }

    def _shell_values(self) -> dict[str, Any]:
        """Return the values that a shell sees: those of every clause, and the rest of the deal."""
        deal = self.deal
        return {
            **self.shared,
            "kind": self.form.id,
            "title": deal.title,
            "date": deal.date,
            "fees": deal.fees,
            "fees_stated": "fees" in deal.model_fields_set,
            "operators": deal.operators,
            "intermediary": deal.intermediary,
            "back_to_back": bool(deal.intermediary and deal.intermediary.back_to_back),
            "contracting": contracting(deal),
            "special_terms": [(t.title, paragraphs(t)) for t in deal.special_terms if not t.instead_of],
            "addressees": [
                ("Supplier", deal.supplier),
                ("Customer", deal.customer),
                *(("End User", user) for user in deal.end_users),
            ],
            "agreement": deal.agreement,
            "incident": deal.incident,
            "stated": Statements(deal.incident, self.library.root) if deal.incident else None,
            "due": frozenset(requirement.id for requirement, _ in self.due),
            "answers": self.answers,
            "cite": self.signed.cite,
            "cited_words": self.signed.words,
            "holds": self.signed.holds,
            "playbook": self.book.id,
            "changes": self._changes(),
            "inserted": frozenset(self.inserted),
            "brought": self.shared["elements"] - self.without,
            "first_clause": self.inserted[0] if self.inserted else "",
            "last_clause": self.inserted[-1] if self.inserted else "",
            **self.extra,
        }

    def _with_definitions(self, entries: list[Line | Piece | Insertion]) -> Iterator[Line | Piece]:
        texts = [entry.text for entry in entries if not isinstance(entry, Insertion)]
        texts += [cell for entry in entries if isinstance(entry, Line) for cell in entry.cells]
        for entry in entries:
            if isinstance(entry, Insertion):
                for term, meaning in used(texts, self._meanings()).items():
                    if self.signed.leaves_to_agreement(term, meaning):
                        continue
                    yield Line(ParagraphKind.DEFINITION, f"“**{term}**” {predicate(meaning)}")
            else:
                yield entry

    def _meanings(self) -> dict[str, Callable[[], str]]:
        """Every term the library defines.

        The definition of a requirement goes before the shell's, except in documents without the clauses,
        which it could refer to.
        """
        values = self._shell_values()
        own: dict[str, Callable[[], str]] = {
            term: functools.partial(render, self._spelt(text), values, f"contracts/{self.form.id}.toml")
            for term, text in self.form.definitions.items()
        }
        meanings = dict(own)
        for requirement in self.library.requirements.values():
            for term, text in requirement.definitions.items():
                meanings[term] = functools.partial(self._meaning, requirement, text)
        return meanings if self.form.clauses else {**meanings, **own}

    def _meaning(self, requirement: Requirement, text: str) -> str:
        return render(self._spelt(text), self._values(requirement), f"{requirement.id}/requirement.toml")

    def _changes(self) -> list[Change]:
        """List the changes that an addendum makes to provisions of the existing agreement."""
        old, values = self.existing, {**self.shared, "clause": self.signed.added}
        decisions = self.deal.agreement.changes if self.deal.agreement else ()
        return list(changes(old.provisions, self.library, values, decisions, assume=old.assume, word=old.word))

    # Notes and manifest -----------------------------------------------------------------------------

    def made(self) -> Made:
        """Return what the document was made from. Call after ``paragraphs``."""
        given = (self.deal, self.library, self.book, self.tier, self.form, self.without)
        return Made(*given, self.due, self.stated, self.numbers)

    def _note(self, entry: Line | Piece) -> str:
        """The drafting note of a line: where an element comes from, why, and how far one may go."""
        if not self.notes:
            return ""
        if isinstance(entry, Line):
            return " ".join([*filter(None, [entry.note]), *self.signed.quotations(entry.text)])
        if entry.level == 1:
            return requirement_note(self.library.requirements[entry.requirement])
        if not entry.element or f"{entry.requirement}.{entry.element}" in self.references.printed:
            return ""
        return element_note(self.library.requirements[entry.requirement].element(entry.element))
