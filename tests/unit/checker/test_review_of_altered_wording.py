"""Words that somebody put into our own clause are shown to a person, and what rests on them is not called satisfied."""

import pytest
from deals import a_deal

from clausegen.checker import judge
from clausegen.drafting.documents import compose
from clausegen.library import load_library
from clausegen.model import CaveatCode, Document, Finding, Status, Tier, as_document

DRAFT = as_document(compose(a_deal(), Tier.HIGH, library=load_library()))


def finding(code: str, old: str, new: str) -> Finding:
    assert old in DRAFT.text
    blocks = [block.model_copy(update={"text": block.text.replace(old, new)}) for block in DRAFT.blocks]
    report = judge(Document.from_blocks(blocks, path="", format="draft", language="en"), tier=Tier.HIGH)
    return next(found for own in report.verdicts for found in own.findings if found.code == code)


@pytest.mark.parametrize(
    ("reason", "code", "old", "new"),
    [
        ("a duty made an effort", "WHB-4", "Officer shall acknowledge", "Officer shall endeavour to acknowledge"),
        ("a figure beyond its bounds", "DUR-4", "Every 3 months from", "Every 36 months from"),
        ("a definition", "WHB-1", "“Misuse” means every use,", "“Misuse” means, once a court has so found, every use,"),
    ],
)
def test_what_rests_on_our_changed_wording_is_held_back_with_the_words(
    reason: str, code: str, old: str, new: str
) -> None:
    found = finding(code, old, new)
    assert found.status is Status.UNCERTAIN, reason
    (caveat,) = found.caveats
    assert caveat.code is CaveatCode.WORDING_ALTERED
    assert "with " in caveat.reason


def test_a_value_that_may_stand_there_is_no_change() -> None:
    assert finding("DUR-4", "Every 3 months from", "Every 2 months from").status is Status.SATISFIED


def test_a_value_of_the_deal_is_read_and_is_no_change_of_ours() -> None:
    found = finding("DUR-1", "1 April 2026", "1 April 2026, where the Customer has paid")
    assert not any(caveat.code is CaveatCode.WORDING_ALTERED for caveat in found.caveats)
