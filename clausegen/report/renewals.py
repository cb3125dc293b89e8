"""Renewals as text, JSON, workbook and page."""

from __future__ import annotations

import base64
import functools
import hashlib
import io
import itertools
import re
import textwrap
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from clausegen.model import Due, Gap, Renewal, RenewalState
from clausegen.report.package import holdable, stable
from clausegen.report.words import counted

_FILLS: Final = {
    RenewalState.OVERDUE: "F8C9C4",
    RenewalState.DUE: "FFE0B3",
    RenewalState.LATER: "C6E7CE",
    RenewalState.EXPIRED: "E3E3E3",
    RenewalState.OPEN_ENDED: "E3E3E3",
    RenewalState.UNKNOWN: "D9A6D9",
}
_MOST_ROWS: Final = 1_048_576  # of a sheet
_HEAD: Final = PatternFill("solid", fgColor="24384F")
_WHITE: Final = Font(name="Calibri", bold=True, color="FFFFFF")
_WRAP: Final = Alignment(wrap_text=True, vertical="top")
_COLUMNS: Final = (
    ("State", 11), ("Act by", 12), ("Days left", 8), ("Ask by", 12), ("Contract", 34), ("Customer", 22), ("Owner", 14),
    ("Notice by", 12), ("Notice to", 26), ("Term ends", 12), ("Renewal", 11), ("Tier today", 10), ("May renew", 8),
    ("Gaps", 7), ("What happens", 40),
)  # fmt: skip
_DETAILS: Final = (
    ("Contract", 34), ("Country", 14), ("Product", 16), ("Notice period", 13), ("How it was counted", 36),
    ("What is unknown", 36), ("Amendments", 36), ("Tier before", 10), ("Tier today", 10), ("Why this tier", 40),
    ("What changed", 40), ("Becomes due", 24), ("Due until two clean reviews", 24), ("Assessed without knowing", 36),
    ("Refused or blocked", 36), ("Missing certificates", 36), ("Critical gaps", 30),
)  # fmt: skip
_TITLES: Final = {
    RenewalState.OVERDUE: "The last day for notice has passed",
    RenewalState.DUE: "Due",
    RenewalState.LATER: "Later",
    RenewalState.EXPIRED: "Expired",
    RenewalState.OPEN_ENDED: "Without a fixed end",
    RenewalState.UNKNOWN: "End unknown",
}


def render_renewals_json(due: Due) -> str:
    """The whole answer as one JSON object; days are ISO dates."""
    return due.model_dump_json(indent=1) + "\n"


def render_renewals_text(due: Due, *, width: int = 100) -> str:
    """The answer for a terminal, most urgent first."""
    lines = [f"Renewals on {due.today}, looking {due.within_days} days ahead"]
    for state in RenewalState:
        found = due.of(state)
        if not found:
            continue
        lines += ["", f"{_TITLES[state]} ({len(found)})"]
        for renewal in found:
            lines += _entry(renewal, width)
    lines += [""] if due.concerns else []
    lines += [textwrap.fill(f"note: {concern}", width, subsequent_indent="  ") for concern in due.concerns]
    return "\n".join(lines) + "\n"


def _entry(renewal: Renewal, width: int) -> list[str]:
    when = (
        f"{renewal.act_by} ({counted(renewal.days_left, 'day')})"
        if renewal.act_by and renewal.days_left is not None
        else "day unknown"
    )
    lines = [f"  {when}  {renewal.path}" + (f"  [{renewal.customer}]" if renewal.customer else "")]
    said = [
        f"tier {renewal.tier.tier}"
        + (f", was {renewal.tier.before}" if renewal.tier.tier != renewal.tier.before else "")
    ]
    if renewal.ask_by:
        said.append(f"begin by {renewal.ask_by}")
    if renewal.gaps:
        critical = [gap.code for gap in renewal.gaps if gap.severity == "critical"]
        said.append(counted(len(renewal.gaps), "gap") + (f", critical: {_some(critical)}" if critical else ""))
    tier = renewal.tier
    sentences = ["; ".join(said), renewal.alarm, renewal.reason, renewal.question, *renewal.amendments]
    sentences += [f"notice to: {renewal.notice_to}"] if renewal.notice_to else []
    sentences += [f"REFUSED: {why}" for why in tier.refused] + [f"BLOCKED: {why}" for why in tier.blocked]
    sentences += [*tier.reasons, *tier.changed]
    sentences += [f"becomes due: {_some(list(tier.added))}"] if tier.added else []
    sentences += [f"due only until the tier may fall (clean reviews): {_some(list(tier.held))}"] if tier.held else []
    sentences += [*(f"assess anew: {why}" for why in tier.review), *tier.doubts, *renewal.certificates]
    indent = "      "
    return lines + [
        textwrap.fill(holdable(words), width, initial_indent=indent, subsequent_indent=indent + "  ")
        for words in sentences
        if words
    ]


def _some(codes: list[str]) -> str:
    return ", ".join(codes[:12]) + (f" and {len(codes) - 12} more" if len(codes) > 12 else "")


def render_renewals_xlsx(due: Due) -> bytes:
    """A workbook: what to do by when, the details behind it, and one row per gap.

    Cells are text, numbers or days, never formulas.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one
    sheet.title = "Renewals"
    _heads(sheet, _COLUMNS)
    for row, renewal in enumerate(due.renewals, start=2):
        for column, value in enumerate(_row(renewal), start=1):
            _put(sheet.cell(row=row, column=column), value)
        sheet.cell(row=row, column=1).fill = PatternFill("solid", fgColor=_FILLS[renewal.state])
    sheet.freeze_panes = "F2"
    sheet.auto_filter.ref = sheet.dimensions
    _printed(sheet)
    details = book.create_sheet("Details")
    _heads(details, _DETAILS)
    for row, renewal in enumerate(due.renewals, start=2):
        for column, value in enumerate(_detail(renewal), start=1):
            _put(details.cell(row=row, column=column), value)
    details.freeze_panes = "B2"
    details.auto_filter.ref = details.dimensions
    _printed(details, pages=3)
    details.print_title_cols = "A:A"
    gaps = book.create_sheet("Gaps")
    _heads(gaps, (("Contract", 40), ("Act by", 12), ("Code", 10), ("Requirement", 24), ("Severity", 10),
                  ("Status", 14), ("Reason", 80)))  # fmt: skip
    rows = (_gap(renewal, gap) for renewal in due.renewals for gap in renewal.gaps)
    for row, values in enumerate(itertools.islice(rows, _MOST_ROWS - 2), start=2):
        for column, value in enumerate(values, start=1):
            _put(gaps.cell(row=row, column=column), value)
    if left := sum(1 for _ in rows):
        _put(
            gaps.cell(row=_MOST_ROWS, column=1),
            f"{counted(left, 'more gap')}: a sheet holds no more; see the JSON file",
        )
    gaps.freeze_panes = "A2"
    gaps.auto_filter.ref = gaps.dimensions
    _printed(gaps)
    notes = book.create_sheet("Notes")
    _heads(notes, (("Note", 120),))
    first = f"As of {due.today}, looking {due.within_days} days ahead. Not legal advice: check days in the contract."
    for row, text in enumerate((first, *due.concerns), start=2):
        _put(notes.cell(row=row, column=1), text)
    out = io.BytesIO()
    book.save(out)
    return stable(out.getvalue())


def _gap(renewal: Renewal, gap: Gap) -> tuple[object, ...]:
    return (
        renewal.path, renewal.act_by, gap.code, gap.requirement, gap.severity.value, gap.status, gap.reason,
    )  # fmt: skip


def _row(renewal: Renewal) -> tuple[object, ...]:
    return (
        renewal.state.value, renewal.act_by, renewal.days_left, renewal.ask_by, renewal.path, renewal.customer,
        renewal.owner, renewal.notice_by, renewal.notice_to, renewal.period_end, renewal.kind, renewal.tier.tier.value,
        "yes" if renewal.may_renew else "no", len(renewal.gaps), renewal.alarm or renewal.question or renewal.reason,
    )  # fmt: skip


def _detail(renewal: Renewal) -> tuple[object, ...]:
    tier = renewal.tier
    return (
        renewal.path, renewal.country, renewal.product, renewal.notice_period, renewal.calculation, renewal.reason,
        "\n".join(renewal.amendments), tier.before.value, tier.tier.value, "\n".join((*tier.reasons, *tier.review)),
        "\n".join(tier.changed), ", ".join(tier.added), ", ".join(tier.held), "\n".join(tier.doubts),
        "\n".join((*tier.refused, *tier.blocked)), "\n".join(renewal.certificates),
        ", ".join(gap.code for gap in renewal.gaps if gap.severity == "critical"),
    )  # fmt: skip


def _heads(sheet: Worksheet, columns: tuple[tuple[str, int], ...]) -> None:
    for number, (title, width) in enumerate(columns, start=1):
        cell = sheet.cell(row=1, column=number, value=title)
        cell.fill, cell.font, cell.alignment = _HEAD, _WHITE, _WRAP
        sheet.column_dimensions[cell.column_letter].width = width


def _put(cell: object, value: object) -> None:
    assert isinstance(cell, Cell)  # noqa: S101 - no cell is merged
    if isinstance(value, str):
        cell.value = holdable(value)[:32_000] or None
        if cell.value is not None:
            cell.data_type = "s"  # "=…" in a contract's name stays a name
    else:
        cell.value = value  # type: ignore[assignment]
    if value is not None and not isinstance(value, str | int):
        cell.number_format = "yyyy-mm-dd"
    cell.alignment = _WRAP


def _printed(sheet: Worksheet, *, pages: int = 1) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = pages
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def render_renewals_html(due: Due) -> str:
    """One page that works offline, without script; contract words reach it through escaping only."""
    style = (_folder() / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        _environment()
        .get_template("renewals.html.j2")
        .render(
            due=due,
            titles={state: _TITLES[state] for state in RenewalState},
            states=list(RenewalState),
            style=Markup(style),  # noqa: S704 - ours
            style_hash=f"sha256-{digest}",
        )
    )


def _folder() -> Path:
    return Path(__file__).parent / "page"


@functools.cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["whole_days"] = _whole_days
    return made


def _whole_days(words: object) -> Markup:
    """Escaped words in which no line ends within an ISO day."""
    day = r'<span class="day">\g<0></span>'
    return Markup(re.sub(r"\b\d{4}-\d\d-\d\d\b", day, str(escape(words))))  # noqa: S704 - escaped before
