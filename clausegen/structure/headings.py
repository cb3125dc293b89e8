"""Headings: which blocks are one, or begin with one, and which numbered lines only look like one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clausegen.model import Block, BlockKind
from clausegen.runtime import regex
from clausegen.structure.cross_references import SCHEDULE_HEADING

SIGNATURE = regex(
    r"^\W*(?=[abdefis])(in witness whereof|in witness of which|executed (?:as a deed|by)|signed (?:by|for)"
    r"|signatures?\s*$|by:\s*_|signature page|duly executed|for and on behalf of|as witness)",
    re.IGNORECASE,
)
ARTICLE = regex(
    r"^\s*(?=[acs§])(article|section|clause|artikel|§|art\.)\s*(?P<number>\d+|[IVXL]+)\b[\s.:–—-]*", re.IGNORECASE
)
# Not "… beginnt am 1. Juni 2026".
_RUN_IN = regex(r"^(?P<heading>[A-Z][^.:;\n]{1,70}?)(?:(?<!\d)\.|:|\s[–—-])\s+(?=[A-Z“\"(\[‘'])")
MODAL = regex(r"\b(shall|may|will|must|is|are|agrees?|undertakes?|has|have|means|includes?|cannot)\b", re.IGNORECASE)
_NUMBERED = regex(r"[A-Z]?\d{1,2}(?:\.\d{1,2})?[.)]?\s+")
_WORDS_IN_HEADING = 12
_WORDS_IN_TITLE, _WORDS_IN_SENTENCE = 8, 5  # "Sie darf damit niemanden verletzen." heads nothing
_SMALL_WORD = 3  # letters
_WORDS_IN_PROVISION = 8  # fewer may be a title: "No transfer, re-export or service for others"
_ROW = regex(r"[^.:;\n]{2,60}:\s+\S")  # "Initial Period: 12 months", a line of a form
_DENIES = regex(r"(?:no|not|never|nothing|neither|none)\b", re.IGNORECASE)


def words_of(block: Block) -> str:
    """Return the words of a block, its typed number left off."""
    return block.text[block.typed_label :].strip()


def is_set_as_heading(block: Block) -> bool:
    """Return True for a block in the style of a heading or title."""
    return block.kind in (BlockKind.HEADING, BlockKind.TITLE)


def provisions_among(blocks: Sequence[Block]) -> frozenset[int]:
    """Return indexes of numbered lines that look like headings and head nothing: "8.2 No suspension for any reason …".

    Term sheets are written so. Words that head something elsewhere are a line of contents.
    """
    found = [index for index, block in enumerate(blocks) if _may_provide(blocks, index) and not _heads(blocks, index)]
    headings = {_bare(block) for index, block in enumerate(blocks) if found and _heads(blocks, index)}
    return frozenset(index for index in found if _bare(blocks[index]) not in headings)


def _may_provide(blocks: Sequence[Block], index: int) -> bool:
    """Return True for a numbered line that would be taken for a heading, and is long enough to say something.

    What is set as a heading stays one, unless it denies something.
    """
    block = blocks[index]
    if not block.number:
        return False
    words = words_of(block)
    if words.endswith("?") or not _WORDS_IN_PROVISION <= len(words.split()) <= _WORDS_IN_HEADING:
        return False
    if is_set_as_heading(block):
        return _DENIES.match(words) is not None
    return SCHEDULE_HEADING.match(block.text) is None and own_heading(blocks, index) == words.rstrip(".: ")


def _bare(block: Block) -> str:
    """Return the words of a heading as a line of contents repeats them, its page number left off."""
    return words_of(block).rstrip("0123456789").rstrip(" \t.:").casefold()


def _heads(blocks: Sequence[Block], index: int) -> bool:
    """Return True when text stands under a numbered line, not the next line of its list or what is above it."""
    if index + 1 == len(blocks):
        return False
    block, other = blocks[index], blocks[index + 1]
    if SCHEDULE_HEADING.match(other.text) or other.kind is BlockKind.SIGNATURE or SIGNATURE.match(other.text):
        return False
    if other.label:
        outer = _form(block).startswith(_form(other))
        return not outer or other.number == block.number
    # An unnumbered heading may part "8" into groups, but not "8.2".
    return not ("." in block.number and own_heading(blocks, index + 1))


def _form(block: Block) -> str:
    """Return the form of a block's number: "8.2" as "8.3", "(b)" as "(c)", "II" as "III", but "C" not as "C1"."""
    form = re.sub(r"(?<![A-Za-z])[A-Z]+(?![A-Za-z0-9])", "A", block.number)
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", form))


def own_heading(blocks: Sequence[Block], index: int) -> str:
    """Return the heading that the block at ``index`` is or begins with, or an empty string."""
    block = blocks[index]
    following = blocks[index + 1].text if index + 1 < len(blocks) else ""
    words = words_of(block)
    bracketed = block.number and words[:1] == "(" and words.find(")") == len(words) - 1  # "Article 5 (Audit)"
    return _heading(block, words[1:-1] if bracketed else words, following)


def _heading(block: Block, words: str, following: str) -> str:
    """Return the heading a block is or begins with, or an empty string."""
    if not words or block.kind is BlockKind.TABLE_CELL:
        return ""
    ends_open = words.endswith((".", ";", ",", ":"))
    if block.kind is BlockKind.PARAGRAPH and not block.label and not ends_open and len(following) > 60:
        # A short line without a verb of duty above a longer sentence is a heading even when nothing marks it.
        line = _NUMBERED.sub("", words, count=1) if _NUMBERED.match(words) else words
        in_a_form = _ROW.match(line) and _ROW.match(following)
        if _has_at_most(8, line) and line[:1].isupper() and not MODAL.search(words) and not in_a_form:
            return words
    if (found := ARTICLE.match(words)) and found.end() < len(words):
        rest = words[found.end() :]
        if _has_at_most(_WORDS_IN_HEADING, rest) and not rest.rstrip().endswith((".", ";", ",")):
            return words.rstrip(".: ")
    short = _has_at_most(_WORDS_IN_HEADING, words)
    if is_set_as_heading(block) and short:
        return words.rstrip(".: ")
    capital = words.isupper() or (block.number and not ends_open and words[:1].isupper())
    if short and capital and not MODAL.search(words):
        return words.rstrip(".: ")
    if not block.number and words[1:2].islower():
        return ""  # only capitals head what has no number
    if (found := _RUN_IN.match(words)) and len(words) > len(found.group(0)):
        own = found.group("heading")
        titled = all(word[:1].isupper() for word in own.split() if len(word) > _SMALL_WORD)
        most = _WORDS_IN_TITLE if titled else _WORDS_IN_SENTENCE
        if (block.number or own.isupper()) and len(own.split()) <= most and not MODAL.search(own):
            return own
    return ""


def _has_at_most(count: int, text: str) -> bool:
    """Return True when ``text`` has at most ``count`` words; a long one is not split to its end."""
    return len(text.split(maxsplit=count)) <= count
