"""Measures of Word's formatting within which words stay on the page, wide and high enough to be read.

Source: ISO 29500-1, 17.18.74 (ST_SignedTwipsMeasure) and 22.9.2.15 (ST_UniversalMeasure).
"""

from __future__ import annotations

import math
from typing import Final

from lxml import etree

from clausegen.ingest.docx.package import W, w

_POINTS: Final = {"pt": 1.0, "pc": 12.0, "pi": 12.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
EMU_PER_POINT: Final = 12_700
_NO_MEASURE: Final = frozenset({"auto", "nil"})
_LEAST_SHARE: Final = 100  # fiftieths of a per cent of what stands around
_PAGE: Final = 8_000  # twentieths of a point; more leaves no room on a page
_WIDEST_PAGE: Final = 16_000
_LEAST_COLUMN: Final = 1_000
LEAST_CELL: Final = 250

# Least and most of each attribute, in twentieths of a point where the attribute is a measure.
_CHARACTERS: Final = dict.fromkeys(
    ("leftChars", "startChars", "rightChars", "endChars", "firstLineChars"), (-600, 3_000)
)
_SIDES: Final = ("left", "start", "right", "end")
_LIMITS: Final[dict[str, dict[str, tuple[float, float]]]] = {
    "ind": {**dict.fromkeys((*_SIDES, "firstLine"), (-1_440, _PAGE)), "hanging": (0, _PAGE), **_CHARACTERS},
    "spacing": {"before": (0, _PAGE), "after": (0, _PAGE), "line": (0, _PAGE)},
    "position": {"val": (-40, 40)},  # half points that letters are raised by
    "tab": {"pos": (-2_000, 11_000)},
    "tblInd": {"w": (-3_000, _PAGE)},
    "tblW": {"w": (400, 20_000)},
    "tblCellSpacing": {"w": (0, 500)},
    "gridCol": {"w": (0, _WIDEST_PAGE)},
    "tcW": {"w": (LEAST_CELL, _WIDEST_PAGE)},
    "tblGrid": {},
    "wBefore": {"w": (0, _PAGE)},
    "pgMar": {
        **dict.fromkeys(("left", "right", "top", "bottom"), (-2_880, 5_000)),
        **dict.fromkeys(("header", "footer", "gutter"), (-100, 3_000)),
    },
    "pgSz": {"w": (4_000, 40_000), "h": (4_000, 40_000)},
    "cols": {"num": (0, 6), "space": (0, 4_000)},
    "col": {"w": (_LEAST_COLUMN, 40_000), "space": (0, 4_000)},
}
_MARGINS: Final = frozenset({w.tblCellMar, w.tcMar})
_MARGIN: Final = {"w": (0.0, 2_000.0)}
MEASURED: Final = frozenset({W + name for name in (*_LIMITS, "top", "bottom", *_SIDES)})
"""Elements whose attributes ``off_page`` compares."""


def twips(text: str | None, *, per_point: int = 20) -> float | None:
    """A measure in twentieths of a point, plain or with a unit ("1in"); None where it is none."""
    try:
        unit = _POINTS.get((text or "")[-2:])
        value = float(text or "") if unit is None else float((text or "")[:-2]) * unit * per_point
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def whole(text: str | None, default: int = 0) -> int:
    """A whole number from an attribute, ``default`` when it is none."""
    try:
        return int(float(text or default))
    except (ValueError, OverflowError):
        return default


def half_points(text: str | None) -> int:
    """The size of letters in half points."""
    size = twips(text, per_point=2)
    return 24 if size is None else int(size)


def off_page(element: etree._Element) -> bool:
    """True when a measure of an element may move words off the page, or leaves no room for them."""
    name = str(element.tag)[len(W) :]
    limits = _LIMITS.get(name)
    if limits is None:
        parent = element.getparent()
        if parent is None or parent.tag not in _MARGINS:
            return False
        limits = _MARGIN
    if element.get(w.type) in _NO_MEASURE:
        return False
    for attribute, (least, most) in limits.items():
        text = element.get(W + attribute)
        if text is not None:
            if element.get(w.type) == "pct":
                share = twips(text.rstrip("%"))
                return share is None or share * (50 if text.endswith("%") else 1) < _LEAST_SHARE
            value = twips(text)
            if value is None or not least <= value <= most:
                return True
    return _together(element, name)


def _together(element: etree._Element, name: str) -> bool:
    """True when measures that are each in bounds leave no room together."""

    def total(*attributes: str) -> float:
        return sum(twips(element.get(W + attribute)) or 0 for attribute in attributes)

    if name == "tblGrid":
        return sum(twips(column.get(w.w)) or 0 for column in element) > _WIDEST_PAGE
    if name == "ind":
        return total(*_SIDES) > _PAGE or total("hanging") - total("left", "start") > 1_440
    if name == "pgMar":
        size = element.getparent().find(w.pgSz)  # type: ignore[union-attr]  # it was found by its parent
        wide, high = (12_240.0, 15_840.0) if size is None else (twips(size.get(W + side)) or 0 for side in "wh")
        return wide - total("left", "right", "gutter") < _LEAST_COLUMN or high - total("top", "bottom") < _LEAST_COLUMN
    return False
