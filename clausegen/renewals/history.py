"""The history of contracts: ``history.toml``, one ``[[events]]`` per dated record."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from clausegen.errors import DataError, Problem, UsageError
from clausegen.library import key_lines, parse, read_toml
from clausegen.model import Value
from clausegen.renewals.policy import Effect, EventKind, Practice
from clausegen.runtime import replacing

HISTORY_NAME = "history.toml"


def _a_day(value: object) -> object:
    """Return the value itself; a moment is refused: which day it is depends on the time zone."""
    if isinstance(value, dt.datetime):
        raise ValueError("a day without hour and time zone, such as 2026-03-01")
    return value


Day = Annotated[dt.date, BeforeValidator(_a_day)]


class Event(Value):
    """One dated record. ``contract`` is the path of the contract relative to the folder of the history.

    ``reference`` is a name of the event's own; ``resolves`` the reference of the event it settles.
    ``signed_off_by`` is who in compliance signed a review. For a certificate, ``covers_to`` is the last day
    of the period it covers.
    """

    model_config = ConfigDict(str_strip_whitespace=True)

    contract: str = Field(min_length=1, max_length=1000)
    date: Day
    kind: str
    outcome: str = ""
    reference: str = ""
    resolves: str = ""
    by: str = ""
    signed_off_by: str = ""
    covers_to: Day | None = None
    note: str = Field(default="", max_length=4000)


class History(Value):
    """All events, oldest first."""

    events: tuple[Event, ...] = ()

    def of(self, *contracts: str) -> tuple[Event, ...]:
        """Return the events filed under these paths, oldest first."""
        return tuple(event for event in self.events if event.contract in contracts)

    def unknown(self, contracts: Iterable[str]) -> list[str]:
        """Return contracts that the history names and nobody else does."""
        known = set(contracts)
        return sorted({event.contract for event in self.events} - known)


def load_history(path: Path, practice: Practice) -> History:
    """Read a history. Raises DataError with everything wrong in it: kinds, outcomes, references, order."""
    read = parse(History, read_toml(path), path)
    lines = key_lines(path.read_text(encoding="utf-8-sig"))
    problems = []
    for number, field, expected in _faults(read.events, practice):
        line = lines.get(f"events.{number}.{field}", lines.get(f"events.{number}"))
        problems.append(Problem(file=str(path), line=line, field=f"events.{number}.{field}", expected=expected))
    if problems:
        raise DataError(problems)
    ordered = sorted(enumerate(read.events), key=lambda item: (item[1].date, item[0]))
    return History(events=tuple(event for _, event in ordered))


def _faults(events: tuple[Event, ...], practice: Practice) -> Iterator[tuple[int, str, str]]:
    """Number of the event, field, and what was expected there."""
    references: dict[tuple[str, str], Event] = {}
    for number, event in enumerate(events):
        for field, expected in _wrong(event, practice, references):
            yield number, field, expected
        if event.reference:
            references[event.contract, event.reference] = event
    for number, event in enumerate(events):
        if event.resolves and (event.contract, event.resolves) not in references:
            yield number, "resolves", f"the reference of an event of the same contract, got {event.resolves[:40]!r}"


def _wrong(event: Event, practice: Practice, references: dict[tuple[str, str], Event]) -> Iterable[tuple[str, str]]:
    kinds = {kind.id: kind for kind in practice.kinds}
    kind = kinds.get(event.kind)
    if kind is None:
        yield "kind", f"one of {', '.join(kinds)}, got {event.kind[:40]!r}"
        return
    if kind.outcomes and event.outcome not in kind.outcomes:
        given = f", got {event.outcome[:40]!r}" if event.outcome else ", but it is absent"
        yield "outcome", f"one of {', '.join(kind.outcomes)}{given}"
    elif not kind.outcomes and event.outcome:
        yield "outcome", f"nothing: an event of kind {kind.id} has no outcome"
    if event.reference and (event.contract, event.reference) in references:
        yield "reference", f"each reference once for a contract, {event.reference[:40]!r} is used before"
    follows = kind.outcomes.get(event.outcome)
    if event.resolves and not (follows and (follows.resolves or follows.clean or follows.certificate)):
        yield "resolves", f"an outcome that settles something; {event.outcome or event.kind} does not"


def effect(event: Event, practice: Practice) -> Effect:
    """Return what follows from an event."""
    kind: EventKind = practice.kind(event.kind)
    return kind.effect(event.outcome)


def record(path: Path, event: Event, practice: Practice) -> None:
    """Add an event to a history file, which may be new. The file is replaced whole or not at all.

    Raises DataError when the file there is not a history or the event does not fit into it, UsageError when
    it cannot be written.
    """
    before, known = "", History()
    if path.exists():
        known = load_history(path, practice)
        before = path.read_text(encoding="utf-8-sig").rstrip("\n") + "\n\n"
    faults = [fault for fault in _faults((*known.events, event), practice) if fault[0] == len(known.events)]
    if faults:
        raise DataError([Problem(file=str(path), field=field, expected=expected) for _, field, expected in faults])
    try:
        with replacing(path) as stream:
            stream.write((before + as_toml(event)).encode())
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); check the permissions of its folder") from None


def as_toml(event: Event) -> str:
    """Return the event as a ``[[events]]`` table."""
    lines = ["[[events]]"]
    for name, value in event:
        if value in ("", None):
            continue
        # A TOML basic string escapes as JSON does; DEL alone must be escaped in addition.
        text = value.isoformat() if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False)
        lines.append(f"{name} = {text}".replace("\x7f", "\\u007f"))
    return "\n".join(lines) + "\n"
