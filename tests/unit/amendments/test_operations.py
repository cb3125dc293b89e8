"""Amendments are understood: what happens to which clause, and where the new and the former words stand."""

from __future__ import annotations

import pytest
from builders import document

from clausegen.amendments.read import as_agreed, structure
from clausegen.checker.pipeline import judge
from clausegen.model.contract import Operation, Role, Structure
from clausegen.model.report import Finding
from clausegen.model.requirement import Status, Tier


def read(text: str) -> Structure:
    return structure(document(text))


def words(found: Structure, one: Operation) -> str:
    return found.document.text[one.text_start : one.text_end]


CASES = [
    ("Items 9 to 11 of the price list are deleted.", [], "a list is no contract"),
    ("Section 9.1 to 9.3 of the User Manual is replaced by the section in Annex 3.", [], "nor is a manual"),
    ("Article 9 of the Interception Act 2019 is repealed.", [], "nor an Act"),
    ("Section 9.2 is hereby deleted.", [("deleted", "9.2", "")], "the plain form"),
    ("Condition 4 (Suspension) is deleted in its entirety.", [("deleted", "4", "")], "a heading in brackets"),
    ("Delete clause 9.2.", [("deleted", "9.2", "")], "an order of special conditions"),
    ("§ 4 wird ersatzlos gestrichen.", [("deleted", "4", "")], "German"),
    ("L'article 4 est supprimé.", [("deleted", "4", "")], "French"),
    ("La cláusula 4 queda suprimida.", [("deleted", "4", "")], "Spanish"),
    ("Condition 5 shall read: “Ask first.”", [("replaced", "5", "Ask first.")], "shall read"),
    (
        "Section 27.1 of the Agreement is deleted and the following is substituted in lieu thereof: “New.”",
        [("replaced", "27.1", "New.")],
        "deletion and substitution are one operation",
    ),
    (
        "Sections 3.1 and 3.2 of the Agreement are hereby amended to read in their entirety as follows: New words.",
        [("replaced", "3.1", "New words."), ("replaced", "3.2", "New words.")],
        "a list of targets",
    ),
    ("To Condition 6.1 is added: “after a judgment.”", [("added", "6.1", "after a judgment.")], "an addition"),
    (
        "The Agreement is hereby amended by adding thereto a new Section 15.11 as follows: The Supplier shall wait.",
        [("added", "15.11", "The Supplier shall wait.")],
        "the contract is the subject",
    ),
    (
        "The words “shall not retaliate” in section 10 are deleted.",
        [("amended", "10", "")],
        "words of a clause, not the clause",
    ),
    (
        "Section 2(m) of the Agreement is amended so that the term “Units” is replaced with the term “Packs”.",
        [("amended", "2(m)", "Packs")],
        "one word for another",
    ),
    (
        "Section 2(o) is amended so that the sentence that previously read: “It may.” shall now read: “It may not.”",
        [("amended", "2(o)", "It may not.")],
        "former and new wording quoted",
    ),
    (
        "Delete the second sentence in Section 7.1 in Attachment 1.",
        [("amended", "", "")],
        "a chain names its target from the inside",
    ),
    (
        "The Agreement is amended by the deletion of clause 9.2.",
        [("deleted", "9.2", "")],
        "a noun for the verb",
    ),
    ("Records under clause 4 are deleted after ten days.", [], "data, not words, are deleted"),
    ("Keys listed in Schedule 2 are cancelled when access ends.", [], "what a schedule lists"),
    ("Schedules B and C shall be modified by the Committee, as appropriate.", [], "foreseen, not done"),
    ("This Agreement may be amended pursuant to Section 15.3.", [], "a power to amend"),
    ("If Section 3 is deleted, the rest stays.", [], "a condition"),
    ("The headings of Section 5 are inserted for convenience only.", [], "headings of any contract"),
    ("Section 5 shall be read with Section 6.", [], "a rule of reading"),
    ("The check and the statement from Article 10 are not required.", [], "other things that fall away"),
    ("The cap on liability does not apply to Articles 3 to 12.", [], "what does not apply to clauses"),
    ("Chapter 14 is not applicable to an interruption.", [], "a clause that stays for all other cases"),
    ("§ 545 BGB wird ausgeschlossen.", [], "a section of a statute"),
    ("The Contracts (Rights of Third Parties) Act 1999 is excluded.", [], "an Act whose name holds a place"),
    ("Products which the parties agree upon shall be added to Exhibit A.", [], "a list that grows"),
]


@pytest.mark.parametrize(("text", "expected", "why"), CASES, ids=[case[2] for case in CASES])
def test_an_operation_is_told_from_a_duty(text: str, expected: list[tuple[str, ...]], why: str) -> None:
    found = read(text)
    assert [(one.kind.value, one.number, words(found, one)) for one in found.operations] == expected, why


IN_AMENDMENTS = [
    ("The following clause 9.1 is inserted: “Stop.”", [("added", "clause 9.1", True)], "following"),
    ("After clause 9 a new clause 9A is inserted: “Stop.”", [("added", "clause 9A", True)], "not the place it gets"),
    ("The following is added as clause 9.6: “Stop.”", [("added", "clause 9.6", True)], "added as"),
    ("There shall be inserted a new clause 9.6: “Stop.”", [("added", "clause 9.6", True)], "named behind the verb"),
    ("The following clause is added: “9.6 Stop.”", [("added", "clause 9.6", True)], "named by its own number"),
    ("Clause 9.1 ceases to have effect.", [("deleted", "Clause 9.1", True)], "ceases"),
    (
        "Clause 9.1 ceases to apply if the fees are not paid.",
        [("deleted", "Clause 9.1", False)],
        "a rule for some case",
    ),
    (
        "Clause 9 of the Agreement, as section 3 of the Police Act requires, is deleted.",
        [("deleted", "Clause 9", True)],
        "an Act that is named beside the clause that goes",
    ),
    ("Clause 9.1 is reinstated.", [("restored", "Clause 9.1", True)], "an earlier wording"),
    ("Clause 9.1 is reinstated as follows: “Stop.”", [("replaced", "Clause 9.1", True)], "a wording that is given"),
    ("Amendment No. 1 is revoked.", [("revoked", "Amendment No. 1", True)], "a whole amendment"),
    ("Amendment No. 1 is revoked if the fees are paid.", [("revoked", "Amendment No. 1", False)], "not at once"),
    ("Amendment No. 1 is reinstated.", [("restored", "Amendment No. 1", True)], "an amendment again"),
    ("Clause 3 of Amendment No. 1 is deleted.", [("deleted", "Clause 3", True)], "only a clause of one"),
]


@pytest.mark.parametrize(("text", "expected", "why"), IN_AMENDMENTS, ids=[case[2] for case in IN_AMENDMENTS])
def test_an_amendment_changes_clauses_and_other_amendments(
    text: str, expected: list[tuple[str, str, bool]], why: str
) -> None:
    found = read(f"AMENDMENT No. 2 / This Amendment is made on 3 May 2025. / 1. {text}")
    assert [(one.kind.value, one.target, one.sure) for one in found.operations] == expected, why


def test_new_wording_may_fill_several_clauses() -> None:
    found = read(
        "2. Section 3 of the Distributor Agreement is hereby amended to read in its entirety as follows: / "
        "3.1 The Supplier may suspend. / 3.2 The Customer shall cooperate. / 3. Section 4 is hereby deleted."
    )
    first, second = found.operations
    assert words(found, first) == "3.1 The Supplier may suspend.\n3.2 The Customer shall cooperate."
    assert (second.kind.value, second.target) == ("deleted", "Section 4")


def test_a_quoted_wording_ends_with_its_quotation_mark() -> None:
    found = read("1. Clause 5 is replaced by the following: / “5.1 First. / 5.2 Second.” / The rest stays as it is.")
    assert words(found, found.operations[0]) == "5.1 First.\n5.2 Second."


SPECIAL = (
    "1. Scope / 1.1 The Supplier delivers the System. / 4. Suspension / 4.1 The Supplier may suspend access at once. / "
    "PART C – SPECIAL CONDITIONS / C1. Condition 4 (Suspension) is deleted in its entirety."
)


def test_clauses_that_the_same_document_deletes_no_longer_bind() -> None:
    found = read(SPECIAL)
    former = [found.document.text[c.start : c.end] for c in found.clauses if c.role is Role.FORMER]
    assert "4.1 The Supplier may suspend access at once." in former
    assert not any("suspend access" in found.text(clause) for clause in found.binding())


TERMS = "1. Scope / 1.1 The Supplier delivers. / 4. Suspension / 4.1 The Supplier may suspend access at once."
UNNUMBERED = "The Supplier may suspend access at once where it suspects misuse of the System by anybody."
LONG = "The Customer pays one euro for each day of use. " * 13  # what begins as an amendment is read as one
REACHED = [
    (f"SPECIAL CONDITIONS / SC 1. Clause 4 of the Standard Terms is deleted. / STANDARD TERMS / {TERMS}", True,
     "terms that follow, named by their heading"),
    (f"SPECIAL CONDITIONS / SC 1. Clause 4 is deleted. / STANDARD TERMS / {TERMS}", True, "terms that follow"),
    (f"ORDER FORM / 4. Price / 4.1 One euro. / 6. Changes / 6.1 Clause 4 of the General Terms is deleted. / "
     f"GENERAL TERMS / {TERMS}", True, "not the clause of the order form"),
    (f"ORDER FORM / 1. Price / 1.1 One euro. / 2. Changes / 2.1 Clause 4 of the General Terms is deleted. / "
     f"ANNEX 1 – GENERAL TERMS / {TERMS}", True, "terms in an annex"),
    (f"SPECIAL CONDITIONS / SC 1. Clause 4 of the Master Agreement is deleted. / STANDARD TERMS / {TERMS}", False,
     "another contract"),
    (f"SUPPLEMENT TO THE MASTER AGREEMENT / SC 1. Clause 4 of the Master Agreement is deleted. / {TERMS}", False,
     "a title that names another contract"),
    ("1. Changes / 1.1 Clause 4 is deleted. / 2. Scope / 2.1 The Supplier delivers. / 4. Suspension / "
     "4.1 The Supplier may suspend access at once.", False, "no terms of their own follow"),
    ("1. Changes / 1.1 Clause 4 is replaced by the following: / “4.1 The Supplier may suspend access at once.”", False,
     "the new wording itself"),
    (f"{TERMS} / 9. Changes / 9.1 Clause 1 is deleted. / Schedule 1 – Data / 1. Data / 1.1 Data is kept.", False,
     "a clause, though a schedule has the same number"),
    (f"Article I. Suspension / {UNNUMBERED} / Article II. Price / {LONG} / Addendum No. 1 / "
     "1. Article I is deleted and replaced by the words “Intentionally omitted”.", True, "words without a number of "
     "their own under the heading"),
    (f"Article I. Price / {LONG} / Article II. Suspension / {UNNUMBERED} / Addendum No. 1 / 1. Article I is "
     "deleted.", False, "the article before"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "gone", "why"), REACHED, ids=[case[2] for case in REACHED])
def test_an_operation_reaches_the_terms_that_it_names(text: str, gone: bool, why: str) -> None:
    found = read(text)
    assert any("suspend access" in found.text(clause) for clause in found.binding()) == (not gone), why


def test_a_deleted_clause_of_the_body_leaves_the_schedule_and_a_deleted_schedule_the_body() -> None:
    rest = "Schedule 1 – Data / 1. Data is kept in one place. / 2. Data is deleted later."
    for says, gone in (("Clause 1", ["Scope"]), ("Schedule 1", ["Schedule", "Data is kept in one place."])):
        found = read(f"1. Scope / 1.1 The Supplier delivers. / 9. Changes / 9.1 {says} is hereby deleted. / {rest}")
        former = " ".join(found.text(clause) for clause in found.clauses if clause.role is Role.FORMER)
        assert all(words in former for words in gone), says
        assert ("The Supplier delivers." in former) == (says == "Clause 1")
        assert ("Data is kept" in former) == (says == "Schedule 1")
        assert not any(notice.code == "amends-another-contract" for notice in found.notices)


def test_an_amendment_of_another_contract_leaves_its_own_numbers_alone() -> None:
    found = read(
        "AMENDMENT No. 1 / 1. Background / 2. Suspension / 2.1 The Supplier may suspend access at once. / "
        "3. Changes / 3.1 Clause 2 of the Master Agreement is hereby deleted."
    )
    assert found.operations[0].clauses == ()
    assert any("suspend access" in found.text(clause) for clause in found.binding())
    assert any(notice.code == "amends-another-contract" for notice in found.notices)


def test_former_wording_in_a_block_of_its_own_does_not_bind() -> None:
    found = read(
        "7. The following sentence of Section 9.2 shall be deleted in its entirety: / "
        "“The Supplier may suspend access at once.” / 8. Fees stay as they are."
    )
    assert not any("suspend access" in found.text(clause) for clause in found.binding())


HOLDS = "4. Suspension / 4.1 The Supplier may suspend use of the System at once and without prior notice. / "


@pytest.mark.parametrize("says", ["Clause 4 of this Agreement is deleted.", "Clause 4 of the Agreement is deleted."])
def test_the_agreement_is_the_one_that_says_so(says: str) -> None:
    found = read(f"LICENCE AGREEMENT / {TERMS} / 9. Special / 9.1 {says}")
    assert not any("suspend access" in found.text(clause) for clause in found.binding())


STRIKES = [
    ("The words “and without prior notice” in clause 4.1 are deleted.", ["and without prior notice"], "quoted words"),
    ("The words “without  Prior notice” in clause 4.1 are deleted.", ["without prior notice"], "space and capitals"),
    ("Clause 4.1 is amended by deleting the words “at once”.", ["at once"], "by deleting"),
    ("The words “at once” and “without prior notice” in clause 4 are deleted.",
     ["at once", "without prior notice"], "two"),
    ("The words “at once” in clause 4.1 are replaced by “after a month”.", ["at once"], "a replacement"),
    ("Delete the first sentence in clause 4.1.",
     ["The Supplier may suspend use of the System at once and without prior notice."], "a sentence, by its number"),
    ("The words “at dawn” in clause 4.1 are deleted.", [], "words that do not stand there"),
]  # fmt: skip


@pytest.mark.parametrize(("says", "gone", "why"), STRIKES, ids=[case[2] for case in STRIKES])
def test_words_that_the_same_document_strikes_out_are_located(says: str, gone: list[str], why: str) -> None:
    found = read(f"1. Scope / 1.1 The Supplier delivers the System. / {HOLDS}9. Special / 9.1 {says}")
    text = found.document.text
    assert [text[one.start : one.end] for one in found.struck if one.located] == gone, why
    assert any(not one.located for one in found.struck) == (not gone)
    assert {one.by for one in found.struck} == {"clause 9.1"}
    assert any(notice.code == "struck-by-clause" for notice in found.notices)
    left = as_agreed(found)
    assert len(left.document.text) == len(text)
    assert not any(words in left.text(clause) for clause in left.clauses[:4] for words in gone)


def test_words_struck_from_a_lead_in_are_gone_from_its_items() -> None:
    found = read(
        "1. Scope / 1.1 The Supplier delivers. / 4. Suspension / 4.1 The Supplier may, without prior notice: / "
        "(a) suspend access; / (b) end it. / 9. Special / "
        "9.1 The words “without prior notice” in clause 4.1 are deleted."
    )
    assert "without prior notice" in found.clauses[4].lead_in
    assert "without prior notice" not in as_agreed(found).clauses[4].lead_in


@pytest.mark.parametrize(
    "says",
    [
        "The words “at once” in clause 4.1 of the Master Agreement are deleted.",
        "Clause 4.1 is amended by adding: “This holds day and night.”",
        "Delete the second sentence in Section 4.1 in Attachment 1.",
        "The words “at once” in clause 4.1 may be deleted by agreement.",
    ],
)
def test_nothing_is_struck_by_words_that_strike_nothing_here(says: str) -> None:
    assert read(f"1. Scope / 1.1 The Supplier delivers. / {HOLDS}9. Special / 9.1 {says}").struck == ()


def test_struck_words_no_longer_establish_anything() -> None:
    clause = "4.1 The Supplier may suspend use of the System without prior notice where it reasonably suspects misuse."
    text = f"1. Scope / 1.1 The Supplier delivers the System. / 4. Suspension / {clause} / 9. Special / 9.1 "

    def notice_element(says: str) -> Finding:
        report = judge(document(text + says), tier=Tier.HIGH)
        return next(f for v in report.verdicts for f in v.findings if f.code == "SUS-3")

    assert notice_element("This Agreement is in writing.").status is Status.SATISFIED
    struck = notice_element("The words “without prior notice” in clause 4.1 are deleted.")
    assert struck.status is not Status.SATISFIED
