"""Make the results of an audit, all in one pass over its entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import BinaryIO, Final

from clausegen import report
from clausegen.model import Counting, Entry, Portfolio, Tally
from clausegen.report import Heat, Result
from clausegen.runtime import interrupts

# A maker of each file, given the number of contracts. It loads a renderer only when called, because a run that changes
# nothing writes nothing and should not wait.
MAKERS: Final[dict[str, Callable[[int], Result]]] = {
    "audit.xlsx": lambda _: report.Spreadsheet(),
    "audit.html": lambda contracts: report.Page(contracts),
    "audit.sarif": lambda _: report.Sarif(),
    "audit-summary.docx": lambda _: report.SummaryPaper(),
}
LINES: Final = "audit.jsonl"
RESULT_NAMES: Final = (LINES, *MAKERS)


class ResultMaker:
    """Makes all results but the lines."""

    def __init__(self, contracts: int) -> None:
        self._results = {name: make(contracts) for name, make in MAKERS.items()}
        self._counting, self._heat = Counting(), Heat()

    def add(self, entry: Entry) -> None:
        """Take one entry."""
        self._counting.add(entry)
        self._heat.add(entry)
        for result in self._results.values():
            result.add(entry)

    def tally(self) -> Tally:
        """Return the counts so far."""
        return self._counting.tally()

    def finish(self, portfolio: Portfolio, streams: Mapping[str, BinaryIO]) -> None:
        """Write each result to the stream of its name."""
        for name, result in self._results.items():
            interrupts.check()
            result.finish(portfolio, self.tally(), self._heat, streams[name])

    def close(self) -> None:
        """Let go of what was set aside."""
        for result in self._results.values():
            result.close()
