"""Numbers of clauses as letters and Roman numerals."""

from __future__ import annotations

import pytest

from clausegen.model import from_letters, from_roman, to_letters, to_roman

NO_NUMERALS = [
    ("", "nothing"),
    ("iiii", "a numeral that nobody writes"),
    ("vx", "five from ten is written v"),
    ("iixx", "two from twenty is written xviii"),
    ("mix up", "more than a numeral"),
    ("via", "a word that begins as one"),
    ("\u2163", "one character for iv"),
]


@pytest.mark.parametrize("number", [1, 4, 9, 14, 19, 40, 49, 90, 99, 400, 944, 1999, 4000])
def test_a_roman_numeral_is_read_as_it_was_written(number: int) -> None:
    assert from_roman(to_roman(number)) == from_roman(to_roman(number).upper()) == number


@pytest.mark.parametrize(("number", "written"), [(4, "iv"), (19, "xix"), (58, "lviii"), (1994, "mcmxciv")])
def test_a_number_is_written_as_a_roman_numeral(number: int, written: str) -> None:
    assert to_roman(number) == written


@pytest.mark.parametrize(("text", "reason"), NO_NUMERALS)
def test_a_text_that_is_no_roman_numeral_has_no_value(text: str, reason: str) -> None:
    assert from_roman(text) == 0, reason


@pytest.mark.parametrize(("number", "written"), [(1, "a"), (26, "z"), (27, "aa"), (28, "bb"), (53, "aaa")])
def test_letters_count_as_in_word_processors(number: int, written: str) -> None:
    assert to_letters(number) == written
    assert from_letters(written.upper()) == number


@pytest.mark.parametrize("text", ["", "ab", "é", "a1"])
def test_a_text_that_is_no_number_in_letters_has_no_value(text: str) -> None:
    assert from_letters(text) == 0
