"""Feed mutated files to the reader for as long as you like: ``python -m benchmarks.fuzz_reading FOLDER --minutes 60``.

Each file of the folder is changed at random, of an archive the parts inside it, and read in the limited process. What
must hold: the file is read or refused in one line and within half a minute, offsets fit, doubts lie inside their blocks,
and the process is not lost. Faults are kept beside the report, so that each can become a test; with one the exit code
is 1.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from clausegen.errors import DocumentError
from clausegen.ingest.sandbox import ReadingProcess

_MOST_SECONDS = 30.0
_BROKEN = 0.3  # share of archives and parts that are changed anywhere, and mostly broken
_ODD = (
    b"",
    b"0",
    b"-1",
    b"99999999999",
    b"1e308",
    b"auto",
    b"nan",
    b"FFFFFF",
    b"1pt",
    b"x" * 300,
    b"continue",
    b"exact",
)


class Tally(NamedTuple):
    """Files tried, files refused, and a line on each fault."""

    tried: int
    refused: int
    faults: list[str]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path, help="files to begin with")
    arguments.add_argument("--minutes", type=float, default=1)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--faults", type=Path, default=Path("faults"), help="where files that break a rule are kept")
    asked = arguments.parse_args()
    seeds = [path for path in sorted(asked.folder.rglob("*")) if path.is_file()]
    asked.faults.mkdir(exist_ok=True)
    ends = time.monotonic() + 60 * asked.minutes
    tally = fuzz(seeds, asked.faults, random.Random(asked.seed), lambda _: time.monotonic() < ends)
    print(*tally.faults, sep="\n", end="\n" if tally.faults else "")
    print(f"{tally.tried} files, {tally.refused} refused, {len(tally.faults)} faults (seed {asked.seed})")
    sys.exit(bool(tally.faults))


def fuzz(seeds: Sequence[Path], kept: Path, chance: random.Random, go_on: Callable[[int], bool]) -> Tally:
    """Read changed files while ``go_on``, asked with the number of files tried; those with a fault stay in ``kept``."""
    tried = refused = 0
    faults: list[str] = []
    with ReadingProcess() as process:
        while go_on(tried):
            seed = chance.choice(seeds)
            path = kept / f"{tried}{seed.suffix}"
            path.write_bytes(_changed(seed.read_bytes(), chance))
            tried += 1
            fault, begun = "", time.monotonic()
            try:
                document = process.load(path)
                if document.text != "\n".join(block.text for block in document.blocks if block.agreed):
                    fault = "blocks do not make the text"
                if not all(0 <= doubt.start <= doubt.end <= len(document.text) for doubt in document.doubts):
                    fault = "a doubt is outside the text"
            except DocumentError as error:
                refused += 1
                fault = error.reason if "unexpectedly" in error.reason or "was ended" in error.reason else ""
            if time.monotonic() - begun > _MOST_SECONDS:
                fault = f"{time.monotonic() - begun:.0f} s"
            if fault:
                faults.append(f"{path}: {fault}")
            else:
                path.unlink()
    return Tally(tried, refused, faults)


def _changed(content: bytes, chance: random.Random) -> bytes:
    """The file with a few changes; a sound archive with changes in one of its parts, as often as not."""
    if not content.startswith(b"PK") or chance.random() < _BROKEN:
        return _mutated(content, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        names = source.namelist()
        chosen = chance.choice([name for name in names if name.endswith(".xml")] or names)
        for name in names:
            data = source.read(name)
            made.writestr(name, _values(data, chance) if name == chosen else data)
    return out.getvalue()


def _values(content: bytes, chance: random.Random) -> bytes:
    """XML with other values of some attributes, which is sound still; or with any change."""
    if chance.random() < _BROKEN:
        return _mutated(content, chance)
    parts = re.split(rb'(?<==)"([^"]*)"', content)
    for _ in range(chance.randint(1, 20)):
        at = chance.randrange(1, len(parts), 2) if len(parts) > 1 else 0
        parts[at] = chance.choice(_ODD) if at else parts[at]
    return b"".join(b'"' + part + b'"' if at % 2 else part for at, part in enumerate(parts))


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
