"""Cells and widths of tables in Word reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from clausegen.report.package import holdable


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
    """One cell in place of empty neighbours in a row. ``merge`` does the same, asking the whole table each time."""
    first, *others = cells
    for other in others:
        other._tc.getparent().remove(other._tc)
    if others:
        first._tc.grid_span = len(cells)
    return first


def pad_rows(table: Any, space: float) -> None:
    """Space in points above and below the text of each cell, so that it does not touch the lines."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(20 * space)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)  # the order of the schema


def part_rows(table: Any) -> None:
    """White lines between rows, so that the bars in them stay apart."""
    borders = OxmlElement("w:tblBorders")
    line = OxmlElement("w:insideH")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "0"), ("color", "FFFFFF")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    table._tbl.tblPr.find(qn("w:tblW")).addnext(borders)  # the order of the schema


def set_widths(table: Any, widths: Sequence[float]) -> None:
    """Widths in cm, in the grid and in every cell: Word goes by the cells, LibreOffice by the grid."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        at = 0
        for cell in row._tr.tc_lst:  # a merged cell once, as wide as all it spans
            cell.width = Cm(sum(widths[at : at + cell.grid_span]))
            at += cell.grid_span
