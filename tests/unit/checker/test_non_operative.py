"""Words that stand where nothing counts satisfy nothing, and the report quotes them and says where they stand."""

import pytest
from builders import document

from clausegen.checker.pipeline import judge
from clausegen.model.document import Block, Document, State
from clausegen.model.report import Finding
from clausegen.model.requirement import Status, Tier

FRONT = "LICENCE AGREEMENT between Orion Systems Ltd (the “Supplier”) and the Ministry of Justice (the “Customer”)."
SUSPENDS = "The Supplier may suspend use of the System at once and without notice where it suspects misuse."
TERMS = "1. Supply / 1.1 The Supplier delivers the System. / 1.2 The Customer pays the price within thirty days."


def of(text: Document, code: str = "SUS-1") -> Finding:
    report = judge(text, tier=Tier.HIGH)
    return next(f for v in report.verdicts for f in v.findings if f.code == code)


@pytest.mark.parametrize(
    ("text", "place", "clause", "why"),
    [
        (f"{FRONT} / BACKGROUND / (A) {SUSPENDS} / AGREED TERMS / {TERMS}", "in a recital", "(A)", "a recital"),
        (f"{FRONT} / {TERMS} / 2. Suspension / 2.1 {SUSPENDS} / 3. Changes / 3.1 Clause 2.1 is deleted.",
         "in words that were deleted", "2.1", "a clause that the contract deletes"),
        (f"{FRONT} / {TERMS} / Schedule 1 – Policy (for reference only) / 1. {SUSPENDS}",
         "printed for reference only", "1", "a schedule that binds nobody"),
    ],
    ids=["recital", "deleted", "reference"],
)  # fmt: skip
def test_words_in_a_place_that_does_not_count_are_quoted(text: str, place: str, clause: str, why: str) -> None:
    finding = of(document(text))
    assert finding.status is Status.MISSING, why
    assert place in finding.reason
    assert [(e.text, e.clause) for e in finding.evidence] == [(SUSPENDS, clause)]


@pytest.mark.parametrize("part", ["header", "footer-2"])
def test_words_in_a_running_header_are_quoted(part: str) -> None:
    blocks = [*document(f"{FRONT} / {TERMS}").blocks, Block(text=SUSPENDS, start=0, end=0, part=part)]
    finding = of(Document.from_blocks(blocks))
    assert finding.status is Status.MISSING
    assert "in a running header or footer" in finding.reason
    assert [(e.text, e.part) for e in finding.evidence] == [(SUSPENDS, part)]


@pytest.mark.parametrize("state", [state for state in State if state not in (State.VISIBLE, State.INSERTED)])
def test_words_that_were_set_apart_are_quoted_with_their_state(state: State) -> None:
    first, *rest = document(f"{FRONT} / {TERMS}").blocks
    read = Document.from_blocks([first, Block(text=f"Note. {SUSPENDS}", start=0, end=0, state=state), *rest])
    finding = of(read)
    assert finding.status is Status.MISSING
    assert "do not count" in finding.reason
    (quoted,) = finding.evidence
    assert (quoted.text, quoted.state) == (SUSPENDS, state)
    assert quoted.start == quoted.end


def test_words_that_count_are_quoted_instead() -> None:
    finding = of(document(f"{FRONT} / BACKGROUND / (A) {SUSPENDS} / AGREED TERMS / {TERMS} / 2. Stop / 2.1 {SUSPENDS}"))
    assert finding.status is Status.SATISFIED
    assert [e.clause for e in finding.evidence] == ["2.1"]


def test_the_first_page_and_what_is_about_something_else_are_not_quoted() -> None:
    other = "(A) The Supplier makes software with which the Customer wishes to keep the accounts of its offices."
    assert of(document(f"{FRONT} / BACKGROUND / {other} / AGREED TERMS / {TERMS}")).evidence == ()


def test_the_trained_verifier_finds_what_no_pattern_foresaw() -> None:
    says = "Orion may cut the Ministry off from the System at once as soon as it comes to fear that rights are abused."
    text = document(f"{FRONT} / BACKGROUND / (A) {says} / AGREED TERMS / {TERMS}")
    report = judge(text, tier=Tier.HIGH)
    finding = next(f for v in report.verdicts for f in v.findings if f.code == "SUS-2")
    assert finding.status is Status.MISSING
    assert [e.text for e in finding.evidence] == [says]
