"""Clauses named by their subject: "the provisions on remedial measures", "the clause headed Suspension"."""

from __future__ import annotations

from collections.abc import Iterable

from clausegen.detect.patterns import Pattern
from clausegen.regex import regex

Subject = frozenset[str]

_WORD = regex(r"[^\W\d_]{3,}")
_EMPTY = frozenset(("the", "and", "for", "with", "from", "any", "all", "its", "this", "that", "their", "own", "such"))
# What is said of the clauses begins here.
_SAID = regex(
    r"\b(?:is|are|was|were|be|been|shall|will|may|must|can|does|do|did|has|have|had|lies?|stands?|remains?|applies|apply|"
    r"takes?|comes?|ceases?|receives?|finds?|without|unless|until|if|where|when|hereby|not|never)\b"
)


def subjects(words: str, patterns: Iterable[Pattern]) -> tuple[Subject, ...]:
    """The subjects by which patterns of the library find clauses named in canonical words, each as its stems."""
    found = (one for pattern in patterns for one in pattern.all_in(words))
    named = (one["title"] if one.lastgroup == "title" else _SAID.split(one["subject"], maxsplit=1)[0] for one in found)
    return tuple(filter(None, map(stems, named)))


def stems(words: str) -> Subject:
    """Words of a subject or a heading, without endings that change with number."""
    return frozenset(_stem(word) for word in _WORD.findall(words.lower().replace("-", " ")) if word not in _EMPTY)


def is_about(heading: str, named: tuple[Subject, ...]) -> bool:
    """True when a heading holds all words of a named subject: "Suspension on suspected misuse" of "suspension"."""
    own = stems(heading)
    return any(subject <= own for subject in named)


def _stem(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
