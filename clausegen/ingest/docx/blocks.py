"""From walked paragraphs to blocks: one view chosen, changes located, numbers computed."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any, Final

from clausegen.ingest import limits
from clausegen.ingest.docx.numbering import Numbering
from clausegen.ingest.docx.pieces import BREAK, Paragraph, split_at_labels
from clausegen.ingest.docx.tracked_changes import GONE, Piece, apart_state, change_of, composed
from clausegen.ingest.labels import Outline, Typed, is_attached
from clausegen.ingest.sniff import paragraph_block
from clausegen.ingest.typography import tidy
from clausegen.model import Block, BlockKind, Doubt, State, TrackedChange
from clausegen.runtime import regex

_WORDS: Final = regex(r"[^\W\d_]{2,}")
_SENTENCE: Final = 3  # words; numbers have two at most: "Special Condition 4"
_APART: Final = frozenset({State.HIDDEN, State.WHITE, State.STRUCK, State.PLACEHOLDER})


class Blocks:
    """Collects the blocks of one part after the other; ``blocks`` grows in reading order."""

    def __init__(self, numbering: Numbering, *, original: bool) -> None:
        self._numbering = numbering
        self._original = original
        self._gone = GONE[original]
        self._outline = Outline()
        self._list_numbers: dict[tuple[str, int], str] = {}
        self._pending: Paragraph | None = None
        self._seen_text = False
        self._characters = 0
        self.blocks: list[Block] = []
        self.source = ""

    def add(self, paragraph: Paragraph) -> None:
        """Take the next paragraph; one whose mark is gone in this view runs on into the following."""
        held = self._pending
        if held is not None:
            self._pending = None
            same_container = held.place.cell == paragraph.place.cell and held.place.part == paragraph.place.part
            if same_container:
                keep_first = held.separator or held.mark_hidden
                pieces = held.pieces + paragraph.pieces
                chosen = replace(held, mark_revision=paragraph.mark_revision) if keep_first else paragraph
                paragraph = replace(
                    chosen,
                    pieces=pieces,
                    mark_hidden=paragraph.mark_hidden,
                    separator=paragraph.separator,
                    doubt=held.doubt or paragraph.doubt,
                )
            else:
                self._finish(held)
        runs_on = paragraph.mark_revision != "" and paragraph.mark_revision in self._gone
        if not runs_on and (paragraph.separator or paragraph.mark_hidden):
            runs_on = any(self._counts(piece) for piece in paragraph.pieces)
        if runs_on:
            self._pending = paragraph
        else:
            self._finish(paragraph)

    @property
    def full(self) -> bool:
        """True when more would be cut off (see ``limits``)."""
        return self._characters > limits.CHARACTERS or len(self.blocks) > limits.PARAGRAPHS

    def close(self) -> None:
        """End of a part: nothing follows for a paragraph to run on into."""
        if self._pending is not None:
            held, self._pending = self._pending, None
            self._finish(held)

    def _counts(self, piece: Piece) -> bool:
        return piece.revision not in self._gone and piece.look == State.VISIBLE and bool(piece.text.strip())

    def _finish(self, paragraph: Paragraph) -> None:
        pieces = paragraph.pieces
        numbered = paragraph.num_id or paragraph.style.num_id
        label = self._label(paragraph) if numbered and not self._unnumbered(paragraph) else Typed()
        if not pieces and not label.label:
            return
        settled = all(piece.revision == "" and piece.look == State.VISIBLE for piece in pieces)
        had_text = False
        for line in split_at_labels(pieces):
            had_text = self._agreed_block(paragraph, line, Typed() if had_text else label, settled) or had_text
        if not settled:
            self._apart_blocks(paragraph, label, had_text)

    def _unnumbered(self, paragraph: Paragraph) -> bool:
        """Word counts neither deleted or hidden paragraphs nor an empty one that only breaks the section."""
        if paragraph.place.revision in self._gone:
            return True
        visible = any(self._counts(piece) for piece in paragraph.pieces)
        if visible:
            return False
        deleted = paragraph.mark_revision in self._gone
        return paragraph.section_break or paragraph.mark_hidden or paragraph.separator or deleted

    def _label(self, paragraph: Paragraph) -> Typed:
        style = paragraph.style
        num_id = paragraph.num_id if paragraph.num_id is not None else style.num_id
        if num_id in (None, "0"):
            return Typed()
        ilvl: int | None = None
        if paragraph.num_id is None or paragraph.ilvl is None:
            ilvl = self._numbering.level_of_style(str(num_id), style.chain) if paragraph.ilvl is None else None
        if ilvl is None:
            text = paragraph.ilvl if paragraph.ilvl is not None else style.ilvl
            ilvl = int(text) if text and text.isdecimal() else 0
        number = self._numbering.next(str(num_id), ilvl)
        if number is None:
            return Typed()
        if not number.label:
            self._list_numbers.pop((number.list_key, ilvl), None)
            return Typed(level=ilvl, bullet=True)
        parent = next(
            (self._list_numbers[number.list_key, above] for above in range(ilvl - 1, -1, -1)
             if (number.list_key, above) in self._list_numbers),
            "",
        )  # fmt: skip
        full, level = self._outline.automatic(
            number.label, form=number.form, value=number.value, parent=parent, complete=number.complete
        )
        self._list_numbers[number.list_key, ilvl] = "" if is_attached(number.label) else full
        for deeper in range(ilvl + 1, 9):
            self._list_numbers.pop((number.list_key, deeper), None)
        return Typed(number.label, 0, full, max(level, ilvl) if parent or number.complete else level)

    def _agreed_block(self, paragraph: Paragraph, line: list[Piece], label: Typed, settled: bool) -> bool:
        changes: tuple[TrackedChange, ...] = ()
        if settled:
            text = tidy("".join([piece.text for piece in line])).strip()
        else:
            text, changes = composed(line, self._gone)
        where = self._where(paragraph, text)
        if len(_WORDS.findall(label.label)) >= _SENTENCE:  # a sentence set as a number, in a look of its own
            text, label, changes = f"{label.label} {text}".strip(), label._replace(label=""), ()
            doubt = Doubt(start=0, end=len(text), code="word-unknown-markup", place=where["anchor"])
            where["doubts"] = (*where["doubts"], doubt)
        if not text:
            return False
        seen = line if settled else [piece for piece in line if self._counts(piece)]
        inserted = not settled and not self._original and all(piece.revision == "i" for piece in seen)
        outline = paragraph.outline if paragraph.outline is not None else paragraph.style.outline
        block = paragraph_block(
            text,
            self._outline,
            label=label,
            in_cell=bool(paragraph.place.cell),
            bold=all(piece.bold or not piece.text.strip() for piece in seen),
            centred=paragraph.centred,
            heading_level=outline if outline is not None and outline < 9 else None,
            title=paragraph.style.name.lower() in {"title", "titel", "titre", "título"},
            contents=paragraph.contents,
            bullet=label.bullet,
            first=not self._seen_text and paragraph.place.part == "body",
            state=State.INSERTED if inserted else State.VISIBLE,
            changes=changes,
            **where,
        )
        self._seen_text = True
        self._characters += len(text)
        self.blocks.append(block)
        return True

    def _where(self, paragraph: Paragraph, text: str) -> dict[str, Any]:
        place = paragraph.place
        return {
            "part": place.part,
            "style": paragraph.style.name,
            "anchor": f"{self.source}#p{paragraph.index}{place.cell}",
            "doubts": self._doubts(paragraph, text),
        }

    def _doubts(self, paragraph: Paragraph, text: str) -> tuple[Doubt, ...]:
        struck = any(piece.look == State.STRUCK and _WORDS.search(piece.text) for piece in paragraph.pieces)
        code = paragraph.doubt or ("word-struck" if struck else "")
        place = f"{self.source}#p{paragraph.index}{paragraph.place.cell}"
        return (Doubt(start=0, end=len(text), code=code, place=place),) if code else ()

    def _apart_blocks(self, paragraph: Paragraph, label: Typed, had_text: bool) -> None:
        for state, group in groupby(paragraph.pieces, lambda piece: apart_state(piece, original=self._original)):
            if state is None:
                continue
            pieces = list(group)
            text = tidy("".join(piece.text.replace(BREAK, " ") for piece in pieces)).strip()
            if not any(c.isalnum() for c in text):
                continue
            changes: tuple[TrackedChange, ...] = ()
            if not had_text:
                marks = dict.fromkeys(piece.mark for piece in pieces if piece.mark is not None)
                changes = tuple(change_of(mark, 0, 0, text) for mark in marks)
            kind = BlockKind.TABLE_CELL if paragraph.place.cell else BlockKind.PARAGRAPH
            shown = label if not had_text and state in _APART else Typed()
            self.blocks.append(
                Block(
                    text=text,
                    start=0,
                    end=0,
                    kind=kind,
                    state=state,
                    label=shown.label,
                    number=shown.number,
                    level=shown.level,
                    changes=changes,
                    **self._where(paragraph, text),
                )
            )
