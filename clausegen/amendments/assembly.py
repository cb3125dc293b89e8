"""Put a family of papers together: the contract as amended, with where each word of it comes from."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from pathlib import PurePath

from clausegen.amendments.family import Family
from clausegen.amendments.order import decide, sequence
from clausegen.amendments.outline import Piece, Row
from clausegen.amendments.papers import Part, Sheet, part_beside, sheet
from clausegen.amendments.read import read_contract
from clausegen.model import (
    Block,
    Clause,
    Consolidated,
    Coverage,
    Document,
    FamilyPaper,
    Notice,
    OpenQuestion,
    Operation,
    OperationStatus,
    PaperKind,
    Provenance,
    Removed,
    Role,
    Structure,
)
from clausegen.structure import clauses


def consolidate(
    documents: Sequence[Document], *, attached: frozenset[str] | None = None, today: dt.date | None = None
) -> Consolidated:
    """Return the contract as amended by the papers that follow it; the first document is the master.

    ``attached`` are the paths of files that belong to the contract as schedules; None reads it from them. Papers that
    do not count change nothing and say why, those that are made or take effect after ``today`` among them; what cannot
    be located or decided makes uncertain only what it may touch, and is listed.
    """
    if attached is None:
        attached = frozenset(document.path for document in documents[1:] if part_beside(document) is Part.SCHEDULE)
    plain = [Structure(document=document, clauses=tuple(clauses(document))) for document in documents]
    papers = [
        sheet(paper, master=not index, attached=paper.document.path in attached) for index, paper in enumerate(plain)
    ]
    day = (today or dt.datetime.now().date()).isoformat()
    base = decide(papers, day)
    order = sequence(papers)
    family = _Writer(papers, base, order, day)
    family.run()
    return family.contract(documents)


class _Writer(Family):
    """Writes the rows that are left as a document."""

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
                prevailing += [
                    (source.start, source.end) for source in _provenance(row, at) if source.paper != self._base
                ]
            if row.added:
                beside.append((at, at + len(words)))
            at += len(words) + 1
        read = read_contract(self._document(documents, blocks, parts))
        former, behind = self._former(read, gone, parts)
        questions = [
            OpenQuestion(
                sentence=question.sentence,
                ranges=tuple(
                    dict.fromkeys(
                        _within(spans[id(row)], part)
                        for row, part in itertools.zip_longest(question.rows, question.spans, fillvalue=None)
                        if row is not None and id(row) in spans
                    )
                ),
            )
            for question in self._open
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
        """Return words that operations took out of a row that stays."""
        if not row.touched or row.touched[0] < 0 or row.put_by is not None:
            return []
        text, home = self._papers[self._base].text, self._base
        by = parts[self._acts[row.touched[0]].paper]
        found, last, offset, behind = [], row.block.start, at, at
        for piece in (*row.pieces, Piece(home, row.block.end, row.block.end)):
            if piece.paper == home:
                if text[last : piece.start].strip():
                    found.append(
                        Removed(at=behind, text=text[last : piece.start], number=_number(row), paper=by, inside=True)
                    )
                last = piece.end
            offset += piece.end - piece.start
            behind = offset if piece.paper == home else behind
        return found

    def _former(
        self, read: Structure, gone: Sequence[Row], parts: Sequence[str]
    ) -> tuple[dict[str, object], list[Provenance]]:
        """Return clauses that are gone, put behind the text in force, so that a report can say that they were there."""
        blocks, found, sources = list(read.document.blocks), list(read.clauses), []
        at = len(read.document.text) + 1
        for row in gone:
            words = self._contract.words(row)
            home = row.pieces[0].paper
            blocks.append(_block(row, words, at, parts[home]))
            section = found[-1].section + 1 if found else 0
            found.append(
                Clause(
                    index=len(found),
                    start=at,
                    end=at + len(words),
                    body=at,
                    number=row.block.number,
                    heading=row.heading,
                    section=section,
                    role=Role.FORMER,
                    is_heading=row.is_heading,
                    part=blocks[-1].part,
                )
            )
            sources += _provenance(row, at)
            at += len(words) + 1
        fields = {
            name: getattr(read.document, name) for name in Document.model_fields if name not in ("text", "blocks")
        }
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
            target = (
                paper.text[places[0].start : places[-1].end].strip(" ,")
                if places
                else "; ".join(change.terms or change.former)
            )
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
        for paper in self._papers:
            if paper.counts is False:
                notices.append(
                    Notice(code="amendment-not-applied", message=f"{paper.name} changes nothing: {paper.why}.")
                )
        for act in filter(lambda act: act.later, self._acts):
            said = " ".join(self._papers[act.paper].text[act.change.start : act.change.end].split())
            message = f"{self._papers[act.paper].name}: “{said}” changes nothing before {act.change.starts}."
            notices.append(Notice(code="amendment-not-applied", message=message))
        notices += [Notice(code="amendment-open", message=f"{question.sentence}.") for question in self._open]
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


def _within(place: tuple[int, int], part: tuple[int, int] | None) -> tuple[int, int]:
    """Return the words of a row that a question is about, by offsets into the text; the whole row if it is shorter."""
    start, end = place
    if part is None or part[1] < 0 or start + part[1] > end:
        return place
    return start + part[0], start + part[1]


def _number(row: Row) -> str:
    mark = row.chain[-1] if row.chain else None
    return f"{mark.word} {'.'.join(mark.parts)}".strip() if mark else ""


def _part_names(papers: Sequence[Sheet]) -> list[str]:
    """Name each paper as evidence does; "" for the master."""
    short = [paper.name for paper in papers]
    shown = [
        name if short.count(name) == 1 else paper.structure.document.path
        for name, paper in zip(short, papers, strict=True)
    ]
    return ["", *(f"{paper.kind} {name}" for paper, name in zip(papers[1:], shown[1:], strict=True))]


def _coverage(documents: Sequence[Document], parts: Sequence[str]) -> Coverage:
    all_of = [document.coverage for document in documents]
    return all_of[0].model_copy(
        update={
            "complete": all(coverage.complete for coverage in all_of),
            "parts_read": (*all_of[0].parts_read, *filter(None, parts)),
            "skipped": tuple(
                f"{PurePath(document.path).name}: {said}"
                for document in documents
                for said in document.coverage.skipped
            ),
            "pending_changes": sum(coverage.pending_changes for coverage in all_of),
            "set_apart": sum(coverage.set_apart for coverage in all_of),
        }
    )
