"""Every due element of one contract judged: candidates nominated, weighed, defeated, held back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from clausegen.checker.candidate import Span
from clausegen.checker.candidates import candidates, uncounted
from clausegen.checker.decide import by_element, evidence, find
from clausegen.checker.non_operative import Uncounted
from clausegen.checker.review import is_about_requirements, not_a_contract, only_what_is_agreed, only_what_was_read
from clausegen.dates import at_odds_with_dates
from clausegen.library import Library
from clausegen.model import Dates, Element, Evidence, Finding, Requirement, Status, Structure

_LEAST: Final = (Status.CONTRADICTED, Status.MISSING, Status.UNCERTAIN, Status.SATISFIED)


def least(found: Iterable[Finding]) -> Finding:
    """Of findings on one element the one that promises least, the first of several such."""
    return min(found, key=lambda finding: _LEAST.index(finding.status))


def findings(
    read: Structure,
    due: Sequence[tuple[Requirement, Sequence[Element]]],
    library: Library,
    *,
    dates: Dates,
    most_months: int | None,
    threshold: float,
) -> list[list[Finding]]:
    """The findings of each requirement in the order of ``due``, their confidence as the readers say it.

    ``dates`` are those read from the same contract; ``most_months`` is the longest term that the tier allows.
    ``threshold`` is the probability (0-1) of the readers from which words establish an element.
    """
    found = by_element(candidates(read, due))
    judged = [
        [find(element, found.get(element.code, []), read, threshold=threshold) for element in elements]
        for _, elements in due
    ]
    silent = {requirement.code for (requirement, _), own in zip(due, judged, strict=True) if any(map(_is_silent, own))}
    elsewhere = uncounted(read, due, silent)
    about_requirements = is_about_requirements(read, library.requirements.values())
    out = []
    for (_, elements), own in zip(due, judged, strict=True):
        own = [_seen(f, e, elsewhere.get(e.code), read) for e, f in zip(elements, own, strict=True)]
        own = [only_what_is_agreed(finding, read) for finding in own]
        own = [at_odds_with_dates(f, e, dates, most_months=most_months) for e, f in zip(elements, own, strict=True)]
        own = [only_what_was_read(finding, read) for finding in own]
        out.append([not_a_contract(finding) for finding in own] if about_requirements else own)
    return out


def _is_silent(finding: Finding) -> bool:
    """True where no words were found that count, nor words that could have."""
    return finding.status is Status.MISSING and not finding.evidence


def _seen(finding: Finding, element: Element, words: Uncounted | None, read: Structure) -> Finding:
    """The finding; one on which the contract is silent quotes words that stand where nothing counts."""
    if words is None or not _is_silent(finding):
        return finding
    block = words.block
    if block.agreed:
        quoted = evidence(read, Span(start=block.start + words.start, end=block.start + words.end))
    else:
        text = block.text[words.start : words.end]
        quoted = Evidence(
            text=text, start=block.start, end=block.start, page=block.page, part=block.part, state=block.state
        )
    reason = f"words on the subject stand only {words.place}, where they do not count: {element.statement}"
    return finding.model_copy(update={"evidence": (quoted,), "reason": reason})
