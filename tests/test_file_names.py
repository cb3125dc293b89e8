"""An empty name, which an unset shell variable leaves behind, never means the current folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from clausegen.cli import main


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
