"""Reading the TOML files people write: deals, playbooks, clause folders, waivers, histories.

Everything wrong in a file is reported at once, as ``file:line field: what was expected``.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from clausegen.data_words import expected, toml_expected
from clausegen.errors import DataError, Problem
from clausegen.regex import regex

Model = TypeVar("Model", bound=BaseModel)

_HEADER = regex(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = regex(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"))*)\s*=""")


def read_toml(path: Path) -> dict[str, Any]:
    """The parsed file.

    Raises DataError when it is absent, not UTF-8 or not TOML; the line is named where TOML names one.
    """
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise DataError([Problem(file=str(path), expected="no such file; check the path")]) from None
    except IsADirectoryError:
        raise DataError([Problem(file=str(path), expected="this is a folder; give a TOML file")]) from None
    except OSError as error:
        raise DataError([Problem(file=str(path), expected=f"cannot be read ({error.strerror})")]) from None
    except UnicodeDecodeError as error:
        at = error.object.count(b"\n", 0, error.start) + 1
        said = f"a character (byte {error.start}) that is not UTF-8; save the file as UTF-8"
        raise DataError([Problem(file=str(path), line=at, expected=said)]) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found.group(1)) if found else None
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise DataError([Problem(file=str(path), line=line, expected=f"valid TOML: {toml_expected(reason)}")]) from None


def parse(model: type[Model], data: dict[str, Any], path: Path) -> Model:
    """Validate parsed data as ``model``; raises DataError with every problem and its line."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        lines = key_lines(path.read_text(encoding="utf-8-sig")) if path.is_file() else {}
        raise DataError([_problem(path, lines, detail) for detail in error.errors()]) from None


def key_lines(text: str) -> dict[str, int]:
    """Line number (1-based) of every dotted key and table header: ``"elements.2.code" -> 41``."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    prefix = ""
    for number, line in enumerate(_without_multiline_strings(text), start=1):
        if header := _HEADER.match(line):
            prefix = _numbered(_plain(header.group(2)), counts)
            if header.group(1) == "[[":
                array = prefix
                index = counts.get(array, -1) + 1
                counts[array] = index
                prefix = f"{array}.{index}"
            lines.setdefault(prefix, number)
        elif key := _KEY.match(line):
            lines.setdefault(f"{prefix}.{_plain(key.group(1))}".lstrip("."), number)
    return lines


def _without_multiline_strings(text: str) -> list[str]:
    """The lines of a TOML text, with those inside triple-quoted strings blanked."""
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


def _problem(path: Path, lines: dict[str, int], detail: Any) -> Problem:
    location = [str(part) for part in detail["loc"]]
    field = ".".join(location)
    line = None
    for length in range(len(location), 0, -1):
        line = lines.get(".".join(location[:length]))
        if line is not None:
            break
    said = expected(detail)
    given = detail.get("input")
    if detail["type"] not in ("extra_forbidden", "missing") and isinstance(given, str | int | float | bool):
        said += f", got {str(given)[:40]!r}"
    return Problem(file=str(path), line=line, field=field, expected=said)
