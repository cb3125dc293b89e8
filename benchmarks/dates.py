"""Measure how well and how fast dates are read, on labelled contracts.

    python benchmarks/dates.py FOLDER [--split train|calibrate] [--ids odd|even] [--beside CHECKOUT] [--show FIELD]

FOLDER holds ``dates.jsonl`` (one JSON object per contract, its text beside it in ``<id>.txt``) or CUAD in its public
layout (``full_contract_txt``, ``master_clauses.csv``). ``--split`` takes one part of CUAD (see training/corpus.py).
``--beside`` measures another checkout of clausegen in the same run.

For each field: *exact*, answers equal to the label; *wrong*, answers that differ from it, or given where the label
says that nothing is stated; *silent*, labels without an answer. Labels on which two lawyers would differ are left out.
CUAD's experts leave many fields empty that the text states, so there an answer without a label counts apart
(*unlabelled*), and so does the kind of renewal, which they do not give: there it is whether the contract renews.
They count a term to its anniversary; clausegen counts to the last day, the day before: both are the same answer.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from training.corpus import real_split

DATES: Final = {
    "agreement_date": "Agreement Date",
    "effective_date": "Effective Date",
    "expiration_date": "Expiration Date",
}
FIELDS: Final = (*DATES, "renewal", "notice_period")
ROOT: Final = Path(__file__).parent.parent
_IN_MONTHS: Final = {"year": 12, "quarter": 3, "month": 1}


class Label(NamedTuple):
    """What people say of one contract. ``values`` has None for what is not stated; fields not in it are not judged."""

    path: Path
    language: str
    values: dict[str, str | None]
    written: bool  # by an author for this purpose, so that a None is a statement too


def labels(folder: Path, split: str, ids: str) -> list[Label]:
    """Read the labels of a folder in either layout."""
    if (folder / "dates.jsonl").is_file():
        return list(_written(folder, ids))
    if (folder / "master_clauses.csv").is_file():
        return list(_experts(folder, split))
    sys.exit(f"{folder}: neither dates.jsonl nor master_clauses.csv is there; give a folder of labelled contracts")


def _written(folder: Path, ids: str) -> Iterator[Label]:
    for line in (folder / "dates.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        number = int(re.sub(r"\D", "", record["id"]))
        if ids and (number % 2 == 1) != (ids == "odd"):
            continue
        values = {field: record[field] for field in FIELDS if field not in record["open"]}
        yield Label(folder / f"{record['id']}.txt", record["language"], values, True)


def _experts(folder: Path, split: str) -> Iterator[Label]:
    texts = {_bare(path.stem): path for path in (folder / "full_contract_txt").iterdir()}
    with (folder / "master_clauses.csv").open(encoding="utf-8", newline="") as stream:
        rows = sorted(csv.DictReader(stream), key=lambda row: row["Filename"])
    for row in rows:
        path = texts.get(_bare(row["Filename"].removesuffix(".pdf")))
        if path is None or (split and real_split(row["Filename"]) != split):
            continue
        values: dict[str, str | None] = {}
        for field, column in DATES.items():
            day = expert_day(row[f"{column}-Answer"])
            if day or (row[column] == "[]" and not row[f"{column}-Answer"]):
                values[field] = day.isoformat() if day else None
        values["renewal"] = "renews" if row["Renewal Term"] != "[]" or row["Renewal Term-Answer"] else None
        notice = row["Notice Period to Terminate Renewal-Answer"]
        if re.search(r"\d", notice) or row["Notice Period to Terminate Renewal"] == "[]":
            values["notice_period"] = notice if re.search(r"\d", notice) else None
        yield Label(path, "en", values, False)


def expert_day(answer: str) -> dt.date | None:
    """Read an expert's day. Years before 1950 are slips of the century; 31/1 is read the other way round."""
    found = re.fullmatch(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*", answer)
    if not found:
        return None
    first, second, year = (int(part) for part in found.groups())
    year += 100 if year < 1950 else 0
    try:
        return dt.date(year, first, second) if first <= 12 else dt.date(year, second, first)
    except ValueError:
        return None


def _bare(name: str) -> str:
    return re.sub(r"\W+", "", name).lower()


def same(field: str, got: str, label: Label, calculation: str) -> bool:
    """True where an answer says what the label says."""
    wanted = label.values[field] or ""
    if field == "notice_period":
        return bool(_lengths(got) & _lengths(wanted))
    if field == "expiration_date" and not label.written and calculation:
        return dt.date.fromisoformat(wanted) - dt.date.fromisoformat(got) in (dt.timedelta(0), dt.timedelta(1))
    return got == wanted


def _lengths(text: str) -> set[tuple[float, str]]:
    """The periods that a label or answer gives: "180 days / 6 months" are two, and either is right."""
    found = re.findall(r"(\d+)\W*(?:\w+\s)?(business day|day|week|month|quarter|year)", text.lower())
    return {(int(n) * _IN_MONTHS.get(unit, 1), "month" if unit in _IN_MONTHS else unit) for n, unit in found}


def answers(dates: dict[str, Any], label: Label) -> dict[str, tuple[str | None, str]]:
    """Take the answers from the dates of a report: value and calculation for each field."""
    found = {f: ((dates[f] or {}).get("value"), (dates[f] or {}).get("calculation", "")) for f in FIELDS if f in dates}
    kind = (dates["renewal_term"] or {}).get("kind") or None
    if not label.written:
        goes_on = kind in ("automatic", "option") or (kind == "perpetual" and dates["initial_term"])
        kind = "renews" if goes_on else None
    return {**found, "renewal": (kind, "")}


def measure(name: str, checkout: Path, contracts: list[Label], show: str) -> None:
    """Read all contracts with the clausegen of a checkout, and print how well it did."""
    command = [sys.executable, "-m", "clausegen", "dates", "--format", "jsonl", *(str(c.path) for c in contracts)]
    start = time.monotonic()
    run = subprocess.run(command, cwd=checkout, env={**os.environ, "PYTHONPATH": str(checkout)}, capture_output=True)
    seconds = time.monotonic() - start
    if run.returncode:
        print(run.stderr.decode(errors="replace")[-2000:], file=sys.stderr)
    read = {record["path"]: record["dates"] for record in map(json.loads, run.stdout.decode().splitlines())}
    counts: Counter[tuple[str, str]] = Counter()
    lines: list[str] = []
    for label in contracts:
        if str(label.path) not in read:
            print(f"{label.path}: not read")
            continue
        found = answers(read[str(label.path)], label)
        for field, wanted in label.values.items():
            got, calculation = found[field]
            if got is None:
                outcome = "rightly silent" if wanted is None else "silent"
            elif wanted is None:
                outcome = "wrong" if label.written else "unlabelled"
            else:
                outcome = "exact" if same(field, got, label, calculation) else "wrong"
            counts[field, outcome] += 1
            if field == show and outcome in ("wrong", "silent", "unlabelled"):
                lines.append(f"    {outcome}: {label.path.stem[:50]} ({label.language}): label {wanted}, read {got}")
    print(f"\n{name}: {len(contracts)} contracts, {len(read) / seconds * 60:.0f} a minute with reading and structure")
    for field in (*FIELDS, "all dates"):
        c = {o: sum(counts[f, o] for f in (DATES if field == "all dates" else (field,))) for o in _OUTCOMES}
        stated, given = c["exact"] + c["silent"] + c["wrong"], c["exact"] + c["wrong"]
        print(
            f"  {field:<16} exact {share(c['exact'], stated)} of {stated:>3}   wrong {share(c['wrong'], given)} "
            f"({c['wrong']} of {given} answers)   silent {c['silent']:>3}   rightly silent {c['rightly silent']:>3}"
            f"   unlabelled {c['unlabelled']:>3}   F1 {share(2 * c['exact'], given + stated)}"
        )
    print("\n".join(lines))


_OUTCOMES: Final = ("exact", "wrong", "silent", "rightly silent", "unlabelled")


def share(some: int, all_: int) -> str:
    """Write a share with three digits, or a dash of nothing."""
    return f"{some / all_:.3f}" if all_ else "    -"


def main() -> None:
    """Measure this checkout, after the other one if there is one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", default="", choices=["", "train", "calibrate"])
    parser.add_argument("--ids", default="", choices=["", "odd", "even"], help="half of the contracts of dates.jsonl")
    parser.add_argument("--language", default="", help="only contracts in this language (en, de, fr, es)")
    parser.add_argument("--beside", type=Path, help="another checkout, measured first")
    parser.add_argument("--show", default="", metavar="FIELD", help="list the contracts on which a field fails")
    options = parser.parse_args()
    contracts = labels(options.folder.resolve(), options.split, options.ids)
    contracts = [c for c in contracts if c.language == (options.language or c.language)]
    if options.beside:
        measure("beside", options.beside.resolve(), contracts, options.show)
    measure("clausegen", ROOT, contracts, options.show)


if __name__ == "__main__":
    main()
