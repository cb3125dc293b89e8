"""Words that except the clause which gives an element are not against it."""

import pytest
from builders import document

from clausegen.detect.candidate import Candidate, Span
from clausegen.detect.carve_outs import sparing
from clausegen.detect.parties import parties
from clausegen.detect.signals import sentences
from clausegen.library import load_library
from clausegen.segment import structure

CAPPED = "Nothing in this clause, and no provision on exclusive remedies, limits any liability under clauses 1 to 2."
GIVING = "1. Ending\n1.1 If a Human Rights Provision is held invalid, the licence ends at once."


@pytest.mark.parametrize(
    ("against", "left", "why"),
    [
        ("If a provision is invalid, the others remain in force, subject to clause 1.", 0.0, "it says so"),
        ("Except as clause 1 provides, the others remain in force.", 0.0, "said first"),
        ("Without prejudice to clause 1.1, the others remain in force.", 0.0, "the very sub-clause"),
        ("If a provision is invalid, the others remain in force, subject to clause 3.", 0.9, "another clause"),
        ("Notwithstanding clause 1, the others remain in force.", 0.9, "the opposite"),
        ("If a provision is invalid, the others remain in force.", 0.9, "nothing is excepted"),
    ],
)
def test_what_is_excepted_is_not_taken_back(against: str, left: float, why: str) -> None:
    read = structure(document(f"{GIVING}\n2. General\n2.1 {against}"))
    text = read.document.text

    def candidate(words: str, satisfied: float, contradicted: float) -> Candidate:
        at = text.index(words)
        spans = (Span(start=at, end=at + len(words)),)
        return Candidate(element="IMM-5", origin="model", satisfied=satisfied, contradicted=contradicted, spans=spans)

    given = candidate("If a Human Rights Provision is held invalid, the licence ends at once.", 0.99, 0.0)
    library = load_library()
    spoken = sentences(read, parties(read))
    _, after = sparing([given, candidate(against, 0.0, 0.9)], spoken, read, library)
    assert after.contradicted == left, why


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
    against = "The liability of each party shall not exceed the fees paid."
    read = structure(document(f"{GIVING}\n2. General\n2.1 {against}\n{said}"))
    text = read.document.text

    def candidate(words: str, satisfied: float, contradicted: float) -> Candidate:
        at = text.index(words)
        spans = (Span(start=at, end=at + len(words)),)
        return Candidate(element="REM-6", origin="model", satisfied=satisfied, contradicted=contradicted, spans=spans)

    given = candidate("If a Human Rights Provision is held invalid, the licence ends at once.", 0.99, 0.0)
    library = load_library()
    spoken = sentences(read, parties(read))
    _, after = sparing([given, candidate(against, 0.0, 0.9)], spoken, read, library)
    assert after.contradicted == left, why


def test_what_gives_may_except_for_its_section_itself() -> None:
    against = "The liability of each party shall not exceed the fees paid."
    giving = "Nothing in this clause limits what the Customer owes to those harmed."
    read = structure(document(f"1. Limits\n1.1 {against}\n1.2 {giving}"))

    def candidate(words: str, satisfied: float, contradicted: float) -> Candidate:
        at = read.document.text.index(words)
        spans = (Span(start=at, end=at + len(words)),)
        return Candidate(element="REM-6", origin="model", satisfied=satisfied, contradicted=contradicted, spans=spans)

    spoken = sentences(read, parties(read))
    given, against_it = candidate(giving, 0.99, 0.0), candidate(against, 0.0, 0.9)
    _, after = sparing([given, against_it], spoken, read, load_library())
    assert after.contradicted == 0.0
