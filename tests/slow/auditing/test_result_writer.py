"""Results of many contracts are made by two processes, and nobody can tell."""

from __future__ import annotations

import errno
import functools
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from portfolios import a_portfolio

from clausegen.auditing import result_writer as audit_desk
from clausegen.auditing.result_writer import BESIDE, ResultMakerBeside, set_aside
from clausegen.auditing.results import RESULT_NAMES
from clausegen.cli.main import main
from clausegen.report.xlsx import Spreadsheet

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there one process makes them all")
KEPT = "stopped; everything judged is kept, the same command goes on from here\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(audit_desk, "MANY", 2)
    return a_portfolio(tmp_path / "in", a="The Supplier sells lamps.", b__c="The Supplier sells oil.")


def audit(folder: Path, out: Path, workers: int) -> Result:
    return CliRunner().invoke(main, ["audit", str(folder), "-o", str(out), "--workers", str(workers), "--trust-folder"])


class Full(Spreadsheet):
    """There is no room for it."""

    def add(self, *_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/scratch")


class Killed(Spreadsheet):
    """Its process is killed while it writes."""

    def finish(self, *_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


class KilledEarly(Spreadsheet):
    """Its process is killed while entries come."""

    def add(self, *_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


class Slow(Spreadsheet):
    """Takes longer than anybody waits."""

    def finish(self, *_: object) -> None:
        time.sleep(600)


def work_with(maker: type[Spreadsheet], *arguments: object) -> None:
    """What the other process does, with a maker that is replaced there."""
    audit_desk.MAKERS["audit.xlsx"] = lambda _: maker()
    audit_desk._work(*arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("contracts", "processes", "aside"),
    [(99, 2, ()), (100, 2, BESIDE), (100, 1, ())],
)
def test_another_process_helps_with_many_contracts_where_more_than_one_is_granted(
    contracts: int, processes: int, aside: tuple[str, ...]
) -> None:
    assert set_aside(contracts, processes) == aside


def test_two_processes_write_the_bytes_of_one(folder: Path, tmp_path: Path) -> None:
    (folder / "waivers.toml").write_text(
        '[[waivers]]\ncontract = "a.txt"\nelement = "SUS-1"\nreason = "r"\napprover = "p"\nexpires = 2999-01-01\n'
    )
    (folder / "register.csv").write_text("path,customer\na.txt,Ministry\n")
    for workers in (1, 2):
        assert audit(folder, tmp_path / str(workers), workers).exit_code == 1
    for name in RESULT_NAMES:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


@pytest.mark.parametrize(
    ("maker", "said"),
    [
        (Full, "/scratch: results cannot be written (No space left on device); make room there or mend it"),
        (Killed, "the process that wrote audit.xlsx and audit.sarif was ended, mostly for want of memory; run again"),
        (KilledEarly, "the process that wrote audit.xlsx and audit.sarif was ended"),
    ],
)
def test_what_befalls_the_other_process_costs_no_result_of_before_and_nothing_judged(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, maker: type[Spreadsheet], said: str
) -> None:
    out = tmp_path / "out"
    audit(folder, out, 2)
    before = {name: (out / name).read_bytes() for name in RESULT_NAMES}
    (folder / "new.txt").write_text("The Supplier sells rope.")
    with monkeypatch.context() as patched:
        patched.setattr(audit_desk, "_work", functools.partial(work_with, maker))
        broken = audit(folder, out, 2)
    assert broken.exit_code == 2
    assert said in broken.stderr
    assert {name: (out / name).read_bytes() for name in RESULT_NAMES} == before
    assert not list(out.glob(".audit*"))
    again = audit(folder, out, 2)
    assert "judged now: 0" in again.stdout
    assert (out / "audit.jsonl").read_bytes().count(b"\n") == 3


def test_an_audit_stops_while_the_other_process_writes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_desk, "_work", functools.partial(work_with, Slow))
    started: list[ResultMakerBeside] = []
    wait = ResultMakerBeside.wait

    def asked(desk: ResultMakerBeside) -> None:
        started.append(desk)
        os.kill(os.getpid(), signal.SIGINT)
        wait(desk)

    monkeypatch.setattr(ResultMakerBeside, "wait", asked)
    result = audit(folder, tmp_path / "out", 2)
    assert (result.exit_code, result.stderr) == (2, KEPT)
    assert not started[0]._process.is_alive()
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"audit.sqlite"}


def test_what_the_other_process_makes_may_go_to_a_pipe(folder: Path, tmp_path: Path) -> None:
    audit(folder, tmp_path / "file", 2)
    out = tmp_path / "out"
    out.mkdir()
    os.mkfifo(out / "audit.sarif")
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append((out / "audit.sarif").read_bytes()))
    reader.start()
    command = ["audit", str(folder), "-o", str(out), "--workers", "2", "--force"]
    assert CliRunner().invoke(main, command).exit_code == 1
    reader.join()
    assert heard == [(tmp_path / "file" / "audit.sarif").read_bytes()]
