"""A paper that changes another one: the date of the agreement it amends, and by how much it prolongs it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from clausegen.dates.fact import Fact
from clausegen.dates.periods import Period, find_periods
from clausegen.dates.prepared_text import Page
from clausegen.model import OperationKind, Structure
from clausegen.runtime import regex
from clausegen.structure import bare
from clausegen.structure import within as lies_within

_PAPER: Final = (
    r"(?:agreement|contract|licen[cs]e|lease|deed|memorandum|\w*vertrag\w*|\w*vereinbarung|contrat|accord|convention|marché"
    r"|contrato|acuerdo|convenio)"
)
_TITLE: Final = regex(
    r"\b(?:amendment|addendum|side\s+letter|supplemental\s+agreement|extension\s+agreement|deed\s+of\s+variation|variation\s+agreement"
    r"|nachtrag|änderungsvereinbarung|zusatzvereinbarung|verlängerungsvereinbarung|avenant|adenda|addenda|novación"
    r"|(?:contrato|acuerdo|convenio)\s+(?:de\s+modificación|modificatorio))\b",
    re.IGNORECASE,
)
_THIS: Final = regex(
    r"\b(?:this|the\s+present|diese[rs]?|le\s+présent|la\s+presente|el\s+presente|este|esta)\s+(?:[\w.#-]+\s+){0,3}?"
    r"(?:amendment|addendum|supplement\w*|extension|variation|nachtrag|änderungs\w+|zusatz\w+|avenant|adenda|modificación)\b",
)
_OF_THE_OTHER: Final = regex(
    rf"\b{_PAPER}\b(?:(?!\b(?:amendment|addendum|nachtrag|avenant|adenda)\b)[^.;]){{0,140}}?\b(?:dated|made|entered|executed"
    r"|effective|signed|concluded|of|from|vom|du|en\s+date\s+du|conclu\w*|signé\w*|de\s+fecha|del?|celebrado|suscrito)\b"
    r"[\s,\w(\"]{0,30}$",
    re.IGNORECASE,
)
_PROLONGS: Final = regex(
    r"\b(?:extend(?:s|ed|ing)?|prolong(?:s|ed)?|renew(?:s|ed)?|extension\s+of|verlänger\w*|prolong\w+|prorog\w+|recondui\w+"
    r"|prorr\w+|prórr\w+|ampl[ií]\w+)\b[^.;]{0,120}?\b(?:by|for|of|um|de|d'|pour|por|en)\s*(?:an?\s+|une?\s+|un\s+|weitere\s+)?"
    r"(?:further\s+|additional\s+|período\s+(?:adicional\s+)?de\s+|période\s+(?:supplémentaire\s+)?de\s+|period\s+of\s+|durée\s+de\s+)*$",
    re.IGNORECASE,
)


# "Item 2 is deleted" touches no clause of the agreement as a whole.
_ITEM: Final = regex(r"item", re.IGNORECASE)
# What happens at the end of each term, or may happen, is a renewal and prolongs nothing yet.
_AT_EACH_END: Final = regex(
    r"\b(?:automatic\w*|successive|each|every|tacit\w*|option\w*|may(?!,?\s+\d)|unless|stillschweigend|jeweils|tácita\w*)\b",
    re.IGNORECASE,
)


def read_amendment(page: Page, agreement: Fact | None) -> tuple[Fact | None, Period | None]:
    """The date of the agreement this paper amends, and the period by which it prolongs it.

    The fact is None for a paper that amends nothing; without a day, ``reason`` says why.
    """
    opening = page.plain[: min(4000, len(page.plain))]
    title = _TITLE.search(opening, 0, 300)
    itself = _THIS.search(page.small, 0, len(opening))
    if not (itself or (title and len(page.plain[: title.start()].split()) < 12)):
        return None, None
    named = title or itself
    assert named is not None  # noqa: S101 - one of the two was found
    for date in page.dates_in(0, len(opening)):
        left = opening[max(0, date.start - 220) : date.start]
        own = agreement is not None and agreement.start <= date.start < agreement.end
        if not own and _OF_THE_OTHER.search(left):
            return Fact.of(date, start=max(named.start(), date.start - 40)), _prolonged(page)
    reason = "it does not say of which date the agreement is that it amends"
    return Fact(named.start(), named.end(), None, reason, kind="amendment"), _prolonged(page)


def changed_clauses(structure: Structure, kind: OperationKind) -> tuple[str, ...]:
    """Numbers of clauses of the amended agreement that this amendment deletes, or replaces, as a whole."""
    numbers = (
        operation.number
        for operation in structure.operations
        if operation.kind is kind
        and operation.number
        and operation.sure
        and not operation.clauses
        and not _ITEM.match(operation.target)
    )
    return tuple(dict.fromkeys(numbers))


def named_amendments(structure: Structure, kind: OperationKind) -> tuple[str, ...]:
    """Names of amendments that this one revokes, or restores, as a whole, where its words say so plainly."""
    whole = (
        operation
        for operation in structure.operations
        if operation.kind is kind and operation.sure and not operation.number
    )
    return tuple(dict.fromkeys(operation.target for operation in whole))


def within(clause: str, numbers: Iterable[str]) -> bool:
    """True for a clause that has one of the numbers or stands below it: 6.2 where 6, or "5 to 7", is one."""
    return any(lies_within(bare(clause), number) for number in numbers)


def _prolonged(page: Page) -> Period | None:
    """For example: “The term is extended by a further twelve months”."""
    for period in find_periods(page.plain):
        sentence = next((s for s in page.sentences if s.start <= period.start < s.end), None)
        if sentence is None or _AT_EACH_END.search(page.plain, sentence.start, sentence.end):
            continue
        if _PROLONGS.search(page.plain[max(0, period.start - 200) : period.start]):
            return period
        if re.match(r"\s*verlänger", page.plain[period.end : period.end + 20]):
            return period
    return None
