"""``clausegen consolidate``: the text of a contract as its amendments leave it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

import click

from clausegen.amendments import consolidate as amended
from clausegen.amendments import is_paper
from clausegen.cli.check_reports import misfits
from clausegen.cli.contract_files import family
from clausegen.cli.file_name import FILE_NAME
from clausegen.cli.formats import format_of
from clausegen.cli.options import counting_option, force_option, format_option, output_option
from clausegen.cli.output import deliver, refuse_existing, tell
from clausegen.errors import UsageError
from clausegen.report import counted, render_as_amended_docx, render_as_amended_json, render_as_amended_md

_FORMATS: list[Literal["md", "json", "docx"]] = ["md", "json", "docx"]


@click.command()
@click.argument("master", type=FILE_NAME)
@click.argument("papers", nargs=-1, type=FILE_NAME)
@format_option(_FORMATS, "md")
@counting_option()
@output_option()
@force_option()
def consolidate(
    master: Path,
    papers: tuple[Path, ...],
    form: Literal["md", "json", "docx"] | None,
    today: dt.datetime | None,
    output: Path | None,
    force: bool,
) -> None:
    """Show a contract as its amendments leave it.

    MASTER is the agreement, PAPERS are its amendments, side letters, orders, schedules and notices, in any order.
    Words that a paper adds or takes away are marked with it; a table lists every operation and what became of it; what
    the papers leave open comes first. Exit code: 0 nothing is left open; 1 something is; 2 a file could not be read.
    """
    form = format_of(output, form, _FORMATS, "md")
    refuse_existing(output, force, [master, *papers])
    documents = family(master, papers)
    if not papers and is_paper(documents[0]):
        raise UsageError(f"{master.name} is a paper that changes an agreement: name the agreement first")
    contract = amended(documents, today=today.date() if today else None)
    content: str | bytes
    if form == "docx":
        content = render_as_amended_docx(contract)
    else:
        content = render_as_amended_json(contract) if form == "json" else render_as_amended_md(contract)
    deliver(content, output, force, paged=True)
    tell(output, "contract as amended")
    for notice in misfits(documents[0], documents[1:]):
        click.echo(notice.message, err=True)
    for paper in contract.papers[1:]:
        if not paper.counts:
            said = "changes nothing" if paper.counts is False else "may count"
            click.echo(f"{paper.path}: {said}: {paper.why}", err=True)
    if contract.questions:
        click.echo(f"{counted(len(contract.questions), 'question')} left open: see the beginning of the text", err=True)
        click.get_current_context().exit(1)
