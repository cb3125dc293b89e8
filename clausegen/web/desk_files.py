"""The files under the desk: where each lies, what it says, and whether it is still the one that was judged.

What the desk keeps lies in ``.clausegen`` in the folder of the contracts, readable by its owner alone, in the store of
the audits that were begun at the desk. It may be deleted at any time.
"""

from __future__ import annotations

import os
import zlib
from pathlib import Path
from typing import Final

from clausegen.auditing import STORE_NAME, Store
from clausegen.errors import DocumentError, UsageError
from clausegen.ingest import load_document
from clausegen.model import Document
from clausegen.web.rows import ContractRow

FOLDER: Final = ".clausegen"
_TEXT: Final = "text"
_STAMP: Final = "stamp"


def open_store(folder: Path) -> Store:
    """Open the desk's own store in the folder of the contracts. Raises UsageError when that cannot be written."""
    place = folder / FOLDER
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        ignore = place / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n")
        os.close(os.open(place / STORE_NAME, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise UsageError(
            f"{folder}: the desk cannot write there ({error.strerror}); give a folder that is yours"
        ) from None
    return Store(place, shared=True)


class ContractFiles:
    """The contracts of one folder. Nothing outside it is opened, whatever a link says."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder, self._store = folder, store

    def at(self, path: str) -> Path:
        """Return the place of a contract. Raises DocumentError when it lies outside the folder, or nowhere."""
        file = self.folder / path
        try:
            inside = file.resolve(strict=True).is_relative_to(self.folder)
        except (OSError, RuntimeError):
            raise DocumentError(path, "the file is gone", "run the audit again to see where it is now") from None
        if not inside:
            raise DocumentError(path, "it leads outside the folder", "copy it into the folder of the contracts")
        return file

    def document(self, path: str, sha256: str) -> Document:
        """Return the text of a contract as it was judged. Raises DocumentError when the file cannot be read."""
        if sha256 and (kept := self._store.kept(_TEXT, sha256)):
            document = Document.model_validate_json(zlib.decompress(kept))
        else:
            document = load_document(self.at(path))
            packed = zlib.compress(document.model_dump_json(exclude_defaults=True).encode(), 1)
            self._store.keep(_TEXT, [(document.sha256, packed)])
        return document.model_copy(update={"path": path})

    def note(self, path: str, sha256: str) -> None:
        """Remember text and looks of a file that has just been judged. Raises DocumentError, OSError."""
        self._store.keep(_STAMP, [(path, self._stamp(path, sha256).encode())])
        if not self._store.kept(_TEXT, sha256):
            self.document(path, "")

    def changed_since(self, row: ContractRow) -> str:
        """Say that a file is gone or is no longer the one that was judged; "" while it is."""
        try:
            stamp = self._stamp(row.path, row.sha256)
        except (DocumentError, OSError):
            return "The file is gone or cannot be reached; you see what was judged. Run the audit again."
        if self._store.kept(_STAMP, row.path) not in (b"", stamp.encode()):
            return "The file was changed after it was judged; you see what was judged. Run the audit again."
        return ""

    def _stamp(self, path: str, sha256: str) -> str:
        status = self.at(path).stat()
        return f"{sha256} {status.st_size}:{status.st_mtime_ns}"
