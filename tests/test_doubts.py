"""Words that hollow an element out from within its own clause leave it uncertain, and the reason says why."""

import pytest
from builders import document

from clausegen.detect.doubts import doubted_by_own_words, own_state
from clausegen.detect.parties import parties
from clausegen.detect.patterns import Pattern
from clausegen.findings import Evidence, Finding
from clausegen.library import load_library
from clausegen.requirement import Severity, Status
from clausegen.segment import structure

LIBRARY = load_library()
ELEMENTS = {e.code: e for r in LIBRARY.requirements.values() for e in r.elements}
PARTIES = (
    "LICENCE AGREEMENT between Halberd Systems Ltd, a company incorporated in Norland (the “Supplier”), and the "
    "Ministry of the Interior of Estmark, a ministry of the Republic of Estmark, of 1 Republic Square, Vell, Estmark "
    "(the “Customer”). / 1. Terms / "
)


def after(code: str, clause: str) -> Finding:
    """The finding that a clause quoted whole satisfies an element, once its own words were heard."""
    read = structure(document(PARTIES + f"1.1 {clause}"))
    last = read.clauses[-1]
    quoted = Evidence(text=read.text(last), start=last.body, end=last.end, clause="1.1")
    finding = Finding(
        element=ELEMENTS[code].id, code=code, severity=Severity.MAJOR, status=Status.SATISFIED, confidence=0.9,
        evidence=(quoted,), reason="the words quoted establish it",
    )  # fmt: skip
    return doubted_by_own_words(finding, ELEMENTS[code], read, LIBRARY)


CASES = [
    ("LIM-3", "Use is limited to Targets located in worldwide.", True, "the world is no list"),
    ("LIM-3", "The System may be used only in any country.", True, "nor is any country"),
    ("LIM-3", "The System may be used only in any country named in Schedule 2.", False, "a list stands elsewhere"),
    ("LIM-3", "The System may be used only in Vell, and nobody shall direct it anywhere else.", False, "a ban"),
    ("LIM-3", "The System may be used in Vell, and not in any other country.", False, "a ban without a verb"),
    ("LIM-3", "The System may be used only in any place within the Province of Vell.", False, "a place is named"),
    ("IMM-2", "Disputes are settled by arbitration under the rules of the Courts of Estmark.", True, "own courts"),
    ("IMM-2", "This Agreement is governed by the laws of the Republic of Estmark.", True, "own law"),
    ("IMM-2", "Disputes are settled by arbitration, with its seat in Vell, Estmark.", True, "a seat in the own State"),
    ("IMM-2", "Disputes are settled by arbitration with its seat in Vell.", False, "whose city Vell is, nothing says"),
    ("IMM-2", "Disputes are settled by arbitration under the law of Norland.", False, "the supplier's State"),
    ("IMM-2", "After notice, arbitration follows the rules of Estmark.", True, "no “no” or “not” in it"),
    ("IMM-2", "It is governed by the law of Norland and not by that of the courts of Estmark.", False, "a ban"),
    ("IMM-2", "An award settled by arbitration may be enforced in the courts of Estmark.", False, "enforcement"),
    ("IMM-1", "Immunity is waived before the courts of Estmark.", False, "another element"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "clause", "doubted", "why"), CASES, ids=[case[3] for case in CASES])
def test_own_words_leave_an_element_in_doubt(code: str, clause: str, doubted: bool, why: str) -> None:
    finding = after(code, clause)
    assert (finding.status is Status.UNCERTAIN) == doubted, why
    says = [doubt.says for doubt in ELEMENTS[code].doubted_by]
    assert any(finding.reason.endswith(one) for one in says) == doubted


@pytest.mark.parametrize(
    ("introduced", "names", "why"),
    [
        ("the Ministry of the Interior of Estmark (the “Customer”)", {"estmark"}, "behind what it is for"),
        ("the Republic of Costa Verde (the “Customer”)", {"costa\\ verde"}, "two words"),
        ("the State Police of Veld, of 1 Square, Vell (the “Customer”)", {"veld"}, "no office"),
        ("the Ministry of Justice (the “Customer”)", set(), "what an office is for is no State"),
        ("the Kingdom of Norwen (“Norwen”)", {"customer", "norwen"}, "a State that is called by its own name"),
        ("Vell Logistics Ltd (the “Customer”)", set(), "a company"),
    ],
)
def test_the_state_of_the_customer_is_read_from_its_introduction(introduced: str, names: set[str], why: str) -> None:
    read = structure(document(f"LICENCE between Halberd Systems Ltd (the “Supplier”) and {introduced}. / 1. Terms"))
    assert set(own_state(read, parties(read))[1:]) == names, why


def test_the_patterns_of_doubts_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for code, clause, _, _ in CASES:
        after(code, clause)
    made: list[str] = []
    monkeypatch.setattr(Pattern, "__init__", lambda self, text, *rest: made.append(text))
    for code, clause, _, _ in CASES:
        after(code, clause)
    assert made == []
