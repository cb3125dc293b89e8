"""Tell texts about the requirements, such as our own documentation, from contracts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from clausegen.model import Requirement, Structure
from clausegen.runtime import regex

_NAME = regex(r"\b[A-Z]{3}-\d{1,2}\b|\b[a-z-]+\.[a-z-]+\b")
_PROGRAM = "clausegen"
_JUDGING = frozenset({"element", "satisfied", "missing", "contradicted", "uncertain"})
# A contract has no reason to name this many different elements by our codes, or the program so often.
NAMED = 4


def is_about_requirements(structure: Structure, known: Iterable[Requirement]) -> bool:
    """Return True for a text about the requirements, such as our own documentation.

    It names elements by their codes ("SUS-2") or ids ("suspension.on-suspicion"), repeats their statements, names the
    program again and again, or speaks of elements and of every status that one can have.
    """
    body = "\n".join(block.text for block in structure.document.agreed_blocks() if block.part == "body")
    small = body.casefold()
    return (
        (_PROGRAM in small and len(re.findall(rf"\b{_PROGRAM}\b", small)) >= NAMED)
        or (all(word in small for word in _JUDGING) and set(re.findall(r"[a-z]+", body.lower())) >= _JUDGING)
        or _names_elements(body, known)
        or _restates_elements(body, known)
    )


def _restates_elements(body: str, known: Iterable[Requirement]) -> bool:
    """Return True when a text repeats the statements of several elements, word for word."""
    words = _words(body)
    statements = (element.statement for requirement in known for element in requirement.elements)
    return sum(_words(statement) in words for statement in statements) >= NAMED


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _names_elements(body: str, known: Iterable[Requirement]) -> bool:
    """Return True when a text names several elements by their codes or ids."""
    names = {
        name
        for requirement in known
        for element in requirement.elements
        for name in (element.code, f"{requirement.id}.{element.id}")
    }
    return len(set(_NAME.findall(body)) & names) >= NAMED
