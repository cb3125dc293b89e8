"""``clausegen samples``: the sample contracts and deals, and the documentation, as files to try things on."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import click

from clausegen.cli.file_name import EXISTING_FOLDER
from clausegen.cli.options import force_option
from clausegen.errors import OutputExists

_PARTS: Final = ("samples", "docs")


@click.command()
@click.argument("folder", type=EXISTING_FOLDER, default=Path())
@force_option()
def samples(folder: Path, force: bool) -> None:
    """Write the sample contracts and deals, and the documentation, into FOLDER (the current one if left out).

    They come as FOLDER/samples and FOLDER/docs. Everything in them is invented; docs/samples.md says what each shows.
    """
    for part in _PARTS:
        if (folder / part).exists() and not force:
            raise OutputExists(folder / part)
    for part in _PARTS:
        shutil.copytree(_shipped(part), folder / part, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py"))
    click.echo(f"{folder / 'samples'} and {folder / 'docs'} written")
    contract = folder / "samples" / "contracts" / "weak-suspension.txt"
    click.echo(f"Next: clausegen check {contract} --tier high")


def _shipped(part: str) -> Path:
    """Find a folder inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / part
    return inside if inside.is_dir() else package.parent / part
