"""How quick the review desk is on a large folder: python benchmarks/desk.py [--count 2000] [--pages 10] [--keep FOLDER]

Contracts are made by a formula and judged by none of the models, so that only the desk is measured; reports have the
size of real ones. The desk is the command in a process of its own, asked as a browser asks. Memory is that of the
process and its children at their most, while the dates are joined for Renewals.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib
from http.cookiejar import CookieJar
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from desks import SUSPENSION, a_desk, put  # noqa: E402

SENTENCE = "{}.{} The Customer shall use the System in accordance with the Documentation and the agreed limits. "
OPENED = 40


def build(folder: Path, count: int, pages: int) -> None:
    """Put judged contracts on a desk, as an audit would; all of them have the text of the first."""
    clauses = (SENTENCE.format(page, line) for page in range(1, pages + 1) for line in range(30))
    text = "\n\n".join(["Licence Agreement with the Ministry", f"2. {SUSPENSION}", *clauses])
    desk = a_desk(folder, {"contract-0000.txt": text})
    entry = desk.entry("contract-0000.txt")
    document = desk.document("contract-0000.txt")
    assert entry is not None
    assert entry.report is not None
    for number in range(1, count):
        named = {"path": f"contract-{number:04}.txt", "sha256": f"{number:064x}"}
        (folder / named["path"]).write_text(text)
        packed = zlib.compress(document.model_copy(update=named).model_dump_json(exclude_defaults=True).encode(), 1)
        desk.store.keep("text", [(named["sha256"], packed)])
        contract = entry.report.contract.model_copy(update=named)
        put(desk, entry.model_copy(update={**named, "report": entry.report.model_copy(update={"contract": contract})}))
    desk.store.keep("note", [("judged", b"run 1")])
    desk.close()


def measure(folder: Path) -> None:
    command = [sys.executable, "-m", "clausegen", "serve", str(folder), "--who", "Ada", "--no-browser"]
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as desk:
        try:
            assert desk.stdout is not None
            found = re.search(r"http://\S+", desk.stdout.readline())
            assert found is not None
            print(f"ready after {time.monotonic() - began:.2f} s")
            browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
            address = found[0].partition("/open")[0]

            def ask(path: str) -> tuple[float, str]:
                start = time.monotonic()
                page = browser.open(address + path).read().decode()
                return time.monotonic() - start, page

            browser.open(found[0]).read()
            print(f"first view {ask('/')[0]:.2f} s")
            seconds, page = ask("/portfolio")
            print(f"portfolio {seconds:.2f} s")
            names = re.findall(r'href="(/contract/[0-9a-f]+)"', page)[:OPENED]
            times = [ask(name)[0] for name in names]
            print(f"a contract: median {statistics.median(times):.2f} s, most {max(times):.2f} s")
            start = time.monotonic()
            while "are being joined" in ask("/renewals")[1]:
                time.sleep(1)
            print(f"renewals joined after {time.monotonic() - start:.0f} s")
            times = [ask(name)[0] for name in names]
            print(f"a contract again: median {statistics.median(times):.2f} s, most {max(times):.2f} s")
            print(f"today again {ask('/')[0]:.2f} s")
            print(f"memory at its most {most_memory(desk.pid)} MB")
        finally:
            desk.terminate()


def most_memory(pid: int) -> int:
    """Megabytes of a process at its most, with those of its children now."""
    status = Path(f"/proc/{pid}/status").read_text()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024 + sum(most_memory(int(child)) for child in children)  # type: ignore[index]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--pages", type=int, default=10)
    parser.add_argument("--keep", type=Path, help="a folder made before, or to be made and kept")
    given = parser.parse_args()
    if given.keep and given.keep.exists():
        measure(given.keep)
        return
    with tempfile.TemporaryDirectory() as place:
        folder = given.keep or Path(place) / "contracts"
        build(folder, given.count, given.pages)
        measure(folder)


if __name__ == "__main__":
    main()
