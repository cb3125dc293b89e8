"""A notice states what somebody attests and cites what somebody has read; everything else waits for a person."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import pytest
from deals import a_deal
from pydantic import ValidationError
from test_assemble import AGREEMENT, LIBRARY

from clausegen.drafting.assembly import assemble
from clausegen.drafting.citations import Located, located, located_in_draft, unconfirmed
from clausegen.drafting.documents import compose, draft
from clausegen.drafting.outgoing import Audience, unsettled
from clausegen.errors import DraftRefused
from clausegen.library import load_library
from clausegen.model.deal import Deal
from clausegen.model.document import Document
from clausegen.model.draft import Paper, as_document
from clausegen.model.report import Evidence, Finding, Report, Verdict
from clausegen.model.requirement import Severity, Status, Tier

SHIPPED = load_library()
DAY = dt.date(2026, 2, 3)
BY = {"attested_by": "Ivo Brandt", "attested_on": DAY}
NOTICES = (
    "suspension-notice",
    "preservation-request",
    "reinstatement-decision",
    "remedial-measures-notice",
    "termination-notice",
)


def fact(speaks: str, says: str = "the logs show it", **changes: Any) -> dict[str, Any]:
    return {"says": says, "speaks": speaks, **BY, **changes}


def incident(**changes: Any) -> dict[str, Any]:
    return {
        "reference": "INC-7",
        "date": dt.date(2026, 2, 1),
        "summary": "A report says that a journalist was targeted.",
        "decided_by": "Ivo Brandt",
        "measures": ["certificates every month"],
        "facts": [fact("for-misuse"), fact("against-misuse", "no activation is recorded")],
        **BY,
        **changes,
    }


def a_notice_deal(agreement: dict[str, Any] | None = None, **changes: Any) -> Deal:
    return a_deal(agreement={**AGREEMENT, **(agreement or {})}, incident=incident(**changes))


def text_of(kind: str, **changes: Any) -> str:
    return as_document(compose(a_notice_deal(**changes), Tier.HIGH, library=SHIPPED, kind=kind)).text


class Unsaid(NamedTuple):
    kind: str
    words: str
    why: str


UNSAID = (
    Unsaid("termination-notice", "We have determined that the product was misused", "the determination"),
    Unsaid("termination-notice", "milder measures were considered", "that milder measures were considered"),
    Unsaid("reinstatement-decision", "the operators and their supervisors were interviewed", "that anyone was heard"),
    Unsaid("reinstatement-decision", "no person responsible for sales took part", "who took no part"),
    Unsaid("remedial-measures-notice", "We have identified misuse", "the finding"),
    Unsaid("reinstatement-decision", "all use of the System", "how much of the use was suspended"),
    Unsaid("remedial-measures-notice", "all use of the System", "how much of the use remains suspended"),
)


@pytest.mark.parametrize("case", UNSAID, ids=lambda case: case.why)
def test_what_nobody_attests_is_to_be_confirmed(case: Unsaid) -> None:
    assert f"[CONFIRM: {case.words}" in text_of(case.kind), case.why


def test_what_somebody_attests_is_stated() -> None:
    text = text_of("termination-notice", finding={"result": "misuse", **BY}, acts={"milder-measures-considered": BY})
    assert "We have determined that the product was misused." in text
    assert "the following was done: milder measures were considered" in text


def test_a_fact_that_nobody_attests_is_bracketed_and_the_others_are_not() -> None:
    facts = [fact("for-misuse"), fact("for-misuse", "a witness saw it", attested_by="", attested_on=None)]
    text = text_of("termination-notice", facts=facts)
    assert "the logs show it; and" in text
    assert "[CONFIRM: a witness saw it]" in text


def test_the_day_and_the_records_are_attested_with_what_they_belong_to() -> None:
    unsaid = {"attested_by": "", "attested_on": None}
    assert "It arose on [CONFIRM: 1 February 2026]" in text_of("suspension-notice", **unsaid)
    assert "It arose on 1 February 2026" in text_of("suspension-notice")
    text = text_of("reinstatement-decision", records=["the register of 2025"])
    assert "[CONFIRM: the records that you produced were examined, in particular the register of 2025]" in text


def test_what_speaks_for_misuse_is_no_ground_of_an_inconclusive_finding() -> None:
    text = text_of("remedial-measures-notice", finding={"result": "inconclusive", **BY})
    assert "The following facts speak for misuse:" in text
    assert "The finding rests" not in text


class Asked(NamedTuple):
    kind: str
    words: str
    lacking: str


@pytest.mark.parametrize(
    "case",
    [
        Asked("suspension-notice", "We ask you not to try to identify", "whistleblowing.non-retaliation"),
        Asked("suspension-notice", "We ask you to confirm to us within two working days", ""),
        Asked("remedial-measures-notice", "We ask you to confirm in writing within five working days", ""),
        Asked("preservation-request", "Secrecy is no ground to refuse ([CONFIRM: clause 16.7]).\n", ""),
    ],
    ids=lambda case: f"{case.kind}: {case.words}",
)
def test_what_no_clause_gives_is_asked_for_and_not_demanded(case: Asked) -> None:
    deal = a_notice_deal()
    held = located_in_draft(assemble(deal, SHIPPED, Tier.HIGH))
    cited = {name: place.number for name, place in held.items() if name != case.lacking}
    paper = assemble(deal, SHIPPED, Tier.HIGH, kind=case.kind, cited=cited)
    assert case.words in as_document(paper).text


def test_a_suspension_goes_on_until_measures_are_in_place_only_where_a_clause_says_so() -> None:
    deal = a_notice_deal()
    held = located_in_draft(assemble(deal, SHIPPED, Tier.HIGH))
    cited = {name: place.number for name, place in held.items() if name != "reinstatement.conditional"}
    paper = assemble(deal, SHIPPED, Tier.HIGH, kind="remedial-measures-notice", cited=cited)
    assert "remains suspended" not in as_document(paper).text


def test_the_persons_who_attest_are_named_beside_the_notice_and_not_in_it() -> None:
    paper = compose(
        a_notice_deal(facts=[fact("for-misuse", attested_by="Secret Source")]),
        Tier.HIGH,
        library=SHIPPED,
        kind="termination-notice",
    )
    assert "Secret Source" not in as_document(paper).text
    assert "Secret Source" in str(paper.manifest["incident"])


class Refused(NamedTuple):
    kind: str
    changes: dict[str, Any]
    message: str
    why: str


REFUSED = (
    Refused(
        "termination-notice",
        {"facts": [fact("against-misuse")]},
        "none speaks for misuse",
        "facts that speak against misuse are no grounds for it",
    ),
    Refused(
        "reinstatement-decision",
        {"facts": [fact("for-misuse")]},
        "none speaks against misuse",
        "facts that speak for misuse are no comfort",
    ),
    Refused(
        "termination-notice",
        {"cause": "non-cooperation"},
        "speaks = 'non-cooperation'",
        "nothing says that cooperation was refused",
    ),
    Refused(
        "remedial-measures-notice",
        {"finding": {"result": "no-misuse", **BY}},
        "rests on 'misuse' or",
        "no measures without misuse",
    ),
    Refused(
        "termination-notice",
        {"finding": {"result": "inconclusive", **BY}},
        "rests on 'misuse'",
        "an investigation without a result is no ground to terminate for misuse",
    ),
    Refused(
        "suspension-notice",
        {"acts": {"interview-held": BY}},
        "did you mean 'interviews-held'",
        "an act that no document states",
    ),
    Refused(
        "suspension-notice",
        {"facts": [fact("open", attested_on=dt.date(2027, 1, 1))]},
        r"give incident\.notice",
        "attested after the notice",
    ),
)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.why)
def test_an_incident_that_a_notice_cannot_rest_on_is_refused(case: Refused) -> None:
    with pytest.raises(DraftRefused, match=case.message):
        text_of(case.kind, **case.changes)


def test_grounds_without_a_direction_are_no_longer_accepted() -> None:
    with pytest.raises(ValidationError, match=r"\[\[incident\.facts\]\] in place of grounds"):
        a_notice_deal(grounds=["the logs show it"])


def test_the_decider_is_the_one_the_clause_names() -> None:
    named = "taken by [CONFIRM: whom the clause names: “The decision whether to reinstate use shall be taken by"
    assert named in text_of("reinstatement-decision")
    text = text_of("reinstatement-decision", deciding_body="the human rights compliance committee")
    assert "The decision was taken by the human rights compliance committee (" in text
    with pytest.raises(DraftRefused, match=r"incident\.deciding_body is 'Ivo Brandt', but the clause"):
        text_of("reinstatement-decision", deciding_body="Ivo Brandt")


def test_an_inconclusive_investigation_gives_measures_only_where_the_clause_says_so() -> None:
    finding = {"result": "inconclusive", **BY}
    assert "remained inconclusive." in text_of("remedial-measures-notice", finding=finding)
    deal = a_notice_deal(finding=finding)
    weaker = {"remedial-measures.supplier-imposes": {"position": "acceptable"}}
    deal = Deal.model_validate({**deal.model_dump(), "positions": weaker})
    with pytest.raises(DraftRefused, match="gives no right upon it"):
        compose(deal, Tier.HIGH, library=SHIPPED, kind="remedial-measures-notice")


@pytest.mark.parametrize("kind", NOTICES)
def test_no_clause_is_cited_that_nobody_confirmed(kind: str) -> None:
    paper = compose(a_notice_deal(), Tier.HIGH, library=SHIPPED, kind=kind)
    text = as_document(paper).text.replace("[CONFIRM: clause", "")
    assert "clause 1" not in text
    with pytest.raises(DraftRefused, match=r"\[CONFIRM: clause"):
        draft(a_notice_deal(), library=SHIPPED, kind=kind, audience=Audience.SIGNATURE)


@pytest.mark.parametrize("kind", ["suspension-notice", "preservation-request"])
def test_a_notice_with_every_citation_confirmed_may_be_signed(kind: str) -> None:
    paper = compose(a_notice_deal(), Tier.HIGH, library=SHIPPED, kind=kind)
    clauses = {name: held["clause"] for name, held in citations_of(paper).items()}
    deal = a_notice_deal({"clauses": clauses, "confirmed": BY})
    assert list(unsettled(compose(deal, Tier.HIGH, library=SHIPPED, kind=kind))) == []


def citations_of(paper: Paper) -> dict[str, dict[str, str]]:
    found = paper.manifest["citations"]
    assert isinstance(found, dict)
    return found


def test_each_citation_carries_the_words_of_its_clause() -> None:
    paper = compose(a_notice_deal(), Tier.HIGH, library=SHIPPED, kind="suspension-notice", notes=True)
    stops = citations_of(paper)["suspension.stops-use"]
    assert stops["words"].startswith("Suspension stops the use of the System itself")
    note = next(p.note for p in paper.paragraphs if "All use so suspended" in p.text)
    assert stops["words"][:40] in note
    assert "not yet confirmed by a person" in note
    assert any(
        line.startswith('"suspension.stops-use" = "15.5"  # “Suspension') for line in unconfirmed(citations_of(paper))
    )


def test_a_clause_that_the_contract_does_not_have_is_refused() -> None:
    contract = Document.from_blocks(
        as_document(assemble(a_deal(), SHIPPED, Tier.HIGH)).blocks, path="a.docx", format="docx", language="en"
    )
    deal = a_notice_deal({"clauses": {"suspension.unilateral": "99.1"}})
    with pytest.raises(DraftRefused, match=r"agreement\.clauses\.suspension\.unilateral: the contract has no clause"):
        compose(deal, Tier.HIGH, library=SHIPPED, kind="suspension-notice", contract=contract)


def test_an_item_of_a_sentence_is_cited_by_the_number_of_the_whole() -> None:
    evidence = (Evidence(text="acknowledge the request within 24 hours", start=0, end=9, clause="16.8(a)"),)
    finding = Finding(
        element="time-limits",
        code="INV-7",
        severity=Severity.MAJOR,
        status=Status.SATISFIED,
        confidence=0.9,
        evidence=evidence,
        reason="",
    )
    verdict = Verdict(requirement="investigation-cooperation", code="INV", status=Status.PARTIAL, findings=(finding,))
    report = Report.model_construct(verdicts=(verdict,))
    assert located(report)["investigation-cooperation.time-limits"] == Located(
        "16.8", "acknowledge the request within 24 hours"
    )


def test_the_small_library_of_other_tests_knows_the_same_acts() -> None:
    assert (
        "[CONFIRM: milder"
        in as_document(compose(a_notice_deal(), Tier.HIGH, library=LIBRARY, kind="termination-notice")).text
    )
