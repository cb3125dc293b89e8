"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def passes_on(path: Path) -> bool:
    """Return True for a pipe or a device such as ``/dev/stdout``: what is written goes on, and nothing is replaced."""
    kind = _kind(path)
    return stat.S_ISFIFO(kind) or stat.S_ISCHR(kind)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Yield a stream whose file takes the place of ``path`` only when it is complete.

    A link stays, and what it leads to is replaced; a pipe or a device gets everything at the end. Who may read a new
    file is left to the umask. Raises OSError when it cannot be written, or when a folder or the like is in the way.
    """
    if passes_on(path):
        with tempfile.TemporaryFile() as stream:
            yield stream
            stream.seek(0)
            with path.open("wb") as out:
                shutil.copyfileobj(stream, out)
        return
    if (kind := _kind(path)) and not stat.S_ISREG(kind):
        code = errno.EISDIR if stat.S_ISDIR(kind) else errno.EINVAL
        raise OSError(code, os.strerror(code), str(path))
    target = Path(os.path.realpath(path))
    temporary = target.parent / f".{target.name[:40]}.{secrets.token_hex(4)}"
    try:
        with temporary.open("xb") as stream:
            yield stream
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _kind(path: Path) -> int:
    """Return the kind of file that a path leads to, 0 when there is nothing."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0
