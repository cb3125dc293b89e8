"""Counts, and what is counted, in words."""

from __future__ import annotations

from typing import Final

CHANGES: Final = {  # kinds of a change since an earlier audit
    "gained": "elements gained",
    "lost": "elements lost",
    "changed": "elements with another gap",
    "new": "contracts new",
    "gone": "contracts gone",
}


def counted(count: int, one: str, more: str = "") -> str:
    """As in "1 file", "2 files"; ``more`` is the plural where an "s" does not make it."""
    return f"{count} {one if count == 1 else more or f'{one}s'}"
