"""The names that a contract gives its parties, each with the words that say who the party is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from clausegen.runtime import regex

FRONT = 6000  # characters in which parties are introduced
_CALLED = (
    r"(?:herein-?after|hereafter|hereinbelow|henceforth)[,:]?"
    r"(?: (?:referred to|called|known|designated|named|as|the|only)){0,4}"
)
_WORD = r"[A-ZÀ-Þ](?:[\w&’'/-]|\.(?=\w))*"
_NAME = rf"{_WORD}(?: (?:of|and|the|&|\d+|{_WORD})){{0,4}}"
# ("Nordlys"), (the "Bureau"), ("Tollwatch", as everyone calls it), (hereinafter the Vendor, which …), (THE COMPANY).
_BRACKETED = regex(
    rf"\((?:[^()“”\"]{{0,60}}?[“\"](?P<quoted>[^”\"\n()]{{2,40}})[”\"][^()]{{0,120}}"
    rf"|(?:{_CALLED} )?(?:[Tt]he|THE|{_CALLED}) (?P<plain>{_NAME})(?:,[^()]{{0,120}})?)\)"
)
# "…, hereinafter THE ENTITY, and …", "… is called Marrowbone throughout."
_OPEN = regex(
    rf"\b(?:{_CALLED}|is called|shall be called)[ ,:]+[“\"]?(?:the |THE )?[“\"]?(?P<name>{_NAME})[”\"]?(?=[\s,.;)])"
)
# What a contract names in its first lines besides its parties.
_THINGS = regex(
    r"\b(?:agreement|contract|deed|addendum|amendment|order|schedule|annex|section|clause|terms?|part(?:ies|y)?|date|day"
    r"|period|start|systems?|services?|equipment|software|products?|solution|platform|feature|goods|tool|units|portal|gates|licen[cs]es?"
    r"|polic(?:y|ies)|laws?|act|code|rights?|standards?|charter|instruments?|background|purpose|territory|project|loan"
    r"|contacts?|(?<!end )(?<!end-)users?|organs?|bod(?:y|ies)|note)$",
    re.IGNORECASE,
)
_SIDE = regex(r"(?:first|second|1st|2nd) party", re.IGNORECASE)
_COMPANY = (
    r"\b(?:Ltd|LTD|Limited|LIMITED|Inc|INC|Incorporated|L\.?L\.?C|LLP|PLC|Plc|plc|GmbH|AG|S\.A|SA|SAS|S\.A\.S|S\.A\.C|SARL|S\.r\.l|Srl"
    r"|S\.p\.A|SpA|B\.?V|N\.?V|ApS|A/S|AB|Oyj?|OÜ|Pty|PTY|Pvt|PRIVATE|Corp|Corporation|SE|K\.K|JSC|OJSC|OOO|Kft|d\.o\.o"
    r"|Sp\. z o\.o|Sdn|Co)\b(?!\w)"
)
COMPANY = regex(rf"{_COMPANY}|\bM/s\b|\bPT [A-Z]|\b(?:company|corporation|undertaking|société)\b")
STATE = regex(
    r"\b(?:ministry|minister|republic|kingdom|government|state|police|secretary of state|directorate|gendarmerie"
    r"|national|federal|federation|royal|agency|bureau|department|commissioner|constabulary|guard|customs|municipal\w*"
    r"|city|county|emirate|commonwealth|crown|army|navy|air force|armed forces|military|sheriff|prosecut\w+|prisons?"
    r"|intelligence|council|commission|office|service|forces|unit|centre|secretariat|authority|prefecture|province|administration|border)\b",
    re.IGNORECASE,
)
# "Us: Harakeke Forensics Limited", '"We" and "us" is Tanager Labs OÜ'; with which letters either begins.
_BEGUN = regex(r"[UWY“\"]")
_PRONOUN = regex(
    r"(?:\b(?P<listed>Us|US|We|WE|You|YOU)\s*[:|]"
    r"|[“\"](?P<word>[Ww]e|[Uu]s|[Yy]ou)[”\"](?:,? (?:and|or) [“\"]\w+[”\"])* (?:is|are|means?|refers? to))"
    r"\s*(?P<words>(?:(?!\b(?:Us|We|You):|[“\"]You[”\"])[^\n|]){3,160})"
)
_NEAR = 200  # characters from a firm to where the contract says what it calls it
# "Harrowmere Forensics Limited", of which a contract may go on to say "Harrowmere" without having said so.
_NO_FIRM = "".join(
    rf"(?!(?<={word[0]}){word[1:]}\b)"  # asked behind the first letter
    for word in ("The", "THE", "And", "AND", "Between", "BETWEEN", "For", "By", "BY", "This", "Of", "For", "An")
)
_FIRM = regex(
    rf"(?P<name>[A-ZÀ-Þ](?<=\b.){_NO_FIRM}[\w&’'-]{{3,}})(?:[ ,]+(?:of|and|&|[A-ZÀ-Þ][\w&’'.-]*)){{0,5}},? {_COMPANY}"
)


class PartyName(NamedTuple):
    """A name as printed, "" where a form left it blank, and the words before it that introduce who bears it."""

    name: str
    described: str

    @property
    def company(self) -> bool:
        """True when the words introduce a company."""
        return COMPANY.search(self.described) is not None

    @property
    def state(self) -> bool:
        """True when the words introduce a State or a body of it, and no company."""
        return not self.company and STATE.search(self.described) is not None


def party_names(front: str) -> list[PartyName]:
    """Return names given in the words that open a contract, in reading order, each once."""
    found: dict[str, PartyName] = {}
    for _, one in sorted(_named(front), key=lambda pair: pair[0]):
        if not _THINGS.search(one.name) or _SIDE.fullmatch(one.name):
            found.setdefault(one.name.lower(), one)
    return list(found.values())


def _named(front: str) -> Iterator[tuple[int, PartyName]]:
    last = 0
    marks = [*_BRACKETED.finditer(front), *_OPEN.finditer(front)]
    for found in sorted(marks, key=lambda mark: mark.start()):
        name = next(words for words in found.groups() if words)
        before = front[max(last, found.start() - 400) : found.start()]
        yield found.start(), PartyName(_bare(name), before)
        last = found.end()
    for found in _pronouns(front):
        word = (found["listed"] or found["word"]).lower()
        yield found.start(), PartyName("you" if word == "you" else "we", found["words"])
    for found in _FIRM.finditer(front):
        if not any(abs(found.start() - mark.start()) < _NEAR for mark in marks):
            yield found.start(), PartyName(found["name"], found.group())


def _pronouns(front: str) -> Iterator[re.Match[str]]:
    """Find matches of ``_PRONOUN``, tried only where one can begin."""
    last = 0
    for begun in _BEGUN.finditer(front):
        if begun.start() >= last and (found := _PRONOUN.match(front, begun.start())):
            yield found
            last = found.end()


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|an?)\s+", "", name.strip(" ,.;:"), flags=re.IGNORECASE)
