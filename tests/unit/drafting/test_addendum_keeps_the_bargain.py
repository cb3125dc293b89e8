"""An addendum leaves a contract its own law, forum and figures, whatever they are, and asks about them at most."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import pytest
from test_provision_changes import BY, LIBRARY, changes_in, contract, deal_with, report

from clausegen.amendments import structure
from clausegen.drafting.addendum import doubted_elements, proposals
from clausegen.drafting.contract_facts import day_made, existing_contract
from clausegen.drafting.documents import compose
from clausegen.model import (
    DateFinding,
    Dates,
    Deal,
    Document,
    Evidence,
    Finding,
    Report,
    Severity,
    Status,
    Tier,
    Verdict,
    Why,
    as_document,
)

PARTIES = "This Agreement is made between Halberd Systems Ltd and the Ministry of the Interior of Estmark."
RESTORES = "A suspension or termination remains in force notwithstanding any dispute about it"


class Law(NamedTuple):
    chosen: str
    state: str
    asked: bool
    why: str


LAWS = (
    Law("This Agreement is governed by the laws of the Republic of Estmark.", "the Republic of Estmark", True, "own"),
    Law("The law of Estmark shall govern this Contract, and its courts decide.", "Estmark", True, "own law and courts"),
    Law("This Agreement shall be construed under the laws of Ohio.", "the State of Ohio", True, "a city's own State"),
    Law("This Agreement is governed by the law of England and Wales.", "England and Wales", True, "our default is own"),
    Law("This Agreement is governed by the law of Singapore.", "the Republic of Estmark", False, "a neutral one"),
    Law("The parties may agree on a law.", "the Republic of Estmark", False, "none chosen"),
)


def customer_of(state: str) -> dict[str, Any]:
    """A customer and an end user of a State."""
    known = deal_with().model_dump()
    place = {"state": state, "address": f"1 Republic Square, {state.rpartition(' of ')[2]}"}
    return {side: {**known[side], **place} for side in ("customer", "end_user")}


def addendum(existing: Document, found: Report, deal: Deal) -> str:
    """The text of the addendum to a contract."""
    paper = compose(deal, Tier.HIGH, library=LIBRARY, kind="addendum", contract=existing, report=found)
    return as_document(paper).text


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.why)
def test_a_contract_under_any_law_gets_an_addendum_from_a_deal_that_states_none(law: Law) -> None:
    text = addendum(contract(PARTIES, law.chosen), report({}), deal_with(**customer_of(law.state)))
    asked = f"[CONFIRM: In clause 2, the words “{law.chosen}”: whether a neutral forum takes the place"
    assert (asked in text) is law.asked, law.why
    assert ("finally resolved by arbitration" in text) is not law.asked, law.why
    assert ("disputes connected with it are resolved as the Existing Agreement provides" in text) is law.asked
    assert "London" not in text
    assert RESTORES in text, "the other safeguards of the same clause come in all the same"


def test_a_law_that_the_deal_states_as_the_contract_does_is_no_reason_to_refuse() -> None:
    deal = deal_with(forum={"governing_law": "Estmark"})
    text = addendum(contract(PARTIES, LAWS[0].chosen), report({}), deal)
    assert "whether a neutral forum takes the place" in text


def test_a_seat_that_the_deal_states_was_asked_for_and_is_brought_in() -> None:
    deal = deal_with(forum={"seat": "Geneva, Switzerland"})
    text = addendum(contract(PARTIES, LAWS[0].chosen), report({}), deal)
    assert "with its seat in Geneva, Switzerland" in text
    assert "is governed by the law of the Republic of Estmark" in text


def test_the_forum_is_asked_about_once_where_a_finding_names_its_words() -> None:
    courts = "Every dispute is decided by the courts of Estmark alone."
    found = report({"enforceability.neutral-forum": ("3", courts, 5)})
    (question,) = changes_in(addendum(contract(PARTIES, LAWS[0].chosen, courts), found, deal_with()))
    assert courts in question


def test_conforming_edits_ask_about_the_forum_as_the_addendum_does() -> None:
    existing = existing_contract(structure(contract(PARTIES, LAWS[0].chosen)), LIBRARY.root)
    (edit,) = proposals(report({}), deal_with(), LIBRARY, existing)
    assert edit.instruction.startswith("[CONFIRM: In clause 2, the words “This Agreement is governed")


def test_a_person_may_leave_the_forum_as_it_is() -> None:
    kept = {"clause": "2", "element": "enforceability.neutral-forum", "decided": "keep", **BY}
    text = addendum(contract(PARTIES, LAWS[0].chosen), report({}), deal_with(kept))
    assert "whether a neutral forum" not in text


@pytest.mark.parametrize(
    ("element", "restated", "why"),
    [
        ("short-term-and-certification.short-initial-term", "is concluded for a fixed term of", "its own term"),
        ("use-limits.licensed-period", "ends at the close of a fixed period", "its own licensed period"),
        ("use-limits.concurrent-targets", "at any one time shall not exceed", "its own number"),
        ("use-limits.territory", "only against Targets located in", "its own territory"),
    ],
)
def test_a_figure_that_the_contract_states_well_is_not_stated_a_second_time(
    element: str, restated: str, why: str
) -> None:
    existing = contract(PARTIES, "The term is six months and ends by itself.")
    assert restated in addendum(existing, report({}), deal_with())
    assert restated not in addendum(existing, report({}, {element: ("2", "words", 3)}), deal_with()), why


@pytest.mark.parametrize(
    ("label", "day", "why"),
    [
        ("Call-Off Start Date: ", None, "the row of a form that gives the first day of the term"),
        ("Commencement Date: ", None, "another word for it"),
        ("The licence is effective ", None, "in a sentence"),
        ("This Agreement is dated ", dt.date(2026, 5, 4), "the day it was made"),
        ("Date: ", dt.date(2026, 5, 4), "a date without more"),
    ],
)
def test_the_first_day_of_a_term_is_not_the_day_the_contract_was_made(
    label: str, day: dt.date | None, why: str
) -> None:
    read = structure(contract(PARTIES, f"{label}4 May 2026", "Start Date of the works: unknown"))
    start = read.document.text.index("4 May")
    dates = Dates(agreement_date=DateFinding(value="2026-05-04", text="4 May 2026", start=start, end=start + 10))
    assert day_made(dates, read, LIBRARY.root) == day, why


def judged(status: Status, why: Why = Why.ESTABLISHED) -> Report:
    """A report of one element."""
    words = (Evidence(text="The Supplier may suspend it.", start=0, end=28),)
    finding = Finding(
        element="on-suspicion",
        code="SUS-2",
        severity=Severity.CRITICAL,
        status=status,
        confidence=0.9,
        evidence=words,
        reason="",
        why=why,
    )
    verdict = Verdict(requirement="suspension", code="SUS", status=status, findings=(finding,))
    return Report.model_construct(verdicts=(verdict,))


@pytest.mark.parametrize(
    ("status", "why", "doubted", "reason"),
    [
        (Status.UNCERTAIN, Why.SHAKEN, ["SUS-2"], "words beside it that a person can read"),
        (
            Status.UNCERTAIN,
            Why.AMENDMENT_DIFFERS,
            ["SUS-2"],
            "the addendum says what the contract is now heard to deny",
        ),
        (Status.UNCERTAIN, Why.UNCLEAR, [], "it is no longer said clearly"),
        (Status.CONTRADICTED, Why.SHAKEN, [], "it is denied"),
        (Status.SATISFIED, Why.ESTABLISHED, [], "it stands"),
    ],
)
def test_a_doubt_beside_an_addendum_is_told_and_a_loss_refused(
    status: Status, why: Why, doubted: list[str], reason: str
) -> None:
    assert doubted_elements(judged(Status.SATISFIED), judged(status, why)) == doubted, reason


@pytest.mark.parametrize(
    ("element", "row"),
    [
        ("use-limits.licensed-period", "Licensed Period"),
        ("use-limits.concurrent-targets", "Concurrent Targets"),
        ("use-limits.territory", "Regions"),
    ],
)
def test_the_schedule_repeats_no_limit_that_the_contract_states(element: str, row: str) -> None:
    existing = contract(PARTIES, "The term is six months and ends by itself.")
    assert row in addendum(existing, report({}), deal_with()).split("\n")
    assert row not in addendum(existing, report({}, {element: ("2", "words", 3)}), deal_with()).split("\n")
