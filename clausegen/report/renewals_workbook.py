"""Renewals as a workbook: what to do, what falls due after signature, the contracts, their gaps, and notes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from openpyxl import Workbook

from clausegen.model import Due, Gap, Renewal, RenewalState, Task, TaskState
from clausegen.report.package import stable
from clausegen.report.xlsx_table import Table

_FILLS: Final = {  # RRGGBB by the state of a contract or of a task
    RenewalState.UNKNOWN.value: "D9A6D9",
    TaskState.OPEN.value: "D9A6D9",
    RenewalState.OVERDUE.value: "F8C9C4",
    RenewalState.DUE.value: "FFE0B3",
    RenewalState.LATER.value: "C6E7CE",
    RenewalState.EXPIRED.value: "E3E3E3",
    RenewalState.OPEN_ENDED.value: "E3E3E3",
    RenewalState.OTHER.value: "E3E3E3",
    TaskState.ON_EVENT.value: "E3E3E3",
}
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
    """Render the workbook. Cells are text, numbers or days, never formulas."""
    book = Workbook(write_only=True)
    first = f"As of {due.today}, looking {due.within_days} days ahead. Not legal advice: check days in the contract."
    _sheet(book, "To do", _TASKS, map(_task, due.to_do), frozen="D2", pages=2)
    duties = (task for task in due.tasks if task.is_duty)
    _sheet(book, "After signature", _DUTIES, map(_duty, duties), frozen="D2", pages=2)
    _sheet(book, "Renewals", _COLUMNS, map(_row, due.renewals), frozen="F2")
    _sheet(book, "Details", _DETAILS, map(_detail, due.renewals), pages=3)
    gaps = (_gap(renewal, gap) for renewal in due.renewals for gap in renewal.gaps)
    _sheet(book, "Gaps", _GAPS, gaps, frozen="A2")
    _sheet(book, "Notes", (("Note", 120),), ((words,) for words in (first, *due.concerns)), frozen="A2")
    out = io.BytesIO()
    book.save(out)
    return stable(out.getvalue())


def _sheet(book: Workbook, title: str, columns: _Columns, rows: Iterable[Sequence[object]], **options: Any) -> None:
    heads, widths = zip(*columns, strict=True)
    table = Table(book, title, heads, widths, wrap=True, fills=_FILLS, coloured="A", **options)
    for row in rows:
        table.append(row)
    table.finish()


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
