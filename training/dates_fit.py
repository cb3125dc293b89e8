"""Fit the scores of candidates, and how candidates are weighed against each other."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from clausegen.dates.scorer import DATE_ROLES, GROUPS, ROLES, TOGETHER, Weights
from clausegen.dates.weighing import features
from training.dates_examples import Contract, Example

log = logging.getLogger("training")
SELDOM: Final = 2  # features of fewer candidates are not looked at
STRENGTH: Final = 1.0  # of the penalty on large weights
ROUNDS: Final = 60  # of the optimiser at most
WEIGHING_STRENGTH: Final = 3.0  # of the pull towards the scores as they are
WEIGHING_ROUNDS: Final = 300
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


def fit_weighing(contracts: Sequence[Contract], scores: Sequence[list[list[float]]]) -> dict[str, dict[str, float]]:
    """Fit the weights of each role by feature, so that in each contract the right candidate, or none, is likeliest."""
    described = [
        dict(features(contract.page.plain, contract.candidates, found))
        for contract, found in zip(contracts, scores, strict=True)
    ]
    weights = {}
    for role in (*DATE_ROLES, "term"):  # notices and renewals are better judged by their own words
        column, rows, labels, document = ROLES.index(role), [], [], []
        for number, (contract, known) in enumerate(zip(contracts, described, strict=True)):
            for n, values in known.items():
                if contract.examples[n].features[0].startswith(GROUPS[role]):
                    rows.append(values)
                    labels.append(contract.examples[n].labels[column])
                    document.append(number)
        names = sorted({name for row in rows for name in row})
        matrix = np.array([[row.get(name, 0.0) for name in names] for row in rows])
        prior = np.array([float(name == f"score {role}") for name in names])
        found = _fit_role(matrix, np.array(labels), np.array(document), prior)
        weights[role] = {name: round(float(value), 4) for name, value in zip(names, found, strict=True)}
    return weights


def _fit_role(
    matrix: NDArray[np.float64], labels: NDArray[np.int64], document: NDArray[np.int64], prior: NDArray[np.float64]
) -> NDArray[np.float64]:
    known, right = labels != -1, labels == 1
    many = int(document.max()) + 1
    answered = np.bincount(document, right, minlength=many) > 0

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = np.exp(np.clip(matrix @ weights, -30, 30))
        all_, good = scores * known, scores * right
        whole = 1 + np.bincount(document, all_, minlength=many)
        hit = np.where(answered, np.bincount(document, good, minlength=many), 1)
        share = np.where(answered, 1 / hit, 0)
        off = weights - prior
        total = float((np.log(whole) - np.log(hit)).sum() + WEIGHING_STRENGTH * (off @ off) / 2)
        slope = matrix.T @ (all_ / whole[document] - good * share[document]) + WEIGHING_STRENGTH * off
        return total, slope

    found = minimize(loss, prior.copy(), jac=True, method="L-BFGS-B", options={"maxiter": WEIGHING_ROUNDS})
    return np.asarray(found.x)
