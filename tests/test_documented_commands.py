"""The commands that the README shows can be run as shown."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from clausegen.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line.split("#")[0].strip() for line in re.findall(r"^clausegen .*$", README, re.MULTILINE)]


def test_the_readme_shows_the_main_commands() -> None:
    assert {command.split()[1] for command in COMMANDS} >= {"draft", "check", "explain"}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, shlex.split(command)[1:])
    # 1 is what `check` says when it found something; a command that cannot run exits with 2.
    assert result.exit_code in (0, 1), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_help_lists_every_command_there_is() -> None:
    listed = CliRunner().invoke(main, ["--help"]).output
    for command in ("draft", "tier", "check", "remedy", "audit", "renewals", "show", "explain", "library"):
        assert command in listed


@pytest.mark.parametrize(
    ("name", "content", "expected", "why"),
    [
        ("empty.docx", b"", "empty", "an empty file holds no contract"),
        ("a.docx", b"not a zip", "a.docx", "a Word file is a zip"),
        ("bytes.txt", b"\xff\xfe\xfa\x00\x81", "bytes.txt", "bytes that are no text"),
        ("picture.png", b"\x89PNG\r\n\x1a\n", "picture.png", "not a contract format"),
    ],
)
def test_a_bad_file_gets_one_line_and_the_others_are_judged(
    tmp_path: Path, name: str, content: bytes, expected: str, why: str
) -> None:
    bad, good = tmp_path / name, tmp_path / "good.txt"
    bad.write_bytes(content)
    good.write_text("1. Use\n1.1 The Supplier may suspend the System at once where it suspects misuse.\n")
    result = CliRunner().invoke(main, ["check", str(bad), str(good), "--format", "jsonl"])
    assert result.exit_code == 2, why
    assert len(result.stderr.strip().splitlines()) == 1
    assert expected in result.stderr
    assert len(result.stdout.strip().splitlines()) == 1


def test_a_folder_without_contracts_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert result.exit_code == 2
    assert "no contracts" in result.stderr
    assert ".docx" in result.stderr
    assert ".msg" not in result.stderr, "an Outlook message is refused, so nobody is told to give one"


def test_an_outlook_message_in_a_folder_is_refused_aloud(tmp_path: Path) -> None:
    (tmp_path / "a.msg").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le"))
    result = CliRunner().invoke(main, ["dates", str(tmp_path)])
    assert (result.exit_code, "a.msg" in result.stderr) == (2, True), result.output


def test_a_contract_that_does_not_renew_has_no_renewal(tmp_path: Path) -> None:
    contract = tmp_path / "a.txt"
    contract.write_text("1. Term\n1.1 This Agreement ends on 31 March 2028 and does not renew.\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["dates", str(contract)])
    assert "  renewal       none  (" in result.stdout
    assert "unknown (none" not in result.stdout


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    good, out = tmp_path / "good.txt", tmp_path / "report.json"
    good.write_text("1. Use\n1.1 The Supplier may suspend the System at once where it suspects misuse.\n")
    out.write_text("mine")
    result = CliRunner().invoke(main, ["check", str(good), "--format", "json", "-o", str(out)])
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert out.read_text() == "mine"


@pytest.mark.parametrize(("option", "value"), [("--tier", "extreme"), ("--playbook", "none-such")])
def test_an_unknown_choice_is_refused(tmp_path: Path, option: str, value: str) -> None:
    good = tmp_path / "good.txt"
    good.write_text("1. Use\n")
    assert CliRunner().invoke(main, ["check", str(good), option, value]).exit_code == 2
