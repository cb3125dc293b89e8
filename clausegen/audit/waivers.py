"""Waivers: gaps that somebody entitled to it has accepted, for one contract, one element and a time.

A waived gap stays in every result, marked. A waiver that has expired marks nothing and is reported; so is
one that no gap needs, because a register of exceptions that nobody tidies stops meaning anything. A contract that is
filed under several paths may be named by any of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from clausegen.audit.inputs import lies_in, named_by
from clausegen.data_file import parse, read_toml
from clausegen.document import Value
from clausegen.errors import UsageError
from clausegen.library import Library
from clausegen.portfolio import Concern, Entry, Mark, Outcome
from clausegen.requirement import Severity

NAME: Final = "waivers.toml"
_Text = Annotated[str, Field(min_length=1)]


class Waiver(Value):
    """One waiver. ``contract`` is a path or pattern, ``element`` "suspension.on-suspicion" or "SUS-2".

    A pattern is compared with the whole path from the audited folder, so that a waiver reaches no contract of the
    same name elsewhere. It holds up to and including the day ``expires``.
    """

    contract: _Text
    element: _Text
    reason: _Text
    approver: _Text
    expires: dt.date

    def names(self, path: str) -> bool:
        """True for the path itself, whatever signs it holds, and for paths that the pattern matches."""
        return named_by(path, self.contract)


class WaiverFile(Value):
    """A waiver file: ``[[waivers]]`` tables; none when nothing is waived any more."""

    waivers: tuple[Waiver, ...] = ()


class Waivers:
    """Waivers as of one day, and which of them a gap has needed."""

    def __init__(self, waivers: tuple[Waiver, ...], today: dt.date) -> None:
        self._waivers = waivers
        self._today = today
        self._used: set[int] = set()
        self._open: set[int] = set()  # expired, and a gap they name is waived by no other
        self._unread: set[int] = set()  # name a file that was not read
        self._elsewhere: dict[int, Entry] = {}  # name a file whose report is that of another one

    def marks(self, entry: Entry, paths: Sequence[str] = ()) -> dict[str, Mark]:
        """Marks by element code for the gaps of an entry; ``paths`` are all those of its contract."""
        marks: dict[str, Mark] = {}
        expired: list[tuple[int, str]] = []
        for number, waiver in enumerate(self._waivers):
            named = any(waiver.names(path) for path in paths or (entry.path,))
            if entry.outcome is Outcome.UNREADABLE and (named or lies_in(waiver.contract, entry.path)):
                self._unread.add(number)
            for code in _gaps(waiver, entry) if named else ():
                if entry.shadow:
                    self._elsewhere[number] = entry
                    continue
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
        """Waivers that have expired, that nothing needs, or that name no element. Ask after all ``marks``."""
        for number, waiver in enumerate(self._waivers):
            subject = f"{waiver.contract}: {waiver.element}"
            try:
                library.element(waiver.element)
            except UsageError:
                message = _unknown(waiver.element, library)
                yield Concern(kind="waiver-unknown-element", subject=subject, message=message, severity=Severity.MAJOR)
                continue
            if waiver.expires < self._today:
                message = f"expired on {waiver.expires} (approved by {waiver.approver}); {self._need(number)}"
                replaced = number in self._used - self._open
                severity = Severity.MINOR if replaced else Severity.MAJOR
                yield Concern(kind="waiver-expired", subject=subject, message=message, severity=severity)
            elif number not in self._used:
                message = f"it waives nothing now (approved by {waiver.approver}); {self._need(number)}"
                yield Concern(kind="waiver-unused", subject=subject, message=message)

    def _need(self, number: int) -> str:
        """Whether a gap needs a waiver that marks none, and what to do with it."""
        if number in self._open:
            return "the gap is still there and waived no more"
        if number in self._used:
            return "another waiver holds for the gap; remove this one"
        if entry := self._elsewhere.get(number):
            return f"the report of {entry.path} is that of {entry.of}, where its gaps count: a waiver must name that"
        if number in self._unread:
            return "a file it names could not be read, so nobody knows whether the gap is still there; keep it"
        return "no contract has this gap; remove it"


def _gaps(waiver: Waiver, entry: Entry) -> Iterator[str]:
    """Codes of the gaps that a waiver of this entry is about, also where they count under another path."""
    for requirement, finding in entry.model_copy(update={"shadow": False}).gaps():
        if waiver.element in (finding.code, f"{requirement}.{finding.element}"):
            yield finding.code


def _unknown(name: str, library: Library) -> str:
    """What is wrong with a name that is no element's; a requirement is named instead by the hasty."""
    for requirement in library.requirements.values():
        if name in (requirement.id, requirement.code):
            codes = ", ".join(element.code for element in requirement.elements)
            return f"this is a whole requirement, and it waives nothing; write one waiver per element: {codes}"
    return "the library has no such element; correct the waiver or remove it"


def load_waivers(path: Path, today: dt.date) -> Waivers:
    """Read a waiver file. Raises DataError with everything wrong in it."""
    return Waivers(parse(WaiverFile, read_toml(path), path).waivers, today)
