"""Feed mutated files to the reader for as long as you like: ``python benchmarks/fuzz_reading.py FOLDER --seconds 3600``.

Each file of the folder is changed at random and read in the limited process. What must hold: the file is read or
refused in one line, offsets fit, doubts lie inside their blocks, and the process is not lost. Faults are kept beside
the report, so that each can become a test.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

from clausegen.errors import DocumentError
from clausegen.ingest.sandbox import ReadingProcess


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path, help="files to begin with")
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--faults", type=Path, default=Path("faults"), help="where files that break a rule are kept")
    asked = arguments.parse_args()
    chance = random.Random(asked.seed)
    seeds = [path for path in sorted(asked.folder.rglob("*")) if path.is_file()]
    asked.faults.mkdir(exist_ok=True)
    tried = refused = faults = 0
    ends = time.monotonic() + asked.seconds
    with ReadingProcess() as process:
        while time.monotonic() < ends:
            seed = chance.choice(seeds)
            path = asked.faults / f"{tried}{seed.suffix}"
            path.write_bytes(_mutated(seed.read_bytes(), chance))
            tried += 1
            fault = ""
            try:
                document = process.load(path)
                if document.text != "\n".join(block.text for block in document.blocks if block.agreed):
                    fault = "blocks do not make the text"
                for doubt in document.doubts:
                    if not 0 <= doubt.start <= doubt.end <= len(document.text):
                        fault = "a doubt lies outside the text"
            except DocumentError as error:
                refused += 1
                fault = error.reason if "unexpectedly" in error.reason or "was ended" in error.reason else ""
            if fault:
                faults += 1
                print(f"{path}: {fault}")
            else:
                path.unlink()
    print(f"{tried} files, {refused} refused, {faults} faults (seed {asked.seed})")


def _mutated(content: bytes, chance: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(made) or 1)
        kind = chance.randrange(4)
        if kind == 0:
            made[at : at + chance.randint(0, 40)] = b""
        elif kind == 1:
            made[at:at] = chance.randbytes(chance.randint(1, 8))
        elif kind == 2:
            made[at:at] = made[at : at + chance.randint(1, 400)] * chance.randint(1, 20)
        elif made:
            made[at] ^= 1 << chance.randrange(8)
    return bytes(made)


if __name__ == "__main__":
    main()
