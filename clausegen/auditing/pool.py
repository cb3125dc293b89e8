"""Judge contracts in worker processes for a command that takes them one by one; keep each result as an audit does."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence

from clausegen.auditing.audit_folder import AuditOptions, judging_as
from clausegen.auditing.discover import Input
from clausegen.auditing.engine import LocalEngine, main_not_run_again
from clausegen.auditing.register import ROLES
from clausegen.auditing.run import AuditRun
from clausegen.auditing.store import Store
from clausegen.auditing.unit import Member, Unit
from clausegen.auditing.watcher import Watcher
from clausegen.errors import DocumentError
from clausegen.library import Library
from clausegen.model import Entry, Outcome, Report, Tier


class Pool:
    """Judges contracts ahead, each at a tier of its own, and gives their reports when they are asked for.

    ``files`` are the inputs by path. Results are kept in the ``store`` and found there by the next run.
    """

    def __init__(
        self, store: Store, files: Mapping[str, Input], options: AuditOptions, library: Library, watcher: Watcher
    ) -> None:
        self._store = store
        self._files = files
        self._judging = judging_as(options, library)
        self._run = AuditRun(store, self._judging, retry=True, fresh=False)
        self._watcher = watcher
        self._families: dict[str, Unit] = {}  # by the path of the master agreement

    def ahead(self, asked: Sequence[tuple[Entry, Tier]]) -> None:
        """Judge all that is asked for and not known yet, and each family that has one master agreement."""
        members: dict[str, list[tuple[Entry, Tier]]] = defaultdict(list)
        for entry, tier in asked:
            self._run.digests[entry.path] = entry.sha256
            self._run.stamps[entry.path] = self._files[entry.path].stamp
            if entry.family:
                members[entry.family].append((entry, tier))
        for name, family in members.items():
            family.sort(key=lambda pair: (ROLES.index(pair[0].role or ROLES[0]), pair[0].path))
            masters = [entry for entry, _ in family if entry.role in ("", ROLES[0])]
            if len(masters) == 1 < len(family):
                files = tuple(self._member(entry, entry.role or ROLES[0]) for entry, _ in family)
                self._families[masters[0].path] = Unit(files, family[0][1], name)
        units = [*(self._unit(entry, tier) for entry, tier in asked), *self._families.values()]
        engine = LocalEngine(self._judging, min(len(units), os.cpu_count() or 1))
        with main_not_run_again():
            self._run.judge(units, engine, self._watcher, files=len(asked))

    def one(self, entry: Entry, tier: Tier) -> Entry:
        """Return an entry with its report. Raises DocumentError when the contract could not be read."""
        return self._read(self._unit(entry, tier), entry)

    def family(self, master: Entry) -> Report:
        """Return the report on a family, judged at the tier of its master agreement.

        Raises DocumentError when none of its files could be read.
        """
        report = self._read(self._families[master.path], master).report
        assert report is not None  # noqa: S101 - a file of it was read
        return report

    def _read(self, unit: Unit, entry: Entry) -> Entry:
        paths = [member.path for member in unit.members]
        refused = next((path for path in paths if path in self._run.refused), None)
        if refused is None:
            outcomes, reasons = self._store.result(self._run.key(unit), paths)
            if any(outcome is not Outcome.UNREADABLE for outcome in outcomes):
                entry = entry.model_copy(update={"sha256": self._run.digests[entry.path]})
                return self._store.judged_entry(self._run.key(unit), entry)
        path, said = (refused, self._run.refused[refused]) if refused else (paths[0], reasons[0])
        reason, _, remedy = said.partition("; ")
        raise DocumentError(path, reason, remedy)

    def _unit(self, entry: Entry, tier: Tier) -> Unit:
        return Unit((self._member(entry, ""),), tier)

    def _member(self, entry: Entry, role: str) -> Member:
        file = self._files[entry.path]
        return Member(entry.path, file.source, file.suffix, entry.sha256 or None, role)
