"""Ordinary clauses stand against a safeguard only where the contract has one that they could take."""

import pytest

from clausegen.checker import judge
from clausegen.ingest import document_from_text
from clausegen.model import Status, Tier, Why

SUBJECTS = ("Price", "Delivery", "Support", "Warranty", "Notices", "Counterparts", "Taxes", "Insurance")
ORDINARY = (
    *(f"{subject}. The parties shall observe Annex {number}." for number, subject in enumerate(SUBJECTS, 1)),
    "Termination. Either party may terminate this Agreement if the other commits a material breach and does not remedy "
    "it within thirty days of written notice.",
    "Order of precedence. If the documents conflict, the purchase order prevails over this Agreement.",
    "Severability. If any provision is held invalid, the remaining provisions continue in full force and effect.",
    "Uptime. The Supplier shall pay a credit of two per cent of the monthly fee for each hour of unavailability.",
    "Entire agreement. This Agreement replaces all earlier understandings of the parties.",
)
SUSPENDS = "Suspension. If the Supplier suspects misuse of the System, it may suspend all use at once without notice."
TERMINATES = "Misuse. The Supplier may terminate this Agreement immediately where it identifies misuse of the System."


def statuses(*clauses: str) -> dict[str, tuple[Status, Why | None]]:
    text = "\n\n".join(f"{number}. {clause}" for number, clause in enumerate(clauses, 1))
    report = judge(document_from_text(text), tier=Tier.HIGH)
    return {f.code: (f.status, f.why) for own in report.verdicts for f in own.findings}


@pytest.mark.parametrize(
    ("code", "safeguard", "why"),
    [
        ("PRE-1", SUSPENDS, "an order of precedence"),
        ("IMM-5", SUSPENDS, "ordinary severability"),
        ("TRM-2", TERMINATES, "a period for cure"),
    ],
)
def test_an_ordinary_clause_contradicts_once_there_is_something_to_protect(code: str, safeguard: str, why: str) -> None:
    assert statuses(*ORDINARY)[code] == (Status.MISSING, Why.NOTHING_TO_TAKE), why
    assert statuses(*ORDINARY, safeguard)[code] == (Status.CONTRADICTED, Why.DENIED), why
    assert statuses(*ORDINARY[8:11])[code][0] is Status.CONTRADICTED, f"{why} in an excerpt: the rest is not known"
