"""What people open: the same facts in every format, and nothing a contract or a file name says can take over."""

from __future__ import annotations

import io
import json
import re
import tempfile
from pathlib import Path
from typing import Any, get_args

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from lxml import etree, html
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from portfolios import SEEDED, judge

from clausegen.cli import main
from clausegen.document import Block, Document
from clausegen.portfolio import Concern, Counting, Entry, Mark, Outcome, Portfolio
from clausegen.report.entries import entry_line
from clausegen.report.heat import Heat
from clausegen.report.html import Page, render_html
from clausegen.report.sarif import Sarif, render_sarif
from clausegen.report.word_summary import _CONCERNS, Summary, render_docx
from clausegen.report.word_table import joined, set_widths
from clausegen.report.xlsx import Spreadsheet
from clausegen.report.xlsx_rows import PlainRows
from clausegen.requirement import Tier

HOSTILE = "<script>alert(1)</script>"
FORMULA = "=cmd|' /C calc'!A0"


def an_entry(path: str = "a.txt", text: str = SEEDED, **fields: object) -> Entry:
    document = Document.from_blocks([Block(text=text, start=0, end=0)], path=path, format="txt", sha256="0" * 64)
    report = judge(document, tier=Tier.HIGH, playbook="p")
    values = {
        "path": path,
        "outcome": Outcome.JUDGED,
        "tier": Tier.HIGH,
        "report": report,
        "country": "Norland",
        **fields,
    }
    return Entry(**values)  # type: ignore[arg-type]


ENTRIES = [
    an_entry(customer=FORMULA, owner="Ann"),
    an_entry("b.txt", f"{HOSTILE} \x0b nothing", country="Sudland", customer=HOSTILE),
    an_entry("copy.txt", outcome=Outcome.DUPLICATE, of="a.txt"),
    an_entry("p.txt", outcome=Outcome.PARTLY_READ, reason="page 2 was not read"),
    Entry(path=f"{HOSTILE}.pdf", outcome=Outcome.UNREADABLE, reason="protected by a password", tier=Tier.LOW),
    Entry(path="~$a.docx", outcome=Outcome.EXCLUDED, reason="by pattern '~$*'", tier=Tier.LOW),
    an_entry("w.txt", marks={"REP-1": Mark(kind="waived", approver="Board", reason="no sales", expires="2027-01-01")}),
]
PORTFOLIO = Portfolio(
    title="Norland & Co", concerns=(Concern(kind="waiver-unused", subject=FORMULA, message="unused"),)
)


def begun(kind: type, entries: list[Entry]) -> Any:
    """A renderer; a page must know how many contracts will come."""
    return Page(sum(entry.contract is not None for entry in entries)) if kind is Page else kind()


def rendered(kind: type, entries: list[Entry] = ENTRIES) -> bytes:
    result, counting, heat = begun(kind, entries), Counting(), Heat()
    for entry in entries:
        counting.add(entry)
        heat.add(entry)
        result.add(entry)
    out = io.BytesIO()
    result.finish(PORTFOLIO, counting.tally(), heat, out)
    result.close()
    return out.getvalue()


@pytest.mark.parametrize("kind", [Spreadsheet, Page, Sarif, Summary])
def test_the_same_entries_give_the_same_bytes(kind: type) -> None:
    assert rendered(kind) == rendered(kind)


@pytest.mark.parametrize("kind", [Spreadsheet, Page, Sarif, Summary])
def test_a_portfolio_without_contracts_is_rendered(kind: type) -> None:
    assert rendered(kind, [ENTRIES[4]])


def test_a_tally_adds_up() -> None:
    counting = Counting()
    for entry in ENTRIES:
        counting.add(entry)
    tally = counting.tally()
    assert sum(tally.outcomes.values()) == tally.files == len(ENTRIES)
    assert tally.contracts == 4
    assert tally.marked == {"waived": 1}
    assert tally.open == {"missing/critical": 1, "missing/major": 3}
    assert tally.fails(["missing"], ["major"])
    assert not tally.fails(["contradicted"], ["critical", "major", "minor"])


# ---- lines --------------------------------------------------------------------------------------


def test_a_line_for_an_unread_file_claims_nothing() -> None:
    line = json.loads(entry_line(ENTRIES[4]))
    assert (line["outcome"], line["summary"], line["verdicts"]) == ("unreadable", None, [])
    assert line["contract"]["coverage"]["complete"] is False


def test_a_line_is_spelled_as_any_other_json() -> None:
    for entry in (*ENTRIES, an_entry("é\u2028.txt", customer='"\\\x7f\t\x01')):
        line = entry_line(entry)
        assert line == json.dumps(json.loads(line), ensure_ascii=False, separators=(",", ":")) + "\n"


# ---- workbook -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def workbook() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(rendered(Spreadsheet)))


def test_cells_are_text_never_formulas(workbook: openpyxl.Workbook) -> None:
    kinds = {cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "inlineStr", "n"}
    assert workbook["Matrix"]["B2"].value == FORMULA


def test_the_workbook_has_a_row_per_contract_and_a_row_per_file(workbook: openpyxl.Workbook) -> None:
    assert [row[0].value for row in workbook["Matrix"].iter_rows(min_row=2)] == ["a.txt", "b.txt", "p.txt", "w.txt"]
    assert workbook["Files"].max_row == len(ENTRIES) + 1
    assert [c.value for c in workbook["Matrix"][2]][-2:] == ["satisfied", "missing"]


def test_gaps_say_who_waived_them(workbook: openpyxl.Workbook) -> None:
    rows = [[cell.value for cell in row] for row in workbook["Gaps"].iter_rows(min_row=2)]
    assert [row[-1] for row in rows if row[0] == "w.txt"] == ["REP-1 waived by Board until 2027-01-01"]
    assert [row[6:10] for row in rows if row[0] == "b.txt"] == [
        ["SUS suspension", "missing", "SUS-1", None],
        ["REP reporting", "missing", None, "REP-1"],
    ]


def test_rows_are_written_in_the_bytes_of_openpyxl(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["a\rb\r\nc\td", " lead", "trail\n", "]]> &amp; < > \"'", "\x0b\ud800\ufffe", "é\U0001f4dc", "007", "TRUE"]
    odd = [an_entry(f"{n}.txt", customer=word, owner=word, reason=word) for n, word in enumerate(words)]
    ours = rendered(Spreadsheet, [*ENTRIES, *odd])
    monkeypatch.setattr(PlainRows, "_write_rows", WriteOnlyWorksheet._write_rows)
    assert rendered(Spreadsheet, [*ENTRIES, *odd]) == ours


def test_evidence_is_quoted_with_its_clause(workbook: openpyxl.Workbook) -> None:
    row = [cell.value for cell in workbook["Evidence"][2]]
    assert (row[0], row[1], row[4], row[8]) == ("a.txt", "SUS-1", "9.2(a)", "suspend")


def test_a_title_may_hold_what_no_office_file_can() -> None:
    result = Spreadsheet()
    out = io.BytesIO()
    result.finish(Portfolio(title="a\x01b"), Counting().tally(), Heat(), out)
    result.close()
    assert openpyxl.load_workbook(out).worksheets[0]["A1"].value == "Audit of a\ufffdb"


def test_a_full_sheet_goes_on_in_a_second_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clausegen.report.xlsx_table.ROWS", 3)
    book = openpyxl.load_workbook(io.BytesIO(rendered(Spreadsheet)))
    files = [name for name in book.sheetnames if name.startswith("Files")]
    assert len(files) == 4
    assert sum(book[name].max_row - 1 for name in files) == len(ENTRIES)


# ---- page ---------------------------------------------------------------------------------------


def test_the_page_runs_nothing_but_its_own_script() -> None:
    page = rendered(Page).decode()
    tree = html.fromstring(page)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//@*[starts-with(name(), 'on')] | //@style | //@src")
    assert not [link for link in tree.xpath("//@href") if not link.startswith("#")]
    assert HOSTILE not in page
    assert HOSTILE in tree.text_content()


def test_the_page_is_made_for_keyboard_and_screen_reader() -> None:
    tree = html.fromstring(rendered(Page).decode())
    assert tree.get("lang") == "en"
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(target[1:] in ids for target in tree.xpath("//@href"))
    assert all(target in ids for target in tree.xpath("//@aria-labelledby"))
    assert all(th.get("scope") for th in tree.xpath("//th"))
    assert all(head.xpath("button") for head in tree.xpath("//table[@id='matrix']/thead//th"))
    assert all(region.get("aria-label") for region in tree.xpath("//*[@role='region']"))
    assert all(svg.get("aria-label") for svg in tree.xpath("//svg"))


def test_every_quote_and_every_unread_file_is_on_the_page() -> None:
    text = html.fromstring(rendered(Page).decode()).text_content()
    for words in (
        "clause 9.2(a)",
        "page 2 was not read",
        "protected by a password",
        "waived by Board until 2027-01-01",
    ):
        assert words in text


def test_a_large_portfolio_keeps_gaps_and_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clausegen.report.html.FULL", 2)
    tree = html.fromstring(rendered(Page).decode())
    assert "With more than 2 contracts" in tree.text_content()
    assert len(tree.xpath("//details[@class='contract']")) == 4
    assert not tree.xpath("//h3[text()='Satisfied']")
    assert [" ".join(li.text_content().split()) for li in tree.xpath("//details[@id='c2']//li")] == [
        "critical: SUS-1",
        "major: REP-1",
    ]
    assert "waived by Board" in tree.text_content()


def test_a_large_portfolio_names_marked_gaps_with_their_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clausegen.report.html.FULL", 1)
    known = Mark(kind="known", reason="in the audit spring")
    some = [an_entry(text="No.", marks={"SUS-1": known, "REP-1": known}), *ENTRIES[-1:]]
    tree = html.fromstring(rendered(Page, some).decode())
    assert [" ".join(li.text_content().split()) for li in tree.xpath("//details[@class='contract']//li")] == [
        "critical known: in the audit spring: SUS-1",
        "major known: in the audit spring: REP-1",
        "major waived by Board until 2027-01-01: no sales: REP-1",
    ]


@pytest.mark.parametrize(("count", "said"), [(2000, False), (2003, True)])
def test_notes_that_are_left_out_are_counted(count: int, said: bool) -> None:
    page, out = Page(0), io.BytesIO()
    concern = Concern(kind="waiver-unused", subject="a", message="unused")
    page.finish(Portfolio(title="a", concerns=(concern,) * count), Counting().tally(), Heat(), out)
    page.close()
    assert ("And 3 more" in out.getvalue().decode()) is said


# ---- SARIF --------------------------------------------------------------------------------------


def results(content: bytes) -> list[dict]:
    return json.loads(content)["runs"][0]["results"]


def test_fingerprints_outlive_a_change_of_the_text() -> None:
    before = results(rendered(Sarif, [an_entry(text="Nothing.")]))
    after = results(rendered(Sarif, [an_entry(text="Nothing at all, in other words.")]))
    prints = [[r["partialFingerprints"]["clausegen/v1"] for r in some] for some in (before, after)]
    assert prints[0] == prints[1]
    assert len(set(prints[0])) == 2


def test_a_waiver_is_a_suppression_and_an_unread_file_a_failed_run() -> None:
    log = json.loads(rendered(Sarif))
    run = log["runs"][0]
    waived = [r for r in run["results"] if "suppressions" in r]
    assert [r["ruleId"] for r in waived] == ["REP-1"]
    assert "Board" in waived[0]["suppressions"][0]["justification"]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert {r["ruleId"] for r in run["results"]} == {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert all(
        re.fullmatch(r"[\w.%~/-]+", p["physicalLocation"]["artifactLocation"]["uri"])
        for r in run["results"]
        for p in r["locations"]
    )


# ---- Word ---------------------------------------------------------------------------------------


def test_the_summary_says_what_was_and_was_not_read() -> None:
    document = docx.Document(io.BytesIO(rendered(Summary)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Norland & Co" in text
    assert "7 files (3 judged, 1 partly-read, 1 unreadable, 1 duplicate, 1 excluded)" in text
    assert "protected by a password" in text


def test_counts_of_the_summary_agree_with_their_nouns() -> None:
    document = docx.Document(io.BytesIO(rendered(Summary, ENTRIES[:1])))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "1 file (1 judged); 1 contract judged (1 partial). 0 critical elements are not satisfied." in text
    assert "Notes on register and waivers: 1 unused waiver." in text


def test_every_kind_of_concern_has_words_for_its_count() -> None:
    assert set(_CONCERNS) == set(get_args(Concern.model_fields["kind"].annotation))


def test_a_bar_has_one_cell_for_each_colour_and_keeps_its_width() -> None:
    document = docx.Document(io.BytesIO(rendered(Summary)))
    row = next(row for row in document.tables[0].rows if row.cells[0].text == "SUS suspension")
    fills = [cell.xpath("string(w:tcPr/w:shd/@w:fill)") for cell in row._tr.tc_lst[1:-1]]
    assert len(fills) == len(set(fills)) == 2
    assert round(sum(cell.width.cm for cell in row._tr.tc_lst[1:-1]), 1) == 8.4


def test_cells_are_joined_as_by_merging() -> None:
    ours, theirs = (docx.Document().add_table(rows=1, cols=4) for _ in range(2))
    joined(ours.rows[0].cells[1:3])
    joined(ours.rows[0].cells[3:])
    for paragraph in theirs.rows[0].cells[1].merge(theirs.rows[0].cells[2]).paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    for table in (ours, theirs):
        set_widths(table, (1, 2, 3, 4))
    assert etree.tostring(ours._tbl) == etree.tostring(theirs._tbl)


def test_the_summary_of_a_single_contract_bears_its_name() -> None:
    report = an_entry("offers/a.txt").report
    assert report is not None
    document = docx.Document(io.BytesIO(render_docx([report])))
    assert document.paragraphs[0].text == "Contract judged: offers/a.txt"


# ---- the same formats for single contracts ------------------------------------------------------


@pytest.mark.parametrize(("form", "begins"), [("html", b"<!doctype html>"), ("sarif", b"{"), ("docx", b"PK")])
def test_check_writes_the_same_formats(tmp_path: Path, form: str, begins: bytes) -> None:
    contract = tmp_path / "a.txt"
    contract.write_text("Agreement\n\nThe Supplier sells lamps.\n")
    output = tmp_path / f"out.{form}"
    done = CliRunner().invoke(main, ["check", str(contract), "--format", form, "-o", str(output)])
    assert done.exit_code == 1
    assert output.read_bytes().startswith(begins)


def sound_and_torn(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "sound.txt").write_text("Agreement\n\nThe Supplier sells lamps.\n")
    (tmp_path / "torn.docx").write_text("no Word file")
    return str(tmp_path / "sound.txt"), str(tmp_path / "torn.docx")


@pytest.mark.parametrize(("torn_too", "successful"), [(True, False), (False, True)])
def test_check_says_in_sarif_what_it_could_not_read(tmp_path: Path, torn_too: bool, successful: bool) -> None:
    sound, torn = sound_and_torn(tmp_path)
    done = CliRunner().invoke(main, ["check", sound, *([torn] if torn_too else []), "--format", "sarif"])
    (invocation,) = json.loads(done.stdout)["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is successful
    assert ["unreadable: " in said["message"]["text"] for said in invocation["toolExecutionNotifications"]] == (
        [] if successful else [True]
    )


def test_check_writes_a_sarif_log_when_nothing_could_be_read(tmp_path: Path) -> None:
    _, torn = sound_and_torn(tmp_path)
    done = CliRunner().invoke(main, ["check", torn, "--format", "sarif"])
    (made,) = json.loads(done.stdout)["runs"]
    assert (made["results"], made["invocations"][0]["executionSuccessful"], done.exit_code) == ([], False, 2)


def test_check_names_on_its_page_what_it_could_not_read(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["check", *sound_and_torn(tmp_path), "--format", "html"])
    assert "torn.docx</td>" in done.stdout


def test_a_contract_read_in_part_is_no_successful_run() -> None:
    log = json.loads(rendered(Sarif, [an_entry("p.txt", outcome=Outcome.PARTLY_READ, reason="page 2 was not read")]))
    assert log["runs"][0]["invocations"][0]["executionSuccessful"] is False


def test_renderers_take_reports() -> None:
    reports = [entry.report for entry in ENTRIES[:2] if entry.report]
    assert "a.txt" in render_html(reports)
    assert len(results(render_sarif(reports).encode())) == 3
    assert "b.txt" in "\n".join(p.text for p in docx.Document(io.BytesIO(render_docx(reports))).paragraphs)


def test_a_full_disk_for_temporary_files_is_an_error_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise etree.SerialisationError("IO_ENOSPC")

    monkeypatch.setattr(WriteOnlyWorksheet, "append", full)
    with pytest.raises(OSError, match="IO_ENOSPC; it is the folder of temporary files, TMPDIR names another") as raised:
        rendered(Spreadsheet)
    assert raised.value.filename == tempfile.gettempdir()


def test_a_country_and_a_gap_lead_to_their_contracts() -> None:
    page = html.fromstring(rendered(Page))
    links = {(link.get("data-filter"), link.get("data-value")) for link in page.xpath("//a[@data-filter]")}
    assert {("country", "Norland"), ("country", "Sudland"), ("search", "REP-1")} <= links
    assert {name for name, _ in links} <= {field.get("id") for field in page.xpath("//form//input|//form//select")}
    gaps = {
        row.xpath("string(th/a)"): row.get("data-gaps").split() for row in page.xpath("//table[@id='matrix']//tbody/tr")
    }
    assert gaps["a.txt"] == ["REP-1"]
    assert gaps["b.txt"] == ["SUS-1", "REP-1"]
