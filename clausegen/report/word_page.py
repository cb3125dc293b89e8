"""Pages, headings, paragraphs and tables of Word reports."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from clausegen.model import REPORT_CATEGORY
from clausegen.report.package import holdable, stable

DARK: Final = "24384F"  # headings, and heads of tables
_FONT: Final = "Calibri"
_PROPERTY: Final = 250  # characters; a property of a Word file may have 255


def new_page(*, size: float, edge: float, font: str = _FONT, space: float = 3) -> Any:
    """Make an empty A4 document.

    ``size`` of the letters and ``space`` after a paragraph in points, ``edge`` above and below the text in cm.
    """
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(edge)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = font, Pt(size)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(space), 1.0
    return document


def heading(document: Any, text: str, size: float, *, font: str = _FONT, before: float = 6) -> Any:
    """Add a heading, of the first level above 12 points, and return its paragraph; ``before`` in points."""
    paragraph = document.add_heading(level=1 if size > 12 else 2)
    paragraph.paragraph_format.space_before = Pt(before)
    run = paragraph.add_run(holdable(text))
    run.font.name, run.font.size = font, Pt(size)
    run.font.color.rgb = RGBColor.from_string(DARK)
    return paragraph


def say(document: Any, text: str, *, size: float = 10, bold: bool = False, style: str | None = None) -> Any:
    """Add a paragraph, and return it; ``size`` in points."""
    paragraph = document.add_paragraph(style=style)
    run = paragraph.add_run(holdable(text))
    run.font.size, run.bold = Pt(size), bold
    return paragraph


def new_table(document: Any, heads: Sequence[str], *, size: float) -> Any:
    """Add a table with lines around its cells and a dark head; its rows are still to be added."""
    table = document.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        fill(cell, DARK)
        write(cell, text, bold=True, colour="FFFFFF", size=size)
    return table


def finished(document: Any, title: str, day: dt.date | None = None, *, category: str = REPORT_CATEGORY) -> bytes:
    """Mark the document as a report by clausegen, or as of another category; the same content gives the same bytes."""
    properties = document.core_properties
    properties.title, properties.author = holdable(title)[:_PROPERTY], "clausegen"
    properties.comments = ""
    properties.category = category
    stream = io.BytesIO()
    document.save(stream)
    return stable(stream.getvalue(), day)


def add_rows(table: Any, rows: Iterable[Sequence[str]], *, size: float) -> None:
    """Add rows of plain text to a table."""
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            write(cell, text, size=size)


def write(cell: Any, text: str, *, size: float, bold: bool = False, colour: str = "") -> None:
    """Write into an empty cell; ``size`` in points, ``colour`` as RRGGBB."""
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(holdable(text))
    run.font.size, run.bold = Pt(size), bold
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)


def fill(cell: Any, colour: str) -> None:
    """Shade a cell; ``colour`` as RRGGBB."""
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shading)


def joined(cells: Sequence[Any]) -> Any:
    """Put one cell in place of empty neighbours in a row; ``merge`` of python-docx asks the whole table each time."""
    first, *others = cells
    for other in others:
        other._tc.getparent().remove(other._tc)
    if others:
        first._tc.grid_span = len(cells)
    return first


def pad_rows(table: Any, space: float) -> None:
    """Leave space, in points, above and below the text of each cell, so that it does not touch the lines."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(20 * space)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)  # the order of the schema


def part_rows(table: Any) -> None:
    """Draw white lines between rows, so that the bars in them stay apart."""
    borders = OxmlElement("w:tblBorders")
    line = OxmlElement("w:insideH")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "0"), ("color", "FFFFFF")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    table._tbl.tblPr.find(qn("w:tblW")).addnext(borders)  # the order of the schema


def set_widths(table: Any, widths: Sequence[float]) -> None:
    """Set widths in cm, in the grid and in every cell: Word goes by the cells, LibreOffice by the grid."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        at = 0
        for cell in row._tr.tc_lst:  # a merged cell once, as wide as all it spans
            cell.width = Cm(sum(widths[at : at + cell.grid_span]))
            at += cell.grid_span
