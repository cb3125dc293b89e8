"""The inside of a supervised worker process: read the files of a unit, judge them, answer.

The process is limited in memory and processor time by the system, in waiting time by the pool. Functions
that judge are imported on the first unit, so that models load once per worker and only where needed.
"""

from __future__ import annotations

import errno
import functools
import importlib
import signal
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from clausegen.amendments import ties
from clausegen.auditing.remote import at_hand
from clausegen.auditing.unit import JudgingSettings, Member, Unit, UnitAnswer
from clausegen.errors import ClausegenError, DocumentError, PassingFailure, UsageError
from clausegen.ingest import limit_this_process, load_document
from clausegen.model import Document, Look, Outcome, Report
from clausegen.runtime import file_sha256, regex

_GRACE = 10.0
_NOT_APPLIED = frozenset({"amendment-not-applied", "amendment-open"})
_NAMED = 3  # papers and operations that a reason names
_SOME_UNREAD = "some of it could not be read"
# What libraries say that meet the limit on memory, each with an exception of its own.
_NO_MEMORY = regex(r"(?i)alloc|out of memory|can't start new thread")
_BROKEN = "the program failed on this file ({}); please report it, with the file if you may"


def _end_after(seconds: float) -> None:
    """Have the system end this process: the pool does it sooner, but the pool may have been killed itself."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def answer(judging: JudgingSettings, unit: Unit) -> UnitAnswer:
    """Read and judge one unit.

    Raises ClausegenError for what is wrong with the whole run (library, models), never for a contract.
    """
    began = time.monotonic()
    limit_this_process(memory=judging.memory, cpu_seconds=judging.cpu_seconds * len(unit.members))
    _end_after(judging.wall_seconds * len(unit.members) + _GRACE)
    digests: list[str] = []
    outcomes: list[Outcome] = []
    reasons: list[str] = []
    documents: list[tuple[str, Document]] = []
    failed = False
    for member in unit.members:
        digest, document, reason, broke = _read(member, judging)
        digests.append(digest)
        reasons.append(reason)
        failed |= broke
        if document is None:
            outcomes.append(Outcome.UNREADABLE)
        else:
            outcomes.append(Outcome.JUDGED if document.coverage.complete else Outcome.PARTLY_READ)
            documents.append((member.role, document))
    report = None
    known = ""
    if documents:
        try:
            made = _judge(judging, unit, documents, _lacking(unit, outcomes))
            report = zlib.compress(made.model_dump_json().encode(), 1)
            if unit.family:
                _say_of_family(made, outcomes, reasons)
            else:
                amends = None if made.dates.amends is None else made.dates.amends.value or ""
                agreed = (made.dates.agreement_date and made.dates.agreement_date.value) or ""
                known = ties(documents[0][1], amends=amends, agreed=agreed).model_dump_json()
        except ClausegenError:
            raise
        except Exception as error:  # a defect of ours costs this contract, not the batch
            failed, reason = _failure(error, judging)
        if report is None:
            outcomes = [Outcome.UNREADABLE] * len(outcomes)
            reasons = [said or reason for said in reasons]
    _end_after(0)
    return UnitAnswer(
        unit=unit,
        digests=tuple(digests),
        outcomes=tuple(outcomes),
        reasons=tuple(reasons),
        report=report,
        seconds=time.monotonic() - began,
        failed=failed,
        ties=known,
    )


def _lacking(unit: Unit, outcomes: list[Outcome]) -> list[str]:
    """Return a sentence on each file of a family that is not read with the others."""
    read = zip(unit.members, outcomes, strict=True)
    unread = [f"{member.path} (unreadable)" for member, outcome in read if outcome is Outcome.UNREADABLE]
    return [f"not read of the family {unit.family!r}: {said}" for said in (*unread, *unit.lacking)]


def _say_of_family(report: Report, outcomes: list[Outcome], reasons: list[str]) -> None:
    """Give every file of a family the same outcome, and name the papers that were not applied.

    It is read in part when one of its files is: an amendment may take away what the master gives.
    """
    coverage = report.contract.coverage
    open_ = [notice.message.rstrip(".") for notice in report.contract.notices if notice.code in _NOT_APPLIED]
    more = [f"and {len(open_) - _NAMED} more"] if len(open_) > _NAMED else []
    unread = [] if coverage.complete else ["; ".join(coverage.skipped) or _SOME_UNREAD]
    reason = "; ".join((*unread, *open_[:_NAMED], *more))
    for index, outcome in enumerate(outcomes):
        if outcome is not Outcome.UNREADABLE and reason:
            outcomes[index], reasons[index] = Outcome.PARTLY_READ if unread else outcome, reason


def _failure(error: BaseException, judging: JudgingSettings) -> tuple[bool, str]:
    """Return the outcome of a failure and the reason to give; True when memory ran out."""
    if _for_want_of_memory(error):
        most = judging.memory // 2**20
        return True, f"it needs more than {most} MB of memory; split it, or grant more with --memory"
    if isinstance(error, DocumentError):
        return False, f"{error.reason}; {error.remedy}"
    return False, _BROKEN.format(type(error).__name__)


def _for_want_of_memory(error: BaseException | None) -> bool:
    """Return True when that began it: readers and networks wrap what the system tells them."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        if not isinstance(error, ClausegenError) and _NO_MEMORY.search(str(error)):
            return True
        error = error.__cause__ or error.__context__
    return False


def _read(member: Member, judging: JudgingSettings) -> tuple[str, Document | None, str, bool]:
    """Hash, document, reason why there is none (or what is missing of it), and whether memory ran out."""
    digest = ""
    try:
        with at_hand(member.source, member.suffix) as path:
            digest = file_sha256(path)
            document = _load(path, digest, judging.look).model_copy(update={"path": member.path})
    except PassingFailure as error:  # of this machine: nothing is kept
        return "", None, f"{error.reason}; {error.remedy}", False
    except Exception as error:
        if isinstance(error, OSError) and not _for_want_of_memory(error):
            # Of the file or of this machine, not of the content: no digest, so nothing is kept.
            moved = isinstance(error, FileNotFoundError)
            hint = "it was moved while the audit ran" if moved else "mend that, then run again"
            return "", None, f"the file could not be read ({error.strerror}); {hint}", False
        failed, reason = _failure(error, judging)
        return digest, None, reason, failed
    skipped = "; ".join(document.coverage.skipped) or _SOME_UNREAD
    return document.sha256, document, "" if document.coverage.complete else skipped, False


def _load(path: Path, digest: str, look: Look) -> Document:
    """Read a file. Raises OSError when what cannot be read is no longer what was hashed."""
    try:
        return load_document(path, look=look, isolated=False)
    except DocumentError:
        if file_sha256(path) != digest:
            raise OSError(errno.ESTALE, "it changed while it was read") from None
        raise


def _judge(judging: JudgingSettings, unit: Unit, documents: list[tuple[str, Document]], lacking: list[str]) -> Report:
    if unit.family:
        family = _function(judging.judge_family)
        report: Report = family(documents, tier=unit.tier, playbook=judging.playbook, lacking=lacking)
    else:
        report = _function(judging.judge)(documents[0][1], tier=unit.tier, playbook=judging.playbook)
    if report.generator != judging.generator:
        # The result would be kept under the name of a library or model that did not make it.
        raise UsageError(
            "a worker judges with another clause library, model or program than this audit began with; install the "
            "same everywhere, change none while an audit runs, then run again: everything judged is kept"
        )
    return report


@functools.cache
def _function(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found
