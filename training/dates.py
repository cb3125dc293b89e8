"""Fit the reader of dates: ``python -m training.dates OUT --cuad FOLDER``; some minutes.

Learns from the sources of ``dates_material`` how likely each candidate is each thing and, on the scores of models that
have not seen the author, from which probability on a day is answered.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from clausegen.dates.scorer import Weights
from training.dates_examples import Contract, contracts_of
from training.dates_fit import fit
from training.dates_material import composed, experts, marked, written
from training.dates_thresholds import OTHERS, chosen, counts

log = logging.getLogger("training")
FOLDS: Final = 5
Scores = list[list[float]]
"""Shape (candidates, roles)."""


def folds(contracts: Sequence[Contract]) -> list[set[str]]:
    """Deal the authors of contracts out into parts, always the same."""
    authors = sorted({contract.author for contract in contracts})
    random.Random(5).shuffle(authors)
    return [set(authors[fold::FOLDS]) for fold in range(FOLDS)]


def unseen_scores(contracts: Sequence[Contract], always: Sequence[Contract]) -> list[Scores]:
    """Score each contract by a model that has seen none of its author; ``always`` trains every model."""
    found: dict[str, Scores] = {}
    for fold, held in enumerate(folds(contracts)):
        rest = [c.examples for c in (*contracts, *always) if c.author not in held]
        weights = fit(rest)
        found |= {
            c.name: [weights.scores(candidate.features) for candidate in c.candidates]
            for c in contracts
            if c.author in held
        }
        log.info("fold %d: without %s", fold, ", ".join(sorted(held)))
    return [found[contract.name] for contract in contracts]


def save(weights: Weights, thresholds: dict[str, float], out: Path) -> None:
    """Write the model as arrays: names as UTF-8 lines, weights as half floats."""
    out.mkdir(parents=True, exist_ok=True)
    names = np.frombuffer("\n".join(weights.rows).encode("utf-8"), dtype=np.uint8)
    values = np.array(weights.values, dtype=np.float16)
    np.savez_compressed(out / "weights.npz", names=names, weights=values)
    (out / "thresholds.json").write_text(json.dumps(thresholds) + "\n", encoding="utf-8")


def main() -> None:
    """Fit on everything; write the weights and thresholds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--cuad", type=Path, required=True)
    parser.add_argument("--composed", type=int, default=600, help="how many composed contracts")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    others = [c for source in (experts(arguments.cuad), composed(1, arguments.composed)) for c in contracts_of(source)]
    ours = [c for source in (written(), marked()) for c in contracts_of(source)]
    thresholds = OTHERS | chosen(counts(ours, unseen_scores(ours, others)))
    log.info("thresholds: %s", thresholds)
    weights = fit([contract.examples for contract in (*ours, *others)])
    save(weights, thresholds, arguments.out)


if __name__ == "__main__":
    main()
