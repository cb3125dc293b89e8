"""Load the words of contracts about time: concepts in four languages, and the patterns built from them."""

from __future__ import annotations

import functools
import re
import tomllib
from typing import Final

from clausegen.library import templates_folder

FILE: Final = "patterns/dates.toml"


@functools.cache
def _table() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = tomllib.loads((templates_folder() / FILE).read_text(encoding="utf-8"))
    return table


@functools.cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns of the table ``[patterns]``, by name; case does not matter."""
    return {
        name: re.compile(pattern, re.IGNORECASE | (re.VERBOSE if "\n" in pattern else 0))
        for name, pattern in _table()["patterns"].items()
    }


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
