"""Lines set aside until what stands before them is known: the head of a result counts what its body holds."""

from __future__ import annotations

import errno
import gzip
import io
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

_KEPT: Final = 2**20  # bytes, packed, that stay in memory; more goes to a temporary file
_PIECE: Final = 2**16  # characters


def of_temporary_files(error: Exception) -> OSError:
    """Return an error of writing as one that names the folder of temporary files, not that of the results."""
    reason = getattr(error, "strerror", None) or str(error)
    number = getattr(error, "errno", None) or errno.EIO
    folder = tempfile.tempdir or "TMPDIR"
    return OSError(number, f"{reason}; it is the folder of temporary files, TMPDIR names another", folder)


class Spool:
    """Takes text, then gives it back, once. Raises OSError, see ``of_temporary_files``, when there is no room for it.

    Packed, because what is said about contracts repeats itself and ten thousand of them fill half a gigabyte.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_KEPT)  # noqa: SIM115 - open as long as the spool is in use
        self._packed = gzip.GzipFile(fileobj=self._file, mode="wb", compresslevel=1)

    def add(self, text: str) -> None:
        """Set aside some text."""
        try:
            self._packed.write(text.encode())
        except OSError as error:
            raise of_temporary_files(error) from None

    def lines(self) -> Iterator[str]:
        """Yield everything, line by line; nothing can be added after that."""
        with self._unpacked() as unpacked:
            for line in unpacked:
                yield line.decode()

    def pieces(self) -> Iterator[str]:
        """Yield everything, cut anywhere; nothing can be added after that."""
        with io.TextIOWrapper(self._unpacked(), encoding="utf-8", newline="") as unpacked:
            while piece := unpacked.read(_PIECE):
                yield piece

    def _unpacked(self) -> gzip.GzipFile:
        try:
            self._packed.close()
            self._file.seek(0)
        except OSError as error:
            raise of_temporary_files(error) from None
        return gzip.GzipFile(fileobj=self._file, mode="rb")

    def close(self) -> None:
        """Let go of everything."""
        with suppress(OSError):  # where there was no room, it has been said
            self._packed.close()
        self._file.close()
