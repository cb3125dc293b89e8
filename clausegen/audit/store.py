"""What an audit knows, in one SQLite file: results by key, and the entries of every finished run.

The schema is described in docs/audit.md; ``PRAGMA user_version`` counts its migrations. Every answer is
committed as it comes, so a process that is killed loses at most the files it had in work. The file is
held exclusively while it is open: a second audit into the same folder is refused, also on a network share
where lock files are unreliable.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from clausegen.audit.earlier import beside
from clausegen.audit.unit import Answer
from clausegen.errors import ClausegenError
from clausegen.findings import Report
from clausegen.portfolio import Entry, Outcome
from clausegen.regex import regex

NAME: Final = "audit.sqlite"
_READ: Final = regex(r'\["judged"(, "judged")*\]')  # the outcomes of a unit that was read in full

# One script per version; never edit one that was released, add the next.
MIGRATIONS: Final = (
    """
    CREATE TABLE results (
        key     TEXT PRIMARY KEY,   -- Judging.key: content, extension, library, model, detector, tier, playbook
        outcomes TEXT NOT NULL,     -- JSON array, one per file: judged, partly-read, unreadable
        reasons TEXT NOT NULL,      -- JSON array, one per file
        failed  INTEGER NOT NULL,   -- 1: the worker was lost at every try; quarantined until --retry
        seconds REAL NOT NULL,      -- wall seconds it took
        report  BLOB                -- zlib-packed JSON report, NULL when nothing could be judged
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
    """,
    """
    CREATE TABLE written (
        stamp  TEXT NOT NULL,       -- hash over all that the results depend on
        state  TEXT NOT NULL        -- JSON: tally, concerns, size and time of each file
    );
    """,
    "ALTER TABLE results ADD COLUMN means TEXT NOT NULL DEFAULT '';  -- Judging.means\n",
    "CREATE INDEX entries_by_key ON entries(key);",
)


class StoreError(ClausegenError):
    """The store cannot be used. The message says whether anything is lost."""


class Store:
    """The open store of one audit folder. Use it as a context manager.

    Raises StoreError when it is in use, damaged, made by a newer clausegen, or cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        with self._explained():
            self._db = sqlite3.connect(self.path, timeout=1.0, isolation_level=None)
        try:
            with self._explained():
                self._open()
        except BaseException:
            self._db.close()
            raise

    def _open(self) -> None:
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")  # a commit outlives a power cut
        self._db.execute("BEGIN IMMEDIATE")  # takes the lock, which is then held until the store is closed
        self._db.execute("COMMIT")
        if self._db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("its pages are inconsistent")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            raise StoreError(f"{self.path}: made by a newer clausegen (schema {version}); update clausegen")
        for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
            self._db.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what SQLite reports into what it means for the audit."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            text = str(error)
            if "locked" in text:
                message = "another audit works in this folder; wait for it, or give another -o"
            elif "readonly" in text or "unable to open" in text or not os.access(self.path.parent, os.W_OK):
                # SQLite calls a disk that is mounted read-only an I/O error, as it calls a full one.
                message = f"cannot be written ({text}); check the permissions of the folder, or give another -o"
            elif "full" in text or "disk I/O" in text or "too big" in text:
                message = f"cannot be written ({text}); make room, then run again: everything judged so far is kept"
            else:
                message = f"damaged ({text}); restore it from a copy, or move it away to judge everything again"
            raise StoreError(f"{self.path}: {message}") from None
        except (zlib.error, ValueError, TypeError) as error:  # SQLite does not notice a changed byte in a value
            kind = type(error).__name__
            message = f"a result in it is damaged ({kind}); restore it from a copy, or judge everything again (--fresh)"
            raise StoreError(f"{self.path}: {message}") from None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let go of it."""
        self._db.close()

    # ---- content of files -----------------------------------------------------------------------

    def known_files(self) -> dict[str, tuple[str, str]]:
        """Stamp and content hash of every file seen before, by path."""
        with self._explained():
            return {
                path: (stamp, sha) for path, stamp, sha in self._db.execute("SELECT path, stamp, sha256 FROM files")
            }

    def remember_files(self, files: Iterable[tuple[str, str, str]]) -> None:
        """Remember (path, stamp, content hash)."""
        with self._explained(), self._transaction():
            self._db.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", files)

    # ---- results --------------------------------------------------------------------------------

    def results(self, means: str, *, retry: bool = False) -> set[str]:
        """Keys of all results that hold.

        Those of files that were not read in full hold only for the ``means`` they were read with, and with
        ``retry`` those of files whose workers were lost do not hold.
        """
        query = "SELECT key, outcomes, failed, means FROM results"
        with self._explained():
            return {
                key
                for key, outcomes, failed, by in self._db.execute(query)
                if not (failed and retry) and (by == means or _READ.fullmatch(outcomes))
            }

    def add(self, key: str, answer: Answer, means: str = "") -> None:
        """Keep a result; committed when this returns. Runs that point to another one under this key still do."""
        outcomes = json.dumps([outcome.value for outcome in answer.outcomes])
        reasons = json.dumps(answer.reasons)
        row = (key, outcomes, reasons, int(answer.failed), answer.seconds, answer.report, means)
        with self._explained(), self._transaction():
            self._set_aside(key, (outcomes, reasons, answer.report))
            self._db.execute("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def _set_aside(self, key: str, now: tuple[str, str, bytes | None]) -> None:
        """Give what finished runs point to a key of its own when it differs from what is found ``now``."""
        before = self._db.execute("SELECT outcomes, reasons, report FROM results WHERE key = ?", (key,)).fetchone()
        run = self._db.execute("SELECT max(run) FROM entries WHERE key = ?", (key,)).fetchone()[0]
        if before is None or before == now or run is None:
            return
        # The last run is not repeated by one that reads more, even where outcome and reason stay the same.
        self._db.execute("UPDATE runs SET digest = '' WHERE id IN (SELECT run FROM entries WHERE key = ?)", (key,))
        kept = f"{key}~{run}"
        self._db.execute("UPDATE results SET key = ? WHERE key = ?", (kept, key))
        self._db.execute("UPDATE entries SET key = ? WHERE key = ?", (kept, key))

    def result(self, key: str) -> tuple[tuple[Outcome, ...], tuple[str, ...], bool]:
        """Outcomes and reasons by member, and whether there is a report."""
        with self._explained():
            row = self._db.execute(
                "SELECT outcomes, reasons, report IS NOT NULL FROM results WHERE key = ?", (key,)
            ).fetchone()
            return tuple(Outcome(name) for name in json.loads(row[0])), tuple(json.loads(row[1])), bool(row[2])

    def report(self, key: str) -> Report | None:
        """The report of a result, None when nothing could be judged."""
        with self._explained():
            row = self._db.execute("SELECT report FROM results WHERE key = ?", (key,)).fetchone()
        return None if row is None or row[0] is None else Report.model_validate_json(zlib.decompress(row[0]))

    # ---- runs -----------------------------------------------------------------------------------

    def finish(self, digest: str, entries: Iterable[tuple[Entry, str]]) -> int:
        """Record a finished run; the number of the last one when nothing has changed since."""
        with self._explained():
            last = self._db.execute("SELECT id, digest FROM runs ORDER BY id DESC LIMIT 1").fetchone()
            if last and last[1] == digest:
                return int(last[0])
            with self._transaction():
                run = self._db.execute("INSERT INTO runs(digest) VALUES (?)", (digest,)).lastrowid
                rows = ((run, e.path, key, e.model_dump_json(exclude={"report", "marks"})) for e, key in entries)
                self._db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?)", rows)
        return int(run or 0)

    def runs(self) -> list[int]:
        """Numbers of the finished runs, oldest first."""
        with self._explained():
            return [row[0] for row in self._db.execute("SELECT id FROM runs ORDER BY id")]

    def written(self, stamp: str) -> str:
        """State of the results as they were last written, "" when they depend on something else now."""
        with self._explained():
            row = self._db.execute("SELECT state FROM written WHERE stamp = ?", (stamp,)).fetchone()
        return str(row[0]) if row else ""

    def set_written(self, stamp: str, state: str) -> None:
        """Remember what the results were written from."""
        with self._explained(), self._transaction():
            self._db.execute("DELETE FROM written")
            self._db.execute("INSERT INTO written VALUES (?, ?)", (stamp, state))

    def entries(self, run: int, *, reports: bool = True) -> Iterator[Entry]:
        """The entries of a run, sorted by path, each with its report unless ``reports`` is off.

        A report is given path, hash and format of the entry it belongs to, so that a file that was moved or copied,
        and each file of a family, is reported under its own name.
        """
        with self._explained():
            query = "SELECT entry, key FROM entries WHERE run = ? ORDER BY path"
            for text, key in self._db.execute(query, (run,)):
                entry = Entry.model_validate_json(text)
                report = self.report(key) if reports and key and entry.outcome is not Outcome.UNREADABLE else None
                if report is not None:
                    contract = report.contract.as_file(entry.path, entry.sha256)
                    entry = entry.model_copy(update={"report": report.model_copy(update={"contract": contract})})
                yield entry

    def objects(self, run: int) -> Iterator[dict[str, Any]]:
        """The entries of a run as ``earlier.judged`` reads them: reports as written, also by an older program."""
        with self._explained():
            query = "SELECT entry, report FROM entries LEFT JOIN results USING (key) WHERE run = ? ORDER BY path"
            for text, packed in self._db.execute(query, (run,)):
                entry = Entry.model_validate_json(text)
                judged = packed is not None and entry.outcome is not Outcome.UNREADABLE
                yield (json.loads(zlib.decompress(packed)) if judged else {}) | beside(entry)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
