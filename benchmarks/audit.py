"""How fast an audit is, beside a plain loop, the standard library's pool and other programs, on the same files.

    python benchmarks/audit.py --count 500 --pages 2 --texts TEXTS
    python benchmarks/audit.py --count 10000 --pages 10 --texts TEXTS --only audit
    python benchmarks/audit.py --folder CONTRACTS            # your own files instead

TEXTS is a folder of contracts as plain text: each file is cut into Word files of so many pages, which are ordinary
contract language, and used again from another paragraph on when all are used up. Without it the sentences are invented,
and so many of them are near a safeguard that an audit takes several times as long.

Prints one line per measurement: files per second end to end with all reports, seconds of an unchanged run,
megabytes of the largest worker, the overhead of Dask. Peers run where they are installed (pip install redline-buddy
amagi-contract-deadlines), each by its own command on the folder: ten rules of a bundled playbook, or dates alone.
Figures depend on the machine; run it idle.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import docx

WORDS_PER_PAGE = 450
PARTS = ["loop", "executor", "audit", "dask", "peers"]
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # characters that XML cannot hold
ROOT = Path(__file__).resolve().parent.parent
SUBJECTS = ("The Licensee", "The Supplier", "Either party", "The Customer", "Each Authorised User")
VERBS = ("shall keep", "may inspect", "shall not disclose", "shall pay", "may terminate", "shall report", "may suspend")
OBJECTS = (
    "the records",
    "the Software",
    "all fees due",
    "the System",
    "any Confidential Information",
    "this Agreement",
)
ENDS = (
    "on thirty days' written notice",
    "in accordance with applicable law",
    "where it has reason to suspect misuse",
    "at its own cost and without undue delay",
    "unless the parties agree otherwise in writing",
    "for the term of this Agreement and five years after it",
)


def write_contracts(folder: Path, count: int, pages: int) -> None:
    """Word files with numbered clauses of invented sentences, all different."""
    for number in range(count):
        chance = random.Random(number)
        document = docx.Document()
        document.add_heading(f"Licence Agreement No. {number}", 0)
        words, clause = 0, 0
        while words < pages * WORDS_PER_PAGE:
            clause += 1
            document.add_heading(f"{clause}. Provisions", 1)
            for part in range(1, 7):
                texts = [" ".join(chance.choice(some) for some in (SUBJECTS, VERBS, OBJECTS, ENDS)) for _ in range(3)]
                text = f"{clause}.{part} {'. '.join(texts)}."
                document.add_paragraph(text)
                words += len(text.split())
        document.save(str(folder / f"contract-{number:06}.docx"))


def cut_contracts(folder: Path, texts: Path, count: int, pages: int) -> None:
    """Word files of paragraphs that follow each other in real contracts, no two alike."""
    sources = [
        [
            " ".join(words)
            for block in re.split(r"\n\s*\n", file.read_text(errors="replace"))
            if (words := block.split())
        ]
        for file in sorted(texts.rglob("*.txt"))
    ]
    made = 0
    for shift in itertools.count():
        for paragraphs in sources:
            document, words = docx.Document(), 0
            for text in paragraphs[shift:]:
                document.add_paragraph(_UNFIT.sub(" ", text))
                words += len(text.split())
                if words >= pages * WORDS_PER_PAGE:
                    document.save(str(folder / f"contract-{made:06}.docx"))
                    made += 1
                    document, words = docx.Document(), 0
                if made == count:
                    return


def peer(name: str, *options: str) -> float | None:
    """Seconds of another program on the folder; None where it is not installed."""
    command = Path(sys.executable).with_name(name)
    if not command.is_file():
        print(f"{name} is not installed: left out")
        return None
    began = time.perf_counter()
    subprocess.run([str(command), *options], check=False, capture_output=True)
    return time.perf_counter() - began


def check_one(path: str) -> str:
    """What a plain loop does with a file: judge it, and serialise the report."""
    from clausegen.api import check
    from clausegen.model.requirement import Tier

    return check(Path(path), tier=Tier.HIGH).model_dump_json()


def loop(files: list[str]) -> float:
    """Seconds of a plain loop in one process."""
    began = time.perf_counter()
    for file in files:
        check_one(file)
    return time.perf_counter() - began


def executor(files: list[str], workers: int) -> float:
    """Seconds of concurrent.futures, which isolates nothing and keeps nothing."""
    began = time.perf_counter()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        list(pool.map(check_one, files, chunksize=4))
    return time.perf_counter() - began


def audit(folder: Path, out: Path, *options: str) -> float:
    """Seconds of the command, start to end, all results written."""
    command = [sys.executable, "-m", "clausegen", "audit", str(folder), "-o", str(out), "--tier", "high", "--quiet"]
    began = time.perf_counter()
    done = subprocess.run([*command, *options], cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"the audit failed ({done.returncode}): {done.stderr[-500:]}")
    return time.perf_counter() - began


def main() -> None:
    """Measure what the options name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--pages", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--only", choices=PARTS, action="append")
    given = parser.parse_args()
    wanted = given.only or PARTS
    sys.path.insert(0, str(ROOT))
    os.environ["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        folder = given.folder or place / "in"
        if given.folder is None:
            folder.mkdir()
            if given.texts:
                cut_contracts(folder, given.texts, given.count, given.pages)
            else:
                write_contracts(folder, given.count, given.pages)
        files = sorted(str(file) for file in folder.rglob("*") if file.is_file())
        count, many = len(files), ("--workers", str(given.workers))

        def said(what: str, seconds: float) -> None:
            print(f"{what:<44} {seconds:8.1f} s {count / seconds:8.1f} files/s", flush=True)

        if "loop" in wanted:
            said("plain loop, one process, no results kept", loop(files))
        if "executor" in wanted:
            said(f"ProcessPoolExecutor, {given.workers} workers, nothing kept", executor(files, given.workers))
        if "audit" in wanted:
            one = audit(folder, place / "one", "--workers", "1")
            said("audit, 1 worker, all results", one)
            several = audit(folder, place / "many", *many)
            said(f"audit, {given.workers} workers, all results", several)
            print(f"{'speed-up of ' + str(given.workers) + ' workers over 1':<44} {one / several:8.2f} x")
            said("audit again, nothing changed", audit(folder, place / "many", *many))
            largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"{'largest process (workers and main)':<44} {largest:8.0f} MB")
        if "dask" in wanted:
            local = audit(folder, place / "local", *many)
            dask = audit(folder, place / "dask", "--engine", "dask", *many)
            said("audit on the local pool", local)
            said("audit on a local Dask cluster", dask)
            print(f"{'overhead of Dask':<44} {100 * (dask / local - 1):8.1f} %")
        if "peers" in wanted:
            if seconds := peer("redline", "review", str(folder), "--playbook", "saas-vendor", "--format", "json"):
                said("redline review, a bundled playbook", seconds)
            if seconds := peer("amagi-contract-deadlines", str(folder), "-o", str(place / "peer"), "-q"):
                said("amagi-contract-deadlines, dates alone", seconds)


if __name__ == "__main__":
    main()
