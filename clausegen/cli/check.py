"""``clausegen check``: judge contracts, print reports, exit 0, 1 or 2."""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from clausegen.checker import MODELS
from clausegen.cli.contract_files import contracts
from clausegen.cli.file_name import FILE_NAME
from clausegen.cli.formats import format_of
from clausegen.cli.output import deliver, refuse_existing, tell
from clausegen.errors import DocumentError, UsageError
from clausegen.library import load_library
from clausegen.model import DEFAULT_PLAYBOOK, DEFAULT_RISK, Entry, Outcome, Report, Severity, Status, Tier
from clausegen.report import counted
from clausegen.runtime import verified

_FORMATS = ["text", "json", "jsonl", "html", "sarif", "docx"]
SEVERITIES = {"critical": {Severity.CRITICAL}, "major": {Severity.CRITICAL, Severity.MAJOR}, "minor": set(Severity)}


@click.command()
@click.argument("paths", nargs=-1, required=True, type=FILE_NAME)
@click.option(
    "--tier", type=click.Choice(["low", "medium", "high"]), default="medium", show_default=True, help="Risk tier."
)
@click.option(
    "--with",
    "others",
    multiple=True,
    type=FILE_NAME,
    help="An amendment or schedule to read as one with PATH, the agreement; repeat, amendments in the order made.",
)
@click.option("--playbook", default=DEFAULT_PLAYBOOK, show_default=True, help="Which requirements are due.")
@click.option(
    "--risk",
    type=click.FloatRange(0.001, 0.5),
    default=DEFAULT_RISK,
    show_default=True,
    help="Share of contracts for which a false 'satisfied' is accepted; less makes more elements uncertain.",
)
@click.option("--format", "form", type=click.Choice(_FORMATS), help="[default: suffix of -o, or text]")
@click.option("-o", "--output", type=FILE_NAME, help="Write the report to a file.")
@click.option("--gaps", is_flag=True, help="Show only what is not satisfied (text).")
@click.option("--force", is_flag=True, help="Replace the output file if it is there.")
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(["missing", "contradicted", "uncertain", "nothing"]),
    default=("missing", "contradicted", "uncertain"),
    show_default=True,
    help="Statuses that make the exit code 1; repeat for several.",
)
@click.option(
    "--fail-severity",
    type=click.Choice(["critical", "major", "minor"]),
    default="major",
    show_default=True,
    help="Lowest severity at which --fail-on counts.",
)
def check(
    paths: tuple[Path, ...],
    tier: str,
    others: tuple[Path, ...],
    playbook: str,
    risk: float,
    form: str | None,
    output: Path | None,
    gaps: bool,
    force: bool,
    fail_on: tuple[str, ...],
    fail_severity: str,
) -> None:
    """Judge contracts element by element, with quoted evidence.

    PATHS are files or folders. Exit code: 0 every contract was read and nothing in --fail-on was found;
    1 something was found; 2 something could not be done: a file or a part of one was not read (the other
    contracts are still judged).
    """
    form = format_of(output, form, _FORMATS, "text")
    if gaps and form != "text":
        raise UsageError(f"--gaps shortens the text report; leave it out, or leave out --format {form}")
    files = contracts(paths)
    refuse_existing(output, force, (*files, *others))
    if others and len(files) != 1:
        raise UsageError(f"--with belongs to one contract, and {len(files)} are named; name the master agreement alone")
    _refuse_twice((*files, *others))
    with _made_to_stay():
        ThreadPoolExecutor(max_workers=1).submit(_load_models)
        from clausegen.cli.check_reports import Options, judged, rendered  # with all that judges

        library = load_library()
    library.playbook(playbook)
    options = Options(tier=Tier(tier), playbook=playbook, library=library, risk=risk)
    reports: list[Report] = []
    unread: list[Entry] = []
    for path in files:
        try:
            reports.append(judged(path, others, options))
        except DocumentError as error:
            click.echo(str(error), err=True)
            reason = f"{error.reason}; {error.remedy}"
            unread.append(Entry(path=error.path, outcome=Outcome.UNREADABLE, reason=reason, tier=Tier(tier)))
    if reports or form == "sarif":  # a log without results would say that nothing is wrong; it says what is unread
        at_terminal = output is None and sys.stdout.isatty()
        deliver(rendered(form, reports, unread, at_terminal=at_terminal, gaps=gaps), output, force)
        tell(output, f"report on {counted(len(reports), 'contract')}")
    if unread or not all(report.contract.coverage.complete for report in reports):
        sys.exit(2)
    if any(_counts(report, set(fail_on), SEVERITIES[fail_severity]) for report in reports):
        sys.exit(1)


def _load_models() -> None:
    """Load the models beside what else there is to do: most of it needs neither Python's lock nor what judges."""
    for name in MODELS:
        verified(name)
    from clausegen.checker import warm

    warm()


@contextlib.contextmanager
def _made_to_stay() -> Iterator[None]:
    """No garbage is looked for among what is imported and loaded here: that took a twentieth of a short run."""
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # once in a process
            gc.freeze()
        gc.enable()


def _refuse_twice(files: Sequence[Path]) -> None:
    """Raise UsageError when two of the files are one."""
    seen: set[tuple[int, int]] = set()
    for path in files:
        if path.exists():
            status = path.stat()
            if (status.st_dev, status.st_ino) in seen:
                raise UsageError(f"{path}: is named twice; name each file of a contract once")
            seen.add((status.st_dev, status.st_ino))


def _counts(report: Report, statuses: set[str], severities: set[Severity]) -> bool:
    return any(
        finding.status is not Status.SATISFIED and finding.status in statuses and finding.severity in severities
        for verdict in report.verdicts
        for finding in verdict.findings
    )
