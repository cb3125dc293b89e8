"""A deal file that cannot be drafted says so in words of the person who fills it in, line by line."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from deals import deal_data

from clausegen.cli.draft import _ask
from clausegen.cli.main import main
from clausegen.drafting.interview.file import to_toml
from clausegen.errors import DataError
from clausegen.library.load import load_deal

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
    (
        "concurrent_targets = 15",
        "concurrent_targets = true",
        "use_limits.concurrent_targets: a whole number",
    ),
    (
        "concurrent_targets = 15",
        "concurrent_targets = 15.0",
        "use_limits.concurrent_targets: a whole number",
    ),
    ("date = 2026-03-02", 'date = "2026-03-02"', "deal.toml:2 date: a date such as 2026-03-02, without quotes, got"),
    ("date = 2026-03-02", "date = 20260302", "deal.toml:2 date: a date such as 2026-03-02, without quotes, got"),
    (
        "date = 2026-03-02",
        "omit = []\ndate = 2026-03-02",
        "deal.toml:2 omit: no such key where nothing is left out",
    ),
    ("[product]", "[prodct]", "deal.toml:51 prodct: no such key; did you mean 'product'?"),
    ("[product]", "[prodct]", "deal.toml product: a value, but the key is absent; add the table [product]"),
    ('mandate = "', 'mandat = "', " end_user.mandat: no such key; did you mean 'mandate'?"),
    ('email = "legal', 'colour = "legal', ".colour: no such key; remove it or correct its spelling"),
    ("date = 2026-03-02", "date = 0206-03-02", "deal.toml:2 date: a day since 1900-01-01; look at the year"),
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
    assert f" {path}:{at} supplier.name" in named[0]
    assert named[0].endswith("name: a blank is left open: TBD; fill it in")


def test_a_fallback_without_its_approver_is_named_with_its_line(tmp_path: Path) -> None:
    line = (GOOD + FALLBACK).splitlines().index('[positions."suspension.on-suspicion"]') + 1
    said = message(tmp_path, GOOD + FALLBACK)
    assert f"deal.toml:{line} positions.suspension.on-suspicion: approved_by = … beside it" in said


@pytest.mark.parametrize(
    ("added", "key"),
    [
        (FALLBACK + 'approved_by = " "\n', "positions.suspension.on-suspicion.approved_by"),
        ('\n[agreement]\ntitle = "Licence"\ndate = 2025-01-01\nreference = " "\n', "agreement.reference"),
    ],
)
def test_what_may_be_left_out_may_not_be_blank(added: str, key: str, tmp_path: Path) -> None:
    assert f"{key}: some text, not only white space, got ' '" in message(tmp_path, GOOD + added)


ONE_LINE = [
    (
        "[answers.suspension]\nactivation_key_hours = 1.5\n",
        2,
        "answers.suspension.activation_key_hours: a whole",
    ),
    (
        "[answers.suspension]\nactivation_key_hours = [1]\n",
        2,
        "answers.suspension.activation_key_hours: a list",
    ),
    ("[answers.reinstatement]\ndecision_body = {a = 1}\n", 2, "answers.reinstatement.decision_body: a whole"),
    ("[omit]\nwhistleblowing = 3\n", 2, "omit.whistleblowing: a table, got '3'"),
    ('[agreement]\ntitle = "A"\ndate = 2026-01-01\nparties = [\n"A",\n3,\n]\n', 6, "agreement.parties.1: a text in"),
    ('[agreement]\ntitle = "A"\ndate = 2026-01-01\namended_by = 3\n', 4, "agreement.amended_by: a list in square"),
    ('[positions."suspension.nix"]\nposition = "fallback"\n', 1, "positions.suspension.nix: there is no such element"),
]


@pytest.mark.parametrize(("table", "line", "said"), ONE_LINE)
def test_one_mistake_is_one_line_with_the_line_it_stands_in(table: str, line: int, said: str, tmp_path: Path) -> None:
    path = tmp_path / "deal.toml"
    path.write_text(GOOD + table, encoding="utf-8")
    result = CliRunner().invoke(main, ["draft", str(path)])
    assert result.exit_code == 2
    (only,) = result.stderr.splitlines()
    assert only.startswith(f"{path}:{len(GOOD.splitlines()) + line} {said}"), only


def test_a_word_file_given_as_a_deal_is_called_no_text(tmp_path: Path) -> None:
    path = tmp_path / "deal.toml"
    path.write_bytes(b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xff\xfe")
    with pytest.raises(DataError, match="this is no text file; give a TOML file"):
        load_deal(path)


def test_everything_wrong_in_one_reading_is_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / "deal.toml"
    text = GOOD.replace("licensed_months = 6", 'licensed_months = "x"').replace("Maren Holt", "TBD")
    path.write_text(text + "[answers.suspension]\nfoo = 1\n", encoding="utf-8")
    said = CliRunner().invoke(main, ["draft", str(path)]).stderr.splitlines()
    assert [line.partition(" ")[2].partition(":")[0] for line in said] == [
        "supplier.signatory.name",
        "use_limits.licensed_months",
        "answers.suspension.foo",
    ]
    fitting = text.replace('licensed_months = "x"', "licensed_months = 60")
    path.write_text(fitting + "[answers.suspension]\nfoo = 1\n", encoding="utf-8")
    _, first, *reasons = CliRunner().invoke(main, ["draft", str(path)]).stderr.splitlines()
    assert (first, len(reasons)) == ("draft refused:", 3)


BLANKS = [
    ('name = "Petra Lund"', 'name = "TBD"', "end_user.signatory.name", "who signs"),
    ('title = "General Counsel"', 'title = "________"', "supplier.signatory.title", "as what"),
    ('address = "4 Quay Street, Port Arden, Norland"', 'address = "to be confirmed"', "supplier.address", "an address"),
    ('address = "4 Quay Street, Port Arden, Norland"', 'address = "N/A"', "supplier.address", "no address"),
    ('address = "4 Quay Street, Port Arden, Norland"', 'address = "___ Square"', "supplier.address", "no number"),
    (
        'tier = "high"\n',
        'tier = "high"\npositions = {"suspension.on-suspicion" = {position = "fallback", approved_by = "TBD"}}\n',
        "positions.suspension.on-suspicion.approved_by",
        "what no document prints",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "key", "reason"), BLANKS)
def test_a_blank_stops_a_draft_wherever_it_stands(
    right: str, wrong: str, key: str, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "deal.toml"
    assert right in GOOD
    path.write_text(GOOD.replace(right, wrong, 1), encoding="utf-8")
    result = CliRunner().invoke(main, ["draft", str(path)])
    assert (result.exit_code, f" {key}: a blank is left open: " in result.stderr) == (2, True), (reason, result.stderr)
    assert list(tmp_path.iterdir()) == [path]


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
