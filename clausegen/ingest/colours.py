"""Tell letters from the paper they stand on, by their colours."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

FAINT: Final = 1.15  # contrast ratio (WCAG 2.2) below which letters cannot be told from the paper

PALE: Final = 1.8  # below it they can be told, by good eyes on a good screen


@lru_cache(maxsize=4096)
def contrast(first: str, second: str) -> float:
    """The WCAG contrast ratio of two RRGGBB colours, 1.0 (the same) to 21.0; 21.0 when one is unknown."""
    try:
        light = [_luminance(int(colour, 16)) for colour in (first, second)]
    except ValueError:
        return 21.0
    return (max(light) + 0.05) / (min(light) + 0.05)


def _luminance(colour: int) -> float:
    total = 0.0
    for weight, shift in ((0.2126, 16), (0.7152, 8), (0.0722, 0)):
        channel = (colour >> shift & 0xFF) / 255
        total += weight * (channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4)
    return total
