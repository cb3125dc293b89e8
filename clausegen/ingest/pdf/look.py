"""Look at a rendered PDF page: there must be ink where the words stand, and it must look like them.

Render modes, masks, clips, covering boxes, fonts without glyphs, tables of letters that lie: whatever the trick, it
shows in the pixels. Each letter is compared with the same letter of the standard fonts. No page is believed that
cannot be looked at.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from clausegen.ingest.pdf.lines import Line, quick, sideways
from clausegen.ingest.pdf.shapes import looks, others
from clausegen.model import State

Shades = NDArray[np.uint8]
Numbers = NDArray[np.float32]

_SCALE: Final = 3.0  # pixels for a point: with 2, letters at the wrong place of a pixel pass for others
_MOST_PIXELS: Final = 12_000_000
_LEAST_SCALE: Final = 1.5
_NO_INK: Final = 6.0  # standard deviation of the shades in a letter's box
_FAINT: Final = 14.0
_EDGE: Final = 1.0  # points
_SAME: Final = 0.9  # correlation that makes a letter the one seen before under its name
_KEPT: Final = 16  # looks of one letter of a font, which is set on whole pixels
_MOST_PAGES: Final = 600
_MOSTLY: Final = 0.8
_SMALL: Final = 8.0  # pixels: letters lower than that are not compared


_code_of: Final = quick(raw.FPDFText_GetUnicode)
_box_of: Final = quick(raw.FPDFText_GetCharBox)
_origin_of: Final = quick(raw.FPDFText_GetCharOrigin)
_object_of: Final = quick(raw.FPDFText_GetTextObject)
_font_of: Final = quick(raw.FPDFTextObj_GetFont)
_object_of.restype = _font_of.restype = ctypes.c_void_p  # an address is handed on as it comes
_font_of.argtypes = (ctypes.c_void_p,)
_STEP: Final = np.array([1, 0, 1, 0], dtype=np.float32)
_BESIDE: Final = np.array([-0.15, 0, 0.15, 0], dtype=np.float32)
_LEAD: Final = 0.25  # of the likeness to another letter; no letter of the contracts measured has more


class Span(NamedTuple):
    """A line and the range of PDFium's characters that it was made of, both ends included."""

    line: Line
    first: int
    last: int


@dataclass(slots=True)
class Looker:
    """Looks at the pages of one document; what is known of its letters is kept from page to page."""

    known: dict[tuple[int, str], Numbers] = field(default_factory=dict)
    pages: int = 0

    def look(self, page: pdfium.PdfPage, text_page: Any, spans: Sequence[Span]) -> Shades | None:
        """Set the doubts of the lines; the rendered page, None where it is too large to be rendered."""
        width, height = page.get_size()
        scale = _SCALE
        if width * height * scale * scale > _MOST_PIXELS:
            scale = (_MOST_PIXELS / max(width * height, 1)) ** 0.5
        self.pages += 1
        if scale < _LEAST_SCALE or self.pages > _MOST_PAGES:
            for span in spans:
                span.line.doubt = "pdf-not-looked"
            return None
        shades: Shades = page.render(scale=scale, grayscale=True).to_numpy()
        if not spans:
            return shades
        letters = _letters(page, text_page, spans, scale, shades.shape[0])
        if letters.names:
            self._judge(letters, shades, spans)
        return shades

    def _judge(self, letters: _Letters, shades: Shades, spans: Sequence[Span]) -> None:
        outside = _outside(letters.boxes, shades)
        odd, deviation = self._odd(letters, shades)
        for number, span in enumerate(spans):
            mine = letters.line == number
            if not mine.any():
                continue
            line = span.line
            if line.state is not State.VISIBLE:
                inked = (deviation[mine] >= _FAINT).mean() > _MOSTLY and odd[mine].mean() < 1 - _MOSTLY
                line.doubt = "pdf-other-ink" if inked else ""
                continue
            code = ""
            if outside[mine].any():
                code = "pdf-off-page"
            elif _unseen(deviation[mine] < _NO_INK):
                code = "pdf-no-ink"
            elif (deviation[mine] < _FAINT).mean() > 0.3:
                code = "pdf-faint"
            elif sideways(line) or _unseen(odd[mine]):
                code = "pdf-other-ink"
            line.doubt = code

    def _odd(self, letters: _Letters, shades: Shades) -> tuple[NDArray[np.bool_], Numbers]:
        """Of each letter, whether it looks like another one than its name, and how much its shades differ.

        Most look like one seen before.
        """
        high = letters.boxes[:, 3] - letters.boxes[:, 1]
        odd = np.zeros(len(letters.names), dtype=bool)
        groups: dict[tuple[int, str], list[int]] = {}
        for at, key in enumerate(zip(letters.fonts, letters.names, strict=True)):
            if high[at] >= _SMALL and key[1].isascii():
                groups.setdefault(key, []).append(at)
        # A renderer sets letters on whole pixels, so the same letter of the same size has the same pixels there.
        left, deviation = looks(shades, letters.boxes + letters.snaps, smooth=False)
        right, _ = looks(shades, letters.boxes + letters.snaps + _STEP, smooth=False)
        solid = np.flatnonzero(deviation < _NO_INK)  # an "l" may fill its box: look at what stands beside it as well
        if len(solid):
            _, beside = looks(shades, letters.boxes[solid] + high[solid, None] * _BESIDE, smooth=False)
            deviation[solid] = beside
        fresh: list[int] = []
        for key, mine in groups.items():
            before = self.known.get(key)
            if before is None:
                fresh += mine
            else:
                seen = np.maximum((left[mine] @ before.T).max(axis=1), (right[mine] @ before.T).max(axis=1)) >= _SAME
                fresh += [at for at, same in zip(mine, seen, strict=True) if not same]
        leads = others([letters.names[at] for at in fresh], shades, letters.boxes[fresh]) if fresh else ()
        for at, lead in zip(fresh, leads, strict=True):
            odd[at] = lead > _LEAD
            if lead <= 0:
                self._remember((letters.fonts[at], letters.names[at]), np.stack([left[at], right[at]]))
        return odd & (deviation >= _NO_INK), deviation

    def _remember(self, key: tuple[int, str], grids: Numbers) -> None:
        before = self.known.get(key)
        if before is None:
            self.known[key] = grids
        elif len(before) < _KEPT and float((before @ grids.T).max()) < _SAME:
            self.known[key] = np.concatenate([before, grids])


def _unseen(bare: NDArray[np.bool_]) -> bool:
    """True when letters of a line are not there, or others. Printers cut off the last of a line, lists a label."""
    return bool(bare[1:-1].any() or bare.sum() > 1 or bare.all())


class _Letters(NamedTuple):
    names: list[str]
    fonts: list[int]
    boxes: Numbers  # left, top, right, bottom in pixels
    line: NDArray[np.int32]
    snaps: Numbers  # what brings each box to a whole pixel


def _letters(page: Any, text_page: Any, spans: Sequence[Span], scale: float, rows: int) -> _Letters:
    names: list[str] = []
    items: list[int] = []
    boxes: list[tuple[float, float, float, float]] = []
    origins: list[tuple[float, float, float, float]] = []
    line: list[int] = []
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    box = [ctypes.byref(value) for value in (left, right, bottom, top)]
    origin = ctypes.byref(x), ctypes.byref(y)
    place = page.get_rotation(), page.get_cropbox()
    for number, span in enumerate(spans):
        for index in range(span.first, span.last + 1):
            code = _code_of(text_page, index)
            name = chr(code) if 0x20 < code < 0x110000 else ""
            if not name.isalnum() or not _box_of(text_page, index, *box):
                continue
            _origin_of(text_page, index, *origin)
            boxes.append(_placed(place, left.value, bottom.value, right.value, top.value))
            origins.append(_placed(place, x.value, y.value, x.value, y.value))
            names.append(name)
            items.append(_object_of(text_page, index) or 0)
            line.append(number)
    made = np.array(boxes, dtype=np.float32).reshape(-1, 4) * scale
    made[:, [1, 3]] = rows - made[:, [3, 1]]  # from the top, as pixels are counted
    begun = np.array(origins, dtype=np.float32).reshape(-1, 4)[:, :2] * scale
    begun[:, 1] = rows - begun[:, 1]
    snap = np.stack([np.floor(begun[:, 0]), np.round(begun[:, 1])], axis=1) - begun
    fonts = {item: _font_of(item) or 0 for item in set(items)}
    snaps = np.concatenate([snap, snap], axis=1).astype(np.float32)
    return _Letters(names, [fonts[item] for item in items], made, np.array(line, dtype=np.int32), snaps)


def _placed(
    place: tuple[int, tuple[float, float, float, float]], left: float, bottom: float, right: float, top: float
) -> tuple[float, float, float, float]:
    rotation, crop = place
    if rotation == 90:
        return bottom - crop[1], crop[2] - right, top - crop[1], crop[2] - left
    if rotation == 180:
        return crop[2] - right, crop[3] - top, crop[2] - left, crop[3] - bottom
    if rotation == 270:
        return crop[3] - top, left - crop[0], crop[3] - bottom, right - crop[0]
    return left - crop[0], bottom - crop[1], right - crop[0], top - crop[1]


def _outside(boxes: Numbers, shades: Shades) -> NDArray[np.bool_]:
    rows, columns = shades.shape
    found: NDArray[np.bool_] = (
        (boxes[:, 0] < -_EDGE) | (boxes[:, 1] < -_EDGE) | (boxes[:, 2] > columns + _EDGE) | (boxes[:, 3] > rows + _EDGE)
    )
    return found
