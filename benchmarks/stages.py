"""Account for every stage of judging: what figures become without it, on text that trained nothing.

    python -m benchmarks.stages [--split calibrate|grade] [--sample N] [--contracts PATH] [--only NAME …]

Passages are judged as a user would have them judged, as text files; contracts whole. For each configuration: precision
and recall of ``satisfied``, false assurance, recall of ``contradicted``, and the share of ``uncertain``. PATH is a folder
of real commercial contracts as text: any ``satisfied`` on what such contracts lack counts as one failure per contract.

Look at ``calibrate`` while working; whoever looks at ``grade`` tunes on it.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from unittest import mock

from benchmarks.judgement import LACKED, Tally, named
from clausegen.checker import judge, review
from clausegen.checker.encoding_cache import CachedText
from clausegen.ingest import load_document
from clausegen.library import load_library
from clausegen.model import Document, Role, Status, Tier
from clausegen.structure import sections
from training.corpus import contract_file, contract_records, element_codes, labels, real_split, written

LIBRARY = load_library()
CODES = element_codes(LIBRARY)
Case = tuple[Document, dict[str, str] | None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", default="calibrate", choices=("calibrate", "grade"))
    parser.add_argument("--sample", type=int, default=80, help="passages of each batch")
    parser.add_argument("--contracts", type=Path, help="folder of real commercial contracts (.txt)")
    parser.add_argument("--most", type=int, default=40, help="how many of them")
    parser.add_argument("--only", nargs="*", default=[], help="names of configurations")
    arguments = parser.parse_args()
    cases = {name: list(found) for name, found in _cases(arguments)}
    for name, off in STAGES.items():
        if arguments.only and name not in arguments.only:
            continue
        with ExitStack() as stack:
            off(stack)
            for kind, found in cases.items():
                print(f"{name:22} {kind:10} {_figures(found)}", flush=True)


def _cases(arguments: argparse.Namespace) -> Iterator[tuple[str, list[Case]]]:
    batches: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for passage in written(CODES):
        if passage.split == arguments.split:
            batches.setdefault(passage.batch, []).append((passage.text, named(CODES, passage.labels)))
    kinds: dict[str, list[Case]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for batch, passages in batches.items():
            kind = "one-edit" if "contrast" in batch else _language(batch)
            for text, wanted in random.Random(1).sample(passages, min(arguments.sample, len(passages))):
                file = Path(folder) / "passage.txt"
                file.write_text(f"{text}\n", encoding="utf-8")
                kinds.setdefault(kind, []).append((load_document(file), wanted))
    yield from kinds.items()
    records = contract_records(arguments.split)
    yield "contracts", [(load_document(contract_file(r)), named(CODES, labels(r, CODES))) for r in records]
    if arguments.contracts:
        files = [
            file for file in sorted(arguments.contracts.rglob("*.txt")) if real_split(file.name) == arguments.split
        ]
        yield "commercial", [(load_document(file), None) for file in files[: arguments.most]]


def _language(batch: str) -> str:
    names = {"german": "German", "french": "French", "spanish": "Spanish", "languages": "languages"}
    return next((name for key, name in names.items() if key in batch), "plain" if "plain" in batch else "ordinary")


def _figures(cases: list[Case]) -> str:
    tally, failed, began = Tally(), 0, time.process_time()
    for document, wanted in cases:
        report = judge(document, tier=Tier.HIGH, library=LIBRARY)
        found = {finding.code: finding.status for verdict in report.verdicts for finding in verdict.findings}
        if wanted is None:
            failed += any(code.startswith(LACKED) and status is Status.SATISFIED for code, status in found.items())
        else:
            tally.add(wanted, found)
    seconds = time.process_time() - began
    if any(wanted is None for _, wanted in cases):
        return f"{failed} of {len(cases)} with any false assurance, {seconds:.0f} s"
    figures = tally.figures()
    return (
        f"P {figures['precision']:.3f} R {figures['recall']:.3f} false assurance {figures['false_assurance']:.4f} "
        f"contradicted R {figures['contradicted_recall']:.2f} P {figures['contradicted_precision']:.2f} "
        f"uncertain {figures['uncertain']:.3f}, {seconds:.0f} s"
    )


def _without(target: object, name: str, replacement: object) -> Callable[[ExitStack], object]:
    return lambda stack: stack.enter_context(mock.patch.object(target, name, replacement))


def _without_review(review_left_out: object) -> Callable[[ExitStack], object]:
    return _without(review, "REVIEWS", tuple(kept for kept in review.REVIEWS if kept is not review_left_out))


STAGES: dict[str, Callable[[ExitStack], object]] = {
    "the program": lambda stack: None,
    "without lexical reader": _without(CachedText, "joined", CachedText.verified),
    "without roles of text": _without(sections.PartOfContract, "role_of", lambda *_: Role.OPERATIVE),
    **{f"without {step.__name__}": _without_review(step) for step in review.REVIEWS},
}


if __name__ == "__main__":
    main()
