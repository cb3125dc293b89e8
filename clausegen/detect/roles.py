"""The parties as the trained readers see them: two words, whatever a contract calls its sides.

Who may act is said by a name, and contracts have hundreds of names for two sides. Readers that learn from text hear
what it is about far better than who does what: the vectors of "the Supplier may suspend" and "the Customer may
suspend" differ by one hundredth. So each side is read as one word, and these two words are chosen to lie apart: among
the pairs that were tried, these differ two and a half times as much as "Supplier" and "Customer" do.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from clausegen.detect.labels import PRONOUN, PRONOUNS, labels

SUPPLIER, CUSTOMER = "Seller", "Government"
_ROLES = {"supplier": SUPPLIER, "customer": CUSTOMER}
_ACTS = (
    r"(?='s |’s | (?:shall|may|must|will|can|need|agrees?|undertakes?|warrants?|represents?|covenants?|certif(?:y|ies)|"
    r"is|has|hereby|acknowledges?|does|darf|kann|muss|hat|ist|verpflichtet|wird|peut|doit|s'engage|est|puede|podrá|deberá|se)\b)"
)
_ACTING = 10  # an act counts as much as so many mentions


def called(text: str, known: Mapping[str, str]) -> dict[str, str]:
    """The one name by which each side goes most in a text, lower-cased, with the word it is read as.

    ``known`` has the side ("supplier", "customer") of names that the contract introduces; labels speak for themselves.
    """
    names = {name: side for name, side in known.items() if name not in PRONOUNS}
    plain = labels().plain.words
    sides = labels().sides | names
    counts: Counter[str] = Counter()
    acting = set()
    for found in _mentions(frozenset(names)).finditer(text):
        name = found["name"].lower()
        if name not in sides:
            continue  # "LİCENSEE" is found without regard to case, but its small letters are others
        if name in plain or found["name"][0].isupper():
            counts[name] += 1 if found["acts"] is None else _ACTING
            if found["acts"] is not None:
                acting.add(name)
    out: dict[str, str] = {}
    for side, role in _ROLES.items():
        own = [name for name in counts if sides[name] == side and (name in names or name in plain or name in acting)]
        if own:
            out[max(own, key=lambda name: (counts[name], name))] = role
    if "we" in known:
        return out | _spoken(known["we"])
    return out or _spoken("supplier")  # who writes in plain words is hardly ever the customer


def read_as_roles(text: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The text in pieces, each as printed and as read, where the words in ``names`` (of ``called``) stand."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for found in _pattern(frozenset(names)).finditer(text):
        before = text[at : found.start()]
        printed = found.group()
        pieces += [(before, before), (printed, names.get(printed.lower(), printed))]
        at = found.end()
    return [*pieces, (text[at:], text[at:])]


def in_roles(text: str) -> str:
    """A passage without its contract as the trained readers see it: labels speak for themselves."""
    return "".join(read for _, read in read_as_roles(text, called(text, {})))


def _spoken(we: str) -> dict[str, str]:
    """The forms of "we" and "you", read as the words for their sides; ``we`` is the side that speaks."""
    mine, theirs = (SUPPLIER, CUSTOMER) if we == "supplier" else (CUSTOMER, SUPPLIER)
    roles = {"we": mine, "you": theirs}
    return {form: f"{roles[word]}'s" if form in ("our", "your") else roles[word] for form, word in PRONOUNS.items()}


@functools.lru_cache(maxsize=64)
def _mentions(known: frozenset[str]) -> re.Pattern[str]:
    names = sorted({*labels().sides, *known}, key=lambda name: (-len(name), name))
    return re.compile(rf"\b(?P<name>(?i:{_any_of(names)}))\b(?P<acts>{_ACTS})?")


@functools.lru_cache(maxsize=64)
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    plain = labels().plain.words
    written = [
        rf"(?i:{re.escape(name)})" if name in plain else rf"{re.escape(name[0].upper())}(?i:{re.escape(name[1:])})"
        for name in sorted(names - PRONOUNS.keys(), key=lambda name: (-len(name), name))
    ]
    if "we" in names:
        written.append(PRONOUN)
    return re.compile(rf"\b(?:{'|'.join(written) or '(?!)'})\b")


def _any_of(names: Iterable[str]) -> str:
    """Any of some names, those with the same first letter together: most words begin like none of them."""
    rests: dict[str, list[str]] = {}
    for name in names:
        rests.setdefault(re.escape(name[0]), []).append(re.escape(name[1:]))
    words = (f"{first}(?:{'|'.join(own)})" for first, own in rests.items())
    return f"(?=[{''.join(rests)}])(?:{'|'.join(words)})"
