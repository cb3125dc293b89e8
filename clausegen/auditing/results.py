"""The folder of an audit's results, and its files: written in one pass over the entries, each whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from clausegen import __version__
from clausegen.auditing.compare import Comparison
from clausegen.auditing.contract_index import Filed
from clausegen.auditing.previous_run import Earlier, EarlierFile, same_contracts
from clausegen.auditing.result_writer import LINES, MAKERS, RESULT_NAMES, ResultMaker
from clausegen.auditing.run import Finished
from clausegen.auditing.store import Store
from clausegen.auditing.store_file import STORE_NAME, DamagedResult
from clausegen.auditing.waivers import Waivers, decision_concerns
from clausegen.decisions import Decisions, as_decided
from clausegen.errors import ClausegenError, OutputExists, UsageError
from clausegen.library import Library
from clausegen.model import Concern, Entry, Mark, Portfolio, Severity, Tally, Tier, Trend
from clausegen.report import Pressing, Triage, entry_line
from clausegen.runtime import interrupts, replacing

_FIRST = 5  # contracts to take up first


@dataclass(frozen=True, slots=True)
class Written:
    """The results as written: what was counted, what is to be said besides, and what to take up ``first``."""

    tally: Tally
    concerns: tuple[Concern, ...]
    first: tuple[Pressing, ...] = ()


@dataclass(frozen=True, slots=True)
class Marking:
    """The marks of gaps, and what gaps are compared with. ``basis`` names all of it, for the stamp.

    ``day`` is the one the results are said to be of.
    """

    waivers: Waivers
    decisions: Decisions
    baseline: Earlier | None
    earlier: Earlier | None
    basis: str
    day: dt.date | None = None

    @property
    def today(self) -> dt.date:
        """The day as of which decisions count and deadlines are near."""
        return self.day or dt.datetime.now().date()


def sweep_results(outdir: Path) -> None:
    """Remove results half written by a run that was killed."""
    for name in RESULT_NAMES:
        for left in outdir.glob(f".{name}.*"):
            left.unlink(missing_ok=True)


def write_results(
    store: Store,
    finished: Finished,
    outdir: Path,
    *,
    title: str,
    marking: Marking,
    library: Library,
) -> Written:
    """Write all results of a run in one pass; nothing when they are there already, made from the same.

    Raises UsageError when the folder cannot be written; what was there before is then still there.
    """
    concerns = [concern.model_dump(mode="json") for concern in finished.concerns]
    today = marking.today.isoformat()  # what is first depends on it
    basis = json.dumps([__version__, RESULT_NAMES, finished.run, title, concerns, marking.basis, today])
    stamp = hashlib.sha256(basis.encode()).hexdigest()
    if not finished.judged_now and (state := _unchanged(store, stamp, outdir)) is not None:
        return state
    try:
        written = _write(store, finished, outdir, title=title, marking=marking, library=library)
        files = {name: _identity(outdir / name) for name in RESULT_NAMES}
    except OSError as error:
        # Temporary files may lie elsewhere, and it is their folder then that the error names.
        what = f"{error.filename or outdir}: results cannot be written ({error.strerror})"
        raise UsageError(f"{what}; make room there or mend it, then run again: what was judged is kept") from None
    kept = [concern.model_dump(mode="json") for concern in written.concerns]
    kept_state = {"tally": written.tally.model_dump(), "concerns": kept, "first": written.first, "files": files}
    store.set_written(stamp, json.dumps(kept_state))
    return written


def _unchanged(store: Store, stamp: str, outdir: Path) -> Written | None:
    """Return what was written from the same basis, when the files are still as they were written."""
    state = store.written(stamp)
    if not state:
        return None
    kept = json.loads(state)
    try:
        if any(_identity(outdir / name) != known for name, known in kept["files"].items()):
            return None
    except OSError:
        return None
    first = tuple(Pressing(*row)._replace(tier=Tier(row[-1])) for row in kept.get("first", ()))
    return Written(Tally(**kept["tally"]), tuple(Concern(**concern) for concern in kept["concerns"]), first)


def _identity(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]


def _write(
    store: Store, finished: Finished, outdir: Path, *, title: str, marking: Marking, library: Library
) -> Written:
    filed = Filed(store.entries(finished.run, reports=False))
    known = same_contracts(marking.baseline, filed) if marking.baseline else {}
    comparison, lost = _comparison(marking.earlier, filed)
    concerns: list[Concern] = []
    triage = Triage()
    with ExitStack() as stack:
        maker = stack.enter_context(closing(ResultMaker(finished.contracts)))
        lines = stack.enter_context(replacing(outdir / LINES))
        entries = stack.enter_context(closing(store.entries(finished.run)))  # one not at its end keeps the store open
        for found in entries:
            interrupts.check()
            entry = as_decided(found, marking.decisions, marking.today)
            concerns += decision_concerns(entry)
            entry = _marked(entry, marking, filed, known)
            maker.add(entry)
            triage.add(entry)
            if comparison:
                comparison.add(entry)
            lines.write(entry_line(entry).encode())
        said = _weighty_first((*marking.waivers.concerns(library), *concerns, *lost, *finished.concerns))
        trend = comparison.trend() if comparison else None
        portfolio = Portfolio(title=title, day=marking.day, concerns=said, trend=trend)
        streams = {name: stack.enter_context(replacing(outdir / name)) for name in MAKERS}
        maker.finish(portfolio, streams)
    return Written(maker.tally(), said, tuple(triage.first(_FIRST, marking.today)))


def _comparison(earlier: Earlier | None, filed: Filed) -> tuple[Comparison | None, tuple[Concern, ...]]:
    """Prepare the comparison with the run before. A damaged run gives a concern instead: it costs no result."""
    if earlier is None:
        return None, ()
    try:
        earlier.by_path  # noqa: B018 - read before anything is written
    except DamagedResult:
        message = "a result that it had is damaged in the store, so nothing was compared with it"
        return None, (Concern(kind="comparison-lost", subject=earlier.name, message=message),)
    return Comparison(earlier, filed), ()


def since_last_run(store: Store, run: int) -> Trend | None:
    """Compare a run with the one before it in the same store; None where there is none, or it is damaged."""
    before = [number for number in store.runs() if number < run]
    if not before:
        return None
    earlier = Earlier(f"run {before[-1]}", store.judged(before[-1]))
    comparison, _ = _comparison(earlier, Filed(store.entries(run, reports=False)))
    if comparison is None:
        return None
    for entry in store.entries(run):
        comparison.add(entry)
    return comparison.trend()


def _weighty_first(concerns: Iterable[Concern]) -> tuple[Concern, ...]:
    """Put major ones first, for a terminal shows only so many."""
    return tuple(sorted(concerns, key=lambda concern: list(Severity).index(concern.severity)))


def _marked(entry: Entry, marking: Marking, filed: Filed, known: Mapping[str, EarlierFile]) -> Entry:
    """Return the entry with marks on the gaps that are waived or, failing that, ``known`` of its contract."""
    marks = {**marking.waivers.marks(entry, filed.names(entry.path)), **entry.marks}
    if marking.baseline and (before := known.get(entry.path)):
        for _, finding in entry.gaps():
            if finding.code not in marks and before.status(finding.code) == finding.status.value:
                marks[finding.code] = Mark(kind="known", reason=f"in the audit {marking.baseline.name}")
    return entry.model_copy(update={"marks": marks}) if marks else entry


@contextmanager
def opened(outdir: Path, *, force: bool, audited: Path | None) -> Iterator[Store]:
    """Yield the store in the folder of the results; ``audited`` is the folder of the contracts where that is a path.

    What had to be made for it is gone again when an error ends the audit before anything was judged. Raises
    OutputExists for results that are not ours to replace.
    """
    _check(outdir, force, audited)
    new = not (outdir / STORE_NAME).exists()
    made = [folder for folder in (outdir, *outdir.parents) if not folder.exists()]
    needless = False
    try:
        _make(outdir)
        with Store(outdir) as store:
            try:
                yield store
            except ClausegenError:
                needless = new and store.empty
                raise
    except ClausegenError:
        if needless:
            (outdir / STORE_NAME).unlink(missing_ok=True)
        for folder in made:
            with suppress(OSError):  # not empty: something else is there by now
                folder.rmdir()
        raise


def _check(outdir: Path, force: bool, audited: Path | None) -> None:
    if audited and outdir.is_dir() and audited.is_dir() and outdir.samefile(audited):
        raise UsageError(f"{outdir}: is the folder of the contracts; give another -o, such as {outdir / 'results'}")
    if outdir.exists() and not outdir.is_dir():
        raise UsageError(f"{outdir}: is a file; give a folder with -o")
    for name in (STORE_NAME, *RESULT_NAMES):
        if (outdir / name).is_dir():
            message = "is a folder, and a result of that name is to be written; move it away, or give another -o"
            raise UsageError(f"{outdir / name}: {message}")
    if not (outdir / STORE_NAME).exists() and not force:
        for name in RESULT_NAMES:
            if (outdir / name).exists():
                raise OutputExists(outdir / name)


def _make(outdir: Path) -> None:
    try:
        outdir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{outdir}: cannot be made ({error.strerror}); choose another -o") from None
