"""Find the paragraphs of a Word part that are built of plain constructs only, and what stands in the others.

A list of tricks is never complete, so this is a list of what is known to show its text: any other element, and a known
one with an unusual value, makes the paragraphs that it touches doubtful. Sources: ISO 29500-1, 17.3 to 17.6.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from clausegen.ingest.docx.measures import EMU_PER_POINT, LEAST_CELL, MEASURED, half_points, off_page, twips, whole
from clausegen.ingest.docx.package import MC, WP, W, w
from clausegen.ingest.docx.pieces import M
from clausegen.ingest.docx.plain_names import (
    EFFECT_PARTS,
    MATHS,
    PLAIN_NAMES,
    PLAIN_OFFICE_NAMES,
    PLAIN_OFFICE_NAMESPACES,
    SHAPE_NAMESPACES,
)
from clausegen.ingest.docx.properties import GIANT_HALF_POINTS, SMALL_HALF_POINTS
from clausegen.ingest.docx.theme import Theme

_LEAST_LINE: Final = 160  # twentieths of a point
_MOST_SPACING: Final = 200  # between letters
_LEAST_SPACING: Final = -30
_MOST_RAISED_LETTERS: Final = 30
_COVERS: Final = 15_000 * EMU_PER_POINT**2  # a floating shape of this area may lie over text
_TWIPS_PER_LETTER: Final = 110
_TWIPS_PER_LINE: Final = 200
_MOST_WORDS_OF_MATHS: Final = 3


def oddities(root: etree._Element, theme: Theme) -> Iterator[tuple[etree._Element, str]]:
    """Yield what stands below ``root`` and is not plain, each with its code."""
    names = {element.tag for element in root.iter()}
    odd = [name for name in names if isinstance(name, str) and not _plain_name(name)]
    if odd:
        for element in root.iter(*odd):
            code = _code_of(element)
            if code:
                yield element, code
    for name in names & _LOOKED_AT.keys():
        look = _LOOKED_AT[name]
        for element in root.iter(name):
            if code := look(element):
                yield element, code
    for element in root.iter(*MEASURED):
        if off_page(element):
            yield element, "word-off-page"
    for element in root.iter(w.shd):
        if element.get(w.val, "clear") not in {"clear", "nil", "solid"}:
            yield element, "word-fill"
    for element in root.iter(w.rFonts):
        if any(theme.odd_font(str(value)) for value in element.attrib.values()) and _sets_letters(element):
            yield element, "word-font"
    if root.get(MC + "MustUnderstand") or any(element.get(MC + "MustUnderstand") for element in root.iter(w.p)):
        yield root, "word-unknown-markup"


def _sets_letters(fonts: etree._Element) -> bool:
    """True for the fonts of a style, and of a run that holds more than bullets and ticks."""
    run = next(fonts.iterancestors(w.r, w.pPr), None)
    if run is None:
        return True
    return run.tag == w.r and any(char.isalnum() for char in _words(run))


def _plain_name(name: str) -> bool:
    if name.startswith(W):
        return name[len(W) :] in PLAIN_NAMES
    if name.startswith(M):
        return name[len(M) :] in MATHS
    uri, _, local = name[1:].partition("}")
    return uri in PLAIN_OFFICE_NAMESPACES and local in PLAIN_OFFICE_NAMES


def _code_of(element: etree._Element) -> str:
    """The code of an element that is not plain; "" for one that another check answers for."""
    name = str(element.tag)
    uri, _, local = name[1:].partition("}")
    if uri in SHAPE_NAMESPACES or name in {w.drawing, w.pict, w.object, w.txbxContent}:
        return _shape(element)
    if name == MC + "AlternateContent":
        holder = str(getattr(element.getparent(), "tag", ""))  # of properties, programs may obey different ones
        return "word-alternate" if holder.endswith("Pr") or _differ(element) else ""
    if name in {MC + "Choice", MC + "Fallback"}:
        return ""
    if any(part in local for part in EFFECT_PARTS):
        effect = [child for child in element if not str(child.tag).endswith("}noFill")]
        return "word-effect" if local != "textOutline" or any(_fills(child) for child in effect) else ""
    parent = element.getparent()
    if parent is not None and str(parent.tag).endswith(("}textOutline", "}noFill")):
        return ""
    if local == "dataBinding":
        return "word-bound-control"
    if local in {"framePr", "tblpPr"}:
        return "word-off-page"
    if local in {"fitText", "tcFitText"}:
        return "word-clipped"
    if str(getattr(parent, "tag", "")).endswith("Pr"):
        return "word-unknown-property"
    return "word-unknown-markup"


def _fills(part: etree._Element) -> bool:
    return str(part.tag).endswith("Fill")


def _shape(element: etree._Element) -> str:
    """A floating shape large enough to lie over text, or one that holds text itself."""
    if element.tag == w.txbxContent:
        return "word-drawing"
    if element.tag == w.pict:
        return "word-drawing" if any(map(_vml_covers, element.iter())) else ""
    if element.tag != w.drawing:
        return ""
    for anchor in element.iter(WP + "anchor"):
        extent = anchor.find(WP + "extent")
        area = 0
        if extent is not None:
            area = whole(extent.get("cx")) * whole(extent.get("cy"))
        beside = anchor.find(WP + "wrapSquare") is not None or anchor.find(WP + "wrapTopAndBottom") is not None
        if area > _COVERS and not beside and anchor.get("behindDoc") not in {"1", "true"}:
            return "word-drawing"
    return ""


def _vml_covers(shape: etree._Element) -> bool:
    """True for an old drawing that is moved from its place, lies before the text and is not known to be small."""
    said = (shape.get("style") or "").replace(" ", "").lower()
    style = dict(part.partition(":")[::2] for part in said.split(";"))
    if style.get("position", "static") == "static" or style.get("z-index", "").startswith("-"):
        return False
    sides = [twips(style.get(name)) for name in ("width", "height")]
    if None in sides:
        return True
    return (sides[0] or 0) / 20 * (sides[1] or 0) / 20 * EMU_PER_POINT**2 > _COVERS


def _differ(alternate: etree._Element) -> bool:
    """True when the branches of a choice, of which programs show one, hold different words."""
    return len({_words(branch) for branch in alternate if branch.tag in {MC + "Choice", MC + "Fallback"}}) > 1


def _words(element: etree._Element) -> str:
    return "".join("".join(text.text or "" for text in element.iter(w.t)).split())


# ---- known elements with unusual values ---------------------------------------------------------


def _spacing(element: etree._Element) -> str:
    parent = element.getparent()
    if parent is not None and parent.tag == w.rPr:
        between = twips(element.get(w.val, "0"))
        return "" if between is not None and _LEAST_SPACING <= between <= _MOST_SPACING else "word-clipped"
    line, rule = twips(element.get(w.line, "240")), element.get(w.lineRule, "auto")
    if line is None or (rule == "exact" and line < _LEAST_LINE) or (rule == "auto" and 0 < line < 120):
        return "word-clipped"
    return ""


def _row_height(element: etree._Element) -> str:
    """An exact height that the words of a cell do not fit in."""
    if element.get(w.hRule) != "exact":
        return ""
    height = twips(element.get(w.val)) or 0
    row = next(element.iterancestors(w.tr), None)
    if row is None:
        return "word-clipped"  # a style, and nobody knows of which rows
    for cell in row.iter(w.tc):
        wide = cell.find(f"{w.tcPr}/{w.tcW}")
        width = whole(wide.get(w.w)) if wide is not None and wide.get(w.type) == "dxa" else 0
        per_line = max((width or 2_000) // _TWIPS_PER_LETTER, 1)
        lines = sum(1 + len(_words(paragraph)) // per_line for paragraph in cell.iter(w.p) if _words(paragraph))
        sizes = [half_points(size.get(w.val)) for size in cell.iter(w.sz)]
        around = sum(twips(gap.get(W + side)) or 0 for gap in cell.iter(w.spacing) for side in ("before", "after"))
        margins = sum(twips(side.get(w.w)) or 0 for side in cell.iter(w.top))
        if lines and lines * max(_TWIPS_PER_LINE, *(12 * size for size in sizes), 0) + around + margins > height:
            return "word-clipped"
    return ""


def _table(element: etree._Element) -> str:
    """Words in a cell that says no width of its own, in a table with a column too narrow for words."""
    columns = element.iterfind(f"{w.tblGrid}/{w.gridCol}")
    if all((twips(column.get(w.w)) or 0) >= LEAST_CELL for column in columns):
        return ""
    wide = [(cell, cell.find(f"{w.tcPr}/{w.tcW}")) for cell in element.iter(w.tc)]
    unsaid = any((width is None or width.get(w.type) in {"auto", "nil"}) and _words(cell) for cell, width in wide)
    return "word-off-page" if unsaid else ""


def _maths(element: etree._Element) -> str:
    """Mathematics is read as its characters; words in it may be formatted in ways that are not read."""
    said = " ".join(text.text or "" for text in element.iter(M + "t")).split()
    words = [word for word in said if sum(map(str.isalpha, word)) > 2]
    return "word-unknown-markup" if len(words) > _MOST_WORDS_OF_MATHS else ""


def _complex_size(element: etree._Element) -> str:
    return "" if SMALL_HALF_POINTS <= half_points(element.get(w.val)) <= GIANT_HALF_POINTS else "word-small"


def _raised(element: etree._Element) -> str:
    """Words set as small letters above or below the line, where others have a number or a sign."""
    run = next(element.iterancestors(w.r), None)
    if run is None or element.get(w.val) == "baseline":
        return ""
    return "word-small" if len(_words(run)) > _MOST_RAISED_LETTERS else ""


def _direction(element: etree._Element) -> str:
    return "" if element.get(w.val) in {"lrTb", "lrTbV", "lr", "tb"} else "word-clipped"


def _web_hidden(element: etree._Element) -> str:
    """Words that are hidden on the screen in one view; Word does so with the page numbers of contents."""
    run = next(element.iterancestors(w.r), None)
    return "word-unknown-property" if run is None or any(map(str.isalpha, _words(run))) else ""


_LOOKED_AT: Final = {
    w.webHidden: _web_hidden,
    w.textDirection: _direction,
    w.vertAlign: _raised,
    w.spacing: _spacing,
    w.szCs: _complex_size,
    w.trHeight: _row_height,
    w.tbl: _table,
    M + "oMath": _maths,
}
