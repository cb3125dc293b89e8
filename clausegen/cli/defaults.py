"""Defaults of options from ``clausegen.toml``, or from ``[tool.clausegen]`` in ``pyproject.toml``.

The nearest file counts, from the current folder upwards. Keys are options by their long names; those at the top hold
for every command that has them, those in a table for the command of its name. What the command line says wins.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import click

from clausegen.cli.groups import USUAL
from clausegen.errors import UsageError, nearest

FILE: Final = "clausegen.toml"
_PROJECT: Final = "pyproject.toml"
SHARED: Final = frozenset({"tier", "playbook", "risk", "quiet", "holidays", "fail-on", "fail-severity"})


def find_defaults(folder: Path) -> tuple[Path, dict[str, Any]] | None:
    """Find the nearest file with defaults, and what it says; None when there is none.

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
    """Collect the defaults of one command by the names of its parameters, those of subcommands under their names.

    ``names`` are those of all commands. Keys in the table of a group are options of its usual subcommand, ``run``.
    Raises UsageError for a key that is no option or no command, and names the nearest one.
    """
    shared: dict[str, Any] = {}
    own: Mapping[str, Any] = {}
    for key, value in told.items():
        if isinstance(value, Mapping):
            if key not in names:
                raise UsageError(_unknown(path, f"[{key}]", "command", key, names))
            if key == command.name:
                own = value
        elif key not in SHARED:
            raise UsageError(_unknown(path, key, "shared option", key, SHARED))
        else:
            shared[key] = value
    return _of_command(command, path, shared, own, str(command.name))


def _of_command(
    command: click.Command, path: Path, shared: Mapping[str, Any], own: Mapping[str, Any], place: str
) -> dict[str, Any]:
    if isinstance(command, click.Group):
        usual = {key: value for key, value in own.items() if not isinstance(value, Mapping)}
        tables = {key: value for key, value in own.items() if isinstance(value, Mapping)}
        for key in {*tables} - {*command.commands}:
            raise UsageError(_unknown(path, f"[{place}.{key}]", f"command of '{place}'", key, command.commands))
        for key in usual if USUAL not in command.commands else ():
            raise UsageError(_unknown(path, f"{place}.{key}", f"command of '{place}'", key, command.commands))
        return {
            name: _of_command(sub, path, shared, {**(usual if name == USUAL else {}), **tables.get(name, {})}, place)
            for name, sub in command.commands.items()
        }
    options = {_long(parameter): parameter for parameter in command.params if isinstance(parameter, click.Option)}
    for key in own.keys() - options.keys():
        raise UsageError(_unknown(path, f"{place}.{key}", f"option of '{place}'", key, options))
    return {
        str(options[key].name): _checked(path, f"{place}.{key}" if key in own else key, options[key], value, command)
        for key, value in {**shared, **own}.items()
        if key in options
    }


def _long(option: click.Option) -> str:
    return max(option.opts, key=len).lstrip("-")


def _checked(path: Path, key: str, option: click.Option, value: Any, command: click.Command) -> Any:
    """Return the value if the option takes it."""
    try:
        option.type_cast_value(click.Context(command), tuple(value) if isinstance(value, list) else value)
    except (click.BadParameter, TypeError) as error:
        reason = error.message if isinstance(error, click.BadParameter) else str(error)
        raise UsageError(f"{path}: {key}: {reason}") from None
    return tuple(value) if isinstance(value, list) else value


def _unknown(path: Path, key: str, kind: str, name: str, known: Iterable[str]) -> str:
    return f"{path}: {key}: no such {kind}; {nearest(name, known)}"
