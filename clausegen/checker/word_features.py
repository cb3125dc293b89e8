"""Turn a text into what the linear models see: beginnings of words, and of pairs of words."""

from __future__ import annotations

import functools
import itertools
import json

import numpy as np
from numpy.typing import NDArray

from clausegen.runtime import regex, verified

NAME = "words"
PREFIX = 6  # letters of a word that count: "suspend", "suspends" and "suspension" are one
_WORD = regex(r"[^\W\d_][\w'-]+")


def grams(text: str) -> list[str]:
    """Return word beginnings and pairs of neighbouring ones, as the models were trained on."""
    words = [word[:PREFIX] for word in _WORD.findall(text.lower())]
    return words + [f"{first} {second}" for first, second in itertools.pairwise(words)]


@functools.lru_cache(maxsize=256)
def occurring(text: str) -> NDArray[np.int64]:
    """Return the numbers of the known grams of a text, ascending, each once: rows of the models' weights.

    Kept for a while: what a clause is nominated by, the lexical reader hears again.
    """
    known = known_grams()
    rows = {row for row in map(known.get, grams(text)) if row is not None}
    return np.sort(np.fromiter(rows, dtype=np.int64, count=len(rows)))


@functools.cache
def known_grams() -> dict[str, int]:
    """Return the number of each gram that the models know. Raises ModelError when its file is absent or altered."""
    names = json.loads((verified(NAME) / "vocabulary.json").read_text(encoding="utf-8"))
    return {gram: row for row, gram in enumerate(names)}
