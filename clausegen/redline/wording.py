"""The words of a revision: clauses of the addendum in the contract's names, with the contract's next numbers."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from clausegen.drafting import Counter, Insertion, Line, lines, partial, render, used
from clausegen.library import Library, american
from clausegen.model import Deal, Paper, Paragraph, ParagraphKind, Run, wider
from clausegen.model import runs as as_runs
from clausegen.redline.defined_names import Names
from clausegen.redline.insertion_point import Home
from clausegen.redline.merged_clauses import Merged, named_apart
from clausegen.redline.paragraph_format import PART
from clausegen.redline.undefined import BLANK, blanked
from clausegen.runtime import regex

_SHELL = "revision"
_POLICY = "schedule:human-rights-policy"
_CHANGES = "schedule:changes"  # the table of an addendum: in a revision the contract itself is at hand
# Terms of the addendum as a document of its own.
_OF_THE_ADDENDUM = frozenset({"Addendum", "Agreement", "Existing Agreement"})
_EXISTING = regex(r"(?:clause(?P<many>s?) (?P<number>\S+(?:(?:,| and| to) \S+)*?) of )?the Existing Agreement")


@dataclass(frozen=True)
class Wording:
    """The inserted wording: ``clauses`` before the signatures, ``schedules`` behind everything else.

    ``merged`` goes into clauses of the contract, group by group behind the last line of one. ``redefined`` are the
    terms that it defines and the contract defines too.
    """

    clauses: tuple[Paragraph, ...]
    schedules: tuple[Paragraph, ...]
    redefined: tuple[str, ...] = ()
    merged: tuple[tuple[Home, tuple[Paragraph, ...]], ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Everything inserted, in the order of the copy."""
        inside = (paragraph for _, group in self.merged for paragraph in group)
        return (*inside, *self.clauses, *self.schedules)

    @property
    def blanks(self) -> int:
        """Count the blanks that somebody has to fill, and the statements to confirm."""
        texts = [paragraph.text for paragraph in self.paragraphs]
        return sum(text.count(mark) for text in texts for mark in (BLANK, "[CONFIRM: "))

    @property
    def words(self) -> int:
        """Count the inserted words."""
        return sum(len(paragraph.text.split()) for paragraph in self.paragraphs)

    @property
    def requirements(self) -> tuple[str, ...]:
        """The requirements that got words, in order."""
        return tuple(dict.fromkeys(p.requirement for p in self.paragraphs if p.requirement))


def wording(
    paper: Paper,
    deal: Deal,
    library: Library,
    names: Names,
    *,
    counter: Counter,
    known: bool,
    us_spelling: bool = False,
    unsigned: bool = False,
    part: str = "",
    homes: Mapping[str, Home] | None = None,
) -> Wording:
    """Turn an addendum into paragraphs of the contract it amends.

    ``counter`` gives the inserted clauses their numbers; ``known`` is False for a deal of blanks, ``us_spelling``
    True for a contract in American English, ``unsigned`` where the end user does not sign it. ``part`` is a heading
    that the clauses need, "" for none. ``homes`` are clauses of the contract into which the words of a requirement go,
    by requirement; all others get a clause of their own. Raises DataError when the library's template of a revision is
    faulty.
    """
    spell = functools.partial(american, root=library.root) if us_spelling else _as_it_is
    source = _Addendum(paper)
    merged = Merged(source.clauses, homes or {})
    apart = [name for name in source.requirements if name not in merged.homes]
    source.definitions = [named_apart(p, source.requirements, apart, merged.named(names)) for p in source.definitions]
    text = render(
        partial(library.root, _SHELL),
        {
            "supplier": deal.supplier,
            "customer": deal.customer,
            "end_user": deal.end_user,
            "named": names.named,
            "product": names.product,
            "unsigned": unsigned,
            "known": known,
            "blank": BLANK,
            "first": apart[0] if apart else "",
            "last": apart[-1] if apart else "",
            "merged": merged.named(names),
            "schedules": bool(source.schedules_of(source.clauses)),
            "schedule_words": names.schedules_word,
        },
        f"contracts/{_SHELL}.md.j2",
    )
    entries = list(lines(text, f"contracts/{_SHELL}.md.j2", items=False))
    own = {term: text for entry in entries if isinstance(entry, Line) for term, text in _defined(entry)}
    meanings = _meanings(source, names)
    chosen: dict[str, list[Paragraph]] = {}
    terms: dict[str, str] = {}
    while True:  # a schedule may use a term, and the meaning of a term refer to a schedule
        texts = [p.text for p in (*source.clauses, *(p for group in chosen.values() for p in group))]
        terms = used([*texts, *own.values()], {term: functools.partial(_words, p) for term, p in meanings.items()})
        found = source.schedules_of([*source.clauses, *(meanings[t] for t in terms), *_flat(chosen)])
        if list(found) == list(chosen):
            break
        chosen = found
    definitions = [*(meanings[term] for term in terms), *(_definition(text) for text in own.values())]
    definitions.sort(key=lambda p: p.text.strip("“").casefold())
    placed = list(_placed(entries, definitions, source.clauses))
    if part:
        placed.insert(0, Paragraph(kind=ParagraphKind.HEADING, anchor=PART, runs=(Run(part),)))
    return replace(
        _Numbered(placed, merged, chosen, names, counter, spell).wording(),
        redefined=tuple(sorted(names.defined & {*terms, *own})),
    )


def _as_it_is(text: str) -> str:
    return text


def _words(paragraph: Paragraph) -> str:
    return paragraph.text


def _flat(groups: dict[str, list[Paragraph]]) -> list[Paragraph]:
    return [paragraph for group in groups.values() for paragraph in group]


class _Addendum:
    """An addendum taken apart: definitions, clauses, schedules."""

    def __init__(self, paper: Paper) -> None:
        end = max(
            i for i, p in enumerate(paper.paragraphs) if p.kind is ParagraphKind.HEADING and p.text == "Signatures"
        )
        self.definitions = [p for p in paper.paragraphs if p.kind is ParagraphKind.DEFINITION]
        self.clauses = [p for p in paper.paragraphs[:end] if p.requirement]
        self.requirements = list(dict.fromkeys(p.requirement for p in self.clauses))
        self.schedules: dict[str, list[Paragraph]] = {}
        name = ""
        for paragraph in paper.paragraphs[:end]:
            if paragraph.kind is ParagraphKind.SCHEDULE:
                name = paragraph.anchor
            if name and name != _CHANGES:
                self.schedules.setdefault(name, []).append(paragraph)

    def schedules_of(self, paragraphs: Iterable[Paragraph]) -> dict[str, list[Paragraph]]:
        """The schedules to which paragraphs refer, in the order of the addendum."""
        targets = {run.target for paragraph in paragraphs for run in _runs(paragraph)}
        return {name: group for name, group in self.schedules.items() if name in targets}


def _runs(paragraph: Paragraph) -> Iterator[Run]:
    yield from paragraph.runs
    for cell in paragraph.cells:
        yield from cell


def _defined(entry: Line) -> list[tuple[str, str]]:
    found = re.match(r"“\*\*(.+?)\*\*”", entry.text)
    return [(found[1], entry.text)] if found and entry.kind is ParagraphKind.TEXT else []


def _definition(text: str) -> Paragraph:
    return Paragraph(kind=ParagraphKind.DEFINITION, runs=as_runs(text, lambda target: target))


def _meanings(source: _Addendum, names: Names) -> dict[str, Paragraph]:
    # What the contract defines it defines once: a second definition would leave two meanings side by side.
    system = {"System"} if names.product or "System" in names.terms else set()
    left_out = _OF_THE_ADDENDUM | names.defined | names.own.keys() | system
    meanings = {p.text[1 : p.text.index("”")]: p for p in source.definitions}
    return {term: _akin(p, names.kin.get(term, "")) for term, p in meanings.items() if term not in left_out}


def _akin(paragraph: Paragraph, word: str) -> Paragraph:
    """The definition that also takes in what the contract calls by a word of its own."""
    term = paragraph.text[1:].partition("”")[0]
    if not word or paragraph.text.count(term) == 1:  # it leads to a clause that is about the term, not one that uses it
        return paragraph
    more = Run(f" It includes every use of the System to which the definition of “{word}” applies.")
    return replace(paragraph, runs=(*paragraph.runs, more))


def _placed(
    entries: Sequence[Line | Insertion], definitions: Sequence[Paragraph], clauses: Sequence[Paragraph]
) -> Iterator[Paragraph]:
    for entry in entries:
        if isinstance(entry, Insertion):
            yield from definitions if entry.name == "definitions" else clauses
        elif not _defined(entry):
            held = as_runs(entry.text, lambda target: "")
            yield Paragraph(kind=entry.kind, level=entry.level, anchor=entry.anchor, runs=held)


class _Numbered:
    """The paragraphs with numbers, references and names of the contract."""

    def __init__(
        self,
        placed: Sequence[Paragraph],
        merged: Merged,
        schedules: dict[str, list[Paragraph]],
        names: Names,
        counter: Counter,
        spell: Callable[[str], str],
    ) -> None:
        self._spell = spell
        self._names = names
        self._schedules = schedules
        self._printed: dict[str, str] = {}
        self._merged = merged
        for name, home in merged.homes.items():
            self._printed[name] = f"{names.clause} {home.number}"
        for _, group in merged.in_order():
            self._printed |= {p.anchor: f"{names.clause} {p.number}" for p in group if p.anchor and p.number}
        self._clauses: list[Paragraph] = []
        for paragraph in placed:
            if paragraph.requirement in merged.homes:
                continue
            label, number = counter.next(paragraph.level) if paragraph.kind is ParagraphKind.CLAUSE else ("", "")
            self._clauses.append(replace(paragraph, label=label, number=number))
            if paragraph.anchor and number:
                word = names.whole if paragraph.level == 1 else ""
                self._printed[paragraph.anchor] = f"{word or names.clause} {number}"
        for name, number in zip(schedules, names.next_schedules(len(schedules)), strict=True):
            self._printed[name] = f"{names.schedule} {number}"

    def wording(self) -> Wording:
        schedules: list[Paragraph] = []
        for name, group in self._schedules.items():
            head = replace(group[0], number=self._printed[name], label=self._printed[name])
            schedules += [self._named(head), *(self._named(p, policy=name == _POLICY) for p in group[1:])]
        return Wording(
            clauses=tuple(map(self._named, self._clauses)),
            schedules=tuple(schedules),
            merged=tuple((home, tuple(map(self._named, group))) for home, group in self._merged.in_order()),
        )

    def _named(self, paragraph: Paragraph, policy: bool = False) -> Paragraph:
        """The paragraph in the contract's words; the text of the policy is quoted as it stands."""
        if policy and not paragraph.cells:
            return paragraph
        return replace(
            paragraph,
            runs=tuple(map(self._run, paragraph.runs)),
            cells=tuple(tuple(map(self._run, cell)) for cell in paragraph.cells),
        )

    def _run(self, run: Run) -> Run:
        if not run.target:
            text = _EXISTING.sub(self._existing, run.text).replace("this Addendum", "this Agreement")
            return replace(run, text=blanked(self._names.applied(self._spell(text))))
        printed = next((self._printed[name] for name in wider(run.target) if name in self._printed), "")
        return Run(printed or _EXISTING.sub(self._existing, run.text), bold=run.bold)

    def _existing(self, found: re.Match[str]) -> str:
        number = found["number"]
        return f"{self._names.clause}{found['many']} {number}" if number else f"this {self._names.agreement}"
