"""How well and how fast contracts are read, beside the peers that are installed.

    python benchmarks/reading.py docx FOLDER            # speed and memory against python-docx
    python benchmarks/reading.py numbering FOLDER       # labels against LibreOffice's, needs soffice
    python benchmarks/reading.py pdf FOLDER             # speed against bare pypdfium2
    python benchmarks/reading.py spans CUAD             # expert spans found in our text of the CUAD PDFs
    python benchmarks/reading.py structure FOLDER       # what the structure of .txt contracts costs and finds
    python benchmarks/reading.py places                 # one clause in each hiding place, against the peers

FOLDER holds .docx or .pdf files; CUAD is a folder in the data set's public layout (full_contract_pdf,
master_clauses.csv). Times are processor seconds, the least of three rounds, taken in turns.
"""

from __future__ import annotations

import ast
import csv
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

from clausegen.ingest.load import load_document

ROUNDS = 3
SHORT = 12  # letters below which a paragraph cannot be found again for certain


def files(folder: Path, extension: str) -> list[Path]:
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() == extension)
    if not found:
        sys.exit(f"{folder}: no {extension} files")
    return found


def least(tasks: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Processor seconds of each task, the least of the rounds; tasks take turns so that load hits all alike."""
    best = dict.fromkeys(tasks, float("inf"))
    for _ in range(ROUNDS):
        for name, task in tasks.items():
            start = time.process_time()
            task()
            best[name] = min(best[name], time.process_time() - start)
    return best


def table(best: dict[str, float], base: str, count: int) -> None:
    for name, seconds in best.items():
        print(f"{name:28} {seconds:7.3f} s  {seconds / best[base]:5.2f} x  {1000 * seconds / count:6.2f} ms/file")


def peak_of(folder: Path, code: str) -> float:
    """Peak resident megabytes of a fresh process that reads all files of ``folder`` (Linux only).

    Not by getrusage, which hands the peak of the parent on to its child.
    """
    program = f"import re, sys, pathlib\n{code}\n" + (
        "for path in sorted(pathlib.Path(sys.argv[1]).rglob('*.docx')): read(path)\n"
        "print(int(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1]) / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def docx(folder: Path) -> None:
    import docx as python_docx

    paths = files(folder, ".docx")

    def peer() -> None:
        for path in paths:
            [paragraph.text for paragraph in python_docx.Document(str(path)).paragraphs]

    def ours() -> None:
        for path in paths:
            load_document(path, isolated=False)

    table(least({"python-docx paragraphs": peer, "clausegen": ours}), "python-docx paragraphs", len(paths))
    own = "from clausegen.ingest import load_document\ndef read(path): load_document(path, isolated=False)"
    other = "import docx\ndef read(path): [p.text for p in docx.Document(str(path)).paragraphs]"
    print(f"peak memory: clausegen {peak_of(folder, own):.0f} MB, python-docx {peak_of(folder, other):.0f} MB")


def numbering(folder: Path) -> None:
    office = shutil.which("soffice") or sys.exit("soffice is not installed")
    paths = files(folder, ".docx")
    agree = compared = left_out = 0
    with tempfile.TemporaryDirectory() as scratch:
        profile = f"-env:UserInstallation={Path(scratch, 'profile').as_uri()}"
        for path in paths:
            copy = Path(scratch, "contract.docx")
            shutil.copyfile(path, copy)
            command = [office, "--headless", profile, "--convert-to", "txt:Text (encoded):UTF8", "--outdir", scratch]
            try:
                subprocess.run([*command, str(copy)], capture_output=True, timeout=40, check=False)
            except subprocess.TimeoutExpired:
                print(f"{path.name}: LibreOffice did not end, left out")
                continue
            theirs = _squeezed(copy.with_suffix(".txt").read_text("utf-8-sig"))
            at = 0
            for block in load_document(path, isolated=False).blocks:
                words = _squeezed(block.text)
                if not block.label or block.typed_label or not block.agreed or block.part != "body":
                    continue
                place = theirs.find(words, at)
                if place < 0 or len(words) < SHORT:
                    left_out += 1  # a short heading stands in the text more than once
                    continue
                at = place + len(words)
                compared += 1
                if theirs.endswith(_squeezed(block.label), 0, place):
                    agree += 1
                else:
                    print(f"{path.name}: ours {block.label!r}, LibreOffice …{theirs[place - 12 : place]!r}")
    print(f"{agree} of {compared} labels agree ({agree / max(compared, 1):.2%}); {left_out} too short or not found")


def _squeezed(text: str) -> str:
    return "".join(text.split()).replace("\ufeff", "")


def pdf(folder: Path) -> None:
    import pypdfium2

    paths = files(folder, ".pdf")

    def bare() -> None:
        for path in paths:
            document = pypdfium2.PdfDocument(path.read_bytes())
            for page in document:
                text_page = page.get_textpage()
                text_page.get_text_range()
                text_page.close()
                page.close()
            document.close()

    def ours() -> None:
        for path in paths:
            load_document(path, isolated=False)

    table(least({"pypdfium2, bare": bare, "clausegen": ours}), "pypdfium2, bare", len(paths))


def spans(folder: Path) -> None:
    with (folder / "master_clauses.csv").open(encoding="utf-8", errors="replace") as source:
        rows = {row["Filename"].lower(): row for row in csv.DictReader(source)}
    texts: dict[str, Callable[[Path], str]] = {"clausegen": lambda path: load_document(path, isolated=False).text}
    if shutil.which("pdftotext"):
        texts["pdftotext"] = _pdftotext
    found = dict.fromkeys(texts, 0)
    total = 0
    for path in files(folder / "full_contract_pdf", ".pdf"):
        row = rows.get(path.name.lower())
        if row is None:
            continue
        read = {name: _plain(reader(path)) for name, reader in texts.items()}
        for wanted in _expert_spans(row):
            total += 1
            for name, text in read.items():
                found[name] += wanted in text
    for name, count in found.items():
        print(f"{name:12} {count} of {total} spans ({count / total:.2%})")


def _pdftotext(path: Path) -> str:
    return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=False).stdout


def _plain(text: str) -> str:
    """Letters and digits only: white space, punctuation and case are not compared."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def _expert_spans(row: dict[str, str]) -> list[str]:
    found = []
    for name, value in row.items():
        if name == "Filename" or name.endswith("-Answer"):
            continue
        try:
            listed = ast.literal_eval(value)
        except (SyntaxError, ValueError):
            continue
        found += [_plain(piece) for span in listed for piece in span.split("<omitted>")]
    return [span for span in found if span]


def structures(folder: Path) -> None:
    """Costs beside reading; clause numbers beside what a plain pattern at line starts sees (no peer is installable)."""
    from clausegen.amendments.read import structure

    paths = files(folder, ".txt")
    documents = [load_document(path, isolated=False) for path in paths]

    def reading() -> None:
        for path in paths:
            load_document(path, isolated=False)

    def segmenting() -> None:
        for document in documents:
            structure(document)

    table(least({"reading": reading, "structure": segmenting}), "reading", len(paths))
    found = [structure(document) for document in documents]
    pattern = re.compile(
        r"^\s*(?:\d+(?:\.\d+)*\.?|\([a-z]{1,4}\)|(?:ARTICLE|Section)\s+\S+)\s", re.MULTILINE | re.IGNORECASE
    )
    plain = sum(len(pattern.findall(path.read_text("utf-8", "replace"))) for path in paths)
    print(f"numbered clauses: {sum(bool(c.number) for s in found for c in s.clauses)}, by a plain pattern {plain}")
    print(f"definitions {sum(len(s.definitions) for s in found)}, references {sum(len(s.references) for s in found)}")
    print(f"operations {sum(len(s.operations) for s in found)} in {sum(bool(s.operations) for s in found)} contracts")
    print(f"contracts that refer to absent schedules: {sum(bool(s.missing_schedules) for s in found)} of {len(found)}")
    told = [document.language or "undecided" for document in documents]
    print("languages: " + ", ".join(f"{code} {told.count(code)}" for code in sorted(set(told))))


def places() -> None:
    """The hiding places of the tests, read by us and by python-docx as it is mostly used."""
    import docx as python_docx

    here = Path(__file__).resolve().parents[1] / "tests"
    sys.path.insert(0, str(here))
    spec = importlib.util.spec_from_file_location("places", here / "unit/ingest/test_docx_places.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    right = {"clausegen": 0, "python-docx paragraphs": 0}
    with tempfile.TemporaryDirectory() as scratch:
        for place in module.PLACES:
            path = module.docx(Path(scratch, "a.docx"), "Agreement", *place.body, "End.", **place.parts)
            right["clausegen"] += load_document(path, isolated=False).text.count(module.CLAUSE) == place.accepted
            try:
                text = "\n".join(paragraph.text for paragraph in python_docx.Document(str(path)).paragraphs)
            except Exception:  # a peer that cannot open a place does not read it
                continue
            right["python-docx paragraphs"] += " ".join(text.split()).count(module.CLAUSE) == place.accepted
    for name, count in right.items():
        print(f"{name:24} {count} of {len(module.PLACES)} places right")


def main() -> None:
    tasks: dict[str, Callable[[Path], None]] = {"docx": docx, "numbering": numbering, "pdf": pdf, "spans": spans}
    tasks["structure"] = structures
    match sys.argv[1:]:
        case ["places"]:
            places()
        case [name, folder] if name in tasks:
            tasks[name](Path(folder))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
