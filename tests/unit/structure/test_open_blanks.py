"""Blanks in values that go into a document."""

from __future__ import annotations

import pytest

from clausegen.structure.open_blanks import left_open

FILLED_IN = [
    ("TBD", "TBD", "to be decided"),
    ("to be agreed between the Parties", "to be agreed between", "a promise to fill it in"),
    ("●", "●", "no letter at all"),
    ("EUR TBD", "TBD", "an amount to be decided"),
    ("TBD Systems Ltd", "", "a firm that is called so"),
    ("Halberd Holding of TBC Bank", "", "another, behind other words"),
    ("TBD-Systems", "", "a third, in one word"),
    ("tbd, see the order", "tbd", "in small letters"),
    ("___ Square, Vell", "___", "a short rule"),
    ("N/A", "N/A", "no address"),
    ("n.a.", "n.a.", "the same with full stops"),
    ("(not applicable)", "(not applicable)", "the same in words"),
    ("Bureau N/A of Vell", "", "part of a name"),
    ("the remedies that are not available", "", "words of a sentence"),
    ("[name to be inserted]", "[name to be inserted]", "a name in brackets"),
    ("the measures to be confirmed in writing", "", "what somebody is to confirm"),
    ("A&B <Ltd>", "", "a name"),
    ("Text (2) [2026] 14 QB", "", "a citation"),
    ("suspicion has\nto be confirmed", "", "a line that is broken there"),
    ("[CONFIRM: after the words “certified to be required”]", "", "a question of ours that quotes a contract"),
    ("[CONFIRM: after the words “the Region [●]”]", "[●]", "and one that quotes a blank"),
]


@pytest.mark.parametrize(("value", "blank", "reason"), FILLED_IN)
def test_a_value_is_filled_in_or_left_open(value: str, blank: str, reason: str) -> None:
    assert left_open(value) == blank, reason
