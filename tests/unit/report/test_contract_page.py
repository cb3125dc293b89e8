"""One contract as a page, its findings beside the words; and as a memo of one page."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path

import docx
import pytest
from builders import document
from click.testing import CliRunner
from paths import ROOT

from clausegen.checker.pipeline import judge
from clausegen.cli.main import main
from clausegen.ingest import load_document
from clausegen.model import Document, Report, Status, Tier
from clausegen.model.document import Block, State
from clausegen.report.contract_memo import render_memo
from clausegen.report.contract_page import render_contract_html
from clausegen.report.urgency import gaps_of

SAMPLE = ROOT / "samples" / "contracts" / "weak-suspension.txt"


@pytest.fixture(scope="module")
def judged() -> tuple[Report, Document]:
    contract = load_document(SAMPLE)
    return judge(contract, tier=Tier.HIGH), contract


@pytest.fixture(scope="module")
def page(judged: tuple[Report, Document]) -> str:
    report, contract = judged
    return render_contract_html(report, [contract])


def test_every_gap_is_on_the_page_and_every_link_leads_to_one(judged: tuple[Report, Document], page: str) -> None:
    targets = re.findall(r'id="([A-Z]{3}-\d+)"', page)
    assert len(targets) == len(set(targets))
    assert {gap.first.code for gap in gaps_of(judged[0])} <= set(targets)
    assert set(re.findall(r'href="#([A-Z]{3}-\d+)"', page)) <= set(targets)


def test_words_that_decided_are_marked_in_the_text(judged: tuple[Report, Document], page: str) -> None:
    marked = " ".join(html.unescape(words) for words in re.findall(r"<mark>(.*?)</mark>", page, re.DOTALL))
    for verdict in judged[0].verdicts:
        for finding in verdict.findings:
            for evidence in finding.evidence:
                assert evidence.text.splitlines()[0] in marked, finding.code


def test_the_whole_text_of_the_contract_is_there(judged: tuple[Report, Document], page: str) -> None:
    shown = html.unescape(re.sub(r"</?mark>", "", page))
    assert [block.text for block in judged[1].agreed_blocks() if block.text not in shown] == []


def test_a_gap_stands_beside_its_clause(page: str) -> None:
    row = next(row for row in page.split('<div class="row') if 'id="SUS-1"' in row)
    assert "The Supplier shall not suspend the Platform in any other case." in row
    assert "To satisfy it: Give the supplier the right to suspend" in row


def test_a_contract_cannot_write_into_the_page() -> None:
    hostile = document(
        "1. <script>alert(1)</script>\n1.1 The Supplier may suspend </mark><img src=x onerror=a()> at once."
    )
    shown = render_contract_html(judge(hostile, tier=Tier.HIGH), [hostile])
    assert "<script" not in shown
    assert "<img" not in shown
    assert "default-src &#39;none&#39;" in shown or "default-src 'none'" in shown


def test_text_set_apart_is_shown_as_such() -> None:
    blocks = [Block(text="1. Use", start=0, end=0), Block(text="Secret words.", start=0, end=0, state=State.HIDDEN)]
    hidden = Document.from_blocks(blocks)
    shown = render_contract_html(judge(hidden, tier=Tier.HIGH), [hidden])
    assert re.search(r'class="words apart">.*\[hidden\].*Secret words\.', shown)


def test_the_page_is_for_small_screens_dark_rooms_and_paper(page: str) -> None:
    for wanted in ("prefers-color-scheme:dark", "@media print", "max-width:48rem", "width=device-width"):
        assert wanted in page


# The memo -----------------------------------------------------------------------------------------------


def words_of(data: bytes) -> str:
    memo = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in memo.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in memo.paragraphs), *cells])


def test_a_memo_says_what_must_change_first(judged: tuple[Report, Document]) -> None:
    said = words_of(render_memo(judged[0]))
    assert "Do not sign it as it stands: Suspension on suspected misuse (SUS)" in said
    assert "Suspension on suspected misuse: unilateral (SUS-1)" in said
    assert "The Supplier shall not suspend the Platform in any other case." in said
    assert render_memo(judged[0]) == render_memo(judged[0])


def test_a_memo_stays_short_whatever_is_wrong(judged: tuple[Report, Document]) -> None:
    report = judged[0]
    long = [
        v.model_copy(update={"findings": tuple(
            f.model_copy(update={"remedy": "word " * 500, "reason": "No."}) for f in v.findings)})
        for v in report.verdicts
    ]  # fmt: skip
    said = words_of(render_memo(report.model_copy(update={"verdicts": tuple(long)})))
    assert len(said) < 4600, "more would not fit on a page"


def test_a_memo_on_a_contract_that_lacks_nothing_says_so(judged: tuple[Report, Document]) -> None:
    report = judged[0]
    summary = report.summary.model_copy(update={"status": Status.SATISFIED})
    said = words_of(render_memo(report.model_copy(update={"summary": summary, "verdicts": ()})))
    assert "Everything that is due was found." in said
    assert "What must change" not in said


@pytest.mark.parametrize(("form", "mark"), [("html", b"<h1>weak-suspension.txt</h1>"), ("docx", b"PK")])
def test_check_writes_one_contract_as_a_page_and_a_memo(form: str, mark: bytes, tmp_path: Path) -> None:
    output = tmp_path / f"a.{form}"
    assert CliRunner().invoke(main, ["check", str(SAMPLE), "-o", str(output)]).exit_code == 1
    assert mark in output.read_bytes()
