"""The commands draft and lint: files, exit codes, refusals that leave nothing, the interview."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from deals import deal_data
from test_assemble import AGREEMENT, INCIDENT, LIBRARY

import clausegen.cli.draft as command
from clausegen.cli.main import main
from clausegen.drafting.interview import complete
from clausegen.drafting.interview.file import to_toml
from clausegen.errors import UsageError
from clausegen.library.load import load_deal


@pytest.fixture(autouse=True)
def small_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "load_library", lambda: LIBRARY)


def deal_file(folder: Path, **changes: Any) -> Path:
    path = folder / "deal.toml"
    data = {k: v for k, v in deal_data(agreement=AGREEMENT, incident=INCIDENT, **changes).items() if v is not None}
    path.write_text(to_toml(data), encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_draft_and_its_manifest_lie_side_by_side(tmp_path: Path) -> None:
    result = run("draft", deal_file(tmp_path))
    assert result.exit_code == 0, result.output
    manifest = json.loads((tmp_path / "deal.docx.manifest.json").read_text(encoding="utf-8"))
    assert manifest["tier"] == "high"
    assert (tmp_path / "deal.docx").stat().st_size > 10_000


def test_a_contract_of_other_parties_is_not_cited(tmp_path: Path) -> None:
    deal = deal_file(tmp_path)
    other = tmp_path / "other.txt"
    other.write_text("This Agreement is made between Corvane Ltd and the State of Valdoria.\n1. Fees\n1.1 Pay.\n")
    result = run("draft", deal, "--kind", "addendum", "--contract", other, "-o", tmp_path / "a.md")
    assert (result.exit_code, "names neither" in result.output) == (2, True)
    other.write_text("This Agreement is made between Halberd Systems Limited and others.\n1. Fees\n1.1 Pay.\n")
    result = run("draft", deal, "--kind", "addendum", "--contract", other, "-o", tmp_path / "a.md")
    assert (result.exit_code, "names neither" in result.output) == (2, True)
    other.write_text(
        "This Agreement is made between Halberd Systems Limited and the Ministry of the Interior of Estmark.\n"
        "1. Fees\n1.1 Pay.\n"
    )
    result = run("draft", deal, "--kind", "addendum", "--contract", other, "-o", tmp_path / "a.md")
    assert result.exit_code == 0, result.output
    assert "the contract does not name National Crime Directorate of Estmark" in result.output


def test_what_the_deal_does_not_state_is_listed(tmp_path: Path) -> None:
    result = run("draft", deal_file(tmp_path))
    assert "forum.seat = London, England" in result.output
    assert "fees = as set out in the commercial terms" in result.output
    manifest = json.loads((tmp_path / "deal.docx.manifest.json").read_text(encoding="utf-8"))
    assert manifest["defaults"]["forum.governing_law"] == "England and Wales"
    stated = {"governing_law": "Norland", "arbitration_rules": "the ICC rules", "seat": "Geneva"}
    result = run("draft", deal_file(tmp_path, fees="of EUR 5", forum=stated), "--force")
    assert "taken by default" not in result.output


def test_a_tier_that_is_not_assessed_is_said_to_be_stated(tmp_path: Path) -> None:
    assert "tier high is stated, not assessed" in run("draft", deal_file(tmp_path)).output


@pytest.mark.parametrize(("name", "begins"), [("a.md", "# Licence"), ("a.html", "<!doctype html>")])
def test_the_suffix_chooses_the_format(name: str, begins: str, tmp_path: Path) -> None:
    assert run("draft", deal_file(tmp_path), "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    deal = deal_file(tmp_path)
    (tmp_path / "deal.docx").write_text("mine")
    result = run("draft", deal)
    assert (result.exit_code, "--force" in result.output) == (2, True)
    assert (tmp_path / "deal.docx").read_text() == "mine"
    assert run("draft", deal, "--force").exit_code == 0


OMISSION = {"approved_by": "Head of Compliance", "reason": "The customer has a channel of its own."}
REFUSED = [
    ({"tier": "prohibited"}, (), "no clause set exists"),
    ({"end_user": None}, (), "No end user is named"),
    ({"omit": {"suspension": OMISSION}}, (), "mandatory at every tier"),
    ({"omit": ["suspension"]}, (), "[omit.suspension] with approved_by = … and reason = …"),
    ({"omit": {"whistleblowing": {"reason": "none"}}}, (), "omit.whistleblowing.approved_by: a value, but the key"),
    ({}, ("--position", "fallback"), "--approved-by"),
    ({}, ("--position", "fallback", "--approved-by", "TBD"), "--approved-by"),
    ({"tier": "extreme"}, (), "deal.toml:3 tier: 'low', 'medium', 'high' or 'prohibited', got 'extreme'"),
    ({"colour": "blue"}, (), "no such key"),
]


@pytest.mark.parametrize(("changes", "options", "message"), REFUSED)
def test_a_refusal_says_why_and_leaves_no_file(
    changes: dict[str, Any], options: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    deal = deal_file(tmp_path, **changes)
    result = run("draft", deal, *options)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == [deal]


@pytest.mark.parametrize(
    ("escape", "reason"),
    [
        ("\\u0007", "a control character"),
        ("\\u202E", "an override of the direction"),
        ("Hal\\u200Bberd", "a space without width"),
        ("Hal\\u00ADberd", "a hyphen that shows only at the end of a line"),
        ("Hal\\u200Dberd", "a joiner between letters that do not join"),
        ("Halberd\\uFEFF", "a mark of the order of bytes"),
        ("   ", "only white space"),
    ],
)
def test_a_deal_that_no_document_can_show_as_it_is_is_refused(escape: str, reason: str, tmp_path: Path) -> None:
    path = deal_file(tmp_path)
    text = path.read_text(encoding="utf-8").replace('name = "Halberd Systems Ltd"', f'name = "{escape}"')
    path.write_text(text, encoding="utf-8")
    result = run("draft", path)
    assert result.exit_code == 2, reason
    assert "supplier.name" in result.output


def test_a_megabyte_of_policy_is_drafted_and_of_name_refused(tmp_path: Path) -> None:
    policy = {**deal_data()["human_rights_policy"], "text": "word " * 200_000}
    assert run("draft", deal_file(tmp_path, human_rights_policy=policy), "-o", tmp_path / "a.docx").exit_code == 0
    product = {**deal_data()["product"], "name": "x" * 1_000_000}
    result = run("draft", deal_file(tmp_path, product=product), "-o", tmp_path / "b.docx")
    assert (result.exit_code, "product.name" in result.output, len(result.output) < 500) == (2, True, True)


def test_numbers_in_a_policy_are_its_own_but_a_blank_is_a_blank(tmp_path: Path) -> None:
    policy = {**deal_data()["human_rights_policy"], "text": "See clause 99 of this policy.\n\nAnnex Z says more."}
    result = run("draft", deal_file(tmp_path, human_rights_policy=policy), "-o", tmp_path / "a.md")
    assert (result.exit_code, "in words of the deal file" in result.output) == (0, True), result.output
    policy["text"] = "Adopted on [date]."
    result = run("draft", deal_file(tmp_path, human_rights_policy=policy), "-o", tmp_path / "b.md")
    assert (result.exit_code, "human_rights_policy.text: a blank is left open: [date]" in result.output) == (2, True)
    assert not (tmp_path / "b.md").exists()


def test_what_is_left_out_is_said_and_recorded_with_its_approver(tmp_path: Path) -> None:
    result = run("draft", deal_file(tmp_path, omit={"whistleblowing": OMISSION}), "-o", tmp_path / "a.md")
    said = "(WHB) is due and left out, as Head of Compliance approved: The customer has a channel of its own."
    assert (result.exit_code, said in result.stderr) == (0, True), result.output
    manifest = json.loads((tmp_path / "a.md.manifest.json").read_text(encoding="utf-8"))
    assert manifest["omitted"] == {"whistleblowing": {**OMISSION, "date": None}}


@pytest.mark.parametrize(
    ("name", "code", "why"),
    [
        ("A&B <Ltd> **", 0, "a name like any other"),
        ("TBD Systems Ltd", 0, "a name that begins like a blank"),
        ("{{ 7*7 }}", 2, "a blank of somebody's template"),
        ("[●]", 2, "a blank"),
    ],
)
def test_a_name_is_drafted_unless_it_reads_as_a_blank(name: str, code: int, why: str, tmp_path: Path) -> None:
    customer = {**deal_data()["customer"], "name": name}
    result = run("draft", deal_file(tmp_path, customer=customer), "-o", tmp_path / "a.md")
    assert (result.exit_code, f"a blank is left open: {name}" in result.output) == (code, code == 2), why


def test_conforming_edits_are_those_that_a_contract_needs(tmp_path: Path) -> None:
    deal = deal_file(tmp_path)
    without = run("draft", deal, "--list-conforming-edits")
    assert (without.exit_code, "give it with --contract" in without.output) == (2, True)
    run("draft", deal)
    result = run("draft", deal, "--list-conforming-edits", "--contract", tmp_path / "deal.docx")
    assert result.exit_code == 0, result.output
    assert "Licence grant" not in result.output  # a clause of safeguards is none to change


def test_kinds_are_listed_with_and_without_a_deal(tmp_path: Path) -> None:
    for arguments in ((), (deal_file(tmp_path),)):
        result = run("draft", *arguments, "--list-kinds")
        assert (result.exit_code, "deed-of-adherence" in result.output) == (0, True), result.output


def test_lint_finds_nothing_in_a_draft_and_a_blank_in_another_file(tmp_path: Path) -> None:
    run("draft", deal_file(tmp_path))
    assert run("lint", tmp_path / "deal.docx").exit_code == 0
    other = tmp_path / "other.txt"
    other.write_text("1. Price\nThe Customer shall pay [●].\n", encoding="utf-8")
    result = run("lint", other)
    assert (result.exit_code, "[placeholder]" in result.output) == (1, True)
    assert run("lint", tmp_path / "none.docx").exit_code == 2


def test_lint_takes_folders(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("1. Price\nThe Customer shall pay [●].\n", encoding="utf-8")
    result = run("lint", tmp_path)
    assert (result.exit_code, result.output.count("[placeholder]")) == (1, 2), result.output


ANSWERS = {
    "Full legal name of the customer": "The Ministry",
    "Full legal name of the end user": "The Agency",
    "Risk tier": "medium",
    "Date of the agreement": "2026-03-02",
    "First day": "2026-04-01",
    "Its date": "2025-11-20",
    "Licensed period": "6",
    "How many": "10",
    "In which regions": "North; South",
    "Capability": "analytics",
    "E-mail": "a@b.example",
}


def answering(asked: list[str]) -> Any:
    def ask(question: str, default: str) -> str:
        asked.append(question)
        return default or next((answer for key, answer in ANSWERS.items() if key in question), "Some words")

    return ask


def test_the_interview_asks_for_everything_and_writes_the_deal(tmp_path: Path) -> None:
    asked: list[str] = []
    path = tmp_path / "new.toml"
    deal = complete(path, LIBRARY, answering(asked))
    assert deal.use_limits.regions == ("North", "South")
    assert load_deal(path) == deal
    assert len(asked) > 30
    assert (deal.forum.seat, "forum" in deal.model_fields_set) == ("London, England", True)


def test_the_interview_asks_only_what_is_missing(tmp_path: Path) -> None:
    path = deal_file(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text("# keep me\n" + text.replace("concurrent_targets = 15\n", ""), encoding="utf-8")
    asked: list[str] = []
    deal = complete(path, LIBRARY, answering(asked))
    assert asked == ["How many concurrent targets at most?"]
    assert deal.use_limits.concurrent_targets == 10
    assert path.read_text(encoding="utf-8").startswith("# keep me\n")


def test_the_interview_says_what_is_wrong_and_asks_again(tmp_path: Path) -> None:
    path = deal_file(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("concurrent_targets = 15\n", ""), encoding="utf-8")
    given = iter(["many", "", "7"])
    asked: list[str] = []

    def ask(question: str, default: str) -> str:
        asked.append(question)
        return next(given)

    assert complete(path, LIBRARY, ask).use_limits.concurrent_targets == 7
    assert asked[1].startswith("a whole number is expected.")


def test_the_interview_gives_up_on_nonsense(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no usable answer"):
        complete(tmp_path / "x.toml", LIBRARY, lambda question, default: "" if "Title" in question else "x")


def test_an_interrupted_interview_keeps_what_was_answered(tmp_path: Path) -> None:
    path = tmp_path / "half.toml"

    def ask(question: str, default: str) -> str:
        if "Risk tier" in question:
            raise KeyboardInterrupt
        return ANSWERS.get("Date of the agreement", "") if "Date" in question else "Some words"

    with pytest.raises(KeyboardInterrupt):
        complete(path, LIBRARY, ask)
    assert path.read_text(encoding="utf-8") == 'title = "Some words"\ndate = 2026-03-02\n'
