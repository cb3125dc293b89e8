"""``clausegen mcp``: read-only tools for an assistant on this machine, over standard input and output.

The protocol is the Model Context Protocol, of which a server with four tools needs five messages: one JSON-RPC object a
line. Nothing is written and nothing is fetched; only files below the folder given are read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from clausegen import __version__
from clausegen.cli.file_name import EXISTING_FOLDER
from clausegen.cli.options import TIERS
from clausegen.errors import ClausegenError, UsageError

_VERSIONS: Final = ("2025-06-18", "2025-03-26", "2024-11-05")  # of the protocol, newest first
_PARSE, _REQUEST, _METHOD, _PARAMETERS = -32700, -32600, -32601, -32602  # codes of JSON-RPC 2.0
_PATH: Final = {"type": "string", "description": "A contract, relative to the folder of the server."}


class _Tool(NamedTuple):
    description: str
    parameters: dict[str, dict[str, Any]]
    required: str
    answer: Callable[[Path, Mapping[str, str]], str]


class _Refused(Exception):
    """A request that cannot be answered: a code of JSON-RPC and a sentence."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@click.command()
@click.argument("folder", type=EXISTING_FOLDER)
def mcp(folder: Path) -> None:
    """Offer check, explain, dates and show to an assistant, over standard input and output.

    The assistant can read every contract below FOLDER and nothing else, and can change nothing. clausegen cannot
    control what it does with the text: an assistant that runs elsewhere sends it there. See docs/mcp.md.
    """
    for line in sys.stdin.buffer:
        if line.strip() and (answer := answered(line, folder)) is not None:
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()


def answered(line: str | bytes, folder: Path) -> dict[str, Any] | None:
    """Answer one message; None for a notification, which has no answer."""
    number = None
    try:
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            raise _Refused(_PARSE, "the line is not JSON; send one JSON-RPC object a line") from None
        if not isinstance(message, dict) or not isinstance(message.get("method"), str):
            raise _Refused(_REQUEST, "no method; send one JSON-RPC object a line")
        if "id" not in message:
            return None
        number = message["id"]
        result = _result(message["method"], message.get("params") or {}, folder)
    except _Refused as refused:
        return {"jsonrpc": "2.0", "id": number, "error": {"code": refused.code, "message": str(refused)}}
    return {"jsonrpc": "2.0", "id": number, "result": result}


def _result(method: str, parameters: Any, folder: Path) -> dict[str, Any]:
    if not isinstance(parameters, dict):
        raise _Refused(_PARAMETERS, "params must be an object")
    if method == "initialize":
        asked = parameters.get("protocolVersion")
        return {
            "protocolVersion": asked if asked in _VERSIONS else _VERSIONS[0],
            "capabilities": {"tools": {}},
            "serverInfo": {"name": "clausegen", "version": __version__},
        }
    if method == "ping":
        return {}
    if method == "tools/list":
        return {"tools": [_listed(name, tool) for name, tool in _TOOLS.items()]}
    if method == "tools/call":
        return _called(parameters, folder)
    raise _Refused(_METHOD, f"no method {method!r}; known: initialize, ping, tools/list, tools/call")


def _listed(name: str, tool: _Tool) -> dict[str, Any]:
    schema = {"type": "object", "properties": tool.parameters, "required": [tool.required]}
    hints = {"readOnlyHint": True, "openWorldHint": False}
    return {"name": name, "description": tool.description, "inputSchema": schema, "annotations": hints}


def _called(parameters: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    name, given = parameters.get("name"), parameters.get("arguments") or {}
    if (tool := _TOOLS.get(str(name))) is None:
        raise _Refused(_PARAMETERS, f"no tool {name!r}; known: {', '.join(_TOOLS)}")
    unknown = isinstance(given, dict) and given.keys() - tool.parameters.keys()
    if not isinstance(given, dict) or unknown or tool.required not in given:
        raise _Refused(_PARAMETERS, f"{name} takes {', '.join(tool.parameters)}, and needs {tool.required}")
    if not all(isinstance(value, str) for value in given.values()):
        raise _Refused(_PARAMETERS, f"the arguments of {name} are strings")
    try:
        text, is_error = tool.answer(folder, given), False
    except ClausegenError as error:
        text, is_error = str(error), True
    return {"content": [{"type": "text", "text": text}], "isError": is_error}


def _inside(folder: Path, name: str) -> Path:
    """Return a file of the folder; raises UsageError for one outside it, links followed."""
    path = folder / name
    try:
        is_inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        is_inside = False
    if not is_inside or not path.is_file():
        raise UsageError(f"{name}: no such file in {folder}; give a path relative to that folder")
    return path


def _check(folder: Path, given: Mapping[str, str]) -> str:
    from clausegen import check
    from clausegen.report import Detail, render_text

    tier = given.get("tier", "medium")
    if tier not in TIERS:
        raise UsageError(f"no tier {tier!r}; choose low, medium or high")
    return render_text([check(_inside(folder, given["path"]), tier=tier)], detail=Detail.GAPS)


def _explain(folder: Path, given: Mapping[str, str]) -> str:
    from clausegen.cli.library import explanation
    from clausegen.library import load_library

    return explanation(load_library(), given["name"])


def _dates(folder: Path, given: Mapping[str, str]) -> str:
    from clausegen.amendments import structure
    from clausegen.cli.dates import dates_text
    from clausegen.dates import read_dates
    from clausegen.ingest import load_document

    return dates_text(given["path"], read_dates(structure(load_document(_inside(folder, given["path"])))))


def _show(folder: Path, given: Mapping[str, str]) -> str:
    from clausegen.amendments import read_contract
    from clausegen.ingest import load_document
    from clausegen.report import render_show

    return render_show(read_contract(load_document(_inside(folder, given["path"]))), "accepted")


_TOOLS: Final = {
    "check": _Tool(
        "Judge a contract element by element, with the words that decide it. Not legal advice.",
        {
            "path": _PATH,
            "tier": {"type": "string", "enum": list(TIERS), "description": "Risk tier; medium if left out."},
        },
        "path",
        _check,
    ),
    "explain": _Tool(
        "Explain a requirement or an element: what it means, why, and texts that satisfy it.",
        {"name": {"type": "string", "description": 'For example "SUS", "SUS-2" or "suspension".'}},
        "name",
        _explain,
    ),
    "dates": _Tool("Read dates, terms and notice periods of a contract.", {"path": _PATH}, "path", _dates),
    "show": _Tool("Show a contract as clausegen reads it.", {"path": _PATH}, "path", _show),
}
