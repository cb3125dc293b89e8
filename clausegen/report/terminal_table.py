"""Several contracts as a table, the most urgent first."""

from __future__ import annotations

import datetime as dt
import shlex
from collections import Counter
from collections.abc import Sequence
from typing import Final

from rich.text import Text

from clausegen.model import REPORT_KEY, SIGNS, Report, Status
from clausegen.report.terminal_page import STYLES, TerminalPage
from clausegen.report.urgency import notice_by, urgency
from clausegen.report.words import counted

_COUNTED: Final = (Status.CONTRADICTED, Status.MISSING, Status.UNCERTAIN, Status.SATISFIED)
_LEAST_PATH: Final = 12
_FIGURE: Final = 4  # columns of a count


def render_table(page: TerminalPage, reports: Sequence[Report], day: dt.date | None = None) -> None:
    """Add one line per contract, most urgent first as of a day: status, mandatory provisions, counts, deadline."""
    apart = [report for report in reports if report.scope_doubt]
    ordered = sorted([report for report in reports if not report.scope_doubt], key=lambda report: urgency(report, day))
    if ordered:
        _table(page, ordered)
    if apart:
        page.heading("Probably not contracts of this kind, and not counted above")
        for report in apart:
            page.wrapped(f"{report.contract.path}: {report.scope_doubt}", 2, hanging=4)
    for report in (ordered or apart)[:1]:
        if report.summary.status is not Status.SATISFIED:
            command = f"clausegen check {shlex.quote(report.contract.path)} --tier {report.tier}"
            page.line()
            page.unbroken(Text.assemble("Next: ", (command, "bold")))


def _table(page: TerminalPage, ordered: Sequence[Report]) -> None:
    codes = list(dict.fromkeys(v.code for report in ordered for v in report.verdicts if v.mandatory))
    figures = " ".join(f"{SIGNS[status]:>{_FIGURE}}" for status in _COUNTED)
    deadlines = [notice_by(report) for report in ordered]
    tail = f"  {'overall':<12}  {''.join(f'{code}  ' for code in codes)}{figures}"
    tail += "  notice by " if any(deadlines) else ""
    room = max(_LEAST_PATH, page.width - len(tail))
    paths = [_end_of(report.contract.path, room) for report in ordered]
    wide = max(len("contract"), *map(len, paths))
    page.unbroken(Text(f"{'contract':<{wide}}{tail}".rstrip(), style="bold"))
    for path, report, deadline in zip(paths, ordered, deadlines, strict=True):
        row = Text(f"{path:<{wide}}  ")
        row.append(f"{report.summary.status:<12}  ", STYLES[report.summary.status])
        status = {verdict.code: verdict.status for verdict in report.verdicts}
        for code in codes:
            sign = SIGNS[status[code]] if code in status else "-"
            row.append(f"{sign:<{len(code)}}  ", STYLES.get(status.get(code, Status.SATISFIED), ""))
        row.append(" ".join(f"{getattr(report.summary, status):>{_FIGURE}}" for status in _COUNTED))
        row.append(f"  {deadline}".rstrip())
        page.unbroken(row)
    counts = Counter(report.summary.status for report in ordered)
    said = ", ".join(f"{counts[status]} {status}" for status in STYLES if counts[status])
    page.line()
    page.line(Text(REPORT_KEY, style="dim"))
    page.wrapped(f"{counted(len(ordered), 'contract')}, most urgent first: {said}.")


def _end_of(path: str, room: int) -> str:
    """Return the end of a path, which tells files apart."""
    return path if len(path) <= room else f"…{path[1 - room :]}"
