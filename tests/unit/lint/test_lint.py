"""Drafting faults: each kind planted once, and the look-alikes that are none."""

from __future__ import annotations

import pytest

from clausegen.lint.inspections import faults
from clausegen.model.document import Block, BlockKind, Document

FRAME = """
Between A Ltd and B (the “Customer”).
1. Definitions
“Fees” means the amounts in Schedule 1.
2. Payment
2.1 The Customer shall pay the Fees.
{}
Schedule 1: Fees
The Fees are 100.
"""


def contract(*lines: str) -> Document:
    """A small contract without a fault, with lines added to clause 2. Numbers are typed before each line."""
    blocks = []
    for line in FRAME.format("\n".join(lines)).strip().splitlines():
        number, _, words = line.partition(" ")
        numbered = number[:1].isdigit() or (number.startswith("(") and len(number) < 5)
        heading = line.startswith("Schedule 1:") or (numbered and len(words.split()) == 1 and "." not in number[:-1])
        blocks.append(
            Block(
                text=words if numbered else line,
                start=0,
                end=0,
                kind=BlockKind.HEADING if heading else BlockKind.PARAGRAPH,
                number=number.rstrip(".") if numbered else "",
                label=number if numbered else "",
                level=number.count("."),
            )
        )
    return Document.from_blocks(blocks)


def codes(*lines: str) -> set[str]:
    return {fault.code for fault in faults(contract(*lines))}


def test_a_contract_without_a_fault_has_none() -> None:
    assert faults(contract()) == []


PLANTED = [
    (("2.2 The Widget is late. Any Widget is lost.",), "undefined-term", "a term nothing defines"),
    (("2.2 Pay within 5 Business Days, or within 9 Business Days.",), "undefined-term", "a term after a figure"),
    (("“Goods” means things.",), "unused-term", "a definition nobody needs"),
    (("“Fees” means other amounts.",), "term-defined-twice", "two meanings of one word"),
    (("“Goods” means things described as such in clause 2.1.", "2.2 The Goods last."), "definition-misplaced", "2.2"),
    (("2.2 This is subject to clause 9.4.",), "broken-reference", "a clause that is not there"),
    (("2.2 See Schedule 7.",), "missing-schedule", "a schedule that is not there"),
    (("2.3 The Customer shall wait.",), "numbering", "2.2 is left out"),
    (("2.1 The Customer shall wait.",), "numbering", "2.1 comes twice"),
    (("2.2 Up to 5 concurrent targets.", "2.3 No more than 9 targets."), "figures-differ", "two limits"),
    (("2.2 Within sixty (90) days the Customer shall pay.",), "words-and-figures", "sixty is not 90"),
    (
        ("2.2 Either party gives 30 days’ notice of non-renewal.", "2.3 A party gives 60 days’ notice of non-renewal."),
        "periods-differ",
        "two notice periods",
    ),
    (
        ("2.2 A party may end it on ninety days’ notice.", "2.3 Termination under clause 2.2 requires 30 days."),
        "periods-differ",
        "a clause repeated with another period",
    ),
    (("2.2 The Supplier may suspend the System.",), "undefined-term", "a sure term used once"),
    (("2.2 It stops where the Supplier suspects Misuse.",), "undefined-term", "a sure term without article"),
    (("2.2 The Customer is [●].",), "placeholder", "a bullet in brackets"),
    (("2.2 The date is [insert date].",), "placeholder", "an instruction left in"),
    (("2.2 The Supplier is {provider_name}.",), "placeholder", "a name in curly brackets"),
    (("2.2 The price is TBD.",), "placeholder", "to be decided"),
    (("2.2 It lies at ___ Square.",), "placeholder", "a short rule"),
    (("2.2 The seat is [name of city].",), "placeholder", "a thing named in brackets"),
    (("2.2 It lies at <address>.",), "placeholder", "a thing named in pointed brackets"),
    (("2.2 INSERT TEXT HERE.",), "placeholder", "an instruction in capitals"),
    (("2.2 The seat is in ???.",), "placeholder", "question marks"),
    (("2.2 to be confirmed",), "placeholder", "nothing but a promise to fill it in"),
    (
        ("2.2 This is subject to clause 2.3.", "2.3 This is subject to clause 2.2."),
        "circular-priority",
        "each yields to the other",
    ),
    (
        ("2.2 The order prevails over the schedule.", "2.3 The schedule prevails over the order."),
        "precedence-conflict",
        "both prevail",
    ),
]


@pytest.mark.parametrize(("lines", "code", "reason"), PLANTED)
def test_a_planted_fault_is_found(lines: tuple[str, ...], code: str, reason: str) -> None:
    assert code in codes(*lines), reason


CLEAN = [
    (("2.2 This follows Article 17 of the Covenant and section 12 of the Police Act.",), "other texts' numbers"),
    (("2.2 Clause 9.4 of the Existing Agreement is replaced.",), "another contract's clause"),
    (("2.2 The Customer shall pay on a Monday in any January.",), "capitals by custom"),
    (("2.2 Within sixty (60) days the Customer shall pay.",), "words and figures agree"),
    (("2.2 The Customer shall pay:", "(a) first; and", "(b) second."), "a list in order"),
    (("2.2 The Fee is due.",), "the singular of a defined term"),
    (("2.2 See section 2.1. Records are kept as section 227.720 requires.",), "a section of a code without its name"),
    (
        (
            "2.2 A party may end it on ninety days’ notice.",
            "2.3 Termination under clause 2.2 requires ninety (90) days.",
        ),
        "the same period",
    ),
    (
        ("2.2 A party may end it on ninety days’ notice.", "2.3 Termination under clause 2.2 requires three months."),
        "units that cannot be compared",
    ),
    (
        (
            "2.2 Either may end it on 90 days’ notice, or on 5 days’ notice.",
            "2.3 Notice under clause 2.2 needs 5 days.",
        ),
        "two periods to choose from",
    ),
    (("2.2 “System” means what runs.", "2.3 The System is here."), "a sure term defined"),
    (("2.2 The System stops. Its terms have the same meaning here.",), "a term of another paper"),
    (("2.2 This concerns Corvane Systems and the Police System.",), "a part of a name"),
    (("2.2 Within twenty-four (24) hours, or one hundred and twenty (120) days.",), "composed numbers"),
    (("2.2 This follows Articles 17 and 19(3) of the Covenant.",), "several articles of another text"),
    (("2.2 The limit is from 1 April 2026 Concurrent Targets 15.", "2.3 At most 15 targets."), "a year is no limit"),
    (("2.2 “Includes” means includes without limitation.",), "a word explained, not a term"),
    (("“Goods” has the meaning given in clause 2.2.", "2.2 (“Goods”) are things; the Goods last."), "said where"),
    (("“Goods” means things. “Ware” means wares.", "2.2 A Ware is a Ware, not the Goods."), "definitions run together"),
    (("“Goods” means things described as such in clause 2.2.", "2.2 The Goods last."), "the term stands there"),
    (("“Goods” has the meaning given in clause 2.", "2.2 The Goods last."), "the term stands below"),
    (("7 Drafting note: STD-1. Source: Other Licence, section 14.10 (no rights).",), "a note of the drafter"),
]


@pytest.mark.parametrize(("lines", "reason"), CLEAN)
def test_a_look_alike_is_no_fault(lines: tuple[str, ...], reason: str) -> None:
    assert codes(*lines) == set(), reason


SURVIVAL = [
    ("1.1 The Customer shall keep it secret.", "(a) clause 1 (confidentiality).", False, "named by its subject"),
    ("1.1 The Customer shall keep it secret.", "(a) clause 1 (audit and logs).", True, "named by another subject"),
    ("1.1 This clause survives termination.", "(a) clause 1 (confidentiality).", False, "says so and is named"),
    ("1.1 It is so.", "(a) clause 2 (payment).", False, "nothing says that it survives"),
    ("1.1 This clause 1 shall survive termination.", "(a) clause 2 (payment).", True, "says so and is not named"),
]


@pytest.mark.parametrize(("clause", "entry", "faulty", "reason"), SURVIVAL)
def test_the_survival_list_fits_the_clauses(clause: str, entry: str, faulty: bool, reason: str) -> None:
    lines = ["1. Confidentiality", clause, "2. Payment", "2.1 The Customer shall pay.", "3. Survival"]
    lines += ["3.1 These clauses survive the end of this contract:", entry]
    blocks = []
    for line in lines:
        number, _, words = line.partition(" ")
        heading = number.endswith(".")
        kind = BlockKind.HEADING if heading else BlockKind.LIST_ITEM
        number = "3.1(a)" if number == "(a)" else number.rstrip(".")
        blocks.append(Block(text=words, start=0, end=0, kind=kind, number=number, label=number))
    found = {fault.code for fault in faults(Document.from_blocks(blocks))}
    assert ("survival-list" in found) is faulty, reason


def test_a_fault_says_where_it_is() -> None:
    document = contract("2.2 The Customer is [●].")
    fault = faults(document)[0]
    assert document.text[fault.start : fault.end] == "[●]"
    assert str(fault) == "clause 2.2: a blank is left open: [●] [placeholder]"


SIGNED = [
    ("Name: [●]", 1, "a name nobody filled in"),
    ("Title: TBD", 1, "a title nobody filled in"),
    ("Name: [full name of signatory]", 1, "an instruction"),
    ("Name: ____________", 0, "a line to write on"),
    ("Title: [          ]", 0, "a box to write in"),
    ("Date: [●]", 0, "a day that is written when one signs"),
    ("Signature: [signature]", 0, "where one signs"),
    ("Name: Maren Holt", 0, "a name"),
]


@pytest.mark.parametrize(("line", "blanks", "reason"), SIGNED)
def test_a_blank_in_a_signature_block_is_one_unless_somebody_signs_on_it(line: str, blanks: int, reason: str) -> None:
    body = contract("2.2 The Customer shall pay.")
    signature = [
        Block(text=text, start=0, end=0, kind=BlockKind.SIGNATURE) for text in ("Signed for the Customer", line)
    ]
    found = faults(Document.from_blocks([*body.blocks, *signature]))
    assert len([fault for fault in found if fault.code == "placeholder"]) == blanks, reason


def numbered(*lines: tuple[str, str]) -> Document:
    """Blocks with a number each, as a reader makes them."""
    kinds = {True: BlockKind.TABLE_CELL, False: BlockKind.LIST_ITEM}
    return Document.from_blocks(
        [
            Block(text=text, start=0, end=0, kind=kinds[text.endswith("%")], number=number, label=number)
            for number, text in lines
        ]
    )


BROKEN_LINES = [
    (("clause 26.", "clause 26. A Party may wait."), "a reference at the beginning of a line"),
    (("2026.", "2026. It expires at the end of that term."), "a year at the beginning of a line"),
    (("99.9", "99.9 %"), "a figure in a table"),
    (("3.A", "Exhibit A: Particulars"), "an exhibit that is numbered among the clauses"),
]


@pytest.mark.parametrize(("odd", "reason"), BROKEN_LINES)
def test_a_number_that_is_no_clause_number_leaves_no_gap(odd: tuple[str, str], reason: str) -> None:
    document = numbered(
        ("1.", "The Customer shall pay the price as provided below."),
        ("2.", "The Customer shall pay on time, as it has agreed with the"),
        odd,
        ("3.", "The Customer shall not wait."),
    )
    assert [fault.code for fault in faults(document) if fault.code == "numbering"] == [], reason


ITEMS_THAT_CITE = [
    (("(a)", "(b)", "(c)", "(d)"), set(), "all are there, two of them citing a clause first"),
    (("(a)", "(b)", "(d)", "(e)"), {"numbering"}, "(c) is left out among them"),
]


@pytest.mark.parametrize(("labels", "expected", "reason"), ITEMS_THAT_CITE)
def test_items_that_begin_with_a_citation_are_counted(labels: tuple[str, ...], expected: set[str], reason: str) -> None:
    words = ("the duty to pay;", "clause 1 (price);", "clause 2 (survival); and", "this list.")
    blocks = [
        Block(text=text, start=0, end=0, kind=BlockKind.LIST_ITEM, number=number, label=label)
        for number, label, text in (
            ("1", "1.", "The Customer shall pay the price."),
            ("2", "2.", "The following survive:"),
            *((f"2{label}", label, text) for label, text in zip(labels, words, strict=True)),
        )
    ]
    assert {fault.code for fault in faults(Document.from_blocks(blocks))} == expected, reason


def test_an_exhibit_with_an_automatic_number_is_there() -> None:
    blocks = [
        Block(text="The particulars stand in Exhibit A.", start=0, end=0, kind=BlockKind.LIST_ITEM, number="1."),
        Block(text="Particulars", start=0, end=0, kind=BlockKind.HEADING, number="1.A", label="Exhibit A:"),
        Block(text="The price is 100.", start=0, end=0, kind=BlockKind.PARAGRAPH),
    ]
    assert faults(Document.from_blocks(blocks)) == []


AMENDS = (
    "This Amendment No. 1 is made on 14 May 2026 and amends the Supply Agreement dated 3 March 2025 (the “Agreement”)."
)
AMENDMENTS = [
    ("1. Clause 6.2 of the Agreement is deleted. / 2. The rest stays in force.", set(), "a clause of the master"),
    ("1. The term is extended. / 2. Clause 6.2 of the Agreement is deleted. / 3. The rest stays.", set(), "2 is there"),
    ("1. Clause 6.2 of the Agreement is deleted. / 3. The rest stays in force.", {"numbering"}, "2 is left out"),
    (
        "1. Clause 4.1 of the Agreement is deleted and replaced by: “4.1 The Supplier may suspend the System under "
        "clause 7.3.” / 2. The rest stays in force.",
        set(),
        "terms and references of the new words",
    ),
    (
        "1. Clause 6.2 of the Agreement is deleted. / 2. Clause 9.4 of this Amendment prevails.",
        {"broken-reference"},
        "a clause of the amendment itself",
    ),
]


@pytest.mark.parametrize(("words", "expected", "reason"), AMENDMENTS)
def test_an_amendment_speaks_of_the_contract_that_it_changes(words: str, expected: set[str], reason: str) -> None:
    lines = [("", "Amendment No. 1"), ("", AMENDS)]
    lines += [(line.partition(" ")[0], line.partition(" ")[2]) for line in words.split(" / ")]
    blocks = [
        Block(text=text, start=0, end=0, kind=BlockKind.PARAGRAPH, number=label.rstrip("."), label=label)
        for label, text in lines
    ]
    assert {fault.code for fault in faults(Document.from_blocks(blocks))} == expected, reason
