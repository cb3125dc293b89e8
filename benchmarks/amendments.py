"""Measure what a contract's verdicts are worth once its amendments are read with it, on labelled families.

    python benchmarks/amendments.py FAMILIES [--only ID,…] [--split NAME] [--show] [--json OUT]

FAMILIES is a folder with families.jsonl and one folder per family: master.txt, paper1.txt, … (see
models/corpus/families/README.md). The master and its papers are judged as ``check MASTER --with PAPER…`` judges them.

* taken away seen: of the elements that a paper takes away or reverses, the share no longer called satisfied;
* false assurance: the others of them;
* untouched kept: of the elements that are satisfied before and after, the share whose verdict is that of the master
  alone; "uncertain" is the share of them that became uncertain;
* added or restored found: of the elements that only a paper establishes, the share called satisfied;
* papers that do not count: the share of families consisting only of these in which no verdict changed.

Elements that the master alone is not read to satisfy are left out of the first and the third figure: they measure the
reading of clauses, not of amendments.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from pathlib import Path

from clausegen.amendments import part_beside
from clausegen.api import check
from clausegen.checker import judge_family
from clausegen.ingest import load_document
from clausegen.model import Report, Tier

Statuses = dict[str, str]
_FIGURES = ("taken away seen", "false assurance", "untouched kept", "untouched uncertain", "added or restored found")


def statuses(report: Report) -> Statuses:
    return {finding.code: str(finding.status) for verdict in report.verdicts for finding in verdict.findings}


def together(master: Path, papers: list[Path]) -> Report:
    """The report of ``check --with``."""
    documents = [load_document(paper) for paper in papers]
    members = [("master", load_document(master)), *((part_beside(document), document) for document in documents)]
    return judge_family(members, tier=Tier.HIGH)


def measure(family: dict[str, object], folder: Path) -> tuple[Counter[str], Counter[str], list[str], bool]:
    """Hits and totals of one family, its faults, and whether a verdict differs from that of the master alone."""
    home = folder / str(family["id"])
    alone = statuses(check(home / "master.txt", tier=Tier.HIGH))
    papers = [home / paper["file"] for paper in family["papers"]]  # type: ignore[attr-defined]
    now = statuses(together(home / "master.txt", papers))
    before: Statuses = family["master"]  # type: ignore[assignment]
    after: Statuses = family["after"]  # type: ignore[assignment]
    hits: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    faults = []
    for code, status in after.items():
        if code not in now:
            continue
        was = before.get(code)
        kept = was == "satisfied" and status == "satisfied"
        if was == "satisfied" and alone[code] != "satisfied":
            continue
        if kept:
            totals["untouched kept"] += 1
            totals["untouched uncertain"] += 1
            hits["untouched kept"] += now[code] == "satisfied"
            hits["untouched uncertain"] += now[code] == "uncertain"
            wrong = now[code] != "satisfied"
        elif status == "satisfied":
            totals["added or restored found"] += 1
            hits["added or restored found"] += now[code] == "satisfied"
            wrong = now[code] != "satisfied"
        else:
            totals["taken away seen"] += 1
            totals["false assurance"] += 1
            hits["taken away seen"] += now[code] != "satisfied"
            hits["false assurance"] += now[code] == "satisfied"
            wrong = now[code] == "satisfied"
        if wrong:
            faults.append(f"{code} should be {status}, is {now[code]}")
    changed = any(alone[code] != now[code] for code in alone)
    return hits, totals, faults, changed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("families", type=Path)
    parser.add_argument("--only", default="", help="families by id, separated by commas")
    parser.add_argument("--split", default="", help="only families of this split: calibrate or grade")
    parser.add_argument("--show", action="store_true", help="name each fault")
    parser.add_argument("--json", type=Path, help="write the figures here")
    options = parser.parse_args()
    lines = (options.families / "families.jsonl").read_text(encoding="utf-8").splitlines()
    families = [json.loads(line) for line in lines if line.strip()]
    families = [family for family in families if not options.split or family.get("split") == options.split]
    only = set(filter(None, options.only.split(",")))
    hits: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    idle = idle_kept = 0
    began = time.perf_counter()
    for family in families:
        if only and family["id"] not in only:
            continue
        own, of, faults, changed = measure(family, options.families)
        hits += own
        totals += of
        for kind in family["operations"]:
            kinds[kind]["elements"] += of["untouched kept"] + of["added or restored found"] + of["taken away seen"]
            kinds[kind]["faults"] += len(faults)
        if not any(paper["counts"] for paper in family["papers"]):
            idle += 1
            idle_kept += not changed
        if options.show and faults:
            print(f"{family['id']}: {'; '.join(faults)}", flush=True)
    figures = {name: (hits[name], totals[name]) for name in _FIGURES}
    figures["papers that do not count change nothing"] = (idle_kept, idle)
    for name, (hit, total) in figures.items():
        share = f"{100 * hit / total:5.1f} %" if total else "   –"
        print(f"{name:<42} {hit:>4} of {total:<4} {share}")
    print("\nkind of operation (families may have several)       elements  faults")
    for kind, counts in sorted(kinds.items(), key=lambda item: -item[1]["faults"]):
        print(f"  {kind:<48} {counts['elements']:>8} {counts['faults']:>7}")
    print(f"\n{time.perf_counter() - began:.0f} s")
    if options.json:
        shares = {name: {"hits": hit, "of": total} for name, (hit, total) in figures.items()}
        options.json.write_text(json.dumps(shares, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
