"""Waivers: gaps that somebody entitled to it has accepted, for one contract, one element and a time; and decisions.

A waived gap stays in every result, marked. A waiver that has expired marks nothing and is reported; so is
one that no gap needs, because a register of exceptions that nobody tidies stops meaning anything. A contract that is
filed under several paths may be named by any of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Literal

from pydantic import ValidationError

from clausegen.auditing.discover import named_by
from clausegen.decisions import Decisions, Waiver, apply_decisions
from clausegen.errors import UsageError
from clausegen.library import Library
from clausegen.model import Concern, Entry, Mark, Report, Severity, Standing

_Kind = Literal["decision-open-again", "decision-conflict", "decision-not-countersigned"]
_KINDS: Final[dict[Standing, _Kind]] = {
    Standing.REOPENED: "decision-open-again",
    Standing.EXPIRED: "decision-open-again",
    Standing.WITHOUT_WORDS: "decision-open-again",
    Standing.CONFLICT: "decision-conflict",
    Standing.AWAITING: "decision-not-countersigned",
}
_STILL_OPEN: Final = "the gap is still there and waived no more"
# Of a file that was not read, or not in full, nobody knows whether it has the gap: so nobody is told to remove it.
_UNUSED: Final = (
    "no contract with this gap was found under its name; correct the path, or remove it once all files that it names "
    "are judged in full without the gap"
)


class Waivers:
    """Waivers as of one day, and what became of each, by its number."""

    def __init__(self, waivers: tuple[Waiver, ...], today: dt.date) -> None:
        self._waivers = waivers
        self._today = today
        self._used: set[int] = set()
        self._open: set[int] = set()  # expired, and a gap they name is waived by no other

    def marks(self, entry: Entry, paths: Sequence[str] = ()) -> dict[str, Mark]:
        """Return marks by element code for the gaps of an entry; ``paths`` are all those of its contract."""
        marks: dict[str, Mark] = {}
        expired: list[tuple[int, str]] = []
        for number, waiver in enumerate(self._waivers):
            if not any(named_by(path, waiver.contract) for path in paths or (entry.path,)):
                continue
            for code in _gaps(waiver, entry):
                self._used.add(number)
                if waiver.expires >= self._today:
                    expires = waiver.expires.isoformat()
                    mark = Mark(kind="waived", approver=waiver.approver, reason=waiver.reason, expires=expires)
                    marks.setdefault(code, mark)
                else:
                    expired.append((number, code))
        self._open.update(number for number, code in expired if code not in marks)
        return marks

    def concerns(self, library: Library) -> Iterator[Concern]:
        """Yield waivers that have expired, that nothing needs, or that name no element. Ask after all ``marks``."""
        for number, waiver in enumerate(self._waivers):
            subject = f"{waiver.contract}: {waiver.element}"
            try:
                library.element(waiver.element)
            except UsageError:
                message = _unknown(waiver.element, library)
                yield Concern(kind="waiver-unknown-element", subject=subject, message=message, severity=Severity.MAJOR)
                continue
            need = _UNUSED
            if number in self._used:
                need = _STILL_OPEN if number in self._open else "another waiver holds for the gap; remove this one"
            if waiver.expires < self._today:
                message = f"expired on {waiver.expires} (approved by {waiver.approver}); {need}"
                replaced = number in self._used - self._open
                severity = Severity.MINOR if replaced else Severity.MAJOR
                yield Concern(kind="waiver-expired", subject=subject, message=message, severity=severity)
            elif number not in self._used:
                message = f"it waives nothing now (approved by {waiver.approver}); {need}"
                yield Concern(kind="waiver-unused", subject=subject, message=message)


def _gaps(waiver: Waiver, entry: Entry) -> Iterator[str]:
    """Yield codes of the gaps that a waiver of this entry is about."""
    for requirement, finding in entry.gaps():
        if waiver.element in (finding.code, f"{requirement}.{finding.element}"):
            yield finding.code


def _unknown(name: str, library: Library) -> str:
    """Say what is wrong with a name that is no element's; a requirement is named instead by the hasty."""
    for requirement in library.requirements.values():
        if name in (requirement.id, requirement.code):
            codes = ", ".join(element.code for element in requirement.elements)
            return f"this is a whole requirement, and it waives nothing; write one waiver per element: {codes}"
    return "the library has no such element; correct the waiver or remove it"


def deciding(decisions: Decisions, today: dt.date) -> Callable[[str, dict[str, Any]], Report | dict[str, Any]]:
    """Return what applies decisions to reports of an earlier run, so that only what changed since is compared.

    A report of an older program, which this one cannot read whole, stays as it is.
    """

    def decided(path: str, report: dict[str, Any]) -> Report | dict[str, Any]:
        if not len(decisions):
            return report
        try:
            return apply_decisions(Report.model_validate(report), decisions, today, name=path)
        except ValidationError:
            return report

    return decided


def decision_concerns(entry: Entry) -> Iterator[Concern]:
    """Yield what is wrong with decisions on this contract: expired, in conflict, overtaken, not countersigned."""
    if entry.contract is None:
        return
    subjects = [(finding.code, finding.decided) for finding in entry.contract.findings]
    subjects += [(name.replace("_", " "), date.decided) for name, date in entry.contract.dates.stated()]
    for name, made in subjects:
        if made and (kind := _KINDS.get(made.standing)):
            yield Concern(kind=kind, subject=f"{entry.path}: {name}", message=made.said, severity=Severity.MAJOR)
