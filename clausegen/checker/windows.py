"""Windows: the stretches of a contract that the verifier reads at once, and what is judged in each.

A lawyer reads a sub-clause with its heading and lead-in, knows what stands beside it, and takes the section as a
whole. So neighbouring clauses of one section are encoded together, once, and judged several times: each clause by
its own words, and all of them as one, so that "no notice need be given" three sentences later still belongs to the
suspension.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from clausegen.checker.candidate import Span
from clausegen.checker.sentences import split
from clausegen.model import Clause, Structure, Value
from clausegen.structure import Parties

# Words of one window. The verifier was trained on windows of 10 to 250 words and reads at most 384 tokens.
MOST_WORDS = 190
LEAD_IN_CHARACTERS = 400
SHORTEST = 12  # characters; a shorter clause says nothing by itself


class Passage(Value):
    """A part of a window that is judged as one.

    ``parts`` are half-open ranges of ``Window.text``: the words of the clauses with their headings and lead-ins.
    ``spans`` are the ranges of ``Document.text`` of the clauses alone. ``wide`` marks several clauses.
    """

    parts: tuple[Span, ...]
    spans: tuple[Span, ...]
    clauses: tuple[int, ...]
    wide: bool = False


class Window(Value):
    """Text to encode at once. ``places`` says which range of the document each range of ``text`` repeats.

    A range is repeated as it is, or it is the name of a party, read as its role: those differ in length.
    """

    text: str
    readings: tuple[Passage, ...]
    places: tuple[tuple[Span, Span], ...]

    def part(self, span: Span) -> Span | None:
        """Find words of the document in ``text``; None when they are not there."""
        first = next((pair for pair in self.places if pair[1].start <= span.start < pair[1].end), None)
        last = next((pair for pair in self.places if pair[1].start < span.end <= pair[1].end), None)
        if first is None or last is None:
            return None
        start = first[0].start + min(span.start - first[1].start, first[0].end - first[0].start)
        end = last[0].end - min(last[1].end - span.end, last[0].end - last[0].start)
        return Span(start=start, end=end)


def pieces(structure: Structure, parties: Parties) -> list[tuple[Clause, str]]:
    """Return each binding clause with the words that nominate it: heading, lead-in, text; parties by their roles."""
    return [
        (clause, parties.in_roles(" ".join((*_context(clause), text))))
        for clause in structure.binding()
        if len((text := structure.text(clause)).strip()) >= SHORTEST
    ]


def windows(structure: Structure, parties: Parties, chosen: Collection[int] | None = None) -> list[Window]:
    """Return windows that hold the binding clauses whose index is ``chosen`` (all when None), in reading order.

    The ``parties`` are read as their roles.

    A single clause between two chosen ones comes along: it is read, but not judged alone. A window in which nothing
    would be judged is left out.
    """
    out: list[Window] = []
    for section in _sections(structure.binding()):
        for run in _runs(section, chosen):
            out += [window for window in _windows(structure, parties, run, chosen) if window.readings]
    return out


def _sections(clauses: Iterable[Clause]) -> Iterator[list[Clause]]:
    group: list[Clause] = []
    for clause in clauses:
        if group and clause.section != group[-1].section:
            yield group
            group = []
        group.append(clause)
    if group:
        yield group


def _runs(section: list[Clause], chosen: Collection[int] | None) -> Iterator[list[Clause]]:
    """Yield runs of chosen clauses in which at most one that is not chosen stands between two."""
    if chosen is None:
        yield section
        return
    wanted = [place for place, clause in enumerate(section) if clause.index in chosen]
    first = 0
    for n, place in enumerate(wanted):
        if n + 1 == len(wanted) or wanted[n + 1] - place > 2:
            yield section[wanted[first] : place + 1]
            first = n + 1


def _windows(
    structure: Structure, parties: Parties, run: list[Clause], chosen: Collection[int] | None
) -> Iterator[Window]:
    building = _Building(structure, parties)
    for clause in run:
        text = structure.text(clause)
        if len(text.strip()) < SHORTEST:
            continue
        words = len(text.split())
        judged = chosen is None or clause.index in chosen
        if words > MOST_WORDS:
            if building.words:
                yield building.done()
            for start, end in _chunks(text):
                building = _Building(structure, parties)
                building.add(clause, clause.body + start, clause.body + end, judged=judged)
                yield building.done()
            building = _Building(structure, parties)
            continue
        if building.words and building.words + words > MOST_WORDS:
            yield building.done()
            building = _Building(structure, parties)
        building.add(clause, clause.body, clause.end, judged=judged)
    if building.words:
        yield building.done()


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Yield runs of whole sentences of at most MOST_WORDS, each beginning with the last sentence of the run before."""
    spans = split(text)
    first = 0
    while first < len(spans):
        words, last = 0, first
        while last < len(spans) and (words == 0 or words + len(text[slice(*spans[last])].split()) <= MOST_WORDS):
            words += len(text[slice(*spans[last])].split())
            last += 1
        yield spans[first][0], spans[last - 1][1]
        if last == len(spans):
            return
        first = last - 1 if last - 1 > first else last


class _Building:
    """A window in the making: every heading and lead-in is written once, before the first clause under it."""

    def __init__(self, structure: Structure, parties: Parties) -> None:
        self.words = 0
        self._structure = structure
        self._parties = parties
        self._text = ""
        self._contexts: dict[str, Span] = {}
        self._readings: list[Passage] = []
        self._clauses: list[tuple[Clause, Span]] = []
        self._places: list[tuple[Span, Span]] = []

    def add(self, clause: Clause, start: int, end: int, *, judged: bool) -> None:
        """Append the words of a clause from ``start`` to ``end`` of the document."""
        before = [self._context(words) for words in _context(clause)]
        if clause.number or clause.label:
            self._write(f"{clause.number or clause.label} ")
        there = Span(start=start, end=end)
        words = self._structure.document.text[start:end]
        here = self._copy(words, start)
        self._write("\n")
        self.words += len(words.split())
        self._clauses.append((clause, there))
        if words.rstrip().endswith(":"):
            self._contexts[words.strip()[-LEAD_IN_CHARACTERS:]] = here
        if judged:
            parts = tuple(dict.fromkeys((*before, here)))
            self._readings.append(Passage(parts=parts, spans=(there,), clauses=(clause.index,)))

    def done(self) -> Window:
        """Return the window, with one reading more for all its clauses together."""
        readings = list(self._readings)
        if len(self._clauses) > 1:
            whole = Span(start=0, end=len(self._text))
            spans = tuple(there for _, there in self._clauses)
            indexes = tuple(clause.index for clause, _ in self._clauses)
            readings.append(Passage(parts=(whole,), spans=spans, clauses=indexes, wide=True))
        return Window(text=self._text, readings=tuple(readings), places=tuple(self._places))

    def _copy(self, words: str, at: int) -> Span:
        """Write words that stand at ``at`` in the document, parties by their roles."""
        start = len(self._text)
        for printed, read in self._parties.by_role(words):
            if printed:
                self._places.append((self._write(read), Span(start=at, end=at + len(printed))))
            at += len(printed)
        return Span(start=start, end=len(self._text))

    def _context(self, words: str) -> Span:
        if words not in self._contexts:
            self._contexts[words] = self._write(self._parties.in_roles(words))
            self._write(" ")
        return self._contexts[words]

    def _write(self, words: str) -> Span:
        start = len(self._text)
        self._text += words
        return Span(start=start, end=len(self._text))


def _context(clause: Clause) -> list[str]:
    """Return heading and lead-in in the order a reader meets them."""
    heading = f"{clause.heading.rstrip('.:')}." if clause.heading else ""
    return [words for words in (heading, clause.lead_in[-LEAD_IN_CHARACTERS:].strip()) if words]
