"""Patterns for names that begin with a whole word, made to be found fast.

Where a pattern begins with the question whether a word does, it is asked of every character. So here the first letter
comes first, and the question behind it: a search then goes from one such letter to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


def word(first: str, rest: str) -> str:
    """A pattern for what begins with the letter ``first``, as a word does, and goes on with the pattern ``rest``."""
    letter = re.escape(first)
    return rf"{letter}(?<=\b{letter}){rest}"


def either(name: str, end: str) -> str:
    """A pattern for a name in small or capital letters, as a whole word, that is followed by the pattern ``end``."""
    return "|".join(word(first, f"{_rest(name)}{end}") for first in cases(name[0]))


def capital(name: str, end: str) -> str:
    """The same for a name that begins with a capital."""
    return word(name[0].upper(), f"{_rest(name)}{end}")


def first_of(words: Iterable[str]) -> re.Pattern[str]:
    """What finds any of some patterns, the first that fits; nothing where there are none."""
    return re.compile("|".join(words) or "(?!)")


def cases(letter: str) -> list[str]:
    """A letter, small and capital; the sign for kelvin is a K to everybody who compares without regard to case."""
    return [sign for sign in dict.fromkeys((letter, letter.upper(), "\u212a")) if sign.lower() == letter]


def _rest(name: str) -> str:
    return f"(?i:{re.escape(name[1:])})"
