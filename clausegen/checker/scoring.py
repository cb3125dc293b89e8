"""What the trained verifier, and with it the lexical reader, thinks of the windows of a contract."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from clausegen.checker.candidate import Candidate, Span
from clausegen.checker.clause_pairs import confront
from clausegen.checker.encoding_cache import hear
from clausegen.checker.lexical_reader import lexical_reader
from clausegen.checker.nominate import Nomination
from clausegen.checker.reader import CONTRADICTED, SATISFIED, verifier
from clausegen.checker.sentences import Sentence
from clausegen.checker.windows import Reading, Window
from clausegen.model import Element
from clausegen.runtime import regex

# Below this probability a reading says too little about an element to be kept as a candidate.
KEPT_FROM = 0.25
# Below this probability a window as a whole says nothing of an element that is worth asking its clauses about.
HEARD_FROM = 0.02
MOST_KEPT = 4
# A reading is quoted by its clearest sentence; below this probability no sentence is looked for.
QUOTED_FROM = 0.5
LONGEST_TITLE = 8  # words of four letters or more
_STATES = regex(r"\b(?:no|not|never|none|without|nor|neither|shall|must|may|will|is|are)\b", re.IGNORECASE)
# “Serious Crime” means an offence described as such in clause 7.3.
_POINTS_ELSEWHERE = regex(
    r'\W*[“"][^”"]{2,60}[”"] (?:means|has the meaning|shall mean)\b[^.;]{0,120}'
    r"\b(?:in|by|under) (?:clauses?|sections?|articles?|schedules?|annex|paragraphs?) \d[\w.()]*\W*"
)


_loading = threading.Lock()


def load() -> None:
    """Load both readers, which takes a fifth of a second; another thread that asks meanwhile waits."""
    with _loading:
        verifier()
        lexical_reader()


class Opinion:
    """The readings of all windows, and probabilities of shape (readings, elements, 3) for them.

    Each on the requirements that its window may be about only: there is no use in asking a delivery clause about
    whistleblowers.
    """

    def __init__(self, elements: Sequence[Element], windows: Sequence[Window], nomination: Nomination) -> None:
        self._elements = elements
        self._windows = windows
        self._heard = hear([window.text for window in windows])
        self._rows: list[tuple[int, Reading]] = []
        judged = []
        for place, window in enumerate(windows):
            about = nomination.of(index for reading in window.readings for index in reading.clauses)
            columns = [c for c, element in enumerate(elements) if element.code.partition("-")[0] in about]
            own = self._asked(place, columns)
            judged.append(own)
            self._rows += [(place, reading) for reading in window.readings]
        empty = np.zeros((0, len(elements), 3), dtype=np.float32)
        self._judged: NDArray[np.float32] = np.concatenate([empty, *judged])

    def candidates(self, spoken: Iterable[Sentence]) -> list[Candidate]:
        """For each element the readings that say most about it, quoted by their clearest sentence.

        A reading is doubted for what keeps the sentence quoted from counting. What stands in its other sentences
        the verifier has read too: on unseen authors doubting for them was wrong nine times in ten.
        """
        by_clause: dict[int, list[Sentence]] = {}
        for sentence in spoken:
            by_clause.setdefault(sentence.clause.index, []).append(sentence)
        chosen = [
            (row, column)
            for column in range(len(self._elements))
            for row in np.argsort(-self._judged[:, column, SATISFIED:].max(1), kind="stable")[:MOST_KEPT]
            if self._judged[row, column, SATISFIED:].max() >= KEPT_FROM
        ]
        confrontations = confront(self._judged, [reading for _, reading in self._rows], self._words, self._elements)
        chosen = list(dict.fromkeys((*chosen, *((c.against, c.column) for c in confrontations))))
        quotes = self._quotes(chosen, by_clause)
        out = []
        for row, column in chosen:
            reading, judged = self._rows[row][1], self._judged[row, column]
            own = (s for i in reading.clauses for s in by_clause.get(i, ()))
            quoted = (s for s in own if any(_meet(s.span, quote) for quote in quotes[row, column]))
            out.append(
                Candidate(
                    element=self._elements[column].code,
                    satisfied=float(judged[SATISFIED]),
                    contradicted=float(judged[CONTRADICTED]) if self._says_more(row, quotes[row, column]) else 0.0,
                    spans=quotes[row, column],
                    doubt=next((s.objection for s in quoted if s.objection), ""),
                    trace=(f"verifier {judged[SATISFIED]:.2f}/{judged[CONTRADICTED]:.2f}",),
                )
            )
        for one in confrontations:
            out.append(
                Candidate(
                    element=self._elements[one.column].code,
                    satisfied=0.0,
                    contradicted=one.contradicted,
                    spans=quotes[one.against, one.column],
                    beside=self._rows[one.given][1].spans,
                    trace=(f"verifier, both clauses as one {one.satisfied:.2f}/{one.contradicted:.2f}",),
                )
            )
        return out

    def _asked(self, place: int, columns: Sequence[int]) -> NDArray[np.float32]:
        """Probabilities of the readings of a window, shape (readings, all elements, 3); 0 where nothing was asked.

        Where a window is read as a whole, its clauses are asked only about the elements of which the whole says
        anything: in a full contract that saves two questions of three, and they took longer than encoding it.
        """
        readings = self._windows[place].readings
        out = np.zeros((len(readings), len(self._elements), 3), dtype=np.float32)
        for row, reading in enumerate(readings):
            if reading.wide:
                out[row, columns] = whole = self._heard[place].joined([reading.parts], self._named(columns))[0]
                columns = [
                    c for c, shares in zip(columns, whole, strict=True) if shares[SATISFIED:].max() >= HEARD_FROM
                ]
        single = [row for row, reading in enumerate(readings) if not reading.wide]
        parts = [readings[row].parts for row in single]
        out[np.ix_(single, columns)] = self._heard[place].joined(parts, self._named(columns))
        return out

    def _says_more(self, row: int, quotes: Iterable[Span]) -> bool:
        """False where the words quoted only name something, or say where it is described: that denies nothing."""
        window = self._windows[self._rows[row][0]]
        parts = [window.part(quote) for quote in quotes]
        return not all(part and _only_names(_words_of(window, part)) for part in parts)

    def _named(self, columns: Iterable[int]) -> list[Element]:
        return [self._elements[column] for column in columns]

    def _words(self, row: int) -> str:
        """The words of a reading, with the headings and lead-ins that belong to it."""
        place, reading = self._rows[row]
        return " ".join(_words_of(self._windows[place], part) for part in reading.parts)

    def _quotes(
        self, chosen: Sequence[tuple[int, int]], by_clause: dict[int, list[Sentence]]
    ) -> dict[tuple[int, int], tuple[Span, ...]]:
        """The sentence of each reading that speaks most clearly; all of its words where none needs choosing."""
        asked: dict[int, list[tuple[int, int]]] = {}
        for row, column in chosen:
            asked.setdefault(self._rows[row][0], []).append((row, column))
        return {pair: spans for place, pairs in asked.items() for pair, spans in self._quoted(place, pairs, by_clause)}

    def _quoted(
        self, place: int, pairs: Sequence[tuple[int, int]], by_clause: dict[int, list[Sentence]]
    ) -> Iterator[tuple[tuple[int, int], tuple[Span, ...]]]:
        """The quotations from one window, whose sentences are judged together."""
        window = self._windows[place]
        sentences = {row: _sentences(self._rows[row][1], by_clause) for row, _ in pairs}
        choosing = {
            (row, column): int(self._judged[row, column, SATISFIED:].argmax()) + 1
            for row, column in pairs
            if len(sentences[row]) > 1 and self._judged[row, column, SATISFIED:].max() >= QUOTED_FROM
        }
        parts = {span: part for row, _ in choosing for span in sentences[row] if (part := window.part(span))}
        columns = {column: at for at, column in enumerate(sorted({column for _, column in choosing}))}
        asked = [(part,) for part in parts.values()]
        alone = dict(zip(parts, self._heard[place].verified(asked, self._named(columns)), strict=True))
        for row, column in pairs:
            reading = self._rows[row][1]
            quoted = reading.spans[:1] if reading.wide else reading.spans
            own = [span for span in sentences[row] if span in parts]
            own = [span for span in own if not is_title(_words_of(window, parts[span]))] or own
            if (row, column) in choosing and own:
                outcome = choosing[row, column]
                quoted = (max(own, key=lambda s: (alone[s][columns[column], outcome], -s.start)),)
            yield (row, column), quoted


def _words_of(window: Window, part: Span) -> str:
    return window.text[part.start : part.end]


def is_title(words: str) -> bool:
    """True for a run-in heading ("Entire Agreement; Modification."), which names what the next sentence says."""
    telling = re.findall(r"[^\W\d_]{4,}", words)
    return len(telling) <= LONGEST_TITLE and all(word[0].isupper() for word in telling)


def _only_names(words: str) -> bool:
    return (is_title(words) and not _STATES.search(words)) or _POINTS_ELSEWHERE.fullmatch(words) is not None


def _sentences(reading: Reading, by_clause: dict[int, list[Sentence]]) -> list[Span]:
    return [
        sentence.span
        for index in reading.clauses
        for sentence in by_clause.get(index, ())
        if any(span.start <= sentence.span.start and sentence.span.end <= span.end for span in reading.spans)
    ]


def _meet(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end
