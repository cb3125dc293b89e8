"""Special terms: placed, approved, judged afterwards; none undoes an element unnamed."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from builders import document
from deals import deal_data
from desks import a_report

from clausegen.checker.pipeline import judge
from clausegen.drafting.documents import Draft, compose, draft
from clausegen.drafting.outgoing import Audience
from clausegen.drafting.special_terms import lost
from clausegen.errors import DraftRefused, UsageError
from clausegen.library import load_library
from clausegen.model.deal import Deal
from clausegen.model.document import Document
from clausegen.model.draft import Paper
from clausegen.model.report import Report
from clausegen.model.requirement import Tier

LIBRARY = load_library()
HOLIDAYS = {
    "title": "Local holidays",
    "text": "A public holiday in Estmark is no Business Day.\n\nThe Parties exchange lists of those days.",
    "approved_by": "Maren Holt",
    "reason": "asked for by the Customer",
}
AFTER_A_YEAR = {
    **HOLIDAYS,
    "title": "Training",
    "text": "The training is repeated once a year.",
    "instead_of": "human-rights-training.refresher",
}
NO_NOTICE = {**HOLIDAYS, "text": "The Supplier may suspend after notice.", "instead_of": "suspension.no-prior-notice"}


def with_terms(*terms: dict[str, Any]) -> Deal:
    return Deal.model_validate(deal_data(special_terms=list(terms)))


def text_of(paper: Paper) -> str:
    return "\n".join(paragraph.text for paragraph in paper.paragraphs)


def judged(document: Document, tier: Tier) -> Report:
    """Two elements, satisfied where the document holds our words for them; the others are missing before and after."""
    words = {"SUS-3": "Suspension takes effect immediately and without prior notice", "TRN-3": "is repeated every"}
    return a_report(document, words, LIBRARY)


def made(deal: Deal) -> Draft:
    return draft(deal, library=LIBRARY, form="md", judge=judged)


def test_a_term_stands_in_a_clause_of_its_own_below_the_human_rights_provisions() -> None:
    text = made(with_terms(HOLIDAYS)).data.decode()
    assert "**Local holidays.** A public holiday in Estmark is no Business Day." in text
    assert "They are subject to the Human Rights Provisions." in text
    assert "## 37. Special terms" in text
    assert json.loads(made(with_terms(HOLIDAYS)).manifest)["special_terms"][0]["approved_by"] == "Maren Holt"


def test_a_term_takes_the_place_of_our_wording_and_references_still_lead_there() -> None:
    paper = compose(with_terms(AFTER_A_YEAR), Tier.HIGH, library=LIBRARY)
    assert "is repeated every 3 months" not in text_of(paper)
    assert "The training is repeated once a year." in text_of(paper)
    assert "is repeated as clause 10.3 provides" in text_of(paper)


def test_an_element_that_would_fall_is_named_with_the_words() -> None:
    with pytest.raises(DraftRefused, match=r"no prior notice \(SUS-3\), now missing"):
        made(with_terms(NO_NOTICE))


def test_a_term_is_also_judged_alone_where_a_soft_denial_is_heard() -> None:
    """Beside a clause that plainly gives the element, "a word first" was believed to take nothing away."""
    said = "Before any suspension the Supplier gives the Customer five Business Days to explain itself."
    whole = judged(document("1. Suspension takes effect immediately and without prior notice."), Tier.HIGH)
    alone = judge(document(said), tier=Tier.HIGH, library=LIBRARY)
    found = lost(whole, whole, alone, with_terms({**HOLIDAYS, "text": said}), LIBRARY)
    assert len(found) == 1
    assert "(SUS-3), now contradicted: “Before any suspension" in found[0]
    assert found[0].endswith("Change the term.")  # nobody may give up what is mandatory


def test_an_element_is_given_up_by_name_and_approver() -> None:
    with pytest.raises(DraftRefused, match="TRN-3"):
        made(with_terms(AFTER_A_YEAR))
    held = json.loads(made(with_terms({**AFTER_A_YEAR, "gives_up": ["TRN-3"]})).manifest)
    assert held["special_terms"][0]["gives_up"] == ["TRN-3"]


@pytest.mark.parametrize(
    ("kind", "changes", "refused", "reason"),
    [
        ("agreement", {}, True, "a promise of uninterrupted service is not noticed when the draft is judged"),
        (
            "agreement",
            {"attested_by": "Ivo Brandt", "attested_on": dt.date(2026, 1, 30)},
            False,
            "a person has read it",
        ),
        ("deed-of-adherence", {}, False, "no special term stands in it"),
    ],
)
def test_a_copy_to_sign_needs_somebody_who_read_the_term_beside_the_safeguards(
    kind: str, changes: dict[str, Any], refused: bool, reason: str
) -> None:
    deal = with_terms({**HOLIDAYS, "text": "The System shall be available at all times.", **changes})
    try:
        draft(deal, library=LIBRARY, kind=kind, form="md", judge=judged, audience=Audience.SIGNATURE)
        said = ""
    except DraftRefused as refusal:
        said = " ".join(refusal.reasons)
    assert ("special_terms.0 ('Local holidays'): read it beside the safeguards" in said) is refused, reason


@pytest.mark.parametrize(
    ("changes", "said", "reason"),
    [
        ({"gives_up": ["SUS-3"]}, "is mandatory at every tier, so SUS-3 cannot be given up", "a mandatory provision"),
        ({"gives_up": ["SUS-33"]}, "no element 'SUS-33'", "an unknown code"),
        ({"instead_of": "suspension"}, "name the element as 'requirement.element'", "a whole clause"),
        ({"instead_of": "suspension.notice"}, "no element 'suspension.notice'", "an unknown element"),
    ],
)
def test_a_term_that_cannot_be_placed_is_refused(changes: dict[str, Any], said: str, reason: str) -> None:
    with pytest.raises(DraftRefused) as refused:
        made(with_terms({**NO_NOTICE, **changes}))
    assert said in " ".join(refused.value.reasons), reason


def test_two_terms_for_one_element_are_refused() -> None:
    with pytest.raises(DraftRefused, match="make one of both"):
        made(with_terms(AFTER_A_YEAR, AFTER_A_YEAR))


def test_nobody_drafts_a_special_term_unjudged() -> None:
    with pytest.raises(UsageError, match="judged before it is drafted"):
        draft(with_terms(HOLIDAYS), library=LIBRARY)
