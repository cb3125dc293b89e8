"""How text looks once styles are applied: hidden, struck, white, tiny, bold, and what a paragraph is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from clausegen.document import State
from clausegen.ingest.docx_package import W, on

Properties = dict[str, Any]

_TOGGLES: Final = {
    W + "vanish": "vanish",
    W + "strike": "strike",
    W + "dstrike": "strike",
    W + "b": "bold",
    W + "specVanish": "separator",
    W + "caps": "caps",
}
_TINY_HALF_POINTS: Final = 8  # below 4 pt a printed letter is under 1 mm: nobody reads it
_TINY_SCALE: Final = 20  # characters squeezed below a fifth of their width
_TINY_LINE: Final = 80  # an exact line height below 4 pt cuts the letters away
_FAINT: Final = 1.15  # contrast ratio (WCAG 2.2) below which letters cannot be told from the paper
_NAMED: Final = {
    "white": "FFFFFF", "black": "000000", "yellow": "FFFF00", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF",
    "blue": "0000FF", "red": "FF0000", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_PALE_THEMES: Final = {"background1": "FFFFFF", "light1": "FFFFFF", "lt1": "FFFFFF", "bg1": "FFFFFF"}
UNKNOWN_FILL: Final = "?"  # a picture or gradient lies behind the text: contrast cannot be told


def run_properties(element: etree._Element | None) -> Properties:
    """The properties of an ``rPr`` that decide whether text is seen, by short name."""
    found: Properties = {}
    if element is None:
        return found
    for child in element:
        tag = child.tag
        name = _TOGGLES.get(tag)
        if name is not None:
            if child.get(W + "val") not in {"0", "false", "off", "none"}:
                found[name] = True
            else:
                found.setdefault(name, False)
        elif tag == W + "color":
            theme = child.get(W + "themeColor", "")
            found["color"] = _PALE_THEMES.get(theme) or child.get(W + "val", "auto")
        elif tag == W + "sz":
            found["size"] = _number(child.get(W + "val"), 24)
        elif tag == W + "w":
            found["scale"] = _number(child.get(W + "val"), 100)
        elif tag == W + "shd":
            found["fill"] = shading(child)
        elif tag == W + "highlight":
            found["highlight"] = _NAMED.get(child.get(W + "val", ""))
        elif tag == W + "rStyle":
            found["style"] = child.get(W + "val", "")
    return found


def shading(element: etree._Element | None) -> str | None:
    """The colour behind the text as RRGGBB, UNKNOWN_FILL for a theme colour without one, None for none."""
    if element is None:
        return None
    fill = element.get(W + "fill", "auto")
    if element.get(W + "val") == "solid":
        fill = element.get(W + "color", "auto")
        return "000000" if fill == "auto" else fill
    if fill == "auto":
        return UNKNOWN_FILL if element.get(W + "themeFill") else None
    return fill


def _number(text: str | None, default: int) -> int:
    try:
        return int(float(text or default))
    except (ValueError, OverflowError):
        return default


def contrast(first: str, second: str) -> float:
    """The WCAG contrast ratio of two RRGGBB colours, 1.0 (the same) to 21.0; 21.0 when one is unknown."""
    try:
        light = [_luminance(int(colour, 16)) for colour in (first, second)]
    except ValueError:
        return 21.0
    return (max(light) + 0.05) / (min(light) + 0.05)


def _luminance(colour: int) -> float:
    total = 0.0
    for weight, shift in ((0.2126, 16), (0.7152, 8), (0.0722, 0)):
        channel = (colour >> shift & 0xFF) / 255
        total += weight * (channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4)
    return total


@dataclass(slots=True)
class ParagraphStyle:
    """What a paragraph style says, basedOn chain applied."""

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


class Styles:
    """styles.xml, read once, resolved when asked."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self._defaults: Properties = {}
        self.default_paragraph = ""
        self._paragraphs: dict[str, ParagraphStyle] = {}
        self._characters: dict[str, Properties] = {}
        self._tables: dict[str, TableStyle] = {}
        self._looks: dict[tuple[Any, ...], tuple[State, bool]] = {}
        if root is None:
            return
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._defaults = run_properties(defaults)
        for style in root.iterfind(W + "style"):
            kind, name = style.get(W + "type", "paragraph"), style.get(W + "styleId", "")
            self._elements.setdefault((kind, name), style)
            if kind == "paragraph" and style.get(W + "default") in {"1", "true", "on"}:
                self.default_paragraph = name

    def _chain(self, kind: str, name: str) -> list[etree._Element]:
        chain: list[etree._Element] = []
        seen: set[str] = set()
        while name and name not in seen:  # a style may be based on itself in a damaged file
            seen.add(name)
            style = self._elements.get((kind, name))
            if style is None:
                break
            chain.append(style)
            based = style.find(W + "basedOn")
            name = "" if based is None else based.get(W + "val", "")
        return chain

    def paragraph(self, name: str) -> ParagraphStyle:
        """The resolved paragraph style; the default one for an unknown or empty name."""
        if not name or ("paragraph", name) not in self._elements:
            name = self.default_paragraph
        found = self._paragraphs.get(name)
        if found is None:
            found = self._paragraphs[name] = self._resolve_paragraph(name)
        return found

    def _resolve_paragraph(self, name: str) -> ParagraphStyle:
        chain = self._chain("paragraph", name)
        style = ParagraphStyle(chain=tuple(element.get(W + "styleId", "") for element in chain))
        if chain:
            element = chain[0].find(W + "name")
            style.name = name if element is None else element.get(W + "val", name)
        for element in reversed(chain):
            style.run |= run_properties(element.find(W + "rPr"))
            properties = element.find(W + "pPr")
            if properties is None:
                continue
            outline = properties.find(W + "outlineLvl")
            if outline is not None:
                level = _number(outline.get(W + "val"), 9)
                style.outline = level if level < 9 else None
            num_id, ilvl = properties.find(f"{W}numPr/{W}numId"), properties.find(f"{W}numPr/{W}ilvl")
            if num_id is not None:
                style.num_id = num_id.get(W + "val")
            if ilvl is not None:
                style.ilvl = ilvl.get(W + "val")
            style.fill = shading(properties.find(W + "shd")) or style.fill
            style.exact_line = exact_line(properties) or style.exact_line
            aligned = properties.find(W + "jc")
            if aligned is not None:
                style.centred = aligned.get(W + "val") == "center"
        return style

    def _character(self, name: str) -> Properties:
        found = self._characters.get(name)
        if found is None:
            found = {}
            for element in reversed(self._chain("character", name)):
                found |= run_properties(element.find(W + "rPr"))
            self._characters[name] = found
        return found

    def table(self, name: str) -> TableStyle:
        """The resolved table style; an empty one for an unknown name."""
        found = self._tables.get(name)
        if found is None:
            found = TableStyle()
            for element in reversed(self._chain("table", name)):
                found.run |= run_properties(element.find(W + "rPr"))
                for place in (f"{W}tblPr/{W}shd", f"{W}tcPr/{W}shd"):
                    found.fill = shading(element.find(place)) or found.fill
                for part in element.iterfind(W + "tblStylePr"):
                    fill = shading(part.find(f"{W}tcPr/{W}shd"))
                    if fill and part.get(W + "type") == "firstRow":
                        found.first_row = fill
                    elif fill:
                        found.other_fills = True
            self._tables[name] = found
        return found

    def look(
        self, style: ParagraphStyle, table: TableStyle | None, direct: Properties, background: str | None
    ) -> tuple[State, bool]:
        """How a run is seen (VISIBLE, HIDDEN, WHITE, TINY or STRUCK) and whether it is bold.

        ``direct`` are the run's own properties, ``background`` the fill of cell, paragraph or shape.
        """
        key = (style.chain, id(table), tuple(direct.items()), background)
        found = self._looks.get(key)
        if found is None:
            found = self._looks[key] = self._resolve_look(style, table, direct, background)
        return found

    def _resolve_look(
        self, style: ParagraphStyle, table: TableStyle | None, direct: Properties, background: str | None
    ) -> tuple[State, bool]:
        character = self._character(direct["style"]) if "style" in direct else {}
        layers = [table.run if table else {}, style.run, character]
        merged = self._defaults | layers[0] | layers[1] | layers[2] | direct

        def toggled(name: str) -> bool:
            # ISO 29500-1, 17.7.3: a toggle set at two levels of style is off again; set directly it is on.
            if name in direct:
                return bool(direct[name])
            if sum(bool(layer.get(name)) for layer in layers) % 2:
                return True
            return bool(self._defaults.get(name))

        bold = toggled("bold")
        if toggled("vanish"):
            return State.HIDDEN, bold
        if toggled("strike"):
            return State.STRUCK, bold
        if merged.get("size", 24) < _TINY_HALF_POINTS or merged.get("scale", 100) < _TINY_SCALE:
            return State.TINY, bold
        behind = merged.get("highlight") or merged.get("fill") or background or "FFFFFF"
        color = merged.get("color", "auto")
        if color != "auto" and contrast(color, behind) < _FAINT:
            return State.WHITE, bold
        return State.VISIBLE, bold


def exact_line(properties: etree._Element) -> int | None:
    """The exact line height in twentieths of a point, None when lines grow with their text."""
    spacing = properties.find(W + "spacing")
    if spacing is None or spacing.get(W + "lineRule") != "exact" or spacing.get(W + "line") is None:
        return None
    return _number(spacing.get(W + "line"), 240)


def clipped(height: int | None) -> bool:
    """True when an exact height leaves nothing of the letters."""
    return height is not None and 0 <= height < _TINY_LINE


__all__ = [
    "UNKNOWN_FILL",
    "ParagraphStyle",
    "Properties",
    "Styles",
    "TableStyle",
    "clipped",
    "exact_line",
    "on",
    "run_properties",
    "shading",
]
