"""Sentences with which practitioners delete, replace, insert and keep clauses, in three languages."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from clausegen.amendments import consolidate
from clausegen.ingest.text import read_text
from clausegen.model.document import Document

TABLES = {
    path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(Path(__file__).parent.glob("ways/*.toml"))
}
CASES = [(language, *case) for language, table in TABLES.items() for case in table["cases"]]


def a_document(text: str, path: str) -> Document:
    read = read_text(Path(path), text.encode()).document(Path(path), "txt", "", original=False)
    return read.model_copy(update={"sha256": path})


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("language", "sentence", "goes", "comes"), CASES, ids=[f"{one[0]}: {one[1]}" for one in CASES])
def test_a_sentence_takes_away_what_it_names_and_nothing_else(
    language: str, sentence: str, goes: str, comes: str
) -> None:
    table: dict[str, Any] = TABLES[language]
    paper = a_document(f"{table['before']}\n{sentence}\n{table['after']}", "amendment.txt")
    contract = consolidate([a_document(table["master"], "master.txt"), paper])
    text = plain(contract.document.text[: contract.end])
    gone = {place for place, words in table["places"].items() if words not in text}
    asked = " ".join(
        plain(contract.document.text[start:end]) for question in contract.questions for start, end in question.ranges
    )
    unsure = {place for place, words in table["places"].items() if words in asked}
    expected = set(goes.split())
    for_a_person = {place[1:] for place in expected if place.startswith("?")}
    if for_a_person:
        assert for_a_person <= unsure | gone
        assert gone <= for_a_person | unsure
    else:
        assert gone == expected
    assert any(words in text for words in comes.split("|"))


@pytest.mark.parametrize(
    ("sentence", "uncertain"),
    [
        ("In particular you keep your rights under clauses 9 and 11.", ""),
        ("Nothing in this Deed waives any right that has accrued under clause 11.", ""),
        ("1. Clause 4.1: sixty days instead of thirty.", "4.1 4.1b"),
    ],
    ids=["rights that stay", "what the paper does not do", "words not understood touch the clause they name alone"],
)
def test_a_sentence_that_takes_nothing_away_makes_uncertain_what_it_names_at_most(
    sentence: str, uncertain: str
) -> None:
    table: dict[str, Any] = TABLES["en"]
    paper = a_document(f"{table['before']}\n{sentence}\n{table['after']}", "amendment.txt")
    contract = consolidate([a_document(table["master"], "master.txt"), paper])
    asked = "".join(
        contract.document.text[start:end] for question in contract.questions for start, end in question.ranges
    )
    assert {place for place, words in table["places"].items() if words in plain(asked)} == set(uncertain.split())
    if uncertain:
        assert "sixty days instead" not in contract.document.text[: contract.end]
