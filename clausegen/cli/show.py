"""``clausegen show``: a contract as clausegen reads it, for looking at what a verdict rests on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

import click

from clausegen.amendments import consolidate, read_contract
from clausegen.cli.contract_files import family
from clausegen.cli.file_name import FILE_NAME
from clausegen.cli.formats import format_of
from clausegen.cli.options import choice, counting_option, force_option, format_option, output_option, with_option
from clausegen.cli.output import deliver, refuse_existing, tell
from clausegen.report import render_show, render_show_json

_FORMATS = ["text", "json"]


@click.command()
@click.argument("contract", type=FILE_NAME)
@format_option(_FORMATS)
@click.option("--view", type=choice(["accepted", "original"]), default="accepted", show_default=True)
@with_option()
@counting_option()
@output_option("Write to a file.")
@force_option()
def show(
    contract: Path,
    form: str | None,
    view: Literal["accepted", "original"],
    others: tuple[Path, ...],
    today: dt.datetime | None,
    output: Path | None,
    force: bool,
) -> None:
    """Show a contract as clausegen reads it: every block with its number, place and state.

    The accepted view counts pending insertions and leaves pending deletions out; the original view is the
    other way round. Hidden, struck and similar text is shown and marked. With --with it is the contract as its papers
    leave it: what each paper does comes first, and its words stand under its name.
    """
    form = format_of(output, form, _FORMATS, "text")
    refuse_existing(output, force, [contract, *others])
    documents = family(contract, others, view=view)
    day = today.date() if today else None
    read = consolidate(documents, today=day) if others else read_contract(documents[0])
    deliver(render_show_json(read, view) if form == "json" else render_show(read, view), output, force, paged=True)
    tell(output, "contract as it is read")
