"""Counts in words."""

from __future__ import annotations


def counted(count: int, one: str, more: str = "") -> str:
    """As in "1 file", "2 files"; ``more`` is the plural where an "s" does not make it."""
    return f"{count} {one if count == 1 else more or f'{one}s'}"
