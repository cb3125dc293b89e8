"""The lines of a paragraph of a PDF as one text: words that a line end has parted are whole again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

from clausegen.ingest.pdf.lines import Line, Page
from clausegen.ingest.typography import tidy
from clausegen.runtime import regex

_LAST_WORD: Final = regex(r"[^\W\d_]+$")
_WORD: Final = regex(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FIRST_WORD: Final = regex(r"[^\W\d_]+")
_LONGEST_WORD: Final = 64  # characters; a paragraph of many lines must not be searched anew for each of them
_PREFIXES: Final = (
    "non self co re pre sub multi third cross post ex anti semi well so two one long short high low end full part "
    "joint vice counter inter intra over under mid all data know"
)
_KEPT_HYPHEN: Final = frozenset(_PREFIXES.split())


class Spelling:
    """Look up how the document itself writes a word that a line end has parted."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages

    @cached_property
    def _words(self) -> Counter[str]:
        whole = "\n".join([line.text for page in self._pages for line in page.lines if not line.hyphen])
        return Counter(_WORD.findall(whole.lower()))

    def keeps_hyphen(self, head: str, tail: str) -> bool:
        """True when "non" and "exclusive" are one word with a hyphen. Both are lower case."""
        joined, parted = self._words[head + tail], self._words[f"{head}-{tail}"]
        if joined != parted:
            return parted > joined
        return head in _KEPT_HYPHEN and self._words[tail] > 0


def joined(lines: Sequence[Line], spelling: Spelling) -> tuple[str, list[int]]:
    """The tidy text of the lines and where in it each of them begins."""
    text, starts = tidy(lines[0].text).strip(), [0]
    for before, line in pairwise(lines):
        own = tidy(line.text).strip()
        if before.hyphen or (text[-1:] == "-" and text[-2:-1].isalpha() and own[:1].islower()):
            text = text.rstrip("-")
            text += "-" if _keeps(text, own, spelling, before.hyphen) else ""
        elif text and own:
            text += " "
        starts.append(len(text))
        text += own
    return text, starts


def _keeps(before: str, after: str, spelling: Spelling, marked: bool) -> bool:
    head, tail = _LAST_WORD.search(before[-_LONGEST_WORD:]), _FIRST_WORD.match(after)
    if head is None or tail is None:
        return not marked
    return spelling.keeps_hyphen(head[0].lower(), tail[0].lower())
