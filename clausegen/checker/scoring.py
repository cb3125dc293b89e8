"""Score the windows of a contract: what the reader makes of each clause for each element, quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from clausegen.checker.candidate import Candidate, Span
from clausegen.checker.encoding_cache import cached
from clausegen.checker.house_text import HouseText
from clausegen.checker.nominate import Nomination
from clausegen.checker.non_operative import OperativeText
from clausegen.checker.reader import CONTRADICTED, MISSING, SATISFIED
from clausegen.checker.sentences import split
from clausegen.checker.thresholds import thresholds
from clausegen.checker.windows import Passage, Window
from clausegen.model import Element

KNOWN = 1.0  # what the library was written to give goes before whatever the reader finds elsewhere
MOST_KEPT = 4  # readings for one element that count, and as many against it
LONGEST_TITLE = 8  # words of four letters or more
FEWEST_WORDS = 5  # of a sentence that is quoted without the next one: fewer may be a heading ("Order of precedence.")


class Scores:
    """The readings of all windows, and probabilities of shape (readings, elements, 3) for them.

    Each on the requirements that its window may be about only: there is no use in asking a delivery clause about
    whistleblowers.
    """

    def __init__(
        self,
        elements: Sequence[Element],
        windows: Sequence[Window],
        nomination: Nomination,
        standing: OperativeText,
        house: HouseText | None = None,
        *,
        english: bool = True,
    ) -> None:
        self._elements = elements
        self._windows = windows
        self._text = standing.structure.document.text
        self._texts = cached([window.text for window in windows], english=english)
        self._rows: list[tuple[int, Passage]] = []
        judged = []
        for place, window in enumerate(windows):
            about = nomination.of(index for reading in window.readings for index in reading.clauses)
            columns = [c for c, element in enumerate(elements) if element.code.partition("-")[0] in about]
            judged.append(self._asked(place, columns))
            self._rows += [(place, reading) for reading in window.readings]
        empty = np.zeros((0, len(elements), 3), dtype=np.float32)
        self._judged: NDArray[np.float32] = np.concatenate([empty, *judged])
        if house:
            self._know(house)
        self._counts = np.array([reading.spans[0].start < standing.end for _, reading in self._rows], dtype=bool)

    def _know(self, house: HouseText) -> None:
        """Take the library's own words for what they are, whatever the reader makes of them."""
        columns = {element.code: column for column, element in enumerate(self._elements)}
        for row, (_, reading) in enumerate(self._rows):
            if house.unchanged.issuperset(reading.clauses):
                self._judged[row, :, MISSING] += self._judged[row, :, CONTRADICTED]
                self._judged[row, :, CONTRADICTED] = 0
            if not reading.wide:
                for code in house.gives.get(reading.clauses[0], frozenset()) & columns.keys():
                    self._judged[row, columns[code]] = 1 - KNOWN, KNOWN, 0

    def candidates(self) -> list[Candidate]:
        """Return for each element the readings that say most for and against it, quoted by their clearest sentence.

        Of those that count several, of those that do not the one that says most.
        """
        kept = thresholds().kept
        chosen: dict[tuple[int, int], None] = {}
        for rows, most in ((np.flatnonzero(self._counts), MOST_KEPT), (np.flatnonzero(~self._counts), 1)):
            for outcome in (SATISFIED, CONTRADICTED):  # each by itself: what is said often does not drown its denial
                said = self._judged[rows, :, outcome]
                for column in np.flatnonzero((said >= kept).any(0)).tolist():
                    best = np.argsort(-said[:, column], kind="stable")[:most]
                    chosen |= {(int(rows[row]), column): None for row in best if said[row, column] >= kept}
        quotes = self._quotes(tuple(chosen))
        return [self._candidate(row, column, quotes[row, column]) for row, column in chosen]

    def _candidate(self, row: int, column: int, spans: tuple[Span, ...]) -> Candidate:
        _, satisfied, contradicted = self._judged[row, column].tolist()
        return Candidate(
            element=self._elements[column].code,
            satisfied=satisfied,
            contradicted=contradicted,
            spans=spans,
            trace=(f"reader {satisfied:.2f}/{contradicted:.2f}",),
        )

    def _asked(self, place: int, columns: Sequence[int]) -> NDArray[np.float32]:
        """Return probabilities of a window's readings, shape (readings, all elements, 3); 0 where nothing was asked.

        Where a window is read as a whole, its clauses are asked only about the elements of which the whole says
        anything: in a full contract that saves two questions of three, and they took longer than encoding it.
        """
        readings = self._windows[place].readings
        out = np.zeros((len(readings), len(self._elements), 3), dtype=np.float32)
        for row, reading in enumerate(readings):
            if reading.wide:
                out[row, columns] = whole = self._texts[place].joined([reading.parts], self._named(columns))[0]
                heard = thresholds().heard
                columns = [c for c, shares in zip(columns, whole, strict=True) if shares[SATISFIED:].max() >= heard]
        single = [row for row, reading in enumerate(readings) if not reading.wide]
        parts = [readings[row].parts for row in single]
        out[np.ix_(single, columns)] = self._texts[place].joined(parts, self._named(columns))
        return out

    def _named(self, columns: Iterable[int]) -> list[Element]:
        return [self._elements[column] for column in columns]

    def _quotes(self, chosen: Sequence[tuple[int, int]]) -> dict[tuple[int, int], tuple[Span, ...]]:
        """Choose the sentence of each reading that speaks most clearly; all of its words where none needs choosing."""
        asked: dict[int, list[tuple[int, int]]] = {}
        for row, column in chosen:
            asked.setdefault(self._rows[row][0], []).append((row, column))
        return {pair: spans for place, pairs in asked.items() for pair, spans in self._quoted(place, pairs)}

    def _quoted(
        self, place: int, pairs: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[tuple[int, int], tuple[Span, ...]]]:
        """Quote from one window, whose sentences are judged together."""
        window = self._windows[place]
        sentences = {row: list(self._sentences(self._rows[row][1])) for row, _ in pairs}
        choosing = {
            (row, column): int(self._judged[row, column, SATISFIED:].argmax()) + 1
            for row, column in pairs
            if len(sentences[row]) > 1 and self._judged[row, column, SATISFIED:].max() >= thresholds().quoted
        }
        parts = {span: part for row, _ in choosing for span in sentences[row] if (part := window.part(span))}
        columns = {column: at for at, column in enumerate(sorted({column for _, column in choosing}))}
        asked = [(part,) for part in parts.values()]
        alone = dict(zip(parts, self._texts[place].verified(asked, self._named(columns)), strict=True))
        for row, column in pairs:
            reading = self._rows[row][1]
            quoted = reading.spans[:1] if reading.wide else reading.spans
            own = [span for span in sentences[row] if span in parts]
            own = [span for span in own if not is_title(_words_of(window, parts[span]))] or own
            if (row, column) in choosing and own:
                outcome = choosing[row, column]
                said = {sentence: float(alone[sentence][columns[column], outcome]) for sentence in own}
                best = max(own, key=lambda sentence: (said[sentence], -sentence.start))
                quoted = (
                    (led(best, own, self._text),) if said[best] >= thresholds().quoted else reading.spans
                )  # none alone
            yield (row, column), quoted

    def _sentences(self, reading: Passage) -> Iterator[Span]:
        for span in reading.spans:
            for start, end in split(self._text[span.start : span.end]):
                yield Span(start=span.start + start, end=span.start + end)


def _words_of(window: Window, part: Span) -> str:
    return window.text[part.start : part.end]


def is_title(words: str) -> bool:
    """Return True for a run-in heading ("Order of precedence."), which names what the next sentence says."""
    telling = re.findall(r"[^\W\d_]{4,}", words)
    return len(telling) <= LONGEST_TITLE and all(word[0].isupper() for word in telling)


def led(best: Span, sentences: Sequence[Span], text: str) -> Span:
    """Extend a sentence of few words, which may be a heading ("Order of precedence."), by the one that follows."""
    words = text[best.start : best.end]
    following = next((span for span in sentences if span.start >= best.end), None)
    if following is None or len(words.split()) >= FEWEST_WORDS or not words.endswith("."):
        return best
    return Span(start=best.start, end=following.end)
