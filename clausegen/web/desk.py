"""The desk: one folder of contracts, what is known of each, and what people decide about them."""

from __future__ import annotations

import datetime as dt
import getpass
import hmac
import secrets
import threading
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

from clausegen.auditing import (
    REGISTER_NAMES,
    Finished,
    Register,
    Store,
    UnitAnswer,
    load_register,
    since_last_run,
)
from clausegen.decisions import (
    DECISIONS_NAME,
    Decisions,
    append,
    apply_decisions,
    as_decided,
    decisions_in,
    new_id,
    stamp_of,
)
from clausegen.errors import ClausegenError, DataError, UsageError
from clausegen.library import Library, load_library
from clausegen.model import DEFAULT_PLAYBOOK, Decision, Document, Due, Entry, Outcome, Report, Tier, Trend
from clausegen.web.desk_files import FOLDER, ContractFiles, open_store
from clausegen.web.job import Job
from clausegen.web.renewing import Renewals, renewals_of
from clausegen.web.rows import ContractRow, row_of, touched

_ROW = "row"  # kinds of what is kept in the store
_NOTE = "note"


class Desk:
    """One folder. Contracts are named by opaque ids, so that no path comes from the browser."""

    def __init__(
        self,
        folder: Path,
        *,
        tier: Tier = Tier.MEDIUM,
        playbook: str = DEFAULT_PLAYBOOK,
        who: str = "",
        library: Library | None = None,
        workers: int | None = None,
        today: Callable[[], dt.date] = lambda: dt.datetime.now().date(),
    ) -> None:
        if not folder.is_dir():
            what = "is a file, not a folder" if folder.exists() else "there is no such folder"
            raise UsageError(f"{folder}: {what}; give the folder that holds the contracts")
        self.folder = folder.resolve()
        self.place = self.folder / FOLDER
        self.library = library or load_library()
        self.playbook = self.library.playbook(playbook)
        self.tier = tier
        self.who = who or _user()
        self.today = today
        self.mandatory = [rule.id for rule in self.playbook.requirements if rule.mandatory]
        self.store = open_store(self.folder)
        self.files = ContractFiles(self.folder, self.store)
        self.job = Job(
            self.folder,
            self.place,
            library=self.library,
            playbook=playbook,
            tier=tier,
            workers=workers,
            answered=self._keep,
            finished=self._finish,
        )
        self.trouble = ""  # what is wrong with the files beside the contracts, for every page to say
        self._key = secrets.token_bytes(16)
        self._lock = threading.RLock()
        self._stamp: tuple[object, ...] = ()
        self._decisions = Decisions()
        self._rows: dict[str, ContractRow] = {}
        self._ids: dict[str, str] = {}
        self._renewals = Renewals(self._made_due)
        self._load()

    # ---- contracts ------------------------------------------------------------------------------

    def id_of(self, path: str) -> str:
        """Return the id by which pages name a contract in this run of the desk."""
        return hmac.digest(self._key, path.encode(errors="surrogateescape"), "sha256").hex()[:20]

    def path_of(self, name: str) -> str | None:
        """Return the path of the contract with this id, None when there is none."""
        with self._lock:
            return self._ids.get(name)

    def rows(self) -> list[ContractRow]:
        """Return every file, sorted by path, as decided today."""
        self.decisions()
        with self._lock:
            return [self._rows[path] for path in sorted(self._rows)]

    def row(self, path: str) -> ContractRow | None:
        """Return one file."""
        self.decisions()
        with self._lock:
            return self._rows.get(path)

    def family(self, path: str) -> list[ContractRow]:
        """Return the files of a contract's family, [] when it has none."""
        own = self.row(path)
        return [row for row in self.rows() if own and own.family and row.family == own.family]

    def entry(self, path: str) -> Entry | None:
        """Return a contract with its report as the program made it; None for one that is not known."""
        with self._lock:
            row = self._rows.get(path)
        return row and (self.store.judged_entry(row.key, row.entry) if row.key else row.entry)

    def report(self, path: str) -> Report | None:
        """Return a contract's report as people have decided on it."""
        entry = self.entry(path)
        return apply_decisions(entry.report, self.decisions(), self.today()) if entry and entry.report else None

    def document(self, path: str) -> Document:
        """Return the text of a contract as it was judged. Raises DocumentError when the file cannot be read."""
        row = self.row(path)
        return self.files.document(path, row.sha256 if row else "")

    # ---- decisions ------------------------------------------------------------------------------

    def decisions(self) -> Decisions:
        """Return all decisions, read again when somebody else has written the file."""
        with self._lock:
            stamp = self._stamped()
            if stamp != self._stamp:
                before = self._decisions
                try:
                    self._decisions = decisions_in(self.folder)
                    self.trouble = self._decisions.cut_off
                except DataError as error:
                    self.trouble = f"Decisions cannot be read, so none is applied or saved. {error}"
                    self._decisions = Decisions()
                again = self._stamp == () or self._stamp[-1] != stamp[-1]
                self._stamp = stamp
                self._refresh(None if again else touched(before, self._decisions, list(self._rows.values())))
            return self._decisions

    def decide(self, decisions: list[Decision]) -> None:
        """Save decisions, all or none. Raises UsageError when the file cannot be written or is damaged."""
        with self._lock:
            self.decisions()
            if self.trouble and not self._decisions.cut_off:
                raise UsageError(self.trouble)
            now = dt.datetime.now(dt.UTC)
            now = now.replace(microsecond=now.microsecond // 1000 * 1000)  # as the file keeps it
            stamped = [d.model_copy(update={"id": new_id(now), "when": now, "who": self.who}) for d in decisions]
            append(self.folder / DECISIONS_NAME, stamped)
            self.decisions()

    # ---- audits ---------------------------------------------------------------------------------

    def audit(self) -> None:
        """Begin an audit of the folder, or go on with one. Raises DataError when the register is wrong."""
        self.job.start(self.register())

    def due(self) -> Due | None:
        """Return renewals as of today; None while they are being computed beside everything else."""
        return self._renewals.due(self._joined_of())

    def _made_due(self) -> Due:
        decisions, today = self.decisions(), self.today()
        entries = (as_decided(entry, decisions, today) for row in self.rows() if (entry := self.entry(row.path)))
        return renewals_of(self.folder, entries, library=self.library, playbook=self.playbook, today=today)

    def joining(self) -> bool:
        """Return True while renewals are those of before a change."""
        return self._renewals.is_old(self._joined_of())

    def _joined_of(self) -> str:
        return self._as_of() + self.store.kept(_NOTE, "judged").decode()

    def trend(self) -> Trend | None:
        """Return what changed between the last two audits, None before there are two."""
        kept = self.store.kept(_NOTE, "trend")
        return Trend.model_validate_json(kept) if kept else None

    def register(self) -> Register:
        """Return the register in the folder, an empty one when there is none."""
        file = next((found for name in REGISTER_NAMES if (found := self.folder / name).is_file()), None)
        return load_register(file) if file else Register()

    def close(self) -> None:
        """Cancel what runs and close the files."""
        self.job.cancel()
        self.job.wait(20)
        self._renewals.wait(20)
        self.store.close()

    def _keep(self, answer: UnitAnswer, key: str) -> None:
        """Show a contract as soon as it is judged; the end of the audit says the last word on copies and families."""
        member = answer.unit.members[0]
        if len(answer.unit.members) > 1 or answer.report is None:
            return
        report = Report.model_validate_json(zlib.decompress(answer.report))
        entry = Entry(
            path=member.path,
            outcome=answer.outcomes[0],
            reason=answer.reasons[0],
            sha256=answer.digests[0],
            tier=answer.unit.tier,
            report=report,
        )
        self._put([self._made(entry, key, self.decisions())])

    def _finish(self, store: Store, finished: Finished) -> None:
        decisions = self.decisions()
        made = [self._made(store.unpacked(row), row.key, decisions) for row in store.rows(finished.run)]
        self._put(made)
        now = {row.path for row in made}
        with self._lock:
            gone = [path for path in self._rows if path not in now]
            for path in gone:
                self._ids.pop(self.id_of(path), None)
                del self._rows[path]
        self.store.keep(_ROW, ((path, b"") for path in gone))
        for row in made:
            self._note_file(row)
        trend = since_last_run(store, finished.run)
        judged = f"run {finished.run} {dt.datetime.now():%Y-%m-%d %H:%M:%S}"
        kept = {"trend": trend.model_dump_json() if trend else "", "judged": judged}
        self.store.keep(_NOTE, ((name, value.encode()) for name, value in kept.items()))

    def _note_file(self, entry: Entry) -> None:
        """Read what the pages will need, so that any contract opens at once; remember what the file looked like."""
        if entry.outcome not in (Outcome.JUDGED, Outcome.PARTLY_READ):
            return
        try:
            self.files.note(entry.path, entry.sha256)
        except (ClausegenError, OSError):
            return  # said when the contract is opened

    def _made(self, entry: Entry, key: str, decisions: Decisions) -> ContractRow:
        return row_of(entry, key, decisions, self.today(), self.mandatory)

    def _put(self, rows: Iterable[ContractRow]) -> None:
        rows = list(rows)
        self.store.keep(_ROW, ((row.path, row.model_dump_json(exclude_defaults=True).encode()) for row in rows))
        with self._lock:
            for row in rows:
                self._rows[row.path] = row
                self._ids[self.id_of(row.path)] = row.path

    def _load(self) -> None:
        for path, row in self.store.all_kept(_ROW):
            self._rows[path] = ContractRow.model_validate_json(row)
            self._ids[self.id_of(path)] = path
        kept = self.store.kept(_NOTE, "rows as of").decode()
        with self._lock:
            if kept == self._as_of():
                self._stamp = self._stamped()
                self._decisions = decisions_in(self.folder)
            else:
                self.decisions()

    def _stamped(self) -> tuple[object, ...]:
        """Return what changes when decisions count differently: the two files, and the day."""
        return stamp_of(self.folder), self.today()

    def _as_of(self) -> str:
        return str(self._stamped())

    def _refresh(self, paths: set[str] | None) -> None:
        """Make the rows of some contracts anew, or of all that somebody has decided about."""
        decisions = self._decisions
        made: list[ContractRow] = []
        for path in sorted(self._rows if paths is None else paths & self._rows.keys()):
            row = self._rows[path]
            plain = not (row.decided or row.reopened or row.expired or row.conflicts or row.awaiting or row.out)
            if paths is None and plain and not decisions.of(path, row.sha256):
                continue
            if entry := self.entry(path):
                made.append(self._made(entry, row.key, decisions))
        self._put(made)
        self.store.keep(_NOTE, [("rows as of", self._as_of().encode())])


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"
