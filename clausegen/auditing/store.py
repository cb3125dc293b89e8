"""The memory of an audit, in one SQLite file: results by key, and the entries of every finished run.

The schema is described in docs/audit.md. Every answer is committed as it comes, so a process that is killed
loses at most the files it had in work.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from clausegen.amendments import Ties
from clausegen.auditing.previous_run import EarlierFile, judged
from clausegen.auditing.store_file import StoreFile
from clausegen.auditing.unit import UnitAnswer
from clausegen.model import Entry, Outcome, Report
from clausegen.runtime import regex

_READ: Final = regex(r'\["judged"(, "judged")*\]')  # the outcomes of a unit that was read in full


Seen = tuple[str, str, str]  # path, stamp and content hash of a file


class StoredEntry(NamedTuple):
    """An entry as it is kept: ``results.key``, its JSON, and the zlib-packed JSON of its report, None where none is."""

    path: str
    key: str
    entry: bytes
    report: bytes | None

    def unpacked(self) -> Entry:
        """Return the entry, with its report. Raises ValueError or zlib.error when it is damaged."""
        entry = Entry.model_validate_json(self.entry)
        if self.report is None:
            return entry
        report = Report.model_validate_json(zlib.decompress(self.report))
        contract = report.contract.as_file(entry.path, entry.sha256)
        return entry.model_copy(update={"report": report.model_copy(update={"contract": contract})})


class Store(StoreFile):
    """The open store of one audit folder, see ``StoreFile``. Use it as a context manager."""

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- content of files -----------------------------------------------------------------------

    def known_files(self) -> dict[str, tuple[str, str]]:
        """Stamp and content hash of every file seen before, by path."""
        query = "SELECT path, stamp, sha256 FROM files"
        with self._explained():
            return {path: (stamp, sha) for path, stamp, sha in self._db.execute(query)}

    def remember_files(self, files: Iterable[Seen]) -> None:
        """Remember the content hash of files."""
        with self._explained(), self._transaction():
            self._remember(files)

    def _remember(self, files: Iterable[Seen]) -> None:
        self._db.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", files)

    # ---- results --------------------------------------------------------------------------------

    def results(self, means: str, *, retry: bool = False) -> set[str]:
        """Return keys of all results that hold.

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

    def add(self, key: str, answer: UnitAnswer, means: str = "", files: Iterable[Seen] = ()) -> None:
        """Keep a result, and what was seen of its ``files``; both committed when this returns.

        Runs that point to another one under this key still do, unless that one is damaged: then they get this one.
        """
        outcomes = json.dumps([outcome.value for outcome in answer.outcomes])
        reasons = json.dumps(answer.reasons)
        row = (key, outcomes, reasons, int(answer.failed), answer.seconds, answer.report, means, answer.ties)
        with self._explained(), self._transaction():
            self._set_aside(key, (outcomes, reasons, answer.report))
            columns = "key, outcomes, reasons, failed, seconds, report, means, ties"
            self._db.execute(f"INSERT OR REPLACE INTO results ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608
            self._remember(files)

    def _set_aside(self, key: str, now: tuple[str, str, bytes | None]) -> None:
        """Give what finished runs point to a key of its own when it differs from what is found ``now``."""
        before = self._db.execute("SELECT outcomes, reasons, report FROM results WHERE key = ?", (key,)).fetchone()
        run = self._db.execute("SELECT max(run) FROM entries WHERE key = ?", (key,)).fetchone()[0]
        if before is None or before == now or run is None or not _is_whole(*before):
            return
        # The last run is not repeated by one that reads more, even where outcome and reason stay the same.
        self._db.execute("UPDATE runs SET digest = '' WHERE id IN (SELECT run FROM entries WHERE key = ?)", (key,))
        kept = f"{key}~{run}"
        self._db.execute("UPDATE results SET key = ? WHERE key = ?", (kept, key))
        self._db.execute("UPDATE entries SET key = ? WHERE key = ?", (kept, key))

    def result(self, key: str, paths: Sequence[str]) -> tuple[tuple[Outcome, ...], tuple[str, ...]]:
        """Return outcomes and reasons of the files of a unit, which are called ``paths``."""
        query = "SELECT outcomes, reasons, report IS NOT NULL FROM results WHERE key = ?"
        with self._explained(f"the result of {paths[0]!r}"):
            outcomes, reasons, has_report = self._db.execute(query, (key,)).fetchone()
            made = tuple(Outcome(name) for name in json.loads(outcomes)), tuple(json.loads(reasons))
            if not len(paths) == len(made[0]) == len(made[1]) or not all(isinstance(said, str) for said in made[1]):
                raise ValueError("not one outcome and one reason per file")
            if not has_report and Outcome.UNREADABLE not in made[0]:
                raise LookupError("its report is not there")
            return made

    def judged_entry(self, key: str, entry: Entry) -> Entry:
        """Return an entry with the report that is kept under a key."""
        with self._explained(f"the result of {entry.path!r}"):
            (packed,) = self._db.execute("SELECT report FROM results WHERE key = ?", (key,)).fetchone()
        return self.unpacked(StoredEntry(entry.path, key, entry.model_dump_json(exclude={"report"}).encode(), packed))

    # ---- what the review desk keeps beside them ------------------------------------------------------

    def kept(self, kind: str, name: str) -> bytes:
        """Return a value kept under a name, b"" when there is none."""
        with self._explained(f"the {kind} of {name!r}"):
            found = self._db.execute("SELECT value FROM kept WHERE kind = ? AND name = ?", (kind, name)).fetchone()
            return bytes(found[0]) if found else b""

    def all_kept(self, kind: str) -> list[tuple[str, bytes]]:
        """Return names and values of one kind, sorted by name."""
        with self._explained():
            return self._db.execute("SELECT name, value FROM kept WHERE kind = ? ORDER BY name", (kind,)).fetchall()

    def keep(self, kind: str, values: Iterable[tuple[str, bytes]]) -> None:
        """Keep values by name, all or none; an empty one is forgotten."""
        with self._explained(), self._transaction():
            for name, value in values:
                if value:
                    self._db.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (kind, name, value))
                else:
                    self._db.execute("DELETE FROM kept WHERE kind = ? AND name = ?", (kind, name))

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
        """Return the record of a run; it differs from its digest where a byte has changed."""
        query = "SELECT path, key, entry FROM entries WHERE run = ? ORDER BY path"
        return self._db.execute(query, (run,)).fetchall()

    @property
    def empty(self) -> bool:
        """True while no result and no finished run is kept."""
        with self._explained():
            return self._db.execute("SELECT 1 FROM results UNION SELECT 1 FROM runs LIMIT 1").fetchone() is None

    def runs(self) -> list[int]:
        """Return numbers of the finished runs, oldest first."""
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
        """Yield the entries of a run, sorted by path, each with its report unless ``reports`` is off.

        A report is given path, hash and format of the entry it belongs to, so that a file that was moved or copied,
        and each file of a family, is reported under its own name.
        """
        for row in self.rows(run, reports=reports):
            yield self.unpacked(row)

    def unpacked(self, row: StoredEntry) -> Entry:
        """Return the entry that a row holds."""
        with self._explained(f"the result of {row.path!r}"):
            return row.unpacked()

    def judged(
        self, run: int, decided: Callable[[str, dict[str, Any]], Report | dict[str, Any]] = lambda _, report: report
    ) -> Iterator[EarlierFile]:
        """Yield what a run said of each file; its reports may be those of an older program.

        ``decided`` gives the report of a path, as JSON, as people have decided on it.
        """
        for row in self.rows(run):
            with self._explained(f"the result of {row.path!r}"):
                entry = Entry.model_validate_json(row.entry)
                report = json.loads(zlib.decompress(row.report)) if row.report is not None else None
                made = judged(entry, report and decided(entry.path, report))
            yield made

    def tied(self, run: int) -> Iterator[tuple[Entry, Ties]]:
        """Yield entries of a run with their ties, where these are known."""
        query = "SELECT entry, ties FROM entries JOIN results USING (key) WHERE run = ? AND ties != '' ORDER BY path"
        with self._explained():
            for text, known in self._db.execute(query, (run,)):
                yield Entry.model_validate_json(text), Ties.model_validate_json(known)

    def rows(self, run: int, *, reports: bool = True) -> Generator[StoredEntry, None, None]:
        """Yield what is kept of each entry of a run, sorted by path."""
        columns = f"path, entry, key, {'report' if reports else 'NULL'}"
        query = f"SELECT {columns} FROM entries LEFT JOIN results USING (key) WHERE run = ? ORDER BY path"  # noqa: S608
        with self._explained():
            for path, text, key, packed in self._db.execute(query, (run,)):
                with self._explained(f"the result of {path!r}"):
                    judged = reports and key and json.loads(text)["outcome"] != Outcome.UNREADABLE
                    if judged and packed is None:
                        raise LookupError("its report is not there")
                    encoded = text.encode()
                yield StoredEntry(path, key, encoded, packed if judged else None)


def _is_whole(outcomes: str, reasons: str, report: bytes | None) -> bool:
    """Return True when a result is as it was written."""
    try:
        json.loads(outcomes), json.loads(reasons), report and zlib.decompress(report)
    except (zlib.error, ValueError):
        return False
    return True
