"""Types of the fields of a deal file: texts that show what they hold, days, whole numbers, answers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainValidator, Strict

from clausegen.model.requirement import Answer

# Bidirectional overrides and isolates can make a name or figure read differently from what is stored;
# plain direction marks (U+200E, U+200F) cannot and stay. Source: Unicode Technical Report 36, section 2.10.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Characters without width, fillers and tags; two names that differ in one of them look the same. Joiners (U+200C,
# U+200D) stay where they belong, behind letters of scripts that join and behind pictures.
# Source: Unicode Technical Standard 39, section 3.1 (characters ignored by default are not for identifiers).
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e0fff]|(?<![\u0590-\U000dffff])[\u200c\u200d]"
)
_REFUSED = (
    (_CONTROL, "text without control characters"),
    (_REORDERING, "text without characters that reorder it"),
    (_UNSEEN, "text without characters that nobody sees"),
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+|^\s*\[[^\]]*\]\s*$")  # or a blank in brackets, which a draft refuses as such
_EARLIEST = dt.date(1900, 1, 1)


def printable(text: str) -> str:
    """Return the text itself; raises ValueError when a document could not hold it, or not show it as it is."""
    if not text.strip():
        raise ValueError("some text, not only white space")
    for pattern, wanted in _REFUSED:
        if found := pattern.search(text):
            raise ValueError(f"{wanted} (U+{ord(found.group()):04X} at {found.start()})")
    return text


def _printable_or_none(text: str) -> str:
    """Return as ``printable``, for what may be left empty; what is blank is refused, for it looks like something."""
    return printable(text) if text else text


def _reachable(text: str) -> str:
    """Return the text itself; raises ValueError when no e-mail address stands in it."""
    if not _EMAIL.search(text):
        raise ValueError("an e-mail address such as legal@example.org")
    return text


def _of_our_time(day: dt.date) -> dt.date:
    """Return the day itself; raises ValueError for one so long ago that a digit of its year must be wrong."""
    if day < _EARLIEST:
        raise ValueError(f"a day since {_EARLIEST}; look at the year")
    return day


def _answer(given: Any) -> Answer:
    """Return an answer to a question of a clause; raises ValueError for what answers no question."""
    items = given if isinstance(given, list | tuple) else (given,)
    if isinstance(given, list | tuple) and not all(isinstance(item, str) for item in given):
        raise ValueError("a list of texts in quotes")
    if not all(isinstance(item, bool | int | str | dt.date) and not isinstance(item, dt.datetime) for item in items):
        raise ValueError("a whole number, a text in quotes, a date, true, false, or a list of texts")
    for item in items:
        if isinstance(item, str) and item:  # what an empty answer lacks, its question says
            printable(item)
    return tuple(given) if isinstance(given, list) else given


def dotted(entries: Any) -> Any:
    """{a = {b = 5}} as {"a.b" = 5}; anything else as it is."""
    if not isinstance(entries, dict):
        return entries
    flat: dict[str, Any] = {}
    for name, value in entries.items():
        if isinstance(value, dict):
            flat.update({f"{name}.{inner}": answer for inner, answer in value.items()})
        else:
            flat[name] = value
    return flat


def texts(entries: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text in tables and lists with its dotted key."""
    if isinstance(entries, str):
        yield key, entries
    elif isinstance(entries, dict | list | tuple):
        for name, value in entries.items() if isinstance(entries, dict) else enumerate(entries):
            yield from texts(value, f"{key}.{name}".lstrip("."))


Text = Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(printable)]
OptionalText = Annotated[str, Field(max_length=2_000), AfterValidator(_printable_or_none)]
Email = Annotated[Text, AfterValidator(_reachable)]
LongText = Annotated[str, Field(min_length=1, max_length=2_000_000), AfterValidator(printable)]
Day = Annotated[dt.date, Strict(), AfterValidator(_of_our_time)]
Count = Annotated[int, Strict()]
GivenAnswer = Annotated[Answer, PlainValidator(_answer)]
