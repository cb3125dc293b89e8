"""Carry out what the papers of a family do, in order, and keep what is left open."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
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
        """Return True for a schedule in a file of its own that the agreement does not hold itself."""
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
            self._ask(f"{paper.name}: {paper.why}", self._meant(change) if change.places or change.what else [])
        else:
            if act.spared:
                kept = tuple(place for place in change.places if place.marks not in act.spared)
                change = dataclasses.replace(change, places=kept)
            if act.spared and not change.places:
                status, why = OperationStatus.UNDONE, "a later paper takes it back"
            else:
                status, why = self._tried(at, act, change)
        self._status[at] = (status, why)

    def _tried(self, at: int, act: Act, change: Change) -> tuple[OperationStatus, str]:
        """Carry an operation out as far as it can be told what it does; say what became of it."""
        paper = self._papers[act.paper]
        before = {id(row): row.gone_by for row in self._contract.rows}
        try:
            self._contract.carry_out(change, at, act.paper)
        except Unlocated as missing:
            if isinstance(missing, Gone):
                return OperationStatus.NO_EFFECT, missing.why
            words = " ".join(paper.text[change.start : change.end].split())
            sentence = f"{paper.name}: “{words}” was not carried out: {missing.why}"
            if change.kind is OperationKind.OVERRIDES:
                sentence = f"{paper.name}: “{words}”: {change.why}"
                if not missing.rows:  # it stands beside the agreement, and the reader weighs it
                    return OperationStatus.APPLIED, ""
            self._ask(sentence, missing.rows, tuple((start, end) for _, start, end in missing.parts))
            return OperationStatus.OPEN, missing.why
        touched = [n for n, row in enumerate(self._contract.rows) if at in (row.put_by, row.gone_by, *row.touched)]
        why = f"{act.doubted_by} may take it back" if act.doubted_by else self._rival(at, act, touched)
        if not why:
            return OperationStatus.APPLIED, ""
        for row in (self._contract.rows[index] for index in touched):  # what was there may still be
            row.gone_by = before.get(id(row))
        self._ask(f"{paper.name}: {why}" if act.doubted_by else why[0].upper() + why[1:], touched)
        return OperationStatus.OPEN, why

    def _rival(self, at: int, act: Act, touched: Sequence[int]) -> str:
        """Say that a paper of unknown order touches the same rows; "" where none does."""
        paper = self._papers[act.paper]
        fresh = {index for index in touched if self._contract.rows[index].put_by == at}
        for index, other in enumerate(self._acts):
            rival = self._papers[other.paper]
            if rival is paper or order_known(rival, paper):
                continue
            rows = [self._contract.rows[index] for index in touched]
            both = any(index in (row.put_by, *row.touched) for row in rows)
            if both or (fresh and other.change.places and fresh & {*self._meant(other.change)}):
                return f"nothing says whether {paper.name} or {rival.name} was made first"
        return ""

    def _ask(self, sentence: str, rows: Sequence[int], spans: tuple[tuple[int, int], ...] = ()) -> None:
        self._open.append(Open(sentence, [self._contract.rows[index] for index in rows], spans))

    def _meant(self, change: Change) -> list[int]:
        """Return the rows that a change means, or may mean."""
        try:
            return [part[0] for part in self._contract.targets(change)]
        except Unlocated as missing:
            return list(missing.rows)

    def _beside(self, index: int) -> list[Row]:
        """Return the words of a paper that state terms of their own rather than change the contract."""
        paper = self._papers[index]
        if paper.kind in _SILENT:
            return []
        rows, units, own = read_changes(paper, self._scanner, index)
        changed = [
            (change.start, max(change.end, *(span.end for span in change.new), 0))
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
                continue
            taken |= {*unit.rows, *unit.taken}
            idle = [span for span, acts in zip(unit.sentences, acting, strict=True) if not acts]
            plain = {span: unit.plain(span) for span in idle}
            left = [span for span in idle if len(plain[span].split()) >= _FEWEST and "¤" not in plain[span]]
            if left and "|" not in unit.text:
                kept[unit.rows[0]] = [Piece(index, left[0].start, left[-1].end)]
        out = []
        begins = min([at for at, row in enumerate(rows) if row.chain or at in taken], default=0)
        for at, row in enumerate(rows):
            if at in taken and at not in kept:
                continue
            signs = compiled("status.signed").search(row.block.text)
            if (at < begins or signs) and len(row.block.text.split()) < _FEWEST_BEFORE:
                continue  # title, date, parties
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
        """Return True for words not understood that name a place of the contract: they make that alone uncertain."""
        return change.kind is OperationKind.AMENDED and bool(change.places and self._meant(change))

    def _withdrawn(self, index: int, row: Row) -> bool:
        """Return True for an item of a paper that a later one takes back."""
        takes = (OperationKind.REVOKED, OperationKind.DELETED)
        for act in self._acts:
            change = act.change
            if act.undone_by or not change.names or change.kind not in takes or change.save:
                continue
            named = index in meant(change.names, self._papers, act.paper, self._order)
            if named and (
                not change.places or any(in_item(row.chain, place.marks, place.last) for place in change.places)
            ):
                return True
        return False


def _is_untouched(row: Row) -> bool:
    return row.alive and row.put_by is None and not row.added and not row.touched


def _in_place(rows: list[Row]) -> list[Row]:
    """Put the signatures of the contract behind what papers add to it."""
    return sorted(rows, key=lambda row: row.role is Role.SIGNATURE and not row.added)
