"""How text looks once styles are applied: hidden, struck, white, tiny, bold, and what a paragraph is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from clausegen.document import State
from clausegen.ingest import docx_tags as tags
from clausegen.ingest import limits
from clausegen.ingest.docx_package import TooDeep, W, on

Properties = dict[str, Any]

_PROPERTIES: Final = {
    tags.VANISH: "vanish",
    tags.STRIKE: "strike",
    tags.DSTRIKE: "strike",
    tags.B: "bold",
    tags.COLOR: "color",
    tags.SZ: "size",
    tags.SCALE: "scale",
    tags.SHD: "fill",
    tags.HIGHLIGHT: "highlight",
    tags.R_STYLE: "style",
}
_HIDING: Final = (tags.VANISH, tags.STRIKE, tags.DSTRIKE, tags.SCALE, tags.DRAWING, tags.PICT)
_SIZES: Final = etree.XPath("//w:sz/@w:val", namespaces={"w": W[1:-1]}, smart_strings=False)  # every run has one
_TOGGLES: Final = frozenset({"vanish", "strike", "bold"})
OFF: Final = frozenset({"0", "false", "off", "none"})
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
_POINTS: Final = {"pt": 1.0, "pc": 12.0, "pi": 12.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
UNKNOWN_FILL: Final = "?"  # a picture or gradient lies behind the text: contrast cannot be told


def run_properties(element: etree._Element | None) -> Properties:
    """The properties of an ``rPr`` that decide whether text is seen, by short name."""
    found: Properties = {}
    if element is None:
        return found
    for child in element:
        name = _PROPERTIES.get(child.tag)
        if name is None:
            continue
        value = child.get(tags.VAL)
        if name in _TOGGLES:
            if value not in OFF:
                found[name] = True
            else:
                found.setdefault(name, False)
        elif name == "color":
            found["color"] = _PALE_THEMES.get(child.get(tags.THEME_COLOR, "")) or value or "auto"
        elif name == "size":
            found["size"] = _measured(value, 24, per_point=2)
        elif name == "scale":
            found["scale"] = _number((value or "").rstrip("%"), 100)
        elif name == "fill":
            found["fill"] = shading(child)
        elif name == "highlight":
            found["highlight"] = _NAMED.get(value or "")
        else:
            found["style"] = value or ""
    return found


def shading(element: etree._Element | None) -> str | None:
    """The colour behind the text as RRGGBB, UNKNOWN_FILL for a theme colour without one, None for none."""
    if element is None:
        return None
    fill = element.get(tags.FILL, "auto")
    if element.get(tags.VAL) == "solid":
        fill = element.get(tags.COLOR, "auto")
        return "000000" if fill == "auto" else fill
    if fill == "auto":
        return UNKNOWN_FILL if element.get(tags.THEME_FILL) else None
    return fill


def _number(text: str | None, default: int) -> int:
    try:
        return int(float(text or default))
    except (ValueError, OverflowError):
        return default


def _measured(text: str | None, default: int, *, per_point: int) -> int:
    """A measure, plain or "12pt" as Strict files write it. Source: ISO 29500-1, ST_PositiveUniversalMeasure."""
    if text and (points := _POINTS.get(text[-2:])):
        try:
            return int(float(text[:-2]) * points * per_point)
        except (ValueError, OverflowError):
            return default
    return _number(text, default)


def _sizes(root: etree._Element) -> set[str]:
    return set(_SIZES(root))  # type: ignore[arg-type]  # the path asks for attributes: a list of strings


@lru_cache(maxsize=4096)
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
        self._all: tuple[set[str], set[str], bool] | None = None
        self._looks: dict[tuple[Any, ...], tuple[State, bool]] = {}
        if root is None:
            return
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._defaults = run_properties(defaults)
        for style in root.iterfind(tags.STYLE):
            kind, name = style.get(tags.TYPE, "paragraph"), style.get(tags.STYLE_ID, "")
            self._elements.setdefault((kind, name), style)
            if kind == "paragraph" and style.get(tags.DEFAULT) in {"1", "true", "on"}:
                self.default_paragraph = name

    def _chain(self, kind: str, name: str) -> list[etree._Element]:
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
            based = style.find(tags.BASED_ON)
            name = "" if based is None else based.get(tags.VAL, "")
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
        style = ParagraphStyle(chain=tuple(element.get(tags.STYLE_ID, "") for element in chain))
        if chain:
            element = chain[0].find(tags.NAME)
            style.name = name if element is None else element.get(tags.VAL, name)
        for element in reversed(chain):
            style.run |= run_properties(element.find(tags.R_PR))
            properties = element.find(tags.P_PR)
            if properties is None:
                continue
            outline = properties.find(tags.OUTLINE_LVL)
            if outline is not None:
                level = _number(outline.get(tags.VAL), 9)
                style.outline = level if level < 9 else None
            num_id, ilvl = properties.find(f"{W}numPr/{W}numId"), properties.find(f"{W}numPr/{W}ilvl")
            if num_id is not None:
                style.num_id = num_id.get(tags.VAL)
            if ilvl is not None:
                style.ilvl = ilvl.get(tags.VAL)
            style.fill = shading(properties.find(tags.SHD)) or style.fill
            style.exact_line = exact_line(properties) or style.exact_line
            aligned = properties.find(tags.JC)
            if aligned is not None:
                style.centred = aligned.get(tags.VAL) == "center"
        return style

    def _character(self, name: str) -> Properties:
        found = self._characters.get(name)
        if found is None:
            found = {}
            for element in reversed(self._chain("character", name)):
                found |= run_properties(element.find(tags.R_PR))
            self._characters[name] = found
        return found

    def table(self, name: str) -> TableStyle:
        """The resolved table style; an empty one for an unknown name."""
        found = self._tables.get(name)
        if found is None:
            found = TableStyle()
            for element in reversed(self._chain("table", name)):
                found.run |= run_properties(element.find(tags.R_PR))
                for place in (f"{W}tblPr/{W}shd", f"{W}tcPr/{W}shd"):
                    found.fill = shading(element.find(place)) or found.fill
                for part in element.iterfind(tags.TBL_STYLE_PR):
                    fill = shading(part.find(f"{W}tcPr/{W}shd"))
                    if fill and part.get(tags.TYPE) == "firstRow":
                        found.first_row = fill
                    elif fill:
                        found.other_fills = True
            self._tables[name] = found
        return found

    def harmless(self, root: etree._Element, page: str) -> bool:
        """True when nothing in a part or in the styles can make text unseen, as in nearly every contract.

        Then no run need be looked at. It is decided for all colours against all grounds at once;
        ``page`` is the colour of the paper.
        """
        if self._all is None:
            found = [
                self._defaults,
                *(run_properties(rpr) for style in self._elements.values() for rpr in style.iter(tags.R_PR)),
            ]
            fills = [shading(shd) for style in self._elements.values() for shd in style.iter(tags.SHD)]
            self._all = (_colours(found), {fill for fill in fills if fill}, not any(_hides(one) for one in found))
        colours, grounds, safe = set(self._all[0]), {page, *self._all[1]}, self._all[2]
        if not safe or next(root.iter(*_HIDING), None) is not None:
            return False
        if any(_measured(size, 24, per_point=2) < _TINY_HALF_POINTS for size in _sizes(root)):
            return False
        for element in root.iter(tags.COLOR, tags.SHD, tags.HIGHLIGHT):
            if element.tag == tags.COLOR:
                colours.add(_PALE_THEMES.get(element.get(tags.THEME_COLOR, ""), element.get(tags.VAL, "auto")))
            else:
                fill = shading(element) if element.tag == tags.SHD else _NAMED.get(element.get(tags.VAL) or "")
                grounds.add(fill or page)
        colours.discard("auto")
        return all(contrast(colour, ground) >= _FAINT for colour in colours for ground in grounds)

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


def _colours(properties: list[Properties]) -> set[str]:
    return {one["color"] for one in properties if "color" in one}


def _hides(one: Properties) -> bool:
    small = one.get("size", 24) < _TINY_HALF_POINTS or one.get("scale", 100) < _TINY_SCALE
    return bool(one.get("vanish") or one.get("strike") or small)


def exact_line(properties: etree._Element) -> int | None:
    """The exact line height in twentieths of a point, None when lines grow with their text."""
    spacing = properties.find(tags.SPACING)
    if spacing is None or spacing.get(tags.LINE_RULE) != "exact" or spacing.get(tags.LINE) is None:
        return None
    return _measured(spacing.get(tags.LINE), 240, per_point=20)


def clipped(height: int | None) -> bool:
    """True when an exact height leaves nothing of the letters."""
    return height is not None and 0 <= height < _TINY_LINE


__all__ = [
    "OFF",
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
