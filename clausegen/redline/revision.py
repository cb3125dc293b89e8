"""A contract revised: missing clauses inserted as tracked changes, contradicted words commented on."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from clausegen.amendments import structure
from clausegen.drafting import (
    WEIGHTY,
    Counter,
    Existing,
    conflicts_with_contract,
    existing_contract,
    missing_clauses,
    without_its_law,
)
from clausegen.errors import DraftRefused, UsageError
from clausegen.ingest import Archive, Package
from clausegen.library import Library, is_american
from clausegen.model import (
    Block,
    Deal,
    Document,
    ExistingAgreement,
    Finding,
    Paper,
    Report,
    Status,
    Verdict,
    Why,
)
from clausegen.redline.comment_ranges import Edit, commented, paragraph_index, spliced
from clausegen.redline.comments import Comment, first_number, with_comments
from clausegen.redline.defined_names import names
from clausegen.redline.footing import cited_by_duty, lacking, leaning, unnamed
from clausegen.redline.insertion import Inserter, Tracker
from clausegen.redline.insertion_point import homes, last_operative, numbering, part_heading
from clausegen.redline.own_terms import own_terms
from clausegen.redline.paragraph_format import Looks, looks
from clausegen.redline.remarks import SIGN, said_of, unsigned_user
from clausegen.redline.revised_copy import assure, misnumbered, repacked
from clausegen.redline.stated_figures import with_own_start, with_stated_facts
from clausegen.redline.wording import Wording, wording
from clausegen.redline.xml_offsets import Layout, layout

FORUM = "enforceability.neutral-forum"
_WORDS_OF_A_PAGE = 450
_TRIES = 8  # every level, and the schedules, may turn out to need typed numbers


@dataclass(frozen=True)
class Revision:
    """A revised contract.

    ``data`` is the Word file, ``requirements`` those that got a clause, ``commented`` the codes of elements with a
    comment on the words that stand against them, ``blanks`` how many blanks somebody has to fill, ``unsigned_user``
    says that the end user has to be added to the parties and the signatures, "" when it signs, ``signed`` is
    True when the file carried a digital signature, which the copy breaks, ``redefined`` the terms that both the
    contract and the insertion define.
    """

    data: bytes
    requirements: tuple[str, ...]
    commented: tuple[str, ...]
    blanks: int
    unsigned_user: str
    signed: bool
    redefined: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    words: int = 0

    @property
    def pages(self) -> int:
        """About how many pages the insertion takes, at least one."""
        return max(1, round(self.words / _WORDS_OF_A_PAGE))


def revise(
    contract: Document,
    content: bytes,
    report: Report,
    deal: Deal,
    *,
    library: Library,
    known: bool = True,
    date: str = "",
    only: Collection[str] = (),
) -> Revision | None:
    """Revise a contract of which ``content`` are the bytes and ``report`` the verdicts; None when nothing is due.

    Nothing is due when no critical or major element is lacking: words that contradict a minor one are no reason
    for a copy of their own. Only what is lacking is inserted, element by element, in the law, the start and the
    spelling of the contract. ``only`` are the codes to which the revision is confined. ``known`` is False for a deal
    of blanks (``unknown_deal``). ``date`` is the ISO date the changes carry, "" for none. Raises UsageError when the
    file is no Word file, DraftRefused when the deal must not be drafted.
    """
    if contract.format != "docx":
        raise UsageError(f"{contract.path}: clauses can be inserted as tracked changes in a .docx file only")
    revising = _Revising(contract, content, date)
    revising.papers = frozenset(file.part for file in report.contract.files if file.part)
    read = revising.read
    called = names(read, deal if known else None)
    taken = frozenset(word for word, _ in called.terms.values())
    own, kin = own_terms(read, report, library, taken)
    called = replace(called, whole=revising.form.word.strip().capitalize(), own=own, kin=kin)
    if known and (reasons := list(conflicts_with_contract(deal, read, library.root))):
        raise DraftRefused(reasons)
    held = cited_by_duty(
        lacking(report, leaning(report)), read
    )  # what is to be struck is no footing for another safeguard
    deal = deal if known else with_stated_facts(deal, read, held, called)
    existing = existing_contract(read, library.root)
    deal = without_its_law(with_own_start(deal, report), existing) if known else deal
    # A contract that chooses a law keeps it, and its forum: what it should be is a question of the bargain.
    settled = (FORUM,) if existing.law else ()
    # The addendum needs an agreement to refer to; here that is the contract itself, whatever its date.
    itself = ExistingAgreement(title="this Agreement", date=deal.date)
    due_of = functools.partial(
        missing_clauses,
        deal=deal.model_copy(update={"agreement": itself}),
        tier=report.tier,
        library=library,
        severities=WEIGHTY,
        only=only,
        leave=settled,
        by_element=True,
        existing=Existing(defines=existing.defines, assume=True, law=existing.law),
    )
    addendum = due_of(held)
    if addendum is not None and (more := unnamed(addendum, held, library, own)):
        held = lacking(held, more)
        addendum = due_of(held)
    if addendum is None:
        return None
    due = _inserted(addendum, {v.requirement for v in report.verdicts})  # ordinary words that will stand against them
    contradicted = [
        (v, f)
        for v in report.verdicts
        for f in v.findings
        if (f.status is Status.CONTRADICTED or (f.code in due and f.why is Why.NOTHING_TO_TAKE))
        and (not only or {v.code, f.code} & set(only))
    ]
    unsigned = unsigned_user(read, called)
    words = wording(
        addendum,
        deal,
        library,
        called,
        counter=Counter(revising.last + 1, form=revising.form),
        known=known,
        us_spelling=is_american(contract.text, library.root),
        unsigned=bool(unsigned),
        part=part_heading(read, revising.until),
        homes=homes(read, held, revising.part, revising.package.main, revising.until),
    )
    unsigned = unsigned if words.clauses else ""
    data = revising.write(words, contradicted, unsigned)
    return Revision(
        data=data,
        requirements=words.requirements,
        commented=tuple(finding.code for _, finding in contradicted),
        blanks=words.blanks,
        unsigned_user=unsigned,
        signed=any(name.lower().startswith("_xmlsignatures/") for name in revising.package.archive.names()),
        redefined=words.redefined,
        elements=_inserted(addendum, words.requirements),
        words=words.words,
    )


def _inserted(addendum: Paper, requirements: Collection[str]) -> tuple[str, ...]:
    """The codes of the elements that are inserted, in order."""
    clauses = cast("list[dict[str, Any]]", addendum.manifest["clauses"])
    return tuple(e["code"] for clause in clauses if clause["requirement"] in requirements for e in clause["elements"])


class _Revising:
    """One contract in the making. ``until`` is the index of the clause after which is inserted."""

    def __init__(self, contract: Document, content: bytes, date: str) -> None:
        self.contract = contract
        self.content = content
        self.date = date
        self.papers: frozenset[str] = frozenset()  # names of the papers that were judged with it
        self.read = structure(contract)
        self.until = last_operative(self.read)
        self.last, self.form = numbering(self.read, self.until)
        path = Path(contract.path or "contract.docx")
        self.package = Package(path, Archive(path, content))
        self.part = self.package.archive.read(self.package.main)
        self.blocks = list(contract.agreed_blocks())

    def write(self, words: Wording, contradicted: Sequence[tuple[Verdict, Finding]], unsigned: str) -> bytes:
        """The bytes of the revised file; numbers that do not come out as printed are typed instead."""
        root, main = self.package.root(self.package.main), self.package.main
        shown = looks(self.read, root, main, until=self.until + 1, lettered=self.form.lettered)
        for _ in range(_TRIES):
            data = self._written(words, contradicted, unsigned, shown)
            wrong = misnumbered(self.contract, data, words, shown)
            if not wrong:
                break
            for kind in wrong:
                shown = shown.with_typed(kind)
        assure(self.contract, self.content, data)
        return data

    def _written(
        self, words: Wording, contradicted: Sequence[tuple[Verdict, Finding]], unsigned: str, shown: Looks
    ) -> bytes:
        spans = [self._span(finding) for _, finding in contradicted]
        wanted = {
            index
            for span in spans
            if span
            for block, _ in span
            if (index := paragraph_index(block, self.package.main)) is not None
        }
        places = layout(self.part, wanted)
        number = first_number(self.package)
        comments: list[Comment] = []
        on_clauses: dict[str, list[int]] = {}
        edits: list[Edit] = []
        for (verdict, finding), span in zip(contradicted, spans, strict=True):
            marked = commented(self.part, places, *span, number, self.package.main) if span else []
            home = verdict.requirement if verdict.requirement in words.requirements else ""
            if not marked:  # comments cannot stand in headers, notes and text boxes
                on_clauses.setdefault(home, []).append(number)
            edits += marked
            comments.append(Comment(number, said_of(finding, elsewhere=not marked)))
            number += 1
        if unsigned:
            on_clauses.setdefault("", []).append(number)
            comments.append(Comment(number, (f"{unsigned} {SIGN}",)))
        ids = [int(found) for found in re.findall(rb":id=[\"'](\d{1,9})[\"']", self.part)]
        inserter = Inserter(shown, Tracker(max(ids, default=0), self.date), on_clauses, places.prefix)
        edits += [Edit(self._point(places, home.last), inserter.xml(group)) for home, group in words.merged]
        clauses = inserter.xml(words.clauses)
        if clauses:
            edits.append(Edit(self._point(places, self.until), clauses))
        if words.schedules:
            edits.append(Edit(places.end, inserter.xml(words.schedules)))
        parts = {self.package.main: spliced(self.part, edits)}
        return repacked(self.content, {**parts, **with_comments(self.package, comments, self.date)})

    def _span(self, finding: Finding) -> tuple[tuple[Block, int], tuple[Block, int]] | None:
        """Find the beginning and end of the words that contradict: block and offset in it."""
        words = finding.evidence[0]
        if words.part in self.papers:  # the words of a paper, which the file does not hold
            return None
        first = self.contract.block_at(words.start)
        last = self.contract.block_at(max(words.end - 1, words.start))
        if first is None or last is None:
            return None
        return (first, words.start - first.start), (last, words.end - last.start)

    def _point(self, places: Layout, until: int) -> int:
        """The byte behind the child of the body that holds the last operative clause up to ``until``."""
        for clause in reversed(self.read.clauses[: until + 1]):
            index = paragraph_index(self.blocks[clause.index], self.package.main)
            if index is not None and index < len(places.paragraphs):
                return places.children[places.paragraphs[index].outer][1]
        return places.end


_ORDER = {Status.SATISFIED: 3, Status.UNCERTAIN: 2, Status.MISSING: 1, Status.CONTRADICTED: 0}


def worse(before: Report, after: Report) -> list[str]:
    """The codes of elements that are judged worse after than before."""
    was = {f.code: _ORDER[f.status] for verdict in before.verdicts for f in verdict.findings}
    return [f.code for v in after.verdicts for f in v.findings if _ORDER[f.status] < was.get(f.code, 0)]
