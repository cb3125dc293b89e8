"""``clausegen check``: judge contracts, print reports, exit 0, 1 or 2."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypedDict

import click

from clausegen.api import check as check_one
from clausegen.api import judge_family, warm
from clausegen.belonging import other_agreement, strangers, unnamed_customer
from clausegen.calibration import DEFAULT_RISK
from clausegen.commands.contract_files import contracts
from clausegen.commands.formats import format_of
from clausegen.commands.output import deliver, refuse_existing, tell
from clausegen.document import Document, Notice
from clausegen.errors import DocumentError, UsageError
from clausegen.findings import Report
from clausegen.ingest import load_document
from clausegen.library import DEFAULT_PLAYBOOK, Library, load_library
from clausegen.report.json import render_json, render_jsonl
from clausegen.report.terminal import render_text
from clausegen.report.words import counted
from clausegen.requirement import Severity, Status, Tier
from clausegen.segment import Part, is_headed_as_schedule, part_of

_FORMATS = ["text", "json", "jsonl", "html", "sarif", "docx"]
SEVERITIES = {"critical": {Severity.CRITICAL}, "major": {Severity.CRITICAL, Severity.MAJOR}, "minor": set(Severity)}


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--tier", type=click.Choice(["low", "medium", "high"]), default="medium", show_default=True, help="Risk tier."
)
@click.option(
    "--with",
    "others",
    multiple=True,
    type=click.Path(path_type=Path),
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
@click.option(
    "--grammar",
    default="",
    metavar="PIPELINE",
    help="Let a grammar check who may act: 'shipped', or an installed spaCy pipeline such as en_core_web_sm.",
)
@click.option("--format", "form", type=click.Choice(_FORMATS), help="[default: suffix of -o, or text]")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the report to a file.")
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
    grammar: str,
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
    # Files are read in a process of their own; the models are loaded in the meantime.
    ThreadPoolExecutor(max_workers=1).submit(warm)
    library = load_library()
    library.playbook(playbook)
    options = _Options(playbook=playbook, library=library, risk=risk, grammar=grammar)
    reports: list[Report] = []
    unread = False
    for path in files:
        try:
            if others:
                reports.append(_as_one(path, others, Tier(tier), options))
            else:
                reports.append(check_one(path, tier=Tier(tier), **options))
        except DocumentError as error:
            click.echo(str(error), err=True)
            unread = True
    if reports:
        if form == "text":
            colour = output is None and sys.stdout.isatty()
            deliver(render_text(reports, colour=colour, gaps=gaps), output, force)
        else:
            deliver(_rendered(form, reports), output, force)
        tell(output, f"report on {counted(len(reports), 'contract')}")
    if unread or not all(report.contract.coverage.complete for report in reports):
        sys.exit(2)
    if any(_counts(report, set(fail_on), SEVERITIES[fail_severity]) for report in reports):
        sys.exit(1)


def _refuse_twice(files: Sequence[Path]) -> None:
    """Raise UsageError when two of the files are one."""
    for one, other in itertools.combinations(files, 2):
        if one.exists() and other.exists() and one.samefile(other):
            raise UsageError(f"{other}: is named twice; name each file of a contract once")


def _as_one(path: Path, others: Sequence[Path], tier: Tier, options: _Options) -> Report:
    """The report on a contract in several files.

    Raises UsageError when two of them have the same content, or one is clearly of another agreement.
    """
    master, *rest = [load_document(one) for one in (path, *others)]
    for one, other in itertools.combinations((master, *rest), 2):
        if one.sha256 == other.sha256:
            raise UsageError(f"{other.path}: has the same content as {one.path}; name each file of a contract once")
    for one in rest:
        if party := other_agreement(master, one):
            what = f"it belongs to another agreement than {master.path}, which does not name {party}"
            raise UsageError(f"{one.path}: {what}; check it for itself, without --with")
    members = [("master", master), *((part_of(document), document) for document in rest)]
    report = judge_family(members, tier=tier, **options)
    notices = (*report.contract.notices, *_misfits(master, rest))
    return report.model_copy(update={"contract": report.contract.model_copy(update={"notices": notices})})


def _misfits(master: Document, rest: Sequence[Document]) -> Iterator[Notice]:
    """What makes it doubtful that these files are one contract, in one notice for each file."""
    if part_of(master) is Part.AMENDMENT:
        said = "Begins like an amendment: name the agreement first, and its amendments with --with."
        yield Notice(code="amendment-first", message=f"{Path(master.path).name}: {said}")
    called = Path(master.path).name
    for one in rest:
        code, said = "other-parties", ""
        if strangers(master, one):
            said = f"names no firm that {called} names: see that both belong to one contract."
        elif customer := unnamed_customer(master, one):
            said = f"does not name {customer}, as {called} does: see that both belong to one contract."
        elif part_of(one) is Part.SCHEDULE and not is_headed_as_schedule(one):
            code = "not-an-addition"
            said = f"begins neither as an amendment nor as a schedule: see that it is one of {called}."
        if said:
            yield Notice(code=code, message=f"{Path(one.path).name} {said}")


class _Options(TypedDict):
    """How everything in one run is judged."""

    playbook: str
    library: Library
    risk: float
    grammar: str


def _rendered(form: str, reports: list[Report]) -> str | bytes:
    """Reports in a format for other programs or for offices; their writers load only when they are wanted."""
    if form == "html":
        from clausegen.report.html import render_html

        return render_html(reports)
    if form == "sarif":
        from clausegen.report.sarif import render_sarif

        return render_sarif(reports)
    if form == "docx":
        from clausegen.report.word_summary import render_docx

        return render_docx(reports)
    return render_json(reports) if form == "json" else render_jsonl(reports)


def _counts(report: Report, statuses: set[str], severities: set[Severity]) -> bool:
    return any(
        finding.status is not Status.SATISFIED and finding.status in statuses and finding.severity in severities
        for verdict in report.verdicts
        for finding in verdict.findings
    )
