"""Facts of an existing contract that go before those of a deal: the law that governs it, and its date."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from clausegen.library import parse, read_toml
from clausegen.model import Deal, Structure, Value
from clausegen.runtime import regex

_SMALL = regex(r"\b(?:the|state of|republic of|laws? of)\b|\W+", re.IGNORECASE)


class ChosenLaw(NamedTuple):
    """The law that a contract chooses, as it names the State or territory, and the clause that says so."""

    law: str
    clause: str


class _Patterns(Value):
    patterns: tuple[str, ...] = Field(min_length=1)


@functools.cache
def _patterns(root: Path) -> tuple[re.Pattern[str], ...]:
    file = root / "patterns" / "governing_law.toml"
    return tuple(re.compile(pattern) for pattern in parse(_Patterns, read_toml(file), file).patterns)


def chosen_law(read: Structure, root: Path) -> ChosenLaw | None:
    """The law that governs a contract; None when it names none, or two."""
    found: dict[str, ChosenLaw] = {}
    for clause in read.binding():
        for pattern in _patterns(root):
            for match in pattern.finditer(read.text(clause)):
                law = match["law"].rstrip(" .,")
                found.setdefault(_bare(law), ChosenLaw(law, clause.number.rstrip(".")))
    return next(iter(found.values())) if len(found) == 1 else None


def with_chosen_law(deal: Deal, read: Structure, root: Path) -> Deal:
    """The deal with the law of the contract where it states none itself."""
    chosen = chosen_law(read, root)
    if chosen is None or "governing_law" in deal.forum.model_fields_set:
        return deal
    return deal.model_copy(update={"forum": deal.forum.model_copy(update={"governing_law": chosen.law})})


def conflicts_with_contract(deal: Deal, read: Structure, dated: dt.date | None, root: Path) -> Iterator[str]:
    """Yield a reason for each fact of the deal that the contract states otherwise. The contract's own goes first."""
    chosen = chosen_law(read, root)
    stated = deal.forum.governing_law
    if chosen and "governing_law" in deal.forum.model_fields_set and _bare(chosen.law) != _bare(stated):
        where = f"clause {chosen.clause}" if chosen.clause else "the contract"
        yield (
            f"forum.governing_law is {stated!r}, but {where} chooses the law of {chosen.law}; remove it from the deal, "
            "for an addendum changes no law unasked."
        )
    if deal.agreement and dated and deal.agreement.date != dated:
        yield f"agreement.date is {deal.agreement.date}, but the contract is dated {dated}; correct it."


def _bare(law: str) -> str:
    return " ".join(_SMALL.sub(" ", law).casefold().split())
