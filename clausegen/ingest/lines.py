"""Plain text lines put together again: paragraphs from hard-wrapped lines, items from typed numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from clausegen.ingest.labels import Outline, starts_with_label
from clausegen.ingest.series import beginning_items
from clausegen.ingest.sniff import is_contents, paragraph_block
from clausegen.ingest.typography import tidy
from clausegen.model import Block, BlockKind, from_roman, to_roman
from clausegen.runtime import regex

_BULLET: Final = regex(r"[-–—•*●▪■◦‣o]\s+(?=\S)")
_RULE: Final = regex(r"[-=_*~\s]{3,}$")
_ROW: Final = regex(r"[^\W\d_][^:|.;\n]{1,40}(?::|\s\|)\s")  # "Order date: …" in a list of particulars
_ENDS: Final = (".", "!", "?", ":", ";")
_CLOSING: Final = "\"”’')]"
_HYPHEN: Final = regex(r"[^\W\d_]-$")
_CITING: Final = (
    *("section", "sections", "clause", "clauses", "article", "articles", "paragraph", "paragraphs", "schedule"),
    *("schedules", "annex", "annexes", "exhibit", "exhibits", "appendix", "part", "parts", "of", "in", "under"),
)
_CITES: Final = regex(rf"(?:\b(?:{'|'.join(_CITING)})|§|\b\d[\d.]*(?:\(\w+\))*,? (?:and|or|to))$", re.IGNORECASE)
_CITE_ENDS: Final = (*_CITING, "§", "and", "or", "to")
_LONGEST_END: Final = max(map(len, _CITE_ENDS))
_CITATION: Final = 80  # characters at the end of a text in which it may cite
_COUNTED: Final = regex(r"\(([a-z]{1,5}|\d{1,2})\)\s")
_RUN: Final = 5  # words that are looked up together
_TELLING: Final = 4  # words; fewer may stand anywhere by chance
_MOSTLY: Final = 0.5
_MIN_WIDTH: Final = 30
_MAX_WIDTH: Final = 200  # beyond this nobody wraps by hand: each line is a paragraph


class Paragraph(NamedTuple):
    """A paragraph of joined lines with the 1-based number of its first line."""

    text: str
    line: int
    indent: int


def paragraphs(text: str) -> list[Paragraph]:
    """Paragraphs of plain text. A line is joined to the one before when that one was broken for width.

    A line was broken for width when the first word of the next would not have fitted in, measured
    against the widest line of the same block of lines; text re-wrapped at another width gives the same
    paragraphs. A typed number, a bullet or a blank line starts a new one.
    """
    found: list[Paragraph] = []
    chunks = list(_chunks(text.expandtabs(4)))
    items = beginning_items(line for chunk in chunks for line in chunk)
    for chunk in chunks:
        width = max(len(line.rstrip()) for _, line in chunk)
        for number, line in chunk:
            previous = found[-1] if found and number != chunk[0][0] and number not in items else None
            if previous is not None and _continues(chunk, number, width, previous.text):
                found[-1] = previous._replace(text=joined(previous.text, line.strip()))
            else:
                found.append(Paragraph(line.strip(), number, len(line) - len(line.lstrip())))
    return _across_blanks(found)


def lines_of(text: str) -> list[str]:
    """The lines of a text, as the numbers of its paragraphs count them."""
    return re.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text)


def joined(before: str, after: str) -> str:
    """Two lines of one paragraph. A hyphen at the end of a line is kept and swallows the space."""
    if _HYPHEN.search(before[-2:]) and after[:1].islower():
        return before + after
    return f"{before} {after}"


def _chunks(text: str) -> Iterable[list[tuple[int, str]]]:
    """Runs of lines without a blank line or a drawn rule between them."""
    chunk: list[tuple[int, str]] = []
    for number, line in enumerate(lines_of(text), 1):
        if tidy(line).strip() and not _RULE.match(line.strip()):
            chunk.append((number, line))
            continue
        if chunk:
            yield chunk
        chunk = []
    if chunk:
        yield chunk


def _continues(chunk: Sequence[tuple[int, str]], number: int, width: int, so_far: str) -> bool:
    at = number - chunk[0][0]
    before, line = chunk[at - 1][1].rstrip(), chunk[at][1]
    text = line.strip()
    if is_contents(before.strip()) or is_contents(text):
        return False
    if _ROW.match(text) and _ROW.match(before.strip()):
        return False
    if starts_item(text, so_far) and not goes_on_counting(text, so_far):
        return False
    if width > _MAX_WIDTH:
        return text[:1].islower() and not ends_sentence(before)
    words = re.split(r"(?<=\w-)(?=\w)|\s", text, maxsplit=1)
    indent = len(line) - len(line.lstrip())
    needed = 1 + len(words[0])
    if _HYPHEN.search(before[-2:]):
        needed = len(words[0])
    too_wide = len(before) + needed > width
    if text[:1].islower() and not before.endswith((".", ";", ":")):
        return True
    indented = indent - (len(before) - len(before.lstrip()))
    if indented >= 2 and ends_sentence(before):
        return False  # an indented first line after a full stop opens a paragraph
    return too_wide and width >= _MIN_WIDTH


def starts_item(text: str, so_far: str) -> bool:
    """True when a line opens a numbered or bulleted item; ``so_far`` is the text before it."""
    if _BULLET.match(text):
        return True
    if not starts_with_label(text):
        return False
    if text.split(None, 1)[0] in _CITING and not ends_sentence(so_far):
        return False  # "… signed in accordance with⏎clause 23.": an item has a capital, or a sentence before it
    # "… as described in Section⏎5. The" and "clauses 4 and⏎5. above": a citation broken by the margin
    return not (so_far[-_LONGEST_END:].lower().endswith(_CITE_ENDS) and _CITES.search(so_far[-_CITATION:]))


def goes_on_counting(text: str, so_far: str) -> bool:
    """True when a line begins with "(ii)" and "(i)" stands in mid-sentence before it: no item, if the line is full."""
    found = _COUNTED.match(text)
    if found is None:
        return False
    label = found[1]
    if label.isdigit():
        before = [str(int(label) - 1)]
    else:
        before = [chr(ord(label) - 1)] if len(label) == 1 else []
        before += [to_roman(from_roman(label) - 1)] if from_roman(label) > 1 else []
    return any(so_far.find(f" ({other}) ") > 0 for other in before)


def _across_blanks(found: list[Paragraph]) -> list[Paragraph]:
    """A sentence that a page break tore apart: no end before the gap, a small letter after it."""
    merged: list[Paragraph] = []
    for paragraph in found:
        before = merged[-1].text if merged else ""
        torn = (
            paragraph.text[:1].islower()
            and len(before) > 40
            and (before[-1].isalpha() or before[-1] == ",")
            and not starts_item(paragraph.text, before)
        )
        if torn:
            merged[-1] = merged[-1]._replace(text=joined(before, paragraph.text))
        else:
            merged.append(paragraph)
    return merged


def blocks_of(found: Iterable[Paragraph], *, part: str = "body", unit: str = "l") -> list[Block]:
    """Blocks of paragraphs that know nothing but their text. Anchors count lines: "#l17"."""
    outline = Outline()
    blocks: list[Block] = []
    for paragraph in found:
        text = tidy(paragraph.text).strip()
        if not text:
            continue
        blocks.append(
            paragraph_block(
                text,
                outline,
                bullet=_BULLET.match(text) is not None,
                centred=paragraph.indent > 15,
                first=not any(block.kind != BlockKind.CONTENTS for block in blocks[:3]),
                part=part,
                anchor=f"#{unit}{paragraph.line}",
            )
        )
    return blocks


def ends_sentence(text: str) -> bool:
    """True when ``text`` ends with the mark of a sentence or of a list item."""
    return text.rstrip(_CLOSING).endswith(_ENDS)


def letters_of(text: str) -> str:
    """The letters and digits of a text, small: what stays the same however it is set."""
    return "".join(char for char in text.casefold() if char.isalnum())


def mostly_in(text: str, letters: str) -> bool:
    """True when ``letters`` hold all words of a text, or most of a long one: a page break may tear it apart."""
    if letters_of(text) in letters:
        return True
    runs = list(runs_of(text))
    return len(runs) > 2 * _RUN and sum(run in letters for run in runs) >= len(runs) - _RUN


def runs_of(text: str) -> Iterator[str]:
    """Yield the letters of each five words that follow each other, or of all where there are fewer."""
    words = [letters for word in text.split() if (letters := letters_of(word))]
    for at in range(max(len(words) - _RUN + 1, 1)):
        yield "".join(words[at : at + _RUN])


def any_missing(texts: Iterable[str], letters: str) -> bool:
    """True when most of one of the texts of several words does not stand in ``letters``."""
    asked = (list(runs_of(text)) for text in texts if len(text.split()) >= _TELLING)
    return any(sum(run in letters for run in runs) < _MOSTLY * len(runs) for runs in asked)
