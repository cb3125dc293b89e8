"""What an audit knows, in one SQLite file: results by key, and the entries of every finished run.

The schema is described in docs/audit.md. Every answer is committed as it comes, so a process that is killed
loses at most the files it had in work. The file is held exclusively while it is open: a second audit into the
same folder is refused, also on a network share where lock files are unreliable. Only where nothing can be
written is it read without being held.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from clausegen.audit.earlier import Judged, judged
from clausegen.audit.schema import MIGRATIONS, TABLES
from clausegen.audit.unit import Answer
from clausegen.errors import ClausegenError
from clausegen.findings import Report
from clausegen.portfolio import Entry, Outcome
from clausegen.regex import regex

NAME: Final = "audit.sqlite"
_READ: Final = regex(r'\["judged"(, "judged")*\]')  # the outcomes of a unit that was read in full


class StoreError(ClausegenError):
    """The store cannot be used. The message says whether anything is lost."""


class DamagedResult(StoreError):
    """A result, or what a run says of a file, is not as it was written. The rest of the store can be used."""


class Row(NamedTuple):
    """An entry as it is kept: its JSON, and the zlib-packed JSON of its report, None where there is none.

    Small, so that it can be handed to another process.
    """

    path: str
    entry: bytes
    report: bytes | None

    def unpacked(self) -> Entry:
        """The entry, with its report. Raises ValueError or zlib.error when it is damaged."""
        entry = Entry.model_validate_json(self.entry)
        if self.report is None:
            return entry
        report = Report.model_validate_json(zlib.decompress(self.report))
        contract = report.contract.as_file(entry.path, entry.sha256)
        return entry.model_copy(update={"report": report.model_copy(update={"contract": contract})})


class Store:
    """The open store of one audit folder. Use it as a context manager.

    With ``reading``, nothing will be added, and a folder that cannot be written will do. Raises StoreError when it
    is in use, damaged, no store, made by a newer clausegen, or cannot be written.
    """

    def __init__(self, folder: Path, *, reading: bool = False) -> None:
        self.path = folder / NAME
        self._elsewhere = "" if reading else ", or give another -o"
        self._asleep = reading and not (os.access(folder, os.W_OK) and os.access(self.path, os.W_OK))
        if self._asleep and self.path.with_name(f"{NAME}-wal").exists():
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
        return sqlite3.connect(self.path, timeout=1.0, isolation_level=None)

    def _check(self) -> int:
        """The version of the schema. Raises StoreError when the file is none of ours, or too new."""
        tables = {name for (name,) in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        version = int(self._db.execute("PRAGMA user_version").fetchone()[0])
        if not tables >= TABLES and (tables or version):
            message = f"is a database of another program; move it away{self._elsewhere}"
            raise StoreError(f"{self.path}: {message}")
        if version > len(MIGRATIONS):
            raise StoreError(f"{self.path}: made by a newer clausegen (schema {version}); update clausegen")
        return version

    def _open(self) -> None:
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._db.execute("BEGIN IMMEDIATE")
        version = self._check()  # before anything is written
        self._db.execute("COMMIT")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")  # a commit outlives a power cut
        self._db.execute("BEGIN IMMEDIATE")  # takes the lock, which is then held until the store is closed
        self._db.execute("COMMIT")
        if self._db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("its pages are inconsistent")
        for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
            self._db.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")

    @contextmanager
    def _explained(self, what: str = "a result in it") -> Iterator[None]:
        """Turn what SQLite reports, and damage to ``what`` is read, into what it means for the audit."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            text, folder = str(error), self.path.parent
            if "locked" in text:
                message = f"another audit works in this folder; wait for it{self._elsewhere}"
            elif "readonly" in text or "unable to open" in text or not (self._asleep or os.access(folder, os.W_OK)):
                # SQLite calls a disk that is mounted read-only an I/O error, as it calls a full one.
                message = f"cannot be written ({text}); check the permissions of the folder{self._elsewhere}"
            elif "full" in text or "disk I/O" in text or "too big" in text:
                message = f"cannot be written ({text}); make room, then run again: everything judged so far is kept"
            else:
                message = f"damaged ({text}); restore it from a copy, or move it away to judge everything again"
            raise StoreError(f"{self.path}: {message}") from None
        except (zlib.error, ValueError, TypeError, LookupError):  # SQLite does not notice a changed byte in a value
            message = f"{what} is damaged; judge everything again (audit --fresh), or restore the store from a copy"
            raise DamagedResult(f"{self.path}: {message}") from None

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
        """Keep a result; committed when this returns.

        Runs that point to another one under this key still do, unless that one is damaged: then they get this one.
        """
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
        if before is None or before == now or run is None or not _whole(*before):
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

    # ---- runs -----------------------------------------------------------------------------------

    def finish(self, digest: str, entries: Iterable[tuple[Entry, str]]) -> int:
        """Record a finished run; the number of the last one when nothing has changed since."""
        with self._explained():
            last = self._db.execute("SELECT id, digest FROM runs ORDER BY id DESC LIMIT 1").fetchone()
            rows = [(e.path, key, e.model_dump_json(exclude={"report", "marks"})) for e, key in entries]
            if last and last[1] == digest and rows == self._entered(last[0]):
                return int(last[0])
            with self._transaction():
                run = self._db.execute("INSERT INTO runs(digest) VALUES (?)", (digest,)).lastrowid
                self._db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?)", ((run, *row) for row in rows))
        return int(run or 0)

    def _entered(self, run: int) -> list[tuple[str, str, str]]:
        """What was recorded of a run: other than by its digest where a byte has changed."""
        query = "SELECT path, key, entry FROM entries WHERE run = ? ORDER BY path"
        return self._db.execute(query, (run,)).fetchall()

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

    def entries(self, run: int, *, reports: bool = True) -> Generator[Entry, None, None]:
        """The entries of a run, sorted by path, each with its report unless ``reports`` is off.

        A report is given path, hash and format of the entry it belongs to, so that a file that was moved or copied,
        and each file of a family, is reported under its own name.
        """
        for row in self.rows(run, reports=reports):
            yield self.unpacked(row)

    def unpacked(self, row: Row) -> Entry:
        """The entry that a row holds."""
        with self._explained(f"the result of {row.path!r}"):
            return row.unpacked()

    def judged(self, run: int) -> Iterator[Judged]:
        """What a run said of each file; its reports may be those of an older program."""
        for row in self.rows(run):
            with self._explained(f"the result of {row.path!r}"):
                entry = Entry.model_validate_json(row.entry)
                report = json.loads(zlib.decompress(row.report)) if row.report is not None else None
                made = judged(entry, report, older="shadow" not in json.loads(row.entry))
            yield made

    def rows(self, run: int, *, reports: bool = True) -> Generator[Row, None, None]:
        """What is kept of each entry of a run, sorted by path."""
        columns = "path, entry, key, report" if reports else "path, entry, '', NULL"
        query = f"SELECT {columns} FROM entries LEFT JOIN results USING (key) WHERE run = ? ORDER BY path"  # noqa: S608
        with self._explained():
            for path, text, key, packed in self._db.execute(query, (run,)):
                with self._explained(f"the result of {path!r}"):
                    judged = key and json.loads(text)["outcome"] != Outcome.UNREADABLE
                    if judged and packed is None:
                        raise LookupError("its report is not there")
                    encoded = text.encode()
                yield Row(path, encoded, packed if judged else None)

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


def _whole(outcomes: str, reasons: str, report: bytes | None) -> bool:
    """True when a result is as it was written."""
    try:
        json.loads(outcomes), json.loads(reasons), report and zlib.decompress(report)
    except (zlib.error, ValueError):
        return False
    return True
