"""Quick questions asked before slow patterns: each lets through whatever its pattern finds."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paths import ROOT

from clausegen.checker.about_requirements import _INSIDE, _NAME, NAMED
from clausegen.ingest.load import load_document
from clausegen.structure.cross_references import _REFERENCE, SCHEDULE_HEADING, _cited, places
from clausegen.structure.defined_terms import _QUOTED, _quoted
from clausegen.structure.headings import ARTICLE, SIGNATURE
from clausegen.structure.sections import _AGREED, _AGREED_IN_ITEM, _MAY_AGREE, _RECITAL_LINE
from clausegen.structure.segmentation import _CONTENTS, _LEADING, _LEADS, _is_listed
from training.corpus import CORPUS

SAMPLES = ROOT / "samples" / "contracts"
FILES = [*sorted(SAMPLES.glob("*.*")), *sorted((CORPUS / "contracts").glob("*.txt"))[::12]]
TEXTS = [load_document(path, isolated=False).text for path in FILES]
THOROUGH = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
ASKED = [
    (_AGREED, lambda words: _MAY_AGREE.search(words.lower())),
    (_AGREED_IN_ITEM, lambda words: _MAY_AGREE.search(words.lower())),
    (_CONTENTS, _is_listed),
    (_LEADS, lambda words: words.endswith(_LEADING)),
    (_NAME, lambda words: any(joint.search(words) for joint in _INSIDE)),
]
"""Patterns, and what is asked of a text before each is looked for in it."""
FIRST_LETTERS = [
    (SIGNATURE, "(?=[abdefis])"),
    (ARTICLE, "(?=[acs§])"),
    (SCHEDULE_HEADING, "(?=[aest])"),
    (_RECITAL_LINE, "(?=[(acw])"),
]
"""Patterns that say first with which letters they go on."""


@pytest.mark.parametrize(("pattern", "question"), ASKED, ids=range(len(ASKED)))
def test_the_question_lets_through_what_the_pattern_finds(
    pattern: re.Pattern[str], question: Callable[[str], object]
) -> None:
    @THOROUGH
    @given(st.from_regex(re.compile(pattern.pattern, pattern.flags)))
    def holds(words: str) -> None:
        assert question(words) or not pattern.search(words)

    holds()
    for text in TEXTS:
        assert all(question(line) for line in text.splitlines() if pattern.search(line))


@pytest.mark.parametrize(("pattern", "first"), FIRST_LETTERS, ids=range(len(FIRST_LETTERS)))
def test_the_first_letters_are_those_of_all_words_behind_them(pattern: re.Pattern[str], first: str) -> None:
    assert first in pattern.pattern
    without = re.compile(pattern.pattern.replace(first, ""), pattern.flags)

    @THOROUGH
    @given(st.from_regex(without))
    def holds(words: str) -> None:
        assert bool(pattern.match(words)) == bool(without.match(words))

    holds()


@THOROUGH
@given(st.from_regex(re.compile(_REFERENCE.pattern, _REFERENCE.flags)))
def test_references_are_looked_for_wherever_one_may_begin(words: str) -> None:
    found = list(_REFERENCE.finditer(words))
    assert [one.span() for one in _cited(words, len(words), places(words))] == [one.span() for one in found]


def test_references_of_contracts_are_those_found_without_asking() -> None:
    for text in TEXTS:
        found = [one.span() for one in _REFERENCE.finditer(text)]
        assert [one.span() for one in _cited(text, len(text), places(text))] == found


@THOROUGH
@given(st.from_regex(re.compile(_QUOTED.pattern, _QUOTED.flags)))
def test_a_term_in_quotation_marks_begins_with_no_letter(words: str) -> None:
    assert _quoted(words) is not None or _QUOTED.match(words) is None


def test_words_about_requirements_are_found_among_other_dots_and_dashes() -> None:
    names = "SUS-2 USE-1 INQ-3 suspension.on-suspicion"
    assert sum(len(joint.findall(names)) for joint in _INSIDE) == NAMED
