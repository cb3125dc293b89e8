"""Which files a command reads that was given files or folders: nothing in a folder is passed over in silence."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from clausegen.audit.inputs import ALWAYS_EXCLUDED, excluded_by
from clausegen.audit.register import NAMES as REGISTERS
from clausegen.errors import UsageError
from clausegen.ingest.formats import ADVISED, EXTENSIONS

# Data that lies beside contracts: deals, registers, results of this program and of others.
_DATA: Final = frozenset({
    ".toml", ".json", ".jsonl", ".ndjson", ".csv", ".parquet", ".sarif", ".ics", ".log", ".sqlite", ".sqlite-shm",
    ".sqlite-wal",
})  # fmt: skip
_RESULTS: Final = frozenset({*REGISTERS, "audit.xlsx", "renewals.xlsx"})
_ASIDE: Final = frozenset({"README", "LICENSE", "NOTICE"})


def contracts(paths: tuple[Path, ...]) -> list[Path]:
    """The files named, folders expanded, in a stable order; those of a format nobody reads too, to be refused aloud.

    Raises UsageError for a path that is not there or a folder without contracts.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(f for f in path.rglob("*") if f.is_file() and not is_aside(f.relative_to(path)))
            if not inside:
                raise no_contracts(path)
            files += inside
        elif path.exists():
            files.append(path)
        else:
            raise UsageError(f"{path}: no such file or folder; check the path")
    return list(dict.fromkeys(files))


def is_aside(file: Path) -> bool:
    """True for what lies beside contracts without being one; hidden files are where they could not be one."""
    suffix = file.suffix.lower()
    return (
        suffix in _DATA
        or file.name in _RESULTS
        or file.stem.upper() in _ASIDE
        or (suffix not in EXTENSIONS and _is_hidden(file.parts))
        or bool(excluded_by(file.as_posix(), ALWAYS_EXCLUDED))
    )


def _is_hidden(parts: Iterable[str]) -> bool:
    return any(part.startswith(".") for part in parts)


def no_contracts(folder: Path) -> UsageError:
    """The refusal of a folder in which there is nothing to read."""
    return UsageError(f"{folder}: no contracts in this folder; expected {', '.join(ADVISED)}")
