"""Write the command reference of the site and the man page of the wheel from the commands themselves."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from typing import NamedTuple

import click

from clausegen import __version__
from clausegen.cli.main import COMMANDS, main


class Entry(NamedTuple):
    """A command with its path ("clausegen audit run"), as its help describes it."""

    path: str
    usage: str
    help: str
    options: list[tuple[str, str]]


def commands() -> Iterator[Entry]:
    """Yield every command and subcommand, in the order of ``clausegen --help``."""
    for name, (module, function, _) in COMMANDS.items():
        command: click.Command = getattr(importlib.import_module(module), function)
        context = click.Context(command, info_name=name, parent=click.Context(main, info_name="clausegen"))
        subcommands = command.commands.items() if isinstance(command, click.Group) else ()
        if not subcommands:
            yield _entry(command, context)
        for sub, each in subcommands:
            yield _entry(each, click.Context(each, info_name=sub, parent=context))


def _entry(command: click.Command, context: click.Context) -> Entry:
    pieces = command.collect_usage_pieces(context)
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    records = [record for option in options if (record := option.get_help_record(context))]
    return Entry(
        path=context.command_path,
        usage=" ".join([context.command_path, *pieces]),
        help=_paragraphs(command.help or ""),
        options=records,
    )


def _paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))


def reference() -> str:
    """Return the reference as Markdown."""
    lines = ["# Commands", "", "`clausegen COMMAND --help` prints the same; `man clausegen` has all of it."]
    for entry in commands():
        lines += ["", f"## {entry.path}", "", "```text", entry.usage, "```", "", entry.help.replace("<", "\\<")]
        if entry.options:
            lines += ["", "| option | |", "|---|---|"]
            lines += [f"| `{_cell(option)}` | {_cell(help)} |" for option, help in entry.options]
    return "\n".join(lines) + "\n"


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def manual() -> str:
    """Return the man page, in the man macros of roff."""
    lines = [
        f'.TH CLAUSEGEN 1 "" "clausegen {__version__}" "User Commands"',
        ".SH NAME",
        "clausegen \\- draft, check and renew contracts for sensitive technology",
        ".SH SYNOPSIS",
        ".B clausegen",
        "COMMAND [OPTIONS] [ARGUMENTS]",
        ".SH DESCRIPTION",
        *_roff(_paragraphs(main.help or "")),
        ".SH COMMANDS",
    ]
    for entry in commands():
        lines += [f".SS {_escaped(entry.usage)}", *_roff(entry.help)]
        for option, help in entry.options:
            lines += [".TP", f".B {_escaped(option)}", _escaped(help)]
    lines += [
        ".SH EXIT STATUS",
        "0 when all was read and nothing found, 1 when something was found, 2 when something could not be done.",
        ".SH FILES",
        "clausegen.toml in the current folder or any above it holds defaults of options.",
    ]
    return "\n".join(lines) + "\n"


def _roff(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        yield ".PP"
        yield _escaped(paragraph)


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text[:1] in (".", "'") else text
