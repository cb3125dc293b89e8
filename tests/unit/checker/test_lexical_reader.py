"""The lexical reader makes the verifier surer or less sure, and never speaks alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausegen.checker.lexical_reader import joined, lexical_reader
from clausegen.checker.reader import CONTRADICTED, MISSING, SATISFIED
from clausegen.checker.thresholds import thresholds
from clausegen.library.load import load_library

ENGLISH, OTHER = thresholds().words, thresholds().words_in_other_languages
ELEMENTS = {element.code: element for r in load_library().requirements.values() for element in r.elements}
SUSPENSION = "The Supplier may suspend the Licensed System at once and without notice if it suspects misuse."


@pytest.mark.parametrize(
    ("verifier", "heard", "outcome", "moves"),
    [
        ((0.20, 0.70, 0.10), (3.0, -3.0), SATISFIED, "up"),  # both for it
        ((0.20, 0.70, 0.10), (-3.0, -3.0), SATISFIED, "down"),  # the words are of another subject
        ((0.85, 0.10, 0.05), (5.0, -3.0), SATISFIED, "hardly"),  # words alone raise nothing
        ((0.20, 0.40, 0.40), (-2.0, 3.0), CONTRADICTED, "up"),
        ((0.60, 0.30, 0.10), (0.0, 5.0), CONTRADICTED, "hardly"),
    ],
)
def test_what_the_lexical_reader_changes(
    verifier: tuple[float, ...], heard: tuple[float, float], outcome: int, moves: str
) -> None:
    before = np.array([verifier], dtype=np.float32)
    after = joined(before, np.array([heard], dtype=np.float32), ENGLISH)
    assert after.sum() == pytest.approx(1, abs=1e-5)
    if moves == "up":
        assert after[0, outcome] > before[0, outcome]
    elif moves == "down":
        assert after[0, outcome] < before[0, outcome]
    else:
        assert after[0, outcome] < before[0, outcome] + 0.01


def test_words_count_for_more_in_languages_that_the_encoder_has_not_learned() -> None:
    before = np.array([(0.60, 0.30, 0.10)], dtype=np.float32)
    heard = np.array([(3.0, -3.0)], dtype=np.float32)
    assert joined(before, heard, OTHER)[0, SATISFIED] > 0.9 > joined(before, heard, ENGLISH)[0, SATISFIED]


@given(st.lists(st.floats(0.001, 1), min_size=3, max_size=3))
def test_who_says_nothing_changes_nothing(shares: list[float]) -> None:
    before = np.array([shares], dtype=np.float32) / sum(shares)
    assert joined(before, np.zeros((1, 2), dtype=np.float32), ENGLISH) == pytest.approx(before, abs=1e-4)


def test_words_of_a_suspension_clause_speak_for_suspension_and_not_for_training() -> None:
    odds = lexical_reader().log_odds(SUSPENSION, [ELEMENTS["SUS-1"], ELEMENTS["TRN-1"]])
    assert odds[0, 0] > 0 > odds[1, 0]


def test_it_has_nothing_to_say_of_an_element_worded_otherwise_than_it_was_trained_on() -> None:
    reworded = ELEMENTS["SUS-1"].model_copy(update={"statement": "The supplier may stop the system by its own act"})
    new = ELEMENTS["SUS-1"].model_copy(update={"code": "SUS-99"})
    assert not lexical_reader().log_odds(SUSPENSION, [reworded, new]).any()


@pytest.mark.parametrize("text", ["", "...", "\u4e2d\u6587"])
def test_it_has_nothing_to_say_of_words_it_does_not_know(text: str) -> None:
    assert not lexical_reader().log_odds(text, [ELEMENTS["SUS-1"]]).any()


def test_outcomes_are_numbered_as_the_joining_expects() -> None:
    assert (MISSING, SATISFIED, CONTRADICTED) == (0, 1, 2)
