"""Compare words of a contract with the line of the library that they were made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from clausegen.library.house_lines import Hole, HouseLine, Part

# Share (0-1) of equal words from which a paragraph is one of ours that was changed, and not one of its own. On drafts
# with one edit all are above .8; different paragraphs of the library are at most .55 alike.
_ALIKE: Final = 0.65
_FEWEST: Final = 6  # words of a line that can be known again when some are changed
_QUOTED: Final = 12  # words of a change that are quoted
_TOKEN = re.compile(r"\w+(?:['-]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class HouseChange:
    """A line of the library that stands with other words: its place, what was struck, and what stands instead."""

    place: int
    struck: str
    put: str


def changed(lines: Sequence[HouseLine], words: str) -> HouseChange | None:
    """Find the line that ``words``, as ``plain`` writes them, were made from; None where they are their own."""
    tokens = _TOKEN.findall(words)
    if len(tokens) < _FEWEST:
        return None
    held = set(tokens)
    best, found = _ALIKE, None
    for place, line in enumerate(lines):
        for variant in line.variants:
            ours = list(_tokens(variant))
            literal = {token for token in ours if isinstance(token, str)}
            if len(literal) < _FEWEST or len(literal & held) < _ALIKE * len(literal):
                continue
            alike, change = _compared(place, ours, tokens)
            if alike > best:
                best, found = alike, change
    return found if found and (found.struck or found.put) else None


def _tokens(variant: Sequence[Part]) -> Iterator[Part]:
    for part in variant:
        if isinstance(part, str):
            yield from _TOKEN.findall(part)
        else:
            yield part


def _compared(place: int, ours: Sequence[Part], theirs: Sequence[str]) -> tuple[float, HouseChange]:
    """Give the share of equal words, and all changes as one."""
    struck: list[str] = []
    put: list[str] = []
    equal = valued = 0
    matcher = SequenceMatcher(None, ours, list[Part](theirs), autojunk=False)
    for tag, start, end, begin, stop in matcher.get_opcodes():
        if tag == "equal":
            equal += end - start
            continue
        own, said = ours[start:end], _joined(theirs[begin:stop])
        if len(own) == 1 and isinstance(own[0], Hole) and said and (not own[0].bounded or own[0].takes(said)):
            valued += stop - begin  # a value of the deal, whatever it says: it is read
            continue
        struck.append(_joined([part if isinstance(part, str) else "…" for part in own]))
        put.append(said)
    literal = sum(isinstance(part, str) for part in ours)
    alike = 2 * equal / max(1, literal + len(theirs) - valued)
    return alike, HouseChange(place, _quoted(struck), _quoted(put))


def _quoted(pieces: Sequence[str]) -> str:
    """Join the words of several changes, as many as are quoted."""
    words = " … ".join(filter(None, pieces)).split()
    return " ".join(words[:_QUOTED]) + (" …" if len(words) > _QUOTED else "")


def _joined(tokens: Sequence[str]) -> str:
    return re.sub(r"(?<=\() | (?=[.,;:)])", "", " ".join(tokens))
