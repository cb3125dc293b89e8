"""Patterns of the clause library: regular expressions in which ``{name}`` stands for the words of a class."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping

from clausegen.errors import DataError, Problem
from clausegen.guarded import stand
from clausegen.needed import Choice, needed
from clausegen.regex import regex

_CLASS = regex(r"\{([a-z_-]+)\}")
_OPENING = regex(r"(?:\(\?<!\\w\)|\(\?:|\\b)+")


class Pattern:
    """A pattern that begins with a whole word; compiled when first tried on words that have the letters it needs.

    Compiling all costs as much as judging a short contract, and most contracts give occasion for few.

    To ask whether a word begins is to ask it of every character. Without that question a search goes from one
    possible first letter to the next, in a third of the time; so it is asked only where the rest was found.
    """

    def __init__(self, text: str, classes: Mapping[str, str], file: str = "templates/clauses") -> None:
        self.text = text
        self._classes = classes
        self._file = file

    def search(self, words: str) -> re.Match[str] | None:
        """The first match in words."""
        return self.tried(words) if all(stand(choice, words) for choice in self.needed) else None

    def tried(self, words: str) -> re.Match[str] | None:
        """The first match in words, whether or not they have the letters that are needed."""
        begun = self._anywhere.search(words)
        return self.whole.search(words, begun.start()) if begun else None

    def all_in(self, words: str) -> Iterator[re.Match[str]]:
        """All matches in words."""
        return self.whole.finditer(words) if self.search(words) else iter(())

    @functools.cached_property
    def needed(self) -> tuple[Choice, ...]:
        """Letters without which it does not match (see ``needed``)."""
        return needed(self.text, self._needed_of)

    def _needed_of(self, name: str) -> tuple[Choice, ...]:
        """The same for a word class: many patterns have it in common."""
        try:
            return _needed_by(self._with_words(self._classes[name]))
        except KeyError as error:
            raise self._wrong(error) from error

    @functools.cached_property
    def whole(self) -> re.Pattern[str]:
        """The pattern as it is meant."""
        return self._compiled(self._expanded)

    @functools.cached_property
    def _anywhere(self) -> re.Pattern[str]:
        """The same, but it may begin inside a word: it is found wherever ``whole`` is, and elsewhere."""
        return self._compiled(_OPENING.sub(lambda opening: "(?:" * opening[0].count("(?:"), self._expanded, count=1))

    @functools.cached_property
    def _expanded(self) -> str:
        try:
            return rf"(?<!\w)(?:{self._with_words(self.text)})"
        except KeyError as error:
            raise self._wrong(error) from error

    def _with_words(self, text: str) -> str:
        # Whole words only: without the boundaries "us" is found in "use", and "may" in "mayor".
        return _CLASS.sub(lambda found: rf"(?<!\w)(?:{self._with_words(self._classes[found[1]])})(?!\w)", text)

    def _compiled(self, text: str) -> re.Pattern[str]:
        try:
            return re.compile(text)
        except re.error as error:
            raise self._wrong(error) from error

    def _wrong(self, error: Exception) -> DataError:
        expected = f"a regular expression with word classes of lexicon.toml; {self.text!r}: {error}"
        return DataError([Problem(file=self._file, field="signals", expected=expected)])


class Patterns:
    """Patterns with the word classes that they have in common, each made once."""

    def __init__(self, words: Mapping[str, Iterable[str]], file: str = "templates/clauses") -> None:
        self._words = words
        self._classes = {name: "|".join(alternatives) for name, alternatives in words.items()}
        self._file = file
        self._made: dict[str, Pattern] = {}

    def of(self, texts: Iterable[str]) -> tuple[Pattern, ...]:
        """The patterns of some texts, in order."""
        return tuple(map(self._of, texts))

    def also(self, name: str, words: Iterable[str]) -> Patterns:
        """Others, with one word class more."""
        return Patterns({**self._words, name: words}, self._file)

    def _of(self, text: str) -> Pattern:
        if text not in self._made:
            self._made[text] = Pattern(text, self._classes, self._file)
        return self._made[text]


class Text:
    """Words that patterns are tried on: each pattern at most once, and its letters looked for once for all patterns."""

    __slots__ = ("_found", "_stand", "words")

    def __init__(self, words: str) -> None:
        self.words = words
        self._found: dict[Pattern, bool] = {}
        self._stand: dict[Choice, bool] = {}

    def has(self, pattern: Pattern) -> bool:
        """True when the pattern stands in the words."""
        found = self._found.get(pattern)
        if found is None:
            found = self._found[pattern] = self.may_have(pattern.needed) and pattern.tried(self.words) is not None
        return found

    def may_have(self, choices: Iterable[Choice]) -> bool:
        """True when the words have the letters needed."""
        return all(map(self.stands, choices))

    def stands(self, choice: Choice) -> bool:
        """True when one of the choice stands in the words."""
        found = self._stand.get(choice)
        if found is None:
            found = self._stand[choice] = stand(choice, self.words)
        return found


@functools.cache
def _needed_by(expanded: str) -> tuple[Choice, ...]:
    return needed(expanded)
