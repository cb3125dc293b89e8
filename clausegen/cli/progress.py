"""Progress on standard error for work that takes longer than two seconds; nothing where nobody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TextIO

_AFTER: Final = 2.0  # seconds of silence that nobody minds
_NAME: Final = 40  # characters of a file name
_CLEAR: Final = "\r\x1b[K"


class Ticker:
    """One line on a terminal that names the file being read, out of so many; ``quiet`` shows nothing."""

    def __init__(self, total: int, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self._total, self._done = total, 0
        self._stream = stream or sys.stderr
        self._is_watched = not quiet and self._stream.isatty()
        self._began, self._is_shown = time.monotonic(), False

    def step(self, path: Path) -> None:
        """Show the next file, once two seconds have passed."""
        self._done = min(self._done + 1, self._total)
        if self._is_watched and (self._is_shown or time.monotonic() - self._began > _AFTER):
            self._is_shown = True
            self._write(f"{_CLEAR}{self._done} of {self._total}: {path.name[:_NAME]}")

    def clear(self) -> None:
        """Take the line away, so that other output can follow."""
        if self._is_shown:
            self._write(_CLEAR)

    def _write(self, words: str) -> None:
        self._stream.write(words)
        self._stream.flush()


def followed(files: Iterable[Path], *, quiet: bool = False, stream: TextIO | None = None) -> Iterator[Path]:
    """Yield files, and show on a terminal which one is being read, once two seconds have passed."""
    listed = list(files)
    ticker = Ticker(len(listed), quiet=quiet, stream=stream)
    for path in listed:
        ticker.step(path)
        yield path
        ticker.clear()
