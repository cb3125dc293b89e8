"""Measure how many duties after signature are read in clauses by the words of their authors, and how many that are none.

``python benchmarks/duties.py`` reads ``data/duties.tsv``: ``tuned`` clauses helped to write the patterns, ``fresh`` ones
did not. Each set is put together into contracts of one duty of each kind, which are judged at tier high.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from builders import document

from clausegen.checker import judge
from clausegen.model import Duty, Tier

_CLAUSES = Path(__file__).parent / "data" / "duties.tsv"
_CONTRACTS = 5  # of each set
_PARTIES = "LICENCE AGREEMENT between Halden Systems Ltd (the Supplier) and the Ministry of Order (the Customer)"
_SAME = {"12 months": "1 year"}


def contracts(rows: list[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    """Deal clauses out, those of each kind one by one."""
    made: dict[int, list[dict[str, str]]] = defaultdict(list)
    count: Counter[str] = Counter()
    for row in rows:
        made[count[row["kind"]] % _CONTRACTS].append(row)
        count[row["kind"]] += 1
    yield from made.values()


def read(duty: Duty) -> tuple[str, str]:
    """Kind and time of a duty, as the table writes them."""
    kept = duty.keep or (duty.after_end and f"after {duty.after_end}")
    when = duty.every or kept or duty.within or (duty.before_renewal and "before")
    return duty.kind.value, _SAME.get(when, when)


def main() -> None:
    """Print found, stated and false ones of each set."""
    with _CLAUSES.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    for name in ("tuned", "fresh"):
        found = stated = false = 0
        for clauses in contracts([row for row in rows if row["set"] == name]):
            body = " / ".join(f"{n}. Provision {n} / {n}.1 {row['words']}" for n, row in enumerate(clauses, start=1))
            report = judge(document(f"{_PARTIES} / {body}"), tier=Tier.HIGH)
            for row in clauses:
                here = {read(duty) for duty in report.duties if duty.text.strip() in row["words"]}
                hit = (row["kind"], row["when"]) in here
                stated += bool(row["kind"])
                found += hit
                false += len(here) - hit
        print(f"{name}: {found} of {stated} duties found, {false} false")


if __name__ == "__main__":
    main()
