"""Read how a contract names its parties, its product, itself, its clauses and its schedules.

What it defines is taken; what it does not define keeps the library's name and gets a definition. Names
decide how inserted clauses read, never what they say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from clausegen.model import Deal, Structure
from clausegen.redline.form_rows import form_rows
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
_ITSELF = regex(
    r"\b[Tt]his ((?:[A-Z][\w’'/-]*\s+){0,3}"
    r"(?:Agreement|Contract|Deed|Lease|Memorandum|Licen[cs]e|Order|agreement|contract|deed|licen[cs]e))\b"
)
_SCHEDULE = regex(r"\b((?i:Schedule|Annex|Appendix|Exhibit|Attachment))\s+(\d{1,2}|[A-Z])\b")
# What is supplied and used is the product: "the Supplier supplies the Deliverables", "use of the Deliverables".
_HANDLED = regex(
    r"\b(?:us(?:e[sd]?|ing)|operat(?:e[sd]?|ing)|suppl(?:y|ies|ied)|disabl(?:e[sd]?|ing)|suspend(?:s|ed)?|access)\s+"
    r"(?:(?:of|to)\s+)?the\s+(?P<term>[A-Z][\w-]*(?:\s+[A-Z][\w-]*){0,2})\b"
)
# A body that has its own name in the contract, and of which the contract says that it works with the product.
_OPERATES = regex(
    r"[”\"]\s+(?:means|is)\s+the\s+[A-Z][^.;]{2,120}?,?\s+(?:which|that|who)\s+(?:\w+\s+){0,3}?(?:operates?|uses?)\b"
)
_ACTS = regex(r"\b([A-Z][a-z]+) (?:shall|will|may|must|agrees?)\b")
_FRONT = 12_000  # characters in which parties are introduced


@dataclass(frozen=True)
class Names:
    """The contract's own words.

    ``terms`` maps the library's role terms to the contract's, each with whether an article goes before it; a role the
    contract does not name is absent. ``agreement`` is what it calls itself, ``clause`` and ``schedule`` what it calls
    its parts, ``whole`` a clause with its sub-clauses where that differs, ``schedules`` the numbers of schedules that
    are taken, ``defined`` the terms it defines, ``own`` its terms for others of the library, ``curly`` says that its
    apostrophes are. ``product`` is a name of the product that cannot stand for the library's in a sentence, "" for
    none, ``kin`` such names for other terms, and ``user`` the body that a form or a definition names as the end user.
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
    kin: Mapping[str, str] = field(default_factory=dict)
    product: str = ""
    user: str = ""

    @property
    def schedules_word(self) -> str:
        """Return the contract's word for several of its schedules."""
        return plural(self.schedule)

    @property
    def named(self) -> frozenset[str]:
        """The roles the contract has a name for: "supplier", "customer", "end_user", "system"."""
        return frozenset(role for role, term in ROLES.items() if term in self.terms)

    def applied(self, text: str) -> str:
        """The text with the contract's names for the library's."""
        for term, word in self.own.items():
            text = _renamed(text, {term: word, singular(term): singular(word), plural(term): plural(word)})
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
        if found["article"] and found["article"].lower() != "the":
            return _with_article(found["article"], word) if article else word
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
_ROLE = regex(rf"\b(?:(?P<article>[Tt]he|[Aa]n?) )?(?P<term>{_ANY})\b(?! (?:Rights|Standards))")


def plural(word: str) -> str:
    """Return several of what a word names: "Annexes", "Persons of Interest"."""
    head, of, rest = word.partition(" of ")
    if of:
        return f"{plural(head)}{of}{rest}"
    if word.endswith("ppendix"):
        return f"{word[:-2]}ces"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return word if is_plural(word) else f"{word}{'es' if word.endswith(('s', 'x', 'ch', 'sh')) else 's'}"


def singular(word: str) -> str:
    """Return one of what a word names in the plural: "Person of Interest"; any other word as it is."""
    head, of, rest = word.partition(" of ")
    if of:
        return f"{singular(head)}{of}{rest}"
    if not is_plural(word):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]


def is_plural(word: str) -> bool:
    """True for a word that looks like several: "Deliverables", "Deployment Limits"."""
    return word.partition(" of ")[0].endswith("s") and not word.endswith(("ss", "us", "is"))


def _renamed(text: str, forms: Mapping[str, str]) -> str:
    """The text with other words for these, each behind the article that it needs."""
    any_form = "|".join(sorted(map(re.escape, forms), key=lambda form: (-len(form), form)))
    return re.sub(
        rf"\b(?:(?P<article>[Aa]n?) )?(?P<term>{any_form})\b",
        lambda found: _with_article(found["article"], forms[found["term"]]),
        text,
    )


def _with_article(article: str | None, word: str) -> str:
    if not article:
        return word
    return f"{article[0]}{'n' if word[0] in 'AEIO' else ''} {word}"


def names(read: Structure, deal: Deal | None = None) -> Names:
    """Read the names from a contract. A deal tells which party is which by the names of the parties."""
    text = read.document.text
    defined = {definition.term.strip() for definition in read.definitions}
    defined |= {found["term"].strip() for found in _LABEL.finditer(text[:_FRONT])}
    defined |= {found["term"].strip() for found in _MEANS.finditer(text)}  # a second one in one paragraph
    defined = {re.sub(r"^(?:the|an?)\s+", "", term, flags=re.IGNORECASE) for term in defined}
    sides = parties(read)
    rows = {row.label: row.value for row in reversed(list(form_rows(read)))}
    users = {term: value for term, value in rows.items() if _END_USER.fullmatch(term)}
    users |= {d.term: "" for d in read.definitions if _OPERATES.search(text, d.start, d.end)}
    found = {
        "Supplier": [term for term in {*defined, *rows} if term.lower() in {*sides.supplier, "supplier"}],
        "Customer": [term for term in {*defined, *rows} if term.lower() in {*sides.customer, "customer"}],
        "End User": [term for term in {*defined, *users} if _END_USER.fullmatch(term) or term in users],
        "System": [term for term in _PRODUCTS if term in defined],
    }
    found["Customer"] = [term for term in found["Customer"] if term not in found["End User"]]
    for role, side in (("Supplier", "supplier"), ("Customer", "customer")):
        # A form that nobody filled in defines no party: its clauses still say who acts.
        found[role] = found[role] or _acting(side, text)
    found["Customer"] = found["Customer"] or found["End User"]
    if deal is not None:
        party_of = {"Supplier": deal.supplier, "Customer": deal.customer, "End User": deal.end_user}
        for role, party in party_of.items():
            if party is not None and (label := _label_after(party.name, text[:_FRONT])):
                found[role] = [label]
    terms = {role: _most_used(words, text) for role, words in found.items() if words}
    product = "" if "System" in terms else _handled(text, {*defined, *rows})
    if product and not is_plural(product):
        terms["System"], product = product, ""
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
        product=product,
        user=users.get(terms.get("End User", ""), ""),
    )


def _handled(text: str, named: Collection[str]) -> str:
    """The term, of those that a contract or its form names, that is most often supplied, used or suspended."""
    handled = Counter(found["term"] for found in _HANDLED.finditer(text) if found["term"] in named)
    return next(iter(handled.most_common(1)), ("", 0))[0]


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
    """True when the contract mostly puts "the" before a term, or uses it in no sentence."""
    uses: list[str] = re.findall(rf"(?:(\w+) )?\b{re.escape(term)}\b(?!\W*[”\"]|\s*$)", text, re.MULTILINE)
    before = [word for word in uses if word in ("The", "THE") or not word[:1].isupper()]  # no part of a longer name
    return len(before) <= 2 * sum(word.lower() == "the" for word in before)
