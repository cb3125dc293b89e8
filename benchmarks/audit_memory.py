"""Memory and time of an audit's main process, for many files, without judging many files.

    python benchmarks/audit_memory.py --count 10000
    python benchmarks/audit_memory.py --count 10000 CONTRACT [CONTRACT ...]      # reports of your own contracts

A few contracts are judged; their reports are then recorded, through the audit's own store, for as many small files
as asked. What follows is the command itself, which finds everything judged: it writes all results, finds nothing
changed, and compares with the run before when a file is gone. One line per step: seconds and the largest memory of its
process. ``--keep FOLDER`` leaves files and results there, and a second run with it starts from them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # this process stays small: on Linux a child's largest memory is at least its parent's
    from clausegen.auditing.unit import Unit, UnitAnswer
    from clausegen.model.report import Report

ROOT = Path(__file__).resolve().parent.parent
REPORTS = "reports.jsonl"


class Copies:
    """An engine that judges nothing: every file gets one of a few reports, under its own name."""

    def __init__(self, reports: list[Report]) -> None:
        self.reports = reports

    def run(self, units: Iterable[Unit]) -> Generator[UnitAnswer, None, None]:
        from clausegen.auditing.unit import UnitAnswer
        from clausegen.model.portfolio import Outcome

        for number, unit in enumerate(units):
            (member,) = unit.members
            report = self.reports[number % len(self.reports)]
            contract = report.contract.model_copy(update={"path": member.path, "sha256": member.sha256})
            packed = zlib.compress(report.model_copy(update={"contract": contract}).model_dump_json().encode(), 1)
            yield UnitAnswer(unit, (member.sha256 or "",), (Outcome.JUDGED,), ("",), packed)


def judge(place: Path, contracts: list[str]) -> None:
    """Judge the contracts in earnest and leave their reports."""
    from clausegen.api import check
    from clausegen.model.requirement import Tier

    files = [Path(name) for name in contracts] or sorted((ROOT / "samples" / "contracts").iterdir())
    lines = [check(file, tier=Tier.HIGH).model_dump_json() + "\n" for file in files]
    (place / REPORTS).write_text("".join(lines), encoding="utf-8")


def record(place: Path) -> None:
    """An audit of all files, up to the point where results are written."""
    from clausegen.auditing.discover import walk
    from clausegen.auditing.register import Register
    from clausegen.auditing.run import audit
    from clausegen.auditing.store import Store
    from clausegen.auditing.unit import JudgingSettings
    from clausegen.auditing.watcher import Watcher
    from clausegen.checker.provenance import generator
    from clausegen.library.load import load_library
    from clausegen.model.playbook import DEFAULT_PLAYBOOK
    from clausegen.model.report import Report
    from clausegen.model.requirement import Tier

    lines = (place / REPORTS).read_text(encoding="utf-8").splitlines()
    reports = [Report.model_validate_json(line) for line in lines]
    judging = JudgingSettings("clausegen.checker.pipeline:judge", DEFAULT_PLAYBOOK, generator(load_library()))
    (place / "out").mkdir()
    with Store(place / "out") as store:
        audit(
            walk(place / "in"), store=store, engine=Copies(reports), judging=judging, register=Register(),
            tier=Tier.HIGH, watcher=Watcher(),
        )  # fmt: skip


def step(name: str, count: int, *arguments: str) -> None:
    """Run a process; print its seconds and its largest memory."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], env={**os.environ, "PYTHONPATH": str(ROOT)})
    _, status, usage = os.wait4(process.pid, 0)
    seconds, code = time.perf_counter() - began, os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        sys.exit(f"{name}: failed ({code})")
    spent = usage.ru_utime + usage.ru_stime
    each = 1e3 * spent / count
    print(
        f"{name:<46} {seconds:7.1f} s {spent:7.1f} s of processor {each:7.2f} ms/file {usage.ru_maxrss / 1024:6.0f} MB"
    )
    sys.stdout.flush()


def measure(place: Path, count: int, contracts: list[str]) -> None:
    """All steps, in order."""
    command = ("-m", "clausegen", "audit", str(place / "in"), "-o", str(place / "out"), "--tier", "high", "--quiet")
    (folder := place / "in").mkdir(parents=True, exist_ok=True)
    if not (place / "out").exists():
        for number in range(count):
            (folder / f"contract-{number:06}.txt").write_text(f"Licence Agreement {number}\n")
        step("judge a few contracts in earnest", max(1, len(contracts)), __file__, "--judge", str(place), *contracts)
        step(f"record {count} results", count, __file__, "--record", str(place))
    step("write all results", count, *command)
    step("again, nothing changed", count, *command)
    (folder / "contract-000000.txt").unlink(missing_ok=True)
    step("one file gone: compare, write", count, *command)
    step("again, nothing changed, a run before it", count, *command)


def main() -> None:
    """Measure, or be one of the steps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--judge", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--record", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("contracts", nargs="*")
    given = parser.parse_args()
    if given.judge:
        judge(given.judge, given.contracts)
    elif given.record:
        record(given.record)
    elif given.keep:
        measure(given.keep, given.count, given.contracts)
    else:
        with tempfile.TemporaryDirectory() as name:
            measure(Path(name), given.count, given.contracts)


if __name__ == "__main__":
    main()
