"""Files that are written whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A stream whose file takes the place of ``path`` only when it is complete.

    Who may read it is left to the umask, as for any new file. Raises OSError when it cannot be written.
    """
    temporary = path.parent / f".{path.name[:40]}.{secrets.token_hex(4)}"
    try:
        with temporary.open("xb") as stream:
            yield stream
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
