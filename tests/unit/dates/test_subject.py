"""A day is said of something: of the contract, or of a thing beside it."""

from __future__ import annotations

import pytest

from clausegen.dates import read_dates
from training.dates_material import page_of

DAYS = [
    ("This Agreement ends on 30 June 2026.", "contract", "the contract is named first"),
    ("The prices in this Agreement are fixed until 30 June 2026.", "other-thing", "the price is named first"),
    ("This Agreement (permit of 3 May 2019) is signed.", "other-thing", "the bracket speaks of a permit"),
    ("The term runs; the insurance is valid to 30 June 2026.", "other-thing", "what follows a semicolon is apart"),
    ("Leeds, 3 May 2019", "nothing", "no thing is named"),
]


@pytest.mark.parametrize(("words", "said_of", "why"), DAYS, ids=[case[2] for case in DAYS])
def test_the_thing_that_is_named_first_is_the_subject(words: str, said_of: str, why: str) -> None:
    page = page_of(words + "\n", "contract")
    day = page.dates[-1] if "permit" not in words else page.dates[0]
    sentence = page.sentence_at(day.start)
    assert sentence is not None
    assert page.subject(sentence, day.start) == said_of, why


def test_a_length_that_counts_from_an_event_is_not_counted_from_the_contract() -> None:
    words = (
        "This Agreement is made on 3 October 2011 and takes effect on that day.\n\n"
        "2. It ends on the twentieth anniversary of the Commercial Operation Date.\n"
    )
    end = read_dates(page_of(words, "contract").structure).expiration_date
    assert end is None or end.value is None
