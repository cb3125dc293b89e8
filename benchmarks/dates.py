"""How well and how fast dates are read, against expert labels and beside amagi-contract-deadlines.

    python benchmarks/dates.py CUAD [--split all|development|held-out|first-held-out] [--show FIELD]

CUAD is a folder in the data set's public layout (full_contract_txt, master_clauses.csv). Three parts:

* first-held-out: every third contract by file name. Its totals and kinds of fault steered some changes of the
  first round, none of the second, in which it was measured and not looked at.
* held-out: of the others, those whose file name has a SHA-256 divisible by three. It was set aside for the second
  round; in the first it was part of development, so its figures flatter where the first round fitted it.
* development: the rest, the only contracts that were looked at one by one in the second round.

* exact: of the contracts for which an expert gave a full day, the share in which exactly that day was read;
* answered: of those for which the experts marked no words at all, the share in which a day was read all the same;
  "by reference" counts those in which the contract says "this Agreement commences on the date hereof" or the like:
  of twenty such contracts in development the experts marked the words of fourteen and passed over those of five.
  All of these were read one by one, in every part; dates_by_hand.toml says what each is: "written" (the day stands
  there, the experts passed over it), "by reference", or, not in the table, an error;
* presence: F1 of renewal term and notice period (an expert marked words or an answer; an automatic renewal or an
  option was read, or after an initial term no fixed end; or a notice period, be its length withheld);
* deadline: where experts gave a full expiry day and a notice period, the share in which the deadline is the one that
  follows from the expert's values (a renewal still to come is counted from the stated expiry).

The peer takes part where it is installed (pip install amagi-contract-deadlines).

Expert days of years before 1950 are slips of the century ("1/1/1936" for 2036) and are put right; days such as 31/1
are read the other way round.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import importlib.util
import re
import sys
import time
import tomllib
from collections import Counter
from pathlib import Path

from dateutil.relativedelta import relativedelta

from clausegen.amendments.read import structure
from clausegen.dates.resolve import read_dates
from clausegen.errors import DocumentError
from clausegen.ingest.load import load_document
from clausegen.model.report import DateFinding

DATES = {
    "agreement_date": "Agreement Date",
    "effective_date": "Effective Date",
    "expiration_date": "Expiration Date",
}
TERMS = {"renewal_term": "Renewal Term", "notice_period": "Notice Period to Terminate Renewal"}
PEER = "amagi_contract_deadlines"
BY_HAND: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "dates_by_hand.toml").read_text(encoding="utf-8")
)


def expert_day(answer: str) -> dt.date | None:
    found = re.fullmatch(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*", answer)
    if not found:
        return None
    first, second, year = (int(part) for part in found.groups())
    year += 100 if year < 1950 else 0
    try:
        return dt.date(year, first, second) if first <= 12 else dt.date(year, second, first)
    except ValueError:
        return None


def expert_periods(answer: str) -> list[relativedelta]:
    """Every period an expert gives: "180 days / 6 months" are two, and either is right."""
    found = re.findall(r"(\d+)\W*(day|week|month|year)", answer.lower())
    return [relativedelta(**{f"{unit}s": int(number)}) for number, unit in found]  # type: ignore[arg-type]


def rows(folder: Path, split: str) -> list[tuple[dict[str, str], Path]]:
    table = folder / "master_clauses.csv"
    if not table.is_file():
        sys.exit(f"{folder}: no master_clauses.csv; give a folder in CUAD's public layout")
    texts = {_bare(path.stem): path for path in (folder / "full_contract_txt").iterdir()}
    with table.open(encoding="utf-8", newline="") as stream:
        found = sorted(csv.DictReader(stream), key=lambda row: row["Filename"])
    pairs = [(row, texts.get(_bare(row["Filename"].removesuffix(".pdf")))) for row in found]
    absent = sum(path is None for _, path in pairs)
    if absent:
        print(f"note: {absent} rows without a text file are left out")
    chosen = [pair for number, pair in enumerate(pairs) if split in ("all", part(number, pair[0]["Filename"]))]
    return [(row, path) for row, path in chosen if path is not None]


def part(number: int, name: str) -> str:
    """The part of a contract: ``number`` is its place among all file names in order."""
    if number % 3 == 2:
        return "first-held-out"
    return "held-out" if int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 == 0 else "development"


def _bare(name: str) -> str:
    return re.sub(r"\W+", "", name).lower()


class Score:
    """Counts of one reader."""

    def __init__(self, *, by_hand: bool = False) -> None:
        self.by_hand = by_hand
        self.counts: Counter[str] = Counter()
        self.wrong: dict[str, list[str]] = {}

    def day(self, field: str, row: dict[str, str], got: dt.date | None) -> None:
        column = DATES[field]
        answer, words = row[f"{column}-Answer"], row[column]
        expected = expert_day(answer)
        if expected:
            self.counts[f"{field} n"] += 1
            self.counts[f"{field} ok"] += got == expected
            if got != expected:
                self.wrong.setdefault(field, []).append(f"{row['Filename'][:50]}: expert {expected}, read {got}")
        elif words == "[]" and not answer:
            self.counts[f"{field} none"] += 1
            self.counts[f"{field} answered"] += got is not None
            if got is not None:
                what = BY_HAND[field].get(_bare(row["Filename"]), "error")
                self.counts[f"{field} {what}"] += 1
                self.wrong.setdefault(field, []).append(f"{row['Filename'][:50]}: expert none, read {got}")

    def presence(self, field: str, row: dict[str, str], got: bool) -> None:
        expected = bool(row[f"{TERMS[field]}-Answer"]) or row[TERMS[field]] != "[]"
        self.counts[f"{field} {'tp' if got and expected else 'fp' if got else 'fn' if expected else 'tn'}"] += 1
        if got != expected:
            self.wrong.setdefault(field, []).append(f"{row['Filename'][:50]}: expert {expected}, read {got}")

    def deadline(self, row: dict[str, str], got: dt.date | None) -> None:
        ends = expert_day(row["Expiration Date-Answer"])
        notices = expert_periods(row["Notice Period to Terminate Renewal-Answer"])
        if ends and notices:
            right = [ends - notice for notice in notices]
            self.counts["deadline n"] += 1
            self.counts["deadline ok"] += got in right
            if got not in right:
                self.wrong.setdefault("notice_deadline", []).append(
                    f"{row['Filename'][:50]}: expert {right[0]}, read {got}"
                )

    def show(self, name: str) -> None:
        c = self.counts
        print(f"\n{name}")
        for field in DATES:
            print(
                f"  {field:<16} exact {c[f'{field} ok']:>3} of {c[f'{field} n']:>3} ({share(c[f'{field} ok'], c[f'{field} n'])})"
                f"   answered where none is stated {c[f'{field} answered']:>2} of {c[f'{field} none']:>3} "
                f"({share(c[f'{field} answered'], c[f'{field} none'])})"
                + "".join(f", {c[f'{field} {w}']} {w}" for w in ("written", "by reference", "error") if self.by_hand)
            )
        for field in TERMS:
            tp, fp, fn = (c[f"{field} {kind}"] for kind in ("tp", "fp", "fn"))
            if tp + fp + fn:
                print(
                    f"  {field:<16} F1 {2 * tp / (2 * tp + fp + fn):.3f}   precision {share(tp, tp + fp)}"
                    f"   recall {share(tp, tp + fn)}"
                )
        print(
            f"  {'notice_deadline':<16} right {c['deadline ok']} of {c['deadline n']} ({share(c['deadline ok'], c['deadline n'])})"
        )


def share(some: int, all_: int) -> str:
    return f"{some / all_:.3f}" if all_ else "-"


def value(finding: DateFinding | None) -> dt.date | None:
    return dt.date.fromisoformat(finding.value) if finding and finding.value else None


def ours(contracts: list[tuple[dict[str, str], Path]]) -> Score:
    score = Score(by_hand=True)
    seconds = whole = 0.0
    for row, path in contracts:
        start = time.process_time()
        try:
            read = structure(load_document(path))
        except DocumentError as error:
            print(f"not read: {error}")
            continue
        between = time.process_time()
        dates = read_dates(read)
        seconds += time.process_time() - between
        whole += time.process_time() - start
        for field in DATES:
            read_now = getattr(dates, field)
            score.day(field, row, value(read_now))
        renewal = dates.renewal_term
        goes_on = renewal is not None and (
            renewal.kind in ("automatic", "option") or (renewal.kind == "perpetual" and dates.initial_term is not None)
        )
        score.presence("renewal_term", row, goes_on)
        score.presence("notice_period", row, dates.notice_period is not None)
        score.deadline(row, value(dates.notice_deadline))
    score.show("clausegen")
    count = len(contracts)
    print(
        f"  contracts a minute on one core: dates {count / seconds * 60:.0f}, with reading and structure {count / whole * 60:.0f}"
    )
    return score


def peer(contracts: list[tuple[dict[str, str], Path]]) -> None:
    if importlib.util.find_spec(PEER) is None:
        print(f"\n{PEER.replace('_', '-')} is not installed: no comparison in this run")
        return
    from amagi_contract_deadlines import __version__, detect, extract

    score = Score()
    seconds = 0.0
    for row, path in contracts:
        start = time.process_time()
        try:
            report = detect.analyze(extract.load(path))
        except Exception as error:  # a peer's failure is a result, not ours to raise
            print(f"{path.name[:50]}: {type(error).__name__}")
            continue
        seconds += time.process_time() - start
        first: dict[str, dt.date] = {}
        for event in report.events:
            if event.date is not None:
                first.setdefault(event.kind, event.date)
        # It reads no date of the agreement; its effective date covers "dated as of".
        score.day("effective_date", row, first.get(detect.EFFECTIVE))
        score.day("expiration_date", row, first.get(detect.EXPIRATION))
        score.presence("renewal_term", row, report.renewal_term is not None or report.auto_renews)
        notice = any(event.kind == detect.NOTICE for event in report.events)
        score.presence("notice_period", row, notice)
        score.deadline(row, first.get(detect.NOTICE))
    score.show(f"amagi-contract-deadlines {__version__} (its first event of each kind)")
    print(f"  contracts a minute on one core: {len(contracts) / seconds * 60:.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("cuad", type=Path)
    parser.add_argument("--split", choices=["all", "development", "held-out", "first-held-out"], default="all")
    parser.add_argument("--show", default="", metavar="FIELD", help="List the contracts read wrongly.")
    options = parser.parse_args()
    contracts = rows(options.cuad, options.split)
    print(f"{len(contracts)} contracts, {options.split}")
    score = ours(contracts)
    for line in score.wrong.get(options.show, []):
        print(f"    {line}")
    peer(contracts)


if __name__ == "__main__":
    main()
