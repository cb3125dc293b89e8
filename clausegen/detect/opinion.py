"""What the trained verifier thinks of the passages of a contract."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from clausegen.detect.candidate import Candidate, Span
from clausegen.detect.nomination import Nomination
from clausegen.detect.passages import Passage
from clausegen.detect.signals import Sentence, split
from clausegen.detect.verifier import CONTRADICTED, SATISFIED, verifier
from clausegen.requirement import Element
from clausegen.segment import Structure

# Below this probability a passage says too little about an element to be kept as a candidate.
KEPT_FROM = 0.25
MOST_KEPT = 4
# A run of clauses is read as one only where the verifier sees at least this much in one of them alone.
INTERESTED_FROM = 0.05
# A signal that the verifier doubts this much is kept, but as something to look at.
DOUBTED_BELOW = 0.02
DOUBTED_SIGNAL = 0.55
# A pattern that speaks of the opposite is more often about something else, so it needs more support.
CONTRADICTION_DOUBTED_BELOW = 0.30
# A passage is quoted by its clearest sentence; below this probability no sentence is looked for.
QUOTED_FROM = 0.5


class Opinion:
    """Passages heard so far, and probabilities of shape (passages, elements, 3) for them."""

    def __init__(self, elements: list[Element], structure: Structure, nomination: Nomination) -> None:
        self._elements = elements
        self._codes = [element.code.partition("-")[0] for element in elements]
        self._columns = {element.code: column for column, element in enumerate(elements)}
        self._structure = structure
        self._nomination = nomination
        self._passages: list[Passage] = []
        self._judged: NDArray[np.float32] = np.zeros((0, len(elements), 3), dtype=np.float32)
        self._interesting: set[int] = set()

    def hear(self, passages: Iterable[Passage]) -> None:
        """Judge the passages that may be about a due requirement.

        Each on those requirements only: the verifier was not trained on the other questions.
        """
        chosen = [(p, about) for p in passages if (about := self._nomination.about(p))]
        if not chosen:
            return
        judged = verifier().judge([passage.text for passage, _ in chosen], self._elements)
        judged[~np.array([[code in about for code in self._codes] for _, about in chosen], dtype=bool)] = 0
        self._passages += [passage for passage, _ in chosen]
        self._judged = np.concatenate([self._judged, judged])
        strongest = judged[..., SATISFIED:].max((1, 2))
        for (passage, _), strength in zip(chosen, strongest, strict=True):
            if strength >= INTERESTED_FROM:
                self._interesting.update(passage.clauses)

    def interested(self, passage: Passage) -> bool:
        """True when a clause of the passage said something, so that its neighbours may add to it."""
        return not self._interesting.isdisjoint(passage.clauses)

    def weighed(self, candidate: Candidate) -> Candidate:
        """A signal's candidate with the verifier's opinion of the passages around it."""
        at = candidate.spans[0].start
        rows = [i for i, p in enumerate(self._passages) if any(span.start <= at < span.end for span in p.spans)]
        if not rows:
            return candidate
        outcome = SATISFIED if candidate.satisfied else CONTRADICTED
        opinion = float(self._judged[rows, self._columns[candidate.element], outcome].max())
        value = candidate.satisfied or candidate.contradicted
        if opinion < (DOUBTED_BELOW if outcome == SATISFIED else CONTRADICTION_DOUBTED_BELOW):
            value = DOUBTED_SIGNAL
        elif outcome == SATISFIED:
            value = 1 - (1 - value) * (1 - opinion)  # two readers who agree, as if they read independently
        value = max(value, opinion)
        return candidate.model_copy(
            update={
                "satisfied" if outcome == SATISFIED else "contradicted": value,
                "trace": (*candidate.trace, f"verifier {opinion:.2f}"),
            }
        )

    def candidates(self, spoken: Iterable[Sentence]) -> list[Candidate]:
        """For each element the passages that say most about it, quoted by their clearest sentence.

        A passage is doubted for what keeps one of its sentences from counting; a wide one, where that is the
        sentence quoted.
        """
        objected = [sentence for sentence in spoken if sentence.objection]
        by_clause = {sentence.clause.index: sentence.objection for sentence in objected}
        chosen = [
            (row, column)
            for column in range(len(self._elements))
            for row in np.argsort(-self._judged[:, column, SATISFIED:].max(1), kind="stable")[:MOST_KEPT]
            if self._judged[row, column, SATISFIED:].max() >= KEPT_FROM
        ]
        quotes = self._quotes(chosen)
        out = []
        for row, column in chosen:
            passage, judged = self._passages[row], self._judged[row, column]
            against = next((by_clause[i] for i in passage.clauses if i in by_clause), "")
            if passage.wide:
                quoted = quotes[row, column]
                against = next((s.objection for s in objected for q in quoted if _meet(s.span, q)), "")
            out.append(
                Candidate(
                    element=self._elements[column].code,
                    origin="model",
                    satisfied=float(judged[SATISFIED]),
                    contradicted=float(judged[CONTRADICTED]),
                    spans=quotes[row, column],
                    doubt=against,
                    trace=(f"verifier {judged[SATISFIED]:.2f}/{judged[CONTRADICTED]:.2f}",),
                )
            )
        return out

    def _quotes(self, chosen: list[tuple[int, int]]) -> dict[tuple[int, int], tuple[Span, ...]]:
        """The sentence of each passage that speaks most clearly; the whole passage where none needs choosing.

        All sentences are read in one go, each once, whatever it is asked about.
        """
        text = self._structure.document.text
        pieces = {
            row: [
                Span(start=span.start + start, end=span.start + end)
                for span in self._passages[row].spans
                for start, end in split(text[span.start : span.end])
            ]
            for row in dict.fromkeys(row for row, _ in chosen)
        }
        choosing = dict.fromkeys(
            (row, column)
            for row, column in chosen
            if len(pieces[row]) > 1 and self._judged[row, column, SATISFIED:].max() >= QUOTED_FROM
        )
        spans = list(dict.fromkeys(piece for row, _ in choosing for piece in pieces[row]))
        columns = sorted({column for _, column in choosing})
        alone = verifier().judge([text[s.start : s.end] for s in spans], [self._elements[c] for c in columns])
        place = {span: i for i, span in enumerate(spans)}
        out: dict[tuple[int, int], tuple[Span, ...]] = {}
        for row, column in chosen:
            if (row, column) not in choosing:
                whole = self._passages[row]
                out[row, column] = whole.spans[:1] if whole.wide else whole.spans
                continue
            outcome = int(self._judged[row, column, SATISFIED:].argmax()) + 1
            clearest = max(pieces[row], key=lambda s: (alone[place[s], columns.index(column), outcome], -s.start))
            out[row, column] = (clearest,)
        return out


def _meet(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end
