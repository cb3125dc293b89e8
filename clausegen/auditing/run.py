"""One audit: list, hash, group, judge what is not known yet, and give each file its one outcome."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from clausegen.auditing.contract_index import Twins
from clausegen.auditing.discover import Input, is_remote
from clausegen.auditing.engine import Engine
from clausegen.auditing.families import family_units, proposed_families, run_concerns
from clausegen.auditing.own_files import left_out
from clausegen.auditing.register import Register, RegisterRow
from clausegen.auditing.store import Seen, Store
from clausegen.auditing.unit import JudgingSettings, Member, Unit, UnitAnswer, judged_apart
from clausegen.auditing.watcher import Watcher
from clausegen.errors import UsageError
from clausegen.model import Concern, Entry, Outcome, Tier
from clausegen.runtime import file_sha256, interrupts

_JUDGED: Final = (Outcome.JUDGED, Outcome.PARTLY_READ)


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished run: its number in the store, files by outcome, and concerns.

    ``contracts`` counts the entries that stand for one, ``judged_now`` the units that were read now, ``files_now`` the
    files among them that were judged.
    """

    run: int
    outcomes: dict[Outcome, int]
    contracts: int
    judged_now: int
    files_now: int
    concerns: tuple[Concern, ...]


def audit(
    inputs: Iterable[Input],
    *,
    store: Store,
    engine: Engine,
    judging: JudgingSettings,
    register: Register,
    tier: Tier,
    watcher: Watcher,
    retry: bool = False,
    fresh: bool = False,
) -> Finished:
    """Judge every input that the store does not know; record and return the finished run.

    ``tier`` is for files without one in the register. ``retry`` tries files again whose workers were lost
    in an earlier run, ``fresh`` judges all files again. Raises ClausegenError when the run cannot go on;
    everything judged is kept.
    """
    watcher.listing()
    run = AuditRun(store, judging, retry=retry, fresh=fresh)
    listed = run.hash(sorted(inputs, key=lambda file: file.path))
    if not listed:
        raise UsageError("no files in this folder; give the folder that holds the contracts")
    rows = {file.path: register.row(file.path) for file in listed}
    units = sorted(
        _units(listed, rows, register, run, tier),
        key=lambda unit: _rank(unit.members[0].path, rows),
    )
    run.judge(units, engine, watcher, files=len(listed))
    entries = sorted(_entries(listed, units, rows, run, tier), key=lambda pair: pair[0].path)
    now = {member.path for unit in run.asked for member in unit.members}
    digest = hashlib.sha256("\n".join(f"{key} {entry.model_dump_json()}" for entry, key in entries).encode())
    number = store.finish(digest.hexdigest(), entries)
    return Finished(
        run=number,
        outcomes=dict(Counter(entry.outcome for entry, _ in entries)),
        contracts=sum(entry.stands for entry, _ in entries),
        judged_now=len(run.asked),
        files_now=sum(entry.path in now and entry.outcome in _JUDGED for entry, _ in entries),
        concerns=(
            *left_out(entry for entry, _ in entries),
            *run_concerns(
                register,
                listed,
                rows,
                units,
                (entry for entry, _ in entries),
                _family_reasons(units, run),
            ),
            *proposed_families(store.tied(number)),
        ),
    )


class AuditRun:
    """The knowledge about content and results while one run goes on."""

    def __init__(self, store: Store, judging: JudgingSettings, *, retry: bool, fresh: bool) -> None:
        self.store = store
        self.judging = judging
        self.known = set() if fresh else store.results(judging.means, retry=retry)
        self.seen = {} if fresh else store.known_files()
        self.digests: dict[str, str] = {}  # path: hash of the content
        self.stamps: dict[str, str] = {}  # path: stamp of the file when it was listed
        self.refused: dict[str, str] = {}  # path: why the file, whatever its content, was not judged in this run
        self.asked: set[Unit] = set()

    def hash(self, listed: list[Input]) -> list[Input]:
        """Hash files whose stamp changed; those that cannot be opened get their outcome at once."""
        out: list[Input] = []
        read: list[Seen] = []
        for file in listed:
            interrupts.check()
            if file.outcome is None:
                self.stamps[file.path] = file.stamp
                stamp, digest = self.seen.get(file.path, ("", ""))
                if file.stamp and stamp == file.stamp:
                    self.digests[file.path] = digest
                elif not is_remote(file.source):  # remote files are hashed where they are judged
                    try:
                        digest = self.digests[file.path] = file_sha256(Path(file.source))
                        read.append((file.path, file.stamp, digest))
                    except OSError as error:
                        reason = f"the file cannot be read ({error.strerror}); check its permissions"
                        file = replace(file, outcome=Outcome.UNREADABLE, reason=reason)
            out.append(file)
        self.store.remember_files(read)
        return out

    def key(self, unit: Unit) -> str:
        """Return key of a unit's result, "" while the content of a file is not known."""
        digests = tuple(self.digests.get(member.path, "") for member in unit.members)
        return self.judging.key(unit, digests) if all(digests) else ""

    def todo(self, units: list[Unit]) -> tuple[list[Unit], int]:
        """Return units to judge, one for each content, and the number of those that need not be."""
        todo: list[Unit] = []
        keys: set[str] = set()
        known: set[str] = set()
        for unit in units:
            if any(member.path in self.refused for member in unit.members):
                continue
            key = self.key(unit)
            if key in self.known:
                known.add(key)
            elif not key or key not in keys:
                keys.add(key)
                todo.append(unit)
        return todo, len(known)

    def judge(self, units: list[Unit], engine: Engine, watcher: Watcher, *, files: int) -> None:
        """Judge what of the units, which are of so many files, is not known, and keep each answer as it comes."""
        todo, known = self.todo(units)
        watcher.listed(files, known + len(todo), known)
        while todo:
            with closing(engine.run(todo)) as answers:  # an engine lets go of its workers when this stops
                for answer in answers:
                    self.keep(answer)
                    watcher.answered(answer)
                    interrupts.check()
            # A file that changed or vanished in the meantime says nothing about its copies: these come now.
            todo = [unit for unit in self.todo(units)[0] if unit not in self.asked]

    def keep(self, answer: UnitAnswer) -> None:
        """Store an answer under the content that was read, which may not be the content that was hashed."""
        self.asked.add(answer.unit)
        for member, digest, reason in zip(answer.unit.members, answer.digests, answer.reasons, strict=True):
            if digest:
                self.digests[member.path] = digest
            else:
                self.refused[member.path] = reason
        if all(answer.digests):
            key = self.key(answer.unit)
            paths = [member.path for member in answer.unit.members]
            # With it, because nothing else says of a remote file, once the run was stopped, which content was judged.
            seen = [(path, self.stamps[path], self.digests[path]) for path in paths]
            self.store.add(key, answer, self.judging.means, seen)
            self.known.add(key)


def _rank(path: str, rows: dict[str, RegisterRow | None]) -> tuple[int, int, str]:
    """Rank files of the same content: the original is whose row says most, then the one with the shortest path."""
    row = rows[path]
    return row.whose.count("") if row else 4, len(path), path


def _units(
    listed: list[Input],
    rows: dict[str, RegisterRow | None],
    register: Register,
    run: AuditRun,
    tier: Tier,
) -> Iterator[Unit]:
    """Yield one unit per file, or per family."""

    def member(file: Input, role: str) -> Member:
        return Member(file.path, file.source, file.suffix, run.digests.get(file.path), role)

    for file in listed:
        row = rows[file.path]
        if file.outcome is None and not (row and row.family):
            yield Unit((member(file, ""),), (row and row.tier) or tier)
    yield from family_units(listed, rows, register, tier, member)


def _entries(
    listed: list[Input], units: list[Unit], rows: dict[str, RegisterRow | None], run: AuditRun, tier: Tier
) -> Iterator[tuple[Entry, str]]:
    """Yield the entry of every input, and the key of its result."""

    def entry(
        path: str, outcome: Outcome, reason: str, key: str = "", of: str = "", own: bool = False, at: Tier = tier
    ) -> tuple[Entry, str]:
        made = (rows[path] or RegisterRow(path)).entry(
            path,
            outcome=outcome,
            reason=reason,
            sha256=run.digests.get(path, ""),
            of=of,
            shadow=bool(of) and not own,
            tier=at,
        )
        return made, key

    for file in listed:
        if file.outcome is not None:
            yield entry(file.path, file.outcome, file.reason)
    first: dict[str, str] = {}  # key: path of the file that has the report
    twins: dict[str, Twins] = {}  # by key
    same: dict[str, tuple[str, Unit]] = {}  # hash of the content: the first file with it
    for unit in units:
        paths = [member.path for member in unit.members]
        refused = [path for path in paths if path in run.refused]
        if refused:
            for path in paths:
                other = f"{refused[0]!r} of the same family could not be read; mend it and run again"
                yield entry(path, Outcome.UNREADABLE, run.refused.get(path, other), at=unit.tier)
            continue
        key = run.key(unit)
        outcomes, reasons = run.store.result(key, paths)
        read = (path for path, outcome in zip(paths, outcomes, strict=True) if outcome is not Outcome.UNREADABLE)
        original = first.setdefault(key, next(read, paths[0]))
        for path, outcome, reason in zip(paths, outcomes, reasons, strict=True):
            twin, other_unit = same.setdefault(run.digests[path], (path, unit))
            if outcome is not Outcome.UNREADABLE and run.key(other_unit) != key:
                reason = "; ".join(filter(None, [judged_apart(twin, other_unit, unit), reason]))
            if outcome is Outcome.UNREADABLE or path == original:
                yield entry(path, outcome, reason, key, at=unit.tier)
            elif unit.family:
                said = "; ".join(filter(None, [f"part of the family {unit.family!r}, judged under {original}", reason]))
                yield entry(path, outcome, said, key, of=original, at=unit.tier)
            else:
                alike = twins.setdefault(key, Twins(original, (rows[original] or RegisterRow("")).whose))
                of, own = alike.place(path, (rows[path] or RegisterRow("")).whose)
                said = "; ".join(filter(None, [f"same content as {of}", reason]))
                yield entry(path, Outcome.DUPLICATE, said, key, of=of, own=own, at=unit.tier)


def _family_reasons(units: list[Unit], run: AuditRun) -> Iterator[tuple[str, Outcome, str]]:
    """Yield name, outcome and reason of each family that was not read, or not applied, in full."""
    for unit in units:
        if unit.family and (key := run.key(unit)) in run.known:
            outcomes, reasons = run.store.result(key, [member.path for member in unit.members])
            told = next((pair for pair in zip(outcomes, reasons, strict=True) if pair[0] in _JUDGED and pair[1]), None)
            if told:
                yield unit.family, *told
