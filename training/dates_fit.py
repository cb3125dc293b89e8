"""Fit the scores of candidates."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from clausegen.dates.scorer import GROUPS, ROLES, TOGETHER, Weights
from training.dates_examples import Example

log = logging.getLogger("training")
SELDOM: Final = 2  # features of fewer candidates are not looked at
STRENGTH: Final = 1.0  # of the penalty on large weights
ROUNDS: Final = 60  # of the optimiser at most
_TINY: Final = 0.004  # weights that are left out


def fit(documents: Sequence[Sequence[Example]]) -> Weights:
    """Fit the scores so that in each contract the right candidate, or none, gets the probability."""
    counts = Counter(feature for examples in documents for example in examples for feature in example.features)
    names = sorted(name for name, count in counts.items() if count >= SELDOM)
    rows = {name: row for row, name in enumerate(names)}
    values = np.zeros((len(names), len(ROLES)))
    for together in TOGETHER:
        columns = [ROLES.index(role) for role in together]
        values[:, columns] = _fit_together(documents, rows, columns)
    kept = np.abs(values).max(axis=1) > _TINY
    return Weights.of(np.array(names)[kept].tolist(), values[kept])


def _fit_together(
    documents: Sequence[Sequence[Example]], rows: dict[str, int], columns: list[int]
) -> NDArray[np.float64]:
    """Fit roles that exclude each other: the log-likelihood of the labels, with a penalty on large weights."""
    group = GROUPS[ROLES[columns[0]]]
    chosen = [[e for e in examples if e.features[0].startswith(group)] for examples in documents]
    chosen = [examples for examples in chosen if examples]
    flat = [e for examples in chosen for e in examples]
    indices = [[rows[f] for f in e.features if f in rows] for e in flat]
    pointers = np.cumsum([0, *map(len, indices)])
    column_of = np.fromiter((i for row in indices for i in row), dtype=np.int64)
    matrix = csr_matrix((np.ones(len(column_of)), column_of, pointers), shape=(len(flat), len(rows)))
    labels = np.array([[e.labels[c] for c in columns] for e in flat])
    document = np.repeat(np.arange(len(chosen)), [len(examples) for examples in chosen])
    weight = np.array([examples[0].weight for examples in chosen])
    known, right = labels != -1, labels == 1
    answered = np.bincount(document, right.sum(axis=1)) > 0

    def loss(flat_weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat_weights.reshape(len(rows), len(columns))
        scores = np.exp(np.clip(matrix @ weights, -30, 30))
        all_, good = scores * known, scores * right
        whole = 1 + np.bincount(document, all_.sum(axis=1), minlength=len(chosen))
        hit = np.where(answered, np.bincount(document, good.sum(axis=1), minlength=len(chosen)), 1)
        total = float((weight * (np.log(whole) - np.log(hit))).sum() + STRENGTH * (flat_weights**2).sum() / 2)
        share = np.where(answered, 1 / hit, 0)
        slope = weight[document, None] * (all_ / whole[document, None] - good * share[document, None])
        return total, (matrix.T @ slope).ravel() + STRENGTH * flat_weights

    start = np.zeros(len(rows) * len(columns))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    log.info("%s: %d contracts, %d with an answer", ROLES[columns[0]], len(chosen), answered.sum())
    return np.asarray(found.x).reshape(len(rows), len(columns))
