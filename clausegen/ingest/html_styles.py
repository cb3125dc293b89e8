"""How text in a web page is seen, from inline styles and the simple selectors of its style sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from clausegen.ingest.colours import contrast
from clausegen.model import State
from clausegen.runtime import regex

Declarations = dict[str, str]

_RULE: Final = regex(r"([^{}]+)\{([^{}]*)\}")
_AT: Final = regex(
    r"@(?:media|supports|font-face|page|keyframes|import|charset)[^{;]*"
    r"(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})"
)
_NOTE: Final = regex(r"/\*.*?\*/", re.DOTALL)
_SIMPLE: Final = regex(r"([A-Za-z][\w-]*)?((?:[.#][\w-]+)*)$")
_LENGTH: Final = regex(r"(-?\d*\.?\d+)(px|pt|em|rem|%|)$")
_RGB: Final = regex(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+%?))?\s*\)")
_NAMES: Final = {
    "white": "FFFFFF", "black": "000000", "snow": "FFFAFA", "ivory": "FFFFF0", "red": "FF0000", "navy": "000080",
    "blue": "0000FF", "green": "008000", "gray": "808080", "grey": "808080", "yellow": "FFFF00",
}  # fmt: skip
_POINTS: Final = {"px": 0.75, "pt": 1.0, "em": 12.0, "rem": 12.0, "%": 0.12, "": 0.75}
_TINY_POINTS: Final = 4.0
_FAINT: Final = 1.15
_FAR: Final = -900.0


@dataclass(frozen=True, slots=True)
class Look:
    """What is inherited: state, bold, colours as RRGGBB ("?" where unknown)."""

    state: State = State.VISIBLE
    bold: bool = False
    color: str = "000000"
    background: str = "FFFFFF"
    centred: bool = False

    @property
    def seen(self) -> State:
        """The state of text with this look."""
        if self.state == State.VISIBLE and contrast(self.color, self.background) < _FAINT:
            return State.WHITE
        return self.state


class StyleSheet:
    """Declarations by tag, class and id. Selectors with combinators count by their last part."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self._rules: list[tuple[str, frozenset[str], str, Declarations]] = []
        for sheet in sheets:
            for selectors, body in _RULE.findall(_AT.sub(" ", _NOTE.sub(" ", sheet))):
                declared = declarations(body)
                for selector in selectors.split(","):
                    self._add(selector.split()[-1:] or [""], declared)

    def _add(self, last: list[str], declared: Declarations) -> None:
        found = _SIMPLE.match(last[0])
        if not declared or found is None or not last[0]:
            return
        names = re.findall(r"[.#][\w-]+", found[2])
        classes = frozenset(name[1:] for name in names if name[0] == ".")
        identifier = next((name[1:] for name in names if name[0] == "#"), "")
        self._rules.append(((found[1] or "").lower(), classes, identifier, declared))

    def of(self, element: etree._Element) -> Declarations:
        """All declarations that reach an element itself, its own style attribute last."""
        found: Declarations = {}
        classes = frozenset((element.get("class") or "").split())
        for tag, needed, identifier, declared in self._rules:
            if tag not in {"", element.tag} or not needed <= classes:
                continue
            if not identifier or element.get("id") == identifier:
                found |= declared
        return found | declarations(element.get("style") or "")


def declarations(text: str) -> Declarations:
    """The declarations of a style attribute, lower case, without "!important"."""
    found: Declarations = {}
    for one in text.split(";"):
        name, colon, value = one.partition(":")
        if colon:
            found[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return found


def looked(element: etree._Element, above: Look, sheet: StyleSheet) -> Look:
    """The look of an element's text, given that of its parent."""
    style = sheet.of(element)
    tag = element.tag
    bold = above.bold or tag in {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
    weight = style.get("font-weight")
    if weight is not None:
        bold = weight in {"bold", "bolder"} or (weight.isdecimal() and int(weight) >= 600)
    color = _colour(style.get("color") or (element.get("color") if tag == "font" else None)) or above.color
    behind = style.get("background-color") or style.get("background") or element.get("bgcolor")
    background = (_colour(behind) or "?") if behind and behind != "transparent" else above.background
    align = style.get("text-align") or element.get("align")
    centred = tag == "center" or (align == "center" if align else above.centred)
    state = above.state
    if state == State.VISIBLE or style.get("visibility") == "visible":
        state = _state(element, style, State.VISIBLE if state == State.HIDDEN and "visibility" in style else state)
    return Look(state, bold, color, background, centred)


def _state(element: etree._Element, style: Declarations, current: State) -> State:
    if element.get("hidden") is not None or style.get("display") == "none":
        return State.HIDDEN
    if style.get("visibility") in {"hidden", "collapse"} or style.get("opacity") in {"0", "0.0", "0%"}:
        return State.HIDDEN
    for name in ("left", "top", "text-indent", "margin-left"):
        value = _points(style.get(name))
        if value is not None and value < _FAR:
            return State.HIDDEN
    flat = any(_points(style.get(name)) == 0 for name in ("height", "width", "max-height"))
    if (flat and style.get("overflow") == "hidden") or style.get("clip", "").startswith("rect(0"):
        return State.HIDDEN
    line = style.get("text-decoration", style.get("text-decoration-line", ""))
    if element.tag in {"s", "strike", "del"} or "line-through" in line:
        return State.STRUCK
    size = _points(style.get("font-size"))
    if size is not None and size < _TINY_POINTS and not style["font-size"].endswith(("em", "%")):
        return State.TINY
    if size is not None and size < 2 and style["font-size"].endswith(("em", "%")):
        return State.TINY
    return current


def _points(text: str | None) -> float | None:
    found = _LENGTH.match((text or "").strip())
    return None if found is None else float(found[1]) * _POINTS[found[2]]


def _colour(text: str | None) -> str | None:
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
        return "".join(f"{min(int(value), 255):02X}" for value in found.groups()[:3])
    return _NAMES.get(text.split()[0])
