"""PDF pages as a lawyer reads them: sentences whole, page furniture off, what is not seen kept apart."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from builders import Page, box, docx, field_widget, line, page, pdf
from work import lines_run

from clausegen.ingest import ocr
from clausegen.ingest.load import load_document
from clausegen.model.boxes import page_boxes
from clausegen.model.document import BlockKind, State

CLAUSE = "The Supplier may suspend access at once if it suspects misuse"


def read(path: Path):  # type: ignore[no-untyped-def]
    return load_document(path, isolated=False)


def test_lines_of_a_paragraph_are_joined_and_items_stay_apart(tmp_path: Path) -> None:
    made = page(
        "SERVICE AGREEMENT",
        "",
        "1. The Supplier shall provide the service to the Customer with reasonable skill and",
        "care and in accordance with the law of the place where the service is provided.",
        "1.1 The Customer shall not",
        "(a) resell the service; or",
        "(b) use it against journalists.",
    )
    document = read(pdf(tmp_path / "a.pdf", made))
    assert [block.text.split()[0] for block in document.blocks] == ["SERVICE", "1.", "1.1", "(a)", "(b)"]
    assert [block.number for block in document.blocks] == ["", "1", "1.1", "1.1(a)", "1.1(b)"]
    assert document.blocks[0].kind == BlockKind.TITLE
    assert "reasonable skill and care and in" in document.blocks[1].text
    assert all(block.page == 1 and block.box is not None for block in document.blocks)


def test_a_short_line_in_capitals_stands_alone_without_a_gap(tmp_path: Path) -> None:
    long = "This Agreement is made on the fourth day of March between Acme Limited and the Ministry and is"
    document = read(pdf(tmp_path / "a.pdf", page("Exhibit 10.14", "SOFTWARE MAINTENANCE AGREEMENT", long, "binding.")))
    assert [block.text for block in document.blocks] == [
        "Exhibit 10.14",
        "SOFTWARE MAINTENANCE AGREEMENT",
        f"{long} binding.",
    ]


def test_a_box_lies_where_the_text_was_drawn(tmp_path: Path) -> None:
    document = read(pdf(tmp_path / "a.pdf", Page(line(CLAUSE, 100, 500))))
    found = document.blocks[0].box
    assert found is not None
    assert found.left == pytest.approx(100, abs=2)
    assert found.bottom < 500 < found.top < 515


def test_words_are_found_on_the_page_line_by_line(tmp_path: Path) -> None:
    first = "The Supplier shall keep records of all use of the System and give them to the"
    document = read(pdf(tmp_path / "a.pdf", page(first, "independent reviewer within thirty days.")))
    start = document.text.index("give them")
    boxes = page_boxes(document, start, document.text.index(" within"))
    drawn = pypdfium2.PdfDocument(tmp_path / "a.pdf")[0].get_textpage()
    exact = [
        drawn.get_charbox(first.index("give them")),
        drawn.get_charbox(len(first) + 1 + len("independent reviewer")),
    ]
    assert [box.page for box in boxes] == [1, 1]
    assert boxes[0].left == pytest.approx(exact[0][0], abs=6)
    assert boxes[1].left == pytest.approx(72, abs=2)
    assert boxes[1].right == pytest.approx(exact[1][2], abs=6)
    assert boxes[0].bottom > boxes[1].top - 2


def test_a_quotation_over_a_page_break_has_boxes_on_both_pages(tmp_path: Path) -> None:
    head = "The Supplier shall suspend access to the System as soon as it has reason to believe that"
    document = read(pdf(tmp_path / "a.pdf", page("1. Scope", head), page("the Customer misuses it.")))
    assert document.blocks[-1].text.endswith("believe that the Customer misuses it.")
    boxes = page_boxes(document, document.blocks[-1].start, len(document.text))
    assert [box.page for box in boxes] == [1, 2]


def test_lines_are_the_slices_they_claim(tmp_path: Path) -> None:
    made = page("The Supplier shall no-", "tify  the Customer and", "others at once.")
    block = read(pdf(tmp_path / "a.pdf", made)).blocks[0]
    begins = [place[0] for place in block.lines]
    assert [block.text[at : at + 4] for at in begins] == ["The ", "tify", "othe"]


def _pages(count: int) -> list[Page]:
    made = []
    for number in range(1, count + 1):
        body = "".join(
            line(f"This is sentence {'abcdefg'[number]}{n} of the contract.", 72, 650 - 30 * n) for n in range(6)
        )
        head = line("Acme / Ruritania: Master Agreement", 72, 760)
        foot = line("Confidential draft", 72, 40) + line(f"Page {number} of {count}", 280, 25)
        made.append(Page(head + body + foot))
    return made


def test_running_lines_are_given_once_and_page_numbers_not_at_all(tmp_path: Path) -> None:
    document = read(pdf(tmp_path / "a.pdf", *_pages(4)))
    assert document.text.count("Master Agreement") == 1
    assert document.text.count("Confidential draft") == 1
    assert "Page " not in document.text
    assert document.text.count("of the contract.") == 24
    parts = {block.text: block.part for block in document.blocks}
    assert parts["Acme / Ruritania: Master Agreement"] == "header"
    assert parts["Confidential draft"] == "footer"


def test_a_number_that_ends_a_table_is_no_page_number(tmp_path: Path) -> None:
    fees = (("Fee in euro", "100"), ("Deposit to be paid", "250"))
    pages = [Page(line(name, 72, 700) + line(value, 72, 60)) for name, value in fees]
    assert [block.text for block in read(pdf(tmp_path / "a.pdf", *pages)).blocks][1::2] == ["100", "250"]


def test_a_sentence_is_whole_across_pages_with_a_header_between(tmp_path: Path) -> None:
    first, second = "The Supplier may suspend access", "at once if it suspects misuse of the system."
    header = line("Master Agreement", 72, 760)
    pages = [
        Page(header + line("1. Scope", 72, 700) + line(first, 72, 80) + line("1", 300, 30)),
        Page(header + line(second, 72, 720) + line("2. Term", 72, 690) + line("2", 300, 30)),
        Page(header + line("3. Law", 72, 700) + line("3", 300, 30)),
    ]
    document = read(pdf(tmp_path / "a.pdf", *pages))
    assert f"{first} {second}" in document.text
    assert next(block for block in document.blocks if first in block.text).page == 1


def test_line_numbers_of_pleading_paper_are_taken_off(tmp_path: Path) -> None:
    words = ("parties", "agree", "supplier", "suspend", "access", "whenever", "grounds")
    text = [f"{n + 1} {words[n % len(words)]} {words[(n + 3) % len(words)]} continues" for n in range(20)]
    document = read(pdf(tmp_path / "a.pdf", page(*text)))
    assert not any(char.isdigit() for char in document.text)


@pytest.mark.parametrize(
    ("first", "second", "elsewhere", "expected"),
    [
        ("The Supplier shall no-", "tify the Customer.", "It must notify at once.", "notify the"),
        ("The licence is non-", "exclusive and free.", "The licence stays non-exclusive.", "non-exclusive and"),
        ("The licence is non-", "exclusive and free.", "An exclusive one costs more.", "non-exclusive and"),
        ("Use against jour-", "nalists is forbidden.", "Nothing else.", "journalists is"),
    ],
    ids=["joined elsewhere", "hyphenated elsewhere", "known prefix", "seen nowhere else"],
)
def test_hyphens_at_line_ends_follow_the_spelling_of_the_document(
    first: str, second: str, elsewhere: str, expected: str, tmp_path: Path
) -> None:
    document = read(pdf(tmp_path / "a.pdf", page(elsewhere, "", first, second)))
    assert expected in document.text


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = ["The left column holds", "the clause on access and", "its suspension by us."]
    right = ["The right column is on", "payment and on taxes and", "on nothing else at all."]
    commands = "".join(line(t, 60, 700 - 14 * n) for n, t in enumerate(left))
    commands += "".join(line(t, 330, 700 - 14 * n) for n, t in enumerate(right))
    assert [block.text for block in read(pdf(tmp_path / "a.pdf", Page(commands))).blocks] == [
        " ".join(left),
        " ".join(right),
    ]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page_reads_the_same(rotate: int, tmp_path: Path) -> None:
    lines = ("The Supplier may suspend access at once if it has grounds to", "suspect misuse.")
    upright = read(pdf(tmp_path / "a.pdf", page(*lines)))
    turned = read(pdf(tmp_path / "b.pdf", page(*lines, rotate=rotate)))
    assert turned.text == upright.text


SHOWN = line("Agreement between the parties named below", 72, 740)


@pytest.mark.parametrize(
    ("commands", "counts"),
    [
        (line(CLAUSE, 72, 500), True),
        (line(CLAUSE, 72, 500, color="1 1 1"), False),
        (line(CLAUSE, 72, 500, color="0.99 0.98 1"), False),
        (box(60, 490, 500, 30) + line(CLAUSE, 72, 500, color="1 1 1"), True),
        (line(CLAUSE, 72, 500, mode=3), False),
        (line(CLAUSE, 72, 500, size=1), False),
        (line(CLAUSE, 72, 900), False),
        (line(CLAUSE, 72, 500, color="0.6 0.6 0.6"), True),
        (line("The fee is ten euro.", 72, 500) + line(CLAUSE, 190, 500, color="1 1 1"), False),
        (line("The fee is ten euro. " + "and so on " * 20 + CLAUSE, 72, 500), False),
    ],
    ids=[
        *("plain", "white", "almost white", "white on black", "render mode 3", "one point", "off the page", "grey"),
        *("white behind visible words", "runs off the page"),
    ],
)
def test_what_is_not_seen_on_the_page_does_not_count(commands: str, counts: bool, tmp_path: Path) -> None:
    document = read(pdf(tmp_path / "a.pdf", Page(SHOWN + commands)))
    at = document.text.find(CLAUSE)
    assert (at >= 0 and not document.doubts_in(at, at + len(CLAUSE))) is counts
    assert ("The fee" in commands) <= ("The fee is ten euro." in document.text)


def test_many_hyphens_at_line_ends_cost_no_more_each(tmp_path: Path) -> None:
    def work(count: int) -> int:
        pages = [page(*(["The Supplier sus-", "pend the acc-"] * 25)) for _ in range(count)]
        file = pdf(tmp_path / "a.pdf", *pages)
        return lines_run(lambda: load_document(file, isolated=False, look="never"))

    work(1)
    assert work(20) < 6 * work(5)


def test_values_of_form_fields_stand_behind_their_words(tmp_path: Path) -> None:
    made = Page(line("Term in months:", 72, 500) + line("Next line of the form", 72, 450))
    made.annotations = [field_widget("term", "36", 180, 497), field_widget("x", "secret value", 180, 300, hidden=True)]
    document = read(pdf(tmp_path / "a.pdf", made))
    assert "Term in months: 36" in document.text
    assert [block.state for block in document.blocks if "secret" in block.text] == [State.HIDDEN]


def test_an_attached_contract_is_read_as_a_part(tmp_path: Path) -> None:
    inner = docx(tmp_path / "schedule.docx", CLAUSE).read_bytes()
    document = read(pdf(tmp_path / "a.pdf", page("See the attached schedule."), attachment=("schedule.docx", inner)))
    assert [block.part for block in document.blocks] == ["body", "attachment:schedule.docx"]


def test_a_broken_attachment_makes_the_reading_incomplete(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", page(CLAUSE), attachment=("b.txt", b"More terms."))
    path.write_bytes(path.read_bytes().replace(b"/Names [(b.txt) ", b"/Names [(b.txt) 9"))
    document = read(path)
    assert document.text == CLAUSE
    assert document.coverage.skipped == ("the attached file 'file 1' was not read: it cannot be unpacked",)


def test_an_attached_picture_makes_the_reading_incomplete(tmp_path: Path) -> None:
    made = pdf(tmp_path / "a.pdf", page("See the attached scan."), attachment=("scan.tiff", b"II*\0 not a document"))
    coverage = read(made).coverage
    assert not coverage.complete
    assert "scan.tiff" in coverage.skipped[0]


def _scan() -> Page:
    made = Page("")
    made.image = bytes(range(100)) * 100
    return made


def test_a_scanned_page_without_ocr_is_said_to_be_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    document = read(pdf(tmp_path / "a.pdf", page(CLAUSE), _scan()))
    assert document.coverage.pages == 2
    assert document.coverage.pages_unread == (2,)
    assert not document.coverage.complete
    assert "tesseract is not installed" in document.coverage.skipped[0]


def test_the_text_layer_over_a_scan_counts(tmp_path: Path) -> None:
    made = _scan()
    made.commands = "".join(line(f"{CLAUSE} {n}", 72, 700 - 20 * n, mode=3) for n in range(5))
    document = read(pdf(tmp_path / "a.pdf", made))
    assert document.text.count(CLAUSE) == 5
    assert document.coverage.complete


def test_words_of_a_scan_come_with_place_and_confidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = (
        "level\tpage\tblock\tpar\tline\tword\tleft\ttop\twidth\theight\tconf\ttext\n"
        "5\t1\t1\t1\t1\t1\t200\t200\t100\t30\t90\tThe\n5\t1\t1\t1\t1\t2\t310\t200\t200\t30\t70\tSupplier\n"
    )
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "read_page", lambda _, number: ocr.lines_of(table, number, 200 / 72, 792))
    document = read(pdf(tmp_path / "a.pdf", _scan()))
    assert document.text == "The Supplier"
    assert document.blocks[0].ocr_confidence == 0.8
    assert document.coverage.pages_ocr == (1,)
    assert document.coverage.complete
    assert "ocr" in {notice.code for notice in document.notices}


@pytest.mark.skipif(not ocr.available(), reason="tesseract, an external program, is not installed")
def test_tesseract_reads_a_rendered_page(tmp_path: Path) -> None:
    import pypdfium2 as pdfium

    source = pdf(tmp_path / "a.pdf", page(CLAUSE, size=14))
    with pdfium.PdfDocument(source) as document:
        lines = ocr.read_page(document[0], 1)
    assert CLAUSE in " ".join(found.text for found in lines)
    assert all(found.confidence is not None and 0 <= found.confidence <= 1 for found in lines)
