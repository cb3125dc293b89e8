"""Words that each text matched by a pattern holds."""

from __future__ import annotations

import re

import pytest

from clausegen.runtime import literals


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        pytest.param(r"\bcertif(?:y|ies)\b|attest\w*", {"certif", "attest"}, id="one word for each way"),
        pytest.param(r"\bre-?examin\w*", {"examin"}, id="the longest of a way"),
        pytest.param(r"(?:shall|will)\s+report", {"report"}, id="rather than one of several"),
        pytest.param(r"(?:not\s+)?be\s+(?:kept|held)", {"kept", "held"}, id="what may be left out is none"),
        pytest.param(r"[Ää]nderung|ÄNDERN", {"nderung", "ändern"}, id="letters in either case"),
        pytest.param(r"amend|amended|amends", {"amend"}, id="a longer word is superfluous"),
        pytest.param(r"\w+|amend", set(), id="no word where one way has none"),
    ],
)
def test_one_of_the_words_stands_in_every_match(pattern: str, words: set[str]) -> None:
    assert literals(pattern) == words


def test_words_are_looked_for_in_lower_case() -> None:
    assert all(any(word in text.lower() for word in literals("Größe|MASS")) for text in ("GRÖßE", "mass"))
    assert re.search("Größe|MASS", "größe", re.IGNORECASE)
