"""Compare with an earlier audit: each change, and what caused it: text, library, model or something else.

What is compared are contracts, not files: one that is filed under another path is found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from clausegen.auditing.contract_index import Filed
from clausegen.auditing.discover import around, left_out
from clausegen.auditing.previous_run import SATISFIED, Earlier, EarlierFile, judged, same_contracts, same_files
from clausegen.model import ChangeKind, Entry, Outcome, PortfolioChange, Trend

_OTHERS: Final = "another file of the family"
_READING: Final = "reading"
_CONTAINER: Final = "container"
_TIER: Final = "tier"
_DECISION: Final = "decision"
_WITH: Final = ("library", "model", "program", _TIER, "playbook")
_ORDER: Final = ("unreadable", "excluded", "text", *_WITH, "register", _DECISION, _OTHERS, _READING)
_NOT_DUE: Final = "not due"


class Comparison:
    """Compares the entries of a run, one by one, with an earlier audit; ``filed`` are the files of the run."""

    def __init__(self, earlier: Earlier, filed: Filed) -> None:
        self._earlier = earlier
        self._filed = filed
        self._same = same_contracts(earlier, filed)
        self._then = same_files(earlier, filed, self._same)  # by path of today
        self._today = {then.path: filed.files[path] for path, then in self._then.items()}  # by path of then
        self._same |= self._called_another()
        self._changes: list[PortfolioChange] = []
        self._contracts = self._due = self._satisfied = self._in_part = 0

    def _called_another(self) -> dict[str, EarlierFile]:
        """Contracts of which nothing has changed but the customer whom the register names, by path.

        Nobody but the reader knows whether that was corrected, or the file is filed wrongly: either way it is there.
        """
        met = {contract.path for contract in self._same.values()}
        return {
            path: then
            for path, then in self._then.items()
            if path not in self._same
            and then.path not in met
            and then.stands
            and (today := self._filed.files[path]).stands
            and then.sha256 == today.sha256
        }

    def add(self, entry: Entry) -> None:
        """Take one entry."""
        if entry.contract is None:
            return
        now = judged(entry)
        self._contracts += 1
        self._due += len(now.statuses)
        self._satisfied += now.satisfied
        self._in_part += now.satisfied * now.in_part
        if (before := self._same.get(entry.path)) is not None:
            self._compare(before, now)
            return
        status = entry.contract.summary.status.value
        if (own := self._then.get(entry.path)) is not None:
            self._changes.append(self._moved("new", own, now, status))
        else:
            causes = _hidden(entry.path, self._earlier.by_path)
            self._changes.append(PortfolioChange(kind="new", path=entry.path, after=status, causes=causes))

    def _compare(self, before: EarlierFile, now: EarlierFile) -> None:
        """Whose it is, and element by element."""
        another = any(was and was != is_now for was, is_now in zip(before.whose, now.whose, strict=True))
        if (
            another and self._then.get(now.path, before).whose != now.whose
        ):  # else another copy, with another row, stands
            change = {"before": _whose(before), "after": _whose(now)}
            self._changes.append(PortfolioChange(kind="reassigned", path=now.path, causes=("register",), **change))
        causes: set[str] | None = None
        for code in dict.fromkeys([*before.statuses, *now.statuses]):
            name, is_now = now.statuses.get(code, ("", _NOT_DUE))
            name_then, was = before.statuses.get(code, (name, _NOT_DUE))
            if was != is_now:
                causes = self._causes(before, now) if causes is None else causes
                change = {"requirement": name or name_then, "code": code, "before": was, "after": is_now}
                decided = {_DECISION} if (code in before.decided) is not (code in now.decided) else set()
                why = _ordered(causes | decided)
                self._changes.append(PortfolioChange(kind=_kind(was, is_now, now), path=now.path, causes=why, **change))

    def _causes(self, before: EarlierFile, now: EarlierFile) -> set[str]:
        """Name what differs between two judgements of one contract, which may be filed elsewhere now."""
        with_what = {name for name in _WITH if before.made_by.get(name) != now.made_by.get(name)}
        own = self._then.get(now.path)
        causes = {_OTHERS} if own is None else _differing(own, now)
        if own is not None and _place(own, before) != _place(now, now):
            causes.add("register")
        causes |= self._of_others(before, now)
        if not causes and _read_otherwise(before, now):
            causes = {_READING}
        return causes | with_what

    def _of_others(self, before: EarlierFile, now: EarlierFile) -> set[str]:
        """Name what differs in the other files of the family, before or now."""
        pairs: list[tuple[EarlierFile | None, Entry | None]] = [
            *((contract, self._today.get(contract.path)) for contract in self._earlier.families.get(before.family, ())),
            *((self._then.get(contract.path), contract) for contract in self._filed.families.get(now.family, ())),
        ]
        causes: set[str] = set()
        for then, today in pairs:
            if today and today.path == now.path:
                continue
            if then and today:
                causes |= {_OTHERS} if _differing(then, today) else set()
                causes |= {"register"} if _place(then, before) != _place(today, now) else set()
            elif (contract := then or today) and contract.read:
                causes.add(_OTHERS)
        return causes

    def _moved(self, kind: ChangeKind, own: EarlierFile, now: Entry, status: str = "") -> PortfolioChange:
        """A contract that is new, or gone, while its file was there before and is now."""
        before, after = (_accounted(own), status) if kind == "new" else ("", _accounted(now))
        if own.path != now.path:
            before, after = (f"{own.path}, {before}", after) if kind == "new" else (before, f"{now.path}, {after}")
        path = now.path if kind == "new" else own.path
        return PortfolioChange(kind=kind, path=path, before=before, after=after, causes=self._why_moved(own, now))

    def _why_moved(self, own: EarlierFile, now: Entry) -> tuple[str, ...]:
        """Not what it was judged with: whether files are one contract is decided by content, tier and register."""
        if own.read is not now.read:
            return _ordered(_differing(own, now) - {"text"})
        causes: set[str] = set()
        for then, today in self._pairs(own, now):
            causes |= _differing(then, today)
            causes |= {"register"} if _row(then) != _row(today) else set()
            causes |= {_TIER} if then.tier is not today.tier else set()
        return _ordered(causes or {"register"})

    def _pairs(self, own: EarlierFile, now: Entry) -> Iterator[tuple[Entry, Entry]]:
        """The file, and those under which it was counted and is: as they were before and are now."""
        yield own, now
        if today := self._today.get(own.of):
            yield self._then[today.path], today
        if then := self._then.get(now.of):
            yield then, self._filed.files[now.of]

    def trend(self) -> Trend:
        """The comparison, after all entries."""
        before, met = self._earlier.contracts, {contract.path for contract in self._same.values()}
        gone = [self._gone(contract) for contract in before if contract.path not in met]
        return Trend(
            earlier=self._earlier.name,
            changes=tuple(sorted([*self._changes, *gone], key=lambda change: (change.path, change.code))),
            satisfied_before=sum(contract.satisfied for contract in before),
            satisfied_now=self._satisfied,
            elements_before=sum(len(contract.statuses) for contract in before),
            elements_now=self._due,
            contracts_before=len(before),
            contracts_now=self._contracts,
            in_part_before=sum(contract.satisfied for contract in before if contract.in_part),
            in_part_now=self._in_part,
        )

    def _gone(self, before: EarlierFile) -> PortfolioChange:
        if (today := self._today.get(before.path)) is not None:
            return self._moved("gone", before, today)
        return PortfolioChange(kind="gone", path=before.path, causes=_hidden(before.path, self._filed.files))


def _kind(was: str, is_now: str, now: EarlierFile) -> ChangeKind:
    """Say what has become of an element; what was not read may take back what was found, so that is no gain yet."""
    if is_now == SATISFIED:
        return "in part" if now.in_part else "gained"
    return "lost" if was == SATISFIED else "changed"


def _differing(then: Entry, now: Entry) -> set[str]:
    """Name what differs in a file itself; one not read says it was not."""
    causes = (
        {contract.outcome.value for contract in (then, now) if not contract.read}
        if then.read is not now.read
        else set()
    )
    return causes | ({"text"} if then.sha256 and now.sha256 and then.sha256 != now.sha256 else set())


def _place(file: Entry, contract: Entry) -> str | None:
    """The role of a file in a contract, None when it is no file of it; what a family is called is no matter."""
    counted = file.path == contract.path or (file.shadow and file.of == contract.path)
    return file.role if counted or (contract.family and file.family == contract.family) else None


def _row(file: Entry) -> tuple[object, ...]:
    """The words of the register that decide under which file a contract stands."""
    return file.whose, file.family, file.role


def _hidden(path: str, files: Mapping[str, Entry]) -> tuple[str, ...]:
    """The cause of what lies in something that is listed among these files as not opened."""
    holders = [files[place] for place in around(path) if place in files]
    closed = any(holder.outcome is not Outcome.EXCLUDED or left_out(holder.reason) for holder in holders)
    return (_CONTAINER,) if closed else ()


def _read_otherwise(before: EarlierFile, now: EarlierFile) -> bool:
    """True when more or less of the contract was read, as far as both audits say how much."""
    pairs = zip(before.coverage, now.coverage, strict=False)
    return any(then != today for then, today in pairs if then is not None and today is not None)


def _ordered(causes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(causes, key=_ORDER.index))


def _whose(entry: Entry) -> str:
    return ", ".join(filter(None, entry.whose)) or "nobody"


def _accounted(entry: Entry) -> str:
    """The words that account for a file."""
    if entry.shadow:
        return f"counted under {entry.of}"
    return f"contract of {_whose(entry)}" if entry.stands else entry.outcome.value
