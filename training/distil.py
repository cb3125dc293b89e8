"""Let a teacher label: ``python -m training.distil CORPUS BASE WEIGHTS OUT.npz``.

The teacher, a trained network in the folder WEIGHTS over BASE, labels softly what trains: written and real passages,
ordinary contracts, and real texts that nobody labelled, all from the prepared corpus. A smaller network then learns
from these labels beside the hard ones: ``--student SMALL_BASE FOLDER`` trains it in the same command, with the options
of ``training.train`` that are given besides.
"""

from __future__ import annotations

import argparse
import logging
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training import material, measure, soft, train, weights
from training.machine import device, settle
from training.material import Material

log = logging.getLogger("training")
PART = 2_000  # texts labelled between two lines of the log


def main() -> None:
    """Parse arguments, label and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--most", type=int, help="label so many passages and so many other texts at most")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--student", nargs=2, metavar=("BASE", "FOLDER"), help="train a student over BASE into FOLDER")
    parser.add_argument("--device")
    parser.add_argument("--threads", type=int, default=2)
    arguments, further = parser.parse_known_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    settle(arguments.threads)
    corpus = material.load(arguments.corpus)
    teacher = weights.read(arguments.weights, arguments.base, corpus.codes, corpus.statements)
    teacher = teacher.to(device(arguments.device))
    asked = chosen(corpus, arguments.most, random.Random(arguments.seed))
    scores = []
    began = time.monotonic()
    for at in range(0, len(asked), PART):
        scores.append(soft.packed(measure.logits(teacher, [text for _, text, _ in asked[at : at + PART]])))
        log.info("%d of %d texts, %.0f s", min(at + PART, len(asked)), len(asked), time.monotonic() - began)
    soft.save(
        soft.SoftLabels(
            ids=tuple(name for name, _, _ in asked),
            texts=tuple("" if labelled else text for _, text, labelled in asked),
            scores=np.concatenate(scores),
        ),
        arguments.out,
    )
    if arguments.student:
        base, folder = arguments.student
        train.main([str(arguments.corpus), base, folder, "--soft", str(arguments.out), *further])


def chosen(corpus: Material, most: int | None, chance: random.Random) -> Sequence[tuple[str, str, bool]]:
    """What the teacher labels: name, words, and whether people labelled it too."""
    passages = [(p.id, p.text, True) for p in corpus.passages if p.split == "train"]
    others = [(f"unlabelled-{n}", text, False) for n, text in enumerate([*corpus.ordinary, *corpus.unlabelled])]
    parts = [chance.sample(part, min(most or len(part), len(part))) for part in (passages, others)]
    return [one for part in parts for one in part]


if __name__ == "__main__":
    main()
