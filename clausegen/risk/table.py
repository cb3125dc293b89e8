"""The sheets of an index file as rows of text, whether .csv or .xlsx."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from clausegen.errors import DataError, Problem
from clausegen.model import Value

_MOST_BYTES = 200_000_000  # the largest index file known, with its source data, holds 11 million
_MOST_UNPACKED = 2_000_000_000
_MOST_ROWS = 500_000
_MOST_COLUMNS = 400
_ZIP = b"PK\x03\x04"


class Sheet(Value):
    """A table: its name in lower case, and each row with its number in the file, counted from 1."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_sheets(path: Path, *, skip: Collection[str] = ()) -> Iterator[Sheet]:
    """Every sheet of the file but those named in ``skip``; a .csv file is one sheet, named as the file.

    Raises DataError when the file is absent, too large, damaged, or neither .csv nor .xlsx.
    """
    data = _bytes(path)
    if data.startswith(_ZIP):
        yield from _workbook(path, data, skip)
    elif path.suffix.lower() in (".csv", ".tsv", ".txt"):
        yield Sheet(name=path.stem.lower(), rows=tuple(_limited(path, _csv(path, data))))
    else:
        raise _fault(path, "a .csv or .xlsx file as the publisher offers it; save older formats as .xlsx")


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _fault(path, f"a file of at most {_MOST_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except FileNotFoundError:
        raise _fault(path, "no such file; check the path") from None
    except IsADirectoryError:
        raise _fault(path, "this is a folder; give an index file (.csv or .xlsx)") from None
    except (OSError, ValueError) as error:
        raise _fault(path, f"cannot be read ({getattr(error, 'strerror', None) or error})") from None


def _csv(path: Path, data: bytes) -> Iterator[Iterable[object]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _fault(path, f"a character (byte {error.start}) that is not UTF-8; save the file as UTF-8") from None
    head = text[:20_000]
    # Spreadsheet programs write semicolons where the comma is the decimal sign.
    delimiter = max(",;\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise _fault(path, f"a well-formed .csv file ({error})") from None


def _workbook(path: Path, data: bytes, skip: Collection[str]) -> Iterator[Sheet]:
    import openpyxl  # opens in a third of a second, and a .csv file does not need it

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
                raise _fault(path, f"a workbook of at most {_MOST_UNPACKED // 1_000_000} MB unpacked")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            if sheet.title.strip().lower() in skip:
                continue
            rows = sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS)
            yield Sheet(name=sheet.title.strip().lower(), rows=tuple(_limited(path, rows)))
    except DataError:
        raise
    except Exception as error:  # openpyxl raises whatever the XML below it raises
        raise _fault(path, f"a readable .xlsx file ({type(error).__name__}); download it again") from None


def _limited(path: Path, rows: Iterable[Iterable[object]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, row in enumerate(rows, start=1):
        if number > _MOST_ROWS:
            raise _fault(path, f"at most {_MOST_ROWS} rows in a sheet")
        cells = tuple("" if cell is None else str(cell).strip() for cell in row)
        if any(cells):
            yield number, cells


def _fault(path: Path, expected: str) -> DataError:
    return DataError([Problem(file=str(path), expected=expected)])
