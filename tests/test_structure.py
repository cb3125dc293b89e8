"""The structure of a contract: roles, headings, lead-ins, definitions, references."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausegen.document import Block, BlockKind, Document
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


@pytest.mark.parametrize(
    ("lines", "missing", "why"),
    [
        (["1. Use", "1.1 Fees are set out in Schedule 3."], ("Schedule 3",), "no such schedule"),
        (["1. Use", "1.1 Schedule 1 applies.", "SCHEDULE 1", "Fees: 5"], (), "there, in capitals"),
        (["1. Use", "1.1 Annex II applies.", "Annex 2 – Limits", "Targets: 5"], (), "a numeral for a figure"),
        (
            ["1. Use", "1.1 Schedules 1, 2 and 3 apply.", "Schedule 2 – Fees", "5"],
            ("Schedule 1", "Schedule 3"),
            "a list",
        ),
        (["1. Use", "1.1 Exhibit A applies.", "Exhibit A", "[to be attached]"], ("Exhibit A",), "only its heading"),
        (["1. Use", "1.1 Exhibit A applies.", "Exhibit A", "Exhibit B", "Fees"], ("Exhibit A",), "nothing under it"),
        (["1. Use", "1.1 Annex I of the Regulation applies."], (), "another text's annex"),
        (["1. Use", "1.1 We schedule a meeting and exhibit a product."], (), "words, not schedules"),
        (["Exhibit A – Fees ........ 20", "1. Use", "1.1 Exhibit A applies."], ("Exhibit A",), "a line of contents"),
        (["1. Use", "1.1 Joint Schedule 9 applies.", "JOINT SCHEDULE 9 (TERMS)", "1. Misuse ends use."], (), "named"),
    ],
)
def test_schedules_referred_to_and_not_there_are_named(lines: list[str], missing: tuple[str, ...], why: str) -> None:
    read = contract(*lines)
    assert read.missing_schedules == missing, why
    assert read.coverage.missing_schedules == missing
    assert any(notice.code == "missing-schedule" for notice in read.notices) == bool(missing)


def test_a_schedule_attached_as_a_file_is_there() -> None:
    text = Block(text="Fees are set out in Schedule 3.", start=0, end=0)
    fees = Block(text="Five euro.", start=0, end=0, part="attachment:Schedule 3 - Fees.pdf")
    assert structure(Document.from_blocks([text, fees])).missing_schedules == ()


def test_a_schedule_numbered_by_word_is_there() -> None:
    text = Block(text="Fees are set out in Schedule 3.", start=0, end=0)
    head = Block(text="Fees", start=0, end=0, label="Schedule 3", number="3")
    assert structure(Document.from_blocks([text, head, text])).missing_schedules == ()


@pytest.mark.parametrize(
    ("line", "term"),
    [
        ("“Misuse” means any use outside the Purpose.", "Misuse"),
        ("Misuse means any use outside the Purpose.", "Misuse"),
        ("Permitted Purpose: the purpose set out in the Order.", "Permitted Purpose"),
        ("(a) “Misuse”: any use outside the Purpose;", "Misuse"),
        ("The end user of the System (the “End User”) shall pay.", "End User"),
        ("This means that nobody may use it.", None),
        ("„Missbrauch“ bedeutet jede Nutzung außerhalb des Zwecks.", "Missbrauch"),
        ("« Abus » désigne tout usage hors de l’objet.", "Abus"),
    ],
)
def test_terms_are_defined_in_several_forms(line: str, term: str | None) -> None:
    read = contract("1. Definitions", line, "2. Use", "2.1 A shall B.")
    assert [definition.term for definition in read.definitions] == ([term] if term else [])


def test_terms_are_defined_in_tables() -> None:
    def cell(text: str, row: int, column: int) -> Block:
        anchor = f"word/document.xml#p1;t1r{row}c{column}"
        return Block(text=text, start=0, end=0, kind=BlockKind.TABLE_CELL, anchor=anchor)

    cells = ["Term", "Meaning", "Misuse", "any use outside the Purpose", "Purpose", "the purpose of the Order"]
    read = structure(Document.from_blocks([cell(text, n // 2 + 1, n % 2 + 1) for n, text in enumerate(cells)]))
    assert [definition.term for definition in read.definitions] == ["Misuse", "Purpose"]
    first = read.definitions[0]
    assert read.document.text[first.start : first.end] == "Misuse\nany use outside the Purpose"
