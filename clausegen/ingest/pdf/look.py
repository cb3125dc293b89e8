"""Look at a rendered PDF page: there must be ink where the words stand, and it must look like them.

Render modes, masks, clips, covering boxes, fonts without glyphs, tables of letters that lie: whatever the trick, it
shows in the pixels. Each letter is compared with the same letter of the standard fonts. No page is believed that
cannot be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from clausegen.ingest.pdf.ink import erase
from clausegen.ingest.pdf.letter_places import Letters, Numbers, Span, letters_on
from clausegen.ingest.pdf.lines import sideways
from clausegen.ingest.pdf.shapes import looks, others
from clausegen.model import State
from clausegen.runtime import regex

Shades = NDArray[np.uint8]

_SCALE: Final = 3.0  # pixels for a point: with 2, letters at the wrong place of a pixel pass for others
_MOST_PIXELS: Final = 12_000_000
_LEAST_SCALE: Final = 1.5
_NO_INK: Final = 6.0  # standard deviation of the shades in a letter's box
_FAINT: Final = 14.0
_FAINT_ON_DARK: Final = 40.0  # the same difference is seen less on a dark ground
_EDGE: Final = 1.0  # points
_SAME: Final = 0.9  # correlation that makes a letter the one seen before under its name
_KEPT: Final = 48  # looks of one letter, in several fonts and sizes
_MOST_PAGES: Final = 600
_MOSTLY: Final = 0.8
_DARK: Final = 150
_EVERY: Final = 8  # pixels of which one is looked at first
_MIDDLE: Final = 0.2  # of the height of letters, above and below which a stroke is none through them
_STRUCK_LETTERS: Final = 2.0  # heights of a letter; a dash is as long as one
_DASHED_LETTERS: Final = 8.0
_DASHES: Final = regex("[\u2013-\u2015\u2500-\u2503=_\\-]")
_FEWEST_LETTERS: Final = 3  # side by side
_WIDE: Final = 2.5  # of the height of letters; a rule or tick box is narrower
_AROUND: Final = 2  # pixels that belong to a sign beside its box
_NEXT_LETTERS: Final = 8  # in the order of their left edges
_SLOPE: Final = 0.3  # of a line; letters with tails stand a quarter of their size lower than others
_MOST_OVER: Final = 3  # letters of a line with others in their place
_SAME_PLACE: Final = 0.05  # of the width of a letter: the same letter printed twice looks bold
_LOWEST: Final = 1.6  # points: an "e" of a font of three and a half
_MOST_TINY: Final = 3  # letters of a line
_SMALL: Final = 8.0  # pixels: letters lower than that are not compared


_STEP: Final = np.array([1, 0, 1, 0], dtype=np.float32)
_BESIDE: Final = np.array([-0.15, 0, 0.15, 0], dtype=np.float32)
_LEAD: Final = 0.25  # of the likeness to another letter; no letter of the contracts measured has more
_MOST_KNOWN: Final = 20_000  # letters of which the pixels are kept, some 600 bytes each


@dataclass(slots=True)
class Looker:
    """Looks at the pages of one document; what is known of its letters is kept from page to page.

    A letter whose pixels were seen before is known by them; another one is compared with those that look alike.
    """

    seen: dict[tuple[str, int, bytes], tuple[bool, float]] = field(default_factory=dict)
    known: dict[str, Numbers] = field(default_factory=dict)
    pages: int = 0

    def look(self, page: pdfium.PdfPage, text_page: Any, spans: Sequence[Span]) -> tuple[Shades, Numbers] | None:
        """Set the doubts of the lines; the rendered page and the boxes of its signs, None where it is too large."""
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
        letters = letters_on(page, text_page, spans, scale, shades.shape[0])
        if letters.names:
            self._judge(letters, shades, spans, scale)
        return shades, letters.signs

    def _judge(self, letters: Letters, shades: Shades, spans: Sequence[Span], scale: float) -> None:
        outside = _outside(letters.boxes, shades)
        odd, deviation = self._odd(letters, shades)
        over = _printed_over(letters.boxes)
        for number, span in enumerate(spans):
            mine = letters.line == number
            if not mine.any():
                continue
            line, boxes = span.line, letters.boxes[mine]
            if line.state is not State.VISIBLE:
                inked = (deviation[mine] >= _FAINT).mean() > _MOSTLY and odd[mine].mean() < 1 - _MOSTLY
                line.doubt = "pdf-other-ink" if inked else ""
                continue
            code = ""
            if outside[mine].any():
                code = "pdf-off-page"
            elif sideways(line) or _slanted(boxes):
                code = "pdf-not-looked"
            elif _unseen(odd[mine]) or over[mine].sum() > _MOST_OVER:
                code = "pdf-other-ink"
            elif _unseen(deviation[mine] < _NO_INK):
                code = "pdf-no-ink"
            elif (deviation[mine] < (_FAINT_ON_DARK if _on_dark(shades, boxes) else _FAINT)).mean() > 0.3:
                code = "pdf-faint"
            elif (boxes[:, 3] - boxes[:, 1] < _LOWEST * scale).sum() > _MOST_TINY:
                code = "pdf-small"
            elif _struck(shades, boxes, line.text):
                code = "pdf-struck"
            elif _drawn_between(shades, boxes, letters.signs):
                code = "pdf-other-ink"
            line.doubt = line.doubt or code

    def _odd(self, letters: Letters, shades: Shades) -> tuple[NDArray[np.bool_], Numbers]:
        """Of each letter, whether it looks like another one than its name, and how much its shades differ."""
        keys = _pixels(letters, shades)
        fresh = {key: at for at, key in enumerate(keys) if key not in self.seen}
        made: dict[tuple[str, int, bytes], tuple[bool, float]] = {}
        if fresh:
            made = dict(zip(fresh, self._compared(letters, shades, np.array(list(fresh.values()))), strict=True))
            if len(self.seen) > _MOST_KNOWN:
                self.seen = {key: self.seen[key] for key in set(keys) & self.seen.keys()}
        found = [self.seen.get(key) or made[key] for key in keys]
        self.seen.update((key, looked) for key, looked in made.items() if looked[1] >= _NO_INK)
        odd, deviation = zip(*found, strict=True)
        return np.array(odd) & (np.array(deviation) >= _NO_INK), np.array(deviation, dtype=np.float32)

    def _compared(self, letters: Letters, shades: Shades, fresh: NDArray[np.intp]) -> Iterator[tuple[bool, float]]:
        """Yield, of each letter not seen before, what ``_odd`` asks."""
        boxes = letters.boxes[fresh]
        high = boxes[:, 3] - boxes[:, 1]
        # A renderer sets letters on whole pixels, so the same letter of the same size has the same pixels there.
        left, differ = looks(shades, boxes + letters.snaps[fresh], smooth=False)
        right, _ = looks(shades, boxes + letters.snaps[fresh] + _STEP, smooth=False)
        solid = np.flatnonzero(differ < _NO_INK)  # an "l" may fill its box: look at what stands beside it as well
        if len(solid):
            _, beside = looks(shades, boxes[solid] + high[solid, None] * _BESIDE, smooth=False)
            differ[solid] = beside
        odd = np.zeros(len(fresh), dtype=bool)
        groups: dict[str, list[int]] = {}
        for at, letter in enumerate(fresh):
            name = letters.names[letter]
            if high[at] >= _SMALL and name.isascii():
                groups.setdefault(name, []).append(at)
        unlike: list[int] = []
        for name, mine in groups.items():
            before = self.known.get(name)
            if before is None:
                unlike += mine
            else:
                same = np.maximum((left[mine] @ before.T).max(axis=1), (right[mine] @ before.T).max(axis=1)) >= _SAME
                unlike += [at for at, alike in zip(mine, same, strict=True) if not alike]
        leads = others([letters.names[fresh[at]] for at in unlike], shades, boxes[unlike]) if unlike else ()
        for at, lead in zip(unlike, leads, strict=True):
            odd[at] = lead > _LEAD
            if lead <= 0:
                self._remember(letters.names[fresh[at]], np.stack([left[at], right[at]]))
        return zip(odd.tolist(), differ.tolist(), strict=True)

    def _remember(self, name: str, grids: Numbers) -> None:
        before = self.known.get(name)
        if before is None:
            self.known[name] = grids
        elif len(before) < _KEPT and float((before @ grids.T).max()) < _SAME:
            self.known[name] = np.concatenate([before, grids])


def _pixels(letters: Letters, shades: Shades) -> list[tuple[str, int, bytes]]:
    """Name, width and pixels of each letter."""
    rows, columns = shades.shape
    snapped = letters.boxes + letters.snaps
    starts = np.clip(np.floor(snapped[:, :2] + 0.01), 0, (columns, rows)).astype(int)
    ends = np.clip(np.ceil(snapped[:, 2:] - 0.01) + 1, 0, (columns, rows)).astype(int)
    return [
        (name, right - left, shades[top:bottom, left:right].tobytes())
        for name, (left, top), (right, bottom) in zip(letters.names, starts.tolist(), ends.tolist(), strict=True)
    ]


def _struck(shades: Shades, boxes: Numbers, text: str) -> bool:
    """True when a stroke longer than any letter runs through the middle of a line, and not behind all of it."""
    heights = boxes[:, 3] - boxes[:, 1]
    high = _middle(heights)
    low = boxes[heights < 1.5 * high]  # without letters of a larger size
    foot, top = _middle(low[:, 3]), _middle(low[:, 1])
    columns = slice(max(int(boxes[:, 0].min()), 0), max(int(boxes[:, 2].max()), 0))
    rows = slice(max(int(top + _MIDDLE * high), 0), max(int(foot - _MIDDLE * high) + 1, 0))
    if not shades[rows, columns].size:
        return False
    ground = int(np.bincount(_around(shades, boxes).ravel()).argmax())
    band = _differs(shades[rows, columns], ground)
    letters = _DASHED_LETTERS if _DASHES.search(text) else _STRUCK_LETTERS
    long = letters * float(heights.max())
    if _longest(band[:, ::_EVERY]) <= long / _EVERY - 1 or _longest(band) <= long:
        return False
    behind = _differs(shades[max(int(top) - 1, 0) : max(int(foot) + 2, 0), columns], ground).all(axis=0)
    return _longest(band & ~behind) > long  # what is as high as the letters is the ground of a cell


def _printed_over(boxes: Numbers) -> NDArray[np.bool_]:
    """Tell of each letter whether the middle of another one stands well inside its box: two lines in one place."""
    order = np.argsort(boxes[:, 0], kind="stable")
    left, top, right, foot = boxes[order].T
    across, down = (left + right) / 2, (top + foot) / 2
    over = np.zeros(len(boxes), dtype=bool)
    for step in range(1, _NEXT_LETTERS):
        if step >= len(boxes):
            break
        near, far = slice(None, -step), slice(step, None)
        wide = np.minimum(right[near] - left[near], right[far] - left[far])
        high = np.minimum(foot[near] - top[near], foot[far] - top[far])
        apart = np.abs(across[near] - across[far])
        meets = (np.abs(down[near] - down[far]) < 0.5 * high) & (apart < 0.5 * wide) & (apart > _SAME_PLACE * wide)
        over[order[:-step]] |= meets
        over[order[step:]] |= meets
    return over


def _drawn_between(shades: Shades, boxes: Numbers, signs: Numbers) -> bool:
    """True when the white between two letters of a line holds what may be letters: a picture, a drawing."""
    high = _middle(boxes[:, 3] - boxes[:, 1])
    top, foot = max(int(_middle(boxes[:, 1])), 0), max(int(_middle(boxes[:, 3]) - _MIDDLE * high), 0)
    for at in np.flatnonzero(boxes[1:, 0] - boxes[:-1, 2] > high).tolist():
        left, right = max(int(boxes[at, 2]) + 2, 0), max(int(boxes[at + 1, 0]) - 1, 0)
        ink = shades[top:foot, left:right] < _DARK
        if not ink.any():
            continue
        erase(ink, signs - np.array([left, top, left, top], dtype=np.float32), _AROUND)
        rules = np.all(shades[max(int(top - high), 0) : int(foot + high), left:right] < _DARK, axis=0)
        columns: NDArray[np.bool_] = np.any(ink, axis=0) & ~rules
        if (columns[1:] & ~columns[:-1]).sum() >= _FEWEST_LETTERS or columns.sum() > _WIDE * high:
            return True
    return False


def _slanted(boxes: Numbers) -> bool:
    """True for a line that climbs or falls, as a watermark does: boxes of such letters hold parts of others."""
    across, down = (abs(float(boxes[-1, side] - boxes[0, side])) for side in (0, 3))
    return len(boxes) > _FEWEST_LETTERS and down > _SLOPE * across


def _middle(values: Numbers) -> float:
    return float(np.sort(values)[len(values) // 2])


def _longest(band: NDArray[np.bool_]) -> int:
    """The length of the longest unbroken stretch in any row, one more for its end."""
    light = np.ones((band.shape[0], band.shape[1] + 1), dtype=bool)
    light[:, :-1] = ~band
    places = np.flatnonzero(light)
    return int(max((places[1:] - places[:-1]).max(initial=1), places[0] + 1))


def _on_dark(shades: Shades, boxes: Numbers) -> bool:
    """True when what surrounds the letters of a line is dark."""
    around = _around(shades, boxes)
    return bool(around.size and around.mean() < _DARK)


def _around(shades: Shades, boxes: Numbers) -> Shades:
    """Every other pixel of the letters of a line and of what surrounds them."""
    left, top, right, foot = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
    return shades[max(int(top) - 2, 0) : max(int(foot) + 3, 0) : 2, max(int(left), 0) : max(int(right), 0) : 4]


def _differs(shown: Shades, ground: int) -> NDArray[np.bool_]:
    """Tell which pixels are ink: as far from the shade of the ground as ink is from that of paper, at least."""
    return np.abs(shown.astype(np.int16) - ground) > 255 - _DARK


def _unseen(bare: NDArray[np.bool_]) -> bool:
    """True when letters of a line are not there, or others. Printers cut off the last of a line, lists a label."""
    return bool(bare[1:-1].any() or bare.sum() > 1 or bare.all())


def _outside(boxes: Numbers, shades: Shades) -> NDArray[np.bool_]:
    rows, columns = shades.shape
    found: NDArray[np.bool_] = (
        (boxes[:, 0] < -_EDGE) | (boxes[:, 1] < -_EDGE) | (boxes[:, 2] > columns + _EDGE) | (boxes[:, 3] > rows + _EDGE)
    )
    return found
