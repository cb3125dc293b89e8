"""What the best words for an element and the worst words against it come to."""

import pytest
from builders import document

from clausegen.amendments.read import structure
from clausegen.checker.candidate import Candidate, Span
from clausegen.checker.decide import decide
from clausegen.checker.non_operative import OperativeText
from clausegen.library.load import load_library
from clausegen.model.contract import Structure
from clausegen.model.report import Finding
from clausegen.model.requirement import Status
from clausegen.model.verdicts import contract_summary

ELEMENT = next(e for r in load_library().requirements.values() for e in r.elements if e.code == "SUS-1")
FIRST = "1. The Supplier may suspend the System by its own decision."
SECOND = "2. The Supplier shall keep the System running unless the Customer agrees to a stop."
OTHERS = [f"{number}. The parties shall keep records of subject {number}." for number in range(3, 20)]
THRESHOLD = 0.85


def read(*, whole: bool) -> Structure:
    return structure(document("\n\n".join([FIRST, SECOND, *(OTHERS if whole else [])])))


def heard(words: str, *, satisfied: float = 0.0, contradicted: float = 0.0) -> Candidate:
    at = read(whole=False).document.text.index(words)
    return Candidate(
        element=ELEMENT.code,
        satisfied=satisfied,
        contradicted=contradicted,
        spans=(Span(start=at, end=at + len(words)),),
    )


def decided(candidates: list[Candidate], contract: Structure) -> Finding:
    return decide(ELEMENT, candidates, contract, OperativeText(contract), threshold=THRESHOLD)


@pytest.mark.parametrize(
    ("supported", "opposed", "expected", "why"),
    [
        (0.90, 0.00, Status.SATISFIED, "nothing speaks against it"),
        (0.60, 0.00, Status.UNCERTAIN, "too little to rely on"),
        (0.30, 0.00, Status.UNCERTAIN, "little, but of such words many establish it"),
        (0.20, 0.00, Status.MISSING, "hardly anything"),
        (0.00, 0.45, Status.MISSING, "what is this little sure is more often no denial"),
        (0.00, 0.55, Status.UNCERTAIN, "nothing speaks for it, and this may be a denial"),
        (0.00, 0.70, Status.CONTRADICTED, "nothing speaks for it, and the denial is likely"),
        (0.90, 0.75, Status.SATISFIED, "a denial elsewhere of which the verifier is not sure is mostly none"),
        (0.90, 0.93, Status.UNCERTAIN, "sure of both: a lawyer reads them"),
        (0.95, 0.995, Status.CONTRADICTED, "given in one clause, plainly denied in another"),
        (0.60, 0.98, Status.CONTRADICTED, "hardly given, plainly denied"),
    ],
)
@pytest.mark.parametrize("whole", [True, False], ids=["in a contract", "in a passage"])
def test_words_for_and_against_in_two_clauses(
    supported: float, opposed: float, expected: Status, why: str, whole: bool
) -> None:
    both = [heard(FIRST[3:], satisfied=supported), heard(SECOND[3:], contradicted=opposed)]
    assert decided(both, read(whole=whole)).status is expected, why


def test_more_words_against_an_element_never_help_it() -> None:
    denied = [heard(FIRST[3:], satisfied=0.95), heard(SECOND[3:], contradicted=0.995)]
    unsure = heard(SECOND[3:], contradicted=0.95)

    assert decided(denied, read(whole=True)).status is Status.CONTRADICTED
    assert decided([*denied, unsure], read(whole=True)).status is Status.CONTRADICTED


def test_a_contract_of_which_nothing_was_due_is_not_satisfied() -> None:
    assert contract_summary([]).status is Status.UNCERTAIN


def test_the_denial_is_quoted_before_the_words_it_takes_back() -> None:
    both = [heard(FIRST[3:], satisfied=0.95), heard(SECOND[3:], contradicted=0.995)]
    finding = decided(both, read(whole=True))
    assert [one.text for one in finding.evidence] == [SECOND[3:], FIRST[3:]]
