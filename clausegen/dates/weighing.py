"""Weigh the candidates of a contract against each other.

The scores of ``scorer`` judge each candidate by the words around it. Here they are looked at together: a day that ends
a range whose first day is the beginning, or on which the term counted from the beginning ends, is likelier the end; a
day that another one rivals is less likely anything. ``training/dates_weighing.py`` fits the weights.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from clausegen.dates.candidates import DATE_KINDS, Candidate
from clausegen.dates.day_arithmetic import last_day
from clausegen.dates.scorer import DATE_ROLES, PERIOD_ROLES, ROLES, probabilities
from clausegen.dates.vocabulary import patterns

_NEAR: Final = 120  # characters between two days that may be a range
_LIKELY: Final = 0.01  # probability from which on sums are tried with a candidate
_FLOOR: Final = 1e-4  # of a probability whose logarithm is taken
_DAY: Final = dt.timedelta(days=1)
_FAR: Final = 8.0  # a margin is no larger

Features = dict[str, float]


class _Day(NamedTuple):
    """A candidate that is a day: its number in the list, its words, the last day it can mean, its probabilities."""

    number: int
    candidate: Candidate
    day: dt.date | None
    share: Sequence[float]


def weighed(
    plain: str, candidates: Sequence[Candidate], scores: list[list[float]], weights: Mapping[str, Mapping[str, float]]
) -> list[list[float]]:
    """Return the scores of candidates, shape (candidates, roles), corrected by what stands beside them.

    ``weights`` holds those of each role by the names of ``features``; roles not in it keep their scores.
    """
    corrected = [list(row) for row in scores]
    for number, described in features(plain, candidates, scores):
        for role, known in weights.items():
            if (role in PERIOD_ROLES) == (candidates[number].kind == "period"):
                corrected[number][ROLES.index(role)] = sum(
                    known.get(name, 0.0) * value for name, value in described.items()
                )
    return corrected


def features(plain: str, candidates: Sequence[Candidate], scores: list[list[float]]) -> Iterator[tuple[int, Features]]:
    """Yield the number and the features of each candidate that is a day or a period."""
    shares = probabilities(candidates, scores)
    days = [_Day(n, c, _last(c), shares[n]) for n, c in enumerate(candidates) if c.kind in DATE_KINDS]
    periods = [n for n, c in enumerate(candidates) if c.kind == "period"]
    sums = _sums(days, [(candidates[n], n, shares[n]) for n in periods])
    made = max(days, key=lambda day: day.share[_AGREEMENT], default=None)
    ranges = _ranges(plain, days)
    ahead = _margins(DATE_ROLES, {day.number: day.day or day.number for day in days}, scores)
    said = _together(((day.day, day.share) for day in days), DATE_ROLES, sum)
    for day in days:
        found = _own(DATE_ROLES, scores[day.number], day.share)
        found |= ahead[day.number] | ranges.get(day.number, {})
        found |= _counted(sums.get(("end", day.day), 0.0), "ends a sum")
        found |= _counted(sums.get(("beginning", day.number), 0.0), "begins a sum")
        if day.day:
            found |= _elsewhere(DATE_ROLES, said[day.day], day.share)
        if made and made.day and day.day:
            found |= {"before agreement": float(day.day < made.day), "on agreement": float(day.day == made.day)}
        found["asks"] = float(day.candidate.kind in ("event", "hole"))
        found["refers"] = float(day.candidate.kind in ("own", "named"))
        found["many"] = math.log1p(len(days)) / 3
        yield day.number, found
    lengths = {n: str(candidates[n].period) for n in periods}
    ahead = _margins(PERIOD_ROLES, lengths, scores)
    same = _together(((lengths[n], shares[n]) for n in periods), PERIOD_ROLES, sum)
    beside = _together(((day.candidate.sentence.start, day.share) for day in days), DATE_ROLES, max)
    for n in periods:
        found = _own(PERIOD_ROLES, scores[n], shares[n])
        found |= ahead[n] | _counted(sums.get(("term", n), 0.0), "of a sum")
        near = beside.get(candidates[n].sentence.start, [0.0] * len(ROLES))
        found |= {"beside beginning": near[_EFFECTIVE], "beside end": near[_END]}
        found |= _elsewhere(PERIOD_ROLES, same[lengths[n]], shares[n])
        found["many"] = math.log1p(len(periods)) / 3
        yield n, found


_AGREEMENT, _EFFECTIVE, _END = (ROLES.index(role) for role in DATE_ROLES)
_TERM: Final = ROLES.index("term")


def _last(candidate: Candidate) -> dt.date | None:
    date = candidate.date
    return None if date is None else date.day or (date.readings[-1] if date.month else None)


def _own(roles: Sequence[str], scores: Sequence[float], share: Sequence[float]) -> Features:
    found = {"any": 1.0}
    for role in roles:
        column = ROLES.index(role)
        found |= {f"score {role}": scores[column], f"share {role}": math.log(share[column] + _FLOOR) / 3}
    return found


def _margins(roles: Sequence[str], said: Mapping[int, object], scores: list[list[float]]) -> dict[int, Features]:
    """Say by how much each candidate is ahead of the best that says something else; ``said`` is what each says."""
    found: dict[int, Features] = {number: {} for number in said}
    for role in roles:
        column = ROLES.index(role)
        best: dict[object, float] = {}
        for number, value in said.items():
            best[value] = max(best.get(value, 0.0), scores[number][column])
        first, second = sorted([*best.items(), (None, 0.0), (None, 0.0)], key=lambda item: -item[1])[:2]
        for number, value in said.items():
            rival = second[1] if value == first[0] else first[1]
            found[number][f"ahead {role}"] = max(-_FAR, min(_FAR, scores[number][column] - rival))
    return found


def _together(
    given: Iterable[tuple[object, Sequence[float]]],
    roles: Sequence[str],
    joined: Callable[[Sequence[float]], float],
) -> dict[object, list[float]]:
    """Join the probabilities of some roles of all that have the same key."""
    found: dict[object, list[float]] = {}
    columns = [ROLES.index(role) for role in roles]
    for key, share in given:
        known = found.setdefault(key, [0.0] * len(ROLES))
        for column in columns:
            known[column] = joined((known[column], share[column]))
    return found


def _elsewhere(roles: Sequence[str], whole: Sequence[float], share: Sequence[float]) -> Features:
    return {f"elsewhere {role}": whole[ROLES.index(role)] - share[ROLES.index(role)] for role in roles}


def _ranges(plain: str, days: list[_Day]) -> dict[int, Features]:
    """Describe days by those beside them: "from 1 May 2021 to 30 April 2024" is a range."""
    found: dict[int, Features] = {}
    for first, last in pairwise(days):
        start, stop = first.candidate.end, last.candidate.start
        if not 0 <= stop - start < _NEAR:
            continue
        ordered = first.day is not None and last.day is not None and first.day < last.day
        is_range = float(ordered and patterns()["to_day"].fullmatch(plain, start, stop) is not None)
        together = float(first.candidate.sentence.start == last.candidate.sentence.start)
        found.setdefault(last.number, {}).update(
            {
                "ends range": is_range,
                "ends range of beginning": is_range * first.share[_EFFECTIVE],
                "after beginning": together * first.share[_EFFECTIVE],
                "after end": together * first.share[_END],
            }
        )
        found.setdefault(first.number, {}).update(
            {
                "begins range": is_range,
                "begins range to end": is_range * last.share[_END],
                "ahead of end": together * last.share[_END],
                "ahead of beginning": together * last.share[_EFFECTIVE],
            }
        )
    return found


def _sums(days: list[_Day], periods: list[tuple[Candidate, int, Sequence[float]]]) -> dict[tuple[str, object], float]:
    """Return how likely a beginning and a term make a stated end: by the two candidates, and by the day of the end."""
    found: dict[tuple[str, object], float] = {}
    made = max((day for day in days if day.day), key=lambda day: day.share[_AGREEMENT], default=None)
    begins = [(d.number, d.candidate.date.day, d.share[_EFFECTIVE]) for d in days if d.candidate.date]
    if made:
        begins += [(d.number, made.day, d.share[_EFFECTIVE]) for d in days if d.candidate.kind == "own"]
        unsaid = max(0.0, 1 - sum(day.share[_EFFECTIVE] for day in days))
        begins.append((-1, made.day, unsaid * made.share[_AGREEMENT]))
    ends: dict[dt.date, float] = {}
    for day in days:
        if day.day:
            ends[day.day] = max(ends.get(day.day, 0.0), day.share[_END])
    for candidate, term, share in periods:
        period = candidate.period
        if period is None or not period.amount or share[_TERM] < _LIKELY:
            continue
        for begin, first, likely in begins:
            if first is None or likely < _LIKELY:
                continue
            try:
                last = last_day(first, period)
            except (ValueError, OverflowError):
                continue
            for end in (last - _DAY, last, last + _DAY):
                if end not in ends:
                    continue
                for key, value in (
                    (("end", end), likely * share[_TERM]),
                    (("term", term), likely * ends[end]),
                    (("beginning", begin), share[_TERM] * ends[end]),
                ):
                    found[key] = max(found.get(key, 0.0), value)
    return found


def _counted(share: float, name: str) -> Features:
    return {name: share, f"{name}, however unlikely": math.log(share + 0.01) + math.log(100)}
