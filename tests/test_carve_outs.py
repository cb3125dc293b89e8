"""Words that except the clause which gives an element are not against it."""

import pytest
from builders import document

from clausegen.detect.candidate import Candidate, Span
from clausegen.detect.carve_outs import sparing
from clausegen.detect.parties import parties
from clausegen.detect.signals import sentences
from clausegen.library import load_library
from clausegen.segment import structure

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
