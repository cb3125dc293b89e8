"""Declared patterns of the clause library, matched sentence by sentence.

A signal nominates; whether the words count is for scope and the verifier to say.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from nupunkt import sent_spans

from clausegen.detect.candidate import Candidate, Span
from clausegen.detect.parties import Parties
from clausegen.detect.scope import objection
from clausegen.requirement import Element, Signal
from clausegen.segment import Clause, Structure

# A signal was written for a purpose, so words that match it count for much; the figure is the share of
# signal hits on other authors' passages that were right, rounded down.
SIGNAL_PROBABILITY = 0.9


class Sentence:
    """A sentence of a binding clause in the form signals are written for."""

    __slots__ = ("canonical", "clause", "objection", "span")

    def __init__(self, clause: Clause, span: Span, canonical: str) -> None:
        self.clause = clause
        self.span = span
        self.canonical = canonical
        self.objection = objection(canonical)


def sentences(structure: Structure, parties: Parties, clauses: Iterable[Clause] | None = None) -> list[Sentence]:
    """All sentences of binding clauses (or of those given), lead-ins put before list items."""
    out: list[Sentence] = []
    for clause in structure.binding() if clauses is None else clauses:
        text = structure.text(clause)
        for start, end in split(text):
            words = text[start:end]
            spoken = f"{clause.lead_in} {words}" if clause.lead_in else words
            span = Span(start=clause.body + start, end=clause.body + end)
            out.append(Sentence(clause, span, parties.canonical(spoken)))
    return out


def split(text: str) -> list[tuple[int, int]]:
    """Half-open offsets of the sentences of a text, surrounding white space left off."""
    out: list[tuple[int, int]] = []
    for start, end in sent_spans(text):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            out.append((start, end))
    return out


class Matcher:
    """The signals of some elements, compiled against a lexicon."""

    def __init__(self, elements: Iterable[Element], lexicon: dict[str, tuple[str, ...]]) -> None:
        self._compiled = [
            (element, status, _Compiled(signal, lexicon))
            for element in elements
            for status, signals in (("satisfied", element.signals), ("contradicted", element.contradicted_by))
            for signal in signals
        ]

    def candidates(self, sentences: list[Sentence]) -> Iterator[Candidate]:
        """Every sentence, or clause, that matches a signal."""
        clauses: dict[int, list[Sentence]] = {}
        for sentence in sentences:
            clauses.setdefault(sentence.clause.index, []).append(sentence)
        for element, status, signal in self._compiled:
            groups = [[s] for s in sentences] if signal.within == "sentence" else list(clauses.values())
            for group in groups:
                if signal.matches(" ".join(sentence.canonical for sentence in group)):
                    yield _candidate(element, status, signal, group)


def _candidate(element: Element, status: str, signal: _Compiled, group: list[Sentence]) -> Candidate:
    spans = tuple(s.span for s in group if len(group) == 1 or signal.touches(s.canonical))
    against = next((s.objection for s in group if s.objection), "") if status == "satisfied" else ""
    return Candidate(
        element=element.code,
        origin="signal",
        satisfied=SIGNAL_PROBABILITY if status == "satisfied" else 0.0,
        contradicted=SIGNAL_PROBABILITY if status == "contradicted" else 0.0,
        spans=spans or (group[0].span,),
        objection=against,
        trace=(f"signal {signal.source}",),
    )


class _Compiled:
    """A signal with its patterns compiled."""

    def __init__(self, signal: Signal, lexicon: dict[str, tuple[str, ...]]) -> None:
        self.within = signal.within
        self.source = " + ".join(signal.all)
        self._all = [_pattern(text, tuple(lexicon.items())) for text in signal.all]
        self._none = [_pattern(text, tuple(lexicon.items())) for text in signal.none]

    def matches(self, canonical: str) -> bool:
        return all(p.search(canonical) for p in self._all) and not any(p.search(canonical) for p in self._none)

    def touches(self, canonical: str) -> bool:
        return any(pattern.search(canonical) for pattern in self._all)


@functools.cache
def _pattern(text: str, lexicon: tuple[tuple[str, tuple[str, ...]], ...]) -> re.Pattern[str]:
    """Compile a pattern, ``{name}`` replaced by the alternatives of the word class."""
    classes = dict(lexicon)

    def expand(found: re.Match[str]) -> str:
        # Whole words only: without the boundaries "us" is found in "use", and "may" in "mayor".
        return r"(?<!\w)(?:" + "|".join(expand_all(word) for word in classes[found.group(1)]) + r")(?!\w)"

    def expand_all(pattern: str) -> str:
        return re.sub(r"\{([a-z_-]+)\}", expand, pattern)

    return re.compile(rf"(?<!\w)(?:{expand_all(text)})")
