"""A contract as a page shows it: blocks, tables, the words that findings quote; a family as its papers leave it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import PurePath
from typing import Final

from clausegen.model import Block, Consolidated, Document, Report, State, page_boxes
from clausegen.report import passages

_SET_APART: Final = {
    State.DELETED: "deleted (tracked)",
    State.HIDDEN: "hidden text",
    State.WHITE: "white text",
    State.STRUCK: "struck through",
    State.PLACEHOLDER: "placeholder",
    State.COMMENT: "comment",
}


@dataclass(frozen=True, slots=True)
class PaperRun:
    """Words in a row that look alike. ``codes`` are the elements whose finding quotes them, "" where none does.

    ``kind`` is "", "inserted" or "deleted"; ``by`` is who made that change.
    """

    text: str
    codes: str = ""
    kind: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class PaperBlock:
    """A paragraph, heading or cell. ``apart`` says why its words do not count, "" where they do."""

    kind: str
    level: int
    label: str
    pieces: tuple[PaperRun, ...]
    apart: str = ""
    page: int | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class PaperTable:
    """Rows of cells."""

    rows: tuple[tuple[PaperBlock, ...], ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Half-open offsets of words that the findings on some elements quote."""

    start: int
    end: int
    code: str


def quoted(report: Report | None, path: str, document: Document | None = None) -> list[Quoted]:
    """Return the places in the file at ``path`` that findings quote; words that a person named are looked for."""
    found = []
    for finding in report.findings if report else ():
        for evidence in finding.evidence:
            own = not report or not report.contract.files or report.contract.path_of(evidence.part) == path
            if evidence.end > evidence.start and own:
                found.append(Quoted(evidence.start, evidence.end, finding.code))
            elif evidence.end == evidence.start and evidence.state is State.VISIBLE and document is not None:
                words = r"\s+".join(map(re.escape, evidence.text.split()))
                if words and (place := re.search(words, document.text)):
                    found.append(Quoted(*place.span(), finding.code))
    return found


def cut(text: str, start: int, end: int, marks: Sequence[Quoted]) -> Iterator[tuple[str, str]]:
    """Cut a range of a text wherever a quotation begins or ends; yield words and the codes that quote them."""
    own = [mark for mark in marks if mark.start < end and mark.end > start]
    places = sorted({start, end, *(min(max(at, start), end) for mark in own for at in (mark.start, mark.end))})
    for first, last in pairwise(places):
        codes = dict.fromkeys(mark.code for mark in own if mark.start <= first and last <= mark.end)
        yield text[first:last], " ".join(codes)


def paper(document: Document, marks: Sequence[Quoted]) -> Iterator[PaperBlock | PaperTable]:
    """Yield the document from beginning to end, cells of one table together."""
    ordered = sorted(marks, key=lambda mark: mark.start)
    parts = {block.part for block in document.blocks}
    for table, blocks in groupby(document.blocks, key=_table):
        if not table:
            yield from (_block(block, ordered, named=len(parts) > 1) for block in blocks)
            continue
        rows = groupby(blocks, key=lambda block: block.row)
        yield PaperTable(tuple(tuple(_block(block, ordered) for block in cells) for _, cells in rows))


def _table(block: Block) -> str:
    row = block.row
    return row.rpartition("r")[0] if row else ""


def _block(block: Block, marks: Sequence[Quoted], *, named: bool = False) -> PaperBlock:
    label = block.label if not block.typed_label else ""
    apart = _SET_APART.get(block.state, "")
    pieces = tuple(_pieces(block, marks)) if block.agreed else (PaperRun(block.text),)
    part = block.part if named and block.part != "body" else ""
    return PaperBlock(block.kind.value, min(block.level, 6), label, pieces, apart, block.page, part)


def _pieces(block: Block, marks: Sequence[Quoted]) -> Iterator[PaperRun]:
    """Yield the words of a block, cut wherever a quotation or a tracked change begins or ends."""
    own = [Quoted(mark.start - block.start, mark.end - block.start, mark.code) for mark in marks]
    length, changes = len(block.text), [change for change in block.changes if change.end > change.start or change.text]
    edges = {0, length, *(min(max(at, 0), length) for change in changes for at in (change.start, change.end))}
    for start, end in pairwise([*sorted(edges), length]):
        yield from (
            PaperRun(change.text, kind="deleted", by=change.author)
            for change in changes
            if change.start == change.end == start
        )
        change = next((change for change in changes if change.start <= start < end <= change.end), None)
        kind = "inserted" if change or block.state is State.INSERTED else ""
        for words, codes in cut(block.text, start, end, own):
            yield PaperRun(words, codes, kind, change.author if change else "")


@dataclass(frozen=True, slots=True)
class PageMark:
    """A box on a page, in points from its lower left corner, around words that findings quote."""

    page: int
    left: float
    bottom: float
    width: float
    height: float
    codes: str


def page_marks(document: Document, marks: Sequence[Quoted]) -> dict[int, list[PageMark]]:
    """Return boxes by page for the words quoted in a PDF."""
    found: dict[int, dict[tuple[float, float, float, float], list[str]]] = {}
    for mark in marks:
        for box in page_boxes(document, mark.start, mark.end):
            corners = (box.left, box.bottom, box.right, box.top)
            found.setdefault(box.page, {}).setdefault(corners, []).append(mark.code)
    return {
        page: [
            PageMark(page, left, bottom, right - left, top - bottom, " ".join(dict.fromkeys(codes)))
            for (left, bottom, right, top), codes in boxes.items()
        ]
        for page, boxes in found.items()
    }


def as_amended(contract: Consolidated, report: Report | None) -> Iterator[PaperBlock]:
    """Yield the text of a family as its papers leave it, with what they took out."""
    marks = list(_marks(contract, report))
    text, at = contract.document.text, 0
    for runs in passages(contract):
        pieces: list[PaperRun] = []
        kind, level, label = "paragraph", 0, ""
        for run in runs:
            if run.removed:
                pieces.append(PaperRun(run.text, kind="deleted", by=_named(run.paper)))
                continue
            at = text.index(run.text, at)
            if not pieces and (block := contract.document.block_at(at)):
                kind, level = block.kind.value, min(block.level, 6)
                label = "" if block.typed_label else block.label
            changed = {"kind": "inserted", "by": _named(run.paper)} if run.paper else {}
            pieces += (PaperRun(words, codes, **changed) for words, codes in cut(text, at, at + len(run.text), marks))
            at += len(run.text)
        yield PaperBlock(kind, level, label, tuple(pieces))


def _marks(contract: Consolidated, report: Report | None) -> Iterator[Quoted]:
    """Yield quotations, from their places in the papers to those in the consolidated text."""
    parts = {paper.part: number for number, paper in enumerate(contract.papers)}
    for finding in report.findings if report else ():
        for evidence in finding.evidence:
            paper = parts.get(evidence.part, 0)
            for source in contract.sources:
                start = max(evidence.start, source.at)
                end = min(evidence.end, source.at + source.end - source.start)
                if source.paper == paper and start < end:
                    moved = source.start - source.at
                    yield Quoted(start + moved, end + moved, finding.code)


def _named(paper: str) -> str:
    return PurePath(paper).name if paper else "the agreement"
