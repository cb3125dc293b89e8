"""Who may, must, need not or must not act is heard, and doubts what words about the right subject seem to give."""

import pytest

from clausegen.detect.candidate import Candidate, Span
from clausegen.detect.modality import acts, doubted
from clausegen.detect.roles import in_roles
from clausegen.detect.signals import Sentence
from clausegen.library import load_library
from clausegen.segment import Clause

ELEMENTS = [e for r in load_library().requirements.values() for e in r.elements]
ACTS = [
    ("the supplier may suspend the service", {"supplier may"}, "a right"),
    ("the supplier, at its own discretion, may suspend", {"supplier may"}, "words between"),
    ("the supplier shall be at liberty to suspend", {"supplier may"}, "liberty"),
    ("the supplier has the right to suspend", {"supplier may"}, "a right by its name"),
    ("the customer shall not be prohibited from using it", {"customer may"}, "who is not barred may"),
    ("the customer shall cooperate", {"customer must"}, "a duty"),
    ("the customer undertakes to cooperate", {"customer must"}, "a promise"),
    ("the customer need not cooperate", {"customer need not"}, "no duty"),
    ("the customer is not obliged to cooperate", {"customer need not"}, "no duty, at length"),
    ("the customer must not use it", {"customer must not"}, "a ban"),
    ("the supplier is not entitled to suspend", {"supplier must not"}, "a right denied"),
    ("the Directorate shall report, and the vendor may inspect", {"customer must", "supplier may"}, "two acts"),
    ("Neither the customer nor the Operating Agency may rely on state secrecy", {"customer must not"}, "neither may"),
    ("neither the supplier nor the customer shall be liable", {"customer must not"}, "neither shall"),
    ("neither the customer nor the supplier is obliged to renew", {"supplier need not"}, "neither is obliged"),
    ("no order, and no other customer, may be invoked; the customer may appeal", {"customer may"}, "no, elsewhere"),
    ("if the customer shall fail to pay", set(), "a condition states no act"),
    ("use may be suspended", set(), "nobody is named"),
    ("At no time may the Supplier suspend the System.", {"supplier must not"}, "the verb before the side"),
    (
        "Neither suspicion nor proof entitles the Supplier to suspend.",
        {"supplier must not"},
        "nothing entitles",
    ),
    ("It would be a breach for the Supplier to suspend the System.", {"supplier must not"}, "a breach to do it"),
    ("The Customer does not undertake to observe human rights.", {"customer need not"}, "no promise"),
    ("The Customer gives no undertaking as to human rights.", {"customer need not"}, "none given"),
    ("The Customer is released from every duty to cooperate.", {"customer need not"}, "forgiven"),
    ("The licence entitles the Customer to use the System.", set(), "entitles, and nothing is denied"),
    ("A use in breach of this clause by the Customer is misuse.", set(), "says what a breach is"),
]


@pytest.mark.parametrize(("words", "expected", "why"), ACTS, ids=[a[2] for a in ACTS])
def test_acts_are_heard(words: str, expected: set[str], why: str) -> None:
    assert acts(in_roles(words)) == expected


def heard(said: str, element: str) -> Candidate:
    words = in_roles(said)
    span = Span(start=0, end=len(words))
    spoken = [Sentence(Clause(index=0, start=0, end=len(words), body=0), span, words)]
    candidate = Candidate(element=element, origin="model", satisfied=0.99, contradicted=0.0, spans=(span,))
    return doubted([candidate], spoken, ELEMENTS)[0]


@pytest.mark.parametrize(
    ("words", "element", "doubt"),
    [
        ("the customer may suspend use where it suspects misuse", "SUS-1", True),
        ("the supplier may suspend use where it suspects misuse", "SUS-1", False),
        ("the customer may use the product in a manner that violates human rights", "HRC-1", True),
        ("the supplier shall not use the product in a manner that violates human rights", "HRC-1", True),
        ("the customer shall not use the product in a manner that violates human rights", "HRC-1", False),
        ("the customer need not cooperate with any investigation", "INV-1", True),
        ("the customer shall cooperate, and the supplier shall not delay", "INV-1", False),
    ],
)
def test_an_act_that_establishing_words_hardly_ever_state_is_doubted(words: str, element: str, *, doubt: bool) -> None:
    assert bool(heard(words, element).doubt) == doubt


def test_the_doubt_says_who_would_act() -> None:
    assert "what the customer may do" in heard("the customer may suspend use", "SUS-1").doubt
