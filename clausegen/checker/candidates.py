"""Words of a contract nominated for the elements of requirements.

The cascade: structure, cheap nomination, the trained readers. Nothing here decides; ``verdict`` does.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from clausegen.amendments import as_agreed
from clausegen.checker.agreed_words import weighed_as_agreed
from clausegen.checker.candidate import Candidate, Span
from clausegen.checker.nominate import Nomination
from clausegen.checker.non_operative import Uncounted, apart
from clausegen.checker.scoring import Opinion, load
from clausegen.checker.sentences import Sentence, sentences
from clausegen.checker.windows import pieces, windows
from clausegen.model import Element, Requirement, Structure
from clausegen.structure import Parties, parties

__all__ = ["Candidate", "Span", "Uncounted", "candidates", "uncounted"]

# Words that count for nothing are named in a report when they say this much for an element.
SEEN_FROM = 0.5


def candidates(structure: Structure, due: Sequence[tuple[Requirement, Sequence[Element]]]) -> list[Candidate]:
    """Nominate words for every due element.

    Words that a clause of the same document strikes out of another, or that are not agreed, are not counted.
    """
    if not (structure.struck or structure.unagreed):
        return _candidates(structure, due)
    return weighed_as_agreed(_candidates(structure, due), _candidates(as_agreed(structure), due), structure)


def uncounted(
    structure: Structure, due: Sequence[tuple[Requirement, Sequence[Element]]], asked: Collection[str]
) -> dict[str, Uncounted]:
    """By the code of an element the words that say most for it among those that count for nothing, where some do.

    Of the requirements ``due`` only those are looked for whose codes are ``asked``.
    """
    aside = apart(structure)
    if not aside.blocks or not asked:
        return {}
    sides = parties(structure)
    spoken = sentences(aside.structure)
    found = _nominated(aside.structure, sides, spoken, due, asked)
    best: dict[str, Candidate] = {}
    for candidate in sorted(found, key=lambda one: one.satisfied):
        if candidate.satisfied >= SEEN_FROM:
            best[candidate.element] = candidate
    return {code: aside.words(candidate.spans[0]) for code, candidate in best.items()}


def _candidates(structure: Structure, due: Sequence[tuple[Requirement, Sequence[Element]]]) -> list[Candidate]:
    sides = parties(structure)
    spoken = sentences(structure, [element for _, own in due for element in own])
    return _nominated(structure, sides, spoken, due, [requirement.code for requirement, _ in due])


def _nominated(
    structure: Structure,
    sides: Parties,
    spoken: list[Sentence],
    due: Sequence[tuple[Requirement, Sequence[Element]]],
    codes: Collection[str],
) -> list[Candidate]:
    """What the trained readers make of clauses that may be about requirements by code."""
    nomination = Nomination(pieces(structure, sides), codes)
    if not nomination.chosen():
        return []
    load()
    elements = [element for _, own in due for element in own]
    opinion = Opinion(elements, windows(structure, sides, nomination.chosen()), nomination)
    return opinion.candidates(spoken)
