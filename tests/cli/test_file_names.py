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
