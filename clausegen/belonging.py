"""Whether a contract is the one that a deal file or another contract speaks of: its parties, title and date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from clausegen.deal import Deal
from clausegen.document import Document
from clausegen.errors import DraftRefused

# How a company ends is spelt in many ways: "Ltd", "Limited".
_FORMS = frozenset({
    "ltd", "limited", "llc", "llp", "inc", "incorporated", "plc", "corp", "corporation", "co", "company", "ag", "gmbh",
    "se", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "oy", "ab", "as",
})  # fmt: skip

_FRONT = 3000  # characters in which parties are introduced
_FIRM = re.compile(
    r"\b((?:[A-ZÀ-Þ][\w&’'-]*[ ,]+){1,5})"
    r"(?:Ltd|Limited|LIMITED|LLC|L\.L\.C|LLP|Inc|PLC|Plc|plc|Corp|Corporation|AG|GmbH|SE|S\.A|SA|SAS|S\.A\.S|SARL|S\.r\.l"
    r"|S\.p\.A|B\.V|BV|N\.V|NV|Oy|OÜ|AB|ApS|A/S)\b"
)
# Words that many firms have in their names, so that they tell none from another.
_COMMON = frozenset(
    [
        "the",
        "and",
        "between",
        "supplier",
        "vendor",
        "customer",
        "systems",
        "system",
        "technologies",
        "technology",
        "networks",
        "network",
        "group",
        "holding",
        "holdings",
        "solutions",
        "international",
        "security",
        "software",
        "services",
        "service",
        "digital",
        "global",
    ]
)


def belongs(deal: Deal, contract: Document) -> None:
    """Raise DraftRefused when the contract names neither customer nor end user; every contract names the supplier."""
    names = [name for name in _names(deal) if _bare(name) != _bare(deal.supplier.name)]
    names = names or [party.name for party in (deal.customer, deal.end_user) if party]
    if _unnamed(names, contract) == names:
        raise DraftRefused(
            [
                f"{contract.path or 'The contract'} names neither {', nor '.join(names)}: it is not the agreement of "
                "this deal. If the parties have other names in it, state them as parties in [agreement]."
            ]
        )


def doubts(deal: Deal, contract: Document, agreed: dt.date | None) -> Iterator[str]:
    """What does not fit, though the contract may be the right one. ``agreed`` is the date the contract states."""
    for name in _unnamed(_names(deal), contract):
        yield f"the contract does not name {name}"
    if deal.agreement is None:
        return
    if agreed and agreed != deal.agreement.date:
        yield f"the contract is dated {agreed}, but agreement.date is {deal.agreement.date}"
    named = [name for name in (deal.agreement.title, deal.agreement.reference) if name]
    if not any(_plain(name) in _plain(contract.text) for name in named):
        yield f"neither title nor reference of [agreement] stands in the contract: {', '.join(named)}"


def strangers(contract: Document, other: Document) -> bool:
    """True when both name firms as parties and none of the one is named anywhere in the other."""
    ours, theirs = _firms(contract.text), _firms(other.text)
    return bool(ours and theirs) and not (ours & _words(other.text) or theirs & _words(contract.text))


def _firms(text: str) -> set[str]:
    """The words that tell the firms apart that a contract introduces."""
    found = _FIRM.findall(text[:_FRONT])
    return {word for name in found for word in _words(name) - _COMMON if len(word) > 3}


def _words(text: str) -> set[str]:
    return set(_plain(text).split())


def _names(deal: Deal) -> list[str]:
    if deal.agreement and deal.agreement.parties:
        return list(deal.agreement.parties)
    return [party.name for party in (deal.supplier, deal.customer, deal.end_user) if party]


def _unnamed(names: Iterable[str], contract: Document) -> list[str]:
    text = f" {_plain(contract.text)} "
    return [name for name in names if f" {_bare(name)} " not in text]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _bare(name: str) -> str:
    words = _plain(name).split()
    while len(words) > 1 and words[-1] in _FORMS:
        words.pop()
    return " ".join(words)
