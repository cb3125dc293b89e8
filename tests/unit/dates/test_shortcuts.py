"""Dates, blanks and periods are looked for only where a mark allows them: as much is found as by looking everywhere."""

from __future__ import annotations

import re

import pytest
from builders import document
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import ROOT

from clausegen.amendments.read import structure
from clausegen.dates import expression, period
from clausegen.dates.numbers import CARDINALS
from clausegen.dates.prepared_text import Page

TEXTS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "samples/contracts").glob("*.txt"))]
TEXTS += [path.read_text(encoding="utf-8") for path in sorted((ROOT / "models/corpus/contracts").glob("*.txt"))[::80]]

# Pieces of dates, blanks and periods, one space between them.
PIECES = """
this the a 1 2 12 30 31 1st 15t h day of days May march sept. september, dismay mars 5 0 20 2024 1999 , . - / : ( )
'24 19 200_ __ ___ [●] [ ] [date] [***] *** (*) █ xxx xx ... .... … ● year of our lord in the month end last ende de I
[redacted] 2024-05-06 3/4/2020 1.4.2011 one hundred twenty-five ninety neunzig six dix-sept quatre-vingts working
business calendar consecutive full further additional week mois ans an année Jahre día años
"""
SPACES = st.sampled_from([" ", " ", " ", "", "\n", "  ", "\u00a0", " " * 15, " " * 70])
WRITTEN = st.lists(st.tuples(st.sampled_from(PIECES.split()), SPACES), max_size=25).map(
    lambda pairs: "".join(piece + space for piece, space in pairs)
)


def holes_agree(text: str) -> None:
    small = expression.lower(text)
    looked_for = expression._holes(small, expression.hole_marks(text))
    assert [m.span() for m in looked_for] == [m.span() for m in expression._HOLES.finditer(small)]


def dates_agree(text: str) -> None:
    looked_for = expression.find_dates(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(expression, "_around_figures", lambda text: [(0, len(text))])
        patch.setattr(expression, "_TWO_FIGURES", re.compile(""))
        assert expression.find_dates(text) == looked_for


def periods_agree(text: str) -> None:
    looked_for = list(period.find_periods(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(period, "_counted", lambda text, at: True)
        assert list(period.find_periods(text)) == looked_for


def sentences_agree(text: str) -> None:
    page = Page(structure(document(text)))
    in_sentences = [page.periods_in(sentence.start, sentence.end) for sentence in page.sentences]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(period, "_counted", lambda text, at: True)
        assert in_sentences == [tuple(period.find_periods(page.plain, s.start, s.end)) for s in page.sentences]


@pytest.mark.parametrize("text", TEXTS)
def test_in_contracts(text: str) -> None:
    holes_agree(text)
    dates_agree(text)
    periods_agree(text)
    sentences_agree(text)
    starts = [sentence.start for sentence in Page(structure(document(text))).sentences]
    assert starts == sorted(set(starts))


@settings(deadline=None)
@given(WRITTEN)
def test_in_any_row_of_words(text: str) -> None:
    holes_agree(text)
    dates_agree(text)
    periods_agree(text)
    sentences_agree(text)


def test_a_hole_in_brackets_is_found_far_behind_its_month() -> None:
    holes_agree(f"May{' ' * 20}(*) 2024")


UNITS = ("days", "business days", "weeks", "month", "quarters", "years", "ans", "Monate", "años", "jours ouvrables")


@pytest.mark.parametrize("unit", UNITS)
def test_every_count_is_known_by_its_end(unit: str) -> None:
    for count in CARDINALS:
        for written in (f"{count} {unit}", f"{count}-{unit}", f"{count.upper()} ({CARDINALS[count]}) full {unit}"):
            periods_agree(f"for {written}.")


def test_the_sentences_at_offsets_are_those_that_hold_them() -> None:
    page = Page(structure(document("AGREEMENT / 1. It runs. It ends. / 2. It renews.")))
    (renews,) = (sentence for sentence in page.sentences if "renews" in page.plain[sentence.start : sentence.end])
    at = page.plain.index("renews")
    assert list(page.sentences_at([at, renews.start], [at])) == [renews]
    assert list(page.sentences_at([])) == []
