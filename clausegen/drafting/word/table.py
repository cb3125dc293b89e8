"""Widths of the columns of a table, and how many lines it takes: both estimated from its words."""

from __future__ import annotations

import math
from collections.abc import Sequence

from clausegen.model import Paragraph

_LETTER = 120  # twips of an average letter of a table
_MARGINS = 240  # twips left and right of the words of a cell
_LONGEST = 30  # letters of a word for which a column is made wide enough


def widths(rows: Sequence[Paragraph], width: int) -> list[int]:
    """Widths in twips that add up to ``width``.

    The first of two columns is the narrower one. Of more, each holds its longest word, a column to be filled
    in has three quarters of an equal share, and what is left goes where the words are, by the square
    root of their number, so that a few long cells do not take it all.
    """
    columns = [[_text(row, column) for row in rows] for column in range(max(len(row.cells) for row in rows))]
    if len(columns) == 2:
        return [width * 2 // 5, width - width * 2 // 5]
    blank = [not any(cells[1:]) and len(cells) > 1 for cells in columns]
    least = [
        width * 3 // (4 * len(columns)) if empty else _least(cells) for cells, empty in zip(columns, blank, strict=True)
    ]
    if sum(least) >= width:
        return [width // len(columns)] * len(columns)
    letters = [0 if empty else _share(cells, one) for cells, empty, one in zip(columns, blank, least, strict=True)]
    letters = letters if any(letters) else [1] * len(letters)
    left = width - sum(least)
    found = [one + left * share // sum(letters) for one, share in zip(least, letters, strict=True)]
    return [*found[:-1], width - sum(found[:-1])]


def lines(rows: Sequence[Paragraph], widths: Sequence[int]) -> int:
    """Estimate the lines of text that the table takes."""
    return sum(max(_lines(_text(row, column), width) for column, width in enumerate(widths)) for row in rows)


def _text(row: Paragraph, column: int) -> str:
    return "".join(run.text for run in row.cells[column]) if column < len(row.cells) else ""


def _least(cells: Sequence[str]) -> int:
    longest = max((len(word) for text in cells for word in text.split()), default=0)
    return min(longest, _LONGEST) * _LETTER + _MARGINS


def _share(cells: Sequence[str], least: int) -> int:
    """Return the share of what is left that a column takes: nothing if every cell has its line already."""
    return math.isqrt(sum(map(len, cells))) if any(_lines(text, least) > 1 for text in cells) else 0


def _lines(text: str, width: int) -> int:
    return math.ceil(len(text) * _LETTER / max(width - _MARGINS, _LETTER)) or 1
