"""Tell letters from the paper they stand on, by their colours."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from clausegen.runtime import regex

FAINT: Final = 1.15  # contrast ratio (WCAG 2.2) below which letters cannot be told from the paper

PALE: Final = 1.8  # below it they can be told, by good eyes on a good screen
_RGB: Final = regex(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+%?))?\s*\)")
_NAMES: Final = {
    "white": "FFFFFF", "black": "000000", "snow": "FFFAFA", "ivory": "FFFFF0", "red": "FF0000", "navy": "000080",
    "silver": "C0C0C0", "maroon": "800000", "purple": "800080", "teal": "008080", "olive": "808000", "orange": "FFA500",
    "darkblue": "00008B", "darkgreen": "006400", "darkred": "8B0000", "dimgray": "696969", "darkgray": "A9A9A9",
    "blue": "0000FF", "green": "008000", "gray": "808080", "grey": "808080", "yellow": "FFFF00",
}  # fmt: skip
_OPAQUE: Final = 0.7


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


def colour_of(text: str | None) -> str | None:
    """A colour of a style sheet as RRGGBB; None for none, or for one that lets through what lies behind."""
    if not text:
        return None
    text = text.strip().lower()
    if re.fullmatch(r"#?[0-9a-f]{6}", text):
        return text.lstrip("#").upper()
    if re.fullmatch(r"#[0-9a-f]{3}", text):
        return "".join(c * 2 for c in text[1:]).upper()
    found = _RGB.match(text)
    if found:
        if found[4] in {"0", "0.0", "0%"}:
            return "FFFFFF"
        if found[4] and _share(found[4]) < _OPAQUE:
            return None  # what lies behind shines through
        return "".join(f"{min(int(value), 255):02X}" for value in found.groups()[:3])
    return _NAMES.get(text.split()[0])


def _share(text: str) -> float:
    try:
        return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return 0.0
