"""``clausegen tier``: text, JSON and memo; exit codes; what draft makes of it."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from openxml_audit import OpenXmlValidator
from paths import ROOT

from clausegen.cli.main import main
from clausegen.report.page_fit import PAGE, height

SAMPLES = ROOT / "samples"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


@pytest.fixture
def deal(tmp_path: Path) -> Path:
    """A copy of the sample deal beside copies of the sample indices."""
    shutil.copytree(SAMPLES / "indices", tmp_path / "indices")
    (tmp_path / "deals").mkdir()
    return Path(shutil.copy(SAMPLES / "deals" / "assessed.toml", tmp_path / "deals"))


def edited(deal: Path, old: str, new: str) -> Path:
    content = deal.read_text(encoding="utf-8")
    assert old in content
    deal.write_text(content.replace(old, new), encoding="utf-8")
    return deal


def faults_of(path: Path) -> list[str]:
    return sorted(str(error) for error in OpenXmlValidator().validate(str(path)).errors)


def test_text_says_tier_score_factors_and_what_would_change_it(deal: Path) -> None:
    result = run("tier", deal, "--today", "2026-10-20")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "tier medium"
    assert "Score 51 of 124, 41.1%: medium" in result.stdout
    assert "F5  Record on surveillance, press and defenders  2 × 4 =  8" in result.stdout
    assert "high if F5 Record on surveillance, press and defenders is band 3 instead of 2" in result.stdout
    assert "Assessed by Ivo Brandt, Head of Compliance" in result.stdout


def test_json_holds_everything_and_is_stable(deal: Path) -> None:
    first, second = (run("tier", deal, "--today", "2026-10-20", "--format", "json").stdout for _ in range(2))
    assert first == second
    data = json.loads(first)
    assert (data["tier"], data["points"], data["most"]) == ("medium", 51, 124)
    assert (data["author"], data["date"], data["today"]) == (
        "Ivo Brandt, Head of Compliance",
        "2026-10-14",
        "2026-10-20",
    )
    assert sum(part["points"] for part in data["contributions"]) == 51
    assert all(part["source"] and part["date"] for part in data["contributions"])
    assert data["economy"] == "Estmark"


def test_the_memo_names_every_factor_and_has_the_same_bytes_each_time(deal: Path, tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        assert run("tier", deal, "--today", "2026-10-20", "-o", tmp_path / name).exit_code == 0
    data = (tmp_path / "a.docx").read_bytes()
    assert data == (tmp_path / "b.docx").read_bytes()
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(data)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    docx.Document().save(str(tmp_path / "empty.docx"))
    assert faults_of(tmp_path / "a.docx") == faults_of(tmp_path / "empty.docx"), "none beside the library's template"
    memo = docx.Document(io.BytesIO(data))
    assert memo.paragraphs[0].text == "Risk tier: medium"
    assert [row.cells[0].text for row in memo.tables[0].rows[1:]] == [f"F{number}" for number in range(1, 13)]


def test_a_prohibited_deal_is_a_result_with_its_no_gos(deal: Path, tmp_path: Path) -> None:
    edited(deal, "sanctioned = { value = false", "sanctioned = { value = true")
    result = run("tier", deal, "--today", "2026-10-20")
    assert result.exit_code == 0
    assert result.stdout.startswith("tier prohibited\n")
    assert "✗ Sanctions or an embargo cover the deal." in result.stdout
    run("tier", deal, "--today", "2026-10-20", "-o", tmp_path / "memo.docx")
    words = [paragraph.text for paragraph in docx.Document(str(tmp_path / "memo.docx")).paragraphs]
    assert "Sanctions or an embargo cover the deal." in words


def test_a_memo_with_room_left_cuts_nothing(deal: Path, tmp_path: Path) -> None:
    run("tier", deal, "--today", "2026-10-20", "-o", tmp_path / "memo.docx")
    memo = docx.Document(str(tmp_path / "memo.docx"))
    texts = [paragraph.text for paragraph in memo.paragraphs]
    texts += [cell.text for row in memo.tables[0].rows for cell in row.cells]
    assert [text for text in texts if "…" in text] == []
    assert any("interview with the Director General, 2026-09-11" in text for text in texts)
    assert memo.tables[0]._tbl.tblPr.xpath("w:tblCellMar/w:top/@w:w") == ["30"], "text keeps off the lines"


@pytest.mark.parametrize(
    ("lines", "source", "fits", "why"),
    [(16, 60, True, "an ordinary assessment"), (16, 600, False, "long sources"), (60, 60, False, "many lines")],
)
def test_the_height_of_a_memo_is_estimated(lines: int, source: int, fits: bool, why: str) -> None:
    rows = [("F1", "Voice and accountability", "x" * 80, "x" * source, "2 × 3")] * 12
    assert (height("x" * 250, [("What would change it", ["x" * 90] * lines)], rows) <= PAGE) is fits, why


def test_a_memo_cuts_long_texts_but_never_a_no_go(deal: Path, tmp_path: Path) -> None:
    edited(deal, 'source = "Customer register"', f'source = "{"long " * 300}A&B <Ltd> {{{{ 7 * 7 }}}}"')
    edited(deal, 'author = "Ivo', 'author = "A&B <Ltd> {{ 7 * 7 }} Ivo')
    for name in ("export-authorised = { value = true", "accepts-minimum = { value = true"):
        edited(deal, name, name.replace("true", "false"))
    assert run("tier", deal, "--today", "2030-01-01", "-o", tmp_path / "memo.docx").exit_code == 0
    memo = docx.Document(str(tmp_path / "memo.docx"))
    words = "\n".join(paragraph.text for paragraph in memo.paragraphs)
    assert "The export is not authorised." in words
    assert "The customer rejects one of the three minimum provisions." in words
    assert "A&B <Ltd> {{ 7 * 7 }} Ivo" in words
    assert max(len(cell.text) for row in memo.tables[0].rows for cell in row.cells) < 120


def test_index_files_can_be_given_by_option(deal: Path, tmp_path: Path) -> None:
    edited(deal, 'wgi = "../indices/wgi-invented.csv"', "#")
    assert "Not known, and taken as band 3: F1" in run("tier", deal, "--today", "2026-10-20").stdout
    given = run("tier", deal, "--today", "2026-10-20", "--wgi", SAMPLES / "indices" / "wgi-invented.csv")
    assert "Score 51 of 124" in given.stdout


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('value = "some"', 'value = "bad"', "factors.ratings.human-rights-record.value: one of: none, isolated"),
        ("[factors.ratings.mandate]", "[factors.ratings.mood]", "factors.ratings.mood: a factor that is rated"),
        ("sanctioned = {", "santioned = {", "factors.statements.santioned: one of the questions"),
        ("../indices/wgi-invented.csv", "../indices/none.csv", "none.csv: no such file"),
        ('value = false, source = "Screening', 'value = "no", source = "Screening', "factors.statements.sanctioned"),
        ('author = "Ivo Brandt, Head of Compliance"', "", "factors.author: a value, but the key is absent"),
        ('country = "XES"', 'land = "XES"', "factors.land: no such key"),
        ('playbook = "other"', "", ""),
    ],
)
def test_a_faulty_deal_is_one_clear_line_and_exit_code_2(deal: Path, old: str, new: str, expected: str) -> None:
    if not expected:
        edited(deal, "date = 2026-11-02\n", f"date = 2026-11-02\n{old}\n")
        expected = "playbook 'other' has no tier file"
    else:
        edited(deal, old, new)
    result = run("tier", deal)
    assert result.exit_code == 2
    assert expected in result.stderr
    assert not result.stdout


def test_the_line_of_a_rating_that_does_not_fit_is_named(deal: Path) -> None:
    edited(deal, 'value = "some"', 'value = "bad"')
    line = deal.read_text(encoding="utf-8").splitlines().index('value = "bad"') + 1
    assert f"assessed.toml:{line} factors.ratings" in run("tier", deal).stderr


def test_a_deal_without_factors_says_where_to_read_on(deal: Path) -> None:
    content = deal.read_text(encoding="utf-8")
    deal.write_text('tier = "high"\n' + content.partition("[factors]")[0], encoding="utf-8")
    result = run("tier", deal)
    assert result.exit_code == 2
    assert "states tier high and has no table [factors]" in result.stderr
    assert "samples/deals/assessed.toml" in result.stderr


def test_nothing_is_overwritten_without_force(deal: Path, tmp_path: Path) -> None:
    output = tmp_path / "memo.docx"
    output.write_text("mine")
    assert run("tier", deal, "-o", output).exit_code == 2
    assert output.read_text() == "mine"
    assert run("tier", deal, "-o", output, "--force").exit_code == 0
    assert output.read_bytes().startswith(b"PK")
    assert run("tier", deal, "--format", "docx").exit_code == 2


# What drafting makes of it ------------------------------------------------------------------------------


def test_a_deal_is_drafted_at_the_tier_its_factors_lead_to(deal: Path, tmp_path: Path) -> None:
    result = run("draft", deal, "-o", tmp_path / "a.md")
    assert result.exit_code == 0, result.output
    assert "agreement at tier medium" in result.stdout


def test_a_prohibited_deal_is_not_drafted_and_leaves_nothing(deal: Path, tmp_path: Path) -> None:
    edited(deal, "sanctioned = { value = false", "sanctioned = { value = true")
    result = run("draft", deal, "-o", tmp_path / "a.docx")
    assert result.exit_code == 2
    assert "Sanctions or an embargo cover the deal." in result.stderr
    assert not list(tmp_path.glob("a.docx*"))
    memo = run("draft", deal, "--kind", "refusal-memo", "-o", tmp_path / "memo.md")
    assert memo.exit_code == 0, memo.output
    assert "Sanctions or an embargo cover the deal." in (tmp_path / "memo.md").read_text(encoding="utf-8")


def test_a_stated_tier_below_the_assessed_one_needs_an_override(deal: Path, tmp_path: Path) -> None:
    edited(deal, "date = 2026-11-02\n", 'date = 2026-11-02\ntier = "low"\n')
    refused = run("draft", deal, "-o", tmp_path / "a.md")
    assert refused.exit_code == 2
    assert "its factors lead to medium" in refused.stderr
    override = 'tier_override = { approved_by = "Board", date = 2026-10-30, reason = "Pilot of one month" }\n'
    edited(deal, 'tier = "low"\n', 'tier = "low"\n' + override)
    assert run("draft", deal, "-o", tmp_path / "a.md").exit_code == 0
    edited(deal, "sanctioned = { value = false", "sanctioned = { value = true")
    assert run("draft", deal, "-o", tmp_path / "b.md").exit_code == 2, "no override makes a no-go draftable"


def test_a_suspension_is_not_refused_because_the_risk_has_risen(deal: Path, tmp_path: Path) -> None:
    edited(deal, "sanctioned = { value = false", "sanctioned = { value = true")
    edited(deal, "date = 2026-11-02\n", 'date = 2026-11-02\ntier = "high"\n')
    deal.write_text(
        deal.read_text(encoding="utf-8")
        + '\n[agreement]\ntitle = "Licence Agreement"\ndate = 2025-11-02\n'
        + '\n[incident]\nreference = "I-1"\ndate = 2026-11-01\nsummary = "a report"\ndecided_by = "Ivo Brandt"\n',
        encoding="utf-8",
    )
    result = run("draft", deal, "--kind", "suspension-notice", "-o", tmp_path / "notice.md")
    assert result.exit_code == 0, result.output


def test_renewals_assess_the_deal_beside_the_contract(deal: Path, tmp_path: Path) -> None:
    folder = tmp_path / "contracts"
    folder.mkdir()
    edited(deal, 'value = "some"', 'value = "recurrent"')
    deal.rename(folder / "a.deal.toml")
    (folder / "a.txt").write_text(
        "Licence Agreement\n\nThis Agreement is dated 1 January 2026.\n\n1. Term\n1.1 This Agreement expires on "
        "31 December 2026.\n\n2. Suspension\n2.1 The Supplier may suspend the System where it suspects misuse, and "
        "the Customer shall not use the System in a way that violates human rights.\n",
        encoding="utf-8",
    )
    result = run("renewals", folder, "--today", "2026-10-20", "--format", "json")
    assert result.exit_code == 1, result.output
    tier = json.loads(result.stdout)["renewals"][0]["tier"]
    assert tier["tier"] == "high"
    assert "Reports of abuse recur" in json.dumps(tier)
