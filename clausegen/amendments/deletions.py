"""What later amendments take out of an agreement: its own clauses, and what earlier amendments put into it.

"Clause 9.1 is deleted" takes the clause of the agreement and whatever wording was put in under that number, but not
item 9.1 of another amendment's own list. "Amendment No. 1 is revoked" takes all of it. What is taken by words that are
taken back themselves, or that may have been written earlier, and what is said to hold again, may count or not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from clausegen.amendments.insertions import Wording, put_in
from clausegen.amendments.named_target import names_clause, schedule_of
from clausegen.amendments.names import amendment_names
from clausegen.amendments.struck_words import struck_from
from clausegen.amendments.targets import targets_of
from clausegen.model import BINDING, Clause, Notice, Operation, OperationKind, Role, Struck, Unagreed
from clausegen.runtime import regex
from clausegen.structure import LINKS, OF_AMENDMENT, ends, within

Range = tuple[int, int]
Stretch = tuple[int, int, bool]  # half-open offsets, and whether it goes for certain
_TAKING = frozenset({OperationKind.DELETED, OperationKind.REPLACED, OperationKind.REVOKED, OperationKind.RESTORED})
_AMENDED_BY = regex(r"\s*(?:is|are|shall\s+be)\s+(?:hereby\s+)?amended\s+(?:as\s+follows:?|by)\s*$", re.IGNORECASE)


class Papers(Protocol):
    """What is known of the amendments of a family, each called by its path."""

    def later(self, path: str, than: str) -> bool | None:
        """Whether one was made after another; None where that is not known."""

    def meant(self, name: str, by: str) -> Mapping[str, bool]:
        """The amendments that ``by`` calls by a name; False for one that may be another."""


class File(NamedTuple):
    """One of the files read as one; half-open offsets into the joined text. ``name`` is how a reader is told of it."""

    path: str
    name: str
    start: int
    end: int
    amends: bool
    attached: bool


class Remaining(NamedTuple):
    """What is left of a family: its clauses, words that no longer count or may not, operations that hold, and so on."""

    clauses: tuple[Clause, ...]
    unagreed: tuple[Unagreed, ...]
    operations: tuple[Operation, ...]
    notices: tuple[Notice, ...]
    struck: tuple[Struck, ...]


class _Taking(NamedTuple):
    """What one operation of an amendment takes away."""

    change: Operation
    by: File
    stretches: tuple[Stretch, ...]
    undone: bool = False  # it is taken back itself
    doubtful: bool = False  # it may be

    @property
    def restores(self) -> bool:
        return self.change.kind is OperationKind.RESTORED

    @property
    def what(self) -> str:
        """What the words are of which it may have taken something."""
        if self.undone:
            return f"words that {self.by.name} takes back, which is taken back itself"
        return f"words that {self.by.name} may {'restore' if self.restores else 'take back'}"


class _State(NamedTuple):
    """What became of a stretch, by half-open offsets: the taking that decides, and whether its words may count."""

    start: int
    end: int
    taking: _Taking
    may_count: bool

    def within(self, clause: Clause) -> _State:
        """The part of it that is words of a clause."""
        return self._replace(start=max(self.start, clause.body), end=min(self.end, clause.end))

    def unagreed(self, text: str) -> Unagreed:
        """The same as words that are not agreed, or may not be."""
        by = text[self.taking.change.start : self.taking.change.end]
        what = self.taking.what if self.may_count else f"wording that {self.taking.by.name} takes back"
        return Unagreed(start=self.start, end=self.end, by=by, what=what, open=self.may_count)


def remaining(
    text: str, clauses: Sequence[Clause], changes: Sequence[Operation], files: Sequence[File], papers: Papers
) -> Remaining:
    """What the amendments among ``files`` leave of all clauses; ``changes`` are the operations of all files."""
    family = _Family(text, clauses, changes, files, papers)
    takings, gone, doubtful = _settled(family.takings())
    kept = tuple(one for one in changes if not _inside(one.start, gone))
    strikes = tuple(one for change in kept for one in family.strikes(change, doubted=_inside(change.start, doubtful)))
    states = _states(takings)
    left, unagreed = [], []
    for clause in clauses:
        own = [one.within(clause) for one in states if one.start < clause.end and clause.body < one.end]
        own = own if clause.role in BINDING else []
        if own and _covers([one for one in own if not one.may_count], text, clause):
            clause = clause.model_copy(update={"role": Role.FORMER})
        elif not clause.is_heading:
            unagreed += [one.unagreed(text) for one in own]
        left.append(clause)
    return Remaining(tuple(left), tuple(unagreed), kept, tuple(dict.fromkeys(family.notices)), strikes)


def _covers(taken: Iterable[_State], text: str, clause: Clause) -> bool:
    """True when what is taken, in order, leaves nothing of a clause that says anything."""
    at, rest = clause.body, []
    for one in taken:
        rest.append(text[at : one.start])
        at = one.end
    return not any(map(str.isalnum, "".join((*rest, text[at : clause.end]))))


def _settled(takings: Sequence[_Taking]) -> tuple[list[_Taking], list[Range], list[Range]]:
    """The takings, marked where a later one takes them back; all stretches that go for certain, and that may go."""
    gone: list[Range] = []
    doubtful: list[Range] = []
    settled = []
    for taking in reversed(takings):
        undone = _inside(taking.change.start, gone)
        unsure = undone or _inside(taking.change.start, doubtful)
        for start, end, sure in () if taking.restores else taking.stretches:
            (gone if sure and not unsure else doubtful).append((start, end))
        settled.append(taking._replace(undone=undone, doubtful=unsure))
    return settled[::-1], gone, doubtful


def _states(takings: Sequence[_Taking]) -> list[_State]:
    """What became of every stretch, in reading order."""
    cuts = sorted({at for taking in takings for start, end, _ in taking.stretches for at in (start, end)})
    states: dict[int, tuple[_Taking, bool]] = {}
    for taking in takings:
        for start, end, sure in taking.stretches:
            may_count = taking.restores or taking.doubtful or not sure
            for at in cuts[bisect_left(cuts, start) : bisect_left(cuts, end)]:
                if not may_count or taking.restores or at not in states:
                    states[at] = (taking, may_count)
    return [_State(at, end, *states[at]) for at, end in pairwise(cuts) if at in states]


def _inside(at: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in ranges)


class _Family:
    """The joined text of a family, and what each operation of its amendments takes out of it."""

    def __init__(
        self, text: str, clauses: Sequence[Clause], changes: Sequence[Operation], files: Sequence[File], papers: Papers
    ) -> None:
        self._text = text
        self._changes = changes
        self._files = files
        self._papers = papers
        self._clauses: dict[File, list[Clause]] = {file: [] for file in files}
        for clause in clauses:
            self._clauses[self._file(clause.start)].append(clause)
        self._put = {file: tuple(put_in(text, self._clauses[file], self._of(file))) for file in files if file.amends}
        self.notices: list[Notice] = []

    def takings(self) -> list[_Taking]:
        """Of every operation of an amendment on another file, in reading order."""
        found = []
        for file in self._files:
            for change in self._of(file) if file.amends else ():
                if change.kind in _TAKING and not change.clauses:
                    stretches = tuple(self._stretches(change, file))
                    self.notices += self._said(change, file, stretches)
                    found.append(_Taking(change, file, stretches))
        return found

    def strikes(self, change: Operation, *, doubted: bool) -> Iterator[Struck]:
        """What an amendment strikes out of clauses of another file; not located where it may not do so."""
        by = self._file(change.start)
        if change.kind is not OperationKind.AMENDED or not by.amends or change.clauses:
            return
        number = next((one.number for one in self._clauses[by] if one.start <= change.start < one.end), "")
        named = f"{number} of {by.name}" if number else ""
        found = list(self._stretches(change, by))
        for certain in (True, False):
            targets = [(start, end) for start, end, sure in found if (sure and not doubted) is certain]
            for one in struck_from(self._text, targets, change, named):
                yield one if certain else one.model_copy(update={"located": False})

    def _file(self, at: int) -> File:
        return next(file for file in reversed(self._files) if file.start <= at)

    def _of(self, file: File) -> list[Operation]:
        return [one for one in self._changes if self._file(one.start) is file]

    def _stretches(self, change: Operation, by: File) -> Iterator[Stretch]:
        if _is_whole(change):
            meant = self._papers.meant(change.target, by.path)
            for file in self._files:
                if file.path in meant and file.amends and file is not by:
                    yield file.start, file.end, meant[file.path] and change.sure
        elif schedule_of(change) or names_clause(change):
            found = self._of_amendment(change, by) if self._amendment(change) else self._agreed(change, by)
            yield from ((start, end, sure and change.sure) for start, end, sure in found)

    def _agreed(self, change: Operation, by: File) -> Iterator[Stretch]:
        """Of the agreement: of a schedule only where the master has no such clause; and what was put in there."""
        own = [one for file in self._files if not file.amends for one in self._named(change, file)]
        if not schedule_of(change):
            own = [one for one in own if not (one.schedule or self._file(one.start).attached)] or own
        found = [(one.start, one.end, True) for one in own]
        earlier = [(file, later) for file in self._files if (later := self._later(by, file)) is not False]
        for file, later in earlier:
            found += [(*place, later is True) for place in self._put_under(change, file)]
        if not found and not schedule_of(change):  # put in by words that were not understood
            naming = [one for file, _ in earlier for one in self._clauses[file] if self._names(one, change)]
            found = [(one.start, one.end, False) for one in naming]
        yield from found

    def _later(self, by: File, file: File) -> bool | None:
        return self._papers.later(by.path, file.path) if file.amends and file is not by else False

    def _names(self, clause: Clause, change: Operation) -> bool:
        """True for a clause of an amendment that names the clause which a later one changes."""
        targets = LINKS.finditer(self._text, clause.start, clause.end) if clause.role in BINDING else ()
        number = change.number.rstrip(".")
        named = (other for one in targets for _, other in targets_of(one[0]))
        return any(within(one, number) or (len(ends(one)) > 1 and within(number, one)) for one in named)

    def _of_amendment(self, change: Operation, by: File) -> Iterator[Stretch]:
        """Of the amendment that the words name: an item of its own, else what it put in under that number."""
        name = self._amendment(change)
        meant = self._papers.meant(name, by.path) or {one.path: False for one in self._files if one.amends}
        for file in self._files:
            if file.path in meant and file is not by:
                own = [one for one in self._named(change, file) if not self._is_put(one, file)]
                places = [(one.start, one.end) for one in own] or self._put_under(change, file)
                yield from ((*place, meant[file.path]) for place in places)

    def _amendment(self, change: Operation) -> str:
        """The amendment of which the words change something: "clause 3 of Amendment No. 1"; "" for none."""
        found = OF_AMENDMENT.search(self._text, change.start, change.end + 60)
        if found:
            return next((name.words for name in amendment_names(found["amendment"])), found["amendment"])
        before = self._text[max(0, change.start - 120) : change.start]
        names = (name for name in amendment_names(before) if _AMENDED_BY.match(before, name.end))
        return next((name.words for name in names), "")

    def _named(self, change: Operation, file: File) -> list[Clause]:
        if schedule_of(change):
            return [one for one in self._clauses[file] if within(one.schedule, schedule_of(change))]
        return [one for one in self._clauses[file] if within(one.cited, change.number.rstrip("."))]

    def _put_under(self, change: Operation, file: File) -> list[tuple[int, int]]:
        return [(one.start, one.end) for one in self._put[file] if _is_under(one, change)]

    def _is_put(self, clause: Clause, file: File) -> bool:
        return any(one.start <= clause.body < one.end for one in self._put[file])

    def _said(self, change: Operation, by: File, stretches: Sequence[Stretch]) -> Iterator[Notice]:
        words = f"{by.name}: “{' '.join(self._text[change.start : change.end].split())}”"
        if change.kind is OperationKind.RESTORED:
            said = "which words hold again was not decided: what rests on them is uncertain"
            yield Notice(code="restored-by-amendment", message=f"{words}: {said}.")
        elif change.kind is OperationKind.REVOKED and not stretches:
            said = "not applied: no other amendment of that name or date was read; read what it takes away"
            yield Notice(code="revocation-not-applied", message=f"{words}: {said}.")
        elif change.kind is OperationKind.REVOKED:
            for sure, said in ((True, "not counted"), (False, "may no longer hold, and what rests on it is uncertain")):
                names = [self._file(start).name for start, _, certain in stretches if certain is sure]
                if names:
                    yield Notice(code="amendment-revoked", message=f"{words}: {said}: {', '.join(names)}.")
        elif change.kind is OperationKind.DELETED and names_clause(change) and not stretches:
            said = f"no {change.target} was found; read what it takes away"
            yield Notice(code="deletion-not-applied", message=f"{words}: {said}.")


def _is_whole(change: Operation) -> bool:
    """True for an operation on amendments as a whole, not on a clause."""
    return change.kind is OperationKind.REVOKED or not (change.number or schedule_of(change))


def _is_under(wording: Wording, change: Operation) -> bool:
    if schedule_of(change):
        return within(wording.schedule, schedule_of(change))
    return any(within(number, change.number.rstrip(".")) for number in wording.numbers)
