"""What changed since an earlier audit, and whether the text, the library, the model or something else caused it.

What is compared are contracts, not files: one that is filed under another path is found again.
"""

from __future__ import annotations

from clausegen.audit.earlier import OTHERS, SATISFIED, Earlier, Judged, as_object, judged
from clausegen.audit.filed import Filed
from clausegen.portfolio import Change, Entry, Kind, Trend


class Comparison:
    """Compares the entries of a run, one by one, with an earlier audit; ``filed`` are the contracts of the run."""

    def __init__(self, earlier: Earlier, filed: Filed) -> None:
        self._earlier = earlier
        self._standing = filed.standing
        self._taken = set(filed.standing)
        self._met: set[str] = set()  # paths of earlier contracts that are still there
        self._fallen: dict[str, Change] = {}  # those whose files no longer stand for one
        self._changes: list[Change] = []
        self._contracts = self._due = self._satisfied = 0

    def add(self, entry: Entry) -> None:
        """Take one entry."""
        own = self._earlier.by_path.get(entry.path)
        if entry.contract is None:
            if own is not None and own.stands:
                self._fallen[entry.path] = self._moved("gone", own, _of(entry))
            return
        now = _of(entry)
        self._contracts += 1
        self._due += len(now.statuses)
        self._satisfied += now.satisfied
        before = self._earlier.contract(entry, self._taken)
        if before is not None:
            self._met.add(before.path)
            self._taken.add(before.path)
            self._compare(before, own if own is not None and own.causes else before, now)
            return
        status = entry.contract.summary.status.value
        if own is None:
            self._changes.append(Change(kind="new", path=entry.path, after=status))
        else:
            self._changes.append(self._moved("new", own, now, status))

    def _compare(self, before: Judged, own: Judged, now: Judged) -> None:
        """Element by element; ``own`` is what was said about the very file, which may have been another one's."""
        causes = _differing(own, now)
        if not causes and now.family:
            causes = (OTHERS,)
        for code in dict.fromkeys([*before.statuses, *now.statuses]):
            name, was = before.statuses.get(code, ("", "not due"))
            name_now, is_now = now.statuses.get(code, (name, "not due"))
            if was != is_now:
                kind = "gained" if is_now == SATISFIED else "lost" if was == SATISFIED else "changed"
                change = {"path": now.path, "requirement": name_now, "code": code, "before": was, "after": is_now}
                self._changes.append(Change(kind=kind, causes=causes, **change))  # type: ignore[arg-type]

    def _moved(self, kind: Kind, own: Judged, now: Judged, status: str = "") -> Change:
        """A contract that is new, or gone, while its file was there before and is now."""
        causes = _differing(own, now)
        if not causes:  # it was, or is, the copy of a file: that was edited, or the register says otherwise
            other = self._earlier.by_path.get(now.of)
            alike = self._standing.get(own.of) if own.shadow else other and other.sha256
            causes = ("register",) if alike == now.sha256 else ("text",)
        before, after = (own.accounted, status) if kind == "new" else ("", now.accounted)
        return Change(kind=kind, path=now.path, before=before, after=after, causes=causes)

    def trend(self) -> Trend:
        """The comparison, after all entries."""
        before = self._earlier.contracts
        gone = [
            self._fallen.get(one.path) or Change(kind="gone", path=one.path)
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


def _of(entry: Entry) -> Judged:
    (made,) = judged([as_object(entry)])
    return made


def _differing(own: Judged, now: Judged) -> tuple[str, ...]:
    """What differs between two judgements of a file; when one of the two audits judged it not, how it came to that."""
    for one in (own, now):
        if not one.causes:
            return (one.outcome.value,)
    return tuple(name for name, value in now.causes.items() if own.causes.get(name, value) != value)
