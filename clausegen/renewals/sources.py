"""Find what a renewal is decided from: contracts, register, history, and the deal files beside the contracts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from clausegen.auditing import REGISTER_NAMES as REGISTERS
from clausegen.auditing import Input, Register, RegisterRow, load_register, with_copies
from clausegen.errors import ClausegenError
from clausegen.ingest import EXTENSIONS
from clausegen.library import Library, load_deal
from clausegen.model import Deal, Entry, Outcome, Playbook, Report, Tier
from clausegen.renewals.assessment import DealAssessment, assess_deal, with_ratings
from clausegen.renewals.history import HISTORY_NAME, History, load_history
from clausegen.renewals.policy import Practice
from clausegen.renewals.question import RenewalQuestion, Stated
from clausegen.runtime import file_sha256

DEAL: Final = ".deal.toml"  # beside contract.docx lies contract.deal.toml
SIGNED: Final = ".signed.toml"  # and the deal file it was signed with


def find_register(given: Path | None, folder: Path) -> Register:
    """Return the register that is given, else the one of the folder, else an empty one."""
    file = given or next((found for name in REGISTERS if (found := folder / name).is_file()), None)
    return load_register(file) if file else Register()


def find_history(given: Path | None, folder: Path, practice: Practice) -> History:
    """Return the history that is given, else the one of the folder, else an empty one."""
    file = given or (found if (found := folder / HISTORY_NAME).is_file() else None)
    return load_history(file, practice) if file else History()


def question_in(
    folder: Path,
    register: Register,
    *,
    today: dt.date,
    within_days: int,
    library: Library,
    playbook: Playbook,
    practice: Practice,
    concerns: list[str],
    history_file: Path | None = None,
    country: str = "",
    decided: Callable[[Report, str], Report] = lambda report, _: report,
) -> RenewalQuestion:
    """Return the question as history, deal files and register of a folder put it; what is wrong is a concern."""
    return RenewalQuestion(
        today=today,
        within_days=within_days,
        library=library,
        playbook=playbook,
        practice=practice,
        history=find_history(history_file, folder, practice),
        assessments=assessments_in(folder, register, library, today, concerns),
        country=country,
        decided=decided,
        stated=stated_in(register),
    )


def nearest(names: Sequence[str], contract: Path) -> Path | None:
    """Return the first of these files in the folder of a contract, or else in the nearest folder above that has one."""
    own = contract.parent.resolve()
    return next((file for folder in (own, *own.parents) for name in names if (file := folder / name).is_file()), None)


def folder_of(file: Path | None, contract: Path) -> Path:
    """Return the folder to which paths in a register or history are relative: its own if the contract lies below."""
    own, place = contract.parent.resolve(), file.parent.resolve() if file else None
    return place if place is not None and own.is_relative_to(place) else own


def path_in(folder: Path, contract: Path) -> str:
    """Return the path of a contract as a register or history of that folder writes it."""
    return (contract.parent.resolve() / contract.name).relative_to(folder).as_posix()


def history_of(given: Path | None, contract: Path, names: Mapping[str, Path], practice: Practice) -> History:
    """Read what the given history, or else the nearest one, records of a contract and its family.

    ``names`` are what the contract and the files of its family are called, with the file of each.
    """
    file = given or nearest((HISTORY_NAME,), contract)
    if file is None:
        return History()
    folder = folder_of(file, contract)
    called = {path_in(folder, one): name for name, one in names.items() if one.parent.resolve().is_relative_to(folder)}
    events = load_history(file, practice).of(*called)
    return History(events=tuple(event.model_copy(update={"contract": called[event.contract]}) for event in events))


def stated_in(register: Register) -> Callable[[str], Stated | None]:
    """Look up what the register says of the beginning and end of a contract."""

    def of(path: str) -> Stated | None:
        row = register.row(path)
        if row is None or not (row.begins or row.ends):
            return None
        return Stated(begins=row.begins, ends=row.ends, source=f"register line {row.line}")

    return of


def family_of(
    name: str, folder: Path, register: Register, files: Callable[[Path], Iterable[Input]], concerns: list[str]
) -> list[str]:
    """Return the amendments and schedules that the register joins with a contract; those that are not there are named.

    ``files`` lists a folder, for a register whose rows are patterns.
    """
    row = register.row(name)
    if row is None or not row.family:
        return []
    others = [o for o in register.rows if o.family == row.family and o.role in ("amendment", "schedule")]
    named = [other.path for other in others if not other.is_pattern]
    if any(other.is_pattern for other in others):
        found = (file.path for file in files(folder) if file.suffix in EXTENSIONS)
        named += [path for path in found if path not in named and register.row(path) in others]
    concerns += [
        f"family {row.family!r}: the register names {path}, but {folder} holds no such file; it was not read"
        for path in named
        if not (folder / path).is_file()
    ]
    return [path for path in named if path != name and (folder / path).is_file()]


RESULTS: Final = frozenset({"renewals.xlsx", "renewals.html", "renewals.json", "renewals.ics"})
"""The files that a list of renewals is written to."""


def contracts_in(
    found: Iterable[Input], register: Register, tier: Tier, files: dict[str, Input], concerns: list[str]
) -> list[Entry]:
    """Return one entry per contract; its file goes into ``files``, what cannot be reached into ``concerns``.

    Files of a format nobody reads are among them, so that they are refused aloud. Results of earlier runs are not: a
    page that lists renewals is no contract. Copies of one contract are marked as in an audit.
    """
    listed = list(_listed(found, register, tier, files, concerns))
    return with_copies(listed, {entry.path for entry in listed if register.row(entry.path) is None})


def _listed(
    found: Iterable[Input], register: Register, tier: Tier, files: dict[str, Input], concerns: list[str]
) -> Iterator[Entry]:
    for file in found:
        if Path(file.path).name in RESULTS:
            continue
        if file.outcome is not None:
            concerns.append(f"not read: {file.path}: {file.reason}")
            continue
        files[file.path] = file
        try:
            digest = file_sha256(Path(file.source))
        except OSError:
            digest = ""  # reading it says why
        yield entry_of(file.path, register, tier, digest)


def entry_of(path: str, register: Register, tier: Tier, sha256: str = "") -> Entry:
    """Return the entry of a contract as the register describes it."""
    row = register.row(path) or RegisterRow(path)
    return row.entry(path, outcome=Outcome.JUDGED, tier=row.tier or tier, sha256=sha256)


def assessments_in(
    folder: Path, register: Register, library: Library, today: dt.date, concerns: list[str]
) -> dict[str, DealAssessment]:
    """Assess the deal files below a folder as of today, by the contract's path.

    A deal file that cannot be used becomes a concern that begins with "not read:"; the others still count.
    """
    out: dict[str, DealAssessment] = {}
    assessed: set[str] = set()
    for file in sorted(folder.rglob(f"*{DEAL}")):
        place = file.relative_to(folder)
        if any(part.startswith(".") for part in place.parts):  # drafts that the review desk keeps
            continue
        stem = place.as_posix().removesuffix(DEAL)
        beside = sorted(file.parent.glob(f"{_escaped(file.name.removesuffix(DEAL))}.*"))
        paths = [c.relative_to(folder).as_posix() for c in beside if c.suffix.lower() in EXTENSIONS]
        for path in paths or [f"{stem}.docx"]:  # with an audit's results the contracts may lie elsewhere
            try:
                out[path] = assessment_of(path, file, load_deal(file), register, library, today)
                assessed.add(path)
            except ClausegenError as error:
                concerns.append(f"not read: {error}")
    for row in register.rows:
        if row.factors and row.path not in assessed and not row.is_pattern:
            concerns.append(
                f"register line {row.line} gives factors of {row.path!r}, but no usable deal file lies beside it; "
                "they were not used"
            )
    return out


def assessment_of(
    path: str, file: Path, deal: Deal, register: Register, library: Library, today: dt.date
) -> DealAssessment:
    """Assess one deal file, with newer ratings of the register and the deal as signed beside it."""
    row = register.row(path)
    if row is not None and row.factors:
        source = f"register line {row.line}"
        deal = with_ratings(deal, dict(row.factors), day=row.assessed, source=source, file=file)
    then = file.with_name(file.name.removesuffix(DEAL) + SIGNED)
    signed = (load_deal(then), then) if then.is_file() else None
    found = assess_deal(deal, file, file.name, root=library.root, today=today, signed=signed)
    # The tier that the register records was decided; the deal as signed only lets it be computed again.
    return replace(found, before=None) if row is not None and row.tier is not None else found


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)
