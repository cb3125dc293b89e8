"""Find ink on a page that looks like lines of text and belongs to none of the words read: pictures of text, stamps."""

from __future__ import annotations

from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray

_DARK: Final = 150
_HALF: Final = 2  # the page is looked at with half the pixels
_PAD: Final = 3
_LEAST_INK: Final = 250
_RULE: Final = 40  # pixels in a row that are a rule or a block, and no letter
_HEIGHTS: Final = range(6, 45)  # of a line of text
_FEW_RUNS: Final = 12  # of a sentence of few words; a name in a logo has one or two
_FEW_WORDS: Final = 3
_BETWEEN_WORDS: Final = 0.45  # of the height of a line
_LEAST_RUNS: Final = 18  # letters or parts of words, side by side
_FILLED: Final = (0.08, 0.6)  # share of ink in a line of text


def reads_like_text(shades: NDArray[np.uint8], signs: NDArray[np.float32]) -> bool:
    """True when a page, less the signs that were read and its rules, still shows lines of letters."""
    rows, columns = (size - size % _HALF for size in shades.shape)
    # Of four pixels two are looked at, side by side on neither axis: a stroke of letters is wider than one.
    ink = np.minimum(shades[:rows:2, :columns:2], shades[1:rows:2, 1:columns:2]) < _DARK
    erase(ink, _runs(signs) / np.float32(_HALF), _PAD)
    if ink.sum() < _LEAST_INK:
        return False
    across_page, down_page = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
    ink = ink[down_page[0] : down_page[-1] + 1, across_page[0] : across_page[-1] + 1]
    ink = ink & ~(_long(ink) | _long(np.ascontiguousarray(ink.T)).T)
    if ink.sum() < _LEAST_INK:
        return False
    inked: list[bool] = [bool(row.any()) for row in ink]
    at = 0
    for is_ink, group in groupby(inked):
        height = len(list(group))
        if is_ink and height in _HEIGHTS and _is_line(ink[at : at + height]):
            return True
        at += height
    return False


def erase(ink: NDArray[np.bool_], boxes: NDArray[np.float32], around: int) -> None:
    """Take what stands in some boxes, and a few pixels around them, out of a picture."""
    rows, columns = ink.shape
    left, top, right, foot = boxes.T
    near = (left < columns + around) & (right > -around) & (top < rows + around) & (foot > -around)
    boxes = boxes[near]
    starts = np.maximum(boxes[:, :2].astype(int) - around, 0).tolist()
    ends = np.maximum(boxes[:, 2:].astype(int) + around, 0).tolist()
    for (left, top), (right, foot) in zip(starts, ends, strict=True):
        ink[top:foot, left:right] = False


def _runs(signs: NDArray[np.float32]) -> NDArray[np.float32]:
    """The boxes of signs that stand side by side, one box for each row of them."""
    left, top, right, foot = signs.T
    high = foot - top
    near = np.abs(left[1:] - right[:-1]) < high[:-1] * _BETWEEN_WORDS
    level = np.minimum(foot[1:], foot[:-1]) - np.maximum(top[1:], top[:-1]) > 0
    starts = np.concatenate([[0], np.flatnonzero(~(near & level)) + 1]) if len(signs) else np.zeros(0, dtype=int)
    if not len(starts):
        return signs
    least, most = np.minimum.reduceat(signs, starts), np.maximum.reduceat(signs, starts)
    return np.concatenate([least[:, :2], most[:, 2:]], axis=1)


def _is_line(band: NDArray[np.bool_]) -> bool:
    """True for a row of many small marks side by side, of which none is much wider than high."""
    columns = np.flatnonzero(band.any(axis=0))
    if not len(columns):
        return False
    gaps = np.diff(columns)
    runs = 1 + int((gaps > 1).sum())
    part = band[:, columns[0] : columns[-1] + 1]
    words = 1 + int((gaps > max(_BETWEEN_WORDS * len(band), 2)).sum())
    enough = runs >= _LEAST_RUNS or (runs >= _FEW_RUNS and words >= _FEW_WORDS)
    return enough and _FILLED[0] < float(part.mean()) < _FILLED[1]


def _long(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The pixels of unbroken rows of ink that are longer than any letter."""
    if ink.shape[1] <= _RULE:
        return np.zeros_like(ink)
    sums = np.cumsum(np.pad(ink, ((0, 0), (1, 0))), axis=1, dtype=np.int16)
    full = (sums[:, _RULE:] - sums[:, :-_RULE]) == _RULE
    begun = np.cumsum(np.pad(full, ((0, 0), (_RULE, _RULE - 1))), axis=1, dtype=np.int16)
    covered: NDArray[np.bool_] = (begun[:, _RULE:] - begun[:, :-_RULE])[:, : ink.shape[1]] > 0
    return covered
