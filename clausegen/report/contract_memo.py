"""Render one contract as a memo of one page in Word, for a lawyer to forward: what is wrong, where, what to do."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

import docx
from docx.shared import Cm, Pt, RGBColor

from clausegen.model import REPORT_CATEGORY, Report, Status
from clausegen.report.package import holdable, stable
from clausegen.report.terminal_page import SIGNS
from clausegen.report.urgency import Gap, gaps_of
from clausegen.report.word_table import fill, set_widths, write
from clausegen.report.words import assured, shortened, status_counts

_HEAD: Final = "24384F"
_MOST: Final = 7  # gaps in the table: more would not fit on a page
_QUOTE: Final = 170  # characters of a quotation, and of what would satisfy it
_NAME: Final = 70
_REST: Final = 420  # characters of the codes of all other gaps
_WIDTHS: Final = (4.6, 5.9, 6.5)  # cm


def render_memo(report: Report) -> bytes:
    """Render the memo as a .docx file; the same report gives the same bytes."""
    document = docx.Document()
    _set_page(document)
    _heading(document, f"Contract review: {shortened(report.contract.path, _NAME)}", 15)
    _say(document, f"{_conclusion(report)} Risk tier {report.tier}: {status_counts(report.summary)}.", bold=True)
    for notice in report.contract.notices[:2]:
        _say(document, f"Note: {_cut(notice.message)}", size=9)
    if mandatory := [verdict for verdict in report.verdicts if verdict.mandatory]:
        _heading(document, "Mandatory provisions", 11)
        for verdict in mandatory:
            satisfied = sum(finding.status is Status.SATISFIED for finding in verdict.findings)
            of = f"{satisfied} of {len(verdict.findings)} elements"
            _say(document, f"{SIGNS[verdict.status]} {verdict.name}: {verdict.status}, {of}")
    gaps = gaps_of(report)
    if gaps:
        _heading(document, "What must change first", 11)
        _table(document, gaps[:_MOST])
    if rest := gaps[_MOST:]:
        _say(document, _others(rest), size=9)
    if report.assurance:
        _say(document, assured(report.assurance), size=8)
    generator = report.generator
    made = f"Judged by clausegen {generator.version}, clause library {generator.library}, {report.playbook}."
    _say(document, f"{made} Not legal advice.", size=8)
    properties = document.core_properties
    properties.title, properties.author = holdable(f"Contract review: {report.contract.path}")[:250], "clausegen"
    properties.comments = ""
    properties.category = REPORT_CATEGORY
    stream = io.BytesIO()
    document.save(stream)
    return stable(stream.getvalue(), None)


def _conclusion(report: Report) -> str:
    """One sentence for people who read no further."""
    broken = [v.name for v in report.verdicts if v.mandatory and v.status is not Status.SATISFIED]
    if report.summary.status is Status.SATISFIED:
        return "Everything that is due was found."
    if broken:
        return f"Do not sign as it stands: not satisfied {'is' if len(broken) == 1 else 'are'} {', '.join(broken)}."
    return "The mandatory provisions are there; other safeguards are not."


def _others(gaps: Sequence[Gap]) -> str:
    """The codes of gaps that have no row, as many as fit."""
    codes = [gap.verdict.code if gap.is_whole else gap.first.code for gap in gaps]
    said = ", ".join(codes)
    while len(said) > _REST:
        codes.pop()
        said = f"{', '.join(codes)} and {len(gaps) - len(codes)} more"
    return f"Also not satisfied: {said}. The full report is that of clausegen check --format html."


def _table(document: Any, gaps: Sequence[Gap]) -> None:
    table = document.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, ("Safeguard", "What the contract says", "What to do"), strict=True):
        fill(cell, _HEAD)
        write(cell, text, bold=True, colour="FFFFFF", size=9)
    for gap in gaps:
        finding = gap.first
        name = gap.verdict.name.removesuffix(f" ({gap.verdict.code})")
        name = gap.verdict.name if gap.is_whole else f"{name}: {finding.title.lower()} ({finding.code})"
        said = finding.reason
        if gap.is_whole:
            said = f"Nothing on any of its {len(gap.findings)} elements."
        elif finding.evidence:
            words = " ".join(finding.evidence[0].text.split())
            said = f"{said} “{_cut(words)}” ({finding.evidence[0].place})"
        cells = table.add_row().cells
        write(cells[0], f"{SIGNS[finding.status]} {name}\n{gap.severity}, {finding.status}", size=8.5)
        write(cells[1], said, size=8.5)
        write(cells[2], _cut(finding.remedy), size=8.5)
    set_widths(table, _WIDTHS)


def _cut(text: str) -> str:
    return text if len(text) <= _QUOTE else text[: _QUOTE - 1].rstrip() + "…"


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.5)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(3), 1.0


def _heading(document: Any, text: str, size: int) -> None:
    paragraph = document.add_heading(level=1 if size > 12 else 2)
    paragraph.paragraph_format.space_before = Pt(6)
    run = paragraph.add_run(holdable(text))
    run.font.name = "Calibri"
    run.font.size, run.font.color.rgb = Pt(size), RGBColor.from_string(_HEAD)


def _say(document: Any, text: str, *, size: float = 10, bold: bool = False) -> None:
    run = document.add_paragraph().add_run(holdable(text))
    run.font.size, run.bold = Pt(size), bold
