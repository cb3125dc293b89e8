"""Tables of particulars and of signatures, their columns as wide as the words in them need."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence

from clausegen.drafting.word.house import House, twips
from clausegen.model import Paragraph, Run, signature_lines

_LETTER = 120  # twips of an average letter of a table
_MARGINS = 240  # twips left and right of the words of a cell
_LONGEST = 30  # letters of a word for which a column is made wide enough

_APART = '<w:spacing w:before="240"/>'  # room to sign above the line
_TAB = "<w:r><w:tab/></w:r>"
_SHORT = 10  # letters that fit before the first tab of a signature line
_LINES_TOGETHER = 20  # a table of so many lines is kept on one page; a longer one begins where it stands
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def of_rows(rows: Sequence[Paragraph], house: House, words: Callable[[Run], str]) -> str:
    """A table of particulars; ``words`` writes a run of a cell."""
    columns = widths(rows, _width(house))
    look = '<w:tblStyle w:val="ParticularsTable"/>' if house.own else ""
    borders = "" if house.own else f"<w:tblBorders>{_BORDERS}</w:tblBorders>"
    out = [_opened(columns, look, borders)]
    together = lines(rows, columns) <= _LINES_TOGETHER
    for number, row in enumerate(rows, start=1):
        keep = "<w:keepNext/>" if row.level or (together and number < len(rows)) else ""
        out.append(f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if row.level else ''}</w:trPr>")
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="E9ECF2"/>' if row.level else ""
        for width, cell in zip(columns, (*row.cells, *((),) * (len(columns) - len(row.cells))), strict=True):
            text = "".join(words(Run(run.text, run.bold or row.level == 1, run.target)) for run in cell)
            out.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
                f'<w:p><w:pPr><w:pStyle w:val="{house.styles["Table Text"]}"/>{keep}</w:pPr>{text}</w:p></w:tc>'
            )
        out.append("</w:tr>")
    return "".join(out) + "</w:tbl>"


def of_signatures(blocks: Sequence[Paragraph], house: House) -> str:
    """Signature blocks, each on one page: who signs on the left, the lines to fill on the right."""
    left, right = _two(_width(house))
    style = house.styles["Signature Text"]
    out = [_opened((left, right))]
    for block in blocks:
        who, *lines = signature_lines(block)
        cell = "".join(
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:tabs><w:tab w:val="left" w:pos="1134"/>'
            f'<w:tab w:val="right" w:leader="underscore" w:pos="{right - 216}"/></w:tabs>'
            f"{_APART if line is lines[0] else ''}</w:pPr>"
            f"{text_run(line)}{_leader(line)}</w:p>"
            for line in lines
        )
        out.append(
            f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{left}" w:type="dxa"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{_APART}</w:pPr>{text_run(who, True)}</w:p></w:tc>'
            f'<w:tc><w:tcPr><w:tcW w:w="{right}" w:type="dxa"/></w:tcPr>{cell}</w:tc></w:tr>'
        )
    return "".join(out) + "</w:tbl>"


def _opened(columns: Sequence[int], look: str = "", borders: str = "") -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    return (
        f'<w:tbl><w:tblPr>{look}<w:tblW w:w="{sum(columns)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


def _width(house: House) -> int:
    return twips(house.measures.page_width - 2 * house.measures.margin)


def _two(width: int) -> list[int]:
    return [width * 2 // 5, width - width * 2 // 5]


def _leader(line: str) -> str:
    """The line to write on, behind a label that ends with a colon."""
    if not line.endswith(":"):
        return ""
    return _TAB * 2 if len(line) <= _SHORT else _TAB


def widths(rows: Sequence[Paragraph], width: int) -> list[int]:
    """Widths in twips that add up to ``width``.

    The first of two columns is the narrower one. Of more, each holds its longest word, a column to be filled
    in has three quarters of an equal share, and what is left goes where the words are, by the square
    root of their number, so that a few long cells do not take it all.
    """
    columns = [[_text(row, column) for row in rows] for column in range(max(len(row.cells) for row in rows))]
    if len(columns) == 2:
        return _two(width)
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


@functools.lru_cache(maxsize=16384)
def text_run(text: str, bold: bool = False) -> str:
    """A run of text; bold text takes the style of a defined term."""
    words = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "\t" in words:
        words = words.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    style = "<w:rPr><w:b/><w:bCs/></w:rPr>" if bold else ""
    return f'<w:r>{style}<w:t xml:space="preserve">{words}</w:t></w:r>'
