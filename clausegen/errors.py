"""Every exception clausegen raises on purpose.

    ClausegenError              one clear line for the user; the command line exits with 2
    ├── UsageError              the request itself cannot be carried out (no contract in a folder, …)
    ├── DataError               a data file (deal, playbook, clause folder, register) is wrong: all problems at once
    ├── DraftRefused            the deal must not be drafted; carries the reasons
    ├── OutputExists            an output file is already there and --force was not given
    ├── ModelError              weights or a language pipeline are absent, altered or of another version
    └── DocumentError           a contract could not be read
        ├── UnsupportedFormat   neither extension nor content is one we read
        ├── EncryptedDocument   a password is needed
        ├── DamagedDocument     the file is empty, truncated, undecodable or not what its name says
        ├── LimitExceeded       the file asks for more memory, time, depth or entries than we grant
        └── PassingFailure      this machine failed, not the file: no room, a helper killed; another try may succeed

A finding is a value, never an exception: a contract that lacks everything is read without error.
Messages say what happened, where, what was expected and what to do, and quote no contract text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing wrong in a data file.

    ``file`` and ``line`` (1-based, ``None`` when the fault has no line) say where, ``field`` is the
    dotted key, ``expected`` says what would have been right.
    """

    file: str
    line: int | None = None
    field: str = ""
    expected: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place} {self.field}: {self.expected}" if self.field else f"{place}: {self.expected}"


# Control characters, and marks that make a name read differently from what it is (Unicode TR 36, 2.10).
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(name: str) -> str:
    r"""Return a file name as it can be shown and stored anywhere: odd bytes and control characters as ``\xNN``."""

    def escape(found: re.Match[str]) -> str:
        number = ord(found.group())
        if 0xDC80 <= number <= 0xDCFF:  # a byte that is not UTF-8, as Python hands it over
            return f"\\x{number - 0xDC00:02x}"
        return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"

    return _UNPRINTABLE.sub(escape, name)


def nearest(name: str, known: Iterable[str]) -> str:
    """Ask for the known name nearest to one that is not known, whatever its case, or list them all."""
    import difflib  # for people who mistyped, who can wait for it

    names = {word.casefold(): word for word in known}
    near = difflib.get_close_matches(name.casefold(), names, 1)
    return f"did you mean '{names[near[0]]}'?" if near else f"known: {', '.join(sorted(names.values()))}"


class ClausegenError(Exception):
    """Base of all deliberate errors. ``str(error)`` is the line shown to the user, whatever signs names hold."""

    def __str__(self) -> str:
        return "\n".join(printable(line) for line in super().__str__().split("\n"))


class UsageError(ClausegenError):
    """The request cannot be carried out as given."""


class DataError(ClausegenError):
    """One or more problems in data files, reported together so that one edit fixes them all."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[DataError], tuple[tuple[Problem, ...]]]:
        return (type(self), (self.problems,))


class DraftRefused(ClausegenError):
    """The agreement must not be drafted. ``reasons`` are complete sentences, most serious first; several are a list."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(dict.fromkeys(reasons))
        several = len(self.reasons) > 1
        super().__init__("draft refused:" + "".join(f"\n  - {r}" if several else f" {r}" for r in self.reasons))

    def __reduce__(self) -> tuple[type[DraftRefused], tuple[tuple[str, ...]]]:
        return (type(self), (self.reasons,))


class OutputExists(ClausegenError):
    """An output path is taken."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path}: already exists; give another -o or pass --force to replace it")

    def __reduce__(self) -> tuple[type[OutputExists], tuple[Path]]:
        return (type(self), (self.path,))


class ModelError(ClausegenError):
    """Weights or a language pipeline cannot be trusted or found."""


class DocumentError(ClausegenError):
    """A contract could not be read. The rest of a batch goes on.

    ``path`` is the file, ``reason`` what happened, ``remedy`` what to try.
    """

    def __init__(self, path: Path | str, reason: str, remedy: str) -> None:
        self.path = str(path)
        self.reason = " ".join(reason.split())  # parsers put line breaks into their messages
        self.remedy = remedy
        super().__init__(f"{path}: {self.reason}; {remedy}")

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, str, str]]:
        return (type(self), (self.path, self.reason, self.remedy))


class UnsupportedFormat(DocumentError):
    """Neither the extension nor the content is a format we read."""


class EncryptedDocument(DocumentError):
    """A password is needed to read the file."""


class DamagedDocument(DocumentError):
    """The file is empty, truncated, undecodable or not what its name says."""


class LimitExceeded(DocumentError):
    """The file asks for more than we grant any single contract."""


class PassingFailure(DocumentError):
    """The machine failed, not the file; nothing is remembered of it, and another try may succeed."""
