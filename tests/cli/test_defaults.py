"""Defaults come from clausegen.toml; a key that nobody knows is named with the nearest known one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from clausegen.cli.main import main

CONTRACT = "1. Use\n1.1 The Licensee may use the Software.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "a.txt").write_text(CONTRACT, encoding="utf-8")
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["check", "../a.txt", *arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("clausegen.toml", 'tier = "high"\n'),
        ("clausegen.toml", '[check]\ntier = "high"\n'),
        ("clausegen.toml", 'tier = "low"\n[check]\ntier = "high"\n'),
        ("clausegen.toml", 'tier = "high"\nholidays = "GB"\n[dates]\nformat = "json"\n'),
        ("pyproject.toml", '[tool.clausegen]\ntier = "high"\n'),
    ],
    ids=["for all commands", "for one", "the command's own wins", "others do not disturb", "in pyproject.toml"],
)
def test_defaults_are_taken_from_the_nearest_file_above(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert "(tier high" in run()[1]


def test_the_command_line_wins(folder: Path) -> None:
    (folder / "clausegen.toml").write_text('tier = "high"\n[check]\nfail-on = ["nothing"]\n', encoding="utf-8")
    code, output = run("--tier", "low")
    assert (code, "(tier low" in output) == (0, True)
    assert run("--fail-on", "missing")[0] == 1


@pytest.mark.parametrize(
    ("text", "said", "why"),
    [
        ('teir = "high"', "teir: no such shared option; did you mean 'tier'?", "a slip at the top"),
        ("[chek]\n", "[chek]: no such command; did you mean 'check'?", "a slip in a command"),
        ("[check]\nfail-onn = []", "check.fail-onn: no such option of 'check'; did you mean 'fail-on'?", "an option"),
        ('tier = "hgih"', "tier: 'hgih' is not one of 'low', 'medium', 'high'.", "a value that is no choice"),
        ("risk = 2", "risk: 2", "out of range"),
        ("tier = ", "not valid TOML", "no TOML"),
    ],
)
def test_a_faulty_file_is_one_clear_line_and_exit_code_2(folder: Path, text: str, said: str, why: str) -> None:
    (folder / "clausegen.toml").write_text(text, encoding="utf-8")
    code, output = run()
    assert (code, len(output.splitlines())) == (2, 1), why
    assert output.startswith(str(folder / "clausegen.toml"))
    assert said in output, why


def test_defaults_hold_for_the_commands_of_a_group(folder: Path) -> None:
    (folder / "clausegen.toml").write_text(
        'tier = "high"\n[audit]\nworkers = 1\n[audit.export]\nformat = "csv"\n', encoding="utf-8"
    )
    (folder / "contracts").mkdir()
    (folder / "a.txt").rename(folder / "contracts" / "a.txt")
    result = CliRunner().invoke(main, ["audit", "../contracts", "-o", "../results"])
    assert result.exit_code == 1, result.output
    judged = json.loads((folder / "results" / "audit.jsonl").read_text(encoding="utf-8"))
    assert judged["tier"] == "high", "a tier that is asked for is never silently another one"
    assert CliRunner().invoke(main, ["audit", "export", "../results", "-o", "../table.csv"]).exit_code == 0
    for command in ("audit", "renewals"):
        shown = CliRunner().invoke(main, [command, "run", "--help"]).output
        assert "[default: high]" in " ".join(shown.split()), command


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[audit]\nworker = 1\n", "audit.worker: no such option of 'audit'; did you mean 'workers'?"),
        ("[audit.exprot]\n", "[audit.exprot]: no such command of 'audit'; did you mean 'export'?"),
        ("[library]\nplaybook = 'x'\n", "library.playbook: no such command of 'library'; known: docs, list, new, test"),
    ],
)
def test_a_slip_in_the_table_of_a_group_is_named(folder: Path, text: str, said: str) -> None:
    (folder / "clausegen.toml").write_text(text, encoding="utf-8")
    command = text[1:].partition("]")[0].partition(".")[0]
    result = CliRunner().invoke(main, [command, "list" if command == "library" else "run"])
    assert (result.exit_code, result.output) == (2, f"{folder / 'clausegen.toml'}: {said}\n")


def test_a_project_file_that_is_not_ours_is_left_alone(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert "(tier medium" in run()[1]
