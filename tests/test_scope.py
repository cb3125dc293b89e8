"""Sentences that speak of the right subject and still bind nobody."""

import pytest

from clausegen.detect.scope import objection


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("the bureau should not lend the system to any other police force", "it only recommends"),
        ("the ministry should be told of every report", "it only recommends"),
        ("it would be welcome if complaints could go to an independent panel", "it only states a wish"),
        ("supplier may in due course consider a web form for reports", "it only states a wish"),
        ("thought might be given to keeping data apart", "it only states a wish"),
        ("supplier would prefer a suspension to stay in place", "it only states a wish"),
        ("a change should preferably be shown to general counsel", "it only states a wish"),
    ],
)
def test_what_is_recommended_or_wished_for_binds_nobody(sentence: str, reason: str) -> None:
    assert objection(sentence) == reason


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("should the bureau refuse its help, supplier may suspend the system", "a condition in inverted order"),
        ("if the ministry should refuse its help, supplier may suspend the system", "a condition"),
        ("supplier may consider the agreement ended on any misuse", "a right, not a thought"),
        ("the log shall show what the agency may one week later export", "nobody wishes anything"),
    ],
)
def test_conditions_and_rights_are_no_wishes(sentence: str, why: str) -> None:
    assert objection(sentence) == "", why
