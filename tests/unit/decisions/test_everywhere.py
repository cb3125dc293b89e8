"""What people decided counts wherever one contract is read, and is said there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from paths import ROOT

import clausegen
from clausegen.cli.draft import _judged
from clausegen.cli.main import main
from clausegen.decisions.beside import decisions_beside
from clausegen.library import load_deal, load_library
from clausegen.model import DecisionKind, Finding, Report, Status

WEAK = ROOT / "samples" / "contracts" / "weak-suspension.txt"
MADE = 'who = "Ada", when = 2026-05-01T12:00:00Z'


def decide(folder: Path, *lines: str) -> None:
    made = "".join(f"d{number} = {{ {line}, {MADE} }}\n" for number, line in enumerate(lines))
    (folder / "decisions.toml").write_text(f"[decisions]\n{made}")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def finding(report: Report, code: str) -> Finding:
    return next(found for found in report.findings if found.code == code)


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    return Path(shutil.copy(WEAK, tmp_path / "a.txt"))


SATISFIED = finding(clausegen.check(WEAK, tier="high", decisions=False), "HRC-1")


def test_check_and_python_say_the_same_and_both_say_who_decided(contract: Path) -> None:
    assert SATISFIED.status is Status.SATISFIED
    decide(contract.parent, 'contract = "a.txt", element = "HRC-1", decision = "wrong", status = "missing"')
    report = clausegen.check(contract, tier="high")
    assert finding(report, "HRC-1").status is Status.MISSING
    assert report.contract.notices[0].message == "People decided on HRC-1."
    printed = json.loads(run("check", contract, "--tier", "high", "--format", "json").stdout)
    assert printed["verdicts"] == json.loads(report.model_dump_json())["verdicts"]
    text = run("check", contract, "--tier", "high", "--gaps").stdout
    assert "corrected from satisfied to missing by Ada on 2026-05-01" in text
    assert "People decided on HRC-1." in text


def test_without_decisions_the_program_speaks_for_itself(contract: Path) -> None:
    decide(contract.parent, 'contract = "a.txt", element = "HRC-1", decision = "wrong", status = "missing"')
    assert finding(clausegen.check(contract, tier="high", decisions=False), "HRC-1") == SATISFIED
    assert "Ada" not in run("check", contract, "--tier", "high", "--gaps", "--no-decisions").stdout


def test_words_that_are_quoted_no_more_assure_nothing(contract: Path) -> None:
    line = 'contract = "a.txt", element = "SUS-2", decision = "wrong", status = "satisfied", quotation = "{}"'
    decide(contract.parent, line.format("0" * 16))
    report = clausegen.check(contract, tier="high")
    assert finding(report, "SUS-2").status is not Status.SATISFIED
    assert report.contract.notices[0].message == "These decisions do not count now: SUS-2 (reopened)."


def test_a_waived_gap_stays_and_does_not_make_the_exit_code(contract: Path) -> None:
    gaps = [f.code for f in clausegen.check(contract, tier="low").findings if f.status is not Status.SATISFIED]
    lines = [f'contract = "a.txt", element = "{code}", decision = "waived", until = 9999-01-01' for code in gaps]
    assert run("check", contract, "--tier", "low").exit_code == 1
    decide(contract.parent, *lines[1:])
    assert run("check", contract, "--tier", "low", "--fail-severity", "minor").exit_code == 1, "one is left"
    decide(contract.parent, *lines)
    result = run("check", contract, "--tier", "low", "--format", "sarif")
    assert result.exit_code == 0
    results = json.loads(result.stdout)["runs"][0]["results"]
    assert len(results) == len(gaps)
    assert all(each["suppressions"] for each in results)


def test_a_file_out_of_scope_is_left_out_of_the_table_by_name(contract: Path) -> None:
    shutil.copy(contract, contract.with_name("b.txt"))
    decide(contract.parent, 'contract = "b.txt", decision = "not-in-scope", note = "a lease"')
    (contract.parent / "b.txt").write_text("Lease of a flat. The tenant pays the rent.\n")
    result = run("check", contract.parent)
    assert "b.txt: left out: put out of scope by Ada on 2026-05-01: a lease" in result.stderr
    assert "b.txt" not in result.stdout


def test_a_damaged_file_is_told_once_decides_nothing_and_costs_no_contract(contract: Path) -> None:
    shutil.copy(contract, contract.with_name("b.txt"))
    (contract.parent / "decisions.toml").write_text("[decisions]\n<<<<<<< HEAD\n=======\n")
    result = run("check", contract.parent)
    assert result.exit_code == 2
    assert result.stderr.count("git left conflict marks") == 1
    assert "a.txt" in result.stdout
    assert "b.txt" in result.stdout


def test_decisions_lie_in_the_nearest_folder_above_but_never_where_everybody_writes(tmp_path: Path) -> None:
    deep = tmp_path / "customers" / "acme"
    deep.mkdir(parents=True)
    decide(tmp_path, 'contract = "customers/acme/a.txt", element = "SUS-2", decision = "insert"')
    found, name = decisions_beside(deep / "a.txt")
    assert [made.decision for made in found.of(name)] == [DecisionKind.INSERT]
    tmp_path.chmod(0o777)
    assert not len(decisions_beside(deep / "a.txt")[0]), "whoever writes there would decide"


def test_remedy_inserts_nothing_that_is_waived(tmp_path: Path) -> None:
    contract = Path(shutil.copy(ROOT / "samples" / "contracts" / "one-missing.docx", tmp_path / "a.docx"))
    before = clausegen.remedy(contract, tier="high")
    assert before is not None
    line = 'contract = "a.docx", element = "{}", decision = "waived", until = 9999-01-01'
    decide(tmp_path, *(line.format(code) for code in before.elements))
    assert clausegen.remedy(contract, tier="high") is None
    result = run("remedy", contract, "--tier", "high", "-o", tmp_path / "revised.docx")
    assert "nothing was written" in result.stdout


def test_an_addendum_is_made_of_what_people_call_missing(contract: Path) -> None:
    decide(contract.parent, 'contract = "a.txt", element = "HRC-1", decision = "wrong", status = "missing"')
    library = load_library()
    deal = load_deal(ROOT / "samples" / "deals" / "high.toml")
    report = _judged(clausegen.load_document(contract), deal, None, library)
    assert report is not None
    assert finding(report, "HRC-1").status is Status.MISSING


def test_an_audit_uses_the_decisions_that_are_named_and_compares_with_the_run_before_by_them(contract: Path) -> None:
    out = contract.parent / "out"
    folder = contract.parent / "contracts"
    folder.mkdir()
    contract.rename(folder / "a.txt")
    arguments = ("audit", folder, "-o", out, "--workers", "1", "--tier", "high")
    run(*arguments)
    decide(folder, 'contract = "a.txt", element = "HRC-1", decision = "wrong", status = "missing"')
    assert "found among the contracts and not used" in run(*arguments).stdout

    (folder / "b.txt").write_text((folder / "a.txt").read_text() + "\nMore.\n")  # so that there is something to judge
    run(*arguments, "--decisions", folder / "decisions.toml")
    lines = {line["contract"]["path"]: line for line in map(json.loads, (out / "audit.jsonl").read_text().splitlines())}
    found = next(f for v in lines["a.txt"]["verdicts"] for f in v["findings"] if f["code"] == "HRC-1")
    assert (found["status"], found["decided"]["who"]) == ("missing", "Ada")
    page = (out / "audit.html").read_text()
    assert "corrected from satisfied to missing by Ada" in page
    assert "HRC-1: satisfied" not in page, "a decision is no change of the contract"


def test_a_file_of_decisions_that_is_not_there_is_one_clear_line(contract: Path) -> None:
    named = contract.with_name("none.toml")
    result = run("audit", contract.parent, "-o", contract.parent / "out", "--decisions", named)
    assert result.exit_code == 2
    assert "no such file; give the decisions.toml that the review desk wrote" in result.output
