"""The label at the beginning of a block is read as it is printed, in figures or in words."""

import pytest

from clausegen.amendments.outline import label_of

LABELS = [
    ("EIGHTH. Suspension and clarification", ("8",), "an ordinal"),
    ("CLÁUSULA OCTAVA.- Suspensión", ("8",), "an ordinal behind the word for a clause"),
    ("Décima tercera.- Ley aplicable", ("13",), "an ordinal of two words"),
    ("Clause nine: Fees", ("9",), "a number in words"),
    ("First, the Supplier delivers.", None, "the beginning of a sentence"),
    ("Segunda mano de obra", None, "an adjective"),
]


@pytest.mark.parametrize(("words", "parts"), [case[:2] for case in LABELS], ids=[case[2] for case in LABELS])
def test_a_label_is_read_in_figures_and_in_words(words: str, parts: tuple[str, ...] | None) -> None:
    found = label_of(words)
    assert (found and found[0].parts) == parts
