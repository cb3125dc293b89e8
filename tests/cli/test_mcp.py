"""The tools for an assistant read the contracts of one folder, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from clausegen.cli.main import main
from clausegen.cli.mcp import answered

CONTRACT = (
    "1. Suspension\n1.1 The Supplier may suspend the System of the Ministry at once where it suspects misuse.\n"
    "2. Term\n2.1 This Agreement ends on 31 March 2028 and does not renew.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("A secret.\n", encoding="utf-8")
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "a.txt").write_text(CONTRACT, encoding="utf-8")
    (tmp_path / "contracts" / "link.txt").symlink_to(tmp_path / "secret.txt")
    return tmp_path / "contracts"


def ask(folder: Path, method: str, **parameters: Any) -> dict[str, Any]:
    answer = answered(json.dumps({"jsonrpc": "2.0", "id": 7, "method": method, "params": parameters}), folder)
    assert answer is not None
    assert (answer["jsonrpc"], answer["id"]) == ("2.0", 7)
    return answer


def call(folder: Path, tool: str, /, **arguments: str) -> tuple[str, bool]:
    result = ask(folder, "tools/call", name=tool, arguments=arguments)["result"]
    return result["content"][0]["text"], result["isError"]


def test_a_session_over_standard_input_and_output(folder: Path) -> None:
    sent = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-03-26"}},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
    ]
    result = CliRunner().invoke(main, ["mcp", str(folder)], input="".join(json.dumps(one) + "\n" for one in sent))
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert first["result"]["protocolVersion"] == "2025-03-26"
    assert [tool["name"] for tool in second["result"]["tools"]] == ["check", "explain", "dates", "show"]
    assert all(tool["annotations"]["readOnlyHint"] for tool in second["result"]["tools"])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"id": "\\ud800", "method": "nothing"}', "half a character comes back as it was sent"),
        (b"[" * 100_000, "lists in lists are too deep to read"),
        (b"\xff\xfe", "bytes that are no text"),
    ],
)
def test_no_line_ends_the_session(line: bytes, why: str, folder: Path) -> None:
    ping = b'{"jsonrpc": "2.0", "id": 2, "method": "ping"}'
    result = CliRunner().invoke(main, ["mcp", str(folder)], input=line + b"\n" + ping + b"\n")
    first, second = (json.loads(answer) for answer in result.stdout.splitlines())
    assert (list(first)[-1], second["result"]) == ("error", {}), why


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("check", {"path": "a.txt", "tier": "high"}, "Verdict: "),
        ("explain", {"name": "sus-2"}, "(SUS-2)"),
        ("dates", {"path": "a.txt"}, "2028-03-31"),
        ("show", {"path": "a.txt"}, "may suspend the System"),
    ],
)
def test_each_tool_answers(name: str, arguments: dict[str, str], said: str, folder: Path) -> None:
    text, is_error = call(folder, name, **arguments)
    assert (said in text, is_error) == (True, False), text


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/passwd", "link.txt", "nowhere.txt", "", "a\0b"])
def test_no_file_outside_the_folder_is_read(path: str, folder: Path) -> None:
    text, is_error = call(folder, "show", path=path)
    assert is_error
    assert text.endswith(f"no such file in {folder}; give a path relative to that folder")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", -32700),
        ("[]", -32600),
        ('{"id": 1, "method": "resources/list"}', -32601),
        ('{"id": 1, "method": "tools/call", "params": {"name": "draft"}}', -32602),
        ('{"id": 1, "method": "tools/call", "params": {"name": "check", "arguments": {}}}', -32602),
        ('{"id": 1, "method": "tools/call", "params": {"name": "check", "arguments": {"path": 1}}}', -32602),
        (
            '{"id": 1, "method": "tools/call", "params": {"name": "show", "arguments": {"path": "a.txt", "o": "b"}}}',
            -32602,
        ),
    ],
)
def test_a_bad_message_is_answered_and_the_session_goes_on(line: str, code: int, folder: Path) -> None:
    answer = answered(line, folder)
    assert answer is not None
    assert answer["error"]["code"] == code


def test_an_unknown_tier_is_said(folder: Path) -> None:
    assert call(folder, "check", path="a.txt", tier="extreme") == (
        "no tier 'extreme'; choose low, medium or high",
        True,
    )
