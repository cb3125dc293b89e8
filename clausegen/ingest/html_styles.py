"""Tell how text in a web page is seen, from inline styles and the simple selectors of its style sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from clausegen.ingest.colours import PALE, colour_of, contrast
from clausegen.ingest.docx.plain_names import shows_no_letters
from clausegen.ingest.html_plain import (
    LENGTHS,
    LONGEST,
    PLAIN_FAMILIES,
    PLAIN_PROPERTIES,
    PLAIN_TAGS,
    PLAIN_VALUES,
    SHARES,
    SIZES,
)
from clausegen.ingest.html_sheets import LENGTH, Declarations, StyleSheet, points
from clausegen.model import State

_FAINT: Final = 1.15
_LEAST_WIDTH: Final = 8.0  # points that a table or cell must have for its words to be seen


@dataclass(frozen=True, slots=True)
class Look:
    """Inherited style: state, bold, colours as RRGGBB ("?" where unknown)."""

    state: State = State.VISIBLE
    bold: bool = False
    color: str = "000000"
    background: str = "FFFFFF"
    centred: bool = False
    doubt: str = ""

    @property
    def seen(self) -> State:
        """The state of text with this look."""
        if self.state == State.VISIBLE and contrast(self.color, self.background) < _FAINT:
            return State.WHITE
        return self.state


def looked(element: etree._Element, above: Look, sheet: StyleSheet) -> Look:
    """The look of an element's text, given that of its parent."""
    style, sets = sheet.of(element)
    tag = element.tag
    bold = above.bold or tag in {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
    weight = style.get("font-weight")
    if weight is not None:
        bold = weight in {"bold", "bolder"} or (weight.isdecimal() and int(weight) >= 600)
    own = element.get("text" if tag == "body" else "color") if tag in {"font", "body"} else None
    color = colour_of(style.get("color") or own) or above.color
    behind = style.get("background-color") or style.get("background") or element.get("bgcolor")
    if element.get("background") is not None:
        behind = "?"  # a picture
    background = (colour_of(behind) or "?") if behind and behind != "transparent" else above.background
    align = style.get("text-align") or element.get("align")
    centred = tag == "center" or (align == "center" if align else above.centred)
    state = above.state
    if state == State.VISIBLE or style.get("visibility") == "visible":
        state = _state(element, style, State.VISIBLE if state == State.HIDDEN and "visibility" in style else state)
    return Look(state, bold, color, background, centred, above.doubt or _doubt(element, style, sets, color, background))


def _doubt(element: etree._Element, style: Declarations, sets: list[Declarations], color: str, background: str) -> str:
    """The code of what makes it uncertain that a browser shows the element."""
    if element.tag not in PLAIN_TAGS and ":" not in str(element.tag):
        return "html-markup"
    if shows_no_letters(element.get("face") or ""):
        return "html-style"
    wide = element.get("width", "").rstrip("px ")
    if element.tag in {"table", "td", "th"} and wide.isdecimal() and (points(wide) or 0) < _LEAST_WIDTH:
        return "html-style"
    if element.get("popover") is not None or (element.get("dir") or "ltr").lower() != "ltr":
        return "html-markup"
    for declared in sets:
        if any(not _plain(name, value) for name, value in declared.items()):
            return "html-style"
        hides = _state(element, declared, State.VISIBLE) != State.VISIBLE
        if hides and _state(element, style, State.VISIBLE) == State.VISIBLE:
            return "html-style"
        other = colour_of(declared.get("color")) or color
        behind = colour_of(declared.get("background-color") or declared.get("background")) or background
        if contrast(other, behind) < PALE:
            return "html-style"
    return "html-style" if background == "?" and color != "000000" else ""


def _plain(name: str, value: str) -> bool:
    """True for a declaration that is read as browsers read it, or that hides nothing."""
    if any(sign in value for sign in ("var(", "calc(", "env(", "attr(", "expression(", "url(", "\\", "max(", "min(")):
        return False
    if name == "mso-hide":
        return False  # Outlook obeys
    if name == "font-family":
        return not shows_no_letters(value)
    if name.startswith(PLAIN_FAMILIES) or name in PLAIN_PROPERTIES:
        return all(abs(points(part) or 0) <= LONGEST for part in value.split())
    if name in PLAIN_VALUES:
        return value in PLAIN_VALUES[name] or value in {"inherit", "initial"}
    if name in {"color", "background-color"}:
        if value == "transparent":
            return name != "color"
        return value in {"inherit", "windowtext", "initial"} or colour_of(value) is not None
    if name == "background":
        return value in {"none", "transparent"} or colour_of(value) is not None
    if name in LENGTHS:
        most_shares = SHARES.get(name.partition("-")[0], SHARES.get(name))
        return all(
            _share_in_sight(part, *most_shares)
            if most_shares and part.endswith("%")
            else _in_sight(part, *LENGTHS[name])
            for part in value.split()
        )
    return False


def _share_in_sight(text: str, least: float, most: float) -> bool:
    """True for a share of the width of the page, in per cent, that leaves words on it."""
    found = LENGTH.match(text)
    return found is not None and least <= float(found[1]) <= most


def _in_sight(text: str, least: float, most: float) -> bool:
    if text in {"auto", "normal", "inherit", "initial", "none"} | SIZES:
        return True
    value = points(text)
    return value is not None and least <= value <= most


def _state(element: etree._Element, style: Declarations, current: State) -> State:
    if element.get("hidden") is not None or style.get("display") == "none":
        return State.HIDDEN
    if style.get("visibility") in {"hidden", "collapse"} or style.get("opacity") in {"0", "0.0", "0%"}:
        return State.HIDDEN
    line = style.get("text-decoration", style.get("text-decoration-line", ""))
    if element.tag in {"s", "strike", "del"} or "line-through" in line:
        return State.STRUCK
    return current
