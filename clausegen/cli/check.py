"""``clausegen check``: judge contracts, print reports, exit 0, 1 or 2."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from clausegen.checker import MODELS
from clausegen.cli.contract_files import contracts
from clausegen.cli.file_name import FILE_NAME
from clausegen.cli.formats import format_of
from clausegen.cli.options import (
    counting_option,
    fail_options,
    force_option,
    format_option,
    look_option,
    output_option,
    playbook_option,
    quiet_option,
    risk_option,
    tier_option,
    with_option,
)
from clausegen.cli.output import deliver, refuse_existing, tell
from clausegen.cli.progress import followed
from clausegen.errors import DocumentError, UsageError
from clausegen.library import load_library
from clausegen.model import Entry, Look, Outcome, Report, Severity, Status, Tier, is_waived
from clausegen.report import counted
from clausegen.runtime import verified

_FORMATS = ["text", "json", "jsonl", "html", "sarif", "docx"]
SEVERITIES = {"critical": {Severity.CRITICAL}, "major": {Severity.CRITICAL, Severity.MAJOR}, "minor": set(Severity)}


@click.command()
@click.argument("paths", nargs=-1, required=True, type=FILE_NAME)
@tier_option()
@with_option()
@counting_option()
@playbook_option()
@risk_option()
@look_option()
@format_option(_FORMATS)
@output_option("Write the report to a file.")
@click.option("--decisions/--no-decisions", "decided", default=True, show_default=True,
              help="Apply decisions made in the review desk (decisions.toml beside the contract).")  # fmt: skip
@click.option("--gaps", is_flag=True, help="Show every gap in full (text).")
@click.option("--all", "everything", is_flag=True, help="Show every element, including satisfied ones (text).")
@quiet_option()
@force_option()
@fail_options
def check(
    paths: tuple[Path, ...],
    tier: str,
    others: tuple[Path, ...],
    today: dt.datetime | None,
    playbook: str,
    risk: float,
    look: Look,
    form: str | None,
    output: Path | None,
    decided: bool,
    gaps: bool,
    everything: bool,
    quiet: bool,
    force: bool,
    fail_on: tuple[str, ...],
    fail_severity: str,
) -> None:
    """Judge contracts element by element, with quoted evidence.

    PATHS are files or folders; several contracts give a table, most urgent first. Decisions made in the review desk
    are applied and mentioned; waived gaps do not affect the exit code.

    Exit code: 0 every contract was read and nothing in --fail-on was found; 1 something was found; 2 a file, or part
    of one, could not be read (the others are still judged).
    """
    form = format_of(output, form, _FORMATS, "text")
    if (gaps or everything) and form != "text":
        option = "--all" if everything else "--gaps"
        raise UsageError(f"{option} is for the text report; leave it out, or leave out --format {form}")
    detail = "all" if everything else "gaps" if gaps else "urgent"
    files = contracts(paths)
    refuse_existing(output, force, (*files, *others))
    if others and len(files) != 1:
        raise UsageError(f"--with belongs to one contract, and {len(files)} are named; name the master agreement alone")
    _refuse_twice((*files, *others))
    ThreadPoolExecutor(max_workers=1).submit(_load_models)
    from clausegen.cli.check_reports import Judged, Options, as_decided, judged, rendered  # with all that judges

    library = load_library()
    library.playbook(playbook)
    options = Options(tier=Tier(tier), playbook=playbook, library=library, risk=risk)
    results: list[Judged] = []
    unread: list[Entry] = []
    errors: list[str] = []
    undecided: set[str] = set()  # what is wrong with files of decisions
    for path in followed(files, quiet=quiet):
        try:
            result = judged(path, others, options, look, today)
            results.append(as_decided(result, path, undecided) if decided else result)
        except DocumentError as error:
            errors.append(str(error))
            reason = f"{error.reason}; {error.remedy}"
            unread.append(Entry(path=error.path, outcome=Outcome.UNREADABLE, reason=reason, tier=Tier(tier)))
    errors += [f"{wrong}\ndecisions are not applied until this is mended" for wrong in sorted(undecided)]
    for said in errors:
        click.echo(said, err=True)
    if len(results) > 1:
        results = [result for result in results if not _is_aside(result.report)]
    reports = [result.report for result in results]
    if results or form == "sarif":  # a log without results would say that nothing is wrong; it says what is unread
        at_terminal = output is None and sys.stdout.isatty()
        if output is not None or not quiet:
            day = today.date() if today else None
            content = rendered(form, results, unread, at_terminal=at_terminal, detail=detail, day=day)
            deliver(content, output, force, paged=detail != "urgent")  # the short report ends with the answer
        if not quiet:
            tell(output, f"report on {counted(len(reports), 'contract')}")
    if unread or undecided or not all(_is_read(report) for report in reports):
        sys.exit(2)
    if any(_counts(report, set(fail_on), SEVERITIES[fail_severity]) for report in reports):
        sys.exit(1)


def _is_read(report: Report) -> bool:
    return report.contract.coverage.complete and not report.judged_nothing


def _load_models() -> None:
    """Load the models beside what else there is to do: most of it needs neither Python's lock nor what judges."""
    for name in MODELS:
        verified(name)
    from clausegen.checker import warm

    warm()


def _refuse_twice(files: Sequence[Path]) -> None:
    """Raise UsageError when two of the files are one."""
    seen: set[tuple[int, int]] = set()
    for path in files:
        if path.exists():
            status = path.stat()
            if (status.st_dev, status.st_ino) in seen:
                raise UsageError(f"{path}: is named twice; name each file of a contract once")
            seen.add((status.st_dev, status.st_ino))


def _is_aside(report: Report) -> bool:
    """Return True for a file that people put out of scope, which is told."""
    if report.out_of_scope and report.decided:
        click.echo(f"{report.contract.path}: left out: {report.decided.said}", err=True)
    return report.out_of_scope


def _counts(report: Report, statuses: set[str], severities: set[Severity]) -> bool:
    return not report.out_of_scope and any(
        finding.status is not Status.SATISFIED and finding.status in statuses and finding.severity in severities
        for finding in report.findings
        if not is_waived(finding)
    )
