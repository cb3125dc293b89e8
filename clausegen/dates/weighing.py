"""Weigh the candidates of a contract against each other.

The scores of ``scorer`` judge each candidate by the words around it. Here they are looked at together: a day that ends
a range whose first day is the beginning, or on which the term counted from the beginning ends, is likelier the end; a
day that another one rivals is less likely anything. ``training/dates_weighing.py`` fits the weights.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from clausegen.dates.candidates import DATE_KINDS, Candidate
from clausegen.dates.day_arithmetic import last_day
from clausegen.dates.scorer import DATE_ROLES, PERIOD_ROLES, ROLES, probabilities
from clausegen.dates.vocabulary import patterns

_NEAR: Final = 120  # characters between two days that may be a range
_LIKELY: Final = 0.01  # probability from which on sums are tried with a candidate
_FLOOR: Final = 1e-4  # of a probability whose logarithm is taken
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
    said: dict[dt.date, list[float]] = {}
    for day in days:
        if day.day:
            said[day.day] = [a + b for a, b in zip(said.get(day.day, [0.0] * 3), day.share, strict=False)]
    for day in days:
        found = _own(DATE_ROLES, scores[day.number], day.share)
        found |= _margins(DATE_ROLES, day.number, [(d.number, d.day) for d in days], scores)
        found |= ranges.get(day.number, {}) | _counted(sums.get(("end", day.number), 0.0), "ends a sum")
        found |= _counted(sums.get(("beginning", day.number), 0.0), "begins a sum")
        if day.day:
            elsewhere = zip(DATE_ROLES, said[day.day], day.share, strict=False)
            found |= {f"elsewhere {role}": whole - own for role, whole, own in elsewhere}
        if made and made.day and day.day:
            found |= {"before agreement": float(day.day < made.day), "on agreement": float(day.day == made.day)}
        found["asks"] = float(day.candidate.kind in ("event", "hole"))
        found["refers"] = float(day.candidate.kind in ("own", "named"))
        found["many"] = math.log1p(len(days)) / 3
        yield day.number, found
    for n in periods:
        found = _own(PERIOD_ROLES, scores[n], shares[n])
        found |= _margins(PERIOD_ROLES, n, [(other, str(candidates[other].period)) for other in periods], scores)
        found |= _counted(sums.get(("term", n), 0.0), "of a sum")
        beside = [day.share for day in days if day.candidate.sentence.start == candidates[n].sentence.start]
        found["beside beginning"] = max((share[_EFFECTIVE] for share in beside), default=0.0)
        found["beside end"] = max((share[_END] for share in beside), default=0.0)
        same = [shares[o] for o in periods if o != n and str(candidates[o].period) == str(candidates[n].period)]
        found |= {f"elsewhere {role}": sum(share[ROLES.index(role)] for share in same) for role in PERIOD_ROLES}
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


def _margins(
    roles: Sequence[str], number: int, others: Sequence[tuple[int, object]], scores: list[list[float]]
) -> Features:
    """Say by how much a candidate is ahead of the best that says something else."""
    said = next(value for other, value in others if other == number)
    rivals = [other for other, value in others if other != number and (value is None or value != said)]
    found = {}
    for role in roles:
        column = ROLES.index(role)
        best = max([0.0, *(scores[rival][column] for rival in rivals)])
        found[f"ahead {role}"] = max(-_FAR, min(_FAR, scores[number][column] - best))
    return found


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


def _sums(days: list[_Day], periods: list[tuple[Candidate, int, Sequence[float]]]) -> dict[tuple[str, int], float]:
    """Return how likely it is that a beginning and a term make a stated end, for each of the three."""
    found: dict[tuple[str, int], float] = {}
    made = max((day for day in days if day.day), key=lambda day: day.share[_AGREEMENT], default=None)
    begins = [(d.number, d.candidate.date.day, d.share[_EFFECTIVE]) for d in days if d.candidate.date]
    if made:
        begins += [(d.number, made.day, d.share[_EFFECTIVE]) for d in days if d.candidate.kind == "own"]
        unsaid = max(0.0, 1 - sum(day.share[_EFFECTIVE] for day in days))
        begins.append((-1, made.day, unsaid * made.share[_AGREEMENT]))
    ends: dict[dt.date, list[_Day]] = {}
    for day in days:
        if day.day:
            ends.setdefault(day.day, []).append(day)
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
            for off in (-1, 0, 1):
                for end in ends.get(last + dt.timedelta(days=off), ()):
                    for key, value in (
                        (("end", end.number), likely * share[_TERM]),
                        (("term", term), likely * end.share[_END]),
                        (("beginning", begin), share[_TERM] * end.share[_END]),
                    ):
                        found[key] = max(found.get(key, 0.0), value)
    return found


def _counted(share: float, name: str) -> Features:
    return {name: share, f"{name}, however unlikely": math.log(share + 0.01) + math.log(100)}
