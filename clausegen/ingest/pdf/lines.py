"""Values that a PDF page is read into: lines with their places and looks."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any, Final

from clausegen.model import State

_OVERHANG: Final = 12.0  # points; boxes of letters are loose, and one letter more or less decides nothing


def quick(function: Any) -> Any:
    """A function of PDFium without the checks of its arguments, which take longer than most of its answers.

    It takes numbers that fit an ``int``, and what ctypes made.
    """
    quick = type(function)(ctypes.cast(function, ctypes.c_void_p).value)
    quick.restype = function.restype
    return quick


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
    doubt: str = ""  # the code of what makes it uncertain that a person sees the words


@dataclass(slots=True)
class Page:
    """The content of one page. ``scan`` says that its words are in a picture."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    scan: bool = False
    shades: Any = None  # the page as it was rendered, to be looked at for ink that no word explains
    unread_ink: bool = False  # the page shows what looks like lines of text and is none of its words
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
