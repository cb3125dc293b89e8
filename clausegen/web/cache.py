"""Keep what the desk needs between two runs in one SQLite file: entries, reports and texts of contracts.

It lies in ``.clausegen`` in the folder of the contracts, readable by its owner alone, and may be deleted at any time.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from clausegen.errors import UsageError
from clausegen.model import Document, Entry, Report

FOLDER: Final = ".clausegen"
_NAME: Final = "desk.sqlite"
_VERSION: Final = 2
_TABLES: Final = """
CREATE TABLE contracts (path TEXT PRIMARY KEY, entry TEXT NOT NULL, report BLOB, row TEXT NOT NULL);
CREATE TABLE documents (sha256 TEXT PRIMARY KEY, document BLOB NOT NULL);
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


def private_folder(folder: Path) -> Path:
    """Make the desk's own folder in the folder of the contracts. Raises UsageError when that cannot be written."""
    place = folder / FOLDER
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        ignore = place / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n")
    except OSError as error:
        raise UsageError(
            f"{folder}: the desk cannot write there ({error.strerror}); give a folder that is yours"
        ) from None
    return place


class Cache:
    """The open file; safe to use from several threads. A file that is damaged or of another version is made anew."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        self._path = private_folder(folder) / _NAME
        try:
            self._db = self._opened()
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            self._db = self._opened()

    def _opened(self) -> sqlite3.Connection:
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        db = sqlite3.connect(self._path, check_same_thread=False, timeout=5, isolation_level=None)
        if db.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                db.execute(f'DROP TABLE "{name}"')
            db.executescript(_TABLES + f"PRAGMA user_version = {_VERSION};")
        db.execute("PRAGMA journal_mode = WAL")
        return db

    @contextmanager
    def _used(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._db
            except sqlite3.Error as error:
                raise UsageError(
                    f"{self._path}: {error}; make room there, or stop the desk and delete the file"
                ) from None

    def rows(self) -> list[tuple[str, str]]:
        """Path and row (JSON) of every contract, sorted by path."""
        with self._used() as db:
            return db.execute("SELECT path, row FROM contracts ORDER BY path").fetchall()

    def keep(self, entries: Iterable[tuple[Entry, str]]) -> None:
        """Keep entries with their rows."""
        packed = [
            (e.path, e.model_dump_json(exclude={"report", "marks"}), _packed(e.report), row) for e, row in entries
        ]
        with self._used() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                db.executemany("INSERT OR REPLACE INTO contracts VALUES (?, ?, ?, ?)", packed)
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def drop(self, paths: Iterable[str]) -> None:
        """Forget contracts that are gone."""
        with self._used() as db:
            db.executemany("DELETE FROM contracts WHERE path = ?", [(path,) for path in paths])

    def entry(self, path: str) -> Entry | None:
        """The entry of a contract with its report, None when there is none."""
        with self._used() as db:
            found = db.execute("SELECT entry, report FROM contracts WHERE path = ?", (path,)).fetchone()
        return _unpacked(*found) if found else None

    def entries(self) -> Iterator[Entry]:
        """Every entry with its report, one at a time, sorted by path."""
        for path, _ in self.rows():
            if entry := self.entry(path):
                yield entry

    def document(self, sha256: str) -> Document | None:
        """The text of a file with this content, None when it was not read yet."""
        with self._used() as db:
            found = db.execute("SELECT document FROM documents WHERE sha256 = ?", (sha256,)).fetchone()
        return Document.model_validate_json(zlib.decompress(found[0])) if found else None

    def has_document(self, sha256: str) -> bool:
        """True when the text of a file with this content is kept."""
        with self._used() as db:
            return db.execute("SELECT 1 FROM documents WHERE sha256 = ?", (sha256,)).fetchone() is not None

    def keep_document(self, document: Document) -> None:
        """Keep the text of a file under the hash of its content."""
        packed = zlib.compress(document.model_dump_json(exclude_defaults=True).encode(), 1)
        with self._used() as db:
            db.execute("INSERT OR REPLACE INTO documents VALUES (?, ?)", (document.sha256, packed))

    def note(self, name: str) -> str:
        """A value kept under a name, "" when there is none."""
        with self._used() as db:
            found = db.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def set_note(self, name: str, value: str) -> None:
        """Keep a value under a name."""
        with self._used() as db:
            db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, value))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()


def _packed(report: Report | None) -> bytes | None:
    return zlib.compress(report.model_dump_json().encode(), 1) if report is not None else None


def _unpacked(entry: str, report: bytes | None) -> Entry:
    made = Entry.model_validate(json.loads(entry))
    return (
        made
        if report is None
        else made.model_copy(update={"report": Report.model_validate_json(zlib.decompress(report))})
    )
