"""Read what a document says of clauses: of its own, or of the contract that it amends."""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Iterator, Sequence

from clausegen.amendments.change import Change
from clausegen.amendments.forms import compiled, has_verb, verbs
from clausegen.amendments.instructions import Instruction, Span, instructions
from clausegen.amendments.locate import Part, places_of
from clausegen.amendments.operations import changes
from clausegen.amendments.outline import Row, by_labels, label_of, labels, outline
from clausegen.amendments.places import PaperName, Place, Scanner, paper_names
from clausegen.amendments.reach import OF_TERMS, Reach, TooMuch
from clausegen.amendments.sentences import finite
from clausegen.model import BINDING, Block, Clause, Document, Operation, OperationKind, Struck, Structure, holding
from clausegen.runtime import regex

_FIRST_WORDS = 600  # characters in which a document says that it is an amendment
_CALLED = regex(r"\b(?:amendment|addendum|variation|nachtrag|avenant|adenda)\b|^\W*side[\s-]letter\b", re.IGNORECASE)
_TITLE = 400  # characters that hold the title of an agreement
_MOST_OTHERS = 12  # words of verbs and places, and those that a sentence says beside them
_MOST_ELSE = 2  # words that a sentence which changes its own contract says beside that
_TAKES = (OperationKind.DELETED, OperationKind.REPLACED, OperationKind.AMENDED)
_OF_LAW = regex(r"\s+(?:of\s+the\s+|des\s+|du\s+)?[A-Z]{2,5}\b")  # "§ 545 BGB", "section 24 of the LTA 1954"


def is_amendment(document: Document) -> bool:
    """Return True when the first words of a document call it an amendment."""
    return _CALLED.search(document.text, 0, _FIRST_WORDS) is not None


class Own:
    """The word of one document on clauses: ``operations``, indexes of its ``former`` clauses, ``struck`` words."""

    def __init__(self, document: Document, clauses: Sequence[Clause]) -> None:
        self._text = document.text
        self._clauses = clauses
        self._plain = Structure(document=document, clauses=tuple(clauses))
        self._amends = is_amendment(document)
        self.operations: list[Operation] = []
        self.former: set[int] = set()
        self.struck: list[Struck] = []
        lines = outline(self._plain, 0, lines=True)
        self._blocks = [row.block for row in lines]
        found = instructions(document.text, lines, margins=not self._amends)
        operating = [hit for hit in found if self._amends or _may_operate(hit)]
        if not operating:
            return
        scanner = Scanner(labels(lines), document.text[:_TITLE])
        for change in changes(document.text, operating, scanner):
            at = bisect.bisect_right(operating, change.start, key=lambda hit: hit.start) - 1
            instruction = operating[at]
            plain = self._amends or self._is_said_plainly(change, instruction)
            if plain:
                self._add(change, instruction, lines)

    @functools.cached_property
    def _reach(self) -> Reach:
        return Reach(self._plain)

    def _is_said_plainly(self, change: Change, instruction: Instruction) -> bool:
        """Return True for a sentence of an agreement that says little but that a clause goes: most only mention one."""
        span = next((item for item in instruction.sentences if item.start <= change.start < item.end), None)
        gives = change.kind in (OperationKind.ADDED, OperationKind.REPLACED)
        if span is None or change.why or change.names or not change.places or (gives and not change.new):
            return False
        if change.kind not in (*_TAKES, OperationKind.ADDED) or self._is_label(change.places, span):
            return False
        at = change.places[0].start
        span = self._cell(span, at)
        before = self._else_said(instruction, Span(span.start, at), change)
        return not before and self._else_said(instruction, Span(at, span.end), change) <= _MOST_ELSE

    def _cell(self, span: Span, at: int) -> Span:
        """Return the cell of a table row that says what becomes of a clause; the whole sentence where none does."""
        block = holding(self._blocks, at)
        if block is None or not block.row or not has_verb(block.text):
            return span
        return Span(max(span.start, block.start), min(span.end, block.end))

    def _else_said(self, instruction: Instruction, span: Span, change: Change) -> int:
        """Count the words of a part of a sentence that are no part of an operation."""
        words = instruction.plain(span)
        parts = [(item.start, item.end) for item in change.places] + [(item.start, item.end) for item in change.new]
        for start, end in sorted(parts, reverse=True):
            if span.start <= start < span.end:
                words = f"{words[: start - span.start]} {words[end - span.start :]}"
        for verb in reversed(list(verbs(words))):
            words = f"{words[: verb.start()]} {words[verb.end() :]}"
        words = re.sub(r"\([^()]*\)|¤+|^\W*\w+:", " ", words)
        rest = compiled("forms.operative").sub(" ", OF_TERMS.sub(" ", words))
        return len(re.findall(r"[^\W\d_]{2,}", rest))

    def _is_label(self, places: Sequence[Place], span: Span) -> bool:
        """Return True for the number of a clause itself, rather than a place that its words name."""
        begins = not self._text[span.start : places[0].start].strip()
        outside = any(not span.start <= place.start < span.end for place in places)
        of_law = _OF_LAW.match(self._text, places[-1].end)
        return bool(outside or of_law or (begins and not finite(self._text, places[-1].end)))

    def _add(self, change: Change, instruction: Instruction, lines: Sequence[Row]) -> None:
        """Add an operation, and what it takes from the clauses of this document."""
        speaking = self._speaking(change.start)
        if change.kind is OperationKind.DELETED and not change.new:  # the words that go are quoted below
            gone = [lines[index].block for index in instruction.taken]
            self.former |= {clause.index for block in gone for clause in self._inside(block)}
        parts: list[Part] = []
        if not self._amends and change.kind in _TAKES and speaking is not None:
            try:
                parts = self._reach.struck(change, speaking)
            except TooMuch:  # no contract takes away so much of itself: any clause may be meant
                self.struck.append(self._struck(change, speaking, 0, len(self._text), located=False))
        reached = tuple(dict.fromkeys(part[0] for part in parts))
        self.operations += self._as_operations(change, reached)
        if not reached or speaking is None:
            return
        if (
            change.kind is OperationKind.DELETED
            and not change.why
            and self._says_no_more(change, speaking, instruction)
        ):
            self.former.add(speaking.index)
        whole = [part[0] for part in parts if part[2] < 0]
        if not change.why and whole and change.what != "words" and change.kind is not OperationKind.AMENDED:
            self.former |= set(whole)
        else:
            self.struck += self._strikes(change, parts, speaking)

    def _inside(self, block: Block) -> Iterator[Clause]:
        first = bisect.bisect_left(self._clauses, block.start, key=lambda clause: clause.start)
        inside = itertools.takewhile(lambda clause: clause.start < block.end, self._clauses[first:])
        return (clause for clause in inside if clause.end <= block.end)

    def _speaking(self, offset: int) -> Clause | None:
        return holding(self._clauses, offset)

    def _says_no_more(self, change: Change, clause: Clause, instruction: Instruction) -> bool:
        rest = [
            instruction.plain(span)
            for span in instruction.sentences
            if clause.body <= span.start < clause.end and not span.start <= change.start < span.end
        ]
        return len(re.findall(r"[^\W\d_]{3,}", " ".join(rest))) < 3

    def _strikes(self, change: Change, parts: Sequence[Part], speaking: Clause) -> Iterator[Struck]:
        """Yield words that go: each place where they stand as quoted, else the whole clause, marked as not located."""
        if change.at != "in" or (change.new and not change.former and not change.why and change.what == ""):
            return
        located = [part for part in parts if part[2] >= 0] if not change.why else []
        for former in () if change.why else change.former:
            for index, _, _ in parts:
                row = self._reach.rows[index].block
                located += [(index, *hit) for hit in places_of(row.text, former)]
        for index, start, end in located:
            first = self._reach.rows[index].block.start
            yield self._struck(change, speaking, first + start, first + end)
        for index in dict.fromkeys(part[0] for part in parts) if not located else ():
            clause = self._clauses[index]
            if clause.role in BINDING and not clause.is_heading:
                yield self._struck(change, speaking, clause.body, clause.end, located=False)

    def _struck(self, change: Change, speaking: Clause, start: int, end: int, *, located: bool = True) -> Struck:
        by = speaking.place or (f"clause {speaking.label}" if speaking.label else "")
        return Struck(start=start, end=end, by=by, target=self._named(change.places), located=located)

    def _named(self, places: Sequence[Place | PaperName]) -> str:
        return self._text[places[0].start : places[-1].end].strip(" ,")

    def _as_operations(self, change: Change, reached: tuple[int, ...]) -> Iterator[Operation]:
        text = (change.new[0].start, change.new[-1].end) if change.new else (0, 0)
        kind = change.kind
        if change.what and kind in (OperationKind.DELETED, OperationKind.REPLACED):
            kind = OperationKind.AMENDED
        if change.new and kind is OperationKind.RESTORED:
            kind = OperationKind.REPLACED
        one = Operation(
            kind=kind,
            start=change.start,
            end=change.end,
            target="",
            text_start=text[0],
            text_end=text[1],
            clauses=reached,
            sure=not (change.doubtful or change.why or change.save),
            why=change.why,
        )
        if change.names and not change.places:
            for name in change.names:
                yield one.model_copy(update={"target": self._text[name.start : name.end]})
        beside = change.at in ("after", "before") and change.label is not None
        for place in () if beside else change.places:
            number = "" if change.names else _number(place)
            yield one.model_copy(update={"target": self._named([place]), "number": number})
        if not change.names and (beside or not change.places) and text[1]:  # named by the number that it gets
            label = label_of(self._text[slice(*text)])
            mark = change.label or (label[0] if label else None)
            number = _printed(mark.parts) if mark else ""
            yield one.model_copy(update={"target": f"clause {number}" if number else "", "number": number})


def _may_operate(instruction: Instruction) -> bool:
    """Return True where a sentence operates and says little else, which is found out sooner than by reading it."""
    sentences = map(instruction.plain, instruction.sentences)
    short = (plain for plain in sentences if any(map(_is_short, plain.split("|"))))
    return any(has_verb(plain) for plain in short) or (bool(instruction.lead) and has_verb(instruction.text))


def _is_short(plain: str) -> bool:
    head = re.sub(r"\([^()]*\)", " ", re.split("[:¤|]", plain, maxsplit=1)[0])
    others = (word for word in re.findall(r"[^\W\d_]{2,}", head) if not _is_operative(word.casefold()))
    return next(itertools.islice(others, _MOST_OTHERS, None), None) is None


@functools.lru_cache(maxsize=10_000)
def _is_operative(word: str) -> bool:
    return compiled("forms.operative").fullmatch(word) is not None


def _number(place: Place) -> str:
    """Return the number of the clause that a place names, as printed; a range as "9.1 to 9.3"; "" in a schedule."""
    if place.marks[0].kind == "schedule":
        return ""
    return " to ".join(_printed(mark.parts) for mark in (place.marks[-1], place.last) if mark)


def _printed(parts: Sequence[str]) -> str:
    """Return parts of a number as contracts print them: "9.2", "2(m)", "2A.1", "IV"."""
    shown = parts[0].upper() if not parts[0].isdigit() else parts[0]
    for part in parts[1:]:
        shown += f".{part.upper()}" if part[:1].isdigit() else f"({part})"
    return shown


def home(structure: Structure, start: int, end: int) -> str:
    """Return the number of the clause into which an operation puts words, given by offsets; "" where none does."""
    text = structure.document.text
    for operation in structure.operations:
        if not (operation.text_start < end and start < operation.text_end):
            continue
        for first, last in reversed(by_labels(text[operation.text_start : operation.text_end], every_line=True)):
            label = label_of(text[operation.text_start + first : operation.text_start + last])
            if label and operation.text_start + first <= start:
                return _printed(label[0].parts)
        return operation.number
    return ""


def own_name(document: Document) -> str:
    """Return what an amendment calls itself where it first says what it is; "" where it has no number."""
    head = f"the {document.text[:_FIRST_WORDS]}"
    name = next((other for other in paper_names(head) if other.number), None)
    if name is None:
        return ""
    return " ".join(head[name.start : name.end].split())
