"""What the library says, as the detector reads it: its patterns, each made once and compiled when first tried."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from clausegen.detect.defeater_forms import Reader
from clausegen.detect.patterns import Patterns
from clausegen.detect.signals import Matcher
from clausegen.library import Library
from clausegen.requirement import Element


class Law:
    """The patterns of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._matchers: dict[tuple[bool, tuple[str, ...]], Matcher] = {}

    @functools.cached_property
    def patterns(self) -> Patterns:
        """Those of elements, with the word classes of the lexicon."""
        return Patterns(self._library.lexicon)

    @functools.cached_property
    def defeaters(self) -> Reader:
        """The forms of the defeaters."""
        return Reader(self._library.defeaters, self._library.lexicon)

    def signals(self, elements: Iterable[Element], *, denying: bool = False) -> Matcher:
        """The signals of some elements; with ``denying`` only those that contradict them."""
        own = tuple(elements)
        key = denying, tuple(element.code for element in own)
        if key not in self._matchers:
            heard = [element.model_copy(update={"signals": ()}) for element in own] if denying else own
            self._matchers[key] = Matcher(heard, self.patterns)
        return self._matchers[key]


_laws: dict[str, Law] = {}  # by the hash of the library


def law(library: Library) -> Law:
    """Made once per library, also where it is copied with fewer requirements."""
    if library.sha256 not in _laws:
        _laws[library.sha256] = Law(library)
    return _laws[library.sha256]
