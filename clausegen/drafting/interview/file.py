"""Writing answers into a deal file, whose own lines and comments stay where they are."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clausegen.errors import UsageError
from clausegen.runtime import replacing


def put(data: dict[str, Any], key: str, value: Any) -> None:
    """Set a dotted key, making the tables on its way."""
    *path, last = key.split(".")
    at: Any = data
    for name in path:
        at = at.setdefault(name, {})
        at = at[0] if isinstance(at, list) and at else at  # of several end users, the first
    at[last] = value


def held(data: Mapping[str, Any], key: str) -> Any:
    """Return the value of a dotted key; None where there is none."""
    at: Any = data if key else None
    for name in key.split("."):
        at = at[0] if isinstance(at, list) and at else at  # of several end users, the first
        at = at.get(name) if isinstance(at, dict) else None
    return at


def saved(path: Path, data: dict[str, Any], key: str, value: Any) -> None:
    """Write one more answer; ``data`` is everything, this answer included.

    The line goes to the table it belongs to. Where the text of the file leaves no such place (an inline
    table), the file is written anew from its data, with the comments that begin a line at its top.
    Raises UsageError when the answer cannot be written as TOML.
    """
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    written = _inserted(text, key, value)
    if not _reads_as(written, data):
        comments = "".join(line + "\n" for line in text.splitlines() if line.startswith("#"))
        written = comments + to_toml(data)
        if not _reads_as(written, data):
            raise UsageError(f"{path}: the answer for {key} cannot be written as TOML")
    restored(path, written)


def restored(path: Path, text: str) -> None:
    """Write the text of the file, a new or an earlier one. Raises UsageError when it cannot be written."""
    try:
        with replacing(path) as stream:
            stream.write(text.encode())
    except OSError as error:
        raise UsageError(f"{path}: the answer cannot be written there ({error.strerror})") from None


def _inserted(text: str, key: str, value: Any) -> str:
    """The text with one more line: at the end of its table, or in a new table at the end of the text."""
    table, _, last = key.rpartition(".")
    line = f"{_key(last)} = {_value(value)}\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    header = re.compile(rf"\s*\[\s*{re.escape(_dotted(table))}\s*\]\s*(?:#.*)?$") if table else None
    start = next((i + 1 for i, words in enumerate(lines) if header and header.match(words)), None if table else 0)
    if start is None:
        return "".join([*lines, "\n" if lines else "", f"[{_dotted(table)}]\n", line])
    end = next(
        (i for i in range(start, len(lines)) if re.match(r"\s*\[+[^\[\]=,]+\]+\s*(?:#.*)?$", lines[i])), len(lines)
    )
    # Comments and blank lines before the next header belong to it.
    while end > start and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return "".join([*lines[:end], line, *lines[end:]])


def _reads_as(text: str, data: dict[str, Any]) -> bool:
    try:
        return bool(_lists(tomllib.loads(text)) == _lists(data))
    except tomllib.TOMLDecodeError:
        return False


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lists(inner) for key, inner in value.items()}
    return [_lists(inner) for inner in value] if isinstance(value, list | tuple) else value


def to_toml(data: dict[str, Any], prefix: str = "") -> str:
    """Data as TOML: plain values first, then a table for each dictionary."""
    plain = [f"{_key(key)} = {_value(value)}\n" for key, value in data.items() if not isinstance(value, dict)]
    tables = [(key, value) for key, value in data.items() if isinstance(value, dict)]
    out = "".join(plain)
    for key, value in tables:
        name = f"{prefix}{_key(key)}"
        inner = to_toml(value, f"{name}.")
        bare = any(not isinstance(v, dict) for v in value.values()) or not value
        out += f"\n[{name}]\n{inner}" if bare else inner
    return out


def _dotted(table: str) -> str:
    return ".".join(_key(name) for name in table.split("."))


def _key(key: str) -> str:
    plain = key and all(letter.isascii() and (letter.isalnum() or letter in "-_") for letter in key)
    return key if plain else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(k)} = {_value(v)}' for k, v in value.items())} }}"
    escaped = "".join(_escape(letter) for letter in str(value))
    return f'"{escaped}"'


def _escape(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if letter == "\n":
        return "\\n"
    if ord(letter) < 0x20 or ord(letter) == 0x7F:
        return f"\\u{ord(letter):04X}"
    return letter
