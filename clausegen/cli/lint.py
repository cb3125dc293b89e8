"""``clausegen lint``: drafting faults of contracts, and what a Word file gives away."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from clausegen.cli.contract_files import contracts
from clausegen.cli.file_name import FILE_NAME
from clausegen.errors import DocumentError
from clausegen.ingest import load_document, read_bytes
from clausegen.lint import Fault, Giveaway, faults, giveaways


@click.command()
@click.argument("paths", nargs=-1, required=True, type=FILE_NAME)
def lint(paths: tuple[Path, ...]) -> None:
    """Find drafting faults: terms, references, numbers, figures, schedules, periods.

    Of a Word file also what it gives away besides its pages; clausegen clean removes that. PATHS are files or folders.

    Exit code: 0 no fault, 1 faults, 2 a contract could not be read.
    """
    unread = found = False
    for path in contracts(paths):
        try:
            document = load_document(path)
            here: list[Fault | Giveaway] = [*faults(document)]
            if document.format == "docx":
                here += giveaways(path, read_bytes(path))
        except DocumentError as error:
            click.echo(str(error), err=True)
            unread = True
            continue
        found = found or bool(here)
        for fault in here:
            click.echo(f"{path}: {fault}")
        if not here:
            click.echo(f"{path}: no drafting fault found")
    if unread:
        sys.exit(2)
    if found:
        sys.exit(1)
