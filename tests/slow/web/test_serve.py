"""`clausegen serve` as a person starts it: a real audit, a real decision, a clean end."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from paths import ROOT

SAMPLES = ("weak-suspension.txt", "negated-cooperation.txt")


class Started:
    """The command, and the address that it printed."""

    def __init__(self, folder: Path, *options: str) -> None:
        command = [sys.executable, "-m", "clausegen", "serve", str(folder), "--no-browser", "--who", "Ada", *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)
        assert self.process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/open\?token=\S+", self.process.stdout.readline())
        assert found is not None
        self.opening = found[0]
        self.address = found[0].partition("/open")[0]

    def end(self, how: signal.Signals = signal.SIGINT) -> str:
        """Stop it, and what it said."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.communicate(timeout=240)[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in SAMPLES:
        shutil.copy(ROOT / "samples" / "contracts" / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def start() -> Iterator[Callable[..., Started]]:
    """Start desks; those that still run at the end are killed."""
    desks: list[Started] = []

    def started(folder: Path, *options: str) -> Started:
        desks.append(Started(folder, *options))
        return desks[-1]

    yield started
    for desk in desks:
        if desk.process.poll() is None:
            desk.end(signal.SIGKILL)


def opened(chromium: Any, desk: Started) -> Any:
    """A tab in which the desk is open; patient, for the machine may have other work."""
    page = chromium.new_page()
    page.set_default_timeout(120_000)
    page.goto(desk.opening)
    return page


def test_a_folder_is_read_decided_killed_and_taken_up_again(
    folder: Path, start: Callable[..., Started], chromium: Any
) -> None:
    started = start(folder)
    page = opened(chromium, started)
    page.wait_for_selector("text=files were read in this run", timeout=240_000)
    page.click("text=weak-suspension.txt")
    page.locator("#card-SUS .confirm-all button").click()
    page.wait_for_selector('#card-SUS[data-open="0"]')
    page.close()
    started.end(signal.SIGKILL)

    again = start(folder)
    page = opened(chromium, again)
    page.click("text=weak-suspension.txt")
    page.wait_for_selector('#card-SUS[data-open="0"]')  # a killed process loses no decision
    page.close()
    assert "stopped" in again.end()

    labels = folder / "labels.jsonl"
    command = [sys.executable, "-m", "clausegen", "decisions", "export", str(folder), "-o", str(labels)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    rows = [json.loads(line) for line in labels.read_text().splitlines()]
    assert rows
    assert {row["code"].partition("-")[0] for row in rows} == {"SUS"}
    assert all(row["agreed"] for row in rows)
    assert "weak-suspension" not in labels.read_text()
    assert "Ada" not in labels.read_text()
    assert "times here" in done.stderr


def test_an_address_that_was_printed_can_be_opened_at_once(folder: Path, start: Callable[..., Started]) -> None:
    number = int(start(folder).address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", number), timeout=240):
        pass


def test_it_stops_when_nobody_uses_it(tmp_path: Path, start: Callable[..., Started]) -> None:
    (tmp_path / "contracts").mkdir()
    desk = start(tmp_path / "contracts", "--idle", "0.02")
    assert "nobody used the desk" in desk.process.communicate(timeout=240)[0]
    assert desk.process.returncode == 0


def test_a_folder_that_is_none_is_explained(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "clausegen", "serve", str(tmp_path / "none"), "--no-browser"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert "there is no such folder" in done.stderr
