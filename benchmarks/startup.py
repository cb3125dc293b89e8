"""How long the command line takes from a cold start.

    python benchmarks/startup.py [--rounds 7]

Each command runs in a fresh process, all take turns, and the median and least wall seconds are given, beside an empty
Python process and the imports that peers begin with (spaCy; python-docx). ``check`` reads the sample agreement, which
is longer than ten pages, and a commercial one of three.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
CONTRACTS = ROOT / "samples" / "contracts"
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "import docx": ["-c", "import docx"],
    "import spacy": ["-c", "import spacy"],
    "clausegen --help": ["-m", "clausegen", "--help"],
    "clausegen dates (3 pages)": ["-m", "clausegen", "dates", str(CONTRACTS / "commercial.txt")],
    "clausegen check (3 pages)": ["-m", "clausegen", "check", str(CONTRACTS / "commercial.txt")],
    "clausegen check (13 pages)": ["-m", "clausegen", "check", str(CONTRACTS / "complete.docx")],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    took: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            began = time.perf_counter()
            subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, check=False)
            took[name].append(time.perf_counter() - began)
    for name, seconds in took.items():
        print(f"{name:28} median {statistics.median(seconds):6.3f} s   least {min(seconds):6.3f} s")


if __name__ == "__main__":
    main()
