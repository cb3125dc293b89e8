"""The register: what a compliance team knows about its contracts beside their text.

A table (``.csv`` or ``.xlsx``) with one row per file or pattern: ``path`` (or ``pattern``), ``customer``,
``country``, ``product``, ``tier``, ``owner``, ``family``, ``role``. Only ``path`` is needed; an empty tier
means the default. For renewals there may be ``begins`` and ``ends``, days that are compared with the contract and
never replace what it says, ``assessed`` (a day), and one column ``factors.NAME`` for each rating that was renewed on
it. A row whose path is the file's path outranks patterns, which are compared with the whole path; of several patterns
the first in the table counts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from clausegen.auditing.discover import named_by, spelling
from clausegen.errors import DataError, Problem
from clausegen.library import read_sheets
from clausegen.model import Entry, Tier, Whose

REGISTER_NAMES: Final = ("register.csv", "register.xlsx")
DAYS: Final = ("assessed", "begins", "ends")
COLUMNS: Final = ("path", "customer", "country", "product", "tier", "owner", "family", "role", *DAYS)
PATH: Final = ("path", "pattern")  # two names of the column that every register has
FACTORS: Final = "factors."
ROLES: Final = ("master", "amendment", "schedule")
_LARGEST: Final = 96_000_000  # bytes that a workbook unpacks to; a register is no archive
_TIERS: Final = (Tier.LOW, Tier.MEDIUM, Tier.HIGH)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row. ``path`` is a path or a pattern; ``role`` is "" outside families."""

    path: str
    customer: str = ""
    country: str = ""
    product: str = ""
    tier: Tier | None = None
    owner: str = ""
    family: str = ""
    role: str = ""
    line: int = 0
    assessed: dt.date | None = None
    begins: dt.date | None = None
    ends: dt.date | None = None
    factors: tuple[tuple[str, str], ...] = ()

    @property
    def is_pattern(self) -> bool:
        """True when the path names files by ``*``, ``?`` or ``[…]``."""
        return any(sign in self.path for sign in "*?[")

    @property
    def whose(self) -> Whose:
        """Whose contract it is."""
        return self.customer, self.country, self.product

    def entry(self, path: str, **found: Any) -> Entry:
        """Return the entry of a file that this row is about; ``found`` is what is known of it beside the register."""
        return Entry(
            path=path,
            customer=self.customer,
            country=self.country,
            product=self.product,
            owner=self.owner,
            family=self.family,
            role=self.role,
            **found,
        )


class Register:
    """All rows, and which of them a file has used."""

    def __init__(self, rows: tuple[RegisterRow, ...] = ()) -> None:
        self.rows = rows
        self._used: set[int] = set()
        self._exact = {spelling(row.path): row for row in rows}
        self._patterns = [row for row in rows if row.is_pattern]

    def row(self, path: str) -> RegisterRow | None:
        """Return the row of a file, None when no row names it."""
        found = self._exact.get(spelling(path))
        if found is None:
            found = next((row for row in self._patterns if named_by(path, row.path)), None)
        if found is not None:
            self._used.add(found.line)
        return found

    def unused(self) -> list[RegisterRow]:
        """Return rows that named no file so far."""
        return [row for row in self.rows if row.line not in self._used]


def load_register(path: Path) -> Register:
    """Read a register. Raises DataError with every wrong row at once."""
    table = _table(path)
    problems: list[Problem] = []
    header = [name.casefold() for name in table[0][1]] if table else []
    header = ["path" if name in PATH else name for name in header]
    unknown = [name for name in header if name and name not in COLUMNS and not name.startswith(FACTORS)]
    if "path" not in header:
        problems.append(_problem(path, 1, "", f"a first line with a column 'path' (also: {', '.join(COLUMNS[1:])})"))
    problems += [_problem(path, 1, name, f"one of the columns {', '.join(COLUMNS)}") for name in unknown]
    problems += [_problem(path, 1, name, "each column once") for name in COLUMNS if header.count(name) > 1]
    if problems:
        raise DataError(problems)
    rows: list[RegisterRow] = []
    seen: dict[str, int] = {}
    for line, cells in table[1:]:
        if any(cells[len(header) :]):
            said = f"{len(header)} cells, as in the first line, got {len(cells)}; put a text with a comma in quotes"
            problems.append(_problem(path, line, "", said))
            continue
        values = {name: cell for name, cell in zip(header, cells, strict=False) if name}
        if not any(values.values()):
            continue
        row = _row(path, line, values, problems)
        if row.path and seen.setdefault(spelling(row.path), line) != line:
            problems.append(
                _problem(path, line, "path", f"each path once, {row.path!r} is also in line {seen[spelling(row.path)]}")
            )
        rows.append(row)
    if problems:
        raise DataError(problems)
    return Register(tuple(rows))


def _table(path: Path) -> list[tuple[int, list[str]]]:
    """Return the lines of the sheet that holds the register. Raises DataError where several may."""
    sheets = list(read_sheets(path, unpacked=_LARGEST, formulas=True))
    headed = [sheet for sheet in sheets if sheet.rows and {*PATH} & {cell.casefold() for cell in sheet.rows[0][1]}]
    if len(headed) != 1 and len(sheets) != 1:
        names = ", ".join(repr(sheet.name) for sheet in headed or sheets)
        said = f"one sheet whose first line has a column {PATH[0]!r}, "
        raise DataError([_problem(path, None, "", said + (f"got {names}" if headed else f"none of {names} has one"))])
    found = (headed or sheets)[0]
    if found.faults:
        raise DataError(found.faults)
    return found.rows


def _row(file: Path, line: int, values: dict[str, str], problems: list[Problem]) -> RegisterRow:
    path = values.get("path", "").replace("\\", "/").removeprefix("./")
    if not path:
        problems.append(_problem(file, line, "path", "a path relative to the audited folder, or a pattern"))
    elif path.startswith("/") or ".." in path.split("/"):
        problems.append(_problem(file, line, "path", f"a path relative to the audited folder, got {path[:60]!r}"))
    tier = values.get("tier", "").casefold()
    if tier and tier not in _TIERS:
        problems.append(_problem(file, line, "tier", f"low, medium or high, got {tier[:40]!r}"))
    days = {name: _day(file, line, name, values, problems) for name in DAYS}
    if days["begins"] and days["ends"] and days["ends"] <= days["begins"]:
        problems.append(_problem(file, line, "ends", f"a day after {days['begins']}, on which it begins"))
    role = values.get("role", "").casefold()
    family = values.get("family", "")
    if role and role not in ROLES:
        problems.append(_problem(file, line, "role", f"{', '.join(ROLES)}, got {role[:40]!r}"))
    if role and not family:
        problems.append(_problem(file, line, "family", "the name of the family this file plays a role in"))
    return RegisterRow(
        path=path,
        customer=values.get("customer", ""),
        country=values.get("country", ""),
        product=values.get("product", ""),
        tier=Tier(tier) if tier in _TIERS else None,
        owner=values.get("owner", ""),
        family=family,
        role=role or ("master" if family else ""),
        line=line,
        **days,
        factors=tuple((n.removeprefix(FACTORS), v) for n, v in values.items() if n.startswith(FACTORS) and v),
    )


def _day(file: Path, line: int, name: str, values: dict[str, str], problems: list[Problem]) -> dt.date | None:
    given = values.get(name, "").removesuffix(" 00:00:00")  # a workbook's days come with an hour
    try:
        return dt.date.fromisoformat(given) if given else None
    except ValueError:
        problems.append(_problem(file, line, name, f"a day such as 2026-06-01, got {given[:40]!r}"))
        return None


def _problem(file: Path, line: int | None, field_name: str, expected: str) -> Problem:
    return Problem(file=str(file), line=line, field=field_name, expected=expected)
