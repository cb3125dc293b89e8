"""Words that except the clause which gives an element are not against it."""

import pytest
from builders import document

from clausegen.detect.candidate import Candidate, Span
from clausegen.detect.carve_outs import sparing
from clausegen.detect.parties import parties
from clausegen.detect.signals import sentences
from clausegen.library import load_library
from clausegen.segment import structure

ENDING = "If a Human Rights Provision is held invalid, the licence ends at once."
CAP = "The liability of each party shall not exceed the fees paid."
CAPPED = "Nothing in this clause, and no provision on exclusive remedies, limits any liability under clauses 1 to 2."


def left_against(contract: str, giving: str, against: str) -> float:
    """What is left of the 0.9 that some words of a contract have against the element that others give."""
    read = structure(document(contract))

    def candidate(words: str, satisfied: float, contradicted: float) -> Candidate:
        at = read.document.text.index(words)
        spans = (Span(start=at, end=at + len(words)),)
        return Candidate(element="IMM-5", origin="model", satisfied=satisfied, contradicted=contradicted, spans=spans)

    spoken = sentences(read, parties(read))
    _, after = sparing([candidate(giving, 0.99, 0.0), candidate(against, 0.0, 0.9)], spoken, read, load_library())
    return after.contradicted


@pytest.mark.parametrize(
    ("against", "left", "why"),
    [
        ("If a provision is invalid, the others remain in force, subject to clause 1.", 0.0, "it says so"),
        ("Except as clause 1 provides, the others remain in force.", 0.0, "said first"),
        ("Subject to clause 3 and to clause 1, the others remain in force.", 0.0, "the second of two"),
        ("Subject to clause 3, no right under clause 1 outlives the others.", 0.9, "clause 1 is not excepted"),
        ("Subject to clause 1A, the others remain in force.", 0.9, "another number"),
        ("Subject to Schedule 1, the others remain in force.", 0.9, "a schedule of that number"),
        ("Without prejudice to clause 1.1, the others remain in force.", 0.0, "the very sub-clause"),
        ("If a provision is invalid, the others remain in force, subject to clause 3.", 0.9, "another clause"),
        ("Notwithstanding clause 1, the others remain in force.", 0.9, "the opposite"),
        ("If a provision is invalid, the others remain in force.", 0.9, "nothing is excepted"),
    ],
)
def test_what_is_excepted_is_not_taken_back(against: str, left: float, why: str) -> None:
    assert left_against(f"1. Ending\n1.1 {ENDING}\n2. General\n2.1 {against}", ENDING, against) == left, why


@pytest.mark.parametrize(
    ("said", "left", "why"),
    [
        (f"2.2 {CAPPED}", 0.0, "the next sub-clause speaks for its clause"),
        (f"3. Other\n3.1 {CAPPED}", 0.9, "another clause speaks for itself only"),
        ("2.2 Nothing in this clause limits any liability under clause 7.", 0.9, "it excepts another clause"),
        ("2.2 Nothing in this clause limits the fees.", 0.9, "it excepts no clause"),
    ],
)
def test_a_sub_clause_excepts_for_its_whole_clause(said: str, left: float, why: str) -> None:
    contract = f"1. Ending\n1.1 {ENDING}\n2. General\n2.1 {CAP}\n{said}"
    assert left_against(contract, ENDING, CAP) == left, why


def test_what_gives_may_except_for_its_section_itself() -> None:
    giving = "Nothing in this clause limits what the Customer owes to those harmed."
    assert left_against(f"1. Limits\n1.1 {CAP}\n1.2 {giving}", giving, CAP) == 0.0
