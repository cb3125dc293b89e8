"""Words that stand in a contract and are not agreed are found, and what only looks like them stays agreed."""

from pathlib import Path

import pytest

from clausegen.amendments import consolidate
from clausegen.amendments.read import as_agreed, structure
from clausegen.checker.pipeline import judge
from clausegen.ingest.text import read_text
from clausegen.model.contract import Structure
from clausegen.model.document import Document
from clausegen.model.report import Finding
from clausegen.model.requirement import Status, Tier

SUSPENDS = "The Supplier may suspend the System at once and without notice where it suspects misuse."
STOPS = "On suspension the System is disabled and the Customer shall cease all use."


def a_document(text: str) -> Document:
    data = text.replace(" / ", "\n").encode()
    return read_text(Path("a.txt"), data).document(Path("a.txt"), "txt", "", original=False)


def read(text: str) -> Structure:
    before = "1. Scope / 1.1 The Supplier delivers the System. / 2. Suspension"
    return structure(a_document(f"{before} / {text} / 3. Fees / 3.1 The Customer shall pay the fees."))


def agreed(found: Structure) -> str:
    left = as_agreed(found)
    return " ".join(" ".join(left.text(clause).split()) for clause in left.binding())


# (what stands in clause 2, whether it may yet be agreed, what the reason names)
NOT_AGREED = [
    (f"2.1 Previous version (superseded): {SUSPENDS}", False, "superseded"),
    (f"2.1 Former wording of clause 2.1: {SUSPENDS}", False, "superseded"),
    (f"2.1 Deleted text: “{SUSPENDS}”", False, "superseded"),
    (f"2.1 Earlier draft of this clause, dated 3 May – {SUSPENDS}", False, "superseded"),
    (f"2.1 SUPERSEDED: {SUSPENDS}", False, "superseded"),
    (f"2.1 Suspension (superseded by clause 7). / 2.2 Pay. / Superseded wording / {SUSPENDS}", False, "superseded"),
    (f"2.1 Frühere Fassung: {SUSPENDS}", False, "superseded"),
    (f"2.1 Note to draft: {SUSPENDS}", False, "note to the draft"),
    (f"2.1 [NTD: {SUSPENDS}]", False, "note to the draft"),
    (f"2.1 Drafting note for the Customer. {SUSPENDS}", False, "note to the draft"),
    (f"2.1 The System runs. [Drafting note: {SUSPENDS}]", False, "note to the draft"),
    (f"2.1 For example, a clause could read: “{SUSPENDS}”", False, "example"),
    (f"2.1 Such a provision might then say “{SUSPENDS}”", False, "example"),
    (f"2.1 Example wording: {SUSPENDS}", False, "example"),
    (f"Examples of clauses / {SUSPENDS} / {SUSPENDS}", False, "example"),
    (f"2.1 The Customer rejected the following proposal of the Supplier: “{SUSPENDS}”", False, "not agreed"),
    (f"2.1 The following clause was not accepted by the Customer: / {SUSPENDS}", False, "not agreed"),
    (f"2.1 The parties did not agree to the following: / 2.2 Pay. / 2.3 Rejected by the Customer: {SUSPENDS}", False,
     "not agreed"),
    (f"2.1 The Customer has not accepted this wording: “{SUSPENDS}”", False, "not agreed"),
    (f"2.1 Rejected proposals: / (a) {SUSPENDS} / (b) {SUSPENDS}", False, "not agreed"),
    (f"2.1 The Supplier proposed the following clause: “{SUSPENDS}”", True, "proposed"),
    (f"2.1 Proposed wording: {SUSPENDS}", True, "proposed"),
    (f"2.1 OPTION A (delete if not agreed): {SUSPENDS}", True, "kept or deleted"),
    (f"2.1 [Optional clause] {SUSPENDS}", True, "kept or deleted"),
    (f"2.1 Option A: {SUSPENDS} / 2.2 Option B: The Supplier gives notice first.", True, "alternatives"),
    (f"2.1 [EITHER] {SUSPENDS} [OR] The Supplier gives notice first.", True, "alternatives"),
    (f"2.1 [EITHER] The Supplier gives notice first. / 2.2 [OR] {SUSPENDS}", True, "alternatives"),
    (f"2.1 [Alternative 1] {SUSPENDS}", True, "alternatives"),
    (f"2.1 [{SUSPENDS}] [NTD: to be agreed]", True, "agreed or confirmed"),
    (f"2.1 [{SUSPENDS}] [Licensee to confirm]", True, "agreed or confirmed"),
    (f"2.1 {SUSPENDS} [Customer to confirm]", True, "agreed or confirmed"),
    (f"2.1 {SUSPENDS} (not yet agreed)", True, "agreed or confirmed"),
    (f"2.1 {SUSPENDS} / [To be agreed between the parties]", True, "agreed or confirmed"),
    (f"2.1 {SUSPENDS} [under discussion] The Customer shall pay.", True, "agreed or confirmed"),
    (f"2.1 Under negotiation: {SUSPENDS}", True, "agreed or confirmed"),
    (f"2.1 [{SUSPENDS}]", True, "square brackets"),
    (f"2.1 The System runs. [{SUSPENDS}]", True, "square brackets"),
    (f"2.1 [{SUSPENDS}] / 2.2 [Immediate suspension, without notice; the Supplier may suspend the System.]", True,
     "square brackets"),
    (f"2.1 The parties acknowledge that in other contracts of the Supplier {SUSPENDS} {STOPS}", True,
     "other contracts"),
    ("2.1 Under similar agreements of the Supplier, it may suspend the System where it suspects misuse.", True,
     "other contracts"),
    (f"2.1 In some agreements with other customers, {SUSPENDS}", True, "other contracts"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "is_open", "what"), NOT_AGREED, ids=[case[0][:60] for case in NOT_AGREED])
def test_words_that_are_marked_as_not_agreed_are_left_off(text: str, is_open: bool, what: str) -> None:
    found = read(text)
    assert "may suspend the System" not in agreed(found)
    assert "shall pay the fees" in agreed(found)
    marks = [one for one in found.unagreed if what in one.what or what in one.by.casefold()]
    assert marks
    assert {one.open for one in marks} == {is_open}
    assert any(notice.code == "not-agreed" for notice in found.notices)


HARMLESS = [
    ("2.1 [Orion] may suspend the System within [24] hours.", "a name and an amount in brackets"),
    ("2.1 The Supplier may suspend the System [at once] where it suspects misuse.", "a choice of words"),
    ("2.1 The Supplier may suspend the System for fees of [to be agreed] euro.", "an amount that is left open"),
    ("2.1 The Supplier [or] its affiliate may suspend the System.", "a word put in by an editor"),
    ("2.1 The Supplier may suspend the System for [***] days.", "words left out of a published copy"),
    ("2.1 Rates [to be agreed] of the fees are due; the Supplier may suspend the System.", "a rate"),
    ("2.1 Suspension. The Supplier may suspend the System where it suspects misuse.", "a run-in heading"),
    ("2.1 Previous versions of the Software: the Supplier may suspend the System.", "versions of the software"),
    ("2.1 Prior Versions. The Supplier may suspend the System and shall support prior versions.", "versions supported"),
    ("2.1 Prior drafts. No prior draft counts. The Supplier may suspend the System.", "a rule of construction"),
    ("2.1 Superseded products: the Supplier may suspend the System.", "products"),
    (
        "2.1 This Agreement has superseded all former agreements. The Supplier may suspend the System.",
        "entire agreement",
    ),
    ("2.1 Option Period: the Supplier may suspend the System.", "a defined period"),
    ("2.1 Option 1: the term is extended; the Supplier may suspend the System. / 2.2 Option 2: it is extended twice.",
     "options that a party exercises"),
    ("2.1 Option Manager Pro is software. The Supplier may suspend the System.", "the name of a product"),
    (
        "2.1 [x] Option A: The Supplier may suspend the System. / 2.2 [ ] Option B: The Supplier gives notice.",
        "the option that was chosen",
    ),
    ("2.1 The Supplier may suspend the System, for example where it suspects misuse.", "an example within a duty"),
    ("2.1 For example, the Supplier may suspend the System where it suspects misuse.", "an example of when"),
    ("2.1 Examples of misuse: the list below. / 2.2 The Supplier may suspend the System.", "examples of a fact"),
    ("2.1 The Supplier may reject proposals for changes and may suspend the System.", "a right to reject"),
    ("2.1 If the Customer rejected the following proposal: the Supplier may suspend the System.", "a condition"),
    ("2.1 Rejected goods: the Supplier may suspend the System.", "goods"),
    (
        "2.1 The parties considered the following provisions and agreed: the Supplier may suspend the System.",
        "what they considered they agreed",
    ),
    ("2.1 The Supplier shall put into other contracts the same terms. It may suspend the System.", "a duty"),
    ("2.1 Under other agreements between the parties the Supplier may suspend the System too.", "the same parties"),
    ("2.1 In all similar contracts the Supplier shall agree the same; it may suspend the System.", "a promise"),
    ("2.1 EU Model Clauses. The Model Clauses apply. The Supplier may suspend the System.", "clauses that apply"),
    ("2.1 Notes: the Supplier may suspend the System.", "notes that belong to a table"),
    ("2.1 The notice is to be confirmed in writing. The Supplier may suspend the System.", "a notice"),
    ("2.1 The Supplier may suspend the System (to be confirmed in writing within a day).", "a notice in brackets"),
    ("2.1 The fee is NTD 12 million. The Supplier may suspend the System.", "New Taiwan dollars"),
    ("2.1 Deleted files: the Supplier may suspend the System.", "files"),
    ("2.1 Use only for lawful purposes: the Supplier may suspend the System.", "a limit of use"),
    ("2.1 The section shall read: “The Supplier may suspend the System.”", "new wording that is agreed"),
    ("2.1 [Reserved] / 2.2 The Supplier may suspend the System.", "an empty clause before it"),
    ("2.1 Draft reports: the Supplier may suspend the System.", "reports"),
    ("2.1 The Supplier may suspend the System. [The remainder of this page is intentionally left blank.]", "a page"),
    ("2.1 [Either] of the parties may suspend the System.", "a word put in, and no other alternative"),
    ("2.1 The Customer did not accept the clause “as is”, so that the Supplier may suspend the System.",
     "what was agreed instead"),
    ("2.1 Suspension (see clause 3): the Supplier may suspend the System.", "a reference behind a heading"),
    ("2.1 Products (superseded models): the Supplier may suspend the System.", "products behind a heading"),
    ("2.1 [24 hours] after notice the Supplier may suspend the System.", "a period at the beginning"),
    ("2.1 Text messages: the Supplier may suspend the System.", "messages"),
    ("2.1 [Supplier] [●] may suspend the System for [as long as it is needed].", "blanks left in a form"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why"), HARMLESS, ids=[case[1] for case in HARMLESS])
def test_what_only_looks_like_a_mark_takes_nothing_away(text: str, why: str) -> None:
    found = read(text)
    assert "may suspend the System" in agreed(found), why
    assert [one for one in found.unagreed if "suspend" in found.document.text[one.start : one.end]] == [], why


def test_a_heading_marks_what_stands_under_it_and_no_more() -> None:
    found = read(
        f"Rejected proposals / {SUSPENDS} / 2.9 Nothing else. / 4. Investigations / 4.1 The Customer shall help."
    )
    assert "suspend" not in agreed(found)
    assert "shall help" in agreed(found)


def test_the_heading_of_an_annex_marks_all_of_it() -> None:
    found = structure(
        a_document(
            "1. Scope / 1.1 The Supplier delivers the System. / Annex C – Superseded wording / 1. Suspension / "
            f"1.1 {SUSPENDS} / 2. Investigations / 2.1 {STOPS} / Annex D – Fees / 1. The Customer shall pay the fees."
        )
    )
    assert "suspen" not in agreed(found).lower()
    assert "shall pay the fees" in agreed(found)


def test_a_quotation_marks_its_words_over_several_paragraphs_and_nothing_behind_them() -> None:
    found = read(
        f"2.1 The Customer rejected the following proposal: / “{SUSPENDS} / {STOPS}” / The Customer shall help instead."
    )
    assert "suspen" not in agreed(found).lower()
    assert "shall help instead" in agreed(found)
    beside = read(f"2.1 The Customer rejected the following proposal: “{SUSPENDS}” The Customer shall help instead.")
    assert "shall help instead" in agreed(beside)
    assert "may suspend" not in agreed(beside)


def test_what_follows_about_other_contracts_counts_again_where_it_turns_to_this_one() -> None:
    found = read(
        f"2.1 The parties note that in other contracts {SUSPENDS} Under this Agreement the Supplier may do so too."
    )
    assert "Under this Agreement the Supplier may do so too." in agreed(found)
    assert "without notice" not in agreed(found)


def test_a_remark_on_a_line_of_its_own_is_about_the_clause_before_it_but_not_about_an_empty_one() -> None:
    assert "may suspend" not in agreed(read(f"2.1 {SUSPENDS} / [Customer to confirm]"))
    assert "may suspend" in agreed(read(f"2.1 {SUSPENDS} / 2.2 [To be agreed]"))


def test_an_item_in_square_brackets_is_not_settled_but_an_empty_clause_and_a_name_are_left_alone() -> None:
    found = read("2.1 [Journalists, lawyers and crowds.] / 2.2 [Intentionally left blank.] / 2.3 [Name of Agency]")
    assert [found.document.text[one.start : one.end] for one in found.unagreed] == [
        "[Journalists, lawyers and crowds.]"
    ]


def test_what_is_not_agreed_in_an_annex_read_together_with_its_agreement_is_left_off_there() -> None:
    annex = a_document(f"Annex A – Suspension / 1. Note to draft: {SUSPENDS}").model_copy(update={"path": "annex.txt"})
    together = consolidate([read("2.1 The System runs.").document, annex], attached=frozenset(["annex.txt"]))
    assert "suspend" not in agreed(together)
    assert "shall pay the fees" in agreed(together)


def finding(text: str, code: str) -> Finding:
    report = judge(read(text).document, tier=Tier.HIGH)
    return next(one for verdict in report.verdicts for one in verdict.findings if one.code == code)


def test_words_that_are_not_agreed_satisfy_nothing_and_the_reason_says_where_they_stand() -> None:
    assert finding(f"2.1 {SUSPENDS} {STOPS}", "SUS-3").status is Status.SATISFIED
    superseded = finding(f"2.1 Previous version (superseded): {SUSPENDS} {STOPS}", "SUS-3")
    assert superseded.status is Status.MISSING
    assert superseded.reason == (
        "Words on the subject appear only where they do not count. "
        "They stand in text marked as superseded: “Previous version (superseded)”."
    )
    assert SUSPENDS in superseded.evidence[0].text


def test_words_that_may_yet_be_agreed_leave_it_open() -> None:
    for text in (f"2.1 [{SUSPENDS} {STOPS}] [Customer to confirm]", f"2.1 OPTION A (delete if not agreed): {SUSPENDS}"):
        found = finding(text, "SUS-3")
        assert found.status is Status.UNCERTAIN
        assert "not agreed yet. They stand in text that" in found.reason


def test_a_denial_that_may_yet_be_left_out_contradicts_nothing_and_assures_of_nothing() -> None:
    denial = "The Supplier shall not suspend the System in any event without thirty days' written notice."
    assert finding(f"2.1 {denial}", "SUS-3").status is Status.CONTRADICTED
    found = finding(f"2.1 {denial} [to be agreed]", "SUS-3")
    assert found.status is Status.UNCERTAIN
    assert "to be agreed" in found.reason
    assert finding(f"2.1 Superseded wording: {denial}", "SUS-3").status is Status.MISSING
