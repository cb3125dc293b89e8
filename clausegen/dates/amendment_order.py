"""Amendments among each other: which was made after which, and which one another names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from clausegen.amendments import AmendmentName, amendment_names
from clausegen.dates.normalise import find_dates


class Paper(NamedTuple):
    """An amendment: how it calls itself ("Amendment No. 1"; "" where it has no number), and the day it was made."""

    path: str
    called: str
    day: dt.date | None

    @property
    def name(self) -> AmendmentName | None:
        """What it calls itself, taken apart."""
        return next(amendment_names(self.called), None)

    @property
    def number(self) -> int | None:
        """Its number; None for one that has none, or several."""
        return self.name.numbers[0] if self.name and len(self.name.numbers) == 1 else None


class KnownPapers:
    """The amendments of one agreement."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._papers = {paper.path: paper for paper in papers}

    def later(self, path: str, than: str) -> bool | None:
        """Whether one was made after another, by their days and numbers; None where these do not say, or disagree."""
        one, other = self._papers[path], self._papers[than]
        said = set[bool]()
        if one.day and other.day and one.day != other.day:
            said.add(one.day > other.day)
        if one.name and other.name and one.name.kind == other.name.kind and one.number and other.number:
            said |= {one.number > other.number} if one.number != other.number else set()
        return said.pop() if len(said) == 1 else None

    def meant(self, name: str, by: str) -> dict[str, bool]:
        """The paths of what ``by`` calls so; False where it may be another, or was perhaps made later than ``by``.

        A number or day that no other states may be that of one which states none.
        """
        called = next(amendment_names(name), None)
        if called is None:
            return {}
        others = [paper for paper in self._papers.values() if paper.path != by]
        earlier = [paper for paper in others if self.later(by, paper.path) is not False]
        if called.every:
            return {paper.path: self.later(by, paper.path) is True for paper in earlier}
        if called.last or called.named:
            return {paper.path: called.last and len(earlier) == 1 for paper in earlier}
        found: dict[str, bool] = {}
        for chosen in self._numbered(called, others) if called.numbers else [_of_days(called, others)]:
            for paper in chosen or [paper for paper in earlier if _states_none(paper, called)]:
                found[paper.path] = len(chosen) == 1 and self.later(by, paper.path) is True
        return found

    def _numbered(self, called: AmendmentName, others: list[Paper]) -> Iterator[list[Paper]]:
        for number in called.numbers:
            hits = [paper for paper in others if paper.number == number]
            yield [paper for paper in hits if paper.name and paper.name.kind == called.kind] or hits


def _of_days(called: AmendmentName, others: list[Paper]) -> list[Paper]:
    days = {date.day for date in find_dates(called.words) if date.day}
    return [paper for paper in others if paper.day in days]


def _states_none(paper: Paper, called: AmendmentName) -> bool:
    return paper.number is None if called.numbers else paper.day is None
