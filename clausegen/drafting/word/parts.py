"""The fixed parts of our own house template, made from ``templates/house/house.toml``.

Numbering lives in the styles: a paragraph only names its style, and the number follows. Clauses are one
multilevel list; schedules another, whose invisible first level is the schedule heading, so that the
items of each schedule start at 1 again.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from clausegen.library import parse, read_toml
from clausegen.model import Value

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
COVER = "<!--cover-->"  # replaced by w:titlePg in documents with a cover page
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class HouseStyle(Value):
    """Measures of the house style: sizes in points, lengths in millimetres."""

    font: str
    size: float
    title_size: float
    heading_size: float
    line: float
    after: float
    colour: str
    rule: str
    language: str
    page_width: float
    page_height: float
    margin: float
    indents: tuple[float, float, float, float]


def house_style(root: Path) -> HouseStyle:
    """The style of ``templates/house/house.toml``. Raises DataError when it is faulty."""
    file = root / "house" / "house.toml"
    return parse(HouseStyle, read_toml(file), file)


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def styles(style: HouseStyle) -> str:
    """``word/styles.xml``."""
    half = round(style.size * 2)
    after = round(style.after * 20)
    line = round(style.line * 240)
    one, two, *_ = (twips(indent) for indent in style.indents)
    font = escape(style.font, {'"': "&quot;"})
    width = twips(style.page_width - 2 * style.margin)
    head = f'<w:b/><w:bCs/><w:color w:val="{style.colour}"/><w:sz w:val="{round(style.heading_size * 2)}"/>'
    small = f'<w:sz w:val="{half - 2}"/>'
    out = [
        f'{_HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
        f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        f'<w:lang w:val="{style.language}" w:eastAsia="{style.language}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:spacing w:after="{after}" w:line="{line}" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    ]

    def paragraph(name: str, properties: str = "", run: str = "", *, base: str = "Normal", following: str = "") -> None:
        default = ' w:default="1"' if name == "Normal" else ""
        based = "" if name == "Normal" else f'<w:basedOn w:val="{style_id(base)}"/>'
        then = f'<w:next w:val="{style_id(following)}"/>' if following else ""
        own = f"<w:pPr>{properties}</w:pPr>" if properties else ""
        letters = f"<w:rPr>{run}</w:rPr>" if run else ""
        out.append(
            f'<w:style w:type="paragraph"{default} w:styleId="{style_id(name)}"><w:name w:val="{name}"/>{based}{then}'
            f"<w:qFormat/>{own}{letters}</w:style>"
        )

    def number(num: int, level: int = 0) -> str:
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'

    paragraph("Normal")
    paragraph(
        "Title",
        '<w:spacing w:before="3600" w:after="480" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>',
        f'<w:b/><w:bCs/><w:color w:val="{style.colour}"/><w:sz w:val="{round(style.title_size * 2)}"/>',
        following="Cover Line",
    )
    paragraph("Cover Line", '<w:spacing w:after="240"/><w:jc w:val="center"/>', f'<w:sz w:val="{half + 2}"/>')
    paragraph(
        "Unnumbered Heading",
        '<w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="1"/>',
        head,
        following="Normal",
    )
    paragraph("Party", number(2))
    paragraph("Recital", number(3))
    paragraph(
        "Clause 1",
        "<w:keepNext/>" + number(1) + '<w:spacing w:before="240"/><w:outlineLvl w:val="0"/>',
        head,
        following="Clause 2",
    )
    paragraph("Clause 2", number(1, 1))
    paragraph("Clause 3", number(1, 2))
    paragraph("Clause 4", number(1, 3))
    paragraph("Clause Text", f'<w:ind w:left="{two}"/>')
    paragraph("Definition", f'<w:ind w:left="{two}"/>')
    paragraph(
        "Schedule Heading",
        "<w:keepNext/><w:pageBreakBefore/>" + number(4) + '<w:spacing w:after="240"/><w:jc w:val="center"/>'
        '<w:outlineLvl w:val="0"/>',
        f'<w:b/><w:bCs/><w:color w:val="{style.colour}"/><w:sz w:val="{half + 4}"/>',
        following="Schedule Item 1",
    )
    for level in (1, 2, 3):
        paragraph(f"Schedule Item {level}", number(4, level))
    paragraph("Table Text", '<w:spacing w:before="40" w:after="40"/>')
    paragraph("Signature Text", '<w:keepNext/><w:keepLines/><w:spacing w:before="60" w:after="60"/>')
    paragraph("Contents Heading", '<w:pageBreakBefore/><w:spacing w:after="240"/>', head)
    paragraph(
        "toc 1",
        f'<w:tabs><w:tab w:val="left" w:pos="{one}"/><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
        '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>',
    )
    paragraph(
        "header",
        f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{style.rule}"/></w:pBdr>'
        f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs><w:spacing w:after="0"/>',
        small,
    )
    paragraph("footer", f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs><w:spacing w:after="0"/>', small)
    paragraph("footnote text", '<w:spacing w:after="40" w:line="240" w:lineRule="auto"/>', small)
    for name, run in (
        ("Default Paragraph Font", ""),
        ("Defined Term", "<w:b/><w:bCs/>"),
        ("footnote reference", '<w:vertAlign w:val="superscript"/>'),
        ("annotation reference", '<w:sz w:val="16"/>'),
        ("Hyperlink", ""),
    ):
        default = ' w:default="1"' if name.startswith("Default") else ""
        letters = f"<w:rPr>{run}</w:rPr>" if run else ""
        out.append(
            f'<w:style w:type="character"{default} w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
            f"{letters}</w:style>"
        )
    out.append(
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>'
    )
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{style.rule}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    out.append(
        '<w:style w:type="table" w:styleId="ParticularsTable"><w:name w:val="Particulars Table"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{lines}</w:tblBorders></w:tblPr></w:style>'
        "</w:styles>"
    )
    return "".join(out)


def style_id(name: str) -> str:
    """The id of a style of ours, made from its name."""
    ids = {
        "toc 1": "TOC1",
        "header": "Header",
        "footer": "Footer",
        "footnote text": "FootnoteText",
        "footnote reference": "FootnoteReference",
        "annotation reference": "CommentReference",
        "Default Paragraph Font": "DefaultParagraphFont",
    }
    return ids.get(name) or name.replace(" ", "")


def numbering(style: HouseStyle) -> str:
    """``word/numbering.xml``: clauses (1), parties (2), recitals (3), schedules (4)."""
    one, two, three, four = (twips(indent) for indent in style.indents)

    def level(index: int, form: str, text: str, left: int, hanging: int, name: str) -> str:
        return (
            f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:pStyle w:val="{style_id(name)}"/>'
            + ('<w:suff w:val="nothing"/>' if form == "none" else "")
            + f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
        )

    lists = (
        (
            level(0, "decimal", "%1.", one, one, "Clause 1")
            + level(1, "decimal", "%1.%2", two, two, "Clause 2")
            + level(2, "lowerLetter", "(%3)", three, three - two, "Clause 3")
            + level(3, "lowerRoman", "(%4)", four, four - three, "Clause 4"),
            "multilevel",
        ),
        (level(0, "decimal", "(%1)", one, one, "Party"), "singleLevel"),
        (level(0, "upperLetter", "(%1)", one, one, "Recital"), "singleLevel"),
        (
            level(0, "none", "", 0, 0, "Schedule Heading")
            + level(1, "decimal", "%2.", one, one, "Schedule Item 1")
            + level(2, "lowerLetter", "(%3)", three, three - two, "Schedule Item 2")
            + level(3, "lowerRoman", "(%4)", four, four - three, "Schedule Item 3"),
            "multilevel",
        ),
    )
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{index}"><w:multiLevelType w:val="{kind}"/>{levels}</w:abstractNum>'
        for index, (levels, kind) in enumerate(lists)
    )
    nums = "".join(
        f'<w:num w:numId="{index + 1}"><w:abstractNumId w:val="{index}"/></w:num>' for index in range(len(lists))
    )
    return f'{_HEAD}<w:numbering xmlns:w="{W}">{abstract}{nums}</w:numbering>'


def section(style: HouseStyle) -> str:
    """The section of a document: page, margins, header and footer (none on a cover page)."""
    margin = twips(style.margin)
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>'
        '<w:headerReference w:type="first" r:id="rIdFirstHeader"/>'
        '<w:footerReference w:type="default" r:id="rIdFooter"/>'
        '<w:footerReference w:type="first" r:id="rIdFirstFooter"/>'
        f'<w:pgSz w:w="{twips(style.page_width)}" w:h="{twips(style.page_height)}"/>'
        f'<w:pgMar w:top="{margin}" w:right="{margin}" w:bottom="{margin}" w:left="{margin}" '
        'w:header="708" w:footer="708" w:gutter="0"/>' + COVER + "</w:sectPr>"
    )


def settings() -> str:
    """``word/settings.xml``."""
    return (
        f'{_HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>{footnotes}<w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def font_table(style: HouseStyle) -> str:
    """``word/fontTable.xml``."""
    font = escape(style.font, {'"': "&quot;"})
    return f'{_HEAD}<w:fonts xmlns:w="{W}"><w:font w:name="{font}"/></w:fonts>'


def theme(style: HouseStyle) -> str:
    """``word/theme/theme1.xml``: the smallest theme that is valid."""
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>'
        for name, value in (
            ("dk1", "000000"),
            ("lt1", "FFFFFF"),
            ("dk2", style.colour),
            ("lt2", "F2F2F2"),
            *((f"accent{index}", style.colour) for index in range(1, 7)),
            ("hlink", "0563C1"),
            ("folHlink", "954F72"),
        )
    )
    font = escape(style.font, {'"': "&quot;"})
    face = f'<a:latin typeface="{font}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{_HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="House">'
        f'<a:themeElements><a:clrScheme name="House">{colours}</a:clrScheme><a:fontScheme name="House">'
        f"<a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="House"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )
