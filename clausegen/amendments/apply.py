"""Carry operations out on the text of a contract, and say which rows one touches that cannot be carried out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from clausegen.amendments.forms import compiled
from clausegen.amendments.instructions import Span
from clausegen.amendments.operations import Change
from clausegen.amendments.outline import Mark, Piece, Row, by_labels, find, label_of
from clausegen.amendments.places import Place
from clausegen.amendments.similar import alike
from clausegen.model import Block, BlockKind, OperationKind, Role

_SENTENCE_END = re.compile(r"(?<=[.;!?])(?<!\b[A-Z]\.)(?<!No\.)\s+(?=[A-ZÀ-Þ\"“„«(])")
_INNER = re.compile(r"\((?:[a-z]{1,4}|\d{1,2})\)")
SPACE = Piece(-1, 0, 1)  # between words of different papers
Part = tuple[int, int, int]  # a row, and half-open offsets into its words


class Unlocated(Exception):  # noqa: N818 - a result of looking, not an error
    """An operation cannot be carried out; ``rows`` are what it may touch."""

    def __init__(self, why: str, rows: Sequence[int] = ()) -> None:
        super().__init__(why)
        self.why = why
        self.rows = tuple(rows)


class Contract:
    """The rows of a contract, changed by one operation after the other."""

    def __init__(self, rows: list[Row], texts: Sequence[str]) -> None:
        self.rows = rows
        self._texts = [*texts, " "]  # the last is what SPACE is cut from

    def words(self, row: Row) -> str:
        """The words of a row as they are now."""
        return "".join(self._texts[piece.paper][piece.start : piece.end] for piece in row.pieces)

    def targets(self, change: Change) -> list[Part]:
        """Return what a change means: whole rows, or ranges of their words. Raises Unlocated."""
        parts: list[Part] = []
        for place in change.places:
            parts += self._place(place)
        if change.save:
            kept = {part[0] for place in change.save for part in self._place(place)}
            parts = [part for part in parts if part[0] not in kept]
        if change.what in ("", "words") and (change.places or not change.what):
            return parts
        return self._narrowed(change, parts)

    def _place(self, place: Place) -> list[Part]:
        if place.last is None:
            return self._find(place.marks)
        outer = {part[0] for part in self._find(place.marks[:-1])} if len(place.marks) > 1 else set(range(len(self.rows)))
        inside = [index for index, row in enumerate(self.rows) if index in outer and not row.added and _in_range(row.chain, place)]
        try:
            low, high = self._find(place.marks)[0][0], self._find((*place.marks[:-1], place.last))[-1][0]
        except Unlocated:  # "Clauses 2 to 5" where there is no 5
            if not inside:
                raise
            return [(index, 0, -1) for index in inside]
        if high < low:
            raise Unlocated("the range does not run upwards", [low, high])
        own = self.rows[low].chain
        between = [index for index in range(low, high + 1) if self._beside(index, own)]
        return [(index, 0, -1) for index in dict.fromkeys((*between, *inside))]

    def _beside(self, index: int, chain: tuple[Mark, ...]) -> bool:
        row = self.rows[index]
        return bool(row.chain) and not (row.chain[0].kind == "schedule" and chain[0].kind != "schedule")

    def _find(self, marks: Sequence[Mark]) -> list[Part]:
        listed = [row for row in self.rows if not row.added]
        places = find(listed, marks)
        at = [index for index, row in enumerate(self.rows) if not row.added]
        if not places and len(marks) == 1 and len(marks[0].parts) > 1:  # "Article 10(b)" inside one block
            outer = marks[0]._replace(parts=marks[0].parts[:-1])
            inside = [part for part in self._find((outer,))]
            if found := self._inner(inside, marks[0].parts[-1]):
                return found
        if not places:
            number = re.escape(".".join(marks[-1].parts))
            naming = [index for index, row in enumerate(self.rows) if row.added and re.search(rf"(?<![\w.]){number}(?![\w])", self.words(row), re.I)]
            raise Unlocated("no such place was found", naming)
        if len(places) > 1:
            raise Unlocated("several places have that number", [at[index] for place in places for index in place])
        return [(at[index], 0, -1) for index in places[0]]

    def _inner(self, parts: Sequence[Part], label: str) -> list[Part]:
        for index, _, _ in parts:
            text = self.words(self.rows[index])
            marks = list(_INNER.finditer(text))
            for number, mark in enumerate(marks):
                if mark[0] == f"({label})":
                    end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
                    return [(index, mark.start(), end)]
        return []

    def _narrowed(self, change: Change, parts: list[Part]) -> list[Part]:
        alive = [index for index, row in enumerate(self.rows) if row.alive and row.role is not Role.SIGNATURE and not row.added]
        within = [part[0] for part in parts] or alive
        if change.what == "heading":
            return self._headed(change.terms[0], within)
        if change.what == "definition":
            return [part for term in change.terms for part in self._defined(term, alive)]
        if change.what == "subject":
            best = alike(change.terms[0], [(index, self._with_heading(index)) for index in within])
            if len(best) != 1:
                raise Unlocated("which clause is about that could not be told", best[:3])
            return [(best[0], 0, -1)]
        sentences = [(index, *span) for index in within for span in _sentences(self.words(self.rows[index]), label=True)]
        if change.what == "beginning":
            term = _plain(change.terms[0])
            hits = [part for part in sentences if _plain(self.words(self.rows[part[0]])[part[1] : part[2]]).startswith(term)]
            if not hits:
                hits = [(index, 0, -1) for index in within if _plain(self._body(index)).startswith(term)]
            if len(hits) != 1:
                raise Unlocated("no sentence begins so" if not hits else "several sentences begin so", [part[0] for part in hits])
            return hits
        number = change.ordinal or 1
        rows_with_words = [part for part in sentences if not self.rows[part[0]].is_heading]
        if abs(number) > len(rows_with_words):
            raise Unlocated("there are not that many sentences", within)
        return [rows_with_words[number - 1 if number > 0 else number]]

    def _with_heading(self, index: int) -> str:
        return f"{self.rows[index].heading} {self.words(self.rows[index])}"

    def _body(self, index: int) -> str:
        words = self.words(self.rows[index])
        found = label_of(words)
        return words[found[1] :] if found else words

    def _headed(self, heading: str, within: Sequence[int]) -> list[Part]:
        wanted = _plain(heading)
        hits = [index for index in within if _plain(self.rows[index].heading) == wanted or _plain(self._body(index)).startswith(wanted)]
        first = [index for index in hits if _plain(self._body(index)).startswith(wanted)] or hits[:1]
        if len(first) != 1:
            raise Unlocated("no clause has that heading" if not first else "several clauses have that heading", first)
        row = self.rows[first[0]]
        if row.chain:
            return self._find(row.chain[-1:]) if len(row.chain) == 1 else [(index, 0, -1) for index, other in enumerate(self.rows) if other.chain[: len(row.chain)] == row.chain]
        same = [index for index, other in enumerate(self.rows) if other.section == row.section and not other.added]
        return [(index, 0, -1) for index in same]

    def _defined(self, term: str, alive: Sequence[int]) -> list[Part]:
        pattern = re.compile(rf"[“\"„«]\s*{re.escape(term)}\s*[”\"“»]\s*(?:\([^)]*\)\s*)?(?:means?|shall\s+mean|has|have|includes?|is|are|refers|bezeichnet|bedeutet|meint|ist|désigne|signifie|s.entend)", re.I)
        for index in alive:
            text = self.words(self.rows[index])
            if found := pattern.search(text):
                following = re.compile(r"[;.]\s+(?:and\s+)?(?=[“\"„«])").search(text, found.end())
                return [(index, found.start(), following.start() + 1 if following else len(text))]
        raise Unlocated(f"no definition of “{term}” was found")

    def carry_out(self, change: Change, index: int, paper: int) -> None:
        """Carry a change out; ``index`` is that of its operation. Raises Unlocated and changes nothing then."""
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
            raise Unlocated("it is no longer there")
        cut = sorted((part for part in parts if part[2] >= 0), reverse=True)
        whole = [part[0] for part in parts if part[2] < 0]
        new = [Piece(paper, span.start, span.end) for span in change.new]
        for row, start, end in cut:
            self._cut(self.rows[row], start, end, [new[0]] if new and len(cut) == 1 and not whole and len(new) == 1 else [], index)
        if change.what == "definition" and len(new) >= 1 and cut and (len(cut) > 1 or len(new) > 1):
            self._put(max(part[0] for part in cut) + 1, change.new, paper, index, self.rows[cut[0][0]])
        for row in whole:
            self.rows[row].gone_by = index
        if whole and new:
            self._put(max(whole) + 1, change.new, paper, index, self.rows[min(whole)])

    def _cut(self, row: Row, start: int, end: int, new: list[Piece], index: int) -> None:
        row.pieces = [*_slice(row.pieces, 0, start), *new, *_slice(row.pieces, end, len(self.words(row)))]
        row.touched.append(index)

    def _put(self, at: int, spans: Sequence[Span], paper: int, index: int, model: Row, label: Mark | None = None) -> None:
        """Put new rows in at an index, one for each line of the wording; ``label`` is that of words without one."""
        chain = model.chain
        if label:
            chain = (*(one for one in chain if one.rank < label.rank), label)
        fresh: list[Row] = []
        for span in spans:
            for start, end in _lines(self._texts[paper], span):
                text = self._texts[paper][start:end]
                found = label_of(text)
                mark = found[0] if found else None
                if mark and mark.kind == "bracket":
                    mark = mark._replace(parts=(*(chain[-1].parts if chain else ()), *mark.parts))
                own = (*(one for one in chain if one.rank < mark.rank), mark) if mark else chain
                block = Block(text=text, start=0, end=0, kind=BlockKind.PARAGRAPH, label=found and text[: found[1]].strip() or "", number=".".join(mark.parts) if mark and mark.kind != "bracket" else "", typed_label=found[1] if found else 0)
                block = block.model_copy(update={"label": "", "number": "", "typed_label": 0}) if not found else block
                fresh.append(Row([Piece(paper, start, end)], block, own, model.heading, model.section, model.role, put_by=index))
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
        """The rows beside which new ones go; none where the place is not there, for new words are never lost."""
        try:
            return [part[0] for part in self.targets(change)]
        except Unlocated as missing:
            if missing.rows:
                raise
            return []

    def _home(self, mark: Mark | None) -> tuple[int, Row]:
        """Where a clause of that number goes: after the one before it, else at the end of the terms."""
        parts = mark.parts if mark else ()
        before = [parts[:-1] + (str(int(parts[-1]) - 1),)] if parts and parts[-1].isdigit() and int(parts[-1]) > 1 else []
        before += [parts[:-1] + (re.sub(r"[a-z]$", "", parts[-1]),)] if parts and re.fullmatch(r"\d+[a-z]", parts[-1]) else []
        for wanted in (*before, parts[:-1]):
            hits = [index for index, row in enumerate(self.rows) if wanted and any(one.parts == wanted for one in row.chain) and not row.added]
            if hits:
                return max(hits) + 1, self.rows[hits[-1]]
        last = max(index for index, row in enumerate(self.rows) if not row.added and row.role is not Role.SIGNATURE)
        return last + 1, self.rows[last]

    def _edit(self, change: Change, index: int, paper: int) -> None:
        """Strike, replace or insert words."""
        parts = self.targets(change) if change.places else [(at, 0, -1) for at, row in enumerate(self.rows) if row.alive and row.role is not Role.SIGNATURE and not row.added]
        rows = [part[0] for part in parts if self.rows[part[0]].alive]
        if not rows:
            raise Unlocated("it is no longer there")
        new = [Piece(paper, change.new[0].start, change.new[0].end)] if change.new else []
        if change.at == "end":
            row = self.rows[max(index for index in rows if not self.rows[index].is_heading) if any(not self.rows[i].is_heading for i in rows) else rows[-1]]
            row.pieces = [*row.pieces, SPACE, *new]
            row.touched.append(index)
            return
        sought = [change.anchor] if change.at in ("after", "before") else list(change.former)
        edits: list[tuple[int, int, int, list[Piece]]] = []
        for words in sought:
            places = [(row, *hit) for row in rows for hit in _places(self.words(self.rows[row]), words)]
            if not places:
                raise Unlocated(f"the words “{words}” do not stand there", rows if change.places else [])
            if not change.places and len(places) > 1:
                raise Unlocated(f"the words “{words}” stand in several clauses", [place[0] for place in places])
            for row, start, end in places if change.at == "in" else places[:1]:
                where = {"in": (start, end), "after": (end, end), "before": (start, start)}[change.at]
                edits.append((row, *where, new))
        for row, start, end, put in sorted(edits, key=lambda edit: edit[:3], reverse=True):
            gap = [SPACE] if put and start == end else []
            self._cut(self.rows[row], start, end, [*(gap if change.at == "after" else []), *put, *(gap if change.at == "before" else [])], index)

    def _restore(self, change: Change, index: int, paper: int) -> None:
        parts = self.targets(change)
        rows = sorted({part[0] for part in parts})
        old = [row for row in rows if self.rows[row].put_by is None]
        for row in rows:
            own = self.rows[row]
            if own.put_by is not None:
                own.gone_by = index
            elif change.new:
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
                row.chain = tuple(_shifted(mark, level, int(low[-1]), int(high[-1]), shift, low[:-1]) for mark in row.chain)


def _in_range(chain: tuple[Mark, ...], place: Place) -> bool:
    """True for a number between the ends of a range, by counting."""
    low, high = place.marks[-1].parts, place.last.parts if place.last else place.marks[-1].parts
    level = len(low) - 1
    ends = (low[level], high[-1])
    attached = place.marks[0].kind == "schedule"
    if not all(end.isdigit() for end in ends) or not chain or (chain[0].kind == "schedule") is not attached:
        return False
    for mark in chain if len(place.marks) == 1 else chain[1:]:
        own = re.match(r"\d+", mark.parts[level]) if len(mark.parts) > level else None
        if own is None or mark.parts[:level] != low[:level] or (attached and len(place.marks) == 1 and mark.kind != "schedule"):
            continue
        last = int(ends[1]) if mark.parts[level].isdigit() else int(ends[1]) - 1
        if mark.kind != "part" and int(ends[0]) <= int(own[0]) <= last:
            return True
    return False


def _shifted(mark: Mark, level: int, low: int, high: int, shift: int, outer: tuple[str, ...]) -> Mark:
    parts = mark.parts
    if len(parts) <= level or parts[:level] != outer or not parts[level].isdigit() or not low <= int(parts[level]) <= high:
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


def _places(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where words stand in a text, as quoted or with other spaces and quotation marks."""
    parts = words.split()
    if not parts:
        return
    pattern = r"\s+".join(re.escape(part) for part in parts)
    pattern = re.sub(r"[’'‘]", "[’'‘]", pattern)
    edge = (r"(?<!\w)" if words[:1].isalnum() else "", r"(?!\w)" if words[-1:].isalnum() else "")
    for found in re.finditer(rf"{edge[0]}{pattern}{edge[1]}", text, re.IGNORECASE):
        yield found.start(), found.end()


def _sentences(text: str, *, label: bool) -> Iterator[tuple[int, int]]:
    """The sentences of a row, its label and a run-in heading left off."""
    found = label_of(text) if label else None
    at = found[1] if found else 0
    while at < len(text) and text[at] in " .:)–—-\t":
        at += 1
    cuts = [at, *(one.end() for one in _SENTENCE_END.finditer(text, at))]
    spans = [(start, end) for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    if len(spans) > 1 and len(text[slice(*spans[0])].split()) <= 5 and not re.search(r"\b(?:shall|may|must|is|are|will)\b", text[slice(*spans[0])]):
        spans = spans[1:]  # "Audit. The Supplier may …"
    yield from spans


def _lines(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """The clauses of a wording: its lines, and what stands in one line under numbers that follow on each other."""
    for start, end in by_labels(text[span.start : span.end], every_line=True):
        yield span.start + start, span.start + end


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def is_override(text: str) -> bool:
    """True for words that go before the contract in general."""
    return compiled("forms.override").search(text) is not None
