"""Words looked for before a pattern: each pattern's cues are shown, from its parse, to be in all that it finds."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import clausegen.dates
from clausegen.dates.cued import Cued

ANY = "\0"  # a character that may be any


def unheard(pattern: str, cues: tuple[str, ...]) -> set[str]:
    """The ends of what a pattern may find without any of the cues; empty where one is in all that it finds.

    Of an end only what may begin a cue is kept. A look-around tells nothing, a character of many is unknown, and a
    repetition stops once it adds no new end.
    """
    return _after({""}, _parser.parse(pattern), cues)


def _after(ends: set[str], nodes: Iterable[Any], cues: tuple[str, ...]) -> set[str]:
    for code, value in nodes:
        if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
            continue
        if code is op.BRANCH:
            ends = set(chain.from_iterable(_after(ends, way, cues) for way in value[1]))
        elif code is op.SUBPATTERN:
            ends = _after(ends, value[3], cues)
        elif code is op.ATOMIC_GROUP:
            ends = _after(ends, value, cues)
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            ends = _repeated(ends, *value, cues)
        else:
            ends = {end + one for end in ends for one in _characters(code, value)}
            ends = {_kept(end, cues) for end in ends if not any(cue in end for cue in cues)}
    return ends


def _kept(end: str, cues: tuple[str, ...]) -> str:
    return next((end[i:] for i in range(len(end)) if any(cue.startswith(end[i:]) for cue in cues)), "")


def _repeated(ends: set[str], least: int, most: int, nodes: Any, cues: tuple[str, ...]) -> set[str]:
    for _ in range(least):
        ends = _after(ends, nodes, cues)
    new = ends
    for _ in range(most - least if most is not op.MAXREPEAT else 1000):
        new = _after(new, nodes, cues) - ends
        if not new:
            break
        ends = ends | new
    return ends


def _characters(code: Any, value: Any) -> Iterator[str]:
    if code is op.LITERAL:
        yield chr(value)
    elif code is op.IN and len(value) < 5 and all(kind is op.LITERAL for kind, _ in value):
        yield from (chr(one) for _, one in value)
    else:
        yield ANY


def cued() -> Iterator[tuple[str, Cued]]:
    for module in pkgutil.iter_modules(clausegen.dates.__path__, "clausegen.dates."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for i, one in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(one, Cued):
                    yield f"{module.name.rpartition('.')[2]}.{name}[{i}]", one


CUED = dict(cued())


@pytest.mark.parametrize("name", CUED)
def test_one_of_its_cues_is_in_all_that_a_pattern_finds(name: str) -> None:
    one = CUED[name]
    assert all(cue == cue.lower() for cue in one.cues)
    assert not one.pattern.flags & re.IGNORECASE
    assert unheard(one.pattern.pattern, one.cues) == set()


@pytest.mark.parametrize(
    ("pattern", "cues", "proved"),
    [
        ("renewals?", ("renewal",), True),
        ("renewals?", ("renewals",), False),
        ("runs?|started", ("run", "start"), True),
        ("(?:takes|tritt)", ("takes",), False),  # the parser takes their "t" apart
        ("(?:takes|tritt)", ("takes", "tritt"), True),
        ("(?:end|term)+", ("end",), False),
        (r"(?=end)\w+", ("end",), False),
        (r"li[cs]ense", ("license",), False),
        (r"li[cs]ense", ("license", "lisense"), True),
    ],
)
def test_the_proof_itself(pattern: str, cues: tuple[str, ...], proved: bool) -> None:
    assert (not unheard(pattern, cues)) is proved
    assert re.compile(pattern)
