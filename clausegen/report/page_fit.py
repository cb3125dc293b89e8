"""Fit a tier memo on one page: the height of its texts is estimated, with a reserve.

Only a word processor knows where lines break; the estimate goes by the mean width of letters.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

WIDTHS: Final = (1.1, 3.8, 6.1, 4.6, 1.4)  # cm, of the columns; with the margins, the width of an A4 page
PAGE: Final = 25.5  # cm of height that may be filled; an A4 page without its margins has 27.1
_LETTER: Final = 0.14  # cm, mean width in the table
_LINE: Final = 0.31  # cm, height of a line there
_PADDING: Final = 0.15  # cm, above and below the text of a row, with its border
_CELL: Final = 0.38  # cm, left and right of the text of a cell
_LETTERS: Final = 105  # on a line of the page
_PARAGRAPH: Final = 0.37  # cm, height of a line on the page
_HEADING: Final = 0.7
_REST: Final = 4.6  # title, score, head of the table and decision


class Room(NamedTuple):
    """Most lines of all sections together, and most characters of a line, a source and a finding."""

    lines: int
    line: int
    source: int
    found: int


ROOMS: Final = (
    Room(40, 600, 300, 300),
    Room(30, 450, 200, 220),
    Room(24, 340, 140, 160),
    Room(20, 260, 100, 120),
    Room(17, 220, 80, 105),
    Room(14, 190, 64, 95),
)
"""From the most generous to what always was."""


def height(opening: str, sections: Sequence[tuple[str, Sequence[str]]], rows: Sequence[Sequence[str]]) -> float:
    """Return the estimated height of a memo in cm."""
    said = _PARAGRAPH * _lines(opening, _LETTERS)
    said += sum(_HEADING + sum(_PARAGRAPH * _lines(line, _LETTERS) for line in lines) for _, lines in sections)
    return _REST + said + sum(_row(texts) for texts in rows)


def _row(texts: Sequence[str]) -> float:
    lines = (_lines(text, int((width - _CELL) / _LETTER)) for text, width in zip(texts, WIDTHS, strict=True))
    return _LINE * max(lines) + _PADDING


def _lines(text: str, letters: int) -> int:
    return max(1, math.ceil(len(text) / letters))
