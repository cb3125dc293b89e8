"""`clausegen serve` as a person starts it: a real audit, a real decision, a clean end."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
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
        return self.process.communicate(timeout=60)[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in SAMPLES:
        shutil.copy(ROOT / "samples" / "contracts" / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def started(folder: Path) -> Iterator[Started]:
    desk = Started(folder)
    yield desk
    if desk.process.poll() is None:
        desk.end(signal.SIGKILL)


def test_a_folder_is_read_decided_killed_and_taken_up_again(folder: Path, started: Started, chromium: Any) -> None:
    page = chromium.new_page()
    page.goto(started.opening)
    page.wait_for_selector("text=files were read in this run", timeout=240_000)
    page.click("text=weak-suspension.txt")
    page.locator("#card-SUS .confirm-all button").click()
    page.wait_for_selector('#card-SUS[data-open="0"]')
    page.close()
    started.end(signal.SIGKILL)

    again = Started(folder)
    page = chromium.new_page()
    page.goto(again.opening)
    page.click("text=weak-suspension.txt")
    assert page.locator("#card-SUS").get_attribute("data-open") == "0", "a killed process loses no decision"
    page.close()
    again.end()

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


def test_it_stops_when_nobody_uses_it(tmp_path: Path) -> None:
    (tmp_path / "contracts").mkdir()
    desk = Started(tmp_path / "contracts", "--idle", "0.02")
    assert "nobody used the desk" in desk.process.communicate(timeout=60)[0]
    assert desk.process.returncode == 0


def test_a_folder_that_is_none_is_explained(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "clausegen", "serve", str(tmp_path / "none"), "--no-browser"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert "there is no such folder" in done.stderr
