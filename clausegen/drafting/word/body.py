"""The body of a Word document as text: one function per kind of paragraph.

Written as strings, not as a tree: a full agreement is some hundred paragraphs of the same few shapes,
and a portfolio is thousands of agreements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clausegen.drafting.word import table
from clausegen.drafting.word.contents import (
    before_schedules,
    listed,
    opening_schedules,
    page_numbers,
    signature_heading,
)
from clausegen.drafting.word.house import COVER, House
from clausegen.drafting.word.table import text_run
from clausegen.model import Paper, Paragraph, ParagraphKind, Run, wider

_KINDS = {
    ParagraphKind.TITLE: "Title",
    ParagraphKind.LINE: "Cover Line",
    ParagraphKind.HEADING: "Unnumbered Heading",
    ParagraphKind.PARTY: "Party",
    ParagraphKind.RECITAL: "Recital",
    ParagraphKind.DEFINITION: "Definition",
    ParagraphKind.SCHEDULE: "Schedule Heading",
}
_BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
_DIRTY = _BEGIN.replace('"begin"', '"begin" w:dirty="true"')
_SEPARATE = '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


class Body:
    """One document body in the making."""

    def __init__(self, paper: Paper, house: House) -> None:
        self._paper = paper
        self._house = house
        self.notes: list[str] = []
        targets = {run.target for p in paper.paragraphs for run in p.runs if run.target}
        targets |= {run.target for p in paper.paragraphs for cell in p.cells for run in cell if run.target}
        anchors = {p.anchor: p for p in paper.paragraphs if p.anchor}
        # A reference to an element that is not due leads to the clause of its requirement.
        self._target = {name: next((n for n in wider(name) if n in anchors), name) for name in targets}
        wanted = set(self._target.values())
        self._bookmarks = {name: f"_Ref{index:08d}" for index, name in enumerate(anchors, start=1) if name in wanted}
        self._anchors = anchors
        self._marks = self._controls = 0
        self._sequence = 0
        self._previous = ParagraphKind.TEXT
        self._signs_next = False
        self._opening = opening_schedules(paper.paragraphs, house.measures)
        self._signature_page = signature_heading(paper.paragraphs)
        self._kept = before_schedules(paper.paragraphs)
        self._has_contents = any(p.kind is ParagraphKind.CONTENTS for p in paper.paragraphs)

    def xml(self) -> str:
        """Everything between ``<w:body>`` and ``</w:body>``."""
        out: list[str] = []
        paragraphs = self._paper.paragraphs
        contents = self._contents() if self._has_contents else []
        headings = {id(paragraph): mark for paragraph, mark, _ in contents}
        index = 0
        while index < len(paragraphs):
            paragraph = paragraphs[index]
            self._signs_next = index + 1 < len(paragraphs) and paragraphs[index + 1].kind is ParagraphKind.SIGNATURE
            if paragraph.cells:
                group = self._group(index)
                index += len(group)
                if paragraph.kind is ParagraphKind.ROW:
                    out.append(table.of_rows(group, self._house, self._run))
                    # Two tables in a row would become one; before a new page, the gap must not need one itself.
                    turns = index < len(paragraphs) and id(paragraphs[index]) in self._opening
                    out.append(_NOTHING if turns else _GAP)
                else:
                    out.append(table.of_signatures(group, self._house))
                self._previous = paragraph.kind
                continue
            if paragraph.kind is ParagraphKind.CONTENTS:
                out.extend(self._contents_xml(contents))
            elif paragraph.code:
                end = index
                while end < len(paragraphs) and paragraphs[end].code == paragraph.code:
                    end += 1
                out.append(self._controlled(paragraphs[index:end]))
                index = end
                continue
            else:
                out.append(self._paragraph(paragraph, headings.get(id(paragraph), "")))
            self._previous = paragraph.kind
            index += 1
        # A table may not be the last thing before the section: Word wants a paragraph there.
        if paragraphs and paragraphs[-1].cells:
            out.append(_NOTHING)
        out.append(self._house.section.replace(COVER, "<w:titlePg/>" if self._has_contents else ""))
        return "".join(out)

    def _group(self, index: int) -> Sequence[Paragraph]:
        """Consecutive rows of the table that begins here; a head begins another table."""
        paragraphs = self._paper.paragraphs
        end = index + 1
        while (
            end < len(paragraphs)
            and paragraphs[end].kind is paragraphs[index].kind
            and not (paragraphs[end].kind is ParagraphKind.ROW and paragraphs[end].level)
        ):
            end += 1
        return paragraphs[index:end]

    # Paragraphs -------------------------------------------------------------------------------------

    def _controlled(self, paragraphs: Sequence[Paragraph]) -> str:
        """The wording of an element in a content control that nobody sees, its code as the tag.

        What the counterparty changes stays inside it, so that ``altered`` finds each element again.
        """
        self._controls += 1
        words = []
        for paragraph in paragraphs:
            words.append(self._paragraph(paragraph, ""))
            self._previous = paragraph.kind
        return (
            f'<w:sdt><w:sdtPr><w:tag w:val="{paragraphs[0].code}"/><w:id w:val="{self._controls}"/>'
            f'<w15:appearance w15:val="hidden"/></w:sdtPr><w:sdtContent>{"".join(words)}</w:sdtContent></w:sdt>'
        )

    def _paragraph(self, paragraph: Paragraph, contents_mark: str) -> str:
        properties = f'<w:pPr><w:pStyle w:val="{self._style(paragraph)}"/>{self._page(paragraph)}</w:pPr>'
        words = "".join(map(self._run, paragraph.runs))
        bookmark = self._bookmarks.get(paragraph.anchor, "") if paragraph.anchor else ""
        if paragraph.kind is ParagraphKind.SCHEDULE:
            self._sequence += 1
            word = paragraph.number.rpartition(" ")[0]
            number = f"{text_run(f'{word} ')}{_BEGIN} SEQ {word} \\* ARABIC {_SEPARATE}"
            number += f"{text_run(str(self._sequence))}{_END}"
            words = self._marked(number, bookmark) + text_run(": ") + words
        elif bookmark:
            words = self._marked(words, bookmark)
        if contents_mark:
            words = self._marked(words, contents_mark)
        if paragraph.note:
            self.notes.append(paragraph.note)
            words += (
                f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
                f'<w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
            )
        return f"<w:p>{properties}{words}</w:p>"

    def _style(self, paragraph: Paragraph) -> str:
        kind = paragraph.kind
        if kind is ParagraphKind.CLAUSE:
            name = f"Clause {paragraph.level}"
        elif kind is ParagraphKind.ITEM:
            name = f"Schedule Item {paragraph.level}"
        elif kind is ParagraphKind.TEXT:
            name = "Clause Text" if paragraph.requirement else "Normal"
        else:
            name = _KINDS[kind]
        return self._house.styles[name]

    def _page(self, paragraph: Paragraph) -> str:
        """Break the page.

        The parties begin a page after contents and the signatures one after schedules; no signature and no last
        sub-clause stands alone on one, short schedules share one, and a title without contents needs no cover page.
        """
        if id(paragraph) == self._kept or (self._signs_next and id(paragraph) != self._signature_page):
            return "<w:keepNext/><w:keepLines/>"
        if id(paragraph) == self._signature_page:
            return "<w:pageBreakBefore/>"
        if paragraph.kind is ParagraphKind.SCHEDULE and id(paragraph) not in self._opening:
            return '<w:pageBreakBefore w:val="0"/><w:spacing w:before="480" w:after="240"/>'
        if paragraph.kind is ParagraphKind.TITLE and not self._has_contents:
            return '<w:spacing w:before="0" w:after="240"/>'
        return (
            "<w:pageBreakBefore/>"
            if self._previous is ParagraphKind.CONTENTS and paragraph.kind is ParagraphKind.HEADING
            else ""
        )

    def _marked(self, words: str, name: str) -> str:
        if not name:
            return words
        self._marks += 1
        return f'<w:bookmarkStart w:id="{self._marks}" w:name="{name}"/>{words}<w:bookmarkEnd w:id="{self._marks}"/>'

    def _run(self, run: Run) -> str:
        if not run.target:
            return text_run(run.text, run.bold)
        name = self._target[run.target]
        mark = self._bookmarks.get(name)
        if mark is None:
            return text_run(run.text, run.bold)
        if self._anchors[name].kind is ParagraphKind.SCHEDULE:
            return f"{_BEGIN} REF {mark} \\h {_SEPARATE}{text_run(run.text, run.bold)}{_END}"
        word, _, number = run.text.rpartition(" ")
        before = text_run(f"{word} ", run.bold) if word else ""
        return f"{before}{_BEGIN} REF {mark} \\w \\h {_SEPARATE}{text_run(number, run.bold)}{_END}"

    # Contents ---------------------------------------------------------------------------------------

    def _contents(self) -> list[tuple[Paragraph, str, int]]:
        pages = page_numbers(self._paper.paragraphs, self._house.measures, self._opening)
        shown = [(p, page) for p, page in zip(self._paper.paragraphs, pages, strict=True) if listed(p)]
        return [(p, f"_Toc{index:08d}", page) for index, (p, page) in enumerate(shown, start=1)]

    def _contents_xml(self, contents: Sequence[tuple[Paragraph, str, int]]) -> Iterator[str]:
        styles = self._house.styles
        yield f'<w:p><w:pPr><w:pStyle w:val="{styles["Contents Heading"]}"/></w:pPr>{text_run("Contents")}</w:p>'
        # Dirty: Word fills it at opening. In a customer's template, of unknown measures, no number is guessed before.
        begin = (
            f'{_DIRTY} TOC \\h \\z \\t "{_listed_name(self._house, "Clause 1")},1,'
            f'{_listed_name(self._house, "Schedule Heading")},1" {_SEPARATE}'
        )
        for index, (paragraph, mark, page) in enumerate(contents):
            shown = str(page) if self._house.own else "…"
            label = f"{paragraph.number}: " if paragraph.kind is ParagraphKind.SCHEDULE else f"{paragraph.label}\t"
            entry = (
                f'<w:hyperlink w:anchor="{mark}" w:history="1">{text_run(label + paragraph.text)}'
                f"<w:r><w:tab/></w:r>{_BEGIN} PAGEREF {mark} \\h {_SEPARATE}{text_run(shown)}{_END}</w:hyperlink>"
            )
            first = begin if index == 0 else ""
            last = _END if index == len(contents) - 1 else ""
            yield f'<w:p><w:pPr><w:pStyle w:val="{styles["toc 1"]}"/></w:pPr>{first}{entry}{last}</w:p>'


# So low that it never needs a page of its own.
_NOTHING = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
_GAP = '<w:p><w:pPr><w:spacing w:after="0"/></w:pPr></w:p>'


def _listed_name(house: House, name: str) -> str:
    return house.names.get(name, name)
