"""Words that leave in doubt what they seem to give: "located worldwide" names no closed list of places.

An element says in ``doubted_by`` which words those are. They are looked for in the clauses quoted for it, and only
doubt: a lawyer reads whether the rest of the contract makes up for them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from clausegen.detect.labels import labels
from clausegen.detect.law import law
from clausegen.detect.parties import Parties, parties
from clausegen.detect.party_names import FRONT, party_names
from clausegen.detect.patterns import Patterns, Text
from clausegen.detect.signals import sentences
from clausegen.findings import Finding
from clausegen.library import Library
from clausegen.regex import regex
from clausegen.requirement import Doubt, Element, Status
from clausegen.segment import Role, Structure

# "Ministry of the Interior of Estmark (", "a ministry of the Republic of Estmark,": where a State is named. What
# follows an office alone ("Ministry of Justice") is what it is for.
_NAMED = regex(
    r"(?P<office>(?i:\b(?:ministry|minister|department|office|secretary|secretariat|bureau|directorate|council"
    r"|commission|agency|court|board)\s+))?"
    r"\bof\s+(?:the\s+)?(?P<inner>[A-ZÀ-Þ]\w+(?:\s+[A-ZÀ-Þ]\w+)*\s+of\s+(?:the\s+)?)?"
    r"(?P<name>[A-ZÀ-Þ][\w’'-]+(?:\s+(?:and\s+)?[A-ZÀ-Þ][\w’'-]+){0,2})(?=\s*(?:[,;.(\n]|$))"
)
_OWN_STATE = "{own_state}"
_APART = frozenset({Role.CONTENTS, Role.MARGIN})


def doubted_by_own_words(finding: Finding, element: Element, structure: Structure, library: Library) -> Finding:
    """The finding, uncertain where a clause that it quotes has words by which its element is doubted."""
    if finding.status is not Status.SATISFIED or not element.doubted_by:
        return finding
    quoted = (structure.clause_at(one.start) for one in finding.evidence)
    clauses = {clause.index: clause for clause in quoted if clause is not None}
    sides = parties(structure)
    texts = [one.text for one in sentences(structure, sides, clauses=clauses.values())]
    patterns = law(library).patterns
    if any(_OWN_STATE in pattern for doubt in element.doubted_by for pattern in (*doubt.all, *doubt.none)):
        patterns = _of_state(patterns, own_state(structure, sides))
    says = next((doubt.says for doubt in element.doubted_by if _stands(doubt, texts, patterns)), "")
    if not says:
        return finding
    reason = f"the words quoted may establish it, but {says}"
    return finding.model_copy(update={"status": Status.UNCERTAIN, "confidence": 0.5, "reason": reason})


@functools.lru_cache(maxsize=64)
def _of_state(patterns: Patterns, called: tuple[str, ...]) -> Patterns:
    """Patterns of a library in which a State is called so; kept, for a portfolio has few customers."""
    return patterns.also(_OWN_STATE.strip("{}"), called)


def _stands(doubt: Doubt, texts: Iterable[Text], patterns: Patterns) -> bool:
    """True when a sentence has the words of a doubt."""
    wanted, barred = patterns.of(doubt.all), patterns.of(doubt.none)
    return any(all(map(text.has, wanted)) and not any(map(text.has, barred)) for text in texts)


def own_state(structure: Structure, sides: Parties) -> tuple[str, ...]:
    """Patterns of what the customer's State is called, as far as the words that introduce the customer name it."""
    first = (structure.text(clause) for clause in structure.clauses if clause.role not in _APART)
    names = {
        " ".join(found["name"].split()).lower()
        for one in party_names("\n".join(first)[:FRONT])
        if one.state and one.name.lower() not in sides.supplier
        for found in _NAMED.finditer(one.described)
        if found["inner"] or not found["office"]
    } - labels().sides.keys()
    called = ("customer",) if names & set(sides.customer) else ()
    return ("customer's (?:own )?(?:state|country|capital)", *called, *map(re.escape, sorted(names)))
