"""On which line of a TOML text a key, a table or an item of a list stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"))*)\s*=\s*""")
# What stands inside a list or an inline table: brackets and commas, and texts and words, with "=" behind them keys.
_INSIDE = re.compile(
    r"""\#.*|(?P<mark>[\[\]{},])|(?P<word>"(?:\\.|[^"\\])*"|'[^']*'|[^\s,\[\]{}\#"'=]+)(?P<key>\s*=)?"""
)


def key_lines(text: str) -> dict[str, int]:
    """Return line number (1-based) of every dotted key, table header and item: ``"elements.2.code" -> 41``."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    prefix = ""
    inside = _Inside(lines)
    for number, line in enumerate(_without_multiline_strings(text), start=1):
        if inside.open:
            inside.read(line, number)
        elif header := _HEADER.match(line):
            prefix = _numbered(_plain(header.group(2)), counts)
            if header.group(1) == "[[":
                array = prefix
                index = counts.get(array, -1) + 1
                counts[array] = index
                prefix = f"{array}.{index}"
            lines.setdefault(prefix, number)
        elif key := _KEY.match(line):
            name = f"{prefix}.{_plain(key.group(1))}".lstrip(".")
            lines.setdefault(name, number)
            if line.startswith(("[", "{"), key.end()):
                inside.begin(name)
                inside.read(line[key.end() :], number)
    return lines


def line_of(lines: Mapping[str, int], key: str) -> int | None:
    """Return the line of a key or, where it has none of its own, of what it stands in."""
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return lines.get(key)


@dataclass
class _Level:
    """A list or an inline table that is open: its name, and the key or the index that is being read."""

    name: str
    index: int | None
    key: str = ""

    @property
    def value(self) -> str:
        """The name of the value that begins here."""
        return f"{self.name}.{self.key if self.index is None else self.index}"


class _Inside:
    """The keys and items of the list or inline table that is being read."""

    def __init__(self, lines: dict[str, int]) -> None:
        self._lines = lines
        self._name = ""
        self._levels: list[_Level] = []
        self.open = False

    def begin(self, name: str) -> None:
        """Read its name; the first sign to be read opens it."""
        self._name, self._levels, self.open = name, [], True

    def read(self, line: str, number: int) -> None:
        """Read one line of it, up to the sign that closes it."""
        for found in _INSIDE.finditer(line):
            if self.open and (found["mark"] or found["word"]):
                self._take(found["mark"] or "", found["word"] or "", found["key"] is not None, number)

    def _take(self, mark: str, word: str, is_key: bool, number: int) -> None:
        level = self._levels[-1] if self._levels else None
        if mark in ("]", "}"):
            self._levels.pop()
            self.open = bool(self._levels)
        elif mark == ",":
            if level and level.index is not None:
                level.index += 1
        else:
            if level and is_key:
                level.key = _plain(word)
            name = level.value if level else self._name
            self._lines.setdefault(name, number)
            if mark:
                self._levels.append(_Level(name, 0 if mark == "[" else None))


def _without_multiline_strings(text: str) -> list[str]:
    """Return the lines of a TOML text, with those inside triple-quoted strings blanked."""
    out: list[str] = []
    fence: str | None = None
    for line in text.splitlines():
        if fence:
            out.append("")
            if fence in line:
                fence = None
            continue
        out.append(line)
        for quote in ('"""', "'''"):
            if line.count(quote) % 2 == 1:
                fence = quote
    return out


def _plain(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))


def _numbered(name: str, counts: dict[str, int]) -> str:
    """Insert the index of every array of tables that ``name`` passes through."""
    out: list[str] = []
    for part in name.split("."):
        if out and (current := ".".join(out)) in counts:
            out.append(str(counts[current]))
        out.append(part)
    return ".".join(out)
