"""Answer questions about texts by both readers, and remember the answers about the last some thousand texts.

The contracts of one supplier share most of their words, and once the parties are read as their roles, many windows of
one are windows of the next, letter by letter. An answer depends on the text and on what is asked alone, so it may be
given again, by this process: nothing is written down.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from clausegen.checker.candidate import Span
from clausegen.checker.lexical_reader import joined, lexical_reader
from clausegen.checker.reader import Encoded, Reader, reader
from clausegen.checker.thresholds import Words, thresholds
from clausegen.model import Element

# Texts. With what was made of it each takes some 5 kB, so all take 30 MB of a worker at most.
MOST_REMEMBERED = 6_000

Shares = NDArray[np.float32]
_Places = tuple[tuple[tuple[int, int], ...], ...]
_Question = tuple[Words | None, _Places, tuple[str, ...]]  # asked of the reader alone, or with words weighed so


class CachedText:
    """One text, encoded when something is asked that is not remembered.

    Both questions are answered by probabilities, shape (readings, elements, 3): missing, satisfied, contradicted. A
    reading is the half-open character ranges of the text that it may see. Answers are read-only.
    """

    def __init__(self, text: str, answers: dict[_Question, Shares], *, english: bool) -> None:
        self.text = text
        self._english = english
        self._words = thresholds().words if english else thresholds().words_in_other_languages
        self._answers = answers
        self._encoded: Encoded | None = None

    @property
    def known(self) -> bool:
        """True when anything was asked about the same text before."""
        return bool(self._answers)

    @property
    def _reader(self) -> Reader:
        return reader(english=self._english)

    def take(self, encoded: Encoded) -> None:
        """Take the text as it was encoded."""
        self._encoded = encoded

    def verified(self, readings: Sequence[Sequence[Span]], elements: Sequence[Element]) -> Shares:
        """Return what the reader makes of some readings."""
        return self._answer(readings, elements, None)

    def joined(self, readings: Sequence[Sequence[Span]], elements: Sequence[Element]) -> Shares:
        """Return what the reader and the lexical reader make of them together."""
        return self._answer(readings, elements, self._words)

    def _answer(self, readings: Sequence[Sequence[Span]], elements: Sequence[Element], words: Words | None) -> Shares:
        places = tuple(tuple((part.start, part.end) for part in parts) for parts in readings)
        question = (words, places, tuple(element.code + element.wording for element in elements))
        answer = self._answers.get(question)
        if answer is None:
            if self._encoded is None:
                (self._encoded,) = self._reader.encode([self.text])
            answer = self._reader.judge(self._encoded, readings, elements)
            answer = self._with_words(answer, readings, elements, words) if words else answer
            answer.flags.writeable = False
            self._answers[question] = answer
        return answer

    def _with_words(
        self, verified: Shares, readings: Sequence[Sequence[Span]], elements: Sequence[Element], words: Words
    ) -> Shares:
        odds = np.zeros((len(readings), len(elements), 2), dtype=np.float32)
        for row, parts in enumerate(readings):
            said = " ".join(self.text[part.start : part.end] for part in parts)
            odds[row] = lexical_reader().log_odds(said, elements)
        return joined(verified, odds, words)


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def _answers_about(text: str, english: bool) -> dict[_Question, Shares]:
    """Return what one reader answered about a text so far."""
    return {}


def cached(texts: Sequence[str], *, english: bool = True) -> list[CachedText]:
    """Take texts; those that are not known are encoded at once, as many side by side as threads are granted.

    ``english`` is False for texts that the reader of other languages reads.
    """
    known = {text: CachedText(text, _answers_about(text, english), english=english) for text in texts}
    unknown = [text for text in known.values() if not text.known]
    for text, encoded in zip(
        unknown, reader(english=english).encode([text.text for text in unknown]) if unknown else (), strict=True
    ):
        text.take(encoded)
    return [known[text] for text in texts]
