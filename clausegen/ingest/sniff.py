"""Tell the kind of a paragraph on the page: title, heading, line of contents, signature line, list item or text.

A heading is never evidence, so the doubtful case is text: whatever obliges anybody (shall, must, may)
or ends like a sentence is not a heading, in whatever style it is set. Law firms often set whole
sub-clauses in "Heading 2".
"""

from __future__ import annotations

import re
from typing import Any, Final

from clausegen.ingest.labels import Outline, Typed
from clausegen.model import Block, BlockKind
from clausegen.runtime import regex

_PAGE_NUMBER: Final = regex(r"(?:\d{1,3}|[ivxlc]{1,6}|[A-Z]-\d{1,2})$")
_LEADERS: Final = frozenset(".…·_")
_LEADERS_AND_SPACE: Final = ".…·_ \t"
_FEWEST_LEADERS: Final = 4
_PAGE_ENDS: Final = frozenset("0123456789ivxlc")
_PAGE: Final = "0123456789ivxlc-ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BLANK: Final = regex(r"_{3,}|\.{6,}|…{3,}")
_SIGNER: Final = regex(r"(?:by|signature|signed|signed by|/s/)\s*:?(?:\s|$)", re.IGNORECASE)
_DETAIL: Final = regex(r"(?:name|print name|title|position|its|date|place|email|address)\s*:?\s*(.*)", re.IGNORECASE)
_OBLIGES: Final = regex(
    r"\b(?:shall|must|will|may|agrees?|undertakes?|warrants?|represents?|is|are|means|has|have"
    r"|doit|peut|muss|darf|soll|deberá|podrá)\b",
    re.IGNORECASE,
)
_SMALL_WORDS: Final = (
    "a an and as at by for from in into of on or per the to under upon with without "
    "et de des du la le les und der die das y"
)
_SMALL: Final = frozenset(_SMALL_WORDS.split())
_HEADING_LENGTH: Final = 90
_STYLED_HEADING_LENGTH: Final = 160
_TITLE_WORDS: Final = regex(
    r"\b(?:agreement|contract|addendum|amendment|deed|licen[cs]e|terms|schedule|memorandum|order form|certificate"
    r"|policy|contrat|vertrag|contrato|accord|договор)\b",
    re.IGNORECASE,
)


def is_contents(text: str) -> bool:
    """True for a line of a table of contents by its dot leaders and page number."""
    if not text or text[-1] not in _PAGE_ENDS or len(text) >= 200:
        return False
    led = text.rstrip(_PAGE).rstrip()
    if led[-1:] not in _LEADERS or _PAGE_NUMBER.fullmatch(text[len(led) :].strip()) is None:
        return False
    words = led.rstrip(_LEADERS_AND_SPACE)
    return bool(words) and sum(sign in _LEADERS for sign in led[len(words) :]) >= _FEWEST_LEADERS


def is_heading(text: str, *, bold: bool = False, styled: bool = False) -> bool:
    """True when ``text`` (its number taken off) reads as a heading.

    ``styled`` says that the file calls it one (Word outline level, ``#``, ``<h2>``), ``bold`` that all of
    it is bold.
    """
    text = text.strip()
    if styled:
        if len(text) > _STYLED_HEADING_LENGTH or not any(c.isalpha() for c in text):
            return False
        words = len(text.split())
        return not ((text.endswith((".", ";")) and words > 8) or (words > 6 and _OBLIGES.search(text)))
    if len(text) > _HEADING_LENGTH or text.endswith((";", ",", "?")):
        return False
    shouted = len(text) > 2 and text.isupper()
    if not shouted and not (bold and not text.endswith(":") and any(c.isalpha() for c in text)):
        return False
    if text.endswith(".") and len(text.split()) > 6:
        return False
    return not (_OBLIGES.search(text) or _BLANK.search(text))


def reads_as_title_case(text: str) -> bool:
    """True when all words but small ones start with a capital and nothing ends a sentence."""
    text = text.strip()
    if len(text) > _HEADING_LENGTH or text.endswith((";", ",", ":")):
        return False
    words = re.findall(r"[^\W\d_][\w’'-]*", text)
    if not words or len(words) > 9:
        return False
    if _OBLIGES.search(text) or _BLANK.search(text) or re.search(r"\d{2,}|[$€£]", text):
        return False
    return words[0][0].isupper() and all(word[0].isupper() or word.lower() in _SMALL for word in words)


_UNLABELLED: Final = Typed()


def paragraph_block(
    text: str,
    outline: Outline | None,
    *,
    label: Typed = _UNLABELLED,
    in_cell: bool = False,
    contents: bool = False,
    heading_level: int | None = None,
    centred: bool = False,
    bold: bool = False,
    title: bool = False,
    bullet: bool = False,
    first: bool = False,
    **where: Any,
) -> Block:
    """The block of a paragraph that counts, numbered by ``label`` or else by what its author typed.

    ``heading_level`` is 0 for an outermost heading of the file, None for none; ``title`` says that the file calls it
    one. Without an ``outline``, what the text begins with is no number. ``where`` are further fields of the block.
    Offsets are filled in when the document is put together.
    """
    contents = contents or is_contents(text)
    if not label.label and outline is not None and not contents:
        label = outline.typed(text) or label
    rest = text[label.length :].strip() or text
    styled = heading_level is not None
    bare_title = first and not label.label and _TITLE_WORDS.search(text) is not None
    if in_cell:
        kind = BlockKind.TABLE_CELL
    elif contents:
        kind = BlockKind.CONTENTS
    elif title and is_heading(rest, styled=True):
        kind = BlockKind.TITLE
    elif _signature(text):
        kind = BlockKind.SIGNATURE
    elif is_heading(rest, bold=bold, styled=styled):
        opens = bare_title or (first and not label.label and centred)
        kind = BlockKind.TITLE if opens and not styled else BlockKind.HEADING
    elif bare_title and reads_as_title_case(rest):
        kind = BlockKind.TITLE
    elif (
        label.label
        and not label.label.startswith("(")
        and not label.label.endswith(")")
        and reads_as_title_case(rest.rstrip("."))
    ):
        kind = BlockKind.HEADING
    else:
        kind = BlockKind.LIST_ITEM if label.label or bullet else BlockKind.PARAGRAPH
    level = heading_level if kind == BlockKind.HEADING and not label.label and heading_level else label.level
    return Block(
        text=text,
        start=0,
        end=0,
        kind=kind,
        label=label.label,
        number=label.number,
        typed_label=label.length,
        level=level,
        **where,
    )


def _signature(text: str) -> bool:
    """A line to sign on, or its neighbours with nothing or a blank to fill in behind the colon."""
    if len(text) > 120:
        return False
    if _SIGNER.match(text) and (":" in text[:14] or _BLANK.search(text) or text.startswith("/s/")):
        return True
    detail = _DETAIL.match(text)
    if detail and ":" in text[:14]:
        return not detail[1].strip(" _.…:")
    return len(text) >= 8 and text[0] in "_.… " and not _BLANK.sub("", text).strip(" _")
