"""Find the letters of a PDF page: their names, and where each stands on the page as it is rendered."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from clausegen.ingest.pdf.lines import Line, quick

Numbers = NDArray[np.float32]

_LIGATURES: Final = frozenset({"ff", "fi", "fl", "ffi", "ffl", "ft", "fft", "tt", "ti", "tti", "th", "fj", "st", "ct"})
_SECOND: Final = frozenset(char for pair in _LIGATURES for char in (pair[1:] + pair[1:].upper()))
_code_of: Final = quick(raw.FPDFText_GetUnicode)
_box_of: Final = quick(raw.FPDFText_GetCharBox)
_origin_of: Final = quick(raw.FPDFText_GetCharOrigin)
_box_of.argtypes = (ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 4)
_origin_of.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class Span(NamedTuple):
    """A line and the range of PDFium's characters that it was made of, both ends included."""

    line: Line
    first: int
    last: int


class Letters(NamedTuple):
    """The letters of some lines: each with its name, its box and the number of its line."""

    names: list[str]
    boxes: Numbers  # left, top, right, bottom in pixels
    line: NDArray[np.int32]
    snaps: Numbers  # what brings each box to a whole pixel
    signs: Numbers  # the boxes of all that is printed, stops and brackets too


def letters_on(page: Any, text_page: Any, spans: Sequence[Span], scale: float, rows: int) -> Letters:
    """Find the letters of some lines on a page rendered at ``scale`` pixels for a point, ``rows`` pixels high."""
    names: list[str] = []
    line: list[int] = []
    printed: list[int] = []  # which signs are letters
    places = np.zeros((sum(span.last - span.first + 1 for span in spans), 6))  # left, right, bottom, top, origin
    first = at = places.ctypes.data
    for number, span in enumerate(spans):
        for index, name in enumerate(_names(text_page, span), span.first):
            if name.isspace() or not _box_of(text_page, index, at, at + 8, at + 16, at + 24):
                continue
            if name.isalnum():
                _origin_of(text_page, index, at + 32, at + 40)
                sign = (at - first) // 48
                if name in _SECOND and names and (names[-1] + name).lower() in _LIGATURES:
                    here, before = (places[place, 4:].tolist() for place in (sign, printed[-1]))
                    if here == before:
                        names[-1] += name  # one sign
                        continue
                names.append(name)
                line.append(number)
                printed.append(sign)
            at += 48
    made = _placed(page, places[: (at - first) // 48])
    made *= scale
    made[:, [1, 3, 5]] = rows - made[:, [3, 1, 5]]  # from the top, as pixels are counted
    letters = made[printed]
    boxes, begun = letters[:, :4], letters[:, 4:]
    snap = np.stack([np.floor(begun[:, 0]), np.round(begun[:, 1])], axis=1) - begun
    snaps = np.concatenate([snap, snap], axis=1)
    return Letters(names, boxes, np.array(line, dtype=np.int32), snaps, made[:, :4])


def _names(text_page: Any, span: Span) -> Iterator[str]:
    """The characters of a line, one for each of PDFium's."""
    if len(span.line.text) == span.last - span.first + 1 and span.line.text.isascii():
        yield from span.line.text
        return
    for index in range(span.first, span.last + 1):
        code = _code_of(text_page, index)
        yield chr(code) if 0x20 < code < 0x110000 else ""


def _placed(page: Any, places: NDArray[np.float64]) -> Numbers:
    """Left, bottom, right, top and origin of letters on the page as it is shown."""
    left, right, bottom, top, x, y = places.T
    rotation, crop = page.get_rotation(), page.get_cropbox()
    origin = turned(rotation, crop, x, y, x, y)[:2]
    return np.stack([*turned(rotation, crop, left, bottom, right, top), *origin], axis=1).astype(np.float32)


def turned(rotation: int, crop: Sequence[float], left: Any, bottom: Any, right: Any, top: Any) -> tuple[Any, ...]:
    """Left, bottom, right, top on the page shown of a box of the unturned page; numbers, or arrays of them."""
    from_left, from_bottom, to_right, to_top = crop
    match rotation:
        case 90:
            return bottom - from_bottom, to_right - right, top - from_bottom, to_right - left
        case 180:
            return to_right - right, to_top - top, to_right - left, to_top - bottom
        case 270:
            return to_top - top, left - from_left, to_top - bottom, right - from_left
    return left - from_left, bottom - from_bottom, right - from_left, top - from_bottom
