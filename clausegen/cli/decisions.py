"""``clausegen decisions``: what people have decided on the contracts of a folder."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import click

from clausegen.auditing import STORE_NAME, Store
from clausegen.cli.file_name import EXISTING_FOLDER
from clausegen.cli.groups import Commands
from clausegen.cli.options import force_option, output_option, today_option
from clausegen.cli.output import deliver, refuse_existing, tell
from clausegen.decisions import Decisions, agreement, decisions_in, labelled
from clausegen.errors import UsageError
from clausegen.model import Report

_DESK = ".clausegen"  # where the review desk keeps its audit, in the folder of the contracts


@click.group(cls=Commands)
def decisions() -> None:
    """List decisions on contracts, or export them as labels."""


@decisions.command("list")
@click.argument("folder", type=EXISTING_FOLDER)
def list_command(folder: Path) -> None:
    """Print the decisions in FOLDER, oldest first."""
    made = _of(folder)
    for decision in made.all:
        what = decision.decision.value
        what += f" {decision.status.value}" if decision.status else ""
        what += f" until {decision.until}" if decision.until else ""
        place = f"{decision.contract}: {decision.element}" if decision.element else decision.contract
        day = f"{decision.when:%Y-%m-%d} " if decision.when.year > 1 else ""
        click.echo(f"{day}{place}: {what} by {decision.who}" + (f": {decision.note}" if decision.note else ""))
    if not made.all:
        click.echo(f"no decisions in {folder}; make some with: clausegen serve {folder}")


@decisions.command("export")
@click.argument("folder", type=EXISTING_FOLDER)
@output_option("The labels (.jsonl). [default: standard output]")
@click.option("--results", type=EXISTING_FOLDER, help="Results of an audit of FOLDER. [default: those of the desk]")
@click.option("--hide", multiple=True, metavar="NAME", help="Name to replace by [name]; repeatable.")
@today_option("Day as of which decisions count. [default: today]")
@force_option()
def export(
    folder: Path,
    output: Path | None,
    results: Path | None,
    hide: tuple[str, ...],
    today: dt.datetime | None,
    force: bool,
) -> None:
    """Write a passage with its right status for each finding in FOLDER that a person confirmed or corrected.

    Lines hold no path, no person and no date. Customers in the register are replaced by [name]; name others with
    --hide. How often the program was right goes to standard error, by the status it had found.
    """
    refuse_existing(output, force)
    results = results or folder / _DESK
    if not (results / STORE_NAME).is_file():
        raise UsageError(f"{results}: holds no finished audit; run 'clausegen serve {folder}', or give --results")
    names: set[str] = set(hide)
    day = today.date() if today else dt.datetime.now().date()
    with Store(results, reading=True) as store, closing(_reports(store, names)) as reports:
        if not store.runs():
            raise UsageError(f"{results}: holds no finished audit; run one at the desk, or give --results")
        rows = list(labelled(list(reports), _of(folder), day, sorted(names)))
    deliver("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), output, force)
    tell(output, f"{len(rows)} labelled findings")
    for status, (right, seen) in agreement((row["found"], row["agreed"]) for row in rows).items():
        click.echo(f"{status}: right {right} of {seen} times here", err=True)


def _reports(store: Store, names: set[str]) -> Generator[Report, None, None]:
    """Yield reports of the last run, one a contract; customers that the register names go into ``names``."""
    for run in store.runs()[-1:]:
        for entry in store.entries(run):
            names.update(filter(None, [entry.customer]))
            if entry.contract is not None:
                yield entry.contract


def _of(folder: Path) -> Decisions:
    made = decisions_in(folder)
    if made.cut_off:
        click.echo(f"{folder / made.cut_off}", err=True)
    return made
