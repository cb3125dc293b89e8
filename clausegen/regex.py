"""Regular expressions of the program, each compiled when it is first used.

There are some four hundred. To compile them all at import took a quarter of a second of every start, and a contract
gives occasion for few of them.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class _CompiledLater(Generic[AnyStr]):
    """Stands for a compiled pattern; after the first use its methods are those of the compiled one, at no more cost."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return self.__dict__[name]


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The pattern, to be kept at module level. One that is made in a function should be compiled there and then.

    What it finds knows the compiled pattern alone: ask ``found.re.pattern == THIS.pattern``, not ``found.re is THIS``.
    """
    return cast("re.Pattern[AnyStr]", _CompiledLater(pattern, flags))
