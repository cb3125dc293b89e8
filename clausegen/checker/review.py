"""Findings held back for what the file is, or for what of it could be read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from clausegen.model import Document, Finding, Notice, Requirement, Status, Structure
from clausegen.runtime import regex

_NAME = regex(r"\b[A-Z]{3}-\d{1,2}\b|\b[a-z-]+\.[a-z-]+\b")
_INSIDE = (regex(r"[A-Z][A-Z][A-Z]-\d"), regex(r"\.[a-z-]"))  # one of these stands in every such name
_PROGRAM = "clausegen"
_JUDGING = frozenset({"element", "satisfied", "missing", "contradicted", "uncertain"})
# A contract has no reason to name this many different elements by our codes, or the program so often.
NAMED = 4
# Languages of the labelled passages that the verifier was trained on; all but the first make up some 9 % of them.
LANGUAGES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}


def is_about_requirements(structure: Structure, known: Iterable[Requirement]) -> bool:
    """True for a text about the requirements, such as our own documentation.

    It names elements by their codes ("SUS-2") or ids ("suspension.on-suspicion"), names the program again and
    again, or speaks of elements and of every status that one can have.
    """
    body = "\n".join(block.text for block in structure.document.agreed_blocks() if block.part == "body")
    small = body.casefold()
    return (
        (_PROGRAM in small and len(re.findall(rf"\b{_PROGRAM}\b", small)) >= NAMED)
        or (all(word in small for word in _JUDGING) and set(re.findall(r"[a-z]+", body.lower())) >= _JUDGING)
        or _names_elements(body, known)
    )


def _names_elements(body: str, known: Iterable[Requirement]) -> bool:
    """True when a text names several elements by their codes or ids."""
    if sum(len(inside.findall(body)) for inside in _INSIDE) < NAMED:
        return False
    names = {
        name
        for requirement in known
        for element in requirement.elements
        for name in (element.code, f"{requirement.id}.{element.id}")
    }
    return len(set(_NAME.findall(body)) & names) >= NAMED


def weaker_language(document: Document) -> tuple[Notice, ...]:
    """A notice for a language that is judged, but not as well as English. Source of the figures: docs/quality.md."""
    if document.language not in LANGUAGES or document.language == "en":
        return ()
    message = (
        f"The contract is in {LANGUAGES[document.language]}, which is judged less well than English: of clauses that "
        "establish something four in five are found, and defeaters are not looked for. Read what is missing yourself."
    )
    return (Notice(code="weaker-language", message=message),)


def not_a_contract(finding: Finding) -> Finding:
    """The finding, uncertain instead of satisfied, for a text about requirements."""
    if finding.status is not Status.SATISFIED:
        return finding
    reason = "the words would establish it in a contract, but the file names requirements by code and is none"
    return finding.model_copy(update={"status": Status.UNCERTAIN, "confidence": 0.5, "reason": reason})


def only_what_was_read(finding: Finding, structure: Structure) -> Finding:
    """The finding, uncertain where it claims what was not seen: parts unread, a language that is not judged."""
    document = structure.document
    if document.language and document.language not in LANGUAGES:
        reason = f"the contract is in a language that is not judged ({document.language}); a lawyer must read it"
    elif finding.status is Status.MISSING and not document.coverage.complete:
        reason = f"it was not found in what could be read, but not all could; {finding.reason}"
    else:
        return finding
    return finding.model_copy(update={"status": Status.UNCERTAIN, "confidence": 0.5, "reason": reason})


def only_what_is_agreed(finding: Finding, structure: Structure) -> Finding:
    """The finding, uncertain where words deny an element that may themselves yet be agreed or left out."""
    if finding.status is not Status.CONTRADICTED or not finding.evidence:
        return finding
    denial = finding.evidence[0]
    begin = structure.begin_of(denial.part)
    start, end = denial.start + begin, denial.end + begin
    found = next((one for one in structure.unagreed if one.open and start < one.end and one.start < end), None)
    if found is None:
        return finding
    reason = f"the words quoted deny it, but {found.reason}"
    return finding.model_copy(update={"status": Status.UNCERTAIN, "confidence": 0.5, "reason": reason})
