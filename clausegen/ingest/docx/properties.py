"""Read from formatting how text is seen: hidden, struck, coloured, tiny, bold; properties by short names."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from clausegen.ingest.docx.measures import half_points, twips, whole
from clausegen.ingest.docx.package import w

Properties = dict[str, Any]

_PROPERTIES: Final = {
    w.vanish: "vanish",
    w.strike: "strike",
    w.dstrike: "strike",
    w.b: "bold",
    w.color: "color",
    w.sz: "size",
    w.w: "scale",
    w.shd: "fill",
    w.highlight: "highlight",
    w.rStyle: "style",
}
_TOGGLES: Final = frozenset({"vanish", "strike", "bold"})
OFF: Final = frozenset({"0", "false", "off", "none"})
SMALL_HALF_POINTS: Final = 10  # below 5 pt it takes good eyes, and some printers fail
GIANT_HALF_POINTS: Final = 400  # letters larger than a hand are a drawing
SMALL_SCALE: Final = 50
_NAMED: Final = {
    "white": "FFFFFF", "black": "000000", "yellow": "FFFF00", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF",
    "blue": "0000FF", "red": "FF0000", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
UNKNOWN_COLOUR: Final = "?"  # a picture, a gradient or a theme that nobody knows: contrast cannot be told


def run_properties(element: etree._Element | None) -> Properties:
    """The properties of an ``rPr`` that decide whether text is seen, by short name."""
    found: Properties = {}
    if element is None:
        return found
    for child in element:
        name = _PROPERTIES.get(child.tag)
        if name is None:
            continue
        value = child.get(w.val)
        if name in _TOGGLES:
            if value not in OFF:
                found[name] = True
            else:
                found.setdefault(name, False)
        elif name == "color":
            found["color"] = value or "auto"
        elif name == "size":
            found["size"] = half_points(value)
        elif name == "scale":
            found["scale"] = whole((value or "").rstrip("%"), 100)
        elif name == "fill":
            found["fill"] = shading(child)
        elif name == "highlight":
            found["highlight"] = _NAMED.get(value or "")
        else:
            found["style"] = value or ""
    return found


def shading(element: etree._Element | None) -> str | None:
    """The colour behind the text as RRGGBB, UNKNOWN_COLOUR where it cannot be told, None for none."""
    if element is None:
        return None
    fill = element.get(w.fill, "auto")
    if element.get(w.val) == "solid":
        fill = element.get(w.color, "auto")
        return "000000" if fill == "auto" else fill
    return None if fill == "auto" else fill


def exact_line(properties: etree._Element) -> int | None:
    """The exact line height in twentieths of a point, None when lines grow with their text."""
    spacing = properties.find(w.spacing)
    if spacing is None or spacing.get(w.lineRule) != "exact" or spacing.get(w.line) is None:
        return None
    line = twips(spacing.get(w.line))
    return 240 if line is None else int(line)
