"""Markdown contracts: headings, numbered and bulleted lists, tables, escapes; struck text kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from clausegen.errors import LimitExceeded
from clausegen.ingest import limits
from clausegen.ingest.html import read_html
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
    options = {"maxNesting": _NESTING, "breaks": True}  # a line may begin with a number
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    for name, rule in _RULES.items():
        parser.add_render_rule(name, rule)
    tokens = parser.parse(text)
    if any(token.level >= _NESTING - 1 for token in tokens):  # the parser leaves out what lies deeper, without a word
        raise LimitExceeded(path, "lists or quotations are nested too deeply", "do not open it")
    for token in tokens:
        if token.type == "list_item_open" and token.info:
            token.attrSet("value", token.info)  # the number that its author typed, whatever was counted
            token.attrSet("data-after", token.markup)
    page = read_html(path, parser.renderer.render(tokens, parser.options, {}).encode("utf-8", "replace"))
    reading.blocks = page.blocks
    for sentence in page.skipped:
        reading.skip(sentence)
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


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(paragraph.text)}</p>" for paragraph in paragraphs(text))


def _code(renderer: object, tokens: Sequence[Token], at: int, *_: object) -> str:
    """Indented or fenced text: in a contract these are deeper items, not program code."""
    del renderer
    return _paragraphs(tokens[at].content)


def _html(renderer: object, tokens: Sequence[Token], at: int, *_: object) -> str:
    """Comments and struck words as they are; of other markup the words, which the file shows."""
    del renderer
    content = tokens[at].content
    if tokens[at].type == "html_inline":
        tag = content.lower()
        read = tag in _STRIKES or tag.replace("/", "") in _STRIKES or tag.startswith(("<br", "<!--"))
        return content if read else ""
    comments = "".join(f"<!--{hidden}-->" for hidden in _COMMENT.findall(content))
    return comments + _paragraphs(unescape(_TAG.sub(" ", _COMMENT.sub(" ", content))))


def _image(renderer: object, tokens: Sequence[Token], at: int, *_: object) -> str:
    """Keep apart what a page shows where the picture is missing."""
    del renderer
    return f"<!--{tokens[at].content.replace('-->', '')}-->"


_RULES: Final = {"code_block": _code, "fence": _code, "html_block": _html, "html_inline": _html, "image": _image}
