"""The files an audit leaves in its folder, written in one pass over the entries, each whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from clausegen.errors import UsageError
from clausegen.portfolio import Counting, Entry, Portfolio, Tally
from clausegen.report.entries import entry_line
from clausegen.report.html import Page
from clausegen.report.sarif import Sarif
from clausegen.report.word_summary import Summary
from clausegen.report.xlsx import Spreadsheet


class Result(Protocol):
    """One kind of result: takes every entry once, then gives the bytes of its file."""

    def add(self, entry: Entry) -> None:
        """Take one entry."""

    def finish(self, portfolio: Portfolio, tally: Tally) -> bytes:
        """The file."""


LINES = "audit.jsonl"
RESULTS: dict[str, Callable[[], Result]] = {
    "audit.xlsx": Spreadsheet,
    "audit.html": Page,
    "audit.sarif": Sarif,
    "audit-summary.docx": Summary,
}
NAMES = (LINES, *RESULTS)


def write_results(entries: Iterable[Entry], portfolio: Portfolio, outdir: Path, results: dict[str, Result]) -> Tally:
    """Write ``audit.jsonl`` and the named results; the tally of all entries.

    Raises UsageError when the folder cannot be written; what was there before is then still there.
    """
    counting = Counting()
    try:
        with ExitStack() as stack:
            lines = stack.enter_context(_Replacing(outdir / LINES))
            for entry in entries:
                counting.add(entry)
                lines.stream.write(entry_line(entry).encode())
                for result in results.values():
                    result.add(entry)
            tally = counting.tally()
            for name, result in results.items():
                stack.enter_context(_Replacing(outdir / name)).stream.write(result.finish(portfolio, tally))
    except OSError as error:
        message = f"{outdir}: results cannot be written ({error.strerror}); what was judged is kept, run again"
        raise UsageError(message) from None
    return tally


class _Replacing:
    """A file that takes the place of another only when it is complete."""

    def __init__(self, path: Path) -> None:
        self._path = path
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        self._temporary = Path(name)
        self.stream = os.fdopen(handle, "wb")

    def __enter__(self) -> _Replacing:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self.stream.close()
            if kind is None:
                self._temporary.chmod(0o644)
                self._temporary.replace(self._path)
        finally:
            self._temporary.unlink(missing_ok=True)
