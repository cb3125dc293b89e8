"""Patterns with cues: plain words of which one is in whatever the pattern finds.

To look for a word takes about a fiftieth of the time that a pattern takes. ``Page.mentions`` looks each cue up once in
the whole text, and a sentence in which none of them begins need not be searched for the pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


class Cued:
    """A pattern and its cues, small letters, divided by "|". Without a pattern the cues themselves are looked for."""

    def __init__(self, cues: str, pattern: str = "", *, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.cues = tuple(cues.split("|"))
        self.pattern = re.compile(pattern or cues, flags)


def places(cues: Iterable[str], text: str) -> list[int]:
    """Where any of the words begins in a text, in order."""
    found = []
    for cue in cues:
        at = text.find(cue)
        while at >= 0:
            found.append(at)
            at = text.find(cue, at + 1)
    return sorted(found)
