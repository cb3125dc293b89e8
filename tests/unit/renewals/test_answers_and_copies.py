"""Answers of people, days of the register, and copies, in the list of renewals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausegen.auditing import LocalEngine, with_copies
from clausegen.auditing import RegisterRow as Row
from clausegen.cli.main import main
from clausegen.model import Outcome, Tier

CONTRACT = """LICENCE AGREEMENT

dated 3 February 2025 between Halden Systems Ltd and the Ministry of Order

1. Term
1.1 This Agreement starts on 3 February 2025.
1.2 The term of this Agreement ends on ____________.
2. Fees
2.1 The Customer shall pay the fees within 30 days.
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(main, list(map(str, words)))


def listed(folder: Path, *more: str) -> dict[str, object]:
    result = run("renewals", folder, "--today", "2026-01-20", "--format", "json", *more)
    found: dict[str, object] = json.loads(result.stdout)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(CONTRACT)
    return tmp_path


def test_an_answer_is_kept_and_counts_in_the_next_list(folder: Path) -> None:
    (renewal,) = listed(folder)["renewals"]  # type: ignore[misc]
    assert (renewal["state"], renewal["tasks"][0]["kind"]) == ("unknown", "answer")
    answered = run("renewals", "answer", folder, "a.txt", "--end", "2027-02-02", "--by", "Ada", "--note", "signed copy")
    assert answered.exit_code == 0
    (renewal,) = listed(folder)["renewals"]  # type: ignore[misc]
    assert (renewal["state"], renewal["period_end"], renewal["question"]) == ("later", "2027-02-02", "")
    assert "by Ada" in renewal["calculation"]


def test_a_later_answer_replaces_the_earlier_one(folder: Path) -> None:
    for day in ("2027-02-02", "2028-02-02"):
        assert run("renewals", "answer", folder, "a.txt", "--end", day, "--by", "Ada").exit_code == 0
    (renewal,) = listed(folder)["renewals"]  # type: ignore[misc]
    assert renewal["period_end"] == "2028-02-02"


def test_an_answer_is_open_again_when_the_words_change_but_not_when_the_file_only_moves(folder: Path) -> None:
    run("renewals", "answer", folder, "a.txt", "--end", "2027-02-02", "--by", "Ada")
    (folder / "a.txt").rename(folder / "b.txt")
    (renewal,) = listed(folder)["renewals"]  # type: ignore[misc]
    assert renewal["period_end"] == "2027-02-02"
    (folder / "b.txt").unlink()
    (folder / "a.txt").write_text(CONTRACT.replace("ends on ____________", "ends on 3 April 2029"))
    found = listed(folder)
    assert found["renewals"][0]["period_end"] == "2029-04-03"  # type: ignore[index]
    assert any("open again" in concern for concern in found["concerns"])  # type: ignore[attr-defined]


REFUSED = [
    (["--end", "2027-02-30"], "--end '2027-02-30': expected a day such as", "a day that no calendar has"),
    (["--end", "2 Feb 2027"], "expected a day such as", "a day in words"),
    (["--notice", "ninety"], "expected a period such as '90 days'", "a period without unit"),
    (["--begin", "2027-01-01", "--end", "2026-01-01"], "does not lie after --begin", "an end before the beginning"),
    ([], "nothing is answered", "no answer"),
]


@pytest.mark.parametrize(("given", "said", "why"), REFUSED, ids=[case[2] for case in REFUSED])
def test_an_answer_that_cannot_be_is_refused_and_nothing_is_kept(
    folder: Path, given: list[str], said: str, why: str
) -> None:
    result = run("renewals", "answer", folder, "a.txt", *given, "--by", "Ada")
    assert (result.exit_code, said in result.output) == (2, True)
    assert not (folder / "decisions.toml").exists()


def test_a_contract_that_is_not_there_cannot_be_answered_for(folder: Path) -> None:
    result = run("renewals", "answer", folder, "b.txt", "--end", "2027-02-02", "--by", "Ada")
    assert (result.exit_code, "b.txt: no such file" in result.output) == (2, True)


def test_the_register_is_compared_with_the_contract_and_never_replaces_it(folder: Path) -> None:
    (folder / "register.csv").write_text("path,begins,ends\na.txt,2025-03-01,2027-02-28\n")
    found = listed(folder)
    (renewal,) = found["renewals"]  # type: ignore[misc]
    assert renewal["state"] == "unknown"
    assert "register line 2 says 2027-02-28" in renewal["question"]
    (asked,) = [task["what"] for task in renewal["tasks"] if task["title"] == "Register and contract differ"]
    assert asked == "Register line 2 says that it begins on 2025-03-01, the contract 2025-02-03. Which is right?"


@pytest.mark.parametrize("row", ["2027-02-30,", "2027-03-01,2027-02-28", "tomorrow,"])
def test_a_register_with_days_that_cannot_be_is_refused_with_its_line(folder: Path, row: str) -> None:
    (folder / "register.csv").write_text(f"path,begins,ends\na.txt,{row}\n")
    result = run("renewals", folder, "--today", "2026-01-20")
    assert (result.exit_code, "register.csv:2" in result.output) == (2, True)


def test_copies_are_one_contract(folder: Path) -> None:
    (folder / "a-copy.txt").write_text(CONTRACT)
    (renewal,) = listed(folder)["renewals"]  # type: ignore[misc]
    assert (renewal["path"], renewal["copies"]) == ("a.txt", ["a-copy.txt"])


COPIES = [
    ([Row("a.txt"), Row("sub/a.txt")], {"sub/a.txt": "a.txt"}, "the shortest path is the original"),
    (
        [Row("a.txt"), Row("sub/a.txt", customer="B")],
        {"a.txt": "sub/a.txt"},
        "whose row says more is the original",
    ),
    (
        [Row("a.txt", customer="A"), Row("b.txt", customer="B")],
        {},
        "another customer has a contract of his own",
    ),
    ([Row("a.txt", family="F"), Row("b.txt")], {}, "a file of a family is read with it"),
    ([Row("a.txt", tier=Tier.LOW), Row("b.txt")], {}, "another tier is judged apart"),
    ([Row("a.txt"), Row("a.docx")], {}, "another format is read apart"),
]


@pytest.mark.parametrize(("rows", "copies", "why"), COPIES, ids=[case[2] for case in COPIES])
def test_copies_are_told_as_an_audit_tells_them(rows: list[Row], copies: dict[str, str], why: str) -> None:
    entries = [
        row.entry(row.path, outcome=Outcome.JUDGED, tier=row.tier or Tier.MEDIUM, sha256="0" * 64) for row in rows
    ]
    assert {entry.path: entry.of for entry in with_copies(entries) if entry.shadow} == copies


def test_a_copy_that_the_register_does_not_know_has_no_tier_of_its_own(folder: Path) -> None:
    (folder / "z-signed.txt").write_text(CONTRACT)
    (folder / "register.csv").write_text("path,tier\nz-signed.txt,high\n")
    (renewal,) = listed(folder)["renewals"]  # type: ignore[misc]
    assert (renewal["path"], renewal["copies"], renewal["tier"]["tier"]) == ("z-signed.txt", ["a.txt"], "high")


def test_a_list_judges_nothing_that_it_has_judged_before(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        (folder / f"{number}.txt").write_text(CONTRACT.replace("Halden", f"Halden {number}"))
    first = listed(folder, "-o", str(folder / "out"))
    monkeypatch.setattr(LocalEngine, "run", lambda *_: pytest.fail("judged again"))
    assert listed(folder, "-o", str(folder / "out"), "--force") == first


@pytest.mark.parametrize("others", [0, 3], ids=["a few, read here", "many, read in processes"])
def test_a_contract_that_cannot_be_read_is_named_and_the_others_are_listed(folder: Path, others: int) -> None:
    for number in range(others):
        (folder / f"{number}.txt").write_text(CONTRACT.replace("Halden", f"Halden {number}"))
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    result = run("renewals", folder, "--today", "2026-01-20")
    said = " ".join(result.stdout.split())
    assert (result.exit_code, "broken.docx: the archive is" in said, "a.txt" in said) == (2, True, True)


def test_a_draft_that_the_desk_keeps_beside_the_contracts_is_no_deal_of_theirs(folder: Path) -> None:
    drafts = folder / ".clausegen" / "drafts"
    drafts.mkdir(parents=True)
    (drafts / "0123456789abcdef.deal.toml").write_text('title = "begun"\n')
    assert listed(folder)["concerns"] == []
