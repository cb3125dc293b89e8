"""Plain text, Markdown, web pages and mail."""

from __future__ import annotations

import io
import textwrap
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from builders import document, docx
from hypothesis import given
from hypothesis import strategies as st

from clausegen.errors import DamagedDocument
from clausegen.ingest.labels import Outline
from clausegen.ingest.lines import paragraphs
from clausegen.ingest.load import load_document
from clausegen.model.document import BlockKind, State

CONTRACT = [
    "SOFTWARE LICENCE AGREEMENT",
    "This Agreement is made on 4 March 2025 between Acme Limited, a company registered in Ruritania, and the Ministry.",
    "1. DEFINITIONS",
    '"Misuse" means any use of the Software against journalists, human-rights defenders or political opponents.',
    "2. SUSPENSION",
    "2.1 The Supplier may suspend access to the Software at once and without prior notice if it suspects, on "
    "reasonable grounds, that the Customer has used the Software for a purpose other than the Permitted Purpose "
    "set out in Section 4.",
    "(a) The Supplier shall tell the Customer of the suspension within two working days after it has taken effect; and",
    "(b) the Customer shall give the Supplier every document that it reasonably asks for so that it can investigate.",
]


@given(st.integers(min_value=40, max_value=140), st.booleans(), st.integers(min_value=0, max_value=8))
def test_rewrapping_changes_no_paragraph(width: int, blank_lines: bool, indent: int) -> None:
    wrapped = [
        textwrap.fill(one, width, initial_indent=" " * indent, subsequent_indent=" " * indent) for one in CONTRACT
    ]
    text = ("\n\n" if blank_lines else "\n").join(wrapped)
    if not blank_lines:
        text = "\n\n".join(wrapped[:2]) + "\n\n" + "\n".join(wrapped[2:])
    assert [paragraph.text for paragraph in paragraphs(text)] == CONTRACT


def test_typed_numbers_become_full_numbers() -> None:
    found = document("\n".join(CONTRACT)).blocks
    assert [block.number for block in found] == ["", "", "1", "", "2", "2.1", "2.1(a)", "2.1(b)"]
    assert [block.level for block in found if block.number] == [0, 0, 1, 2, 2]


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        (["1) Use", "1.1 The", "2) Rights", "2.1 The"], ["1", "1.1", "2", "2.1"]),
        (["ARTICLE IV", "Section 4.02 Term", "(a) First"], ["IV", "4.02", "4.02(a)"]),
        (["1. One", "(h) eight", "(i) nine", "(j) ten"], ["1", "1(h)", "1(i)", "1(j)"]),
        (["1. One", "(a) alpha", "(i) first", "(ii) second", "(b) beta"], ["1", "1(a)", "1(a)(i)", "1(a)(ii)", "1(b)"]),
        (["(A) Recital", "(B) Recital", "1. Scope", "1.1 Text"], ["(A)", "(B)", "1", "1.1"]),
        (["12.3(b) The Supplier"], ["12.3(b)"]),
        (["Article 5 – Durée", "§ 7 Haftung"], ["5", "7"]),
        (["Schedule 2", "1. Fees"], ["2", "1"]),
        (["1. One", "2) Two", "a) x"], ["1", "1(2)", "1(2)(a)"]),
        (["SC 4.2 Scope", "OF-9 The seats", "II-3. Orders", "A3-1 Licence"], ["SC 4.2", "OF-9", "II-3", "A3-1"]),
        (["10.2 Scope", "10.3The licence ends."], ["10.2", "10.3"]),
        (["A1. Period", "B1.1 “Finding” means", "3a. If it fails"], ["A1", "B1.1", "3a"]),
        (["1(a) In this Lease", "1(b) Fees", "2(1) The System", "§ 1(5) Terms"], ["1(a)", "1(b)", "2(1)", "1(5)"]),
    ],
)
def test_full_numbers_of_typed_labels(lines: list[str], numbers: list[str]) -> None:
    outline = Outline()
    assert [(found := outline.typed(line)) and found.number for line in lines] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "U.S. law governs.",
        "2.5 million euro are due.",
        "2.4GHz radios are excluded.",
        "1.5x the fee",
        "99.95 % of the month",
        "Section 5 applies to this.",
        "Clause 4.2, as amended, governs.",
        "(s)he may end it.",
        "2025 was the first year.",
        "e.g. a camera",
        "I agree.",
        "A contract is made.",
        "Article 5(2) of the Treaty applies.",
        "AED 900 for each mast is due.",
        "H2 Energy Limited shall pay.",
        "A4 Paper is supplied.",
        "F16 parts are excluded.",
        "COVID-19 Measures continue.",
        "",
    ],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert Outline().typed(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "The Supplier may suspend access under the conditions of Section\n5. The Customer must comply with it.",
        "No variation is effective unless it is signed by each Party in accordance with\nclause 23.",
    ],
)
def test_citations_broken_by_the_margin_start_no_clause(text: str) -> None:
    assert len(paragraphs(text)) == 1


def test_rows_of_a_list_of_particulars_stay_apart_however_wide_they_are() -> None:
    rows = ["Customer: City of Hallmoor, Works", "Order date: 14 February 2024", "Renewal: by 12 months each time"]
    assert [paragraph.text for paragraph in paragraphs("\n".join(rows))] == rows


def test_lines_of_an_address_stay_apart() -> None:
    assert len(paragraphs("Acme Limited\n1 High Street\nStrelsau\nRuritania")) == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("1. Größe “quoted”".encode(encoding))
    found = load_document(path)
    assert found.text == "1. Größe “quoted”"
    assert [notice.code for notice in found.notices] == (["guessed-encoding"] if encoding == "cp1252" else [])


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(32)) * 40)
    with pytest.raises(DamagedDocument, match="not text"):
        load_document(path)


MARKDOWN = r"""# Master Agreement

This **Agreement** is made\_up between A & B, *of the one part*.

## 1. Definitions

"Confidential \*Information\*" means ~~secret~~ things <!-- the supplier may suspend -->.

1. First thing is said here.
2. Second thing is said here.
   - a bullet

1.1 The supplier shall do
this and
(a) that;
(b) those.

| Term | 12 months |
|------|-----------|
| Fee  | 10        |
"""


def test_markdown(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    found = load_document(path)
    assert found.text.splitlines() == [
        "Master Agreement",
        "This Agreement is made_up between A & B, of the one part.",
        "1. Definitions",
        '"Confidential *Information*" means things .',
        "First thing is said here.",
        "Second thing is said here.",
        "a bullet",
        "1.1 The supplier shall do this and",
        "(a) that;",
        "(b) those.",
        "Term",
        "12 months",
        "Fee",
        "10",
    ]
    assert [(block.text, block.state) for block in found.blocks if not block.agreed] == [
        ("secret", State.STRUCK),
        ("the supplier may suspend", State.HIDDEN),
    ]
    assert [block.row for block in found.blocks[-4:]] == [";t1r1", ";t1r1", ";t1r2", ";t1r2"]
    assert [block.label for block in found.blocks if block.kind == BlockKind.LIST_ITEM] == [
        "1.",
        "2.",
        "",
        "1.1",
        "(a)",
        "(b)",
    ]


CLAUSE = "The Supplier may suspend access"


@pytest.mark.parametrize(
    ("html", "state"),
    [
        (f"<p>{CLAUSE}</p>", State.VISIBLE),
        (f"<div>{CLAUSE}<br>more</div>", State.VISIBLE),
        (f"<table><tr><td>{CLAUSE}</td></tr></table>", State.VISIBLE),
        (f"<p style='display:none'>{CLAUSE}</p>", State.HIDDEN),
        (f"<p hidden>{CLAUSE}</p>", State.HIDDEN),
        (f"<style>.x{{display:none}}</style><div class='x'><p>{CLAUSE}</p></div>", State.HIDDEN),
        (f"<p style='color:#fff'>{CLAUSE}</p>", State.WHITE),
        (f"<div style='background:#123'><p style='color:white'>{CLAUSE}</p></div>", State.VISIBLE),
        (f"<p><s>{CLAUSE}</s></p>", State.STRUCK),
        (f"<p>Text<!-- {CLAUSE} --></p>", State.HIDDEN),
        (f"<input type='hidden' value='{CLAUSE}'>", State.HIDDEN),
        (f"<input value='{CLAUSE}'>", State.VISIBLE),
        (f"<script>'{CLAUSE}'</script>", None),
        (f"<template>{CLAUSE}</template>", None),
        (f"<title>{CLAUSE}</title>", None),
    ],
)
def test_a_page_counts_what_a_browser_shows(html: str, state: State | None, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><p>Agreement.</p>{html}</body></html>", encoding="utf-8")
    found = load_document(path, isolated=False)
    assert [block.state for block in found.blocks if CLAUSE in block.text] == ([state] if state else [])


def test_numbers_of_html_lists(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html><ol start=3><li>Third one.<ol type=a><li>sub one.</li>"
        "<li><p>sub two.</p></li></ol></li><li>Fourth.</li></ol>",
        encoding="utf-8",
    )
    found = load_document(path, isolated=False).blocks
    assert [(block.label, block.number) for block in found] == [("3.", "3"), ("a.", "3.a"), ("b.", "3.b"), ("4.", "4")]


def _mail(tmp_path: Path, **more: bytes) -> Path:
    """A message with an agreement and files of the given types attached."""
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.org", "Signed agreement"
    message.set_content("Plain form.")
    message.add_alternative("<p>Please find the <b>agreement</b> attached.</p>", subtype="html")
    inner = docx(tmp_path / "inner.docx", "1. Scope", CLAUSE).read_bytes()
    message.add_attachment(inner, maintype="application", subtype="octet-stream", filename="agreement.docx")
    for suffix, content in more.items():
        message.add_attachment(content, maintype="image", subtype=suffix, filename=f"schedule.{suffix}")
    path = tmp_path / "a.eml"
    path.write_bytes(message.as_bytes())
    return path


def test_mail_is_read_with_its_attachments(tmp_path: Path) -> None:
    found = load_document(_mail(tmp_path), isolated=False)
    assert found.text.splitlines() == [
        "From: a@example.org", "Subject: Signed agreement", "Please find the agreement attached.", "Plain form.",
        "1. Scope", CLAUSE,
    ]  # fmt: skip
    assert [block.part for block in found.blocks][-1] == "attachment:agreement.docx"
    assert found.coverage.complete


def test_an_attachment_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    coverage = load_document(_mail(tmp_path, png=b"\x89PNG...."), isolated=False).coverage
    assert not coverage.complete
    assert "schedule.png" in coverage.skipped[0]
    assert "--attachments" not in coverage.skipped[0]


def test_of_an_attached_archive_it_is_said_what_opens_it(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("contract.txt", CLAUSE)
    (said,) = load_document(_mail(tmp_path, zip=content.getvalue()), isolated=False).coverage.skipped
    assert said.endswith("no document; clausegen audit --attachments --archives judges the files inside")
