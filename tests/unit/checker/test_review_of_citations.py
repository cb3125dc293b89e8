"""What a sentence takes from a clause that it cites makes it uncertain; mentions that only look so do not."""

import pytest
from builders import document

from clausegen.amendments import Citations, read_contract
from clausegen.checker import judge, judge_family
from clausegen.model import Report, Status, Tier

MASTER = (
    'LICENCE AGREEMENT / This Agreement is made on 9 September 2024 between Orion Systems Ltd (the "Supplier") and the '
    'Ministry of the Interior (the "Customer"). / 1. Licence / 1.1 The Supplier grants the Customer a licence to use '
    "the System. / 2. Suspension / 2.1 The Supplier may suspend use of the System immediately and without notice where "
    "it suspects misuse. / 3. Fees / 3.1 Fees are payable yearly in advance."
)

TAKEN = [
    ("Clause 2 is of no legal effect.", "no effect"),
    ("The Supplier hereby gives up its rights under clause 2.1.", "rights given up"),
    ("The Supplier agrees never to invoke clause 2.1.", "a promise not to use it"),
    ("The Customer is discharged from everything in clause 2.", "a party let off"),
    ("Nothing in clause 2.1 shall entitle the Supplier to act.", "a right denied"),
    ("Notwithstanding clause 2.1, the Supplier may not suspend use of the System.", "the contrary, before it"),
    ("Clause 2.1 is a mere statement of intent.", "degraded to an intent"),
    ("Clause 2 is removed at the request which the Customer made at the meeting in May.", "a deletion with a reason"),
    ("Clause 2 is hereby d e l e t e d.", "letters spaced out"),
    ("Clause 2 is hereby cancled.", "a verb misspelt"),
    ("Clauses 2 et seq. fall away.", "a range without an end"),
    ("As the Customer requested after its breach, clause 2 is deleted.", "a reason that sounds like a guard"),
    ("Clause 2 | N/A", "a row of a table"),
    ("Clause 2: not applicable", "a line of a form"),
    ("GC 2 lies dormant for the whole term.", "an abbreviation that the contract does not print"),
    ("Remove 2 and renumber the clauses accordingly.", "a number without a word"),
    ("To be deleted: 1, 2 and 3.", "one of several numbers without a word"),
    ("The Supplier will not be relying on 2.", "a number at the end"),
    ("Clause 2(c) is of no legal effect.", "an item that the clause does not have"),
    ("Clause 2, line 2: delete the rest.", "a line of the clause"),
    ("The parties leave without effect clause SECOND, whose text is deemed not written.", "its number as an ordinal"),
    ("The sole consequence of a failure under SECOND is an improvement plan.", "an ordinal alone"),
    ("Clause 2 operates for 120 days from the Start Date and is then of no effect.", "a verb that is no auxiliary"),
]
KEPT = [
    ("The Supplier does not waive its rights under clause 2.1.", "denied"),
    ("The Customer waives any right to object to a suspension under clause 2.1.", "what goes protects the other side"),
    ("Any provision which purports to exclude clause 2.1 is void.", "a guard of the clause"),
    ("Notwithstanding clause 2.1, the Customer may not withhold fees.", "another subject"),
    ("Clause 3 does not apply while a suspension under clause 2.1 lasts.", "another clause goes"),
    ("Use in breach of clause 2 is void.", "a breach"),
    ("Clause 9 is of no legal effect.", "a clause that is not there"),
    ("Clause 3 is removed because of a breach of clause 2.", "the reason of another deletion"),
    ("The Supplier gives up all claims that are older than 2 years.", "a number of years"),
    ("The right to be paid for Lot 2 is waived for good.", "the number of something else"),
    ("The Supplier waives interest for two (2) months.", "a number in words and figures"),
    ("Clause 2 of the Escrow Agreement is deleted.", "a clause of another agreement"),
    ("Amendment No. 2 is withdrawn.", "the number of a paper"),
    ("Art. SC2 – End of Services.", "the title of special conditions of another count"),
    ("Each 2 de enero the fee is waived.", "a day in Spanish"),
]
LINES = [
    ("Clause 2 (Suspension): Disapplied", True, "a line of an order form that names the clause"),
    ("Clause 2 (Suspension): not used", True, "the same in other words"),
    ("SC 3 (to clause 2) Deleted.", True, "a special condition that says in brackets what it is about"),
    (
        "SC 3 (to clause 2) The clause is without effect where the Minister so certifies.",
        True,
        "and calls it the clause",
    ),
    ("Clause 2 (Suspension): Applicable", False, "a line that keeps it"),
    ("SC 3 (to clause 2) The Supplier gives its reasons within a week afterwards.", False, "a duty after the fact"),
]
BARE = "2. Reserved"  # in an amendment: the clause of that number, or an item of its own


def suspension(report: Report) -> Status:
    return next(f.status for verdict in report.verdicts for f in verdict.findings if f.code == "SUS-1")


def amended(words: str) -> Status:
    head = "AMENDMENT No. 1 / This Amendment to the Licence Agreement is made on 3 April 2025. / "
    paper = document(f"{head}{words}").model_copy(update={"path": "a1.txt"})
    return suspension(judge_family([("master", document(MASTER)), ("amendment", paper)], tier=Tier.LOW))


@pytest.mark.parametrize("words", [case[0] for case in TAKEN], ids=[case[1] for case in TAKEN])
def test_a_clause_is_not_satisfied_by_what_other_words_take_away(words: str) -> None:
    assert suspension(judge(document(f"{MASTER} / 4. General / 4.1 {words}"), tier=Tier.LOW)) is not Status.SATISFIED
    assert amended(words) is not Status.SATISFIED


@pytest.mark.parametrize("words", [case[0] for case in KEPT], ids=[case[1] for case in KEPT])
def test_words_that_take_nothing_away_leave_the_verdict(words: str) -> None:
    assert suspension(judge(document(f"{MASTER} / 4. General / 4.1 {words}"), tier=Tier.LOW)) is Status.SATISFIED
    assert amended(words) is Status.SATISFIED


def test_the_reader_is_pointed_at_the_number_rather_than_at_the_first_letter_like_it() -> None:
    fees = " / ".join(f"{number}. Fees / {number}.1 Fees are payable in advance." for number in range(3, 9))
    text = f"{MASTER.partition('3. Fees')[0]}{fees} / SC 3 (to clause eight) Deleted."
    assert [
        citation.words[citation.at :].partition(":")[0]
        for clause in read_contract(document(text)).clauses
        for citation in Citations(read_contract(document(text))).of(clause.index)
        if clause.number == "8.1"
    ] == ["eight"]


@pytest.mark.parametrize("before", [True, False], ids=["before the clause", "behind it"])
def test_words_are_heard_wherever_they_stand(before: bool) -> None:
    words = "Clause 2.1 shall not be enforceable. / "
    text = MASTER.replace("2. Suspension", f"1.2 {words}2. Suspension") if before else f"{MASTER} / 3.2 {words}"
    assert suspension(judge(document(text), tier=Tier.LOW)) is not Status.SATISFIED


def test_the_page_in_a_table_of_contents_is_no_number_of_a_clause() -> None:
    contents = "Contents / 1. Licence\t1 / 2. Suspension\t2 / 3. The Supplier's own diligence\t2 / 1. Licence"
    text = MASTER.replace("1. Licence", contents, 1)
    assert suspension(judge(document(text), tier=Tier.LOW)) is Status.SATISFIED


def test_a_number_that_an_amendment_reserves_is_doubted() -> None:
    assert amended(BARE) is Status.UNCERTAIN
    assert suspension(judge(document(f"{MASTER} / 4. Reserved"), tier=Tier.LOW)) is Status.SATISFIED


@pytest.mark.parametrize(
    "words", ["This clause is deleted.", "This Section is for information only.", "Clause 2 shall not apply."]
)
def test_a_clause_that_takes_itself_away_is_not_satisfied(words: str) -> None:
    text = MASTER.replace("3. Fees", f"2.2 {words} / 3. Fees")
    assert suspension(judge(document(text), tier=Tier.LOW)) is not Status.SATISFIED


def test_the_words_of_the_other_clause_are_quoted_with_its_number() -> None:
    report = judge(document(f"{MASTER} / 4. General / 4.1 Clause 2.1 is a mere statement of intent."), tier=Tier.LOW)
    found = next(f for verdict in report.verdicts for f in verdict.findings if f.code == "SUS-1")
    assert [caveat.reason for caveat in found.caveats] == [
        "What clause 4.1 says of Clause 2.1 may take it away, in whole or in part: "
        "“Clause 2.1 is a mere statement of intent.”"
    ]


PAST = [
    ("checker.review._MOST_HEARD", KEPT[0][0], "sentences of which no more are heard"),
    (
        "amendments.reach._MOST_LOOKS",
        "Clause 3 is of no legal effect.",
        "citations not looked up any more",
    ),
    ("amendments.reach._MOST_LOOKS", "Clause 3 is deleted.", "deletions not looked up any more"),
]


@pytest.mark.parametrize(("limit", "words", "why"), PAST, ids=[case[2] for case in PAST])
def test_what_goes_beyond_all_that_a_contract_says_of_its_clauses_may_take_any(
    limit: str, words: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = document(f"{MASTER} / 4. General / 4.1 {words}")
    assert suspension(judge(contract, tier=Tier.LOW)) is Status.SATISFIED, "within the limit"
    monkeypatch.setattr(f"clausegen.{limit}", 0)
    assert suspension(judge(contract, tier=Tier.LOW)) is not Status.SATISFIED, why


@pytest.mark.parametrize(("words", "takes"), [case[:2] for case in LINES], ids=[case[2] for case in LINES])
def test_a_line_of_a_form_is_read_with_the_clause_that_it_names(words: str, takes: bool) -> None:
    found = suspension(judge(document(f"{MASTER} / SPECIAL CONDITIONS / {words}"), tier=Tier.LOW))
    assert (found is not Status.SATISFIED) is takes


REPLACED = "1. Clause 3.1 is replaced by: “{}” / 2. Reports / 2.1 Reports are made every year."


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("It is renewed only as clause 2{} provides.", "what our own addenda said of a renewal"),
        ("Clause 2{} shall not entitle the Supplier to anything.", "a denial"),
    ],
)
@pytest.mark.parametrize("paper", ["the Amendment", "the Addendum"])
def test_a_clause_of_the_amendment_is_not_that_of_the_agreement(words: str, why: str, paper: str) -> None:
    assert amended(REPLACED.format(words.format(f" of {paper}"))) is Status.SATISFIED, why
    assert amended(REPLACED.format(words.format(""))) is Status.UNCERTAIN, why


def test_clauses_listed_in_order_to_survive_are_not_taken_away() -> None:
    listed = (
        "1. The following clauses survive the end of the Licence Agreement: / (a) clause 2.1, {}; and / (b) this one."
    )
    assert amended(listed.format("which says what the Supplier may do")) is Status.SATISFIED
    assert amended(listed.format("which shall no longer apply")) is not Status.SATISFIED, "whatever the list says"
