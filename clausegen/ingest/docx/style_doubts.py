"""Find styles, lists and fonts of a Word file that are not plain, so that what is set in them is doubtful."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from clausegen.ingest.colours import PALE, contrast
from clausegen.ingest.docx.measures import MEASURED, off_page
from clausegen.ingest.docx.package import Package, W, on, w
from clausegen.ingest.docx.plain import StyleDoubts, oddities
from clausegen.ingest.docx.properties import SMALL_HALF_POINTS, UNKNOWN_COLOUR, run_properties, shading
from clausegen.ingest.docx.theme import Theme

_PROPERTIES: Final = frozenset(W + name for name in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr"))


def style_doubts(package: Package, theme: Theme) -> StyleDoubts:
    """The doubtful styles of a file. Raises DamagedDocument."""
    named: dict[tuple[str, str], str] = {}
    everywhere = "word-font" if theme.has_odd_fonts else ""
    for section in package.root(package.main).iter(w.sectPr):
        if any(off_page(element) for element in section.iter(*MEASURED)):
            everywhere = "word-off-page"  # of headers and footers too
    styles = package.related_root("styles")
    if styles is not None:
        theme.apply(styles)
        for owner, code in _owned(styles, theme):
            if owner.tag == w.docDefaults or owner.get(w.default) in {"1", "true", "on"}:
                everywhere = everywhere or code
            named.setdefault(_key(owner), code)
        _inherited(styles, named)
    numbering = package.related_root("numbering")
    if numbering is not None:
        named |= _lists(numbering, theme)
        _styled_lists(styles, named)
    return StyleDoubts(everywhere, named)


def _key(style: etree._Element) -> tuple[str, str]:
    return style.get(w.type, "paragraph"), style.get(w.styleId, "")


def _owned(styles: etree._Element, theme: Theme) -> Iterator[tuple[etree._Element, str]]:
    """Yield the styles that hold what is not plain, and those that hide in a way that nobody else reads."""
    for element, code in oddities(styles, theme):
        above = list(element.iterancestors())
        if len(above) > 1 and any(other.tag in _PROPERTIES for other in above):
            yield above[-2], code
    for style in styles.iterfind(w.style):
        kind, is_default = style.get(w.type), style.get(w.default) in {"1", "true", "on"}
        ground = shading(style.find(f"{w.tcPr}/{w.shd}")) or shading(style.find(f"{w.tblPr}/{w.shd}"))
        parts = list(style.iterfind(w.tblStylePr)) if kind == "table" else []
        parts += [style] if kind in {"table", "character"} and is_default else []
        if any(on(switch) for switch in style.iter(w.hidden) if kind == "table") or any(map(_switched_off, parts)):
            yield style, "word-unknown-property"
        elif any(_hides(part, ground) for part in parts):
            yield style, "word-faint"


def _switched_off(part: etree._Element) -> bool:
    """True when Word does not show the letters of a part of a table, or of a default style; other programs may."""
    return bool(run_properties(part.find(w.rPr)).get("vanish"))


def _hides(part: etree._Element, ground: str | None) -> bool:
    """True when letters of a part of a table, or of a default style, may be unseen."""
    letters = run_properties(part.find(w.rPr))
    behind = letters.get("fill") or shading(part.find(f"{w.tcPr}/{w.shd}")) or ground or "FFFFFF"
    colour = letters.get("color", "auto")
    pale = colour != "auto" and (UNKNOWN_COLOUR in (colour, behind) or contrast(colour, behind) < PALE)
    small = letters.get("size", 24) < SMALL_HALF_POINTS or letters.get("scale", 100) < 50
    return pale or small or bool(letters.get("strike"))


def _inherited(styles: etree._Element, named: dict[tuple[str, str], str]) -> None:
    """Add the styles that are based on doubtful ones."""
    based = {
        _key(style): (style.get(w.type, "paragraph"), above.get(w.val, ""))
        for style in styles.iterfind(w.style)
        if (above := style.find(w.basedOn)) is not None
    }
    for style in based:
        at, seen = style, {style}
        while at not in named and at in based and based[at] not in seen:
            seen.add(at := based[at])
        if at in named:
            named.setdefault(style, named[at])


def _lists(numbering: etree._Element, theme: Theme) -> dict[tuple[str, str], str]:
    """The lists whose levels place words where a page may not show them; how their numbers look decides nothing."""
    odd: dict[etree._Element, str] = {}
    for element, code in oddities(numbering, theme):
        above = list(element.iterancestors())
        if any(other.tag == w.pPr for other in above):
            odd.setdefault(above[-2], code)
    abstract = {owner.get(w.abstractNumId): code for owner, code in odd.items()}
    found: dict[tuple[str, str], str] = {}
    for number in numbering.iterfind(w.num):
        refers = number.find(w.abstractNumId)
        if list_code := odd.get(number) or abstract.get("" if refers is None else refers.get(w.val)):
            found["number", number.get(w.numId, "")] = list_code
    return found


def _styled_lists(styles: etree._Element | None, named: dict[tuple[str, str], str]) -> None:
    """Add the paragraph styles that number their paragraphs by a doubtful list."""
    if styles is None or not any(kind == "number" for kind, _ in named):
        return
    for style in styles.iterfind(w.style):
        number = style.find(f"{w.pPr}/{w.numPr}/{w.numId}")
        if number is not None and (code := named.get(("number", number.get(w.val, "")))):
            named.setdefault(_key(style), code)
    _inherited(styles, named)
