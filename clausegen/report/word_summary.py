"""One page in Word for those who decide: how many, what is missing most, what could not be read.

For a few contracts, as ``clausegen check`` judges them, a memo of each follows.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, BinaryIO, Final

from docx.enum.text import WD_BREAK

from clausegen.model import (
    Entry,
    Outcome,
    Portfolio,
    Report,
    Severity,
    Status,
    Tally,
    Trend,
    of_reports,
)
from clausegen.report.contract_memo import add_memo
from clausegen.report.coverage_matrix import Heat, rendered, share
from clausegen.report.urgency import Pressing, Triage
from clausegen.report.word_page import (
    add_rows,
    fill,
    finished,
    heading,
    joined,
    new_page,
    new_table,
    part_rows,
    say,
    set_widths,
    write,
)
from clausegen.report.words import counted, cut, fewer_contracts, shortened

_COLOURS: Final = {
    Status.SATISFIED: "2E7D46",
    Status.PARTIAL: "E2C044",
    Status.UNCERTAIN: "E59E3C",
    Status.MISSING: "B93A2E",
    Status.CONTRADICTED: "7A2F7A",
}
_STEPS: Final = 20  # cells of a bar
_MOST: Final = 4
_FIRST: Final = 5  # contracts to do first
# Characters of a name, of a reason and of all files named at one place, and the number of reasons of one contract:
# whatever they are called, it is one page.
_NAME: Final = 40
_REASON: Final = 90
_REASONS: Final = 2
_NAMED: Final = 200
_CONCERNS: Final = {
    "comparison-lost": ("run not compared with", "runs not compared with"),
    "row-without-file": ("register row without file", "register rows without file"),
    "file-without-row": ("file without register row", "files without register row"),
    "register-unused": ("unused register",),
    "untrusted-file": ("untrusted file",),
    "waiver-expired": ("expired waiver",),
    "waiver-unused": ("unused waiver",),
    "waiver-unknown-element": ("waiver of an unknown element", "waivers of unknown elements"),
    "family-ambiguous": ("family with several master agreements", "families with several master agreements"),
    "family-incomplete": ("incomplete family", "incomplete families"),
    "decision-open-again": ("decision open again", "decisions open again"),
    "decision-conflict": ("conflict of decisions", "conflicts of decisions"),
    "decision-not-countersigned": ("decision not countersigned", "decisions not countersigned"),
    "family-proposed": ("proposed family", "proposed families"),
    "family-not-applied": ("family with open papers", "families with open papers"),
}


def render_docx(reports: Sequence[Report], *, title: str = "Contracts judged") -> bytes:
    """Render the summary for contracts judged one by one, with a memo of each; of a single one it bears the name."""
    title = f"Contract judged: {reports[0].contract.path}" if len(reports) == 1 else title
    return rendered(SummaryPaper(reports), of_reports(reports), title)


class SummaryPaper:
    """Takes entries one by one, then writes a .docx file; a memo of each of the ``details`` follows."""

    def __init__(self, details: Sequence[Report] = ()) -> None:
        self._unread: list[tuple[str, Sequence[str]]] = []
        self._unread_count = 0
        self._part: list[tuple[str, Sequence[str]]] = []
        self._part_count = 0
        self._triage = Triage()
        self._details = details

    def add(self, entry: Entry) -> None:
        """Take one entry."""
        self._triage.add(entry)
        if entry.outcome is Outcome.UNREADABLE:
            self._unread_count += 1
            if len(self._unread) < 3:
                self._unread.append((entry.path, (entry.reason.partition(";")[0],)))
        elif entry.contract is not None and not (coverage := entry.contract.contract.coverage).complete:
            self._part_count += 1
            if len(self._part) < 3:
                self._part.append((entry.path, coverage.skipped or (entry.reason,)))

    def finish(self, portfolio: Portfolio, tally: Tally, heat: Heat, out: BinaryIO) -> None:
        """Write the document."""
        document = new_page(size=9, edge=1.2)
        what, colon, name = portfolio.title.partition(": ")
        heading(document, f"{what}{colon}{shortened(name, _NAME)}", 16)
        say(document, (f"As of {portfolio.day}: " if portfolio.day else "") + _first_sentence(tally))
        if not self._details and (first := self._triage.first(_FIRST, portfolio.day)):
            heading(document, "Do these first", 12)
            _first(document, first)
        _bars(document, heat)
        if not self._details:
            _gaps(document, heat)
        if self._unread_count or self._part_count:
            heading(document, "Not read, or not in full", 12)
        if self._unread_count:
            say(
                document,
                f"Nothing is known about {counted(self._unread_count, 'file')}: "
                f"{_some(self._unread, self._unread_count)}.",
            )
        if self._part_count:
            said = "What was not read may take back what was found in"
            say(document, f"{said} {counted(self._part_count, 'contract')}: {_some(self._part, self._part_count)}.")
        if (trend := portfolio.trend) is not None:
            heading(document, f"Since {shortened(trend.earlier, _NAME)}", 12)
            say(document, _since(trend))
        if portfolio.concerns:
            kinds: dict[str, int] = {}
            for concern in portfolio.concerns:
                kinds[concern.kind] = kinds.get(concern.kind, 0) + 1
            said = ", ".join(counted(count, *_CONCERNS[kind]) for kind, count in sorted(kinds.items()))
            say(document, f"Notes on register and waivers: {said}.")
        say(document, "Judged by machine, element by element, with quoted evidence. Not legal advice.", size=8)
        for report in self._details:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            add_memo(document, report)
        out.write(finished(document, portfolio.title, portfolio.day))

    def close(self) -> None:
        """Let go of nothing."""


def _first(document: Any, pressing: Sequence[Pressing]) -> None:
    heads = ("Contract", "Customer", "Owner", "Notice by", "What to do")
    rows = [
        (shortened(row.path, _NAME), cut(row.customer, 24), cut(row.owner, 24), row.day, cut(row.action, _REASON))
        for row in pressing
    ]
    _table(document, heads, rows, (4.4, 3.0, 2.6, 1.9, 5.1))


def _since(trend: Trend) -> str:
    """Count what has changed; what only some audits have is mentioned only for them."""
    kinds = {kind: count[""] for kind, count in trend.counts().items()}
    changes = [f"{kinds.get('gained', 0)} gained", f"{kinds.get('lost', 0)} lost"]
    if count := kinds.get("in part"):
        changes.append(f"{count} only as far as read")
    contracts = [counted(kinds.get("new", 0), "new contract"), f"{kinds.get('gone', 0)} gone"]
    part = f" ({trend.in_part_now} in contracts read in part)" if trend.in_part_now else ""
    return (
        f"{trend.satisfied_before} of {trend.elements_before} elements were satisfied, now {trend.satisfied_now}{part} "
        f"of {trend.elements_now}: {', '.join(changes)}; {', '.join(contracts)}."
    )


def _bars(document: Any, heat: Heat) -> None:
    """Add a bar per requirement: coloured cells, which every word processor shows."""
    if not heat.codes:
        return
    heading(document, "Coverage by requirement", 12)
    table = document.add_table(rows=0, cols=_STEPS + 2)
    table.autofit = False
    for code, name in heat.codes.items():
        counts = heat.by_requirement[code]
        cells = table.add_row().cells
        write(cells[0], f"{code} {name}", size=8)
        at = 1
        for status, run in itertools.groupby(_steps(counts)):
            # One cell per colour: between cells of the same colour a word processor shows seams.
            last = at + len(list(run)) - 1
            cell = joined(cells[at : last + 1])
            fill(cell, _COLOURS[status])
            write(cell, "", size=6)  # no higher than the words beside it
            at = last + 1
        write(cells[-1], f"{share(counts):.0%} satisfied", size=8)
    part_rows(table)
    set_widths(table, (5.4, *(0.42,) * _STEPS, 2.9))
    say(document, "Green satisfied, yellow partial, orange uncertain, red missing, purple contradicted.", size=8)


def _gaps(document: Any, heat: Heat) -> None:
    gaps = [gap for gap in heat.gaps() if gap.open][:_MOST]
    if not gaps:
        return
    heading(document, "Most serious gaps", 12)
    rows = [(gap.code, f"{gap.requirement}.{gap.element}", gap.severity.value, str(gap.open)) for gap in gaps]
    _table(document, ("Code", "Element", "Severity", "Contracts"), rows, (1.8, 9.2, 2.6, 2.6))


def _first_sentence(tally: Tally) -> str:
    files = ", ".join(f"{count} {name}" for name, count in tally.outcomes.items() if count)
    statuses = ", ".join(f"{count} {name}" for name, count in tally.statuses.items() if count)
    critical = sum(count for name, count in tally.open.items() if name.endswith(f"/{Severity.CRITICAL}"))
    said = f"{counted(tally.files, 'file')} ({files}); "
    said += f"{counted(tally.contracts, 'contract')} judged ({statuses or 'none'}). "
    if tally.apart:
        what = counted(tally.apart, "file is probably", "files are probably")
        said += f"{what} no contract of this kind and not among them. "
    said += f"{fewer} " if (fewer := fewer_contracts(tally)) else ""
    said += f"{counted(critical, 'critical element is', 'critical elements are')} not satisfied"
    if tally.marked:
        said += "; beside these, " + ", ".join(
            f"{counted(count, 'gap is', 'gaps are')} {kind}" for kind, count in tally.marked.items()
        )
    return said + "."


def _some(listed: Sequence[tuple[str, Sequence[str]]], count: int) -> str:
    """Return the first few files with the first few reasons of each, and how many more there are."""
    said: list[str] = []
    for path, reasons in listed:
        few = "; ".join(shortened(reason, _REASON) for reason in reasons[:_REASONS])
        rest = f"; and {more} more" if (more := len(reasons) - _REASONS) > 0 else ""
        one = f"{shortened(path, _NAME)} ({few}{rest})"
        if said and len("; ".join([*said, one])) > _NAMED:
            break
        said.append(one)
    return "; ".join(said) + (f" and {count - len(said)} more" if count > len(said) else "")


def _steps(counts: Any) -> list[Status]:
    """Return the statuses of the cells of a bar; every status that occurs gets at least one."""
    total = counts.total()
    statuses = [status for status in _COLOURS if counts[status]]
    cells = {status: max(1, round(_STEPS * counts[status] / total)) for status in statuses}
    while sum(cells.values()) != _STEPS:
        largest = max(cells, key=lambda status: (cells[status], counts[status]))
        cells[largest] += 1 if sum(cells.values()) < _STEPS else -1
    return [status for status in statuses for _ in range(cells[status])]


def _table(document: Any, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], widths: tuple[float, ...]) -> None:
    table = new_table(document, heads, size=9)
    add_rows(table, rows, size=9)
    set_widths(table, widths)
