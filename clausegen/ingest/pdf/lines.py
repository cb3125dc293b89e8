"""Values that a PDF page is read into: lines with their places and looks."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

from clausegen.model import State


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
    looked: Any = None  # the page as it was rendered and where its signs stand, to find ink that none explains
    unread_ink: bool = False  # the page shows what looks like lines of text and is none of its words
    struck: bool = False


def sideways(line: Line) -> bool:
    """True when the line runs up or down the page."""
    return len(line.text) > 8 and line.top - line.bottom > line.right - line.left
