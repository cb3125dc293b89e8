"""Find styles, lists and fonts of a Word file that are not plain, so that what is set in them is doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from lxml import etree

from clausegen.ingest.colours import PALE, contrast
from clausegen.ingest.docx.measures import MEASURED, off_page
from clausegen.ingest.docx.package import Package, W, on, w
from clausegen.ingest.docx.plain import oddities
from clausegen.ingest.docx.properties import SMALL_HALF_POINTS, UNKNOWN_COLOUR, run_properties, shading
from clausegen.ingest.docx.styles import StyleSheet
from clausegen.ingest.docx.theme import Theme

_REFERENCES: Final = {
    w.pStyle: "paragraph",
    w.rStyle: "character",
    w.tblStyle: "table",
    w.numId: "number",
}
_PROPERTIES: Final = frozenset(W + name for name in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr"))


Doubts = dict[etree._Element, str]
"""Of the doubtful paragraphs of a part, the code of what casts the doubt."""


@dataclass(slots=True)
class StyleDoubts:
    """The code of each doubtful style, by kind and name ("number" for lists), and of what reaches every paragraph."""

    sheet: StyleSheet
    theme: Theme
    everywhere: str = ""
    named: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, root: etree._Element) -> Doubts:
        """The doubtful paragraphs of a part, by what stands in them and by the styles that they use."""
        found: Doubts = {}
        for element, code in chain(oddities(root, self.theme), self._used(root)):
            for paragraph in _touched(element):
                found.setdefault(paragraph, code)
        for paragraph in root.iter(w.p) if self.everywhere else ():
            found.setdefault(paragraph, self.everywhere)
        return found

    def _used(self, root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
        """Yield each reference below ``root`` to a style that is doubtful or based on one, with its code."""
        codes: dict[tuple[str, str], str] = {}
        for element in root.iter(*_REFERENCES) if self.named else ():
            style = (_REFERENCES[element.tag], element.get(w.val, ""))
            if style not in codes:
                codes[style] = self._code(*style)
            if codes[style]:
                yield element, codes[style]

    def _code(self, kind: str, name: str) -> str:
        if kind == "number":
            return self.named.get((kind, name), "")
        styles = self.sheet.chain(kind, name)
        numbers = (style.find(f"{w.pPr}/{w.numPr}/{w.numId}") for style in styles)
        lists = [("number", number.get(w.val, "")) for number in numbers if number is not None]
        return next((self.named[key] for key in [*map(_key, styles), *lists] if key in self.named), "")


def style_doubts(package: Package, theme: Theme, sheet: StyleSheet) -> StyleDoubts:
    """The doubtful styles of a file. Raises DamagedDocument."""
    found = StyleDoubts(sheet, theme, "word-font" if theme.has_odd_fonts else "")
    for section in package.root(package.main).iter(w.sectPr):
        if any(off_page(element) for element in section.iter(*MEASURED)):
            found.everywhere = "word-off-page"  # of headers and footers too
    styles = package.related_root("styles")
    if styles is not None and any(map(_folds, styles.iter())):
        found.everywhere = "word-unknown-property"
    for owner, code in () if styles is None else _owned(styles, theme):
        if owner.tag == w.docDefaults or owner.get(w.default) in {"1", "true", "on"}:
            found.everywhere = found.everywhere or code
        found.named.setdefault(_key(owner), code)
    numbering = package.related_root("numbering")
    if numbering is not None:
        found.named |= _lists(numbering, theme)
    return found


def _touched(element: etree._Element) -> Iterable[etree._Element]:
    """The paragraphs inside an element, or else inside the nearest one around it that has any; all of a section."""
    line = (element, *element.iterancestors())
    of_all = element.tag in (w.drawing, w.pict) or _folds(element)
    if of_all or any(above.tag == w.sectPr for above in line):
        return line[-1].iter(w.p)
    for above in line:
        if inside := list(above.iter(w.p)):
            return inside
    return ()


def _folds(element: etree._Element) -> bool:
    """True for what closes a heading over all that follows it."""
    return str(element.tag).endswith("}collapsed")


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
