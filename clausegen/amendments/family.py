"""Carry out what the papers of a family do, in order, and keep what is left open."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Final

from clausegen.amendments.apply import Contract
from clausegen.amendments.change import Change
from clausegen.amendments.forms import compiled
from clausegen.amendments.locate import Gone, Unlocated
from clausegen.amendments.order import Act, in_item, meant, order_known, read_changes, scanner_of, take_back
from clausegen.amendments.outline import Mark, Piece, Row, outline
from clausegen.amendments.papers import Sheet
from clausegen.errors import LimitExceeded
from clausegen.model import OperationKind, OperationStatus, PaperKind, Role

_MOST_LOOKS: Final = 5_000_000  # changes times paragraphs; 500 of a contract of 300 pages are a third of it
_SPEAKS = frozenset({Role.OPERATIVE, Role.SCHEDULE, Role.DEFINITION})
_SILENT = frozenset({PaperKind.NOTICE, PaperKind.CERTIFICATE, PaperKind.MINUTES, PaperKind.DRAFT, PaperKind.PROPOSAL})
_FEWEST_BEFORE = 12  # words of a paragraph before the first item that may say something
_FEWEST = 5  # words of a sentence that may say something beside an operation


@dataclasses.dataclass(slots=True)
class Open:
    """Something undecided: a sentence and the rows that it may touch; ``spans`` are their words, all where none."""

    sentence: str
    rows: list[Row]
    spans: tuple[tuple[int, int], ...] = ()


class Family:
    """The papers of one contract on the way to the text in force."""

    def __init__(self, papers: list[Sheet], base: int, order: list[int], today: str) -> None:
        self._papers = papers
        self._base = base
        self._order = order
        self._today = today
        self._scanner = scanner_of(papers[base].structure)
        self._open: list[Open] = []
        self._acts: list[Act] = []
        self._status: dict[int, tuple[OperationStatus, str]] = {}

    def run(self) -> None:
        """Carry out what counts, in order."""
        self._acts, unread = take_back(self._papers, self._order, self._scanner, self._base, self._today)
        self._open += [Open(sentence, []) for sentence in unread]
        texts = [paper.text for paper in self._papers]
        rows = outline(self._papers[self._base].structure, self._base, lines=True)
        heads = {row.chain[0] for row in rows if row.chain}
        first = [index for index in self._order if self._is_original(index, heads)]
        self._contract = Contract(rows, texts)
        for index in first:
            rows += [dataclasses.replace(row, added=False) for row in self._beside(index)]
        if len(self._acts) * len(rows) > _MOST_LOOKS:
            path = Path(self._papers[self._base].structure.document.path)
            reason = (
                f"{len(self._acts):,} changes to a contract of {len(rows):,} paragraphs are more than are carried out"
            )
            raise LimitExceeded(path, reason, "give it with fewer papers, or ask for a consolidated text")
        for index in self._order:
            paper = self._papers[index]
            if index == self._base or paper.counts is False or index in first:
                continue
            for at, act in enumerate(self._acts):
                if act.paper == index:
                    self._carry_out(at, act)
            self._contract.rows += self._beside(index)
        self._contract.rows = self._joined(_in_place(self._contract.rows))

    def _joined(self, rows: list[Row]) -> list[Row]:
        """Join lines of one block again where no paper touched them: what nobody changed is read as it was before."""
        text, document = self._papers[self._base].text, self._papers[self._base].structure.document
        joined: list[Row] = []
        for row in rows:
            last = joined[-1] if joined else None
            same = last is not None and document.block_at(last.block.start) is document.block_at(row.block.start)
            if last is None or not same or not all(map(_is_untouched, (last, row))):
                joined.append(row)
                continue
            start, end = last.block.start, row.block.end
            block = last.block.model_copy(update={"text": text[start:end], "end": end})
            joined[-1] = dataclasses.replace(last, block=block, pieces=[Piece(self._base, start, end)])
        return joined

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
        elif act.later:
            status, why = OperationStatus.NO_EFFECT, f"it takes effect on {change.starts}"
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
                if isinstance(missing, Gone) and self._is_gone_by(act):
                    self._status[at] = (OperationStatus.NO_EFFECT, "the paper takes it away elsewhere")
                    return
                status, why = OperationStatus.OPEN, missing.why
                rows = [self._contract.rows[index] for index in missing.rows]
                words = " ".join(paper.text[change.start : change.end].split())
                sentence = f"{paper.name}: “{words}” was not carried out: {missing.why}"
                if change.kind is OperationKind.OVERRIDES:
                    sentence = f"{paper.name}: “{words}”: {change.why}"
                if rows or change.kind is not OperationKind.OVERRIDES:
                    spans = tuple((start, end) for _, start, end in missing.parts)
                    self._open.append(Open(sentence, rows, spans))
                else:  # it stands beside the agreement, and the reader weighs it
                    status, why = OperationStatus.APPLIED, ""
        act.why = why
        self._status[at] = (status, why)

    def _is_gone_by(self, act: Act) -> bool:
        """True where the same paper has taken away what it takes away again: "we waive clause 5; it is deleted"."""
        gone = [self._contract.rows[part[0]].gone_by for part in self._contract.targets(act.change)]
        by = {self._acts[index].paper for index in gone if index is not None}
        return act.change.kind is OperationKind.DELETED and by == {act.paper}

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
        self._open.append(Open(sentence, rows))

    def _ordered(self, at: int, act: Act) -> tuple[OperationStatus, str]:
        """Ask whether what an operation touches was touched by a paper of which the order is unknown."""
        paper = self._papers[act.paper]
        rows = [row for row in self._contract.rows if row.gone_by == at or at in row.touched]
        for row in rows:
            others = {
                self._acts[index].paper for index in (*row.touched, row.put_by) if index is not None and index >= 0
            } - {act.paper}
            unknown = [self._papers[other] for other in others if not order_known(self._papers[other], paper)]
            if unknown:
                why = f"nothing says whether {paper.name} or {unknown[0].name} was made first"
                row.gone_by = None if row.gone_by == at else row.gone_by
                self._open.append(Open(why[0].upper() + why[1:], [row]))
                return OperationStatus.OPEN, why
        fresh = {id(row) for row in self._contract.rows if row.put_by == at}
        for other in self._acts if fresh else []:
            rival = self._papers[other.paper]
            if rival is paper or order_known(rival, paper) or not other.change.places:
                continue
            try:
                rows_meant = [self._contract.rows[part[0]] for part in self._contract.targets(other.change)]
            except Unlocated:
                continue
            if touched := [row for row in rows_meant if id(row) in fresh]:
                why = f"nothing says whether {paper.name} or {rival.name} was made first"
                self._open.append(Open(why[0].upper() + why[1:], touched))
                return OperationStatus.OPEN, why
        return OperationStatus.APPLIED, ""

    def _touch(self, act: Act, sentence: str) -> None:
        try:
            rows = (
                [self._contract.rows[part[0]] for part in self._contract.targets(act.change)]
                if act.change.places or act.change.what
                else []
            )
        except Unlocated as missing:
            rows = [self._contract.rows[index] for index in missing.rows]
        self._open.append(Open(sentence, rows))

    def _beside(self, index: int) -> list[Row]:
        """The words of a paper that state terms of their own rather than change the contract."""
        paper = self._papers[index]
        if paper.kind in _SILENT:
            return []
        rows, units, own = read_changes(paper, self._scanner, index)
        changed = [
            (change.start, max(change.end, *(span.end for span in change.new)))
            if change.new
            else (change.start, change.end)
            for change in own
            if change.new or not change.why or self._is_about_a_place(change)
        ]
        taken: set[int] = set()
        offered: set[int] = set()  # wording below a sentence that is no operation: "We propose the following:"
        kept: dict[int, list[Piece]] = {}
        for unit in units:
            acting = [any(start < span.end and span.start < end for start, end in changed) for span in unit.sentences]
            if not any(acting):
                offered |= set(unit.taken)
            if any(acting):
                taken |= {*unit.rows, *unit.taken}
                left = [
                    span
                    for span, acts in zip(unit.sentences, acting, strict=True)
                    if not acts and len(unit.plain(span).split()) >= _FEWEST and "¤" not in unit.plain(span)
                ]
                if left and "|" not in unit.text:
                    kept[unit.rows[0]] = [Piece(index, left[0].start, left[-1].end)]
        out = []
        begins = min([at for at, row in enumerate(rows) if row.chain or at in taken], default=0)
        for at, row in enumerate(rows):
            if at in taken and at not in kept:
                continue
            if at < begins and len(row.block.text.split()) < _FEWEST_BEFORE:
                continue  # title, date, parties
            if compiled("status.signed").search(row.block.text) and len(row.block.text.split()) < _FEWEST_BEFORE:
                continue
            speaks = row.role in _SPEAKS or (at in offered and row.role is Role.FRONT)
            if speaks and not self._withdrawn(index, row):
                row.added = True
                row.pieces = kept.get(at, row.pieces)
                if at in kept:
                    row.touched.append(-1)
                out.append(row)
        if paper.kind is not PaperKind.SCHEDULE:
            while out and out[-1].is_heading:
                out.pop()
        if paper.counts is None and out:
            self._open.append(Open(f"{paper.name}: {paper.why}", list(out)))
        return out

    def _is_about_a_place(self, change: Change) -> bool:
        """True for words not understood that name a place of the contract: they make that place uncertain, no other."""
        try:
            return change.kind is OperationKind.AMENDED and bool(change.places and self._contract.targets(change))
        except Unlocated:
            return False

    def _withdrawn(self, index: int, row: Row) -> bool:
        """True for an item of a paper that a later one takes back."""
        for act in self._acts:
            change = act.change
            if (
                act.paper == index
                or act.undone_by
                or not change.names
                or change.kind not in (OperationKind.REVOKED, OperationKind.DELETED)
            ):
                continue
            named = index in meant(change.names, self._papers, act.paper, self._order) and not change.save
            if named and (
                not change.places or any(in_item(row.chain, place.marks, place.last) for place in change.places)
            ):
                return True
        return False


def _is_untouched(row: Row) -> bool:
    return row.alive and row.put_by is None and not row.added and not row.touched


def _in_place(rows: list[Row]) -> list[Row]:
    """Put the signatures of the contract behind what papers add to it."""
    return [row for row in rows if row.role is not Role.SIGNATURE or row.added] + [
        row for row in rows if row.role is Role.SIGNATURE and not row.added
    ]
