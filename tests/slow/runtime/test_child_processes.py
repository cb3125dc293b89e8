"""However this program ends, no program that it started goes on, and no text of a contract stays on the disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from builders import docx
from paths import ROOT, TESTS

from clausegen.runtime import child_processes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the tests look at processes through /proc")

CLAUSE = "The Supplier may suspend access at once."
DEAL = ROOT / "samples" / "deals" / "high.toml"
# Stands for LibreOffice: notes itself and a process of its own, as that has one, and ends no more.
HANGING = '#!/bin/sh\nsleep 300 &\necho "$$ $!" >> "$MARK"\nwait\n'
CONVERTING = '#!/bin/sh\nfor last; do :; done\necho "$$" >> "$MARK"\ncp "$MADE" "${last%.rtf}.docx"\n'
AUDIT = ("audit", "in", "-o", "out", "--workers", "1", "--quiet")


def until(true: Callable[[], object], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(true())


def running(number: int) -> bool:
    """False also of a process that has ended and whose parent has not asked for it."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


class Scene:
    """A folder with a contract that LibreOffice must convert, and the program at work on it."""

    def __init__(self, root: Path, office: str) -> None:
        self.root = root
        for name in ("bin", "tmp", "in"):
            (root / name).mkdir()
        (root / "in" / "a.rtf").write_bytes(rb"{\rtf1\ansi " + CLAUSE.encode() + rb"\par}")
        (root / "bin" / "soffice").write_text(office)
        (root / "bin" / "soffice").chmod(0o755)
        self.mark = root / "mark"

    def begin(self, *arguments: str, python: tuple[str, ...] = ("-m", "clausegen")) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "PATH": f"{self.root / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "TMPDIR": str(self.root / "tmp"),
            "MARK": str(self.mark),
            "MADE": str(self.root / "made.docx"),
        }
        command = [sys.executable, "-P", *python, *arguments]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, cwd=self.root, env=environment, stdout=quiet, stderr=quiet)

    def started(self) -> list[int]:
        """Every process that LibreOffice was."""
        return [int(word) for word in self.mark.read_text().split()] if self.mark.exists() else []

    def left(self) -> list[str]:
        """What is running, and what lies in the folder of temporary files (a hidden file is not ours)."""
        return [*(str(one) for one in self.started() if running(one)), *map(str, (self.root / "tmp").glob("[!.]*"))]

    def set_aside(self) -> list[Path]:
        return [path for path in (self.root / "tmp").rglob("*.*") if path.suffix in {".rtf", ".docx"}]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path, HANGING)
    yield made
    for number in filter(running, made.started()):
        os.kill(number, signal.SIGKILL)


@pytest.mark.parametrize(
    ("arguments", "number", "why"),
    [
        ((*AUDIT, "--seconds", "5"), None, "its worker is ended for time, twice"),
        (AUDIT, signal.SIGKILL, "the worker must notice that the audit is gone"),
        (AUDIT, signal.SIGINT, "the audit ends its worker"),
        (("audit", "file://{root}/in", *AUDIT[2:]), signal.SIGKILL, "the worker has fetched the contract as well"),
        (("check", "in/a.rtf"), signal.SIGKILL, "the process that reads must not go on"),
        (("check", "in/a.rtf"), signal.SIGTERM, "the process that reads is ended"),
        (("draft", str(DEAL), "-o", "a.pdf"), signal.SIGKILL, "a draft holds what was agreed too"),
        (("draft", str(DEAL), "-o", "a.pdf"), signal.SIGINT, "LibreOffice does not hear the terminal"),
    ],
)
def test_nothing_outlives_the_program(
    scene: Scene, arguments: tuple[str, ...], number: signal.Signals | None, why: str
) -> None:
    program = scene.begin(*(word.replace("{root}", str(scene.root)) for word in arguments))
    assert until(scene.started)
    assert scene.set_aside()
    if number is not None:
        assert len(list(filter(running, scene.started()))) == 2
        program.send_signal(number)
    program.wait()
    assert until(lambda: not scene.left()), (scene.left(), why)


@pytest.mark.parametrize("deep", ["", "a folder whose name is longer than that of a socket may be " * 2])
def test_an_undisturbed_audit_leaves_nothing(tmp_path: Path, deep: str) -> None:
    root = tmp_path / deep
    root.mkdir(exist_ok=True)
    scene = Scene(root, CONVERTING)
    docx(root / "made.docx", CLAUSE)
    code = "import sys; sys.path.insert(0, sys.argv[1]); from portfolios import *; run(Path('in'), Path('out'))"
    assert scene.begin(str(TESTS), python=("-c", code)).wait() == 0
    assert scene.started()
    assert until(lambda: not scene.left()), scene.left()


# ---- one process --------------------------------------------------------------------------------


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


HOLDING = """
import os, subprocess, sys, time
from clausegen.runtime import child_processes
def tell(*words): print(*words, flush=True)
{}
time.sleep(300)
"""


def held(code: str) -> tuple[subprocess.Popen[str], list[int]]:
    """A process that has run the code, and the numbers that it told."""
    process = subprocess.Popen([sys.executable, "-P", "-c", HOLDING.format(code)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, [int(word) for word in process.stdout.readline().split()]


def kill(process: subprocess.Popen[str]) -> None:
    with process:
        process.kill()


def test_every_program_that_runs_is_ended() -> None:
    process, numbers = held(
        "made = [child_processes.start(['sleep', '300']) for _ in range(4)]\n"
        "child_processes.end(made[1]); tell(*(one.pid for one in made))"
    )
    assert [running(number) for number in numbers] == [True, False, True, True]
    kill(process)
    assert until(lambda: not any(map(running, numbers)))


def test_a_number_that_is_another_program_s_by_now_is_spared() -> None:
    with subprocess.Popen(["sleep", "300"], start_new_session=True) as other:
        process, numbers = held(
            "program = child_processes.start(['sleep', '300']); mine = child_processes._survivor()\n"
            f"mine._shell.stdin.write(b'begun {other.pid}\\n'); mine.forget({other.pid}); tell(program.pid)"
        )
        kill(process)
        try:
            assert until(lambda: not running(numbers[0]))
            assert running(other.pid)
        finally:
            other.kill()


def test_a_survivor_that_was_killed_is_replaced(empty: Path) -> None:
    process, numbers = held(
        "mine = child_processes._survivor(); mine._shell.kill(); mine._shell.wait()\n"
        "tell(child_processes.start(['sleep', '300']).pid)"
    )
    assert running(numbers[0])
    kill(process)
    assert until(lambda: not running(numbers[0]))
    assert until(lambda: not any(empty.iterdir()))


def test_a_folder_that_was_cleared_away_is_made_anew(empty: Path) -> None:
    process, numbers = held(
        "first = child_processes.folder(); first.rmdir(); second = child_processes.folder()\n"
        "tell(int(second != first), int(second.is_dir()), int(second == child_processes.folder()))"
    )
    kill(process)
    assert numbers == [1, 1, 1]
    assert until(lambda: not any(empty.iterdir()))


def test_a_program_gets_its_input_and_gives_its_output() -> None:
    assert child_processes.run(["cat"], seconds=120, given=b"words") == (0, b"words")
    assert child_processes.run(["sh", "-c", "echo lost >&2; exit 3"], seconds=120) == (3, b"")


def test_a_program_that_takes_too_long_is_ended_with_what_it_started(tmp_path: Path) -> None:
    child = tmp_path / "child"  # it holds the output open
    with pytest.raises(subprocess.TimeoutExpired):
        child_processes.run(["sh", "-c", f"sleep 300 & echo $! > '{child}'; exit"], seconds=1)
    assert until(lambda: not child.exists() or not running(int(child.read_text())))


def test_only_a_program_that_had_the_processor_is_to_blame_for_its_time() -> None:
    code = "import time\nwhile time.process_time() < 0.5: pass\nprint('done', flush=True)\ntime.sleep(300)"
    with child_processes.start([sys.executable, "-c", code]) as process:
        assert process.stdout
        process.stdout.readline()
        blamed, starved = (child_processes.starved(process, seconds) for seconds in (0.5, 3000))
        child_processes.end(process)
    assert (blamed, starved) == (False, True)
