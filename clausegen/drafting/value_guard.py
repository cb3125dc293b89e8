"""Refuse values of a deal that would themselves bind, permit or take something back in the document.

A value is a phrase that our wording closes: a name, an amount, a description. With a sentence of its own it could
undo the clauses around it, and nobody approved that sentence.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import Field

from clausegen.library import Library, parse, read_toml
from clausegen.model import Deal, Value, texts

# What a document prints as it is. The policy is a text of its own, with sentences in it; who approved what, and what
# an incident is about, goes into no clause.
_PRINTED = {
    "title", "supplier", "customer", "end_user", "intermediary", "product", "use_limits", "forum", "fees",
    "operators", "answers",
}  # fmt: skip
_PHRASE = "give a phrase that ends a sentence of ours, without a clause of its own"


class _Pattern(Value):
    """Words that a value must not hold, and what they would be."""

    pattern: str
    reason: str


class _Patterns(Value):
    """``templates/patterns/value_guard.toml``."""

    patterns: tuple[_Pattern, ...] = Field(min_length=1)


def operative_values(deal: Deal, library: Library) -> Iterator[str]:
    """Yield one reason for every value that reads as a clause of its own.

    Raises DataError for a fault in the patterns of the library.
    """
    patterns = _patterns(library.root)
    sides = _names(deal)
    for key, value in texts(deal.model_dump(include=_PRINTED)):
        words = _canonical(value, sides)
        found = next(((one, reason) for pattern, reason in patterns if (one := pattern.search(words))), None)
        if found:
            yield f"{key} says {found[0].group()!r}, {found[1]}; {_PHRASE}."


@functools.cache
def _patterns(root: Path) -> tuple[tuple[re.Pattern[str], str], ...]:
    file = root / "patterns" / "value_guard.toml"
    known = parse(_Patterns, read_toml(file), file).patterns
    return tuple((re.compile(rf"(?<!\w)(?:{words.pattern})"), words.reason) for words in known)


def _names(deal: Deal) -> Sequence[tuple[str, str]]:
    customers = [party.name.lower() for party in (deal.customer, *deal.end_users)]
    return [(deal.supplier.name.lower(), "supplier"), *((name, "customer") for name in customers)]


def _canonical(value: str, sides: Sequence[tuple[str, str]]) -> str:
    """The value in lower case, with single spaces, its parties called by their sides."""
    words = " ".join(value.lower().split())
    for name, side in sides:
        words = words.replace(name, side)
    return words
