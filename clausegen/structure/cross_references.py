"""Cross-references: where clauses and schedules are named, to which they lead, and which schedules are not there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from clausegen.model import Clause, Document, Reference, Role, Structure, from_roman, holding
from clausegen.runtime import regex
from clausegen.structure.number_ranges import TO, bare

SCHEDULE_HEADING = regex(
    r"^\s*(?=[aest])(?:the\s+)?(schedule|annex(?:e|ure)?|appendix|exhibit|attachment|addendum|anlage|anhang|annexe|anexo)"
    r"\s*(?:no\.?\s*)?([A-Z]{1,2}|[IVXL]{1,5}|\d{1,2})?\b[\s.:–—-]*(?=$|(?-i:[A-Z(–—-])|\n)",
    re.IGNORECASE,
)
# An automatic number that says what it counts, and "JOINT SCHEDULE 9 (SPECIAL TERMS)".
_LABEL = regex(
    r"(schedule|annex(?:e|ure)?|appendix|exhibit|attachment|anlage|anhang|annexe|anexo)\s+([A-Z]{1,2}|[IVXL]{1,5}|\d{1,2})\W*",
    re.IGNORECASE,
)
_NAMED_SCHEDULE = regex(
    r"(?:[A-Z][\w-]*\s+){1,3}(SCHEDULE|Schedule|ANNEX|Annex|APPENDIX|Appendix|EXHIBIT|Exhibit)\s+([A-Z]|\d{1,2})\b"
    r"(?=\s*(?:$|[(–—:-]))"
)
_CALLED = regex(r"\b(clause|section|article|paragraph)s? (?:\d|[IVXL]+\b)", re.IGNORECASE)
_LONGEST_HEADING = 120
_NUMBER = r"\d{1,3}(?:\.\d{1,3})*(?:\([a-z0-9]{1,4}\))*"
_JOINT = rf"\s*(?:,\s*(?:and|or)?|and|or|{TO}|&|und|oder|et|ou|y|o)\s*"
_ATTACHED = r"(?i:schedule|annexe|annexure|annex|appendix|appendices|exhibit|attachment|anlage|anhang|anexo)(?i:e?s)?"
_LETTERED = r"(?:\d{1,2}(?:\.\d{1,2})?(?!\d)|[A-Z](?:-?\d{1,2})?|[IVX]{1,5})"
_REFERENCE = regex(
    rf"\b(?:(?i:clauses?|sections?|articles?|paragraphs?|artikel|ziffern?|abschnitte?|cláusulas?|artículos?)\s+"
    rf"(?P<numbers>{_NUMBER}(?:{_JOINT}{_NUMBER})*)"
    rf"|(?P<word>{_ATTACHED})\s+(?P<letters>{_LETTERED}\b(?:{_JOINT}{_LETTERED}\b)*))"
)
_EACH_NUMBER = regex(_NUMBER)
_EACH_LETTER = regex(rf"\b{_LETTERED}\b")
# "clause 9 of the Existing Agreement", "section 12 of the Police Act": not ours to resolve.
_ELSEWHERE = regex(
    r"(?:\([a-z0-9]+\))*(?:(?:,|\s+(?:and|or|to))\s+\d+(?:\([a-z0-9]+\))*)*,?\s+"
    r"(?:thereto\b|thereof\b|(?:of|to|in)\s+(?:(?:the|that|an?)\s+)?(?!this\b)[A-Z])"
)
_OURS = regex(
    r"\s+(?:of|to|in)\s+(?:this|the)\s+(?:Agreement|Contract|Schedule|Annex|Addendum|Deed)\b(?!\s+(?:dated|of))"
)
_NOT_THERE = regex(
    r"^\W*(?:to be|not|intentionally|deliberately)?\s*(?:attached|supplied|provided|completed|inserted|agreed|omitted)"
    r"(?:\s+(?:separately|later|herewith|by the parties|intentionally))?\W*$",
    re.IGNORECASE,
)
# "Schedule 71" in a list of contents; "Exhibit 10.13" is the number that a filing gives the contract itself.
_A_PAGE_OR_A_FILING = regex(r" (?:[4-9]\d|(?:10|99)\.\d+)$")
_BARE_HEADING_WORDS = 7


def references(document: Document, clauses: Sequence[Clause]) -> Iterator[Reference]:
    """Yield every cross-reference in reading order; a list ("clauses 4, 5 and 6") gives one for each number."""
    numbers = {bare(clause.number) for clause in clauses if clause.number}
    schedules = _schedules(document, clauses)
    parts = " ".join(dict.fromkeys(clause.part.casefold() for clause in clauses if ":" in clause.part))
    text = document.text
    for clause in clauses:
        for found in _REFERENCE.finditer(text, clause.start, clause.end):
            after = text[found.end() : found.end() + 60]
            elsewhere = _ELSEWHERE.match(after) is not None and _OURS.match(after) is None
            if found["numbers"]:
                for number in _EACH_NUMBER.finditer(text, found.start("numbers"), found.end("numbers")):
                    there = number[0] in numbers
                    yield Reference(
                        start=found.start(), end=number.end(), target=number[0], found=there, elsewhere=elsewhere
                    )
            elif found.start() != clause.start:  # else the schedule's own heading
                word = singular(found["word"])
                for letter in _EACH_LETTER.finditer(text, found.start("letters"), found.end("letters")):
                    target = f"{word} {letter[0]}"
                    there = schedule_key(word, letter[0]) in schedules or _named(target, parts)
                    yield Reference(
                        start=found.start(), end=letter.end(), target=target, found=there, elsewhere=elsewhere
                    )


def missing_schedules(clauses: Sequence[Clause], cited: Sequence[Reference]) -> tuple[str, ...]:
    """Return the schedules, annexes and exhibits that binding words of the contract refer to and that are missing."""
    silent = (Role.CONTENTS, Role.MARGIN, Role.FORMER, Role.SIGNATURE)
    absent = {
        schedule_key(*reference.target.split(maxsplit=1)): reference.target
        for reference in reversed(cited)
        if not reference.found
        and not reference.elsewhere
        and not reference.target[0].isdigit()
        and not _A_PAGE_OR_A_FILING.search(reference.target)
        and (clause := holding(clauses, reference.start)) is not None
        and clause.role not in silent
    }
    return tuple(reversed(absent.values()))


def _schedules(document: Document, clauses: Sequence[Clause]) -> set[str]:
    """Return keys of the schedules that are there: a heading with something under it or behind it."""
    heads: list[tuple[int, str, str]] = []  # index of the clause, key, words behind the number
    for clause in clauses:
        if clause.role in (Role.CONTENTS, Role.MARGIN):
            continue
        text = document.text[clause.start : clause.end]
        found = SCHEDULE_HEADING.match(text)
        if found is None and len(text) < _LONGEST_HEADING:
            found = _LABEL.fullmatch(clause.label) or _NAMED_SCHEDULE.match(text)
        if found and found[2]:
            rest = text if found.re.pattern == _LABEL.pattern else text[found.end() :]
            heads.append((clause.index, schedule_key(found[1], found[2]), rest))
    there: set[str] = set()
    begins = {index for index, _, _ in heads}
    for index, key, rest in heads:
        following = clauses[index + 1] if index + 1 < len(clauses) else None
        bare = len(rest.split()) < _BARE_HEADING_WORDS and not rest.rstrip().endswith(".")
        if bare and (following is None or following.index in begins or following.part != clauses[index].part):
            continue
        if following is not None and _NOT_THERE.match(document.text[following.start : following.end]):
            continue
        if _NOT_THERE.match(rest):
            continue
        there.add(key)
    return there


def _named(target: str, parts: str) -> bool:
    """Return True when an attachment's file name says that it is the schedule."""
    word, _, number = target.casefold().partition(" ")
    return re.search(rf"\b{re.escape(word)}[\s_-]*{re.escape(number)}(?![a-z0-9])", parts) is not None


_SINGULAR = {"appendices": "appendix", "annexes": "annex", "annexe": "annex", "annexure": "annex"}


def singular(word: str) -> str:
    """Return one word for all: "SCHEDULES" gives "Schedule"; the kinds of annex are one."""
    lower = word.casefold()
    lower = _SINGULAR.get(lower, lower)
    if lower.endswith("s") and lower not in _SINGULAR.values():
        lower = lower.removesuffix("s")
    return _SINGULAR.get(lower, lower).capitalize()


def schedule_key(word: str, number: str) -> str:
    """Return one key for "Annex I", "ANNEX 1" and "annexes i": "annex 1"."""
    if number.casefold() == "of":  # "SCHEDULE OF PRICES" has no number
        return singular(word).casefold()
    value = from_roman(number)
    return f"{singular(word).casefold()} {value if 0 < value < 10 else number.casefold()}"


def clause_word(read: Structure) -> str:
    """Return the word that a contract most often puts before the numbers of its own clauses, as it writes it.

    A contract may cite statutes more often than itself: a reference that leads to a clause of it goes before others.
    """
    text = read.document.text
    inside = (reference for reference in read.references if reference.found and not reference.elsewhere)
    own = [found[1] for each in inside if (found := _CALLED.match(text, each.start, each.end))]
    word = next(iter(Counter(own or _CALLED.findall(text)).most_common(1)), ("clause", 0))[0]
    return word.capitalize() if word.isupper() else word
