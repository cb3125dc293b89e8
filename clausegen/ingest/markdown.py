"""Markdown contracts: headings, numbered and bulleted lists, tables, escapes; struck text kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from clausegen.document import Block, BlockKind, State
from clausegen.ingest.kinds import classify
from clausegen.ingest.labels import Outline, starts_with_label
from clausegen.ingest.lines import blocks_of, paragraphs
from clausegen.ingest.reading import Reading
from clausegen.ingest.text import decode
from clausegen.ingest.tidy import tidy

_COMMENT: Final = re.compile(r"<!--(.*?)(?:-->|$)", re.DOTALL)
_TAG: Final = re.compile(r"</?[A-Za-z][^>]*>")
_PIECE = tuple[str, State, bool]


def read_markdown(path: Path, content: bytes) -> Reading:
    """Read a Markdown contract (CommonMark with tables and strike-through)."""
    reading = Reading(parts_read=["body"])
    source = decode(path, content, reading)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    reading.blocks = _Walk(parser.parse(source)).blocks()
    return reading


class _Walk:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._outline = Outline()
        self._lists: list[tuple[str, int, str]] = []  # (kind, next number, number of the item above)
        self._cell = ""
        self._tables = self._row = self._column = 0
        self._line = 0
        self._numbers: dict[int, str] = {}
        self._found: list[Block] = []

    def blocks(self) -> list[Block]:
        heading = 0
        first_in_item = False
        item = ""
        for token in self._tokens:
            if token.map:
                self._line = token.map[0] + 1
            match token.type:
                case "heading_open":
                    heading = int(token.tag[1])
                case "heading_close":
                    heading = 0
                case "ordered_list_open":
                    self._lists.append(("ordered", int(token.attrGet("start") or 1), item))
                case "bullet_list_open":
                    self._lists.append(("bullet", 0, item))
                case "ordered_list_close" | "bullet_list_close":
                    item = self._lists.pop()[2]
                case "list_item_open":
                    first_in_item = True
                    item = token.info + token.markup if token.info else ""
                case "table_open":
                    self._tables, self._row = self._tables + 1, 0
                case "tr_open":
                    self._row, self._column = self._row + 1, 0
                case "th_open" | "td_open":
                    self._column += 1
                    self._cell = f";t{self._tables}r{self._row}c{self._column}"
                case "th_close" | "td_close":
                    self._cell = ""
                case "inline":
                    self._inline(token, heading, item if first_in_item else "", first_in_item)
                    first_in_item = False
                case "code_block" | "fence":
                    self._found.extend(
                        block.model_copy(update={"anchor": f"#l{self._line}"})
                        for block in blocks_of(paragraphs(token.content))
                    )
                case "html_block":
                    self._html(token.content)
        return self._found

    def _inline(self, token: Token, heading: int, item: str, in_list: bool) -> None:
        for number, line in enumerate(_lines(token.children or [])):
            text = tidy("".join(t for t, state, _ in line if state == State.VISIBLE)).strip()
            bold = all(strong for t, state, strong in line if state == State.VISIBLE and t.strip())
            if text:
                self._block(text, heading, item if number == 0 else "", in_list and number == 0, bold)
            for words, state, _ in line:
                if state != State.VISIBLE and any(c.isalnum() for c in words):
                    self._put(tidy(words).strip(), BlockKind.PARAGRAPH, state)

    def _block(self, text: str, heading: int, item: str, in_list: bool, bold: bool) -> None:
        label, number, level, typed = "", "", max(heading - 1, 0), 0
        if item:
            label = item
            parent = next((above for _, _, above in reversed(self._lists) if above), "")
            parent = self._numbers.get(len(self._lists) - 1, "") if parent else ""
            number, level = self._outline.automatic(
                label, form="decimal1", value=int(item[:-1]), parent=parent, complete=not parent
            )
            self._numbers[len(self._lists)] = number
        elif (found := self._outline.typed(text)) is not None:
            label, number, level, typed = found.label, found.number, found.level, found.length
        kind = BlockKind.TABLE_CELL
        if not self._cell:
            kind = classify(
                text,
                label=label,
                typed=typed,
                bold=bold,
                styled_heading=heading > 0,
                styled_title=heading == 1 and not self._found,
                bullet=in_list,
                first=not self._found,
            )
        self._put(text, kind, State.VISIBLE, label, number, level, typed)

    def _put(
        self,
        text: str,
        kind: BlockKind,
        state: State,
        label: str = "",
        number: str = "",
        level: int = 0,
        typed: int = 0,
    ) -> None:
        anchor = f"#l{self._line}{self._cell}"
        self._found.append(
            Block(
                text=text,
                start=0,
                end=0,
                kind=kind,
                state=state,
                label=label,
                number=number,
                level=level,
                typed_label=typed,
                anchor=anchor,
            )
        )

    def _html(self, content: str) -> None:
        for hidden in _COMMENT.findall(content):
            if any(c.isalnum() for c in hidden):
                self._put(tidy(hidden).strip(), BlockKind.PARAGRAPH, State.HIDDEN)
        shown = _TAG.sub(" ", _COMMENT.sub(" ", content))
        self._found.extend(blocks_of(paragraphs(shown)))


def _lines(children: Sequence[Token]) -> Iterator[list[_PIECE]]:
    """Pieces of an inline token; a line break before a typed number starts a new line."""
    line: list[_PIECE] = []
    struck = strong = 0
    for at, token in enumerate(children):
        match token.type:
            case "s_open":
                struck += 1
            case "s_close":
                struck -= 1
            case "strong_open":
                strong += 1
            case "strong_close":
                strong -= 1
            case "softbreak" | "hardbreak":
                following = "".join(t.content for t in children[at + 1 : at + 4])
                if starts_with_label(following.lstrip()):
                    yield line
                    line = []
                else:
                    line.append((" ", State.VISIBLE, True))
            case "html_inline":
                line.extend((words, State.HIDDEN, False) for words in _COMMENT.findall(token.content))
                if token.content.lower() in {"<s>", "<del>", "<strike>"}:
                    struck += 1
                elif token.content.lower() in {"</s>", "</del>", "</strike>"}:
                    struck = max(struck - 1, 0)
                elif token.content.lower().startswith("<br"):
                    line.append((" ", State.VISIBLE, True))
            case "image":
                line.append((token.content, State.VISIBLE, bool(strong)))
            case _:
                if token.content:
                    line.append((token.content, State.STRUCK if struck else State.VISIBLE, bool(strong)))
    if line:
        yield line
