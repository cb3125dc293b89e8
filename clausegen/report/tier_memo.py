"""A tier assessment as a memo of one page in Word: the same bytes for the same assessment.

A page is finite: the memo says as much as ``memo_room`` finds room for. Longer texts are cut with an ellipsis, and
where lines are left out the memo says how many. No-gos are never left out.
"""

from __future__ import annotations

from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor

from clausegen.model import Assessment, Tier
from clausegen.report.page_fit import PAGE, ROOMS, WIDTHS, Room, height
from clausegen.report.tier_text import basis, lowered, open_questions, standing, stays
from clausegen.report.word_page import (
    DARK,
    fill,
    finished,
    heading,
    new_page,
    new_table,
    pad_rows,
    say,
    set_widths,
    write,
)
from clausegen.report.words import cut

_FONT: Final = "Arial"
_COLOURS: Final = {Tier.LOW: "2E7D46", Tier.MEDIUM: "B07D12", Tier.HIGH: "B5481D", Tier.PROHIBITED: "8E1B1B"}
_BANDS: Final = ("DCEBDD", "EAF1D5", "FBF0CC", "F8DCC4", "F2C4BF")


def render_tier_docx(assessment: Assessment) -> bytes:
    """Return the memo as .docx."""
    room = next(
        (r for r in ROOMS if height(_opening(assessment), _sections(assessment, r), _rows(assessment, r)) <= PAGE),
        ROOMS[-1],
    )
    document = new_page(size=8.5, edge=1.3, font=_FONT, space=2)
    _title(document, assessment)
    _say(document, _opening(assessment))
    _say(document, " ".join(standing(assessment)), bold=True)
    for title, lines in _sections(assessment, room):
        _heading(document, title)
        for line in lines:
            _point(document, line)
    _heading(document, "Factors: band 0 (best) to 4 (worst) × weight")
    _factors(document, assessment, room)
    _heading(document, "Decision")
    _say(document, f"Assessed by {cut(assessment.author, 80)}, {assessment.date}")
    _say(document, "Approved by: ______________________________    Date: ______________    Signature: ______________")
    _say(
        document, "Computed from the factors as stated; not legal advice. A tier is no better than its sources.", size=7
    )
    return finished(document, f"Risk tier: {assessment.deal}")


def _opening(assessment: Assessment) -> str:
    return f"{cut(assessment.deal, 120)}. {cut(basis(assessment), 330)}"


def _sections(assessment: Assessment, room: Room) -> list[tuple[str, list[str]]]:
    """Return titles and lines, most serious first; together at most as many lines as there is room for."""
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
        sections.append((title, [cut(line, room.line) for line in shown] + rest))
        free -= len(shown) + len(rest)
    return sections


def _rows(assessment: Assessment, room: Room) -> list[tuple[str, str, str, str, str]]:
    """Return the texts of the table of factors, a row for each."""
    return [
        (
            part.code,
            part.title,
            cut(part.found, room.found),
            f"{cut(part.source, room.source)}, {part.date}" if part.source else "–",
            f"{part.band} × {part.weight}",
        )
        for part in assessment.contributions
    ]


def _factors(document: Any, assessment: Assessment, room: Room) -> None:
    table = new_table(document, ("", "Factor", "Found", "Source, date", "Points"), size=7.5)
    pad_rows(table, 1.5)
    for part, texts in zip(assessment.contributions, _rows(assessment, room), strict=True):
        cells = table.add_row().cells
        for cell, text in zip(cells, texts, strict=True):
            write(cell, text, bold=part.missing, size=7.5)
        fill(cells[-1], _BANDS[part.band])
    set_widths(table, WIDTHS)


def _title(document: Any, assessment: Assessment) -> None:
    paragraph = document.add_paragraph(style="Title")
    paragraph.paragraph_format.space_after = Pt(4)
    for text, colour in (("Risk tier: ", DARK), (assessment.tier.value, _COLOURS[assessment.tier])):
        run = paragraph.add_run(text)
        run.font.name, run.font.size, run.bold = _FONT, Pt(18), True
        run.font.color.rgb = RGBColor.from_string(colour)


def _heading(document: Any, text: str) -> None:
    paragraph = heading(document, text, 10, font=_FONT, before=5)
    paragraph.paragraph_format.space_after = Pt(1)


def _say(document: Any, text: str, *, size: float = 8.5, bold: bool = False) -> None:
    say(document, text, size=size, bold=bold).alignment = WD_ALIGN_PARAGRAPH.LEFT


def _point(document: Any, text: str) -> None:
    paragraph = say(document, text, size=8.5, style="List Bullet")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_after = Pt(0)
