"""The decisions that lie beside a contract, for whatever reads one contract: check, remedy, addenda, packs, Python."""

from __future__ import annotations

import datetime as dt
import stat
from functools import lru_cache
from pathlib import Path

from clausegen.decisions.apply import apply_decisions
from clausegen.decisions.decisions_file import decisions_in, stamp_of
from clausegen.decisions.ledger import Decisions
from clausegen.model import Notice, Report


def decided_beside(report: Report, contract: Path, today: dt.date | None = None) -> Report:
    """Return the report as decided in the folder of the contract, or in the nearest folder above that has decisions.

    The report says what people decided. Raises DataError when the file of decisions is damaged.
    """
    decisions, name = decisions_beside(contract)
    report = apply_decisions(report, decisions, today or dt.datetime.now().date(), name=name)
    if decisions.cut_off:
        notice = Notice(code="decisions-cut-off", message=decisions.cut_off)
        known = report.contract.model_copy(update={"notices": (notice, *report.contract.notices)})
        report = report.model_copy(update={"contract": known})
    return report


def decisions_beside(contract: Path) -> tuple[Decisions, str]:
    """Read the decisions of a contract's folder, or of the nearest above that has some; with its path from there.

    Waivers in the same folder are read as well. A folder above into which everybody may write ends the search, for
    whoever writes there would decide. Raises DataError when a file is wrong.
    """
    own = contract.parent.resolve()
    for folder in (own, *own.parents):
        if folder != own and folder.stat().st_mode & stat.S_IWOTH:
            break
        stamp = stamp_of(folder)
        if any(map(any, stamp)):
            return _read(folder, stamp), (own / contract.name).relative_to(folder).as_posix()
    return Decisions(), contract.name


@lru_cache(maxsize=4)
def _read(folder: Path, *_: object) -> Decisions:
    """Read once what many contracts of a folder share."""
    return decisions_in(folder)
