"""Sets of passages that differ by one edit are found by their marks, or by their words."""

from typing import Any

import pytest

from training.siblings import sibling_sets

TEXT = "The Supplier may suspend the service of the Customer at once on suspicion of misuse of the System."
EDITED = "The Supplier may not suspend the service of the Customer at once on suspicion of misuse of the System."
OTHER = "Payment is due within thirty days after an invoice is received by the finance department."


def records(*texts: str, **marks: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {"id": f"a{number}", "text": text, "families": ["SUS"]} | {name: own[number] for name, own in marks.items()}
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("given", "sets"),
    [
        (records(TEXT, EDITED, OTHER), [{"a0", "a1"}]),
        (records(TEXT, OTHER, EDITED), []),
        (records(TEXT, OTHER, style=("set 01: base", "set 01: gate")), [{"a0", "a1"}]),
        (records(TEXT, OTHER, pair=("P1", "P1")), [{"a0", "a1"}]),
        (records(TEXT, EDITED, TEXT, style=("base", "gate", "base")), [{"a0", "a1"}]),
        (records(TEXT, EDITED, style=("set 01: base", "set 02: base")), []),
    ],
)
def test_sets(given: list[dict[str, Any]], sets: list[set[str]]) -> None:
    found = sibling_sets("batch", given, made_of_sets=False)
    named: dict[str, set[str]] = {}
    for passage, name in found.items():
        named.setdefault(name, set()).add(passage)
    assert list(named.values()) == sets
