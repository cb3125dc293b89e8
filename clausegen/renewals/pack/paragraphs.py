"""Paragraphs of the papers in a pack: a sentence begins with a capital, and its days are written out."""

from __future__ import annotations

import datetime as dt

from clausegen.model import Paragraph, ParagraphKind, Run
from clausegen.runtime import regex

_ISO = regex(r"(?<![\w/.-])\d{4}-\d{2}-\d{2}(?![\w/-]|\.\w)")  # not in the name of a file


def title(words: str) -> Paragraph:
    """Return the title of a paper."""
    return Paragraph(kind=ParagraphKind.TITLE, runs=(Run(words),))


def line(words: str) -> Paragraph:
    """Return a centred line: whom a paper comes from or goes to, or which agreement it is about."""
    return Paragraph(kind=ParagraphKind.LINE, runs=(Run(words),))


def heading(words: str) -> Paragraph:
    """Return a heading without number."""
    return Paragraph(kind=ParagraphKind.HEADING, runs=(Run(words),))


def text(words: str) -> Paragraph:
    """Return a paragraph of running text."""
    return Paragraph(kind=ParagraphKind.TEXT, runs=(Run(sentence(words)),))


def row(cells: tuple[str, ...], *, head: bool = False) -> Paragraph:
    """Return a row of a table, a cell for each text; the ``head`` is bold."""
    return Paragraph(kind=ParagraphKind.ROW, level=int(head), cells=tuple((Run(cell, bold=head),) for cell in cells))


def signature(who: str, name: str, position: str) -> Paragraph:
    """Return a signature block: for whom, by whose name and in which position."""
    return Paragraph(kind=ParagraphKind.SIGNATURE, cells=((Run(who),), (Run(name),), (Run(position),)))


def sentence(words: str) -> str:
    """Return a text as it stands on paper: it begins with a capital, and its ISO dates are written out."""
    return capital(_ISO.sub(lambda found: written_out(day) if (day := _date(found[0])) else found[0], words))


def capital(words: str) -> str:
    """Return the words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def written_out(day: dt.date | None) -> str:
    """Return a day in words: "1 May 2026"."""
    return f"{day:%-d %B %Y}" if day else "a day that is not known"


def filled(text: str, values: dict[str, str]) -> str:
    """Return a text of the practice with the names that stand in braces replaced by their values."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
