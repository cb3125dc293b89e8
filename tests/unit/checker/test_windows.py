"""Windows repeat the contract word for word, and every binding clause is judged once by its own words."""

import itertools
from collections import Counter
from collections.abc import Collection

import pytest
from builders import document
from hypothesis import given, settings
from hypothesis import strategies as st

from clausegen.amendments.read import structure
from clausegen.checker.candidate import Span
from clausegen.checker.scoring import is_title, led
from clausegen.checker.sentences import split
from clausegen.checker.windows import MOST_WORDS, Window, windows
from clausegen.model.contract import Structure
from clausegen.structure.party_roles import CUSTOMER, SUPPLIER
from clausegen.structure.party_sides import parties

TEXT = """1. Suspension
1.1 Where the Supplier suspects misuse it may:
(a) stop all use at once;
(b) keep it stopped while it inquires.
1.2 No notice need be given.
2. Fees
2.1 The fee is one euro a year."""


def read(text: str) -> Structure:
    return structure(document(text))


def cut(contract: Structure, chosen: Collection[int] | None = None) -> list[Window]:
    return windows(contract, parties(contract), chosen)


def seen(window: Window, number: int) -> str:
    return " ".join(window.text[part.start : part.end] for part in window.readings[number].parts)


def words(count: int) -> str:
    return " ".join(f"Sentence {n} of a long clause binds the Customer." for n in range(count))


def test_clauses_of_a_section_are_read_together_and_those_of_another_are_not() -> None:
    first, second = cut(read(TEXT))
    assert "stop all use" in first.text
    assert "No notice" in first.text
    assert "fee is one euro" in second.text


def test_a_list_item_is_judged_with_its_heading_and_lead_in_and_without_its_neighbours() -> None:
    window = cut(read(TEXT))[0]
    item = next(
        n for n, reading in enumerate(window.readings) if "stop all use" in seen(window, n) and not reading.wide
    )
    assert seen(window, item).startswith(f"Suspension. Where the {SUPPLIER} suspects misuse it may:")
    assert "No notice" not in seen(window, item)


def test_headings_and_lead_ins_are_written_once() -> None:
    window = cut(read(TEXT))[0]
    assert window.text.count("Suspension") == 1
    assert window.text.count("suspects misuse") == 1


def test_all_clauses_of_a_window_are_judged_as_one_too() -> None:
    window = cut(read(TEXT))[0]
    assert [reading.wide for reading in window.readings].count(True) == 1
    assert seen(window, -1) == window.text


def test_only_chosen_clauses_are_read_and_a_single_one_between_them_comes_along() -> None:
    whole = read(TEXT)
    lead_in, _, last = (next(c for c in whole.clauses if t in whole.text(c)) for t in ("suspects", "stop all", "keep"))
    window = cut(whole, {lead_in.index, last.index})[0]
    assert "stop all use" in window.text
    assert Counter(index for reading in window.readings if not reading.wide for index in reading.clauses) == Counter(
        [lead_in.index, last.index]
    )
    assert cut(whole, set()) == []


def test_a_long_clause_is_read_in_pieces_that_share_a_sentence() -> None:
    found = cut(read(f"1. Use\n1.1 {words(60)}"))
    assert len(found) > 1
    assert all(len(window.text.split()) <= MOST_WORDS + 12 for window in found)
    for before, after in itertools.pairwise(found):
        assert before.readings[0].spans[0].end > after.readings[0].spans[0].start


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=8), st.sets(st.integers(0, 20)))
def test_every_word_of_a_window_stands_in_the_contract_where_it_says(sizes: list[int], chosen: set[int]) -> None:
    whole = read("\n".join(f"{n}.1 {words(size)}" for n, size in enumerate(sizes, 1)))
    for window in cut(whole, chosen):
        for here, there in window.places:
            printed, read_as = whole.document.text[there.start : there.end], window.text[here.start : here.end]
            assert read_as == {"Supplier": SUPPLIER, "Customer": CUSTOMER}.get(printed, printed)
            assert window.part(there) == here
        for reading in window.readings:
            assert set(reading.clauses) <= chosen or reading.wide
            assert all(0 <= part.start <= part.end <= len(window.text) for part in reading.parts)


def test_the_parties_are_read_as_their_roles_and_found_again_in_the_contract() -> None:
    whole = read(
        'Made between Halden Optics AB ("Halden") and the Ministry of the Interior of Ruritania ("Ruritania").\n'
        "1. Use\n1.1 Halden's counsel may stop Ruritania. The fee is due to Halden."
    )
    (window,) = (one for one in cut(whole) if "fee is due" in one.text)
    assert f"{SUPPLIER}'s counsel may stop {CUSTOMER}. The fee is due to {SUPPLIER}." in window.text
    text = whole.document.text
    for words, seen_as in (
        ("Halden's counsel", f"{SUPPLIER}'s counsel"),
        ("stop Ruritania", f"stop {CUSTOMER}"),
        ("fee", "fee"),
    ):
        at = text.index(words)
        part = window.part(Span(start=at, end=at + len(words)))
        assert part is not None
        assert window.text[part.start : part.end] == seen_as


def test_a_long_clause_that_is_not_judged_makes_no_window_of_its_own() -> None:
    long = words(MOST_WORDS // 9 + 2)
    text = f"1. Use\n1.1 {words(18)}\n1.2 {long}\n1.3 {words(18)}"
    contract = read(text)
    chosen = {c.index for c in contract.binding() if c.number in ("1.1", "1.3")}
    assert len(chosen) == 2
    made = cut(contract, chosen)
    assert all(window.readings for window in made)
    assert {
        index for window in made for reading in window.readings if not reading.wide for index in reading.clauses
    } == chosen


@pytest.mark.parametrize(
    ("text", "count", "why"),
    [
        ("Er tritt am 1. April 2026 in Kraft. Er endet am 31. März 2027.", 2, "days of German dates"),
        ("Le client respecte l'art. 5 du règlement. Il paie.", 2, "a numbered article"),
        ("Delivery takes place on day 12. April is a month of holidays.", 1, "the price: such a pair is one sentence"),
    ],
)
def test_full_stops_of_dates_and_articles_end_no_sentence(text: str, count: int, why: str) -> None:
    assert len(split(text)) == count, why


@pytest.mark.parametrize(
    ("words", "title", "why"),
    [
        ("Entire Agreement; Modification.", True, "a run-in heading"),
        ("Severability.", True, "one word"),
        ("No notice is needed.", False, "a short sentence"),
        ("The decision is ours alone.", False, "a short sentence"),
        ("SUSPENSION", True, "in capitals"),
    ],
)
def test_run_in_headings_are_told_from_short_sentences(words: str, title: bool, why: str) -> None:
    assert is_title(words) is title, why


@pytest.mark.parametrize(
    ("best", "following", "quoted", "why"),
    [
        ("Order of precedence.", "Schedule 6 prevails.", "Order of precedence. Schedule 6 prevails.", "a heading"),
        ("No notice is needed.", "It is sent later.", "No notice is needed. It is sent later.", "it may be a heading"),
        ("Schedule 6 prevails over the Order Form.", "The rest follows.", "Schedule 6 prevails over the Order Form.",
         "a sentence of its own"),
        ("Initial Period: 12 months", "Charges: GBP 100", "Initial Period: 12 months", "a row of a form is no heading"),
        ("Order of precedence.", "", "Order of precedence.", "nothing follows"),
    ],
)  # fmt: skip
def test_a_heading_alone_is_never_the_quotation(best: str, following: str, quoted: str, why: str) -> None:
    """Earlier versions quoted “Order of precedence.” as what contradicts, and left out the order itself."""
    text = f"{best} {following}"
    spans = [Span(start=0, end=len(best)), *([Span(start=len(best) + 1, end=len(text))] if following else [])]
    found = led(spans[0], spans, text)
    assert text[found.start : found.end] == quoted, why
