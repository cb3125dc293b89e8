"""All decisions of a folder, and which of them count for a contract."""

from __future__ import annotations

import datetime as dt
import fnmatch
import secrets
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from clausegen.model import Decision, DecisionKind

_SIGNS: Final = "*?["


class Decisions:
    """Decisions, oldest first. ``cut_off`` says that the last line of the file was written only in part."""

    def __init__(self, decisions: Iterable[Decision] = (), *, cut_off: str = "") -> None:
        self.all = tuple(sorted(decisions, key=lambda decision: (decision.when, decision.id)))
        self.cut_off = cut_off
        self._paths: dict[str, list[Decision]] = defaultdict(list)
        self._digests: dict[str, list[Decision]] = defaultdict(list)
        self._patterns: list[Decision] = []
        self._countersigns: dict[str, list[Decision]] = defaultdict(list)
        for decision in self.all:
            if decision.decision is DecisionKind.COUNTERSIGNED:
                self._countersigns[decision.of].append(decision)
                continue
            self._paths[decision.contract].append(decision)
            if decision.sha256:
                self._digests[decision.sha256].append(decision)
            if any(sign in decision.contract for sign in _SIGNS):
                self._patterns.append(decision)

    def __len__(self) -> int:
        return len(self.all)

    def of(self, path: str, sha256: str = "") -> tuple[Decision, ...]:
        """Return decisions on a contract, oldest first: those that name its path, or the content that it has."""
        found = {id(decision): decision for decision in self._paths.get(path, ())}
        found |= {id(decision): decision for decision in self._digests.get(sha256, ()) if sha256}
        found |= {id(decision): decision for decision in self._patterns if fnmatch.fnmatchcase(path, decision.contract)}
        return tuple(sorted(found.values(), key=lambda decision: (decision.when, decision.id)))

    def countersigned_by(self, decision: Decision) -> str:
        """Return the second person who agreed, "" while nobody but its author has."""
        others = (sign.who for sign in self._countersigns.get(decision.id, ()) if decision.id)
        return next((who for who in others if who.casefold() != decision.who.casefold()), "")


def latest(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return decisions that no other one of them replaces: several when people did not know of each other.

    Waivers of the older format know of nothing, so any later decision replaces them.
    """
    listed = list(decisions)
    replaced = {name for decision in listed for name in decision.after}
    heads = [decision for decision in listed if decision.id and decision.id not in replaced]
    if heads:
        return tuple(heads)
    return tuple(decision for decision in listed if not decision.id)[-1:]


def latest_ids(decisions: Iterable[Decision]) -> tuple[str, ...]:
    """Return ids of the decisions that a new one on the same element replaces."""
    return tuple(decision.id for decision in latest(decisions) if decision.id)


def new_id(when: dt.datetime) -> str:
    """Return an id for a decision of this moment; ids sort by time and never meet."""
    return f"d{when:%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
