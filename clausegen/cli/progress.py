"""Progress on standard error for work that takes longer than two seconds; nothing where nobody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TextIO

_AFTER: Final = 2.0  # seconds of silence that nobody minds
_NAME: Final = 40  # characters of a file name


def followed(files: Iterable[Path], *, quiet: bool = False, stream: TextIO | None = None) -> Iterator[Path]:
    """Yield files, and say on a terminal which one is being read, once two seconds have passed."""
    listed = list(files)
    stream = stream or sys.stderr
    began, is_shown = time.monotonic(), False
    for number, path in enumerate(listed, 1):
        if not quiet and stream.isatty() and (is_shown or time.monotonic() - began > _AFTER):
            is_shown = True
            stream.write(f"\r\x1b[K{number} of {len(listed)}: {path.name[:_NAME]}")
            stream.flush()
        yield path
        if is_shown:
            stream.write("\r\x1b[K")
            stream.flush()
