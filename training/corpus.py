"""The labelled corpus: written passages, stand-off labels on real text, whole contracts.

``models/corpus/GUIDE.md`` says how labels are decided. Splits go by author batch, for real text by
file: the same hand in training and test flatters. What calibrates is not trained on; what grades is neither
trained nor chosen on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from clausegen.library.load import Library
from training.labels import CONTRADICTED, MISSING, NOT_SATISFIED, SATISFIED, UNJUDGED, Labelled, Split, real_split
from training.siblings import sibling_sets

__all__ = [
    "CONTRADICTED",
    "CONTRAST",
    "CORPUS",
    "MISSING",
    "NOT_SATISFIED",
    "SATISFIED",
    "STATUS",
    "UNJUDGED",
    "Labelled",
    "Split",
    "batch_splits",
    "contract_file",
    "contract_records",
    "element_codes",
    "labels",
    "real",
    "real_split",
    "written",
]

CORPUS = Path(__file__).parent.parent / "models" / "corpus"
CONTRAST = "contrast-"  # how the names of batches begin whose passages differ by one edit
SETS = "one-edit"  # another such batch
SPLITS: tuple[Split, ...] = ("train", "calibrate", "grade")
STATUS = {"satisfied": SATISFIED, "contradicted": CONTRADICTED}


def element_codes(library: Library) -> list[str]:
    """All element codes in library order: the columns of every label vector."""
    return [element.code for requirement in library.requirements.values() for element in requirement.elements]


def batch_splits() -> dict[str, Split]:
    """The batches that do not train: name to split, from ``models/corpus/SPLITS``."""
    lines = (line.split("#")[0].split() for line in (CORPUS / "SPLITS").read_text(encoding="utf-8").splitlines())
    return {words[0]: "grade" if words[1] == "grade" else "calibrate" for words in lines if words}


def written(
    codes: list[str], *, splits: Collection[Split] = SPLITS, batches: Collection[str] = ()
) -> Iterator[Labelled]:
    """Written passages of some splits, and of some batches if any are named.

    Elements on which two readers disagree, unsettled, are UNJUDGED.
    """
    marked = batch_splits()
    for file in sorted((CORPUS / "written").glob("*.jsonl")):
        split = marked.get(file.stem, "train")
        if split not in splits or (batches and file.stem not in batches):
            continue
        records = list(_records(file))
        made_of_sets = file.stem.startswith(CONTRAST) or file.stem == SETS
        siblings = sibling_sets(file.stem, records, made_of_sets=made_of_sets)
        for record in records:
            yield Labelled(
                id=record["id"],
                batch=file.stem,
                text=record["text"],
                labels=labels(record, codes),
                split=split,
                language=record.get("lang", "en"),
                agreement=record.get("agreement", "single"),
                siblings=siblings.get(record["id"], ""),
            )


def real(codes: list[str], texts: Path | None) -> Iterator[Labelled]:
    """Labelled passages of real contracts, their words read from a copy of the data sets at ``texts``.

    Without a path there are none. A passage whose file is absent or altered is left out: its hash says so.
    """
    if texts is None:
        return
    for file in sorted((CORPUS / "real").glob("*.jsonl")):
        for record in _records(file):
            source = texts / record["source"] / record["file"]
            if not source.is_file():
                continue
            text = source.read_text(encoding="utf-8", errors="replace")[record["start"] : record["end"]]
            text = " ".join(text.split())
            if hashlib.sha256(text.encode()).hexdigest()[:16] != record["sha256"]:
                continue
            yield Labelled(
                id=record["id"],
                batch=file.stem,
                text=text,
                labels=labels(record, codes),
                split=real_split(record["file"]),
                real=True,
            )


def contract_records(split: Split) -> Iterator[dict[str, Any]]:
    """What is known of the whole labelled contracts of a split: id, labels, the clause that decides each, dates."""
    return (record for record in _records(CORPUS / "contracts" / "truth.jsonl") if record["split"] == split)


def contract_file(record: dict[str, Any]) -> Path:
    """The text of a whole labelled contract."""
    return CORPUS / "contracts" / f"{record['id']}.txt"


def labels(record: dict[str, Any], codes: list[str]) -> tuple[int, ...]:
    """The label vector of a record: elements of judged families without a label are MISSING."""
    judged = set(record["families"])
    open_questions = set(record.get("disputed", ())) | set(record.get("also_acceptable", ()))
    given = record["labels"]
    return tuple(
        UNJUDGED
        if code.partition("-")[0] not in judged or code in open_questions
        else STATUS.get(given.get(code, ""), MISSING)
        for code in codes
    )


def _records(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
