"""Reading the TOML files people write: deals, playbooks, clause folders, waivers, histories.

Everything wrong in a file is reported at once, as ``file:line field: what was expected``.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from clausegen.errors import DataError, Problem
from clausegen.library.toml_messages import expected, toml_expected
from clausegen.library.toml_positions import key_lines, line_of

_LARGEST: Final = 16 * 2**20  # bytes
_LONGEST_NUMBER: Final = 400
Model = TypeVar("Model", bound=BaseModel)


def read_toml(path: Path) -> dict[str, Any]:
    """Return the parsed file.

    Raises DataError when it is absent, not UTF-8 or not TOML; the line is named where TOML names one.
    """
    try:
        if path.stat().st_size > _LARGEST:
            said = f"a TOML file of at most {_LARGEST // 2**20} MB"
            raise DataError([Problem(file=str(path), expected=said)])
        data = path.read_bytes()
        if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):  # the marks of a text in UTF-16
            raise DataError([Problem(file=str(path), expected="this is no text file; give a TOML file")])
        return tomllib.loads(data.decode("utf-8-sig"), parse_float=_number)
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
    except (RecursionError, MemoryError):
        said = "a file of the kind people write; its tables or lists are nested without end"
        raise DataError([Problem(file=str(path), expected=said)]) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found.group(1)) if found else None
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise DataError([Problem(file=str(path), line=line, expected=f"valid TOML: {toml_expected(reason)}")]) from None
    except ValueError:  # Python refuses to read numbers of more than 4,300 digits
        raise DataError([Problem(file=str(path), expected="numbers of less than 4,300 digits")]) from None


def _number(text: str) -> float:
    return float(text[:_LONGEST_NUMBER])


def parse(model: type[Model], data: dict[str, Any], path: Path) -> Model:
    """Validate parsed data as ``model``; raises DataError with every problem and its line."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        lines = key_lines(path.read_text(encoding="utf-8-sig")) if path.is_file() else {}
        raise DataError([_problem(path, lines, detail, model) for detail in error.errors()]) from None


def _problem(path: Path, lines: dict[str, int], detail: Any, model: type[BaseModel]) -> Problem:
    field = ".".join(str(part) for part in detail["loc"])
    line = line_of(lines, field)
    said = expected(detail, model)
    given = detail.get("input")
    if detail["type"] not in ("extra_forbidden", "missing") and isinstance(given, str | int | float | bool):
        huge = isinstance(given, int) and given.bit_length() > _LONGEST_NUMBER
        said += ", got a huge number" if huge else f", got {str(given)[:40]!r}"
    return Problem(file=str(path), line=line, field=field, expected=said)
