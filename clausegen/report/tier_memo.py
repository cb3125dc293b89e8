"""A tier assessment as a memo of one page in Word: the same bytes for the same assessment.

A page is finite: the memo says as much as ``memo_room`` finds room for. Longer texts are cut with an ellipsis, and
where lines are left out the memo says how many. No-gos are never left out.
"""

from __future__ import annotations

import io
from typing import Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt, RGBColor

from clausegen.model import REPORT_CATEGORY, Assessment, Tier
from clausegen.report.package import holdable, stable
from clausegen.report.page_fit import PAGE, ROOMS, WIDTHS, Room, height
from clausegen.report.tier_text import basis, lowered, open_questions, standing, stays
from clausegen.report.word_table import fill, pad_rows, set_widths, write

_HEAD: Final = "1F2A44"
_COLOURS: Final = {Tier.LOW: "2E7D46", Tier.MEDIUM: "B07D12", Tier.HIGH: "B5481D", Tier.PROHIBITED: "8E1B1B"}
_BANDS: Final = ("DCEBDD", "EAF1D5", "FBF0CC", "F8DCC4", "F2C4BF")


def render_tier_docx(assessment: Assessment) -> bytes:
    """The memo as .docx."""
    room = next(
        (r for r in ROOMS if height(_opening(assessment), _sections(assessment, r), _rows(assessment, r)) <= PAGE),
        ROOMS[-1],
    )
    document = docx.Document()
    _page(document)
    _title(document, assessment)
    _say(document, _opening(assessment))
    _say(document, " ".join(standing(assessment)), bold=True)
    for title, lines in _sections(assessment, room):
        _heading(document, title)
        for line in lines:
            _say(document, line, bullet=True)
    _heading(document, "Factors: band 0 (best) to 4 (worst) × weight")
    _factors(document, assessment, room)
    _heading(document, "Decision")
    _say(document, f"Assessed by {_short(assessment.author, 80)}, {assessment.date}")
    _say(document, "Approved by: ______________________________    Date: ______________    Signature: ______________")
    _say(
        document, "Computed from the factors as stated; not legal advice. A tier is no better than its sources.", size=7
    )
    properties = document.core_properties
    properties.title, properties.author = holdable(f"Risk tier: {assessment.deal}")[:250], "clausegen"
    properties.comments = ""
    properties.category = REPORT_CATEGORY
    out = io.BytesIO()
    document.save(out)
    return stable(out.getvalue())


def _opening(assessment: Assessment) -> str:
    return f"{_short(assessment.deal, 120)}. {_short(basis(assessment), 330)}"


def _sections(assessment: Assessment, room: Room) -> list[tuple[str, list[str]]]:
    """Titles and lines, most serious first; together at most as many lines as there is room for."""
    changes = [f"{change.tier}, if {change.change}" for change in assessment.changes]
    if not lowered(assessment):
        changes.insert(0, stays(assessment))
    wanted = [
        ("Open: answer before relying on this tier", open_questions(assessment)),
        ("Read first", list(assessment.warnings)),
        ("Floors that hold", [f"At least {floor.tier}: {floor.reason}" for floor in assessment.floors]),
        ("What would change it", changes),
    ]
    no_gos = [no_go.reason for no_go in assessment.no_gos]
    free = max(9, room.lines - len(no_gos))
    sections = [("No-go: no agreement may be drafted", no_gos)] if no_gos else []
    left = [(title, lines) for title, lines in wanted if lines]
    for index, (title, lines) in enumerate(left):
        share = max(1, free - (len(left) - index - 1))  # a line at least for each section that follows
        shown = lines if len(lines) <= share else lines[: max(1, share - 1)]
        more = len(lines) - len(shown)
        rest = [f"… and {more} more: see clausegen tier DEAL.toml"] if more else []
        sections.append((title, [_short(line, room.line) for line in shown] + rest))
        free -= len(shown) + len(rest)
    return sections


def _rows(assessment: Assessment, room: Room) -> list[tuple[str, str, str, str, str]]:
    """The texts of the table of factors, a row for each."""
    return [
        (
            part.code,
            part.title,
            _short(part.found, room.found),
            f"{_short(part.source, room.source)}, {part.date}" if part.source else "–",
            f"{part.band} × {part.weight}",
        )
        for part in assessment.contributions
    ]


def _factors(document: Any, assessment: Assessment, room: Room) -> None:
    table = document.add_table(rows=1, cols=len(WIDTHS))
    table.style = "Table Grid"
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, ("", "Factor", "Found", "Source, date", "Points"), strict=True):
        fill(cell, _HEAD)
        write(cell, text, bold=True, colour="FFFFFF", size=7.5)
    pad_rows(table, 1.5)
    for part, texts in zip(assessment.contributions, _rows(assessment, room), strict=True):
        cells = table.add_row().cells
        for cell, text in zip(cells, texts, strict=True):
            write(cell, text, bold=part.missing, size=7.5)
        fill(cells[-1], _BANDS[part.band])
    set_widths(table, WIDTHS)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.3)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(8.5)
    normal.paragraph_format.space_after = Pt(2)
    normal.paragraph_format.line_spacing = 1.0


def _title(document: Any, assessment: Assessment) -> None:
    paragraph = document.add_paragraph(style="Title")
    paragraph.paragraph_format.space_after = Pt(4)
    for text, colour in (("Risk tier: ", _HEAD), (assessment.tier.value, _COLOURS[assessment.tier])):
        run = paragraph.add_run(text)
        run.font.name, run.font.size, run.bold = "Arial", Pt(18), True
        run.font.color.rgb = RGBColor.from_string(colour)


def _heading(document: Any, text: str) -> None:
    paragraph = document.add_heading(level=2)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(5), Pt(1)
    run = paragraph.add_run(text)
    run.font.name, run.font.size = "Arial", Pt(10)
    run.font.color.rgb = RGBColor.from_string(_HEAD)


def _say(document: Any, text: str, *, size: float = 8.5, bold: bool = False, bullet: bool = False) -> None:
    paragraph = document.add_paragraph(style="List Bullet" if bullet else None)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    if bullet:
        paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(holdable(text))
    run.font.size, run.bold = Pt(size), bold


def _short(text: str, most: int) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
