"""Apply styles to text: hidden, struck, white, tiny, bold, and what a paragraph is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lxml import etree

from clausegen.ingest import limits
from clausegen.ingest.colours import FAINT, PALE, contrast
from clausegen.ingest.docx.measures import whole
from clausegen.ingest.docx.package import TooDeep, w
from clausegen.ingest.docx.properties import (
    GIANT_HALF_POINTS,
    SMALL_HALF_POINTS,
    SMALL_SCALE,
    UNKNOWN_COLOUR,
    Properties,
    exact_line,
    run_properties,
    shading,
)
from clausegen.model import State


class Look(NamedTuple):
    """The look of a run: VISIBLE, HIDDEN, WHITE or STRUCK; bold; the code of what makes that doubtful."""

    state: State
    bold: bool
    doubt: str = ""


@dataclass(slots=True)
class ParagraphStyle:
    """A paragraph style, basedOn chain applied."""

    name: str = ""
    chain: tuple[str, ...] = ()  # this style first
    outline: int | None = None
    num_id: str | None = None
    ilvl: str | None = None
    run: Properties = field(default_factory=dict)
    fill: str | None = None
    exact_line: int | None = None
    centred: bool = False


@dataclass(slots=True)
class TableStyle:
    """Run properties and shading that a table style gives its cells; ``first_row`` those of its header."""

    run: Properties = field(default_factory=dict)
    fill: str | None = None
    first_row: str | None = None
    other_fills: bool = False


class StyleSheet:
    """The styles of a file by kind and name, its default look, and its list styles; never changed once read."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self.defaults: Properties = {}
        self.default_paragraph = ""
        self.lists: dict[str, str] = {}  # list styles by name with the number each refers to
        if root is None:
            return
        self.defaults = run_properties(root.find(f"{w.docDefaults}/{w.rPrDefault}/{w.rPr}"))
        for style in root.iterfind(w.style):
            kind, name = style.get(w.type, "paragraph"), style.get(w.styleId, "")
            self._elements.setdefault((kind, name), style)
            if kind == "paragraph" and style.get(w.default) in {"1", "true", "on"}:
                self.default_paragraph = name
            elif kind == "numbering":
                num_id = style.find(f"{w.pPr}/{w.numPr}/{w.numId}")
                if num_id is not None:
                    self.lists[name] = num_id.get(w.val, "")

    def __contains__(self, style: tuple[str, str]) -> bool:
        return style in self._elements

    def chain(self, kind: str, name: str) -> list[etree._Element]:
        """The style and those that it is based on, itself first; nothing for an unknown name."""
        chain: list[etree._Element] = []
        seen: set[str] = set()
        while name and name not in seen:  # a style may be based on itself in a damaged file
            seen.add(name)
            if len(chain) >= limits.STYLE_CHAIN:
                raise TooDeep(f"more than {limits.STYLE_CHAIN} styles are based on each other")
            style = self._elements.get((kind, name))
            if style is None:
                break
            chain.append(style)
            based = style.find(w.basedOn)
            name = "" if based is None else based.get(w.val, "")
        return chain


class Styles:
    """The styles of one document, resolved when asked."""

    def __init__(self, sheet: StyleSheet) -> None:
        self._sheet = sheet
        self._paragraphs: dict[str, ParagraphStyle] = {}
        self._characters: dict[str, Properties] = {}
        self._tables: dict[str, TableStyle] = {}
        self._looks: dict[tuple[Any, ...], Look] = {}

    def paragraph(self, name: str) -> ParagraphStyle:
        """The resolved paragraph style; the default one for an unknown or empty name."""
        if not name or ("paragraph", name) not in self._sheet:
            name = self._sheet.default_paragraph
        found = self._paragraphs.get(name)
        if found is None:
            found = self._paragraphs[name] = self._resolve_paragraph(name)
        return found

    def _resolve_paragraph(self, name: str) -> ParagraphStyle:
        chain = self._sheet.chain("paragraph", name)
        style = ParagraphStyle(chain=tuple(element.get(w.styleId, "") for element in chain))
        if chain:
            element = chain[0].find(w.name)
            style.name = name if element is None else element.get(w.val, name)
        for element in reversed(chain):
            style.run |= run_properties(element.find(w.rPr))
            properties = element.find(w.pPr)
            if properties is None:
                continue
            outline = properties.find(w.outlineLvl)
            if outline is not None:
                level = whole(outline.get(w.val), 9)
                style.outline = level if level < 9 else None
            num_id, ilvl = properties.find(f"{w.numPr}/{w.numId}"), properties.find(f"{w.numPr}/{w.ilvl}")
            if num_id is not None:
                style.num_id = num_id.get(w.val)
            if ilvl is not None:
                style.ilvl = ilvl.get(w.val)
            style.fill = shading(properties.find(w.shd)) or style.fill
            style.exact_line = exact_line(properties) or style.exact_line
            aligned = properties.find(w.jc)
            if aligned is not None:
                style.centred = aligned.get(w.val) == "center"
        return style

    def _character(self, name: str) -> Properties:
        found = self._characters.get(name)
        if found is None:
            found = {}
            for element in reversed(self._sheet.chain("character", name)):
                found |= run_properties(element.find(w.rPr))
            self._characters[name] = found
        return found

    def table(self, name: str) -> TableStyle:
        """The resolved table style; an empty one for an unknown name."""
        found = self._tables.get(name)
        if found is None:
            found = TableStyle()
            for element in reversed(self._sheet.chain("table", name)):
                found.run |= run_properties(element.find(w.rPr))
                for place in (f"{w.tblPr}/{w.shd}", f"{w.tcPr}/{w.shd}"):
                    found.fill = shading(element.find(place)) or found.fill
                for part in element.iterfind(w.tblStylePr):
                    fill = shading(part.find(f"{w.tcPr}/{w.shd}"))
                    if fill and part.get(w.type) == "firstRow":
                        found.first_row = fill
                    elif fill:
                        found.other_fills = True
            self._tables[name] = found
        return found

    def look(self, style: ParagraphStyle, table: TableStyle | None, direct: Properties, background: str | None) -> Look:
        """Return the look of a run.

        ``direct`` are the run's own properties, ``background`` the fill of cell, paragraph or shape.
        """
        key = (style.chain, id(table), tuple(direct.items()), background)
        found = self._looks.get(key)
        if found is None:
            found = self._looks[key] = self._resolve_look(style, table, direct, background)
        return found

    def _resolve_look(
        self, style: ParagraphStyle, table: TableStyle | None, direct: Properties, background: str | None
    ) -> Look:
        character = self._character(direct["style"]) if "style" in direct else {}
        layers = [table.run if table else {}, style.run, character]
        merged = self._sheet.defaults | layers[0] | layers[1] | layers[2] | direct

        def toggled(name: str) -> bool:
            # ISO 29500-1, 17.7.3: a toggle set at two levels of style is off again; set directly it is on.
            if name in direct:
                return bool(direct[name])
            if sum(bool(layer.get(name)) for layer in layers) % 2:
                return True
            return bool(self._sheet.defaults.get(name))

        bold = toggled("bold")
        if toggled("vanish"):
            return Look(State.HIDDEN, bold)
        if toggled("strike"):
            return Look(State.STRUCK, bold)
        size = merged.get("size", 24)
        plain = SMALL_HALF_POINTS <= size <= GIANT_HALF_POINTS and merged.get("scale", 100) >= SMALL_SCALE
        doubt = "" if plain else "word-small"
        behind = merged.get("highlight") or merged.get("fill") or background or "FFFFFF"
        color = merged.get("color", "auto")
        if color == "auto":
            return Look(State.VISIBLE, bold, doubt)
        if UNKNOWN_COLOUR in (color, behind):
            return Look(State.VISIBLE, bold, "word-fill")
        apart = contrast(color, behind)
        if apart < FAINT:
            return Look(State.WHITE, bold)
        return Look(State.VISIBLE, bold, "word-faint" if apart < PALE else doubt)
