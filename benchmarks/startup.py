"""How long the command line takes from a cold start.

    python benchmarks/startup.py [--rounds 7]

Each command runs in a fresh process, all take turns, and the median and least wall seconds are given with the median
processor seconds, which say more where the machine has other work, beside an empty Python process and the imports that
peers begin with (spaCy; python-docx). ``check`` reads a commercial agreement of
three pages, the first ten pages of the long sample, and those of the complete one, in which nearly every clause
is a safeguard.

Python keeps the bytecode of everything it imports, as it does for whoever has installed the program: a first round fills
a folder for that, and does not count. Where PYTHONDONTWRITEBYTECODE is set each start compiles the program anew, for a
quarter of a second of processor time.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import docx

WORDS_PER_PAGE = 450
PAGES = 10
ROOT = Path(__file__).parent.parent
CONTRACTS = ROOT / "samples" / "contracts"
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "import docx": ["-c", "import docx"],
    "import spacy": ["-c", "import spacy"],
    "clausegen --help": ["-m", "clausegen", "--help"],
    "clausegen dates (3 pages)": ["-m", "clausegen", "dates", str(CONTRACTS / "commercial.txt")],
    "clausegen check (3 pages)": ["-m", "clausegen", "check", str(CONTRACTS / "commercial.txt")],
}
CUT = {"long agreement": CONTRACTS / "long-agreement.docx", "full of safeguards": CONTRACTS / "complete.docx"}


def first_pages(source: Path, out: Path) -> None:
    """Write the first pages of a Word file."""
    document = docx.Document(str(source))
    words = 0
    for paragraph in document.paragraphs:
        if words > PAGES * WORDS_PER_PAGE:
            paragraph.text = ""
        words += len(paragraph.text.split())
    document.save(str(out))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        commands = dict(COMMANDS)
        for kind, source in CUT.items():
            first_pages(source, cut := Path(folder) / f"{kind}.docx")
            commands[f"clausegen check ({PAGES} pages, {kind})"] = ["-m", "clausegen", "check", str(cut)]
        kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode")}
        measured(commands, 1, os.environ | kept)
        took = measured(commands, rounds, os.environ | kept)
    for name, runs in took.items():
        wall, processor = zip(*runs, strict=True)
        print(
            f"{name:40} median {statistics.median(wall):6.3f} s   least {min(wall):6.3f} s   "
            f"processor {statistics.median(processor):6.3f} s"
        )


def measured(
    commands: Mapping[str, list[str]], rounds: int, environment: Mapping[str, str]
) -> dict[str, list[tuple[float, float]]]:
    """Wall and processor seconds of each command, in turn."""
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            began, before = time.perf_counter(), processor_seconds()
            subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, check=False, env=environment)
            took[name].append((time.perf_counter() - began, processor_seconds() - before))
    return took


def processor_seconds() -> float:
    """Return what the processes started here and ended have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
