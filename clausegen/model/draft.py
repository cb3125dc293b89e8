"""A drafted document before it has a file format: paragraphs with kind, number and runs.

``assemble`` makes a Paper, the writers (Word, Markdown, HTML) put it into a file, and ``as_document``
turns it into the same ``Document`` a reader would make of that file, so that a draft is judged without
being saved.

Inline marks are Unicode noncharacters (U+FDD0..U+FDEF, reserved for internal use), which ``clean``
removes from every value: no answer of a deal can become bold, a reference or a numbered line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from clausegen.model.document import Block, BlockKind, Document

LITERAL = "\ufdd0"  # stands before every value, so that its first character opens no list or heading
REFERENCE = ("\ufdd1", "\ufdd2")  # around the id a reference points to
STAR = "\ufdd3"  # an asterisk of a value
BAR = "\ufdd4"  # a vertical bar of a value

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_BREAKS = re.compile(r"[ \t]*[\r\n\u2028\u2029]+[ \t]*|\t")
_INLINE = re.compile(rf"(\*\*|{REFERENCE[0]}[^{REFERENCE[1]}]*{REFERENCE[1]})")


def clean(value: str) -> str:
    """Return a value on one line, without characters that no document can hold."""
    return _UNPRINTABLE.sub("", _BREAKS.sub(" ", value))


def literal(value: str) -> str:
    """Return a value as it goes into marked text: always itself, never a mark."""
    return LITERAL + clean(value).replace("*", STAR).replace("|", BAR)


class ParagraphKind(StrEnum):
    """Kind of a paragraph on the page."""

    TITLE = "title"
    LINE = "line"  # a centred line of the first page
    HEADING = "heading"  # an unnumbered heading: Parties, Background, a part of a schedule
    PARTY = "party"  # (1), (2)
    RECITAL = "recital"  # (A), (B)
    CLAUSE = "clause"  # levels 1 to 4: 1., 1.1, (a), (i)
    DEFINITION = "definition"
    TEXT = "text"
    SCHEDULE = "schedule"  # the heading that opens a schedule
    ITEM = "item"  # levels 1 to 3 in a schedule or a notice: 1, (a), (i)
    ROW = "row"  # a row of a table; level 1 is its head
    SIGNATURE = "signature"  # cells: for whom, name, title, further blanks
    CONTENTS = "contents"  # where the table of contents goes


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text. ``target`` is the id of the paragraph it refers to, if it is a reference."""

    text: str
    bold: bool = False
    target: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph in its place.

    ``label`` is the number as printed ("9.", "9.2", "(a)"), ``number`` the full one ("9.2(a)"). ``anchor`` is
    the id references point to, ``code`` that of the element ("SUS-3") whose wording it is, ``cells`` the runs of each
    cell of a row or signature, ``note`` a drafting note of the house, left out of a clean copy.
    """

    kind: ParagraphKind
    runs: tuple[Run, ...] = ()
    level: int = 0
    label: str = ""
    number: str = ""
    anchor: str = ""
    requirement: str = ""
    element: str = ""
    code: str = ""
    cells: tuple[tuple[Run, ...], ...] = ()
    note: str = ""

    def with_words(self, runs: tuple[Run, ...], cells: tuple[tuple[Run, ...], ...] = ()) -> Paragraph:
        """Return the same paragraph with its words."""
        # By position and not with ``replace``, which is three times slower: a draft does this for each paragraph.
        return Paragraph(
            self.kind,
            runs,
            self.level,
            self.label,
            self.number,
            self.anchor,
            self.requirement,
            self.element,
            self.code,
            cells,
            self.note,
        )

    @property
    def text(self) -> str:
        """The words, without marks; cells are joined by a tab."""
        if self.cells:
            return "\t".join("".join(run.text for run in cell) for cell in self.cells)
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Paper:
    """A drafted document. ``manifest`` says from what and why it was made."""

    title: str
    kind: str
    paragraphs: tuple[Paragraph, ...]
    manifest: dict[str, object] = field(default_factory=dict)

    def numbers(self) -> dict[str, str]:
        """Return the number of every anchor: "9.2(a)", "Schedule 1"."""
        return {p.anchor: p.number for p in self.paragraphs if p.anchor}


def spoken(paragraph: Paragraph, word: str = "clause") -> str:
    """Name a paragraph as other clauses do: "clause 9.2", "paragraph 3", "Schedule 1"."""
    if paragraph.kind is ParagraphKind.SCHEDULE:
        return paragraph.number
    return f"{'paragraph' if paragraph.kind is ParagraphKind.ITEM else word} {paragraph.number}"


def runs(text: str, resolve: Callable[[str], str]) -> tuple[Run, ...]:
    """Return marked text as runs. ``resolve`` gives the printed words of a reference."""
    if "**" not in text and REFERENCE[0] not in text:
        return (Run(_unmarked(text)),) if text else ()
    out: list[Run] = []
    bold = False
    for part in _INLINE.split(text):
        if part == "**":
            bold = not bold
        elif part.startswith(REFERENCE[0]):
            out.append(Run(resolve(part[1:-1]), bold=bold, target=part[1:-1]))
        elif part:
            out.append(Run(_unmarked(part), bold=bold))
    return tuple(out)


def _unmarked(text: str) -> str:
    if LITERAL not in text:  # every value begins with it, so nothing here is escaped
        return text
    return text.replace(LITERAL, "").replace(STAR, "*").replace(BAR, "|")


def wider(target: str) -> Iterator[str]:
    """Yield an id, then what encloses it: a line of an element, the element, the requirement."""
    while target:
        yield target
        target = target.rpartition(".")[0]


def signature_lines(paragraph: Paragraph) -> tuple[str, ...]:
    """List the lines of a signature block: for whom, then signature, name, title, more blanks and date.

    Cells after the third name further blanks: authority, witness, seal.
    """
    who, name, title, *more = ["".join(run.text for run in cell) for cell in paragraph.cells]
    return who, "Signature:", f"Name: {name}", f"Title: {title}", *(f"{label}:" for label in more), "Date:"


_BLOCK_KINDS = {
    ParagraphKind.TITLE: BlockKind.TITLE,
    ParagraphKind.HEADING: BlockKind.HEADING,
    ParagraphKind.SCHEDULE: BlockKind.HEADING,
    ParagraphKind.ITEM: BlockKind.LIST_ITEM,
    ParagraphKind.ROW: BlockKind.TABLE_CELL,
    ParagraphKind.SIGNATURE: BlockKind.SIGNATURE,
}


def as_document(paper: Paper, *, path: str = "") -> Document:
    """Return the paper as a reader would see it, with automatic numbers in ``label`` and ``number``."""
    return Document.from_blocks(list(_blocks(paper)), path=path, format="draft", language="en")


def _blocks(paper: Paper) -> Iterator[Block]:
    for paragraph in paper.paragraphs:
        if paragraph.cells:
            kind = _BLOCK_KINDS[paragraph.kind]
            signs = paragraph.kind is ParagraphKind.SIGNATURE
            for text in signature_lines(paragraph) if signs else paragraph.text.split("\t"):
                if text.strip():
                    yield Block(text=text, start=0, end=0, kind=kind)
            continue
        kind = _BLOCK_KINDS.get(paragraph.kind, BlockKind.PARAGRAPH)
        if paragraph.kind is ParagraphKind.CLAUSE:
            kind = BlockKind.HEADING if paragraph.level == 1 else BlockKind.LIST_ITEM
        # The words "Schedule 1" are automatic on paper, but a reader meets them in the heading.
        text = f"{paragraph.number}: {paragraph.text}" if paragraph.kind is ParagraphKind.SCHEDULE else paragraph.text
        if text.strip():
            numbered = paragraph.kind is not ParagraphKind.SCHEDULE
            yield Block(
                text=text,
                start=0,
                end=0,
                kind=kind,
                label=paragraph.label if numbered else "",
                number=paragraph.number if numbered else "",
                level=max(paragraph.level - 1, 0),
            )
