"""A range of clauses takes in every clause between its ends, wherever words name one."""

from __future__ import annotations

import pytest
from builders import document
from test_deletions import DENIES, GIVES, GONE, GRANTS, amendment, judged, suspension

from clausegen.amendments.read import structure
from clausegen.model.contract import Structure
from clausegen.model.requirement import Status
from clausegen.structure.number_ranges import within

INSIDE = [
    ("9.2", "9.1 to 9.3", True, "between the ends"),
    ("9.1", "9.1 to 9.3", True, "the first"),
    ("9.3(a)", "9.1 to 9.3", True, "below the last"),
    ("9.4", "9.1 to 9.3", False, "behind the last"),
    ("9", "9.1 to 9.3", False, "the clause above them"),
    ("9.2A", "9.1 to 9.3", True, "put in between"),
    ("11A", "9 to 11", False, "put in behind the last"),
    ("9.14", "9.1 to 10", True, "the rest of the first clause"),
    ("10.2", "9.3 to 11.1", True, "in a clause between"),
    ("9.2", "9.3 to 11.1", False, "before the first"),
    ("3(b)", "3(a) to 3(d)", True, "letters"),
    ("3(iii)", "3(i) to 3(iv)", True, "small numerals"),
    ("3(v)", "3(i) to 3(iv)", False, "the numeral behind them"),
    ("IV", "II to V", True, "numerals"),
    ("5.3", "5.1 to 5.3(b)", False, "a clause of which only a part is meant"),
    ("5.3(c)", "5.1 to 5.3(b)", False, "another part of it"),
    ("schedule 2.1", "schedule 1 to schedule 3", True, "what stands in a schedule"),
    ("2.1", "schedule 1 to schedule 3", False, "a clause of the body"),
    ("9.1 to 9.3", "9", True, "a range below a clause"),
    ("9.1 to 9.3", "9.2", False, "only a part of a range"),
    ("", "9.1 to 9.3", False, "no number"),
]


@pytest.mark.parametrize(("clause", "number", "inside", "why"), INSIDE, ids=[case[3] for case in INSIDE])
def test_a_clause_lies_in_a_range_or_not(clause: str, number: str, inside: bool, why: str) -> None:
    assert within(clause, number) is inside, why


def read(text: str) -> Structure:
    return structure(document(text))


TARGETS = [
    ("Clauses 9.1 to 9.3 are deleted.", ["9.1 to 9.3"], "to"),
    ("Articles 4–7 are deleted.", ["4 to 7"], "a dash"),
    ("Sections 3(a) through 3(d) are deleted.", ["3(a) to 3(d)"], "through"),
    ("Sections 3(a) to (d) are deleted.", ["3(a) to 3(d)"], "an item for the last"),
    ("Clauses 9 to 11 (inclusive) are deleted.", ["9 to 11"], "inclusive"),
    ("Clauses 9 up to and including 11 are deleted.", ["9 to 11"], "up to and including"),
    ("Clause 9 to clause 11 are deleted.", ["9 to 11"], "the word twice"),
    ("Clauses 4, 6 to 8 and 10 are deleted.", ["4", "6 to 8", "10"], "in a list"),
    ("Delete clauses 9 to 11.", ["9 to 11"], "an order"),
    ("Ziffern 9.1 bis 9.3 werden gestrichen.", ["9.1 to 9.3"], "German"),
    ("§§ 4 bis 7 werden aufgehoben.", ["4 to 7"], "German, by sign"),
    ("Les articles 4 à 7 sont supprimés.", ["4 to 7"], "French"),
    ("Las cláusulas 4 a 7 quedan suprimidas.", ["4 to 7"], "Spanish"),
    ("Schedules 1 to 3 are deleted.", [""], "schedules, which have numbers of their own"),
    ("In clause 4 a 10 day period is inserted.", ["4"], "an article and a period"),
]


@pytest.mark.parametrize(("text", "numbers", "why"), TARGETS, ids=[case[2] for case in TARGETS])
def test_an_operation_has_a_range_for_its_target(text: str, numbers: list[str], why: str) -> None:
    found = read(f"AMENDMENT No. 1 / This Amendment is made on 3 May 2025. / 1. {text}")
    assert [one.number for one in found.operations] == numbers, why


TERMS = (
    'LICENCE AGREEMENT / This Agreement is made on 9 September 2024 between Orion Systems Ltd (the "Supplier") and the '
    'Ministry of the Interior (the "Customer"). / The parties agree as follows. / 1. Licence / 1.1 The Supplier grants '
    "the Customer a licence to use the System. / 2. Fees / 2.1 Fees are due monthly. / 3. Suspension / 3.1 Fees remain "
    f"payable. / 3.2 {GRANTS} / 3.3 Notices are in writing. / 4. Audit / 4.1 Records are kept. / 6. Special / 6.1 {{}}"
    " / 7. Law / 7.1 This Agreement is governed by the law of Sweden."
)
PLAIN = TERMS.format("Fees are net of tax.")
IN_SCHEDULE = (
    f"{PLAIN.replace(GRANTS, 'Fees.')} / Schedule 1 – Safeguards / 1. Scope / 1.1 All use. / 2. Stop / 2.1 {GRANTS}"
)
DELETIONS = [
    ("Clauses 3.1 to 3.3 are deleted.", GONE, "between the ends"),
    ("Clauses 2 to 4 are deleted.", GONE, "whole clauses"),
    ("Clauses 2 to 5 are deleted.", GONE, "a clause that does not exist is no error"),
    ("Clauses 2.1 to 4.1 are deleted.", GONE, "from one clause into another"),
    ("Clauses 3.3 to 4.1 are deleted.", GIVES, "behind it"),
    ("Clauses 2 to 4 shall not apply.", GONE, "disapplied"),
    ("Clauses 2.1 to 4.1 shall not apply.", GONE, "disapplied from one clause into another"),
    ("Clauses 4 to 7 shall not apply.", GIVES, "others disapplied"),
    ("Clauses 2 to 4: Intentionally omitted.", GONE, "intentionally omitted"),
    ("Clauses 2 to 4 (Fees to Audit) – not used", GONE, "not used"),
    ("Clauses 2 to 4 are intentionally deleted.", GONE, "in a sentence"),
    ("Clauses 4 to 5: Not used.", GIVES, "others not used"),
]


@pytest.mark.parametrize(("says", "status", "why"), DELETIONS, ids=[case[2] for case in DELETIONS])
def test_every_clause_of_a_range_goes(says: str, status: Status, why: str) -> None:
    assert suspension(judged(PLAIN, amendment(1, says))).status is status, f"in an amendment: {why}"
    assert suspension(judged(TERMS.format(says))).status is status, f"in the agreement itself: {why}"


OTHERS = [
    (IN_SCHEDULE, ["Schedules 1 to 3 are deleted."], GONE, "schedules"),
    (IN_SCHEDULE, ["Schedules 2 to 3 are deleted."], GIVES, "other schedules"),
    (IN_SCHEDULE, ["Paragraphs 1 and 2 to 6 of Schedule 1 are deleted."], GONE, "paragraphs of a schedule"),
    (IN_SCHEDULE, ["Paragraphs 3 and 4 to 6 of Schedule 1 are deleted."], GIVES, "other paragraphs"),
    (IN_SCHEDULE, ["Clauses 1 to 4 are deleted."], GIVES, "clauses of the body"),
    (PLAIN, ["The following is agreed: / 4 to 6. Intentionally deleted."], GIVES, "another range in that place"),
    (PLAIN, ["The following is agreed: / ARTICLE 3 – NOT USED"], GONE, "an article that is not used"),
    (PLAIN, ['Clauses 2 to 4 are replaced by the following: "2. Not used."'], GONE, "replaced"),
    (PLAIN.replace(GRANTS, "Fees."), [f'The following clause 3A is inserted: "3A {GRANTS}"',
                                      "Clauses 3 to 4 are deleted."], GONE, "what was put in between"),
    (PLAIN, [f'Clauses 3.2 to 3.3 are replaced by the following: "{DENIES}"', "Clauses 3.1 to 3.4 are deleted."], GONE,
     "what was put in the place of a range"),
    (PLAIN, ["Clauses 2 to 4 are deleted.", "Clauses 2 to 4 are reinstated."], GIVES, "restored"),
]  # fmt: skip


@pytest.mark.parametrize(("master", "amendments", "status", "why"), OTHERS, ids=[case[3] for case in OTHERS])
def test_ranges_reach_schedules_and_earlier_amendments(
    master: str, amendments: list[str], status: Status, why: str
) -> None:
    made = [amendment(number, says) for number, says in enumerate(amendments, 1)]
    assert suspension(judged(master, *made)).status is status, why


@pytest.mark.parametrize(
    "text",
    ["4. Intentionally omitted. / 5. Fees / 5.1 Fees are due.", "ARTICLE 4 – NOT USED / 5. Fees / 5.1 Fees are due."],
)
def test_a_clause_that_is_not_used_in_its_own_place_changes_nothing(text: str) -> None:
    found = read(f"1. Scope / 1.1 The Supplier delivers. / {text} / Schedule 1 – Data / 4. Data / 4.1 Data is kept.")
    assert found.operations == ()
