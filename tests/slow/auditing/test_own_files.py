"""What this program wrote is no contract of anybody: an audit leaves it out, and nothing else for its name."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import docx
from portfolios import a_portfolio
from test_audit_command import audit, lines
from test_renewals import a_pack, event

from clausegen.auditing.discover import Input, walk
from clausegen.auditing.own_files import without_own_files
from clausegen.auditing.result_writer import RESULT_NAMES
from clausegen.auditing.store_file import STORE_NAME as STORE
from clausegen.model.portfolio import Outcome

CONTRACT = "The Supplier may suspend access at once."
RESULTS = (STORE, *RESULT_NAMES)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of an audit."""
    place = tmp_path_factory.mktemp("earlier")
    audit(a_portfolio(place / "in", a=CONTRACT), "-o", place / "out", "--workers", 1)
    return place / "out"


def listed(folder: Path) -> dict[str, Input]:
    return {one.path: one for one in without_own_files(walk(folder))}


def excluded(folder: Path) -> set[str]:
    return {path for path, one in listed(folder).items() if one.outcome is Outcome.EXCLUDED}


def test_results_of_a_quarter_are_no_contracts_of_the_next(results: Path, tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a=CONTRACT)
    shutil.copytree(results, folder / "2026-Q1")
    with zipfile.ZipFile(folder / "old.zip", "w") as archive:
        archive.write(results / "audit.html", "Q4/audit.html")
    result = audit(folder, "-o", folder / "2026-Q2", "--workers", 1, "--archives")
    told = {line["contract"]["path"]: (line["outcome"], line["reason"]) for line in lines(folder / "2026-Q2")}
    assert told.pop("a.txt")[0] == "judged"
    assert told.pop("old.zip")[0] == "excluded"
    assert set(told) == {f"2026-Q1/{name}" for name in RESULTS} | {"old.zip!Q4/audit.html"}
    assert told.pop("old.zip!Q4/audit.html") == ("excluded", "a report written by clausegen, not a contract")
    assert set(told.values()) == {("excluded", "a result of an earlier audit, written by clausegen")}
    assert result.exit_code == 1, "the gaps of the contract, and no file that could not be read"


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_that_was_copied_alone_is_known_by_its_mark(name: str, results: Path, tmp_path: Path) -> None:
    shutil.copy(results / name, tmp_path)
    assert excluded(tmp_path) == {name}


def a_page(path: Path) -> None:
    path.write_text(f"<html><p>{CONTRACT} Reports are made by clausegen.</p></html>", encoding="utf-8")


def a_word_file(path: Path) -> None:
    docx(path, CONTRACT)


def torn(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04")


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("audit.html", a_page),
        ("audit-summary.docx", a_word_file),
        ("6-checklist.docx", a_word_file),
        ("audit.xlsx", torn),
        ("audit.jsonl", a_page),
        ("audit.sqlite", a_page),
        ("manifest.json", a_page),
    ],
)
def test_a_contract_may_have_the_name_of_a_result(name: str, make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / name)
    assert listed(tmp_path)[name].outcome is None


@pytest.mark.parametrize("name", ["audit-summary.docx", "audit.html", "audit.xlsx"])
def test_a_report_is_left_out_whatever_it_is_called(name: str, results: Path, tmp_path: Path) -> None:
    renamed = tmp_path / f"Agreement with Sund{Path(name).suffix}"
    shutil.copy(results / name, renamed)
    assert excluded(tmp_path) == {renamed.name}
    assert listed(tmp_path)[renamed.name].reason == "a report written by clausegen, not a contract"


def test_beside_its_store_a_result_needs_no_mark(results: Path, tmp_path: Path) -> None:
    shutil.copy(results / STORE, tmp_path)
    a_page(tmp_path / "audit.html")
    a_page(tmp_path / "contract.html")
    (tmp_path / f"{STORE}-wal").touch()
    assert excluded(tmp_path) == {STORE, f"{STORE}-wal", "audit.html"}


@pytest.mark.parametrize(
    ("events", "contracts"), [([], {"2-addendum.docx"}), (["misuse-serious"], set())], ids=["to be signed", "refused"]
)
def test_papers_of_a_pack_are_no_contracts_but_its_addendum_is(
    events: list[str], contracts: set[str], tmp_path: Path
) -> None:
    made = a_pack(*(event("finding", "2026-01-01", kind) for kind in events))
    for name, data in made.files.items():
        (tmp_path / name).write_bytes(data)
    assert set(made.files) - excluded(tmp_path) == contracts
