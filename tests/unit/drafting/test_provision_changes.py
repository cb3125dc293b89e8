"""An addendum changes single provisions, in words that a finding quotes, and weakens nothing that the contract has."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import pytest
from deals import a_deal
from test_assemble import AGREEMENT

from clausegen.amendments import structure
from clausegen.drafting.addendum import fallen_elements, missing_clauses, need, proposals, untouched
from clausegen.drafting.assembly import assemble
from clausegen.drafting.citations import located_in_draft
from clausegen.drafting.contract_facts import chosen_law, conflicts_with_contract, existing_contract
from clausegen.drafting.documents import compose
from clausegen.drafting.outgoing import unsettled
from clausegen.drafting.provision_changes import Existing, Provision, changes, rules
from clausegen.errors import DraftRefused
from clausegen.library import load_library
from clausegen.lint import faults_of_paper
from clausegen.model import LITERAL, DateFinding, Dates, Evidence, Finding, Report, Verdict
from clausegen.model.deal import Deal
from clausegen.model.document import Block, BlockKind, Document
from clausegen.model.draft import as_document
from clausegen.model.requirement import Severity, Status, Tier

LIBRARY = load_library()
BOOK = LIBRARY.playbook()
BY = {"attested_by": "Maren Holt", "attested_on": dt.date(2026, 2, 1)}
RENEWS = "This Agreement renews automatically for successive periods of one year."
IMMUNE = "Nothing in this Agreement is a waiver of the sovereign immunity of the Customer."
KEPT = "The Supplier may suspend the System at once where it suspects Misuse."
AGAINST = {
    "short-term-and-certification.no-automatic-renewal": ("3.2", RENEWS, 100),
    "enforceability.immunity-waiver": ("40.6", IMMUNE, 900),
}


def report(
    against: dict[str, tuple[str, str, int]],
    kept: dict[str, tuple[str, str, int]] | None = None,
    schedule: str = "",
) -> Report:
    """A report in which these elements are contradicted or satisfied by these words, and the others missing."""
    kept = kept or {}
    verdicts = []
    for requirement, elements in LIBRARY.due(BOOK, Tier.HIGH):
        findings = []
        for element in elements:
            name = f"{requirement.id}.{element.id}"
            held = against.get(name) or kept.get(name)
            status = Status.CONTRADICTED if name in against else Status.SATISFIED if name in kept else Status.MISSING
            evidence = (
                (Evidence(text=held[1], start=held[2], end=held[2] + len(held[1]), clause=held[0], schedule=schedule),)
                if held
                else ()
            )
            findings.append(
                Finding(
                    element=element.id,
                    code=element.code,
                    severity=element.severity,
                    status=status,
                    confidence=0.9,
                    evidence=evidence,
                    reason="",
                )
            )
        verdicts.append(
            Verdict(requirement=requirement.id, code=requirement.code, status=Status.PARTIAL, findings=tuple(findings))
        )
    return Report.model_construct(verdicts=tuple(verdicts), tier=Tier.HIGH, playbook=BOOK.id, dates=Dates())


def deal_with(*changes: dict[str, Any], **more: Any) -> Deal:
    return a_deal(agreement={**AGREEMENT, "changes": list(changes)}, **more)


def addendum(found: Report, deal: Deal | None = None) -> str:
    paper = missing_clauses(found, deal or deal_with(), Tier.HIGH, library=LIBRARY)
    assert paper is not None
    return as_document(paper).text


def changes_in(text: str) -> list[str]:
    """The items of the schedule of changes."""
    _, _, rest = text.partition("Schedule 1: Changes to provisions of the Existing Agreement\n")
    return [
        line for line in rest.splitlines() if line.removeprefix("[CONFIRM: ").startswith(("In clause", "In paragraph"))
    ]


def test_a_change_names_one_provision_quotes_its_words_and_waits_for_a_person() -> None:
    first, second = changes_in(addendum(report(AGAINST)))
    assert first.startswith(f"[CONFIRM: In clause 3.2, the words “{RENEWS}” are replaced by: “This agreement is not")
    assert second == f"[CONFIRM: In clause 40.6, the words “{IMMUNE}” are deleted.]"


def test_provisions_that_no_finding_names_are_never_touched() -> None:
    """The table of earlier versions came from a search for words such as term, renewal and confidentiality."""
    text = addendum(report({}, {"suspension.on-suspicion": ("9.2", KEPT, 10)}))
    assert changes_in(text) == []
    assert "No words of the Existing Agreement are deleted or replaced." in text


def test_words_that_satisfy_an_element_are_left_to_a_person() -> None:
    found = report({"remedy.third-party-rights": ("9.2", KEPT, 10)}, {"suspension.on-suspicion": ("9.2", KEPT, 10)})
    assert changes_in(addendum(found)) == []
    assert "clause 9.2 seems to contradict remedy.third-party-rights" in " ".join(untouched(found))


def test_words_of_a_schedule_are_cited_by_the_schedule() -> None:
    """The agreement has a clause of the same number, which the change must not touch."""
    first, second = changes_in(addendum(report(AGAINST, schedule="Schedule 2")))
    assert first.startswith("[CONFIRM: In paragraph 3.2 of Schedule 2, the words")
    assert second.startswith("[CONFIRM: In paragraph 40.6 of Schedule 2, the words")


def test_a_label_is_no_provision_that_an_instruction_could_change() -> None:
    found = report({"permitted-use.closed-purpose": ("", "Permitted Purpose", 10)})
    assert changes_in(addendum(found)) == []
    assert len(list(untouched(found))) == 1


@pytest.mark.parametrize(
    ("deletes", "changed"), [((), 1), (("3.2",), 0), (("3",), 0), (("3.1",), 1)], ids=["none", "it", "all", "another"]
)
def test_a_provision_that_an_amendment_deleted_is_not_changed_again(deletes: tuple[str, ...], changed: int) -> None:
    only = {"short-term-and-certification.no-automatic-renewal": ("3.2", RENEWS, 100)}
    found = report(only).model_copy(update={"dates": Dates(deletes=deletes)})
    assert len(changes_in(addendum(found))) == changed


class Decided(NamedTuple):
    decision: dict[str, Any]
    printed: str
    why: str


IMMUNITY = {"clause": "40.6", "element": "enforceability.immunity-waiver"}
DECISIONS = (
    Decided(
        {**IMMUNITY, "decided": "delete", **BY}, f"In clause 40.6, the words “{IMMUNE}” are deleted.", "as proposed"
    ),
    Decided(
        {**IMMUNITY, "decided": "delete"}, f"[CONFIRM: In clause 40.6, the words “{IMMUNE}” are", "nobody stands for it"
    ),
    Decided(
        {**IMMUNITY, "decided": "add", "words": "Save as agreed.", **BY}, "is added: “Save as agreed.”", "own words"
    ),
    Decided({**IMMUNITY, "decided": "keep", **BY}, "", "it stays"),
)


@pytest.mark.parametrize("case", DECISIONS, ids=lambda case: case.why)
def test_a_person_decides_what_happens_to_a_provision(case: Decided) -> None:
    only = {"enforceability.immunity-waiver": AGAINST["enforceability.immunity-waiver"]}
    found = changes_in(addendum(report(only), deal_with(case.decision)))
    assert len(found) == bool(case.printed)
    assert all(case.printed in line for line in found)


def test_a_decision_about_words_that_are_not_there_is_refused() -> None:
    stray = {"clause": "7", "element": "enforceability.immunity-waiver", "decided": "delete", **BY}
    with pytest.raises(DraftRefused, match=r"agreement\.changes: no words of clause 7 were found"):
        addendum(report(AGAINST), deal_with(stray))


def test_law_and_forum_are_asked_for_and_never_inserted() -> None:
    courts = "Every dispute is decided by the courts of Estmark alone."
    text = addendum(report({"enforceability.neutral-forum": ("35.3", courts, 5)}))
    assert "London" not in text
    assert "England" not in text
    assert "[CONFIRM: the neutral seat that the Parties agree on]" in text
    (question,) = changes_in(text)
    assert "whether a neutral forum takes the place" in question


def test_an_open_change_blocks_a_copy_to_sign() -> None:
    paper = missing_clauses(report(AGAINST), deal_with(), Tier.HIGH, library=LIBRARY)
    assert paper is not None
    assert any("In clause 40.6" in reason for reason in unsettled(paper))


def test_what_is_proposed_is_listed_by_subject() -> None:
    listed = [change.instruction for change in proposals(report(AGAINST), deal_with(), LIBRARY)]
    assert "the clause on short term, renewal conditions, certification of the Addendum" in listed[0]


def test_a_stricter_term_of_the_existing_agreement_stays() -> None:
    text = addendum(report({}))
    assert "the Use Limits replace that limit" not in text
    assert "a shorter period, a lower number of Targets or a narrower place than the Use Limits" in text


def test_the_addendum_takes_effect_as_a_deed() -> None:
    text = addendum(report({}))
    assert text.count("Executed as a deed by") == 3
    assert "continued licence" not in text


def test_nothing_is_needed_where_everything_is_satisfied() -> None:
    kept = {f"{r.id}.{e.id}": ("1", KEPT, 10) for r, elements in LIBRARY.due(BOOK, Tier.HIGH) for e in elements}
    assert need(report({}, kept)) is None


def test_an_element_that_falls_is_named() -> None:
    kept = {"suspension.on-suspicion": ("9.2", KEPT, 10)}
    assert fallen_elements(report({}, kept), report({})) == ["SUS-2"]
    assert fallen_elements(report({}), report({}, kept)) == []


def test_every_rule_names_elements_of_the_library() -> None:
    named = [name for rule in rules(LIBRARY.root) for name in rule.elements]
    known = {f"{r.id}.{e.id}" for r in LIBRARY.requirements.values() for e in r.elements}
    assert set(named) <= known
    assert len(named) == len(set(named)), "the first rule would hide the second"


def contract(*texts: str) -> Document:
    blocks = [
        Block(text=text, start=0, end=0, kind=BlockKind.PARAGRAPH, number=str(n), label=f"{n}.")
        for n, text in enumerate(texts, 1)
    ]
    return Document.from_blocks(blocks, path="a.docx", format="docx", language="en")


@pytest.mark.parametrize(
    ("words", "law", "why"),
    [
        ("This Agreement is governed by the laws of the State of New York.", "the State of New York", "the usual form"),
        (
            "This Agreement shall be governed by and construed in accordance with the laws of England and Wales. "
            "Disputes go to arbitration.",
            "England and Wales",
            "two places, and a sentence behind",
        ),
        ("This contract is governed by Swiss law.", "Swiss", "an adjective"),
        ("The parties comply with the laws of Norland.", "", "no choice of law"),
    ],
)
def test_the_law_of_a_contract_is_read(words: str, law: str, why: str) -> None:
    found = chosen_law(structure(contract("Supply. The Supplier supplies.", words)), LIBRARY.root)
    assert (found.name if found else "") == law, why


def test_a_deal_at_odds_with_the_contract_is_refused_with_every_conflict() -> None:
    text = (
        "This Agreement between Corvane Ltd and the Ministry of the Interior of Estmark is dated 1 May 2024.",
        "This Agreement is governed by the laws of the State of New York.",
        "Disputes are resolved by arbitration with its seat in Geneva.",
    )
    deal = deal_with(forum={"governing_law": "England and Wales", "seat": "London, England"})
    dated = Dates(agreement_date=DateFinding(value="2024-05-01"))
    found = report(AGAINST).model_copy(update={"dates": dated})
    with pytest.raises(DraftRefused) as refused:
        compose(deal, Tier.HIGH, library=LIBRARY, kind="addendum", contract=contract(*text), report=found)
    said = "\n".join(refused.value.reasons)
    for reason in (
        "a.docx does not name Halberd Systems Ltd",
        "agreement.date is 2024-05-06, but the contract is dated 2024-05-01",
        "forum.governing_law is 'England and Wales', but clause 2 chooses the law of the State of New York",
        "forum.seat is 'London, England', but clause 3 chooses the seat Geneva",
    ):
        assert reason in said


def test_a_longer_name_of_the_same_place_is_no_conflict() -> None:
    text = contract(
        "Halberd Systems Ltd supplies the Ministry of the Interior of Estmark.",
        "The seat of arbitration shall be London.",
    )
    deal = deal_with(forum={"seat": "London, England"})
    assert list(conflicts_with_contract(deal, structure(text), LIBRARY.root)) == []


def test_severity_plays_no_part_in_what_is_changed() -> None:
    minor = {"enforceability.severability-upward": ("40.3", "If a provision is invalid, the others remain.", 3)}
    element = LIBRARY.requirements["enforceability"].element("severability-upward")
    assert element.severity is Severity.MINOR
    assert len(changes_in(addendum(report(minor)))) == 1


def own_agreement() -> tuple[Document, Report]:
    """Our agreement at tier low, and what a report says of it at tier high."""
    paper = assemble(a_deal(), LIBRARY, Tier.LOW)
    due = {f"{r.id}.{e.id}" for r, elements in LIBRARY.due(BOOK, Tier.LOW) for e in elements}
    places = located_in_draft(paper)
    return as_document(paper), report({}, {name: (places[name].number, "words", 0) for name in due})


def test_an_addendum_to_our_own_agreement_has_no_fault_and_defines_nothing_twice() -> None:
    existing, found = own_agreement()
    paper = compose(deal_with(), Tier.HIGH, library=LIBRARY, kind="addendum", contract=existing, report=found)
    assert [str(fault) for fault in faults_of_paper(paper, existing)] == []
    defined = existing_contract(structure(as_document(paper)), LIBRARY.root).defines
    assert defined
    assert {"Misuse", "Region", "Target"}.isdisjoint(defined), "the agreement defines them in the same words"
    assert {"Addendum", "Existing Agreement", "Compliance Officer"} <= set(defined)


def test_a_term_that_the_agreement_lacks_or_means_otherwise_is_defined_in_the_addendum() -> None:
    found = report({}, {"use-limits.regions": ("8.4", "words", 0)})
    defines = {"Misuse": "“Misuse” means a use outside office hours."}
    paper = missing_clauses(found, deal_with(), Tier.HIGH, library=LIBRARY, existing=Existing(defines=defines))
    assert paper is not None
    assert {"Misuse", "Region"} <= set(existing_contract(structure(as_document(paper)), LIBRARY.root).defines or ())


def test_an_end_user_that_is_a_party_already_does_not_become_one() -> None:
    assert "becomes a Party by this Addendum" in addendum(report({}))
    held = {f"end-user-privity.{e.id}": ("22.1", "words", 0) for e in LIBRARY.requirements["end-user-privity"].elements}
    assert "becomes a Party" not in addendum(report({}, held))


@pytest.mark.parametrize(
    ("word", "said", "reason"),
    [
        ("clause", "In clause 4.2, the words", "an English contract"),
        ("Article", "In Article 4.2, the words", "a contract of articles"),
        ("Section", "In Section 4.2, the words", "an American contract: it has no clause 4.2"),
    ],
)
def test_a_change_names_a_clause_as_the_contract_does(word: str, said: str, reason: str) -> None:
    found = Provision("4.2", "The Licensor waives nothing.", "enforceability", "immunity-waiver", 0, 10, "")
    change = next(changes([found], LIBRARY, {"clause": str}, word=word))
    assert said in change.instruction.replace(LITERAL, ""), reason


@pytest.mark.parametrize(
    ("clause", "words", "said", "reason"),
    [
        ("6.2", "This ends only by agreement.", "In clause 6.2, after the words “This ends only by", "a sentence"),
        ("6.2", "This Agreement may end only:", "At the end of clause 6.2, the following is added: “", "a lead-in"),
        ("6.2(a)", "upon a breach not cured; or", "At the end of clause 6.2, the following is added: “", "an item"),
        ("", "upon a breach not cured; or", "In the provision that holds them, after the words “upon", "no number"),
    ],
)
def test_a_sentence_is_added_behind_a_whole_provision(clause: str, words: str, said: str, reason: str) -> None:
    found = Provision(clause, words, "termination-for-misuse", "no-cure-period", 0, 10, "")
    change = next(changes([found], LIBRARY, {"clause": str}))
    assert said in change.instruction.replace(LITERAL, ""), reason


@pytest.mark.parametrize(
    ("number", "said", "reason"),
    [
        ("SC 3", "SC 3", "a special condition"),
        ("9.2", "clause 9.2", "a number"),
        ("B1", "clause B1", "a letter"),
        ("", "", "none"),
    ],
)
def test_a_number_that_says_what_it_is_gets_no_other_word(number: str, said: str, reason: str) -> None:
    assert Provision(number, "It ends.", "suspension", "on-suspicion", 0, 8, "").where() == said, reason
