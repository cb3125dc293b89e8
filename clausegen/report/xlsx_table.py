"""Sheets of a workbook whose rows are streamed: tables with a coloured head, and cells that are never formulas.

openpyxl asks a dozen questions of every cell, about styles, links and formulas: most of what a large workbook costs.
Rows of plain text and numbers are written here, in the same bytes; every other one is left to openpyxl.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Generator, Iterable, Mapping, Sequence
from typing import Any, Final

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.compat import safe_string
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties

from clausegen.report.package import holdable
from clausegen.report.spooled_file import of_temporary_files

ROWS: Final = 1_000_000  # Excel holds 1,048,576
_CELL: Final = 32_000  # Excel holds 32,767 characters
_FILLS: Final = {
    "satisfied": "C6E7CE",
    "partial": "FFF0B3",
    "uncertain": "FFE0B3",
    "missing": "F8C9C4",
    "contradicted": "D9A6D9",
    "unreadable": "F8C9C4",
    "partly-read": "FFE0B3",
    "duplicate": "E3E3E3",
    "excluded": "E3E3E3",
}
HEAD: Final = PatternFill("solid", fgColor="24384F")
WHITE: Final = Font(name="Calibri", bold=True, color="FFFFFF")
TITLE: Final = Font(name="Calibri", bold=True, size=16)
BOLD: Final = Font(name="Calibri", bold=True)
_WRAP: Final = Alignment(wrap_text=True, vertical="top")
_PLAIN: Final = frozenset({str, int, float})
_NOTHING: Final = frozenset({type(None)})
_letter = functools.cache(get_column_letter)


def printed_wide(sheet: Any) -> None:
    """Print it in landscape, all columns on one page, the head on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


class Table:
    """A table with a coloured head, filters and coloured statuses; goes on in a second sheet when it is full."""

    def __init__(
        self,
        book: Workbook,
        sheet: Any,
        head: Sequence[str],
        widths: Sequence[int],
        *,
        frozen: str = "B2",
        pages: int = 1,
        wrap: bool = False,
        fills: Mapping[str, str] = _FILLS,
        coloured: str = "",
    ) -> None:
        """Open the table in a sheet, or in a new one of that name.

        ``frozen`` is the first cell that moves, ``pages`` how many pages a row is wide in print, ``wrap`` breaks long
        texts. ``fills`` are colours, RRGGBB, of cells with such words: of column ``coloured``, or of all but the first.
        """
        self._frozen, self._pages, self._wrap = frozen, pages, wrap
        self._fills, self._coloured = fills, coloured
        self._book = book
        self._head = head
        self._widths = widths
        self._sheet = add_sheet(book, sheet) if isinstance(sheet, str) else sheet
        self._title = self._sheet.title
        self._number = 1
        self._open()

    def _open(self) -> None:
        for index, width in enumerate(self._widths, 1):
            self._sheet.column_dimensions[get_column_letter(index)].width = width
        printed_wide(self._sheet)
        self._sheet.page_setup.fitToWidth = self._pages
        self._sheet.print_title_rows = "1:1"
        if self._pages > 1:
            self._sheet.print_title_cols = "A:A"
        self._sheet.freeze_panes = self._frozen
        self._write([cell(self._sheet, text, font=WHITE, fill=HEAD, wrap=True) for text in self._head])
        self._rows = 1

    def append(self, values: Iterable[Any]) -> None:
        """Add one row; strings are shown as they are."""
        if self._rows >= ROWS:
            self.finish()
            self._number += 1
            self._sheet = add_sheet(self._book, f"{self._title} {self._number}")
            self._open()
        self._write([self._cell(value) for value in values])
        self._rows += 1

    def _cell(self, value: Any) -> Any:
        if self._wrap and value not in (None, ""):
            form = "yyyy-mm-dd" if isinstance(value, dt.date) else ""
            return cell(self._sheet, _held(value) if isinstance(value, str) else value, form=form, wrap=True)
        return text_cell(self._sheet, value) if isinstance(value, str) else value

    def _write(self, cells: list[Any]) -> None:
        try:
            self._sheet.append(cells)
        except (OSError, etree.SerialisationError) as error:  # sheets lie in temporary files, and their disk is full
            raise of_temporary_files(error) from None

    def finish(self) -> None:
        """Add filters and colours, which need the number of rows."""
        last = get_column_letter(len(self._head))
        self._sheet.auto_filter.ref = f"A1:{last}{self._rows}"
        place = self._coloured or "B"
        place = f"{place}2:{self._coloured or last}{max(2, self._rows)}"
        for word, colour in self._fills.items():
            style = DifferentialStyle(fill=PatternFill(bgColor=colour, fill_type="solid"))
            rule = Rule("cellIs", operator="equal", formula=[f'"{word}"'], dxf=style)
            self._sheet.conditional_formatting.add(place, rule)


def text_cell(sheet: Any, value: str) -> Any:
    """Return the string as a cell that no program takes for a formula, an error or a date."""
    if not value:
        return None  # no cell at all
    value = _held(value)
    if value[:1] not in "=+-@#\t\r":
        return value
    made = WriteOnlyCell(sheet, value)
    made.data_type = "s"
    made.quotePrefix = True  # stays text when somebody edits it
    return made


def _held(value: str) -> str:
    value = holdable(value)
    return value if len(value) <= _CELL else value[: _CELL - 1] + "…"


def cell(sheet: Any, value: Any, *, font: Any = None, fill: Any = None, form: str = "", wrap: bool = False) -> Any:
    """Return a cell in a style of its own; a string is text, whatever it begins with."""
    made = WriteOnlyCell(sheet, holdable(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        made.data_type = "s"
    if font is not None:
        made.font = font
    if fill is not None:
        made.fill = fill
    if form:
        made.number_format = form
    if wrap:
        made.alignment = _WRAP
    return made


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
    """Return a new sheet, last in a book that is only written."""
    sheet = PlainRows(book, title)
    book._add_sheet(sheet)  # type: ignore[attr-defined]
    return sheet


def _row(values: Sequence[str | int | float | None], number: str) -> Any:
    """Return the row as an element. Its text is parsed, which takes half the time of putting it together."""
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
    """Return the text as XML. A parser would take a bare return for a line feed."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
