"""Load the words of contracts about time: concepts in four languages, and the patterns built from them."""

from __future__ import annotations

import functools
import re
import tomllib
from typing import Final

from clausegen.library import templates_folder
from clausegen.runtime import regex

FILE: Final = "patterns/dates.toml"


@functools.cache
def _table() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = tomllib.loads((templates_folder() / FILE).read_text(encoding="utf-8"))
    return table


@functools.cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns of the table ``[patterns]``, by name; case does not matter."""
    return _compiled(re.IGNORECASE)


@functools.cache
def small_patterns() -> dict[str, re.Pattern[str]]:
    """Return the same patterns for texts in small letters, in which they are found in half the time."""
    return _compiled(0)


def _compiled(flags: int) -> dict[str, re.Pattern[str]]:
    return {
        name: regex(pattern, flags | (re.VERBOSE if "\n" in pattern else 0))
        for name, pattern in _table()["patterns"].items()
    }


@functools.lru_cache(maxsize=2)
def small_letters(text: str) -> str:
    """Return a text in small letters, each at the place of the letter that it stands for."""
    return text.replace("İ", "i").lower()  # the only letter that becomes two


@functools.cache
def _stems() -> tuple[dict[str, str], int]:
    stems = {stem: concept for concept, words in _table()["concepts"].items() for stem in words.split()}
    return stems, max(map(len, stems))


@functools.lru_cache(maxsize=65536)
def concept(word: str) -> str:
    """Return the concept of a word in small letters, by its longest known beginning; "" for any other word.

    A stem that ends in "." in the table stands for the whole word alone.
    """
    stems, longest = _stems()
    if whole := stems.get(word + "."):
        return whole
    return next((stems[word[:n]] for n in range(min(len(word), longest), 2, -1) if word[:n] in stems), "")
