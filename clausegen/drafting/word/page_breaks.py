"""Where a page begins in a Word document: schedules that are long enough for one, and the signatures."""

from __future__ import annotations

from collections.abc import Sequence

from clausegen.model import Paragraph, ParagraphKind

# A page of schedules in words: what a heading, the space of a paragraph and a row of a table take of it.
_PAGE_WORDS, _HEADING_WORDS, _PARAGRAPH_WORDS, _ROW_WORDS = 440, 30, 6, 14


def opening_schedules(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """The ids of the schedule headings that begin a page.

    The first does, and each that does not fit on the page of those before it: a page with four lines looks like a
    mistake. Words are counted, because what matters is that no page is near empty, not where exactly it ends.
    """
    found: list[int] = []
    sizes: list[int] = []
    for paragraph in paragraphs:
        if paragraph.kind is ParagraphKind.SCHEDULE:
            found.append(id(paragraph))
            sizes.append(_HEADING_WORDS)
        elif sizes:
            rows = _ROW_WORDS if paragraph.cells else 0
            sizes[-1] += max(len(paragraph.text.split()), rows) + _PARAGRAPH_WORDS
    opens: list[int] = []
    used = _PAGE_WORDS
    for name, size in zip(found, sizes, strict=True):
        if used + size > _PAGE_WORDS:
            opens.append(name)
            used = 0
        used += size
    return frozenset(opens)


def signature_heading(paragraphs: Sequence[Paragraph]) -> int:
    """The id of the heading over signatures that follow schedules, 0 where there is none.

    On the page of the last schedule they would sign that schedule alone.
    """
    first = next((i for i, p in enumerate(paragraphs) if p.kind is ParagraphKind.SIGNATURE), 0)
    if not any(p.kind is ParagraphKind.SCHEDULE for p in paragraphs[:first]):
        return 0
    near = paragraphs[max(first - 2, 0) : first]
    return next((id(p) for p in near if p.kind is ParagraphKind.HEADING), 0)
