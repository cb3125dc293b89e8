"""To ask for letters before a pattern is tried changes nothing of what is found."""

import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import clausegen.dates
from clausegen import reservations
from clausegen.detect import party_names
from clausegen.detect.beginnings import capital, either, first_of
from clausegen.detect.patterns import Pattern
from clausegen.detect.scope import _OBJECTIONS
from clausegen.guarded import Guarded, stand
from clausegen.library import load_library
from clausegen.needed import TELLING, needed
from clausegen.requirement import Signal

LIBRARY = load_library()
_PIECE = st.sampled_from(
    [
        "abc",
        "abd",
        "cab ",
        "b",
        " ",
        r"\w",
        ".",
        "[ab]",
        "[^a]",
        r"\b",
        "^",
        "$",
        r"\-",
        r"\x61",
        "(?=ab)",
        "(?!c)",
        "§",
    ]
)
_MANY = st.sampled_from(["", "?", "*", "+", "{2}", "{0,2}", "{1,3}", "+?", "*?"])


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = st.sampled_from(["(?:{})", "({})", "(?P<n>{})"])
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map("|".join),
        st.tuples(group, inner, _MANY).map(lambda own: own[0].format(own[1]) + own[2]),
    )


@settings(deadline=None, max_examples=400)
@given(st.recursive(_PIECE, _grown, max_leaves=8), st.text("abcd -§", max_size=12))
def test_what_matches_has_the_letters_that_are_needed(pattern: str, words: str) -> None:
    try:
        found = re.search(pattern, words)
    except re.error:
        assume(False)
        return
    if found:
        assert all(stand(choice, words) for choice in needed(pattern))


@pytest.mark.parametrize(
    ("pattern", "choices"),
    [
        ("interrupt|suspend", [{"interrupt", "suspend"}]),
        ("clauses?.{0,40}(?:deleted|struck(?: out)?)", [{"clause"}, {"deleted", "struck"}]),
        ("sus(?:pen)?d", [{"sus"}]),
        ("suspen\\w+|suspend", [{"suspen"}]),
        ("\\bno\\b|never", []),
        ("(?i:never)", []),  # it stands in other letters too
        ("§+ ?\\d", [{"§"}]),
        ("(?!without )notice(?= of)", [{"notice"}]),
    ],
)
def test_letters_are_read_off_a_pattern(pattern: str, choices: list[set[str]]) -> None:
    assert [set(choice) for choice in needed(pattern)] == choices


@settings(deadline=None, max_examples=400)
@given(st.recursive(_PIECE, _grown, max_leaves=8), st.text("abcd -§", max_size=12), st.integers(0, 12))
def test_a_guarded_pattern_finds_what_it_finds_unguarded(pattern: str, words: str, start: int) -> None:
    try:
        plain = re.compile(pattern)
    except re.error:
        assume(False)
        return
    guarded = Guarded(pattern)
    found = [one.span() for one in plain.finditer(words, start)]
    assert [one.span() for one in guarded.finditer(words, start)] == found
    first = guarded.search(words, start)
    assert (first.span() if first else None) == next(iter(found), None)
    places = guarded.places(words)
    assert all(any(begin <= at <= end for at in places) for begin, end in found)


def _of_dates() -> Iterator[tuple[str, Guarded]]:
    for module in pkgutil.iter_modules(clausegen.dates.__path__, "clausegen.dates."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for one in value if isinstance(value, tuple) else (value,):
                if isinstance(one, Guarded):
                    yield f"{module.name}.{name}", one


def test_sentences_about_dates_are_told_by_letters_that_few_have() -> None:
    guarded = list(_of_dates())
    assert len(guarded) > 12
    for name, one in guarded:
        assert min(map(len, one.telling)) >= TELLING, name
        assert all(letters == letters.lower() for letters in one.telling), name


def _signals() -> Iterator[tuple[str, Signal]]:
    for requirement in LIBRARY.requirements.values():
        for element in requirement.elements:
            yield from ((requirement.id, one) for one in (*element.signals, *element.contradicted_by))


@pytest.mark.parametrize("requirement", LIBRARY.requirements.values(), ids=lambda requirement: requirement.code)
def test_signals_find_the_same_with_and_without_asking(requirement) -> None:  # type: ignore[no-untyped-def]
    classes = {name: "|".join(words) for name, words in LIBRARY.lexicon.items()}
    texts = [example.text.lower() for example in requirement.examples]
    for name in {text for own, one in _signals() if own == requirement.id for text in (*one.all, *one.none)}:
        pattern = Pattern(name, classes)
        for words in texts:
            assert (pattern.search(words) is None) == (pattern.whole.search(words) is None), name


def test_defeaters_objections_and_gates_find_the_same_with_and_without_asking() -> None:
    known = LIBRARY.defeaters
    classes = {name: "|".join(words) for name, words in {**LIBRARY.lexicon, **known.words}.items()}
    texts = [example.text.lower() for one in LIBRARY.requirements.values() for example in one.examples][::8]
    forms = [form for one in known.defeaters for form in one.forms]
    signals = [signal for form in forms for signal in (*form.signals, *form.answered_by)]
    names = {*known.spared, *known.of_section, *known.overriding, *(text for one in signals for text in one.all)}
    whole = [(Pattern(name, classes).whole, Pattern(name, classes).needed) for name in sorted(names)]
    fixed = [*(pattern for pattern, _ in _OBJECTIONS), *(gate.pattern for gate in LIBRARY.gates)]
    for pattern, choices in [*whole, *((re.compile(one), needed(one)) for one in fixed)]:
        for words in texts:
            if not all(stand(choice, words) for choice in choices):
                assert pattern.search(words) is None, pattern.pattern


@given(st.sampled_from(["unit", "end user", "k9", "state"]), st.text("UNITunitEed sK\u212aR9k'.", max_size=20))
def test_names_are_found_where_words_begin(name: str, text: str) -> None:
    plain = re.compile(rf"\b(?i:{re.escape(name)})\b")
    large = re.compile(rf"\b{re.escape(name[0].upper())}(?i:{re.escape(name[1:])})\b")
    assert [one.span() for one in first_of([either(name, r"\b")]).finditer(text) if one.group().lower() == name] == [
        one.span() for one in plain.finditer(text) if one.group().lower() == name
    ]
    assert [one.span() for one in first_of([capital(name, r"\b")]).finditer(text)] == [
        one.span() for one in large.finditer(text)
    ]


@given(st.lists(st.sampled_from(["Us", "You", "“We”", ": ", " means ", "Halden Ltd", "\n", " | ", "x"]), max_size=12))
def test_pronouns_are_found_where_they_can_begin(words: list[str]) -> None:
    front = "".join(words)
    assert [one.span() for one in party_names._pronouns(front)] == [
        one.span() for one in party_names._PRONOUN.finditer(front)
    ]


@given(st.text("ABC-1.ab ", max_size=40))
def test_no_name_of_an_element_is_without_its_sign(text: str) -> None:
    assert sum(len(sign.findall(text)) for sign in reservations._INSIDE) >= len(reservations._NAME.findall(text))


def test_no_white_space_but_the_single_space_is_printable() -> None:
    assert [sign for sign in map(chr, range(sys.maxunicode + 1)) if sign.isspace() and sign.isprintable()] == [" "]
