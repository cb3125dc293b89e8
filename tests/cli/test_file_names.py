"""Slips on the command line: one line that says what to do next, exit code 2, and nothing written.

An empty name, which an unset shell variable leaves behind, never means the current folder; an address is no path.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from clausegen.cli.main import main


@pytest.mark.parametrize(
    "command",
    [
        ["check", ""],
        ["check", "contract.txt", "--with", ""],
        ["audit", "", "-o", "results"],
        ["audit", ".", "-o", ""],
        ["draft", ""],
        ["dates", ""],
        ["show", ""],
        ["remedy", ""],
        ["renewals", ""],
        ["renewals", ".", "--deals", ""],
        ["tier", ""],
    ],
    ids=" ".join,
)
def test_an_empty_name_is_refused_by_every_command(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    ran = CliRunner().invoke(main, command)

    assert ran.exit_code == 2
    assert "the name is empty" in ran.output
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "command",
    [
        ["audit", "in", "-o", "file://{here}/out"],
        ["audit", "in", "-o", "out", "--register", "file://{here}/register.csv"],
        ["audit", "in", "-o", "out", "--baseline", "file://{here}/before"],
        ["check", "file://{here}/in/a.txt"],
    ],
    ids=" ".join,
)
def test_an_address_where_a_path_belongs_is_refused(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    ran = CliRunner().invoke(main, [word.replace("{here}", str(tmp_path)) for word in command])

    assert ran.exit_code == 2
    assert "this is an address; give the path of a file or folder of this machine" in " ".join(ran.output.split())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("chek a.txt", "there is no command 'chek'; did you mean 'check'?"),
        ("check b.txt", "b.txt: no such file or folder; check the path"),
        ("check a.txt --teir high", "Did you mean '--tier'?"),
        ("check a.txt -o out.xyz", "end it in .txt, .json"),
        ("a.txt", "to judge it: clausegen check a.txt"),
        ("explain SUSS", "did you mean 'SUS'?"),
        ("remedy a.txt -o b.docx", "clausegen draft deal.toml --interactive --kind addendum --contract a.txt"),
        ("draft deal.toml", "add --interactive to be asked for the deal"),
        ("renewals nodir", "give a folder of contracts, or the results of an audit"),
        ("audit .", "missing option '-o'"),
    ],
)
def test_a_slip_gets_one_line_that_says_what_to_do(
    command: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Agreement\n\n1. The Supplier sells lamps.\n")

    ran = CliRunner().invoke(main, command.split())

    assert ran.exit_code == 2
    assert said in ran.output
    assert ran.output.count("\n") == 1
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]
