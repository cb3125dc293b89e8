"""Find dates of which the day was left blank or withheld."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from clausegen.dates.normalise import BLANK, MONTH, REDACTION, SUFFIX, DateExpression
from clausegen.dates.vocabulary import small_letters
from clausegen.runtime import regex

_HOLE: Final = rf"(?:{REDACTION}|{BLANK})"
_HOLES: Final = regex(
    rf"(?P<day>(?:\d{{1,2}}\s?{SUFFIX}?|{_HOLE})?)\s*day\s+of\s*[,_\s]*(?P<month>{MONTH}|{_HOLE})?[\s,]*"
    rf"(?P<year>(?:19|20)\d\d\b|(?:19|20)?\s?{_HOLE}|(?:19|20)\b|200_*)?"
    rf"|(?P<month2>{MONTH})\s*(?P<day2>{_HOLE}),?\s*(?P<year2>(?:19|20)\d\d\b|(?:19|20)?\s?{_HOLE})?"
    rf"|(?P<hole>(?:{_HOLE}[\s,/.-]*+)++)(?:(?:de|of)\s+)?(?P<month3>{MONTH})?[\s,]*(?:de\s+)?"
    rf"(?P<year3>(?:19|20)\d\d\b|(?:19|20)\s?{_HOLE}|(?:19|20)(?=[\s,]|$))"
    rf"|\bdat(?:ed|e|um)\s*:?[ \t]{{5,}}(?P<year4>(?:19|20)\d\d\b)"
    r"|(?:(?<=[:|])|(?<=\bon)|(?<=\buntil)|(?<=\bthrough)|(?<=\bfrom)|(?<=\bam)|(?<=\bbis)|(?<=\ble)|(?<=\bau)|(?<=\bel)"
    rf"|(?<=\bhasta)|(?<=\bmeans))[ \t]*(?P<bare>{_HOLE})"
    r"(?=\s*(?:[.;,(]|$)|\s+(?:and|to|until|through|by|between|und|bis|et|au|y|al|hasta)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_ANY_HOLE: Final = regex(r"\[|\*|█|_|…|●|•|xxx|xx[./-]xx|\.{4}|day\s+of|dat(?:ed|e|um)\s*:?[ \t]{5}")
_BARE_DAY_OF: Final = regex(r"(?:\d{1,2}\s?\w{0,2}\s*)?day\s+of\s*", re.IGNORECASE)  # "the first day of the month"


def find_holes(text: str) -> Iterator[DateExpression]:
    """Find dates of which the day was left blank or withheld. Only believe them beside words that announce a date."""
    done = 0
    for mark in _ANY_HOLE.finditer(small_letters(text)):
        if mark.start() < done:
            continue
        start = max(done, text.rfind("\n", 0, mark.start()) + 1, mark.start() - 15)
        match = _hole_at(text, start, mark)
        if match is None:
            continue
        words = match.group()
        if _BARE_DAY_OF.fullmatch(words.strip()):
            continue
        code = "withheld" if re.search(REDACTION, words, re.IGNORECASE) else "blank"
        held = "left blank" if code == "blank" else code
        done = match.end()
        yield DateExpression(
            match.start(), match.end(), None, f"the date is {held}: “{' '.join(words.split())}”", code=code
        )


def _hole_at(text: str, start: int, mark: re.Match[str]) -> re.Match[str] | None:
    """Return the hole that covers a mark or begins where it ends; no place behind that is tried, which took longest."""
    while start <= mark.end():
        match = _HOLES.match(text, start, mark.end() + 60)
        if match is not None and match.end() > mark.start():
            return match
        start = max(match.end(), start + 1) if match else start + 1
    return None
