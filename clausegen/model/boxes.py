"""Locate words on the pages of a PDF, so that evidence can be drawn on them.

Reading keeps the place of each printed line, which costs next to nothing; asking for the box of every letter would
double the time. Within a line the left and right ends follow from usual widths of letters: against the boxes of
the letters themselves they are off by about a letter. Only the part of a line that a quotation takes is given.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from clausegen.model.document import Block, Document, PageBox

_NARROW: Final = frozenset("iljtfrI.,;:'’‘|!()[]/- ")
_WIDE: Final = frozenset("mwMW%@—…")


def page_boxes(document: Document, start: int, end: int) -> tuple[PageBox, ...]:
    """Return one box for each printed line that ``document.text[start:end]`` touches; none outside PDFs."""
    boxes: list[PageBox] = []
    at = start
    while at < end and (block := document.block_at(at)) is not None:
        boxes += _in_block(block, at - block.start, min(end, block.end) - block.start)
        at = block.end + 1
    return tuple(boxes)


def _in_block(block: Block, start: int, end: int) -> Iterator[PageBox]:
    for place, following in zip_longest(block.lines, block.lines[1:]):
        first, page, left, bottom, right, top = place
        words = block.text[first : following[0] if following else None].rstrip()
        begin, stop = max(start - first, 0), min(end - first, len(words))
        if begin >= stop:
            continue
        if (begin > 0 or stop < len(words)) and right - left > top - bottom and not _right_to_left(words):
            letter = (right - left) / _width(words)
            left, right = left + letter * _width(words[:begin]), left + letter * _width(words[:stop])
        yield PageBox(page=page, left=round(left, 1), bottom=bottom, right=round(right, 1), top=top)


def _width(words: str) -> float:
    """Estimate how wide words are set, in widths of a usual small letter; numbers from common text faces."""
    return sum(
        0.55 if letter in _NARROW else 1.55 if letter in _WIDE else 1.3 if letter.isupper() else 1.0 for letter in words
    )


def _right_to_left(words: str) -> bool:
    return not words.isascii() and any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in words)
