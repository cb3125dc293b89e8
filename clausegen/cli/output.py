"""Deliver a command's output: to the terminal, or to a file that is never overwritten by surprise."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from clausegen.errors import OutputExists, UsageError
from clausegen.runtime import passes_on, replacing


def refuse_existing(path: Path | None, force: bool, reads: Iterable[Path | None] = ()) -> None:
    """Raise before any work is done for an output that may not be written.

    UsageError when there is no such folder, when it is a folder itself or one of the files the command ``reads``, under
    whatever name and even with ``force``; OutputExists when it would be replaced and ``force`` is not set.
    """
    if path is not None and not path.parent.exists():
        raise UsageError(f"{path}: there is no folder {path.parent}; make it, or choose another -o")
    if path is None or not path.exists():
        return
    if path.is_dir():
        raise UsageError(f"{path}: is a folder; give a file with -o")
    if any(file is not None and file.exists() and path.samefile(file) for file in reads):
        raise UsageError(f"{path}: is itself read by this command and would be lost; give another -o")
    if not force and not passes_on(path):
        raise OutputExists(path)


def deliver(content: str | bytes, output: Path | None, force: bool, *, paged: bool = False) -> None:
    """Write to ``output`` whole or not at all, or to stdout when it is None.

    ``paged`` shows what is taller than the terminal in a pager: $PAGER, or less. Raises OutputExists when the file is
    there and ``force`` is not set, UsageError when it cannot be written, or is no text and would go to a terminal.
    """
    data = content.encode() if isinstance(content, str) else content
    if output is None:
        if isinstance(content, bytes) and sys.stdout.isatty():
            raise UsageError("this format is no text, and the output is a terminal; give a file with -o")
        if paged and isinstance(content, str) and sys.stdout.isatty() and _is_tall(content):
            os.environ.setdefault("LESS", "FRX")  # keep colours, and leave the text on the screen afterwards
            click.echo_via_pager(content, color=True)
        else:
            click.echo(data, nl=False)
        return
    if output.exists():
        refuse_existing(output, force)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with replacing(output) as stream:
            stream.write(data)
    except OSError as error:
        raise UsageError(f"{output}: cannot be written ({error.strerror}); choose another -o") from None


def _is_tall(content: str) -> bool:
    return content.count("\n") >= shutil.get_terminal_size().lines


def tell(output: Path | None, what: str) -> None:
    """Say on stderr that ``what`` was written to ``output``; nothing when it went to the terminal."""
    if output is not None:
        click.echo(f"{output}: {what} written", err=True)
