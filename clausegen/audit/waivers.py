"""Waivers: gaps that somebody entitled to it has accepted, for one contract, one element and a time.

A waived gap stays in every result, marked. A waiver that has expired marks nothing and is reported; so is
one that no gap needs, because a register of exceptions that nobody tidies stops meaning anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from clausegen.audit.inputs import excluded_by
from clausegen.data_file import parse, read_toml
from clausegen.document import Value
from clausegen.errors import UsageError
from clausegen.library import Library
from clausegen.portfolio import Concern, Entry, Mark
from clausegen.requirement import Severity

NAME: Final = "waivers.toml"
_Text = Annotated[str, Field(min_length=1)]


class Waiver(Value):
    """One waiver. ``contract`` is a path or pattern, ``element`` "suspension.on-suspicion" or "SUS-2".

    It holds up to and including the day ``expires``.
    """

    contract: _Text
    element: _Text
    reason: _Text
    approver: _Text
    expires: dt.date


class WaiverFile(Value):
    """A waiver file: ``[[waivers]]`` tables."""

    waivers: tuple[Waiver, ...]


class Waivers:
    """Waivers as of one day, and which of them a gap has needed."""

    def __init__(self, waivers: tuple[Waiver, ...], today: dt.date) -> None:
        self._waivers = waivers
        self._today = today
        self._used: set[int] = set()

    def marks(self, entry: Entry) -> dict[str, Mark]:
        """Marks by element code for the gaps of an entry."""
        marks: dict[str, Mark] = {}
        for requirement, finding in entry.gaps():
            names = (finding.code, f"{requirement}.{finding.element}")
            for number, waiver in enumerate(self._waivers):
                if waiver.element in names and excluded_by(entry.path, (waiver.contract,)):
                    self._used.add(number)
                    if waiver.expires >= self._today:
                        expires = waiver.expires.isoformat()
                        mark = Mark(kind="waived", approver=waiver.approver, reason=waiver.reason, expires=expires)
                        marks.setdefault(finding.code, mark)
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
                needed = "the gap is still there and counts again" if number in self._used else "nothing needs it"
                message = f"expired on {waiver.expires} (approved by {waiver.approver}); {needed}"
                yield Concern(kind="waiver-expired", subject=subject, message=message, severity=Severity.MAJOR)
            elif number not in self._used:
                message = f"no contract has this gap (approved by {waiver.approver}); remove it"
                yield Concern(kind="waiver-unused", subject=subject, message=message)


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
