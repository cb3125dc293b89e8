"""Every due element of one contract judged: candidates nominated, weighed, defeated, held back."""

from __future__ import annotations

from collections.abc import Sequence

from clausegen.detect import candidates
from clausegen.findings import Dates, Finding
from clausegen.library import Library
from clausegen.requirement import Element, Requirement
from clausegen.reservations import (
    at_odds_with_dates,
    is_about_requirements,
    not_a_contract,
    only_what_is_agreed,
    only_what_was_read,
)
from clausegen.segment import Structure
from clausegen.verdict import by_element, defeated, find, is_anchored


def findings(
    read: Structure,
    due: Sequence[tuple[Requirement, Sequence[Element]]],
    library: Library,
    *,
    dates: Dates,
    threshold: float,
    verify: bool = True,
    grammar: str = "",
) -> list[list[Finding]]:
    """The findings of each requirement in the order of ``due``, their confidence as the readers say it.

    ``dates`` are those read from the same contract.
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
        own = [only_what_is_agreed(finding, read) for finding in own]
        own = [at_odds_with_dates(f, e, dates) for e, f in zip(elements, own, strict=True)]
        own = [only_what_was_read(finding, read) for finding in own]
        out.append([not_a_contract(finding) for finding in own] if about_requirements else own)
    return out
