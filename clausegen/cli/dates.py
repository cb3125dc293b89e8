"""``clausegen dates``: read dates, terms and notice periods, with the words and the sums behind them."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import click

from clausegen.amendments import consolidate, structure
from clausegen.cli.contract_files import contracts, family
from clausegen.cli.file_name import FILE_NAME
from clausegen.cli.formats import format_of
from clausegen.cli.options import (
    counting_option,
    force_option,
    format_option,
    holidays_option,
    output_option,
    with_option,
)
from clausegen.cli.output import deliver, refuse_existing, tell
from clausegen.cli.progress import followed
from clausegen.dates import family_dates, read_dates
from clausegen.errors import DocumentError, UsageError
from clausegen.ingest import load_document
from clausegen.model import DateFinding, Dates, Document
from clausegen.report import counted, cut

_TITLES = {
    "agreement_date": "agreement",
    "effective_date": "effective",
    "expiration_date": "expires",
    "initial_term": "initial term",
    "renewal_term": "renewal",
    "notice_period": "notice",
    "notice_to": "notice to",
    "notice_deadline": "notice by",
    "amends": "amends",
    "extension": "extends by",
}
_RARE = ("amends", "extension")  # only amendments have them
_QUOTE = 160
_FORMATS = ["text", "json", "jsonl"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=FILE_NAME)
@format_option(_FORMATS)
@with_option()
@counting_option()
@holidays_option()
@output_option("Write to a file.")
@force_option()
def dates(
    paths: tuple[Path, ...],
    others: tuple[Path, ...],
    today: dt.datetime | None,
    form: str | None,
    holidays: str,
    output: Path | None,
    force: bool,
) -> None:
    """Read dates, terms and notice periods from contracts.

    PATHS are files or folders. A date that is blank, withheld, ambiguous or tied to an event stays unknown,
    with the reason. With --with the dates are those of the contract as amended. Exit code: 0 every contract
    was read; 2 one could not be read (the others still are).
    """
    form = format_of(output, form, _FORMATS, "text")
    if others and len(paths) > 1:
        raise UsageError(f"--with goes with one contract, and {len(paths)} paths were given; name the agreement alone")
    if others and holidays:
        raise UsageError("--holidays does not go with --with: give the day of notice by hand, or leave it out")
    files = contracts(paths)
    refuse_existing(output, force, files)
    read: list[tuple[str, Dates]] = []
    errors: list[str] = []
    for path in followed(files):
        try:
            if others:
                read.append((str(path), _as_amended(family(path, others), today.date() if today else None)))
            else:
                read.append((str(path), read_dates(structure(load_document(path)), country=holidays)))
        except DocumentError as error:
            errors.append(str(error))
    for said in errors:
        click.echo(said, err=True)
    if form == "text":
        content = "\n".join(dates_text(path, found) for path, found in read)
    else:
        objects = [{"path": path, "dates": found.model_dump(mode="json")} for path, found in read]
        if form == "jsonl":
            content = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects)
        else:
            content = json.dumps(objects[0] if len(objects) == 1 else objects, ensure_ascii=False, indent=1) + "\n"
    if read:
        deliver(content, output, force, paged=True)
        tell(output, f"dates of {counted(len(read), 'contract')}")
    if errors:
        sys.exit(2)


def _as_amended(documents: list[Document], today: dt.date | None) -> Dates:
    """Return the dates of a contract as its papers leave it; what was not applied goes to standard error."""
    contract = consolidate(documents, today=today)
    for paper in contract.papers[1:]:
        if paper.counts is False:
            click.echo(f"{paper.path}: changes nothing: {paper.why}", err=True)
    found, doubts = family_dates(contract, documents)
    for doubt in doubts:
        click.echo(doubt, err=True)
    return found


def dates_text(path: str, found: Dates) -> str:
    """Render what was read, with the words and the sums behind each date."""
    lines = [path]
    for field, title in _TITLES.items():
        finding: DateFinding | None = getattr(found, field)
        if finding is None and field in _RARE:
            continue
        if finding is None:
            lines.append(f"  {title:<13} not stated")
            continue
        shown = finding.value or ("none" if finding.kind == "none" else "unknown")
        extra = [finding.kind] if field in ("renewal_term", "notice_period") and finding.kind != shown else []
        extra += [part for part in (finding.calculation, finding.reason, finding.depends) if part]
        lines.append(f"  {title:<13} {shown}" + (f"  ({'; '.join(extra)})" if extra else ""))
        if field != "notice_deadline" and finding.text:
            where = f" (clause {finding.clause})" if finding.clause else ""
            where += f" in {finding.part}" if finding.part not in ("", "body") else ""
            lines.append(f"                “{cut(finding.text, _QUOTE)}”{where}")
    return "\n".join(lines) + "\n"
