"""Whole labelled contracts as training material: the windows that the program itself would cut from them.

A contract's labels name the clause of each finding. The reading that holds it carries the label; an
element that the contract lacks is missing from all readings; elsewhere nothing is known. What a clause gives and
another takes back is learned from pairs of clauses in one window.
"""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Iterator, Sequence
from typing import Any

from clausegen.amendments.read import structure
from clausegen.checker.windows import pieces, windows
from clausegen.ingest.load import load_document
from clausegen.model.contract import Structure
from clausegen.structure.party_sides import parties
from training.corpus import CONTRADICTED, MISSING, STATUS, UNJUDGED, contract_file, contract_records
from training.corpus import labels as given
from training.examples import MOST_WORDS, example
from training.labels import Example

_NUMBER = re.compile(r"(?:[A-Z]{1,4}[.-]?\s?)?\d+[A-Z]?(?:\.\d+)*|[IVXL]+(?:\.\d+)+|[A-Z]\.\d+")
_JOINED = re.compile(r"\s*[,;+]\s*|\s+and\s+")
# "SEVENTH a", "B8(a)", "XIII.c", "§ 11.2", "Annex I (Log)": the rest of a citation, and the item under it.
_INNER = re.compile(r"(?P<outer>.+?)[\s.\-–]*(?:\((?P<bracketed>[^()]+)\)|[\s.\-–/](?P<inner>\w{1,4}))[.)]?")
_SECTION = 6000  # characters under a line in which its items are looked for
# Of pairs in which neither clause contradicts what the other is about, this share is read.
UNRELATED = 0.12
PAIRS = 3  # clauses that each deciding clause is confronted with


def contract_windows(codes: list[str]) -> Iterator[Example]:
    """Windows of the contracts whose split is "train"."""
    for read, record, places in _contracts():
        for window in windows(read, parties(read)):
            labels = [_labels(record, codes, places, set(reading.clauses)) for reading in window.readings]
            seen = [tuple((part.start, part.end) for part in reading.parts) for reading in window.readings]
            yield example(window.text, seen, labels)


def confronted(codes: list[str], chance: random.Random) -> Iterator[Example]:
    """Pairs of deciding clauses of the same contracts, in the order in which they stand, each with what decides there.

    A pair that holds the clause by which an element is contradicted contradicts it, whatever the other one gives.
    """
    families = [code.partition("-")[0] for code in codes]
    for read, record, places in _contracts():
        words = {clause.index: text for clause, text in pieces(read, parties(read))}
        deciding = sorted({index for indexes in places.values() for index in indexes if index in words})
        for index in deciding:
            for other in chance.sample(deciding, min(PAIRS, len(deciding))):
                first, second = sorted((index, other))
                text = f"{words[first]}\n{words[second]}"
                if first == second or len(text.split()) > MOST_WORDS:
                    continue
                own = [_labels(record, codes, places, {one}) for one in (first, second)]
                about = [{f for f, label in zip(families, row, strict=True) if label > MISSING} for row in own]
                denied = [{f for f, label in zip(families, row, strict=True) if label == CONTRADICTED} for row in own]
                if not (denied[0] & about[1] or denied[1] & about[0]) and chance.random() > UNRELATED:
                    continue
                split = len(words[first])
                readings = [((0, split),), ((split + 1, len(text)),), ((0, len(text)),)]
                yield example(text, readings, [*own, _labels(record, codes, places, {first, second})])


@functools.cache
def _contracts() -> tuple[tuple[Structure, dict[str, Any], dict[str, set[int]]], ...]:
    """Read once: pairs are drawn anew from them in every epoch."""
    out = []
    for record in contract_records("train"):
        read = structure(load_document(contract_file(record)))
        cited = record.get("evidence", {}).items()
        out.append((read, record, {code: cited_clauses(read, citation) for code, citation in cited}))
    return tuple(out)


def cited_clauses(read: Structure, citation: str) -> set[int]:
    """Indexes of the clauses that a citation such as "5.1", "OF-9", "SEVENTH b", "Art. 5/1" or "Annex I (Log)" names.

    Where a line begins with the citation as it stands, that line is meant; else the clause of that number; else the
    item of that letter or name under the line that begins with the rest; else the place inside a line where it
    stands before a sentence.
    """
    first = _JOINED.split(citation.strip())[0]
    if not first:
        return set()
    text = read.document.text
    line = _line(first).search(text)
    if line and (clause := read.clause_at(line.end())) is not None:
        return {clause.index}
    place = _place(citation)
    numbered = {clause.index for clause in read.clauses if place and _place(clause.number) == place}
    if numbered and place == first:
        return numbered
    at = _item(text, first)
    numeric = any(map(str.isdigit, first))
    if at is None and numeric and (inside := re.search(rf"(?<![\w.(]){re.escape(first)}[.)]?\s+[\"“A-ZÀ-Ý(]", text)):
        at = inside.start()
    clause = read.clause_at(at) if at is not None else None
    return {clause.index} if clause is not None else numbered


def _line(words: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*\(?{re.escape(words)}(?!\w)", re.MULTILINE | re.IGNORECASE)


def _item(text: str, citation: str) -> int | None:
    """Where an item stands under the line that begins with the rest of its citation."""
    parts = _INNER.fullmatch(citation)
    outer = _line(parts["outer"]).search(text) if parts else None
    if not parts or outer is None:
        return None
    words = re.escape(parts["bracketed"] or parts["inner"])
    item = re.compile(rf"(?:^|\s)(?:\({words}\)|{words}[.)\]])(?=\s)|^[ \t]*{words}\b", re.MULTILINE | re.IGNORECASE)
    found = item.search(text, outer.end(), outer.end() + _SECTION)
    return found.end() if found else None


def _labels(
    record: dict[str, Any], codes: Sequence[str], places: dict[str, set[int]], read: set[int]
) -> tuple[int, ...]:
    """Labels of a reading of some clauses: known for what is decided there, and for what the contract lacks."""
    return tuple(
        label
        if label in (UNJUDGED, MISSING)
        else STATUS[record["labels"][code]]
        if places.get(code, set()) & read
        else UNJUDGED
        for code, label in zip(codes, given(record, list(codes)), strict=True)
    )


def _place(words: str) -> str:
    """The first clause number in a citation, in one spelling: "Art. 5/1" and "5.1" are one."""
    plain = re.sub(r"(?<=\d)/(?=\d)", ".", words)
    plain = re.sub(r"\((\d+)\)", r".\1", plain)
    found = _NUMBER.search(plain)
    return found.group().replace(" ", "") if found else ""
