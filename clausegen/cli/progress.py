"""Progress on standard error for work that takes longer than two seconds; nothing where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Timer
from typing import Final, TextIO

_AFTER: Final = 2.0  # seconds of silence that nobody minds
_LONGEST: Final = 60  # characters of the name of a step
_CLEAR: Final = "\r\x1b[K"


class Ticker:
    """One line on a terminal that names the step being done, out of so many; ``quiet`` shows nothing.

    It appears two seconds after the work began, in the middle of a long step too. Close it before anything else is
    printed.
    """

    def __init__(self, total: int, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self._total, self._done, self._line = total, 0, ""
        self._stream = stream or sys.stderr
        self._is_shown = False
        self._lock = Lock()
        self._timer = Timer(_AFTER, self._show)
        self._timer.daemon = True
        if not quiet and self._stream.isatty():
            self._timer.start()

    def step(self, name: str) -> None:
        """Begin the next step."""
        with self._lock:
            self._done = min(self._done + 1, self._total)
            counted = f"{self._done} of {self._total}: " if self._total > 1 else ""
            self._line = f"{_CLEAR}{counted}{name[:_LONGEST]}"
            if self._is_shown:
                self._write(self._line)

    def close(self) -> None:
        """Take the line away."""
        self._timer.cancel()
        with self._lock:
            if self._is_shown:
                self._write(_CLEAR)
            self._line, self._is_shown = "", False

    def _show(self) -> None:
        with self._lock:
            self._is_shown = bool(self._line)
            self._write(self._line)

    def _write(self, words: str) -> None:
        self._stream.write(words)
        self._stream.flush()


@contextmanager
def working(on: str) -> Iterator[None]:
    """Show what is being worked on, once two seconds have passed."""
    ticker = Ticker(1)
    ticker.step(on)
    try:
        yield
    finally:
        ticker.close()


def followed(files: Iterable[Path], *, quiet: bool = False, stream: TextIO | None = None) -> Iterator[Path]:
    """Yield files, and show on a terminal which one is being read, once two seconds have passed."""
    listed = list(files)
    ticker = Ticker(len(listed), quiet=quiet, stream=stream)
    try:
        for path in listed:
            ticker.step(path.name)
            yield path
    finally:
        ticker.close()
