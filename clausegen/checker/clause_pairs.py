"""Two clauses read as one, to see whether the second takes back what the first gives.

"The Supplier may stop the System at once" and, nine clauses on, "no step that reduces a service may be taken before ten
days have passed" are each clear alone; only together does the one defeat the other. And "no log shall be deleted"
looks like a denial until it is read beside the duty to keep logs. So where one clause speaks for an element, and
another seems to speak against it, the verifier reads both together, in the order in which they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clausegen.checker.candidate import Span
from clausegen.checker.encoding_cache import cached
from clausegen.checker.reader import CONTRADICTED, SATISFIED
from clausegen.checker.thresholds import thresholds
from clausegen.checker.windows import Passage
from clausegen.model import Element

MOST = 2  # clauses that may be against one element
MOST_WORDS = 260  # of both together; more would run beyond what the verifier reads


class Confrontation(NamedTuple):
    """Two readings judged as one on an element: its column, their rows, and probabilities (0-1)."""

    column: int
    given: int
    against: int
    satisfied: float
    contradicted: float


def confront(
    judged: NDArray[np.float32],
    counts: NDArray[np.bool_],
    readings: Sequence[Passage],
    words: Callable[[int], str],
    elements: Sequence[Element],
    *,
    english: bool = True,
) -> list[Confrontation]:
    """Judge what gives each element together with what may be against it.

    ``judged`` has probabilities (readings, elements, 3), ``counts`` says which readings count; ``words`` gives the
    text of a reading; ``english`` is that of ``cached``.
    """
    asked: dict[tuple[int, int], list[int]] = {}
    for column in np.flatnonzero((judged[counts][..., SATISFIED] >= thresholds().pair_given).any(0)).tolist():
        for given, against in _suspects(judged[:, column], counts, readings):
            asked.setdefault((given, against), []).append(column)
    texts = {pair: text for pair in asked if len((text := _together(pair, readings, words)).split()) <= MOST_WORDS}
    out: list[Confrontation] = []
    for (pair, text), hearing in zip(texts.items(), cached(list(texts.values()), english=english), strict=True):
        columns = asked[pair]
        (both,) = hearing.joined([[Span(start=0, end=len(text))]], [elements[column] for column in columns])
        for column, shares in zip(columns, both, strict=True):
            out.append(Confrontation(column, *pair, float(shares[SATISFIED]), float(shares[CONTRADICTED])))
    return out


def _suspects(
    shares: NDArray[np.float32], counts: NDArray[np.bool_], readings: Sequence[Passage]
) -> Iterator[tuple[int, int]]:
    """Rows of the reading that gives an element best, each with one that may be against it."""
    single = counts & np.array([not reading.wide for reading in readings], dtype=bool)
    giving = np.flatnonzero(single & (shares[:, SATISFIED] >= thresholds().pair_given))
    if not len(giving):
        return
    given = int(giving[shares[giving, SATISFIED].argmax()])
    own = set(readings[given].clauses)
    suspected = np.flatnonzero(single & (shares[:, CONTRADICTED] >= thresholds().pair_suspected))
    elsewhere = [int(row) for row in suspected if own.isdisjoint(readings[int(row)].clauses)]
    for row in sorted(elsewhere, key=lambda row: -shares[row, CONTRADICTED])[:MOST]:
        yield given, row


def _together(pair: tuple[int, int], readings: Sequence[Passage], words: Callable[[int], str]) -> str:
    first, second = sorted(pair, key=lambda row: readings[row].spans[0].start)
    return f"{words(first)}\n{words(second)}"
