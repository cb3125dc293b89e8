"""Words that a person may not see as they are read establish nothing, and still deny."""

from builders import document

from clausegen.checker import judge
from clausegen.model import CaveatCode, Document, Doubt, Finding, Status, Tier

FRONT = "LICENCE AGREEMENT between Orion Systems Ltd (the “Supplier”) and the Ministry of Justice (the “Customer”)."
GIVES = "The Supplier may suspend use of the System at once and without notice where it suspects misuse."
DENIES = "The Supplier shall not suspend the System in any event without thirty days' written notice."


def finding(clause: str, *, doubted: bool) -> Finding:
    read = document(f"{FRONT} / 1. Supply / 1.1 The Supplier delivers. / 2. Suspension / 2.1 {clause}")
    doubts = (Doubt(start=0, end=20, code="word-faint", place="word/document.xml#p4"),)
    blocks = [
        block.model_copy(update={"doubts": doubts}) if doubted and clause in block.text else block
        for block in read.blocks
    ]
    report = judge(Document.from_blocks(blocks), tier=Tier.HIGH)
    return next(f for v in report.verdicts for f in v.findings if f.code == "SUS-3")


def test_plain_words_establish_it() -> None:
    assert finding(GIVES, doubted=False).status is Status.SATISFIED


def test_doubtful_words_leave_it_uncertain_and_the_reason_names_construct_and_place() -> None:
    found = finding(GIVES, doubted=True)
    assert found.status is Status.UNCERTAIN
    assert [caveat.code for caveat in found.caveats] == [CaveatCode.NOT_PLAIN]
    assert "hardly differ in colour" in found.reason
    assert "p4" in found.reason


def test_doubtful_words_that_deny_are_heard() -> None:
    assert finding(DENIES, doubted=True).status is Status.CONTRADICTED
