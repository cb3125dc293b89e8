"""Put a family of papers together: the contract as amended, with where each word of it comes from."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import PurePath

from clausegen.amendments.apply import Contract, Unlocated, is_override
from clausegen.amendments.order import Act, decide, order_known, read_changes, scanner_of, sequence, take_back
from clausegen.amendments.outline import Mark, Piece, Row, outline
from clausegen.amendments.papers import Sheet, sheet
from clausegen.amendments.read import read_contract
from clausegen.model import (
    Block,
    Clause,
    Consolidated,
    Coverage,
    Document,
    Notice,
    Operation,
    OperationKind,
    OperationStatus,
    FamilyPaper,
    PaperKind,
    Question,
    Removed,
    Role,
    Provenance,
    Structure,
)
from clausegen.structure import clauses

_SPEAKS = frozenset({Role.OPERATIVE, Role.SCHEDULE, Role.DEFINITION})
_SILENT = frozenset({PaperKind.NOTICE, PaperKind.CERTIFICATE, PaperKind.MINUTES, PaperKind.DRAFT, PaperKind.PROPOSAL})
_FEWEST = 5  # words of a sentence that may say something beside an operation


@dataclasses.dataclass(slots=True)
class _Open:
    """Something undecided: a sentence and the rows that it may touch."""

    sentence: str
    rows: list[Row]


def consolidate(documents: Sequence[Document], *, attached: frozenset[str] = frozenset()) -> Consolidated:
    """Return the contract as amended by the papers that follow it; the first document is the master.

    ``attached`` are the paths of files that belong to the contract as schedules. Papers that do not count change
    nothing and say why; what cannot be located or decided makes uncertain only what it may touch, and is listed.
    """
    papers = [
        sheet(_plain(document), master=not index, attached=document.path in attached)
        for index, document in enumerate(documents)
    ]
    base = decide(papers)
    order = sequence(papers)
    family = _Family(papers, base, order)
    family.run()
    return family.contract(documents)


def _plain(document: Document) -> Structure:
    return Structure(document=document, clauses=tuple(clauses(document)))


class _Family:
    """The papers of one contract on the way to the text in force."""

    def __init__(self, papers: list[Sheet], base: int, order: list[int]) -> None:
        self._papers = papers
        self._base = base
        self._order = order
        self._scanner = scanner_of(papers[base].structure, papers)
        self._open: list[_Open] = []
        self._acts: list[Act] = []
        self._status: dict[int, tuple[OperationStatus, str]] = {}

    def run(self) -> None:
        """Carry out what counts, in order."""
        self._acts, unread = take_back(self._papers, self._order, self._scanner, self._base)
        self._open += [_Open(sentence, []) for sentence in unread]
        texts = [paper.text for paper in self._papers]
        rows = outline(self._papers[self._base].structure, self._base)
        heads = {row.chain[0] for row in rows if row.chain}
        first = [index for index in self._order if self._is_original(index, heads)]
        for index in first:
            rows += [dataclasses.replace(row, added=False) for row in self._beside(index)]
        self._contract = Contract(rows, texts)
        for index in self._order:
            paper = self._papers[index]
            if index == self._base or paper.counts is False or index in first:
                continue
            for at, act in enumerate(self._acts):
                if act.paper == index:
                    self._carry_out(at, act)
            self._contract.rows += self._beside(index)
        self._contract.rows = _in_place(self._contract.rows)

    def _is_original(self, index: int, heads: set[Mark]) -> bool:
        """True for a schedule in a file of its own that the agreement does not hold itself."""
        paper = self._papers[index]
        if paper.kind is not PaperKind.SCHEDULE or not paper.counts or index == self._base:
            return False
        own = next((row.chain[0] for row in outline(paper.structure, index) if row.chain), None)
        return own is None or own not in heads

    def _carry_out(self, at: int, act: Act) -> None:
        paper, change = self._papers[act.paper], act.change
        status, why = OperationStatus.APPLIED, ""
        if act.undone_by:
            status, why = OperationStatus.UNDONE, f"{act.undone_by} takes it back"
        elif change.names:
            pass
        elif paper.counts is None:
            status, why = OperationStatus.OPEN, paper.why
            self._touch(act, f"{paper.name}: {paper.why}")
        elif act.doubted_by:
            status, why = OperationStatus.OPEN, f"{act.doubted_by} may take it back"
            self._doubt(at, act, f"{paper.name}: {why}")
        else:
            try:
                if act.spared:
                    kept = tuple(place for place in change.places if place.marks not in act.spared)
                    change = dataclasses.replace(change, places=kept)
                    if not kept:
                        self._status[at] = (OperationStatus.UNDONE, "a later paper takes it back")
                        return
                self._contract.carry_out(change, at, act.paper)
                status, why = self._ordered(at, act)
            except Unlocated as missing:
                status, why = OperationStatus.OPEN, missing.why
                rows = [self._contract.rows[index] for index in missing.rows]
                words = " ".join(paper.text[change.start : change.end].split())
                self._open.append(_Open(f"{paper.name}: “{words}” was not carried out: {missing.why}", rows))
        act.why = why
        self._status[at] = (status, why)

    def _doubt(self, at: int, act: Act, sentence: str) -> None:
        """Carry an operation out that may be taken back: what was there and what comes are both uncertain."""
        gone_before = {id(row) for row in self._contract.rows if not row.alive}
        try:
            self._contract.carry_out(act.change, at, act.paper)
        except Unlocated:
            return
        rows = [row for row in self._contract.rows if at in (row.put_by, row.gone_by) or at in row.touched]
        for row in rows:
            if id(row) not in gone_before:
                row.gone_by = None
        self._open.append(_Open(sentence, rows))

    def _ordered(self, at: int, act: Act) -> tuple[OperationStatus, str]:
        """Ask whether what an operation touches was touched by a paper of which the order is unknown."""
        paper = self._papers[act.paper]
        rows = [row for row in self._contract.rows if row.gone_by == at or at in row.touched]
        for row in rows:
            others = {self._acts[index].paper for index in (*row.touched, row.put_by) if index is not None and index >= 0} - {act.paper}
            unknown = [self._papers[other] for other in others if not order_known(self._papers[other], paper)]
            if unknown:
                why = f"nothing says whether {paper.name} or {unknown[0].name} was made first"
                row.gone_by = None if row.gone_by == at else row.gone_by
                self._open.append(_Open(why[0].upper() + why[1:], [row]))
                return OperationStatus.OPEN, why
        for row in self._contract.rows:
            if row.put_by != at:
                continue
            rivals = [other for other in self._contract.rows if other.gone_by is not None and other.chain[-1:] == row.chain[-1:]]
            for rival in rivals:
                one = self._papers[self._acts[rival.gone_by].paper] if rival.gone_by is not None else paper
                if one is not paper and not order_known(one, paper):
                    why = f"nothing says whether {paper.name} or {one.name} was made first"
                    self._open.append(_Open(why[0].upper() + why[1:], [row]))
                    return OperationStatus.OPEN, why
        return OperationStatus.APPLIED, ""

    def _touch(self, act: Act, sentence: str) -> None:
        try:
            rows = [self._contract.rows[part[0]] for part in self._contract.targets(act.change)] if act.change.places or act.change.what else []
        except Unlocated as missing:
            rows = [self._contract.rows[index] for index in missing.rows]
        self._open.append(_Open(sentence, rows))

    def _beside(self, index: int) -> list[Row]:
        """The words of a paper that state terms of their own rather than change the contract."""
        paper = self._papers[index]
        if paper.kind in _SILENT:
            return []
        rows, units, own = read_changes(paper, self._scanner, index)
        changed = [(change.start, max(change.end, *(span.end for span in change.new))) if change.new else (change.start, change.end) for change in own]
        taken: set[int] = set()
        kept: dict[int, list[Piece]] = {}
        for unit in units:
            taken |= set(unit.taken)
            acting = [any(start < span.end and span.start < end for start, end in changed) for span in unit.sentences]
            if any(acting):
                taken |= set(unit.rows)
                left = [span for span, acts in zip(unit.sentences, acting, strict=True) if not acts and len(unit.plain(span).split()) >= _FEWEST and "¤" not in unit.plain(span)]
                if left and "|" not in unit.text:
                    kept[unit.rows[0]] = [Piece(index, left[0].start, left[-1].end)]
        out = []
        for at, row in enumerate(rows):
            if at in taken and at not in kept:
                continue
            if row.role in _SPEAKS and not self._withdrawn(index, row):
                row.added = True
                row.pieces = kept.get(at, row.pieces)
                if at in kept:
                    row.touched.append(-1)
                out.append(row)
        if paper.kind is not PaperKind.SCHEDULE:
            while out and out[-1].is_heading:
                out.pop()
        if paper.counts is None and out:
            self._open.append(_Open(f"{paper.name}: {paper.why}", list(out)))
        return out

    def _withdrawn(self, index: int, row: Row) -> bool:
        """True for an item of a paper that a later one takes back."""
        for act in self._acts:
            change = act.change
            if act.paper == index or act.undone_by or not change.names or change.kind not in (OperationKind.REVOKED, OperationKind.DELETED):
                continue
            from clausegen.amendments.order import _in_item, _meant

            if index in _meant(change.names, self._papers, act.paper, self._order) and not change.save:
                if not change.places or any(_in_item(row.chain, place.marks, place.last) for place in change.places):
                    return True
        return False

    # From rows to a document

    def contract(self, documents: Sequence[Document]) -> Consolidated:
        """Return the consolidated contract."""
        parts = _part_names(self._papers)
        blocks: list[Block] = []
        sources: list[Provenance] = []
        removed: list[Removed] = []
        spans: dict[int, tuple[int, int]] = {}
        prevailing: list[tuple[int, int]] = []
        beside: list[tuple[int, int]] = []
        gone: list[Row] = []
        at = 0
        for row in self._contract.rows:
            words = self._contract.words(row)
            if not row.alive or not words.strip():
                by = self._acts[row.gone_by].paper if row.gone_by is not None else self._base
                if words.strip():
                    removed.append(Removed(at=at, text=words, number=_number(row), paper=parts[by]))
                    gone.append(row)
                continue
            home = row.pieces[0].paper if row.put_by is not None or row.added else self._base
            blocks.append(_block(row, words, at, parts[home]))
            sources += _provenance(row, at)
            removed += self._struck(row, at, parts)
            spans[id(row)] = (at, at + len(words))
            if row.put_by is not None or (row.added and self._papers[home].kind is not PaperKind.SCHEDULE):
                prevailing.append((at, at + len(words)))
            elif row.touched and not row.added:
                prevailing += [(one.start, one.end) for one in _provenance(row, at) if one.paper != self._base]
            if row.added:
                beside.append((at, at + len(words)))
            at += len(words) + 1
        read = read_contract(self._document(documents, blocks, parts))
        former, behind = self._former(read, gone, parts)
        questions = [
            Question(sentence=one.sentence, ranges=tuple(dict.fromkeys(spans[id(row)] for row in one.rows if id(row) in spans)))
            for one in self._open
        ]
        fields = {name: getattr(read, name) for name in Structure.model_fields}
        fields |= former
        fields |= {
            "prevailing": tuple(prevailing),
            "operations": tuple(self._operations(parts)),
        }
        return Consolidated(
            **fields,
            papers=tuple(self._paper(paper, part) for paper, part in zip(self._papers, parts, strict=True)),
            sources=(*sources, *behind),
            end=len(read.document.text),
            beside=tuple(beside),
            questions=tuple(questions),
            removed=tuple(removed),
        )

    def _struck(self, row: Row, at: int, parts: Sequence[str]) -> list[Removed]:
        """Words that operations took out of a row that stays."""
        if not row.touched or row.touched[0] < 0 or row.put_by is not None:
            return []
        text, home = self._papers[self._base].text, self._base
        by = parts[self._acts[row.touched[0]].paper]
        found, last, offset = [], row.block.start, at
        for piece in (*row.pieces, Piece(home, row.block.end, row.block.end)):
            if piece.paper == home:
                if text[last : piece.start].strip():
                    found.append(Removed(at=offset, text=text[last : piece.start], number=_number(row), paper=by, inside=True))
                last = piece.end
            offset += piece.end - piece.start
        return found

    def _former(self, read: Structure, gone: Sequence[Row], parts: Sequence[str]) -> tuple[dict[str, object], list[Provenance]]:
        """Clauses that are gone, put behind the text in force, so that a report can say that they were there."""
        blocks, found, sources = list(read.document.blocks), list(read.clauses), []
        at = len(read.document.text) + 1
        for row in gone:
            words = self._contract.words(row)
            home = row.pieces[0].paper
            blocks.append(_block(row, words, at, parts[home]))
            section = found[-1].section + 1 if found else 0
            found.append(
                Clause(index=len(found), start=at, end=at + len(words), body=at, number=row.block.number, heading=row.heading, section=section, role=Role.FORMER, is_heading=row.is_heading, part=blocks[-1].part)
            )
            sources += _provenance(row, at)
            at += len(words) + 1
        fields = {name: getattr(read.document, name) for name in Document.model_fields if name not in ("text", "blocks")}
        return {"document": Document.from_blocks(blocks, **fields), "clauses": tuple(found)}, sources

    def _paper(self, one: Sheet, part: str) -> FamilyPaper:
        return FamilyPaper(
            path=one.structure.document.path,
            part=part,
            kind=one.kind,
            title=one.title,
            date=one.date,
            number=one.number,
            counts=one.counts,
            why=one.why,
        )

    def _operations(self, parts: Sequence[str]) -> list[Operation]:
        found = []
        for index, act in enumerate(self._acts):
            status, why = self._status.get(index, (OperationStatus.NO_EFFECT, ""))
            change, paper = act.change, self._papers[act.paper]
            places = change.places
            target = paper.text[places[0].start : places[-1].end].strip(" ,") if places else "; ".join(change.terms or change.former)
            text = (change.new[0].start, change.new[-1].end) if change.new else (0, 0)
            found.append(
                Operation(
                    kind=change.kind,
                    start=change.start,
                    end=change.end,
                    target=target,
                    number=".".join(places[0].marks[-1].parts) if places else "",
                    text_start=text[0],
                    text_end=text[1],
                    paper=parts[act.paper],
                    words=" ".join(paper.text[change.start : max(change.end, text[1])].split()),
                    status=status,
                    why=why,
                )
            )
        return found

    def _document(self, documents: Sequence[Document], blocks: list[Block], parts: Sequence[str]) -> Document:
        first = documents[self._base]
        master = documents[0]
        counted = [index for index, paper in enumerate(self._papers) if paper.counts is not False]
        coverage = _coverage([documents[index] for index in counted], [parts[index] for index in counted])
        notices = [notice for document in documents for notice in document.notices]
        if names := [parts[index] for index in counted if index != self._base and parts[index]]:
            notices.append(Notice(code="read-together", message=f"Read as one contract with: {'; '.join(names)}."))
        for index, paper in enumerate(self._papers):
            if paper.counts is False:
                notices.append(Notice(code="amendment-not-applied", message=f"{paper.name} changes nothing: {paper.why}."))
        notices += [Notice(code="amendment-open", message=f"{one.sentence}.") for one in self._open]
        return Document.from_blocks(
            blocks,
            path=master.path,
            format=master.format,
            sha256=master.sha256,
            language=first.language or master.language,
            notices=tuple(dict.fromkeys(notices)),
            coverage=coverage,
        )


def _block(row: Row, words: str, at: int, part: str) -> Block:
    update = {"text": words, "start": at, "end": at + len(words), "part": part or row.block.part}
    return row.block.model_copy(update=update | ({"lines": ()} if row.touched else {}))


def _provenance(row: Row, at: int) -> list[Provenance]:
    found = []
    for piece in row.pieces:
        length = piece.end - piece.start
        if piece.paper >= 0:
            found.append(Provenance(start=at, end=at + length, paper=piece.paper, at=piece.start))
        at += length
    return found


def _in_place(rows: list[Row]) -> list[Row]:
    """Put the signatures of the contract behind what papers add to it."""
    return [row for row in rows if row.role is not Role.SIGNATURE or row.added] + [row for row in rows if row.role is Role.SIGNATURE and not row.added]


def _number(row: Row) -> str:
    mark = row.chain[-1] if row.chain else None
    return f"{mark.word} {'.'.join(mark.parts)}".strip() if mark else ""


def _part_names(papers: Sequence[Sheet]) -> list[str]:
    """How evidence names each paper; "" for the master."""
    short = [paper.name for paper in papers]
    shown = [name if short.count(name) == 1 else paper.structure.document.path for name, paper in zip(short, papers, strict=True)]
    return ["", *(f"{paper.kind} {name}" for paper, name in zip(papers[1:], shown[1:], strict=True))]


def _coverage(documents: Sequence[Document], parts: Sequence[str]) -> Coverage:
    all_of = [document.coverage for document in documents]
    return all_of[0].model_copy(
        update={
            "complete": all(one.complete for one in all_of),
            "parts_read": (*all_of[0].parts_read, *filter(None, parts)),
            "skipped": tuple(f"{PurePath(one.path).name}: {said}" for one in documents for said in one.coverage.skipped),
            "pending_changes": sum(one.pending_changes for one in all_of),
            "set_apart": sum(one.set_apart for one in all_of),
        }
    )
