"""Declared patterns of the clause library, matched sentence by sentence.

A signal nominates; whether the words count is for scope and the verifier to say.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from nupunkt import sent_spans

from clausegen.detect.candidate import Candidate, Span
from clausegen.detect.parties import Parties
from clausegen.detect.patterns import Patterns, Text
from clausegen.detect.scope import objection
from clausegen.needed import Choice, most_telling
from clausegen.regex import regex
from clausegen.requirement import Element, Signal
from clausegen.segment import Clause, Structure

# A signal was written for a purpose, so words that match it count for much; the figure is the share of
# signal hits on other authors' passages that were right, rounded down.
SIGNAL_PROBABILITY = 0.9


class Sentence:
    """A sentence of a binding clause in the form signals are written for.

    It is put into that form when first asked for: most sentences of an ordinary contract never are.
    """

    def __init__(self, clause: Clause, span: Span, words: str, speech: Speech | None = None) -> None:
        self.clause = clause
        self.span = span
        self._words = words
        self._speech = speech

    @functools.cached_property
    def canonical(self) -> str:
        """The words, with those of a lead-in before them, as patterns read them."""
        return self._speech.parties.canonical(self._spoken) if self._speech else self._spoken

    @functools.cached_property
    def text(self) -> Text:
        """The same, for patterns to be tried on."""
        return Text(self.canonical)

    @functools.cached_property
    def in_roles(self) -> str:
        """The same words as the trained readers see them."""
        return self._speech.parties.in_roles(self._spoken) if self._speech else self._spoken

    @functools.cached_property
    def objection(self) -> str:
        """What keeps the words from counting, or an empty string."""
        return objection(self.canonical) or (self._speech.restated.objection(self._words) if self._speech else "")

    @property
    def _spoken(self) -> str:
        return f"{self.clause.lead_in} {self._words}" if self.clause.lead_in else self._words

    def headed(self, heading: str) -> Sentence:
        """The same sentence with its heading before it."""
        return Sentence(self.clause, self.span, f"{heading} {self._words}", self._speech)


def as_one(sentences: Sequence[Sentence]) -> Text:
    """Neighbouring sentences as one."""
    return sentences[0].text if len(sentences) == 1 else Text(" ".join(one.canonical for one in sentences))


class Speech(NamedTuple):
    """What sentences of one contract are understood with: the names of its sides, the statements of elements."""

    parties: Parties
    restated: Restated


class Quoted:
    """Finds the sentences that quoted spans touch, without looking through all of a contract for each."""

    def __init__(self, spoken: Iterable[Sentence]) -> None:
        self._by_start = {sentence.span.start: sentence for sentence in spoken}
        self._starts = sorted(self._by_start)

    def of(self, spans: Iterable[Span]) -> list[Sentence]:
        """The sentences in reading order, each once."""
        touched = set()
        for span in spans:
            first = max(bisect.bisect_right(self._starts, span.start) - 1, 0)  # sentences follow each other
            for start in self._starts[first : bisect.bisect_left(self._starts, span.end)]:
                if span.start < self._by_start[start].span.end:
                    touched.add(start)
        return [self._by_start[start] for start in sorted(touched)]


def sentences(
    structure: Structure,
    parties: Parties,
    elements: Iterable[Element] = (),
    *,
    clauses: Iterable[Clause] | None = None,
) -> list[Sentence]:
    """All sentences of binding clauses (or of those given), lead-ins put before list items.

    Words that repeat the statement of one of the ``elements`` are a list of requirements, not a clause.
    """
    speech = Speech(parties, Restated(elements))
    out: list[Sentence] = []
    for clause in structure.binding() if clauses is None else clauses:
        text = structure.text(clause)
        for start, end in split(text):
            span = Span(start=clause.body + start, end=clause.body + end)
            out.append(Sentence(clause, span, text[start:end], speech))
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


class Matcher:
    """The signals of some elements, with their patterns."""

    def __init__(self, elements: Iterable[Element], patterns: Patterns) -> None:
        compiled = [
            _Compiled(element.code, status, signal, patterns)
            for element in elements
            for status, signals in (("satisfied", element.signals), ("contradicted", element.contradicted_by))
            for signal in signals
        ]
        self._tried: dict[str, dict[str, _Tried]] = {"sentence": {}, "clause": {}}
        for n, one in enumerate(compiled):
            self._tried[one.within].setdefault(one.requirement, _Tried()).signals.append((n, one))

    def candidates(
        self, sentences: list[Sentence], about: Mapping[int, frozenset[str]] | None = None
    ) -> list[Candidate]:
        """Every sentence, or clause, that matches a signal; by signal, then in reading order.

        With ``about`` they are tried only in clauses that may be about their requirement: its code is among those
        for the index of the clause.
        """
        clauses: dict[int, list[Sentence]] = {}
        for sentence in sentences:
            clauses.setdefault(sentence.clause.index, []).append(sentence)
        found: list[tuple[int, int, Candidate]] = []
        for within, groups in (("sentence", [[s] for s in sentences]), ("clause", list(clauses.values()))):
            own = self._tried[within]
            for place, group in enumerate(groups):
                codes = own if about is None else about.get(group[0].clause.index, frozenset())
                if tried := [own[code] for code in codes if code in own]:
                    text = as_one(group)
                    matching = ((n, signal) for one in tried for n, signal in one.matching(text))
                    found += [(n, place, self._candidate(signal, group)) for n, signal in matching]
        return [candidate for _, _, candidate in sorted(found, key=lambda entry: entry[:2])]

    def _candidate(self, signal: _Compiled, group: list[Sentence]) -> Candidate:
        spans = tuple(s.span for s in group if len(group) == 1 or signal.touches(s.text))
        against = next((s.objection for s in group if s.objection), "") if signal.status == "satisfied" else ""
        return Candidate(
            element=signal.element,
            origin="signal",
            satisfied=SIGNAL_PROBABILITY if signal.status == "satisfied" else 0.0,
            contradicted=SIGNAL_PROBABILITY if signal.status == "contradicted" else 0.0,
            spans=spans or (group[0].span,),
            objection=against,
            trace=(f"signal {signal.source}",),
        )


class _Tried:
    """The signals of one requirement, each with its place among all."""

    def __init__(self) -> None:
        self.signals: list[tuple[int, _Compiled]] = []

    def matching(self, text: Text) -> Iterator[tuple[int, _Compiled]]:
        """Those that match a text."""
        for choice, own in self._by_choice.items():
            if text.stands(choice):
                yield from ((n, one) for n, one in own if one.matches(text))

    @functools.cached_property
    def _by_choice(self) -> dict[Choice, list[tuple[int, _Compiled]]]:
        """By the most telling letters that they need, to be asked for once."""
        out: dict[Choice, list[tuple[int, _Compiled]]] = {}
        for n, one in self.signals:
            out.setdefault(one.needed, []).append((n, one))
        return out


class _Compiled:
    """A signal with its patterns."""

    def __init__(self, element: str, status: str, signal: Signal, patterns: Patterns) -> None:
        self.element = element
        self.requirement = element.partition("-")[0]
        self.status = status
        self.within = signal.within
        self.source = " + ".join(signal.all)
        self._all = patterns.of(signal.all)
        self._none = patterns.of(signal.none)

    @property
    def needed(self) -> Choice:
        return most_telling(choice for pattern in self._all for choice in pattern.needed)

    def matches(self, text: Text) -> bool:
        return all(map(text.has, self._all)) and not any(map(text.has, self._none))

    def touches(self, text: Text) -> bool:
        return any(map(text.has, self._all))
