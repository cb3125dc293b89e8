"""Read words without their order: a linear model that makes the reader surer, or less sure.

It cannot tell who must do what to whom, but it knows which words satisfying and contradicting passages have in common,
and it errs elsewhere than the verifier. So it never speaks alone: it makes the verifier surer, or less sure.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from clausegen.checker.reader import CONTRADICTED, SATISFIED
from clausegen.checker.thresholds import Words
from clausegen.checker.word_features import NAME, occurring
from clausegen.model import Element
from clausegen.runtime import verified


class LexicalReader:
    """Weights for the presence of grams: for each known element one column for satisfied, one for contradicted.

    Kept by gram: those of gram g are ``weights[starts[g]:starts[g + 1]]``, of the ``columns`` there; all others are 0.
    """

    def __init__(self) -> None:
        with np.load(verified(NAME) / "lexical.npz", allow_pickle=False) as stored:
            self._rarity: NDArray[np.float32] = stored["rarity"].astype(np.float32)
            self._starts: NDArray[np.int32] = stored["starts"]
            self._weights: NDArray[np.int8] = stored["weights"]
            self._entries: NDArray[np.uint16] = stored["columns"]  # 2 * element + 0 (satisfied) or 1 (contradicted)
            self._scale: NDArray[np.float32] = stored["scale"]  # elements, 2
            self._bias: NDArray[np.float32] = stored["bias"]  # elements, 2
            known = zip(stored["codes"].tolist(), stored["statements"].tolist(), strict=True)
            self._columns = {key: column for column, key in enumerate(known)}

    def log_odds(self, text: str, elements: Sequence[Element]) -> NDArray[np.float32]:
        """Return log-odds that a text satisfies and contradicts, shape (elements, 2); 0 for elements it cannot know.

        It cannot know those that are new, or worded otherwise, since it was trained.
        """
        out = np.zeros((len(elements), 2), dtype=np.float32)
        columns = [self._columns.get((element.code, element.wording), -1) for element in elements]
        known = [place for place, column in enumerate(columns) if column >= 0]
        if known and len(rows := occurring(text)):
            own = [columns[place] for place in known]
            out[known] = self._total(rows)[own] / np.linalg.norm(self._rarity[rows]) + self._bias[own]
        return out

    def _total(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Sum the weights of some grams, by their rarity, for all known elements, shape (elements, 2)."""
        first, many = self._starts[rows], self._starts[rows + 1] - self._starts[rows]
        entries = np.arange(many.sum()) + np.repeat(first - (many.cumsum() - many), many)
        weighed = self._weights[entries] * np.repeat(self._rarity[rows], many)
        total = np.bincount(self._entries[entries], weighed, minlength=self._scale.size).astype(np.float64)
        return total.reshape(self._scale.shape) * self._scale.astype(np.float64)


def joined(verified: NDArray[np.float32], odds: NDArray[np.float32], heard: Words) -> NDArray[np.float32]:
    """Join the reader's probabilities (…, elements, 3) with the lexical log-odds (…, elements, 2)."""
    logits = np.log(np.maximum(verified, 1e-6))
    for outcome, said, most in ((SATISFIED, odds[..., 0], heard.surer_at_most), (CONTRADICTED, odds[..., 1], np.inf)):
        may_raise = verified[..., outcome] >= heard.raised_from
        logits[..., outcome] += np.minimum(heard.weight * np.where(may_raise, said, np.minimum(said, 0)), most)
    logits -= logits.max(-1, keepdims=True)
    shares = np.exp(logits)
    out: NDArray[np.float32] = shares / shares.sum(-1, keepdims=True)
    return out


@functools.cache
def lexical_reader() -> LexicalReader:
    """Return the shipped lexical reader. Raises ModelError when its files are absent or altered."""
    return LexicalReader()
