"""Amendments among each other: which was made after which, and which one another names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from clausegen.amendments import paper_names


class Paper(NamedTuple):
    """An amendment: how it calls itself ("Amendment No. 1"; "" where it has no number), and the day it was made."""

    path: str
    called: str
    day: dt.date | None

    @property
    def number(self) -> int | None:
        """Its number; None for one that has none."""
        name = next(iter(paper_names(f"the {self.called}")), None)
        return name.number if name else None

    @property
    def kind(self) -> str:
        """The first letters of what it is: "amend" for an amendment."""
        name = next(iter(paper_names(f"the {self.called}")), None)
        return name.kind if name else ""


class KnownPapers:
    """The amendments of one agreement."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._papers = {paper.path: paper for paper in papers}

    def later(self, path: str, than: str) -> bool | None:
        """True when one was made after another, by their days and numbers; None where these do not say, or disagree."""
        one, other = self._papers[path], self._papers[than]
        said = set[bool]()
        if one.day and other.day and one.day != other.day:
            said.add(one.day > other.day)
        if one.kind == other.kind and one.number and other.number and one.number != other.number:
            said.add(one.number > other.number)
        return said.pop() if len(said) == 1 else None

    def meant(self, name: str, by: str) -> dict[str, bool]:
        """The paths of what ``by`` calls so; False where it may be another, or was perhaps made later than ``by``.

        A number or day that no other states may be that of one which states none.
        """
        called = next(iter(paper_names(f"the {name}")), None)
        if called is None:
            return {}
        others = [paper for paper in self._papers.values() if paper.path != by]
        earlier = [paper for paper in others if self.later(by, paper.path) is not False]
        if called.every:
            return {paper.path: self.later(by, paper.path) is True for paper in earlier}
        if not called.number and not called.days:
            return {paper.path: len(earlier) == 1 for paper in earlier}
        hits = [paper for paper in others if _is_called(paper, called.number, called.days)]
        hits = [paper for paper in hits if paper.kind == called.kind] or hits
        unknown = [paper for paper in earlier if (paper.number if called.number else paper.day) is None]
        return {paper.path: len(hits) == 1 and self.later(by, paper.path) is True for paper in hits or unknown}


def _is_called(paper: Paper, number: int | None, days: frozenset[str]) -> bool:
    return paper.number == number if number else paper.day is not None and paper.day.isoformat() in days
