"""A form that nobody filled in is said to be one, whatever its clauses promise."""

import pytest
from builders import document

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


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("LIM-1", "Concurrent investigations: 30 persons of interest"),
        ("LIM-2", "Initial Period: 12 months"),
        ("LIM-3", "Territory: the islands of Saint Aldhelm and Little Aldhelm"),
    ],
)
def test_a_row_of_a_form_speaks_for_itself_and_not_for_the_next(code: str, row: str) -> None:
    opening = (
        'CALL-OFF CONTRACT / This Contract is made on 9 September 2024 between Orion Systems Ltd (the "Supplier") '
        'and the Ministry of the Interior (the "Customer").'
    )
    rows = (
        "ORDER FORM",
        "Buyer: Department of Home Affairs",
        "Initial Period: 12 months",
        "Charges: GBP 1,960,000, payable yearly in advance to the Supplier",
        "Concurrent investigations: 30 persons of interest",
        "Territory: the islands of Saint Aldhelm and Little Aldhelm",
    )
    report = judge(document(" / ".join((opening, *rows))), tier=Tier.HIGH)
    found = next(f for verdict in report.verdicts for f in verdict.findings if f.code == code)
    assert [evidence.text for evidence in found.evidence] == [row]
