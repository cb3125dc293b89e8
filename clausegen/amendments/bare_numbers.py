"""Find numbers that may stand for clauses though no word says so: "GC 4", "to go: 2, 4 and 9", "under EIGHTH"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Set
from typing import Final

from clausegen.amendments.forms import ordinals
from clausegen.amendments.outline import FINITE, Mark, month_pattern, parts_of
from clausegen.amendments.places import Place, paper_names
from clausegen.runtime import regex

_NUMBER: Final = regex(
    r"(?<![\w.,/€$£§+-])(?P<short>[A-Z]{2,4} ?)?(?P<number>\d{1,3}(?:\.\d{1,2})*(?:\(\w{1,3}\))*)(?![\w%/]|[.,]\d|-\w)"
)
_NAME: Final = regex(r"[^\W\d_][^\w|]+(?:\w+ )*?[A-ZÀ-Þ][a-zà-ÿ]+\.? $")  # "for Lot 4": something else is numbered
_NOTHING_COUNTED: Final = regex(r"\)?+\s*(?:$|[^\w\s]|\w{1,3}(?!\w))")  # "four (4) days" counts days
_NEAR: Final = 60  # characters before a number that say what it numbers


@functools.cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<short>)(?P<number>{ordinals()})(?!\w)", re.IGNORECASE)


def bare_numbers(plain: str, known: Set[str], taken: Iterable[Place]) -> Iterator[Place]:
    """Yield the numbers of a sentence that are first parts of ``known`` labels and stand where a place can.

    What they mean is for a reader of the words to say. Those in places that are ``taken`` and in names of papers are
    left out.
    """
    covered = [(place.start, place.end) for place in taken]
    worded = (found for found in _ordinal().finditer(plain) if found["number"][0].isupper() and found.start())
    for found in (*_NUMBER.finditer(plain), *worded):
        start, end = found.span("number")
        parts = parts_of(found["number"])
        if parts[0] not in known or any(begin < end and start < last for begin, last in covered):
            continue
        if month_pattern().match(plain, end) or (
            not found["short"] and _NAME.search(plain, max(0, start - _NEAR), start)
        ):
            continue
        stands = found["short"] or _NOTHING_COUNTED.match(plain, end) or FINITE.match(plain, end)
        if stands and not any(name.start < end and start < name.end for name in paper_names(plain)):
            yield Place(start, end, (Mark("", "", parts),))
