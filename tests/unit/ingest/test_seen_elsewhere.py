"""Words in places that are seldom looked at: what hides them is doubted, and what a person sees there is heard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from builders import Page, X, abstract, docx, level, line, num, p, pdf, row, table

from clausegen.ingest.load import load_document
from clausegen.model import Document, State

CLAUSE = "The Supplier may suspend access at once"
DELETED = "Clause nine is deleted"
BANDS = (
    '<w:style w:type="table" w:styleId="T"><w:tblStylePr w:type="band1Horz"><w:rPr><w:vanish/></w:rPr>'
    "</w:tblStylePr></w:style>"
)
WHITE_NUMBER = level(0, "decimal", CLAUSE, more='<w:rPr><w:color w:val="FFFFFF"/></w:rPr>')
CANVAS = X(
    '<w:r><mc:AlternateContent><mc:Choice Requires="odd" xmlns:odd="urn:odd"><w:drawing><wps:txbx><w:txbxContent>'
    f"{p(DELETED)}</w:txbxContent></wps:txbx></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
)
OTHER_BRANCH = X(
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>'
    f"{p('Nothing.')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
    f"{p(DELETED)}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
RUBY = X(
    f"<w:r><w:ruby><w:rt><w:r><w:t>{DELETED}</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>9</w:t></w:r></w:rubyBase></w:ruby>"
    "</w:r>"
)


def _page(body: str) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_text(f"<!doctype html><html><body><p>An agreement.</p>{body}</body></html>", encoding="utf-8")
        return path

    return write


def _text(text: str) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_text(text, encoding="utf-8")
        return path

    return write


def _believed(document: Document, words: str) -> bool:
    at = document.text.find(words)
    return at >= 0 and not document.doubts_in(at, at + len(words))


EITHER = '<mc:AlternateContent><mc:Choice Requires="w14"><w:vanish/></mc:Choice></mc:AlternateContent>'
FOLDED = (
    '<w:style w:type="paragraph" w:styleId="F"><w:name w:val="heading 1"/><w:pPr>'
    '<w15:collapsed xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/></w:pPr></w:style>'
)
UNSEEN: list[tuple[str, Callable[[Path], Path], str]] = [
    (
        "a.docx",
        lambda path: docx(
            path, table(row(CLAUSE), properties='<w:tblStyle w:val="T"/><w:tblLook w:noHBand="0"/>'), styles=BANDS
        ),
        "Word hides the bands of a table, other programs show them",
    ),
    (
        "a.docx",
        lambda path: docx(path, p("x", num=(1, 0)), numbering=abstract(0, WHITE_NUMBER) + num(1, 0)),
        "a sentence set as the number of a list has a look of its own",
    ),
    (
        "a.docx",
        lambda path: docx(path, X(f"<w:p><w:r><w:rPr>{EITHER}</w:rPr><w:t>{CLAUSE}</w:t></w:r></w:p>")),
        "of the properties of letters, programs choose some",
    ),
    (
        "a.docx",
        lambda path: docx(path, p("Annex", style="F"), p(CLAUSE), styles=FOLDED),
        "Word shows nothing below a heading that its style folds",
    ),
    ("a.txt", _text(f"An agreement.\n\x1a{CLAUSE}.\n"), "some programs take the sign for the end of the file"),
    ("a.txt", _text("An agreement.\n" + "\n" * 400 + CLAUSE + ".\n"), "nobody looks behind pages of nothing"),
]


@pytest.mark.parametrize(
    ("note", "doubted", "reason"),
    [
        ("Not applicable.", True, "it takes the clause back"),
        ("The Supplier's notices are sent to the address of the Customer.", False, "it says something by itself"),
    ],
)
def test_a_clause_with_a_note_of_few_words_is_doubted(note: str, doubted: bool, reason: str, tmp_path: Path) -> None:
    at = X('<w:r><w:footnoteReference w:id="2"/></w:r>')
    path = docx(tmp_path / "a.docx", p(CLAUSE, at), footnotes=f'<w:footnote w:id="2">{p(note)}</w:footnote>')
    document = load_document(path, isolated=False)
    assert note in document.text
    assert _believed(document, CLAUSE) is not doubted, reason


def _field_of_no_form(path: Path) -> Path:
    made = Page(line(CLAUSE, 72, 660))
    made.annotations.append("<< /Type /Annot /Subtype /Widget /Rect [60 650 570 680] /F 4 >>")
    return pdf(path, made)


def test_words_under_a_field_that_no_form_holds_are_doubted(tmp_path: Path) -> None:
    path = _field_of_no_form(tmp_path / "a.pdf")
    path.write_bytes(path.read_bytes().replace(b"/AcroForm", b"/Acr0Form"))
    document = load_document(path, isolated=False)
    assert CLAUSE in document.text
    assert not _believed(document, CLAUSE)


def test_the_value_of_a_field_that_no_form_holds_is_heard(tmp_path: Path) -> None:
    made = Page(line(CLAUSE, 72, 660))
    made.annotations.append(f"<< /Type /Annot /Subtype /Widget /V ({DELETED}) /Rect [60 550 570 580] /F 4 >>")
    path = pdf(tmp_path / "a.pdf", made)
    path.write_bytes(path.read_bytes().replace(b"/AcroForm", b"/Acr0Form"))
    assert DELETED in load_document(path, isolated=False).text


def test_a_pale_word_across_the_page_makes_no_other_words_doubtful(tmp_path: Path) -> None:
    across = "q 0.9 g BT /F1 60 Tf 0.7 0.7 -0.7 0.7 150 520 Tm (DRAFT) Tj ET Q "
    document = load_document(pdf(tmp_path / "a.pdf", Page(across + line(CLAUSE, 72, 660))), isolated=False)
    assert _believed(document, CLAUSE)
    assert document.coverage.complete
    assert not _believed(document, "DRAFT"), "letters that do not stand upright cannot be compared"


@pytest.mark.parametrize(("name", "make", "reason"), UNSEEN, ids=[reason for _, _, reason in UNSEEN])
def test_what_may_be_unseen_is_not_believed(
    name: str, make: Callable[[Path], Path], reason: str, tmp_path: Path
) -> None:
    document = load_document(make(tmp_path / name), look="never", isolated=False)
    assert CLAUSE in document.text, reason
    assert not _believed(document, CLAUSE), reason


SEEN: list[tuple[str, Callable[[Path], Path], str]] = [
    ("a.docx", lambda path: docx(path, p("An agreement.", CANVAS)), "a drawing of a kind that is not known"),
    ("a.docx", lambda path: docx(path, p("An agreement.", OTHER_BRANCH)), "programs show one branch or the other"),
    ("a.docx", lambda path: docx(path, p("An agreement.", RUBY)), "small letters above others"),
    ("a.html", _page(f'<select><optgroup label="{DELETED}"><option>A</select>'), "the name of a group of choices"),
    ("a.html", _page(f"<ul style=\"list-style-type:'{DELETED}'\"><li>A</ul>"), "the sign of a list"),
    (
        "a.html",
        _page(f"<img src=\"data:image/svg+xml,<svg><text y='20'>{DELETED}</text></svg>\">"),
        "a drawing written into the page",
    ),
]


@pytest.mark.parametrize(("name", "make", "reason"), SEEN, ids=[reason for _, _, reason in SEEN])
def test_what_a_person_sees_is_heard_or_said_to_be_unread(
    name: str, make: Callable[[Path], Path], reason: str, tmp_path: Path
) -> None:
    document = load_document(make(tmp_path / name), isolated=False)
    assert DELETED in document.text or not document.coverage.complete, reason


def test_an_example_in_an_empty_field_is_kept_apart(tmp_path: Path) -> None:
    document = load_document(_page(f'<input size=60 placeholder="{DELETED}">')(tmp_path / "a.html"), isolated=False)
    assert [block.state for block in document.blocks if block.text == DELETED] == [State.PLACEHOLDER]


@pytest.mark.parametrize("unit", ["1.", "(a) (i) (A) "])
def test_a_number_of_levels_without_end_is_none(unit: str, tmp_path: Path) -> None:
    path = _text(unit * 200)(tmp_path / "a.txt")
    (block,) = load_document(path, isolated=False).blocks
    assert block.label == ""
    assert block.text.startswith(unit.strip())
