"""Label the candidates of the contracts that train the reader of dates.

A candidate is a positive of a role where it has the labelled value and stands in the labelled words; the same value
elsewhere does not count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from clausegen.dates.candidates import DATE_KINDS, Candidate, find_candidates
from clausegen.dates.day_arithmetic import last_day
from clausegen.dates.periods import find_periods, find_recurring
from clausegen.dates.prepared_text import Page
from clausegen.dates.scorer import DATE_ROLES, PERIOD_ROLES, ROLES, SENTENCE_ROLES
from training.dates_material import Labels, Source

_ELSEWHERE: Final = 2  # the labelled value, in words that are not the labelled ones


class Example(NamedTuple):
    """A candidate with its label per role: 1, 0, or -1 where nothing is said of it."""

    features: tuple[str, ...]
    labels: tuple[int, ...]
    weight: float


class Contract(NamedTuple):
    """A contract that trains: its author, whose contracts are held out together, and its candidates with labels."""

    name: str
    author: str
    page: Page
    candidates: list[Candidate]
    examples: list[Example]
    labels: Labels


def contracts_of(source: Source) -> Iterator[Contract]:
    """Yield the contracts of a source with their candidates and labels."""
    for name, author, page, labels, weight in source:
        candidates = find_candidates(page)
        yield Contract(name, author, page, candidates, [*_examples(candidates, labels, weight)], labels)


def _examples(candidates: list[Candidate], labels: Labels, weight: float) -> Iterator[Example]:
    found = [[_label(role, candidate, labels) for role in ROLES] for candidate in candidates]
    for column, _role in enumerate(ROLES):
        if any(row[column] == 1 for row in found):
            continue
        for row in found:  # the words were not located: the value alone must do
            row[column] = 1 if row[column] == _ELSEWHERE else row[column]
    for candidate, row in zip(candidates, found, strict=True):
        yield Example(candidate.features, tuple(-1 if label == _ELSEWHERE else label for label in row), weight)


def _label(role: str, candidate: Candidate, labels: Labels) -> int:
    roles = SENTENCE_ROLES
    if candidate.kind != "sentence":
        roles = DATE_ROLES if candidate.kind in DATE_KINDS else PERIOD_ROLES
    if role not in roles:
        return -1 if candidate.kind == "sentence" or role in SENTENCE_ROLES else 0
    inside = any(start < candidate.end and candidate.start < end for start, end in labels.places.get(role, ()))
    if role in labels.unsaid:
        return -1 if inside or not labels.places.get(role) else 0
    if role in SENTENCE_ROLES:
        return int(inside and labels.values.get("renewal") == role)
    right = _right(role, candidate, labels.values)
    stated = candidate.kind not in ("event", "hole")
    if right and not inside and stated and (candidate.period is None or _stated_length(role, labels.values)):
        return _ELSEWHERE
    return 1 if inside and right else -1 if inside and role in ("term", "end") else 0


def _stated_length(role: str, values: dict[str, Any]) -> bool:
    return bool(values.get({"term": "expiration_date", "renewal": "renewal_term", "notice": "notice_period"}[role]))


def _right(role: str, candidate: Candidate, values: dict[str, Any]) -> bool:
    """True where a candidate says what the label says, wherever it stands."""
    if role in DATE_ROLES:
        wanted = values.get({"end": "expiration"}.get(role, role) + "_date")
        if wanted is None:
            return candidate.kind in ("event", "hole")
        if candidate.kind == "own":
            return role == "effective" and wanted == values.get("agreement_date")
        days = [candidate.date.day] if candidate.date and candidate.date.day else []
        if candidate.date and candidate.kind == "month":
            days = [candidate.date.readings[role == "end"]]
        elif candidate.date and not days:
            days = list(candidate.date.readings)
        return dt.date.fromisoformat(wanted) in days
    period = candidate.period
    assert period is not None  # noqa: S101 - only periods have these roles
    if role == "term":
        end, start = values.get("expiration_date"), values.get("effective_date") or values.get("agreement_date")
        if end is None or start is None:
            return end is None
        gap = (dt.date.fromisoformat(end) - last_day(dt.date.fromisoformat(start), period)).days
        return period.amount is not None and gap in (0, 1, -1)
    stated = values.get("renewal_term" if role == "renewal" else "notice_period") or ""
    wanted_periods = [*find_periods(stated), *find_recurring(stated)]
    months = {"year": 12, "quarter": 3, "month": 1}
    same = {period.amount * months[period.unit]} if period.amount and period.unit in months else set()
    for wanted in wanted_periods:
        if wanted.amount and wanted.unit in months and wanted.amount * months[wanted.unit] in same:
            return True
    return str(period) in map(str, wanted_periods)
