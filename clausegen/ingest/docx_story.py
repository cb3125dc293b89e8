"""One walk over one part of a Word file: who wrote what, what is seen, in which order.

The walk knows every place where Word keeps text: paragraphs, tables, content controls, text boxes,
fields, links, tracked changes. It hands finished paragraphs to ``docx_blocks``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from lxml import etree

from clausegen.document import State
from clausegen.ingest import docx_tags as tags
from clausegen.ingest import limits
from clausegen.ingest.docx_drawing import EMU_PER_POINT, WP, integer, out_of_sight, shape_fill, shown
from clausegen.ingest.docx_package import MC, A, W, on
from clausegen.ingest.docx_styles import (
    OFF,
    UNKNOWN_FILL,
    ParagraphStyle,
    Styles,
    TableStyle,
    clipped,
    exact_line,
    run_properties,
    shading,
)
from clausegen.ingest.symbols import symbol

BREAK: Final = "\x0b"  # a line break inside a paragraph; cannot occur in XML text

_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_UNDERSTOOD: Final = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")
_P, _R_, _T, _RPR, _PPR = tags.P, tags.R, tags.T, tags.R_PR, tags.P_PR
_INSERTED: Final = {tags.INS: "inserted", tags.MOVE_TO: "moved"}
_DELETED: Final = {tags.DEL: "deleted", tags.MOVE_FROM: "moved"}
_TRANSPARENT: Final = frozenset(
    W + name for name in ("hyperlink", "smartTag", "customXml", "dir", "bdo", "fldSimple", "sdtContent", "rubyBase")
)


class Mark(NamedTuple):
    """Who changed a piece of text: kind ("inserted", "deleted", "moved"), author, date."""

    kind: str
    author: str
    date: str


class Piece(NamedTuple):
    """Text with one fate. ``revision`` is "" (settled), "i", "d" or "x" (inserted, then deleted)."""

    text: str
    revision: str
    look: State
    bold: bool
    mark: Mark | None


@dataclass(slots=True)
class Place:
    """Where the walk is: inherited revision, table cell, background, state forced by a container."""

    revision: str = ""
    mark: Mark | None = None
    forced: State | None = None
    cell: str = ""
    table: TableStyle | None = None
    background: str | None = None
    part: str = "body"
    depth: int = 0


@dataclass(slots=True)
class Paragraph:
    """A paragraph as walked, before a view is chosen."""

    index: int
    place: Place
    style: ParagraphStyle
    pieces: list[Piece] = field(default_factory=list)
    num_id: str | None = None
    ilvl: str | None = None
    outline: int | None = None
    centred: bool = False
    mark_revision: str = ""
    mark_hidden: bool = False
    separator: bool = False
    section_break: bool = False
    contents: bool = False


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    code: bool = True


class TooDeep(Exception):
    """Containers are nested beyond ``limits.NESTING``."""


class Story:
    """The walker of one part. ``emit`` receives each paragraph, in reading order.

    ``skipped`` collects sentences about what lies in the part unread; ``notes`` the ids of referenced
    footnotes ("footnote:2") with the revision of the reference; ``chunks`` relationship ids of
    alternative-format chunks are passed to ``on_chunk`` where they stand.
    """

    def __init__(
        self,
        root: etree._Element,
        styles: Styles,
        *,
        part: str,
        original: bool,
        background: str,
        emit: Callable[[Paragraph], None],
        on_chunk: Callable[[str, Place], None],
    ) -> None:
        self._root = root
        self._styles = styles
        self._part = part
        self._original = original
        self._emit = emit
        self._on_chunk = on_chunk
        self._order = {element: at for at, element in enumerate(root.iter(_P))}
        # Former formatting may hide what present formatting shows, so the original view looks at every run.
        self._harmless = not original and styles.harmless(root, background)
        self._bold = False
        self._tables = 0
        self._fields: list[_Field] = []
        self._codes = 0
        self.ignore_fields = False
        self._boxes: list[tuple[etree._Element, Place]] = []
        self._pieces: list[Piece] = []
        self.skipped: list[str] = []
        self.pictures: list[tuple[str, int]] = []
        self.objects: list[str] = []
        self.notes: dict[str, str] = {}

    @property
    def fields_left_open(self) -> bool:
        """True when a field began and never ended: its code must not swallow the rest of the text."""
        return any(opened.code for opened in self._fields)

    # ---- blocks -------------------------------------------------------------------------------

    def walk(self, element: etree._Element, place: Place) -> None:
        """Read the block-level children of ``element``."""
        if place.depth > limits.NESTING:
            raise TooDeep
        for child in element:
            tag = child.tag
            if tag == _P:
                self._paragraph(child, place)
            elif tag == tags.TBL:
                self._table(child, place)
            elif tag == tags.SDT:
                self._content_control(child, place)
            elif tag == tags.ALT_CHUNK:
                for name, value in child.attrib.items():
                    if str(name).endswith("}id"):
                        self._on_chunk(str(value), place)
            elif tag == MC + "AlternateContent":
                for chosen in self._chosen(child):
                    self.walk(chosen, replace(place, depth=place.depth + 1))
            elif tag in _INSERTED or tag in _DELETED:
                self.walk(child, self._revised(child, place))
            elif tag in (tags.CUSTOM_XML, tags.SMART_TAG, tags.SDT_CONTENT):
                self.walk(child, replace(place, depth=place.depth + 1))
            elif tag in (_M + "oMathPara", _M + "oMath"):
                self._loose(child, place)

    def _content_control(self, control: etree._Element, place: Place) -> None:
        content = control.find(tags.SDT_CONTENT)
        if content is not None:
            forced = State.PLACEHOLDER if self._shows_placeholder(control) else place.forced
            self.walk(content, replace(place, forced=forced, depth=place.depth + 1))

    @staticmethod
    def _shows_placeholder(control: etree._Element) -> bool:
        return bool(on(control.find(f"{W}sdtPr/{W}showingPlcHdr")))

    def _revised(self, element: etree._Element, place: Place) -> Place:
        revision, mark = self._revision(element, place.revision)
        return replace(place, revision=revision, mark=mark, depth=place.depth + 1)

    @staticmethod
    def _revision(element: etree._Element, current: str) -> tuple[str, Mark]:
        own = "i" if element.tag in _INSERTED else "d"
        kind = _INSERTED.get(element.tag) or _DELETED[element.tag]
        mark = Mark(kind, element.get(tags.AUTHOR, ""), element.get(tags.DATE, ""))
        return (own if current in {"", own} else "x"), mark

    def _chosen(self, alternate: etree._Element) -> Iterator[etree._Element]:
        """The Choice that Word would show, else the Fallback: one of them, never both."""
        for choice in alternate.iterfind(MC + "Choice"):
            needs = [choice.nsmap.get(prefix) or "" for prefix in choice.get("Requires", "").split()]
            if needs and all(uri.startswith(_UNDERSTOOD) for uri in needs):
                yield choice
                return
        yield from alternate.iterfind(MC + "Fallback")

    def _table(self, table: etree._Element, place: Place) -> None:
        self._tables += 1
        number = self._tables
        named = table.find(f"{W}tblPr/{W}tblStyle")
        style = self._styles.table("" if named is None else named.get(tags.VAL, ""))
        whole = shading(table.find(f"{W}tblPr/{W}shd")) or style.fill or place.background
        inner = replace(place, table=style, background=whole, depth=place.depth + 1)
        for row_number, (row, row_place) in enumerate(self._members(table, tags.TR, inner), 1):
            properties = row.find(tags.TR_PR)
            row_place = self._row_place(properties, row_place, style, first=row_number == 1)
            for column, (cell, cell_place) in enumerate(self._members(row, tags.TC, row_place), 1):
                anchor = f"{place.cell};t{number}r{row_number}c{column}"
                self.walk(cell, replace(self._cell_place(cell, cell_place), cell=anchor, depth=inner.depth + 1))

    def _members(self, element: etree._Element, tag: str, place: Place) -> Iterator[tuple[etree._Element, Place]]:
        """Rows of a table or cells of a row, also those inside content controls."""
        if place.depth > limits.NESTING:
            raise TooDeep
        deeper = replace(place, depth=place.depth + 1)
        for child in element:
            if child.tag == tag:
                yield child, place
            elif child.tag == tags.SDT:
                content = child.find(tags.SDT_CONTENT)
                if content is not None:
                    forced = State.PLACEHOLDER if self._shows_placeholder(child) else place.forced
                    yield from self._members(content, tag, replace(deeper, forced=forced))
            elif child.tag == tags.CUSTOM_XML:
                yield from self._members(child, tag, deeper)
            elif child.tag in _INSERTED or child.tag in _DELETED:
                yield from self._members(child, tag, self._revised(child, place))
            elif child.tag == MC + "AlternateContent":
                for chosen in self._chosen(child):
                    yield from self._members(chosen, tag, deeper)

    def _row_place(self, properties: etree._Element | None, place: Place, style: TableStyle, *, first: bool) -> Place:
        background = style.first_row if first and style.first_row else place.background
        if style.other_fills and background is None:
            background = UNKNOWN_FILL
        place = replace(place, background=background)
        if properties is None:
            return place
        for child in properties:
            if child.tag in _INSERTED or child.tag in _DELETED:
                place = self._revised(child, place)
            elif child.tag == tags.HIDDEN and on(child):
                place = replace(place, forced=State.HIDDEN)
            elif child.tag == tags.TR_HEIGHT and _cut_off(child):
                place = replace(place, forced=State.TINY)
        return place

    def _cell_place(self, cell: etree._Element, place: Place) -> Place:
        properties = cell.find(tags.TC_PR)
        if properties is None:
            return place
        for child in properties:
            if child.tag == tags.SHD:
                place = replace(place, background=shading(child) or place.background)
            elif child.tag in (tags.V_MERGE, tags.H_MERGE) and child.get(tags.VAL, "continue") == "continue":
                place = replace(place, forced=State.HIDDEN)  # Word shows the first cell of the merge only
            elif child.tag in (tags.CELL_INS, tags.CELL_DEL):
                own = "i" if child.tag == tags.CELL_INS else "d"
                kind = "inserted" if own == "i" else "deleted"
                mark = Mark(kind, child.get(tags.AUTHOR, ""), child.get(tags.DATE, ""))
                revision = own if place.revision in {"", own} else "x"
                place = replace(place, revision=revision, mark=mark)
        return place

    # ---- paragraphs ---------------------------------------------------------------------------

    def _paragraph(self, element: etree._Element, place: Place) -> None:
        properties = element.find(_PPR)
        if self._original and properties is not None:
            before = properties.find(f"{W}pPrChange/{W}pPr")
            if before is not None:
                before = _with_mark(before, properties)
            properties = before if before is not None else properties
        paragraph = self._opened(element, properties, place)
        self._pieces = paragraph.pieces
        self._direct_place = paragraph.place
        self._style = paragraph.style
        self._bold = self._harmless and self._styles.look(paragraph.style, paragraph.place.table, {}, None)[1]
        in_contents = any("TOC" in opened.instruction.upper()[:8] for opened in self._fields)
        self._inline(element, place.revision, place.mark, paragraph.place.forced, 0)
        paragraph.contents = in_contents or paragraph.style.name.lower().startswith(("toc ", "table of "))
        boxes, self._boxes = self._boxes, []
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
            if tag == tags.P_STYLE:
                style_name = child.get(tags.VAL, "")
            elif tag == tags.NUM_PR:
                num_id, ilvl = child.find(tags.NUM_ID), child.find(tags.ILVL)
                paragraph.num_id = None if num_id is None else num_id.get(tags.VAL)
                paragraph.ilvl = None if ilvl is None else ilvl.get(tags.VAL)
            elif tag == tags.OUTLINE_LVL:
                paragraph.outline = integer(child.get(tags.VAL))
            elif tag == tags.JC:
                centred = child.get(tags.VAL) == "center"
            elif tag == tags.SHD:
                fill = shading(child)
            elif tag == tags.SPACING:
                line = exact_line(properties)
            elif tag == tags.SECT_PR:
                paragraph.section_break = True
            elif tag == _RPR:
                self._paragraph_mark(child, paragraph)
        paragraph.style = self._styles.paragraph(style_name)
        paragraph.centred = paragraph.style.centred if centred is None else centred
        fill = fill or paragraph.style.fill
        if fill:
            paragraph.place = replace(paragraph.place, background=fill)
        if clipped(line if line is not None else paragraph.style.exact_line) and place.forced is None:
            paragraph.place = replace(paragraph.place, forced=State.TINY)
        return paragraph

    def _paragraph_mark(self, properties: etree._Element, paragraph: Paragraph) -> None:
        for child in properties:
            if child.tag in _INSERTED:
                paragraph.mark_revision = "x" if paragraph.mark_revision == "d" else "i"
            elif child.tag in _DELETED:
                paragraph.mark_revision = "x" if paragraph.mark_revision == "i" else "d"
            elif child.tag == tags.VANISH and on(child):
                paragraph.mark_hidden = True
            elif child.tag == tags.SPEC_VANISH and on(child):
                paragraph.separator = True

    def _inline(
        self, element: etree._Element, revision: str, mark: Mark | None, forced: State | None, depth: int
    ) -> None:
        if depth > limits.NESTING:
            raise TooDeep
        for child in element:
            tag = child.tag
            if tag == _R_:
                self._run(child, revision, mark, forced, depth)
            elif tag in _TRANSPARENT:
                self._inline(child, revision, mark, forced, depth + 1)
            elif tag in _INSERTED or tag in _DELETED:
                inner, inner_mark = self._revision(child, revision)
                self._inline(child, inner, inner_mark, forced, depth + 1)
            elif tag == tags.SDT:
                content = child.find(tags.SDT_CONTENT)
                if content is not None:
                    inner_forced = State.PLACEHOLDER if self._shows_placeholder(child) else forced
                    self._inline(content, revision, mark, inner_forced, depth + 1)
            elif tag == MC + "AlternateContent":
                for chosen in self._chosen(child):
                    self._inline(chosen, revision, mark, forced, depth + 1)
            elif tag in (_M + "oMath", _M + "oMathPara"):
                text = "".join(piece.text or "" for piece in child.iter(_M + "t"))
                self._add(text, revision, forced or State.VISIBLE, False, mark)
            elif tag == tags.SUB_DOC:
                self.skipped.append("a linked subdocument lies outside the file and was not read")

    def _loose(self, element: etree._Element, place: Place) -> None:
        """A formula between paragraphs."""
        text = "".join(piece.text or "" for piece in element.iter(_M + "t"))
        paragraph = Paragraph(0, place, self._styles.paragraph(""))
        paragraph.pieces.append(Piece(text, place.revision, place.forced or State.VISIBLE, False, place.mark))
        self._emit(paragraph)

    # ---- runs ---------------------------------------------------------------------------------

    def _run(self, run: etree._Element, revision: str, mark: Mark | None, forced: State | None, depth: int) -> None:
        children = list(run)
        properties = children[0] if children and children[0].tag == _RPR else None
        if self._harmless:
            look = State.VISIBLE
            own = None if properties is None else next(properties.iterchildren(tags.B), None)
            bold = self._bold if own is None else own.get(tags.VAL) not in OFF
        else:
            if self._original and properties is not None:
                before = properties.find(f"{W}rPrChange/{_RPR}")
                properties = properties if before is None else before
            place = self._direct_place
            direct = run_properties(properties)
            look, bold = self._styles.look(self._style, place.table, direct, place.background)
        if forced is not None:
            look = forced
        if (
            len(children) == 2 and children[0].tag == _RPR and children[1].tag == _T
        ):  # nearly every run is its looks and one text
            self._add(children[1].text, revision, look, bold, mark)
        else:
            self._content(children, revision, look, bold, mark, depth)

    def _content(
        self, run: Iterable[etree._Element], revision: str, look: State, bold: bool, mark: Mark | None, depth: int
    ) -> None:
        if depth > limits.NESTING:
            raise TooDeep
        for child in run:
            tag = child.tag
            if tag == _T:
                self._add(child.text, revision, look, bold, mark)
            elif tag == _RPR:
                continue
            elif tag == tags.DEL_TEXT:
                self._add(child.text, revision if revision in {"d", "x"} else "d", look, bold, mark)
            elif tag in (tags.TAB, tags.PTAB):
                self._add(" ", revision, look, bold, mark)
            elif tag in (tags.BR, tags.CR):
                self._add(BREAK, revision, look, bold, mark)
            elif tag == tags.NO_BREAK_HYPHEN:
                self._add("-", revision, look, bold, mark)
            elif tag == tags.SYM:
                self._add(symbol(child.get(tags.FONT, ""), child.get(tags.CHAR, "")), revision, look, bold, mark)
            elif tag == tags.FLD_CHAR:
                self._field_character(child, revision, look, bold, mark)
            elif tag == tags.INSTR_TEXT:
                if self._fields and self._fields[-1].code:
                    self._fields[-1].instruction += child.text or ""
            elif tag in (tags.FOOTNOTE_REFERENCE, tags.ENDNOTE_REFERENCE):
                note = "footnote" if tag == tags.FOOTNOTE_REFERENCE else "endnote"
                self.notes.setdefault(f"{note}:{child.get(W + 'id', '')}", revision)
            elif tag == MC + "AlternateContent":
                for chosen in self._chosen(child):
                    self._content(chosen, revision, look, bold, mark, depth + 1)
            elif tag in (tags.DRAWING, tags.PICT, tags.OBJECT):
                self._drawing(child, revision, look, mark)
            elif tag == tags.RUBY:
                base = child.find(tags.RUBY_BASE)
                if base is not None:
                    self._inline(base, revision, mark, None if look == State.VISIBLE else look, depth + 1)

    def _add(self, text: str | None, revision: str, look: State, bold: bool, mark: Mark | None) -> None:
        if text and not (self._codes and not self.ignore_fields):
            self._pieces.append(Piece(text, revision, look, bold, mark))

    def _field_character(
        self, element: etree._Element, revision: str, look: State, bold: bool, mark: Mark | None
    ) -> None:
        kind = element.get(tags.FLD_CHAR_TYPE)
        if kind == "begin":
            self._form_field(element, revision, look, bold, mark)
            self._fields.append(_Field())
            self._codes += 1
        elif kind == "separate" and self._fields and self._fields[-1].code:
            self._fields[-1].code = False
            self._codes -= 1
        elif kind == "end" and self._fields:
            self._codes -= self._fields.pop().code

    def _form_field(self, element: etree._Element, revision: str, look: State, bold: bool, mark: Mark | None) -> None:
        """A drop-down or tick box of an old form shows its value without any text run."""
        choices = element.find(f"{W}ffData/{W}ddList")
        if choices is not None:
            result = choices.find(tags.RESULT)
            entries = [entry.get(tags.VAL, "") for entry in choices.iterfind(tags.LIST_ENTRY)]
            at = 0 if result is None else integer(result.get(tags.VAL)) or 0
            if at < len(entries):
                self._add(entries[at], revision, look, bold, mark)
        box = element.find(f"{W}ffData/{W}checkBox")
        if box is not None:
            checked = on(box.find(tags.CHECKED))
            ticked = on(box.find(tags.DEFAULT)) if checked is None else checked
            self._add("☒" if ticked else "☐", revision, look, bold, mark)

    # ---- drawings -----------------------------------------------------------------------------

    def _drawing(self, element: etree._Element, revision: str, look: State, mark: Mark | None) -> None:
        forced = look if look == State.HIDDEN else self._direct_place.forced
        if out_of_sight(element):
            forced = State.HIDDEN
        base = replace(
            self._direct_place, revision=revision, mark=mark, part="text-box", depth=self._direct_place.depth + 1
        )
        for content in element.iter(tags.TXBX_CONTENT):
            if shown(content, element):
                fill = shape_fill(content, element)
                self._boxes.append((content, replace(base, forced=forced, background=fill, table=None)))
        loose = [t for t in element.iter(A + "t") if shown(t, element)]
        if loose:
            self._add(" " + " ".join(t.text or "" for t in loose) + " ", revision, forced or look, False, mark)
        self._unread(element)

    def _unread(self, element: etree._Element) -> None:
        """Note pictures (id and area in square points) and embedded objects for the coverage statement."""
        for blip in element.iter(A + "blip"):
            extent = next(iter(element.iter(WP + "extent")), None)
            area = 0
            if extent is not None:
                wide, high = integer(extent.get("cx")) or 0, integer(extent.get("cy")) or 0
                area = wide // EMU_PER_POINT * (high // EMU_PER_POINT)
            for name, value in blip.attrib.items():
                if str(name).endswith("}embed"):
                    self.pictures.append((str(value), area))
        for tag, found in (("OLEObject", self.objects),):
            for embedded in element.iter("{urn:schemas-microsoft-com:office:office}" + tag):
                found.extend(str(v) for k, v in embedded.attrib.items() if str(k).endswith("}id"))
        for graphic in element.iter(A + "graphicData"):
            uri = graphic.get("uri", "")
            if uri.endswith(("/diagram", "/chart")):
                self.skipped.append("a diagram or chart was not read; it may hold text")


def _cut_off(height: etree._Element) -> bool:
    return height.get(tags.H_RULE) == "exact" and clipped(integer(height.get(tags.VAL)))


def _with_mark(before: etree._Element, after: etree._Element) -> etree._Element:
    """Former paragraph properties with the present paragraph mark, which carries the tracked change."""
    joined = etree.Element(_PPR)
    joined.extend([_copy(child) for child in before if child.tag not in (_RPR, tags.SECT_PR)])
    joined.extend([_copy(child) for child in after if child.tag in (_RPR, tags.SECT_PR)])
    return joined


def _copy(element: etree._Element) -> etree._Element:
    return etree.fromstring(etree.tostring(element, with_tail=False))
