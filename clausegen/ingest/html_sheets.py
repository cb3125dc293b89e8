"""Read the style sheets of a web page: which declarations reach an element, and which only may."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from lxml import etree

from clausegen.runtime import regex

Declarations = dict[str, str]

_SIGN: Final = regex(r"[{};\"']")
_CONDITIONS: Final = ("@media", "@supports", "@layer", "@container", "@scope", "@document", "@starting-style")
_LOOSE: Final = regex(r"([A-Za-z][\w-]*)?((?:[.#][\w-]+)*)")
_NAMED: Final = regex(r"[.#][\w-]+")
_GENERATED: Final = regex(r":(?:before|after|first-line|first-letter)\b")
_ESCAPED: Final = regex(r"\\([0-9A-Fa-f]{1,6})\s?")
_STRINGS: Final = regex(r"\"[^\"]*\"|'[^']*'")
_TWO_LETTERS: Final = regex(r"[^\W\d_]{2}")
_ATTRIBUTE: Final = regex(r"\[[^\]]*\]?")
_SIMPLE: Final = regex(r"([A-Za-z][\w-]*)?((?:[.#][\w-]+)*)$")
_MARKERS: Final = ("list-style", "list-style-type", "symbols", "prefix", "suffix")
_MARGINS_OVER: Final = ("margin-top", "margin-bottom", "margin-block", "margin-block-start", "margin-block-end")
_OVER: Final = -10.0  # points above what stands before
_FAR_OVER: Final = -40.0  # to the side: lists hang by less
_FONT: Final = regex(
    r"(?P<before>(?:[a-z0-9-]+\s+){0,4}?)(?P<size>[\d.]+(?:px|pt|em|rem|%))(?:\s*/\s*[\w.%]+)?\s+(?P<family>\S.*)"
)
_POINTS: Final = {
    **{"px": 0.75, "pt": 1.0, "em": 12.0, "rem": 12.0, "%": 0.12, "": 0.75},
    **{"in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0},
}
LENGTH: Final = regex(r"(-?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))(px|pt|em|rem|%|in|cm|mm|pc|)$")


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
            self.adds_words = self.adds_words or adds_words(declared)
            self.linked = self.linked or selectors.startswith("@import") or "src" in declared
            return
        self.covers = self.covers or moved(declared)
        for selector in _ATTRIBUTE.sub("[]", selectors).split(","):
            parts = selector.split()
            self.adds_words = self.adds_words or adds_words(declared, generated=_GENERATED.search(selector) is not None)
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
        self.adds_words = self.adds_words or adds_words(own)
        return found | own, [*sets, own]


def adds_words(declared: Declarations, *, generated: bool = False) -> bool:
    """True where declarations put letters beside an element that are no sign or icon: two or more, or an attribute.

    ``generated`` is for those of what stands before or behind an element, which alone have contents.
    """
    said = " ".join(declared.get(name, "") for name in _MARKERS + (("content",) if generated else ()))
    shown = _ESCAPED.sub(lambda code: chr(min(int(code[1], 16), 0x10FFFF)), said)
    return "attr(" in said or any(_TWO_LETTERS.search(text) for text in _STRINGS.findall(shown))


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
    if any((points(part) or 0) < _OVER for part in over) or any((points(part) or 0) < _FAR_OVER for part in margins):
        return True
    away = any(name in style for name in ("top", "left", "bottom", "right", "inset"))
    return position in {"absolute", "fixed", "sticky"} or (position == "relative" and away)


def points(text: str | None) -> float | None:
    """Measure a length of a style sheet in points; None for what is no length."""
    found = LENGTH.match((text or "").strip())
    return None if found is None else float(found[1]) * _POINTS[found[2]]
