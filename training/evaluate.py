"""Evaluate an exported model in the program: ``python -m training.evaluate FOLDER OUT.json [--split SPLIT]``.

Passages of each batch of the split, and its whole contracts. Whoever looks at "grade" while changing anything must
move it to another split.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from clausegen.authoring.self_test import snippet
from clausegen.checker.calibration import calibration
from clausegen.checker.reader import MULTILINGUAL, NAME
from clausegen.ingest import load_document
from clausegen.library import load_library
from clausegen.model import DEFAULT_RISK, Document, Status
from training.corpus import (
    CONTRADICTED,
    SATISFIED,
    UNJUDGED,
    Split,
    contract_file,
    contract_records,
    element_codes,
    labels,
    written,
)
from training.reliability import judged
from training.trial_model import in_place_of_shipped

log = logging.getLogger("training")
Case = tuple[str, Document, dict[str, int]]


def main() -> None:
    """Parse arguments, judge and write figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--split", choices=("calibrate", "grade"), default="calibrate")
    parser.add_argument("--name", choices=(NAME, MULTILINGUAL), default=NAME, help="the reader that FOLDER stands for")
    parser.add_argument("--batch", nargs="*", default=[], help="these passages only; all, and whole contracts")
    parser.add_argument("--few", type=int, default=1, help="judge every n-th text only, for a trial")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with in_place_of_shipped(arguments.folder, arguments.name):
        found = figures(list(_cases(arguments.split, arguments.batch))[:: arguments.few])
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    for name, own in found.items():
        log.info("%-28s %s", name, " ".join(f"{key} {value}" for key, value in own.items()))


def _cases(split: Split, batches: Collection[str]) -> Iterator[Case]:
    codes = element_codes(load_library())
    for passage in written(codes, splits=[split], batches=batches):
        yield passage.batch, snippet(passage.text), dict(zip(codes, passage.labels, strict=True))
    for record in () if batches else contract_records(split):
        wanted = dict(zip(codes, labels(record, codes), strict=True))
        yield "whole contracts", load_document(contract_file(record)), wanted


def figures(cases: Iterable[Case]) -> dict[str, dict[str, float]]:
    """Precision and recall of satisfied, false assurance, recall of contradicted, share of uncertain, by batch."""
    library = load_library()
    threshold = calibration().at(DEFAULT_RISK).threshold
    counts: dict[str, Counter[tuple[Status, int]]] = {}
    for name, document, wanted in cases:
        own = counts.setdefault(name, Counter())
        for finding in judged(document, library, threshold):
            if wanted[finding.code] != UNJUDGED:
                own[finding.status, wanted[finding.code]] += 1
    return {name: _shares(own) for name, own in counts.items()}


def _shares(counts: Counter[tuple[Status, int]]) -> dict[str, float]:
    def total(status: Status | None = None, label: int | None = None) -> int:
        return sum(n for (s, w), n in counts.items() if status in (None, s) and label in (None, w))

    right = total(Status.SATISFIED, SATISFIED)
    denied = total(Status.CONTRADICTED, CONTRADICTED)
    shares = {
        "precision": (right, total(Status.SATISFIED)),
        "recall": (right, total(label=SATISFIED)),
        "false_assurance": (total(Status.SATISFIED) - right, total() - total(label=SATISFIED)),
        "contradicted_recall": (denied, total(label=CONTRADICTED)),
        "uncertain": (total(Status.UNCERTAIN), total()),
    }
    return {name: round(part / max(whole, 1), 4) for name, (part, whole) in shares.items()}


if __name__ == "__main__":
    main()
