"""Patterns of the clause library: regular expressions in which ``{name}`` stands for the words of a class."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from clausegen.errors import DataError, Problem

_CLASS = re.compile(r"\{([a-z_-]+)\}")
_OPENING = re.compile(r"(?:\(\?<!\\w\)|\(\?:|\\b)+")


class Pattern:
    """A pattern that begins with a whole word; compiled when first tried.

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
        begun = self._anywhere.search(words)
        return self.whole.search(words, begun.start()) if begun else None

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
