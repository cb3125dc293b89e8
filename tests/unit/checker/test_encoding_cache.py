"""What was made of a text once is not worked out again, and never given for another text or question."""

import functools
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from clausegen.checker import encoding_cache as hearing
from clausegen.checker.candidate import Span
from clausegen.checker.encoding_cache import CachedText, cached
from clausegen.checker.reader import SATISFIED, Encoded, Reader, reader
from clausegen.library.load import load_library
from clausegen.model.requirement import Element

ELEMENTS = {element.code: element for r in load_library().requirements.values() for element in r.elements}
SUSPENDS = "The Supplier may suspend the Licensed System at once and without notice if it suspects misuse."
PAYS = "The Customer shall pay each invoice within thirty days of its date."


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The texts that the network encodes from now on, by a process that remembers nothing."""
    texts: list[str] = []
    hear_all = Reader.encode

    def counted(self: Reader, chosen: Sequence[str]) -> list[Encoded]:
        texts.extend(chosen)
        return hear_all(self, chosen)

    monkeypatch.setattr(Reader, "encode", counted)
    hearing._answers_about.cache_clear()
    yield texts
    hearing._answers_about.cache_clear()


def whole(text: str) -> list[list[Span]]:
    return [[Span(start=0, end=len(text))]]


def support(heard: CachedText, element: Element) -> float:
    return float(heard.joined(whole(heard.text), [element])[0, 0, SATISFIED])


def test_a_text_that_comes_again_is_not_encoded_again_and_gets_the_same_answer(encoded: list[str]) -> None:
    first = [support(one, ELEMENTS["SUS-1"]) for one in cached([SUSPENDS, PAYS, SUSPENDS])]
    again = [support(one, ELEMENTS["SUS-1"]) for one in cached([PAYS, SUSPENDS])]
    assert encoded == [SUSPENDS, PAYS]
    assert first == [again[1], again[0], again[1]]
    assert first[0] > 0.5 > first[1]


def test_another_question_about_a_known_text_is_worked_out(encoded: list[str]) -> None:
    (first,) = cached([SUSPENDS])
    suspended = support(first, ELEMENTS["SUS-1"])
    (again,) = cached([SUSPENDS])
    part = [[Span(start=0, end=SUSPENDS.index(" at once"))]]
    assert support(again, ELEMENTS["TRN-1"]) < 0.5 < suspended, "another element"
    assert again.joined(part, [ELEMENTS["SUS-1"]])[0, 0, SATISFIED] != suspended, "other words of it"
    assert again.verified(whole(SUSPENDS), [ELEMENTS["SUS-1"]])[0, 0, SATISFIED] != suspended, "one reader alone"
    assert encoded == [SUSPENDS, SUSPENDS]


def test_an_element_worded_anew_is_asked_anew(encoded: list[str]) -> None:
    asked = ELEMENTS["SUS-1"]
    reworded = asked.model_copy(update={"statement": "The Customer pays every invoice within thirty days."})
    (one,) = cached([PAYS])
    assert support(one, reworded) != support(one, asked)


def test_the_reader_of_other_languages_answers_for_itself(encoded: list[str]) -> None:
    asked = [ELEMENTS["SUS-1"]]
    said = [cached([SUSPENDS], english=english)[0].verified(whole(SUSPENDS), asked) for english in (True, False)]
    assert not np.array_equal(*said)
    assert encoded == [SUSPENDS, SUSPENDS]


def test_answers_are_those_of_the_readers_and_cannot_be_changed(encoded: list[str]) -> None:
    elements = [ELEMENTS["SUS-1"], ELEMENTS["TRN-1"]]
    (one,) = cached([SUSPENDS])
    answer = one.verified(whole(SUSPENDS), elements)
    (heard,) = reader().encode([SUSPENDS])
    assert np.array_equal(answer, reader().judge(heard, whole(SUSPENDS), elements))
    with pytest.raises(ValueError, match="read-only"):
        answer[0, 0, SATISFIED] = 1.0


def test_the_text_asked_about_longest_ago_is_forgotten_first() -> None:
    about = functools.lru_cache(maxsize=2)(hearing._answers_about.__wrapped__)
    answer = np.zeros(0, dtype=np.float32)
    for text in ("one", "two", "one", "three"):
        about(text, True)[(None, (), (text,))] = answer
    assert about("one", True)
    assert about("three", True)
    assert not about("two", True)
