"""Tell whether a contract is the one that a deal file or another contract speaks of: its parties, title and date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from clausegen.model import Document, Structure
from clausegen.runtime import regex
from clausegen.structure.party_names import COMPANY, FRONT, STATE, PartyName, party_names
from clausegen.structure.party_sides import parties

if TYPE_CHECKING:  # one who only checks contracts has no deal
    from clausegen.model import Deal

# How a company ends is spelt in many ways: "Ltd", "Limited".
_FORMS = frozenset({
    "ltd", "limited", "llc", "llp", "inc", "incorporated", "plc", "corp", "corporation", "co", "company", "ag", "gmbh",
    "se", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "oy", "ab", "as",
})  # fmt: skip

_FRONT = 3000  # characters in which parties are introduced
_FIRM = regex(
    r"\b((?:[A-ZÀ-Þ][\w&’'-]*[ ,]+){1,5})"
    r"(?:Ltd|Limited|LIMITED|LLC|L\.L\.C|LLP|Inc|PLC|Plc|plc|Corp|Corporation|AG|GmbH|SE|S\.A|SA|SAS|S\.A\.S|SARL|S\.r\.l"
    r"|S\.p\.A|B\.V|BV|N\.V|NV|Oy|OÜ|AB|ApS|A/S)\b"
)
# The name at the beginning of the words that introduce a party: "(1) Halden Systems Ltd", "and the Ministry of Trade".
_CAPITAL = r"[A-ZÀ-Þ][\w&’'.-]*"
_NAME = regex(
    r"(?:^|\b(?i:between|among|and)\b|\n|\(\d\)|[:;])\W{0,40}(?:[Tt]he |THE )?"
    rf"(?P<name>{_CAPITAL}(?:(?:\s|,\s(?={COMPANY.pattern}))(?:(?:of|the|for|and|&|de|la|du|des)\s){{0,2}}{_CAPITAL})*)"
)
_SHORTEST_TELLING = 3
_BODY = regex(rf"\b(?!Dear )(?:{_CAPITAL}[ ])+(?:(?:of|de|du|des)[ ](?:the[ ]|la[ ])?(?:{_CAPITAL}[ ]?)+)+")
_OFFICE = regex(r"\b(?:minister|secretary|commissioner|sheriff|prosecutor|director|chief)\b", re.IGNORECASE)  # a person
_LEAD = regex(r"^(?:For|Für|Pour|The|Die|Der|La|Le|And|Between)\s+")
_SMALL = frozenset(("of", "the", "for", "and", "de", "la", "du", "des"))
_HEADING = regex(r"^(?:(?:the )?parties|between)\s+", re.IGNORECASE)
_END_USER = regex(r"end[- ]?user|(?:operating|using|user) (?:agency|authority|body)", re.IGNORECASE)
# Words that many firms have in their names, so that they tell none from another.
_COMMON = frozenset({
    "the", "and", "between", "supplier", "vendor", "customer", "systems", "system", "technologies", "technology",
    "networks", "network", "group", "holding", "holdings", "solutions", "international", "security", "software",
    "services", "service", "digital", "global",
})  # fmt: skip


def stranger_to(deal: Deal, contract: Document) -> str:
    """Say why the contract is not that of the deal: it lacks supplier or customer; "" where it may be."""
    names = [name for name in _names(deal) if plain_name(name) != plain_name(deal.supplier.name)]
    names = names or [party.name for party in (deal.customer, *deal.end_users)]
    other = contract.path or "The contract"
    if _unnamed(names, contract) == names:
        return (
            f"{other} names neither {', nor '.join(names)}: it is not the agreement of this deal. If the parties have "
            "other names in it, state them as parties in [agreement]."
        )
    if _unnamed([deal.supplier.name], contract) and not (deal.agreement and deal.agreement.parties):
        return (
            f"{other} does not name {deal.supplier.name}, the supplier of this deal. If the parties have other names "
            "in it, state them as parties in [agreement]."
        )
    return ""


def doubts(deal: Deal, contract: Document, agreed: dt.date | None) -> Iterator[str]:
    """List what does not fit, though the contract may be the right one. ``agreed`` is the date the contract states."""
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
    """Return True when both name firms as parties and none of the one is named anywhere in the other."""
    ours, theirs = _firms(contract.text), _firms(other.text)
    return bool(ours and theirs) and not (ours & _words(other.text) or theirs & _words(contract.text))


def other_agreement(master: Document, other: Document) -> str:
    """Return a party of ``other`` where it is clearly not the agreement ``master``; "" where it cannot be told.

    It is where both introduce a body of a State and it is another one, whoever supplies; and where both introduce
    their parties and have none in common.
    """
    ours, theirs = introduced(master), introduced(other)
    bodies = [name for name, state in theirs.items() if state]
    if bodies and _apart([name for name, state in ours.items() if state], bodies, master, other):
        return bodies[0]
    names = list(theirs)
    return names[0] if len(names) > 1 and _apart(list(ours), names, master, other) else ""


def side_names(read: Structure) -> dict[str, str]:
    """Return the full names of the parties by side, "supplier", "customer", "end_user"; none where several may be.

    They are read where the contract introduces its parties; who is called the end user is not the customer.
    """
    sides = parties(read)
    found: dict[str, set[str]] = {"supplier": set(), "customer": set(), "end_user": set()}
    for party in party_names(read.document.text[:FRONT]):
        label, name = party.name.lower(), _HEADING.sub("", _name(party))
        if not name:
            continue
        if _END_USER.fullmatch(label):
            found["end_user"].add(name)
        elif label in {*sides.supplier, "supplier"}:
            found["supplier"].add(name)
        elif label in {*sides.customer, "customer"}:
            found["customer"].add(name)
    return {side: next(iter(names)) for side, names in found.items() if len(names) == 1}


def unnamed_customer(master: Document, other: Document) -> str:
    """Return the body of a State that is a party of ``master``, and whom ``other``, naming a firm, does not name."""
    bodies = [name for name, state in introduced(master).items() if state]
    named = [name for name, state in introduced(other).items() if state]
    lacking = bool(bodies) and bool(_firms(other.text)) and _unnamed(bodies, other) == bodies
    return bodies[0] if lacking and not any(_same(a, b) for a in bodies for b in named) else ""


def _apart(ours: list[str], theirs: list[str], master: Document, other: Document) -> bool:
    """Return True when no name of the one contract is among those of the other, or stands in its text."""
    same = any(_same(name, other) for name in ours for other in theirs)
    return bool(ours) and not same and _unnamed(ours, other) == ours and _unnamed(theirs, master) == theirs


def introduced(contract: Document) -> dict[str, bool]:
    """Return the names of the parties that a contract introduces, each with whether it is a body of a State."""
    return {name: party.state for party in party_names(contract.text[:FRONT]) for name in _apiece(_name(party))}


def party_words(contract: Document, *, state: bool = False) -> Iterator[frozenset[str]]:
    """Yield for each party that a contract introduces the words that tell it from others: what it is called by too.

    ``state`` yields only those of bodies of a State.
    """
    for party in party_names(contract.text[:FRONT]):
        if state and not party.state:
            continue
        yield frozenset(_telling(_name(party)) | _words(f"{_name(party)} {party.name}") - _SMALL - _FORMS)


def unknown_parties(contract: Document, text: str) -> dict[str, frozenset[str]]:
    """Return the firms and State bodies that a text names and the contract does not, with the words that tell them."""
    known = _words(contract.text)
    firms = (found[0] for found in _FIRM.finditer(text))
    bodies = (found[0] for found in _BODY.finditer(text) if STATE.search(found[0]) and not _OFFICE.search(found[0]))
    told = {_LEAD.sub("", " ".join(name.split())): frozenset(_telling(name)) for name in (*firms, *bodies)}
    return {name: words for name, words in told.items() if words and not words & known}


def _telling(name: str) -> set[str]:
    """Return the words of a name that are not those of many: neither "Systems" nor "Ltd" nor "Ministry"."""
    words = _words(name) - _COMMON - _FORMS - _SMALL
    return {word for word in words if len(word) > _SHORTEST_TELLING and not STATE.fullmatch(word)}


def _apiece(name: str) -> list[str]:
    """Return the parties of "Halden Ltd and Kelpwood GmbH" or "Halden Ltd and the Ministry of Trade", or the name."""
    firms = re.split(r"\s+and\s+(?:the\s+)?", name)
    firm_first = COMPANY.search(firms[0]) and all(COMPANY.search(other) or STATE.search(other) for other in firms)
    return firms if firm_first else [name] if name else []


def _name(party: PartyName) -> str:
    kind = STATE if party.state else COMPANY
    found = (" ".join(match["name"].split()) for match in _NAME.finditer(party.described))
    return next((name for name in found if kind.search(name)), "")


def _same(one: str, other: str) -> bool:
    """Return True when one name says no more than the other: "the Ministry" and "Ministry of Justice of Estmark"."""
    words, others = (set(plain_name(name).split()) - _SMALL for name in (one, other))
    return words <= others or others <= words


def _firms(text: str) -> set[str]:
    """Return the words that tell the firms apart that a contract introduces."""
    found = _FIRM.findall(text[:_FRONT])
    return {word for name in found for word in _words(name) - _COMMON if len(word) > 3}


def _words(text: str) -> set[str]:
    return set(_plain(text).split())


def _names(deal: Deal) -> list[str]:
    if deal.agreement and deal.agreement.parties:
        return list(deal.agreement.parties)
    return [party.name for party in (deal.supplier, deal.customer, *deal.end_users)]


def _unnamed(names: Iterable[str], contract: Document) -> list[str]:
    text = f" {_plain(contract.text)} "
    return [name for name in names if f" {plain_name(name)} " not in text]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def plain_name(name: str) -> str:
    """Return a name in lower case without punctuation and the form of its company: "halden systems"."""
    words = _plain(name).split()
    while len(words) > 1 and words[-1] in _FORMS:
        words.pop()
    return " ".join(words)
