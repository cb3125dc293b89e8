"""How often a sentence that takes effect from a clause which it cites is heard, and how often a mere mention alarms.

    python -m benchmarks.citing_clauses [--set NAME …] [--show]

Each English line of ``models/corpus/citing/`` cites a clause by its number. One at a time stands behind a small contract
whose clause 4 lets the Supplier suspend the System; three elements rest on that clause.

* unheard: sentences that take something from clause 4 or rewrite it, with which all three are still called satisfied;
* alarms: mentions with which one of them no longer is.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from pathlib import Path

from clausegen.checker.pipeline import judge
from clausegen.ingest.load import load_document
from clausegen.library.load import load_library
from clausegen.model.requirement import Status, Tier
from training.corpus import CORPUS

SETS = sorted(file.stem for file in (CORPUS / "citing").glob("*.jsonl") if not file.stem.startswith("pairs-"))
RESTING = ("SUS-1", "SUS-2", "SUS-4")
CITED, OTHER = "4", "2"
CONTRACT = """SYSTEM SUPPLY AGREEMENT

This Agreement is made on 3 March 2026 between Northlight Systems GmbH (the "Supplier") and the Ministry of the Interior
of the Republic of Ardovia (the "Customer").

1. Definitions
1.1 "System" means the lawful interception platform described in Schedule 1.
1.2 "Misuse" means any use of the System that violates internationally recognised human rights.

2. Supply
2.1 The Supplier shall deliver and install the System in accordance with Schedule 1.

3. Human rights
3.1 The Customer shall use the System in compliance with internationally recognised human rights.

4. Suspension
4.1 The Supplier may suspend the operation of the System in whole or in part, with immediate effect, where it reasonably \
suspects Misuse.

5. Term
5.1 This Agreement continues for one year.

6. General
6.1 {sentence}
"""


def main() -> None:
    """Judge the contract with each sentence, and print a row for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", nargs="+", choices=SETS, default=SETS)
    parser.add_argument("--show", action="store_true", help="print the sentences that were heard wrongly")
    arguments = parser.parse_args()
    print("| set | take effect away | unheard | mention | alarms |\n|---|---|---|---|---|")
    total: Counter[str] = Counter()
    for name in arguments.set:
        counted = Counter[str]()
        for line in (CORPUS / "citing" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            said = json.loads(line)
            if said["language"] != "en":
                continue
            sentence = re.sub(r"\{\w\}", OTHER, said["text"].replace("{n}", CITED))
            unheard = _all_satisfied(sentence)
            counted["keeps" if said["label"] == "keeps" else "takes"] += 1
            if unheard == (said["label"] != "keeps"):
                counted["unheard" if unheard else "alarms"] += 1
                if arguments.show:
                    print(f"  {said['label']}: {sentence}")
        if counted:
            print(_row(name, counted), flush=True)
            total += counted
    print(_row("all", total))


def _all_satisfied(sentence: str) -> bool:
    """True when the contract with this sentence still has every element that rests on the cited clause."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "contract.txt"
        file.write_text(CONTRACT.format(sentence=sentence), encoding="utf-8")
        report = judge(load_document(file), tier=Tier.LOW, library=load_library())
    found = {finding.code: finding.status for verdict in report.verdicts for finding in verdict.findings}
    return all(found[code] is Status.SATISFIED for code in RESTING)


def _row(name: str, counted: Counter[str]) -> str:
    unheard, alarms = (counted[what] / max(1, counted[of]) for what, of in (("unheard", "takes"), ("alarms", "keeps")))
    return f"| {name} | {counted['takes']} | {unheard:.0%} | {counted['keeps']} | {alarms:.0%} |"


if __name__ == "__main__":
    main()
