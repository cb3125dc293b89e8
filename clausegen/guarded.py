"""Patterns that are tried only where letters stand without which they cannot match (see ``needed``)."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Iterable, Iterator

from clausegen.needed import Choice, most_telling, needed
from clausegen.regex import regex


def stand(choice: Choice, words: str) -> bool:
    """True when one of the choice stands in the words."""
    return any(map(words.__contains__, choice))


def places(letters: Iterable[str], text: str) -> list[int]:
    """Where any of these letters begin in a text, in order."""
    found = []
    for one in letters:
        at = text.find(one)
        while at >= 0:
            found.append(at)
            at = text.find(one, at + 1)
    return sorted(found)


class Guarded:
    """A pattern of the program itself, tried only on words with the letters it needs.

    One that begins with the text, or with a sign, is tried at so few places that the letters are not worth asking for.
    """

    def __init__(self, pattern: str) -> None:
        self._pattern = regex(pattern)

    def search(self, words: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match between two offsets of words."""
        return self._pattern.search(words, start, end) if self._may_stand(words[start:end]) else None

    def finditer(self, words: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All matches between two offsets of words."""
        return self._pattern.finditer(words, start, end) if self._may_stand(words[start:end]) else iter(())

    def places(self, text: str) -> list[int]:
        """Where its most telling letters begin in a text, in order: a sentence without them need not be searched."""
        return places(self.telling, text)

    def _may_stand(self, words: str) -> bool:
        # A generator would cost as much again as what is asked in it.
        for choice in self._needed:  # noqa: SIM110
            if not stand(choice, words):
                return False
        return True

    @functools.cached_property
    def telling(self) -> Choice:
        """Of the letters that it needs, those that fewest words have."""
        return most_telling(needed(self._pattern.pattern))

    @functools.cached_property
    def _needed(self) -> tuple[Choice, ...]:
        pattern = self._pattern.pattern
        return () if pattern.startswith(("^", r"\[")) else needed(pattern)
