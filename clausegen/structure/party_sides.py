"""Find the supplier and the customer of a contract, whatever they call themselves.

Signals are written once, for "supplier" and "customer". A contract says Licensor and Agency, or
Halberd and the Directorate; this module finds which names stand for which side, so that renaming the
parties changes no verdict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from clausegen.model import Role, Structure, Value
from clausegen.runtime import regex
from clausegen.structure.party_labels import PRONOUNS, labels
from clausegen.structure.party_names import FRONT, PartyName, party_names
from clausegen.structure.party_roles import called, read_as_roles

# Those by which nobody but a party is called, whether or not the contract introduces them.
_GENERIC = {
    "supplier": frozenset(("licensor", "vendor", "provider", "manufacturer", "seller", "publisher")),
    "customer": frozenset(("licensee", "agency", "authority", "client", "buyer", "purchaser", "end user", "end-user")),
}
_SUPPLIES = regex(
    r"\s+(?:shall|will|agrees? to|undertakes? to|hereby|may)?\s*(?:grants?|suppl(?:y|ies)|licen[cs]es?|provides?|"
    r"delivers?|makes? available|installs?|develop(?:s|ed)|manufactures?|publishes)\b"
)
_USES = regex(
    r"\s+(?:shall|will|agrees? to|undertakes? to|wishes to|desires to|may)?\s*(?:pays?|uses?|operates?|"
    r"purchases?|acquires?|procures?|deploys?|employs?)\b"
)
_SPEAKING = {pronoun: regex(rf"\b{pronoun}\b", re.IGNORECASE) for pronoun in ("you", "we")}
_OFTEN = 5  # times that "we" and "you" must both stand there for a contract to speak to its customer
_SEARCHED = 200_000  # characters of a contract in which acts of a name are counted


class Parties(Value):
    """Names of the two sides, longest first, lower-cased."""

    supplier: tuple[str, ...]
    customer: tuple[str, ...]
    # Names that the trained readers see as roles (``roles.called``).
    called: tuple[tuple[str, str], ...] = ()

    def by_role(self, text: str) -> list[tuple[str, str]]:
        """Return the text in pieces, each as printed and as the trained readers see it."""
        return read_as_roles(text, dict(self.called))

    def in_roles(self, text: str) -> str:
        """Return the text as the trained readers see it."""
        return "".join(read for _, read in self.by_role(text))


def parties(structure: Structure) -> Parties:
    """Find the names of both sides.

    A name is assigned by what it says ("Licensor"), by who is introduced with it (of a company and a body of a State
    the former supplies), by what its bearer does most (grants and supplies, or pays and uses), and where one of two
    parties is known, the other is the other side.
    """
    front = "\n".join(
        structure.document.text[clause.start : clause.end]
        for clause in structure.clauses[:40]
        if clause.role in (Role.FRONT, Role.RECITAL, Role.OPERATIVE)
    )[:FRONT]
    named = party_names(front)
    sides = {party.name.lower(): side for party in named if (side := _by_label(party))}
    left = [party for party in named if party.name.lower() not in sides and (party.company or party.state)]
    text = structure.document.text[:_SEARCHED]
    for party in left:
        if side := _by_description(party, named) or _by_acts(party.name, text):
            sides[party.name.lower()] = side
    if not {"we", "you"} & sides.keys() and _speaks_to_its_customer(text):
        sides["we"] = "supplier"  # who writes terms in plain words is hardly ever the customer
    introduced = [party.name.lower() for party in named if party.company or party.state]
    if len(introduced) == 2 and sum(name in sides for name in introduced) == 1:
        known, unknown = sorted(introduced, key=lambda name: name not in sides)
        sides[unknown] = "customer" if sides[known] == "supplier" else "supplier"
    sides.pop("", None)  # a party whose name nobody filled in still tells who the other one is
    return _both(sides, text)


def _speaks_to_its_customer(text: str) -> bool:
    small = text.lower()
    return all(
        small.count(pronoun) >= _OFTEN and len(pattern.findall(text)) >= _OFTEN
        for pronoun, pattern in _SPEAKING.items()
    )


def _by_label(one: PartyName) -> str:
    last = one.name.lower().rpartition(" ")[2]
    known = labels()
    if last in known.ambiguous.words and not (one.company or one.state):
        return ""
    return known.sides.get(last, "")


def _by_description(one: PartyName, named: Sequence[PartyName]) -> str:
    """Return of a company and a body of a State the company supplies; two of a kind say nothing."""
    if one.company and any(other.state for other in named):
        return "supplier"
    return "customer" if one.state and any(other.company for other in named) else ""


def _by_acts(name: str, text: str) -> str:
    follows = [found.end() for found in re.finditer(rf"{re.escape(name)}(?<=\b{re.escape(name)})(?=\s)", text)]
    gives = sum(_SUPPLIES.match(text, at) is not None for at in follows)
    takes = sum(_USES.match(text, at) is not None for at in follows)
    return "supplier" if gives > takes else "customer" if takes > gives else ""


def _both(sides: dict[str, str], text: str) -> Parties:
    for one, other in (("we", "you"), ("you", "we")):
        if one in sides:
            sides.setdefault(other, "customer" if sides[one] == "supplier" else "supplier")
    sides |= {form: sides[word] for form, word in PRONOUNS.items() if word in sides}
    own = {side: {name for name, found in sides.items() if found == side} for side in _GENERIC}
    for side, other in (("supplier", "customer"), ("customer", "supplier")):
        own[side] |= {label for label in _GENERIC[side] if label not in own[other]}
        own[side].discard(side)
    return Parties(
        supplier=tuple(sorted(own["supplier"], key=lambda name: (-len(name), name))),
        customer=tuple(sorted(own["customer"], key=lambda name: (-len(name), name))),
        called=tuple(sorted(called(text, sides).items())),
    )
