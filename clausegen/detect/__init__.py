"""Words of a contract nominated for the elements of requirements.

The cascade: structure, cheap nomination, declared signals with scope, the trained verifier. A signal counts where the
verifier shares it; where it does not, the words are something to look at. Nothing here decides; ``verdict`` does.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor

from clausegen.detect.agreed import weighed_as_agreed
from clausegen.detect.candidate import Candidate, Span
from clausegen.detect.carve_outs import sparing
from clausegen.detect.defeaters import defeats
from clausegen.detect.gates import with_gates
from clausegen.detect.law import law
from clausegen.detect.modality import doubted as doubted_acts
from clausegen.detect.nomination import Nomination
from clausegen.detect.opinion import Opinion, load
from clausegen.detect.parties import Parties, parties
from clausegen.detect.signals import Sentence, sentences
from clausegen.detect.uncounted import Uncounted, apart
from clausegen.detect.windows import pieces, windows
from clausegen.library import Library
from clausegen.requirement import Element, Requirement
from clausegen.segment import Structure, as_agreed

__all__ = ["Candidate", "Span", "Uncounted", "candidates", "uncounted"]

# Words that count for nothing are named in a report when they say this much for an element.
SEEN_FROM = 0.5


def candidates(
    structure: Structure,
    due: Sequence[tuple[Requirement, Sequence[Element]]],
    library: Library,
    *,
    verify: bool = True,
    grammar: str = "",
) -> list[Candidate]:
    """Nominate words for every due element.

    Without ``verify`` the declared signals speak alone: what the tests of a clause folder are about.
    ``grammar`` names a pipeline (see ``nlp``) that reads direction as well. Words that a clause of the same document
    strikes out of another, or that are not agreed, are not counted.
    """
    if not (structure.struck or structure.unagreed):
        return _candidates(structure, due, library, verify=verify, grammar=grammar)
    before = _candidates(structure, due, library, verify=verify, grammar=grammar)
    after = _candidates(as_agreed(structure), due, library, verify=verify, grammar=grammar)
    return weighed_as_agreed(before, after, structure)


def uncounted(
    structure: Structure,
    due: Sequence[tuple[Requirement, Sequence[Element]]],
    library: Library,
    asked: Collection[str],
    *,
    verify: bool = True,
) -> dict[str, Uncounted]:
    """By the code of an element the words that say most for it among those that count for nothing, where some do.

    Of the requirements ``due`` only those are looked for whose codes are ``asked``.
    """
    aside = apart(structure)
    if not aside.blocks or not asked:
        return {}
    sides = parties(structure)
    spoken = sentences(aside.structure, sides)
    found = _nominated(aside.structure, sides, spoken, due, library, asked, verify=verify)
    best: dict[str, Candidate] = {}
    for candidate in sorted(found, key=lambda one: one.satisfied):
        if candidate.satisfied >= SEEN_FROM:
            best[candidate.element] = candidate
    return {code: aside.words(candidate.spans[0]) for code, candidate in best.items()}


def _candidates(
    structure: Structure,
    due: Sequence[tuple[Requirement, Sequence[Element]]],
    library: Library,
    *,
    verify: bool,
    grammar: str,
) -> list[Candidate]:
    elements = [element for _, own in due for element in own]
    sides = parties(structure)
    spoken = sentences(structure, sides, elements)
    codes = [requirement.code for requirement, _ in due]
    found = _nominated(structure, sides, spoken, due, library, codes, verify=verify)
    if verify:
        found = with_gates(doubted_acts(found, spoken, elements), spoken, library.gates)
        if grammar:
            from clausegen.detect.grammar import doubted  # spaCy is loaded only where it is asked for

            found = doubted(found, spoken, elements, grammar)
        found = sparing(found, spoken, structure, library)
    return found + defeats(spoken, found, structure, library)


def _nominated(
    structure: Structure,
    sides: Parties,
    spoken: list[Sentence],
    due: Sequence[tuple[Requirement, Sequence[Element]]],
    library: Library,
    codes: Collection[str],
    *,
    verify: bool,
) -> list[Candidate]:
    """What signals and, with ``verify``, the trained readers make of clauses that may be about requirements by code."""
    elements = [element for _, own in due for element in own]
    if not verify:
        return law(library).signals(elements).candidates(spoken)
    nomination = Nomination(pieces(structure, sides), codes)
    if not nomination.chosen():
        return []
    load()
    with ThreadPoolExecutor(max_workers=1) as beside:
        # Once loaded, the network works outside of Python's lock; the patterns are compiled and tried meanwhile.
        reading = beside.submit(Opinion, elements, windows(structure, sides, nomination.chosen()), nomination)
        matched = law(library).signals(elements).candidates(spoken, nomination.about)
        opinion = reading.result()
    return [opinion.weighed(candidate) for candidate in matched] + opinion.candidates(spoken)
