"""Which paragraphs of a Word part are built of plain constructs only, and what stands in the others.

A list of tricks is never complete, so this is a list of what is known to show its text: any other element, and a known
one with an unusual value, makes the paragraphs that it touches doubtful. Sources: ISO 29500-1, 17.3 to 17.6.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from clausegen.ingest.docx import tags
from clausegen.ingest.docx.drawing import EMU_PER_POINT, WP, integer
from clausegen.ingest.docx.package import MC, W
from clausegen.ingest.docx.pieces import M
from clausegen.ingest.docx.plain_names import (
    EFFECT_PARTS,
    FIELDS,
    PLAIN_NAMES,
    PLAIN_OFFICE_NAMES,
    PLAIN_OFFICE_NAMESPACES,
    SHAPE_NAMESPACES,
)
from clausegen.ingest.docx.theme import Theme

Doubts = dict[etree._Element, str]
"""Of the doubtful paragraphs of a part, the code of what casts the doubt."""

_MOST_INDENT: Final = 8_000  # twentieths of a point; more leaves no room on a page
_LEAST_LINE: Final = 160
_LEAST_WIDTH: Final = 250
_MOST_SPACING: Final = 200  # between letters
_LEAST_SPACING: Final = -30
_MOST_RAISED: Final = 40  # half points
_COVERS: Final = 15_000 * EMU_PER_POINT**2  # a floating shape of this area may lie over text
_TWIPS_PER_LETTER: Final = 110
_TWIPS_PER_LINE: Final = 200


def doubtful(root: etree._Element, theme: Theme) -> Doubts:
    """The doubtful paragraphs below ``root``."""
    found: Doubts = {}
    for element, code in _oddities(root, theme):
        for paragraph in _touched(element):
            found.setdefault(paragraph, code)
    return found


def _touched(element: etree._Element) -> Iterable[etree._Element]:
    """The paragraphs inside an element, or the one that it stands in; all of a section, or of a table, for theirs."""
    if element.tag == tags.SECT_PR:
        return element.getroottree().getroot().iter(tags.P)
    if element.tag == tags.DRAWING:
        return element.getroottree().getroot().iter(tags.P)
    parent = element.getparent()
    if parent is not None and parent.tag in _OF_CONTAINERS:
        above = parent.getparent()
        return () if above is None else above.iter(tags.P)
    inside = list(element.iter(tags.P))
    if inside:
        return inside
    above = next(element.iterancestors(tags.P), None)
    if above is not None:
        return (above,)
    return () if parent is None else parent.iter(tags.P)


_OF_CONTAINERS: Final = frozenset({W + "tblPr", W + "trPr", W + "tcPr", W + "sdtPr"})


def _oddities(root: etree._Element, theme: Theme) -> Iterator[tuple[etree._Element, str]]:
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
    for element in root.iter(tags.COLOR, tags.SHD):
        if len(element.attrib) > 1 and not theme.agrees(element):
            yield element, "word-faint"
        if element.tag == tags.SHD and element.get(tags.VAL, "clear") not in {"clear", "nil", "solid"}:
            yield element, "word-fill"


def _plain_name(name: str) -> bool:
    if name.startswith(W):
        return name[len(W) :] in PLAIN_NAMES
    if name.startswith(M):
        return True
    uri, _, local = name[1:].partition("}")
    return uri in PLAIN_OFFICE_NAMESPACES and local in PLAIN_OFFICE_NAMES


def _code_of(element: etree._Element) -> str:
    """The code of an element that is not plain; "" for one that another check answers for."""
    name = str(element.tag)
    uri, _, local = name[1:].partition("}")
    if uri in SHAPE_NAMESPACES or name in {tags.DRAWING, tags.PICT, tags.OBJECT, tags.TXBX_CONTENT}:
        return _shape(element)
    if name == MC + "AlternateContent":
        return "word-alternate" if _differ(element) else ""
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
    if element.tag == tags.TXBX_CONTENT:
        return "word-drawing"
    if element.tag != tags.DRAWING:
        if element.tag == tags.PICT and "position:absolute" in etree.tostring(element).decode().replace(" ", ""):
            return "word-drawing"
        return ""
    for anchor in element.iter(WP + "anchor"):
        extent = anchor.find(WP + "extent")
        area = 0
        if extent is not None:
            area = (integer(extent.get("cx")) or 0) * (integer(extent.get("cy")) or 0)
        beside = anchor.find(WP + "wrapSquare") is not None or anchor.find(WP + "wrapTopAndBottom") is not None
        if area > _COVERS and not beside and anchor.get("behindDoc") not in {"1", "true"}:
            return "word-drawing"
    return ""


def _differ(alternate: etree._Element) -> bool:
    """True when the branches of a choice, of which programs show one, hold different words."""
    return len({_words(branch) for branch in alternate if branch.tag in {MC + "Choice", MC + "Fallback"}}) > 1


def _words(element: etree._Element) -> str:
    return "".join("".join(text.text or "" for text in element.iter(tags.T)).split())


# ---- known elements with unusual values ---------------------------------------------------------


def _measure(element: etree._Element, *names: str) -> list[int]:
    return [value for name in names if (value := integer(element.get(W + name))) is not None]


def _indent(element: etree._Element) -> str:
    """Indents that leave too little of the line, or begin it left of the page."""
    values = _measure(element, "left", "start", "right", "end", "firstLine")
    if any(value > _MOST_INDENT or value < -1_440 for value in values):
        return "word-off-page"
    hanging = sum(_measure(element, "hanging"))
    return "word-off-page" if hanging - sum(_measure(element, "left", "start")) > 1_440 else ""


def _spacing(element: etree._Element) -> str:
    parent = element.getparent()
    if parent is not None and parent.tag == tags.R_PR:
        between = integer(element.get(tags.VAL)) or 0
        return "" if _LEAST_SPACING <= between <= _MOST_SPACING else "word-clipped"
    if element.get(tags.LINE_RULE) == "exact" and (integer(element.get(tags.LINE)) or 0) < _LEAST_LINE:
        return "word-clipped"
    if element.get(tags.LINE_RULE, "auto") == "auto" and 0 < (integer(element.get(tags.LINE)) or 240) < 120:
        return "word-clipped"
    return ""


def _position(element: etree._Element) -> str:
    return "word-off-page" if abs(integer(element.get(tags.VAL)) or 0) > _MOST_RAISED else ""


def _row_height(element: etree._Element) -> str:
    """An exact height that the words of a cell do not fit in."""
    if element.get(tags.H_RULE) != "exact":
        return ""
    height = integer(element.get(tags.VAL)) or 0
    row = next(element.iterancestors(tags.TR), None)
    if row is None:
        return ""
    for cell in row.iter(tags.TC):
        wide = cell.find(f"{tags.TC_PR}/{W}tcW")
        width = (integer(wide.get(W + "w")) or 0) if wide is not None and wide.get(tags.TYPE) == "dxa" else 0
        per_line = max((width or 2_000) // _TWIPS_PER_LETTER, 1)
        lines = sum(1 + len(_words(paragraph)) // per_line for paragraph in cell.iter(tags.P) if _words(paragraph))
        if lines * _TWIPS_PER_LINE > height:
            return "word-clipped"
    return ""


def _cell_width(element: etree._Element) -> str:
    cell = next(element.iterancestors(tags.TC), None)
    if cell is None or element.get(tags.TYPE) != "dxa" or len(_words(cell)) < 4:
        return ""
    width = integer(element.get(W + "w")) or 0
    return "word-clipped" if 0 < width < _LEAST_WIDTH else ""


def _table_indent(element: etree._Element) -> str:
    return "word-off-page" if abs(integer(element.get(W + "w")) or 0) > _MOST_INDENT else ""


def _page_size(element: etree._Element) -> str:
    return "word-off-page" if any(value < 4_000 for value in _measure(element, "w", "h")) else ""


def _page_margins(element: etree._Element) -> str:
    values = _measure(element, "left", "right", "top", "bottom")
    return "word-off-page" if any(not -2_880 <= value <= 5_000 for value in values) else ""


def _instruction(element: etree._Element) -> str:
    words = (element.text or element.get(W + "instr") or "").replace("\\", " ").split()
    if not words or len(words[0]) < 3:
        return ""  # the rest of an instruction that runs on
    before = next(element.itersiblings(tags.FLD_CHAR, tags.INSTR_TEXT, preceding=True), None)
    run = element.getparent()
    former = run.getprevious() if run is not None else None
    goes_on = former is not None and former.find(tags.INSTR_TEXT) is not None
    if goes_on or (before is not None and before.tag == tags.INSTR_TEXT):
        return ""
    return "" if words[0].strip('"').upper() in FIELDS else "word-unknown-markup"


_LOOKED_AT: Final = {
    W + "ind": _indent,
    tags.SPACING: _spacing,
    W + "position": _position,
    tags.TR_HEIGHT: _row_height,
    W + "tcW": _cell_width,
    W + "tblInd": _table_indent,
    W + "pgSz": _page_size,
    W + "pgMar": _page_margins,
    tags.INSTR_TEXT: _instruction,
    W + "fldSimple": _instruction,
}
