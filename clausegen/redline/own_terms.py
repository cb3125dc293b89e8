"""Find what a contract calls what the library has a term for: "Improper Use" for Misuse.

A term is taken only where its definition holds the words that satisfy the element behind ours, or names the clause that
does, and where it fits into our sentences: "Improper Purpose" means what Misuse means, but no use "is Improper
Purpose". What merely looks alike stays apart: two terms for one thing are a blemish, one term for two things an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausegen.drafting import clause_numbers
from clausegen.library import Library
from clausegen.model import Definition, Evidence, Report, Status, Structure
from clausegen.redline.defined_names import is_plural, plural
from clausegen.runtime import regex

# A term that the library defines by itself, and the element in whose words a contract uses its own for it.
_USED_IN = {"Target": "use-limits.concurrent-targets"}
TARGET = regex(r"ref\(\"(?P<target>[\w.-]+)\"\)")


def own_terms(
    read: Structure, report: Report, library: Library, taken: frozenset[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Map terms of the library to those of the contract, and apart to those that mean the same and fit no sentence.

    ``taken`` are terms that already stand for something else.
    """
    found: dict[str, str] = {}
    own = [definition for definition in read.definitions if definition.term not in taken]
    words = "\n".join(requirement.template for requirement in library.requirements.values())
    for requirement in library.requirements.values():
        for term, meaning in requirement.definitions.items():
            targets = [match["target"] for match in TARGET.finditer(meaning)][:1]
            whole = [target for target in targets if target.count(".") < 2]  # a line of an element is less than it
            terms = {definition.term for target in whole for definition in _meant(target, own, read, report)}
            if len(terms) == 1 and term not in terms and term not in {d.term for d in own}:
                found[term] = terms.pop()
    for term, name in _USED_IN.items():
        known = {*taken, *found.values()}
        evidence = " ".join(words.text for words in deciding_words(name, report))
        used = {d.term for d in own if d.term not in known and _mentioned(d.term, evidence)}
        if len(used) == 1 and term not in {d.term for d in own}:
            found[term] = used.pop()
    fitting = {term: word for term, word in found.items() if _fits(word, read.document.text, term, words)}
    return fitting, {term: word for term, word in found.items() if term not in fitting}


def _mentioned(word: str, text: str) -> bool:
    return re.search(rf"\b(?:{re.escape(word)}|{re.escape(plural(word))})\b", text) is not None


def _fits(word: str, text: str, term: str, wording: str) -> bool:
    """True when a contract uses its word as our wording uses the term: in the same number, with or without "a"."""
    if is_plural(word) or is_plural(term):
        return is_plural(word) and is_plural(term)
    counted = _uses(term, wording)[0] > 0
    with_a, bare = _uses(word, text)
    return with_a > 0 or bare == 0 if counted else bare > with_a


def _uses(word: str, text: str) -> tuple[int, int]:
    """Count the uses of a word behind "a", and those behind no article at all, definitions apart."""
    before = [found[1].lower() for found in re.finditer(rf"([\w’']+|\W)\s*\b{re.escape(word)}\b(?![”\"])", text)]
    return sum(b in ("a", "an") for b in before), sum(b not in _DETERMINERS for b in before)


_DETERMINERS = frozenset({"a", "an", "the", "this", "that", "any", "each", "every", "such", "no", "one", "“", '"'})


def deciding_words(name: str, report: Report) -> list[Evidence]:
    """The deciding words of the agreement for a satisfied element, or for each of a requirement."""
    requirement, _, element = name.partition(".")
    papers = {file.part for file in report.contract.files if file.part}
    return [
        words
        for verdict in report.verdicts
        if verdict.requirement == requirement
        for finding in verdict.findings
        if finding.status is Status.SATISFIED and (finding.element == element or not element)
        for words in finding.evidence[:1]
        if words.part not in papers
    ]


def _meant(target: str, own: list[Definition], read: Structure, report: Report) -> Iterator[Definition]:
    """Yield the definitions that hold the words of an element, or that name the clause of a requirement."""
    if "." in target:
        yield from (d for d in own if any(d.start <= words.start < d.end for words in deciding_words(target, report)))
    elif home := clause_numbers(report).get(target, ""):
        yield from (d for d in own if _named(d, read) == {home})


def _named(definition: Definition, read: Structure) -> set[str]:
    """The clauses that a definition names."""
    inside = (r for r in read.references if definition.start <= r.start < definition.end and r.found)
    return {re.sub(r"^\D*", "", reference.target).rstrip(".") for reference in inside} - {""}
