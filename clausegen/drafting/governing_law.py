"""Wording that the law of an agreement chooses, and its spelling, as data in ``templates/variants``."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Literal

from clausegen.drafting.clauses import marked
from clausegen.errors import DataError, Problem
from clausegen.library import in_american, parse, read_toml
from clausegen.model import Forum, Requirement, Source, Value

# What is no word of a template: its expressions and tags, and the anchors of its lines.


class Variant(Value):
    """The words of one law. ``laws`` are patterns of it as a deal states it, none for the variant of all others."""

    id: str
    laws: tuple[str, ...] = ()
    spelling: Literal["british", "american"]
    sources: tuple[Source, ...] = ()
    words: dict[str, str]

    @property
    def law(self) -> dict[str, str]:
        """The words as templates print them, and the spelling, in which dates are printed too."""
        return {"spelling": self.spelling, **{name: marked(words) for name, words in self.words.items()}}


@functools.cache
def variants(root: Path) -> tuple[Variant, ...]:
    """Every variant of a library, that of all other laws last.

    Raises DataError when a file is faulty, names other words than the rest, or when no variant is for all other laws.
    """
    files = sorted((root / "variants").glob("*.toml"))
    found = sorted(((parse(Variant, read_toml(file), file), file) for file in files), key=lambda pair: not pair[0].laws)
    if not found or found[-1][0].laws or sum(not variant.laws for variant, _ in found) != 1:
        raise DataError([Problem(file=str(root / "variants"), expected="one variant without laws, for all others")])
    names = set(found[-1][0].words)
    problems = [
        Problem(file=str(file), field="words", expected=f"the same names as the others ({', '.join(sorted(names))})")
        for variant, file in found
        if set(variant.words) != names
    ]
    if problems:
        raise DataError(problems)
    return tuple(variant for variant, _ in found)


def variant_of(forum: Forum, root: Path, *, stated: bool = False, chosen: str = "") -> Variant:
    """The variant of the governing law.

    With ``stated``, a law that the deal leaves to our default is the one ``chosen`` by the contract, or any law.
    """
    known = variants(root)
    is_ours = stated and "governing_law" not in forum.model_fields_set
    law = " ".join((chosen if is_ours else forum.governing_law).split())
    fits = (v for v in known if any(re.fullmatch(pattern, law, re.IGNORECASE) for pattern in v.laws))
    return next(fits, known[-1])


def spelt(requirement: Requirement, root: Path) -> Requirement:
    """A requirement with its clause in American spelling."""
    return requirement.model_copy(update={"template": in_american(requirement.template, root)})
