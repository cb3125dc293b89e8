"""styles.xml as it stands in the file, before anything asks what a style amounts to.

Files made from one template, or by one program, share their styles to the byte; what was read from them is kept and
serves the next file.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property
from itertools import product
from typing import Final, NamedTuple

from lxml import etree

from clausegen.ingest import limits
from clausegen.ingest.colours import PALE, contrast
from clausegen.ingest.docx import tags
from clausegen.ingest.docx.package import Package, TooDeep, W
from clausegen.ingest.docx.properties import (
    GIANT_HALF_POINTS,
    OFF,
    SMALL_HALF_POINTS,
    SMALL_SCALE,
    UNKNOWN_FILL,
    Properties,
    colour,
    half_points,
    highlight,
    percent,
    run_properties,
    shading,
)

_KEPT: Final = 4  # style sheets, of which each may take some ten times its size in memory
_LARGEST_KEPT: Final = limits.MEGABYTE
_CAN_HIDE: Final = (tags.VANISH, tags.STRIKE, tags.DSTRIKE, tags.SCALE, tags.DRAWING, tags.PICT)
_SIZES: Final = etree.XPath("//w:sz/@w:val", namespaces={"w": W[1:-1]}, smart_strings=False)  # every run has one


class _Colours(NamedTuple):
    """The colours that formatting in one part gives letters, and the grounds that it lays behind them."""

    letters: frozenset[str]
    grounds: frozenset[str]


def _colours(root: etree._Element) -> _Colours:
    letters: set[str] = set()
    grounds: set[str] = set()
    for element in root.iter(tags.COLOR, tags.SHD, tags.HIGHLIGHT):
        if element.tag == tags.COLOR:
            letters.add(colour(element))
        elif ground := shading(element) if element.tag == tags.SHD else highlight(element):
            grounds.add(ground)
    return _Colours(frozenset(letters - {"auto"}), frozenset(grounds))


def _tiny(root: etree._Element) -> bool:
    sizes: set[str] = set(_SIZES(root))  # type: ignore[arg-type]  # the path asks for attributes: a list of strings
    return any(not SMALL_HALF_POINTS <= half_points(size) <= GIANT_HALF_POINTS for size in sizes)


def _hides(element: etree._Element) -> bool:
    value = element.get(tags.VAL)
    return percent(value) < SMALL_SCALE if element.tag == tags.SCALE else value not in OFF


def _all_seen(letters: frozenset[str], grounds: frozenset[str]) -> bool:
    if UNKNOWN_FILL in grounds:
        return not letters
    return all(contrast(letter, ground) >= PALE for letter, ground in product(letters, grounds))


class StyleSheet:
    """The styles of a file by kind and name, its default look, and its list styles; never changed once read."""

    def __init__(self, root: etree._Element | None) -> None:
        self._root = root
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self.defaults: Properties = {}
        self.default_paragraph = ""
        self.lists: dict[str, str] = {}  # list styles by name with the number each refers to
        if root is None:
            return
        self.defaults = run_properties(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for style in root.iterfind(tags.STYLE):
            kind, name = style.get(tags.TYPE, "paragraph"), style.get(tags.STYLE_ID, "")
            self._elements.setdefault((kind, name), style)
            if kind == "paragraph" and style.get(tags.DEFAULT) in {"1", "true", "on"}:
                self.default_paragraph = name
            elif kind == "numbering":
                num_id = style.find(f"{W}pPr/{W}numPr/{W}numId")
                if num_id is not None:
                    self.lists[name] = num_id.get(tags.VAL, "")

    def __contains__(self, style: tuple[str, str]) -> bool:
        return style in self._elements

    def chain(self, kind: str, name: str) -> list[etree._Element]:
        """The style and those that it is based on, itself first; nothing for an unknown name."""
        chain: list[etree._Element] = []
        seen: set[str] = set()
        while name and name not in seen:  # a style may be based on itself in a damaged file
            seen.add(name)
            if len(chain) >= limits.STYLE_CHAIN:
                raise TooDeep(f"more than {limits.STYLE_CHAIN} styles are based on each other")
            style = self._elements.get((kind, name))
            if style is None:
                break
            chain.append(style)
            based = style.find(tags.BASED_ON)
            name = "" if based is None else based.get(tags.VAL, "")
        return chain

    @cached_property
    def _colours(self) -> _Colours:
        return _Colours(frozenset(), frozenset()) if self._root is None else _colours(self._root)

    @cached_property
    def _shows(self) -> bool:
        """True when no style makes text unseen by itself."""
        if self._root is None:
            return True
        hides = _tiny(self._root) or any(map(_hides, self._root.iter(*_CAN_HIDE)))
        return not hides and _all_seen(self._colours.letters, self._colours.grounds)

    def harmless(self, part: etree._Element, page: str) -> bool:
        """True when nothing in a part or in the styles can make text unseen, as in nearly every contract.

        Then no run need be looked at. It is decided for all colours against all grounds at once;
        ``page`` is the colour of the paper.
        """
        if not self._shows or next(part.iter(*_CAN_HIDE), None) is not None or _tiny(part):
            return False
        styled, own = self._colours, _colours(part)
        grounds = own.grounds | {page}
        return _all_seen(own.letters, grounds | styled.grounds) and _all_seen(styled.letters, grounds)


_kept: OrderedDict[bytes, StyleSheet] = OrderedDict()  # by what styles.xml holds, the last one used at the end


def stylesheet(package: Package) -> StyleSheet:
    """The style sheet of a file, an empty one where it has none. Raises DamagedDocument and LimitExceeded."""
    name = package.of_kind(package.main, "styles")
    if name is None:
        return StyleSheet(None)
    content = package.archive.read(name)
    found = _kept.pop(content, None) or StyleSheet(package.parsed(name, content))
    if len(content) <= _LARGEST_KEPT:
        _kept[content] = found
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return found
