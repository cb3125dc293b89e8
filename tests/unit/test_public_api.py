"""The Python API: few names, loaded when they are asked for, with clear errors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from paths import ROOT

import clausegen

NAMES = [
    "ClausegenError", "Document", "Finding", "Library", "Report", "Tier",
    "assess", "audit", "check", "draft", "load_document", "load_library", "remedy",
]  # fmt: skip
ONE_MISSING = ROOT / "samples" / "contracts" / "one-missing.docx"


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh Python has loaded after running the code."""
    code += "\nimport sys; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_the_public_names_are_these() -> None:
    assert sorted(clausegen.__all__) == NAMES


def test_importing_it_loads_no_other_part_of_it() -> None:
    assert {name for name in loaded_by("import clausegen") if name.startswith("clausegen.")} == set()


@pytest.mark.parametrize(
    ("code", "spared", "why"),
    [
        ("import clausegen.cli.draft", ("clausegen.checker", "clausegen.auditing", "numpy"), "a draft judges nothing"),
        ("import clausegen.cli.check", ("clausegen.auditing",), "one file is checked without the audit"),
        ("import clausegen.cli.tier", ("clausegen.checker", "clausegen.ingest", "numpy"), "a tier needs no contract"),
        ("import clausegen.report", ("clausegen.checker", "clausegen.drafting"), "reports render values"),
    ],
)
def test_a_command_loads_only_what_it_needs(code: str, spared: tuple[str, ...], why: str) -> None:
    assert not loaded_by(code) & set(spared), why


def test_a_contract_is_checked_by_its_path_as_text() -> None:
    report = clausegen.check(str(ONE_MISSING), tier="high")
    assert report.tier is clausegen.Tier.HIGH
    assert report.summary.satisfied > 50
    assert isinstance(report.verdicts[0].findings[0], clausegen.Finding)


def test_a_document_that_was_read_is_not_read_again() -> None:
    document = clausegen.load_document(ONE_MISSING)
    assert clausegen.check(document).contract.sha256 == document.sha256


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: clausegen.check(ONE_MISSING, tier="hgh"), "no tier 'hgh'; choose low, medium or high"),
        (lambda: clausegen.check("nowhere.docx"), "nowhere.docx: there is no such file"),
        (lambda: clausegen.draft("nowhere.toml"), "nowhere.toml: no such file"),
        (lambda: clausegen.remedy(ROOT / "README.md"), "tracked changes in a .docx file only"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(call: object, says: str) -> None:
    assert callable(call)
    with pytest.raises(clausegen.ClausegenError) as caught:
        call()
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_draft_has_bytes_and_a_tier_has_reasons() -> None:
    deal = ROOT / "samples" / "deals" / "assessed.toml"
    assert clausegen.draft(ROOT / "samples" / "deals" / "high.toml").data.startswith(b"PK")
    assert clausegen.assess(deal).contributions


def test_an_audit_returns_its_entries_and_tells_its_progress(tmp_path: Path) -> None:
    folder = tmp_path / "contracts"
    folder.mkdir()
    (folder / "one.docx").write_bytes(ONE_MISSING.read_bytes())
    told: list[tuple[int, int]] = []
    result = clausegen.audit(
        folder, tmp_path / "out", tier="high", progress=lambda done, all_: told.append((done, all_))
    )
    assert [entry.path for entry in result.entries()] == ["one.docx"]
    assert told[-1] == (1, 1)
