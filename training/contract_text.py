"""Whole labelled contracts as training material: the windows that the program itself would cut from them.

A contract's labels name the clause of each finding. The reading that holds it carries the label; an
element that the contract lacks is missing from all readings; elsewhere nothing is known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from clausegen.detect.windows import windows
from clausegen.ingest import load_document
from clausegen.segment import structure
from training.corpus import CORPUS, MISSING, STATUS, UNJUDGED
from training.examples import Example, example

_NUMBER = re.compile(r"(?:[A-Z]{1,4}[.-]?\s?)?\d+[A-Z]?(?:\.\d+)*|[IVXL]+(?:\.\d+)+|[A-Z]\.\d+")


def contract_windows(codes: list[str]) -> Iterator[Example]:
    """Windows of the contracts whose split is "train"."""
    with (CORPUS / "contracts" / "truth.jsonl").open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines if line.strip()]
    for record in records:
        if record["split"] != "train":
            continue
        read = structure(load_document(CORPUS / "contracts" / f"{record['id']}.txt"))
        cited = {code: _place(words) for code, words in record.get("evidence", {}).items()}
        for window in windows(read):
            labels = []
            for reading in window.readings:
                numbers = {_place(read.clauses[index].number) for index in reading.clauses} - {""}
                labels.append(_labels(record, codes, cited, numbers))
            seen = [tuple((part.start, part.end) for part in reading.parts) for reading in window.readings]
            yield example(window.text, seen, labels)


def _labels(record: dict[str, Any], codes: list[str], cited: dict[str, str], numbers: set[str]) -> tuple[int, ...]:
    judged = set(record["families"])
    open_questions = record.get("also_acceptable", ())
    out = []
    for code in codes:
        if code.partition("-")[0] not in judged or code in open_questions:
            out.append(UNJUDGED)
        elif code not in record["labels"]:
            out.append(MISSING)
        elif cited.get(code) and cited[code] in numbers:
            out.append(STATUS[record["labels"][code]])
        else:
            out.append(UNJUDGED)
    return tuple(out)


def _place(words: str) -> str:
    """The first clause number in a citation, in one spelling: "Art. 5/1" and "5.1" are one."""
    plain = re.sub(r"(?<=\d)/(?=\d)", ".", words)
    plain = re.sub(r"\((\d+)\)", r".\1", plain)
    found = _NUMBER.search(plain)
    return found.group().replace(" ", "") if found else ""
