"""Fit the reader of dates: ``python -m training.dates OUT --cuad FOLDER --written FOLDER…``; some minutes.

Learns from the training part of CUAD (expert labels), from contracts written for the purpose (``dates.jsonl``), and
from composed ones: sentences of ``models/corpus/dates/sentences.toml``, shuffled. A candidate is a positive of a role
where it has the labelled value and stands in the labelled words; the same value elsewhere does not count.
"""

from __future__ import annotations

import argparse
import ast
import csv
import datetime as dt
import json
import logging
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from benchmarks.dates import expert_day
from clausegen.amendments import structure
from clausegen.dates.candidates import DATE_KINDS, Candidate, find_candidates
from clausegen.dates.deadlines import last_day
from clausegen.dates.periods import find_periods, find_recurring
from clausegen.dates.prepared_text import Page
from clausegen.dates.scorer import DATE_ROLES, GROUPS, PERIOD_ROLES, ROLES, SENTENCE_ROLES, TOGETHER, Weights
from clausegen.ingest import load_document
from training.corpus import real_split
from training.dates_composed import compose

log = logging.getLogger("training")
SELDOM: Final = 2  # features of fewer candidates are not looked at
STRENGTH: Final = 1.0  # of the penalty on large weights
ROUNDS: Final = 80  # of the optimiser at most
_TINY: Final = 0.004  # weights that are left out
_WRITTEN, _COMPOSED, _OF_EXPERTS = 3.0, 0.5, 0.15  # weights of a contract in the fit, chosen on the written ones


_ELSEWHERE: Final = 2  # the labelled value, in words that are not the labelled ones


class Example(NamedTuple):
    """A candidate with its label per role: 1, 0, or -1 where nothing is said of it."""

    document: str
    features: tuple[str, ...]
    labels: tuple[int, ...]
    weight: float


class Labels(NamedTuple):
    """What people say of a contract: days and periods as written in ``dates.jsonl``, and where the words stand."""

    values: dict[str, Any]
    places: dict[str, list[tuple[int, int]]]
    unsaid: frozenset[str]  # roles of which nothing is said


def examples_of(name: str, page: Page, labels: Labels, weight: float) -> Iterator[Example]:
    """Yield the candidates of a contract with their labels."""
    candidates = find_candidates(page)
    found = [[_label(role, candidate, labels) for role in ROLES] for candidate in candidates]
    for column, _role in enumerate(ROLES):
        if any(row[column] == 1 for row in found):
            continue
        for row in found:  # the words were not located: the value alone must do
            row[column] = 1 if row[column] == _ELSEWHERE else row[column]
    for candidate, row in zip(candidates, found, strict=True):
        yield Example(name, candidate.features, tuple(-1 if label == _ELSEWHERE else label for label in row), weight)


def _label(role: str, candidate: Candidate, labels: Labels) -> int:
    roles = SENTENCE_ROLES
    if candidate.kind != "sentence":
        roles = DATE_ROLES if candidate.kind in DATE_KINDS else PERIOD_ROLES
    if role not in roles:
        return -1 if candidate.kind == "sentence" or role in SENTENCE_ROLES else 0
    inside = any(start < candidate.end and candidate.start < end for start, end in labels.places.get(role, ()))
    if role in labels.unsaid:
        return -1 if inside or not labels.places.get(role) else 0
    if role in SENTENCE_ROLES:
        return int(inside and labels.values.get("renewal") == role)
    right = _right(role, candidate, labels.values)
    stated = candidate.kind not in ("event", "hole")
    if right and not inside and stated and (candidate.period is None or _stated_length(role, labels.values)):
        return _ELSEWHERE
    return 1 if inside and right else -1 if inside and role in ("term", "end") else 0


def _stated_length(role: str, values: dict[str, Any]) -> bool:
    return bool(values.get({"term": "expiration_date", "renewal": "renewal_term", "notice": "notice_period"}[role]))


def _right(role: str, candidate: Candidate, values: dict[str, Any]) -> bool:
    """True where a candidate says what the label says, wherever it stands."""
    if role in DATE_ROLES:
        wanted = values.get({"end": "expiration"}.get(role, role) + "_date")
        if wanted is None:
            return candidate.kind in ("event", "hole")
        if candidate.kind == "own":
            return role == "effective" and wanted == values.get("agreement_date")
        days = [candidate.date.day] if candidate.date and candidate.date.day else []
        if candidate.date and candidate.kind == "month":
            days = [candidate.date.readings[role == "end"]]
        elif candidate.date and not days:
            days = list(candidate.date.readings)
        return dt.date.fromisoformat(wanted) in days
    period = candidate.period
    assert period is not None  # noqa: S101 - only periods have these roles
    if role == "term":
        end, start = values.get("expiration_date"), values.get("effective_date") or values.get("agreement_date")
        if end is None or start is None:
            return end is None
        gap = (dt.date.fromisoformat(end) - last_day(dt.date.fromisoformat(start), period)).days
        return period.amount is not None and gap in (0, 1, -1)
    stated = values.get("renewal_term" if role == "renewal" else "notice_period") or ""
    wanted_periods = {str(one) for one in [*find_periods(stated), *find_recurring(stated)]}
    months = {"year": 12, "quarter": 3, "month": 1}
    same = {period.amount * months[period.unit]} if period.amount and period.unit in months else set()
    for one in [*find_periods(stated), *find_recurring(stated)]:
        if one.amount and one.unit in months and one.amount * months[one.unit] in same:
            return True
    return str(period) in wanted_periods


def written(folder: Path, ids: str = "") -> Iterator[tuple[str, Page, Labels, float]]:
    """Yield the contracts of a folder with ``dates.jsonl``; ``ids`` ("odd", "even") takes half of them."""
    for line in (folder / "dates.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if ids and (int(re.sub(r"\D", "", record["id"])) % 2 == 1) != (ids == "odd"):
            continue
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
        yield record["id"], page, Labels(record, places, unsaid), _WRITTEN


def experts(folder: Path, split: str = "train") -> Iterator[tuple[str, Page, Labels, float]]:
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
        yield path.name, page, Labels(values, places, frozenset(unsaid)), _OF_EXPERTS


def composed(seed: int, count: int) -> Iterator[tuple[str, Page, Labels, float]]:
    """Yield contracts put together from labelled sentences."""
    with tempfile.TemporaryDirectory() as folder:
        for number, contract in enumerate(compose(seed, count)):
            path = Path(folder) / f"{number}.txt"
            path.write_text(contract.text, encoding="utf-8")
            page = read_page(path)
            places: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
            for role, words in contract.marked:
                places[role] += _located(page.text, words)
            values = {**contract.values}
            yield f"composed-{number}", page, Labels(values, places, frozenset()), _COMPOSED


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


def fit(documents: Sequence[Sequence[Example]]) -> Weights:
    """Fit the scores so that in each contract the right candidate, or none, gets the probability."""
    counts = Counter(feature for examples in documents for example in examples for feature in example.features)
    names = sorted(name for name, count in counts.items() if count >= SELDOM)
    rows = {name: row for row, name in enumerate(names)}
    values = np.zeros((len(names), len(ROLES)))
    for together in TOGETHER:
        columns = [ROLES.index(role) for role in together]
        values[:, columns] = _fit_together(documents, rows, columns)
    kept = np.abs(values).max(axis=1) > _TINY
    return Weights.of(np.array(names)[kept].tolist(), values[kept].tolist())


def _fit_together(
    documents: Sequence[Sequence[Example]], rows: dict[str, int], columns: list[int]
) -> NDArray[np.float64]:
    """Fit roles that exclude each other: the log-likelihood of the labels, with a penalty on large weights."""
    group = GROUPS[ROLES[columns[0]]]
    chosen = [[e for e in examples if e.features[0].startswith(group)] for examples in documents]
    chosen = [examples for examples in chosen if examples]
    flat = [e for examples in chosen for e in examples]
    indices = [[rows[f] for f in e.features if f in rows] for e in flat]
    pointers = np.cumsum([0, *map(len, indices)])
    column_of = np.fromiter((i for row in indices for i in row), dtype=np.int64)
    matrix = csr_matrix((np.ones(len(column_of)), column_of, pointers), shape=(len(flat), len(rows)))
    labels = np.array([[e.labels[c] for c in columns] for e in flat])
    document = np.repeat(np.arange(len(chosen)), [len(examples) for examples in chosen])
    weight = np.array([examples[0].weight for examples in chosen])
    known, right = labels != -1, labels == 1
    answered = np.bincount(document, right.sum(axis=1)) > 0

    def loss(flat_weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat_weights.reshape(len(rows), len(columns))
        scores = np.exp(np.clip(matrix @ weights, -30, 30))
        all_, good = scores * known, scores * right
        whole = 1 + np.bincount(document, all_.sum(axis=1), minlength=len(chosen))
        hit = np.where(answered, np.bincount(document, good.sum(axis=1), minlength=len(chosen)), 1)
        total = float((weight * (np.log(whole) - np.log(hit))).sum() + STRENGTH * (flat_weights**2).sum() / 2)
        share = np.where(answered, 1 / hit, 0)
        slope = weight[document, None] * (all_ / whole[document, None] - good * share[document, None])
        return total, (matrix.T @ slope).ravel() + STRENGTH * flat_weights

    start = np.zeros(len(rows) * len(columns))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    log.info("%s: %d contracts, %d with an answer", ROLES[columns[0]], len(chosen), answered.sum())
    return np.asarray(found.x).reshape(len(rows), len(columns))


def save(weights: Weights, out: Path) -> None:
    """Write the model as arrays: names as UTF-8 lines, weights as half floats."""
    out.mkdir(parents=True, exist_ok=True)
    names = np.frombuffer("\n".join(weights.rows).encode("utf-8"), dtype=np.uint8)
    values = np.array(weights.values, dtype=np.float16)
    np.savez_compressed(out / "weights.npz", names=names, weights=values)


def main() -> None:
    """Fit on everything and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--cuad", type=Path, required=True)
    parser.add_argument("--written", type=Path, nargs="*", default=[])
    parser.add_argument("--composed", type=int, default=600, help="how many composed contracts")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    sources = [experts(arguments.cuad), *map(written, arguments.written), composed(1, arguments.composed)]
    save(fit([[*examples_of(*contract)] for source in sources for contract in source]), arguments.out)


if __name__ == "__main__":
    main()
