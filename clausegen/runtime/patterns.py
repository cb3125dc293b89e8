"""Regular expressions of the program, each compiled when it is first used.

There are hundreds. To compile them all at import took a quarter of a second of every start, and a contract
gives occasion for few of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _parser  # type: ignore[attr-defined]
from typing import Any, AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class _Compiled:
    """A pattern with the methods of the compiled one. It has no others: to be asked for more makes each call slower."""

    __slots__ = ("flags", "pattern", *_METHODS)


class _CompiledLater(_Compiled):
    """The same before its first use, which makes it the other."""

    __slots__ = ()

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        # Last, so that another thread finds all of them or compiles for itself.
        self.__class__ = _Compiled  # type: ignore[assignment]
        return getattr(compiled, name)


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return the pattern, to be kept at module level. One that is made in a function should be compiled there and then.

    What it finds knows the compiled pattern alone: ask ``found.re.pattern == THIS.pattern``, not ``found.re is THIS``.
    """
    return cast("re.Pattern[AnyStr]", _CompiledLater(pattern, flags))


def literals(pattern: str) -> frozenset[str]:
    """Return lower-case words of which each text that the pattern matches holds one; none where it has no such words.

    To look for them with ``in`` takes a fraction of the time of a search for many alternatives in either case.
    """
    found = _literals(_parser.parse(pattern, re.IGNORECASE))
    return frozenset(word for word in found if not any(other in word for other in found - {word}))


def _literals(parts: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """Return the longest words among those that one part of a parsed pattern, or letters in a row, must match."""
    sets: list[frozenset[str]] = []
    run = ""
    for kind, value in (*parts, (None, None)):
        if str(kind) == "LITERAL":
            run += chr(value).lower()
            continue
        sets.append(frozenset({run} - {""}))
        run = ""
        if str(kind) == "SUBPATTERN":
            sets.append(_literals(value[-1]))
        elif str(kind).endswith("_REPEAT") and value[0]:
            sets.append(_literals(value[2]))
        elif str(kind) == "BRANCH":
            ways = [_literals(way) for way in value[1]]
            sets.append(frozenset().union(*ways) if all(ways) else frozenset())
    return max(sets, key=lambda words: (min(map(len, words), default=0), -len(words)))
