"""Drafting faults a careful drafter looks for, in our drafts and in other people's contracts.

These say nothing about human rights: that is the checker's part. A fault is a value with a stable code.
"""

from __future__ import annotations

from collections.abc import Iterator

from clausegen.amendments import structure
from clausegen.lint.fault import Fault, fault
from clausegen.lint.figures import differing_figures, differing_periods, words_and_figures
from clausegen.lint.periods import repeated_periods
from clausegen.lint.references import broken_references, circular_priorities, numbering_gaps
from clausegen.lint.survival import survival_list
from clausegen.lint.terms import misplaced_definitions, singular, terms_defined_twice, undefined_terms, unused_terms
from clausegen.model import Document, Paper, Structure, as_document
from clausegen.runtime import regex
from clausegen.structure import blanks

# A drafting note of ours speaks about other texts; in PDF and Markdown its footnote number stands before it.
_NOTE = regex(r"\s*(?:\d+\s*|\[\^\d+\]:\s*)?Drafting note:")

_SHOWN = 30  # characters of a blank


def placeholders(read: Structure) -> Iterator[Fault]:
    """Find blanks that nobody filled in."""
    for start, end in blanks(read):
        shown = read.document.text[start:end].strip()[:_SHOWN]
        yield fault(read, "placeholder", f"a blank is left open: {shown}", start, end)


CHECKED = (
    undefined_terms,
    unused_terms,
    terms_defined_twice,
    misplaced_definitions,
    broken_references,
    circular_priorities,
    numbering_gaps,
    differing_figures,
    words_and_figures,
    differing_periods,
    repeated_periods,
    placeholders,
    survival_list,
)


def faults(document: Document) -> list[Fault]:
    """Return the drafting faults of a contract, in the order of its text."""
    return faults_of_structure(structure(document))


def faults_of_paper(paper: Paper, beside: Document | None = None) -> list[Fault]:
    """Return the drafting faults of a draft that has not been saved.

    ``beside`` is the contract that the draft adds to: a term defined there needs no definition in the draft, and a
    schedule that stands there may be cited.
    """
    document = as_document(paper)
    found = faults(document)
    read = structure(beside) if beside else None
    terms = {singular(definition.term) for definition in read.definitions} if read else ()
    schedules = {clause.schedule for clause in read.clauses} if read else ()

    def is_there(f: Fault) -> bool:
        words = document.text[f.start : f.end]
        return (f.code == "undefined-term" and singular(words) in terms) or (
            f.code == "missing-schedule" and " ".join(words.casefold().split()) in schedules
        )

    return [f for f in found if not is_there(f)]


def faults_of_structure(read: Structure) -> list[Fault]:
    """Return the drafting faults of a contract whose structure has been read."""
    notes = [(clause.start, clause.end) for clause in read.clauses if _NOTE.match(read.document.text, clause.start)]
    found = {fault for inspect in CHECKED for fault in inspect(read)}
    found = {fault for fault in found if not any(start <= fault.start < end for start, end in notes)}
    return sorted(found, key=lambda fault: (fault.start, fault.code, fault.message))
