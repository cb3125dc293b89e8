"""The audit as a workbook: summary, matrix, heat map, gaps, evidence, files, elements, notes, changes.

The gaps list has a row per contract and requirement, not per element: ten thousand contracts would need more
rows than a sheet has, and nobody would read them. What an element means, and what would satisfy it, stands
once, in the list of elements.

All cells are text or numbers, never formulas, whatever a contract or a file name begins with. Rows are
streamed, so a portfolio of any size needs little memory; a sheet that is full goes on in a second one.
"""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from contextlib import suppress
from typing import Any, BinaryIO, Final

from lxml import etree
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from clausegen.model import REPORT_CATEGORY, Entry, Finding, Mark, Portfolio, Severity, Status, Tally, Verdict
from clausegen.report.coverage_matrix import STATUSES, Heat, share
from clausegen.report.package import WHEN, StableArchive, holdable
from clausegen.report.spooled_file import Spool, of_temporary_files
from clausegen.report.words import CHANGES, counted
from clausegen.report.xlsx_table import BOLD, HEAD, TITLE, WHITE, Table, add_sheet, cell, printed_wide, text_cell

_SCALE: Final = ("num", 0, "F8C9C4", "num", 0.5, "FFF0B3", "num", 1, "C6E7CE")


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
        self._summary = add_sheet(self._book, "Summary")
        self._summary.column_dimensions["A"].width = 46
        for column in "BCDEFGH":
            self._summary.column_dimensions[column].width = 13
        printed_wide(self._summary)
        self._summary.page_setup.fitToHeight = 1
        self._matrix_sheet = add_sheet(self._book, "Matrix")
        self._heat_sheet = add_sheet(self._book, "Heat map")
        self._gaps = Table(self._book, "Gaps", _GAPS, (46, *_META_WIDTHS, 30, 13, 34, 34, 34, 20, 20, 40))
        self._evidence = Table(self._book, "Evidence", _EVIDENCE, (46, 9, 36, 14, 12, 7, 14, 11, 100, 70, 11))
        self._files = Table(self._book, "Files", _FILES, (46, 13, 60, 9, 8, 11, 60, 46, *_META_WIDTHS, 16, 12))
        self._rows = Spool()  # of the matrix, whose columns are known at the end
        self._remedies: dict[str, str] = {}

    def add(self, entry: Entry) -> None:
        """Take one entry."""
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
                    if finding.decided:
                        why = "; ".join(filter(None, (finding.decided.said, why)))
                    self._evidence.append([*head, *where, found.text, why, round(finding.confidence, 2)])

    def finish(self, portfolio: Portfolio, tally: Tally, heat: Heat, out: BinaryIO) -> None:
        """Write the workbook."""
        self._write_matrix(heat)
        self._write_heat(heat)
        notes = Table(self._book, "Notes", ("Kind", "About", "What to know"), (22, 50, 100))
        for concern in portfolio.concerns:
            notes.append([concern.kind, concern.subject, concern.message])
        columns = ("Code", "Element", "Severity", "Contracts that lack it", "Unmarked", "What would satisfy it")
        elements = Table(self._book, "Elements", columns, (9, 44, 11, 14, 12, 120))
        for gap in heat.gaps():
            name = f"{gap.requirement}.{gap.element}"
            elements.append(
                [gap.code, name, gap.severity.value, gap.contracts, gap.open, self._remedies.get(gap.code, "")]
            )
        sheets = [self._gaps, self._evidence, self._files, elements, notes]
        if portfolio.trend is not None:
            head = ("Contract", "Change", "Code", "Element", "Before", "Now", "Caused by")
            changes = Table(self._book, "Changes", head, (46, 12, 9, 36, 16, 16, 24))
            for change in portfolio.trend.changes:
                causes = ", ".join(change.causes)
                row = (change.path, change.kind, change.code, change.requirement, change.before, change.after, causes)
                changes.append(list(row))
            sheets.append(changes)
        for sheet in sheets:
            sheet.finish()
        self._write_summary(portfolio, tally, heat)
        self._describe(portfolio)
        with StableArchive(out, "w", zipfile.ZIP_DEFLATED) as archive:
            try:
                ExcelWriter(self._book, archive).save()
            except etree.SerialisationError as error:
                raise of_temporary_files(error) from None

    def _describe(self, portfolio: Portfolio) -> None:
        """Write the properties of the file."""
        properties = self._book.properties
        properties.title, properties.creator = holdable(portfolio.title), "clausegen"
        properties.category = REPORT_CATEGORY
        day = dt.datetime.combine(portfolio.day, dt.time()) if portfolio.day else dt.datetime(*WHEN)  # it asks for one
        properties.created = properties.modified = day

    def close(self) -> None:
        """Let go of sheets that were begun; after ``finish`` there are none. Without it they complain on their way."""
        self._rows.close()
        for sheet in self._book.worksheets:
            with suppress(Exception):
                sheet.close()

    def _write_matrix(self, heat: Heat) -> None:
        """Write one row per contract, one column per requirement that is due for any of them."""
        codes = [f"{code} {name}" for code, name in heat.codes.items()]
        widths = (46, *_META_WIDTHS, 12, 13, *(13 for _ in codes))
        sheet = Table(self._book, self._matrix_sheet, ("Contract", *_META, "Outcome", "Overall", *codes), widths)
        for line in self._rows.lines():
            head, statuses = json.loads(line)
            sheet.append([*head, *(statuses.get(code, "not due") for code in heat.codes)])
        sheet.finish()

    def _write_heat(self, heat: Heat) -> None:
        """Share of elements satisfied, by requirement and by country, product and tier."""
        sheet = self._heat_sheet
        printed_wide(sheet)
        sheet.column_dimensions["A"].width = 26
        sheet.column_dimensions["B"].width = 12
        for index in range(len(heat.codes)):
            sheet.column_dimensions[get_column_letter(index + 3)].width = 9
        sheet.freeze_panes = "C2"
        sheet.append([cell(sheet, "Share of the elements due that are satisfied", font=TITLE)])
        row = 1
        for name, values in heat.dimensions():
            sheet.append([])
            head = [name.capitalize(), "Contracts", *heat.codes]
            sheet.append([cell(sheet, text, font=WHITE, fill=HEAD) for text in head])
            first = row + 3
            for value, by_code in values.items():
                cells: list[Any] = [text_cell(sheet, value), heat.sizes[name][value]]
                for code in heat.codes:
                    counts = by_code.get(code)
                    cells.append(cell(sheet, share(counts), form="0%") if counts else None)
                sheet.append(cells)
            row = first + len(values) - 1
            last = get_column_letter(len(heat.codes) + 2)
            scale = ColorScaleRule(*_SCALE)  # type: ignore[no-untyped-call]
            sheet.conditional_formatting.add(f"C{first}:{last}{row}", scale)

    def _write_summary(self, portfolio: Portfolio, tally: Tally, heat: Heat) -> None:
        sheet = self._summary
        rows = 0

        def line(*cells: Any) -> None:
            nonlocal rows
            sheet.append(list(cells))
            rows += 1

        def head(*texts: str) -> None:
            line()
            line(*(cell(sheet, text, font=WHITE, fill=HEAD) for text in texts))

        line(cell(sheet, portfolio.title, font=TITLE))
        of = f"As of {portfolio.day}: " if portfolio.day else ""
        line(f"{of}{counted(tally.files, 'file')}, {counted(tally.contracts, 'contract')} judged. Not legal advice.")
        head("Files by outcome", "Files")
        for outcome, count in tally.outcomes.items():
            line(outcome, count)
        line(cell(sheet, "total", font=BOLD), cell(sheet, tally.files, font=BOLD))
        head("Contracts by status", "Contracts")
        for status, count in tally.statuses.items():
            line(status, count)
        head("Requirement", *(status.value.capitalize() for status in STATUSES), "Share")
        first = rows
        for code, name in heat.codes.items():
            counts = heat.by_requirement[code]
            part = cell(sheet, share(counts), form="0%")
            line(text_cell(sheet, f"{code} {name}"), *(counts[status] for status in STATUSES), part)
        if heat.codes:
            sheet.add_chart(_coverage_chart(sheet, first, rows), f"I{first}")
        head("Most serious gaps", "Code", "Severity", "Contracts", "Unmarked")
        for gap in heat.gaps()[:20]:
            name = text_cell(sheet, f"{gap.requirement}.{gap.element}")
            line(name, gap.code, gap.severity.value, gap.contracts, gap.open)
        if (trend := portfolio.trend) is not None:
            head(f"Since {trend.earlier}", "Before", "Now")
            line("contracts", trend.contracts_before, trend.contracts_now)
            line("elements satisfied", trend.satisfied_before, trend.satisfied_now)
            line("of these in contracts read in part", trend.in_part_before, trend.in_part_now)
            line("elements due", trend.elements_before, trend.elements_now)
            causes = trend.causes()
            head("Changes", "All", *(f"by {cause}" for cause in causes))
            for kind, changes in trend.counts().items():
                line(CHANGES[kind], changes[""], *(changes[cause] for cause in causes))


def _coverage_chart(sheet: Any, first: int, last: int) -> BarChart:
    """Return stacked bars, one per requirement, in the colours of the matrix."""
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


def _file(entry: Entry) -> list[Any]:
    report = entry.report
    coverage = report.contract.coverage if report else None
    read = [report.contract.format if report else "", coverage and coverage.pages, coverage and coverage.pages_read]
    meta = [entry.customer, entry.country, entry.product, entry.tier.value, entry.owner, entry.family, entry.role]
    skipped = "; ".join(coverage.skipped) if coverage else ""
    return [entry.path, entry.outcome.value, entry.reason, *read, skipped, entry.of, *meta]


def _gap(entry: Entry, verdict: Verdict, gaps: list[Finding]) -> list[Any]:
    """Return one requirement of one contract: the codes of what it lacks, open gaps by severity, the rest apart."""
    open_gaps = [finding for finding in gaps if finding.code not in entry.marks]
    by_severity = [[f.code for f in open_gaps if f.severity is severity] for severity in Severity]
    special = [[f.code for f in open_gaps if f.status is s] for s in (Status.CONTRADICTED, Status.UNCERTAIN)]
    marked = [_marked(f.code, entry.marks[f.code]) for f in gaps if f.code in entry.marks]
    cells = [", ".join(codes) for codes in (*by_severity, *special)]
    return [f"{verdict.code} {verdict.requirement}", verdict.status.value, *cells, "; ".join(marked)]


def _marked(code: str, mark: Mark) -> str:
    return f"{code} {mark.kind}" + (f" by {mark.approver} until {mark.expires}" if mark.approver else "")
