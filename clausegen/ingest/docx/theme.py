"""The colours of a file's theme, which Word shows in place of the ones written beside their names."""

from __future__ import annotations

from typing import Final

from lxml import etree

from clausegen.ingest.colours import contrast
from clausegen.ingest.docx import tags
from clausegen.ingest.docx.package import A, Package, W

_SLOTS: Final = {
    "text1": "dk1", "dark1": "dk1", "text2": "dk2", "dark2": "dk2", "background1": "lt1", "light1": "lt1",
    "background2": "lt2", "light2": "lt2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
_BY_THE_SYSTEM: Final = {"windowText": "000000", "window": "FFFFFF"}
_ALIKE: Final = 3.0  # contrast below which two colours pass for one; Word rounds, and writers of files differ
_USUAL: Final = {
    "bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2", "hyperlink": "hyperlink",
    "followedHyperlink": "followedHyperlink", **{f"accent{n}": f"accent{n}" for n in range(1, 7)},
}  # fmt: skip


class Theme:
    """Compares the colour that a file writes down with the one that its theme gives."""

    def __init__(self, package: Package) -> None:
        self._colours = {"dk1": "000000", "lt1": "FFFFFF"}
        root = package.related_root("theme")
        scheme = None if root is None else next(root.iter(A + "clrScheme"), None)
        for slot in () if scheme is None else scheme:
            for colour in slot:
                value = colour.get("val", "")
                self._colours[str(slot.tag).rpartition("}")[2]] = _BY_THE_SYSTEM.get(value, value)
        settings = package.related_root("settings")
        self._fonts = {
            f"{size}{script}": face.get("typeface", "")
            for size in ("major", "minor")
            for script in ("HAnsi", "Ascii")
            for face in (() if root is None else root.iterfind(f".//{A}{size}Font/{A}latin"))
        }
        mapping = None if settings is None else settings.find(W + "clrSchemeMapping")
        self._swapped = mapping is not None and any(
            _USUAL.get(str(name).rpartition("}")[2]) not in {value, None} for name, value in mapping.attrib.items()
        )

    @property
    def letters(self) -> frozenset[str]:
        """The fonts of the theme, in small letters."""
        return frozenset(name.lower() for name in self._fonts.values())

    def font(self, name: str) -> str:
        """The font that a name of the theme ("minorHAnsi") stands for; any other name as it is."""
        return self._fonts.get(name, name)

    def agrees(self, element: etree._Element) -> bool:
        """True when the colours written in a ``color`` or ``shd`` element are close to those of the theme."""
        written = element.get(tags.COLOR if element.tag == tags.SHD else tags.VAL, "auto")
        return self._alike(element, "theme", "Color", written) and self._alike(
            element, "themeFill", "", element.get(tags.FILL, "auto")
        )

    def _alike(self, element: etree._Element, prefix: str, suffix: str, written: str) -> bool:
        name = element.get(f"{W}{prefix}{suffix}")
        if name in {None, "none"}:
            return True
        colour = self._colours.get(_SLOTS.get(str(name), str(name)), "")
        if self._swapped:
            return False
        try:
            channels = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
            if tint := element.get(f"{W}{prefix}Tint"):
                channels = [round(value * int(tint, 16) / 255 + 255 - int(tint, 16)) for value in channels]
            if shade := element.get(f"{W}{prefix}Shade"):
                channels = [round(value * int(shade, 16) / 255) for value in channels]
        except ValueError:
            return False
        shown = "".join(f"{min(max(value, 0), 255):02X}" for value in channels)
        if written == "auto":
            return contrast(shown, "FFFFFF") > _ALIKE or suffix == ""
        return contrast(shown, written) < _ALIKE
