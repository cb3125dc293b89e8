"""Every compiled pattern of the program, and strings that make careless ones slow."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any

import clausegen

# What patterns repeat: white space, letters, digits, signs, words of contracts, and the beginnings of markup.
PIECES = (
    *(" ", "a", "A", "1", ".", ",", "(", "<", "-", "_", '"', "'", "\n", "\t", "a ", "1.", "a.", "(a) ", "A "),
    *("<!--", "<!-- -->", "{", "/*", "@media{", "@import ", "[", "the ", "or ", "clause 9 ", "1, ", "and clause "),
    *("Section 1", "shall ", "not ", "a-", "a1", "x x", "  a", "“a” ", "1 January ", "days ", "http://", "a@", "||"),
)


def compiled() -> Iterator[tuple[str, Any]]:
    """Names and patterns of all modules, those in tuples and mappings too."""
    for module in pkgutil.walk_packages(clausegen.__path__, "clausegen."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for number, pattern in enumerate(_patterns(value, 0)):
                yield f"{module.name}.{name}[{number}]", pattern


def _patterns(value: object, depth: int) -> Iterator[Any]:
    if isinstance(value, re.Pattern) or (hasattr(type(value), "pattern") and hasattr(type(value), "search")):
        yield value
    elif depth < 3 and isinstance(value, dict):
        for inner in value.values():
            yield from _patterns(inner, depth + 1)
    elif depth < 3 and isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from _patterns(inner, depth + 1)


class TooSlow(Exception):
    """A pattern took longer than it may."""


def seconds(pattern: Any, text: str, most: float) -> float:
    """Processor time of a search, ``most`` where it takes longer."""

    def end(_: int, __: FrameType | None) -> None:
        raise TooSlow

    subject: Any = text.encode() if isinstance(pattern.pattern, bytes) else text
    former = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    began = time.process_time()
    try:
        pattern.search(subject)
    except TooSlow:
        return most
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)
    return time.process_time() - began
