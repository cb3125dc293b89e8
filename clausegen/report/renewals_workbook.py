"""Renewals as a workbook: what to do, what falls due after signature, the contracts, their gaps, and notes."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from clausegen.model import Due, Gap, Renewal, RenewalState, Task, TaskState
from clausegen.report.package import holdable, stable
from clausegen.report.words import counted

_FILLS: Final = {
    RenewalState.OVERDUE: "F8C9C4",
    RenewalState.DUE: "FFE0B3",
    RenewalState.LATER: "C6E7CE",
    RenewalState.EXPIRED: "E3E3E3",
    RenewalState.OPEN_ENDED: "E3E3E3",
    RenewalState.OTHER: "E3E3E3",
    RenewalState.UNKNOWN: "D9A6D9",
}
_TASK_FILLS: Final = {
    TaskState.OPEN: "D9A6D9",
    TaskState.OVERDUE: "F8C9C4",
    TaskState.DUE: "FFE0B3",
    TaskState.LATER: "C6E7CE",
    TaskState.ON_EVENT: "E3E3E3",
}
_MOST_ROWS: Final = 1_048_576  # of a sheet
_MOST_CHARACTERS: Final = 32_000  # of a cell
_HEAD: Final = PatternFill("solid", fgColor="24384F")
_WHITE: Final = Font(name="Calibri", bold=True, color="FFFFFF")
_WRAP: Final = Alignment(wrap_text=True, vertical="top")
_Columns = tuple[tuple[str, int], ...]
_TASKS: Final[_Columns] = (
    ("State", 10), ("By", 12), ("Days left", 8), ("Contract", 34), ("What", 52), ("Who", 20), ("Subject", 24),
    ("Why", 46), ("Clause", 9), ("Done on", 12), ("Done by", 16),
)  # fmt: skip
_DUTIES: Final[_Columns] = (
    ("State", 10), ("By", 12), ("Contract", 34), ("Duty", 26), ("Owed by", 10), ("Seen to by", 20), ("How counted", 42),
    ("Clause", 9), ("Words of the contract", 60), ("Last record", 20), ("Not recorded", 9), ("Proof", 34),
)  # fmt: skip
_COLUMNS: Final[_Columns] = (
    ("State", 11), ("Act by", 12), ("Days left", 8), ("Ask by", 12), ("Contract", 34), ("Customer", 22), ("Owner", 14),
    ("Notice by", 12), ("Notice to", 26), ("Term ends", 12), ("Renewal", 11), ("Tier today", 10), ("May renew", 8),
    ("Gaps", 7), ("What happens", 40),
)  # fmt: skip
_DETAILS: Final[_Columns] = (
    ("Contract", 34), ("Copies", 24), ("Country", 14), ("Product", 16), ("Notice period", 13),
    ("How it was counted", 36), ("What is unknown", 36), ("Amendments", 36), ("Tier before", 10), ("Tier today", 10),
    ("Why this tier", 40), ("What changed", 40), ("Becomes due", 24), ("Due until two clean reviews", 24),
    ("Assessed without knowing", 36), ("Refused or blocked", 36), ("Critical gaps", 30),
)  # fmt: skip
_GAPS: Final[_Columns] = (
    ("Contract", 40), ("Act by", 12), ("Code", 10), ("Requirement", 24), ("Severity", 10), ("Status", 14),
    ("Reason", 80),
)  # fmt: skip


def render_renewals_xlsx(due: Due) -> bytes:
    """The workbook. Cells are text, numbers or days, never formulas."""
    book = Workbook()
    book.remove(book.worksheets[0])
    first = f"As of {due.today}, looking {due.within_days} days ahead. Not legal advice: check days in the contract."
    _sheet(book, "To do", _TASKS, map(_task, due.to_do), "D2", [_TASK_FILLS[task.state] for task in due.to_do], 2)
    duties = [task for task in due.tasks if task.is_duty]
    _sheet(book, "After signature", _DUTIES, map(_duty, duties), "D2", [_TASK_FILLS[task.state] for task in duties], 2)
    states = [_FILLS[renewal.state] for renewal in due.renewals]
    _sheet(book, "Renewals", _COLUMNS, map(_row, due.renewals), "F2", states)
    details = _sheet(book, "Details", _DETAILS, map(_detail, due.renewals), "B2", pages=3)
    details.print_title_cols = "A:A"
    gaps = (_gap(renewal, gap) for renewal in due.renewals for gap in renewal.gaps)
    _sheet(book, "Gaps", _GAPS, gaps, "A2")
    _sheet(book, "Notes", (("Note", 120),), ((words,) for words in (first, *due.concerns)), "A2")
    out = io.BytesIO()
    book.save(out)
    return stable(out.getvalue())


def _sheet(
    book: Workbook,
    title: str,
    columns: _Columns,
    rows: Iterable[Sequence[object]],
    frozen: str,
    fills: Sequence[str] = (),
    pages: int = 1,
) -> Worksheet:
    """Add a sheet; ``fills`` are the colours of its first cells, ``pages`` how many it is wide in print."""
    sheet: Worksheet = book.create_sheet(title)
    for number, (head, width) in enumerate(columns, start=1):
        cell = sheet.cell(row=1, column=number, value=head)
        cell.fill, cell.font, cell.alignment = _HEAD, _WHITE, _WRAP
        sheet.column_dimensions[cell.column_letter].width = width
    left = iter(rows)
    for row, values in enumerate(itertools.islice(left, _MOST_ROWS - 2), start=2):
        for column, value in enumerate(values, start=1):
            _put(sheet.cell(row=row, column=column), value)
        if fills:
            sheet.cell(row=row, column=1).fill = PatternFill("solid", fgColor=fills[row - 2])
    if more := sum(1 for _ in left):
        said = f"{counted(more, 'more row')}: a sheet holds no more; see the JSON file"
        _put(sheet.cell(row=_MOST_ROWS, column=1), said)
    sheet.freeze_panes = frozen
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = pages
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    return sheet


def _task(task: Task) -> tuple[object, ...]:
    return (
        task.state.value, task.by, task.days_left, task.path, task.what, task.who, task.title, task.why, task.clause,
        "", "",
    )  # fmt: skip


def _duty(task: Task) -> tuple[object, ...]:
    return (
        task.state.value, task.by, task.path, task.title, task.owed_by or "a right", task.who, task.why, task.clause,
        task.text or "not in the contract: practice of the house", task.recorded, task.missed or None, task.proof,
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
        renewal.path, "\n".join(renewal.copies), renewal.country, renewal.product, renewal.notice_period,
        renewal.calculation, renewal.reason, "\n".join(renewal.amendments), tier.before.value, tier.tier.value,
        "\n".join((*tier.reasons, *tier.review)), "\n".join(tier.changed), ", ".join(tier.added), ", ".join(tier.held),
        "\n".join(tier.doubts), "\n".join((*tier.refused, *tier.blocked)),
        ", ".join(gap.code for gap in renewal.gaps if gap.severity == "critical"),
    )  # fmt: skip


def _gap(renewal: Renewal, gap: Gap) -> tuple[object, ...]:
    return (
        renewal.path, renewal.act_by, gap.code, gap.requirement, gap.severity.value, gap.status, gap.reason,
    )  # fmt: skip


def _put(cell: object, value: object) -> None:
    assert isinstance(cell, Cell)  # noqa: S101 - no cell is merged
    if isinstance(value, str):
        cell.value = holdable(value)[:_MOST_CHARACTERS] or None
        if cell.value is not None:
            cell.data_type = "s"  # "=…" in a contract's name stays a name
    else:
        cell.value = value  # type: ignore[assignment]
    if value is not None and not isinstance(value, str | int):
        cell.number_format = "yyyy-mm-dd"
    cell.alignment = _WRAP
