"""Patterns with cues: plain words of which one is in whatever the pattern finds.

To look for a word takes about a fiftieth of the time that a pattern takes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator

from clausegen.regex import regex


class Cued:
    """A pattern of small letters, and its cues divided by "|", which are the pattern where no other is given."""

    def __init__(self, cues: str, pattern: str = "") -> None:
        self.cues = tuple(cues.split("|"))
        self.pattern = regex(pattern or cues)

    def places(self, small: str) -> list[int]:
        """Where any cue begins in a text of small letters, in order: a sentence without one need not be searched."""
        return places(self.cues, small)

    def search(self, small: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """What the pattern finds first between two offsets of a text of small letters."""
        return self.pattern.search(small, start, end) if self._cued(small[start:end]) else None

    def finditer(self, small: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """All that the pattern finds between two offsets of a text of small letters."""
        return self.pattern.finditer(small, start, end) if self._cued(small[start:end]) else iter(())

    def _cued(self, words: str) -> bool:
        return any(cue in words for cue in self.cues)


def places(cues: Iterable[str], text: str) -> list[int]:
    """Where any of the words begins in a text, in order."""
    found = []
    for cue in cues:
        at = text.find(cue)
        while at >= 0:
            found.append(at)
            at = text.find(cue, at + 1)
    return sorted(found)
