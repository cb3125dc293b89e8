"""Sheets of a workbook whose rows are streamed: tables with a coloured head, and cells that are never formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from clausegen.report.package import holdable
from clausegen.report.spooled_file import of_temporary_files
from clausegen.report.xlsx_rows import add_sheet

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


def printed_wide(sheet: Any) -> None:
    """Landscape, all columns on one page, the head on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


class Table:
    """A table with a coloured head, filters and coloured statuses; goes on in a second sheet when it is full."""

    def __init__(self, book: Workbook, sheet: Any, head: Sequence[str], widths: Sequence[int]) -> None:
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
        self._sheet.print_title_rows = "1:1"
        self._sheet.freeze_panes = "B2"
        self._write([cell(self._sheet, text, font=WHITE, fill=HEAD, wrap=True) for text in self._head])
        self._rows = 1

    def append(self, values: Iterable[Any]) -> None:
        """One row; strings are shown as they are."""
        if self._rows >= ROWS:
            self.finish()
            self._number += 1
            self._sheet = add_sheet(self._book, f"{self._title} {self._number}")
            self._open()
        self._write([text_cell(self._sheet, v) if isinstance(v, str) else v for v in values])
        self._rows += 1

    def _write(self, cells: list[Any]) -> None:
        try:
            self._sheet.append(cells)
        except (OSError, etree.SerialisationError) as error:  # sheets lie in temporary files, and their disk is full
            raise of_temporary_files(error) from None

    def finish(self) -> None:
        """Filters and colours, which need the number of rows."""
        last = get_column_letter(len(self._head))
        self._sheet.auto_filter.ref = f"A1:{last}{self._rows}"
        for word, colour in _FILLS.items():
            style = DifferentialStyle(fill=PatternFill(bgColor=colour, fill_type="solid"))
            rule = Rule("cellIs", operator="equal", formula=[f'"{word}"'], dxf=style)
            self._sheet.conditional_formatting.add(f"B2:{last}{max(2, self._rows)}", rule)


def text_cell(sheet: Any, value: str) -> Any:
    """The string as a cell that no program takes for a formula, an error or a date."""
    if not value:
        return None  # no cell at all
    value = holdable(value)
    value = value if len(value) <= _CELL else value[: _CELL - 1] + "…"
    if value[:1] not in "=+-@#\t\r":
        return value
    made = WriteOnlyCell(sheet, value)
    made.data_type = "s"
    made.quotePrefix = True  # stays text when somebody edits it
    return made


def cell(sheet: Any, value: Any, *, font: Any = None, fill: Any = None, form: str = "", wrap: bool = False) -> Any:
    """A cell in a style of its own; a string is text, whatever it begins with."""
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
