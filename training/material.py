"""The prepared corpus: one file with everything that training reads, so that training needs no program and no corpus.

A file of JSON lines, packed: the first says what the elements are, each other one is a passage, a window, a pair of
clauses or an ordinary paragraph. It holds the words of real contracts, which are not ours: never publish it.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from training.labels import Example, Labelled

_LETTERS = "-0123"  # label -1 to 3


@dataclass(frozen=True)
class Material:
    """Elements and texts. The sides of every text are named by the words of ``training.labels``."""

    codes: list[str]
    statements: list[str]
    directed: frozenset[int]  # columns of elements that fail when the two sides change places
    lacked: tuple[int, ...]  # columns of elements that ordinary contracts lack
    passages: list[Labelled]
    windows: list[Example]  # of whole contracts
    pairs: list[Example]  # of clauses of one contract
    ordinary: list[str]  # paragraphs of ordinary contracts
    unlabelled: list[str]  # paragraphs of other real texts, for a teacher to label


def save(material: Material, file: Path) -> None:
    """Write the prepared corpus: the same content gives the same bytes."""
    head = {
        "codes": material.codes,
        "statements": material.statements,
        "directed": sorted(material.directed),
        "lacked": list(material.lacked),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as raw, gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0) as packed:
        for record in (head, *_records(material)):
            packed.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def load(file: Path) -> Material:
    """Read what ``save`` wrote."""
    passages: list[Labelled] = []
    plain: dict[str, list[str]] = {"ordinary": [], "unlabelled": []}
    windows: list[Example] = []
    pairs: list[Example] = []
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        head = json.loads(next(lines))
        for line in lines:
            record = json.loads(line)
            kind = record.pop("kind")
            if kind == "passage":
                record |= {"labels": _labels(record["labels"]), "off_subject": tuple(record.get("off_subject", ()))}
                passages.append(Labelled(**record))
            elif kind in plain:
                plain[kind].append(record["text"])
            else:
                (windows if kind == "window" else pairs).append(_example(record))
    return Material(
        codes=head["codes"],
        statements=head["statements"],
        directed=frozenset(head["directed"]),
        lacked=tuple(head["lacked"]),
        passages=passages,
        windows=windows,
        pairs=pairs,
        **plain,
    )


def _records(material: Material) -> Iterable[dict[str, Any]]:
    for passage in material.passages:
        given = {field.name: getattr(passage, field.name) for field in fields(Labelled)}
        changed = {name: value for name, value in given.items() if value != getattr(Labelled, name, None)}
        yield {"kind": "passage", **changed, "labels": _letters(passage.labels)}
    for kind, examples in (("window", material.windows), ("pair", material.pairs)):
        for example in examples:
            rows = [_letters(row) for row in example.labels]
            yield {"kind": kind, "text": example.text, "readings": example.readings, "labels": rows}
    for kind, texts in (("ordinary", material.ordinary), ("unlabelled", material.unlabelled)):
        for text in texts:
            yield {"kind": kind, "text": text}


def _example(record: dict[str, Any]) -> Example:
    readings = tuple(tuple((start, end) for start, end in parts) for parts in record["readings"])
    return Example(text=record["text"], readings=readings, labels=tuple(_labels(row) for row in record["labels"]))


def _letters(labels: Sequence[int]) -> str:
    return "".join(_LETTERS[label + 1] for label in labels)


def _labels(letters: str) -> tuple[int, ...]:
    return tuple(_LETTERS.index(letter) - 1 for letter in letters)
