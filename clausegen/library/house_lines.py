"""Lines of the library with holes for values, and whether words match them.

A line is matched word for word. What a template prints from a deal, a number, a name or a reference, is a hole; words
that could turn the sentence around do not pass through one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# Words of a value that could say something of their own, so that a line with them is no longer the library's.
_TURNING: Final = frozenset(
    re.findall(
        r"\w+",
        "not no nor never unless except excluding provided until save subject only if where when without may shall "
        "will can must is are be has have however notwithstanding",
    )
)
_TO_CONFIRM = re.compile(r"\[CONFIRM: (?P<words>[^\[\]]{1,240})\]")  # what a draft leaves open, and nobody can sign
_HARMLESS = re.compile(r"\bMay(?= \d)|(?<=\d )May\b|\b(?:No|Nos|Nr|Ref|Art)\. ?(?=\w*\d)")  # the month, and a number
_LONGEST = 240  # characters of a value
# "clause 9.2", and in what adds to a signed agreement one of that: "Section VIII.2 of the Existing Agreement".
_REFERENCE = re.compile(
    r"(?:(?:[A-Za-z]+ )?(?:\d[\w.()-]*|[A-Z]{1,5}(?:\.[\d.]+)?(?:\(\w{1,4}\))*)(?: of the Existing Agreement)?"
    r"|the Existing Agreement)"
)
_NUMBER = re.compile(r"(?P<number>\d{1,9})(?: (?P<unit>[A-Za-z]+?))?(?:'s?)?")
QUOTES = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "\u00a0": " "})


@dataclass(frozen=True, slots=True)
class Hole:
    """A place for a value: a reference, a whole number within its bounds and with its unit, or any other words."""

    reference: bool = False
    number: bool = False
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None

    @property
    def bounded(self) -> bool:
        """Return True for a place that takes a reference or a number alone."""
        return self.reference or self.number

    def takes(self, value: str) -> bool:
        """Return True when a value may stand here, and says nothing of its own."""
        if self.reference:
            return _REFERENCE.fullmatch(_TO_CONFIRM.sub(r"\g<words>", value)) is not None
        if self.number:
            found = _NUMBER.fullmatch(value)
            if not found or found["unit"] not in {self.unit, f"{self.unit}s" if self.unit else ""}:
                return False
            least, most = self.minimum, self.maximum
            return (least is None or least <= int(found["number"])) and (most is None or int(found["number"]) <= most)
        if _TO_CONFIRM.fullmatch(value):
            return True
        said = _HARMLESS.sub("", value)
        if len(said) > _LONGEST or ";" in said or re.search(r"[.:]\s", said):
            return False
        return _TURNING.isdisjoint(re.findall(r"[a-z]+", said.casefold()))


Part = str | Hole


@dataclass(frozen=True, slots=True)
class HouseLine:
    """One paragraph of the library: the ways in which it is printed, and the element whose words it belongs to.

    ``group`` are the lines that are printed together; ``always`` says that the section is never printed without it.
    """

    variants: tuple[tuple[Part, ...], ...]
    element: str = ""
    group: int = 0
    always: bool = False

    def matches(self, words: str) -> bool:
        """Return True when ``words``, as ``plain`` writes them, are this line."""
        return any(_fits(variant, words) for variant in self.variants)

    @property
    def said(self) -> str:
        """Return the words of the line, "…" for each value."""
        return "".join(part if isinstance(part, str) else "…" for part in self.variants[0])


def plain(words: str) -> str:
    """Write words one way: straight quotation marks, single spaces, no marks for bold."""
    return " ".join(words.translate(QUOTES).replace("**", "").split())


def _fits(parts: Sequence[Part], words: str) -> bool:
    at: int = 0
    hole: Hole | None = None
    for place, part in enumerate(parts):
        if isinstance(part, Hole):
            hole = part
            continue
        if hole is None:
            found = at if words.startswith(part, at) else -1
        elif place == len(parts) - 1:
            found = len(words) - len(part) if words.endswith(part) else -1
        else:
            found = words.find(part, at)
        if found < at or (hole is not None and not hole.takes(words[at:found])):
            return False
        at, hole = found + len(part), None
    return hole.takes(words[at:]) if hole is not None else at == len(words)
