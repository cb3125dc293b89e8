"""Contracts judged for their renewal: one alone, or an agreement with what the register joins to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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

    def one(self, entry: Entry, at: Tier) -> Entry:
        """The entry with its report. Raises DocumentError when it cannot be read."""
        document = self._read(entry.path)
        report = judge(document, tier=_level(at), playbook=self._playbook, library=self._library)
        report = self._decided(report, entry.path)
        self.reports[entry.path] = report
        return entry.model_copy(update={"report": report, "sha256": document.sha256})

    def family(self, master: Entry, parts: Sequence[Entry], at: Tier) -> Report:
        """The report on an agreement read with its parts. Raises DocumentError when one cannot be read."""
        read = [(entry.role or "master", self._read(entry.path)) for entry in (master, *parts)]
        report = judge_family(read, tier=_level(at), playbook=self._playbook, library=self._library)
        report = self._decided(report, master.path)
        self.reports[master.path] = report
        return report


def _level(at: Tier) -> Tier:
    """The tier to judge at: a contract whose tier of today is prohibited at high, for there is no longer list."""
    return Tier.HIGH if at is Tier.PROHIBITED else at
