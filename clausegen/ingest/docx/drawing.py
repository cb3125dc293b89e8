"""Shapes in a Word file: whether their text is shown, and on what ground it stands."""

from __future__ import annotations

from typing import Final

from lxml import etree

from clausegen.ingest.docx import tags
from clausegen.ingest.docx.package import MC, A
from clausegen.ingest.docx.properties import UNKNOWN_FILL

WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TEXT_PATH: Final = "{urn:schemas-microsoft-com:vml}textpath"  # words along a line: WordArt, watermarks
EMU_PER_POINT: Final = 12_700
_FAR_OFF: Final = 40 * 72 * EMU_PER_POINT  # a shape 40 inches away is on no page


def shown(inner: etree._Element, outer: etree._Element) -> bool:
    """False inside a Fallback beside a Choice, or inside another text box, which is read on its own."""
    for above in inner.iterancestors():
        if above is outer:
            return True
        if above.tag == tags.TXBX_CONTENT:
            return False
        if above.tag == MC + "Fallback" and above.getprevious() is not None:
            return False  # the Choice beside it is what Word shows
    return True


def shape_fill(content: etree._Element, outer: etree._Element) -> str | None:
    """The colour a shape gives its text box as RRGGBB, UNKNOWN_FILL when it cannot be told, None for none."""
    for above in content.iterancestors():
        if above is outer:
            break
        fill = above.get("fillcolor")
        if fill:
            return fill.lstrip("#").split(" ")[0][:6] if fill.startswith("#") else UNKNOWN_FILL
        for child in above:
            if str(child.tag).endswith("}spPr"):
                solid = child.find(A + "solidFill")
                if solid is not None:
                    colour = solid.find(A + "srgbClr")
                    return UNKNOWN_FILL if colour is None else colour.get("val", UNKNOWN_FILL)
                if any(str(part.tag) in {A + "gradFill", A + "blipFill", A + "pattFill"} for part in child):
                    return UNKNOWN_FILL
            elif str(child.tag).endswith("}style"):
                return UNKNOWN_FILL  # a theme fill: contrast cannot be told
    return None


def out_of_sight(element: etree._Element) -> bool:
    """True when a drawing is marked hidden or placed where no page shows it."""
    for properties in element.iter(WP + "docPr"):
        if properties.get("hidden") in {"1", "true"}:
            return True
    for offset in element.iter(WP + "posOffset"):
        if abs(integer(offset.text) or 0) > _FAR_OFF:
            return True
    for shape in element.iter():
        style = shape.get("style", "").replace(" ", "").lower() if isinstance(shape.tag, str) else ""
        if "visibility:hidden" in style or "display:none" in style:
            return True
    return False


def integer(text: str | None) -> int | None:
    """A whole number from an attribute, None when it is none."""
    try:
        return int(float(text)) if text else None
    except (ValueError, OverflowError):
        return None
