"""Shapes in a Word file: which of their texts are shown."""

from __future__ import annotations

from typing import Final

from lxml import etree

from clausegen.ingest.docx.package import MC, w

WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TEXT_PATH: Final = "{urn:schemas-microsoft-com:vml}textpath"  # words along a line: WordArt, watermarks
EMU_PER_POINT: Final = 12_700


def shown(inner: etree._Element, outer: etree._Element) -> bool:
    """False inside a Fallback beside a Choice, or inside another text box, which is read on its own."""
    for above in inner.iterancestors():
        if above is outer:
            return True
        if above.tag == w.txbxContent:
            return False
        if above.tag == MC + "Fallback" and above.getprevious() is not None:
            return False  # the Choice beside it is what Word shows
    return True


def integer(text: str | None) -> int | None:
    """A whole number from an attribute, None when it is none."""
    try:
        return int(float(text)) if text else None
    except (ValueError, OverflowError):
        return None
