"""Resolve the colours and fonts of a Word file that its theme and its table of fonts decide."""

from __future__ import annotations

from typing import Final

from lxml import etree

from clausegen.ingest.docx.package import A, Package, W, w
from clausegen.ingest.docx.plain_names import shows_no_letters
from clausegen.ingest.docx.properties import UNKNOWN_COLOUR

_SLOTS: Final = {
    "text1": "dk1", "dark1": "dk1", "text2": "dk2", "dark2": "dk2", "background1": "lt1", "light1": "lt1",
    "background2": "lt2", "light2": "lt2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
_BY_THE_SYSTEM: Final = {"windowText": "000000", "window": "FFFFFF"}
_USUAL: Final = {
    "bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2", "hyperlink": "hyperlink",
    "followedHyperlink": "followedHyperlink", **{f"accent{n}": f"accent{n}" for n in range(1, 7)},
}  # fmt: skip


class Theme:
    """The colours and fonts that names in a file stand for. Raises DamagedDocument when a part cannot be parsed."""

    def __init__(self, package: Package) -> None:
        self._colours = {"dk1": "000000", "lt1": "FFFFFF"}
        root = package.related_root("theme")
        scheme = None if root is None else next(root.iter(A + "clrScheme"), None)
        for slot in () if scheme is None else scheme:
            for colour in slot:
                value = colour.get("val", "")
                self._colours[str(slot.tag).rpartition("}")[2]] = _BY_THE_SYSTEM.get(value, value)
        settings = package.related_root("settings")
        mapping = None if settings is None else settings.find(w.clrSchemeMapping)
        if mapping is not None and any(
            _USUAL.get(str(name).rpartition("}")[2]) not in {value, None} for name, value in mapping.attrib.items()
        ):
            self._colours = {}  # names are mapped to others
        self._fonts = {
            f"{size}{script}": face.get("typeface", "")
            for size in ("major", "minor")
            for script in ("HAnsi", "Ascii")
            for face in (() if root is None else root.iterfind(f".//{A}{size}Font/{A}latin"))
        }
        table = package.related_root("fontTable")
        fonts = () if table is None else table.iterfind(w.font)
        self._odd = {font.get(w.name, "").lower() for font in fonts if _odd(font)}
        self.has_odd_fonts = any(map(self.odd_font, self._fonts.values()))

    def odd_font(self, name: str) -> bool:
        """True for a font, or a name of the theme for one ("minorHAnsi"), that may show no letters, or others."""
        font = self._fonts.get(name, name).lower()
        return font in self._odd or shows_no_letters(font)

    def apply(self, root: etree._Element) -> None:
        """Write into a part the colours that Word shows in place of those written beside their names."""
        for element in root.iter(w.color, w.shd):
            if len(element.attrib) == 1:
                continue
            letters = w.color if element.tag == w.shd else w.val
            for prefix, name, written in (("theme", "themeColor", letters), ("themeFill", "themeFill", w.fill)):
                if element.get(W + name, "none") != "none":
                    element.set(written, self._shown(element, element.get(W + name, ""), W + prefix))

    def _shown(self, element: etree._Element, name: str, prefix: str) -> str:
        colour = self._colours.get(_SLOTS.get(name, name), "")
        try:
            channels = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
            if tint := element.get(f"{prefix}Tint"):
                channels = [round(value * int(tint, 16) / 255 + 255 - int(tint, 16)) for value in channels]
            if shade := element.get(f"{prefix}Shade"):
                channels = [round(value * int(shade, 16) / 255) for value in channels]
        except ValueError:
            return UNKNOWN_COLOUR
        return "".join(f"{min(max(value, 0), 255):02X}" for value in channels)


def _odd(font: etree._Element) -> bool:
    """True for a font that the file brings along or maps to symbols."""
    other = font.find(w.altName)
    names = ("" if other is None else other.get(w.val, "")).split(",")
    signs = font.find(w.charset)
    symbols = signs is not None and signs.get(w.val) in {"02", "2"}
    return symbols or any(map(shows_no_letters, names)) or any(str(part.tag).startswith(w.embed) for part in font)
