"""Hide a clause in a Word file by any property, set anywhere; plain properties set anywhere cast no doubt."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import X, abstract, docx, field, level, num, p, part, r, row, sdt, table
from hypothesis import given, settings
from hypothesis import strategies as st

from clausegen.ingest.load import load_document
from clausegen.model import Document

CLAUSE = "The Supplier may suspend access at once"
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
OPENING, END = p("An agreement between A and B."), p("It ends here.")


def read(*body: str, **parts: str) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        path = docx(Path(folder) / "a.docx", OPENING, *body, END, **parts)  # type: ignore[arg-type]
        return load_document(path, isolated=False, look="never")


def believed(document: Document) -> bool:
    at = document.text.find(CLAUSE)
    return at >= 0 and not document.doubts_in(at, at + len(CLAUSE)) and document.coverage.complete


# ---- a property, set anywhere -------------------------------------------------------------------

LETTERS_HIDE = [
    "<w:vanish/>",
    '<w:color w:val="FFFFFF"/>',
    '<w:color w:val="000000" w:themeColor="background1"/>',
    '<w:sz w:val="3"/>',
    '<w:position w:val="3000"/>',
    '<w:position w:val="150pt"/>',
    '<w:spacing w:val="-400"/>',
    '<w:w w:val="1"/>',
    '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>',
    '<w:rFonts w:ascii="Adobe Blank" w:hAnsi="Adobe Blank"/>',
    '<w:rFonts w:ascii="Libre Barcode 39" w:hAnsi="Libre Barcode 39"/>',
    '<w:fitText w:val="10"/>',
    '<w:shd w:val="pct95" w:color="000000" w:fill="FFFFFF"/>',
    f"<w14:textFill {W14}><w14:noFill/></w14:textFill>",
    "<w:newProperty/>",
]
PARAGRAPHS_HIDE = [
    '<w:ind w:left="20000"/>',
    '<w:ind w:left="900pt"/>',
    '<w:ind w:firstLineChars="90000"/>',
    '<w:ind w:left="7900" w:right="7900"/>',
    '<w:spacing w:line="90" w:lineRule="exact"/>',
    '<w:spacing w:before="40000"/>',
    '<w:tabs><w:tab w:val="left" w:pos="14400"/></w:tabs>',
    '<w:framePr w:w="20" w:h="20" w:hRule="exact" w:x="-9000" w:y="-9000"/>',
    "<w:newProperty/>",
]
LETTERS_PLAIN = ["<w:b/>", '<w:color w:val="1F3864"/>', '<w:sz w:val="22"/>', '<w:rFonts w:ascii="Arial"/>', ""]
PARAGRAPHS_PLAIN = [
    '<w:ind w:left="720" w:hanging="360"/>',
    '<w:spacing w:before="120" w:line="276"/>',
    "<w:keepNext/>",
]


def _style(letters: str, paragraph: str, *, kind: str = "paragraph", default: bool = False, more: str = "") -> str:
    named = 'w:default="1" ' if default else ""
    return (
        f'<w:style w:type="{kind}" {named}w:styleId="s"><w:name w:val="s"/>{more}<w:pPr>{paragraph}</w:pPr>'
        f"<w:rPr>{letters}</w:rPr></w:style>"
    )


def _plain(letters: str, paragraph: str) -> X:
    return X(f"<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{letters}</w:rPr><w:t>{CLAUSE}</w:t></w:r></w:p>")


def _defaults(letters: str, paragraph: str) -> str:
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{letters}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{paragraph}</w:pPr></w:pPrDefault></w:docDefaults>"
    )


FIRST_ROW = '<w:tblStylePr w:type="firstRow"><w:pPr>{}</w:pPr><w:rPr>{}</w:rPr></w:tblStylePr>'
STYLED = _plain('<w:rStyle w:val="s"/>', "")
TABLE = table([CLAUSE], properties='<w:tblStyle w:val="s"/>')
BASED = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="t"/><w:basedOn w:val="s"/></w:style>'
# Where letters and paragraphs get their properties: each makes the clause, given the properties of both.
PLACES: dict[str, Callable[[str, str], Document]] = {
    "directly": lambda a, b: read(_plain(a, b)),
    "in a style": lambda a, b: read(p(CLAUSE, style="s"), styles=_style(a, b)),
    "in a style that the style is based on": lambda a, b: read(p(CLAUSE, style="t"), styles=BASED + _style(a, b)),
    "in the default style": lambda a, b: read(p(CLAUSE), styles=_style(a, b, default=True)),
    "in the defaults of the file": lambda a, b: read(p(CLAUSE), styles=_defaults(a, b)),
    "in a table style": lambda a, b: read(TABLE, styles=_style(a, b, kind="table")),
    "in the first row of a table style": lambda a, b: read(
        TABLE,
        styles=_style("", "", kind="table", more=FIRST_ROW.format(b, a)),
    ),
    "in the default table style": lambda a, b: read(table([CLAUSE]), styles=_style(a, b, kind="table", default=True)),
}  # fmt: skip
LETTER_PLACES: dict[str, Callable[[str, str], Document]] = {
    "in a character style": lambda a, _: read(STYLED, styles=_style(a, "", kind="character")),
    "in the default character style": lambda a, _: read(
        p(CLAUSE), styles=_style(a, "", kind="character", default=True)
    ),
}
PARAGRAPH_PLACES: dict[str, Callable[[str, str], Document]] = {
    "in a list": lambda _, b: read(
        p(CLAUSE, num=(1, 0)), numbering=abstract(0, level(0, "decimal", "%1.", more=f"<w:pPr>{b}</w:pPr>")) + num(1, 0)
    ),
}


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_what_hides_hides_wherever_it_is_set(data: st.DataObject) -> None:
    letters = data.draw(st.sampled_from([*LETTERS_PLAIN, *LETTERS_HIDE]))
    paragraph = data.draw(st.sampled_from(PARAGRAPHS_HIDE if letters in LETTERS_PLAIN else [*PARAGRAPHS_PLAIN, ""]))
    own = LETTER_PLACES if letters in LETTERS_HIDE else PARAGRAPH_PLACES
    place = data.draw(st.sampled_from(sorted(PLACES | own)))
    assert not believed((PLACES | own)[place](letters, paragraph)), place


@given(st.sampled_from(LETTERS_PLAIN), st.sampled_from(PARAGRAPHS_PLAIN), st.sampled_from(sorted(PLACES)))
@settings(max_examples=60, deadline=None)
def test_plain_properties_cast_no_doubt(letters: str, paragraph: str, place: str) -> None:
    assert believed(PLACES[place](letters, paragraph))


# ---- single constructs --------------------------------------------------------------------------


def _grid(*widths: int) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


def _table(properties: str, row_properties: str, cell_properties: str, grid: str = "") -> X:
    cell = f"<w:tc><w:tcPr>{cell_properties}</w:tcPr>{p(CLAUSE)}</w:tc>"
    return X(
        f"<w:tbl><w:tblPr>{properties}</w:tblPr>{grid}<w:tr><w:trPr>{row_properties}</w:trPr>{cell}</w:tr></w:tbl>"
    )


def _field(code: str) -> X:
    return X(f"<w:p>{field(code, CLAUSE)}</w:p>")


def _section(inside: str) -> X:
    return X(f"<w:sectPr>{inside}</w:sectPr>")


FOLDED = X(
    '<w:p xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w:pPr><w15:collapsed/>'
    "</w:pPr><w:r><w:t>Suspension</w:t></w:r></w:p>"
)
ROW_ASIDE = X(
    '<w:tbl><w:tr><w:tblPrEx><w:tblInd w:w="-16000" w:type="dxa"/></w:tblPrEx><w:tc><w:tcPr/>'
    f"{p(CLAUSE)}</w:tc></w:tr></w:tbl>"
)
SWITCHED_OFF = X(
    '<w:p><w:r><w:drawing><wp:anchor hidden="1"><wp:docPr id="1" name="x"/><w:txbxContent>'
    f"{p(CLAUSE)}</w:txbxContent></wp:anchor></w:drawing></w:r></w:p>"
)
HIGH = '<w:trHeight w:val="400" w:hRule="exact"/>'
FAR = p(CLAUSE, more='<w:spacing w:before="4000"/>')
SPLIT = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>I</w:instrText></w:r>'
    '<w:r><w:instrText>F 1=2 "a" ""</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    f'{r(CLAUSE)}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
COVER = (
    '<w:p><w:r><w:pict><v:rect style="POSITION: {}; width:600pt;height:600pt;z-index:9" fillcolor="white"/>'
    "</w:pict></w:r></w:p>"
)
MATHS = "<w:p><m:oMath>{}</m:oMath></w:p>"
PHANTOM = f'<m:phant><m:phantPr><m:show m:val="0"/></m:phantPr><m:e><m:r><m:t>{CLAUSE}</m:t></m:r></m:e></m:phant>'
PALE = f'<m:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><m:t>{CLAUSE}</m:t></m:r>'
NO_ROOM = '<w:pgMar w:left="5000" w:right="5000"/><w:pgSz w:w="10500" w:h="15000"/>'
USUAL = '<w:pgMar w:left="1440" w:right="1440" w:header="720"/><w:cols w:num="2" w:space="720"/>'
CONSTRUCTS: dict[str, list[X]] = {
    "narrow table": [_table('<w:tblW w:w="10" w:type="dxa"/><w:tblLayout w:type="fixed"/>', "", "")],
    "narrow column": [_table('<w:tblLayout w:type="fixed"/>', "", "", _grid(10))],
    "narrow cell in per cent": [_table("", "", '<w:tcW w:w="1" w:type="pct"/>')],
    "cell beyond the page": [_table("", '<w:gridBefore w:val="1"/>', "", _grid(16_000, 3_000))],
    "margin of a cell": [_table("", "", '<w:tcMar><w:left w:w="20000" w:type="dxa"/></w:tcMar>')],
    "margins of a table": [_table('<w:tblCellMar><w:left w:w="9000" w:type="dxa"/></w:tblCellMar>', "", "")],
    "table left of the page": [_table('<w:tblInd w:w="-15000" w:type="dxa"/>', "", "")],
    "row left of the page": [ROW_ASIDE],
    "box that is switched off": [SWITCHED_OFF],
    "left over beside struck words": [p(CLAUSE, r(" where it suspects misuse", "strike"))],
    "under a folded heading": [FOLDED, p(CLAUSE)],
    "turned words in a low row": [_table("", HIGH, '<w:textDirection w:val="btLr"/>')],
    "words below the foot of a row": [X(f"<w:tbl><w:tr><w:trPr>{HIGH}</w:trPr><w:tc>{FAR}</w:tc></w:tr></w:tbl>")],
    "letters higher than their line": [_plain('<w:sz w:val="144"/>', '<w:spacing w:line="240" w:lineRule="exact"/>')],
    "small letters of other scripts": [_plain('<w:rtl/><w:szCs w:val="2"/>', "")],
    "condition": [_field('IF 1 = 2 "x" ""')],
    "split condition": [X(SPLIT)],
    "quotation": [_field('QUOTE "nothing"')],
    "number of the page": [_field("PAGE")],
    "day": [_field("DATE")],
    "mark for an index": [_field('XE "x"')],
    "symbol": [_field("SYMBOL 32")],
    "field to be updated": [X(f'<w:p><w:fldSimple w:instr="REF x" w:dirty="1">{r(CLAUSE)}</w:fldSimple></w:p>')],
    "words moved by a field": [X(f'<w:p><w:fldSimple w:instr="ADVANCE \\y 9000"/>{r(CLAUSE)}</w:p>')],
    "old drawing over words": [X(COVER.format("absolute")), p(CLAUSE)],
    "old drawing moved over words": [X(COVER.format("relative")), p(CLAUSE)],
    "mathematics that is not shown": [X(MATHS.format(PHANTOM))],
    "white mathematics": [X(MATHS.format(PALE))],
    "columns without width": [p(CLAUSE), _section('<w:cols w:num="45"/>')],
    "margins without room": [p(CLAUSE), _section('<w:pgMar w:left="12000" w:right="0"/>')],
    "margins that leave nothing together": [p(CLAUSE), _section(NO_ROOM)],
    "extension that must be understood": [X(f'<w:p xmlns:z="urn:z" mc:MustUnderstand="z">{r(CLAUSE)}</w:p>')],
}  # fmt: skip


@given(st.lists(st.sampled_from(sorted(CONSTRUCTS)), min_size=1, max_size=2))
@settings(max_examples=100, deadline=None)
def test_constructs_that_may_hide_are_not_believed(names: list[str]) -> None:
    assert not believed(read(*(piece for name in names for piece in CONSTRUCTS[name]))), names


@pytest.mark.parametrize(
    ("fonts", "counts"),
    [
        ('<w:font w:name="Own"><w:embedRegular r:id="x"/></w:font>', False),
        ('<w:font w:name="Own"><w:altName w:val="Wingdings"/></w:font>', False),
        ('<w:font w:name="Own"><w:charset w:val="02"/></w:font>', False),
        ('<w:font w:name="Own"><w:altName w:val="Arial"/></w:font>', True),
    ],
)
def test_a_font_that_the_file_brings_or_maps_is_not_believed(fonts: str, counts: bool, tmp_path: Path) -> None:
    words = _plain('<w:rFonts w:ascii="Own" w:hAnsi="Own"/>', "")
    table_of_fonts = {"f": ("fontTable", "fontTable.xml", part("fonts", fonts))}
    path = docx(tmp_path / "a.docx", OPENING, words, END, related=table_of_fonts)
    assert believed(load_document(path, isolated=False, look="never")) is counts


@pytest.mark.parametrize(
    "body",
    [
        [p("See ", field("REF clause", CLAUSE), ".")],
        [X(f'<w:p>{field("PAGE", "7")}{r(CLAUSE)}</w:p>')],
        [X(f'<w:p>{field("XE x", "")}{r(CLAUSE)}</w:p>')],
        [X(f'<w:p><w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>•</w:t></w:r>{r(CLAUSE)}</w:p>')],
        [table(row(CLAUSE, properties='<w:trHeight w:val="400"/>'))],
        [_table("", "", '<w:tcW w:w="9000" w:type="dxa"/><w:textDirection w:val="lrTb"/>', _grid(9_000))],
        [sdt(p(CLAUSE))],
        [p(CLAUSE), _section(USUAL)],
    ],
)  # fmt: skip
def test_constructs_of_honest_files_cast_no_doubt(body: list[X]) -> None:
    assert believed(read(*body))
