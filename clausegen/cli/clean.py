"""``clausegen clean``: a Word file without what it gives away besides its pages."""

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


@click.command()
@click.argument("file", metavar="FILE", type=FILE_NAME)
@output_option("The clean copy. [default: FILE.clean.docx beside it]")
@force_option()
def clean(file: Path, output: Path | None, force: bool) -> None:
    """Write a copy of a Word file without what it gives away besides its pages.

    Removes properties, custom XML, comments, hidden text and names of authors. Tracked changes stay, without their
    authors; embedded files and drafting notes are named and stay, because they are words or parts of the document.

    Exit code: 0 nothing is left, 1 something is left for a person, 2 nothing was written.
    """
    if file.suffix.lower() not in (".docx", ".docm", ".dotx"):
        raise UsageError(f"{file}: only a Word file (.docx) can be cleaned; save it as .docx first")
    output = output or file.with_name(f"{file.stem}.clean.docx")
    format_of(output, None, ["docx"], "docx")
    refuse_existing(output, force, [file])
    made = cleaned(file, read_bytes(file))
    deliver(made.data, output, force)
    click.echo(f"{output}: {len(made.removed)} kinds of hidden data removed")
    for found in made.removed:
        click.echo(f"  removed: {found}")
    for found in made.left:
        click.echo(f"  left: {found}")
    if made.left:
        sys.exit(1)
