"""Train the nominator: which requirements a passage may be about.

One logistic regression per requirement: does a passage satisfy or contradict any of its elements? And one for all:
does it any element at all? Thresholds let fixed shares of the paragraphs of ordinary contracts through; what this
leaves of passages by authors not trained on is printed.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from training.corpus import CONTRADICTED, SATISFIED, UNJUDGED, Labelled

log = logging.getLogger("training")
# Shares of the paragraphs of ordinary contracts that are taken to be about a requirement, and that open a clause to
# the verifier: by what they say of one requirement, or of any.
COMMERCIAL_SHARE = 0.05
OPENING_SHARE = 0.005
OPENING_SHARE_ANY = 0.10
# Ordinary contracts do hold some of the plainer safeguards. Paragraphs that look most like one do not count as silent.
DOUBTFUL_SHARE = 0.02
FOLDS = 3
ANY = "any"


def train(
    features: csr_matrix, passages: Sequence[Labelled], codes: Sequence[str], families: Sequence[str]
) -> dict[str, NDArray[np.generic]]:
    """Arrays of the model. Rows of ``features`` are the passages, and after them paragraphs of ordinary contracts."""
    negatives = features.shape[0] - len(passages)
    batches = sorted({p.batch for p in passages})
    fold = np.array([batches.index(p.batch) % FOLDS for p in passages] + [i % FOLDS for i in range(negatives)])
    ordinary = np.arange(features.shape[0]) >= len(passages)
    doubtful = np.zeros(features.shape[0], dtype=bool)
    columns: list[tuple[NDArray[np.float32], float, float, float]] = []
    for family in [*families, ANY]:
        wanted, trust = _targets(passages, codes, family, negatives)
        held_out = np.full(len(wanted), np.nan)
        used = ~doubtful if family == ANY else np.ones_like(doubtful)
        for part in range(FOLDS):
            rows = (fold != part) & used
            held_out[fold == part] = _fit(features[rows], wanted[rows], trust[rows]).decision_function(
                features[fold == part]
            )
        share = OPENING_SHARE_ANY if family == ANY else OPENING_SHARE
        opening, threshold = np.quantile(held_out[ordinary], [1 - share, 1 - COMMERCIAL_SHARE])
        positive = held_out[(wanted == 1) & ~ordinary]
        log.info(
            "%s: %d positive, %.3f above the threshold, %.3f open", family, len(positive),
            (positive >= threshold).mean(), (positive >= opening).mean(),
        )  # fmt: skip
        model = _fit(features[used], wanted[used], trust[used])
        columns.append((model.coef_[0], model.intercept_[0], opening, threshold))
        doubtful |= ordinary & (held_out >= np.quantile(held_out[ordinary], 1 - DOUBTFUL_SHARE))
    weights = np.stack([column[0] for column in columns], 1)
    bias, openings, thresholds = (np.array([column[i] for column in columns], dtype=np.float32) for i in (1, 2, 3))
    opened = ((features[ordinary] @ weights + bias) >= openings).any(1).mean()
    log.info("%.1f %% of the paragraphs of ordinary contracts open", 100 * opened)
    return {
        "codes": np.array(families),
        "weights": weights.astype(np.float16),
        "bias": bias,
        "opening": openings,
        "thresholds": thresholds[:-1],
    }


def _targets(
    passages: Sequence[Labelled], codes: Sequence[str], family: str, negatives: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    columns = [i for i, code in enumerate(codes) if family == ANY or code.startswith(f"{family}-")]
    wanted, trust = [], []
    for p in passages:
        own = {p.labels[i] for i in columns}
        speaks = bool(own & {SATISFIED, CONTRADICTED})
        wanted.append(int(speaks))
        if family == ANY:  # most passages were written to be about something, so what real ones say counts for more
            trust.append(8.0 if speaks and p.real else 1.0)
        else:
            trust.append(4.0 if speaks else 0.3 if own == {UNJUDGED} else 0.6)
    return np.array(wanted + [0] * negatives), np.array(trust + [1.0] * negatives)


def _fit(features: object, wanted: NDArray[np.int64], trust: NDArray[np.float64]) -> LogisticRegression:
    return LogisticRegression(C=0.03, solver="liblinear", max_iter=100).fit(features, wanted, sample_weight=trust)
