"""Choose the format of an output: the name of the file decides, and ``--format`` must not contradict it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeVar

from clausegen.errors import UsageError

Form = TypeVar("Form", bound=str)

# The first suffix of each is the one advised; SARIF is JSON and may be named so.
_SUFFIXES: Final[dict[str, tuple[str, ...]]] = {
    "text": (".txt", ".text"),
    "json": (".json",),
    "jsonl": (".jsonl", ".ndjson"),
    "html": (".html", ".htm"),
    "md": (".md", ".markdown"),
    "docx": (".docx",),
    "pdf": (".pdf",),
    "sarif": (".sarif", ".json"),
    "csv": (".csv",),
    "parquet": (".parquet", ".pq"),
}


def format_of(output: Path | None, form: Form | None, offered: Sequence[Form], default: Form) -> Form:
    """Return the format asked for, else the one that the suffix of ``output`` says, else the ``default``.

    Raises UsageError when the suffix belongs to another format than the one asked for, or, where none was
    asked for, to none of those ``offered``. A name without suffix takes the format that was asked for.
    """
    if output is None:
        return form or default
    suffix = output.suffix.lower()
    if form is None:
        found = next((name for name in offered if suffix in _SUFFIXES[name]), None)
        if found is None:
            known = ", ".join(_SUFFIXES[name][0] for name in offered)
            what = f"the suffix {suffix} names no format" if suffix else "a name without suffix names no format"
            raise UsageError(f"{output}: {what} of this command; end it in {known}")
        return found
    if suffix and suffix not in _SUFFIXES[form]:
        better = output.with_suffix(_SUFFIXES[form][0]).name
        raise UsageError(f"{output}: --format is {form}, but the suffix {suffix} says otherwise; name it {better}")
    return form
