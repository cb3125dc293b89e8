"""Sentences that have one reading alone are believed, however short the contract in which they stand."""

from __future__ import annotations

import pytest
from builders import document

from clausegen.amendments.read import structure
from clausegen.dates.resolve import read_dates
from clausegen.model import Dates


def read(text: str) -> Dates:
    return read_dates(structure(document(text)))


PLAIN = [
    ("This NDA ends on 7 July 2027.", "2027-07-07", "called by its letters"),
    ("The term of this Agreement shall expire on 31 March 2027.", "2027-03-31", "the term of it"),
    ("This Agreement terminates automatically on 31 March 2027.", "2027-03-31", "by itself"),
    ("The term of the Agreement is hereby extended until 31 March 2029.", "2029-03-31", "a longer term"),
    ("Dieser Vertrag endet am 31. März 2027.", "2027-03-31", "German"),
    ("Le présent contrat prend fin le 31 mars 2027.", "2027-03-31", "French"),
    ("El presente contrato finaliza el 31 de marzo de 2027.", "2027-03-31", "Spanish"),
    ("Der Vertrag läuft bis zum 31. März 2027.", "2027-03-31", "German, by how long it runs"),
    ("Dieser Rahmenvertrag endet mit Ablauf des 31. März 2027.", "2027-03-31", "German, by the day that passes"),
    ("Le contrat expire le 31 mars 2027.", "2027-03-31", "French, without “présent”"),
    ("Le présent contrat se termine le 31 mars 2027.", "2027-03-31", "French, in another word"),
    ("El contrato vence el 31 de marzo de 2027.", "2027-03-31", "Spanish, without “presente”"),
]

OTHER_ENDS = [
    ("Der Wartungsplan läuft bis zum 31. März 2027.", "a plan"),
    ("L’autorisation expire le 31 mars 2027.", "a permit"),
    ("La garantía vence el 31 de marzo de 2027.", "a guarantee"),
]


@pytest.mark.parametrize(("sentence", "day", "why"), PLAIN, ids=[case[2] for case in PLAIN])
def test_a_plain_end_is_believed_in_a_contract_of_one_sentence(sentence: str, day: str, why: str) -> None:
    end = read(f"1. / {sentence}").expiration_date
    assert end is not None, why
    assert end.value == day


@pytest.mark.parametrize(("sentence", "why"), OTHER_ENDS, ids=[case[1] for case in OTHER_ENDS])
def test_the_end_of_something_else_is_not_that_of_the_contract(sentence: str, why: str) -> None:
    end = read(f"1. / {sentence}").expiration_date
    assert end is None or end.value is None, why


def test_the_length_of_a_renewal_moves_no_stated_end() -> None:
    dates = read(
        "LICENCE AGREEMENT / This Agreement is made on 14 March 2024 between A and B. / 1. Term / 1.1 This Agreement"
        " expires on 31 March 2027 and renews automatically for one year."
    )
    assert dates.expiration_date is not None
    assert dates.expiration_date.value == "2027-03-31"


def test_old_and_new_words_of_one_clause_are_no_two_ends() -> None:
    dates = read(
        "AMENDMENT / This Amendment is made on 10 January 2026. / 1. The words “This Agreement ends on 31 March 2027”"
        " are replaced by “This Agreement ends on 30 June 2028”."
    )
    assert dates.expiration_date is None or "two different ends" not in dates.expiration_date.reason


def test_a_day_made_goes_before_a_day_of_effect() -> None:
    dates = read("This Agreement is effective as of 1 May 2020 and is made on 10 January 2020 between A and B.")
    assert dates.agreement_date is not None
    assert dates.agreement_date.value == "2020-01-10"


GAPS = [
    ("This Agreement lasts for [***].", "withheld"),
    ("It lasts for [●] from that day.", "called it"),
    ("This Agreement shall remain in force for a term of ______ .", "a term of"),
    ("Dieser Vertrag läuft für [***].", "German"),
    ("Le présent contrat est conclu pour une durée de [***].", "French"),
    ("El presente contrato tiene una duración de [***].", "Spanish"),
]
MADE = "SERVICES AGREEMENT / This Agreement is made on 3 March 2025 between A Ltd and B Ltd. / 1. Term / "


@pytest.mark.parametrize(("sentence", "why"), GAPS, ids=[case[1] for case in GAPS])
def test_a_gap_in_place_of_the_length_is_named(sentence: str, why: str) -> None:
    end = read(MADE + sentence).expiration_date
    assert end is not None, why
    assert (end.value, end.code) == (None, "blank")
    assert end.text in sentence


@pytest.mark.parametrize(
    "sentence", ["The Supplier pays [***] for each term of lease.", "The warranty is given for [***]."]
)
def test_another_gap_is_no_length(sentence: str) -> None:
    assert read(MADE + sentence).expiration_date is None
