"""Clauses named by their subject: "the provisions on remedial measures", "the clause headed Suspension"."""

from __future__ import annotations

from clausegen.regex import regex

Subject = frozenset[str]

_NAMED = regex(
    r"\b(?:provisions?|clauses?|articles?|sections?|paragraphs?|terms)(?: [a-z]{0,3}[-.]?\d[\w.()-]*)?"
    r" (?:on|concerning|regarding|about|governing|relating to|dealing with|headed|titled|entitled|called)"
    r' (?:the )?"?([a-z][^".;:]{2,90})',
)
_NAMED_IN_FRONT = regex(r'"([a-z][^".;:]{2,60})" (?:provisions?|clauses?|articles?|sections?)\b')
_WORD = regex(r"[^\W\d_]{3,}")
_EMPTY = frozenset(("the", "and", "for", "with", "from", "any", "all", "its", "this", "that", "their", "own", "such"))
# What is said of the clauses begins here.
_SAID = regex(
    r"\b(?:is|are|was|were|be|been|shall|will|may|must|can|does|do|did|has|have|had|lies?|stands?|remains?|applies|apply|"
    r"takes?|comes?|ceases?|receives?|finds?|without|unless|until|if|where|when|hereby|not|never)\b"
)


def subjects(words: str) -> tuple[Subject, ...]:
    """The subjects by which clauses are named in canonical words, each as the stems of its words."""
    named = (_SAID.split(found[1], maxsplit=1)[0] for found in _NAMED.finditer(words))
    in_front = (found[1] for found in _NAMED_IN_FRONT.finditer(words))
    return tuple(filter(None, map(stems, (*named, *in_front))))


def stems(words: str) -> Subject:
    """Words of a subject or a heading, without endings that change with number."""
    return frozenset(_stem(word) for word in _WORD.findall(words.lower().replace("-", " ")) if word not in _EMPTY)


def is_about(heading: str, named: tuple[Subject, ...]) -> bool:
    """True when a heading holds all words of a named subject: "Suspension on suspected misuse" of "suspension"."""
    own = stems(heading)
    return any(subject <= own for subject in named)


def _stem(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
