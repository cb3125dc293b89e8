"""A form that nobody filled in is said to be one, whatever its clauses promise."""

import pytest

from clausegen.checker import judge
from clausegen.model import Block, Document, Tier


@pytest.mark.parametrize(
    ("reason", "blank", "count", "told"),
    [
        ("names in curly brackets", "{provider_name}", 12, True),
        ("bullets in brackets", "[●]", 12, True),
        ("a few redactions", "____", 4, False),
    ],
)
def test_open_blanks_are_told(reason: str, blank: str, count: int, told: bool) -> None:
    texts = [f"{n}. The Supplier shall deliver the System to {blank} in the month of May." for n in range(1, count + 1)]
    report = judge(Document.from_blocks([Block(text=text, start=0, end=0) for text in texts]), tier=Tier.LOW)
    said = [notice.message for notice in report.contract.notices if notice.code == "unfilled"]
    assert bool(said) is told, reason
    assert all(message.startswith(f"{count} blanks were never filled in (“{blank}”)") for message in said)
