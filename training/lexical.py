"""Train the lexical reader: per element one logistic regression for satisfied and one for contradicted.

Over the presence of grams, each weighed by its rarity, the whole scaled to length one; both classes count the same.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression

from clausegen.model.requirement import Element
from training.corpus import CONTRADICTED, NOT_SATISFIED, SATISFIED, UNJUDGED

log = logging.getLogger("training")
STIFFNESS = 20.0  # the inverse of the penalty on weights; 3 to 30 are alike on the calibrating batches
LEAST = 3  # passages with an outcome, below which nothing is learned of it
NEVER = -4.0  # log-odds of an outcome that was hardly ever seen
STEPS = 127  # of a weight, which is kept in eight bits
KEPT_FROM = 3  # steps; two thirds of what is not 0 is smaller and changes nothing that was measured


def train(
    features: csr_matrix, labels: NDArray[np.int64], elements: Sequence[Element]
) -> dict[str, NDArray[np.generic]]:
    """Arrays of the model. ``features`` (passages, grams) are 0 or 1, ``labels`` has shape (passages, elements)."""
    rarity = TfidfTransformer(norm="l2")
    scaled = rarity.fit_transform(features).tocsr()
    weights = np.zeros((features.shape[1], len(elements), 2), dtype=np.int8)
    scale = np.zeros((len(elements), 2), dtype=np.float32)
    bias = np.full((len(elements), 2), NEVER, dtype=np.float32)
    for column in range(len(elements)):
        for place, outcome in enumerate((SATISFIED, CONTRADICTED)):
            known = labels[:, column] != UNJUDGED
            if outcome == CONTRADICTED:
                known &= labels[:, column] != NOT_SATISFIED
            wanted = labels[known, column] == outcome
            if wanted.sum() < LEAST:
                continue
            model = LogisticRegression(class_weight="balanced", C=STIFFNESS, max_iter=200, solver="liblinear")
            model.fit(scaled[known], wanted)
            step = np.abs(model.coef_[0]).max() / STEPS
            weights[:, column, place] = np.rint(model.coef_[0] / step)
            scale[column, place] = step
            bias[column, place] = model.intercept_[0]
    flat = weights.reshape(len(weights), -1)
    grams, entries = np.nonzero(np.abs(flat.astype(np.int16)) >= KEPT_FROM)
    log.info("lexical reader: %.1f %% of weights are kept", 100 * len(grams) / flat.size)
    return {
        "codes": np.array([element.code for element in elements]),
        "statements": np.array([element.wording for element in elements]),
        "rarity": rarity.idf_.astype(np.float16),
        "starts": np.searchsorted(grams, np.arange(len(flat) + 1)).astype(np.int32),
        "columns": entries.astype(np.uint16),
        "weights": flat[grams, entries],
        "scale": scale,
        "bias": bias,
    }
