"""The audit as a workbook: summary, matrix, heat map, gaps, evidence, files, elements, notes, changes.

The gaps list has a row per contract and requirement, not per element: ten thousand contracts would need more
rows than a sheet has, and nobody would read them. What an element means, and what would satisfy it, stands
once, in the list of elements.

All cells are text or numbers, never formulas, whatever a contract or a file name begins with. Rows are
streamed, so a portfolio of any size needs little memory; a sheet that is full goes on in a second one.
"""

from __future__ import annotations

import datetime as dt
import errno
import json
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, Final

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import ColorScaleRule, Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from clausegen.findings import Finding, Verdict
from clausegen.portfolio import Entry, Mark, Portfolio, Tally
from clausegen.report.heat import STATUSES, Heat, share
from clausegen.report.package import WHEN, StableArchive, holdable
from clausegen.report.spool import Spool
from clausegen.report.words import counted
from clausegen.requirement import Severity, Status

ROWS: Final = 1_000_000  # Excel holds 1,048,576
_CELL: Final = 32_000  # Excel holds 32,767 characters
_FILLS: Final = {
    "satisfied": "C6E7CE",
    "partial": "FFF0B3",
    "uncertain": "FFE0B3",
    "missing": "F8C9C4",
    "contradicted": "D9A6D9",
    "unreadable": "F8C9C4",
    "partly-read": "FFE0B3",
    "duplicate": "E3E3E3",
    "excluded": "E3E3E3",
}
_SCALE: Final = ("num", 0, "F8C9C4", "num", 0.5, "FFF0B3", "num", 1, "C6E7CE")
_HEAD: Final = PatternFill("solid", fgColor="24384F")
_WHITE: Final = Font(name="Calibri", bold=True, color="FFFFFF")
_TITLE: Final = Font(name="Calibri", bold=True, size=16)
_BOLD: Final = Font(name="Calibri", bold=True)
_WRAP: Final = Alignment(wrap_text=True, vertical="top")


_META: Final = ("Customer", "Country", "Product", "Tier", "Owner")
_META_WIDTHS: Final = (20, 14, 18, 9, 16)
_GAPS: Final = (
    "Contract", *_META, "Requirement", "Status", "Critical gaps", "Major gaps", "Minor gaps", "Contradicted",
    "Uncertain", "Waived or known",
)  # fmt: skip
_EVIDENCE: Final = (
    "Contract", "Code", "Element", "Status", "Clause", "Page", "Part", "Seen as", "Words", "Why", "Confidence",
)  # fmt: skip
_FILES: Final = (
    "File", "Outcome", "Reason", "Format", "Pages", "Pages read", "What was not read", "Same as, or judged with",
    *_META, "Family", "Role",
)  # fmt: skip


class Spreadsheet:
    """Takes entries one by one, then writes an .xlsx file."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._book.properties.created = self._book.properties.modified = dt.datetime(*WHEN)
        self._summary = self._book.create_sheet("Summary")
        self._summary.column_dimensions["A"].width = 46
        for column in "BCDEFGH":
            self._summary.column_dimensions[column].width = 13
        _printed_wide(self._summary)
        self._summary.page_setup.fitToHeight = 1
        self._matrix_sheet = self._book.create_sheet("Matrix")
        self._heat_sheet = self._book.create_sheet("Heat map")
        self._gaps = _Sheet(self._book, "Gaps", _GAPS, (46, *_META_WIDTHS, 30, 13, 34, 34, 34, 20, 20, 40))
        self._evidence = _Sheet(self._book, "Evidence", _EVIDENCE, (46, 9, 36, 14, 12, 7, 14, 11, 100, 70, 11))
        self._files = _Sheet(self._book, "Files", _FILES, (46, 13, 60, 9, 8, 11, 60, 46, *_META_WIDTHS, 16, 12))
        self._rows = Spool()  # of the matrix, whose columns are known at the end
        self._heat = Heat()
        self._remedies: dict[str, str] = {}

    def add(self, entry: Entry) -> None:
        """Take one entry."""
        self._heat.add(entry)
        self._files.append(_file(entry))
        report = entry.contract
        if report is None:
            return
        meta = [entry.customer, entry.country, entry.product, entry.tier.value, entry.owner]
        statuses = {verdict.code: verdict.status.value for verdict in report.verdicts}
        head = [entry.path, *meta, entry.outcome.value, report.summary.status.value]
        self._rows.add(json.dumps([head, statuses]) + "\n")
        for verdict in report.verdicts:
            gaps = [finding for finding in verdict.findings if finding.status is not Status.SATISFIED]
            if gaps:
                self._gaps.append([entry.path, *meta, *_gap(entry, verdict, gaps)])
            for finding in verdict.findings:
                self._remedies.setdefault(finding.code, finding.remedy)
                for found in finding.evidence:
                    where = [found.clause, found.page, found.part, found.state.value]
                    head = [entry.path, finding.code, f"{verdict.requirement}.{finding.element}", finding.status.value]
                    why = "" if finding.status is Status.SATISFIED else finding.reason
                    self._evidence.append([*head, *where, found.text, why, round(finding.confidence, 2)])

    def finish(self, portfolio: Portfolio, tally: Tally, out: BinaryIO) -> None:
        """Write the workbook."""
        self._write_matrix()
        self._write_heat()
        notes = _Sheet(self._book, "Notes", ("Kind", "About", "What to know"), (22, 50, 100))
        for concern in portfolio.concerns:
            notes.append([concern.kind, concern.subject, concern.message])
        columns = ("Code", "Element", "Severity", "Contracts that lack it", "Unmarked", "What would satisfy it")
        elements = _Sheet(self._book, "Elements", columns, (9, 44, 11, 14, 12, 120))
        for gap in self._heat.gaps():
            name = f"{gap.requirement}.{gap.element}"
            elements.append(
                [gap.code, name, gap.severity.value, gap.contracts, gap.open, self._remedies.get(gap.code, "")]
            )
        sheets = [self._gaps, self._evidence, self._files, elements, notes]
        if portfolio.trend is not None:
            head = ("Contract", "Change", "Code", "Element", "Before", "Now", "Caused by")
            changes = _Sheet(self._book, "Changes", head, (46, 12, 9, 36, 16, 16, 24))
            for one in portfolio.trend.changes:
                causes = ", ".join(one.causes)
                changes.append([one.path, one.kind, one.code, one.requirement, one.before, one.after, causes])
            sheets.append(changes)
        for sheet in sheets:
            sheet.finish()
        self._write_summary(portfolio, tally)
        with StableArchive(out, "w", zipfile.ZIP_DEFLATED) as archive:
            ExcelWriter(self._book, archive).save()

    def close(self) -> None:
        """Let go of sheets that were begun; after ``finish`` there are none. Without it they complain on their way."""
        self._rows.close()
        for sheet in self._book.worksheets:
            with suppress(Exception):
                sheet.close()

    def _write_matrix(self) -> None:
        """One row per contract, one column per requirement that is due for any of them."""
        codes = [f"{code} {name}" for code, name in self._heat.codes.items()]
        widths = (46, *_META_WIDTHS, 12, 13, *(13 for _ in codes))
        sheet = _Sheet(self._book, self._matrix_sheet, ("Contract", *_META, "Outcome", "Overall", *codes), widths)
        for line in self._rows.lines():
            head, statuses = json.loads(line)
            sheet.append([*head, *(statuses.get(code, "not due") for code in self._heat.codes)])
        sheet.finish()

    def _write_heat(self) -> None:
        """Share of elements satisfied, by requirement and by country, product and tier."""
        sheet = self._heat_sheet
        _printed_wide(sheet)
        sheet.column_dimensions["A"].width = 26
        sheet.column_dimensions["B"].width = 12
        for index in range(len(self._heat.codes)):
            sheet.column_dimensions[get_column_letter(index + 3)].width = 9
        sheet.freeze_panes = "C2"
        sheet.append([_cell(sheet, "Share of the elements due that are satisfied", font=_TITLE)])
        row = 1
        for name, values in self._heat.dimensions():
            sheet.append([])
            head = [name.capitalize(), "Contracts", *self._heat.codes]
            sheet.append([_cell(sheet, text, font=_WHITE, fill=_HEAD) for text in head])
            first = row + 3
            for value, by_code in values.items():
                cells: list[Any] = [_text(sheet, value), self._heat.sizes[name][value]]
                for code in self._heat.codes:
                    counts = by_code.get(code)
                    cells.append(_cell(sheet, share(counts), form="0%") if counts else None)
                sheet.append(cells)
            row = first + len(values) - 1
            last = get_column_letter(len(self._heat.codes) + 2)
            scale = ColorScaleRule(*_SCALE)  # type: ignore[no-untyped-call]
            sheet.conditional_formatting.add(f"C{first}:{last}{row}", scale)

    def _write_summary(self, portfolio: Portfolio, tally: Tally) -> None:
        sheet = self._summary
        rows = 0

        def line(*cells: Any) -> None:
            nonlocal rows
            sheet.append(list(cells))
            rows += 1

        def head(*texts: str) -> None:
            line()
            line(*(_cell(sheet, text, font=_WHITE, fill=_HEAD) for text in texts))

        line(_cell(sheet, f"Audit of {portfolio.title}", font=_TITLE))
        line(f"{counted(tally.files, 'file')}, {counted(tally.contracts, 'contract')} judged. Not legal advice.")
        head("Files by outcome", "Files")
        for outcome, count in tally.outcomes.items():
            line(outcome, count)
        line(_cell(sheet, "total", font=_BOLD), _cell(sheet, tally.files, font=_BOLD))
        head("Contracts by status", "Contracts")
        for status, count in tally.statuses.items():
            line(status, count)
        head("Requirement", *(status.value.capitalize() for status in STATUSES), "Share")
        first = rows
        for code, name in self._heat.codes.items():
            counts = self._heat.by_requirement[code]
            part = _cell(sheet, share(counts), form="0%")
            line(_text(sheet, f"{code} {name}"), *(counts[status] for status in STATUSES), part)
        if self._heat.codes:
            sheet.add_chart(_coverage_chart(sheet, first, rows), f"I{first}")
        head("Most serious gaps", "Code", "Severity", "Contracts", "Unmarked")
        for gap in self._heat.gaps()[:20]:
            line(
                _text(sheet, f"{gap.requirement}.{gap.element}"), gap.code, gap.severity.value, gap.contracts, gap.open
            )
        if (trend := portfolio.trend) is not None:
            head(f"Since {trend.earlier}", "Before", "Now")
            line("contracts", trend.contracts_before, trend.contracts_now)
            line("elements satisfied", trend.satisfied_before, trend.satisfied_now)
            line("elements due", trend.elements_before, trend.elements_now)


def _coverage_chart(sheet: Any, first: int, last: int) -> BarChart:
    """Stacked bars, one per requirement, in the colours of the matrix."""
    chart = BarChart()
    chart.type = "bar"
    chart.grouping = "percentStacked"
    chart.overlap = 100
    chart.title = "Coverage by requirement"
    chart.height, chart.width = max(7.0, 0.55 * (last - first) + 3), 20
    chart.add_data(Reference(sheet, min_col=2, max_col=6, min_row=first, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=first + 1, max_row=last))
    chart.y_axis.delete = False
    chart.x_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.number_format = "0%"
    for series, colour in zip(chart.series, ("4C9F5F", "E2C044", "E59E3C", "CC4B3E", "8A3A8A"), strict=True):
        series.graphicalProperties.solidFill = colour
    return chart


def _printed_wide(sheet: Any) -> None:
    """Landscape, all columns on one page, the head on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


class _Sheet:
    """A table with a coloured head, filters and coloured statuses; goes on in a second sheet when it is full."""

    def __init__(self, book: Workbook, sheet: Any, head: Sequence[str], widths: Sequence[int]) -> None:
        self._book = book
        self._head = head
        self._widths = widths
        self._sheet = book.create_sheet(sheet) if isinstance(sheet, str) else sheet
        self._title = self._sheet.title
        self._number = 1
        self._open()

    def _open(self) -> None:
        for index, width in enumerate(self._widths, 1):
            self._sheet.column_dimensions[get_column_letter(index)].width = width
        _printed_wide(self._sheet)
        self._sheet.print_title_rows = "1:1"
        self._sheet.freeze_panes = "B2"
        self._write([_cell(self._sheet, text, font=_WHITE, fill=_HEAD, wrap=True) for text in self._head])
        self._rows = 1

    def append(self, values: Iterable[Any]) -> None:
        """One row; strings are shown as they are."""
        if self._rows >= ROWS:
            self.finish()
            self._number += 1
            self._sheet = self._book.create_sheet(f"{self._title} {self._number}")
            self._open()
        self._write([_text(self._sheet, v) if isinstance(v, str) else v for v in values])
        self._rows += 1

    def _write(self, cells: list[Any]) -> None:
        try:
            self._sheet.append(cells)
        except etree.SerialisationError as error:  # sheets lie in temporary files, and their disk is full
            raise OSError(errno.EIO, f"the workbook's temporary files: {error}") from None

    def finish(self) -> None:
        """Filters and colours, which need the number of rows."""
        last = get_column_letter(len(self._head))
        self._sheet.auto_filter.ref = f"A1:{last}{self._rows}"
        for word, colour in _FILLS.items():
            style = DifferentialStyle(fill=PatternFill(bgColor=colour, fill_type="solid"))
            rule = Rule("cellIs", operator="equal", formula=[f'"{word}"'], dxf=style)
            self._sheet.conditional_formatting.add(f"B2:{last}{max(2, self._rows)}", rule)


def _file(entry: Entry) -> list[Any]:
    report = entry.report
    coverage = report.contract.coverage if report else None
    read = [report.contract.format if report else "", coverage and coverage.pages, coverage and coverage.pages_read]
    meta = [entry.customer, entry.country, entry.product, entry.tier.value, entry.owner, entry.family, entry.role]
    skipped = "; ".join(coverage.skipped) if coverage else ""
    return [entry.path, entry.outcome.value, entry.reason, *read, skipped, entry.of, *meta]


def _gap(entry: Entry, verdict: Verdict, gaps: list[Finding]) -> list[Any]:
    """One requirement of one contract: the codes of what it lacks, open gaps by severity, the rest apart."""
    open_gaps = [finding for finding in gaps if finding.code not in entry.marks]
    by_severity = [[f.code for f in open_gaps if f.severity is severity] for severity in Severity]
    special = [[f.code for f in open_gaps if f.status is s] for s in (Status.CONTRADICTED, Status.UNCERTAIN)]
    marked = [_marked(f.code, entry.marks[f.code]) for f in gaps if f.code in entry.marks]
    cells = [", ".join(codes) for codes in (*by_severity, *special)]
    return [f"{verdict.code} {verdict.requirement}", verdict.status.value, *cells, "; ".join(marked)]


def _marked(code: str, mark: Mark) -> str:
    return f"{code} {mark.kind}" + (f" by {mark.approver} until {mark.expires}" if mark.approver else "")


def _text(sheet: Any, value: str) -> Any:
    """The string as a cell that no program takes for a formula, an error or a date."""
    if not value:
        return None  # no cell at all
    value = holdable(value)
    value = value if len(value) <= _CELL else value[: _CELL - 1] + "…"
    if value[:1] not in "=+-@#\t\r":
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    cell.quotePrefix = True  # stays text when somebody edits it
    return cell


def _cell(sheet: Any, value: Any, *, font: Any = None, fill: Any = None, form: str = "", wrap: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    if font is not None:
        cell.font = font
    if fill is not None:
        cell.fill = fill
    if form:
        cell.number_format = form
    if wrap:
        cell.alignment = _WRAP
    return cell
