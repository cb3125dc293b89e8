"""The files under the desk: where each lies, what it says, and whether it is still the one that was judged."""

from __future__ import annotations

from pathlib import Path

from clausegen.errors import DocumentError
from clausegen.ingest import load_document
from clausegen.model import Document
from clausegen.web.cache import Cache
from clausegen.web.rows import ContractRow


class ContractFiles:
    """The contracts of one folder. Nothing outside it is opened, whatever a link says."""

    def __init__(self, folder: Path, cache: Cache) -> None:
        self.folder, self._cache = folder, cache

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
        """The text of a contract as it was judged. Raises DocumentError when the file cannot be read."""
        if sha256 and (kept := self._cache.document(sha256)):
            return kept.model_copy(update={"path": path})
        document = load_document(self.at(path))
        self._cache.keep_document(document)
        return document.model_copy(update={"path": path})

    def note(self, path: str, sha256: str) -> None:
        """Remember what a file looks like that has just been judged. Raises DocumentError, OSError."""
        self._cache.set_note(f"stamp {path}", self._stamp(path, sha256))

    def changed_since(self, row: ContractRow) -> str:
        """Say that a file is gone or is no longer the one that was judged; "" while it is."""
        try:
            stamp = self._stamp(row.path, row.sha256)
        except (DocumentError, OSError):
            return "The file is gone or cannot be reached; you see what was judged. Run the audit again."
        known = self._cache.note(f"stamp {row.path}")
        if known and known != stamp:
            return "The file was changed after it was judged; you see what was judged. Run the audit again."
        return ""

    def _stamp(self, path: str, sha256: str) -> str:
        status = self.at(path).stat()
        return f"{sha256} {status.st_size}:{status.st_mtime_ns}"
