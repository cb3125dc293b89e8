"""Read what a contract calls its clauses: "Section" in an American one."""

from __future__ import annotations

import re
from collections import Counter

from clausegen.model import Structure
from clausegen.runtime import regex

_NAMED = regex(r"\b(clause|section|article|paragraph)s? (?:\d|[IVXL]+\b)", re.IGNORECASE)


def clause_word(read: Structure) -> str:
    """Return the word that a contract most often puts before the numbers of its own clauses, as it writes it.

    A contract may cite statutes more often than itself: a reference that leads to a clause of it goes before others.
    """
    text = read.document.text
    inside = (reference for reference in read.references if reference.found and not reference.elsewhere)
    own = [found[1] for each in inside if (found := _NAMED.match(text, each.start, each.end))]
    word = next(iter(Counter(own or _NAMED.findall(text)).most_common(1)), ("clause", 0))[0]
    return word.capitalize() if word.isupper() else word
