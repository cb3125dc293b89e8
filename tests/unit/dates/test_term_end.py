"""The end of a term is counted from the day that its words name."""

from __future__ import annotations

import pytest

from clausegen.dates.judged import Judged
from clausegen.dates.periods import find_periods
from clausegen.dates.reading import Reading
from clausegen.dates.scorer import ROLES
from training.dates_material import page_of

ANNIVERSARIES = [
    ("until the third anniversary of that date", "anniversary", "the anniversary itself"),
    ("until the day before the third anniversary of that date", "", "the day before"),
    ("bis zum Tag vor dem dritten Jahrestag", "", "German"),
    ("jusqu'à la veille du troisième anniversaire", "", "French"),
    ("hasta la víspera del tercer aniversario", "", "Spanish"),
]


@pytest.mark.parametrize(("words", "form", "why"), ANNIVERSARIES, ids=[case[2] for case in ANNIVERSARIES])
def test_a_term_to_the_day_before_an_anniversary_is_one_of_whole_years(words: str, form: str, why: str) -> None:
    assert [(str(period), period.form) for period in find_periods(words)] == [("3 years", form)], why


STARTS = [
    ("Service activated: 7 November 2016. The term is two years from activation.", "2018-11-06", "the same word"),
    ("Geliefert am 7. November 2016. Die Laufzeit: two years from delivery.", None, "another word"),
    ("Signed on 7 November 2016. The term is two years from acceptance of the works.", None, "another event"),
    ("Valid for two years w.e.f. 7.11.2016 and no longer.", "2018-11-06", "an abbreviation ends no sentence"),
]


@pytest.mark.parametrize(("text", "end", "why"), STARTS, ids=[case[2] for case in STARTS])
def test_a_term_from_an_event_counts_from_the_day_beside_which_the_event_is_named(
    text: str, end: str | None, why: str
) -> None:
    judged = Judged(page_of(text + "\n", "contract"))
    judged.scored = [
        scored._replace(
            probability=dict.fromkeys(ROLES, 0.0)
            | {"effective": float(scored.candidate.kind == "date"), "term": float(scored.candidate.kind == "period")}
        )
        for scored in judged.scored
    ]
    found = Reading(judged).end
    assert found is not None, why
    assert (str(found.day) if found.day else None) == end, why


SIGNATURES = [
    ("Signed by A on 4 June 2019 and by B on 12 June 2019.", ["before the last", "last"], "in one sentence"),
    ("Unterzeichnet: A am 4. Juni 2019, B am 12. Juni 2019.", ["before the last", "last"], "German"),
    ("Signed on 4 June 2019. Offered on 12 June 2019.", ["only", ""], "one day is of an offer"),
]


@pytest.mark.parametrize(("text", "ranks", "why"), SIGNATURES, ids=[case[2] for case in SIGNATURES])
def test_of_several_days_of_signature_the_last_is_marked(text: str, ranks: list[str], why: str) -> None:
    page = page_of(text + "\n", "contract")
    found = []
    for scored in Judged(page).scored:
        if scored.candidate.kind == "date":
            said = [f.removeprefix("date signed ") for f in scored.candidate.features if f.startswith("date signed ")]
            found.append(said[0] if said else "")
    assert found == ranks, why
