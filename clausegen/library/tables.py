"""Read the tables that people bring as rows of text: registers and country indices, in .csv or .xlsx."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from clausegen.errors import DataError, Problem

_LARGEST: Final = 200_000_000  # bytes; the largest index file known, with its source data, holds 11 million
_MOST_ROWS: Final = 500_000
_MOST_COLUMNS: Final = 400
_HEAD: Final = 20_000  # characters in which separators are counted
_WORDS: Final = 4  # openpyxl keeps all texts of a workbook, each in ten times its size: so little of it may be texts


class TableSheet(NamedTuple):
    """A table: its name, and each row that is not empty with its number in the file, from 1.

    ``faults`` are formulas under a heading whose results the file does not hold.
    """

    name: str
    rows: list[tuple[int, list[str]]]
    faults: list[Problem] = []  # noqa: RUF012 - never added to


def read_sheets(
    path: Path, *, skip: Collection[str] = (), unpacked: int = 2_000_000_000, formulas: bool = False
) -> Iterator[TableSheet]:
    """Yield every sheet of the file but those named in ``skip``, in lower case; a .csv file is one of its name.

    A workbook may hold ``unpacked`` bytes. ``formulas`` looks for those without a result, in twice the time.
    Raises DataError when the file is absent, too large, damaged, or neither .csv nor .xlsx.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise _fault(path, f"a file of at most {_LARGEST // 1_000_000} MB")
        data = path.read_bytes()
    except FileNotFoundError:
        raise _fault(path, "no such file; check the path") from None
    except IsADirectoryError:
        raise _fault(path, "this is a folder; give a table (.csv or .xlsx)") from None
    except (OSError, ValueError) as error:
        raise _fault(path, f"cannot be read ({getattr(error, 'strerror', None) or error})") from None
    if path.suffix.lower() == ".xlsx" or data.startswith(b"PK\x03\x04"):
        yield from _workbook(path, data, skip, unpacked, formulas)
    elif path.suffix.lower() in (".csv", ".tsv", ".txt"):
        yield TableSheet(path.stem, _csv(path, data))
    else:
        raise _fault(path, "a .csv or .xlsx file; save other formats as .xlsx")


def _csv(path: Path, data: bytes) -> list[tuple[int, list[str]]]:
    # "Unicode Text", as Excel calls it, is UTF-16 and says so in its first two bytes.
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        said = f"a character (byte {error.start}) that is not {encoding.removesuffix('-sig').upper()}"
        line = data.count(b"\n", 0, error.start) + 1
        raise _fault(path, f"{said}; in Excel save the file as 'CSV UTF-8'", line) from None
    # Excel writes the separator of the country it runs in. Titles above the table may have commas of their own, and so
    # may the names in it: what counts is the separator that most lines have equally often.
    lines = text[:_HEAD].splitlines()
    delimiter = max(",;\t", key=lambda sign: _regular([line.count(sign) for line in lines]))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [(reader.line_num, row) for cells in reader if any(row := [cell.strip() for cell in cells])]
    except csv.Error as error:
        raise _fault(path, f"a sound CSV line ({error})", reader.line_num) from None


def _regular(counts: list[int]) -> int:
    """Count the lines that have a separator as often as most that have it at all."""
    return max((counts.count(count) for count in set(counts) - {0}), default=0)


def _workbook(path: Path, data: bytes, skip: Collection[str], unpacked: int, formulas: bool) -> Iterator[TableSheet]:
    import openpyxl  # opens in a third of a second, and a .csv file does not need it

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sizes = [(entry.filename.lower(), entry.file_size) for entry in archive.infolist()]
        words = sum(size for name, size in sizes if "sharedstrings" in name)
        if max(sum(size for _, size in sizes), words * _WORDS) > unpacked:
            raise _fault(path, f"a workbook that unpacks to at most {unpacked // 1_000_000} MB")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(data), read_only=True) if formulas else None
        for sheet in book.worksheets:
            if sheet.title.strip().lower() in skip:
                continue
            faults = list(_without_result(path, sheet, written[sheet.title])) if written else []
            rows = enumerate(sheet.iter_rows(values_only=True, max_row=_MOST_ROWS, max_col=_MOST_COLUMNS), start=1)
            texts = ((number, ["" if cell is None else str(cell).strip() for cell in row]) for number, row in rows)
            yield TableSheet(sheet.title.strip(), [(number, row) for number, row in texts if any(row)], faults)
    except DataError:
        raise
    except Exception as error:  # openpyxl raises whatever the XML below it raises
        raise _fault(path, f"a readable .xlsx file ({type(error).__name__}); save it again, or as .csv") from None


def _without_result(path: Path, values: Any, formulas: Any) -> Iterator[Problem]:
    """Formulas in columns with a name whose results the file does not hold; no text at all is a "str" in it."""
    said = "a value; this is a formula whose result the file does not hold: open and save it in Excel"
    rows = (sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS) for sheet in (values, formulas))
    names: list[str] = []
    for number, (found, written) in enumerate(zip(*rows, strict=True), start=1):
        names = names or [str(cell.value or "") for cell in found]
        for name, value, formula in zip(names, found, written, strict=False):
            if name and formula.data_type == "f" and value.value is None and value.data_type != "str":
                yield Problem(file=str(path), line=number, field=name, expected=said)


def _fault(path: Path, expected: str, line: int | None = None) -> DataError:
    return DataError([Problem(file=str(path), line=line, expected=expected)])
