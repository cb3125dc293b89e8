"""Waivers: gaps that somebody entitled to it has accepted, for one contract, one element and a time; and decisions.

A waived gap stays in every result, marked. A waiver that has expired marks nothing and is reported; so is
one that no gap needs, because a register of exceptions that nobody tidies stops meaning anything. A contract that is
filed under several paths may be named by any of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal

from pydantic import ValidationError

from clausegen.auditing.discover import Closed, named_by, never_a_contract
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
_KEEP: Final = "nobody knows whether the gap is still there, so keep it until all of it is judged"


class Waivers:
    """Waivers as of one day, and what the files that they name say of them, by number of the waiver."""

    def __init__(self, waivers: tuple[Waiver, ...], today: dt.date) -> None:
        self._waivers = waivers
        self._today = today
        self._used: set[int] = set()
        self._open: set[int] = set()  # expired, and a gap they name is waived by no other
        self._named: set[int] = set()  # name a file that is listed
        self._unknown: dict[int, str] = {}  # name a file of which it is not known here whether it has the gap: why

    def marks(self, entry: Entry, paths: Sequence[str] = ()) -> dict[str, Mark]:
        """Marks by element code for the gaps of an entry; ``paths`` are all those of its contract."""
        marks: dict[str, Mark] = {}
        expired: list[tuple[int, str]] = []
        for number, waiver in enumerate(self._waivers):
            if not any(named_by(path, waiver.contract) for path in paths or (entry.path,)):
                continue
            codes = list(_gaps(waiver, entry))
            self._named.add(number)
            if why := _not_known(waiver, entry, codes):
                self._unknown.setdefault(number, why)
            for code in codes if not entry.shadow else ():
                self._used.add(number)
                if waiver.expires >= self._today:
                    expires = waiver.expires.isoformat()
                    mark = Mark(kind="waived", approver=waiver.approver, reason=waiver.reason, expires=expires)
                    marks.setdefault(code, mark)
                else:
                    expired.append((number, code))
        self._open.update(number for number, code in expired if code not in marks)
        return marks

    def concerns(self, library: Library, places: Sequence[Closed] = ()) -> Iterator[Concern]:
        """Waivers that have expired, that nothing needs, or that name no element. Ask after all ``marks``.

        In ``places`` may lie files that they name and that are not listed.
        """
        for number, waiver in enumerate(self._waivers):
            subject = f"{waiver.contract}: {waiver.element}"
            try:
                library.element(waiver.element)
            except UsageError:
                message = _unknown(waiver.element, library)
                yield Concern(kind="waiver-unknown-element", subject=subject, message=message, severity=Severity.MAJOR)
                continue
            if waiver.expires < self._today:
                need = self._need(number, places)
                message = f"expired on {waiver.expires} (approved by {waiver.approver}); {need}"
                replaced = number in self._used - self._open
                severity = Severity.MINOR if replaced else Severity.MAJOR
                yield Concern(kind="waiver-expired", subject=subject, message=message, severity=severity)
            elif number not in self._used:
                message = f"it waives nothing now (approved by {waiver.approver}); {self._need(number, places)}"
                yield Concern(kind="waiver-unused", subject=subject, message=message)

    def _need(self, number: int, places: Sequence[Closed]) -> str:
        """Say whether a gap needs a waiver that marks none, and what to do with it."""
        if number in self._open:
            return "the gap is still there and waived no more"
        if number in self._used:
            return "another waiver holds for the gap; remove this one"
        named = self._waivers[number].contract
        if place := next((closed for closed in places if closed.path == named or closed.hides(named)), None):
            return f"a file that it names may lie where none is listed: {place.said}; {_KEEP}"
        if why := self._unknown.get(number):
            return why
        if number in self._named:
            return "no contract that it names has this gap; remove it"
        return "no file is there that it names; correct its path, or remove it if the contract is gone"


def _not_known(waiver: Waiver, entry: Entry, codes: Sequence[str]) -> str:
    """Say why it is not known whether a file has the gap, or that it counts elsewhere; "" where it is known."""
    if entry.report is None and (not never_a_contract(entry.reason) or waiver.contract == entry.path):
        return f"{entry.path} was not judged in this run ({entry.reason.partition(';')[0]}); {_KEEP}"
    if entry.report and not codes and not entry.report.contract.coverage.complete:
        return f"{entry.path} was read only in part, and what was read has no such gap; {_KEEP}"
    if codes and entry.shadow:
        return f"the report of {entry.path} is that of {entry.of}, where its gaps count: a waiver must name that"
    return ""


def _gaps(waiver: Waiver, entry: Entry) -> Iterator[str]:
    """Codes of the gaps that a waiver of this entry is about, also where they count under another path."""
    for requirement, finding in entry.model_copy(update={"shadow": False}).gaps():
        if waiver.element in (finding.code, f"{requirement}.{finding.element}"):
            yield finding.code


def _unknown(name: str, library: Library) -> str:
    """Say what is wrong with a name that is no element's; a requirement is named instead by the hasty."""
    for requirement in library.requirements.values():
        if name in (requirement.id, requirement.code):
            codes = ", ".join(element.code for element in requirement.elements)
            return f"this is a whole requirement, and it waives nothing; write one waiver per element: {codes}"
    return "the library has no such element; correct the waiver or remove it"


def deciding(decisions: Decisions, today: dt.date) -> Callable[[str, object], object]:
    """Return what applies decisions to reports of an earlier run, so that only what changed since is compared.

    A report of an older program, which this one cannot read whole, stays as it is.
    """

    def decided(path: str, report: object) -> object:
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
