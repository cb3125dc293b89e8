"""``load_document``: from a path to a ``Document``."""

from __future__ import annotations

from pathlib import Path

from clausegen.document import Document
from clausegen.ingest.inside import View, load_here
from clausegen.ingest.isolate import load_isolated

# Parsers in C that have no limits of their own, or that start LibreOffice, never run in this process
# unless the caller says that it is limited itself. The others are Python and lxml behind the guard.
_HERE = frozenset({".docx", ".docm", ".dotx", ".dotm", ".txt", ".text", ".md", ".markdown"})


def load_document(path: Path, *, view: View = "accepted", isolated: bool | None = None) -> Document:
    """Read a contract from any format we know.

    ``view`` chooses the text with pending tracked changes accepted, or the text before them.
    ``isolated`` says whether a process of its own reads the file, with limits on memory, processor time
    and waiting: True for a batch, False in a process that is limited already (see
    ``worker.limit_this_process``), None to decide by extension: Word, text and Markdown files are read
    here, behind the guard, all others there.

    Raises: DocumentError and its subclasses, with what happened and what to try.
    """
    path = Path(path)
    if isolated is None:
        isolated = path.suffix.lower() not in _HERE
    return load_isolated(path, view) if isolated else load_here(path, view)
