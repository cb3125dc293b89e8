"""Read what the reader of dates learns from: contracts with days, periods and kinds of renewal labelled in their words.

Four sources: CUAD (expert labels), contracts written for the purpose (``dates.jsonl``), marked openings, and contracts
composed of the sentences in ``models/corpus/dates/sentences.toml``.
"""

from __future__ import annotations

import ast
import csv
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.dates import expert_day
from clausegen.amendments import structure
from clausegen.dates.prepared_text import Page
from clausegen.dates.scorer import ROLES, SENTENCE_ROLES
from clausegen.ingest import load_document
from training.corpus import CORPUS, real_split
from training.dates_composed import compose
from training.dates_openings import FOLDER, openings

WRITTEN, COMPOSED, EXPERTS = 3.0, 0.5, 0.15  # weights of a contract in the fit, chosen on the written ones

WRITTEN_FOLDER: Final = CORPUS / "dates" / "written"
Source = Iterator[tuple[str, str, Page, "Labels", float]]
"""Name of a contract, its author, its text, what people say of it, and its weight."""


class Labels(NamedTuple):
    """Hold what people say of a contract: days and periods as written in ``dates.jsonl``, and where the words stand."""

    values: dict[str, Any]
    places: dict[str, list[tuple[int, int]]]
    unsaid: frozenset[str]  # roles of which nothing is said


def written(folder: Path = WRITTEN_FOLDER) -> Source:
    """Yield the contracts of a folder with ``dates.jsonl``."""
    for line in (folder / "dates.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        page = read_page(folder / f"{record['id']}.txt")
        places = {}
        fields = {"agreement": "agreement_date", "effective": "effective_date", "end": "expiration_date"}
        fields |= {"term": "expiration_date", "renewal": "renewal", "notice": "notice_period"}
        for role in ROLES:
            words = record["evidence"].get(fields.get(role, "renewal")) or ""
            places[role] = [place for part in words.split(" … ") for place in _located(page.text, part)]
        unsaid = frozenset(role for role in ROLES if fields.get(role, "renewal") in record["open"])
        if record.get("renewal_term"):
            places["renewal"] = _sentences_of(page, places["renewal"])
        yield record["id"], "written", page, Labels(record, places, unsaid), WRITTEN


def experts(folder: Path, split: str = "train") -> Source:
    """Yield the contracts of one part of CUAD. Its experts count to the anniversary, and give no kind of renewal."""
    texts = {re.sub(r"\W+", "", path.stem).lower(): path for path in (folder / "full_contract_txt").iterdir()}
    with (folder / "master_clauses.csv").open(encoding="utf-8", newline="") as stream:
        rows = sorted(csv.DictReader(stream), key=lambda row: row["Filename"])
    columns = {"agreement": "Agreement Date", "effective": "Effective Date", "end": "Expiration Date"}
    columns |= {"term": "Expiration Date", "renewal": "Renewal Term", "notice": "Notice Period to Terminate Renewal"}
    for row in rows:
        path = texts.get(re.sub(r"\W+", "", row["Filename"].removesuffix(".pdf")).lower())
        if path is None or real_split(row["Filename"]) != split:
            continue
        page = read_page(path)
        quoted = {role: ast.literal_eval(row[column]) for role, column in columns.items()}
        places = {role: [p for words in quoted[role] for p in _located(page.text, words)] for role in columns}
        values: dict[str, Any] = {"renewal": None}
        for role, field in (
            ("agreement", "agreement_date"),
            ("effective", "effective_date"),
            ("end", "expiration_date"),
        ):
            day = expert_day(row[f"{columns[role]}-Answer"])
            values[field] = day.isoformat() if day else None
        values["renewal_term"] = row["Renewal Term-Answer"].lower()
        values["notice_period"] = row["Notice Period to Terminate Renewal-Answer"].lower()
        unsaid = {role for role in columns if quoted[role] and not row[f"{columns[role]}-Answer"].strip()}
        words = " ".join(quoted["renewal"]).lower()
        ends = " ".join(quoted["end"]).lower()
        if words:
            by_one = re.search(r"\b(?:option|may|elect\w*|right)\b", words)
            values["renewal"] = "automatic" if re.search(r"automatic|successive|unless|shall renew", words) else None
            values["renewal"] = values["renewal"] or ("option" if by_one else None)
            places |= dict.fromkeys(SENTENCE_ROLES, places["renewal"])
            unsaid |= set() if values["renewal"] else set(SENTENCE_ROLES)
        elif row["Expiration Date-Answer"].lower() == "perpetual" and "until" in ends:
            values["renewal"] = "perpetual"
            places |= dict.fromkeys(SENTENCE_ROLES, places["end"])
        else:
            unsaid |= {"consent", "none", "perpetual"}
        yield path.name, "CUAD", page, Labels(values, places, frozenset(unsaid)), EXPERTS


def composed(seed: int, count: int) -> Source:
    """Yield contracts put together from labelled sentences."""
    for number, contract in enumerate(compose(seed, count)):
        name = f"composed-{number}"
        page = page_of(contract.text, name)
        places: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for role, words in contract.marked:
            places[role] += _located(page.text, words)
        yield name, "composed", page, Labels({**contract.values}, places, frozenset()), COMPOSED


def marked(folder: Path = FOLDER) -> Source:
    """Yield the openings marked in the files of a folder."""
    for opening in openings(folder):
        page = page_of(opening.text, opening.id)
        yield opening.id, opening.author, page, Labels(opening.values, opening.places, opening.unsaid), WRITTEN


def page_of(text: str, name: str) -> Page:
    """Read and prepare a contract that is no file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        return read_page(path)


def read_page(path: Path) -> Page:
    """Read and prepare a contract."""
    return Page(structure(load_document(path)))


def _located(text: str, words: str) -> list[tuple[int, int]]:
    pieces = [re.escape(piece) for piece in re.split(r"\s+", words.strip()) if piece]
    if not pieces:
        return []
    found = re.search(r"\s+".join(pieces), text)
    return [found.span()] if found else []


def _sentences_of(page: Page, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in page.sentences if any(a < s.end and s.start < b for a, b in places)]
