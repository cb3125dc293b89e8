"""styles.xml as it stands in the file, before anything asks what a style amounts to.

Files made from one template, or by one program, share their styles to the byte; what was read from them is kept and
serves the next file.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from lxml import etree

from clausegen.ingest import limits
from clausegen.ingest.docx import tags
from clausegen.ingest.docx.package import Package, TooDeep, W
from clausegen.ingest.docx.properties import Properties, run_properties

_KEPT: Final = 4  # style sheets, of which each may take some ten times its size in memory
_LARGEST_KEPT: Final = limits.MEGABYTE


class StyleSheet:
    """The styles of a file by kind and name, its default look, and its list styles; never changed once read."""

    def __init__(self, root: etree._Element | None) -> None:
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
