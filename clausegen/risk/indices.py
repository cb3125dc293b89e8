"""Published country indices as downloaded: World Bank WGI and Transparency International CPI.

No figure ships with clausegen; users bring the publishers' files. Layouts that are read:

* WGI by rows, to the update of 2024: ``code, countryname, year, indicator, pctrank, pctranklower, pctrankupper``;
* WGI since the revision of 2025: a sheet per dimension, with scores from 0 to 100 and no percentile ranks;
* WGI from the World Bank's DataBank: a row per series, a column per year, ranks or scores;
* CPI results: a sheet per year or a time series, ``ISO3`` and ``CPI score 2023`` or ``CPI 2024 score``.

Source of the layouts: public programs that read these files; the files themselves were not at hand.
"""

from __future__ import annotations

import bisect
import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from clausegen.errors import DataError, Problem
from clausegen.library import TableSheet, read_sheets
from clausegen.model import Value

_HEAD_ROWS = 40  # publishers print a title, a licence and notes above the header
_EMPTY = {"", "..", "...", "-", "n/a", "na", "#n/a", "nan", "none", "null"}
_DIMENSIONS = ("va", "pv", "ge", "rq", "rl", "cc")
_YEAR_COLUMN = re.compile(r"((?:19|20)\d\d)(?: \[yr\d{4}\])?")
_CPI_COLUMN = re.compile(r"cpi (?:score )?((?:19|20)\d\d)(?: score)?")
_SERIES = re.compile(
    rf"(?:gov_wgi_)?({'|'.join(_DIMENSIONS)})\."
    r"(?:(?P<rank>per\.rnk)(?:\.(?P<rank_end>lower|upper))?|(?P<score>sc)(?:_(?P<score_end>lb|ub))?)"
)


class IndexFigure(Value):
    """One figure from 0 to 100, high is good, with the ends of its published error interval if there is one.

    ``economies`` is the number of economies of that series and year in the file. ``computed`` marks a
    percentile rank that clausegen computed from the scores of all of them.
    """

    series: str
    code: str
    country: str
    year: int
    value: float
    lower: float | None = None
    upper: float | None = None
    economies: int = 0
    computed: bool = False

    @property
    def as_of(self) -> dt.date:
        """The last day of the year that the figure describes."""
        return dt.date(self.year, 12, 31)


class Index(Value):
    """All figures of one index file."""

    file: str
    figures: tuple[IndexFigure, ...]

    def latest(self, series: str, country: str, today: dt.date) -> IndexFigure | None:
        """Return the newest figure of a country, by its code or its exact name, of a year that is over on ``today``."""
        wanted = country.strip().casefold()
        found = [
            figure
            for figure in self.figures
            if figure.series == series
            and wanted in (figure.code.casefold(), figure.country.casefold())
            and figure.as_of <= today
        ]
        return max(found, key=lambda figure: figure.year, default=None)


# Layouts with a row for each economy and year: the column of the figure, those of the ends of its interval, of code and
# of name. The second has a sheet for each series, and scores in place of ranks.
_BY_ROWS = (
    ("pctrank", "pctranklower", "pctrankupper", "code", "countryname"),
    (
        "governance score (0-100)", "lower threshold (90% conf. int. score)", "upper threshold (90% conf. int. score)",
        "economy (code)", "economy (name)",
    ),
)  # fmt: skip


class _Row(NamedTuple):
    """A figure as it stands in the file; ``score`` is True when it is a score and not a percentile rank."""

    series: str
    code: str
    country: str
    year: int
    value: float | None
    lower: float | None = None
    upper: float | None = None
    score: bool = False


def read_wgi(path: Path, series: Collection[str] = _DIMENSIONS) -> Index:
    """Return the Worldwide Governance Indicators as percentile ranks.

    ``series`` are the dimensions wanted; sheets of others are not opened, since each takes seconds.
    Where a file has scores only, the rank is the share of other economies with a lower score in that year, in
    percent, and the ends of the interval are the ranks of the ends of the score's interval. Source of the
    method: the publisher's percentile ranks to 2024 are ranks of the same scores among all economies.
    Raises DataError when the file cannot be read, is of no known layout, or holds a figure outside 0 to 100.
    """
    skip = set(_DIMENSIONS) - set(series)
    readers = (_by_rows, _by_years)
    rows = [row for sheet in read_sheets(path, skip=skip) for reader in readers for row in reader(path, sheet)]
    if not rows:
        raise _unknown(
            path,
            "Worldwide Governance Indicators",
            "columns code, year, indicator, pctrank; or sheets va, rl, pv with 'Economy (code)' and 'Governance "
            "score (0-100)'; or DataBank series such as VA.PER.RNK",
        )
    return _index(path, rows)


def read_cpi(path: Path) -> Index:
    """Return the Corruption Perceptions Index, series ``cpi``.

    Raises DataError when the file cannot be read, is of no known layout, or holds a figure outside 0 to 100.
    """
    rows = [row for sheet in read_sheets(path) for row in _cpi(path, sheet)]
    if not rows:
        raise _unknown(path, "Corruption Perceptions Index", "columns ISO3 and 'CPI score 2023' or 'CPI 2024 score'")
    return _index(path, rows)


# Layouts ------------------------------------------------------------------------------------------------


def _by_rows(path: Path, sheet: TableSheet) -> Iterator[_Row]:
    for score, (value, lower, upper, code, country) in enumerate(_BY_ROWS):
        head, columns = _header(sheet, {value, code, "year"} | (set() if score else {"indicator"}))
        for number, cells in sheet.rows[head:]:
            read = _Cells(path, number, columns, cells)
            series = sheet.name.lower() if score else read.text("indicator").lower()
            if series in _DIMENSIONS and (year := read.year("year")):
                ends = read.number(lower), read.number(upper)
                yield _Row(series, read.text(code), read.text(country), year, read.number(value), *ends, bool(score))


def _by_years(path: Path, sheet: TableSheet) -> Iterator[_Row]:
    head, columns = _header(sheet, {"country code", "series code"})
    years = {name: int(found[1]) for name in columns if (found := _YEAR_COLUMN.fullmatch(name))}
    held: dict[tuple[str, str, str, int, bool], dict[str, float | None]] = defaultdict(dict)
    for number, cells in sheet.rows[head:]:
        read = _Cells(path, number, columns, cells)
        series = _SERIES.fullmatch(read.text("series code").lower())
        if series is None:
            continue
        end = series["rank_end"] or series["score_end"] or "value"
        for name, year in years.items():
            key = (series[1], read.text("country code"), read.text("country name"), year, bool(series["score"]))
            held[key][{"lb": "lower", "ub": "upper"}.get(end, end)] = read.number(name)
    for (dimension, code, country, year, score), ends in held.items():
        yield _Row(dimension, code, country, year, ends.get("value"), ends.get("lower"), ends.get("upper"), score=score)


def _cpi(path: Path, sheet: TableSheet) -> Iterator[_Row]:
    head, columns = _header(sheet, {"iso3"})
    years = {name: int(found[1]) for name in columns if (found := _CPI_COLUMN.fullmatch(name))}
    alone = len(years) == 1  # in a time series the interval columns stand once per year and have no name of their own
    for number, cells in sheet.rows[head:]:
        read = _Cells(path, number, columns, cells)
        for name, year in years.items():
            yield _Row(
                series="cpi",
                code=read.text("iso3"),
                country=read.text("country / territory") or read.text("country"),
                year=year,
                value=read.number(name),
                lower=read.number("lower ci") if alone else None,
                upper=read.number("upper ci") if alone else None,
            )


class _Cells:
    """The cells of one row, by the name of their column."""

    def __init__(self, path: Path, number: int, columns: Mapping[str, int], cells: list[str]) -> None:
        self._path = path
        self._number = number
        self._columns = columns
        self._cells = cells

    def text(self, column: str) -> str:
        """Return the cell, or "" when the row or the table has none."""
        at = self._columns.get(column, len(self._cells))
        return self._cells[at] if at < len(self._cells) else ""

    def year(self, column: str) -> int | None:
        """Return a year, or None."""
        found = re.fullmatch(r"((?:19|20)\d\d)(?:\.0+)?", self.text(column))
        return int(found[1]) if found else None

    def number(self, column: str) -> float | None:
        """Return a number from 0 to 100, or None for an empty cell. Raises DataError for anything else."""
        text = self.text(column)
        if text.lower() in _EMPTY:
            return None
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            number = math.nan
        if not 0 <= number <= 100:
            expected = f"a number from 0 to 100, got {text[:40]!r}"
            raise DataError([Problem(file=str(self._path), line=self._number, field=column, expected=expected)])
        return number


def _header(sheet: TableSheet, wanted: set[str]) -> tuple[int, dict[str, int]]:
    """Index of the first row below the header, and the columns by name in lower case; past the end if none."""
    for index, (_, cells) in enumerate(sheet.rows[:_HEAD_ROWS]):
        columns: dict[str, int] = {}
        for at, cell in enumerate(cells):
            columns.setdefault(" ".join(cell.lower().split()), at)
        if wanted <= columns.keys():
            return index + 1, columns
    return len(sheet.rows), {}


# From rows to figures -----------------------------------------------------------------------------------


def _index(path: Path, rows: list[_Row]) -> Index:
    known: dict[tuple[str, str, int], _Row] = {}
    for row in rows:
        key = (row.series, row.code, row.year)
        if row.value is None or not row.code:
            continue
        other = known.setdefault(key, row)
        if other.value != row.value and other.score == row.score:
            expected = f"one figure for {row.series} {row.code} {row.year}, got {other.value:g} and {row.value:g}"
            raise DataError([Problem(file=str(path), expected=expected)])
        # A published rank is better than a score to compute it from, and an interval than none.
        if (other.score and not row.score) or (other.score == row.score and other.lower is None):
            known[key] = row
    scores: dict[tuple[str, int], list[float]] = defaultdict(list)
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for row in known.values():
        counts[row.series, row.year] += 1
        if row.score and row.value is not None:
            scores[row.series, row.year].append(row.value)
    for values in scores.values():
        values.sort()
    return Index(
        file=path.name,
        figures=tuple(
            _figure(row, counts[row.series, row.year], scores[row.series, row.year]) for row in known.values()
        ),
    )


def _figure(row: _Row, economies: int, scores: list[float]) -> IndexFigure:
    def ranked(score: float | None) -> float | None:
        if score is None or not row.score:
            return score
        return min(100.0, 100 * bisect.bisect_left(scores, score) / max(1, len(scores) - 1))

    value = ranked(row.value)
    assert value is not None  # noqa: S101 - rows without a value are left out above
    return IndexFigure(
        series=row.series,
        code=row.code,
        country=row.country,
        year=row.year,
        value=value,
        lower=ranked(row.lower),
        upper=ranked(row.upper),
        economies=economies,
        computed=row.score,
    )


def _unknown(path: Path, index: str, layouts: str) -> DataError:
    return DataError([Problem(file=str(path), expected=f"the {index} as the publisher offers them, with {layouts}")])
