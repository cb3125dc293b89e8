"""What a PDF page is read into: lines with their places and looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from clausegen.model import State

_OVERHANG: Final = 12.0  # points; boxes of letters are loose, and one letter more or less decides nothing


@dataclass(slots=True)
class Line:
    """A line of text on a page; points from the lower left corner of the page as shown."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    page: int
    state: State = State.VISIBLE
    hyphen: bool = False
    bold: bool = False
    confidence: float | None = None


@dataclass(slots=True)
class Page:
    """What one page holds. ``scan`` says that its words are in a picture."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    scan: bool = False
    struck: bool = False


def runs_off(line: Line, page: Page) -> bool:
    """True when a part of the line lies beyond the edges of the page."""
    return (
        line.left < -_OVERHANG
        or line.bottom < -_OVERHANG
        or line.right > page.width + _OVERHANG
        or line.top > page.height + _OVERHANG
    )


def set_apart(page: Page, line: Line, unseen: list[bool], state: State) -> None:
    """Leave in a line what is seen of it; the rest becomes a line of its own in ``state``."""
    shown = "".join(" " if flag else char for flag, char in zip(unseen, line.text, strict=False))
    apart = "".join(char if flag else " " for flag, char in zip(unseen, line.text, strict=False))
    line.text = " ".join(shown.split())
    page.lines.append(Line(" ".join(apart.split()), line.left, line.bottom, line.right, line.top, line.page, state))


def sideways(line: Line) -> bool:
    """True when the line runs up or down the page."""
    return len(line.text) > 8 and line.top - line.bottom > line.right - line.left
