"""Counts and names in words."""

from __future__ import annotations


def counted(count: int, one: str, more: str = "") -> str:
    """As in "1 file", "2 files"; ``more`` is the plural where an "s" does not make it."""
    return f"{count} {one if count == 1 else more or f'{one}s'}"


def shortened(name: str, most: int) -> str:
    """A name of at most so many characters: what tells files apart stands at the beginning and at the end."""
    kept = most - 1
    return name if len(name) <= most else f"{name[: kept - kept // 2]}…{name[-(kept // 2) :]}"
