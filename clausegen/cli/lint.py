"""``clausegen lint``: drafting faults, what a Word file gives away, and what became of our own wording."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from clausegen.cli.contract_files import contracts
from clausegen.cli.file_name import FILE_NAME
from clausegen.cli.progress import followed
from clausegen.errors import DocumentError, UsageError
from clausegen.ingest import load_document, read_bytes
from clausegen.lint import altered, drafted_wording, faults, giveaways


@click.command()
@click.argument("paths", nargs=-1, required=True, type=FILE_NAME)
@click.option("--drafted", type=FILE_NAME, metavar="MANIFEST",
              help="The .manifest.json of the draft: show which elements were altered since.")  # fmt: skip
def lint(paths: tuple[Path, ...], drafted: Path | None) -> None:
    """Find drafting mistakes: terms, references, numbers, figures, schedules, periods.

    In Word files it also finds hidden information, which 'clausegen clean' removes. PATHS are files or folders. With
    --drafted, a Word file that began as a draft by clausegen is compared with it, element by element.

    Exit code: 0 no mistake; 1 mistakes; 2 a contract could not be read.
    """
    wording = drafted_wording(drafted) if drafted else None
    found: list[str] = []
    unread: list[str] = []
    has_faults = False
    for path in followed(contracts(paths)):
        try:
            document = load_document(path)
            here: list[object] = [*faults(document)]
            if document.format == "docx":
                data = read_bytes(path)
                here += [*giveaways(path, data), *(altered(data, wording) if wording else ())]
            elif wording:
                raise UsageError(f"{path}: --drafted compares Word files (.docx); this one is {document.format}")
        except DocumentError as error:
            unread.append(str(error))
            continue
        has_faults = has_faults or bool(here)
        found += [f"{path}: {fault}" for fault in here or ["no drafting fault found"]]
    for line in unread:
        click.echo(line, err=True)
    for line in found:
        click.echo(line)
    if unread:
        sys.exit(2)
    if has_faults:
        sys.exit(1)
