"""Perturbations turn what a passage says, and its labels say so."""

import random

import pytest

from clausegen.structure.party_roles import CUSTOMER, SUPPLIER
from training.augment import perturbed
from training.corpus import MISSING, NOT_SATISFIED, SATISFIED, UNJUDGED, Labelled

RIGHT = f"The {SUPPLIER} may suspend the access of the {CUSTOMER} on suspicion of misuse."
SINGLE = f"The {CUSTOMER} shall train every operator in human rights."


def variants(text: str, directed: frozenset[int] = frozenset({0})) -> list[tuple[str, list[int]]]:
    passage = Labelled(id="a", batch="b", text=text, labels=(SATISFIED, MISSING, UNJUDGED))
    return [perturbed(passage, random.Random(seed), directed) for seed in range(200)]


@pytest.mark.parametrize(
    ("text", "turned", "why"),
    [
        (RIGHT, f"The {CUSTOMER} may suspend the access of the {SUPPLIER}", "the two sides exchanged"),
        (SINGLE, f"The {SUPPLIER} shall train", "the wrong side"),
        (RIGHT, f"The {SUPPLIER} is not entitled to suspend", "the right denied"),
        (SINGLE, f"The {CUSTOMER} need not train", "the duty lifted"),
    ],
)
def test_a_turned_passage_no_longer_satisfies(text: str, turned: str, why: str) -> None:
    labels = [labels for words, labels in variants(text) if turned in words]
    assert labels, why
    assert all(own[0] != SATISFIED for own in labels), why
    assert any(own[0] == NOT_SATISFIED for own in labels), why


def test_what_was_missing_or_not_judged_is_never_said_to_be_there() -> None:
    for _, labels in variants(RIGHT):
        assert labels[1] == MISSING
        assert labels[2] == UNJUDGED


def test_an_element_without_direction_is_left_open_when_the_sides_change_places() -> None:
    exchanged = [labels for words, labels in variants(RIGHT, frozenset()) if f"access of the {SUPPLIER}" in words]
    assert exchanged
    assert all(own[0] in (UNJUDGED, MISSING) for own in exchanged)
