"""Defaults of options from ``clausegen.toml``, or from ``[tool.clausegen]`` in ``pyproject.toml``.

The nearest file counts, from the current folder upwards. Keys are options by their long names; those at the top hold
for every command that has them, those in a table for the command of its name. What the command line says wins.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import click

from clausegen.errors import UsageError

FILE: Final = "clausegen.toml"
_PROJECT: Final = "pyproject.toml"
SHARED: Final = frozenset({"tier", "playbook", "risk", "quiet", "holidays", "fail-on", "fail-severity"})


def find_defaults(folder: Path) -> tuple[Path, dict[str, Any]] | None:
    """The nearest file with defaults and what it says; None when there is none.

    Raises UsageError when the file is not TOML or cannot be read.
    """
    for each in (folder, *folder.parents):
        if (path := each / FILE).is_file():
            return path, _read(path)
        path = each / _PROJECT
        if path.is_file() and "clausegen" in (tool := _read(path).get("tool", {})):
            return path, tool["clausegen"]
    return None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error}); make it readable, or remove it") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not valid TOML ({error}); correct it, or remove it") from None


def defaults_of(command: click.Command, path: Path, told: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Defaults for one command, by the names of its parameters; ``names`` are those of all commands.

    Raises UsageError for a key that is no option or no command, and names the nearest one.
    """
    options = {_long(parameter): parameter for parameter in command.params if isinstance(parameter, click.Option)}
    found: dict[str, Any] = {}
    for key, value in told.items():
        if isinstance(value, Mapping):
            if key not in names:
                raise UsageError(_unknown(path, f"[{key}]", "command", key, names))
            if key == command.name:
                for name, own in value.items():
                    if name not in options:
                        raise UsageError(_unknown(path, f"{key}.{name}", f"option of '{key}'", name, options))
                    found[str(options[name].name)] = _checked(path, f"{key}.{name}", options[name], own, command)
        elif key not in SHARED:
            raise UsageError(_unknown(path, key, "option that commands share", key, SHARED))
        elif key in options and str(options[key].name) not in found:
            found[str(options[key].name)] = _checked(path, key, options[key], value, command)
    return found


def _long(option: click.Option) -> str:
    return max(option.opts, key=len).lstrip("-")


def _checked(path: Path, key: str, option: click.Option, value: Any, command: click.Command) -> Any:
    """The value, if the option takes it."""
    try:
        option.type_cast_value(click.Context(command), tuple(value) if isinstance(value, list) else value)
    except (click.BadParameter, TypeError) as error:
        reason = error.message if isinstance(error, click.BadParameter) else str(error)
        raise UsageError(f"{path}: {key}: {reason}") from None
    return tuple(value) if isinstance(value, list) else value


def _unknown(path: Path, key: str, kind: str, name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    advice = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(sorted(known))}"
    return f"{path}: {key} is no {kind}; {advice}"
