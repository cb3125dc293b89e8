"""Contracts judged for their renewal: one alone, or an agreement with what the register joins to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from clausegen.auditing import Pool
from clausegen.checker import judge, judge_family
from clausegen.library import Library
from clausegen.model import Document, Entry, Report, Tier


class Judging:
    """Judges entries whose documents ``read`` gives by path; ``reports`` keeps each report by the path judged.

    ``decided`` gives a report, with the path of its contract, as people have decided on it.
    """

    def __init__(
        self,
        read: Callable[[str], Document],
        playbook: str,
        library: Library,
        decided: Callable[[Report, str], Report] = lambda report, _: report,
    ) -> None:
        self.reports: dict[str, Report] = {}
        self._read = read
        self._playbook = playbook
        self._library = library
        self._decided = decided

    def ahead(self, asked: Sequence[tuple[Entry, Tier]]) -> None:
        """Do nothing: each contract is judged when its turn comes."""

    def one(self, entry: Entry, at: Tier) -> Entry:
        """Return the entry with its report. Raises DocumentError when it cannot be read."""
        document = self._read(entry.path)
        report = judge(document, tier=_level(at), playbook=self._playbook, library=self._library)
        report = self._decided(report, entry.path)
        self.reports[entry.path] = report
        return entry.model_copy(update={"report": report, "sha256": document.sha256})

    def family(self, master: Entry, parts: Sequence[Entry], at: Tier) -> Report:
        """Return the report on an agreement read with its parts. Raises DocumentError when one cannot be read."""
        read = [(entry.role or "master", self._read(entry.path)) for entry in (master, *parts)]
        report = judge_family(read, tier=_level(at), playbook=self._playbook, library=self._library)
        report = self._decided(report, master.path)
        self.reports[master.path] = report
        return report


class PoolJudging:
    """Judges many contracts in processes, ahead, and keeps what it found where an audit would."""

    def __init__(self, pool: Pool, decided: Callable[[Report, str], Report]) -> None:
        self._pool = pool
        self._decided = decided

    def ahead(self, asked: Sequence[tuple[Entry, Tier]]) -> None:
        """Judge all that is asked for."""
        self._pool.ahead([(entry, _level(at)) for entry, at in asked])

    def one(self, entry: Entry, at: Tier) -> Entry:
        """See ``Judging``."""
        read = self._pool.one(entry, _level(at))
        return read.model_copy(update={"report": read.report and self._decided(read.report, entry.path)})

    def family(self, master: Entry, parts: Sequence[Entry], at: Tier) -> Report:
        """See ``Judging``."""
        return self._decided(self._pool.family(master), master.path)


def _level(at: Tier) -> Tier:
    """Return the tier to judge at: high for a contract that is prohibited today, for there is no longer list."""
    return Tier.HIGH if at is Tier.PROHIBITED else at
