"""Passages: the pieces of a contract that are judged at once.

A lawyer reads a sub-clause with its heading and lead-in, and a clause as a whole. So each binding clause
gives a passage of its own, and neighbouring clauses of one section give wider ones, in which "no notice
need be given" three sentences later still belongs to the suspension.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausegen.detect.candidate import Span
from clausegen.detect.signals import split
from clausegen.document import Value
from clausegen.segment import Clause, Structure

# Words of one passage. The verifier was trained on passages of 10 to 400 words and reads at most 384 tokens.
NARROW_WORDS = 170
WIDE_WORDS = 220
LEAD_IN_CHARACTERS = 400


class Passage(Value):
    """Text to judge, and where its words stand in the document.

    ``spans`` are the half-open ranges of ``Document.text`` it covers, in order; heading and lead-in are
    part of ``text`` but not of the spans. ``wide`` marks a passage of several clauses.
    """

    text: str
    spans: tuple[Span, ...]
    clauses: tuple[int, ...]
    wide: bool = False


def narrow_passages(structure: Structure) -> list[Passage]:
    """Each binding clause, long ones in pieces, in reading order."""
    return [passage for clause in structure.binding() for passage in _narrow(structure, clause)]


def wide_passages(structure: Structure) -> list[Passage]:
    """Neighbouring clauses of one section as a whole, in reading order."""
    return list(_wide(structure))


def _narrow(structure: Structure, clause: Clause) -> Iterator[Passage]:
    text = structure.text(clause)
    if len(text.strip()) < 12:
        return
    before = _before(clause)
    if len(text.split()) <= NARROW_WORDS:
        yield Passage(text=before + text, spans=(Span(start=clause.body, end=clause.end),), clauses=(clause.index,))
        return
    for start, end in _chunks(text):
        span = Span(start=clause.body + start, end=clause.body + end)
        yield Passage(text=before + text[start:end], spans=(span,), clauses=(clause.index,))


def _before(clause: Clause) -> str:
    """Heading and lead-in in the order a reader meets them."""
    heading = f"{clause.heading.rstrip('.:')}. " if clause.heading else ""
    lead_in = f"{clause.lead_in[-LEAD_IN_CHARACTERS:]} " if clause.lead_in else ""
    return heading + lead_in


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Runs of whole sentences of at most NARROW_WORDS, each beginning with the last sentence of the run before."""
    spans = split(text)
    first = 0
    while first < len(spans):
        words, last = 0, first
        while last < len(spans) and (words == 0 or words + len(text[slice(*spans[last])].split()) <= NARROW_WORDS):
            words += len(text[slice(*spans[last])].split())
            last += 1
        yield spans[first][0], spans[last - 1][1]
        if last == len(spans):
            return
        first = last - 1 if last - 1 > first else last


def _wide(structure: Structure) -> Iterator[Passage]:
    """Runs of neighbouring clauses of one section, overlapping by half."""
    for group in _sections(structure.binding()):
        sizes = [len(structure.text(clause).split()) for clause in group]
        first = 0
        while first < len(group):
            last, words = first, 0
            while last < len(group) and (last == first or words + sizes[last] <= WIDE_WORDS):
                words += sizes[last]
                last += 1
            run = group[first:last]
            if len(run) > 1 and words <= WIDE_WORDS:
                heading = f"{run[0].heading.rstrip('.:')}. " if run[0].heading else ""
                yield Passage(
                    text=heading + "\n".join(_numbered(structure, clause) for clause in run),
                    spans=tuple(Span(start=clause.body, end=clause.end) for clause in run),
                    clauses=tuple(clause.index for clause in run),
                    wide=True,
                )
            if last >= len(group):
                break
            first = max(first + 1, (first + last) // 2)


def _numbered(structure: Structure, clause: Clause) -> str:
    return f"{clause.number or clause.label} {structure.text(clause)}".strip()


def _sections(clauses: Iterable[Clause]) -> Iterator[list[Clause]]:
    group: list[Clause] = []
    for clause in clauses:
        if group and clause.section != group[-1].section:
            yield group
            group = []
        group.append(clause)
    if group:
        yield group
