"""Papers and agreements that may belong together by what they say."""

from __future__ import annotations

import pytest
from builders import document

from clausegen.amendments import Ties, shared, ties

AGREEMENT = (
    "DRONE DATA SERVICES CONTRACT no. DS-4410 / made on 19 January 2024 between Vireo Aerial Ltd and the Ministry of "
    "Borders of Kessia (the “Ministry”) / 1. Term / 1.1 The services end on 31 January 2027."
)
PAPERS = [
    ("AMENDMENT NO. 1 / to contract DS-4410 / Clause 1 is deleted.", ["the number DS-4410"], "by the number alone"),
    ("AMENDMENT NO. 1 / to the contract of 19 January 2024 / Clause 1 is deleted.", ["the date 2024-01-19"],
     "by the date behind the word for an agreement"),
    ("SIDE LETTER / Vireo Aerial Limited to the Ministry of Borders of Kessia / We waive clause 1.",
     ["the parties vireo aerial and ministry of borders of kessia"], "by both parties"),
    ("SIDE LETTER / Vireo Aerial Ltd: Drone Data Services Contract / signed 19 January 2024",
     ["the date 2024-01-19", "the title “drone data services contract”"], "by title and day"),
    ("SIDE LETTER / We refer to the Drone Data Services Contract.", [], "a title alone is too little"),
    ("SIDE LETTER / Vireo Aerial Ltd writes to another ministry.", [], "one party alone is too little"),
    ("AMENDMENT NO. 1 / to the contract of 20 January 2024 / Clause 1 is deleted.", [], "another day"),
]  # fmt: skip


def read(text: str) -> Ties:
    return ties(document(text), amends=None, agreed="")


@pytest.mark.parametrize(("paper", "reasons", "why"), PAPERS, ids=[case[2] for case in PAPERS])
def test_a_paper_is_proposed_with_what_it_names_of_the_agreement(paper: str, reasons: list[str], why: str) -> None:
    own = read(paper)
    assert own.is_paper
    assert list(shared(own, read(AGREEMENT))) == reasons, why


def test_an_agreement_is_no_paper_whatever_its_first_clauses_speak_of() -> None:
    assert not read("SUPPLY AGREEMENT / 1. Orders / 1.1 Each purchase order and amendment is in writing.").is_paper
