"""Followers of an audit: a bar on a terminal, JSON lines for a log, or nobody. No contract text is shown."""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import Any, TextIO

from clausegen.auditing.unit import UnitAnswer


class Watcher:
    """Is told how far an audit is; this one keeps it to itself."""

    def listing(self) -> None:
        """Hear that files are being listed and hashed."""

    def listed(self, files: int, units: int, known: int) -> None:
        """Hear that all files are listed; ``known`` of the ``units`` to judge were judged before."""

    def answered(self, answer: UnitAnswer) -> None:
        """Hear that one more unit is done, and kept."""

    def close(self) -> None:
        """Close nothing."""


class Bar(Watcher):
    """A progress bar with rate, time left and counts by outcome."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeRemainingColumn,
        )

        self._counts: Counter[str] = Counter()
        self._began = time.monotonic()
        self._done = 0
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("judging"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[counts]}"),
            console=Console(file=stream),
            transient=True,
        )
        self._task = self._progress.add_task("judging", total=None, rate="", counts="listing files")

    def listing(self) -> None:
        """Show that something is going on: a share of many files takes a while."""
        self._progress.start()

    def listed(self, files: int, units: int, known: int) -> None:
        """Start to count; what was known before counts as done."""
        self._began = time.monotonic()
        self._progress.update(self._task, total=units, completed=known, counts=f"{known} kept from before")

    def answered(self, answer: UnitAnswer) -> None:
        """Go on by one step."""
        self._done += 1
        self._counts.update(outcome.value for outcome in answer.outcomes)
        rate = self._done / max(time.monotonic() - self._began, 0.001)
        counts = ", ".join(f"{count} {name}" for name, count in sorted(self._counts.items()))
        self._progress.update(self._task, advance=1, rate=f"{rate:.1f}/s", counts=counts)

    def close(self) -> None:
        """Remove the bar."""
        self._progress.stop()


class Log(Watcher):
    """One JSON object per event and line; ``elapsed`` is seconds since the start."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._began = time.monotonic()

    def _write(self, event: str, **fields: Any) -> None:
        elapsed = round(time.monotonic() - self._began, 3)
        self._stream.write(json.dumps({"event": event, "elapsed": elapsed, **fields}) + "\n")
        self._stream.flush()

    def listed(self, files: int, units: int, known: int) -> None:
        """Write the event "listed"."""
        self._write("listed", files=files, units=units, known=known)

    def answered(self, answer: UnitAnswer) -> None:
        """Write the event "answered", one per file."""
        for member, outcome, reason in zip(answer.unit.members, answer.outcomes, answer.reasons, strict=True):
            seconds = round(answer.seconds, 3)
            self._write("answered", path=member.path, outcome=outcome.value, reason=reason, seconds=seconds)
