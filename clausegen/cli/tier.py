"""``clausegen tier``: assess a deal, print the tier with its reasons, exit 0 or 2."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from clausegen.cli.file_name import FILE_NAME
from clausegen.cli.formats import format_of
from clausegen.cli.options import force_option, format_option, output_option, today_option
from clausegen.cli.output import deliver, refuse_existing
from clausegen.errors import UsageError
from clausegen.library import load_deal, templates_folder
from clausegen.report import render_tier_docx, render_tier_json, render_tier_text
from clausegen.risk import assess_file

_FORMATS = ["text", "json", "docx"]


@click.command()
@click.argument("deal_file", metavar="DEAL.toml", type=FILE_NAME)
@click.option("--wgi", type=FILE_NAME, help="World Bank WGI file, .csv or .xlsx. [default: the deal's]")
@click.option("--cpi", type=FILE_NAME, help="CPI file, .csv or .xlsx. [default: the deal's]")
@today_option("The day to assess on. [default: today]")
@format_option(_FORMATS)
@output_option("Write the assessment to a file.")
@force_option()
def tier(
    deal_file: Path,
    wgi: Path | None,
    cpi: Path | None,
    today: dt.datetime | None,
    form: str | None,
    output: Path | None,
    force: bool,
) -> None:
    """Assess the risk tier of a deal, factor by factor.

    Prints the tier, what each factor contributes, which floors and no-gos apply, what is unknown, and what would
    change it. The factors go into the table [factors] of the deal file; docs/tiers.md explains each, and
    samples/deals/assessed.toml is an example ('clausegen samples' writes both). A prohibited deal is a result: exit
    code 0, and 'clausegen draft' refuses it. Exit code 2: the deal could not be assessed.
    """
    form = format_of(output, form, _FORMATS, "text")
    if form == "docx" and output is None:
        raise UsageError("a memo in Word needs a file to go to; give -o MEMO.docx")
    refuse_existing(output, force, [deal_file, wgi, cpi])
    day = (today or dt.datetime.now()).date()
    assessment = assess_file(load_deal(deal_file), deal_file, root=templates_folder(), today=day, wgi=wgi, cpi=cpi)
    if form == "docx":
        deliver(render_tier_docx(assessment), output, force)
    elif form == "json":
        deliver(render_tier_json(assessment), output, force)
    else:
        deliver(render_tier_text(assessment, colour=output is None and sys.stdout.isatty()), output, force)
    if output is not None:
        click.echo(f"{output}: tier {assessment.tier}")
