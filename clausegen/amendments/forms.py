"""Load the words and forms of amendments from ``templates/patterns/amendments.toml``."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from clausegen.library import read_toml, templates_folder
from clausegen.runtime import regex

PLACES = ("schedule", "part", "article", "clause", "paragraph", "item")  # outermost first, as in the file
VERBS = (
    "never",
    "restore",
    "undo",
    "renumber",
    "correct",
    "replace",
    "insert",
    "delete",
    "amend",
)  # first match counts
_ODD_WORD = regex(r"(?<!\w)(?:(?:\w[ \xa0]){4,}\w|[^\W\d_]{6,12}|[^\W\d_]{2,8}-[^\W\d_]{2,8})(?!\w)")
_ALIKE = 0.86  # of 1, of two spellings of one word


class PaperForm(NamedTuple):
    """The heading of a kind of paper; ``counts`` is what follows where nothing else is said, ``why`` the reason."""

    kind: str
    pattern: re.Pattern[str]
    counts: bool
    why: str


@functools.cache
def form(name: str) -> str:
    """Return the pattern text under a dotted name: "verbs.delete"."""
    table, _, key = name.partition(".")
    text: str = _file()[table][key]
    return text


@functools.cache
def compiled(name: str) -> re.Pattern[str]:
    """Return the pattern under a dotted name as whole words, letters in either case."""
    text = form(name)
    anchored = text.startswith("^") or "|^" in text or not text[0].isalpha()
    return re.compile(text if anchored else rf"(?<!\w)(?:{text})", re.IGNORECASE | re.MULTILINE)


@functools.cache
def words(name: str) -> tuple[str, ...]:
    """Return a list of the file, such as the months."""
    table, _, key = name.partition(".")
    return tuple(_file()[table][key])


@functools.cache
def paper_forms() -> tuple[PaperForm, ...]:
    """Return the kinds of paper in the order in which they are tried."""
    return tuple(
        PaperForm(
            paper["kind"],
            re.compile(paper["pattern"], re.IGNORECASE | re.M),
            paper["counts"] == "yes",
            paper.get("why", ""),
        )
        for paper in _file()["papers"]
    )


def verbs(text: str) -> Iterator[re.Match[str]]:
    """Return the verbs of a text, each in a group of its kind; the text matched is in lower case, offsets as before."""
    lowered = _ODD_WORD.sub(_right, text.replace("İ", "I").lower())  # the letter that becomes two
    return _verbs().finditer(lowered)


def _right(found: re.Match[str]) -> str:
    """Return a word as it is spelt, where it is misspelt or spaced out: "deleeted", "de-leted", "d e l e t e d"."""
    return _corrected(found[0])


@functools.lru_cache(maxsize=20_000)
def _corrected(word: str) -> str:
    letters = re.sub(r"\W", "", word)
    near = [other for other in words("forms.often_misspelt") if (other[0], other[-1]) == (letters[0], letters[-1])]
    likely = difflib.get_close_matches(letters, near, 1, _ALIKE) if letters not in words("forms.spelt_alike") else []
    if not likely or (likely[0] == word and len(word) <= len(likely[0])):
        return word
    return next(verb for verb in words("forms.often_misspelt") if len(verb) <= len(word)).ljust(len(word))


def has_verb(text: str) -> bool:
    """Return True where a text holds a verb."""
    return next(verbs(text), None) is not None


@functools.cache
def _verbs() -> re.Pattern[str]:
    """Return one pattern for all verbs, which is several times faster in one case."""
    kinds = "|".join(rf"(?P<{kind}>{form(f'verbs.{kind}')})" for kind in VERBS)
    return re.compile(rf"(?<!\w)(?:{kinds})(?!\w)")


@functools.cache
def place_words() -> str:
    """Return a pattern text for what places are called, each in a group of its kind."""
    return "|".join(rf"(?P<{kind}>{form(f'places.{kind}')})" for kind in PLACES)


def counted(word: str) -> int | None:
    """Return the number that a word or figure stands for: "3", "third" and "drei" are 3, "last" is -1."""
    word = "-".join(word.casefold().strip(".").split())
    if word.isdigit():
        return int(word)
    for name in ("forms.counts", "forms.ordinals"):
        for value, same in enumerate(words(name), 1):
            if word in same.split():
                return value
    for value, same in enumerate(words("forms.ordinals"), 1):  # "fünften"
        if any(len(stem) > 4 and word.startswith(stem) for stem in same.split()):
            return value
    if word.startswith(("last", "final", "letzt", "dern")):
        return -1
    return -2 if word == "penultimate" else None


@functools.cache
def spelled() -> str:
    """Return a pattern text for numbers in words: "nine", "zwölf", "octava"; "un" and "ein" are articles too."""
    counts = [word for same in words("forms.counts") for word in same.split() if word not in ("un", "une")]
    return "|".join((ordinals(), *counts))


@functools.cache
def ordinals() -> str:
    """Return a pattern text for ordinals in words, the longest first: "eighth", "décima primera"."""
    found = [word for same in words("forms.ordinals") for word in same.split()]
    return "|".join(word.replace("-", r"[\s-]") for word in sorted(found, key=len, reverse=True))


@functools.cache
def _file() -> dict[str, Any]:
    return read_toml(templates_folder() / "patterns" / "amendments.toml")
