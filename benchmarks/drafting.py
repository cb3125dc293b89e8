"""How many full high-tier agreements per second one process drafts, and whether its memory stays flat.

    python benchmarks/drafting.py DEAL.toml [--documents 200] [--memory 1000]

Every document gets other names, so that nothing is merely repeated. The peers run in the same process
after it. Two of them make plainer documents from the same paragraphs, without fields, contents, bookmarks
or signature blocks, so the figures flatter them: python-docx, and docxtpl with a template that loops over
the paragraphs. A third has our finished agreement as the template of docxtpl, in which it fills the names
and figures that change; the choice of clauses, their numbers and references are then given.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable
from pathlib import Path

import docx

from clausegen.drafting.documents import draft
from clausegen.library.load import load_deal, load_library
from clausegen.model.deal import Deal
from clausegen.model.draft import Paper
from clausegen.model.requirement import Tier


def renamed(deal: Deal, number: int) -> Deal:
    """The deal with other party names and figures."""
    limits = deal.use_limits.model_copy(update={"concurrent_targets": 1 + number % 50})
    customer = deal.customer.model_copy(update={"name": f"Ministry {number} of the Interior"})
    end_user = deal.end_user and deal.end_user.model_copy(update={"name": f"Directorate {number}"})
    return deal.model_copy(update={"customer": customer, "end_user": end_user, "use_limits": limits, "tier": Tier.HIGH})


def blanks(deal: Deal) -> Deal:
    """The deal with blanks for docxtpl in the place of names, which a draft prints as they are."""
    customer = deal.customer.model_copy(update={"name": "{{ customer }}"})
    end_user = deal.end_user and deal.end_user.model_copy(update={"name": "{{ end_user }}"})
    return deal.model_copy(update={"customer": customer, "end_user": end_user})


def timed(name: str, documents: int, make: Callable[[int], bytes]) -> None:
    """Print documents per second, by the clock and by processor time."""
    make(0)
    clock, processor = time.perf_counter(), time.process_time()
    size = sum(len(make(number)) for number in range(1, documents + 1))
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    print(
        f"{name:<22}{documents / clock:8.1f} documents/s   {documents / processor:8.1f} per core second"
        f"   {size / documents / 1000:6.1f} kB each"
    )


def with_python_docx(paper: Paper) -> bytes:
    """The same paragraphs, runs and tables through python-docx's own template."""
    document = docx.Document()
    for paragraph in paper.paragraphs:
        if paragraph.cells:
            row = document.add_table(rows=1, cols=len(paragraph.cells)).rows[0]
            for cell, words in zip(row.cells, paragraph.cells, strict=True):
                cell.text = "".join(run.text for run in words)
        else:
            added = document.add_paragraph(f"{paragraph.label} " if paragraph.label else "")
            for run in paragraph.runs:
                added.add_run(run.text).bold = run.bold or None
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def docxtpl_template() -> bytes:
    """A template that loops over paragraphs."""
    document = docx.Document()
    for text in ("{%p for p in paragraphs %}", "{{ p.label }} {{ p.text }}", "{%p endfor %}"):
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def memory() -> float:
    """Resident memory in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def main() -> None:
    """Run the comparison and the memory series."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("deal", type=Path)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--memory", type=int, default=1000)
    options = parser.parse_args()
    library, deal = load_library(), load_deal(options.deal)

    timed("clausegen", options.documents, lambda n: draft(renamed(deal, n), library=library).data)
    paper = draft(renamed(deal, 0), library=library).paper
    print(f"{'':<22}{len(paper.paragraphs)} paragraphs, {len(paper.numbers())} anchors")
    few = max(options.documents // 10, 5)
    timed("python-docx, plain", few, lambda n: with_python_docx(paper))
    try:
        from docxtpl import DocxTemplate
    except ImportError:
        print("docxtpl is not installed; left out")
    else:
        template = docxtpl_template()

        def with_docxtpl(number: int) -> bytes:
            document = DocxTemplate(io.BytesIO(template))
            document.render({"paragraphs": paper.paragraphs}, autoescape=True)
            buffer = io.BytesIO()
            document.save(buffer)
            return buffer.getvalue()

        timed("docxtpl, plain", few, with_docxtpl)
        filled = draft(blanks(renamed(deal, 0)), library=library).data

        def with_our_document(number: int) -> bytes:
            document = DocxTemplate(io.BytesIO(filled))
            document.render({"customer": f"Ministry {number}", "end_user": f"Directorate {number}"}, autoescape=True)
            buffer = io.BytesIO()
            document.save(buffer)
            return buffer.getvalue()

        timed("docxtpl, our document", few, with_our_document)

    print("memory after", end="")
    for number in range(1, options.memory + 1):
        draft(renamed(deal, number), library=library)
        if number in (1, options.memory // 10, options.memory // 2, options.memory):
            print(f"  {number}: {memory():.0f} MB", end="", flush=True)
    print()


if __name__ == "__main__":
    main()
