"""The matrix of contracts and requirements: filtered, searched, grouped, and exported as shown."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from clausegen.report import plain_cell
from clausegen.web.rows import ContractRow

GROUPS: Final = ("country", "product", "tier", "owner", "customer")
PAGE: Final = 100  # contracts on one page


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of the matrix, as the person asks. ``status`` and ``show`` are "" for all."""

    search: str = ""
    status: str = ""
    show: str = ""
    group: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Wanted:
        """Read it from the address; what is unknown there is left out."""
        page = query.get("page", "1")
        group = query.get("group", "")
        return cls(
            search=query.get("search", "")[:200].strip(),
            status=query.get("status", ""),
            show=query.get("show", ""),
            group=group if group in GROUPS else "",
            page=int(page) if page.isdecimal() and 0 < int(page) < 100_000 else 1,
        )


@dataclass(frozen=True, slots=True)
class Group:
    """Contracts with the same country, product, tier, owner or customer, and how many have which status."""

    name: str
    rows: tuple[ContractRow, ...]
    counts: Counter[str]


def chosen(rows: Iterable[ContractRow], wanted: Wanted) -> list[ContractRow]:
    """Return the contracts that are asked for; those out of scope, and those that probably are, only when asked for."""
    words = wanted.search.casefold().split()
    found = []
    for row in rows:
        if wanted.show == "out":
            if not row.out:
                continue
        elif wanted.show == "doubtful":
            if not (row.judged and row.scope):
                continue
        elif wanted.show == "unread":
            if row.outcome.value not in ("unreadable", "partly-read"):
                continue
        elif not row.judged or row.scope or (wanted.show == "open" and row.decided >= row.due):
            continue
        if wanted.status and row.status != wanted.status:
            continue
        text = f"{row.path} {row.customer} {row.country} {row.product} {row.owner} {row.family}".casefold()
        if all(word in text for word in words):
            found.append(row)
    return found


def grouped(rows: list[ContractRow], group: str) -> list[Group]:
    """Return rows by what they have in common; one group without a name when nothing is asked for."""
    groups: dict[str, list[ContractRow]] = {}
    for row in rows:
        groups.setdefault(str(getattr(row, group) or "not stated") if group else "", []).append(row)
    return [Group(n, tuple(g), Counter(r.status for r in g)) for n, g in sorted(groups.items())]


def as_csv(rows: Iterable[ContractRow], titles: Mapping[str, str]) -> str:
    """Write what is shown as a table for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    codes = list(titles)
    heads = ["Contract", "Customer", "Country", "Product", "Owner", "Tier", "Overall", "Decided", "Due"]
    writer.writerow([*heads, *(f"{titles[code]} ({code})" for code in codes)])
    for row in rows:
        cells = [row.path, row.customer, row.country, row.product, row.owner, row.tier, row.status or row.outcome.value]
        cells += [str(row.decided), str(row.due), *(row.statuses.get(code, "") for code in codes)]
        writer.writerow(map(plain_cell, cells))
    return out.getvalue()
