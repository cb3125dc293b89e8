"""The table of a register as lines of cells, from what Excel and others write: .csv in either Unicode, or .xlsx."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from clausegen.errors import DataError, DocumentError, Problem

_MOST_ROWS: Final = 500_000
_MOST_COLUMNS: Final = 40
_LARGEST_TEXT: Final = 64 * 2**20  # bytes; a line of a register has some hundred
_LARGEST_SHEETS: Final = 96 * 2**20
_LARGEST_WORDS: Final = 24 * 2**20  # openpyxl keeps all texts of a workbook, each in ten times its size


def read_table(path: Path, heads: Sequence[str]) -> list[tuple[int, list[str]]]:
    """The lines of a table that are not left out, each with its number and cells as text.

    Of several sheets of a workbook it is the one whose first line has one of ``heads``. Raises DataError when the
    file cannot be read, or when it is not clear which sheet is meant.
    """
    return _workbook(path, heads) if path.suffix.lower() == ".xlsx" else _csv(path)


def _csv(path: Path) -> list[tuple[int, list[str]]]:
    try:
        if path.stat().st_size > _LARGEST_TEXT:
            said = f"a register of at most {_LARGEST_TEXT // 2**20} MB; this is none, or holds far more than contracts"
            raise DataError([Problem(file=str(path), expected=said)])
        content = path.read_bytes()
    except OSError as error:
        raise DataError([Problem(file=str(path), expected=f"cannot be read ({error.strerror})")]) from None
    # "Unicode Text", as Excel calls it, is UTF-16 and says so in its first two bytes.
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        name = encoding.removesuffix("-sig").upper()
        said = f"a character (byte {error.start}) that is not {name}; in Excel save the file as 'CSV UTF-8'"
        raise DataError([Problem(file=str(path), line=line, expected=said)]) from None
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)  # Excel writes the separator of the country it runs in
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    table: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            table.append((reader.line_num, cells))
    except csv.Error as error:
        said = f"a sound CSV line ({error})"
        raise DataError([Problem(file=str(path), line=reader.line_num, expected=said)]) from None
    return table


def _workbook(path: Path, heads: Sequence[str]) -> list[tuple[int, list[str]]]:
    try:
        sheet = _sheet(path, heads)
        table: list[tuple[int, list[str]]] = []
        problems: list[Problem] = []
        both = zip(_rows(path, sheet, values=True), _rows(path, sheet, values=False), strict=True)
        for n, (values, formulas) in enumerate(both, 1):
            row = ["" if cell.value is None else str(cell.value) for cell in values]
            table.append((n, row))
            for name, value, formula in zip(table[0][1], values, formulas, strict=True):
                if name and _unknown(value, formula):
                    said = "a value; this is a formula whose result the file does not hold: open and save it in Excel"
                    problems.append(Problem(file=str(path), line=n, field=name, expected=said))
    except Exception as error:  # what the library makes of a damaged workbook is of every kind
        if isinstance(error, DataError):
            raise
        expected = f"a readable .xlsx register ({type(error).__name__}); save it again, or as register.csv"
        raise DataError([Problem(file=str(path), expected=expected)]) from None
    if problems:
        raise DataError(problems)
    return table


def _sheet(path: Path, heads: Sequence[str]) -> str:
    """The name of the sheet that holds the register. Raises DataError where several may."""
    with _opened(path, values=True) as book:
        first_lines: dict[str, list[str]] = {sheet.title: _first_line(sheet) for sheet in book.worksheets}
    names = list(first_lines)
    headed = [name for name, cells in first_lines.items() if not set(heads).isdisjoint(cells)]
    if len(headed) == 1 or len(names) == 1:
        return (headed or names)[0]
    got = f"got {', '.join(map(repr, headed))}" if headed else f"none of {', '.join(map(repr, names))} has one"
    said = f"one sheet whose first line has a column {heads[0]!r}, {got}"
    raise DataError([Problem(file=str(path), expected=said)])


def _first_line(sheet: Any) -> list[str]:
    cells = next(sheet.iter_rows(max_row=1, max_col=_MOST_COLUMNS, values_only=True), ())
    return ["" if cell is None else str(cell).strip().casefold() for cell in cells]


def _rows(path: Path, sheet: str, *, values: bool) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet; a cell with a formula has its last result as value, or the formula itself."""
    with _opened(path, values=values) as book:
        yield from book[sheet].iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS)


@contextlib.contextmanager
def _opened(path: Path, *, values: bool) -> Iterator[Any]:
    import openpyxl

    from clausegen.ingest import Archive, read_bytes

    try:
        archive = Archive(path, read_bytes(path))
        unpacked = {name: archive.size(name) for name in archive.names()}
    except DocumentError as error:
        raise DataError([Problem(file=str(path), expected=f"a readable .xlsx register; {error.reason}")]) from None
    words = sum(size for name, size in unpacked.items() if "sharedstrings" in name.lower())
    if sum(unpacked.values()) > _LARGEST_SHEETS or words > _LARGEST_WORDS:
        said = f"a workbook that unpacks to at most {_LARGEST_SHEETS // 2**20} MB; keep the register in one of its own"
        raise DataError([Problem(file=str(path), expected=said)])
    book = openpyxl.load_workbook(path, read_only=True, data_only=values)
    with contextlib.closing(book):
        yield book


def _unknown(value: Any, formula: Any) -> bool:
    """True for a formula whose result is unknown; one that is known to be no text at all is a "str" in the file."""
    return formula.data_type == "f" and value.value is None and value.data_type != "str"
