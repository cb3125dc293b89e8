"""Split binding clauses into sentences, each with what keeps it from counting."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from nupunkt import sent_spans

from clausegen.checker.candidate import Span
from clausegen.model import Clause, Element, Structure
from clausegen.runtime import regex


class Sentence(NamedTuple):
    """A sentence of a binding clause, with what keeps it from counting, or an empty string."""

    clause: Clause
    span: Span
    objection: str


def sentences(structure: Structure, elements: Iterable[Element] = ()) -> list[Sentence]:
    """All sentences of binding clauses.

    Words that repeat the statement of one of the ``elements`` are a list of requirements, not a clause.
    """
    restated = Restated(elements)
    out: list[Sentence] = []
    for clause in structure.binding():
        text = structure.text(clause)
        for start, end in split(text):
            span = Span(start=clause.body + start, end=clause.body + end)
            out.append(Sentence(clause, span, restated.objection(text[start:end])))
    return out


# "am 31. März", "l'art. 5": a full stop that ends no sentence, which a splitter made for English takes for one.
_TORN = regex(
    r"\b\d{1,2}\. (?:jan|jän|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)|\b(?:art|al|núm|ziff|nr|abs|cl)\. \d",
    re.IGNORECASE,
)


@functools.lru_cache(maxsize=256)
def split(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open offsets of the sentences of a text, surrounding white space left off; kept, for windows ask again."""
    out: list[tuple[int, int]] = []
    for start, end in sent_spans(text):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            if out and _TORN.search(f"{text[out[-1][0] : out[-1][1]][-6:]} {text[start : start + 4]}"):
                start = out.pop()[0]
            out.append((start, end))
    return tuple(out)


class Restated:
    """Words that repeat what an element states: a list of requirements, not a clause."""

    LEAST = 25  # letters; shorter words may be anybody's
    MUCH = 1.5  # what goes on after a statement for longer than this says more than the statement

    def __init__(self, elements: Iterable[Element]) -> None:
        self._statements = [_stated(element.statement) for element in elements]

    def objection(self, words: str) -> str:
        """Why the words cannot count, or an empty string."""
        plain = _plain(words)
        if len(plain) < self.LEAST:
            return ""
        repeats = any(
            len(plain) <= self.MUCH * len(statement) if statement in plain else plain in statement
            for statement in self._statements
        )
        return "it repeats what a requirement says instead of agreeing to it" if repeats else ""


@functools.cache
def _stated(statement: str) -> str:
    """The words of a statement of the library."""
    return _plain(statement)


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))
