"""Estimate the pages of a Word document from the measures of the page, for the numbers in the contents.

Word replaces them when it updates the field; until then they should be near the truth. The estimate
wraps words by the widths of the letters, keeps headings with what follows, leaves no single line of a
paragraph alone on a page, and starts a page where the style does. It is deterministic, which asking a
layout program would not be.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Sequence
from itertools import zip_longest

from clausegen.drafting.word.house import HouseStyle
from clausegen.model import Paragraph, ParagraphKind

_LINE = 1.149  # height of a line in ems. Source: ascent, descent and line gap of Arial
_POINTS = 72 / 25.4
# Widths of U+0020 to U+007E in thousandths of an em. Source: Adobe's font metrics of Helvetica, which
# Arial and its free twins share.
_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_OTHER = 556


def page_numbers(paragraphs: Sequence[Paragraph], style: HouseStyle, opening: Collection[int]) -> Iterator[int]:
    """The page each paragraph begins on, counted from 1; ``opening`` are the schedules that begin one."""
    height = (style.page_height - 2 * style.margin) * _POINTS
    line = style.size * _LINE * style.line
    headings = sum(map(listed, paragraphs))
    kept = before_schedules(paragraphs)
    page, used, gap = 1, 0.0, 0.0
    after_contents = False
    for paragraph, following in zip_longest(paragraphs, paragraphs[1:]):
        count, each, before, after = _measure(paragraph, style, line, headings)
        starts = paragraph.kind is ParagraphKind.CONTENTS or id(paragraph) in opening or after_contents
        after_contents = paragraph.kind is ParagraphKind.CONTENTS
        # Word takes the larger of the spaces after one paragraph and before the next, none at a page's top.
        gap = max(gap, before) if used else (before if page == 1 else 0.0)
        fits = int(max(height - used - gap, 0.0) / each)
        # A heading keeps two lines of what follows. Else two lines stay and two go over, or all go.
        wanted = count + 2 if listed(paragraph) or paragraph.kind is ParagraphKind.HEADING else count
        if id(paragraph) == kept or (listed(paragraph) and following is not None and id(following) == kept):
            wanted += 2
        splits = wanted == count and count >= 4 and fits >= 2
        if used and (starts or (fits < wanted and not splits)):
            page, used, gap = page + 1, 0.0, 0.0
        yield page
        used += gap + count * each
        while used > height:
            page, used = page + 1, used - height
        gap = after


_FULL = 0.94  # of a page that schedules may share: an estimate that is a line short makes a page of one line


def opening_schedules(paragraphs: Sequence[Paragraph], style: HouseStyle) -> frozenset[int]:
    """The ids of the schedule headings that begin a page.

    The first does, and each that does not fit on the page of those before it: a page with four lines looks like a
    mistake.
    """
    height = (style.page_height - 2 * style.margin) * _POINTS * _FULL
    line = style.size * _LINE * style.line
    found: list[int] = []
    sizes: list[float] = []
    for paragraph in paragraphs:
        if paragraph.kind is ParagraphKind.SIGNATURE and sizes:
            break
        if paragraph.kind is ParagraphKind.SCHEDULE:
            found.append(id(paragraph))
            sizes.append(0.0)
        if sizes:
            count, each, before, after = _measure(paragraph, style, line, 0)
            sizes[-1] += count * each + max(before, after)
    opens: list[int] = []
    used = height
    for index, size in enumerate(sizes):
        if used + size > height:
            opens.append(index)
            used = 0.0
        used = (used + size) % height if size > height else used + size
    last = len(sizes) - 1
    # One short schedule behind a full page takes its neighbour along.
    if opens and opens[-1] == last and last - 1 not in opens and sizes[last - 1] + sizes[last] <= height:
        opens[-1] = last - 1
    return frozenset(found[index] for index in opens)


def before_schedules(paragraphs: Sequence[Paragraph]) -> int:
    """The id of the last paragraph but one before schedules, 0 where there is none.

    It goes with the last, which would stand alone on a page: the first schedule begins the next.
    """
    first = next((i for i, p in enumerate(paragraphs) if p.kind is ParagraphKind.SCHEDULE), 0)
    return id(paragraphs[first - 2]) if first > 1 else 0


def signature_heading(paragraphs: Sequence[Paragraph]) -> int:
    """The id of the heading over signatures that follow schedules, 0 where there is none.

    On the page of the last schedule they would sign that schedule alone.
    """
    first = next((i for i, p in enumerate(paragraphs) if p.kind is ParagraphKind.SIGNATURE), 0)
    if not any(p.kind is ParagraphKind.SCHEDULE for p in paragraphs[:first]):
        return 0
    near = paragraphs[max(first - 2, 0) : first]
    return next((id(p) for p in near if p.kind is ParagraphKind.HEADING), 0)


def listed(paragraph: Paragraph) -> bool:
    """True for a paragraph that stands in the table of contents."""
    return paragraph.kind is ParagraphKind.SCHEDULE or (paragraph.kind is ParagraphKind.CLAUSE and paragraph.level == 1)


_BEFORE = {ParagraphKind.TITLE: 180.0, ParagraphKind.HEADING: 12.0, ParagraphKind.SCHEDULE: 24.0}
_AFTER = {ParagraphKind.TITLE: 24.0, ParagraphKind.LINE: 12.0, ParagraphKind.SCHEDULE: 12.0}


def _measure(paragraph: Paragraph, style: HouseStyle, line: float, headings: int) -> tuple[int, float, float, float]:
    """Lines of a paragraph, height of each, and the space before and after them, in points."""
    kind, level = paragraph.kind, paragraph.level
    full = (style.page_width - 2 * style.margin) * _POINTS
    if kind is ParagraphKind.CONTENTS:
        return headings + 1, style.size * _LINE, 0.0, 12.0
    if kind is ParagraphKind.ROW:
        each = full / max(len(paragraph.cells), 1) - 11
        rows = max(_lines("".join(r.text for r in cell), each, style.size) for cell in paragraph.cells)
        return rows, line + 4 / rows, 0.0, 0.0
    if kind is ParagraphKind.SIGNATURE:
        return 5 + max(len(paragraph.cells) - 3, 0), line + 3, 0.0, 3.0
    indent = 0.0
    if kind is ParagraphKind.CLAUSE:
        indent = style.indents[level - 1]
    elif kind is ParagraphKind.ITEM:
        indent = style.indents[level]
    elif kind in (ParagraphKind.DEFINITION, ParagraphKind.PARTY, ParagraphKind.RECITAL) or (
        kind is ParagraphKind.TEXT and paragraph.requirement
    ):
        indent = style.indents[0]
    before = 12.0 if kind is ParagraphKind.CLAUSE and level == 1 else _BEFORE.get(kind, 0.0)
    after = _AFTER.get(kind, style.after)
    return _lines(paragraph.text, full - indent * _POINTS, style.size), line, before, after


@functools.lru_cache(maxsize=8192)
def _lines(text: str, width: float, size: float) -> int:
    room = width * 1000 / size
    count, used = 1, 0
    for word in text.split(" "):
        wide = _width(word)
        if used and used + wide > room:
            count, used = count + 1, 0
        used += wide + _WIDTHS[0]
    return count


@functools.lru_cache(maxsize=8192)
def _width(word: str) -> int:
    return sum(_WIDTHS[at] if 0 <= (at := ord(letter) - 32) < len(_WIDTHS) else _OTHER for letter in word)
