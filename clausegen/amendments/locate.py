"""Find in a contract what an operation names: rows, sentences, definitions, clauses by heading or subject."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from clausegen.amendments.change import Change
from clausegen.amendments.find import find
from clausegen.amendments.outline import Mark, Piece, Row, label_of
from clausegen.amendments.places import Place
from clausegen.model import Role
from clausegen.runtime import regex

SPACE = Piece(-1, 0, 1)  # between words of different papers
_SENTENCE_END = regex(r"(?<=[.;!?])(?<!\b[A-Z]\.)(?<!No\.)\s+(?=[A-ZÀ-Þ\"“„«(])")
_FINITE = regex(
    r"\b(?:shall|may|must|is|are|will|can|has|darf|dürfen|ist|sind|wird|muss|kann|hat|peut|doit|est|sont|ont)\b"
)
_INNER = regex(r"(?<!\w)\(?(?:[a-z]{1,4}|\d{1,2})\)")
_SHORTEST = 4  # letters of a word that may tell something
_STEM = 6  # letters of a word that are compared
_LEAST = 0.35  # of what the words weigh, which a clause must share
_LEAD = 1.25  # by which the best clause must lead the next
Part = tuple[int, int, int]  # a row, and half-open offsets into its words; -1 for all of it


class Unlocated(Exception):
    """An operation cannot be carried out; ``rows`` are what it may touch, ``parts`` which of their words."""

    def __init__(self, why: str, rows: Sequence[int] = (), parts: Sequence[Part] = ()) -> None:
        super().__init__(why)
        self.why = why
        self.parts = tuple(parts) or tuple((row, 0, -1) for row in rows)
        self.rows = tuple(part[0] for part in self.parts)


class Gone(Unlocated):
    """An operation names words that are not in force any more."""


class Terms:
    """The rows of a contract, and what places in it are meant; looked for ``among`` some of them, by index, or all."""

    def __init__(self, rows: list[Row], texts: Sequence[str], among: Sequence[int] | None = None) -> None:
        self.rows = rows
        self._texts = [*texts, " "]  # the last is what SPACE is cut from
        self._among = among

    def _own(self) -> list[int]:
        """Return the rows of the contract itself: not those that papers state beside it."""
        among = range(len(self.rows)) if self._among is None else self._among
        return [index for index in among if not self.rows[index].added]

    def speaking(self) -> list[int]:
        """Return the rows of the contract that are in force and more than signatures."""
        return [at for at in self._own() if self.rows[at].alive and self.rows[at].role is not Role.SIGNATURE]

    def words(self, row: Row) -> str:
        """Return the words of a row as they are now."""
        return "".join(self._texts[piece.paper][piece.start : piece.end] for piece in row.pieces)

    def targets(self, change: Change) -> list[Part]:
        """Return what a change means: whole rows, or ranges of their words. Raises Unlocated."""
        parts: list[Part] = []
        for place in change.places:
            parts += self._place(place)
        if change.save:
            kept = {part[0] for place in change.save for part in self._place(place)}
            rest = [part for part in parts if part[0] not in kept]
            if parts and not rest:
                raise Unlocated("the same words delete and keep it", [part[0] for part in parts])
            parts = rest
        if change.what in ("", "words") and (change.places or not change.what):
            return parts
        return self._narrowed(change, parts)

    def _place(self, place: Place) -> list[Part]:
        if place.last is None:
            return self._find(place.marks)
        outer = {part[0] for part in self._find(place.marks[:-1])} if len(place.marks) > 1 else set(self._own())
        inside = [index for index in self._own() if index in outer and _in_range(self.rows[index].chain, place)]
        try:
            low, high = self._find(place.marks)[0][0], self._find((*place.marks[:-1], place.last))[-1][0]
        except Unlocated:  # "Clauses 2 to 5" where there is no 5
            if not inside:
                raise
            return [(index, 0, -1) for index in inside]
        if high < low:
            raise Unlocated("the range does not run upwards", [low, high])
        own = self.rows[low].chain
        between = [index for index in self._own() if low <= index <= high and self._beside(index, own)]
        return [(index, 0, -1) for index in dict.fromkeys((*between, *inside))]

    def _beside(self, index: int, chain: tuple[Mark, ...]) -> bool:
        row = self.rows[index]
        return bool(row.chain) and not (row.chain[0].kind == "schedule" and chain[0].kind != "schedule")

    def _find(self, marks: Sequence[Mark]) -> list[Part]:
        at = self._own()
        places = find([self.rows[index] for index in at], marks)
        if not places and (len(marks) > 1 or len(marks[0].parts) > 1):  # "Article 10(b)" inside one block
            shorter = marks[-1]._replace(parts=marks[-1].parts[:-1])
            inside = self._find((*marks[:-1], shorter) if shorter.parts else marks[:-1])
            if found := self._inner(inside, marks[-1].parts[-1]):
                return found
        if not places:
            number = re.escape(".".join(marks[-1].parts))
            naming = [
                index
                for index, row in enumerate(self.rows)
                if row.added and re.search(rf"(?<![\w.]){number}(?![\w])", self._body(index), re.I)
            ]
            raise Unlocated("no such place was found", naming)
        if len(places) > 1:
            raise Unlocated("several places have that number", [at[index] for place in places for index in place])
        return [(at[index], 0, -1) for index in places[0]]

    def _inner(self, parts: Sequence[Part], label: str) -> list[Part]:
        for index, _, _ in parts:
            text = self.words(self.rows[index])
            marks = list(_INNER.finditer(text))
            for number, mark in enumerate(marks):
                if mark[0].strip("()") == label:
                    end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
                    return [(index, mark.start(), end)]
        return []

    def _narrowed(self, change: Change, parts: list[Part]) -> list[Part]:
        alive = self.speaking()
        within = [part[0] for part in parts] or alive
        if change.what == "heading":
            return self._headed(change.terms[0], within)
        if change.what == "definition":
            return [part for term in change.terms for part in self._defined(term, alive)]
        if change.what == "subject":
            wanted = _stems(change.terms[0])
            headed = [index for index in within if wanted and _stems(self.rows[index].heading) == wanted]
            if headed:
                return self._headed(self.rows[headed[0]].heading, within)
            best = _alike(change.terms[0], [(index, self._with_heading(index)) for index in within])
            if len(best) != 1:
                raise Unlocated("which clause is about that could not be told", best[:3])
            return [(best[0], 0, -1)]
        sentences = [
            (index, *span) for index in within for span in _sentences(self.words(self.rows[index]), label=True)
        ]
        if change.what == "beginning":
            term = _plain(change.terms[0])
            hits = [
                part for part in sentences if _plain(self.words(self.rows[part[0]])[part[1] : part[2]]).startswith(term)
            ]
            if not hits:
                hits = [(index, 0, -1) for index in within if _plain(self._body(index)).startswith(term)]
            if len(hits) != 1:
                raise Unlocated(
                    "no sentence begins so" if not hits else "several sentences begin so", [part[0] for part in hits]
                )
            return hits
        number = change.ordinal or 1
        rows_with_words = [part for part in sentences if not self._is_title(part)]
        if abs(number) > len(rows_with_words):
            raise Unlocated("there are not that many sentences", within)
        return [rows_with_words[number - 1 if number > 0 else number]]

    def _is_title(self, part: Part) -> bool:
        """Return True for a heading, set as one or only worded like one: "§ 5 Audit"."""
        row, start, end = part
        words = self.words(self.rows[row])[start:end].strip()
        return self.rows[row].is_heading or (len(words.split()) <= 5 and words[-1:] not in ".;:!?")

    def _with_heading(self, index: int) -> str:
        return f"{self.rows[index].heading} {self.words(self.rows[index])}"

    def _body(self, index: int) -> str:
        words = self.words(self.rows[index])
        found = label_of(words)
        return words[found[1] :] if found else words

    def _headed(self, heading: str, within: Sequence[int]) -> list[Part]:
        wanted = _plain(heading)
        hits = [
            index
            for index in within
            if _plain(self.rows[index].heading) == wanted or _plain(self._body(index)).startswith(wanted)
        ]
        first = [index for index in hits if _plain(self._body(index)).startswith(wanted)] or hits[:1]
        if len(first) != 1:
            raise Unlocated("no clause has that heading" if not first else "several clauses have that heading", first)
        row = self.rows[first[0]]
        if row.chain:
            below = [index for index in self._own() if self.rows[index].chain[: len(row.chain)] == row.chain]
            return self._find(row.chain) if len(row.chain) == 1 else [(index, 0, -1) for index in below]
        same = [index for index in self._own() if self.rows[index].section == row.section]
        return [(index, 0, -1) for index in same]

    def _defined(self, term: str, alive: Sequence[int]) -> list[Part]:
        pattern = re.compile(
            rf"[“\"„«]\s*{re.escape(term)}\s*[”\"“»]\s*(?:\([^)]*\)\s*)?(?:means?|shall\s+mean|has|have|includes?|is|are|refers|bezeichnet|bedeutet|meint|ist|désigne|signifie|s.entend)",
            re.I,
        )
        for index in alive:
            text = self.words(self.rows[index])
            if found := pattern.search(text):
                following = re.compile(r"[;.]\s+(?:and\s+)?(?=[“\"„«])").search(text, found.end())
                return [(index, found.start(), following.start() + 1 if following else len(text))]
        raise Unlocated(f"no definition of “{term}” was found")


def _in_range(chain: tuple[Mark, ...], place: Place) -> bool:
    """Return True for a number between the ends of a range, by counting."""
    low, high = place.marks[-1].parts, place.last.parts if place.last else place.marks[-1].parts
    level = len(low) - 1
    ends = (low[level], high[-1])
    attached = place.marks[0].kind == "schedule"
    if not all(end.isdigit() for end in ends) or not chain or (chain[0].kind == "schedule") is not attached:
        return False
    for mark in chain if len(place.marks) == 1 else chain[1:]:
        own = re.match(r"\d+", mark.parts[level]) if len(mark.parts) > level else None
        if (
            own is None
            or mark.parts[:level] != low[:level]
            or (attached and len(place.marks) == 1 and mark.kind != "schedule")
        ):
            continue
        last = int(ends[1]) if mark.parts[level].isdigit() else int(ends[1]) - 1
        if mark.kind != "part" and int(ends[0]) <= int(own[0]) <= last:
            return True
    return False


def _sentences(text: str, *, label: bool) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a row, its label and a run-in heading left off."""
    found = label_of(text) if label else None
    at = found[1] if found else 0
    while at < len(text) and text[at] in " .:)–—-\t":
        at += 1
    cuts = [at, *(stop.end() for stop in _SENTENCE_END.finditer(text, at))]
    spans = [(start, end) for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    if len(spans) > 1 and len(text[slice(*spans[0])].split()) <= 5 and not _FINITE.search(text, *spans[0]):
        spans = spans[1:]  # "Audit. The Supplier may …"
    yield from spans


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def places_of(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand in a text, as quoted or with other spaces and quotation marks."""
    parts = words.split()
    if not parts:
        return
    pattern = r"\s+".join(re.escape(part) for part in parts)
    pattern = re.sub(r"[’'‘]", "[’'‘]", pattern)
    edge = (r"(?<!\w)" if words[:1].isalnum() else "", r"(?!\w)" if words[-1:].isalnum() else "")
    for found in re.finditer(rf"{edge[0]}{pattern}{edge[1]}", text, re.IGNORECASE):
        yield found.start(), found.end()


def _alike(words: str, clauses: Sequence[tuple[int, str]]) -> list[int]:
    """Return the clause that is about what the words say; several, best first, where none leads clearly."""
    known = {index: _stems(text) for index, text in clauses}
    counts = Counter(stem for own in known.values() for stem in own)
    wanted = _stems(words)
    weights = {stem: math.log(1 + len(known) / counts[stem]) for stem in wanted if counts[stem]}
    total = sum(weights.values()) + sum(math.log(1 + len(known)) / 2 for stem in wanted if not counts[stem])
    scores = sorted(
        ((sum(weights.get(stem, 0.0) for stem in own), index) for index, own in known.items()), reverse=True
    )
    if not scores or not total or scores[0][0] < _LEAST * total:
        return []
    best = [index for score, index in scores if score * _LEAD > scores[0][0]]
    return best if len(best) > 1 else best[:1]


def _stems(text: str) -> frozenset[str]:
    """Return the beginnings of the longer words of a text."""
    return frozenset(word[:_STEM] for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= _SHORTEST)
