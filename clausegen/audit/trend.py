"""What changed since an earlier audit, and whether the text, the library, the model or something else caused it.

What is compared are contracts, not files: one that is filed under another path is found again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from clausegen.audit.earlier import SATISFIED, Earlier, Judged, judged
from clausegen.audit.filed import File, Filed, around
from clausegen.portfolio import Change, Entry, Kind, Trend

_OTHERS: Final = "another file of the family"
_READING: Final = "reading"
_CONTAINER: Final = "container"
_WITH: Final = ("library", "model", "program", "tier", "playbook")
_ORDER: Final = ("unreadable", "excluded", "text", *_WITH, "register", _OTHERS, _READING)


class Comparison:
    """Compares the entries of a run, one by one, with an earlier audit; ``filed`` are the files of the run."""

    def __init__(self, earlier: Earlier, filed: Filed) -> None:
        self._earlier = earlier
        self._filed = filed
        self._taken = set(filed.standing)
        self._met: set[str] = set()  # paths of earlier contracts that are still there
        self._fallen: dict[str, Change] = {}  # those whose files no longer stand for them
        self._changes: list[Change] = []
        self._contracts = self._due = self._satisfied = 0

    def add(self, entry: Entry) -> None:
        """Take one entry."""
        now, own = judged(entry), self._earlier.by_path.get(entry.path)
        before = self._earlier.contract(entry, self._taken) if entry.contract is not None else None
        if own is not None and own.stands and own is not before:
            self._fallen[own.path] = self._moved("gone", own, now)
        if entry.contract is None:
            return
        self._contracts += 1
        self._due += len(now.statuses)
        self._satisfied += now.satisfied
        if before is not None:
            self._met.add(before.path)
            self._taken.add(before.path)
            self._compare(before, now)
            return
        status = entry.contract.summary.status.value
        if own is None:
            causes = _hidden(entry.path, self._earlier.by_path)
            self._changes.append(Change(kind="new", path=entry.path, after=status, causes=causes))
        else:
            self._changes.append(self._moved("new", own, now, status))

    def _compare(self, before: Judged, now: Judged) -> None:
        """Element by element."""
        changed = [
            (code, before.statuses.get(code, ("", "not due")), now.statuses.get(code))
            for code in dict.fromkeys([*before.statuses, *now.statuses])
        ]
        causes: tuple[str, ...] | None = None
        for code, (name, was), found in changed:
            name_now, is_now = found or (name, "not due")
            if was != is_now:
                causes = self._causes(before, now) if causes is None else causes
                kind = "gained" if is_now == SATISFIED else "lost" if was == SATISFIED else "changed"
                change = {"path": now.path, "requirement": name_now, "code": code, "before": was, "after": is_now}
                self._changes.append(Change(kind=kind, causes=causes, **change))  # type: ignore[arg-type]

    def _causes(self, before: Judged, now: Judged) -> tuple[str, ...]:
        """What differs between two judgements of one contract, for which one file may stand now and another before."""
        with_what = {name for name in _WITH if before.made_by.get(name) != now.made_by.get(name)}
        own = self._earlier.by_path.get(now.path)
        if own is None and before.sha256 == now.sha256:
            own = before  # it was moved
        causes = {_OTHERS} if own is None else _differing(own, now)
        causes |= self._of_others(before, now, own)
        if not causes and _read_otherwise(before, now):
            causes = {_READING}
        return _ordered(causes | with_what)

    def _of_others(self, before: Judged, now: Judged, own: Judged | None) -> set[str]:
        """What differs in the other files of the family that is before or now."""
        left_out = {now.path, own.path if own else now.path}
        paths = {one.path: None for one in self._earlier.families.get(before.family, ())}
        paths |= {one.path: None for one in self._filed.families.get(now.family, ())}
        causes: set[str] = set()
        gone: Counter[str] = Counter()  # by content, so that a file that was moved is none that changed
        for path in paths.keys() - left_out:
            then, today = self._earlier.by_path.get(path), self._filed.files.get(path)
            if then and today:
                found = _differing(then, today)
                causes |= found & {"register"}
                causes |= {_OTHERS} if found - {"register"} else set()
            elif then and then.read:
                gone[then.sha256] += 1
            elif today and today.read:
                gone[today.sha256] -= 1
        return causes | ({_OTHERS} if any(gone.values()) else set())

    def _moved(self, kind: Kind, own: Judged, now: Judged, status: str = "") -> Change:
        """A contract that is new, or gone, while its file was there before and is now."""
        before, after = (own.accounted, status) if kind == "new" else ("", now.accounted)
        return Change(kind=kind, path=now.path, before=before, after=after, causes=self._why_moved(own, now))

    def _why_moved(self, own: Judged, now: Judged) -> tuple[str, ...]:
        """Not what it was judged with: whether files are one contract is decided by content, tier and register."""
        if own.read is not now.read:
            return _ordered(_differing(own, now) - {"text", "register"})
        causes: set[str] = set()
        for then, today in self._pairs(own.path, own.of, now.of):
            causes |= _differing(then, today)
            causes |= {"register"} if then.whose != today.whose else set()
            causes |= {"tier"} if then.tier is not today.tier else set()
        return _ordered(causes or {"program" if own.older else "register"})

    def _pairs(self, *paths: str) -> Iterator[tuple[File, File]]:
        """Those of the files that were there before and are now."""
        for path in dict.fromkeys(paths):
            then, today = self._earlier.by_path.get(path), self._filed.files.get(path)
            if then and today:
                yield then, today

    def trend(self) -> Trend:
        """The comparison, after all entries."""
        before = self._earlier.contracts
        gone = [
            self._fallen.get(one.path)
            or Change(kind="gone", path=one.path, causes=_hidden(one.path, self._filed.files))
            for one in before
            if one.path not in self._met
        ]
        return Trend(
            earlier=self._earlier.name,
            changes=tuple(sorted([*self._changes, *gone], key=lambda change: (change.path, change.code))),
            satisfied_before=sum(one.satisfied for one in before),
            satisfied_now=self._satisfied,
            elements_before=sum(len(one.statuses) for one in before),
            elements_now=self._due,
            contracts_before=len(before),
            contracts_now=self._contracts,
        )


def _differing(then: File, now: File) -> set[str]:
    """What differs in a file itself and in what the register says of its family; one not read says it was not."""
    causes = {one.outcome.value for one in (then, now) if not one.read} if then.read is not now.read else set()
    if then.sha256 and now.sha256 and then.sha256 != now.sha256:
        causes.add("text")
    if (then.family, then.role) != (now.family, now.role):
        causes.add("register")
    return causes


def _hidden(path: str, files: Mapping[str, File]) -> tuple[str, ...]:
    """Whether something that it lies in is listed among these files as one that was not opened."""
    found = (files.get(place) for place in around(path))
    return (_CONTAINER,) if any(one and not one.opened for one in found) else ()


def _read_otherwise(before: Judged, now: Judged) -> bool:
    """True when more or less of the contract was read, as far as both audits say how much."""
    pairs = zip(before.coverage, now.coverage, strict=False)
    return any(then != today for then, today in pairs if then is not None and today is not None)


def _ordered(causes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(causes, key=_ORDER.index))
