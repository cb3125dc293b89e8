"""Numbers of clauses as letters and Roman numerals, read and written."""

from __future__ import annotations

from functools import lru_cache

_SIGNS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def to_roman(number: int) -> str:
    """Write 1 as i, 4 as iv, 19 as xix."""
    written = ""
    for value, sign in _SIGNS:
        times, number = divmod(number, value)
        written += sign * times
    return written


@lru_cache(maxsize=1024)
def from_roman(text: str) -> int:
    """Read a Roman numeral in large or small letters, 0 when ``text`` is none."""
    rest, number = text.lower(), 0
    for value, sign in _SIGNS:
        while rest.startswith(sign):
            rest, number = rest[len(sign) :], number + value
    return number if not rest and to_roman(number) == text.lower() else 0


def to_letters(number: int) -> str:
    """Write 1 as a, 26 as z, 27 as aa, 28 as bb, as word processors count."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


@lru_cache(maxsize=1024)
def from_letters(text: str) -> int:
    """Read a, z, aa as 1, 26, 27, as word processors count; 0 when ``text`` is no number in letters."""
    text = text.lower()
    if not text or not text.isascii() or not text.isalpha() or len(set(text)) != 1:
        return 0
    return ord(text[0]) - 96 + 26 * (len(text) - 1)
