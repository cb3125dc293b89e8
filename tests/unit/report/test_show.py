"""The debugging window shows all that was read, and says what was not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import LEGAL, dele, docx, ins, num, p, page, pdf, r
from click.testing import CliRunner

from clausegen.amendments import read_contract
from clausegen.cli.main import main
from clausegen.ingest import ocr
from clausegen.ingest.load import load_document
from clausegen.report.show import render_show, render_show_json


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    return docx(
        tmp_path / "a.docx",
        p("Suspension", num=(1, 0)),
        p("The Supplier may suspend within ", dele("72"), ins("48"), " hours.", num=(1, 1)),
        p(ins("A new clause.")),
        p(r("A hidden clause.", "vanish")),
        numbering=LEGAL + num(1, 0),
    )


def test_text_shows_numbers_states_and_notices(contract: Path) -> None:
    shown = render_show(read_contract(load_document(contract)))
    assert "    1.1       The Supplier may suspend within 48 hours. [list-item]" in shown
    assert "+             A new clause." in shown
    assert "~             (hidden) A hidden clause." in shown
    assert "! 1 passage is hidden: not counted." in shown


@pytest.mark.parametrize("view", ["accepted", "original"])
def test_the_command_names_the_view_that_programs_read(contract: Path, view: str) -> None:
    result = CliRunner().invoke(main, ["show", str(contract), "--format", "json", "--view", view])
    assert json.loads(result.stdout)["view"] == view


def test_the_original_view_is_named_and_shown(contract: Path) -> None:
    shown = render_show(read_contract(load_document(contract, view="original")), "original")
    assert "original view" in shown
    assert "within 72 hours" in shown
    assert "A new clause" not in shown


def test_the_command_takes_the_view(contract: Path) -> None:
    for view, hours in (("accepted", "48"), ("original", "72")):
        ran = CliRunner().invoke(main, ["show", str(contract), "--view", view])
        assert ran.exit_code == 0
        assert f"within {hours} hours" in ran.stdout


def test_json_gives_blocks_whose_offsets_hold(contract: Path) -> None:
    document = load_document(contract)
    shown = json.loads(render_show_json(read_contract(document)))
    assert list(shown["blocks"][0])[:6] == ["text", "label", "kind", "part", "page", "state"]
    for block in shown["blocks"]:
        if block["state"] in {"visible", "inserted"}:
            assert document.text[block["start"] : block["end"]] == block["text"]
    assert {"code", "message"} == set(shown["notices"][0])


def test_unread_pages_are_said_aloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    scan = page()
    scan.image = bytes(10_000)
    shown = render_show(read_contract(load_document(pdf(tmp_path / "a.pdf", page("Agreement."), scan), isolated=False)))
    assert "NOT ALL OF IT WAS READ" in shown
    assert "1 of 2 pages" in shown
