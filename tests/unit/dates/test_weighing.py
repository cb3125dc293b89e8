"""Candidates are weighed against each other: by ranges, by sums that come out, by their rivals."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import document

from clausegen.amendments.read import structure
from clausegen.dates.candidates import Candidate, find_candidates
from clausegen.dates.prepared_text import Page
from clausegen.dates.scorer import ROLES
from clausegen.dates.weighing import features, weighed

BEGINS, ENDS, OTHER = dt.date(2024, 7, 1), dt.date(2026, 6, 30), dt.date(2025, 3, 31)


def read(text: str) -> tuple[Page, list[Candidate], list[list[float]]]:
    """Return a contract with its candidates, of which only 1 July 2024 is thought to be anything: the beginning."""
    page = Page(structure(document(text)))
    candidates = find_candidates(page)
    scores = [[0.0] * len(ROLES) for _ in candidates]
    for row, candidate in zip(scores, candidates, strict=True):
        if candidate.date and candidate.date.day == BEGINS:
            row[ROLES.index("effective")] = 6.0
        if candidate.period:
            row[ROLES.index("term")] = 6.0
    return page, candidates, scores


RANGES = [
    ("1. / The services run from 1 July 2024 to 30 June 2026. Prices hold until 31 March 2025.", "words"),
    ("1. / Cover: 01/07/2024 - 30/06/2026 / 2. / Prices hold until 31/03/2025.", "a dash"),
    ("1. / Die Leistungen laufen vom 1. Juli 2024 bis zum 30. Juni 2026, Preise bis 31. März 2025.", "German"),
    ("1. / Du 1er juillet 2024 jusqu'au 30 juin 2026. Les prix valent au 31 mars 2025.", "French"),
    ("1. / Desde el 1 de julio de 2024 hasta el 30 de junio de 2026; precios al 31 de marzo de 2025.", "Spanish"),
]


@pytest.mark.parametrize(("text", "why"), RANGES, ids=[why for _, why in RANGES])
def test_the_last_day_of_a_range_from_the_beginning_is_likelier_the_end(text: str, why: str) -> None:
    page, candidates, scores = read(text)
    corrected = weighed(page.plain, candidates, scores, {"end": {"ends range of beginning": 1.0}})
    end = ROLES.index("end")
    by_day = {c.date.day: row[end] for c, row in zip(candidates, corrected, strict=True) if c.date}
    assert by_day[ENDS] > 0.5 > by_day[OTHER], why


def test_a_day_on_which_the_term_ends_is_likelier_the_end() -> None:
    page, candidates, scores = read("1. / From 1 July 2024, for two years. / 2. / Dates: 31 March 2025; 30 June 2026.")
    corrected = weighed(page.plain, candidates, scores, {"end": {"ends a sum": 1.0}})
    end = ROLES.index("end")
    by_day = {c.date.day: row[end] for c, row in zip(candidates, corrected, strict=True) if c.date}
    assert by_day[ENDS] > 0.5 > by_day[OTHER]


def test_roles_without_weights_keep_their_scores() -> None:
    page, candidates, scores = read("1. / It runs from 1 July 2024 to 30 June 2026, for two years.")
    assert weighed(page.plain, candidates, scores, {}) == scores


def test_sums_are_tried_with_likely_candidates_alone() -> None:
    days = "; ".join(f"{day} May {year}" for year in range(2001, 2021) for day in (1, 8, 15))
    page, candidates, scores = read(f"1. / From 1 July 2024 for two years. / 2. / Holidays: {days}.")
    described = dict(features(page.plain, candidates, scores))
    assert sum(found["begins a sum"] > 0 for found in described.values() if "begins a sum" in found) == 0
