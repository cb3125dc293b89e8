"""One walk over one part of a Word file: who wrote what, what is seen, in which order.

The walk knows every place where Word keeps text: paragraphs, tables, content controls, text boxes,
tracked changes. It hands finished paragraphs to ``blocks``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from lxml import etree

from clausegen.ingest.docx.measures import half_points, whole
from clausegen.ingest.docx.package import on, w
from clausegen.ingest.docx.pieces import M, Paragraph, Place, formula, revised, unwrapped
from clausegen.ingest.docx.properties import UNKNOWN_COLOUR, exact_line, shading
from clausegen.ingest.docx.runs import Runs
from clausegen.ingest.docx.style_doubts import Doubts
from clausegen.ingest.docx.styles import Styles, TableStyle
from clausegen.ingest.docx.tracked_changes import DELETED, INSERTED, Piece
from clausegen.model import State

_MOST_OF_LETTERS: Final = 0.7  # of their height that a line must have


class Story:
    """The walker of one part. ``emit`` receives each paragraph, in reading order.

    ``on_chunk`` receives the relationship id of an alternative-format chunk where it stands; ``runs`` has what
    was met inside the paragraphs: notes referred to, pictures, embedded objects, what was not read.
    """

    def __init__(
        self,
        root: etree._Element,
        styles: Styles,
        *,
        original: bool,
        emit: Callable[[Paragraph], None],
        on_chunk: Callable[[str, Place], None],
        doubts: Doubts,
    ) -> None:
        self._styles = styles
        self._emit = emit
        self._on_chunk = on_chunk
        self._order = {element: at for at, element in enumerate(root.iter(w.p))}
        self._tables = 0
        self._doubts = doubts
        self.runs = Runs(styles, original=original)

    # ---- blocks -------------------------------------------------------------------------------

    def walk(self, element: etree._Element, place: Place) -> None:
        """Read the block-level children of ``element``."""
        for child, where in unwrapped(element, place):
            tag = child.tag
            if tag == w.p:
                self._paragraph(child, where)
            elif tag == w.tbl:
                self._table(child, where)
            elif tag == w.altChunk:
                for name, value in child.attrib.items():
                    if str(name).endswith("}id"):
                        self._on_chunk(str(value), where)
            elif tag in (M + "oMathPara", M + "oMath"):
                self._loose(child, where)

    def _table(self, table: etree._Element, place: Place) -> None:
        self._tables += 1
        number = self._tables
        named = table.find(f"{w.tblPr}/{w.tblStyle}")
        style = self._styles.table("" if named is None else named.get(w.val, ""))
        whole = shading(table.find(f"{w.tblPr}/{w.shd}")) or style.fill or place.background
        inner = replace(place, table=style, background=whole, depth=place.depth + 1)
        rows = (found for found in unwrapped(table, inner) if found[0].tag == w.tr)
        for row_number, (row, row_place) in enumerate(rows, 1):
            properties = row.find(w.trPr)
            row_place = self._row_place(properties, row_place, style, first=row_number == 1)
            cells = (found for found in unwrapped(row, row_place) if found[0].tag == w.tc)
            for column, (cell, cell_place) in enumerate(cells, 1):
                anchor = f"{place.cell};t{number}r{row_number}c{column}"
                self.walk(cell, replace(self._cell_place(cell, cell_place), cell=anchor, depth=inner.depth + 1))

    def _row_place(self, properties: etree._Element | None, place: Place, style: TableStyle, *, first: bool) -> Place:
        background = style.first_row if first and style.first_row else place.background
        if style.other_fills and background is None:
            background = UNKNOWN_COLOUR
        place = replace(place, background=background)
        if properties is None:
            return place
        for child in properties:
            if child.tag in INSERTED or child.tag in DELETED:
                place = revised(child, place)
            elif child.tag == w.hidden and on(child):
                place = replace(place, forced=State.HIDDEN)
        return place

    def _cell_place(self, cell: etree._Element, place: Place) -> Place:
        properties = cell.find(w.tcPr)
        if properties is None:
            return place
        for child in properties:
            if child.tag == w.shd:
                place = replace(place, background=shading(child) or place.background)
            elif child.tag in (w.vMerge, w.hMerge) and child.get(w.val, "continue") == "continue":
                place = replace(place, forced=State.HIDDEN)  # Word shows the first cell of the merge only
            elif child.tag in (w.cellIns, w.cellDel):
                place = revised(child, place)
        return place

    # ---- paragraphs ---------------------------------------------------------------------------

    def _paragraph(self, element: etree._Element, place: Place) -> None:
        paragraph = self._opened(element, element.find(w.pPr), place)
        paragraph.doubt = (
            paragraph.doubt or self._doubts.get(element, "") or ("word-drawing" if place.part == "text-box" else "")
        )
        self.runs.read(element, paragraph)
        boxes, self.runs.boxes = self.runs.boxes, []
        self._emit(paragraph)
        for content, box_place in boxes:
            self.walk(content, box_place)

    def _opened(self, element: etree._Element, properties: etree._Element | None, place: Place) -> Paragraph:
        style_name = ""
        paragraph = Paragraph(self._order[element], place, self._styles.paragraph(""))
        if properties is None:
            paragraph.centred = paragraph.style.centred
            return paragraph
        fill = line = None
        centred = None
        for child in properties:
            tag = child.tag
            if tag == w.pStyle:
                style_name = child.get(w.val, "")
            elif tag == w.numPr:
                num_id, ilvl = child.find(w.numId), child.find(w.ilvl)
                paragraph.num_id = None if num_id is None else num_id.get(w.val)
                paragraph.ilvl = None if ilvl is None else ilvl.get(w.val)
            elif tag == w.outlineLvl:
                paragraph.outline = whole(child.get(w.val), 9)
            elif tag == w.jc:
                centred = child.get(w.val) == "center"
            elif tag == w.shd:
                fill = shading(child)
            elif tag == w.spacing:
                line = exact_line(properties)
            elif tag == w.sectPr:
                paragraph.section_break = True
            elif tag == w.rPr:
                self._paragraph_mark(child, paragraph)
        paragraph.style = self._styles.paragraph(style_name)
        paragraph.centred = paragraph.style.centred if centred is None else centred
        fill = fill or paragraph.style.fill
        if fill:
            paragraph.place = replace(paragraph.place, background=fill)
        exact = line if line is not None else paragraph.style.exact_line
        if exact is not None and _higher(element, paragraph, exact):
            paragraph.doubt = "word-clipped"
        return paragraph

    def _paragraph_mark(self, properties: etree._Element, paragraph: Paragraph) -> None:
        for child in properties:
            if child.tag in INSERTED:
                paragraph.mark_revision = "x" if paragraph.mark_revision == "d" else "i"
            elif child.tag in DELETED:
                paragraph.mark_revision = "x" if paragraph.mark_revision == "i" else "d"
            elif child.tag == w.vanish and on(child):
                paragraph.mark_hidden = True
            elif child.tag == w.specVanish and on(child):
                paragraph.separator = True

    def _loose(self, element: etree._Element, place: Place) -> None:
        """A formula between paragraphs."""
        text = formula(element)
        paragraph = Paragraph(0, place, self._styles.paragraph(""))
        paragraph.pieces.append(Piece(text, place.revision, place.forced or State.VISIBLE, False, place.mark))
        self._emit(paragraph)


def _higher(element: etree._Element, paragraph: Paragraph, line: int) -> bool:
    """True when letters of a paragraph are much higher than its lines, in twentieths of a point."""
    sizes = [half_points(size.get(w.val)) for size in element.iter(w.sz)]
    return max(sizes, default=paragraph.style.run.get("size", 0)) * 10 * _MOST_OF_LETTERS > line
