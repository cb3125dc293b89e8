"""``clausegen clean``: a Word file without hidden information."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from clausegen.cli.file_name import FILE_NAME
from clausegen.cli.formats import format_of
from clausegen.cli.options import force_option, output_option
from clausegen.cli.output import deliver, refuse_existing
from clausegen.errors import UsageError
from clausegen.ingest import read_bytes
from clausegen.lint import cleaned
from clausegen.report import counted


@click.command()
@click.argument("file", metavar="FILE", type=FILE_NAME)
@output_option("The clean copy. [default: FILE.clean.docx beside it]")
@force_option()
def clean(file: Path, output: Path | None, force: bool) -> None:
    """Write a copy of a Word file without hidden information.

    Removes properties, custom XML, comments, hidden text and author names. Tracked changes stay, without their
    authors. Embedded files and drafting notes are part of the document: they are listed and stay.

    Exit code: 0 nothing is left; 1 something is left to you; 2 nothing was written.
    """
    if file.suffix.lower() not in (".docx", ".docm", ".dotx"):
        raise UsageError(f"{file}: only a Word file (.docx) can be cleaned; save it as .docx first")
    output = output or file.with_name(f"{file.stem}.clean.docx")
    format_of(output, None, ["docx"], "docx")
    refuse_existing(output, force, [file])
    made = cleaned(file, read_bytes(file))
    deliver(made.data, output, force)
    click.echo(f"{output}: {counted(len(made.removed), 'kind')} of hidden information removed")
    for found in made.removed:
        click.echo(f"  removed: {found}")
    for found in made.left:
        click.echo(f"  left: {found}")
    if made.left:
        sys.exit(1)
