"""Pieces of text with a look, gathered into blocks: what HTML, Markdown and e-mail have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from clausegen.ingest.labels import Outline, Typed, starts_with_label
from clausegen.ingest.sniff import paragraph_block
from clausegen.ingest.typography import tidy
from clausegen.model import Block, BlockKind, Doubt, State

BREAK = "\x0b"  # a line break inside a paragraph


class Piece(NamedTuple):
    """Text seen in one way."""

    text: str
    state: State = State.VISIBLE
    bold: bool = False


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
            self.pieces.append(Piece(text, state, bold))

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
        for lines, line in enumerate(_lines(pieces)):
            agreed = [piece for piece in line if piece.state == State.VISIBLE]
            text = tidy("".join(piece.text for piece in agreed)).strip()
            if text:
                bold = all(piece.bold for piece in agreed if piece.text.strip())
                own = automatic if lines == 0 else None
                number = self._agreed(text, anchor + cell, bool(cell), heading, centred, own, bold) or number
            for state, group in groupby(line, lambda piece: piece.state):
                apart = tidy("".join(piece.text for piece in group)).strip()
                if state != State.VISIBLE and any(c.isalnum() for c in apart):
                    kind = BlockKind.TABLE_CELL if cell else BlockKind.PARAGRAPH
                    self.blocks.append(
                        Block(text=apart, start=0, end=0, kind=kind, state=state, part=self.part, anchor=anchor + cell)
                    )
        if self.doubt:
            self.blocks[before:] = [
                block.model_copy(
                    update={"doubts": (Doubt(start=0, end=len(block.text), code=self.doubt, place=anchor),)}
                )
                for block in self.blocks[before:]
            ]
            self.doubt = ""
        return number

    def _agreed(
        self,
        text: str,
        anchor: str,
        in_cell: bool,
        heading: int,
        centred: bool,
        automatic: Automatic | None,
        bold: bool,
    ) -> str:
        label = Typed("", 0, "", max(heading - 1, 0))
        if automatic is not None and automatic.label:
            number, level = self.outline.automatic(
                automatic.label,
                form=automatic.form,
                value=automatic.value,
                parent=automatic.parent,
                complete=not automatic.parent and automatic.form == "decimal1",
            )
            label = Typed(automatic.label, 0, number, level)
        first = not any(block.agreed for block in self.blocks)
        block = paragraph_block(
            text,
            self.outline,
            label=label,
            in_cell=in_cell,
            bold=bold,
            centred=centred,
            heading_level=heading - 1 if heading else None,
            title=heading == 1 and first,
            bullet=automatic is not None,
            first=first,
            part=self.part,
            anchor=anchor,
        )
        self.blocks.append(block)
        return block.number


def _lines(pieces: list[Piece]) -> list[list[Piece]]:
    tokens: list[Piece] = []
    for piece in pieces:
        for at, text in enumerate(piece.text.split(BREAK)):
            if at:
                tokens.append(piece._replace(text=BREAK))
            if text:
                tokens.append(piece._replace(text=text))
    lines: list[list[Piece]] = [[]]
    for at, token in enumerate(tokens):
        if token.text != BREAK:
            lines[-1].append(token)
            continue
        following = tidy("".join(later.text for later in tokens[at + 1 : at + 6] if later.text != BREAK)).lstrip()
        if starts_with_label(following) and any(piece.text.strip() for piece in lines[-1]):
            lines.append([])
        else:
            lines[-1].append(token._replace(text=" "))
    return lines
