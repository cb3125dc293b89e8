"""Fit the reader of dates: ``python -m training.dates OUT --cuad FOLDER``; some minutes.

Learns from the sources of ``dates_material``. A candidate is a positive of a role where it has the labelled value and
stands in the labelled words; the same value elsewhere does not count.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from clausegen.dates.candidates import DATE_KINDS, Candidate, find_candidates
from clausegen.dates.day_arithmetic import last_day
from clausegen.dates.periods import find_periods, find_recurring
from clausegen.dates.prepared_text import Page
from clausegen.dates.scorer import DATE_ROLES, GROUPS, PERIOD_ROLES, ROLES, SENTENCE_ROLES, TOGETHER, Weights
from training.dates_material import Labels, composed, experts, marked, written

log = logging.getLogger("training")
SELDOM: Final = 2  # features of fewer candidates are not looked at
STRENGTH: Final = 1.0  # of the penalty on large weights
ROUNDS: Final = 80  # of the optimiser at most
_TINY: Final = 0.004  # weights that are left out
_ELSEWHERE: Final = 2  # the labelled value, in words that are not the labelled ones


class Example(NamedTuple):
    """A candidate with its label per role: 1, 0, or -1 where nothing is said of it."""

    document: str
    features: tuple[str, ...]
    labels: tuple[int, ...]
    weight: float


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
    wanted_periods = [*find_periods(stated), *find_recurring(stated)]
    months = {"year": 12, "quarter": 3, "month": 1}
    same = {period.amount * months[period.unit]} if period.amount and period.unit in months else set()
    for wanted in wanted_periods:
        if wanted.amount and wanted.unit in months and wanted.amount * months[wanted.unit] in same:
            return True
    return str(period) in map(str, wanted_periods)


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
    parser.add_argument("--composed", type=int, default=600, help="how many composed contracts")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    sources = (experts(arguments.cuad), written(), marked(), composed(1, arguments.composed))
    save(fit([[*examples_of(*contract)] for source in sources for contract in source]), arguments.out)


if __name__ == "__main__":
    main()
