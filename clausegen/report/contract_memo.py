"""Render one contract as a memo of one page in Word, for a lawyer to forward: what is wrong, where, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from clausegen.model import SIGNS, Report, Status
from clausegen.report.urgency import Gap, gaps_of
from clausegen.report.word_page import finished, heading, new_page, new_table, say, set_widths, write
from clausegen.report.words import assured, conclusion, cut, file_name, satisfied_share, shortened, status_counts

_MOST: Final = 7  # gaps in the table: more would not fit on a page
_QUOTE: Final = 170  # characters of a quotation, and of what would satisfy it
_NAME: Final = 70
_REST: Final = 420  # characters of the codes of all other gaps
_WIDTHS: Final = (4.6, 5.9, 6.5)  # cm


def render_memo(report: Report) -> bytes:
    """Render the memo as a .docx file; the same report gives the same bytes."""
    document = new_page(size=10, edge=1.5)
    add_memo(document, report)
    return finished(document, f"Contract review: {file_name(report.contract.path)}")


def add_memo(document: Any, report: Report) -> None:
    """Add the memo to a document."""
    heading(document, f"Contract review: {shortened(file_name(report.contract.path), _NAME)}", 15)
    say(document, f"{conclusion(report)} Risk tier {report.tier}: {status_counts(report.summary)}.", bold=True)
    for notice in report.contract.notices[:2]:
        say(document, f"Note: {cut(notice.message, _QUOTE)}", size=9)
    if mandatory := [verdict for verdict in report.verdicts if verdict.mandatory]:
        heading(document, "Mandatory provisions", 11)
        for verdict in mandatory:
            say(document, f"{SIGNS[verdict.status]} {verdict.name}: {verdict.status}, {satisfied_share(verdict)}")
    gaps = gaps_of(report)
    if gaps:
        heading(document, "What must change first", 11)
        first = sorted(gaps, key=lambda gap: gap.first.status is not Status.CONTRADICTED)[:_MOST]
        _table(document, [gap for gap in gaps if gap in first])
        if rest := [gap for gap in gaps if gap not in first]:
            say(document, _others(rest), size=9)
    if report.assurance:
        say(document, assured(report.assurance), size=8)
    generator = report.generator
    made = f"Judged by clausegen {generator.version}, clause library {generator.library}, {report.playbook}."
    say(document, f"{made} Not legal advice.", size=8)


def _others(gaps: Sequence[Gap]) -> str:
    """Return the codes of gaps that have no row, as many as fit."""
    codes = [gap.verdict.code if gap.is_whole else gap.first.code for gap in gaps]
    said = ", ".join(codes)
    while len(said) > _REST:
        codes.pop()
        said = f"{', '.join(codes)} and {len(gaps) - len(codes)} more"
    return f"Also not satisfied: {said}. The full report is that of clausegen check --format html."


def _table(document: Any, gaps: Sequence[Gap]) -> None:
    table = new_table(document, ("Safeguard", "What the contract says", "What to do"), size=9)
    for gap in gaps:
        finding = gap.first
        said = finding.reason
        if gap.is_whole:
            said = f"Nothing on any of its {len(gap.findings)} elements."
        elif finding.evidence:
            said = f"{said} “{cut(finding.evidence[0].text, _QUOTE)}” ({finding.evidence[0].place})"
        cells = table.add_row().cells
        write(cells[0], f"{SIGNS[finding.status]} {gap.name}\n{gap.severity}, {finding.status}", size=8.5)
        write(cells[1], said, size=8.5)
        write(cells[2], cut(finding.remedy, _QUOTE), size=8.5)
    set_widths(table, _WIDTHS)
