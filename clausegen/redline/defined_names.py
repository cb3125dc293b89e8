"""Read how a contract names its parties, its product, itself, its clauses and its schedules.

What it defines is taken; what it does not define keeps the library's name and gets a definition. Names
decide how inserted clauses read, never what they say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from clausegen.model import Deal, Structure
from clausegen.runtime import regex
from clausegen.structure import clause_word, labels, parties

# The library's terms for what every contract names in its own way.
ROLES = {"supplier": "Supplier", "customer": "Customer", "end_user": "End User", "system": "System"}
_END_USER = regex(r"end[- ]?user|(?:operating|user|using) (?:agency|authority)", re.IGNORECASE)
# Only words with a verb in the singular: "the System stops" cannot become "the Products stops".
_PRODUCTS = (
    "System", "Software", "Platform", "Product", "Solution", "Licensed Software", "Licensed System",
    "Licensed Product", "Software Product", "Technology", "Licensed Technology", "Tool", "Equipment",
)  # fmt: skip
_LABEL = regex(r"(?:hereinafter|referred to as|called)\W+(?:the\s+|as\s+)*[“\"](?P<term>[^”\"\n]{2,40})[”\"]", re.I)
_MEANS = regex(r"[“\"](?P<term>[A-Z][^”\"\n]{1,40})[”\"]\s+(?:shall\s+)?(?:means?|has\s+the\s+meaning)\b")
_ITSELF = regex(r"\bthis (Agreement|Contract|Deed|Lease|Memorandum|Licen[cs]e(?: Agreement)?)\b")
_SCHEDULE = regex(r"\b(Schedule|Annex|Appendix|Exhibit|Attachment)\s+(\d{1,2}|[A-Z])\b", re.IGNORECASE)
_ACTS = regex(r"\b([A-Z][a-z]+) (?:shall|will|may|must|agrees?)\b")
_FRONT = 12_000  # characters in which parties are introduced


@dataclass(frozen=True)
class Names:
    """The contract's own words.

    ``terms`` maps the library's role terms to the contract's, each with whether an article goes before it; a role the
    contract does not name is absent. ``agreement`` is what it calls itself, ``clause`` and ``schedule`` what it calls
    its parts, ``whole`` a clause with its sub-clauses where that differs, ``schedules`` the numbers of schedules that
    are taken, ``defined`` the terms it defines, ``own`` its terms for others of the library, ``curly`` says that its
    apostrophes are.
    """

    terms: dict[str, tuple[str, bool]] = field(default_factory=dict)
    agreement: str = "Agreement"
    clause: str = "clause"
    whole: str = ""
    schedule: str = "Schedule"
    schedules: frozenset[str] = frozenset()
    defined: frozenset[str] = frozenset()
    curly: bool = False
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def schedules_word(self) -> str:
        """Return the contract's word for several of its schedules."""
        irregular = {"Appendix": "Appendices", "Annex": "Annexes"}
        return irregular.get(self.schedule, f"{self.schedule}s")

    @property
    def named(self) -> frozenset[str]:
        """The roles the contract has a name for: "supplier", "customer", "end_user", "system"."""
        return frozenset(role for role, term in ROLES.items() if term in self.terms)

    def applied(self, text: str) -> str:
        """The text with the contract's names for the library's."""
        for term, word in self.own.items():
            plural = "s" if term.endswith("s") and word.endswith("s") else ""
            text = re.sub(rf"\b{re.escape(term.removesuffix(plural))}(s?)\b", rf"{word.removesuffix(plural)}\1", text)
        text = _PAIR.sub(self._once, text)
        text = re.sub(r"\b([Tt])his Agreement\b", rf"\1his {self.agreement}", _ROLE.sub(self._term, text))
        text = re.sub(r"\bSchedules\b", self.schedules_word, text)
        text = re.sub(r"\bSchedule\b", self.schedule, text)
        text = re.sub(r"\b([Tt])his clause\b", rf"\1his {self.whole or self.clause}", text)
        return text.replace("'", "’") if self.curly else text

    def _once(self, found: re.Match[str]) -> str:
        """One name for two roles that the contract gives to one party."""
        same = self.terms.get(found["one"]) == self.terms.get(found["other"]) is not None
        return found["first"] if same and found["one"] != found["other"] else found.group()

    def _term(self, found: re.Match[str]) -> str:
        term = self.terms.get(found["term"])
        if term is None:
            return found.group()
        word, article = term
        if found["article"] and article:
            return f"{found['article']} {word}"
        return word

    def next_schedules(self, count: int) -> list[str]:
        """The next numbers, or letters, that no schedule of the contract has."""
        lettered = bool(self.schedules) and all(number.isalpha() for number in self.schedules)
        if lettered:
            first = ord(max(self.schedules)) + 1
            if first + count - 1 <= ord("Z"):
                return [chr(first + index) for index in range(count)]
        last = max((int(number) for number in self.schedules if number.isdigit()), default=0)
        return [str(last + index) for index in range(1, count + 1)]


_ANY = "|".join(ROLES.values())
_PAIR = regex(rf"\b(?P<first>(?:[Tt]he )?(?P<one>{_ANY})) (?:and|or) (?:the )?(?P<other>{_ANY})\b")
_ROLE = regex(rf"\b(?:(?P<article>[Tt]he) )?(?P<term>{_ANY})\b(?! (?:Rights|Standards))")


def names(read: Structure, deal: Deal | None = None) -> Names:
    """Read the names from a contract. A deal tells which party is which by the names of the parties."""
    text = read.document.text
    defined = {definition.term.strip() for definition in read.definitions}
    defined |= {found["term"].strip() for found in _LABEL.finditer(text[:_FRONT])}
    defined |= {found["term"].strip() for found in _MEANS.finditer(text)}  # a second one in one paragraph
    defined = {re.sub(r"^(?:the|an?)\s+", "", term, flags=re.IGNORECASE) for term in defined}
    sides = parties(read)
    found = {
        "Supplier": [term for term in defined if term.lower() in {*sides.supplier, "supplier"}],
        "Customer": [term for term in defined if term.lower() in {*sides.customer, "customer"}],
        "End User": [term for term in defined if _END_USER.fullmatch(term)],
        "System": [term for term in _PRODUCTS if term in defined],
    }
    found["Customer"] = [term for term in found["Customer"] if term not in found["End User"]] or found["End User"]
    for role, side in (("Supplier", "supplier"), ("Customer", "customer")):
        # A form that nobody filled in defines no party: its clauses still say who acts.
        found[role] = found[role] or _acting(side, text)
    if deal is not None:
        party_of = {"Supplier": deal.supplier, "Customer": deal.customer, "End User": deal.end_user}
        for role, party in party_of.items():
            if party is not None and (label := _label_after(party.name, text[:_FRONT])):
                found[role] = [label]
    terms = {role: _most_used(words, text) for role, words in found.items() if words}
    marks = Counter(match[1].capitalize() for match in _SCHEDULE.finditer(text))
    word = marks.most_common(1)[0][0] if marks else "Schedule"
    return Names(
        terms={role: (term, _has_article(term, text)) for role, term in terms.items()},
        agreement=_first(_ITSELF.findall(text), "Agreement"),
        clause=clause_word(read),
        schedule=word,
        schedules=frozenset(m[2].upper() for m in _SCHEDULE.finditer(text) if m[1].capitalize() == word),
        defined=frozenset(defined),
        curly=text.count("’") > text.count("'"),
    )


def _acting(side: str, text: str) -> list[str]:
    """The label of a side that a contract most often lets act, where no other does so as often."""
    sides = labels().sides
    acting = Counter(match[1] for match in _ACTS.finditer(text) if sides.get(match[1].lower()) == side)
    (label, most), second = next(iter(acting.most_common(1)), ("", 0)), dict(acting.most_common(2)[1:])
    return [label] if most > max(second.values(), default=0) else []


def _first(words: Iterable[str], default: str) -> str:
    """The most frequent word, the earlier one where two are equally frequent."""
    counted = Counter(words).most_common(1)
    return counted[0][0] if counted else default


def _label_after(name: str, front: str) -> str:
    """The label in quotation marks behind the name of a party: "Acme Ltd, … (the “Vendor”)"."""
    found = re.search(re.escape(name) + r"[^“\"]{0,300}[“\"](?:the )?([^”\"\n]{2,40})[”\"]", front, re.IGNORECASE)
    return found[1].strip() if found else ""


def _most_used(words: Iterable[str], text: str) -> str:
    return max(sorted(words), key=lambda word: len(re.findall(rf"\b{re.escape(word)}\b", text)))


def _has_article(term: str, text: str) -> bool:
    """True when the contract mostly puts "the" before a term."""
    own = re.escape(term)
    return 2 * len(re.findall(rf"\b[Tt]he {own}\b", text)) >= len(re.findall(rf"\b{own}\b(?!\W*[”\"])", text))
