"""Calibrate an exported model: ``python -m training.calibrate FOLDER --texts TEXTS``; some minutes.

Judges what neither trains nor grades: contracts of the real data sets, passages of the batches marked
"calibrate", whole written contracts so marked. Writes calibration.json into FOLDER and prints the reliability curve.
If FOLDER is models/reader, SHA256SUMS must be written anew afterwards.
"""

from __future__ import annotations

import argparse
import itertools
import json
import logging
from collections.abc import Iterable
from pathlib import Path

from scipy.stats import beta

from clausegen.amendments.read import structure
from clausegen.authoring.self_test import snippet
from clausegen.checker.calibration import Calibration, CalibrationStep
from clausegen.checker.candidate import Candidate
from clausegen.checker.decide import support
from clausegen.checker.non_operative import OperativeText
from clausegen.checker.pipeline import candidates
from clausegen.ingest.load import load_document
from clausegen.library.load import Library, load_library
from clausegen.model.document import Document
from clausegen.model.report import DEFAULT_RISK
from clausegen.model.requirement import Tier
from training.corpus import CONTRAST, SATISFIED, UNJUDGED, element_codes, real_split, written
from training.prepare import LACKED
from training.reliability import reliability
from training.trial_model import in_place_of_shipped

log = logging.getLogger("training")
# Fixed before anything was measured, strictest first.
THRESHOLDS = (0.995, 0.99, 0.98, 0.97, 0.96, 0.95, 0.94, 0.93, 0.92, 0.90, 0.88, 0.85, 0.80, 0.75, 0.70)
CONFIDENCE = 0.95
SOURCES = ("cuad/full_contract_txt", "software-licences")
BINS = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--few", type=int, default=1, help="judge every n-th text only, for a trial")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with in_place_of_shipped(arguments.folder):
        made = calibrated(arguments.texts, arguments.few)
    (arguments.folder / "calibration.json").write_text(made.model_dump_json(indent=1) + "\n", encoding="utf-8")


def calibrated(texts: Path, few: int = 1) -> Calibration:
    """Count failures at each threshold, then what confidence is worth at the default one."""
    library = load_library()
    codes = element_codes(library)
    files = [f for s in SOURCES for f in sorted((texts / s).glob("*.txt")) if real_split(f.name) == "calibrate"][::few]
    lacked = tuple(LACKED.split())
    worst = [
        max(
            (value for code, value in supports(load_document(f), library).items() if code.startswith(lacked)), default=0
        )
        for f in files
    ]
    passages = list(written(codes, splits=["calibrate"]))[::few]
    near: list[float] = []
    pairs: list[tuple[float, bool]] = []
    for passage in passages:
        found = supports(snippet(passage.text), library)
        judged = {c: label for c, label in zip(codes, passage.labels, strict=True) if label != UNJUDGED}
        pairs += [(found.get(code, 0.0), label == SATISFIED) for code, label in judged.items()]
        if SATISFIED not in judged.values() and CONTRAST not in passage.batch:
            # Sets that differ by one edit are no population that contracts come from; benchmarks/judgement counts them.
            near.append(max(found.get(code, 0.0) for code in judged))
    made = Calibration(
        population="real commercial contracts, elements that such contracts lack",
        near_miss_population="written near misses by authors unseen in training",
        steps=tuple(step(threshold, worst, near) for threshold in THRESHOLDS),
    )
    for one in made.steps:
        log.info(json.dumps(one.model_dump()))
    for low, high in itertools.pairwise(BINS):
        hits = [right for value, right in pairs if low < value <= high]
        log.info("said %.2f-%.2f: %d elements, right %.3f", low, high, len(hits), sum(hits) / max(len(hits), 1))
    worth = reliability(passages, codes, library, made.at(DEFAULT_RISK).threshold, few=few)
    return made.model_copy(update={"reliability": worth})


def supports(document: Document, library: Library) -> dict[str, float]:
    """The support of each element that speaks at all, as the verdict sees it."""
    contract = structure(document)
    standing = OperativeText(contract)
    found: dict[str, list[Candidate]] = {}
    for candidate in candidates(standing, list(library.due(library.playbook(), Tier.HIGH))):
        found.setdefault(candidate.element, []).append(candidate)
    return {code: value for code, own in found.items() if (value := support(own, contract, standing))}


def step(threshold: float, worst: Iterable[float], near: Iterable[float]) -> CalibrationStep:
    """Counts and bounds at one threshold."""
    contracts, misses = [value >= threshold for value in worst], [value >= threshold for value in near]
    return CalibrationStep(
        threshold=threshold,
        contracts=len(contracts),
        contracts_failed=sum(contracts),
        contracts_bound=bound(sum(contracts), len(contracts)),
        near_misses=len(misses),
        near_misses_failed=sum(misses),
        near_misses_bound=bound(sum(misses), len(misses)),
    )


def bound(failed: int, tried: int) -> float:
    """The one-sided upper bound of Clopper and Pearson."""
    return 1.0 if failed >= tried else round(float(beta.ppf(CONFIDENCE, failed + 1, tried - failed)), 4)


if __name__ == "__main__":
    main()
