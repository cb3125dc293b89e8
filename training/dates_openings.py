"""Read the marked openings of ``models/corpus/dates/openings``: contracts written to train the reader of dates.

A contract begins with ``%% ID LANGUAGE`` and perhaps ``open:FIELD`` (two lawyers may differ) or ``end:DAY``. Marks
stand around the words that state something: ``<A:…>`` agreement date, ``<E:…>`` beginning, ``<AE:…>`` both, ``<X:…>``
end, ``<T:…>`` length of the term, ``<R:…>`` length of a renewal (``<R1:…>`` without a count), ``<N:…>`` notice,
``<automatic:…>`` and so on around the words of renewal. ``<E=2013-05-01:…>`` gives the day where the words do not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from clausegen.dates.day_arithmetic import last_day
from clausegen.dates.normalise import find_all
from clausegen.dates.periods import Period, find_periods, find_recurring
from clausegen.dates.scorer import SENTENCE_ROLES
from training.corpus import CORPUS

FOLDER: Final = CORPUS / "dates" / "openings"
CALIBRATING: Final = CORPUS / "dates" / "calibrating"
"""Openings by one hand that train nothing: on them a new fit is compared with the one before."""
_HEADER: Final = re.compile(r"^%% (\w+) (\w\w)((?: \w+:\S+)*)\n", re.MULTILINE)
_MARK: Final = re.compile(r"<(?P<name>AE|[AEXTRN]|R1|automatic|option|consent|none|perpetual)(?:=(?P<day>[\d-]+))?:|>")
_ROLES: Final = {"A": "agreement", "E": "effective", "X": "end", "T": "term", "R": "renewal", "N": "notice"}
_FIELDS: Final = {"agreement": "agreement_date", "effective": "effective_date", "end": "expiration_date"}


class Opening(NamedTuple):
    """Hold a contract: its author (the name of its file), its text, what its marks say.

    ``places`` holds ``[start, end)`` by role, ``values`` the fields of ``dates.jsonl``.
    """

    id: str
    author: str
    language: str
    text: str
    places: dict[str, list[tuple[int, int]]]
    values: dict[str, Any]
    open: frozenset[str]

    @property
    def unsaid(self) -> frozenset[str]:
        """The roles of the fields on which two lawyers may differ."""
        return frozenset(role for role, field in _FIELDS.items() if field in self.open)


def openings(folder: Path = FOLDER) -> Iterator[Opening]:
    """Yield the marked openings of the files of a folder, in order."""
    for file in sorted(folder.glob("*.txt")):
        parts = _HEADER.split(file.read_text(encoding="utf-8"))[1:]
        for number in range(0, len(parts), 4):
            yield _opening(file.stem, *parts[number : number + 4])


def _opening(author: str, name: str, language: str, options: str, marked: str) -> Opening:
    text, marks = "", []
    opened: list[tuple[str, str, int]] = []
    at = 0
    for mark in _MARK.finditer(marked.strip()):
        text += marked.strip()[at : mark.start()]
        at = mark.end()
        if mark["name"]:
            opened.append((mark["name"], mark["day"] or "", len(text)))
        else:
            kind, day, start = opened.pop()
            marks.append((kind, day, start, len(text)))
    text += marked.strip()[at:] + "\n"
    if opened:
        raise ValueError(f"{name}: <{opened[-1][0]}:… is not closed")
    said = dict(option.split(":", 1) for option in options.split())
    places, values = _values(text, language, marks)
    if values["expiration_date"] is None:
        values["expiration_date"] = _counted(text, values, places)
    if "end" in said:
        values["expiration_date"] = said["end"]
    return Opening(name, author, language, text, places, values, frozenset(said.get("open", "").split(",")) - {""})


def _values(
    text: str, language: str, marks: list[tuple[str, str, int, int]]
) -> tuple[dict[str, list[tuple[int, int]]], dict[str, Any]]:
    places: dict[str, list[tuple[int, int]]] = {}
    values: dict[str, Any] = dict.fromkeys((*_FIELDS.values(), "renewal", "renewal_term", "notice_period"))
    dates = find_all(text, language)
    for kind, day, start, end in sorted(marks, key=lambda mark: mark[2]):
        if kind in SENTENCE_ROLES:
            values["renewal"] = kind
            places.setdefault(kind, []).append((start, end))
            continue
        roles = [_ROLES[letter] for letter in kind.rstrip("1")]
        for role in roles:
            places.setdefault(role, []).append((start, end))
            if role in _FIELDS:
                inside = (d.day for d in dates if d.start < end and start < d.end and d.day)
                stated = day or next(map(str, inside), None)
                if stated is None and role == "effective" and _OF_SIGNING.search(text, start, end):
                    stated = "agreement"
                values[_FIELDS[role]] = stated
            elif role != "term":
                values["renewal_term" if role == "renewal" else "notice_period"] = str(_period(text, start, end))
    if values["effective_date"] == "agreement":
        values["effective_date"] = values["agreement_date"]
    return places, values


_OF_SIGNING: Final = re.compile(
    r"sign|hereof|its date|this contract|this licen|that da|last party|datum|unterz|unterschr|cette date|esa fecha"
    r"|firma|today",
    re.IGNORECASE,
)


def _period(text: str, start: int, end: int) -> Period:
    found = [*find_periods(text, start, end), *find_recurring(text, start, end)]
    return found[0] if found else Period(start, end, 1, "year")


def _counted(text: str, values: dict[str, Any], places: dict[str, list[tuple[int, int]]]) -> str | None:
    base = values["effective_date"] or (None if places.get("effective") else values["agreement_date"])
    if base is None or not places.get("term"):
        return None
    return str(last_day(dt.date.fromisoformat(base), _period(text, *places["term"][0])))
