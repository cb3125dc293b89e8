"""Counts behind the pictures: who satisfies what, over the portfolio and by country, product and tier."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import BinaryIO, Final, Protocol

from clausegen.model import Counting, Entry, Portfolio, Severity, Status, Tally, Tier

DIMENSIONS: Final = ("country", "product", "tier")
STATUSES: Final = (Status.SATISFIED, Status.PARTIAL, Status.UNCERTAIN, Status.MISSING, Status.CONTRADICTED)
_NOT_STATED: Final = "(not stated)"


@dataclass(frozen=True, slots=True)
class Gap:
    """One element and how many contracts lack it; ``open`` leaves out those with a mark."""

    code: str
    requirement: str
    element: str
    severity: Severity
    contracts: int
    open: int


@dataclass(slots=True)
class Heat:
    """Counts. ``codes`` maps requirement codes to ids in the order they came.

    ``by_requirement`` counts contracts by the status of a requirement, ``by_dimension`` elements by theirs:
    a requirement that lacks one element of eight is not satisfied, yet another colour than an empty one.
    """

    codes: dict[str, str] = field(default_factory=dict)
    contracts: int = 0
    by_requirement: dict[str, Counter[Status]] = field(default_factory=lambda: defaultdict(Counter))
    by_dimension: dict[str, dict[str, dict[str, Counter[Status]]]] = field(
        default_factory=lambda: {name: defaultdict(lambda: defaultdict(Counter)) for name in DIMENSIONS}
    )
    sizes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _gaps: dict[str, list[int]] = field(default_factory=dict)
    _elements: dict[str, tuple[str, str, Severity]] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Count one entry; those that stand for no contract, or probably for none of this kind, are left out."""
        report = entry.contract
        if report is None or report.scope_doubt:
            return
        self.contracts += 1
        values = [(name, _value(entry, name)) for name in DIMENSIONS]
        for name, value in values:
            self.sizes[name][value] += 1
        for verdict in report.verdicts:
            self.codes.setdefault(verdict.code, verdict.requirement)
            self.by_requirement[verdict.code][verdict.status] += 1
            statuses: dict[Status, int] = {}
            for finding in verdict.findings:
                statuses[finding.status] = statuses.get(finding.status, 0) + 1
            for name, value in values:
                counts = self.by_dimension[name][value][verdict.code]
                for status, count in statuses.items():
                    counts[status] += count
        for requirement, finding in entry.gaps():
            if (lacking := self._gaps.get(finding.code)) is None:
                lacking = self._gaps[finding.code] = [0, 0]
                self._elements[finding.code] = (requirement, finding.element, finding.severity)
            lacking[0] += 1
            lacking[1] += finding.code not in entry.marks

    def gaps(self) -> list[Gap]:
        """Return gaps, most severe and most frequent first."""
        rank = list(Severity)
        made = [Gap(code, *self._elements[code], *counts) for code, counts in self._gaps.items()]
        return sorted(made, key=lambda gap: (rank.index(gap.severity), -gap.open, -gap.contracts, gap.code))

    def dimensions(self) -> list[tuple[str, dict[str, dict[str, Counter[Status]]]]]:
        """Return dimensions that tell contracts apart, each with its values in order."""
        return [
            (name, {value: values[value] for value in sorted(values, key=_place)})
            for name, values in self.by_dimension.items()
            if len(values) > 1 or (values and _NOT_STATED not in values and name != "tier")
        ]


def _place(value: str) -> tuple[int, str]:
    """Sort values: tiers from high to low, what is not stated last."""
    tiers = [tier.value for tier in sorted(Tier, key=lambda tier: -tier.rank)]
    return (tiers.index(value) if value in tiers else len(tiers) + (value == _NOT_STATED), value)


def _value(entry: Entry, name: str) -> str:
    return str(getattr(entry, name)) or _NOT_STATED


def share(counts: Counter[Status]) -> float:
    """Share (0-1) of what was counted that is satisfied."""
    total = counts.total()
    return counts[Status.SATISFIED] / total if total else 0.0


class Result(Protocol):
    """One kind of result: takes every entry once, then writes its file.

    What it must set aside until then lies packed in temporary files, so that memory does not grow with the portfolio.
    """

    def add(self, entry: Entry) -> None:
        """Take one entry."""

    def finish(self, portfolio: Portfolio, tally: Tally, heat: Heat, out: BinaryIO) -> None:
        """Write the file, once; ``tally`` and ``heat`` have counted the same entries."""

    def close(self) -> None:
        """Let go of what was set aside, finished or not."""


def rendered(result: Result, entries: Iterable[Entry], title: str = "") -> bytes:
    """Make one result of contracts that were judged one by one."""
    counting, heat, out = Counting(), Heat(), io.BytesIO()
    for entry in entries:
        counting.add(entry)
        heat.add(entry)
        result.add(entry)
    result.finish(Portfolio(title=title), counting.tally(), heat, out)
    result.close()
    return out.getvalue()
