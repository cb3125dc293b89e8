"""What people open: the same facts in every format, and nothing a contract or a file name says can take over."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import docx
import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner
from lxml import etree, html
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from portfolios import SEEDED, judge

from clausegen.checker.pipeline import judge as judge_in_earnest
from clausegen.cli.main import main
from clausegen.drafting.word.pdf import to_pdf
from clausegen.ingest.legacy import program
from clausegen.model.document import Block, Document
from clausegen.model.portfolio import Concern, Counting, Entry, Mark, Outcome, Portfolio, PortfolioChange, Trend
from clausegen.model.report import Report
from clausegen.model.requirement import Status, Tier
from clausegen.report.coverage_matrix import Heat
from clausegen.report.entries import entry_line
from clausegen.report.html import Page, render_html
from clausegen.report.sarif import Sarif, render_sarif
from clausegen.report.terminal import render_text
from clausegen.report.word_page import joined, set_widths
from clausegen.report.word_summary import _CONCERNS, SummaryPaper, render_docx
from clausegen.report.words import CHANGES, shortened
from clausegen.report.xlsx import Spreadsheet
from clausegen.report.xlsx_table import PlainRows

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
        "shadow": "of" in fields,
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


def rendered(kind: type, entries: list[Entry] = ENTRIES, portfolio: Portfolio = PORTFOLIO) -> bytes:
    result, counting, heat = begun(kind, entries), Counting(), Heat()
    for entry in entries:
        counting.add(entry)
        heat.add(entry)
        result.add(entry)
    out = io.BytesIO()
    result.finish(portfolio, counting.tally(), heat, out)
    result.close()
    return out.getvalue()


def unpacked(content: bytes) -> str:
    """All texts in an Office file."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    return "\n".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize("kind", [Spreadsheet, Page, Sarif, SummaryPaper])
def test_the_same_entries_give_the_same_bytes(kind: type) -> None:
    assert rendered(kind) == rendered(kind)


@pytest.mark.parametrize("kind", [Spreadsheet, Page, Sarif, SummaryPaper])
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


TWINS = [
    an_entry("dan.txt", customer="DanCo", country="Denmark", sha256="1"),
    an_entry("swe.txt", customer="SweCo", country="Sweden", outcome=Outcome.DUPLICATE, of="dan.txt", shadow=False),
    an_entry("swe-copy.txt", customer="SweCo", country="Sweden", outcome=Outcome.DUPLICATE, of="swe.txt"),
]


def test_one_text_of_two_customers_is_two_contracts_in_every_result() -> None:
    counting, heat = Counting(), Heat()
    for entry in TWINS:
        counting.add(entry)
        heat.add(entry)
    assert (counting.tally().contracts, counting.tally().open) == (2, {"missing/major": 2})
    assert heat.sizes["country"] == {"Denmark": 1, "Sweden": 1}
    assert [gap.contracts for gap in heat.gaps()] == [2]
    matrix = openpyxl.load_workbook(io.BytesIO(rendered(Spreadsheet, TWINS)))["Matrix"]
    assert [[cell.value for cell in row[:2]] for row in matrix.iter_rows(min_row=2)] == [
        ["dan.txt", "DanCo"],
        ["swe.txt", "SweCo"],
    ]
    page = html.fromstring(rendered(Page, TWINS))
    assert page.xpath("//table[@id='matrix']/tbody/tr/td[1]/text()") == ["DanCo", "SweCo"]
    found = results(rendered(Sarif, TWINS))
    assert [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in found] == ["dan.txt", "swe.txt"]
    assert [json.loads(entry_line(entry))["shadow"] for entry in TWINS] == [False, False, True]


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
    assert openpyxl.load_workbook(out).worksheets[0]["A1"].value == "a\ufffdb"


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


TREND = Trend(
    earlier="run 1",
    changes=(
        PortfolioChange(
            "gained", "a.txt", "suspension.on-suspicion", "SUS-1", "missing", "satisfied", ("text", "tier")
        ),
        PortfolioChange("gained", "b.txt", "suspension.on-suspicion", "SUS-1", "missing", "satisfied", ("text",)),
        PortfolioChange("in part", "d.txt", "suspension.on-suspicion", "SUS-1", "missing", "satisfied", ("text",)),
        PortfolioChange("gone", "c.txt", before="", after="unreadable", causes=("unreadable",)),
    ),
    satisfied_before=1,
    satisfied_now=3,
    elements_before=4,
    elements_now=4,
    contracts_before=3,
    contracts_now=2,
    in_part_now=1,
)
COUNTED = [
    ["Changes", "All", "by text", "by tier", "by unreadable"],
    ["elements gained", "2", "2", "1", "0"],
    ["elements satisfied as far as read", "1", "1", "0", "0"],
    ["contracts gone", "1", "0", "0", "1"],
]


def compared(kind: type) -> bytes:
    result, out = begun(kind, []), io.BytesIO()
    result.finish(Portfolio(title="a", trend=TREND), Counting().tally(), Heat(), out)
    result.close()
    return out.getvalue()


def test_the_page_counts_changes_by_kind_and_cause() -> None:
    rows = html.fromstring(compared(Page)).xpath("//div[@aria-label='Changes by cause']//tr")
    assert [[cell.text_content() for cell in row] for row in rows] == COUNTED


def test_the_summary_counts_what_is_no_gain_apart() -> None:
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(compared(SummaryPaper))).paragraphs]
    assert texts[texts.index("Since run 1") + 1] == (
        "1 of 4 elements were satisfied, now 3 (1 in contracts read in part) of 4: 2 gained, 0 lost, 1 only as far as "
        "read; 0 new contracts, 1 gone."
    )


def test_page_and_workbook_say_how_much_is_satisfied_in_contracts_read_in_part() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(compared(Spreadsheet)))["Summary"]
    assert ("of these in contracts read in part", 0, 1) in [row[:3] for row in sheet.values]
    assert "of which the rest may take them back: 0 before, 1 now." in compared(Page).decode()


def test_the_workbook_counts_changes_by_kind_and_cause() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(compared(Spreadsheet)))["Summary"]
    rows = [[str(cell.value) for cell in row[:5]] for row in sheet.iter_rows()]
    at = rows.index(COUNTED[0])
    assert rows[at : at + 4] == COUNTED


# ---- SARIF --------------------------------------------------------------------------------------


def results(content: bytes) -> list[dict]:
    return json.loads(content)["runs"][0]["results"]


def test_fingerprints_outlive_a_change_of_the_text() -> None:
    before = results(rendered(Sarif, [an_entry(text="Nothing.")]))
    after = results(rendered(Sarif, [an_entry(text="Nothing at all, in other words.")]))
    prints = [[r["partialFingerprints"]["clausegen/v1"] for r in some] for some in (before, after)]
    assert prints[0] == prints[1]
    assert len(set(prints[0])) == 2


def test_fingerprints_tell_contracts_of_one_text_apart_by_their_paths() -> None:
    found = results(rendered(Sarif, [an_entry("a.txt", "Nothing."), an_entry("b.txt", "Nothing.")]))
    assert len({result["partialFingerprints"]["clausegen/v1"] for result in found}) == len(found)


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


def test_notes_are_notifications_of_the_configuration() -> None:
    run = json.loads(rendered(Sarif))["runs"][0]
    assert run["invocations"][0]["toolConfigurationNotifications"] == [
        {"descriptor": {"id": "waiver-unused"}, "level": "note", "message": {"text": f"{FORMULA}: unused"}}
    ]
    assert run["tool"]["driver"]["notifications"] == [{"id": "waiver-unused"}]


# ---- Word ---------------------------------------------------------------------------------------


def test_the_summary_says_what_was_and_was_not_read() -> None:
    document = docx.Document(io.BytesIO(rendered(SummaryPaper)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Norland & Co" in text
    assert "7 files (3 judged, 1 partly-read, 1 unreadable, 1 duplicate, 1 excluded)" in text
    assert "protected by a password" in text


def test_counts_of_the_summary_agree_with_their_nouns() -> None:
    document = docx.Document(io.BytesIO(rendered(SummaryPaper, ENTRIES[:1])))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "1 file (1 judged); 1 contract judged (1 partial). 0 critical elements are not satisfied." in text
    assert "Notes on register and waivers: 1 unused waiver." in text


def read_in_part(entry: Entry, *skipped: str) -> Entry:
    assert entry.report
    coverage = entry.report.contract.coverage.model_copy(update={"complete": False, "skipped": skipped})
    contract = entry.report.contract.model_copy(update={"coverage": coverage})
    return entry.model_copy(update={"report": entry.report.model_copy(update={"contract": contract})})


NOT_THERE = "not read of the family 'F': norland/amendment-2.docx (not there)"
PAGE_2 = "norland/schedule.pdf: page 2 of 3 holds no text that could be read"
FAMILY = {"outcome": Outcome.PARTLY_READ, "family": "F"}


@pytest.mark.parametrize(
    ("entries", "said", "why"),
    [
        (
            [
                read_in_part(an_entry("m.txt", reason="x", **FAMILY), NOT_THERE, PAGE_2),
                read_in_part(
                    an_entry("a.txt", of="m.txt", reason="part of the family 'F', judged under m.txt", **FAMILY),
                    NOT_THERE,
                    PAGE_2,
                ),
            ],
            f"1 contract: m.txt ({NOT_THERE}; {PAGE_2}).",
            "the files of a family are one contract, of which two things are missing",
        ),
        (
            [read_in_part(an_entry("m.txt", outcome=Outcome.PARTLY_READ), *"abcde")],
            "1 contract: m.txt (a; b; and 3 more).",
            "of many things the first two are said",
        ),
        (
            [
                read_in_part(an_entry("m.txt", outcome=Outcome.PARTLY_READ), PAGE_2),
                read_in_part(an_entry("c.txt", outcome=Outcome.DUPLICATE, of="m.txt", shadow=False), PAGE_2),
                read_in_part(an_entry("d.txt", outcome=Outcome.DUPLICATE, of="m.txt"), PAGE_2),
            ],
            f"2 contracts: m.txt ({PAGE_2}); c.txt ({PAGE_2}).",
            "another customer's contract of the same text, but no copy",
        ),
    ],
)
def test_the_summary_says_of_each_contract_read_in_part_what_is_missing(
    entries: list[Entry], said: str, why: str
) -> None:
    texts = [one.text for one in docx.Document(io.BytesIO(rendered(SummaryPaper, entries))).paragraphs]
    assert f"What was not read may take back what was found in {said}" in texts, why


LONG = "n" * 240


def the_fullest_portfolio() -> tuple[list[Entry], Portfolio]:
    """Everything a summary can say, about files and folders with the longest names there are."""
    report = judge_in_earnest(Document.from_blocks([Block(text="No.", start=0, end=0)]), tier=Tier.HIGH)
    marks = {"SUS-1": Mark(kind="waived", approver="Board"), "SUS-2": Mark(kind="known")}
    held: dict[str, Any] = {"tier": Tier.HIGH, "report": report, "reason": f"{LONG}; {LONG}"}
    entries = [an_entry(outcome=Outcome.DUPLICATE, of="a.txt"), an_entry(outcome=Outcome.EXCLUDED, report=None)]
    entries += [an_entry("am.txt", of="a.txt", family="F")]
    entries += [
        read_in_part(Entry(path=f"{n}{LONG}", outcome=Outcome.PARTLY_READ, marks=marks, **held), *[LONG] * 9)
        for n in range(9)
    ]
    held["report"] = None
    entries += [Entry(path=f"{n}{LONG}/{LONG}", outcome=Outcome.UNREADABLE, **held) for n in range(9)]
    concerns = [Concern(kind=kind, subject=LONG, message=LONG) for kind in _CONCERNS for _ in range(10)]
    changes = tuple(PortfolioChange(kind, LONG) for kind in CHANGES for _ in range(1000))
    counts = dict.fromkeys(Trend.model_fields.keys() - {"earlier", "changes"}, 100_000)
    trend = Trend.model_validate({"earlier": LONG, "changes": changes, **counts})
    title = f"Human-rights safeguards in customer contracts: {LONG}"
    return entries, Portfolio(title=title, day=dt.date(2026, 11, 29), concerns=tuple(concerns), trend=trend)


@pytest.mark.skipif(program() is None, reason="LibreOffice, an external program, is not installed")
def test_the_summary_is_one_page_whatever_the_names() -> None:
    entries, portfolio = the_fullest_portfolio()
    pages = pypdfium2.PdfDocument(to_pdf(rendered(SummaryPaper, entries, portfolio)))
    assert len(pages) == 1


def test_a_long_name_is_shortened_in_the_middle_and_few_files_are_named() -> None:
    entries, portfolio = the_fullest_portfolio()
    texts = [
        paragraph.text for paragraph in docx.Document(io.BytesIO(rendered(SummaryPaper, entries, portfolio))).paragraphs
    ]
    assert texts[0] == f"Human-rights safeguards in customer contracts: {'n' * 20}…{'n' * 19}"
    assert any(text.startswith(f"Nothing is known about 9 files: 0{'n' * 19}…") for text in texts)
    assert any(text.endswith("and 8 more.") for text in texts)
    assert max(map(len, texts)) < 480
    assert shortened("norland/agreements/msa.docx", 17) == "norland/…msa.docx"
    assert shortened("msa.docx", 8) == "msa.docx"


@pytest.mark.parametrize("kind", [Spreadsheet, Page, SummaryPaper])
@pytest.mark.parametrize("day", [dt.date(2026, 11, 29), None])
def test_results_name_the_day_they_are_said_to_be_of_and_no_other(kind: type, day: dt.date | None) -> None:
    made = rendered(kind, portfolio=PORTFOLIO.model_copy(update={"day": day}))
    said = made.decode() if kind is Page else unpacked(made)
    assert ("As of 2026-11-29: 7 files" in said) is (day is not None)
    assert set(re.findall("[^0-9]((?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})T", said)) <= {str(day or "1980-01-01")}


@pytest.mark.parametrize("kind", [Spreadsheet, SummaryPaper])
def test_office_files_say_what_they_are_and_who_made_them(kind: type) -> None:
    core = etree.fromstring(zipfile.ZipFile(io.BytesIO(rendered(kind))).read("docProps/core.xml"))
    properties = {node.tag.rpartition("}")[2]: node.text for node in core}
    assert (properties["title"], properties["creator"]) == ("Norland & Co", "clausegen")
    assert not properties.get("description")


def test_every_kind_of_concern_has_words_for_its_count() -> None:
    assert set(_CONCERNS) == set(get_args(Concern.model_fields["kind"].annotation))


def test_a_bar_has_one_cell_for_each_colour_and_keeps_its_width() -> None:
    document = docx.Document(io.BytesIO(rendered(SummaryPaper)))
    row = next(row for table in document.tables for row in table.rows if row.cells[0].text == "SUS suspension")
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


@pytest.mark.parametrize(
    "shown",
    [
        lambda report: render_html([report]),
        lambda report: render_text([report], width=200),
        lambda report: unpacked(render_docx([report])),
    ],
    ids=["page", "terminal", "Word"],
)
def test_words_of_an_amendment_are_not_cited_as_a_clause_of_the_agreement(shown: Callable[[Report], str]) -> None:
    report = an_entry("master.docx").contract
    assert report is not None
    finding = report.verdicts[0].findings[0]
    quoted = finding.evidence[0].model_copy(update={"part": "amendment Amendment 1.pdf", "clause": "2", "page": 1})
    finding = finding.model_copy(update={"evidence": (quoted,), "status": Status.UNCERTAIN})
    verdicts = (report.verdicts[0].model_copy(update={"findings": (finding,)}),)
    said = shown(report.model_copy(update={"verdicts": verdicts}))
    assert "amendment Amendment 1.pdf, clause 2, page 1" in said


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
