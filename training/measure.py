"""Measure a network: average precision of satisfied and of contradicted on the calibrating batches.

``python -m training.measure CORPUS BASE WEIGHTS`` measures weights, or the folder of a shipped model.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training import material, weights
from training.batches import tokens
from training.labels import CONTRADICTED, SATISFIED, UNJUDGED, Example, Labelled
from training.machine import device, settle
from training.network import LabelAttention

log = logging.getLogger("training")
SAMPLE = 60  # passages of each batch
BATCH = 32


def main() -> None:
    """Parse arguments and print figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--sample", type=int, default=SAMPLE)
    parser.add_argument("--all", action="store_true", help="all passages of the calibrating batches")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    settle(arguments.threads)
    corpus = material.load(arguments.corpus)
    network = weights.read(arguments.weights, arguments.base, corpus.codes, corpus.statements).to(device())
    tests = calibrating(corpus.passages, 10**6 if arguments.all else arguments.sample)
    for line in figures(network, tests):
        log.info("%s", line)


def calibrating(passages: Iterable[Labelled], sample: int) -> dict[str, list[Labelled]]:
    """Passages by calibrating batch: of each, ``sample`` spread evenly over it; of sets, whole ones."""
    batches: dict[str, list[Labelled]] = {}
    for passage in passages:
        if passage.split == "calibrate":
            batches.setdefault("real" if passage.real else passage.batch, []).append(passage)
    return {name: _sample(test, sample) for name, test in sorted(batches.items())}


def _sample(test: list[Labelled], sample: int) -> list[Labelled]:
    units: dict[str, list[Labelled]] = {}
    for passage in test:
        units.setdefault(passage.siblings or passage.id, []).append(passage)
    groups = list(units.values())
    count = max(round(sample * len(groups) / len(test)), 1)
    kept = groups if count >= len(groups) else [groups[i * len(groups) // count] for i in range(count)]
    return [passage for group in kept for passage in group]


def figures(network: LabelAttention, tests: dict[str, list[Labelled]]) -> Iterable[str]:
    """A line per batch, and one for all as one."""
    found: list[tuple[NDArray[np.float32], NDArray[np.int64]]] = []
    for name, test in tests.items():
        wanted = np.array([p.labels for p in test])
        judged = wanted != UNJUDGED
        own = (logits(network, [p.text for p in test]).softmax(-1).numpy()[judged], wanted[judged])
        found.append(own)
        yield f"{name:<28} {_precisions(*own)}"
    if found:
        yield f"{'together':<28} {_precisions(*(np.concatenate(part) for part in zip(*found, strict=True)))}"


def _precisions(probabilities: NDArray[np.float32], wanted: NDArray[np.int64]) -> str:
    parts = [average_precision(probabilities[:, label], wanted == label) for label in (SATISFIED, CONTRADICTED)]
    said = probabilities[:, SATISFIED] > 0.9
    right = said & (wanted == SATISFIED)
    return (
        f"satisfied {parts[0]:.3f} contradicted {parts[1]:.3f}"
        f" | at 0.9 P {right.sum() / max(said.sum(), 1):.3f}"
        f" R {right.sum() / max((wanted == SATISFIED).sum(), 1):.3f} ({len(wanted)} elements)"
    )


def average_precision(scores: NDArray[np.float32], right: NDArray[np.bool_]) -> float:
    """The mean, over all that is right, of the precision down to it; equal scores count as one step."""
    if not right.any():
        return float("nan")
    order = np.argsort(-scores, kind="stable")
    scores, right = scores[order], right[order]
    last = np.append(scores[1:] != scores[:-1], True)
    hits, said = np.cumsum(right)[last], (np.arange(len(scores)) + 1)[last]
    return float((np.diff(hits, prepend=0) * hits / said).sum() / right.sum())


@torch.no_grad()
def logits(network: LabelAttention, texts: Sequence[str]) -> Tensor:
    """Logits of texts read alone, shape (texts, elements, 3)."""
    network.eval()
    place = network.statements.device
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    out = torch.zeros(len(texts), len(network.statements), 3)
    for at in range(0, len(order), BATCH):
        group = order[at : at + BATCH]
        whole = [Example(text=texts[i], readings=(((0, len(texts[i])),),), labels=()) for i in group]
        with torch.autocast(place.type, torch.bfloat16):
            read = network(*(tensor.to(place) for tensor in tokens(network.tokenizer, whole)))
        out[group] = read[:, 0].float().cpu()
    return out


if __name__ == "__main__":
    main()
