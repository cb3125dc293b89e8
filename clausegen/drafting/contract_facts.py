"""Facts of an existing contract that go before those of a deal: its parties, its date, its law and its forum."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import Field

from clausegen.drafting.provision_changes import Chosen, Existing
from clausegen.library import is_american, parse, read_toml
from clausegen.model import Dates, Deal, Forum, Structure, Value, day_of
from clausegen.runtime import regex
from clausegen.structure import clause_word, stranger_to

_SMALL = regex(r"\b(?:the|state of|republic of|laws? of)\b|\W+", re.IGNORECASE)
_QUOTED = 400  # characters of a clause that are quoted whole


class _Patterns(Value):
    patterns: tuple[str, ...] = Field(min_length=1)
    seats: tuple[str, ...] = Field(min_length=1)
    beginnings: tuple[str, ...] = Field(min_length=1)


@functools.cache
def _patterns(root: Path) -> Mapping[str, tuple[re.Pattern[str], ...]]:
    """The patterns of a choice of law, of a seat and of the label of a beginning, by name."""
    file = root / "patterns" / "governing_law.toml"
    found = parse(_Patterns, read_toml(file), file)
    named = {"law": found.patterns, "seat": found.seats, "beginning": found.beginnings}
    return {name: tuple(map(re.compile, patterns)) for name, patterns in named.items()}


def chosen_law(read: Structure, root: Path) -> Chosen | None:
    """The law that governs a contract; None when it names none, or two."""
    return _chosen(read, "law", root)


def _chosen(read: Structure, what: str, root: Path) -> Chosen | None:
    found: dict[str, Chosen] = {}
    for clause in read.binding():
        text = read.text(clause)
        for pattern in _patterns(root)[what]:
            for match in pattern.finditer(text):
                name = match[what].rstrip(" .,")
                begin, end = clause.start + match.start(), clause.start + match.end()
                if len(text) <= _QUOTED:
                    begin, end = clause.start, clause.end
                number, words = clause.number.rstrip("."), read.document.text[begin:end].strip()
                found.setdefault(_bare(name), Chosen(name, number, words, begin, end))
    return next(iter(found.values())) if len(found) == 1 else None


def existing_contract(read: Structure, root: Path) -> Existing:
    """Return how a contract speaks, its terms, its word for a clause and its spelling, and the law that it chooses."""
    text = read.document.text
    defines = {found.term: text[found.start : found.end] for found in read.definitions}
    law = chosen_law(read, root)
    return Existing(defines=defines, word=clause_word(read), american=is_american(text, root), law=law)


def without_its_law(deal: Deal, existing: Existing) -> Deal:
    """The deal without the law that the contract chooses itself: it stays the contract's own, neutral or not."""
    if existing.law is None:
        return deal
    stated = deal.forum.model_dump(include=deal.forum.model_fields_set - {"governing_law"})
    return deal.model_copy(update={"forum": Forum.model_validate(stated)})


def day_made(dates: Dates, read: Structure, root: Path) -> dt.date | None:
    """The day on which a contract says that it was made; None where its words give that on which its term begins.

    A form states "Start Date: 4 May 2026" and may have been signed on any day.
    """
    found = dates.agreement_date
    if found is None or found.part:
        return day_of(found)
    line = read.document.text[: found.start].rpartition("\n")[2]
    label = line or read.document.text[: found.start - 1].rpartition("\n")[2]  # in a table, the cell before
    begins = any(pattern.search(label.strip(" :|")) for pattern in _patterns(root)["beginning"])
    return None if begins else day_of(found)


def conflicts_with_contract(deal: Deal, read: Structure, root: Path, dated: dt.date | None = None) -> Iterator[str]:
    """Yield a reason for each fact of the deal that the contract states otherwise. The contract's own goes first.

    ``dated`` is the date that the contract bears, None where it is not known or plays no part.
    """
    if stranger := stranger_to(deal, read.document):
        yield stranger
    if deal.agreement and dated and deal.agreement.date != dated:
        yield f"agreement.date is {deal.agreement.date}, but the contract is dated {dated}; correct it."
    for field, what, called in (("governing_law", "law", "the law of "), ("seat", "seat", "the seat ")):
        stated = getattr(deal.forum, field)
        chosen = _chosen(read, what, root) if field in deal.forum.model_fields_set else None
        if chosen and not _same_place(chosen.name, stated):
            where = f"clause {chosen.clause}" if chosen.clause else "the contract"
            yield (
                f"forum.{field} is {stated!r}, but {where} chooses {called}{chosen.name}; remove it from the deal: "
                "a paper that adds to a contract changes no law and no forum unasked."
            )


def _same_place(one: str, other: str) -> bool:
    """True when one name says no more than the other: "London" and "London, England"."""
    words, others = set(_bare(one).split()), set(_bare(other).split())
    return words <= others or others <= words


def _bare(law: str) -> str:
    return " ".join(_SMALL.sub(" ", law).casefold().split())
