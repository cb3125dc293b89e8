"""Read the examples of a clause folder."""

from __future__ import annotations

import functools
from pathlib import Path

from clausegen.errors import DataError, Problem
from clausegen.library.toml_file import parse, read_toml
from clausegen.model import Example, Examples, Requirement


def examples_of(requirement: Requirement) -> tuple[Example, ...]:
    """Read the examples of a requirement when they are first asked for: judging never asks.

    Raises DataError for a fault in them.
    """
    if requirement.folder is None:
        return ()
    return _read(requirement.folder, frozenset(element.id for element in requirement.elements))


@functools.cache
def _read(folder: Path, elements: frozenset[str]) -> tuple[Example, ...]:
    file = folder / "examples.toml"
    if not file.is_file():
        return ()
    examples = parse(Examples, read_toml(file), file).examples
    strays = [
        Problem(file=str(file), field=f"examples.{index}.expect", expected=f"an element id, got {name!r}")
        for index, example in enumerate(examples)
        for name in example.expect
        if name not in elements
    ]
    if strays:
        raise DataError(strays)
    return examples
