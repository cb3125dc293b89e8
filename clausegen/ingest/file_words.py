"""Compare what LibreOffice makes of an OpenDocument or RTF file with the words that stand in the file.

LibreOffice computes fields anew, drops what it does not know and shows what other programs leave out. Words that stand
in the file and were not read are said to be unread; words that were read and do not stand in it are doubted.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from clausegen.ingest.lines import any_missing, letters_of, mostly_in
from clausegen.ingest.resource_guard import Archive, parse_xml
from clausegen.ingest.result import Reading, doubted
from clausegen.model import Block
from clausegen.runtime import regex

_LEAST_WORDS: Final = 4
_ODT_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_PARAGRAPHS: Final = frozenset({_ODT_TEXT + "p", _ODT_TEXT + "h"})
_DELETED: Final = _ODT_TEXT + "deletion"
_NOTES: Final = frozenset({_ODT_TEXT + "note", "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation"})
# A control word with its number, a letter by its code, an escaped sign, a brace, or plain text.
_RTF: Final = regex(r"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z'])|([{}])|([^\\{}]+)")
_RTF_ENDS: Final = frozenset({"par", "cell", "row", "sect", "page", "line", "nestcell", "nestrow"})
# Destinations that hold no words of the page. Source: RTF 1.9.1.
_ASIDE = "fonttbl colortbl stylesheet info pict fldinst xe tc tcn rxe txe private template listtable revtbl"
_RTF_ASIDE: Final = frozenset(_ASIDE.split())
# Their words stand elsewhere than where they are written.
_BANDS = (f"{band}{pages}" for band in ("header", "footer") for pages in ("", "l", "r", "f"))
_RTF_APART: Final = frozenset({"footnote", "annotation", "shptxt", "dptxbxtext", *_BANDS})


def compare(reading: Reading, path: Path, kind: str, content: bytes) -> None:
    """Say what of a file was not read, and doubt what was read and does not stand in it. Raises DocumentError."""
    pieces = _of_odt(path, content) if kind == "odt" else list(_of_rtf(content))
    read = _plain("".join(letters_of(f"{block.label} {block.text}") for block in reading.blocks))
    read += _plain("".join(letters_of(change.text) for block in reading.blocks for change in block.changes))
    if any_missing(map(_plain, pieces), read):  # letters that codes may change are left out
        reading.skip("the file holds words that LibreOffice does not show, which were not read")
    written = _plain("".join(map(letters_of, pieces)))
    reading.blocks = [_compared(block, written) for block in reading.blocks]


def _compared(block: Block, written: str) -> Block:
    text = _plain(block.text)
    told = block.agreed and block.part == "body" and len(text.split()) >= _LEAST_WORDS
    if not told or mostly_in(text, written):
        return block
    return doubted(block, "converted")


def _plain(letters: str) -> str:
    return letters.encode("ascii", "ignore").decode()


def _of_odt(path: Path, content: bytes) -> list[str]:
    """The words of each paragraph and field of an OpenDocument file."""
    archive = Archive(path, content)
    pieces = []
    for element in parse_xml(path, "content.xml", archive.read("content.xml")).iter(*_PARAGRAPHS):
        if any(outer.tag == _DELETED for outer in element.iterancestors()):
            continue
        pieces.append("".join(_own(element)))
        pieces += ["".join(_own(field)) for field in element if field.tag not in _PARAGRAPHS]
    return pieces


def _own(element: etree._Element) -> Iterator[str]:
    """The words of an element, without notes and the paragraphs inside it."""
    yield element.text or ""
    for child in element:
        if child.tag not in _PARAGRAPHS and child.tag not in _NOTES:
            yield from _own(child)
        yield child.tail or ""


def _of_rtf(content: bytes) -> Iterator[str]:
    """The words of each paragraph of an RTF file, destinations left out that hold none."""
    aside, into = [False], [list[str]()]  # of each open group: whether its words are left out, and where they go
    skipped, unicode_skips = 0, 1
    opened = False  # a group has just begun
    for word, number, code, sign, brace, plain in _RTF.findall(content.decode("latin-1")):
        if brace == "{":
            aside.append(aside[-1])
            into.append(into[-1])
        elif brace and len(into) > 1:
            aside.pop()
            if (own := into.pop()) is not into[-1]:
                yield "".join(own)
        elif sign == "*" or (opened and word in _RTF_ASIDE):
            aside[-1] = True
        elif word in _RTF_APART:
            aside[-1] = False
            into[-1] = []
        elif word in _RTF_ENDS and not aside[-1]:
            yield "".join(into[-1])
            into[-1].clear()
        elif word == "uc":
            unicode_skips = min(int(number or 1), 10)
        elif word == "u" and number:
            into[-1] += [] if aside[-1] else [chr(int(number) % 0x10000)]
            skipped = unicode_skips
        elif code or plain:
            said = chr(int(code, 16)) if code else plain.replace("\r", "").replace("\n", "")
            into[-1] += [] if aside[-1] else [said[skipped:]]
            skipped = max(skipped - len(said), 0)
        elif not aside[-1] and (word in ("tab", "emspace", "enspace") or sign == "~"):
            into[-1].append(" ")
        opened = brace == "{"
    yield "".join(into[0])
