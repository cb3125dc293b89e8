"""The structure of a contract: roles, headings, lead-ins, definitions, references."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausegen.document import Block, Document
from clausegen.segment import Role, Structure, structure


def contract(*lines: str) -> Structure:
    blocks = []
    for line in lines:
        number, _, rest = line.partition(" ")
        typed = number[:1].isdigit() or number.startswith("(")
        blocks.append(
            Block(
                text=line,
                start=0,
                end=0,
                number=number.strip("().") if typed else "",
                label=number if typed else "",
                typed_label=len(number) + 1 if typed and rest else 0,
            )
        )
    return structure(Document.from_blocks(blocks))


@pytest.mark.parametrize(
    ("lines", "roles", "why"),
    [
        (
            ["Licence Agreement", "WHEREAS the Vendor makes software;", "1. Use", "1.1 The Agency shall pay."],
            [Role.FRONT, Role.RECITAL, Role.OPERATIVE, Role.OPERATIVE],
            "a numbered clause ends the recitals",
        ),
        (
            ["Background", "The Vendor makes software.", "NOW, THEREFORE, the parties agree:", "1.1 A shall B."],
            [Role.RECITAL, Role.RECITAL, Role.OPERATIVE, Role.OPERATIVE],
            "words of agreement end the recitals",
        ),
        (
            ["1. Use", "1.1 The Agency shall pay.", "Schedule 1 – Limits", "Targets: 5"],
            [Role.OPERATIVE, Role.OPERATIVE, Role.SCHEDULE, Role.SCHEDULE],
            "a schedule goes on to the end",
        ),
        (
            ["1. Use", "1.1 A shall B.", "1.2 A shall C.", "IN WITNESS WHEREOF the parties have signed."],
            [Role.OPERATIVE, Role.OPERATIVE, Role.OPERATIVE, Role.SIGNATURE],
            "signatures bind nobody to a duty",
        ),
    ],
)
def test_clauses_have_roles(lines: list[str], roles: list[Role], why: str) -> None:
    assert [clause.role for clause in contract(*lines).clauses] == roles, why


def test_a_lead_in_reaches_each_item_and_no_further() -> None:
    read = contract(
        "1. Use", "1.1 The Licensee shall NOT:", "(a) sell the System;", "(b) lend it.", "1.2 The Licensee may use it."
    )
    assert [clause.lead_in for clause in read.clauses] == [
        "",
        "",
        "The Licensee shall NOT:",
        "The Licensee shall NOT:",
        "",
    ]


def test_a_definition_is_found_with_its_term() -> None:
    read = contract("1. Definitions", "“Misuse” means any use outside the Permitted Purpose.", "1.2 A shall B.")
    assert [definition.term for definition in read.definitions] == ["Misuse"]


def test_a_reference_to_nothing_is_said() -> None:
    read = contract("1. Use", "1.1 Clause 1.1 and clause 9 apply.")
    assert [(r.target, r.found) for r in read.references] == [("1.1", True), ("9", False)]


@given(st.lists(st.text(alphabet=st.characters(blacklist_characters="\n\r", blacklist_categories=["Cs"]), max_size=60)))
def test_clauses_tile_the_document(lines: list[str]) -> None:
    document = Document.from_blocks([Block(text=line, start=0, end=0) for line in lines])
    read = structure(document)
    assert [(clause.start, clause.end) for clause in read.clauses] == [
        (block.start, block.end) for block in document.agreed_blocks()
    ]
    assert all(clause.start <= clause.body <= clause.end for clause in read.clauses)
