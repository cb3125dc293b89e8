"""Put the figures of the judgement benchmark into README and docs, so that none is typed by hand.

    python -m benchmarks.judgement --texts TEXTS --batch contrast-graded contrast-second-graded --json docs/judgement.json
    python benchmarks/figures.py

docs/quality.md gets the whole table between ``<!-- figures -->`` and ``<!-- end of figures -->``, README.md four lines
between ``<!-- trust -->`` and ``<!-- end of trust -->``; a test compares them.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FIGURES = ROOT / "docs" / "judgement.json"
FILES = ("README.md", "docs/quality.md")
BESIDE_PEERS = (
    "written, the English sets as one",
    "written, contrast-graded (calibrates)",
    "written, German, French and Spanish as one",
    "real, unseen files",
)
MARKED = re.compile(r"(<!-- (figures|trust) -->\n).*?(<!-- end of \2 -->)", re.DOTALL)


def main() -> None:
    for name in FILES:
        file = ROOT / name
        file.write_text(quoted(file.read_text(encoding="utf-8")), encoding="utf-8")


def quoted(text: str) -> str:
    """The text with the figures of today between its marks."""
    results = json.loads(FIGURES.read_text(encoding="utf-8"))
    written = {"figures": table, "trust": trust}
    return MARKED.sub(lambda found: found[1] + written[found[2]](results) + found[3], text)


def trust(results: dict[str, Any]) -> str:
    """Four lines for people who decide whether to rely on it."""
    ordinary = results["written, the English sets as one"]["clausegen"]
    others = results["written, German, French and Spanish as one"]["clausegen"]
    contracts = results["contracts"]["clausegen"]
    edits = results["written, contrast-graded (calibrates)"]["clausegen"]
    lines = [
        f"* Ordinary wording by authors it never saw: {ordinary['precision']:.0%} of what it calls satisfied is, and it finds "
        f"{ordinary['recall']:.0%} of what there is; {ordinary['uncertain']:.0%} of the elements are left to a lawyer.",
        f"* Whole contracts: {contracts['precision']:.0%} of what it calls satisfied is; it sees "
        f"{contracts['contradicted_recall']:.0%} of the contradictions.",
        "* It is weakest on minimal edits (swapped parties, a negated verb, an added condition): there only "
        f"{edits['precision']:.0%} of what it calls satisfied is. Read the quoted words.",
        f"* In German, French and Spanish it finds {others['recall']:.0%} of what there is, and "
        f"{others['precision']:.0%} of what it calls satisfied is; other languages are not judged.",
    ]
    return "\n".join(lines) + "\n"


def table(results: dict[str, Any]) -> str:
    """The figures as Markdown: of clausegen on every set, of simpler tools on all sets of a kind as one."""
    judged = {name: systems for name, systems in results.items() if name not in ("cuad", "sha256")}
    lines = [
        "| graded on | satisfied: precision | recall | false assurance | contradicted: recall | uncertain |",
        "|---|---|---|---|---|---|",
    ]
    for name, systems in judged.items():
        f = systems["clausegen"]
        lines.append(
            f"| {name} | {f['precision']:.2f} | {f['recall']:.2f} | {f['false_assurance']:.1%} "
            f"| {f['contradicted_recall']:.2f} | {f['uncertain']:.1%} |"
        )
    lines += [
        "",
        "Beside simpler tools, which judged the same texts in the same run and cannot say `contradicted` or `uncertain`:",
        "",
        "| graded on | system | satisfied: precision | recall | F1 | false assurance |",
        "|---|---|---|---|---|---|",
    ]
    for name in BESIDE_PEERS:
        for system, f in judged[name].items():
            lines.append(
                f"| {name} | {system} | {f['precision']:.2f} | {f['recall']:.2f} | {f['f1']:.2f} "
                f"| {f['false_assurance']:.1%} |"
            )
    if "cuad" in results:
        real = results["cuad"]["clausegen"]
        lines += [
            "",
            f"Of {real['contracts']} real commercial contracts that nothing was trained on, "
            f"{real['share_with_any']:.1%} have any element called satisfied that such contracts lack. "
            f"One core judges {real['contracts_of_10000_words_per_minute']:.0f} contracts of 10,000 words a minute.",
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
