"""Pieces of text with a look, gathered into blocks: what HTML, Markdown and e-mail have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from clausegen.ingest.docx.pieces import split_at_labels
from clausegen.ingest.docx.tracked_changes import Piece
from clausegen.ingest.labels import Outline, Typed
from clausegen.ingest.result import doubted
from clausegen.ingest.sniff import paragraph_block
from clausegen.ingest.typography import tidy
from clausegen.model import Block, BlockKind, State


class Automatic(NamedTuple):
    """The number that a list gives its item; an empty label is a bullet."""

    label: str
    form: str = ""
    value: int = 0
    parent: str = ""


@dataclass(slots=True)
class Flow:
    """Gathers pieces until ``flush`` makes blocks of them."""

    part: str = "body"
    blocks: list[Block] = field(default_factory=list)
    outline: Outline = field(default_factory=Outline)
    pieces: list[Piece] = field(default_factory=list)

    doubt: str = ""  # the code of what makes the paragraph under way uncertain to be seen

    def add(self, text: str, state: State = State.VISIBLE, *, bold: bool = False, doubt: str = "") -> None:
        """Take one piece of the paragraph under way."""
        if text:
            self.doubt = self.doubt or (doubt if text.strip() else "")
            self.pieces.append(Piece(text, look=state, bold=bold))

    def flush(
        self,
        anchor: str,
        *,
        cell: str = "",
        heading: int = 0,
        centred: bool = False,
        automatic: Automatic | None = None,
    ) -> str:
        """End the paragraph; a line break before a typed number parts it. Returns its full number.

        ``heading`` is 1 for an outermost heading, 0 for none.
        """
        pieces, self.pieces = self.pieces, []
        number = ""
        before = len(self.blocks)
        for lines, line in enumerate(split_at_labels(pieces)):
            agreed = [piece for piece in line if piece.look == State.VISIBLE]
            text = tidy("".join(piece.text for piece in agreed)).strip()
            if text:
                bold = all(piece.bold for piece in agreed if piece.text.strip())
                label = Typed(level=max(heading - 1, 0))
                if automatic is not None and automatic.label and not lines:
                    complete = not automatic.parent and automatic.form == "decimal1"
                    own = self.outline.automatic(**automatic._asdict(), complete=complete)
                    label = Typed(automatic.label, 0, *own)
                first = not any(block.agreed for block in self.blocks)
                block = paragraph_block(
                    text,
                    self.outline,
                    label=label,
                    in_cell=bool(cell),
                    bold=bold,
                    centred=centred,
                    heading_level=heading - 1 if heading else None,
                    title=heading == 1 and first,
                    bullet=automatic is not None and not lines,
                    first=first,
                    part=self.part,
                    anchor=anchor + cell,
                )
                self.blocks.append(block)
                number = block.number or number
            for state, group in groupby(line, lambda piece: piece.look):
                apart = tidy("".join(piece.text for piece in group)).strip()
                if state != State.VISIBLE and any(c.isalnum() for c in apart):
                    kind = BlockKind.TABLE_CELL if cell else BlockKind.PARAGRAPH
                    self.blocks.append(
                        Block(text=apart, start=0, end=0, kind=kind, state=state, part=self.part, anchor=anchor + cell)
                    )
        if self.doubt:
            self.blocks[before:] = [doubted(block, self.doubt, anchor) for block in self.blocks[before:]]
            self.doubt = ""
        return number
