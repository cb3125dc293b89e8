"""Web pages and HTML mail: what a browser would show, nothing fetched, no script run."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from lxml import etree

from clausegen.errors import DamagedDocument, LimitExceeded
from clausegen.ingest import limits
from clausegen.ingest.docx.measures import whole
from clausegen.ingest.docx.numbering import formatted
from clausegen.ingest.docx.pieces import BREAK
from clausegen.ingest.html_flow import Automatic, Flow
from clausegen.ingest.html_plain import INPUT_LETTERS, UNSEEN_INPUTS, holds_text, says_something
from clausegen.ingest.html_sheets import StyleSheet, declarations, moved
from clausegen.ingest.html_styles import Look, looked
from clausegen.ingest.result import Reading
from clausegen.model import Block, State
from clausegen.runtime import regex

_UNSEEN: Final = frozenset({"script", "style", "head", "title", "meta", "link", "template", "noscript", "datalist"})
_BLOCK_TAGS: Final = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th "
    "thead tr ul"
)
_BLOCKS: Final = frozenset(_BLOCK_TAGS.split())
_FORMATS: Final = {
    "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "lower-alpha": "lowerLetter", "upper-alpha": "upperLetter", "lower-latin": "lowerLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
}  # fmt: skip
_CHARSET: Final = regex(rb"(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_PLAIN_CHARSETS: Final = regex(
    r"(?:us-ascii|ascii|utf-?8|iso-?8859-\d{1,2}|latin-?\d|windows-125\d|cp125\d|macintosh|koi8-[ru])?\Z", re.IGNORECASE
)
_LONG_TAG: Final = regex(rb"<[A-Za-z][^>]{%d,}" % (2 * limits.HTML_ATTRIBUTES))
_QUOTED: Final = regex(rb"\"[^\"]*\"|'[^']*'")  # a picture written into the page, for instance
_DATA: Final = ("application/ld", "application/json", "text/template")  # scripts that no browser runs
_DEPTH: Final = 200
_LOW: Final = 30  # pixels
_LARGE: Final = 150_000  # square pixels: a picture of which words can be read
_LARGE_DATA: Final = 60_000  # letters in which such a picture is written into the page
_SENTENCE: Final = 4  # words; fewer are the name of a logo


def read_html(path: Path, content: bytes, *, part: str = "body") -> Reading:
    """Read a web page. Raises: DamagedDocument (nothing to parse), LimitExceeded (size, nesting)."""
    if len(content) > limits.TEXT_BYTES:
        raise LimitExceeded(path, f"{len(content) // limits.MEGABYTE} MB of HTML", "split the file")
    if any(_attributes(tag[0]) > limits.HTML_ATTRIBUTES for tag in _LONG_TAG.finditer(content)):
        reason = f"an element of the page has more than {limits.HTML_ATTRIBUTES} attributes"
        raise LimitExceeded(path, reason, "this is no ordinary contract; do not open it")
    reading = Reading(parts_read=["body"])
    parser = etree.HTMLParser(encoding=_encoding(content), no_network=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedDocument(path, f"the page cannot be parsed ({error})", "save it again as HTML") from None
    if root is None:
        raise DamagedDocument(path, "the page is empty", "ask for the file again")
    try:
        reading.blocks = _Page(root, reading, part).blocks()
    except RecursionError:
        raise LimitExceeded(path, "the page is nested too deeply", "do not open it") from None
    if b"<?xml-stylesheet" in content:
        reading.doubt_all("html-linked")
    if not all(plain_charset(found[1].decode("ascii", "replace")) for found in _CHARSET.finditer(content[:2048])):
        reading.doubt_all("html-charset")
    return reading


def plain_charset(name: str) -> bool:
    """True for the name of a code in which every program reads the same Latin letters: no shifts, no other bytes."""
    return _PLAIN_CHARSETS.match(name.strip()) is not None


def _attributes(tag: bytes) -> int:
    return len(_QUOTED.sub(b"", tag).split()) - 1


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        declared = _CHARSET.search(content[:2048])
        name = declared[1].decode("ascii").lower() if declared else "cp1252"
        try:
            "".encode(name)
        except LookupError:
            return "cp1252"
        return "cp1252" if name in {"utf-8", "iso-8859-1", "latin-1", "us-ascii"} else name
    return "utf-8"


class _Page:
    def __init__(self, root: etree._Element, reading: Reading, part: str) -> None:
        self._root = root
        self._reading = reading
        self._flow = Flow(part=part)
        sheets = ["".join(str(text) for text in style.itertext()) for style in root.iter("style")]
        self._sheet = StyleSheet(sheets)
        self._count = self._made = 0
        self._tables: list[list[int]] = []  # number and current row of each open table
        self._heading = 0
        self._item: Automatic | None = None
        self._above: list[str] = [""]
        self._cell = ""

    def blocks(self) -> list[Block]:
        """All blocks of the page in document order."""
        self._walk(self._root, Look(), 0, preformatted=False)
        self._flush(Look())
        if self._changes():
            self._reading.blocks = self._flow.blocks
            self._reading.doubt_all("html-linked")
            self._flow.blocks = self._reading.blocks
        if self._sheet.adds_words:
            self._reading.skip("the style sheet of the page adds words, which were not read")
        return self._flow.blocks

    def _changes(self) -> bool:
        """True when styles from elsewhere, programs or boxes laid over words may show something else than is read."""
        for element in self._root.iter("link", "script", "template", "meta"):
            kind = (element.get("type") or "").lower()
            if element.tag == "link" and "stylesheet" in (element.get("rel") or "").lower():
                return True
            runs = element.tag == "script" and not kind.startswith(_DATA)
            if runs and (element.get("src") or (element.text or "").strip()):
                return True
            if element.tag == "template" and element.get("shadowrootmode") is not None:
                return True
            if element.tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
                return True
        handlers = any(str(name).startswith("on") for element in self._root.iter() for name in element.attrib)
        return handlers or self._sheet.covers or self._sheet.linked or any(map(_covers, self._root.iter()))

    def _flush(self, look: Look) -> None:
        if not any(piece.text.strip() for piece in self._flow.pieces):
            self._flow.pieces.clear()  # white space between an item and its paragraph
            return
        self._count += 1
        number = self._flow.flush(
            f"#n{self._count}", cell=self._cell, heading=self._heading, centred=look.centred, automatic=self._item
        )
        if self._item is not None:
            self._above[-1] = number or self._above[-1]
        self._item = None

    def _walk(self, element: etree._Element, above: Look, depth: int, *, preformatted: bool) -> None:
        if depth > _DEPTH:
            raise RecursionError
        tag = element.tag
        if isinstance(element, etree._Comment):
            if says_something(element.text):
                self._flow.add(element.text or "", State.HIDDEN)
            return
        if not isinstance(tag, str):
            return
        if tag in _UNSEEN:
            if tag == "noscript" and says_something("".join(str(text) for text in element.itertext())):
                self._reading.skip("words that the page shows only to browsers without programs were not read")
            return
        if tag in {"iframe", "object", "embed", "frame"}:
            self._reading.skip("a frame or embedded object lies outside the page and was not read")
            return
        look = looked(element, above, self._sheet)
        if tag == "table" and any(map(self._hides_column, element.iter("col", "colgroup"))):
            look = replace(look, doubt=look.doubt or "html-style")
        if (tag == "dialog" and element.get("open") is None) or tag in {"audio", "video", "canvas"}:
            look = replace(look, state=State.HIDDEN, doubt="")
        block = tag in _BLOCKS
        if block:
            self._flush(above)
        elif self._sheet.adds_words and not above.doubt:
            self._flow.doubt = self._flow.doubt or look.doubt  # it may show words though it holds none
        outer = self._heading
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self._heading = int(tag[1])
        elif tag == "br":
            self._flow.add(BREAK, look.seen, bold=True)
        elif tag in {"input", "img"}:
            self._control(element, look)
        elif tag == "optgroup":
            self._flow.add(f"{element.get('label') or ''} ", look.seen, doubt=look.doubt or "html-markup")
        self._text(element.text, look, preformatted or tag == "pre")
        self._children(element, look, depth, preformatted=preformatted or tag == "pre")
        if block:
            self._flush(look)
            self._heading = outer

    def _children(self, element: etree._Element, look: Look, depth: int, *, preformatted: bool) -> None:
        tag = element.tag
        if tag in {"ol", "ul"}:
            self._above.append("")
        elif tag == "table":
            self._made += 1
            self._tables.append([self._made, 0])
        elif tag == "tr" and self._tables:
            self._tables[-1][1] += 1
        column = 0
        counter = whole(element.get("start"), 1) - 1
        for child in element:
            outer = self._cell
            if child.tag == "li":
                counter = whole(child.get("value"), counter + 1)
                self._flush(look)
                self._item = self._numbered(element, child, counter) if tag == "ol" else Automatic("")
            elif child.tag in {"td", "th"} and self._tables:
                column += 1
                self._flush(look)
                number, row = self._tables[-1]
                self._cell = f"{outer};t{number}r{row}c{column}"
            self._walk(child, look, depth + 1, preformatted=preformatted)
            if child.tag == "li":
                self._item = None
            self._cell = outer
            self._text(child.tail, look, preformatted)
        if tag in {"ol", "ul"}:
            self._above.pop()
        elif tag == "table":
            self._tables.pop()

    def _hides_column(self, column: etree._Element) -> bool:
        style, sets = self._sheet.of(column)
        return any(name in declared for declared in (style, *sets) for name in ("visibility", "display"))

    def _numbered(self, element: etree._Element, item: etree._Element, value: int) -> Automatic:
        style = self._sheet.of(element)[0].get("list-style-type", "")
        number_format = _FORMATS.get(element.get("type") or style, "decimal")
        if style == "none":
            return Automatic("")
        label = formatted(value, number_format) + (")" if item.get("data-after") == ")" else ".")
        parent = next((number for number in reversed(self._above[:-1]) if number), "")
        form = "decimal1" if number_format == "decimal" else f"dot:{number_format}"
        return Automatic(label, form, value, parent)

    def _control(self, element: etree._Element, look: Look) -> None:
        """Form fields show their value; a tick box whether it is ticked."""
        kind = (element.get("type") or "text").lower()
        if element.tag == "img":
            self._picture(element, look)
            return
        if kind in {"checkbox", "radio"}:
            self._flow.add("☒ " if element.get("checked") is not None else "☐ ", look.seen)
        else:
            value = element.get("value") or ""
            seen = look.seen if kind not in UNSEEN_INPUTS else State.HIDDEN
            if not value and seen is State.VISIBLE:  # what the field shows until somebody fills it in
                value, seen = element.get("placeholder") or "", State.PLACEHOLDER
            fits = len(value) <= whole(element.get("size"), INPUT_LETTERS)
            self._flow.add(value, seen, doubt=look.doubt or ("" if fits else "html-markup"))

    def _picture(self, element: etree._Element, look: Look) -> None:
        """Read what a browser shows for a picture that it does not have; a large one may show words itself."""
        source = element.get("src") or ""
        inside = source.startswith("data:")
        described = element.get("alt") or ""
        if not inside and len(described.split()) >= _SENTENCE:
            self._flow.add(f" {described} ", look.seen, doubt=look.doubt or "html-markup")
        wide, high = whole(element.get("width"), 0), whole(element.get("height"), 0)
        if wide * high > _LARGE or (inside and not wide * high and len(source) > _LARGE_DATA) or holds_text(source):
            self._reading.skip("a picture of the page large enough to hold words was not read")

    def _text(self, text: str | None, look: Look, preformatted: bool) -> None:
        if text:
            shown = text.replace("\n", BREAK) if preformatted else text.replace(BREAK, " ")
            self._flow.add(shown, look.seen, bold=look.bold or not text.strip(), doubt=look.doubt)


def _covers(element: etree._Element) -> bool:
    """True for a box taken out of its place, unless all that it holds is a picture as low as a line."""
    style = declarations(element.get("style") or "") if isinstance(element.tag, str) else {}
    if not moved(style):
        return False
    inside = [child for child in element.iter() if child is not element]
    plain = style.keys() <= {"position", "top", "left", "right", "bottom", "width"} and not any(
        text.strip() for text in map(str, element.itertext())
    )
    low = all(child.tag == "img" and not child.get("style") for child in inside) and all(
        0 < whole(child.get("height"), 0) <= _LOW for child in inside
    )
    return not (plain and low)
