"""What amendments are called: "Amendment No. 1", "the First Amendment", "the Side Letter dated 3 April 2025"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from clausegen.runtime import regex

_KIND = (
    r"(?:amendment|addendum|variation|supplement|nachtrag|avenant|adenda)s?|amending\s+agreements?|addenda"
    r"|supplemental\s+agreements?|side[\s-]letters?|deeds?\s+of\s+(?:variation|amendment)|nachtr(?:ags|äge)"
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_VALUES = {word: value for words in (_ORDINALS, _COUNTED) for value, word in enumerate(words, 1)}
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
_COUNT = rf"(?:\d{{1,2}}(?![\d/.]\d)|(?:{'|'.join(_COUNTED)}))\b"
_SIGN = r"(?:(?:nos?|nrs?|numbers?)\b\.?|n[°º]s?|n\.\s?[°º]|nummer|#)"
_AND = r"\s*(?:,|,?\s*\b(?:and|und|et|y)\b|&)\s*"
_DAY = (
    r"(?:the\s+)?(?:\d{1,2}(?:st|nd|rd|th|\.|er)?\s+(?:de\s+)?(?:of\s+)?[^\W\d_]{3,10}\.?,?\s+(?:de\s+)?\d{4}|[^\W\d_]{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?"
    r",?\s+\d{4}|\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{4})"
)
_DATED = (
    r"(?:(?:,?\s*(?:which\s+is\s+)?(?:dated|made|signed|entered\s+into|executed)(?:\s+(?:on|as\s+of))?"
    rf"|\s+(?:of|vom|du|del?))\s+{_DAY})"
)
_EARLIER = r"(?:previous|prior|earlier|preceding|former|foregoing|existing|früheren|précédents|anteriores)"
_BEFORE = (
    r"(?:\s+(?:which\s+were\s+)?(?:made|agreed|signed|entered\s+into|executed)"
    r"\s+(?:before|prior\s+to|to\s+date|so\s+far|hitherto))"
)
_NAME = regex(
    rf"\b(?:(?P<every>(?:all|any|each|every|alle|tous\s+les|todas\s+las)\s+(?:(?:of\s+)?the\s+|other\s+)*"
    rf"(?:(?P<earlier>{_EARLIER})(?:\s+or\s+\w+)?\s+)?)"
    rf"|(?P<last>(?:the\s+)?{_EARLIER}\s+)|(?:the\s+)?(?P<ordinals>{_ORDINAL}(?:{_AND}{_ORDINAL})*)\s+"
    r"|(?P<named>(?-i:[Tt]he\s+(?:[A-Z][\w’'-]*\s+){0,3}(?=[A-Z])))|the\s+)?"
    rf"(?P<kind>{_KIND})\b(?:\s+(?:agreements?|deeds?|letters?)\b)?"
    rf"(?:(?:\s*{_SIGN}\s*|[ \t]+)(?P<numbers>{_COUNT}(?:{_AND}(?:{_SIGN}\s*)?{_COUNT})*))?"
    rf"(?P<dated>(?:\s+to\s+(?:the|this)\s+\w+)?{_DATED})?(?P<before>(?:\s+to\s+(?:the|this)\s+\w+)?{_BEFORE})?",
    re.IGNORECASE,
)


class AmendmentName(NamedTuple):
    """One or several amendments as a text calls them; half-open offsets into it.

    ``every`` stands for all earlier ones, ``last`` for the one before ("the previous amendment"), ``named`` for one
    with a name of its own ("the Lantern Amendment"). ``words`` may hold a date.
    """

    start: int
    end: int
    words: str
    kind: str
    numbers: tuple[int, ...]
    every: bool
    last: bool
    named: bool = False


def amendment_names(text: str) -> Iterator[AmendmentName]:
    """Where a text names amendments, other than "this Amendment" or amendments of any kind."""
    for found in _NAME.finditer(text):
        every = bool(found["every"]) and bool(found["earlier"] or found["before"])
        one_of_them = found["ordinals"] or found["numbers"] or found["dated"]
        if every or found["last"] or found["named"] or one_of_them:
            plural = found["kind"].casefold().endswith(("s", "a", "e")) and not found["numbers"]
            yield AmendmentName(
                found.start(),
                found.end(),
                " ".join(found[0].split()),
                _kind(found["kind"]),
                _numbers(found),
                every or (bool(found["last"]) and plural),
                bool(found["last"]) and not plural,
                bool(found["named"]) and not one_of_them,
            )


def own_name(text: str, end: int) -> str:
    """How an amendment calls itself where it first says what it is, before ``end``; "" where it has no number."""
    found = next((found for found in _NAME.finditer(text, 0, end)), None)
    return " ".join(found[0].split()) if found and _numbers(found) and not found["every"] else ""


def _kind(words: str) -> str:
    """The kind in one way: "Amendments" and "amendment" are one."""
    return words.casefold()[:5]


def _numbers(found: re.Match[str]) -> tuple[int, ...]:
    """The numbers of a name: "First and Second" gives 1 and 2."""
    words = re.findall(r"\d+|[^\W\d_]+", (found["ordinals"] or found["numbers"] or "").casefold())
    return tuple(int(word) if word.isdigit() else _VALUES[word] for word in words if word.isdigit() or word in _VALUES)
