"""Only what a person sees counts: tricks in random combinations around a known clause, compared with the ink."""

from __future__ import annotations

import tempfile
from email.message import EmailMessage
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from builders import Page, X, _pdf_file, box, docx, line, p, page, pdf, r, row, table, text_box
from hypothesis import given, settings
from hypothesis import strategies as st

from clausegen.ingest.load import load_document
from clausegen.model import Document

CLAUSE = "The Supplier may suspend access at once"
DELETED = "Clause nine is deleted"


def believed(document: Document, words: str = CLAUSE) -> bool:
    """True when the words count and nothing makes it doubtful that a person sees them."""
    at = document.text.find(words)
    return at >= 0 and not document.doubts_in(at, at + len(words))


def heard(document: Document, words: str) -> bool:
    """True when the words are read, or it is said that something was not."""
    return words in document.text or not document.coverage.complete


# ---- letters ------------------------------------------------------------------------------------

LOOKALIKES = {"a": "а\u0251", "c": "с", "e": "е\u1eb9", "i": "і\u0456", "o": "оο", "p": "р", "s": "ѕ", "d": "ԁ"}
UNSEEN = "\u200b\u2060\u00ad\ufeff\u3164\u115f\u034f\u180e\ufe0f\u2062\U000e0041"


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_words_are_read_as_they_look(data: st.DataObject) -> None:
    made = []
    for letter in DELETED:
        kind = data.draw(st.sampled_from(["same"] * 4 + ["lookalike", "unseen", "wide", "bold"]))
        if kind == "lookalike" and letter in LOOKALIKES:
            letter = data.draw(st.sampled_from(LOOKALIKES[letter]))
        elif kind == "unseen":
            letter += data.draw(st.sampled_from(UNSEEN))
        elif kind == "wide" and letter != " ":
            letter = chr(ord(letter) + 0xFEE0)
        elif kind == "bold" and letter.islower():
            letter = chr(0x1D41A + ord(letter) - ord("a"))
        made.append(letter)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text(f"This is an agreement.\n\n{''.join(made)}.\n\nIt ends here.\n", encoding="utf-8")
        document = load_document(path, isolated=False)
    assert DELETED in document.text
    at = document.text.index(DELETED)
    assert all(doubt.start < doubt.end <= len(document.text) for doubt in document.doubts)
    interpreted = any(letter in "".join(LOOKALIKES.values()) for letter in made)
    assert bool(document.doubts_in(at, at + len(DELETED))) is interpreted


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("Clause 9 is \u202edeteled\u202c.", "Clause 9 is deleted."),
        ("n\u0336o\u0336t", "not"),
        ("ᴄʟᴀᴜꜱᴇ ɴɪɴᴇ ɪꜱ ᴅᴇʟᴇᴛᴇᴅ", "clause nine is deleted"),
        ("The Parties shall sh0uld", "The Parties shall should"),
    ],
)
def test_order_marks_and_digits_are_read_as_shown_and_doubted(stored: str, shown: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(stored, encoding="utf-8")
    document = load_document(path, isolated=False)
    assert document.text == shown
    assert document.doubts


@pytest.mark.parametrize(
    "text", ["Zürich, café, naïve, 5 µm, ½", "Договор между сторонами, а также", "合同 A1", "Ελλάδα"]
)
def test_words_of_other_languages_are_plain(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"An agreement of {text}.", encoding="utf-8")
    document = load_document(path, isolated=False)
    assert text in document.text
    assert not document.doubts


# ---- PDF ----------------------------------------------------------------------------------------


def _clip(inside: str, width: int) -> str:
    return f"q 0 0 {width} 1 re W n\n{inside}Q\n"


@st.composite
def _drawings(draw: st.DrawFn) -> tuple[str, str, bool]:
    """Commands that draw the clause, perhaps unseen; the same without its words; whether nothing hides it."""
    gray = draw(st.sampled_from([0.0, 0.0, 0.2, 0.94, 0.99, 1.0]))
    size = draw(st.sampled_from([11.0, 11.0, 9.0, 1.0]))
    x, y = draw(st.sampled_from([(72, 400), (72, 400), (700, 400), (72, -30)]))
    mode = draw(st.sampled_from([0, 0, 0, 3, 7]))
    words = line(CLAUSE, x, y, size=size, color=f"{gray} {gray} {gray}", mode=mode)
    clipped = draw(st.booleans()) and draw(st.booleans())
    words = _clip(words, 1) if clipped else words
    cover = box(0, 380, 612, 50, draw(st.sampled_from(["1 1 1", "0 0 0"]))) if draw(st.integers(0, 3)) == 0 else ""
    under = draw(st.booleans())
    shown = gray < 0.5 and size > 5 and (x, y) == (72, 400) and mode == 0 and not clipped and not cover
    return (cover + words, cover, shown) if under else (words + cover, cover, shown)


def _shades(path: Path) -> np.ndarray:
    return pypdfium2.PdfDocument(path)[0].render(scale=2, grayscale=True).to_numpy().astype(int)


@given(_drawings())
@settings(max_examples=30, deadline=None)
def test_a_pdf_is_believed_only_where_it_shows_ink(drawn: tuple[str, str, bool]) -> None:
    other = line("This agreement is made between the parties.", 72, 700)
    with tempfile.TemporaryDirectory() as folder:
        path = pdf(Path(folder) / "a.pdf", Page(other + drawn[0]))
        change = np.abs(_shades(path) - _shades(pdf(Path(folder) / "b.pdf", Page(other + drawn[1]))))
        document = load_document(path, isolated=False)
    seen = int((change > 60).sum()) > 300
    assert believed(document) <= seen, drawn
    assert believed(document) >= drawn[2], drawn


def _lying_font(path: Path, shown: str, said: str) -> Path:
    """A page that shows one text and says by its table of letters that it is another."""
    made = pdf(path, page(shown)).read_bytes()
    pairs = dict(zip(shown, said, strict=True))
    table = "".join(f"<{ord(a):02X}> <{ord(b):04X}>\n" for a, b in pairs.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap /CMapName /X def 1 begincodespacerange <00> <FF> "
        f"endcodespacerange {len(pairs)} beginbfchar\n{table}endbfchar endcmap end"
    )
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DecodedStreamObject, NameObject

    path.write_bytes(made)
    writer = PdfWriter(clone_from=PdfReader(path))
    stream = DecodedStreamObject()
    stream.set_data(cmap.encode())
    font = writer.pages[0]["/Resources"]["/Font"]["/F1"]
    font[NameObject("/ToUnicode")] = writer._add_object(stream)
    writer.write(path)
    return path


@pytest.mark.parametrize(
    ("shown", "said"), [("abcdefghijk lmnop", "may suspendz xqrw"), ("May not use it now", "May zow use iw zoh")]
)
def test_a_table_of_letters_that_lies_is_not_believed(shown: str, said: str, tmp_path: Path) -> None:
    document = load_document(_lying_font(tmp_path / "a.pdf", shown, said), isolated=False)
    assert document.doubts
    assert {doubt.code for doubt in document.doubts} == {"pdf-other-ink"}


def test_small_capitals_are_small_letters_by_name_and_no_lie(tmp_path: Path) -> None:
    document = load_document(
        _lying_font(tmp_path / "a.pdf", "THE GRANTED LICENCE", "the granted licence"), isolated=False
    )
    assert not document.doubts


# ---- Word ---------------------------------------------------------------------------------------

EXACT = '<w:trHeight w:val="120" w:hRule="exact"/>'
OFF = '<w:framePr w:w="20" w:h="20" w:hRule="exact" w:hAnchor="page" w:x="-9000" w:vAnchor="page" w:y="-9000"/>'
FILL = '<w:shd w:val="pct90" w:color="000000" w:fill="FFFFFF"/>'
BOUND = X(
    '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{1}"/></w:sdtPr>'
    f"<w:sdtContent>{p(CLAUSE)}</w:sdtContent></w:sdt>"
)
CLEAR = X(
    '<w:p><w:r><w:rPr><w14:textFill xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
    f"<w14:noFill/></w14:textFill></w:rPr><w:t>{CLAUSE}</w:t></w:r></w:p>"
)
THEME = X(
    f'<w:p><w:r><w:rPr><w:color w:val="000000" w:themeColor="background1"/></w:rPr><w:t>{CLAUSE}</w:t></w:r></w:p>'
)
UNKNOWN = X(f'<w:p><x:new xmlns:x="urn:unknown"><w:r><w:t>{CLAUSE}</w:t></w:r></x:new><w:r><w:t>x</w:t></w:r></w:p>')
UNSEEN_IN_WORD = {
    "row of fixed height": table(row(p(CLAUSE), properties=EXACT)),
    "frame off the page": p(CLAUSE, more=OFF),
    "indent beyond the page": p(CLAUSE, more='<w:ind w:left="20000"/>'),
    "lines of fixed height": p(CLAUSE, more='<w:spacing w:line="90" w:lineRule="exact"/>'),
    "pattern behind the words": p(CLAUSE, more=FILL),
    "nearly white": p(r(CLAUSE, 'color w:val="EAEAEA"')),
    "very small": p(r(CLAUSE, 'sz w:val="8"')),
    "raised off the page": p(r(CLAUSE, 'position w:val="3000"')),
    "bound to data": BOUND,
    "transparent letters": CLEAR,
    "colour of the theme": THEME,
    "text box": p("Box", text_box(p(CLAUSE))),
    "unknown property": X(f"<w:p><w:pPr><w:newThing/></w:pPr><w:r><w:t>{CLAUSE}</w:t></w:r></w:p>"),
    "unknown markup": UNKNOWN,
    "letters set over each other": p(r(CLAUSE, 'spacing w:val="-400"')),
}


@given(st.lists(st.sampled_from(sorted(UNSEEN_IN_WORD)), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_constructs_of_word_that_may_hide_are_not_believed(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        body = [p("An agreement."), *(UNSEEN_IN_WORD[name] for name in names), p("It ends.")]
        document = load_document(docx(Path(folder) / "a.docx", *body), isolated=False, look="never")
    assert not believed(document), names
    assert not document.doubts_in(0, len("An agreement."))


def test_words_in_markup_that_is_not_understood_are_missed_aloud(tmp_path: Path) -> None:
    document = load_document(docx(tmp_path / "a.docx", UNKNOWN), isolated=False, look="never")
    assert not document.coverage.complete


def test_other_words_for_other_programs_are_missed_aloud(tmp_path: Path) -> None:
    choice = X(
        f'<w:p><mc:AlternateContent><mc:Choice Requires="wps"><w:r><w:t>{CLAUSE}</w:t></w:r></mc:Choice>'
        f"<mc:Fallback><w:r><w:t>{DELETED}</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )
    document = load_document(docx(tmp_path / "a.docx", p("x"), choice), isolated=False, look="never")
    assert not believed(document)
    assert heard(document, DELETED)


# ---- web pages and mail -------------------------------------------------------------------------

STYLES = [
    *("transform:scale(0)", "clip-path:inset(50%)", "position:absolute;left:-99px", "filter:opacity(0)", "zoom:0.01"),
    *("color:hsl(0,0%,100%)", "font:0/0 a", "mask:url(x)", "text-indent:-500px", "max-height:0;overflow:hidden"),
    *("color:rgba(0,0,0,.03)", "opacity:.01", "width:0", "letter-spacing:-2em", "visibility:var(--x)", "margin:-999px"),
    *("display:contents;content-visibility:hidden", "-webkit-text-fill-color:transparent", "line-height:0"),
]
RULES = [
    *("@media screen{#c{display:none}}", "[id]{display:none}", "body>#c{display:none}", "#c:not(b){opacity:0}"),
    *("#c{display:none!important}p{display:block}", "@layer a{#c{display:none}}", "@import 'x.css';", "*{opacity:0}"),
    *("p:first-of-type{font-size:0}", "@supports (display:grid){p{visibility:hidden}}", "body{filter:blur(9px)}"),
]


@given(st.lists(st.sampled_from(STYLES), max_size=2), st.lists(st.sampled_from(RULES), max_size=2))
@settings(max_examples=80, deadline=None)
def test_styles_that_may_hide_are_not_believed(styles: list[str], sheet: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.html"
        path.write_text(
            f'<html><style>{" ".join(sheet)}</style><p id=c style="{";".join(styles)}">{CLAUSE}</p><p>End of it.</p>'
        )
        document = load_document(path, isolated=False)
    assert believed(document) is not bool(styles or sheet)


def test_what_one_form_of_a_mail_says_is_heard(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"] = "a@example.org"
    message.set_content(f"{CLAUSE}. {DELETED}.")
    message.add_alternative(f"<p>{CLAUSE}.</p>", subtype="html")
    path = tmp_path / "a.eml"
    path.write_bytes(message.as_bytes())
    assert heard(load_document(path, isolated=False), DELETED)


@pytest.mark.parametrize("kind", ["Widget /FT /Tx /T (a) /V (fine)", "Stamp", "FreeText /Contents (fine)"])
def test_what_an_annotation_draws_is_heard_whatever_it_says_it_holds(kind: str, tmp_path: Path) -> None:
    def stream(head: str, commands: str) -> bytes:
        return f"<< {head} /Length {len(commands)} >>\nstream\n{commands}\nendstream".encode()

    fonts = "/Resources << /Font << /F1 3 0 R >> >>"
    annotation = f"/Type /Annot /Subtype /{kind} /Rect [72 300 300 330] /F 4 /AP << /N 7 0 R >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> >>",
        b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {fonts} /Contents 5 0 R /Annots [6 0 R] >>".encode(),
        stream("", line(CLAUSE, 72, 500)),
        f"<< {annotation} >>".encode(),
        stream(f"/Type /XObject /Subtype /Form /BBox [0 0 228 30] {fonts}", line(DELETED, 5, 10)),
    ]
    path = tmp_path / "a.pdf"
    path.write_bytes(_pdf_file(objects, 1))
    document = load_document(path, isolated=False)
    assert CLAUSE in document.text
    assert DELETED in document.text


def test_lines_drawn_over_words_of_the_page_make_them_no_words_of_an_annotation(tmp_path: Path) -> None:
    drawn = page(f"{CLAUSE} where it suspects misuse.", "It may do so without notice.", "It ends here.")
    drawn.annotations.append("<< /Type /Annot /Subtype /Square /Rect [60 690 400 730] /F 4 >>")
    assert not load_document(pdf(tmp_path / "a.pdf", drawn), isolated=False).doubts


def test_pictures_that_may_hold_words_are_said_to_be_unread(tmp_path: Path) -> None:
    for picture, complete in (
        ('<img src="logo.png" width="90" height="40" alt="Logo">', True),
        ('<img src="logo.png" width="600" height="300">', False),
        (f'<img src="data:image/png;base64,{"A" * 70_000}">', False),
    ):
        path = tmp_path / "a.html"
        path.write_text(f"<html><p>{CLAUSE}</p>{picture}</html>", encoding="utf-8")
        assert load_document(path, isolated=False).coverage.complete is complete, picture


def test_words_hidden_in_one_view_are_doubtful_and_page_numbers_are_not(tmp_path: Path) -> None:
    hidden = "<w:r><w:rPr><w:webHidden/></w:rPr><w:t>{}</w:t></w:r>"
    read = load_document(docx(tmp_path / "a.docx", X(f"<w:p>{hidden.format(CLAUSE)}</w:p>")), isolated=False)
    assert not believed(read)
    number = X(f"<w:p><w:r><w:t>{CLAUSE}</w:t></w:r>{hidden.format(12)}</w:p>")
    assert believed(load_document(docx(tmp_path / "b.docx", number), isolated=False))


def test_plain_files_carry_no_doubt(tmp_path: Path) -> None:
    assert believed(load_document(docx(tmp_path / "a.docx", p(CLAUSE), table(["a", "b"])), isolated=False))
    assert believed(load_document(pdf(tmp_path / "a.pdf", page(CLAUSE)), isolated=False))


# What a browser does with words in these pages was looked at in Chromium.
UNSEEN_IN_BROWSERS = {
    "padding": f'<p style="padding-left:400em">{CLAUSE}</p>',
    "wide border": f'<p style="border-left:4000px solid">{CLAUSE}</p>',
    "outline": f'<p style="outline:9999px solid white;outline-offset:-999px">{CLAUSE}</p>',
    "column of a table": f'<p style="display:table-column">{CLAUSE}</p>',
    "font in short": f'<p style="font:1px/1 serif">{CLAUSE}</p>',
    "symbols": f'<p style="font-family:arial,Wingdings">{CLAUSE}</p>',
    "hidden from Outlook": f'<p style="mso-hide:all">{CLAUSE}</p>',
    "first line": f"<style>p::first-line{{color:#fff}}</style><p>{CLAUSE}</p>",
    "sheet without an end": f"<style>p{{display:none /*</style><p>{CLAUSE}</p>",
    "attribute with a space": f"<style>p[class='k' i]{{display:none}}</style><p class=k>{CLAUSE}</p>",
    "what is important": f"<style>p{{color:white!important;color:black}}</style><p>{CLAUSE}</p>",
    "password": f'<input type=password value="{CLAUSE}">',
    "short field": f'<input size=1 value="{CLAUSE}">',
    "colour of the page": f"<body text=white><p>{CLAUSE}</p>",
    "collapsed column": f"<table><col style='visibility:collapse'><tr><td>{CLAUSE}</td></tr></table>",
    "box laid over": f"<p>{CLAUSE}</p><div style='position:absolute;inset:0;background:white'>x</div>",
    "sign laid over": f"<style>p::before{{content:'';position:fixed;inset:0}}</style><p>{CLAUSE}</p>",
}
SEEN_IN_BROWSERS = {
    "font in short": f'<p style="font: 10pt Times New Roman, Times, Serif; margin: 0pt 0; padding: 0 4px">{CLAUSE}</p>',
    "border": f'<p style="border-bottom: Black 1.5pt solid">{CLAUSE}</p>',
    "in columns": f'<div style="column-count: 2"><p>{CLAUSE}</p></div>',
    "low picture": f'<span style="position:absolute;top:0in"><img src=a.png height=14></span><p>{CLAUSE}</p>',
}


@pytest.mark.parametrize("name", UNSEEN_IN_BROWSERS)
def test_a_page_that_hides_words_is_not_believed(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html>{UNSEEN_IN_BROWSERS[name]}<p>It ends here.</p></html>")
    assert not believed(load_document(path, isolated=False))


@pytest.mark.parametrize("name", SEEN_IN_BROWSERS)
def test_a_page_of_usual_styles_is_believed(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html>{SEEN_IN_BROWSERS[name]}<p>It ends here.</p></html>")
    assert believed(load_document(path, isolated=False))


# ---- more of PDFs and Markdown ------------------------------------------------------------------


def _made(commands: str, resources: str = "", *objects: str, page_more: str = "") -> bytes:
    head = line("This agreement is made between the parties.", 72, 700)
    pages = "<< /Type /Pages /Count 1 /Kids [4 0 R] >>"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    stream = head + commands
    made = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {page_more} "
        f"/Resources << /Font << /F1 3 0 R >> {resources} >> /Contents 5 0 R >>"
    )
    written = f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"
    catalog = "<< /Type /Catalog /Pages 2 0 R >>"
    return _pdf_file([part.encode("latin-1") for part in (catalog, pages, font, made, written, *objects)], 1)


WORDS = line(CLAUSE, 72, 400)
STRUCK_OUT = (
    "/Annots [<< /Type /Annot /Subtype /StrikeOut /Rect [72 395 300 412] /QuadPoints [72 412 300 412 72 395 300 395] "
    "/F 4 >>]"
)
DRAWN_NOT = (
    "q 1 0 0 1 146 400 cm .9 w 1 0 m 1 5 l S 1 5 m 4 5 l 4 0 l S 7 0 m 7 5 l 10 5 l 10 0 l h S 14 0 m 14 7 l S Q\n"
)
STROKE = "1 w 72 404 m 300 404 l S"
NOT_SEEN = {
    "mixed with the paper": _made("/G gs " + WORDS, "/ExtGState << /G << /BM /Screen >> >>"),
    "nearly transparent": _made("/G gs " + WORDS, "/ExtGState << /G << /ca .02 >> >>"),
    "struck through by a line": _made(WORDS + STROKE),
    "struck through twice": _made(WORDS + "72 402 230 1 re f 72 405 230 1 re f"),
    "struck through in part": _made(WORDS + "1 w 150 404 m 200 404 l S"),
    "printed over by other words": _made(WORDS + line("Reserved for a later day, see the notes.", 73, 400.5)),
    "with letters drawn between two words": _made(line(CLAUSE[:12], 72, 400) + line(CLAUSE[12:], 170, 400) + DRAWN_NOT),
    "struck through on the grey ground of a cell": _made(box(60, 390, 400, 30, "0.6 0.6 0.6") + WORDS + STROKE),
    "too small to read": _made(line(CLAUSE, 72, 400, size=2)),
    "in letters of one point between others": _made(
        line("The Supplier trains operators.", 72, 400)
        + line(CLAUSE, 226, 400, size=1)
        + line("It reports each month on faults.", 260, 400)
    ),
    "under a shape that viewers draw": _made(
        WORDS,
        page_more="/Annots [<< /Type /Annot /Subtype /Polygon /Rect [60 390 400 420] /IC [1 1 1] "
        "/Vertices [60 390 400 390 400 420 60 420] /F 4 >>]",
    ),
    "under a stamp that viewers draw": _made(
        WORDS, page_more="/Annots [<< /Type /Annot /Subtype /Stamp /Rect [60 390 400 420] /Name /NotApproved /F 4 >>]"
    ),
    "struck out by a line that viewers draw": _made(WORDS, page_more=STRUCK_OUT.replace("StrikeOut", "Line")),
    "struck out by an annotation": _made(WORDS, page_more=STRUCK_OUT),
}
SEEN = {
    "plain": _made(WORDS),
    "underlined": _made(WORDS + ".5 w 72 398 m 300 398 l S"),
    "printed twice to look bold": _made(WORDS + line(CLAUSE, 72.2, 400)),
    "beside a rule of a table": _made(line(CLAUSE, 72, 400) + line("Agreed", 360, 400) + ".5 w 350 380 m 350 420 l S"),
    "between rules": _made(WORDS + ".5 w 72 394 m 540 394 l S 72 414 m 540 414 l S"),
    "under a note that viewers show as a small sign": _made(
        WORDS, page_more="/Annots [<< /Type /Annot /Subtype /Text /Rect [60 390 400 420] /Contents (See us.) /F 4 >>]"
    ),
    "beside the rules of three cells": _made(
        line(CLAUSE, 72, 400)
        + line("Agreed", 420, 400)
        + "".join(f"2 w {at} 380 m {at} 420 l S " for at in (350, 370, 390, 410))
    ),
    "on the grey ground of a cell": _made(box(60, 390, 400, 30, "0.6 0.6 0.6") + WORDS),
    "beside the dark ground of a cell": _made(
        box(340, 380, 120, 40, "0 0 0") + WORDS + line("Term", 400, 400, color="1 1 1")
    ),
    "with dashes": _made(line(CLAUSE + " -- and more, _____ days", 72, 400)),
    "pale on a dark ground": _made(box(60, 390, 400, 30) + line(CLAUSE, 72, 400, color="1 1 1")),
}
INSTEAD = line(DELETED, 72, 300)
HEARD = {
    "other words said of it": _made(WORDS + "/Span << /ActualText (Nothing) >> BDC " + INSTEAD + "EMC"),
    "words in a pattern": _made(
        WORDS + "/Pattern cs /P0 scn 0 280 612 40 re f",
        "/Pattern << /P0 6 0 R >>",
        "<< /Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 612 792] /XStep 612 /YStep 792 "
        f"/Resources << /Font << /F1 3 0 R >> >> /Length {len(INSTEAD)} >>\nstream\n{INSTEAD}\nendstream",
    ),
}


@pytest.mark.parametrize("name", NOT_SEEN | SEEN)
def test_words_of_a_page_count_as_far_as_it_shows_them(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes((NOT_SEEN | SEEN)[name])
    document = load_document(path, isolated=False)
    assert believed(document) is (name in SEEN), document.doubts


def test_a_stop_between_words_explains_no_letters_around_it(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    words = line(CLAUSE[:12], 72, 400) + line(".", 140, 400) + line(CLAUSE[12:], 170, 400)
    path.write_bytes(_made(words + DRAWN_NOT))
    assert {doubt.code for doubt in load_document(path, isolated=False).doubts} == {"pdf-other-ink"}
    path.write_bytes(_made(words))
    assert not load_document(path, isolated=False).doubts


@pytest.mark.parametrize("name", HEARD)
def test_words_that_only_the_page_shows_are_missed_aloud(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(HEARD[name])
    assert heard(load_document(path, isolated=False), DELETED)


def test_a_table_of_letters_that_lies_hides_no_words(tmp_path: Path) -> None:
    document = load_document(_lying_font(tmp_path / "a.pdf", "Clause is gone", "Nothing as zox"), isolated=False)
    assert not document.coverage.complete


@pytest.mark.parametrize(
    ("markup", "counts"),
    [
        (f'<div style="color:white">\n\n{CLAUSE}\n\n</div>', False),
        (f"<details><summary>x</summary>\n\n{CLAUSE}\n\n</details>", False),
        (f"<template>\n\n{CLAUSE}\n\n</template>", False),
        (f'See <span style="font-size:0">{CLAUSE}</span>.', False),
        (f"<del>\n\n{CLAUSE}\n\n</del>", False),
        (f"![{CLAUSE}](x.png)", False),
        (f'<a name="s">{CLAUSE}</a><br>', True),
        (f'<p align="center">{CLAUSE}</p>', True),
        (f"{CLAUSE}, see <https://example.org>", True),
    ],
)
def test_markup_in_markdown_counts_as_a_page_shows_it(markup: str, counts: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"# Agreement\n\n{markup}\n\nIt ends here.\n")
    assert believed(load_document(path, isolated=False)) is counts
