"""``clausegen renewals pack``: the papers for one renewal, from a deal file or from what the contract itself states."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from clausegen.amendments import read_contract
from clausegen.auditing import REGISTER_NAMES as REGISTERS
from clausegen.checker import judge_family
from clausegen.cli.contract_files import in_folder
from clausegen.cli.file_name import FILE_NAME
from clausegen.cli.options import force_option, holidays_option, playbook_option, tier_option, today_option
from clausegen.cli.output import deliver, refuse_existing
from clausegen.decisions import decided_beside
from clausegen.errors import UsageError
from clausegen.ingest import load_document
from clausegen.library import load_deal, load_library
from clausegen.model import Document, Report, Tier
from clausegen.renewals import (
    DEAL,
    FACTS_NAME,
    Asked,
    Facts,
    Judging,
    Practice,
    RenewalQuestion,
    answered_facts,
    asked_facts,
    assessment_of,
    entry_of,
    family_of,
    find_register,
    folder_of,
    history_of,
    load_practice,
    nearest,
    path_in,
    stated_facts,
    stated_in,
    write_pack,
)
from clausegen.renewals import due as join


@click.command("pack")
@click.argument("contract_file", metavar="CONTRACT", type=FILE_NAME)
@click.option("--deal", "deal_file", type=FILE_NAME, help="[default: CONTRACT.deal.toml beside it, else none]")
@click.option("-o", "--output", "outdir", required=True, type=FILE_NAME, help="Folder of the pack.")
@click.option("--history", "history_file", type=FILE_NAME,
              help="[default: history.toml beside it, or in the nearest folder above]")  # fmt: skip
@click.option("--register", "register_file", type=FILE_NAME,
              help="[default: register.csv or register.xlsx beside it, or in the nearest folder above]")  # fmt: skip
@playbook_option()
@tier_option("Tier the contract had, unless the register or CONTRACT.signed.toml says it.")
@holidays_option()
@today_option()
@click.option("--ask/--no-ask", default=None, help="Ask for facts that no deal file states. [default: at a terminal]")
@force_option()
def pack_command(
    contract_file: Path,
    deal_file: Path | None,
    outdir: Path,
    history_file: Path | None,
    register_file: Path | None,
    playbook: str,
    tier: str,
    holidays: str,
    today: dt.datetime | None,
    ask: bool | None,
    force: bool,
) -> None:
    """Make the documents for one renewal: gap report, addendum, certificate, questionnaire, letter, checklist.

    Without a deal file the facts are those that the contract states and those that you answer; what stays open stands
    in the papers as [CONFIRM: …]. They are kept in OUTPUT/facts.toml: correct them there and run the command again
    with --force.

    Exit code: 0 the pack was made; 1 the history or the tier forbids the renewal, and a refusal memo was made instead;
    2 nothing was made.
    """
    library = load_library()
    practice = load_practice(library.root)
    if not contract_file.exists():
        raise UsageError(f"{contract_file}: no such file; check the path")
    beside = contract_file.with_name(contract_file.stem + DEAL)
    deal_file = deal_file or (beside if beside.exists() else None)
    deal = load_deal(deal_file) if deal_file else None
    register_file = register_file or nearest(REGISTERS, contract_file)
    folder = folder_of(register_file, contract_file)
    name = path_in(folder, contract_file)
    register = find_register(register_file, folder)
    concerns: list[str] = []
    parts = family_of(name, folder, register, in_folder, concerns)
    files = {name: contract_file, **{path: folder / path for path in parts}}
    history = history_of(history_file, contract_file, files, practice)
    if register_file and register.row(name) is None:
        concerns.append(
            f"{register_file} has no row for {name}: tier and amendments are not those of a register; add one"
        )
    day = today.date() if today else dt.datetime.now().astimezone().date()
    found = {name: assessment_of(name, deal_file, deal, register, library, day)} if deal and deal_file else {}
    document = load_document(contract_file)

    def decided(report: Report, path: str) -> Report:
        return decided_beside(report, folder / path, day)

    question = RenewalQuestion(
        today=day,
        within_days=366,
        library=library,
        playbook=library.playbook(playbook),
        practice=practice,
        history=history,
        assessments=found,
        country=holidays,
        decided=decided,
        stated=stated_in(register),
    )
    judging = Judging(
        lambda path: document if path == name else load_document(folder / path), playbook, library, decided
    )
    entries = [entry_of(path, register, Tier(tier)) for path in (name, *parts)]
    answer = join(entries, question, judge=judging.one, judge_family=judging.family)
    mine = next(renewal for renewal in answer.renewals if renewal.path == name)
    amendments = [load_document(folder / path) for path in mine.amended_by]
    report = judging.reports[name]

    def amended(amendment: Document, day: dt.date) -> Report:
        members = [("master", document), *(("amendment", paper) for paper in (*amendments, amendment))]
        return decided(judge_family(members, tier=report.tier, playbook=playbook, library=library, today=day), name)

    facts = None if deal else _facts(document, report, practice, outdir / FACTS_NAME, ask)
    made = write_pack(
        document,
        report,
        mine,
        deal,
        library=library,
        practice=practice,
        judge=amended,
        facts=facts,
        today=day,
        amendments=amendments,
    )
    for concern in (*concerns, *answer.concerns, *made.doubts):
        click.echo(f"note: {concern}", err=True)
    for file in made.files if outdir.exists() else ():
        again = force or file == FACTS_NAME
        refuse_existing(outdir / file, again, [contract_file, deal_file, history_file, register_file])
    for file, data in made.files.items():
        deliver(data, outdir / file, force or file == FACTS_NAME)
        click.echo(outdir / file)
    if made.proof:
        click.echo(made.proof, err=True)
    if made.open:
        listed = "; ".join(made.open)
        click.echo(f"{len(made.open)} facts are open and stand in brackets: {listed}", err=True)
        click.echo(
            f"answer them in {outdir / FACTS_NAME}, or with --ask, and run the command again with --force", err=True
        )
    for reason in made.refused:
        click.echo(f"not to be renewed: {reason}", err=True)
    if made.refused:
        sys.exit(1)


def _facts(document: Document, report: Report, practice: Practice, kept: Path, ask: bool | None) -> Facts:
    """Gather what the contract states, what an earlier run kept, and what a person answers."""
    facts = stated_facts(read_contract(document), report)
    if kept.is_file():
        before = answered_facts(kept, practice)
        facts = Facts({**facts.known, **before.known}, {**facts.source, **before.source})
    if ask or (ask is None and sys.stdin.isatty()):
        click.echo("Answer what you know; Enter leaves a fact open.", err=True)
        facts = asked_facts(facts, practice, _prompt, lambda so_far: deliver(so_far.toml(), kept, force=True))
    return facts


def _prompt(fact: Asked) -> str:
    answer: str = click.prompt(fact.open.capitalize(), default="", show_default=False, err=True)
    return answer
