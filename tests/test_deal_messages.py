"""A deal file that cannot be drafted says so in words of the person who fills it in, line by line."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from deals import deal_data

from clausegen.cli import main
from clausegen.commands.draft import _ask
from clausegen.deal import load_deal
from clausegen.errors import DataError
from clausegen.interview.file import to_toml

GOOD = to_toml(deal_data())
FALLBACK = '\n[positions."suspension.on-suspicion"]\nposition = "fallback"\n'


def message(folder: Path, text: str) -> str:
    path = folder / "deal.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as wrong:
        load_deal(path)
    return str(wrong.value).replace(f"{folder}/", "")


WRONG = [
    ("date = 2026-03-02", 'date = "2 March 2026"', "deal.toml:2 date: a date such as 2026-03-02, without quotes, got"),
    ("date = 2026-03-02", "date = 2 March 2026", "deal.toml:2: valid TOML: nothing more on the line"),
    ('Lantern System"\n', "Lantern System\n", "deal.toml:1: valid TOML: a quotation mark at the end of the text"),
    ("date = 2026-03-02", "date =", 'deal.toml:2: valid TOML: a value behind "="'),
    ("date = 2026-03-02", "date = 2026-03-02\ndate = 2026-03-02", "deal.toml:3: valid TOML: each key once"),
    ('tier = "high"\n', "", 'deal.toml: tier = "low", "medium" or "high", or [factors] to assess it from'),
    ("date = 2026-03-02\n", "", "date: a value, but the key is absent; add date = … before the first [table]"),
    (
        "licensed_months = 6",
        'licensed_months = "six"',
        "use_limits.licensed_months: a whole number such as 12, without",
    ),
    (
        'mandate = "',
        'mandates = "',
        "end_user.mandate: a value, but the key is absent; add mandate = … under [end_user]",
    ),
    ("compliance@halberd.example", "not an email", "supplier.email: an e-mail address such as legal@example.org, got"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG)
def test_what_was_expected_is_said_as_it_is_written(right: str, wrong: str, said: str, tmp_path: Path) -> None:
    assert right in GOOD
    assert said in message(tmp_path, GOOD.replace(right, wrong, 1))


def test_a_blank_for_an_address_is_left_to_those_who_look_for_blanks(tmp_path: Path) -> None:
    path = tmp_path / "deal.toml"
    path.write_text(GOOD.replace("compliance@halberd.example", "[to be completed]"), encoding="utf-8")
    assert load_deal(path).supplier.email == "[to be completed]"
    result = CliRunner().invoke(main, ["draft", str(path)])
    assert (result.exit_code, "a blank is left open: [to be completed]" in result.stderr) == (2, True), result.output


def test_a_blank_is_named_once_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "deal.toml"
    name = next(line for line in GOOD.splitlines() if line.startswith("name = "))
    path.write_text(GOOD.replace(name, 'name = "TBD"', 1), encoding="utf-8")
    result = CliRunner().invoke(main, ["draft", str(path)])
    at = GOOD.splitlines().index(name) + 1
    named = [line for line in result.stderr.splitlines() if "TBD" in line]
    assert len(named) == 1, result.output
    assert named[0].startswith(f"{path}:{at} ")
    assert named[0].endswith("name: a blank is left open: TBD; fill it in [placeholder]")


def test_a_fallback_without_its_approver_is_named_with_its_line(tmp_path: Path) -> None:
    line = (GOOD + FALLBACK).splitlines().index('[positions."suspension.on-suspicion"]') + 1
    said = message(tmp_path, GOOD + FALLBACK)
    assert f"deal.toml:{line} positions.suspension.on-suspicion: approved_by = … beside it" in said


def test_several_reasons_are_a_list_with_lines(tmp_path: Path) -> None:
    path = tmp_path / "deal.toml"
    text = GOOD.replace("licensed_months = 6", "licensed_months = 60") + "\n[answers.suspension]\nkey_hours = 5\n"
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["draft", str(path)])
    _, first, *reasons = result.stderr.splitlines()  # before them it says that the tier is stated
    lines = text.splitlines()
    assert (result.exit_code, first, len(reasons)) == (2, "draft refused:", 2), result.stderr
    assert f"  - {path}:{lines.index('licensed_months = 60') + 1} use_limits.licensed_months is 60" in reasons[0]
    assert f"  - {path}:{lines.index('key_hours = 5') + 1} answers.suspension.key_hours: no clause asks" in reasons[1]


def test_an_empty_answer_reaches_the_interview_which_says_what_is_needed() -> None:
    @click.command()
    def asking() -> None:
        click.echo(repr(_ask("Title?", "")))

    result = CliRunner().invoke(asking, input="\n")
    assert result.stdout.strip().endswith("''")
