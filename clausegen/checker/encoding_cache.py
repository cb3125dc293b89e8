"""What both readers make of a text; what was made of the last some thousand texts is remembered.

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
from clausegen.checker.reader import Heard, verifier
from clausegen.model import Element

# Texts. With what was made of it each takes some 5 kB, so all take 30 MB of a worker at most.
MOST_REMEMBERED = 6_000

Shares = NDArray[np.float32]
_Question = tuple[bool, tuple[tuple[tuple[int, int], ...], ...], tuple[str, ...]]


class Hearing:
    """One text, encoded when something is asked that is not remembered.

    Both questions are answered by probabilities, shape (readings, elements, 3): missing, satisfied, contradicted. A
    reading is the half-open character ranges of the text that it may see. Answers are read-only.
    """

    def __init__(self, text: str, answers: dict[_Question, Shares]) -> None:
        self.text = text
        self._answers = answers
        self._heard: Heard | None = None

    @property
    def known(self) -> bool:
        """Whether anything was asked about the same text before."""
        return bool(self._answers)

    def heard(self, heard: Heard) -> None:
        """Take the text as it was encoded."""
        self._heard = heard

    def verified(self, readings: Sequence[Sequence[Span]], elements: Sequence[Element]) -> Shares:
        """What the verifier makes of some readings."""
        return self._answer(readings, elements, lexical=False)

    def joined(self, readings: Sequence[Sequence[Span]], elements: Sequence[Element]) -> Shares:
        """What the verifier and the lexical reader make of them together."""
        return self._answer(readings, elements, lexical=True)

    def _answer(self, readings: Sequence[Sequence[Span]], elements: Sequence[Element], *, lexical: bool) -> Shares:
        places = tuple(tuple((part.start, part.end) for part in parts) for parts in readings)
        question = (lexical, places, tuple(element.code + element.wording for element in elements))
        answer = self._answers.get(question)
        if answer is None:
            answer = (self._joined if lexical else self._verified)(readings, elements)
            answer.flags.writeable = False
            self._answers[question] = answer
        return answer

    def _verified(self, readings: Sequence[Sequence[Span]], elements: Sequence[Element]) -> Shares:
        if self._heard is None:
            (self._heard,) = verifier().hear([self.text])
        return verifier().judge(self._heard, readings, elements)

    def _joined(self, readings: Sequence[Sequence[Span]], elements: Sequence[Element]) -> Shares:
        odds = np.zeros((len(readings), len(elements), 2), dtype=np.float32)
        for row, parts in enumerate(readings):
            words = " ".join(self.text[part.start : part.end] for part in parts)
            odds[row] = lexical_reader().log_odds(words, elements)
        return joined(self._verified(readings, elements), odds)


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def _answers_about(text: str) -> dict[_Question, Shares]:
    """What was answered about a text so far."""
    return {}


def hear(texts: Sequence[str]) -> list[Hearing]:
    """Hear texts; those that are not known are encoded at once, as many side by side as threads are granted."""
    hearings = {text: Hearing(text, _answers_about(text)) for text in texts}  # padding repeats itself
    unknown = [hearing for hearing in hearings.values() if not hearing.known]
    for hearing, heard in zip(unknown, verifier().hear([one.text for one in unknown]), strict=True):
        hearing.heard(heard)
    return [hearings[text] for text in texts]
