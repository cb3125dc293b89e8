"""Find the files a command reads, given files or folders: nothing in a folder is passed over in silence."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from clausegen.errors import UsageError
from clausegen.ingest import ADVISED, EXTENSIONS, OWN_REPORT, is_own_report, load_document
from clausegen.model import Document, Look, Outcome, View

if TYPE_CHECKING:  # a single file is checked without what audits folders
    from clausegen.auditing import Input

# Data that lies beside contracts: deals, registers, results of this program and of others.
_DATA: Final = frozenset({
    ".toml", ".json", ".jsonl", ".ndjson", ".csv", ".parquet", ".sarif", ".ics", ".log", ".sqlite", ".sqlite-shm",
    ".sqlite-wal",
})  # fmt: skip
_RESULTS: Final = frozenset({"register.csv", "register.xlsx", "audit.xlsx", "renewals.xlsx"})


def family(master: Path, papers: Sequence[Path], *, view: View = "accepted", look: Look = "doubt") -> list[Document]:
    """Load a contract and its papers, the contract first.

    Raises DocumentError when one cannot be read, UsageError when two have the same content.
    """
    documents = [load_document(path, view=view, look=look) for path in (master, *papers)]
    for one, other in itertools.combinations(documents, 2):
        if one.sha256 == other.sha256:
            raise UsageError(f"{other.path}: has the same content as {one.path}; name each file of a contract once")
    return documents


def contracts(paths: tuple[Path, ...]) -> list[Path]:
    """Return the files named, folders expanded, in a stable order; those nobody can read too, to be refused aloud.

    Raises UsageError for a path that is not there, a folder without contracts, or a report that clausegen wrote.
    """
    files: list[Path] = []
    for path in paths:
        try:
            is_folder, exists = path.is_dir(), path.exists()
        except (OSError, ValueError) as error:  # a name of more than 255 bytes, for instance
            reason = getattr(error, "strerror", None) or error
            raise UsageError(f"{path}: cannot be reached ({reason}); check the path") from None
        if is_folder:
            files += (Path(file.source) for file in in_folder(path))
        elif exists and is_own_report(path):
            raise UsageError(f"{path}: this is {OWN_REPORT}; give the contract that it is about")
        elif exists:
            files.append(path)
        else:
            raise UsageError(f"{path}: no such file or folder; check the path")
    return list(dict.fromkeys(files))


def in_folder(folder: Path, *, aside: Sequence[Path] = ()) -> Iterator[Input]:
    """List what is below a folder and may be a contract, in a stable order, whatever state and format it is in.

    ``aside`` are files and folders that are no input. Raises UsageError when there is nothing to read.
    """
    from clausegen.auditing import walk

    found = False
    for file in walk(folder, aside=aside):
        if file.outcome is Outcome.EXCLUDED or _is_aside(Path(file.path)):
            continue
        if is_own_report(Path(file.source)):
            click.echo(f"{file.source}: left out: {OWN_REPORT}", err=True)
            continue
        found = True
        yield file
    if not found:
        raise UsageError(f"{folder}: no contracts in this folder; expected {', '.join(ADVISED)}")


def _is_aside(file: Path) -> bool:
    """Return True for what lies beside contracts without being one; hidden files are where they could not be one."""
    suffix = file.suffix.lower()
    return suffix in _DATA or file.name in _RESULTS or (suffix not in EXTENSIONS and _is_hidden(file.parts))


def _is_hidden(parts: Iterable[str]) -> bool:
    return any(part.startswith(".") for part in parts)
