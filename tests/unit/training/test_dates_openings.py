"""Marked openings say what they mark: the words are in the text, and the days follow from each other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from training.dates_openings import Opening, openings

OPENINGS = list(openings())

MARKED = """%% T1 en
Made on <A:14 March 2024>. It starts on <E:1 April 2024> and lasts <T:two years>. <automatic:It renews for <R:one year>,
unless <N:60 days'> notice is given.>
%% T2 en open:agreement_date
Dated <AE:5 May 2025>; it ends with <X=2026-12-31:the year 2026>.
"""


@pytest.fixture
def marked(tmp_path: Path) -> list[Opening]:
    (tmp_path / "some.txt").write_text(MARKED, encoding="utf-8")
    return list(openings(tmp_path))


def test_marks_become_values_and_places(marked: list[Opening]) -> None:
    first = marked[0]
    assert first.values == {
        "agreement_date": "2024-03-14",
        "effective_date": "2024-04-01",
        "expiration_date": "2026-03-31",
        "renewal": "automatic",
        "renewal_term": "1 year",
        "notice_period": "60 days",
    }
    assert [first.text[start:end] for start, end in first.places["notice"]] == ["60 days'"]
    assert "<" not in first.text


def test_a_day_may_be_given_where_the_words_do_not_name_it(marked: list[Opening]) -> None:
    second = marked[1]
    assert second.values["expiration_date"] == "2026-12-31"
    assert second.values["agreement_date"] == second.values["effective_date"] == "2025-05-05"
    assert second.unsaid == {"agreement"}


def test_a_mark_that_is_not_closed_is_named(tmp_path: Path) -> None:
    (tmp_path / "some.txt").write_text("%% T3 en\nMade on <A:14 March 2024.\n", encoding="utf-8")
    with pytest.raises(ValueError, match="T3: <A:"):
        list(openings(tmp_path))


def test_no_opening_ends_before_it_begins() -> None:
    known = [o.values for o in OPENINGS if o.values["effective_date"] and o.values["expiration_date"]]
    assert len(known) > 80
    for values in known:
        assert dt.date.fromisoformat(values["effective_date"]) < dt.date.fromisoformat(values["expiration_date"])


def test_every_opening_has_a_name_of_its_own_and_all_languages_are_there() -> None:
    assert len({opening.id for opening in OPENINGS}) == len(OPENINGS)
    assert {opening.language for opening in OPENINGS} == {"en", "de", "fr", "es"}
