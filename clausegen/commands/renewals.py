"""``clausegen renewals``: which contracts are due, what they lack, and the paper for their renewal."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from clausegen import api
from clausegen.audit.inputs import walk
from clausegen.audit.register import NAMES as REGISTERS
from clausegen.audit.register import Register, load_register
from clausegen.audit.store import NAME as STORE
from clausegen.audit.store import Store
from clausegen.commands.groups import DefaultRun
from clausegen.commands.output import deliver, refuse_existing
from clausegen.deal import Deal, load_deal
from clausegen.errors import UsageError
from clausegen.findings import Report
from clausegen.ingest import READABLE, load_document
from clausegen.library import DEFAULT_PLAYBOOK, Library, load_library
from clausegen.portfolio import Entry, Outcome
from clausegen.renewal_pack import pack
from clausegen.renewals.calendar import render_calendar
from clausegen.renewals.certificate import check_certificate, load_certificate
from clausegen.renewals.due import Due, State
from clausegen.renewals.history import NAME as HISTORY
from clausegen.renewals.history import Event, History, load_history, record
from clausegen.renewals.portfolio import Assessment, Question
from clausegen.renewals.portfolio import due as join
from clausegen.renewals.practice import load_practice
from clausegen.report.renewals import (
    render_renewals_html,
    render_renewals_json,
    render_renewals_text,
    render_renewals_xlsx,
)
from clausegen.requirement import Tier
from clausegen.tier import assess_file

_DEAL = ".deal.toml"  # beside contract.docx lies contract.deal.toml
_TODAY = click.option("--today", type=click.DateTime(["%Y-%m-%d"]), default=None, help="[default: the day it is]")


class _Days(click.ParamType[int]):
    name = "days"

    def convert(self, value: object, parameter: click.Parameter | None, context: click.Context | None) -> int:
        """Read "180d", "26w", "6m" or "180" as days; a month counts 31 days here, so that none is missed."""
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"(\d{1,5})\s*([dwmy]?)", str(value).strip().lower())
        if not found:
            self.fail(f"expected days such as 180d, 26w, 6m or 1y, got {value!r}", parameter, context)
        return int(found.group(1)) * {"": 1, "d": 1, "w": 7, "m": 31, "y": 366}[found.group(2)]


@click.group(cls=DefaultRun)
def renewals() -> None:
    """Say which contracts are due, by when somebody must act, and what they lack.

    'clausegen renewals DIR' is 'clausegen renewals run DIR'.
    """


@renewals.command("run")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("-o", "--output", "outdir", type=click.Path(path_type=Path), help="Folder for xlsx, html, json and ics.")
@click.option("--within", type=_Days(), default="180d", show_default=True, help="How far to look ahead.")
@click.option("--tier", type=click.Choice(["low", "medium", "high"]), default="medium", show_default=True,
              help="Tier of contracts without one in the register.")  # fmt: skip
@click.option("--playbook", default=DEFAULT_PLAYBOOK, show_default=True, help="Which requirements are due.")
@click.option("--register", "register_file", type=click.Path(path_type=Path), help="[default: DIR/register.csv]")
@click.option("--history", "history_file", type=click.Path(path_type=Path), help="[default: DIR/history.toml]")
@click.option("--practice", "practice_file", type=click.Path(path_type=Path),
              help="Your own renewals.toml: lead times, events, steps.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_TODAY
@click.option("--force", is_flag=True, help="Replace output files that are there.")
def run(
    folder: Path,
    outdir: Path | None,
    within: int,
    tier: str,
    playbook: str,
    register_file: Path | None,
    history_file: Path | None,
    practice_file: Path | None,
    form: str,
    today: dt.datetime | None,
    force: bool,
) -> None:
    """List renewals, most urgent first.

    DIR holds contracts, or the results of 'clausegen audit', which are used without reading the contracts
    again. Beside CONTRACT.docx may lie CONTRACT.deal.toml with the tier its factors lead to now. Exit code:
    0 nothing is due; 1 something is due, overdue or of unknown end; 2 something could not be read.
    """
    library = load_library()
    practice = load_practice(practice_file or library.root)
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; give a folder of contracts, or the results of an audit")
    names = {"renewals.xlsx", "renewals.html", "renewals.json", "renewals.ics"}
    for name in sorted(names) if outdir else ():
        refuse_existing(Path(outdir or ".") / name, force)
    history_file = history_file or (file if (file := folder / HISTORY).is_file() else None)
    history = load_history(history_file, practice) if history_file else History()
    day = today.date() if today else dt.datetime.now().astimezone().date()
    question = Question(
        today=day,
        within_days=within,
        library=library,
        playbook=library.playbook(playbook),
        practice=practice,
        history=history,
        assessments=_assessments(folder, library, day),
    )
    if (folder / STORE).is_file():
        with Store(folder) as store:
            last = store.runs()[-1:]
            if not last:
                raise UsageError(f"{folder}: the audit has not finished yet; run 'clausegen audit' again")
            answer = join(store.entries(last[0]), question)
    else:
        register_file = register_file or next((f for name in REGISTERS if (f := folder / name).is_file()), None)
        register = load_register(register_file) if register_file else Register()

        sources: dict[str, str] = {}

        def judge(entry: Entry, at: Tier) -> Entry:
            # A contract whose tier of today is prohibited is judged at high: there is no longer list.
            document = load_document(Path(sources[entry.path]))
            level = Tier.HIGH if at is Tier.PROHIBITED else at
            report = api.judge(document, tier=level, playbook=playbook, library=library)
            return entry.model_copy(update={"report": report, "sha256": document.sha256})

        entries = list(_entries(folder, register, Tier(tier), outdir, sources))
        answer = join(entries, question, judge=judge)
        concerns = [f"register line {row.line}: no contract {row.path!r}" for row in register.unused()]
        answer = answer.model_copy(update={"concerns": (*answer.concerns, *concerns)})
    _deliver(answer, outdir, form, force)
    if any(concern.startswith("not read:") for concern in answer.concerns):
        sys.exit(2)
    if answer.of(State.OVERDUE, State.DUE, State.UNKNOWN):
        sys.exit(1)


def _deliver(answer: Due, outdir: Path | None, form: str, force: bool) -> None:
    if outdir is not None:
        deliver(render_renewals_xlsx(answer), outdir / "renewals.xlsx", force)
        deliver(render_renewals_html(answer), outdir / "renewals.html", force)
        deliver(render_renewals_json(answer), outdir / "renewals.json", force)
        deliver(render_calendar(answer), outdir / "renewals.ics", force)
    if form == "json":
        click.echo(render_renewals_json(answer), nl=False)
    else:
        click.echo(render_renewals_text(answer), nl=False)


def _entries(
    folder: Path, register: Register, tier: Tier, outdir: Path | None, sources: dict[str, str]
) -> Iterator[Entry]:
    """One entry per contract; where each is read from goes into ``sources``."""
    found = False
    for file in walk(folder, aside=[outdir] if outdir else []):
        path = Path(file.path)
        if path.suffix.lower() not in READABLE or path.stem.upper() in {"README", "LICENSE", "NOTICE"}:
            continue
        found = True
        sources[file.path] = file.source
        row = register.row(file.path)
        yield Entry(
            path=file.path,
            outcome=Outcome.JUDGED,
            tier=(row.tier if row and row.tier else tier),
            customer=row.customer if row else "",
            country=row.country if row else "",
            product=row.product if row else "",
            owner=row.owner if row else "",
        )
    if not found:
        raise UsageError(f"{folder}: no contracts in this folder; expected {', '.join(sorted(READABLE))}")


def _assessments(folder: Path, library: Library, today: dt.date) -> dict[str, Assessment]:
    """What deal files beside the contracts lead to today, by factors or as stated, by the contract's path."""
    out: dict[str, Assessment] = {}
    for file in sorted(folder.rglob(f"*{_DEAL}")):
        deal = load_deal(file)
        stem = file.name.removesuffix(_DEAL)
        for contract in sorted(file.parent.glob(f"{stem}.*")):
            if contract.suffix.lower() in READABLE:
                path = contract.relative_to(folder).as_posix()
                out[path] = _assessed(deal, file, file.relative_to(folder).as_posix(), library, today)
    return out


def _assessed(deal: Deal, file: Path, name: str, library: Library, today: dt.date) -> Assessment:
    if deal.factors is None:
        # A deal file states its tier where it has no factors.
        return Assessment(tier=deal.tier or Tier.HIGH, why=(f"stated in {name}",))
    found = assess_file(deal, file, root=library.root, today=today)
    why = [f"assessed from {name}", *(floor.reason for floor in found.floors if floor.tier is found.tier)]
    return Assessment(tier=found.tier, why=tuple(why), no_go=found.refusal)


@renewals.command("certificate")
@click.argument("certificate_file", metavar="CERTIFICATE", type=click.Path(path_type=Path))
@click.option("--contract", required=True, help="Path of the contract as the history names it.")
@click.option("--deal", "deal_file", type=click.Path(path_type=Path), help="Its deal file, for limits and signatory.")
@click.option("--received", type=click.DateTime(["%Y-%m-%d"]), default=None, help="[default: the day it is]")
@click.option("--due", "due_day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="The day it was due.")
@click.option("--reference", default="", help="A name for it in the history.")
@click.option("--history", "history_file", type=click.Path(path_type=Path), help="History to record the outcome in.")
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

    Exit code: 0 complete; 1 late, incomplete or false; 2 it could not be read.
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
    if history_file is not None:
        for event in checked.events(contract, day, reference):
            record(history_file, event, practice)
            click.echo(f"  recorded in {history_file}: {event.kind} {event.outcome}".rstrip())
    if checked.outcome != "complete" or any(fault.kind == "limit" for fault in checked.faults):
        sys.exit(1)


@renewals.command("record")
@click.argument("history_file", metavar="HISTORY.toml", type=click.Path(path_type=Path))
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


@renewals.command("pack")
@click.argument("contract_file", metavar="CONTRACT", type=click.Path(path_type=Path))
@click.option("--deal", "deal_file", type=click.Path(path_type=Path), help="[default: CONTRACT.deal.toml beside it]")
@click.option("-o", "--output", "outdir", required=True, type=click.Path(path_type=Path), help="Folder of the pack.")
@click.option("--history", "history_file", type=click.Path(path_type=Path), help="[default: history.toml beside it]")
@click.option("--playbook", default=DEFAULT_PLAYBOOK, show_default=True, help="Which requirements are due.")
@click.option("--tier", type=click.Choice(["low", "medium", "high"]), default="medium", show_default=True,
              help="Tier the contract had; the deal file says what it is now.")  # fmt: skip
@_TODAY
@click.option("--force", is_flag=True, help="Replace output files that are there.")
def pack_command(
    contract_file: Path,
    deal_file: Path | None,
    outdir: Path,
    history_file: Path | None,
    playbook: str,
    tier: str,
    today: dt.datetime | None,
    force: bool,
) -> None:
    """Make the documents for one renewal: gap report, addendum, certificate, questionnaire, letter, checklist.

    A renewal that the history or the tier forbids gives a refusal memo, and exit code 1.
    """
    library = load_library()
    practice = load_practice(library.root)
    deal_file = deal_file or contract_file.with_name(contract_file.stem + _DEAL)
    deal = load_deal(deal_file)
    beside = contract_file.with_name(HISTORY)
    history_file = history_file or (beside if beside.is_file() else None)
    history = load_history(history_file, practice) if history_file else History()
    day = today.date() if today else dt.datetime.now().astimezone().date()
    document = load_document(contract_file)
    day = today.date() if today else dt.datetime.now().astimezone().date()
    question = Question(
        today=day,
        within_days=366,
        library=library,
        playbook=library.playbook(playbook),
        practice=practice,
        history=History(events=history.of(contract_file.name)),
        assessments={contract_file.name: Assessment(tier=deal.tier)} if deal.tier else {},
    )
    reports: list[Report] = []

    def judge(entry: Entry, at: Tier) -> Entry:
        level = Tier.HIGH if at is Tier.PROHIBITED else at
        reports.append(api.judge(document, tier=level, playbook=playbook, library=library))
        return entry.model_copy(update={"report": reports[-1]})

    answer = join([Entry(path=contract_file.name, outcome=Outcome.JUDGED, tier=Tier(tier))], question, judge=judge)
    made = pack(document, reports[0], answer.renewals[0], deal, library=library, practice=practice)
    for name in made.files:
        refuse_existing(outdir / name, force)
    for name, data in made.files.items():
        deliver(data, outdir / name, force)
        click.echo(outdir / name)
    for reason in made.refused:
        click.echo(f"not to be renewed: {reason}", err=True)
    if made.refused:
        sys.exit(1)
