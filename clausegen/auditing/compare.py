"""Compare with an earlier audit: each change, and what caused it: text, library, model or something else.

What is compared are contracts, not files: one that is filed under another path is found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from clausegen.auditing.contract_index import Filed
from clausegen.auditing.previous_run import SATISFIED, Earlier, EarlierFile, judged, same_contracts
from clausegen.model import ChangeKind, Entry, PortfolioChange, Trend

_OTHERS: Final = "another file of the family"
_READING: Final = "reading"
_DECISION: Final = "decision"
_WITH: Final = ("library", "model", "program", "tier", "playbook")
_ORDER: Final = ("unreadable", "excluded", "text", *_WITH, "register", _DECISION, _OTHERS, _READING)
_NOT_DUE: Final = "not due"


class Comparison:
    """Compares the entries of a run, one by one, with an earlier audit; ``filed`` are the files of the run."""

    def __init__(self, earlier: Earlier, filed: Filed) -> None:
        self._earlier = earlier
        self._filed = filed
        self._same = same_contracts(earlier, filed)
        self._changes: list[PortfolioChange] = []
        self._contracts = self._due = self._satisfied = self._in_part = 0

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
        causes = _of_file(now, self._earlier.by_path)
        self._changes.append(PortfolioChange(kind="new", path=entry.path, after=status, causes=causes))

    def _compare(self, before: EarlierFile, now: EarlierFile) -> None:
        """Compare element by element."""
        causes: set[str] | None = None
        for code in dict.fromkeys([*before.statuses, *now.statuses]):
            name, is_now = now.statuses.get(code, ("", _NOT_DUE))
            name_then, was = before.statuses.get(code, (name, _NOT_DUE))
            if was != is_now:
                causes = _causes(before, now) if causes is None else causes
                change = {"requirement": name or name_then, "code": code, "before": was, "after": is_now}
                decided = {_DECISION} if (code in before.decided) is not (code in now.decided) else set()
                why = _ordered(causes | decided)
                self._changes.append(PortfolioChange(kind=_kind(was, is_now, now), path=now.path, causes=why, **change))

    def trend(self) -> Trend:
        """Return the comparison, after all entries."""
        before, met = self._earlier.contracts, {contract.path for contract in self._same.values()}
        gone = [
            PortfolioChange(kind="gone", path=contract.path, causes=_of_file(contract, self._filed.files))
            for contract in before
            if contract.path not in met
        ]
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


def _kind(was: str, is_now: str, now: EarlierFile) -> ChangeKind:
    """Say what has become of an element; what was not read may take back what was found, so that is no gain yet."""
    if is_now == SATISFIED:
        return "in part" if now.in_part else "gained"
    return "lost" if was == SATISFIED else "changed"


def _causes(before: EarlierFile, now: EarlierFile) -> set[str]:
    """Name what differs between two judgements of one contract, which may be filed elsewhere now."""
    causes = {name for name in _WITH if before.made_by.get(name) != now.made_by.get(name)}
    if before.sha256 != now.sha256:
        causes.add("text" if before.path == now.path else _OTHERS)  # else another file stands for the family
    elif before.digests != now.digests:
        causes.add(_OTHERS)
    if before.path == now.path and (bool(before.family), before.role) != (bool(now.family), now.role):
        causes.add("register")
    if any(None not in pair and pair[0] != pair[1] for pair in zip(before.coverage, now.coverage, strict=False)):
        causes.add(_READING)
    return causes


def _of_file(contract: Entry, others: Mapping[str, Entry]) -> tuple[str, ...]:
    """Name what differs in the file of a contract that is in one of two runs; nothing where its file is there in one.

    Not what it was judged with: whether files are one contract is decided by content and register.
    """
    other = others.get(contract.path)
    if other is None:
        return ()
    if not other.read:
        return (other.outcome.value,)
    causes = {"text"} if contract.sha256 != other.sha256 else set()
    rows = [(file.whose, file.family, file.role) for file in (contract, other)]
    return _ordered(causes | ({"register"} if rows[0] != rows[1] else set()))


def _ordered(causes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(causes, key=_ORDER.index))
