"""Inserted paragraphs and tables as WordprocessingML, every one of them a tracked insertion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from clausegen.model import Paragraph, ParagraphKind, Run
from clausegen.redline.paragraph_format import DEFINITION, PART, SCHEDULE, TEXT, Look, Looks

AUTHOR = "clausegen"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@dataclass
class Tracker:
    """Gives each insertion an id of its own. ``date`` is an ISO date or ""."""

    next_id: int
    date: str = ""

    def attributes(self) -> str:
        """The attributes of the next insertion."""
        self.next_id += 1
        return f'w:id="{self.next_id}" w:author="{AUTHOR}"{stamp(self.date)}'


def stamp(date: str) -> str:
    """The attribute of a day, or nothing where none is known."""
    return f' w:date="{date}T00:00:00Z"' if date else ""


class Inserter:
    """Writes paragraphs in the looks of a contract. ``comments`` maps a requirement to comments on its heading."""

    def __init__(self, looks: Looks, tracker: Tracker, comments: Mapping[str, Sequence[int]], prefix: str) -> None:
        self._looks = looks
        self._tracker = tracker
        self._comments = dict(comments)
        self._prefix = prefix

    def xml(self, paragraphs: Sequence[Paragraph]) -> bytes:
        """The paragraphs as they go into the part, one after the other."""
        text = "".join(self._elements(paragraphs))
        if self._prefix != "w":
            text = text.replace("<w:", f"<{self._prefix}:").replace("</w:", f"</{self._prefix}:")
            text = text.replace(" w:", f" {self._prefix}:")
        return text.encode()

    def _elements(self, paragraphs: Sequence[Paragraph]) -> Iterator[str]:
        for is_row, group in groupby(paragraphs, lambda p: p.kind is ParagraphKind.ROW):
            if is_row:
                rows: list[Paragraph] = []
                for row in group:
                    if row.level and rows:
                        yield self._table(rows)
                        rows = []
                    rows.append(row)
                yield self._table(rows)
                yield self._paragraph(Look(), "", ())  # two tables in a row would become one
            else:
                yield from map(self._placed, group)

    def _placed(self, paragraph: Paragraph) -> str:
        kind, label = _kind_and_label(paragraph)
        look = self._looks.of(kind)
        runs = paragraph.runs
        if not look.stopped:
            label = label.rstrip(".")
        if look.capitals:
            runs = tuple(replace(run, text=run.text.upper()) for run in runs)
        if kind == SCHEDULE and not look.automatic:
            word = paragraph.label.upper() if look.capitals else paragraph.label
            runs = (Run(f"{word}{look.separator if look.example and look.separator.strip() else ': '}"), *runs)
            label = ""
        if kind == SCHEDULE:
            front = [tag for tag in look.properties if tag.startswith(("<w:pStyle", "<w:keep"))]
            rest = [tag for tag in look.properties if tag not in front]
            look = Look((*front, "<w:pageBreakBefore/>", *rest), look.letters, look.automatic)
        if paragraph.kind is ParagraphKind.HEADING:
            runs = tuple(Run(run.text, bold=True) for run in runs)
        notes: Sequence[int] = ()
        if paragraph.kind is ParagraphKind.CLAUSE:
            notes = self._comments.pop(paragraph.requirement, ())
        return self._paragraph(look, "" if look.automatic else label, runs, notes)

    def _paragraph(self, look: Look, label: str, runs: Sequence[Run], notes: Sequence[int] = ()) -> str:
        properties = "".join(look.properties)
        mark = f"<w:rPr><w:ins {self._tracker.attributes()}/></w:rPr>"
        number = ""
        if label:
            between = f'<w:t xml:space="preserve">{look.separator}</w:t>' if look.separator else "<w:tab/>"
            number = f"<w:r>{_letters(look.letters)}<w:t>{escaped(label)}</w:t>{between}</w:r>"
        words = number + "".join(run_xml(run, look.letters) for run in runs if run.text)
        inserted = f"<w:ins {self._tracker.attributes()}>{words}</w:ins>" if words else ""
        for note in notes:
            inserted = f'<w:commentRangeStart w:id="{note}"/>{inserted}<w:commentRangeEnd w:id="{note}"/>'
            reference = f'<w:r><w:commentReference w:id="{note}"/></w:r>'
            inserted += f"<w:ins {self._tracker.attributes()}>{reference}</w:ins>"
        return f"<w:p><w:pPr>{properties}{mark}</w:pPr>{inserted}</w:p>"

    def _table(self, rows: Sequence[Paragraph]) -> str:
        columns = max(len(row.cells) for row in rows)
        width = 9000 // columns
        plain = Look(letters=self._looks.of(TEXT).letters)
        out = [
            f'<w:tbl><w:tblPr><w:tblW w:w="{width * columns}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
            '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>',
            f'<w:gridCol w:w="{width}"/>' * columns,
            "</w:tblGrid>",
        ]
        for row in rows:
            out.append(f"<w:tr><w:trPr><w:cantSplit/><w:ins {self._tracker.attributes()}/></w:trPr>")
            for cell in (*row.cells, *((),) * (columns - len(row.cells))):
                runs = tuple(Run(run.text, run.bold or row.level == 1) for run in cell)
                held = self._paragraph(plain, "", runs)
                out.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{held}</w:tc>')
            out.append("</w:tr>")
        return "".join(out) + "</w:tbl>"


def _kind_and_label(paragraph: Paragraph) -> tuple[str, str]:
    match paragraph.kind:
        case ParagraphKind.CLAUSE:
            return str(paragraph.level), paragraph.label
        case ParagraphKind.ITEM:
            return f"item {paragraph.level}", paragraph.label
        case ParagraphKind.SCHEDULE:
            return SCHEDULE, paragraph.label
        case ParagraphKind.HEADING if paragraph.anchor == PART:
            return PART, ""
        case ParagraphKind.DEFINITION:
            return DEFINITION, ""
        case _:
            return TEXT, ""


def _letters(letters: Sequence[str], *, bold: bool = False) -> str:
    held = list(letters)
    if bold and not any(tag.startswith("<w:b/>") for tag in held):
        at = sum(tag.startswith("<w:rFonts") for tag in held)
        held[at:at] = ["<w:b/>", "<w:bCs/>"]
    return f"<w:rPr>{''.join(held)}</w:rPr>" if held else ""


def run_xml(run: Run, letters: Sequence[str] = ()) -> str:
    """A run of text."""
    return f'<w:r>{_letters(letters, bold=run.bold)}<w:t xml:space="preserve">{escaped(run.text)}</w:t></w:r>'


def escaped(text: str) -> str:
    """Text as it stands in XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
