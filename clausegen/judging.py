"""Every due element of one contract judged: candidates nominated, weighed, defeated, held back."""

from __future__ import annotations

from collections.abc import Sequence

from clausegen.dates.against import at_odds_with_dates
from clausegen.detect import candidates
from clausegen.detect.doubts import doubted_by_own_words
from clausegen.findings import Dates, Finding
from clausegen.library import Library
from clausegen.requirement import Element, Requirement
from clausegen.reservations import is_about_requirements, not_a_contract, only_what_was_read
from clausegen.segment import Structure
from clausegen.verdict import by_element, defeated, find, is_anchored


def findings(
    read: Structure,
    due: Sequence[tuple[Requirement, Sequence[Element]]],
    library: Library,
    *,
    dates: Dates,
    most_months: int | None,
    threshold: float,
    verify: bool = True,
    grammar: str = "",
) -> list[list[Finding]]:
    """The findings of each requirement in the order of ``due``, their confidence as the readers say it.

    ``dates`` are those read from the same contract; ``most_months`` is the longest term that the tier allows.
    ``threshold`` is the probability (0-1) of the readers from which words establish an element.
    """
    found = by_element(candidates(read, due, library, verify=verify, grammar=grammar))
    about_requirements = is_about_requirements(read, library.requirements.values())
    out = []
    for requirement, elements in due:
        anchored = is_anchored(requirement, found)
        own = [
            find(element, found.get(element.code, []), read, anchored=anchored, threshold=threshold)
            for element in elements
        ]
        own = [defeated(e, f, found.get(e.code, []), read) for e, f in zip(elements, own, strict=True)]
        own = [doubted_by_own_words(f, e, read, library.lexicon) for e, f in zip(elements, own, strict=True)]
        own = [at_odds_with_dates(f, e, dates, most_months=most_months) for e, f in zip(elements, own, strict=True)]
        own = [only_what_was_read(finding, read) for finding in own]
        out.append([not_a_contract(finding) for finding in own] if about_requirements else own)
    return out
