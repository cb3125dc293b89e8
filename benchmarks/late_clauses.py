"""How often a clause added late in a contract that has every safeguard is heard, and how often a harmless one alarms.

    python -m benchmarks.late_clauses [--set NAME …] [--show]

The contract is our own draft at tier high. Each line of ``models/corpus/late/`` is one clause by an author who saw the
elements and neither signals nor defeaters: it takes an element away in plain words ("defeats") or only uses such words
("harmless"); a second reader, who saw clause and element alone, decided all as their authors did. One clause at a time
stands as clause 35.1; what counts is what its element is called then. A clause takes about a second.

* false assurance: defeating clauses with which the element is still called satisfied;
* alarms: harmless ones with which it no longer is.

Set ``in-house`` grades: nothing was chosen on it. The others were looked at while defeaters were written.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from pathlib import Path

from clausegen.checker.pipeline import judge
from clausegen.drafting.documents import draft
from clausegen.ingest.load import load_document
from clausegen.library.load import load_deal, load_library
from clausegen.model.report import Finding
from clausegen.model.requirement import Status, Tier
from training.corpus import CORPUS

ROOT = Path(__file__).resolve().parent.parent
SETS = sorted(file.stem for file in (CORPUS / "late").glob("*.jsonl"))
SCHEDULES = "## Schedule 1:"
ELSEWHERE = "5"  # the article that a clause names when nothing numbered establishes the element


class Contract:
    """The draft, with room for one clause more."""

    def __init__(self, folder: Path) -> None:
        self._library = load_library()
        whole = draft(load_deal(ROOT / "samples" / "deals" / "high.toml"), library=self._library, form="md")
        self._terms, _, self._schedules = whole.data.decode().partition(SCHEDULES)
        self._file = folder / "contract.md"
        self._before = self.judged("")

    def judged(self, clause: str) -> dict[str, Finding]:
        """Findings by element code, with a clause in front of the schedules."""
        added = f"## 35. Special conditions\n\n35.1 {clause}\n\n" if clause else ""
        self._file.write_text(f"{self._terms}{added}{SCHEDULES}{self._schedules}", encoding="utf-8")
        report = judge(load_document(self._file), tier=Tier.HIGH, library=self._library)
        return {finding.code: finding for verdict in report.verdicts for finding in verdict.findings}

    def has(self, code: str) -> bool:
        """True when the draft alone establishes an element."""
        return self._before[code].status is Status.SATISFIED

    def article(self, code: str) -> str:
        """The number of the article in which an element stands."""
        numbers = (re.match(r"\d+", words.clause) for words in self._before[code].evidence)
        return next((found.group() for found in numbers if found), ELSEWHERE)


def main() -> None:
    """Judge the sets that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", dest="sets", action="append", choices=SETS)
    parser.add_argument("--show", action="store_true", help="print every clause that was judged wrongly")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        contract = Contract(Path(folder))
        for name in arguments.sets or SETS:
            counts: Counter[tuple[str, str]] = Counter()
            for line in (CORPUS / "late" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                code, expect = record["code"], record["expect"]
                if not contract.has(code):
                    continue
                clause = record["clause"].replace("{n}", contract.article(code)).replace("Vendor", "Supplier")
                status = contract.judged(clause)[code].status
                counts[expect, status.value] += 1
                if arguments.show and (status is Status.SATISFIED) != (expect == "harmless"):
                    print(f"{code} {expect}, {status}: {clause}")
            _say(name, counts)


def _say(name: str, counts: Counter[tuple[str, str]]) -> None:
    for expect, title in (("defeats", "false assurance"), ("harmless", "alarms")):
        own = {status: count for (what, status), count in counts.items() if what == expect}
        total, satisfied = sum(own.values()), own.get("satisfied", 0)
        wrong = satisfied if expect == "defeats" else total - satisfied
        told = ", ".join(f"{status} {count}" for status, count in sorted(own.items()))
        print(f"{name}: {title} {wrong} of {total} ({100 * wrong / max(total, 1):.0f} %): {told}")


if __name__ == "__main__":
    main()
