"""Elements and style properties of web pages that show their text as it is read, or are read as browsers read them."""

from __future__ import annotations

import re
from base64 import b64decode
from contextlib import suppress
from typing import Final
from urllib.parse import unquote

from clausegen.runtime import regex

_TAGS = """
    html body p div span a b i u em strong small big sub sup s strike del ins font center h1 h2 h3 h4 h5 h6 ul ol li dl
    dt dd table thead tbody tfoot tr td th caption colgroup col br hr blockquote pre code tt kbd samp var cite q abbr
    acronym address article section header footer main nav aside label form fieldset legend button img figure figcaption
    mark time wbr nobr input dfn data hgroup
"""
PLAIN_TAGS: Final = frozenset(_TAGS.split())
_PROPERTIES = """
    text-align text-transform text-justify text-autospace text-align-last vertical-align border-collapse
    border-spacing caption-side hyphens cursor tab-stops box-sizing table-layout empty-cells
    orphans widows quotes punctuation-wrap layout-grid layout-grid-mode size direction-ltr float clear src panose-1
    page tab-interval word-break word-wrap overflow-wrap word-spacing-normal tab-size
"""
PLAIN_PROPERTIES: Final = frozenset(_PROPERTIES.split())
_FAMILIES = """
    font-family font-style font-weight font-variant font-feature font-kerning list-style border text-autospace
    page-break break- mso- -webkit-font-smoothing -moz-osx-font -webkit-text-size-adjust -ms-text-size-adjust
    text-size-adjust text-underline text-decoration
"""
PLAIN_FAMILIES: Final = tuple(_FAMILIES.split())
_DISPLAYS = """
    none block inline inline-block list-item table table-cell table-row table-header-group table-row-group
    table-footer-group table-caption inline-table
"""
PLAIN_VALUES: Final = {
    "display": frozenset(_DISPLAYS.split()),
    "visibility": frozenset({"visible", "hidden", "collapse"}),
    "opacity": frozenset({"1", "1.0", "100%", "0", "0.0", "0%"}),
    "column-count": frozenset({"auto", "1", "2", "3", "4"}),
    "direction": frozenset({"ltr"}),
    "unicode-bidi": frozenset({"normal"}),
    "white-space": frozenset({"normal", "pre", "pre-wrap", "pre-line", "nowrap"}),
    "position": frozenset({"static"}),
    "overflow": frozenset({"visible", "hidden"}),  # cuts off only with a height or width, which are looked at
    "overflow-x": frozenset({"visible", "hidden", "auto"}),
    "clip": frozenset({"auto"}),
    "background-image": frozenset({"none"}),
    "transform": frozenset({"none"}),
    "filter": frozenset({"none"}),
    "text-shadow": frozenset({"none"}),
    "box-shadow": frozenset({"none"}),
    "text-overflow": frozenset({"clip"}),
    "word-spacing": frozenset({"normal", "0", "0px"}),
}
"""Values of properties with which an element is seen, or hidden in a way that is read."""

# Least and most, in points.
LENGTHS: Final = {
    **{f"padding{side}": (0.0, 400.0) for side in ("", "-left", "-right", "-top", "-bottom")},
    **{f"margin{side}": (-40.0, 400.0) for side in ("", "-left", "-right", "-top", "-bottom")},
    "text-indent": (-100.0, 400.0),
    "letter-spacing": (-1.0, 10.0),
    "line-height": (0.08, 200.0),
    "font-size": (5.0, 100.0),
    "width": (20.0, 3000.0),
    "min-width": (0.0, 3000.0),
    "max-width": (100.0, 3000.0),
    "min-height": (0.0, 3000.0),
}
# The same in per cent of the width of what stands around.
SHARES: Final = {
    "padding": (0.0, 40.0),
    "margin": (0.0, 40.0),
    "text-indent": (0.0, 40.0),
    "width": (3.0, 100.0),
    "min-width": (0.0, 100.0),
    "max-width": (20.0, 1000.0),
}
LONGEST: Final = 400.0
"""Points that a border and the like may be wide."""
UNSEEN_INPUTS: Final = frozenset({"hidden", "password", "color", "range", "file", "image"})
"""Kinds of form fields that do not show their value; a browser takes one that it does not know for text."""
INPUT_LETTERS: Final = 20
"""Letters of its value that a form field shows, unless it says how many."""
SIZES: Final = frozenset({"smaller", "larger", "small", "medium", "large", "x-small", "x-large", "xx-large"})
_DRAWN_WORDS: Final = regex(r"<(?:text|foreignobject)\b", re.IGNORECASE)


def holds_text(source: str) -> bool:
    """True for a drawing that is written into the page and sets words."""
    kind, _, drawing = source.partition(",")
    if not kind.startswith("data:image/svg"):
        return False
    if kind.endswith("base64"):
        with suppress(ValueError):
            drawing = b64decode(drawing).decode("utf-8", "replace")
    return _DRAWN_WORDS.search(unquote(drawing)) is not None


def says_something(text: str | None) -> bool:
    """True for a comment that holds a sentence; markup switched off and mail conditionals are none."""
    return bool(text) and len((text or "").split()) > 3 and not re.match(r"\s*\[|\s*<", text or "")
