"""Train the nominator: ``python -m training.nominator OUT --deal DEAL --texts PATH``; takes a minute.

One logistic regression per requirement: does a passage satisfy or contradict any of its elements?
A threshold lets COMMERCIAL_SHARE of the paragraphs of ordinary contracts through; the recall that this
leaves on passages of authors not trained on is printed.
"""

from __future__ import annotations

import argparse
import json
import logging
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from clausegen.detect.nominator import grams
from clausegen.library import load_library
from training.corpus import CONTRADICTED, SATISFIED, UNJUDGED, Labelled, element_codes, real, written
from training.library_text import library_text
from training.train import commercial

log = logging.getLogger("training")
COMMERCIAL_SHARE = 0.05
FOLDS = 3
NEGATIVES = 6_000
SMALLEST_WEIGHT = 0.01


def main() -> None:
    """Train and write vocabulary, weights and thresholds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--deal", type=Path, required=True, help="a deal file, for the wording of the library")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    library = load_library()
    codes = element_codes(library)
    families = [requirement.code for requirement in library.requirements.values()]
    passages = [p for p in [*written(codes), *real(codes, arguments.texts)] if p.split == "train"]
    passages += library_text(library, codes, arguments.deal)
    texts = [p.text for p in passages]
    negatives = [text for text, _ in commercial(arguments.texts, codes)]
    negatives = negatives[:: max(1, len(negatives) // NEGATIVES)]
    counter = CountVectorizer(analyzer=grams, min_df=3, binary=True)
    features = counter.fit_transform(texts + negatives)
    batches = sorted({p.batch for p in passages})
    fold = np.array([batches.index(p.batch) % FOLDS for p in passages] + [i % FOLDS for i in range(len(negatives))])
    weights = np.zeros((features.shape[1], len(families)), dtype=np.float32)
    bias, thresholds = (np.zeros(len(families), dtype=np.float32) for _ in range(2))
    for column, family in enumerate(families):
        wanted, trust = _targets(passages, codes, family, len(negatives))
        held_out = np.full(len(wanted), np.nan)
        for part in range(FOLDS):
            model = _fit(features[fold != part], wanted[fold != part], trust[fold != part])
            held_out[fold == part] = model.decision_function(features[fold == part])
        thresholds[column] = np.quantile(held_out[len(passages) :], 1 - COMMERCIAL_SHARE)
        positive = held_out[(wanted == 1) & (np.arange(len(wanted)) < len(passages))]
        recall = (positive >= thresholds[column]).mean()
        log.info("%s: %d positive, threshold %.2f, recall %.3f", family, len(positive), thresholds[column], recall)
        model = _fit(features, wanted, trust)
        weights[:, column], bias[column] = model.coef_[0], model.intercept_[0]
    kept = np.abs(weights).max(1) >= SMALLEST_WEIGHT
    names = counter.get_feature_names_out()
    arguments.out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        arguments.out / "weights.npz",
        codes=np.array(families),
        weights=weights[kept].astype(np.float16),
        bias=bias,
        thresholds=thresholds,
    )
    (arguments.out / "vocabulary.json").write_text(json.dumps([g for g, k in zip(names, kept, strict=True) if k]))
    any_family = ((features[len(passages) :] @ weights + bias) >= thresholds).any(1).mean()
    log.info(
        "%d grams kept; %.1f %% of commercial paragraphs nominated for some requirement", kept.sum(), 100 * any_family
    )


def _targets(
    passages: list[Labelled], codes: list[str], family: str, negatives: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    columns = [i for i, code in enumerate(codes) if code.startswith(f"{family}-")]
    wanted, trust = [], []
    for p in passages:
        own = {p.labels[i] for i in columns}
        speaks = bool(own & {SATISFIED, CONTRADICTED})
        wanted.append(int(speaks))
        trust.append(4.0 if speaks else 0.3 if own == {UNJUDGED} else 0.6)
    return np.array(wanted + [0] * negatives), np.array(trust + [1.0] * negatives)


def _fit(features: object, wanted: NDArray[np.int64], trust: NDArray[np.float64]) -> LogisticRegression:
    return LogisticRegression(C=0.03, solver="liblinear", max_iter=100).fit(features, wanted, sample_weight=trust)


if __name__ == "__main__":
    main()
