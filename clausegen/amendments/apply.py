"""Carry operations out on the text of a contract."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from clausegen.amendments.change import Change
from clausegen.amendments.instructions import Span
from clausegen.amendments.locate import SPACE, Gone, Terms, Unlocated, places_of
from clausegen.amendments.outline import Mark, Piece, Row, by_labels, label_of
from clausegen.model import Block, BlockKind, OperationKind, Role


class Contract(Terms):
    """The rows of a contract, changed by one operation after the other."""

    def carry_out(self, change: Change, index: int, paper: int) -> None:
        """Carry a change out; ``index`` is that of its operation. Raises Unlocated and changes nothing then."""
        if change.why and change.kind not in (OperationKind.ADDED, OperationKind.RENUMBERED):
            raise Unlocated(change.why, parts=self.targets(change))
        if change.kind is OperationKind.ADDED:
            self._insert(change, index, paper)
        elif change.kind is OperationKind.RENUMBERED:
            self._renumber(change)
        elif change.kind is OperationKind.RESTORED:
            self._restore(change, index, paper)
        elif change.what in ("words",) or (change.kind is OperationKind.AMENDED and change.at != "in"):
            self._edit(change, index, paper)
        else:
            self._take(change, index, paper)

    def _take(self, change: Change, index: int, paper: int) -> None:
        """Take rows or words away and put the new ones in their place."""
        try:
            parts = [part for part in self.targets(change) if self.rows[part[0]].alive]
        except Unlocated as missing:
            if missing.rows or not change.new or not change.places or change.what:
                raise
            parts = []
        if not parts and change.new and not change.what:  # "Section 7 is replaced by …", and there is none
            at, model = self._home(change.places[0].marks[-1])
            self._put(at, change.new, paper, index, model)
            return
        if not parts:
            raise Gone("it is no longer there")
        cut = sorted((part for part in parts if part[2] >= 0), reverse=True)
        whole = [part[0] for part in parts if part[2] < 0]
        new = [Piece(paper, span.start, span.end) for span in change.new]
        for row, start, end in cut:
            self._cut(
                self.rows[row],
                start,
                end,
                [new[0]] if new and len(cut) == 1 and not whole and len(new) == 1 else [],
                index,
            )
        if change.what == "definition" and len(new) >= 1 and cut and (len(cut) > 1 or len(new) > 1):
            self._put(max(part[0] for part in cut) + 1, change.new, paper, index, self.rows[cut[0][0]])
        for row in whole:
            self.rows[row].gone_by = index
        if whole and new:
            self._put(max(whole) + 1, change.new, paper, index, self.rows[min(whole)])

    def _cut(self, row: Row, start: int, end: int, new: list[Piece], index: int) -> None:
        row.pieces = [*_slice(row.pieces, 0, start), *new, *_slice(row.pieces, end, len(self.words(row)))]
        row.touched.append(index)

    def _put(
        self, at: int, spans: Sequence[Span], paper: int, index: int, model: Row, label: Mark | None = None
    ) -> None:
        """Put new rows in at an index, one for each line of the wording; ``label`` is that of words without one."""
        chain = model.chain
        if label:
            chain = (*(other for other in chain if other.rank < label.rank), label)
        fresh: list[Row] = []
        for span in spans:
            for start, end in _lines(self._texts[paper], span):
                text = self._texts[paper][start:end]
                found = label_of(text)
                mark = found[0] if found else None
                if mark and mark.kind == "bracket":
                    mark = mark._replace(parts=(*(chain[-1].parts if chain else ()), *mark.parts))
                own = (*(candidate for candidate in chain if candidate.rank < mark.rank), mark) if mark else chain
                block = Block(
                    text=text,
                    start=0,
                    end=0,
                    kind=BlockKind.PARAGRAPH,
                    label=(found and text[: found[1]].strip()) or "",
                    number=".".join(mark.parts) if mark and mark.kind != "bracket" else "",
                    typed_label=found[1] if found else 0,
                )
                block = block.model_copy(update={"label": "", "number": "", "typed_label": 0}) if not found else block
                fresh.append(
                    Row([Piece(paper, start, end)], block, own, model.heading, model.section, model.role, put_by=index)
                )
                chain = own
        self.rows[at:at] = fresh

    def _insert(self, change: Change, index: int, paper: int) -> None:
        if not change.new:
            raise Unlocated(change.why or "the new words were not found")
        if change.at in ("after", "before", "end") and (rows := self._standing(change)):
            at = min(rows) if change.at == "before" else max(rows) + 1
            self._put(at, change.new, paper, index, self.rows[rows[0]], change.label)
            return
        first = label_of(self._texts[paper][change.new[0].start : change.new[0].end])
        mark = first[0] if first else change.places[0].marks[-1] if change.places else None
        at, model = self._home(mark)
        self._put(at, change.new, paper, index, model, None if first else mark)

    def _standing(self, change: Change) -> list[int]:
        """Return the rows beside which new ones go; none where the place is not there, for new words are never lost."""
        try:
            return [part[0] for part in self.targets(change)]
        except Unlocated as missing:
            if missing.rows:
                raise
            return []

    def _home(self, mark: Mark | None) -> tuple[int, Row]:
        """Find the place for a clause of that number: after the one before it, else at the end of the terms."""
        parts = mark.parts if mark else ()
        before = (
            [(*parts[:-1], str(int(parts[-1]) - 1))] if parts and parts[-1].isdigit() and int(parts[-1]) > 1 else []
        )
        before += (
            [(*parts[:-1], re.sub(r"[a-z]$", "", parts[-1]))] if parts and re.fullmatch(r"\d+[a-z]", parts[-1]) else []
        )
        for wanted in (*before, parts[:-1]):
            hits = [at for at in self._own() if any(wanted == mark.parts for mark in self.rows[at].chain)]
            if wanted and hits:
                return hits[-1] + 1, self.rows[hits[-1]]
        last = max(at for at in self._own() if self.rows[at].role is not Role.SIGNATURE)
        return last + 1, self.rows[last]

    def _edit(self, change: Change, index: int, paper: int) -> None:
        """Strike, replace or insert words."""
        parts = self.targets(change) if change.places else [(at, 0, -1) for at in self.speaking()]
        rows = [part[0] for part in parts if self.rows[part[0]].alive]
        if not rows:
            raise Unlocated("it is no longer there")
        new = [Piece(paper, change.new[0].start, change.new[0].end)] if change.new else []
        if change.at == "end":
            body = [row for row in rows if not self.rows[row].is_heading] or rows
            words = self.words(self.rows[max(body)])
            goes_on = new and not self._texts[paper][new[0].start : new[0].end].lstrip()[:1].isupper()
            end = len(words.rstrip()) - (1 if goes_on and words.rstrip().endswith((".", ";")) else 0)
            self._cut(self.rows[max(body)], end, end, [SPACE, *new], index)
            return
        sought = [change.anchor] if change.at in ("after", "before") else list(change.former)
        edits: list[tuple[int, int, int, list[Piece]]] = []
        for words in sought:
            places = [(row, *hit) for row in rows for hit in places_of(self.words(self.rows[row]), words)]
            if not places:
                raise Unlocated(f"the words “{words}” do not stand there", rows if change.places else [])
            if not change.places and len(places) > 1:
                raise Unlocated(f"the words “{words}” stand in several clauses", [place[0] for place in places])
            for row, start, end in places if change.at == "in" else places[:1]:
                where = {"in": (start, end), "after": (end, end), "before": (start, start)}[change.at]
                edits.append((row, *where, new))
        for row, start, end, put in sorted(edits, key=lambda edit: edit[:3], reverse=True):
            put = {"in": put, "after": [SPACE, *put], "before": [*put, SPACE]}[change.at] if put else []
            self._cut(self.rows[row], start, end, put, index)

    def _restore(self, change: Change, index: int, paper: int) -> None:
        parts = self.targets(change)
        rows = sorted({part[0] for part in parts})
        old = [row for row in rows if self.rows[row].put_by is None]
        for row in rows:
            own = self.rows[row]
            if own.put_by is not None or change.new:
                own.gone_by = index
            else:
                own.gone_by = None
                own.pieces = [Piece(own.pieces[0].paper, own.block.start, own.block.end)] if own.touched else own.pieces
        if change.new:
            self._put(max(rows) + 1, change.new, paper, index, self.rows[(old or rows)[0]])

    def _renumber(self, change: Change) -> None:
        place = change.places[0]
        if not change.terms or not place.marks[-1].parts[-1].isdigit():
            raise Unlocated(change.why or "the numbers could not be told", [])
        low = place.marks[-1].parts
        high = place.last.parts if place.last else low
        shift = int(change.terms[0]) - int(low[-1])
        level = len(low) - 1
        for row in self.rows:
            if row.put_by is None and row.chain and row.chain[0].kind != "schedule":
                row.chain = tuple(
                    _shifted(mark, level, int(low[-1]), int(high[-1]), shift, low[:-1]) for mark in row.chain
                )


def _shifted(mark: Mark, level: int, low: int, high: int, shift: int, outer: tuple[str, ...]) -> Mark:
    parts = mark.parts
    if (
        len(parts) <= level
        or parts[:level] != outer
        or not parts[level].isdigit()
        or not low <= int(parts[level]) <= high
    ):
        return mark
    return mark._replace(parts=(*parts[:level], str(int(parts[level]) + shift), *parts[level + 1 :]))


def _slice(pieces: Sequence[Piece], start: int, end: int) -> Iterator[Piece]:
    at = 0
    for piece in pieces:
        length = piece.end - piece.start
        first, last = max(start - at, 0), min(end - at, length)
        if first < last:
            yield piece._replace(start=piece.start + first, end=piece.start + last)
        at += length


def _lines(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """Yield the clauses of a wording: its lines, and what stands in one line under numbers that follow each other."""
    for start, end in by_labels(text[span.start : span.end], every_line=True):
        yield span.start + start, span.start + end
