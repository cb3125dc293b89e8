"""Lines set aside until what stands before them is known: the head of a result counts what its body holds."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Iterator
from typing import Final

_KEPT: Final = 2**20  # bytes, packed, that stay in memory; more goes to a temporary file


class Spool:
    """Takes text in whole lines, then gives the lines back, once. Raises OSError when there is no room for them.

    Packed, because what is said about contracts repeats itself and ten thousand of them fill half a gigabyte.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_KEPT)  # noqa: SIM115 - open as long as the spool is in use
        self._packed = gzip.GzipFile(fileobj=self._file, mode="wb", compresslevel=1)

    def add(self, text: str) -> None:
        """Set aside one or more lines, the last newline included."""
        self._packed.write(text.encode())

    def lines(self) -> Iterator[str]:
        """Everything, line by line; nothing can be added after that."""
        self._packed.close()
        self._file.seek(0)
        with gzip.GzipFile(fileobj=self._file, mode="rb") as unpacked:
            for line in unpacked:
                yield line.decode()

    def close(self) -> None:
        """Let go of everything."""
        self._packed.close()
        self._file.close()
