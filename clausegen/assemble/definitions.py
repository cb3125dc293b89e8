"""The definitions of a document: only terms that are used, each once, in alphabetical order."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping


def used(texts: list[str], meanings: Mapping[str, Callable[[], str]]) -> dict[str, str]:
    """Terms that occur in the texts, or in the meaning of a term that does, in alphabetical order.

    ``meanings`` gives for each term a function that renders its meaning, called only for terms in use.
    """
    open_texts = ["\n".join(texts)]
    found: dict[str, str] = {}
    while open_texts:
        text = open_texts.pop()
        for term, meaning in meanings.items():
            if term not in found and mentions(text, term):
                found[term] = meaning()
                open_texts.append(found[term])
    return {term: found[term] for term in sorted(found, key=str.casefold)}


def mentions(text: str, term: str) -> bool:
    """True when the text uses a term, in the singular or the plural."""
    stem = term[:-1] if term.endswith("y") else term
    return stem in text and _pattern(term).search(text) is not None


@functools.cache
def _pattern(term: str) -> re.Pattern[str]:
    plural = rf"{re.escape(term[:-1])}(?:y|ies)" if term.endswith("y") else rf"{re.escape(term)}(?:s|es)?"
    return re.compile(rf"(?<!\w){plural}(?!\w)")


def sentence(meaning: str) -> str:
    """A meaning as it ends a definition: with one full stop."""
    return meaning.strip().rstrip(".;, ") + "."
