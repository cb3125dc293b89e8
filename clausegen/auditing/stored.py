"""The tables of a store, and an entry as they keep it."""

from __future__ import annotations

import json
import zlib
from typing import Final, NamedTuple

from clausegen.model import Entry, Report

VERSION: Final = 8  # of the tables; count on when they change
TABLES: Final = """
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


class StoredEntry(NamedTuple):
    """An entry as it is kept: ``results.key``, its JSON, and the zlib-packed JSON of its report, None where none is."""

    path: str
    key: str
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


def is_whole(outcomes: str, reasons: str, report: bytes | None) -> bool:
    """True when a result is as it was written."""
    try:
        json.loads(outcomes), json.loads(reasons), report and zlib.decompress(report)
    except (zlib.error, ValueError):
        return False
    return True
