"""Composed contracts teach what they say: the marked words are there, and the days follow from each other."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest

from training.corpus import CORPUS
from training.dates_composed import compose

CONTRACTS = list(compose(7, 80))


def test_the_same_seed_gives_the_same_contracts() -> None:
    assert list(compose(7, 80)) == CONTRACTS


@pytest.mark.parametrize("number", range(len(CONTRACTS)))
def test_marked_words_stand_in_the_text(number: int) -> None:
    contract = CONTRACTS[number]
    for role, words in contract.marked:
        assert words in contract.text, role


def test_a_known_term_ends_after_it_begins() -> None:
    known = [c.values for c in CONTRACTS if c.values["effective_date"] and c.values["expiration_date"]]
    assert len(known) > 20
    for values in known:
        assert dt.date.fromisoformat(values["effective_date"]) < dt.date.fromisoformat(values["expiration_date"])


def test_every_language_has_sentences_for_every_slot() -> None:
    table = tomllib.loads((CORPUS / "dates" / "sentences.toml").read_text(encoding="utf-8"))
    slots = {language: set(sentences) for language, sentences in table.items()}
    assert set(slots) == {"en", "de", "fr", "es"}
    assert len(set(map(frozenset, slots.values()))) == 1
