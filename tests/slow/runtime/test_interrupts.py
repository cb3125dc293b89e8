"""A command that is asked to stop says so in one line and exits with 2, whatever it was doing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing import forkserver
from pathlib import Path

import pytest
from click.testing import CliRunner
from portfolios import a_portfolio

from clausegen.auditing.engine import start_method
from clausegen.cli.main import main
from clausegen.runtime import interrupts

KEPT = "stopped; everything judged is kept, the same command goes on from here\n"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals that a process can send itself are a Unix matter")


def ask(number: int = signal.SIGINT) -> None:
    os.kill(os.getpid(), number)
    time.sleep(0.01)  # Python runs handlers between two steps


def plainly(*_: object, **__: object) -> None:
    ask()


def politely(*_: object, **__: object) -> None:
    ask(signal.SIGTERM)


def wrapped(*_: object, **__: object) -> None:
    try:
        ask()
    except KeyboardInterrupt as error:
        raise ValueError(f"cannot be serialised: {error!r}") from None


def twice(*_: object, **__: object) -> None:
    try:
        ask()
    finally:
        ask()


class Swallowing:
    def __del__(self) -> None:
        ask()


def swallowed(*_: object, **__: object) -> None:
    Swallowing()


@pytest.mark.parametrize(
    ("place", "asked", "said"),
    [
        ("clausegen.auditing.audit_folder.load_library", plainly, "stopped\n"),
        ("clausegen.auditing.audit_folder.load_library", wrapped, "stopped\n"),
        ("clausegen.auditing.audit_folder.sweep", politely, KEPT),
        ("clausegen.auditing.run._units", plainly, KEPT),
        ("clausegen.auditing.watcher.Watcher.answered", plainly, KEPT),
        ("clausegen.auditing.watcher.Watcher.answered", swallowed, KEPT),
        ("clausegen.auditing.watcher.Watcher.answered", twice, KEPT),
        ("clausegen.auditing.results.entry_line", plainly, KEPT),
        ("clausegen.auditing.results.entry_line", wrapped, KEPT),
        ("clausegen.report.html.Page.add", swallowed, KEPT),
    ],
)
def test_an_audit_stops_wherever_it_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    place: str,
    asked: Callable[..., None],
    said: str,
) -> None:
    folder = a_portfolio(tmp_path / "in", a="The Supplier sells lamps.", b="The Supplier sells oil.")
    monkeypatch.setattr(place, asked)
    result = CliRunner().invoke(main, ["audit", str(folder), "-o", str(tmp_path / "out"), "--workers", "1"])
    assert (result.exit_code, result.stderr) == (2, said)
    assert capfd.readouterr().err == ""
    assert not (tmp_path / "out" / "audit.jsonl").exists()
    monkeypatch.undo()
    again = CliRunner().invoke(main, ["audit", str(folder), "-o", str(tmp_path / "out"), "--workers", "1"])
    assert again.exit_code == 1, again.output


START = "import os, signal, sys, time\nfrom clausegen import __main__\nfrom clausegen.runtime import interrupts\n"
ASK = "os.kill(os.getpid(), signal.SIGINT); time.sleep(0.01)"
BEFORE = f"listen = interrupts.listen\ninterrupts.listen = lambda: (listen(), exec({ASK!r}))\n"
IN_TEXT = f"import clausegen.cli.show as show\nshow.refuse_existing = lambda *_: exec({ASK!r})\n"
AFTER = f"import atexit\natexit.register(exec, {ASK!r}, globals())\n"


@pytest.mark.parametrize(
    ("moment", "code", "said", "why"),
    [
        (BEFORE, 2, "stopped\n", "the command is not there yet"),
        (IN_TEXT, 2, "stopped\n", "Python would die by the signal where code made from text was stopped"),
        (AFTER, 0, "", "everything is done, and only the process has yet to end"),
    ],
)
def test_the_exit_code_says_what_came_of_the_command(
    tmp_path: Path, moment: str, code: int, said: str, why: str
) -> None:
    contract = a_portfolio(tmp_path, a="The Supplier sells lamps.") / "a.txt"
    command = [sys.executable, "-c", f"{START}{moment}__main__.main()", "show", str(contract)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (code, said), why


@pytest.mark.skipif(sys.platform != "linux", reason="only there is a process that starts the others")
def test_processes_that_judge_do_not_hear_what_a_terminal_sends_to_all() -> None:
    start_method()
    status = Path(f"/proc/{forkserver._forkserver._forkserver_pid}/status").read_text()
    (blocked,) = (line.split()[1] for line in status.splitlines() if line.startswith("SigBlk"))
    assert int(blocked, 16) >> (signal.SIGINT - 1) & 1
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_what_must_not_be_cut_in_two_is_finished_first() -> None:
    done = []

    @interrupts.deferred()
    def both() -> None:
        with interrupts.deferred():
            ask()
            done.append("one half")
        done.append("the other")

    with interrupts.stoppable(), pytest.raises(interrupts.Stop):
        both()
    assert done == ["one half", "the other"]


def test_tidying_up_after_a_request_does_not_repeat_it() -> None:
    with interrupts.stoppable():
        with pytest.raises(interrupts.Stop):
            ask()
        with interrupts.deferred():
            pass
        assert interrupts.requested()
    assert not interrupts.requested()


def test_a_signal_that_the_caller_ignores_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interrupts.stoppable():
            ask()
            assert not interrupts.requested()
    finally:
        signal.signal(signal.SIGINT, before)


def test_handlers_are_those_of_before_when_a_command_is_done() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM), sys.unraisablehook
    CliRunner().invoke(main, ["--help"])
    with interrupts.stoppable():
        assert signal.getsignal(signal.SIGTERM) is not before[1]
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM), sys.unraisablehook) == before
