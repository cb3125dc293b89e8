"""A contract once it has been read: text with offsets, and where each piece came from.

One ``Document`` stands in the middle of the program. Ingest makes it from a file, assemble makes it
from a deal, the Word writer writes it; ``load(write(d))`` has the same blocks again.

Offsets are half-open character offsets into ``Document.text``, which holds exactly the *accepted,
visible* text: pending insertions count, pending deletions, hidden, white, tiny, struck and
placeholder text do not. What was set apart is kept in blocks of its own with an empty range, so that a
report can say "the clause is there, but hidden".
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from clausegen.model.doubt import Doubt

View = Literal["accepted", "original"]
"""Text of a file that is read: with its pending tracked changes accepted, or the one before them."""

Look = Literal["always", "doubt", "never"]
"""Times at which a file is rendered to confirm that its words are seen: always, where they are in doubt, or never."""


class Value(BaseModel):
    """Base of all values: frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # most commands use few of the models


class BlockKind(StrEnum):
    """Kind of a block on the page. Structure (recital, schedule, …) is decided later, by ``structure``."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    TABLE_CELL = "table-cell"
    CONTENTS = "contents"  # a line of a table of contents
    SIGNATURE = "signature"
    COMMENT = "comment"


class State(StrEnum):
    """State of text as a lawyer would see it. Only VISIBLE and INSERTED text is part of ``Document.text``."""

    VISIBLE = "visible"
    INSERTED = "inserted"  # pending tracked insertion: counts in the accepted view, and is reported
    DELETED = "deleted"  # pending tracked deletion
    HIDDEN = "hidden"
    WHITE = "white"
    STRUCK = "struck"
    PLACEHOLDER = "placeholder"
    COMMENT = "comment"


AGREED = frozenset({State.VISIBLE, State.INSERTED})
_VISIBLE, _INSERTED = State.VISIBLE, State.INSERTED  # asked of every block, many times over


class TrackedChange(Value):
    """A pending tracked change inside a block.

    ``kind`` is "inserted", "deleted" or "moved"; ``start`` and ``end`` are relative to the block's text
    (equal for a deletion, whose words are in ``text``); ``date`` is ISO 8601 or ``""``.
    """

    kind: str
    author: str = ""
    date: str = ""
    start: int = 0
    end: int = 0
    text: str = ""


class Box(Value):
    """Place of text on a PDF page, in points from the page's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


class PageBox(Box):
    """A box on a page, 1-based."""

    page: int


# Where one printed line of a block stands: the offset in the block's text at which it begins, its page,
# and the left, bottom, right and top of its box. Bare numbers: a contract has thousands of lines.
LinePlace = tuple[int, int, float, float, float, float]


class Block(Value):
    """A paragraph, cell or line in reading order.

    ``text == document.text[start:end]`` for agreed blocks. ``label`` is the number as printed, "(b)";
    ``number`` the full one, "12.3(b)", without the word "clause"; both ``""`` where there is none; neither
    is part of ``text`` when the number is automatic, both stay in ``text`` when it was typed
    (``typed_label`` is then the count of characters it takes, separator included). ``lines`` are the printed lines
    of a PDF, in order. ``doubts`` are ranges of its text that a person may not see as they are read.
    ``level`` is the depth of the numbering, 0 for the outermost. ``anchor`` points into the source
    ("word/document.xml#p17").
    """

    text: str
    start: int
    end: int
    kind: BlockKind = BlockKind.PARAGRAPH
    state: State = State.VISIBLE
    label: str = ""
    number: str = ""
    typed_label: int = 0
    level: int = 0
    part: str = "body"
    page: int | None = None
    lines: tuple[LinePlace, ...] = ()
    style: str = ""
    anchor: str = ""
    language: str = ""
    ocr_confidence: float | None = None
    changes: tuple[TrackedChange, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def row(self) -> str:
        """The table row a cell stands in ("word/document.xml;t2r3"), the same for all its cells; ``""`` elsewhere."""
        place, _, cell = self.anchor.partition(";")
        return f"{place.partition('#')[0]};{cell.rpartition('c')[0]}" if cell else ""

    @property
    def box(self) -> Box | None:
        """The box around its lines on the page it begins on; None where the format knows no pages."""
        places = [place for place in self.lines if place[1] == self.page]
        if not places:
            return None
        lefts, bottoms, rights, tops = list(zip(*places, strict=True))[2:]
        return Box(left=min(lefts), bottom=min(bottoms), right=max(rights), top=max(tops))

    @property
    def agreed(self) -> bool:
        """True when the block's text is part of the accepted visible text."""
        return self.state is _VISIBLE or self.state is _INSERTED


class Notice(Value):
    """Something a reader must be told about the file: ``code`` is stable, ``message`` is a sentence."""

    code: str
    message: str


class Coverage(Value):
    """Account of what was read. Absence is never claimed while it is not complete.

    ``complete`` is False as soon as one part, page or attachment that may hold contract text was not
    read. ``pages_unread`` are 1-based page numbers. ``skipped`` are sentences: part and reason.
    ``missing_schedules`` are referred to and not in the file at all: they are named, and change no finding.
    """

    complete: bool = True
    parts_read: tuple[str, ...] = ("body",)
    pages: int | None = None
    pages_read: int | None = None
    pages_ocr: tuple[int, ...] = ()
    pages_unread: tuple[int, ...] = ()
    skipped: tuple[str, ...] = ()
    pending_changes: int = 0
    set_apart: int = 0
    missing_schedules: tuple[str, ...] = ()


class Ranged(Protocol):
    """Anything with a half-open range of ``Document.text``."""

    @property
    def start(self) -> int:
        """First character."""
        ...

    @property
    def end(self) -> int:
        """One past the last character."""
        ...


Piece = TypeVar("Piece", bound=Ranged)


def holding(pieces: Sequence[Piece], offset: int) -> Piece | None:
    """Return the piece whose range holds the character at ``offset``, or None between pieces.

    ``pieces`` do not overlap and stand in order.
    """
    at = bisect_right(pieces, offset, key=lambda piece: piece.start) - 1
    return pieces[at] if at >= 0 and offset < pieces[at].end else None


class Document(Value):
    """A contract as read, or as assembled.

    ``text`` is the accepted visible text of all parts in reading order, blocks joined by a newline.
    ``language`` is the ISO 639-1 code of the language most of it is in, "other" for one that is not known,
    ``""`` when too little of it is prose to tell. ``sha256`` is of the file's bytes.
    """

    path: str = ""
    format: str = ""
    sha256: str = ""
    language: str = ""
    text: str
    blocks: tuple[Block, ...] = ()
    notices: tuple[Notice, ...] = ()
    coverage: Coverage = Field(default_factory=Coverage)

    @model_validator(mode="after")
    def _blocks_tile_the_text(self) -> Document:
        at = 0
        for block in self.blocks:
            if block.agreed:
                if block.start != at or self.text[block.start : block.end] != block.text:
                    raise ValueError(f"block at {block.start} does not continue the text at {at}")
                at = block.end + 1
        if self.blocks and at != len(self.text) + 1 and not (at == 0 and not self.text):
            raise ValueError(f"blocks end at {at - 1}, the text at {len(self.text)}")
        return self

    @classmethod
    def from_blocks(cls, blocks: list[Block], **fields: object) -> Document:
        """Build a document whose text is the agreed blocks joined by newlines, offsets filled in here.

        The ``start`` and ``end`` of the given blocks are ignored; blocks set apart get an empty range
        at the place where they were found.
        """
        at = 0
        placed: list[Block] = []
        texts: list[str] = []
        for block in blocks:
            if block.agreed:
                start, end = at, at + len(block.text)
                at = end + 1
                texts.append(block.text)
            else:
                start = end = max(at - 1, 0)
            right = block.start == start and block.end == end  # a reader may have counted along
            placed.append(block if right else block.model_copy(update={"start": start, "end": end}))
        return cls(text="\n".join(texts), blocks=tuple(placed), **fields)  # type: ignore[arg-type]

    def agreed_blocks(self) -> Iterator[Block]:
        """Yield blocks of the accepted visible text, in reading order."""
        return (block for block in self.blocks if block.agreed)

    def block_at(self, offset: int) -> Block | None:
        """Return the agreed block that holds the character at ``offset``, or None between blocks."""
        return holding(self._agreed, offset)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The doubts of all agreed blocks, in order, as ranges of ``text``."""
        cached = self.__dict__.get("_doubts_cache")
        if cached is None:
            cached = self.__dict__["_doubts_cache"] = tuple(
                doubt.model_copy(update={"start": block.start + doubt.start, "end": block.start + doubt.end})
                for block in self._agreed
                for doubt in block.doubts
            )
        return cached

    def doubts_in(self, start: int, end: int) -> tuple[Doubt, ...]:
        """Return the doubts that touch the half-open range; a quotation with one is not known to be seen."""
        return tuple(doubt for doubt in self.doubts if doubt.start < end and start < doubt.end)

    @property
    def _agreed(self) -> tuple[Block, ...]:
        cached = self.__dict__.get("_agreed_cache")
        if cached is None:
            cached = tuple(self.agreed_blocks())
            self.__dict__["_agreed_cache"] = cached
        return cached
