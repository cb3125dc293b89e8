"""``clausegen audit``: judge a portfolio, write its results, exit 0, 1 or 2."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import click

from clausegen.audit import (
    LINES,
    REGISTER_NAMES,
    RESULT_NAMES,
    WAIVERS_NAME,
    Bar,
    DaskEngine,
    Earlier,
    Engine,
    Finished,
    Input,
    Judging,
    LocalEngine,
    Log,
    Marking,
    Register,
    Silence,
    Store,
    Waivers,
    Written,
    expanded,
    fetched,
    here,
    load_earlier,
    load_register,
    load_waivers,
    printable,
    scratch,
    sweep,
    sweep_results,
    walk,
    walk_url,
    without_own_files,
    write_results,
)
from clausegen.audit import audit as run_audit
from clausegen.checker import generator
from clausegen.cli.audit_export import export
from clausegen.cli.audit_folder import opened
from clausegen.cli.check import SEVERITIES
from clausegen.cli.file_name import FILE_NAME, FOLDER_OR_URL
from clausegen.errors import UsageError
from clausegen.ingest import programs
from clausegen.library import load_library
from clausegen.model import DEFAULT_PLAYBOOK, Concern, Tier
from clausegen.runtime import file_sha256, promise

_MOST_CONCERNS = 10
_WORDS = ("previous", "none")
_TO_READ = "audit.html"
_BESIDE = (*REGISTER_NAMES, WAIVERS_NAME)  # what lies in the folder of the contracts and is none


class _DefaultRun(click.Group):
    """A group whose first word may be left out: ``audit DIR`` is ``audit run DIR``."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        if not args or args[0] not in self.commands:
            args = ["run", *args]
        return super().parse_args(context, args)


@click.group(cls=_DefaultRun)
def audit() -> None:
    """Judge a whole portfolio, resumable, with a matrix of gaps."""


@audit.command("run")
@click.argument("folder", type=FOLDER_OR_URL)
@click.option("-o", "--output", "outdir", required=True, type=FILE_NAME, help="Folder of the results.")
@click.option("--register", "register_file", type=FILE_NAME, help="Default: register.csv or register.xlsx in FOLDER.")
@click.option("--tier", type=click.Choice(["low", "medium", "high"]), default="medium", show_default=True,
              help="Tier of files without one in the register.")  # fmt: skip
@click.option("--playbook", default=DEFAULT_PLAYBOOK, show_default=True, help="Which requirements are due.")
@click.option("--workers", type=click.IntRange(1, 256), default=None, help="Processes; default: one per core.")
@click.option("--engine", "engine_name", type=click.Choice(["local", "dask"]), default="local", show_default=True,
              help="Where to judge: on this machine, or on a Dask cluster.")  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler; default: a cluster of --workers started here.")
@click.option("--resume/--fresh", default=True, show_default=True, help="Keep results judged before, or judge anew.")
@click.option("--retry", is_flag=True, help="Try files again whose worker was lost twice, with the same limits.")
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave out, e.g. '*.png' or 'old/*'; repeatable.")
@click.option("--archives", is_flag=True, help="Judge the files inside .zip archives.")
@click.option("--attachments", is_flag=True, help="Judge .eml messages and each of their attachments by itself.")
@click.option("--follow-links", is_flag=True, help="Read files that links outside FOLDER lead to.")
@click.option("--seconds", type=click.FloatRange(1), default=120, show_default=True, help="Longest time for one file.")
@click.option("--memory", type=click.IntRange(768), default=1536, show_default=True, help="MB granted to one worker.")
@click.option("--waivers", "waiver_file", type=FILE_NAME, help="Accepted gaps; default: FOLDER/waivers.toml.")
@click.option("--baseline", type=FILE_NAME, help="An earlier audit; gaps it had are marked as known.")
@click.option("--compare", default="previous", show_default=True, metavar="previous|none|PATH",
              help="What to compare with: the run before in this folder, nothing, or another audit.")  # fmt: skip
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Day of waivers and results.")
@click.option("--fail-on", multiple=True, type=click.Choice(["missing", "contradicted", "uncertain", "nothing"]),
              default=("missing", "contradicted", "uncertain"), show_default=True,
              help="Statuses that make the exit code 1.")  # fmt: skip
@click.option("--fail-severity", type=click.Choice(["critical", "major", "minor"]), default="major",
              show_default=True, help="Lowest severity at which --fail-on counts.")  # fmt: skip
@click.option("--quiet", is_flag=True, help="No progress bar and no summary.")
@click.option("--log-json", is_flag=True, help="Events as JSON lines on stderr instead of a progress bar.")
@click.option("--force", is_flag=True, help="Replace results in OUTDIR that no audit of this program made.")
def run_command(
    folder: str,
    outdir: Path,
    register_file: Path | None,
    tier: str,
    playbook: str,
    workers: int | None,
    engine_name: str,
    scheduler: str | None,
    resume: bool,
    retry: bool,
    exclude: tuple[str, ...],
    archives: bool,
    attachments: bool,
    follow_links: bool,
    seconds: float,
    memory: int,
    waiver_file: Path | None,
    baseline: Path | None,
    compare: str,
    today: dt.datetime | None,
    fail_on: tuple[str, ...],
    fail_severity: str,
    quiet: bool,
    log_json: bool,
    force: bool,
) -> None:
    """Judge every contract below FOLDER (a path, or an address such as s3://…); results go to the folder given with -o.

    Run the same command again to go on after an interruption, or to judge only what has changed. See also
    'clausegen audit export --help'. Exit code: 0 every contract was read in full and nothing in --fail-on was
    found; 1 something was found, or a note of --fail-severity was made (an expired waiver); 2 something could not
    be done or read in full (everything else is still judged).
    """
    library = load_library()
    library.playbook(playbook)
    judging = Judging(
        judge="clausegen.checker.pipeline:judge",
        playbook=playbook,
        generator=generator(library),
        judge_family="clausegen.checker.pipeline:judge_family",
        memory=memory * 1024 * 1024,
        cpu_seconds=max(1, int(seconds)),
        wall_seconds=seconds,
        programs=programs(),
    )
    place = here(folder)
    containers = [*([".zip"] if archives else []), *([".eml"] if attachments else [])]
    if containers and place is None:
        raise UsageError("--archives and --attachments need files on this machine; copy the folder first")
    with nullcontext(place) if place else fetched(folder, _BESIDE) as beside:
        register_file = register_file or next((f for name in REGISTER_NAMES if (f := beside / name).is_file()), None)
        register = load_register(register_file) if register_file else Register()
        needless = list(_needless_registers(beside, register_file))
        waiver_file = waiver_file or (file if (file := beside / WAIVERS_NAME).is_file() else None)
        marking = _marking(waiver_file, baseline, compare, today.date() if today else None)
    aside = [outdir, *(beside / name for name in _BESIDE), *(f for f in (register_file, waiver_file) if f)]
    watcher = (
        Silence() if quiet else Log(sys.stderr) if log_json else Bar(sys.stderr) if sys.stderr.isatty() else Silence()
    )
    with opened(outdir, force=force, audited=place) as store:
        promise("everything judged is kept, the same command goes on from here")
        sweep(outdir)
        sweep_results(outdir)
        processes = workers or os.cpu_count() or 1
        engine = _engine(judging, engine_name, scheduler, processes)
        inputs: Iterable[Input]
        if place is None:
            inputs = walk_url(folder, exclude=exclude, aside=_BESIDE, follow_links=follow_links)
        else:
            inputs = walk(place, exclude=exclude, aside=aside, follow_links=follow_links)
        try:
            with scratch(outdir) if containers else nullcontext(outdir) as unpacked:
                if containers:
                    inputs = expanded(inputs, unpacked, containers, exclude)
                finished = run_audit(
                    without_own_files(inputs),
                    store=store,
                    engine=engine,
                    judging=judging,
                    register=register,
                    tier=Tier(tier),
                    watcher=watcher,
                    retry=retry,
                    fresh=not resume,
                )
        finally:
            watcher.close()
        finished = replace(finished, concerns=(*needless, *finished.concerns))
        if compare == "previous":
            marking = replace(marking, earlier=_previous(store, finished))
        written = write_results(
            store, finished, outdir, title=_title(place, folder), marking=marking, library=library, processes=processes
        )
    if not quiet:
        click.echo(_said(written, finished, outdir), nl=False)
    # A contract of which a page is unread was not read: what it holds there may take back what was found.
    if written.tally.outcomes["unreadable"] or written.tally.outcomes["partly-read"]:
        sys.exit(2)
    severities = SEVERITIES[fail_severity]
    concerned = "nothing" not in fail_on and any(concern.severity in severities for concern in written.concerns)
    if concerned or written.tally.fails(fail_on, severities):
        sys.exit(1)


audit.add_command(export)


def _marking(waiver_file: Path | None, baseline: Path | None, compare: str, day: dt.date | None) -> Marking:
    """Waivers, baseline and the earlier audit that the options name; read before hours are spent on judging."""
    today = day or dt.datetime.now().date()
    basis = [compare, str(day)]
    waivers = load_waivers(waiver_file, today) if waiver_file else Waivers((), today)
    if waiver_file:
        basis += [waiver_file.read_text(encoding="utf-8-sig"), today.isoformat()]
    known = load_earlier(baseline) if baseline else None
    basis += [_digest(path) for path in (baseline, *([Path(compare)] if compare not in _WORDS else [])) if path]
    earlier = load_earlier(Path(compare)) if compare not in _WORDS else None
    return Marking(waivers, known, earlier, json.dumps(basis), day)


def _needless_registers(folder: Path, used: Path | None) -> Iterator[Concern]:
    """Registers in the folder beside the one that is used: none of them is a contract, so nothing else names them."""
    for file in (folder / name for name in REGISTER_NAMES):
        if used is not None and file.is_file() and not file.samefile(used):
            message = f"not used, because {printable(used.name)} is; move what it adds there, then remove it"
            yield Concern(kind="register-unused", subject=file.name, message=message)


def _previous(store: Store, finished: Finished) -> Earlier | None:
    """The run before in the same folder."""
    runs = [run for run in store.runs() if run < finished.run]
    return Earlier(f"run {runs[-1]}", store.judged(runs[-1])) if runs else None


def _digest(path: Path) -> str:
    file = path / LINES if path.is_dir() else path
    try:
        return file_sha256(file)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror}); give the folder of an earlier audit") from None


def _title(place: Path | None, address: str) -> str:
    """What the results are, and of which folder."""
    name = place.resolve().name if place else address.rstrip("/").rpartition("/")[2]
    return f"Human-rights safeguards in customer contracts: {printable(name)}"


def _engine(judging: Judging, name: str, scheduler: str | None, workers: int) -> Engine:
    if name == "dask":
        return DaskEngine(judging, scheduler, workers=workers)
    if scheduler:
        raise UsageError("--scheduler is for --engine dask; add it, or leave --scheduler out")
    return LocalEngine(judging, workers)


def _said(written: Written, finished: Finished, outdir: Path) -> str:
    """The last lines on the terminal."""
    tally, concerns = written.tally, written.concerns
    files = ", ".join(f"{count} {name}" for name, count in tally.outcomes.items() if count) or "none"
    statuses = ", ".join(f"{count} {name}" for name, count in tally.statuses.items() if count) or "none"
    lines = [
        f"files: {tally.files} ({files}); judged now: {finished.files_now}",
        f"contracts: {tally.contracts} ({statuses})",
    ]
    if tally.marked:
        lines.append("marked gaps: " + ", ".join(f"{count} {kind}" for kind, count in tally.marked.items()))
    lines += [f"note: {c.subject}: {c.message}" for c in concerns[:_MOST_CONCERNS]]
    if len(concerns) > _MOST_CONCERNS:
        lines.append(f"note: and {len(concerns) - _MOST_CONCERNS} more, all in the results")
    beside = ", ".join(name for name in RESULT_NAMES if name != _TO_READ)
    lines.append(f"results: {printable(str(outdir / _TO_READ))}, and beside it {beside}")
    return "\n".join(lines) + "\n"
