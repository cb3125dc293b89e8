"""The SQLite file of a store: opened, held or shared, and its faults in words that say whether anything is lost.

An audit holds the file exclusively while it is open: a second one into the same folder is refused, also on a network
share where lock files are unreliable. The review desk shares it between its threads, and with other desks on the same
folder. Only where nothing can be written is it read without being held.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from clausegen.errors import ClausegenError

STORE_NAME: Final = "audit.sqlite"
_VERSION: Final = 8  # of the tables; count on when they change
_TABLES: Final = """
    CREATE TABLE results (
        key     TEXT PRIMARY KEY,   -- JudgingSettings.key: content, extension, library, model, detector, tier, playbook
        outcomes TEXT NOT NULL,     -- JSON array, one per file: judged, partly-read, unreadable
        reasons TEXT NOT NULL,      -- JSON array, one per file
        failed  INTEGER NOT NULL,   -- 1: the worker was lost at every try; quarantined until --retry
        seconds REAL NOT NULL,      -- wall seconds it took
        report  BLOB,               -- zlib-packed JSON report, NULL when nothing could be judged
        means   TEXT NOT NULL,      -- JudgingSettings.means
        ties    TEXT NOT NULL       -- JSON of Ties, '' where they are not known
    );
    CREATE TABLE files (
        path   TEXT PRIMARY KEY,    -- as printed
        stamp  TEXT NOT NULL,       -- size, times and identity; while it stays, so does the content
        sha256 TEXT NOT NULL
    );
    CREATE TABLE runs (
        id     INTEGER PRIMARY KEY,
        digest TEXT NOT NULL        -- hash over its entries; a run that changes nothing is the same run
    );
    CREATE TABLE entries (
        run    INTEGER NOT NULL REFERENCES runs(id),
        path   TEXT NOT NULL,
        key    TEXT NOT NULL,       -- results.key, '' when there is no result
        entry  TEXT NOT NULL,       -- JSON of portfolio.Entry without report and marks
        PRIMARY KEY (run, path)
    ) WITHOUT ROWID;
    CREATE INDEX entries_by_key ON entries(key);
    CREATE TABLE written (
        stamp  TEXT NOT NULL,       -- hash over all that the results depend on
        state  TEXT NOT NULL        -- JSON: tally, concerns, size and time of each file
    );
    CREATE TABLE kept (             -- by the review desk: texts, rows of its lists, notes
        kind   TEXT NOT NULL,
        name   TEXT NOT NULL,
        value  BLOB NOT NULL,
        PRIMARY KEY (kind, name)
    );
"""


class StoreError(ClausegenError):
    """The store cannot be used. The message says whether anything is lost."""


class DamagedResult(StoreError):
    """A result, or what a run says of a file, is not as it was written. The rest of the store can be used."""


class StoreFile:
    """The open file of one audit folder.

    With ``reading``, nothing will be added, and a folder that cannot be written will do; a ``shared`` one can be used
    by several threads and programs at a time, each change whole. Raises StoreError when it is in use, damaged, no
    store, made by another version of clausegen, or cannot be written.
    """

    def __init__(self, folder: Path, *, reading: bool = False, shared: bool = False) -> None:
        self.path = folder / STORE_NAME
        self._shared = shared or reading
        self._lock = threading.RLock()
        self._elsewhere = "" if reading else ", or give another -o"
        self._asleep = reading and not (os.access(folder, os.W_OK) and os.access(self.path, os.W_OK))
        if self._asleep and self.path.with_name(f"{STORE_NAME}-wal").exists():
            message = "another audit works in this folder, or was killed there; copy the folder and give the copy"
            raise StoreError(f"{self.path}: {message}")
        with self._explained():
            self._db = self._connect()
        # A changed byte must not end in an error of its own kind; what is read says what it means.
        self._db.text_factory = lambda text: text.decode(errors="surrogateescape")
        try:
            with self._explained():
                if self._asleep:
                    self._check()
                else:
                    self._open()
        except BaseException:
            self._db.close()
            raise

    def _connect(self) -> sqlite3.Connection:
        if self._asleep:  # "immutable", as SQLite calls it: nobody can change the file, so there is nothing to lock
            return sqlite3.connect(f"{self.path.absolute().as_uri()}?immutable=1", uri=True, isolation_level=None)
        wait = 5.0 if self._shared else 1.0  # seconds
        return sqlite3.connect(self.path, timeout=wait, isolation_level=None, check_same_thread=not self._shared)

    def _check(self) -> bool:
        """Return True for a store with tables, False for an empty file. Raises StoreError when the file is not ours."""
        tables = {name for (name,) in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        version = int(self._db.execute("PRAGMA user_version").fetchone()[0])
        if (tables or version) and not tables >= {"results", "files", "runs", "entries"}:
            raise StoreError(f"{self.path}: is a database of another program; move it away{self._elsewhere}")
        if tables and version != _VERSION:
            message = f"made by another version of clausegen (tables {version}); move it away{self._elsewhere}"
            raise StoreError(f"{self.path}: {message}")
        return bool(tables)

    def _open(self) -> None:
        if not self._shared:
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._db.execute("BEGIN IMMEDIATE")
        known = self._check()  # before anything is written
        self._db.execute("COMMIT")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")  # a commit outlives a power cut
        if not self._shared:
            self._db.execute("BEGIN IMMEDIATE")  # takes the lock, which is then held until the store is closed
            self._db.execute("COMMIT")
        if self._db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("its pages are inconsistent")
        if not known:
            self._db.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;")

    @contextmanager
    def _explained(self, what: str = "a result in it") -> Iterator[None]:
        """Turn what SQLite reports, and damage to ``what`` is read, into what it means for the audit."""
        try:
            with self._lock:
                yield
        except sqlite3.DatabaseError as error:
            writable = self._asleep or os.access(self.path.parent, os.W_OK)
            message = _meaning(str(error), writable=writable, elsewhere=self._elsewhere)
            raise StoreError(f"{self.path}: {message}") from None
        except (zlib.error, ValueError, TypeError, LookupError):  # SQLite does not notice a changed byte in a value
            message = f"{what} is damaged; judge everything again (audit --fresh), or restore the store from a copy"
            raise DamagedResult(f"{self.path}: {message}") from None

    def close(self) -> None:
        """Close the file and let go of it, once no thread is in the middle of a request."""
        with self._lock:  # SQLite ends the whole process where a connection is closed under a request
            self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _meaning(text: str, *, writable: bool, elsewhere: str) -> str:
    """Say what a report of SQLite means for the audit; ``elsewhere`` names another way out, where there is one."""
    if "closed database" in text:
        return "was closed while it was being read; nothing is lost"
    if "locked" in text:
        return f"another audit works in this folder; wait for it{elsewhere}"
    if "readonly" in text or "unable to open" in text or not writable:
        # SQLite calls a disk that is mounted read-only an I/O error, as it calls a full one.
        message = "the folder or its disk cannot be written (mounted read-only?); check the permissions of the folder"
        return f"{message}{elsewhere}"
    if "full" in text or "disk I/O" in text or "too big" in text:
        return f"cannot be written ({text}); make room, then run again: everything judged so far is kept"
    return f"damaged ({text}); restore it from a copy, or move it away to judge everything again"
