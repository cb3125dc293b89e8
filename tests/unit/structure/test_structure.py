"""The structure of a contract: roles, headings, lead-ins, definitions, references."""

import pytest
from builders import document
from hypothesis import given
from hypothesis import strategies as st

from clausegen.amendments.read import structure
from clausegen.model.contract import Role, Structure
from clausegen.model.document import Block, BlockKind, Document


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


def role_of(text: str, words: str) -> Role:
    """The role of the clause in ``text`` that ends with ``words``."""
    read = structure(document(text))
    return next(clause.role for clause in read.clauses if read.text(clause).endswith(words))


LONG = "The System is delivered with its manual, a licence key and a list of its parts."
TERMS = "LICENCE AGREEMENT / between Orion Ltd and the Ministry. / 1. Use / 1.1 The Ministry shall pay. / 8. Service / "


@pytest.mark.parametrize(
    ("clauses", "words", "role", "why"),
    [
        ("8.1 Whereas use is public, it matters. / 8.2 It shall stay on.", "stay on.", Role.OPERATIVE, "its neighbour"),
        ("8.1 Whereas use is public, it matters.", "matters.", Role.RECITAL, "the clause itself"),
        ("Whereas use is public. / The Supplier shall not stop.", "not stop.", Role.OPERATIVE, "without numbers"),
        ("8.1 Whereas use is public, the Supplier shall not stop.", "not stop.", Role.OPERATIVE, "a duty follows"),
        ("8.1 Whereas use is public. Nobody may stop; it shall go on.", "go on.", Role.OPERATIVE, "a sentence follows"),
        ("8.1 Whereas the parties wish: / (a) to stop at once;", "at once;", Role.RECITAL, "an item under it"),
        ("8.1 Whereas use is public, the Supplier shall not: / (a) stop it;", "stop it;", Role.OPERATIVE, "a denial"),
        ("WHEREAS / (A) Orion may stop at once. / (B) Both agree.", "at once.", Role.RECITAL, "recitals after terms"),
        ("WHEREAS Orion may stop; / AND WHEREAS both wish it.", "wish it.", Role.RECITAL, "each by its words"),
    ],
)
def test_a_whereas_among_the_terms_is_a_recital_by_itself(clauses: str, words: str, role: Role, why: str) -> None:
    assert role_of(TERMS + clauses + " / 9. Law / 9.1 The law of Ruritania applies.", words) is role, why


@pytest.mark.parametrize(
    ("recitals", "words", "why"),
    [
        ("(A) Orion sells. / Human rights / (B) Orion may stop at once.", "at once.", "under a heading of their own"),
        (
            "(A) Orion sells. / Human rights / Much is at stake. / (B) Orion may stop at once.",
            "stake.",
            "a text between",
        ),
        ("(A) Orion sells. / (B) Human rights. Orion may stop at once.", "at once.", "headed by their first words"),
        ("(A) Human rights. Orion may stop at once.", "at once.", "the first of them"),
        ("(A) The parties have agreed to work together. / (B) Orion may stop.", "may stop.", "an agreement told of"),
        ("(A) The parties agree that trust matters. / (B) Orion may stop.", "may stop.", "a belief that is shared"),
        ("(A) Orion sells on agreed terms. / (B) Orion may stop.", "may stop.", "terms agreed before"),
    ],
)
def test_recitals_go_on(recitals: str, words: str, why: str) -> None:
    text = (
        f"LICENCE AGREEMENT / between Orion Ltd and the Ministry. / BACKGROUND / {recitals} / 1. Use / 1.1 Orion pays."
    )
    assert role_of(text, words) is Role.RECITAL, why
    assert role_of(text, "Orion pays.") is Role.OPERATIVE


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            f"BACKGROUND / (A) Orion sells. / Licence / {LONG} Orion may stop at once.",
            "a heading and no further letter",
        ),
        ("BACKGROUND / A. Orion sells. / SERVICES / A. Orion may stop at once.", "a list that begins again"),
        ("BACKGROUND / Orion sells. / SERVICES / A. Orion may stop at once.", "recitals without letters"),
        (
            "BACKGROUND / (A) Orion sells. / The parties agree as follows. / Orion may stop at once.",
            "words of agreement",
        ),
        ("BACKGROUND / (A) The parties have agreed as follows: / Orion may stop at once.", "in a recital"),
        ("RECITALS / Orion sells. / They have agreed as follows: / Orion may stop at once.", "by another name"),
        ("RECITALS / Orion sells. / AGREED TERMS / Orion may stop at once.", "a heading of terms"),
    ],
)
def test_recitals_end(text: str, why: str) -> None:
    assert role_of(f"LICENCE AGREEMENT / between Orion Ltd and the Ministry. / {text}", "at once.") is Role.OPERATIVE, (
        why
    )


def test_a_preamble_after_words_of_agreement_is_no_term() -> None:
    text = (
        "AGREEMENT / Orion Ltd and the Ministry have agreed as follows. / PREAMBLE / Orion may stop. / Article 1. Use"
    )
    assert role_of(text, "may stop.") is Role.RECITAL


@pytest.mark.parametrize(
    ("line", "after", "heads", "why"),
    [
        ("8.2 No suspension of the System for any reason whatsoever", "8.3 Help is free.", False, "a denial"),
        ("8.2 No suspension of the System for any reason whatsoever", "9. Law", False, "the last of its section"),
        ("8.2 No suspension of the System for any reason whatsoever", "General", False, "above another heading"),
        ("8.2 No suspension of the System for any reason whatsoever", "Signed by Orion Ltd", False, "the last of all"),
        ("8.2 No Suspension of the System for Any Reason", "8.3 Help is free.", False, "a denial in capitals"),
        ("6.1 Suspension by the Supplier on suspicion, without notice", "6.2 Help is free.", False, "a term sheet"),
        ("(b) suspension by the Supplier on suspicion, without notice", "(c) help", False, "an item"),
        ("8.2 Suspension for Cause", "8.3 Help is free.", True, "short"),
        ("8.2 No Waiver", "8.3 Help is free.", True, "short"),
        ("8.2 No partnership", "8.3 Help is free.", True, "short, in small letters"),
        ("8.2 No Third-Party Beneficiaries", "8.3 Help is free.", True, "short"),
        ("8.2 No transfer, re-export or service for others", "8.3 Help is free.", True, "a title may be as long"),
        (
            "8.2 Immediate Suspension of the System on Suspicion of Misuse",
            "8.3 Help is free.",
            True,
            "set as a heading",
        ),
        ("8.2 Suspension of the service by the supplier for cause", "It may stop.", True, "a paragraph under it"),
        ("8.2 Suspension of the service by the supplier for cause", "(a) It may stop.", True, "a list under it"),
        ("8. Suspension of the service by the supplier for cause", "8.1 It may stop.", True, "clauses under it"),
        (
            "D. What happens if something does not look right",
            "D1. It may stop.",
            True,
            "clauses numbered after its letter",
        ),
        ("VI. What happens if something does not look right", "(24) It may stop.", True, "clauses numbered throughout"),
        ("Q7. What happens if something does not look right?", "A7. It may stop.", True, "a question"),
        (
            "Schedule 2 Policy on the human rights of all those concerned",
            "Schedule 3 Fees",
            True,
            "a schedule that is not there",
        ),
    ],
)
def test_a_numbered_line_that_heads_nothing_is_a_provision(line: str, after: str, heads: bool, why: str) -> None:
    read = structure(document(f"{TERMS}8.1 Help is free. / {line} / {after} / {LONG}"))
    found = next(clause for clause in read.clauses if read.document.text[clause.start : clause.end] == line)
    assert (found.is_heading or found not in read.binding()) == heads, why


def test_a_line_of_contents_without_page_numbers_is_no_provision() -> None:
    line = "8. Suspension by the supplier on suspicion of misuse"
    read = structure(
        document(f"1. Use of the licence / {line} / 9. Law / 1. Use / 1.1 It may. / {line} / 8.1 It stops.")
    )
    assert [clause.is_heading for clause in read.clauses if read.text(clause) == line[3:]] == [True, True]


@pytest.mark.parametrize(
    ("line", "reads", "why"),
    [
        ("Note: Clause 1 is hereby deleted.", True, "a deletion"),
        ("Delete clause 1.1.", True, "an order to delete"),
        ("The Supplier shall not suspend the System for any reason whatsoever.", True, "a denial"),
        ("THE SUPPLIER MAY NOT SUSPEND THE SYSTEM.", True, "in capitals"),
        ("Clause 1 does not apply to the Coast Guard.", True, "an exception"),
        ("Clause 8 prevails over clause 1.", True, "a precedence"),
        ("Name: Will Smith", False, "a name"),
        ("Date: 5 May 2024", False, "a date"),
        ("Title: Director, duly authorised to sign", False, "a title"),
        ("Duly authorised to sign for and on behalf of the Ministry", False, "an authority"),
        ("Witnessed by Jane Roe, clerk, of 5 Mill Lane", False, "a witness"),
        ("The undersigned agree to be bound by the above.", False, "what any signature says"),
    ],
)
def test_what_is_said_under_the_signatures_is_read(line: str, reads: bool, why: str) -> None:
    text = (
        f"{TERMS}8.1 Help is free. / Signed by Orion Ltd / Name: Jo Doe / Signed by the State / {line} / Name: Al Poe"
    )
    read = structure(document(text))
    role = read.clauses[-2].role
    assert (role is not Role.SIGNATURE) == reads, why
    assert read.clauses[-1].role is Role.SIGNATURE, "names go on"


def test_a_deletion_under_the_signatures_deletes_the_last_section_too() -> None:
    text = (
        f"{TERMS}8.1 Help is free. / Signed by Orion Ltd / Signed by the Ministry / Note: Clause 8 is hereby deleted."
    )
    assert role_of(text, "Help is free.") is Role.FORMER


def test_a_lead_in_reaches_the_first_roman_item_below_a_letter() -> None:
    read = structure(document("Section 7. Use / (g) The Buyer shall not use it for: / (i) spying; / (ii) reprisal."))
    leads = [clause.lead_in for clause in read.clauses if clause.label in ("(i)", "(ii)")]
    assert leads == ["The Buyer shall not use it for:"] * 2


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


LAST = "The Supplier keeps a record of each delivery for as long as the law of its seat asks for it."


@pytest.mark.parametrize(
    ("lines", "cited", "why"),
    [
        (["Article I. Suspension", LAST], "I", "a heading with a number"),
        (["1. Use", "1.1 The System is used in Estmark.", "2. What you may do", LAST], "2", "a question of a heading"),
        (["1. Use", "1.1 Scope", LAST], "1.1", "the nearest of two headings"),
        (["1. Use", "1.1 The System is used in Estmark.", LAST], "1", "a clause above is no heading"),
        (["1. Use", f"1.1 {LAST}"], "1.1", "its own number comes first"),
        (["1. Use", "1.1 The System is used.", "SUSPENSION", LAST], "", "a heading without a number stands between"),
        (["1. Use", "1.1 The System is used.", "Annex A - Records", LAST], "", "an annex is no clause"),
        ([LAST], "", "no heading at all"),
    ],
)
def test_a_clause_is_cited_by_its_number_or_that_of_its_heading(lines: list[str], cited: str, why: str) -> None:
    text = " / ".join(["LICENCE between Orion Ltd and the Ministry", *lines])
    assert structure(document(text)).clauses[-1].cited == cited, why


@pytest.mark.parametrize(
    ("lines", "heading", "why"),
    [
        (
            ["Initial Period: 12 months", "Charges: GBP 1,960,000, payable yearly in advance to the Supplier"],
            "",
            "a form",
        ),
        (["Part B: Special conditions", LAST], "Part B: Special conditions", "a heading with a colon"),
        (["(1) Der Vertrag beginnt am 1. Juni 2026 und endet am 30. November 2026."], "", "a day in German"),
        (["1. Records. The Supplier keeps a record of each delivery."], "Records", "a heading in its clause"),
    ],
)
def test_a_line_heads_what_follows_where_it_is_a_heading(lines: list[str], heading: str, why: str) -> None:
    assert contract(*lines).clauses[-1].heading == heading, why


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


BEHIND_A_FORM = [
    ("2. The Supplier may suspend the System at once.", "Schedule 1, paragraph 2", "the schedule goes on"),
    ("1. The Supplier may suspend the System at once.", "clause 1", "other terms begin"),
]


@pytest.mark.parametrize(("line", "place", "why"), BEHIND_A_FORM, ids=[case[2] for case in BEHIND_A_FORM])
def test_a_line_for_a_signature_in_a_form_ends_no_schedule(line: str, place: str, why: str) -> None:
    form = ["Schedule 1 – Acceptance form", "1. The Customer fills in this form.", "Name", "Signature"]
    found = contract("SUPPLY AGREEMENT", "1. Use", "1.1 The Supplier supplies the System.", *form, line)
    assert found.clauses[-1].place == place, why


@pytest.mark.parametrize(
    ("text", "places", "why"),
    [
        (
            "PART A - GENERAL / ARTICLE 1 - LAW / 1.1 X shall pay. / PART B - SPECIAL / SC 1 Y may waive it.",
            ["", "clause 1", "clause 1.1", "", "clause SC 1"],
            "parts that hold articles are no clauses",
        ),
        (
            "PART I: GENERAL / 1. Law / 1.1 X shall pay. / PART II: SPECIAL / 2. Y may waive clause 1.",
            ["", "clause 1", "clause 1.1", "", "clause 2"],
            "with numerals",
        ),
        (
            "PART 1 - LAW / 1.1 X shall pay. / PART 2 - FEES / 2.1 Y shall pay.",
            ["clause 1", "clause 1.1", "clause 2", "clause 2.1"],
            "parts that are the clauses",
        ),
        (
            "1. Law / 1.1 X shall pay. / ANNEX 1 - SCHEDULE OF PARTICULARS / Sites: two.",
            ["clause 1", "clause 1.1", "Annex 1, paragraph 1", "Annex 1"],
            "an annex that calls itself a schedule",
        ),
        (
            "1. Law / 1.1 X shall pay. / SCHEDULE OF PRICES / Two.",
            ["clause 1", "clause 1.1", "Schedule", "Schedule"],
            "of",
        ),
    ],
)
def test_a_clause_is_named_as_the_contract_numbers_it(text: str, places: list[str], why: str) -> None:
    assert [clause.place for clause in structure(document(text)).clauses] == places, why
