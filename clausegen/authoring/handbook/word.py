"""The book as a Word document: built-in styles, a table of contents, the same bytes for the same book."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from clausegen.authoring.handbook.content import Book, Chapter, Entry
from clausegen.authoring.handbook.page import SHOWN, about, headed, named, preface, rung, standing
from clausegen.model import REPORT_CATEGORY, Example
from clausegen.report import stable

_NAVY = RGBColor(0x1F, 0x2A, 0x44)
_GREY = RGBColor(0x56, 0x60, 0x7A)


def to_docx(book: Book) -> bytes:
    """Return the book as .docx."""
    writer = _Writer()
    writer.set_up(f"Playbook: {book.title}")
    writer.paragraph(f"Playbook: {book.title}", "Title")
    writer.meta(f"Library {book.version} · {book.sha256[:16]}")
    writer.paragraph(book.description)
    writer.paragraph(preface(book))
    writer.contents([named(chapter) for chapter in book.chapters])
    writer.paragraph("What a tier asks of the deal", "Heading 1")
    writer.table(book.terms)
    for chapter in book.chapters:
        writer.chapter(chapter)
    buffer = io.BytesIO()
    writer.document.save(buffer)
    return stable(buffer.getvalue())


class _Writer:
    """Writes entries into a document."""

    def __init__(self) -> None:
        self.document: Any = Document()
        # By id, because python-docx searches all styles for a name each time it meets one.
        self._ids = {style.name: style.style_id for style in self.document.styles}

    def set_up(self, title: str) -> None:
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = title, "clausegen", ""
        properties.category = REPORT_CATEGORY
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        styles = self.document.styles
        styles["Normal"].font.name, styles["Normal"].font.size = "Georgia", Pt(10.5)
        for name, size in (("Title", 24), ("Heading 1", 17), ("Heading 2", 12), ("Heading 3", 9.5)):
            style = styles[name]
            style.font.name, style.font.color.rgb, style.font.size = "Arial", _NAVY, Pt(size)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
        styles["Heading 1"].paragraph_format.page_break_before = True
        _field(section.footer.paragraphs[0], "PAGE", "1")

    def paragraph(self, text: str, style: str = "") -> Any:
        made = self.document.add_paragraph(text)
        if style:
            made._p.style = self._ids[style]
        return made

    def contents(self, shown: list[str]) -> None:
        """Add a table of contents that Word updates, showing the chapters until it does."""
        self.paragraph("Contents", "Heading 3")
        _field(self.paragraph(""), 'TOC \\o "1-2" \\h \\z \\u', "\n".join(shown))

    def table(self, rows: tuple[tuple[str, ...], ...]) -> None:
        table = self.document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
        for index, row in enumerate(rows):
            for cell, words in zip(table.add_row().cells, row, strict=True):
                run = cell.paragraphs[0].add_run(words)
                run.font.size, run.bold = Pt(8.5), not index

    def chapter(self, chapter: Chapter) -> None:
        requirement = chapter.requirement
        self.paragraph(named(chapter), "Heading 1")
        self.meta(about(chapter))
        self.paragraph(requirement.statement)
        self.paragraph(requirement.why)
        self.listed("Definitions", chapter.definitions)
        self.listed(f"Questions, answered under [answers.{requirement.id}]", chapter.questions)
        self.listed("Sources", chapter.cites)
        for entry in chapter.entries:
            self.entry(entry)

    def entry(self, entry: Entry) -> None:
        element = entry.element
        self.paragraph(headed(entry), "Heading 2")
        self.meta(standing(entry))
        self.paragraph(element.why)
        self.listed("Takes all of", element.parts)
        for wording in entry.wordings:
            self.paragraph(rung(wording), "Heading 3")
            if wording.statement:
                self.paragraph(wording.statement)
            for line in wording.lines:
                shape = self.paragraph(line.text).paragraph_format
                shape.left_indent, shape.space_after = Cm(0.7 + 0.9 * max(line.level - 2, 0)), Pt(4)
        if element.ladder:
            self.paragraph("Walk away", "Heading 3")
            self.paragraph(element.ladder.walk_away)
        self.listed("Sources", entry.cites)
        for status, title in SHOWN:
            for number, example in enumerate(entry.shown(status)):
                if not number:
                    self.paragraph(title, "Heading 3")
                self.example(example)

    def example(self, example: Example) -> None:
        made = self.paragraph(example.text.strip(), "List Bullet")
        made.runs[0].font.size = Pt(9.5)
        if example.why_not:
            run = made.add_run(f" {example.why_not}")
            run.italic, run.font.size, run.font.color.rgb = True, Pt(9.5), _GREY

    def listed(self, title: str, items: tuple[str, ...]) -> None:
        if items:
            self.paragraph(title, "Heading 3")
        for item in items:
            self.paragraph(item, "List Bullet")

    def meta(self, text: str) -> None:
        run = self.paragraph("").add_run(text)
        run.font.size, run.font.color.rgb, run.font.name = Pt(9), _GREY, "Arial"


def _field(paragraph: Any, code: str, shown: str) -> None:
    """Add a field with what it shows until Word updates it; python-docx has none."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("result", shown), ("end", "")):
        run = paragraph.add_run()
        if kind == "result":
            run.text = text
        elif kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._r.append(element)
        else:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = f" {text} "
            run._r.append(element)
