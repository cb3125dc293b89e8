"""Tell which clauses words are about, by the words they share that few other clauses have."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

_SHORTEST = 4  # letters of a word that may tell something
_STEM = 6  # letters of a word that are compared
_LEAST = 0.35  # of what the words weigh, which a clause must share
_LEAD = 1.25  # by which the best clause must lead the next


def alike(words: str, clauses: Sequence[tuple[int, str]]) -> list[int]:
    """Return the clause that is about what the words say; several, best first, where none leads clearly."""
    known = {index: stems(text) for index, text in clauses}
    counts = Counter(stem for own in known.values() for stem in own)
    wanted = stems(words)
    weights = {stem: math.log(1 + len(known) / counts[stem]) for stem in wanted if counts[stem]}
    total = sum(weights.values()) + sum(math.log(1 + len(known)) / 2 for stem in wanted if not counts[stem])
    scores = sorted(
        ((sum(weights.get(stem, 0.0) for stem in own), index) for index, own in known.items()), reverse=True
    )
    if not scores or not total or scores[0][0] < _LEAST * total:
        return []
    best = [index for score, index in scores if score * _LEAD > scores[0][0]]
    return best if len(best) > 1 else best[:1]


def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the longer words of a text."""
    return frozenset(word[:_STEM] for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= _SHORTEST)
