"""Draft every document at every tier and position, and check it as a customer's lawyer would receive it.

    python benchmarks/drafts.py DEAL.toml [--pdf] [--kind KIND …]

Each file is written, validated as Office Open XML (order of the schema, relationships, ids), opened by python-docx,
read again, linted, and judged at its tier where it holds the clauses. ``--pdf`` lets LibreOffice open each Word file and
convert it, and lints what is read from the PDF. The term is set to the longest that the tier allows, since one deal
serves every tier. Exit code 1 when anything due is missing or contradicted, or the file or its drafting has a fault;
what the program refuses to draft is said.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

import docx
from openxml_audit import OpenXmlValidator

from clausegen.checker.pipeline import judge
from clausegen.drafting.deal_choices import POSITIONS, at_position
from clausegen.drafting.documents import draft
from clausegen.drafting.templates import kinds, shell
from clausegen.drafting.word.pdf import to_pdf
from clausegen.errors import DraftRefused, UsageError
from clausegen.ingest.load import load_document
from clausegen.library.load import Library, load_deal, load_library
from clausegen.lint.inspections import faults
from clausegen.model.deal import Deal
from clausegen.model.requirement import Status, Tier

TIERS = (Tier.LOW, Tier.MEDIUM, Tier.HIGH)
BAD = (Status.MISSING, Status.CONTRADICTED)


def at_tier(deal: Deal, tier: Tier, position: str, library: Library) -> Deal:
    """The deal at a tier and position, for as long as the tier allows."""
    months = library.playbook(deal.playbook).tiers[tier].term_months_max
    limits = deal.use_limits.model_copy(update={"licensed_months": months})
    other = deal.model_copy(update={"tier": tier, "factors": None, "use_limits": limits})
    return at_position(other, library, position, "the benchmark")


def inspected(file: Path, tier: Tier, library: Library, *, judges: bool) -> tuple[Counter[str], list[str]]:
    """Findings by status, and everything wrong, of one file read again."""
    document = load_document(file)
    wrong = [str(fault) for fault in faults(document)]
    if file.suffix == ".docx":
        wrong += [f"Office Open XML: {error}" for error in OpenXmlValidator().validate(str(file)).errors]
        wrong += [] if docx.Document(str(file)).paragraphs else ["python-docx finds no paragraph"]
    counts: Counter[str] = Counter()
    if judges:
        report = judge(document, tier=tier, library=library)
        for finding in (finding for verdict in report.verdicts for finding in verdict.findings):
            counts[finding.status.value] += 1
            if finding.status in BAD:
                wrong.append(f"{finding.code} {finding.status}: {finding.reason}")
    return counts, wrong


def main() -> None:
    """Run the matrix."""
    library = load_library()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("deal", type=Path)
    parser.add_argument("--pdf", action="store_true")
    parser.add_argument("--kind", nargs="*", default=kinds(library))
    options = parser.parse_args()
    deal = load_deal(options.deal)
    documents, failed, refused, totals = 0, 0, 0, Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        for kind in options.kind:
            judges = shell(library, kind).clauses
            for tier in TIERS:
                for position in POSITIONS:
                    try:
                        data = draft(at_tier(deal, tier, position, library), library=library, kind=kind).data
                    except (DraftRefused, UsageError) as refusal:
                        refused += 1
                        print(f"{kind:<26}{tier:<8}{position:<12}{str(refusal)[:100]}", flush=True)
                        continue
                    file = Path(folder) / "draft.docx"
                    file.write_bytes(data)
                    counts, wrong = inspected(file, tier, library, judges=judges)
                    if options.pdf:
                        page = file.with_suffix(".pdf")
                        page.write_bytes(to_pdf(data))
                        wrong += [f"pdf: {line}" for line in inspected(page, tier, library, judges=False)[1]]
                    documents, failed, totals = documents + 1, failed + bool(wrong), totals + counts
                    shown = ", ".join(f"{counts[status]} {status}" for status in sorted(counts))
                    print(f"{kind:<26}{tier:<8}{position:<12}{shown or 'not judged'}", flush=True)
                    for line in wrong:
                        print(f"    {line}")
    shown = ", ".join(f"{totals[status]} {status}" for status in sorted(totals))
    print(f"{documents} documents, {failed} with something wrong, {refused} refused; {shown}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
