"""``clausegen draft``: an agreement or another document from a deal file."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import click

from clausegen.amendments import structure
from clausegen.cli.deal_file import located, read_deal
from clausegen.cli.draft_notes import notes_on, sorted_out, to_confirm
from clausegen.cli.file_name import FILE_NAME
from clausegen.cli.formats import format_of
from clausegen.cli.options import choice, force_option, format_option, output_option
from clausegen.cli.output import deliver, refuse_existing
from clausegen.drafting import (
    FORMATS,
    POSITIONS,
    Audience,
    Format,
    at_position,
    complete,
    day_made,
    decided_tier,
    existing_contract,
    for_end_user,
    kinds,
    load_template,
    proof,
    proposals,
    shell,
    untouched,
    without_its_law,
)
from clausegen.drafting import draft as draft_one
from clausegen.drafting import signing_pack as papers_to_sign
from clausegen.errors import UsageError
from clausegen.ingest import load_document
from clausegen.library import Library, load_incident, load_library
from clausegen.lint import faults_of_paper as faults_of
from clausegen.model import Assessment, Deal, Document, Report, Tier
from clausegen.risk import assess_file
from clausegen.structure import doubts


def _list_kinds(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    """Print the kinds and stop, before a deal file is asked for."""
    if wanted:
        click.echo(_kinds(load_library()), nl=False)
        context.exit()


@click.command()
@click.argument("deal_file", metavar="DEAL.toml", type=FILE_NAME)
@output_option("The draft. [default: beside the deal]")
@click.option("--kind", default="agreement", show_default=True, help="Kind of document; see --list-kinds.")
@format_option(FORMATS, "docx")
@click.option(
    "--position",
    type=choice(POSITIONS),
    default="preferred",
    help="Negotiating position for all critical elements.",
)
@click.option("--approved-by", default="", help="Who approved the fallback position.")
@click.option("--end-user", metavar="NAME", help="Which of several end users signs the document.")
@click.option("--contract", type=FILE_NAME, help="The signed agreement, to cite or amend.")
@click.option("--incident", type=FILE_NAME, help="A TOML file with the incident, instead of [incident] in the deal.")
@click.option("--internal", is_flag=True, help="An internal copy, marked on each page, with its manifest inside.")
@click.option("--for-signature", is_flag=True, help="A copy to sign; refused while anything is blank or unconfirmed.")
@click.option("--signing-pack", type=FILE_NAME, metavar="FOLDER", help="Write all documents for the signing to FOLDER.")
@click.option("--notes", is_flag=True, help="Keep drafting notes as footnotes; makes the copy internal.")
@click.option("--house", type=FILE_NAME, help="Your own Word template.")
@click.option("--interactive", is_flag=True, help="Ask for what the deal file lacks, and add it there.")
@click.option("--list-kinds", is_flag=True, is_eager=True, expose_value=False, callback=_list_kinds,
              help="List the kinds of document and stop.")  # fmt: skip
@click.option(
    "--list-conforming-edits", is_flag=True, help="List the clauses of the signed agreement that must change, and stop."
)
@force_option()
def draft(
    deal_file: Path,
    output: Path | None,
    kind: str,
    form: Format | None,
    position: str,
    approved_by: str,
    end_user: str | None,
    contract: Path | None,
    incident: Path | None,
    internal: bool,
    for_signature: bool,
    signing_pack: Path | None,
    notes: bool,
    house: Path | None,
    interactive: bool,
    list_conforming_edits: bool,
    force: bool,
) -> None:
    """Draft an agreement or another document from a deal file.

    The draft is a clean copy to send. OUTPUT.manifest.json beside it records the deal and library it was made from,
    and why each clause is there; do not send that file. A deal that must not be drafted is refused, with the reasons
    and exit code 2.
    """
    if internal and for_signature:
        raise UsageError("--internal and --for-signature exclude each other: an internal copy is never signed")
    audience = Audience.INTERNAL if internal else Audience.SIGNATURE if for_signature else None
    library = load_library()
    form = format_of(output, form, FORMATS, "docx")
    output = output or deal_file.with_name(f"{deal_file.stem}{'' if kind == 'agreement' else f'-{kind}'}.{form}")
    beside = output.with_name(f"{output.name}.manifest.json")
    if not list_conforming_edits and not signing_pack:
        reads = [deal_file, contract, incident, house, house.with_suffix(".toml") if house else None]
        refuse_existing(output, force, reads)
        refuse_existing(beside, force, reads)
    if interactive:
        click.echo("“?” explains a question, “<” takes the last answer back, Enter accepts what is offered.", err=True)
    elif not deal_file.exists():
        raise UsageError(f"{deal_file}: no such file; check the path, or add --interactive to be asked for the deal")
    signed = load_document(contract) if contract else None
    if interactive:
        known = {**_stated(signed, library), **({"incident": incident} if incident else {})}
        deal = complete(deal_file, library, _ask, kind=kind, known=known)
    else:
        deal = read_deal(deal_file, library)
    deal = for_end_user(deal, end_user) if end_user else deal
    deal = at_position(deal, library, position, approved_by)
    if incident:
        deal = deal.model_copy(update={"incident": load_incident(incident)})
    assessment = _assessed(deal, deal_file, library)
    template = load_template(house, library)
    if signing_pack:
        with located(deal_file):
            pack = papers_to_sign(deal, library=library, assessment=assessment, house=template,
                                  judge=functools.partial(_judge, deal=deal, library=library))  # fmt: skip
        for folder in dict.fromkeys((signing_pack / file.name).parent for file in pack):
            folder.mkdir(parents=True, exist_ok=True)
        for file in pack:
            refuse_existing(signing_pack / file.name, force)
        for file in pack:
            deliver(file.data, signing_pack / file.name, force)
            click.echo(signing_pack / file.name)
        return
    if list_conforming_edits:
        if signed is None:
            raise UsageError("--list-conforming-edits reads a contract; give it with --contract")
        report = _judged(signed, deal, assessment, library)
        assert report is not None  # noqa: S101  there is a contract
        click.echo(_changes(report, deal, signed, library), nl=False)
        return
    if signed is None and shell(library, kind).cites:
        click.echo(
            f"{deal_file}: the clause numbers cited are those of the agreement drafted from this deal; "
            "give --contract, or state them in [agreement.clauses], to cite the signed one",
            err=True,
        )
    if assessment is None and shell(library, kind).clauses:
        click.echo(
            f"{deal_file}: tier {deal.tier} is stated, not assessed; 'clausegen tier --help' says how to assess it",
            err=True,
        )
    report = _judged(signed, deal, assessment, library)
    if signed is not None and report is not None:
        for doubt in doubts(deal, signed, day_made(report.dates, structure(signed), library.root)):
            click.echo(f"{contract}: {doubt}; see that it is the agreement of {deal_file}", err=True)
    if "agreement" in shell(library, kind).needs and shell(library, kind).clauses and deal.use_limits.end <= deal.date:
        click.echo(f"{deal_file}: the licensed period is over on {deal.use_limits.end}, before {deal.date}", err=True)
    with located(deal_file):
        made = draft_one(
            deal,
            library=library,
            kind=kind,
            form=form,
            assessment=assessment,
            contract=signed,
            report=report,
            notes=notes,
            house=template,
            audience=audience,
            judge=functools.partial(_judge, deal=deal, library=library) if deal.special_terms else None,
        )
    ours, theirs = sorted_out(faults_of(made.paper, signed), made.paper, deal)
    if ours:
        said = "\n".join(dict.fromkeys(map(str, ours)))
        raise UsageError(f"the draft has faults and is not written:\n{said}")
    for fault in theirs:
        click.echo(f"{deal_file}: in words of the deal file: {fault}", err=True)
    if kind == "addendum" and report is not None and signed is not None:
        for line in untouched(report):
            click.echo(f"{contract}: {line}", err=True)
        _prove(deal, report, signed, library)
    for line in to_confirm(made.paper):
        click.echo(line, err=True)
    for line in notes_on(made.paper, deal, library):
        click.echo(f"{deal_file}: {line}", err=True)
    deliver(made.data, output, force)
    deliver(made.manifest, beside, force)
    click.echo(f"{output}: {made.paper.kind} at tier {made.paper.manifest['tier']}, manifest in {beside.name}")


def _prove(deal: Deal, report: Report, signed: Document, library: Library) -> None:
    """Apply the addendum to the contract, judge the result and say what it gains."""
    from clausegen.checker import judge_family  # a plain draft judges nothing
    from clausegen.decisions import decided_beside

    def amended(addendum: Document) -> Report:
        members = [("master", signed), ("amendment", addendum)]
        after = judge_family(
            members, tier=report.tier, playbook=report.playbook, library=library, today=deal.use_limits.start
        )
        return decided_beside(after, Path(signed.path))

    existing = existing_contract(structure(signed), library.root)
    if said := proof(report, without_its_law(deal, existing), existing, library, amended):
        click.echo(said, err=True)


def _assessed(deal: Deal, path: Path, library: Library) -> Assessment | None:
    """Assess the deal's factors as of the date of the agreement, so that the same deal drafts the same."""
    if deal.factors is None:
        return None
    found = assess_file(deal, path, root=library.root, today=deal.date)
    doubts = len(found.open) + len(found.warnings)
    if doubts:
        click.echo(f"{path}: assessed as {found.tier} with {doubts} warnings; see clausegen tier {path}", err=True)
    return found


def _judge(document: Document, tier: Tier, deal: Deal, library: Library) -> Report:
    from clausegen.checker import judge  # a plain draft judges nothing

    return judge(document, tier=tier, playbook=deal.playbook, library=library)


def _stated(signed: Document | None, library: Library) -> dict[str, Any]:
    """Return the facts that the signed agreement states, for the interview to offer."""
    if signed is None:
        return {}
    from clausegen.checker import judge  # a plain draft judges nothing
    from clausegen.renewals import stated_facts

    return dict(stated_facts(structure(signed), judge(signed, tier=Tier.HIGH, library=library)).known)


def _judged(signed: Document | None, deal: Deal, assessment: Assessment | None, library: Library) -> Report | None:
    """Check the signed agreement, for the clause numbers to cite."""
    if signed is None:
        return None
    tier = deal.tier or decided_tier(deal, assessment.tier if assessment else None)
    from clausegen.decisions import decided_beside

    return decided_beside(_judge(signed, tier, deal, library), Path(signed.path))


def _kinds(library: Library) -> str:
    shells = [shell(library, kind) for kind in kinds(library)]
    return "".join(f"{found.id:<26}{found.description}\n" for found in shells)


def _changes(report: Report, deal: Deal, signed: Document, library: Library) -> str:
    """Return the provisions that contradict an element and what an addendum would do with them."""
    proposed = list(proposals(report, deal, library, existing_contract(structure(signed), library.root)))
    lines = [f"{change.title}\n    {change.instruction}\n" for change in proposed]
    lines += [f"to decide: {line}\n" for line in untouched(report)]
    return "".join(lines) or "No provision was found that contradicts an element.\n"


def _ask(question: str, default: str) -> str:
    """Ask on the terminal; an empty answer takes the default, and without one the interview says what is needed."""
    try:
        answer: str = click.prompt(question, default=default, show_default=bool(default), prompt_suffix=" ", err=True)
    except click.Abort:
        raise UsageError("the interview was interrupted; run it again to go on where it stopped") from None
    return answer
