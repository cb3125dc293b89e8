"""Measure how often one small change in a clause of our own draft is noticed, by the reader alone and by the program.

    python -m benchmarks.altered_clauses [--changes 160] [--edits FILE.jsonl] [--show]

The contract is our draft at tier high. Changes are made by rule (a duty made an effort or a choice, a "not" put or
struck, consent of the customer, certainty for suspicion, a figure times twelve, parties exchanged, an exception at the
end) in paragraphs that give an element, drawn with a fixed seed; or they are those of a file by people: one JSON object
a line with ``old``, ``new`` (words of the draft and what stands instead), ``element`` and ``weakens`` (true or false).
A change takes about a second. What counts is what the element of the paragraph is called then.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from clausegen.amendments import structure
from clausegen.checker import judge
from clausegen.checker.house_text import house_text
from clausegen.drafting.documents import compose
from clausegen.library import load_deal, load_library, wording_of
from clausegen.model import CaveatCode, Document, Status, Tier, as_document

ROOT = Path(__file__).resolve().parent.parent
RULES = (
    (r"\bshall\b(?! not)", "may"),
    (r"\bshall\b(?! not)", "shall endeavour to"),
    (r"\bmay\b(?! not)", "may not"),
    (r"\bshall not\b", "shall"),
    (r"\bThe Supplier (may|shall)\b", r"The Supplier, if the Customer consents, \1"),
    (r"\bsuspect(s|ed)?\b", "is certain of"),
    (r"\bthe Customer\b", "the Supplier"),
    (r"\.$", ", save for reasons of national security."),
    (r"\bany\b", "a material"),
)
FIGURE = re.compile(r"\b(\d+)(?= (?:days|hours|months|years)\b)")


class Change(NamedTuple):
    """Words of the draft, what stands instead, the element concerned, and whether that weakens it."""

    old: str
    new: str
    element: str
    weakens: bool = True


def by_rule(draft: Document) -> Iterator[Change]:
    """Make the changes of all rules in all paragraphs that give an element."""
    read = structure(draft)
    for index, codes in house_text(read, wording_of(load_library())).gives.items():
        words = draft.text[read.clauses[index].start : read.clauses[index].end]
        made = [re.sub(pattern, new, words, count=1) for pattern, new in RULES]
        made.append(FIGURE.sub(lambda found: str(12 * int(found[1])), words, count=1))
        for code in sorted(codes):
            yield from (Change(words, new, code) for new in made if new != words)


def by_people(file: Path) -> Iterator[Change]:
    """Read the changes of a file."""
    for line in file.read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        yield Change(data["old"], data["new"], data["element"], data["weakens"])


def main() -> None:
    """Print what the element of each changed paragraph is called."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--changes", type=int, default=160)
    options.add_argument("--edits", type=Path)
    options.add_argument("--show", action="store_true", help="print each change that is still called satisfied")
    asked = options.parse_args()
    deal = load_deal(ROOT / "samples" / "deals" / "high.toml")
    draft = as_document(compose(deal, Tier.HIGH, library=load_library()))
    changes = list(by_people(asked.edits) if asked.edits else by_rule(draft))
    if not asked.edits:
        random.Random(7).shuffle(changes)
        changes = changes[: asked.changes]
    counts: Counter[str] = Counter()
    for change in changes:
        kind = "weakens" if change.weakens else "harmless"
        if change.old not in draft.text:
            counts[f"{kind}: not in the draft"] += 1
            continue
        blocks = [
            block.model_copy(update={"text": block.text.replace(change.old, change.new)}) for block in draft.blocks
        ]
        report = judge(Document.from_blocks(blocks, path="", format="draft", language="en"), tier=Tier.HIGH)
        found = next(f for verdict in report.verdicts for f in verdict.findings if f.code == change.element)
        held = any(caveat.code is CaveatCode.WORDING_ALTERED for caveat in found.caveats)
        satisfied = found.status is Status.SATISFIED
        counts[f"{kind}: satisfied"] += satisfied
        counts[f"{kind}: satisfied by the reader alone"] += satisfied or held
        counts[f"{kind}: all"] += 1
        if asked.show and satisfied:
            print(change.element, change.new, sep="\t")
    for name, count in sorted(counts.items()):
        print(f"{count:5} {name}")


if __name__ == "__main__":
    main()
