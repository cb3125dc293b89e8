"""Numbers that count are the numbers of clauses, whatever they look like."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausegen.ingest import load_document

_WORDS = ("The Supplier may suspend the System.", "The Customer shall cooperate.", "No right lapses.", "Fees fall due.")


def _numbers(tmp_path: Path, lines: list[str], *, between: str = "\n\n") -> list[str]:
    path = tmp_path / "contract.txt"
    path.write_text(f"SUPPLY AGREEMENT\n\n{between.join(lines)}\n", encoding="utf-8")
    return [block.number for block in load_document(path).blocks][1:]


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        pytest.param(["II.1", "II.2", "II.3", "III.1"], ["II.1", "II.2", "II.3", "III.1"], id="numerals"),
        pytest.param(["5-1.", "5-2.", "5-3.", "6-1."], ["5-1", "5-2", "5-3", "6-1"], id="hyphens"),
        pytest.param(["5/1", "5/2", "5/3", "6/1"], ["5/1", "5/2", "5/3", "6/1"], id="slashes"),
        pytest.param(["(1.1)", "(1.2)", "(1.3)", "(2.1)"], ["1.1", "1.2", "1.3", "2.1"], id="in brackets"),
        pytest.param(["1.ª.1", "1.ª.2", "1.ª.3", "2.ª.1"], ["1.ª.1", "1.ª.2", "1.ª.3", "2.ª.1"], id="ordinals"),
        pytest.param(["¶ 1", "¶ 2", "¶ 3", "¶ 4"], ["1", "2", "3", "4"], id="signs"),
        pytest.param(
            ["Item 1.", "Item 2.", "Item 3.", "Item 4."], ["Item 1", "Item 2", "Item 3", "Item 4"], id="words"
        ),
        pytest.param(["GCC 1", "GCC 2", "GCC 3", "GCC 4"], ["GCC 1", "GCC 2", "GCC 3", "GCC 4"], id="codes"),
        pytest.param(["1", "2", "3", "4"], ["1", "2", "3", "4"], id="numbers without a mark"),
        pytest.param(["j1.", "j2.", "j3.", "j4."], ["", "", "", ""], id="not small letters"),
    ],
)
def test_lines_that_count_are_numbered_as_they_are_printed(
    tmp_path: Path, printed: list[str], numbers: list[str]
) -> None:
    lines = [f"{number} {words}" for number, words in zip(printed, _WORDS, strict=True)]
    assert _numbers(tmp_path, lines) == numbers


def test_an_article_with_its_title_in_brackets_is_numbered_and_headed(tmp_path: Path) -> None:
    lines = [f"Article {n} ({title})" for n, title in enumerate(("Purpose", "Equipment", "Conduct"), 1)]
    assert _numbers(tmp_path, lines) == ["1", "2", "3"]


def test_lines_of_one_paragraph_that_count_are_clauses_of_their_own(tmp_path: Path) -> None:
    words = "The Supplier may at any time look into the use that the Customer makes of the System or its records"
    lines = [f"(6.{n}) {words}" for n in (1, 2, 3)]
    assert _numbers(tmp_path, lines, between="\n") == ["6.1", "6.2", "6.3"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["12 Elm Street, Springfield", "40 Oak Avenue, Springfield"], id="addresses do not follow"),
        pytest.param(["1 May 2026", "2 May 2026"], id="two lines are no series"),
        pytest.param(["1. Dezember 2026"], id="a German day"),
        pytest.param(
            ["Article 1 applies to spares", "Article 2 applies to tools", "Article 3 applies to both"],
            id="sentences that cite",
        ),
        pytest.param(["5/1 The first", "7/4 The second", "9/9 The third"], id="numbers that do not count"),
    ],
)
def test_what_does_not_count_is_no_number(tmp_path: Path, lines: list[str]) -> None:
    assert set(_numbers(tmp_path, lines)) == {""}
