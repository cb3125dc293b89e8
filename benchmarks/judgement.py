"""How well contracts are judged: on passages and contracts of unseen authors, on real text, and beside peers.

    python -m benchmarks.judgement [--texts TEXTS] [--no-peers] [--json FILE] [--batch NAME …]

The grading set are the batches so marked in ``models/corpus/SPLITS``: nothing was trained or chosen on them. Batches
named beside them say in brackets what else they do. TEXTS
is a copy of the real-text data sets (CUAD in ``cuad/full_contract_txt``); without it only written text is graded.

* satisfied: precision, recall and F1 over the elements of the families that a passage is labelled for;
* contradicted: recall;
* false assurance: the share of elements that are not satisfied and yet called so; and the share of near-miss passages
  (judged on a family and satisfying nothing) with any such element;
* uncertain: the share of elements so called;
* CUAD: the share of contracts with any "satisfied" on elements that ordinary commercial contracts lack. Nobody has read
  all of them: a hit may be earned, and the listing (``--hits``) shows each with its words.

Peers judge the same passages: a keyword playbook (per element the pair of word stems that does best on the training
passages), redline-buddy with a playbook of the same pairs, TF-IDF with logistic regression on the training
passages. They cannot say "contradicted" or "uncertain".
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from clausegen.checker.pipeline import judge
from clausegen.ingest import document_from_text, load_document
from clausegen.library.load import Library, load_library
from clausegen.model.document import Document
from clausegen.model.requirement import Status, Tier
from training.corpus import (
    CONTRADICTED,
    CONTRAST,
    SATISFIED,
    UNJUDGED,
    Labelled,
    Split,
    contract_file,
    contract_records,
    element_codes,
    labels,
    real,
    real_split,
    written,
)

# Elements that ordinary commercial contracts lack, named in the order of the issue that asks for this figure:
# human rights, suspicion-based suspension, investigation, human-rights training, whistleblowing, certification, tier.
LACKED = (
    "HRC-", "STD-1", "STD-2", "STD-3", "STD-4", "STD-5", "USE-2", "USE-3", "LIM-1", "SUS-2", "SUS-7", "SUS-8", "REI-", "INV-",
    "RMD-", "REP-2", "TRN-", "DUR-3", "DUR-4", "DUR-5", "DUR-6", "MON-2", "MON-5", "WHB-", "REM-1", "REM-2", "CNF-2",
)  # fmt: skip
ENGLISH = "written, the English sets as one"
OTHERS = "written, German, French and Spanish as one"
System = Callable[[Sequence[str]], list[dict[str, Status]]]


class Tally:
    """Counts of one system on one set."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.families: dict[str, Counter[tuple[str, str]]] = {}
        self.near_misses = self.near_misses_assured = 0
        self.seconds = 0.0

    def add(self, wanted: dict[str, str], found: dict[str, Status]) -> None:
        for code, want in wanted.items():
            said = found.get(code, Status.MISSING).value
            self.counts[want, said] += 1
            self.families.setdefault(code.partition("-")[0], Counter())[want, said] += 1
        if "satisfied" not in wanted.values():
            self.near_misses += 1
            self.near_misses_assured += any(found.get(code) is Status.SATISFIED for code in wanted)

    def __add__(self, other: Tally) -> Tally:
        both = Tally()
        both.counts = self.counts + other.counts
        both.near_misses = self.near_misses + other.near_misses
        both.near_misses_assured = self.near_misses_assured + other.near_misses_assured
        both.seconds = self.seconds + other.seconds
        return both

    def figures(self, counts: Counter[tuple[str, str]] | None = None) -> dict[str, float]:
        counts = self.counts if counts is None else counts
        said = sum(n for (_, s), n in counts.items() if s == "satisfied")
        due = sum(n for (w, _), n in counts.items() if w == "satisfied")
        opposed = sum(n for (w, _), n in counts.items() if w == "contradicted")
        total = max(sum(counts.values()), 1)
        right = counts["satisfied", "satisfied"]
        precision, recall = right / max(said, 1), right / max(due, 1)
        return {
            "precision": precision,
            "recall": recall,
            "f1": 2 * precision * recall / max(precision + recall, 1e-9),
            "false_assurance": (said - right) / max(total - due, 1),
            "near_miss_passages": self.near_misses_assured / max(self.near_misses, 1),
            "contradicted_recall": counts["contradicted", "contradicted"] / max(opposed, 1),
            "contradicted_precision": counts["contradicted", "contradicted"]
            / max(sum(n for (_, s), n in counts.items() if s == "contradicted"), 1),
            "uncertain": sum(n for (_, s), n in counts.items() if s == "uncertain") / total,
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--batch", nargs="*", default=[], help="grade these batches too, trained on or not")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--contracts", type=int, default=120, help="how many development contracts of CUAD")
    parser.add_argument("--split", choices=("train", "calibrate", "grade"), default="grade")
    parser.add_argument("--hits", action="store_true", help="show what was assured in CUAD")
    parser.add_argument("--families", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="list false assurance on written text")
    parser.add_argument("--json", type=Path, help="write the figures, for benchmarks/figures.py")
    parser.add_argument("--findings", type=Path, help="write every finding of the graded texts, for benchmarks/diff.py")
    arguments = parser.parse_args()
    library = load_library()
    codes = element_codes(library)
    passages = [*written(codes), *real(codes, arguments.texts)]
    systems: dict[str, System] = {
        "clausegen": lambda texts: [statuses(document_from_text(text), library) for text in texts]
    }
    results: dict[str, dict[str, dict[str, float]]] = {}
    if arguments.texts and arguments.contracts:  # first, since what the peers need would count as our memory
        results["cuad"] = {
            "clausegen": cuad(arguments.texts, library, arguments.contracts, split=arguments.split, hits=arguments.hits)
        }
    if not arguments.no_peers:
        from benchmarks.judgement_peers import peers

        systems |= peers(codes, [p for p in passages if p.split == "train" and not p.real])
    sets: dict[str, list[Labelled]] = {}
    for passage in passages:
        if passage.split == arguments.split or passage.batch in arguments.batch:
            name = "real, unseen files" if passage.real else f"written, {passage.batch}"
            if passage.split != arguments.split:
                name += f" ({passage.split}s)"
            sets.setdefault(name, []).append(passage)
    together: dict[str, dict[str, Tally]] = {ENGLISH: {}, OTHERS: {}}
    for name, test in sets.items():
        for system, judged in systems.items():
            tally = graded(test, codes, judged)
            if name_of_group := group(name, test):
                joined = together[name_of_group]
                joined[system] = joined.get(system, Tally()) + tally
            results.setdefault(name, {})[system] = tally.figures() | {"passages": len(test), "seconds": tally.seconds}
            show(f"{name} ({len(test)})", system, results[name][system])
            if arguments.families and system == "clausegen":
                for family, counts in sorted(tally.families.items()):
                    show("", family, tally.figures(counts))
        if arguments.wrong:
            wrong(test, codes, library)
    for name, tallies in together.items():
        for system, tally in tallies.items():
            results.setdefault(name, {})[system] = tally.figures() | {"seconds": tally.seconds}
            show(name, system, results[name][system])
    for name, tally in contracts(library, arguments.split).items():
        results[name] = {"clausegen": tally.figures()}
        show(name, "clausegen", results[name]["clausegen"])
    if arguments.findings:
        every = [(p.id, document_from_text(p.text)) for test in sets.values() for p in test]
        write_findings(arguments.findings, every, library)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def group(name: str, test: Sequence[Labelled]) -> str:
    """Name the sets that are also graded as one; "" for real text and for sets that differ by one edit each."""
    if name.startswith("real") or CONTRAST in name:
        return ""
    return ENGLISH if document_from_text(test[0].text).language == "en" else OTHERS


def statuses(document: Document, library: Library) -> dict[str, Status]:
    report = judge(document, tier=Tier.HIGH, library=library)
    return {finding.code: finding.status for verdict in report.verdicts for finding in verdict.findings}


def write_findings(file: Path, documents: list[tuple[str, Document]], library: Library) -> None:
    """One line per text and element that is not missing: status and words."""
    with file.open("w", encoding="utf-8") as lines:
        for name, document in documents:
            for verdict in judge(document, tier=Tier.HIGH, library=library).verdicts:
                for finding in verdict.findings:
                    if finding.status is not Status.MISSING:
                        words = " … ".join(" ".join(piece.text.split()) for piece in finding.evidence)
                        line = {"text": name, "code": finding.code, "status": finding.status.value, "words": words}
                        lines.write(json.dumps(line, ensure_ascii=False) + "\n")


def wanted(passage: Labelled, codes: list[str]) -> dict[str, str]:
    return named(codes, passage.labels)


def named(codes: list[str], given: Sequence[int]) -> dict[str, str]:
    """Labels by code, those of elements that were judged."""
    names = {SATISFIED: "satisfied", CONTRADICTED: "contradicted"}
    return {code: names.get(label, "missing") for code, label in zip(codes, given, strict=True) if label != UNJUDGED}


def graded(test: list[Labelled], codes: list[str], system: System) -> Tally:
    tally = Tally()
    began = time.perf_counter()
    found = system([passage.text for passage in test])
    tally.seconds = time.perf_counter() - began
    for passage, said in zip(test, found, strict=True):
        tally.add(wanted(passage, codes), said)
    return tally


def wrong(test: list[Labelled], codes: list[str], library: Library) -> None:
    """List false assurance, for error analysis on batches that are not frozen."""
    for passage in test:
        said = statuses(document_from_text(passage.text), library)
        bad = [c for c, w in wanted(passage, codes).items() if w != "satisfied" and said.get(c) is Status.SATISFIED]
        if bad:
            print(f"   {passage.id} {' '.join(bad)}: {passage.text[:400]}")


def contracts(library: Library, split: Split) -> dict[str, Tally]:
    """Whole labelled contracts of one split, those in other languages than English apart."""
    tallies: dict[str, Tally] = {}
    codes = element_codes(library)
    for record in contract_records(split):
        document = load_document(contract_file(record))
        name = "contracts" if document.language == "en" else "contracts in German, French and Spanish"
        tallies.setdefault(name, Tally()).add(named(codes, labels(record, codes)), statuses(document, library))
    return tallies


def cuad(texts: Path, library: Library, most: int, *, split: str, hits: bool) -> dict[str, float]:
    """Contracts of CUAD of one split, judged whole."""
    files = sorted((texts / "cuad" / "full_contract_txt").glob("*.txt"))
    files = [file for file in files if real_split(file.name) == split][:most]
    assured = words = 0
    seconds = 0.0
    for file in files:
        document = load_document(file)
        began = time.process_time()
        report = judge(document, tier=Tier.HIGH, library=library)
        seconds += time.process_time() - began
        words += len(document.text.split())
        found = [
            finding
            for verdict in report.verdicts
            for finding in verdict.findings
            if finding.status is Status.SATISFIED and finding.code.startswith(LACKED)
        ]
        assured += bool(found)
        for finding in found if hits else ():
            print(f"   {file.name[:40]} {finding.code} {finding.confidence} {finding.trace[:1]}")
            print("      " + " | ".join(" ".join(piece.text.split())[:300] for piece in finding.evidence))
    figures = {
        "contracts": len(files),
        "share_with_any": assured / max(len(files), 1),
        "contracts_of_10000_words_per_minute": words / 10_000 / seconds * 60,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(
        f"CUAD, {len(files)} contracts of split {split}: {figures['share_with_any']:.1%} with any false assurance; "
        f"{figures['contracts_of_10000_words_per_minute']:.0f} contracts of 10,000 words per core minute; "
        f"peak {figures['peak_mb']:.0f} MB"
    )
    return figures


def show(title: str, system: str, figures: dict[str, float]) -> None:
    print(
        f"{title:34} {system:16} P {figures['precision']:.3f} R {figures['recall']:.3f} F1 {figures['f1']:.3f}  "
        f"FA {figures['false_assurance']:.4f} near-miss passages {figures['near_miss_passages']:.3f}  "
        f"contradicted R {figures['contradicted_recall']:.2f} P {figures['contradicted_precision']:.2f}  "
        f"uncertain {figures['uncertain']:.3f}",
        file=sys.stdout,
        flush=True,
    )


if __name__ == "__main__":
    main()
