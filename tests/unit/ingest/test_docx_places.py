"""The same clause in every place where Word keeps text: counted once exactly where a lawyer would count it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from builders import (
    MARK_DELETED,
    MARK_INSERTED,
    WHO,
    X,
    dele,
    docx,
    field,
    ins,
    move_from,
    move_to,
    p,
    part,
    r,
    row,
    sdt,
    table,
    text_box,
)

from clausegen.ingest.load import load_document
from clausegen.model.document import State

CLAUSE = "The Supplier may suspend access at once"
BOX = p(CLAUSE)
WHITE = r(CLAUSE, 'color w:val="FFFFFF"')


class Place(NamedTuple):
    """Where the clause stands; how often it counts in each view; the state it is kept apart in."""

    name: str
    body: list[X]
    accepted: int
    original: int
    apart: State | None = None
    parts: dict[str, Any] = {}  # noqa: RUF012 - never changed
    complete: bool = True


def _word_bytes(*body: str) -> bytes:
    with TemporaryDirectory() as folder:
        return docx(Path(folder) / "a.docx", *body).read_bytes()


FALLBACK_ONLY = p("Box", text_box(p("newer"), fallback=BOX, requires="zz"))
HEADER_LINE = X('<w:sectPr><w:headerReference w:type="default" r:id="h1"/></w:sectPr>')
FIRST_HEADER_UNUSED = X('<w:sectPr><w:headerReference w:type="first" r:id="h1"/></w:sectPr>')
FIRST_HEADER = X('<w:sectPr><w:headerReference w:type="first" r:id="h1"/><w:titlePg/></w:sectPr>')
FOOTER_LINE = X('<w:sectPr><w:footerReference w:type="default" r:id="h1"/></w:sectPr>')
NOTE = X('<w:r><w:footnoteReference w:id="2"/></w:r>')
ENDNOTE = X('<w:r><w:endnoteReference w:id="2"/></w:r>')
HEADER = {"related": {"h1": ("header", "header1.xml", part("hdr", p(CLAUSE)))}}
FOOTER = {"related": {"h1": ("footer", "footer1.xml", part("ftr", p(CLAUSE)))}}
FOOTNOTE = {"footnotes": f'<w:footnote w:id="2">{p(CLAUSE)}</w:footnote>'}
ENDNOTES = {"endnotes": f'<w:endnote w:id="2">{p(CLAUSE)}</w:endnote>'}
STYLES = {
    "styles": '<w:style w:type="paragraph" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Mine"><w:basedOn w:val="Base"/></w:style>'
    '<w:style w:type="character" w:styleId="Char"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="Dark"><w:tblPr/><w:tblStylePr w:type="firstRow">'
    '<w:tcPr><w:shd w:fill="1F3864"/></w:tcPr></w:tblStylePr></w:style>'
}
MARKED = {
    "styles": '<w:style w:type="character" w:styleId="Marked"><w:rPr><w:color w:val="000000"/>'
    '<w:highlight w:val="black"/></w:rPr></w:style>'
}
WORD_CHUNK = {"related": {"c1": ("aFChunk", "chunk.docx", _word_bytes(CLAUSE))}}
HTML = {"related": {"c1": ("aFChunk", "chunk.html", f"<html><body><p>{CLAUSE}.</p></body></html>")}}
TEXT_CHUNK = {"related": {"c1": ("aFChunk", "chunk.txt", f"{CLAUSE}.")}}
REMARK = {"comments": f'<w:comment w:id="0" {WHO}>{p(CLAUSE)}</w:comment>'.replace(' w:id="1"', "")}
OPEN_CODE = X('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF</w:instrText></w:r>')
BREAK, TAB, SOFT = X("<w:r><w:br/></w:r>"), X("<w:r><w:tab/></w:r>"), X("<w:r><w:softHyphen/></w:r>")
OLD_BOX = X(f"<w:r><w:pict><v:textbox><w:txbxContent>{BOX}</w:txbxContent></v:textbox></w:pict></w:r>")
DARK_CELL = X(f'<w:tr><w:tc><w:tcPr><w:shd w:fill="1F3864"/></w:tcPr>{p(WHITE)}</w:tc></w:tr>')
MERGED_CELL = X(f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{p(CLAUSE)}</w:tc></w:tr>")
DARK_TABLE = table([p(WHITE)], properties='<w:tblStyle w:val="Dark"/>')
MAY, AT_ONCE = "The Supplier may ", "suspend access at once"

PLACES = [
    Place("body", [p(CLAUSE)], 1, 1),
    Place("split over runs", [p("The Supplier ", r("may", "b"), " suspend access at once")], 1, 1),
    Place("table cell", [table(["Remedy", CLAUSE])], 1, 1),
    Place("nested table", [table([X(table([CLAUSE]) + p(""))])], 1, 1),
    Place("cell in content control", [table(X(f"<w:tr>{sdt(f'<w:tc>{p(CLAUSE)}</w:tc>')}</w:tr>"))], 1, 1),
    Place("row in content control", [table(X(sdt(row(CLAUSE))))], 1, 1),
    Place("block content control", [sdt(p(CLAUSE))], 1, 1),
    Place("inline content control", [p("Note: ", sdt(r(CLAUSE)))], 1, 1),
    Place("placeholder of a content control", [p("X ", sdt(r(CLAUSE), placeholder=True))], 0, 0, State.PLACEHOLDER),
    Place("hyperlink", [p(X(f"<w:hyperlink>{r(CLAUSE)}</w:hyperlink>"))], 1, 1),
    Place("smart tag", [p(X(f"<w:smartTag>{r(CLAUSE)}</w:smartTag>"))], 1, 1),
    Place("custom XML around a run", [p(X(f"<w:customXml>{r(CLAUSE)}</w:customXml>"))], 1, 1),
    Place("custom XML around a paragraph", [X(f"<w:customXml>{p(CLAUSE)}</w:customXml>")], 1, 1),
    Place("simple field", [p(X(f'<w:fldSimple w:instr="REF x">{r(CLAUSE)}</w:fldSimple>'))], 1, 1),
    Place("result of a field", [p(field("REF x", CLAUSE))], 1, 1),
    Place("instruction of a field", [p("See ", field(f'IF 1=1 "{CLAUSE}"', "nothing"))], 0, 0),
    Place("after a field without end", [p(OPEN_CODE), p(CLAUSE)], 1, 1),
    Place("text box, both forms", [p("Box", text_box(BOX))], 1, 1),
    Place("text box, fallback only", [FALLBACK_ONLY], 1, 1, complete=False),
    Place("text box, choice wins", [p("Box", text_box(p("newer"), fallback=BOX))], 0, 0, complete=False),
    Place("old text box", [p(OLD_BOX)], 1, 1),
    Place("white text in a dark text box", [p("Box", text_box(p(WHITE), fill="1F3864"))], 1, 1),
    Place("footnote", [p("Text", NOTE)], 1, 1, None, FOOTNOTE),
    Place("endnote", [p("Text", ENDNOTE)], 1, 1, None, ENDNOTES),
    Place("footnote nobody refers to", [p("T")], 0, 0, State.HIDDEN, FOOTNOTE),
    Place("footnote of deleted text", [p("T", dele(NOTE))], 0, 1, State.DELETED, FOOTNOTE),
    Place("header", [p("T"), HEADER_LINE], 1, 1, None, HEADER),
    Place("footer", [p("T"), FOOTER_LINE], 1, 1, None, FOOTER),
    Place("first-page header", [p("T"), FIRST_HEADER], 1, 1, None, HEADER),
    Place("first-page header that no page shows", [p("T"), FIRST_HEADER_UNUSED], 0, 0, State.HIDDEN, HEADER),
    Place("comment", [p("T")], 0, 0, State.COMMENT, {"comments": f'<w:comment w:id="0">{p(CLAUSE)}</w:comment>'}),
    Place("comment of a tracked insertion", [p("T", ins("."))], 0, 0, State.COMMENT, REMARK),
    Place("altChunk of Word", [X('<w:altChunk r:id="c1"/>')], 1, 1, None, WORD_CHUNK),
    Place("altChunk of plain text", [X('<w:altChunk r:id="c1"/>')], 1, 1, None, TEXT_CHUNK),
    Place("altChunk of HTML", [X('<w:altChunk r:id="c1"/>')], 1, 1, None, HTML),
    Place("line break", [p("The Supplier may", BREAK, "suspend access at once")], 1, 1),
    Place("tab", [p("The Supplier may", TAB, "suspend access at once")], 1, 1),
    Place("soft hyphen", [p("The Supplier may sus", SOFT, "pend access at once")], 1, 1),
    Place("soft hyphen character", [p("The Supplier may sus\u00adpend access at once")], 1, 1),
    Place("zero-width space", [p("The Supplier may sus\u200bpend access at once")], 1, 1),
    Place("no-break space", [p("The Supplier\u00a0may suspend\u202faccess at once")], 1, 1),
    Place("tracked insertion", [p(ins(CLAUSE))], 1, 0),
    Place("tracked deletion", [p(dele(CLAUSE))], 0, 1, State.DELETED),
    Place("inserted, then deleted", [p("T ", X(f"<w:ins {WHO}>{dele(CLAUSE)}</w:ins>"))], 0, 0, State.DELETED),
    Place("moved here", [p(move_to(CLAUSE))], 1, 0),
    Place("moved away", [p(move_from(CLAUSE))], 0, 1, State.DELETED),
    Place("moved within", [p(move_from(CLAUSE)), p(move_to(CLAUSE))], 1, 1, State.DELETED),
    Place("joined by a deleted paragraph mark", [p(MAY, mark=MARK_DELETED), p(AT_ONCE)], 1, 0),
    Place("split by an inserted paragraph mark", [p(MAY, mark=MARK_INSERTED), p(AT_ONCE)], 0, 1),
    Place("a word inserted", [p(MAY, ins("suspend "), "access at once")], 1, 0),
    Place("a word deleted", [p(MAY, dele("not "), AT_ONCE)], 1, 0),
    Place("inserted row", [table(row(CLAUSE, properties=f"<w:ins {WHO}/>"))], 1, 0),
    Place("deleted row", [table(row(CLAUSE, properties=f"<w:del {WHO}/>"))], 0, 1, State.DELETED),
    Place("hidden", [p(r(CLAUSE, "vanish"))], 0, 0, State.HIDDEN),
    Place("hidden switched off", [p(r(CLAUSE, 'vanish w:val="0"'))], 1, 1),
    Place("hidden by inherited style", [p(CLAUSE, style="Mine")], 0, 0, State.HIDDEN, STYLES),
    Place("hidden by character style", [p(r(CLAUSE, 'rStyle w:val="Char"'))], 0, 0, State.HIDDEN, STYLES),
    Place("hidden twice by style is shown", [p(r(CLAUSE, 'rStyle w:val="Char"'), style="Mine")], 1, 1, None, STYLES),
    Place("style hides, run shows", [p(r(CLAUSE, 'vanish w:val="false"'), style="Mine")], 1, 1, None, STYLES),
    Place("hidden row", [table(row(CLAUSE, properties="<w:hidden/>"))], 0, 0, State.HIDDEN),
    Place("cell merged into the one above", [table(["x"], MERGED_CELL)], 0, 0, State.HIDDEN),
    Place("white", [p(WHITE)], 0, 0, State.WHITE),
    Place("almost white", [p(r(CLAUSE, 'color w:val="FDFDFE"'))], 0, 0, State.WHITE),
    Place("white on a dark cell", [table(DARK_CELL)], 1, 1),
    Place("white in the dark first row of a style", [DARK_TABLE], 1, 1, None, STYLES),
    Place("black on black", [p(r(CLAUSE, 'color w:val="000000"', 'shd w:fill="000000"'))], 0, 0, State.WHITE),
    Place("marked black by its style", [p(r(CLAUSE, 'rStyle w:val="Marked"'))], 0, 0, State.WHITE, MARKED),
    Place("grey is read", [p(r(CLAUSE, 'color w:val="A6A6A6"'))], 1, 1),
    Place("one point high", [p(r(CLAUSE, 'sz w:val="2"'))], 1, 1),
    Place("one point high, with its unit", [p(r(CLAUSE, 'sz w:val="1pt"'))], 1, 1),
    Place("a third of a millimetre high", [p(r(CLAUSE, 'sz w:val="0.35mm"'))], 1, 1),
    Place("squeezed to a percent", [p(r(CLAUSE, 'w w:val="1%"'))], 1, 1),
    Place("squeezed to nothing", [p(r(CLAUSE, 'w w:val="1"'))], 1, 1),
    Place("fine print is read", [p(r(CLAUSE, 'sz w:val="10"'))], 1, 1),
    Place("struck", [p(r(CLAUSE, "strike"))], 0, 0, State.STRUCK),
    Place("struck twice", [p(r(CLAUSE, "dstrike"))], 0, 0, State.STRUCK),
    Place("formula", [p("x", X(f"<m:oMath><m:r><m:t>{CLAUSE}</m:t></m:r></m:oMath>"))], 1, 1),
    Place("after a style separator", [p("Suspension. ", mark="<w:vanish/><w:specVanish/>"), p(CLAUSE)], 1, 1),
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_the_clause_counts_exactly_where_a_lawyer_counts_it(place: Place, tmp_path: Path) -> None:
    path = docx(tmp_path / "contract.docx", "Agreement", *place.body, "End.", **place.parts)
    accepted = load_document(path)
    original = load_document(path, view="original")
    assert accepted.text.count(CLAUSE) == place.accepted
    assert original.text.count(CLAUSE) == place.original
    apart = [block.state for block in accepted.blocks if not block.agreed and CLAUSE in block.text]
    assert apart == ([place.apart] if place.apart else [])
    assert accepted.coverage.complete is place.complete


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_strict_files_read_like_transitional_ones(place: Place, tmp_path: Path) -> None:
    usual = docx(tmp_path / "a.docx", *place.body, "End.", **place.parts)
    strict = docx(tmp_path / "b.docx", *place.body, "End.", strict=True, **place.parts)
    assert load_document(strict).blocks == load_document(usual).blocks


def test_a_style_sheet_kept_from_another_file_changes_nothing(tmp_path: Path) -> None:
    body = [p(CLAUSE, style="Mine"), p(WHITE), p(r(CLAUSE, 'rStyle w:val="Char"'), style="Mine")]
    before = docx(tmp_path / "a.docx", *body, "End.", **STYLES)
    others = [docx(tmp_path / f"{at}.docx", *place.body, **STYLES) for at, place in enumerate(PLACES[:20])]
    alone = load_document(before, isolated=False).blocks
    for other in others:
        load_document(other, isolated=False)
    assert load_document(before, isolated=False).blocks == alone
