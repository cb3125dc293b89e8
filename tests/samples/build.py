"""Builds the Word samples of samples/contracts/ from their text in tests/samples/sources/.

    python tests/samples/build.py [FOLDER]

Same sources, same bytes: no clock, entries sorted by name, one fixed date. `dialect.py` says how a source is written.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from dialect import LEVELS, Line, Source, SourceError, read_source
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

HERE = Path(__file__).parent
SAMPLES = HERE.parent.parent / "samples" / "contracts"
EPOCH = (2025, 1, 1, 0, 0, 0)

# contract -> its source and the passages kept in it
CONTRACTS = {
    "complete.docx": ("interception-licence.md", {"cooperation"}),
    "one-missing.docx": ("interception-licence.md", set[str]()),
    "long-agreement.docx": ("procurement-agreement.md", set[str]()),
}


def numbering(document: Any, settings: dict[str, Any]) -> None:
    """Two lists, one for the clauses and one for the schedules, tied to the paragraph styles."""
    clause = [
        (settings["clause_format"], "decimal"),
        ("%1.%2", "decimal"),
        ("(%3)", "lowerLetter"),
        ("(%4)", "lowerRoman"),
    ]
    kind = "upperLetter" if settings["schedule_numbers"][0] == "A" else "decimal"
    schedule = [
        (settings["schedule_format"], kind),
        ("%2.", "decimal"),
        ("(%3)", "lowerLetter"),
        ("(%4)", "lowerRoman"),
    ]
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    for number, (levels, styles) in enumerate(((clause, CLAUSE_STYLES), (schedule, SCHEDULE_STYLES)), 1):
        xml = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/>'
            f'<w:pStyle w:val="{style.replace(" ", "")}"/><w:suff w:val="{"space" if i == 0 else "tab"}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{LEFT[i]}" w:hanging="{HANGING[i]}"/></w:pPr></w:lvl>'
            for i, ((text, fmt), style) in enumerate(zip(levels, styles, strict=True))
        )
        root.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
                f"{xml}</w:abstractNum>"
            )
        )
    for number in (1, 2):
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


CLAUSE_STYLES = ("Heading 1", "Clause 2", "Clause 3", "Clause 4")
SCHEDULE_STYLES = ("Schedule Heading", "Schedule 2", "Schedule 3", "Schedule 4")
LEFT, HANGING = (0, 720, 1287, 1854), (0, 720, 567, 567)


def styles(document: Any, settings: dict[str, Any]) -> None:
    """Fonts and spacing of the page, and one style for each numbered level."""
    font = settings["font"]
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = font, Pt(settings["size"])
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), font)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), settings["line_spacing"]
    for name in (*CLAUSE_STYLES, *SCHEDULE_STYLES):
        if name != "Heading 1":
            document.styles.add_style(name, 1).base_style = document.styles[
                "Heading 1" if "Heading" in name else "Normal"
            ]
    for number, names in ((1, CLAUSE_STYLES), (2, SCHEDULE_STYLES)):
        for level, name in enumerate(names):
            properties = document.styles[name].element.get_or_add_pPr()
            properties.append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
            )
            if level:
                document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for name, size in (("Heading 1", settings["size"] + 1), ("Heading 3", settings["size"]), ("Title", 20)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold = font, Pt(size), True
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        for key in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[key]
        fonts.set(qn("w:ascii"), font)
        fonts.set(qn("w:hAnsi"), font)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12), Pt(6)
    borders = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        document.styles["Title"].element.pPr.remove(borders)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.styles["Schedule Heading"].paragraph_format.page_break_before = settings["schedules_on_new_page"]


def runs(paragraph: Any, text: str, footnotes: Footnotes) -> None:
    """Writes text with bold, italic and footnote marks, and with curly quotes, into a paragraph."""
    text = re.sub(r'(^|[\s(\[])"', r"\1“", text).replace('"', "”").replace("'", "’")
    for piece in re.split(r"(\*\*.+?\*\*|(?<!\w)_[^_]+_(?!\w)|\[\^\w+\])", text):
        if piece.startswith("**"):
            paragraph.add_run(piece[2:-2]).bold = True
        elif piece.startswith("_") and piece.endswith("_") and len(piece) > 2 and piece.strip("_"):
            paragraph.add_run(piece[1:-1]).italic = True
        elif piece.startswith("[^"):
            footnotes.refer(paragraph, piece[2:-1])
        elif piece:
            paragraph.add_run(piece)


class Footnotes:
    """The footnotes of a document, numbered in the order in which they are referred to."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts
        self.used: list[str] = []

    def refer(self, paragraph: Any, mark: str) -> None:
        """Puts the mark of a footnote at the end of a paragraph."""
        self.used.append(self.texts[mark])
        run = paragraph.add_run()
        run.font.superscript = True
        run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{len(self.used)}"/>'))

    def attach(self, document: Any) -> None:
        """Adds the part that holds the footnotes, if there are any."""
        if not self.used:
            return
        line = '<w:footnote w:type="{0}" w:id="{1}"><w:p><w:r><w:{0}/></w:r></w:p></w:footnote>'
        xml = line.format("separator", -1) + line.format("continuationSeparator", 0)
        for number, text in enumerate(self.used, 1):
            xml += (
                f'<w:footnote w:id="{number}"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
                '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
                '<w:r><w:rPr><w:sz w:val="17"/></w:rPr>'
                f'<w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
            )
        xml = f"<w:footnotes {nsdecls('w')}>{xml}</w:footnotes>"
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def field_run(paragraph: Any, code: str, shown: str) -> None:
    """A live field with the text it shows until Word updates it."""
    paragraph._p.append(
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>')
    )


def frame(document: Any, settings: dict[str, Any]) -> None:
    """Margins, running header and a footer with page X of Y; none on a cover page."""
    section = document.sections[0]
    section.page_width, section.page_height = (
        (Cm(21.59), Cm(27.94)) if settings["paper"] == "letter" else (Cm(21), Cm(29.7))
    )
    margin = Cm(settings["margin"])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
    section.different_first_page_header_footer = settings["cover"]
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.text, footer.text = settings["header"], settings["footer"] + "\tPage "
    field_run(footer, "PAGE", "1")
    footer.add_run(" of ")
    field_run(footer, "NUMPAGES", "1")
    for paragraph, style in ((header, document.styles["Header"]), (footer, document.styles["Footer"])):
        style.font.size = Pt(9)
        style.element.pPr.remove(style.element.pPr.find(qn("w:tabs")))
        paragraph.paragraph_format.tab_stops.add_tab_stop(section.page_width - 2 * margin, WD_TAB_ALIGNMENT.RIGHT)


def contents(document: Any, source: Source) -> None:
    """A table of contents, filled in without page numbers so that it is readable before Word updates it."""
    document.add_paragraph("Contents", style="Heading 3")
    shown, count, schedules = [], 0, 0
    for line in source.lines:
        if line.kind == "heading":
            count += 1
            shown.append(f"{source.settings['clause_format'].replace('%1', str(count))} {line.text}")
        elif line.kind == "schedule":
            schedules += 1
            number = source.settings["schedule_numbers"][schedules - 1]
            shown.append(f"{source.settings['schedule_format'].replace('%1', number)} {line.text}")
    start = f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="begin"/></w:r>'
    code = f'<w:r {nsdecls("w")}><w:instrText>TOC \\n \\t "Heading 1,1,Schedule Heading,1"</w:instrText></w:r>'
    for index, text in enumerate(shown):
        paragraph = document.add_paragraph(style="TOC 1")
        if index == 0:
            for xml in (start, code, start.replace("begin", "separate")):
                paragraph._p.append(parse_xml(xml))
        paragraph.add_run(text)
        if index == len(shown) - 1:
            paragraph._p.append(parse_xml(start.replace("begin", "end")))
    document.add_page_break()


def table(document: Any, rows: list[Line], footnotes: Footnotes) -> None:
    """One table; a lined one repeats its first row on every page."""
    lined = rows[0].kind == "row"
    cells = [[cell.strip() for cell in row.text.strip("|").split("|" if lined else "||")] for row in rows]
    width = len(cells[0])
    for row, found in zip(rows, cells, strict=True):
        if len(found) != width:
            raise SourceError(f"{row.where}: {len(found)} cells, but the first row of the table has {width}")
    made = document.add_table(rows=len(cells), cols=width, style="Table Grid" if lined else None)
    # A column is as wide as its longest cell asks, within reason; Word and LibreOffice then agree on the page.
    asked = [min(max(len(row[j]) for row in cells), 45) + 4 if lined else 1 for j in range(width)]
    across = sum(column.width for column in made.columns)
    for j, column in enumerate(made.columns):
        column.width = across * asked[j] // sum(asked)
    for i, row in enumerate(cells):
        for j, text in enumerate(row):
            made.cell(i, j).width = made.columns[j].width
            paragraph = made.cell(i, j).paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(3)
            runs(paragraph, f"**{text}**" if lined and i == 0 and text else text, footnotes)
            for run in paragraph.runs:
                run.font.size = Pt(9.5) if lined else None
    if lined:
        made.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    document.add_paragraph().paragraph_format.space_after = Pt(4)


def write(source: Source) -> bytes:
    """The source as a Word file."""
    settings = source.settings
    document = docx.Document()
    entry = document.styles.add_style("TOC 1", 1)
    entry.base_style, entry.font.size, entry.paragraph_format.space_after = document.styles["Normal"], Pt(9.5), Pt(0)
    styles(document, settings)
    numbering(document, settings)
    frame(document, settings)
    footnotes = Footnotes(source.notes)
    kinds = dict(zip(LEVELS, CLAUSE_STYLES, strict=True))
    rows: list[Line] = []
    for line in [*source.lines, Line("gap", "", "end")]:
        if line.kind.endswith("row"):
            rows.append(line)
            continue
        if rows:
            table(document, rows, footnotes)
            rows = []
        if line.kind == "break":
            document.add_page_break()
        elif line.text == "[contents]":
            contents(document, source)
        elif line.kind == "title":
            runs(document.add_paragraph(style="Title"), line.text, footnotes)
        elif line.kind == "caption":
            runs(document.add_paragraph(style="Heading 3"), line.text, footnotes)
        elif line.kind == "schedule":
            kinds = dict(zip(LEVELS, SCHEDULE_STYLES, strict=True))
            runs(document.add_paragraph(style="Schedule Heading"), line.text, footnotes)
        elif line.kind in LEVELS:
            runs(document.add_paragraph(style=kinds[line.kind]), line.text, footnotes)
        elif line.text:
            runs(document.add_paragraph(), line.text, footnotes)
    footnotes.attach(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = settings["title"], settings["author"], ""
    properties.created = properties.modified = datetime(*EPOCH)
    buffer = io.BytesIO()
    document.save(buffer)
    return settled(buffer.getvalue())


def settled(data: bytes) -> bytes:
    """The same archive with entries sorted, one date, and without the template's thumbnail."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(read.namelist()):
            if name == "docProps/thumbnail.jpeg":
                continue
            content = read.read(name)
            if name == "_rels/.rels":
                content = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", content)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(entry, content)
    return buffer.getvalue()


def build(folder: Path) -> None:
    """Writes every Word sample into a folder."""
    for name, (source, keep) in CONTRACTS.items():
        (folder / name).write_bytes(write(read_source(HERE / "sources" / source, keep)))


if __name__ == "__main__":
    try:
        build(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
    except (SourceError, OSError) as error:
        sys.exit(f"build.py: {error}")
