"""What the library says is made ready for the detector once, and known by the hash of the library."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausegen.data_file import parse
from clausegen.defeater import Defeaters
from clausegen.detect.law import law
from clausegen.detect.subjects import is_about, subjects
from clausegen.errors import DataError
from clausegen.library import load_library

LIBRARY = load_library()
ELEMENTS = [element for requirement in LIBRARY.requirements.values() for element in requirement.elements]


def test_a_library_is_made_ready_once() -> None:
    few = LIBRARY.model_copy(update={"requirements": {}})
    assert law(few) is law(LIBRARY)
    assert law(LIBRARY).signals(ELEMENTS[:3]) is law(LIBRARY).signals(ELEMENTS[:3])
    assert law(LIBRARY).signals(ELEMENTS[:3]) is not law(LIBRARY).signals(ELEMENTS[:3], denying=True)


def test_another_library_has_patterns_of_its_own() -> None:
    other = LIBRARY.model_copy(update={"sha256": "another", "lexicon": {**LIBRARY.lexicon, "supplier": ("vendor",)}})
    (own,), (others,) = (law(one).patterns.of(["{supplier} stops"]) for one in (LIBRARY, other))
    assert own.search("supplier stops")
    assert not own.search("vendor stops")
    assert others.search("vendor stops")


def test_a_pattern_is_the_same_for_all_who_ask_for_it() -> None:
    patterns = law(LIBRARY).patterns
    assert patterns.of(["{supplier} stops"]) == patterns.of(["{supplier} stops"])
    assert patterns.also("supplier", ["vendor"]).of(["{supplier} stops"]) != patterns.of(["{supplier} stops"])


@pytest.mark.parametrize(
    ("words", "heading", "named", "why"),
    [
        ("the provisions on remedial measures are deleted", "Remedial measures", True, "by subject"),
        ("clause 9 headed suspension is deleted", "Suspension on suspected misuse", True, "by number and subject"),
        ("terms relating to the use of logs do not apply", "Logs, and their use", True, "in other order and number"),
        ('the "access where needed" clauses are deleted', "Access", False, "a title in quotes is read whole"),
        ("the provisions on access where needed are deleted", "Access", True, "what is said of a subject is not"),
        ("the provisions on fees are deleted", "Remedial measures", False, "another subject"),
        ("clause 9 is deleted", "Suspension", False, "by number alone"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_clauses_are_named_by_their_subject(words: str, heading: str, named: bool, why: str) -> None:
    assert is_about(heading, subjects(words, law(LIBRARY).defeaters.by_subject)) == named, why


@pytest.mark.parametrize("pattern", ["provisions on .*", "(?P<subject>a)(?P<title>b)"])
def test_a_pattern_of_subjects_says_where_the_subject_stands(pattern: str) -> None:
    with pytest.raises(DataError, match="one group"):
        parse(Defeaters, {"by_subject": [pattern]}, Path("defeaters.toml"))
