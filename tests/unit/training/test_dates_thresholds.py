"""Thresholds of the reader of dates are chosen for few wrong answers, and not at the edge of what is measured."""

from __future__ import annotations

import pytest

from training.dates_thresholds import chosen

STEPS = (0.5, 0.7, 0.9)
# Right answers and all answers at each of STEPS, and what is chosen.
ANSWERS = [
    ([(100, 100), (90, 90), (80, 80)], [(100, 120), (95, 98), (50, 50)], (0.5, 0.7), "as many right as may be"),
    ([(100, 100), (98, 98), (60, 60)], [(100, 100), (98, 98), (60, 60)], (0.7, 0.7), "higher where it costs little"),
    ([(100, 110), (90, 95), (50, 50)], [(100, 110), (90, 95), (50, 50)], (0.9, 0.9), "two in a hundred may be wrong"),
    ([(1000, 1000), (990, 990), (0, 0)], [(100, 115), (95, 100), (90, 90)], (0.7, 0.7), "one role may err for both"),
]


@pytest.mark.parametrize(("beginnings", "ends", "wanted", "why"), ANSWERS, ids=[case[3] for case in ANSWERS])
def test_thresholds_answer_most_with_few_wrong(
    beginnings: list[tuple[int, int]], ends: list[tuple[int, int]], wanted: tuple[float, float], why: str
) -> None:
    found = chosen({"effective": beginnings, "end": ends}, STEPS)
    assert (found["effective"], found["end"]) == wanted, why


def test_scores_that_are_always_wrong_get_no_threshold() -> None:
    with pytest.raises(ValueError, match="wrong"):
        chosen({"end": [(0, 10), (0, 5), (0, 1)]}, STEPS)
