"""Make the results of an audit: in this process and, of many contracts, in another one beside it.

What one maker takes of an entry is half of what all take, so two processes are done in little more than half the time.
"""

from __future__ import annotations

import multiprocessing.reduction
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import BinaryIO, Final, Protocol

from clausegen.auditing.engine import start_method
from clausegen.auditing.stored import StoredEntry
from clausegen.errors import ClausegenError
from clausegen.model import Counting, Entry, Mark, Portfolio, Tally
from clausegen.report import Heat
from clausegen.runtime import interrupts

BESIDE: Final = ("audit.xlsx", "audit.sarif")  # what the other process makes: half of the work
MANY: Final = 100  # contracts; of fewer all is written before another process has started
_WAIT: Final = 0.5  # seconds
_ENDED: Final = "the process that wrote {} was ended, mostly for want of memory; run again: what was judged is kept"


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


def _workbook(_: int) -> Result:
    from clausegen.report import Spreadsheet

    return Spreadsheet()


def _page(contracts: int) -> Result:
    from clausegen.report import Page

    return Page(contracts)


def _sarif(_: int) -> Result:
    from clausegen.report import Sarif

    return Sarif()


def _summary(_: int) -> Result:
    from clausegen.report import SummaryPaper

    return SummaryPaper()


# A maker of each file, given the number of contracts; it imports only when called, because a run that changes nothing
# writes none and should not wait.
MAKERS: Final[dict[str, Callable[[int], Result]]] = {
    "audit.xlsx": _workbook,
    "audit.html": _page,
    "audit.sarif": _sarif,
    "audit-summary.docx": _summary,
}
LINES: Final = "audit.jsonl"
RESULT_NAMES: Final = (LINES, *MAKERS)


def set_aside(contracts: int, processes: int) -> tuple[str, ...]:
    """The results that another process should make, where another is granted and it is quicker."""
    # Elsewhere than on Unix an open file cannot be handed over in this way.
    return BESIDE if processes > 1 and contracts >= MANY and os.name == "posix" else ()


class ResultMaker:
    """Makes some results in this process."""

    def __init__(self, names: Iterable[str], contracts: int) -> None:
        self._results = {name: MAKERS[name](contracts) for name in names}
        self._counting, self._heat = Counting(), Heat()

    def add(self, entry: Entry) -> None:
        """Take one entry."""
        self._counting.add(entry)
        self._heat.add(entry)
        for result in self._results.values():
            result.add(entry)

    def tally(self) -> Tally:
        """The counts so far."""
        return self._counting.tally()

    def finish(self, portfolio: Portfolio, streams: Mapping[str, BinaryIO]) -> None:
        """Write each result to the stream of its name."""
        tally = self.tally()
        for name, result in self._results.items():
            interrupts.check()
            result.finish(portfolio, tally, self._heat, streams[name])

    def close(self) -> None:
        """Let go of what was set aside."""
        for result in self._results.values():
            result.close()


class ResultMakerBeside:
    """A desk in a process of its own, which reads each entry as the store keeps it.

    Raises ClausegenError when that process is ended, and what is raised there.
    """

    def __init__(self, names: tuple[str, ...], contracts: int) -> None:
        self._names = names
        context = start_method()
        self._connection, theirs = context.Pipe()
        with interrupts.deferred():
            self._process: BaseProcess = context.Process(  # type: ignore[attr-defined]
                target=_work, args=(theirs, names, contracts), daemon=True
            )
            self._process.start()
        theirs.close()

    def add(self, row: StoredEntry, marks: dict[str, Mark]) -> None:
        """Take one entry."""
        self._send((row, marks))

    def finish(self, portfolio: Portfolio, streams: Mapping[str, BinaryIO]) -> None:
        """Have each result written to the stream of its name; ``wait`` until it is."""
        self._send(portfolio)
        for name in self._names:
            with self._explained():
                handle = streams[name].fileno()
                multiprocessing.reduction.send_handle(self._connection, handle, self._process.pid)

    def wait(self) -> None:
        """Return when all is written."""
        while not self._connection.poll(_WAIT):
            interrupts.check()
        self._hear()

    def close(self) -> None:
        """End the process, finished or not."""
        self._process.terminate()
        self._process.join()
        self._connection.close()

    def _send(self, what: object) -> None:
        with self._explained():
            if self._connection.poll():  # it says nothing before the end but what went wrong
                self._hear()
            self._connection.send(what)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (BrokenPipeError, ConnectionResetError):
            self._hear()

    def _hear(self) -> None:
        try:
            error = self._connection.recv()
        except (EOFError, ConnectionResetError):
            raise ClausegenError(_ENDED.format(" and ".join(self._names))) from None
        if error is not None:
            raise error


def _work(connection: Connection, names: tuple[str, ...], contracts: int) -> None:
    """Work in the other process; answer None when all is written, else with the error."""
    desk = ResultMaker(names, contracts)
    try:
        while not isinstance(told := connection.recv(), Portfolio):
            row, marks = told
            desk.add(row.unpacked().model_copy(update={"marks": marks}))
        with ExitStack() as stack:
            streams = {name: stack.enter_context(_received(connection)) for name in names}
            desk.finish(told, streams)
    except EOFError:  # the audit itself was ended
        return
    except Exception as error:
        connection.send(error)
    else:
        connection.send(None)
    finally:
        desk.close()


def _received(connection: Connection) -> BinaryIO:
    return os.fdopen(multiprocessing.reduction.recv_handle(connection), "wb")
