"""``load_document``: from a path to a ``Document``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from clausegen.ingest.sandbox import load_isolated

if TYPE_CHECKING:
    from clausegen.model import Document, Look, View


def load_document(path: Path, *, view: View = "accepted", look: Look = "doubt", isolated: bool = True) -> Document:
    """Read a contract from any format we know.

    ``view`` chooses the text with pending tracked changes accepted, or the text before them.
    ``look`` says when the pages are rendered to confirm that a person sees the words: "doubt" renders PDFs, files that
    LibreOffice converts, and Word files with words in doubt; "always" all of these; "never" none, and doubts stay.
    ``isolated`` says whether a process of its own reads the file, with limits on memory, processor time and
    waiting; one such process serves all files of this program. False reads it here, behind the guard only, and
    is meant for a process that is limited already (see ``worker.limit_this_process``).

    Raises: DocumentError and its subclasses, with what happened and what to try.
    """
    path = Path(path)
    if isolated:
        return load_isolated(path, view, look)
    from clausegen.ingest.containers import load_here  # only the process that reads pays for it

    return load_here(path, view, look)
