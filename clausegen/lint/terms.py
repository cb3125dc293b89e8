"""Defined terms: used but not defined, defined but not used, defined twice, misplaced."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from clausegen.lint.amendment import amends_another
from clausegen.lint.fault import Fault, fault
from clausegen.model import Definition, Reference, Role, Structure
from clausegen.runtime import regex

# A capitalised phrase after a determiner, or a plural after a figure ("30 Business Days"), reads as a defined term.
_USE = regex(
    r"(?:\b(?i:the|an?|any|each|every|such|no|all|its|their|that|this)"
    r"|\b\d{1,3}(?=(?: [A-Z][a-z]+){0,3} [A-Z][a-z]+s\b))\s+"
    r"(?P<term>[A-Z][a-z]{2,}(?:\s+[A-Z][a-z]{2,}){0,3})(?![\w’']*\s+(?:Act|Code|Law|Convention|Court|Regulation)\b)"
)
_DEFINED = regex(r"[“\"]([A-Z][^”\"\n]{1,50})[”\"]\s+(?:shall\s+)?(?:means?|has the meaning)\b")
_USES_TO_MATTER = 2
# What contracts of this kind define: with a capital in mid-sentence each of these is a term, and one use of it without
# a definition is a fault. A capital before or behind makes it part of a name ("Corvane Systems") or of another term.
_SURE = regex(r"(?<=[a-z,;] )(?P<term>Systems?|Software|Platforms?|Deliverables?|Misuse)\b(?!\s?[A-Z0-9(“\"]|[’'-])")
_IN_A_NAME = regex(r"\b[A-Z][\w’'-]*,?(?:\s+(?:and|or|of|for))?\s+$")
# Words quoted from another document (a citation, or words an amendment puts in) are read with its definitions.
_QUOTED = regex(r"“(?:[^“”\n]|“[^“”\n]*”)*”")
# A notice under an agreement: "its terms have the same meaning here". Then one use shows nothing.
_BORROWED = regex(
    r"\b(?:its|defined|capitali[sz]ed)\s+(?:terms|words|expressions)\b[^.;]{0,80}"
    r"\b(?:same\s+meanings?|meanings?\s+(?:given|assigned|ascribed|set\s+out|they\s+have)|defined)\b",
    re.IGNORECASE,
)
# Capitalised by custom, not by definition.
_CUSTOMARY = frozenset({
    "agreement", "contract", "annex", "annexe", "schedule", "appendix", "exhibit", "clause", "section", "article",
    "paragraph", "part", "addendum", "party", "parties", "state", "states", "government", "republic", "kingdom",
    "union", "european", "english", "international", "united", "nations", "grand", "chamber", "court",
    "convention", "covenant", "protocol", "directive", "constitution", "parliament", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may",
    "june", "july", "august", "september", "october", "november", "december", "rules", "internet", "director",
    "head", "general", "chief", "officer", "board", "minister", "ministry", "secretary", "president", "chair",
    "committee", "counsel", "effective", "date", "act", "code", "law", "regulation", "ordinance", "decree",
})  # fmt: skip
# Words that a contract explains without making terms of them.
_INTERPRETIVE = frozenset({"including", "includes", "include", "in particular", "person", "day", "month", "law"})
# “Price” has the meaning given in Schedule 2: the definition stands there.
_ELSEWHERE = regex(r"[”\"]\s+(?:has|have) the meanings?\b.{0,40}\b(?:in|by|to it)\b")
# “Price” means the sum defined as such in clause 3: the words that lead to the place.
_LED_TO = regex(r"\b(?:as such|defined|meaning (?:given|set out|stated|assigned)(?: to it)?) in\s*$", re.IGNORECASE)


def undefined_terms(read: Structure) -> Iterator[Fault]:
    """Yield capitalised phrases used as terms that nothing defines.

    An amendment without definitions of its own uses those of the contract that it changes.
    """
    if amends_another(read) and not any(c.is_heading and "definition" in c.heading.lower() for c in read.clauses):
        return
    # Definitions that a PDF has run together with the one before are no clauses of their own.
    defined = {singular(term) for term in [*(d.term for d in read.definitions), *_DEFINED.findall(read.document.text)]}
    words_of_names = _name_words(read)
    borrowed = _BORROWED.search(read.document.text) is not None
    uses: Counter[str] = Counter()
    sure: set[str] = set()
    first: dict[str, tuple[int, int]] = {}
    for clause in read.clauses:
        if clause.role not in (Role.OPERATIVE, Role.DEFINITION, Role.SCHEDULE) or clause.is_heading:
            continue
        spans = {found.span("term"): False for found in _USE.finditer(read.document.text, clause.body, clause.end)}
        spans |= dict.fromkeys(_sure_terms(read.document.text, clause.body, clause.end), True)
        quoted = [found.span() for found in _QUOTED.finditer(read.document.text, clause.body, clause.end)]
        for span, certain in sorted(spans.items()):
            if any(start < span[0] < end for start, end in quoted):
                continue
            term = singular(read.document.text[slice(*span)])
            named = any(
                {word.lower(), f"{word.lower()}s"} & _CUSTOMARY or word in words_of_names for word in term.split()
            )
            if named or _covered(term, defined):
                continue
            uses[term] += 1
            first.setdefault(term, span)
            sure |= {term} if certain else set()
    for term, count in uses.items():
        if count >= _USES_TO_MATTER or (term in sure and not borrowed):
            often = "once" if count == 1 else f"{count} times"
            message = f"“{term}” is used {often} as a term, but is not defined"
            yield fault(read, "undefined-term", message, *first[term])


def _sure_terms(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _SURE.finditer(text, start, end):
        if not _IN_A_NAME.search(text, max(start, found.start() - 40), found.start()):
            yield found.span("term")


def unused_terms(read: Structure) -> Iterator[Fault]:
    """Yield terms that are defined and never used outside their own definition."""
    text = read.document.text
    for definition in read.definitions:
        if definition.term.lower() in _INTERPRETIVE:
            continue
        pattern = _pattern(definition.term)
        used = any(
            not definition.start <= found.start() < definition.end and read.document.block_at(found.start())
            for found in pattern.finditer(text)
        )
        # A definition made in passing may be used in its own sentence after it.
        inline = text.find(definition.term, definition.start) > definition.start + 3
        if not used and not (inline and len(list(pattern.finditer(text, definition.start, definition.end))) > 1):
            message = f"“{definition.term}” is defined, but not used"
            yield fault(read, "unused-term", message, definition.start, definition.end)


def terms_defined_twice(read: Structure) -> Iterator[Fault]:
    """Yield terms with more than one definition."""
    seen: dict[str, Definition] = {}
    for definition in read.definitions:
        if _ELSEWHERE.search(read.document.text, definition.start, definition.end):
            continue
        earlier = seen.setdefault(definition.term, definition)
        if earlier is not definition and (earlier.start, earlier.end) != (definition.start, definition.end):
            message = f"“{definition.term}” is defined a second time"
            yield fault(read, "term-defined-twice", message, definition.start, definition.end)


def misplaced_definitions(read: Structure) -> Iterator[Fault]:
    """Yield definitions that send the reader to a clause of this contract in which the term does not occur."""
    text = read.document.text
    for definition in read.definitions:
        led: dict[int, list[Reference]] = {}
        for reference in read.references:
            if definition.start <= reference.start < definition.end and _LED_TO.search(
                text, definition.start, reference.start
            ):
                led.setdefault(reference.start, []).append(reference)
        for start, cited in led.items():
            if any(r.elsewhere or not r.found or not r.target[0].isdigit() for r in cited):
                continue
            words = "\n".join(_words_of(read, r.target) for r in cited)
            if words and not _pattern(definition.term).search(words):
                spoken = " ".join(text[start : cited[-1].end].split())
                message = f"“{definition.term}” is said to be defined in {spoken}, where the word does not occur"
                yield fault(read, "definition-misplaced", message, start, cited[-1].end)


def _words_of(read: Structure, number: str) -> str:
    """Return the words of a clause with everything below it."""
    below = re.compile(rf"{re.escape(number)}(?:$|[.(])")
    return "\n".join(
        read.document.text[c.start : c.end] for c in read.clauses if c.number and below.match(c.number.rstrip("."))
    )


def singular(term: str) -> str:
    """Return a term in the singular, as it is compared."""
    term = " ".join(term.split())
    if term.endswith("ies"):
        return f"{term[:-3]}y"
    return term[:-1] if term.endswith("s") and not term.endswith("ss") else term


def _covered(term: str, defined: set[str]) -> bool:
    """Return True when the phrase is, begins or ends with a defined term: "Region Limits", "Licensed System"."""
    words = term.split()
    parts = {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
    return any(singular(part) in defined for part in parts)


def _name_words(read: Structure) -> set[str]:
    """Return words of names: of the title page, the parties, tables and signature blocks, where values stand."""
    words: set[str] = set()
    for clause in read.clauses:
        block = read.document.block_at(clause.start)
        if clause.role in (Role.FRONT, Role.SIGNATURE) or (block and block.kind == "table-cell"):
            words.update(re.findall(r"\b[A-Z]\w+", read.document.text[clause.start : clause.end]))
    return words - {word for definition in read.definitions for word in definition.term.split()}


def _pattern(term: str) -> re.Pattern[str]:
    stem = re.escape(term)
    forms = rf"{re.escape(term[:-1])}(?:y|ies|ys)" if term.endswith("y") else rf"{stem}(?:s|es)?"
    if term.endswith("s"):
        forms = rf"{re.escape(term[:-1])}s?"
    return re.compile(rf"(?<!\w){forms}(?!\w)", re.IGNORECASE if term.isupper() else 0)
