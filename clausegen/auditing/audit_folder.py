"""Audit a portfolio: judge every contract in a folder and write the results. What the command and the API call."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

from clausegen.auditing.archives import expanded, scratch, sweep
from clausegen.auditing.cluster import DaskEngine
from clausegen.auditing.discover import Input, printable, walk
from clausegen.auditing.engine import Engine, LocalEngine, main_not_run_again
from clausegen.auditing.own_files import without_own_files
from clausegen.auditing.previous_run import Earlier, load_earlier
from clausegen.auditing.register import REGISTER_NAMES, Register, load_register
from clausegen.auditing.remote import fetched, here, walk_url
from clausegen.auditing.result_writer import LINES
from clausegen.auditing.results import Marking, opened, sweep_results, write_results
from clausegen.auditing.run import audit as run_audit
from clausegen.auditing.store import Store
from clausegen.auditing.unit import JudgingSettings, UnitAnswer
from clausegen.auditing.waivers import Waivers, deciding
from clausegen.auditing.watcher import Watcher
from clausegen.checker import generator
from clausegen.decisions import DECISIONS_NAME, WAIVERS_NAME, Decisions, load_decisions, load_waivers
from clausegen.errors import UsageError
from clausegen.ingest import programs
from clausegen.library import Library, load_library
from clausegen.model import DEFAULT_PLAYBOOK, Concern, Entry, Look, Tally, Tier
from clausegen.report import Pressing
from clausegen.runtime import child_processes, file_sha256, promise

_MEGABYTE: Final = 1024 * 1024
# Files that decide about contracts and lie among them, by the option that names another.
_DECIDING: Final = {"register": REGISTER_NAMES, "waivers": (WAIVERS_NAME,), "decisions": (DECISIONS_NAME,)}
_BESIDE: Final = tuple(name for names in _DECIDING.values() for name in names)


@dataclass(frozen=True, kw_only=True)
class AuditOptions:
    """Options of an audit; the defaults are those of the command.

    ``tier`` is that of files without one in the register, ``look`` as for ``load_document``. ``trust_folder`` uses a
    register, waivers and decisions that are found among the contracts; else only those that are named, since whoever
    may put contracts there may put waivers there. ``compare`` is "previous", "none" or the path of another audit.
    ``seconds`` and ``memory`` (MB) limit one file. ``workers`` is None for one per core.
    """

    tier: Tier = Tier.MEDIUM
    playbook: str = DEFAULT_PLAYBOOK
    look: Look = "doubt"
    trust_folder: bool = False
    register: Path | None = None
    waivers: Path | None = None
    decisions: Path | None = None
    baseline: Path | None = None
    compare: str = "previous"
    today: dt.date | None = None
    workers: int | None = None
    engine: Literal["local", "dask"] = "local"
    scheduler: str | None = None
    resume: bool = True
    retry: bool = False
    exclude: tuple[str, ...] = ()
    archives: bool = False
    attachments: bool = False
    follow_links: bool = False
    seconds: float = 120
    memory: int = 1536
    force: bool = False


@dataclass(frozen=True)
class AuditResult:
    """A finished audit: where its results are, what was counted, said besides, and is to be taken up ``first``."""

    folder: Path
    tally: Tally
    concerns: tuple[Concern, ...]
    first: tuple[Pressing, ...]
    judged_now: int
    run: int = field(repr=False)

    def entries(self) -> Iterator[Entry]:
        """Yield every input file with its outcome and, where it was judged, its report; sorted by path."""
        with closing(Store(self.folder)) as store:
            yield from store.entries(self.run)


class Progress(Watcher):
    """Tells a caller how many units of how many are done."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self._tell = tell
        self._done = self._all = 0

    def listed(self, files: int, units: int, known: int) -> None:
        """Take the count of what is to be judged."""
        self._done, self._all = known, units
        self._tell(self._done, self._all)

    def answered(self, answer: UnitAnswer) -> None:
        """Count one more."""
        self._done += 1
        self._tell(self._done, self._all)


def audit_portfolio(
    folder: str | Path,
    outdir: Path,
    options: AuditOptions,
    watcher: Watcher | None = None,
) -> AuditResult:
    """Judge every contract below a folder (a path, or an address such as s3://…) and write the results.

    Run again, it goes on after an interruption and judges only what has changed. Raises UsageError and DataError for
    what is wrong with the options, before anything is judged.
    """
    library = load_library()
    library.playbook(options.playbook)
    judging = judging_as(options, library)
    place = here(str(folder))
    containers = [*([".zip"] if options.archives else []), *([".eml"] if options.attachments else [])]
    if containers and place is None:
        raise UsageError("--archives and --attachments need files on this machine; copy the folder first")
    with nullcontext(place) if place else fetched(str(folder), _BESIDE) as beside:
        used, told = _beside_contracts(beside, options)
        register = load_register(used["register"]) if used["register"] else Register()
        marking = _marking(options, used["waivers"], used["decisions"])
    aside = [outdir, *(beside / name for name in _BESIDE), *filter(None, used.values())]
    with opened(outdir, force=options.force, audited=place) as store:
        promise("everything judged is kept, the same command goes on from here")
        sweep(outdir)
        sweep_results(outdir)
        engine = _engine(judging, options, options.workers or os.cpu_count() or 1)
        inputs: Iterable[Input]
        if place is None:
            inputs = walk_url(str(folder), exclude=options.exclude, aside=_BESIDE, follow_links=options.follow_links)
        else:
            inputs = walk(place, exclude=options.exclude, aside=aside, follow_links=options.follow_links)
        with main_not_run_again(), scratch(outdir) if containers else nullcontext(outdir) as unpacked:
            if containers:
                inputs = expanded(inputs, unpacked, containers, options.exclude)
            finished = run_audit(
                without_own_files(inputs),
                store=store,
                engine=engine,
                judging=judging,
                register=register,
                tier=options.tier,
                watcher=watcher or Watcher(),
                retry=options.retry,
                fresh=not options.resume,
            )
        finished = replace(finished, concerns=(*told, *finished.concerns))
        if options.compare == "previous":
            runs = [run for run in store.runs() if run < finished.run]
            decided = deciding(marking.decisions, marking.today)
            previous = Earlier(f"run {runs[-1]}", store.judged(runs[-1], decided)) if runs else None
            marking = replace(marking, earlier=previous)
        title = _title(place, str(folder))
        with child_processes.temporary_files_here():
            written = write_results(store, finished, outdir, title=title, marking=marking, library=library)
    return AuditResult(outdir, written.tally, written.concerns, written.first, finished.files_now, finished.run)


def judging_as(options: AuditOptions, library: Library) -> JudgingSettings:
    """Return the way in which units are judged with these options."""
    return JudgingSettings(
        judge="clausegen.checker.pipeline:judge",
        playbook=options.playbook,
        look=options.look,
        generator=generator(library),
        memory=options.memory * _MEGABYTE,
        cpu_seconds=max(1, int(options.seconds)),
        wall_seconds=options.seconds,
        programs=programs(),
    )


def _marking(options: AuditOptions, waiver_file: Path | None, decision_file: Path | None) -> Marking:
    """Read waivers, decisions, the baseline and the earlier audit before hours are spent on judging."""
    today = options.today or dt.datetime.now().date()
    other = None if options.compare in ("previous", "none") else Path(options.compare)
    basis = [options.compare, str(options.today)]
    waivers = Waivers(load_waivers(waiver_file) if waiver_file else (), today)
    if waiver_file:
        basis += [waiver_file.read_text(encoding="utf-8-sig")]
    decisions = Decisions()
    if decision_file:
        if not decision_file.is_file():
            raise UsageError(f"{decision_file}: no such file; give the decisions.toml that the review desk wrote")
        decisions = load_decisions(decision_file)
        basis += [decision_file.read_text(encoding="utf-8-sig")]
    known = load_earlier(options.baseline) if options.baseline else None
    basis += [_digest(path) for path in (options.baseline, other) if path]
    earlier = load_earlier(other) if other else None
    return Marking(waivers, decisions, known, earlier, json.dumps(basis), options.today)


def _beside_contracts(folder: Path, options: AuditOptions) -> tuple[dict[str, Path | None], list[Concern]]:
    """Return the register, waivers and decisions that count, and what to say of those among the contracts.

    Whoever may put contracts there may put these there too, so they count only where they are named or trusted.
    """
    used: dict[str, Path | None] = {}
    told: list[Concern] = []
    for what, names in _DECIDING.items():
        there = [file for name in names if (file := folder / name).is_file()]
        named: Path | None = getattr(options, what)
        used[what] = chosen = named or (there[0] if there and options.trust_folder else None)
        if there and named is None:
            said = "used as {}, because of --trust-folder"
            if chosen is None:
                said = "not used; if it is yours, name it with --{}, or pass --trust-folder"
            message = f"found among the contracts and {said.format(what)}"
            told.append(Concern(kind="untrusted-file", subject=there[0].name, message=message))
        for file in there if chosen else ():
            if chosen and what == "register" and not file.samefile(chosen):  # it is no contract: nothing else names it
                message = f"not used, because {printable(chosen.name)} is; move what it adds there, then remove it"
                told.append(Concern(kind="register-unused", subject=file.name, message=message))
    return used, told


def _digest(path: Path) -> str:
    file = path / LINES if path.is_dir() else path
    try:
        return file_sha256(file)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror}); give the folder of an earlier audit") from None


def _title(place: Path | None, address: str) -> str:
    """Name the results and their folder."""
    name = place.resolve().name if place else address.rstrip("/").rpartition("/")[2]
    return f"Human-rights safeguards in customer contracts: {printable(name)}"


def _engine(judging: JudgingSettings, options: AuditOptions, workers: int) -> Engine:
    if options.engine == "dask":
        return DaskEngine(judging, options.scheduler, workers=workers)
    if options.scheduler:
        raise UsageError("--scheduler is for --engine dask; add it, or leave --scheduler out")
    return LocalEngine(judging, workers)
