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
from collections.abc import Iterable, Iterator, Mapping

from clausegen.runtime import regex
from clausegen.structure.party_labels import PRONOUN, PRONOUNS, labels

SUPPLIER, CUSTOMER = "Seller", "Government"
_ROLES = {"supplier": SUPPLIER, "customer": CUSTOMER}
_ACTS = regex(
    r"'s |’s | (?:shall|may|must|will|can|need|agrees?|undertakes?|warrants?|represents?|covenants?|certif(?:y|ies)|"
    r"is|has|hereby|acknowledges?|does|darf|kann|muss|hat|ist|verpflichtet|wird|peut|doit|s'engage|est|puede|podrá|deberá|se)\b"
)
_ACTING = 10  # an act counts as much as so many mentions


def called(text: str, known: Mapping[str, str]) -> dict[str, str]:
    """Return the one name by which each side goes most in a text, lower-cased, with the word it is read as.

    ``known`` has the side ("supplier", "customer") of names that the contract introduces; labels speak for themselves.
    """
    names = {name: side for name, side in known.items() if name not in PRONOUNS}
    plain = labels().plain.words
    sides = labels().sides | names
    counts: Counter[str] = Counter()
    acting = set()
    for found in _mentions(text, frozenset(names)):
        name = found.group().lower()
        if name not in sides:
            continue  # "LİCENSEE" is found without regard to case, but its small letters are others
        if name in plain or found.group()[0].isupper():
            acts = _ACTS.match(text, found.end())
            counts[name] += _ACTING if acts else 1
            if acts:
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
    """Return the text in pieces, each as printed and as read, where the words in ``names`` (of ``called``) stand."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for found in _pattern(frozenset(names)).finditer(text):
        before = text[at : found.start()]
        printed = found.group()
        pieces += [(before, before), (printed, names.get(printed.lower(), printed))]
        at = found.end()
    return [*pieces, (text[at:], text[at:])]


def in_roles(text: str) -> str:
    """Return a passage without its contract as the trained readers see it: labels speak for themselves."""
    return "".join(read for _, read in read_as_roles(text, called(text, {})))


def _spoken(we: str) -> dict[str, str]:
    """Return the forms of "we" and "you", read as the words for their sides; ``we`` is the side that speaks."""
    mine, theirs = (SUPPLIER, CUSTOMER) if we == "supplier" else (CUSTOMER, SUPPLIER)
    roles = {"we": mine, "you": theirs}
    return {form: f"{roles[word]}'s" if form in ("our", "your") else roles[word] for form, word in PRONOUNS.items()}


def _mentions(text: str, known: frozenset[str]) -> Iterator[re.Match[str]]:
    """Find names of sides in a text, in no particular order."""
    if own := known - labels().sides.keys():
        names = _pattern_of(map(re.escape, _longest_first(own)), re.IGNORECASE)
        yield from names.finditer(text)
        text = names.sub(_blank, text)  # of a label that is part of a name the name is meant
    yield from _labelled().finditer(text)


def _blank(found: re.Match[str]) -> str:
    return "\n" * len(found.group())


@functools.cache
def _labelled() -> re.Pattern[str]:
    """Compile patterns for the labels that count: those with a capital, and plain ones."""
    known = labels()
    return _pattern_of(_written(label, plain=label in known.plain.words) for label in sorted(known.sides))


@functools.lru_cache(maxsize=64)
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    plain = labels().plain.words
    ordered = _longest_first(names - PRONOUNS.keys())
    written = [_written(name, plain=name in plain) for name in ordered]
    return _pattern_of([*written, PRONOUN] if "we" in names else written)


def _written(name: str, *, plain: bool) -> str:
    """Return a pattern for a name: in any letters when it is plain, otherwise only with a capital first."""
    first = re.escape(name[0].upper())
    return f"(?i:{re.escape(name)})" if plain else f"{first}(?i:{re.escape(name[1:])})"


def _pattern_of(written: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    """Compile one pattern for any of several as whole words, the first that fits; none find nothing."""
    return re.compile(rf"\b(?:{'|'.join(written) or '(?!)'})\b", flags)


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))
