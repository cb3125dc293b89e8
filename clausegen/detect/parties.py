"""Who is the supplier and who the customer in this contract, whatever they call themselves.

Signals are written once, for "supplier" and "customer". A contract says Licensor and Agency, or
Halberd and the Directorate; this module finds which names stand for which side, so that renaming the
parties changes no verdict.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable

from clausegen.document import Value
from clausegen.segment import Role, Structure

# Labels that name a side by themselves. Source: party labels in public licence and supply agreements.
SUPPLIER_LABELS = (
    "supplier licensor vendor provider company manufacturer contractor seller publisher developer integrator "
    "service provider"
)
CUSTOMER_LABELS = (
    "customer licensee agency authority client buyer purchaser user end user end-user ministry government state "
    "directorate department beneficiary recipient subscriber police service command bureau operator"
)
# Labels that are also common nouns ("a competent authority"): a party only when written with a capital.
_COMMON_NOUNS = frozenset(("authority", "agency", "government", "state", "department", "service", "bureau", "user"))
_SUPPLIES = re.compile(
    r"\s+(?:shall|will|agrees? to|undertakes? to|hereby|may)?\s*(?:grants?|suppl(?:y|ies)|licen[cs]es?|provides?|"
    r"delivers?|makes? available|installs?|develop(?:s|ed)|manufactures?|publishes)\b"
)
_USES = re.compile(
    r"\s+(?:shall|will|agrees? to|undertakes? to|wishes to|desires to|may)?\s*(?:pays?|uses?|operates?|"
    r"purchases?|acquires?|procures?|deploys?|employs?)\b"
)
_SPACES = re.compile(r"\s+")
_PLAIN_QUOTES = str.maketrans("’‘“”", "''\"\"")


class Parties(Value):
    """Names of the two sides, longest first, lower-cased."""

    supplier: tuple[str, ...]
    customer: tuple[str, ...]

    def canonical(self, text: str) -> str:
        """The text lower-cased, with single spaces and both sides called "supplier" and "customer"."""
        common, names = _patterns(self.supplier, self.customer)
        text = _SPACES.sub(" ", text.translate(_PLAIN_QUOTES))
        text = common.sub(self._side, text).lower()
        return names.sub(self._side, text)

    def _side(self, found: re.Match[str]) -> str:
        return "supplier" if found.group().lower() in self.supplier else "customer"


@functools.lru_cache(maxsize=64)
def _patterns(supplier: tuple[str, ...], customer: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds the names that count with a capital only, and the others; longer names before their parts."""
    names = sorted((*supplier, *customer), key=lambda name: (-len(name), name))
    common = (rf"{name[0].upper()}(?i:{re.escape(name[1:])})\b" for name in names if name in _COMMON_NOUNS)
    others = (rf"{re.escape(name)}(?=s'|\b)" for name in names if name not in _COMMON_NOUNS)
    return _any_of(common), _any_of(others)


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns) or '(?!)'})")


def parties(structure: Structure) -> Parties:
    """Find the names of both sides.

    Labels that speak for themselves are taken as they are; other defined party names are assigned by what
    they do most: the side that grants, supplies and licenses, or the side that pays, uses and operates.
    """
    front = " ".join(
        structure.document.text[clause.start : clause.end]
        for clause in structure.clauses[:40]
        if clause.role in (Role.FRONT, Role.RECITAL, Role.OPERATIVE)
    )[:8000]
    names = Counter(
        re.sub(r"^(?:the|an?)\s+", "", found.strip(), flags=re.IGNORECASE)
        for found in re.findall(r"[(,]\s*[^()]{0,60}?[“\"]([^”\"\n]{2,40})[”\"]\s*\)", front)
    )
    supplier, customer = SUPPLIER_LABELS.split(), CUSTOMER_LABELS.split()
    sides: dict[str, set[str]] = {"supplier": set(), "customer": set()}
    text = structure.document.text[:200_000]
    for name in names:
        plain = name.lower()
        if plain.split()[-1] in customer or plain in customer:
            sides["customer"].add(plain)
        elif plain.split()[-1] in supplier:
            sides["supplier"].add(plain)
        else:
            follows = [found.end() for found in re.finditer(rf"\b{re.escape(name)}(?=\s)", text)]
            gives = sum(_SUPPLIES.match(text, at) is not None for at in follows)
            takes = sum(_USES.match(text, at) is not None for at in follows)
            if gives > takes:
                sides["supplier"].add(plain)
            elif takes > gives:
                sides["customer"].add(plain)
    generic = {
        "supplier": {"licensor", "vendor", "provider", "manufacturer", "seller", "publisher"},
        "customer": {"licensee", "agency", "authority", "client", "buyer", "purchaser", "end user", "end-user"},
    }
    for side, other in (("supplier", "customer"), ("customer", "supplier")):
        sides[side] |= {label for label in generic[side] if label not in sides[other]}
        sides[side].discard(side)
    return Parties(
        supplier=tuple(sorted(sides["supplier"] - sides["customer"], key=lambda n: (-len(n), n))),
        customer=tuple(sorted(sides["customer"] - sides["supplier"], key=lambda n: (-len(n), n))),
    )
