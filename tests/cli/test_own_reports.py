"""Reports that clausegen wrote are no contracts, whatever they are called; drafts are."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from paths import ROOT

from clausegen.cli.main import main
from clausegen.ingest import is_own_report
from clausegen.model import DOCUMENTATION_MARK

CONTRACT = "1. Use\n1.1 The Licensee may use the Software.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contract.txt").write_text(CONTRACT, encoding="utf-8")
    return tmp_path


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("suffix", ["txt", "html", "docx"])
@pytest.mark.parametrize("command", ["check", "dates", "lint"])
def test_a_report_in_a_folder_is_left_out_and_named(command: str, suffix: str, folder: Path) -> None:
    report = folder / f"Agreement with Sund.{suffix}"
    assert run("check", folder / "contract.txt", "-o", report)[0] == 1
    code, output, said = run(command, folder)
    assert code in (0, 1)
    assert f"{report}: left out: a report written by clausegen, not a contract" in said
    assert report.name not in output


def test_a_report_that_is_named_says_that_it_is_one(folder: Path) -> None:
    report = folder / "review.docx"
    run("check", folder / "contract.txt", "-o", report)
    code, output, said = run("check", report)
    assert (code, output) == (2, "")
    assert (
        said == f"{report}: this is a report written by clausegen, not a contract; give the contract that it is about\n"
    )


def test_a_draft_is_a_contract(folder: Path) -> None:
    draft = folder / "agreement.docx"
    assert run("draft", ROOT / "samples" / "deals" / "medium.toml", "-o", draft)[0] == 0
    code, output, said = run("check", folder)
    assert code in (0, 1)
    assert "agreement.docx" in output
    assert "left out" not in said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("This contract is checked with clausegen. ✓ satisfied", "it only speaks of the program"),
        ("<html><p>clausegen</p></html>", "it only names it"),
        ("", "nothing in it"),
    ],
)
def test_a_contract_that_speaks_of_the_program_is_still_read(text: str, why: str, folder: Path) -> None:
    (folder / "contract.txt").write_text(CONTRACT + text, encoding="utf-8")
    assert run("dates", folder)[0] == 0, why


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("book", "Our clauses.html"),
        ("book", "Our clauses.docx"),
        ("coverage", "Coverage.md"),
        ("sources", "Sources.md"),
        ("to-look-up", "To look up.md"),
    ],
)
def test_the_printed_library_is_no_contract(part: str, name: str, folder: Path) -> None:
    assert run("library", "docs", "--part", part, "-o", folder / name)[0] == 0
    code, output, said = run("check", folder)
    assert code in (0, 1)
    assert (f"{name}: left out" in said, name in output) == (True, False)


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/**/*.md")), ids=lambda page: page.stem)
def test_a_page_of_our_documentation_is_no_contract(page: Path, tmp_path: Path) -> None:
    copied = tmp_path / "Framework agreement.md"
    copied.write_bytes(page.read_bytes())
    assert is_own_report(copied), f"end the page with {DOCUMENTATION_MARK}"


@pytest.mark.parametrize("name", ["report.json", "report.jsonl"])
def test_a_report_for_programs_is_known_whatever_it_is_called(name: str, folder: Path) -> None:
    report = folder / name
    run("check", folder / "contract.txt", "-o", report)
    assert is_own_report(report.rename(folder / f"agreement{report.suffix}"))


def test_other_data_is_not_taken_for_ours(folder: Path) -> None:
    other = folder / "agreement.json"
    other.write_text('{"generator": {"name": "another"}, "note": "made with clausegen"}', encoding="utf-8")
    assert not is_own_report(other)
