"""Shapes of Latin letters and digits in the fonts that every PDF viewer has."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

GRID: Final = 10  # a letter is compared as 10 x 10 shades
_FONTS: Final = (
    *("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Times-Roman", "Times-Bold", "Times-Italic"),
    *("Times-BoldItalic", "Courier"),
)
_NAMES: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_ALIKE: Final = {"0": "o", "1": "l", "i": "l", "I": "l", "5": "s", "Q": "o"}
_SAME_IN_CAPITALS: Final = frozenset("CKOPSUVWXYZ")
_LIKE: Final = 0.5  # correlation with the same letter of a standard font; none of 158,000 in real contracts has less
_SHIFTS: Final = ((0, 0), *((x, y) for x in (-2, -1, 0, 1, 2) for y in (-1, 0, 1) if (x, y) != (0, 0)))
_OTHER_CASE: Final = 0.25  # by so much more must small capitals, whose names are small letters, look like capitals
_STEP: Final = 40
_SIZE: Final = 11


def alike(name: str) -> str:
    """A name for all letters that cannot be told from each other by their shape alone."""
    return _ALIKE.get(name) or (name.lower() if name in _SAME_IN_CAPITALS else name)


def others(names: Sequence[str], shades: NDArray[np.uint8], boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """By how much each letter looks more like another one than like its name; below zero, like its name.

    A renderer sets letters on whole pixels, so each is also looked at a pixel or two beside its place.
    """
    table, starts, kinds = _references()
    own, twin = (np.array([kinds.get(alike(name), -1) for name in both]) for both in (names, map(str.swapcase, names)))
    known = own >= 0
    waiting = np.flatnonzero(known)
    mine = np.full(len(names), -1.0, dtype=np.float32)
    other = np.full(len(names), -1.0, dtype=np.float32)
    for shift in _SHIFTS:
        if not len(waiting):
            break
        grids, _ = looks(shades, boxes[waiting] + np.array(shift * 2, dtype=np.float32))
        # Pale letters on a dark ground are the same shapes the other way round.
        scores = np.maximum.reduceat(np.abs(grids @ table), starts, axis=1)
        rows = np.arange(len(waiting))
        like = np.maximum(scores[rows, own[waiting]], scores[rows, twin[waiting]] - _OTHER_CASE)
        mine[waiting] = np.maximum(mine[waiting], like)
        scores[rows, own[waiting]] = scores[rows, twin[waiting]] = -1
        other[waiting] = np.maximum(other[waiting], scores.max(axis=1))
        waiting = waiting[(mine[waiting] < other[waiting]) | (mine[waiting] < _LIKE)]
    leads = np.where(known, np.maximum(other - mine, _LIKE - mine), np.float32(0))
    return leads.astype(np.float32)


def looks(
    shades: NDArray[np.uint8], boxes: NDArray[np.float32], *, smooth: bool = True
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Each letter as a grid of shades without their mean, of length 1; and the standard deviation of its shades.

    ``boxes`` are left, top, right, bottom in pixels; ``smooth`` takes what stands between the pixels.
    """
    rows, columns = shades.shape
    steps = ((np.arange(GRID) + 0.5) / GRID).astype(np.float32)
    across = boxes[:, 0:1] + (boxes[:, 2:3] - boxes[:, 0:1]) * steps
    down = boxes[:, 1:2] + (boxes[:, 3:4] - boxes[:, 1:2]) * steps
    if smooth:
        x, right, part_x = _between((across - 0.5).astype(np.float32), columns)
        y, below, part_y = _between((down - 0.5).astype(np.float32), rows)
        upper, lower = shades[y[:, :, None], x[:, None, :]], shades[below[:, :, None], x[:, None, :]]
        left = upper + (lower.astype(np.float32) - upper) * part_y[:, :, None]
        upper, lower = shades[y[:, :, None], right[:, None, :]], shades[below[:, :, None], right[:, None, :]]
        other = upper + (lower.astype(np.float32) - upper) * part_y[:, :, None]
        seen = left + (other - left) * part_x[:, None, :]
    else:
        x = np.clip(across, 0, columns - 1).astype(np.intp)
        y = np.clip(down, 0, rows - 1).astype(np.intp) * columns
        seen = shades.ravel()[y[:, :, None] + x[:, None, :]].astype(np.float32)
    grid = 255.0 - seen.reshape(len(boxes), GRID * GRID)
    grid -= grid.mean(axis=1, keepdims=True)
    deviation = np.sqrt(np.einsum("ij,ij->i", grid, grid))
    return (grid / np.maximum(deviation, 1e-6)[:, None]).astype(np.float32), deviation / GRID


def _between(
    places: NDArray[np.float32], count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """The pixels on both sides of each place, and how far it is from the first."""
    first = np.clip(np.floor(places), 0, count - 1).astype(np.int32)
    return first, np.minimum(first + 1, count - 1), np.clip(places - first, 0, 1).astype(np.float32)


@cache
def _references() -> tuple[NDArray[np.float32], NDArray[np.intp], dict[str, int]]:
    """The letters of the standard fonts, one a column and alike ones together, where each kind begins, its number."""
    tables, kinds = [], []
    document = pdfium.PdfDocument.new()
    for name in _FONTS:
        page = document.new_page(_STEP * len(_NAMES), 60)
        font = raw.FPDFText_LoadStandardFont(document, name.encode())
        for at, letter in enumerate(_NAMES):
            item = raw.FPDFPageObj_CreateTextObj(document, font, _SIZE)
            wide = (ctypes.c_ushort * 2)(ord(letter), 0)
            raw.FPDFText_SetText(item, wide)
            raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, 10 + at * _STEP, 20)
            raw.FPDFPage_InsertObject(page, item)
        page.gen_content()
        shades = page.render(scale=2, grayscale=True).to_numpy()
        text_page = raw.FPDFText_LoadPage(page)
        boxes = []
        for index in range(raw.FPDFText_CountChars(text_page)):
            letter = chr(raw.FPDFText_GetUnicode(text_page, index))
            if letter in _NAMES:
                boxes.append(_box(text_page, index, shades.shape[0]))
                kinds.append(alike(letter))
        raw.FPDFText_ClosePage(text_page)
        tables.append(looks(shades, np.array(boxes, dtype=np.float32))[0])
    order = np.argsort(kinds, kind="stable")
    names, starts = np.unique(np.array(kinds)[order], return_index=True)
    return np.concatenate(tables)[order].T.copy(), starts, {str(name): at for at, name in enumerate(names)}


def _box(text_page: Any, index: int, rows: int) -> tuple[float, float, float, float]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text_page, index, *(ctypes.byref(value) for value in (left, right, bottom, top)))
    return left.value * 2, rows - top.value * 2, right.value * 2, rows - bottom.value * 2
