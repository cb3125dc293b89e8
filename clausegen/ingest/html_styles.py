"""Tell how text in a web page is seen, from inline styles and the simple selectors of its style sheets."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from lxml import etree

from clausegen.ingest.colours import PALE, colour_of, contrast
from clausegen.ingest.docx.plain_names import SYMBOL_FONTS
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
from clausegen.model import State
from clausegen.runtime import regex

Declarations = dict[str, str]

_SIGN: Final = regex(r"[{};\"']")
_CONDITIONS: Final = ("@media", "@supports", "@layer", "@container", "@scope", "@document", "@starting-style")
_LOOSE: Final = regex(r"([A-Za-z][\w-]*)?((?:[.#][\w-]+)*)")
_NAMED: Final = regex(r"[.#][\w-]+")
_GENERATED: Final = regex(r":(?:before|after|first-line|first-letter)\b")
_ATTRIBUTE: Final = regex(r"\[[^\]]*\]?")
_FONT: Final = regex(
    r"(?P<before>(?:[a-z0-9-]+\s+){0,4}?)(?P<size>[\d.]+(?:px|pt|em|rem|%))(?:\s*/\s*[\w.%]+)?\s+(?P<family>\S.*)"
)
_SIMPLE: Final = regex(r"([A-Za-z][\w-]*)?((?:[.#][\w-]+)*)$")
_LENGTH: Final = regex(r"(-?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))(px|pt|em|rem|%|in|cm|mm|pc|)$")
_POINTS: Final = {
    **{"px": 0.75, "pt": 1.0, "em": 12.0, "rem": 12.0, "%": 0.12, "": 0.75},
    **{"in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0},
}
_TINY_POINTS: Final = 4.0
_FAINT: Final = 1.15
_FAR: Final = -900.0
_MARGINS_OVER: Final = ("margin-top", "margin-bottom", "margin-block", "margin-block-start", "margin-block-end")
_OVER: Final = -10.0  # points above what stands before
_FAR_OVER: Final = -40.0  # to the side: lists hang by less


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


class _Rule(NamedTuple):
    """A rule by the last part of its selector. ``sure`` is False where more than that decides whether it applies."""

    tag: str
    classes: frozenset[str]
    identifier: str
    declared: Declarations
    sure: bool


class StyleSheet:
    """Declarations by tag, class and id. Rules that may apply, and may hide what they apply to, make it doubtful."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self._rules: dict[str, list[tuple[int, _Rule]]] = {}  # by the class, identifier or tag that each needs
        self._count = 0
        self.linked = False  # the page takes styles or fonts from elsewhere
        self.covers = False  # a rule may lay something over words that it does not apply to
        self.adds_words = False
        for sheet in sheets:
            for selectors, body, condition in rules(sheet):
                self._take(selectors, body, condition)

    def _take(self, selectors: str, body: str, condition: bool) -> None:
        declared = declarations(body)
        if selectors.startswith("@"):
            self.linked = self.linked or selectors.startswith("@import") or "src" in declared
            return
        self.covers = self.covers or moved(declared)
        for selector in _ATTRIBUTE.sub("[]", selectors).split(","):
            parts = selector.split()
            said = declared.get("content", "none").strip("\"'") if _GENERATED.search(selector) else ""
            self.adds_words = self.adds_words or len(said.split()) > 2
            if parts and declared:
                last = _SIMPLE.match(parts[-1])
                sure = last is not None and len(parts) == 1 and not condition
                loose = last or _LOOSE.match(parts[-1])
                tag, names = (loose[1] or "", _NAMED.findall(loose[2])) if loose else ("", [])
                classes = frozenset(name[1:] for name in names if name[0] == ".")
                identifier = next((name[1:] for name in names if name[0] == "#"), "")
                needs = min((f".{name}" for name in classes), default=f"#{identifier}" if identifier else tag).lower()
                self._count += 1
                rule = _Rule(tag.lower(), classes, identifier, declared, sure)
                self._rules.setdefault(needs, []).append((self._count, rule))

    def of(self, element: etree._Element) -> tuple[Declarations, list[Declarations]]:
        """The declarations that reach an element, its own last; and each set that does or may, by itself."""
        found: Declarations = {}
        sets: list[Declarations] = []
        own_names = (element.get("class") or "").split()
        classes, exact = frozenset(map(str.lower, own_names)), frozenset(own_names)
        identifier = element.get("id") or ""
        names = [*(f".{name}" for name in classes), f"#{identifier.lower()}", str(element.tag), ""]
        for _, rule in sorted(itertools.chain.from_iterable(self._rules.get(name, ()) for name in names)):
            # Browsers compare names exactly, but in pages that declare no type.
            if rule.tag not in {"", element.tag} or not {name.lower() for name in rule.classes} <= classes:
                continue
            if rule.identifier.lower() in {"", identifier.lower()}:
                sets.append(rule.declared)
                if rule.sure and rule.classes <= exact and rule.identifier in {"", identifier}:
                    found |= rule.declared
        own = declarations(element.get("style") or "")
        return found | own, [*sets, own]


def rules(sheet: str) -> Iterator[tuple[str, str, bool]]:
    """Selectors and body of each rule, and whether it stands under a condition (``@media`` and the like)."""
    start, outer, quote = 0, [], ""
    text = _without_notes(sheet)
    for found in _SIGN.finditer(text):
        sign = found[0]
        if quote or sign in "\"'":
            quote = "" if sign == quote else quote or sign
        elif sign == "{":
            outer.append(text[start : found.start()].strip())
            start = found.end()
        elif sign == "}" and outer:
            selectors = outer.pop()
            if not selectors.startswith(_CONDITIONS):
                yield selectors, text[start : found.start()], bool(outer)
            start = found.end()
        elif sign == ";" and not outer:
            yield text[start : found.start()].strip(), "", False
            start = found.end()
    for selectors in reversed(outer):  # what nobody closes ends with the sheet
        yield selectors, text[start:], True


def _without_notes(sheet: str) -> str:
    first, *rest = sheet.split("/*")
    return first + " ".join(part.partition("*/")[2] for part in rest)


def declarations(text: str) -> Declarations:
    """The declarations of a style attribute, lower case, without "!important"; ``font`` by what it says."""
    found: Declarations = {}
    firm: set[str] = set()
    for declaration in text.split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip().lower()
        important = "!important" in value.replace(" ", "")
        if not colon or (name in firm and not important):
            continue
        if important:
            firm.add(name)
            value = value.rpartition("!")[0].strip()
        if name == "font" and (parts := _FONT.fullmatch(value)):
            found |= {"font-size": parts["size"], "font-family": parts["family"]}
            found |= {"font-weight": "bold"} if "bold" in parts["before"] else {}
        else:
            found[name] = value
    return found


def moved(style: Declarations) -> bool:
    """True for a box that may cover other words: taken out of its place, or drawn over what stands before it."""
    position = style.get("position", "static")
    margins = style.get("margin", "").split()
    over = [*margins[::2], *(style.get(name) for name in _MARGINS_OVER)]
    if any((_points(part) or 0) < _OVER for part in over) or any((_points(part) or 0) < _FAR_OVER for part in margins):
        return True
    away = any(name in style for name in ("top", "left", "bottom", "right", "inset"))
    return position in {"absolute", "fixed", "sticky"} or (position == "relative" and away)


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
    if any(family.strip(" \"'").lower() in SYMBOL_FONTS for family in (element.get("face") or "").split(",")):
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
        return not any(family.strip(" \"'") in SYMBOL_FONTS for family in value.split(","))
    if name.startswith(PLAIN_FAMILIES) or name in PLAIN_PROPERTIES:
        return all(abs(_points(part) or 0) <= LONGEST for part in value.split())
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
    found = _LENGTH.match(text)
    return found is not None and least <= float(found[1]) <= most


def _in_sight(text: str, least: float, most: float) -> bool:
    if text in {"auto", "normal", "inherit", "initial", "none"} | SIZES:
        return True
    value = _points(text)
    return value is not None and least <= value <= most


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
