"""``clausegen audit``: judge a portfolio, write its results, exit 0, 1 or 2."""

from __future__ import annotations

import datetime as dt
import shlex
import sys
import textwrap
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from clausegen.auditing import (
    RESULT_NAMES,
    STORE_NAME,
    AuditOptions,
    AuditResult,
    Bar,
    Log,
    Store,
    Watcher,
    audit_portfolio,
    printable,
    write_csv,
    write_parquet,
)
from clausegen.cli.check import SEVERITIES
from clausegen.cli.file_name import FILE_NAME, FOLDER_OR_URL
from clausegen.cli.formats import format_of
from clausegen.cli.groups import DefaultRun
from clausegen.cli.options import (
    choice,
    fail_options,
    force_option,
    format_option,
    look_option,
    output_option,
    playbook_option,
    quiet_option,
    tier_option,
    today_option,
)
from clausegen.cli.output import refuse_existing
from clausegen.errors import UsageError
from clausegen.model import Tier
from clausegen.report import Pressing, entry_line
from clausegen.runtime import replacing

_MOST_CONCERNS = 10
_TO_READ = "audit.html"
_FORMATS = ["parquet", "csv", "jsonl"]


@click.group(cls=DefaultRun)
def audit() -> None:
    """Judge a whole folder of contracts, and say what to do first.

    'clausegen audit FOLDER -o RESULTS' is 'clausegen audit run FOLDER -o RESULTS'; its options:
    'clausegen audit run --help'.
    """


@audit.command("run")
@click.argument("folder", type=FOLDER_OR_URL)
@click.option("-o", "--output", "outdir", required=True, type=FILE_NAME, help="Folder of the results.")
@click.option("--register", type=FILE_NAME, help="Table of what you know about the contracts (.csv, .xlsx).")
@tier_option("Tier of files for which the register gives none.")
@playbook_option()
@look_option()
@click.option("--workers", type=click.IntRange(1, 256), default=None, help="Processes; default: one per core.")
@click.option("--engine", type=choice(["local", "dask"]), default="local", show_default=True,
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
@click.option("--waivers", type=FILE_NAME, help="Accepted gaps (.toml).")
@click.option("--decisions", type=FILE_NAME, help="What people decided at the review desk (.toml).")
@click.option("--trust-folder", is_flag=True, help="Use the register, waivers and decisions found in FOLDER.")
@click.option("--baseline", type=FILE_NAME, help="An earlier audit; gaps it had are marked as known.")
@click.option("--compare", default="previous", show_default=True, metavar="previous|none|PATH",
              help="What to compare with: the run before in this folder, nothing, or another audit.")  # fmt: skip
@today_option("Day of waivers and results. [default: today; results then name no day]")
@fail_options
@quiet_option("No progress bar and no summary.")
@click.option("--log-json", is_flag=True, help="Events as JSON lines on stderr instead of a progress bar.")
@click.option("--force", is_flag=True, help="Replace results in OUTDIR that no audit of this program made.")
def run_command(
    folder: str,
    outdir: Path,
    tier: str,
    today: dt.datetime | None,
    fail_on: tuple[str, ...],
    fail_severity: str,
    quiet: bool,
    log_json: bool,
    **given: Any,
) -> None:
    """Judge every contract below FOLDER (a path, or an address such as s3://…); results go to the folder given with -o.

    Run the same command again to continue after an interruption, or to judge only what has changed. Exit code: 0 every
    contract was read in full and nothing in --fail-on was found; 1 something was found, or a note of --fail-severity
    was made (an expired waiver); 2 something could not be done or read in full (everything else is still judged).
    """
    options = AuditOptions(tier=Tier(tier), today=today.date() if today else None, **given)
    watcher = Log(sys.stderr) if log_json and not quiet else Watcher()
    if sys.stderr.isatty() and not (quiet or log_json):
        watcher = Bar(sys.stderr)
    with closing(watcher):
        result = audit_portfolio(folder, outdir, options, watcher)
    if not quiet:
        from clausegen.report import WIDTH, columns  # with rich: not for who hands out contracts

        day = options.today or dt.datetime.now().date()
        click.echo(_said(result, folder, day, columns() if sys.stdout.isatty() else WIDTH), nl=False)
    # A contract of which a page is unread was not read: what it holds there may take back what was found.
    if result.tally.outcomes["unreadable"] or result.tally.outcomes["partly-read"]:
        sys.exit(2)
    severities = SEVERITIES[fail_severity]
    concerned = "nothing" not in fail_on and any(concern.severity in severities for concern in result.concerns)
    if concerned or result.tally.fails(fail_on, severities):
        sys.exit(1)


@audit.command("export")
@click.argument("outdir", type=FILE_NAME)
@format_option(_FORMATS, "")
@output_option("File to write.", required=True)
@click.option("--run", type=int, default=None, help="Number of the run; default: the last one that finished.")
@force_option()
def export(outdir: Path, form: str | None, output: Path, run: int | None, force: bool) -> None:
    """Write the results of an audit as a table: one row per contract and element.

    OUTDIR is the folder an audit wrote. Files that were not judged have one row without element.
    """
    if not (outdir / STORE_NAME).is_file():
        raise UsageError(f"{outdir}: no audit here; give the folder that 'clausegen audit … -o' wrote")
    form = format_of(output, form, _FORMATS, "csv")
    refuse_existing(output, force, [outdir / STORE_NAME])
    with Store(outdir, reading=True) as store:
        runs = store.runs()
        if not runs:
            raise UsageError(f"{outdir}: no audit has finished here; run 'clausegen audit' again first")
        chosen = runs[-1] if run is None else run
        if chosen not in runs:
            raise UsageError(f"{outdir}: no run {chosen}; there is: {', '.join(map(str, runs))}")
        entries = store.entries(chosen)
        try:
            with replacing(output) as stream:
                if form == "parquet":
                    write_parquet(entries, stream)
                elif form == "csv":
                    write_csv(entries, stream)
                else:
                    for entry in entries:
                        stream.write(entry_line(entry).encode())
        except OSError as error:
            raise UsageError(f"{output}: cannot be written ({error.strerror}); choose another -o") from None


def _said(result: AuditResult, folder: str, day: dt.date, width: int) -> str:
    """Sum up on the terminal: what was read, which contracts to take up first, and the next command."""
    tally, concerns = result.tally, result.concerns
    files = ", ".join(f"{count} {name}" for name, count in tally.outcomes.items() if count) or "none"
    statuses = ", ".join(f"{count} {name}" for name, count in tally.statuses.items() if count) or "none"
    lines = [
        f"files: {tally.files} ({files}); judged now: {result.judged_now}",
        f"contracts: {tally.contracts} ({statuses})",
    ]
    if tally.apart:
        lines.append(f"set apart: {tally.apart} probably no contract of this kind; the page says why, you decide")
    if tally.marked:
        lines.append("marked gaps: " + ", ".join(f"{count} {kind}" for kind, count in tally.marked.items()))
    lines += [f"note: {c.subject}: {c.message}" for c in concerns[:_MOST_CONCERNS]]
    if len(concerns) > _MOST_CONCERNS:
        lines.append(f"note: and {len(concerns) - _MOST_CONCERNS} more, all in the results")
    if result.first:
        lines += ["", f"Do these first (as of {day}):"]
        lines += [
            textwrap.fill(_pressing(row), width, initial_indent="  ", subsequent_indent="      ")
            for row in result.first
        ]
        lines.append("")
    beside = ", ".join(name for name in RESULT_NAMES if name != _TO_READ)
    lines.append(f"results: {printable(str(result.folder / _TO_READ))}, and beside it {beside}")
    file = Path(folder, result.first[0].path) if result.first else None
    if file and file.is_file():
        lines.append(f"Next: clausegen check {shlex.quote(printable(str(file)))} --tier {result.first[0].tier}")
    return "\n".join(lines) + "\n"


def _pressing(row: Pressing) -> str:
    """Name a contract with who, when and what."""
    known = "; ".join(filter(None, (row.customer, row.owner, f"notice by {row.day}" if row.day else "")))
    return printable(f"{row.path}{f' ({known})' if known else ''}: {row.action}")
