"""``clausegen renewals certificate`` and ``record``: what happens to a contract, kept for the next renewal."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from clausegen.cli.file_name import FILE_NAME
from clausegen.library import load_deal, load_library
from clausegen.renewals import HISTORY_NAME, Event, check_certificate, load_certificate, load_practice, record


@click.command("certificate")
@click.argument("certificate_file", metavar="CERTIFICATE", type=FILE_NAME)
@click.option("--contract", required=True, help="Path of the contract as the history names it.")
@click.option("--deal", "deal_file", type=FILE_NAME, help="Its deal file, for limits and signatory.")
@click.option("--received", type=click.DateTime(["%Y-%m-%d"]), default=None, help="[default: the day it is]")
@click.option("--due", "due_day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="The day it was due.")
@click.option("--reference", default="", help="A name for it in the history.")
@click.option("--history", "history_file", type=FILE_NAME,
              help="Where to record it. [default: history.toml beside contract or CERTIFICATE]")  # fmt: skip
def certificate(
    certificate_file: Path,
    contract: str,
    deal_file: Path | None,
    received: dt.datetime | None,
    due_day: dt.datetime | None,
    reference: str,
    history_file: Path | None,
) -> None:
    """Check a completed renewal certificate (docx or toml) and record the outcome.

    Exit code: 0 complete; 1 late, incomplete or false, or a use limit was exceeded; 2 it could not be read or recorded.
    """
    practice = load_practice(load_library().root)
    day = received.date() if received else dt.datetime.now().astimezone().date()
    checked = check_certificate(
        load_certificate(certificate_file, practice),
        practice,
        received=day,
        due=due_day.date() if due_day else None,
        deal=load_deal(deal_file) if deal_file else None,
    )
    click.echo(f"{certificate_file}: {checked.outcome}")
    for fault in checked.faults:
        click.echo(f"  {fault.kind}: {fault.message}")
    click.echo("  Whether the signature is genuine, and the rank sufficient, a person must decide.")
    near = (Path(contract).with_name(HISTORY_NAME), certificate_file.with_name(HISTORY_NAME))
    beside = [file for file in near if file.is_file()]
    history_file = history_file or (beside[0] if beside else None)
    if history_file is None:
        click.echo("  not recorded: no history.toml lies beside the contract or the certificate; give --history FILE")
    else:
        for event in checked.events(contract, day, reference):
            record(history_file, event, practice)
            click.echo(f"  recorded in {history_file}: {event.kind} {event.outcome}".rstrip())
    if checked.outcome != "complete" or any(fault.kind == "limit" for fault in checked.faults):
        sys.exit(1)


@click.command("record")
@click.argument("history_file", metavar="HISTORY_NAME.toml", type=FILE_NAME)
@click.option("--contract", required=True, help="Path of the contract relative to the folder of the history.")
@click.option("--kind", required=True, help="Kind of event; a wrong one lists those there are.")
@click.option("--outcome", default="", help="Outcome, for kinds that have one.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="[default: the day it is]")
@click.option("--reference", default="", help="A name for the event, so that others can resolve it.")
@click.option("--resolves", default="", help="Reference of the event that this one settles.")
@click.option("--by", default="", help="Who records it.")
@click.option("--signed-off-by", default="", help="Who in compliance signed a review.")
@click.option("--note", default="", help="A sentence.")
def record_command(
    history_file: Path,
    contract: str,
    kind: str,
    outcome: str,
    day: dt.datetime | None,
    reference: str,
    resolves: str,
    by: str,
    signed_off_by: str,
    note: str,
) -> None:
    """Record an event in a contract's history: incident, finding, certificate, visit, review."""
    practice = load_practice(load_library().root)
    event = Event(
        contract=contract,
        date=day.date() if day else dt.datetime.now().astimezone().date(),
        kind=kind,
        outcome=outcome,
        reference=reference,
        resolves=resolves,
        by=by,
        signed_off_by=signed_off_by,
        note=note,
    )
    record(history_file, event, practice)
    click.echo(f"{history_file}: recorded {kind} {outcome}".rstrip())
