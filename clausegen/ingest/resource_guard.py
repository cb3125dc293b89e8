"""The first look at a file, before any parser sees it: size, kind, archive shape, document type tricks."""

from __future__ import annotations

import io
import stat
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clausegen.errors import DamagedDocument, DocumentError, EncryptedDocument, LimitExceeded
from clausegen.ingest import limits

if TYPE_CHECKING:
    from lxml import etree

_NETWORK: Final = frozenset({"socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request"})
_thread: Final = threading.local()  # other threads of a program, such as a server's, go on talking
_SEND_AGAIN: Final = "ask for the file again, or open and save it in Word"
UNPACK_BY_HAND: Final = "ask for the archive again, or unpack it by hand and put its files into the folder"


def read_bytes(path: Path) -> bytes:
    """The bytes of a regular, non-empty file of at most ``limits.FILE_BYTES``.

    Raises: DocumentError (absent, not a file, not readable), DamagedDocument (empty), LimitExceeded.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        raise DocumentError(path, "there is no such file", "check the spelling of the path") from None
    except OSError as error:
        raise DocumentError(path, f"the file cannot be reached ({error.strerror})", "check the path") from None
    except ValueError as error:  # a zero in the name
        raise DocumentError(path, f"the file cannot be reached ({error})", "check the path") from None
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError(path, "this is not a file", "give the path of a contract")
    if status.st_size == 0:
        raise DamagedDocument(path, "the file is empty (0 bytes)", "ask for the file again")
    if status.st_size > limits.FILE_BYTES:
        size, most = status.st_size // limits.MEGABYTE, limits.FILE_BYTES // limits.MEGABYTE
        raise LimitExceeded(path, f"the file has {size} MB, more than the {most} MB granted", "split it")
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(path, f"the file cannot be read ({error.strerror})", "check its permissions") from None


@contextmanager
def without_network() -> Iterator[None]:
    """Let nothing that this thread does in between reach another machine."""
    _watched()
    before, _thread.cut_off = getattr(_thread, "cut_off", False), True
    try:
        yield
    finally:
        _thread.cut_off = before


@cache
def _watched() -> None:
    sys.addaudithook(_refuse_network)


def _refuse_network(event: str, _: tuple[object, ...]) -> None:
    if event in _NETWORK and getattr(_thread, "cut_off", False):
        raise PermissionError("whoever reads a file has no network")


class Archive:
    """A zip file that passed the guard; gives the bytes of its entries.

    ``again`` is what to try with one that is no document, in place of what helps with those.

    Raises: DamagedDocument (not a sound archive, two entries of one name), EncryptedDocument,
    LimitExceeded (too many entries, too large, packed beyond the granted ratio).
    """

    def __init__(self, path: Path, content: bytes, *, again: str = "") -> None:
        self.path = path
        self._again = again
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError) as error:
            raise DamagedDocument(path, f"the archive is truncated or broken ({error})", again or _SEND_AGAIN) from None
        self._check(entries)
        self._entries = {self._key(entry.filename): entry for entry in entries}

    @staticmethod
    def _key(name: str) -> str:
        return name.replace("\\", "/").lstrip("/").lower()

    def _check(self, entries: list[zipfile.ZipInfo]) -> None:
        if len(entries) > limits.ARCHIVE_ENTRIES:
            reason = f"the archive has {len(entries)} entries, more than the {limits.ARCHIVE_ENTRIES} granted"
            raise LimitExceeded(self.path, reason, self._again or "this is no ordinary contract; do not open it")
        seen: set[str] = set()
        total = 0
        for entry in entries:
            key = self._key(entry.filename)
            if key in seen:
                # Readers disagree on which of the two counts, so what one shows another hides.
                reason = f"the archive holds two entries named {entry.filename!r}"
                raise DamagedDocument(self.path, reason, self._again or "ask for a clean copy, saved anew in Word")
            seen.add(key)
            if entry.flag_bits & 0x1:
                raise EncryptedDocument(self.path, "the archive is encrypted", "save a copy without password")
            total += entry.file_size
            ratio = entry.file_size / max(entry.compress_size, 1)
            if entry.file_size > limits.RATIO_FROM and ratio > limits.PART_RATIO:
                reason = (
                    f"{entry.filename!r} unpacks to {entry.file_size // limits.MEGABYTE} MB, {ratio:.0f} times its size"
                )
                raise LimitExceeded(self.path, reason, "this looks like a zip bomb; do not open it")
        if total > limits.ARCHIVE_BYTES:
            reason = f"the archive unpacks to {total // limits.MEGABYTE} MB"
            raise LimitExceeded(self.path, reason, self._again or "do not open it")

    def __contains__(self, name: str) -> bool:
        return self._key(name) in self._entries

    def names(self) -> list[str]:
        """Entry names as stored, in archive order."""
        return [entry.filename for entry in self._entries.values()]

    def size(self, name: str) -> int:
        """The bytes that one entry says it unpacks to."""
        return self._entries[self._key(name)].file_size

    def read(self, name: str) -> bytes:
        """The bytes of one entry; KeyError when there is none of that name."""
        entry = self._entries[self._key(name)]
        if entry.file_size > limits.PART_BYTES:
            size, most = entry.file_size // limits.MEGABYTE, limits.PART_BYTES // limits.MEGABYTE
            reason = f"{entry.filename!r} unpacks to {size} MB, more than the {most} MB granted"
            raise LimitExceeded(self.path, reason, self._again or "split the document")
        try:
            return self._zip.read(entry)
        except (EncryptedDocument, MemoryError):
            raise
        except Exception as error:  # zlib, CRC, unknown compression: the zip module raises a dozen types
            reason = f"{entry.filename!r} cannot be unpacked ({error})"
            raise DamagedDocument(self.path, reason, self._again or _SEND_AGAIN) from None


def parse_xml(path: Path, name: str, content: bytes) -> etree._Element:
    """The root element of one XML part, parsed without entities, network or document type.

    Raises: DamagedDocument (not well-formed, or a document type declaration), LimitExceeded (nesting).
    """
    from lxml import etree  # a text needs none of it

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        message = str(error.msg or error)
        if "depth" in message or "Huge" in message or "huge" in message:
            raise LimitExceeded(path, f"{name!r} is nested too deeply or too large", "do not open it") from None
        if "ntity" in message:
            raise DamagedDocument(path, f"{name!r} uses XML entities, which Word never writes", _SEND_AGAIN) from None
        raise DamagedDocument(path, f"{name!r} is not sound XML ({message})", _SEND_AGAIN) from None
    if root.getroottree().docinfo.internalDTD is not None or root.getroottree().docinfo.externalDTD is not None:
        reason = f"{name!r} declares a document type, which Word never writes and which can hide text"
        raise DamagedDocument(path, reason, "ask for a clean copy, saved anew in Word")
    return root
