"""``clausegen renewals``: which contracts are due, what they lack, and the paper for their renewal."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from clausegen.auditing import STORE_NAME as STORE
from clausegen.auditing import AuditOptions, Bar, Input, Pool, Store, Watcher, opened
from clausegen.cli.contract_files import in_folder
from clausegen.cli.file_name import EXISTING_FOLDER, FILE_NAME
from clausegen.cli.groups import DefaultRun
from clausegen.cli.options import (
    choice,
    force_option,
    holidays_option,
    look_option,
    playbook_option,
    tier_option,
    today_option,
)
from clausegen.cli.output import deliver, refuse_existing, tell
from clausegen.cli.renewal_answer import answer_command
from clausegen.cli.renewal_history import certificate, record_command
from clausegen.cli.renewal_pack import pack_command
from clausegen.decisions import apply_decisions, as_decided, decisions_in
from clausegen.errors import UsageError
from clausegen.ingest import load_document
from clausegen.library import Library, load_library
from clausegen.model import Due, Entry, Look, Outcome, RenewalState, Report, Tier
from clausegen.renewals import (
    RESULTS,
    Judging,
    PoolJudging,
    contracts_in,
    find_register,
    load_practice,
    question_in,
    render_calendar,
)
from clausegen.renewals import due as join
from clausegen.report import render_renewals_html, render_renewals_json, render_renewals_text, render_renewals_xlsx
from clausegen.runtime import child_processes, promise

_FEW: Final = 3  # contracts that are judged before processes have started


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
@click.argument("folder", metavar="DIR", type=FILE_NAME)
@click.option("-o", "--output", "outdir", type=FILE_NAME, help="Folder for xlsx, html, json and ics.")
@click.option("--within", type=_Days(), default="180d", show_default=True, help="How far to look ahead.")
@tier_option("Tier of contracts without one in the register.")
@playbook_option()
@look_option()
@click.option("--register", "register_file", type=FILE_NAME,
              help="[default: register.csv or register.xlsx in the folder of --deals]")  # fmt: skip
@click.option("--history", "history_file", type=FILE_NAME, help="[default: history.toml in the folder of --deals]")
@click.option("--deals", "deals", type=EXISTING_FOLDER,
              help="Folder of deal files, register and history. [default: DIR]")  # fmt: skip
@holidays_option()
@click.option("--practice", "practice_file", type=FILE_NAME,
              help="Your own renewals.toml: lead times, events, steps.")  # fmt: skip
@click.option("--format", "form", type=choice(["text", "json"]), default="text", show_default=True)
@today_option()
@force_option()
def run(
    folder: Path,
    outdir: Path | None,
    within: int,
    tier: str,
    playbook: str,
    look: Look,
    register_file: Path | None,
    history_file: Path | None,
    deals: Path | None,
    holidays: str,
    practice_file: Path | None,
    form: str,
    today: dt.datetime | None,
    force: bool,
) -> None:
    """List renewals, most urgent first.

    DIR holds contracts, or the results of 'clausegen audit', which are used without reading the contracts
    again; the deal files and the history are then those of --deals. Beside CONTRACT.docx may lie
    CONTRACT.deal.toml with the factors of now and CONTRACT.signed.toml with those it was signed with. Exit
    code: 0 nothing is due; 1 something is due, overdue or of unknown end; 2 something could not be read.
    """
    library = load_library()
    practice = load_practice(practice_file or library.root)
    if not folder.is_dir():
        what = "is a file, not a folder" if folder.exists() else "no such folder"
        raise UsageError(f"{folder}: {what}; give a folder of contracts, or the results of an audit")
    for name in sorted(RESULTS) if outdir and outdir.exists() else ():
        refuse_existing(Path(outdir or ".") / name, force)
    beside = deals or folder
    register = find_register(register_file, beside)
    moment = today or dt.datetime.now().astimezone()
    day = moment.date()
    decisions = decisions_in(beside)
    concerns: list[str] = [decisions.cut_off] if decisions.cut_off else []

    def decided(report: Report, path: str) -> Report:
        return apply_decisions(report, decisions, day, name=path)

    unread: list[str] = []
    question = question_in(
        beside,
        register,
        today=day,
        within_days=within,
        library=library,
        playbook=library.playbook(playbook),
        practice=practice,
        concerns=concerns,
        history_file=history_file,
        country=holidays,
        decided=decided,
    )
    if (folder / STORE).is_file():
        with Store(folder) as store:
            last = store.runs()[-1:]
            if not last:
                raise UsageError(f"{folder}: the audit has not finished yet; run 'clausegen audit' again")
            found = (as_decided(entry, decisions, day) for entry in store.entries(last[0]))
            answer = join(_noting(found, unread), question)
        if deals is None:
            concerns.append("an audit's results hold no deal files and no history: give the folder of both as --deals")
    else:
        files: dict[str, Input] = {}
        listed = in_folder(folder, aside=[outdir] if outdir else [])
        entries = contracts_in(listed, register, Tier(tier), files, concerns)
        with _judging(entries, files, outdir, playbook, look, library, decided) as judging:
            answer = join(entries, question, ahead=judging.ahead, judge=judging.one, judge_family=judging.family)
        concerns += [f"register line {row.line}: no contract {row.path!r}" for row in register.unused()]
    answer = answer.model_copy(update={"concerns": (*answer.concerns, *concerns)})
    _deliver(answer, moment, outdir, form, force)
    if unread or any(concern.startswith("not read:") for concern in answer.concerns):
        sys.exit(2)
    if answer.to_do or answer.of(RenewalState.OVERDUE, RenewalState.DUE, RenewalState.UNKNOWN):
        sys.exit(1)


@contextmanager
def _judging(
    entries: Sequence[Entry],
    files: Mapping[str, Input],
    outdir: Path | None,
    playbook: str,
    look: Look,
    library: Library,
    decided: Callable[[Report, str], Report],
) -> Iterator[Judging | PoolJudging]:
    """Judge in processes, and keep the results in OUTDIR as an audit does; a few contracts are judged right here."""
    if len(entries) <= _FEW:
        yield Judging(lambda path: load_document(Path(files[path].source), look=look), playbook, library, decided)
        return
    with ExitStack() as stack:
        if outdir is None:
            made = stack.enter_context(TemporaryDirectory(dir=child_processes.folder()))
            store = stack.enter_context(Store(Path(made)))
        else:
            store = stack.enter_context(opened(outdir, force=True, audited=None))
            promise("everything judged is kept, the same command goes on from here")
        watcher = stack.enter_context(closing(Bar(sys.stderr) if sys.stderr.isatty() else Watcher()))
        options = AuditOptions(playbook=playbook, look=look)
        yield PoolJudging(Pool(store, files, options, library, watcher), decided)


def _noting(entries: Iterable[Entry], unread: list[str]) -> Iterator[Entry]:
    """Yield the entries of an audit; the paths of those it could not read go into ``unread``."""
    for entry in entries:
        if entry.outcome is Outcome.UNREADABLE:
            unread.append(entry.path)
        yield entry


def _deliver(answer: Due, moment: dt.datetime, outdir: Path | None, form: str, force: bool) -> None:
    if outdir is not None:
        deliver(render_renewals_xlsx(answer), outdir / "renewals.xlsx", force)
        deliver(render_renewals_html(answer), outdir / "renewals.html", force)
        deliver(render_renewals_json(answer), outdir / "renewals.json", force)
        deliver(render_calendar(answer, moment), outdir / "renewals.ics", force)
        tell(outdir, ", ".join(sorted(RESULTS)))
    if form == "json":
        click.echo(render_renewals_json(answer), nl=False)
    else:
        click.echo(render_renewals_text(answer), nl=False)


renewals.add_command(answer_command)
renewals.add_command(certificate)
renewals.add_command(pack_command)
renewals.add_command(record_command)
