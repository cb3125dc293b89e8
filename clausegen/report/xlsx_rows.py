"""Sheets whose rows of plain text and numbers are written as one piece.

openpyxl asks a dozen questions of every cell, about styles, links and formulas: most of what a large workbook costs.
A row that has none of these is written here, in the same bytes; every other one is left to openpyxl.
"""

from __future__ import annotations

import functools
from collections.abc import Generator, Sequence
from typing import Any, Final

from lxml import etree
from openpyxl import Workbook
from openpyxl.compat import safe_string
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_PLAIN: Final = frozenset({str, int, float})
_NOTHING: Final = frozenset({type(None)})
_letter = functools.cache(get_column_letter)


class PlainRows(WriteOnlyWorksheet):
    """A sheet to append rows to. Strings in a row are text that Excel can hold; none is taken for a formula."""

    def _write_rows(self) -> Generator[None, Sequence[Any], None]:
        writer = self._writer  # type: ignore[attr-defined]  # openpyxl's, of which the stubs say nothing
        stream = writer.xf.send(True)
        with stream.element("sheetData"):
            number = 0
            try:
                while True:
                    values = yield
                    number += 1
                    kinds = set(map(type, values)) - _NOTHING
                    if kinds and kinds <= _PLAIN:
                        stream.write(_row(values, str(number)))
                    else:
                        writer.write_row(stream, self._values_to_row(values, number), number)  # type: ignore[attr-defined]
            except GeneratorExit:
                pass
        writer.xf.send(None)


def add_sheet(book: Workbook, title: str) -> Any:
    """A new sheet, last in a book that is only written."""
    sheet = PlainRows(book, title)
    book._add_sheet(sheet)  # type: ignore[attr-defined]
    return sheet


def _row(values: Sequence[str | int | float | None], number: str) -> Any:
    """The row as an element. Its text is parsed, which takes half the time of putting it together."""
    made = [f'<row r="{number}">']
    for column, value in enumerate(values, 1):
        if value is None or value == "":
            continue
        place = f'r="{_letter(column)}{number}"'
        if isinstance(value, str):
            space = ' xml:space="preserve"' if value != value.strip() else ""
            made.append(f'<c {place} t="inlineStr"><is><t{space}>{_escaped(value)}</t></is></c>')
        else:
            made.append(f'<c {place} t="n"><v>{safe_string(value)}</v></c>')
    made.append("</row>")
    return etree.fromstring("".join(made))


def _escaped(text: str) -> str:
    """The text as XML. A parser would take a bare return for a line feed."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
