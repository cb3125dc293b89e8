"""Markdown contracts: headings, numbered and bulleted lists, tables, escapes; struck text kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from clausegen.errors import LimitExceeded
from clausegen.ingest import limits
from clausegen.ingest.html_flow import BREAK, Automatic, Flow
from clausegen.ingest.html_plain import PLAIN_TAGS
from clausegen.ingest.lines import paragraphs
from clausegen.ingest.result import Reading
from clausegen.ingest.text import decode
from clausegen.model import Block, BlockKind, State
from clausegen.runtime import regex

_NESTING: Final = 2 * limits.NESTING  # a list and its item are two
_COMMENT: Final = regex(r"<!--(.*?)(?:-->|$)", re.DOTALL)
_TAG: Final = regex(r"</?[A-Za-z][^<>]*>")
_BEGUN: Final = regex(r"<[A-Za-z/!?][^<>]*>?")
_ATTRIBUTE: Final = regex(r"([A-Za-z][\w-]*)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]*))?")
_PLAIN_ATTRIBUTES: Final = frozenset(
    {
        *("href", "name", "id", "class", "align", "valign", "src", "alt", "width", "height", "colspan", "rowspan"),
        *("title", "target", "rel", "start", "type", "value"),
    }
)
# What some programs take for markup, and others show: classes and attributes, containers, comments, changes.
_EXTENSIONS: Final = regex(
    r"\{(?:[:#.%]|--|>>|~~|\+\+|==)[^}\n]*\}|^[ ]{0,3}:::|%%|\\(?:[hv]?phantom|(?:text)?color)\b|^\*\[[^\]\n]*\]:"
    r"|^[ ]{0,3}(?:```|~~~)\s*\{?(?:mermaid|graphviz|dot|plantuml|math|csv|comment)\b",
    re.MULTILINE | re.IGNORECASE,
)
_PLAIN_CLASSES: Final = frozenset({"{.underline}", "{.smallcaps}", "{.mark}"})  # as pandoc writes what Word files hold
_FRONT: Final = regex(r"(?:---\n(?:[^\n]*\n){1,200}?(?:---|\.\.\.)[ \t]*\n)")
_NOTE: Final = regex(r"^[ ]{0,3}\[\^([^\]\n]+)\]:", re.MULTILINE)
_STRIKES: Final = frozenset({"<s>", "<del>", "<strike>"})


def read_markdown(path: Path, content: bytes) -> Reading:
    """Read a Markdown contract (CommonMark, tables, strike-through). Raises: LimitExceeded (nesting, brackets)."""
    reading = Reading(parts_read=["body"])
    text = decode(path, content, reading)
    if text.count("[") > limits.MARKDOWN_BRACKETS:
        reason = f"it has more than {limits.MARKDOWN_BRACKETS} opening square brackets"
        raise LimitExceeded(path, reason, "rename it to .txt, or split it")
    if front := _FRONT.match(text):
        text = text[front.end() :]
    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable(["table", "strikethrough"])
    tokens = parser.parse(text)
    if any(token.level >= _NESTING - 1 for token in tokens):  # the parser leaves out what lies deeper, without a word
        raise LimitExceeded(path, "lists or quotations are nested too deeply", "do not open it")
    reading.blocks = _Walk().read(tokens)
    if front:  # which no page shows
        words = front[0].strip("-.\n ")
        reading.blocks.append(
            Block(text=words, start=0, end=0, kind=BlockKind.COMMENT, state=State.COMMENT, part="comment", anchor="#0")
        )
    if not all(map(_plain, _markup(tokens))) or _extended(text):
        reading.doubt_all("html-markup")  # it may hide all that follows it where the page is shown, and not in the file
    return reading


def _extended(text: str) -> bool:
    """True where other programs than those for CommonMark may show less than stands there."""
    odd = {found[0].lower() for found in _EXTENSIONS.finditer(text)} - _PLAIN_CLASSES
    return bool(odd) or any(text.count(f"[^{found[1]}]") < 2 for found in _NOTE.finditer(text))


def _markup(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the tags of a text, and what begins like one; a block that strikes words is not read as one that does."""
    for token in tokens:
        if token.type == "inline":
            yield from _markup(token.children or [])
        elif token.type in {"html_block", "html_inline"}:
            content = _COMMENT.sub(" ", token.content)
            yield from _BEGUN.findall(content)
            if token.type == "html_block" and any(tag in content.lower() for tag in _STRIKES):
                yield "<!strike>"


def _plain(tag: str) -> bool:
    """True for a tag that hides nothing wherever it stands; elements of web pages and few attributes."""
    name, _, attributes = tag.strip("</>").partition(" ")
    named = {match[1].lower() for match in _ATTRIBUTE.finditer(attributes)}
    struck = tag.lower() in _STRIKES or tag.replace("/", "").lower() in _STRIKES  # which is read
    return struck or (name.lower() in PLAIN_TAGS and named <= _PLAIN_ATTRIBUTES)


class _Walk:
    """Follows the token stream; ``_lists`` holds the number of the item above each open list."""

    def __init__(self) -> None:
        self._flow = Flow()
        self._lists: list[str] = []
        self._number = ""
        self._line = 0

    def read(self, tokens: Sequence[Token]) -> list[Block]:
        heading = tables = row = column = 0
        cell = ""
        item: Automatic | None = None
        for token in tokens:
            if token.map:
                self._line = token.map[0] + 1
            match token.type:
                case "heading_open":
                    heading = int(token.tag[1])
                case "heading_close":
                    heading = 0
                case "ordered_list_open" | "bullet_list_open":
                    self._lists.append(self._number)
                case "ordered_list_close" | "bullet_list_close":
                    self._number = self._lists.pop()
                case "list_item_open" if token.info:
                    label = token.info + token.markup
                    item = Automatic(label, "decimal1", int(token.info), self._lists[-1])
                case "list_item_open":
                    item = Automatic("")
                case "list_item_close":
                    item = None
                case "table_open":
                    tables, row = tables + 1, 0
                case "tr_open":
                    row, column = row + 1, 0
                case "th_open" | "td_open":
                    column += 1
                    cell = f";t{tables}r{row}c{column}"
                case "th_close" | "td_close":
                    cell = ""
                case "inline":
                    self._inline(token.children or [])
                    number = self._flow.flush(f"#l{self._line}", cell=cell, heading=heading, automatic=item)
                    self._number = number if item is not None and item.label else self._number
                    item = None
                case "code_block" | "fence":
                    self._plain(token.content)
                case "html_block":
                    self._html(token.content)
        return self._flow.blocks

    def _plain(self, text: str) -> None:
        """Indented or fenced text: in a contract these are deeper items, not program code."""
        for paragraph in paragraphs(text):
            self._flow.add(paragraph.text)
            self._flow.flush(f"#l{self._line + paragraph.line - 1}")

    def _html(self, content: str) -> None:
        for hidden in _COMMENT.findall(content):
            self._flow.add(hidden, State.HIDDEN)
            self._flow.flush(f"#l{self._line}")
        self._plain(_TAG.sub(" ", _COMMENT.sub(" ", content)))

    def _inline(self, children: Sequence[Token]) -> None:
        struck = strong = 0
        for token in children:
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
                    self._flow.add(BREAK, bold=True)
                case "html_inline":
                    tag = token.content.lower()
                    for hidden in _COMMENT.findall(token.content):
                        self._flow.add(hidden, State.HIDDEN)
                    if tag in _STRIKES:
                        struck += 1
                    elif tag.replace("/", "") in _STRIKES:
                        struck = max(struck - 1, 0)
                    elif tag.startswith("<br"):
                        self._flow.add(BREAK, bold=True)
                case "image":
                    self._flow.add(token.content, State.HIDDEN)  # what a page shows where the picture is missing
                case _:
                    state = State.STRUCK if struck else State.VISIBLE
                    self._flow.add(token.content, state, bold=strong > 0)
