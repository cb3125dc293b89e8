"""``clausegen remedy``: a copy of a Word contract with the missing clauses as tracked insertions."""

from __future__ import annotations

import datetime as dt
import shlex
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from clausegen.cli.check_reports import Options, judged_with
from clausegen.cli.contract_files import family
from clausegen.cli.file_name import FILE_NAME
from clausegen.cli.formats import format_of
from clausegen.cli.options import counting_option, force_option, output_option, tier_option, with_option
from clausegen.cli.output import deliver, refuse_existing
from clausegen.cli.progress import working
from clausegen.decisions import decided_beside
from clausegen.drafting import WEIGHTY, decided_tier, gaps
from clausegen.errors import UsageError, nearest
from clausegen.ingest import read_bytes, read_bytes_here
from clausegen.library import Library, load_deal, load_library
from clausegen.model import DEFAULT_PLAYBOOK, DEFAULT_RISK, Deal, Document, Report, Status, Tier, day_of
from clausegen.redline import Revision, revise, unknown_deal, worse
from clausegen.renewals import DEAL
from clausegen.report import WIDTH, counted, named_elements
from clausegen.risk import assess_file
from clausegen.structure import doubts

Part = tuple[str, list[str]]  # a heading with its lines

_UNDATED = dt.date(2000, 1, 1)  # no date is printed for a deal of blanks


@click.command()
@click.argument("contract_file", metavar="CONTRACT", type=FILE_NAME)
@with_option()
@counting_option()
@output_option("The revised copy (.docx); required without --plan.")
@click.option("--deal", "deal_file", type=FILE_NAME, help="[default: CONTRACT.deal.toml beside it]")
@tier_option("[default: that of the deal, else medium]", None)
@click.option("--only", multiple=True, metavar="CODE", help="Insert only these, such as SUS or SUS-2; repeatable.")
@click.option("--plan", is_flag=True, help="List what would be inserted, and write nothing.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Date of the tracked changes. [default: none]")
@force_option()
def remedy(
    contract_file: Path,
    others: tuple[Path, ...],
    today: dt.datetime | None,
    output: Path | None,
    deal_file: Path | None,
    tier: str | None,
    only: tuple[str, ...],
    plan: bool,
    day: dt.datetime | None,
    force: bool,
) -> None:
    """Insert the clauses that a Word contract lacks, as tracked changes in a copy of it.

    Each requirement with an unsatisfied critical or major element gets its clause, in front of the signatures and in
    the names, numbering and spelling of the contract. Words that contradict an element stay and get a comment, which
    the other side will see. Without a deal file, unknown facts become blanks to fill. With --with the contract is
    judged as its papers leave it, and so is the copy; the papers themselves stay as they are.

    Exit code: 0 the revision lacks nothing critical or major; 1 it was written, and something is left to you; 2
    nothing was written.
    """
    beside = contract_file.with_name(contract_file.stem + DEAL)
    deal_file = deal_file or (beside if beside.is_file() else None)
    revised = contract_file.with_name(f"{contract_file.stem}-revised.docx")
    if output is None and not plan:
        raise UsageError(f"say where the copy should go, such as -o {revised}, or see what it would insert with --plan")
    format_of(output, None, ["docx"], "docx")
    refuse_existing(output, force, [contract_file, deal_file, *others])
    library = load_library()
    _known_codes(only, library)
    with working(f"reading {contract_file.name}"):
        document, *papers = family(contract_file, others)
    if document.format != "docx":
        raise UsageError(_offer(contract_file, document.format, deal_file))
    deal = load_deal(deal_file) if deal_file else None
    at = _tier(tier, deal, deal_file, library)
    playbook = deal.playbook if deal else DEFAULT_PLAYBOOK
    with working(f"judging {contract_file.name}"):
        options = Options(tier=at, playbook=playbook, library=library, risk=DEFAULT_RISK)
        report = decided_beside(judged_with(document, papers, options, today).report, contract_file)
    for doubt in doubts(deal, document, day_of(report.dates.agreement_date)) if deal else ():
        click.echo(f"{contract_file}: {doubt}; see that it is the agreement of {deal_file}", err=True)
    made = revise(
        document,
        read_bytes(contract_file),
        report,
        deal or unknown_deal(playbook, at, _UNDATED),
        library=library,
        known=deal is not None,
        date=f"{day:%Y-%m-%d}" if day else "",
        only=only,
    )
    if made is None:
        click.echo(f"{contract_file}: satisfies every critical and major element at tier {at}; nothing was written")
        for code in _contradicted(report):
            click.echo(f"  {code} (minor) is contradicted; see clausegen check {contract_file} --tier {at}")
        return
    if output is None or plan:
        click.echo(f"{contract_file}: {_inserted(made)} would be inserted, at tier {at}; nothing was written")
        _listed(_changes(made, report))
        names = shlex.join([str(contract_file), "-o", str(output or revised)])
        click.echo(f"\nNext: clausegen remedy {names} --tier {at}")
        return
    with working("judging the revised copy"):
        copy = read_bytes_here(output, made.data, "accepted")
        after = decided_beside(judged_with(copy, papers, options, today).report, contract_file)
    deliver(made.data, output, force)
    click.echo(f"{output}: {_inserted(made)} inserted as tracked changes, at tier {at}")
    _listed(_changes(made, report))
    left = list(_left(made, report, after, document))
    _listed(left)
    if left:
        click.echo(f"\nNext: read the changes in Word, then run clausegen check {shlex.quote(str(output))} --tier {at}")
        sys.exit(1)


def _inserted(made: Revision) -> str:
    wording = (
        f"wording for {counted(len(made.elements), 'element')} of {counted(len(made.requirements), 'requirement')}"
    )
    return f"{wording} ({counted(made.pages, 'page')} or so)"


def _listed(parts: Iterable[Part]) -> None:
    """Print headings, each with its lines."""
    for heading, lines in parts:
        click.echo(f"\n{heading}:")
        for line in lines:
            click.echo(textwrap.fill(line, WIDTH, initial_indent="  - ", subsequent_indent="      "))


def _known_codes(only: tuple[str, ...], library: Library) -> None:
    """Raise UsageError for a code of --only that no requirement and no element has."""
    known = {code for r in library.requirements.values() for code in (r.code, *(e.code for e in r.elements))}
    for code in only:
        if code not in known:
            raise UsageError(f"--only {code}: no such code; {nearest(code, known)}")


def _contradicted(report: Report) -> list[str]:
    return [f.code for verdict in report.verdicts for f in verdict.findings if f.status is Status.CONTRADICTED]


def _tier(tier: str | None, deal: Deal | None, deal_file: Path | None, library: Library) -> Tier:
    if tier:
        return Tier(tier)
    if deal is None or deal_file is None:
        return Tier.MEDIUM
    assessed = assess_file(deal, deal_file, root=library.root, today=deal.date).tier if deal.factors else None
    return decided_tier(deal, assessed)


def _offer(path: Path, form: str, deal: Path | None) -> str:
    deal_file = shlex.quote(str(deal)) if deal else "deal.toml --interactive"
    return (
        f"{path}: tracked changes can be made in a .docx file only, and this is {form}; ask for the Word file, or "
        f"draft an addendum: clausegen draft {deal_file} --kind addendum --contract {shlex.quote(str(path))}"
    )


def _changes(made: Revision, report: Report) -> Iterator[Part]:
    """Name what is inserted and what is commented on."""
    yield "Inserted", list(named_elements(report, made.elements))
    if made.commented:
        yield "Contradicted by words that stay, and that got a comment", list(named_elements(report, made.commented))


def _left(made: Revision, before: Report, after: Report, document: Document) -> Iterator[Part]:
    """List what the revision leaves to a person."""
    if to_do := list(_to_do(made, document)):
        yield "To do", to_do
    unsettled = [code for code in worse(before, after) if code not in made.commented]
    if unsettled:
        yield (
            "Judged better before the insertion (read both wordings)",
            list(named_elements(after, unsettled, status=True)),
        )
    gap_codes = {finding.code for verdict in after.verdicts for finding in gaps(verdict, WEIGHTY)}.difference(unsettled)
    if gap_codes:
        yield "Still not satisfied", list(named_elements(after, gap_codes, status=True))


def _to_do(made: Revision, document: Document) -> Iterator[str]:
    if made.blanks:
        yield f"fill {counted(made.blanks, 'blank')} marked [to be completed], or give --deal"
    if made.redefined:
        named = ", ".join(f"“{term}”" for term in made.redefined)
        yield f"the contract and the inserted clauses both define {named}; read the definitions and keep one of each"
    if made.unsigned_user:
        yield f"{made.unsigned_user} Add it to the parties and the signatures"
    if made.signed:
        yield "the digital signature of the file does not cover the copy"
    if document.language not in ("", "en"):
        yield f"the contract is in another language ({document.language}); the inserted clauses are in English"
