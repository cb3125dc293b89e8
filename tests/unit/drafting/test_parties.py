"""Parties as they are: several end users, agents for service of process, resellers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from deals import deal_data
from test_assemble import AGREEMENT, INCIDENT

from clausegen.drafting.deal_choices import for_end_user, reasons_against
from clausegen.drafting.documents import compose
from clausegen.errors import DraftRefused, UsageError
from clausegen.library import load_library
from clausegen.lint.inspections import faults_of_paper
from clausegen.model.deal import Deal
from clausegen.model.draft import Paper, ParagraphKind
from clausegen.model.requirement import Tier

LIBRARY = load_library()
AGENT = {"name": "Registered Agents LLP", "address": "1 Cheap Street, London"}
CUSTOMS = {
    **deal_data()["end_user"],
    "name": "Customs Service of Estmark",
    "mandate": "the investigation of smuggling under section 4 of the Customs Act 2009 of Estmark.",
    "signatory": {"name": "Ola Berg", "title": "Commissioner"},
}


def a_deal(**changes: Any) -> Deal:
    """A deal with two end users, the second with an agent for service of process."""
    users = [deal_data()["end_user"], {**CUSTOMS, "process_agent": AGENT}]
    return Deal.model_validate(deal_data(end_user=users, agreement=AGREEMENT, incident=INCIDENT, **changes))


def text_of(paper: Paper) -> str:
    return "\n".join(paragraph.text for paragraph in paper.paragraphs)


def test_each_of_several_end_users_is_a_party_signs_and_has_its_own_mandate() -> None:
    paper = compose(a_deal(), Tier.HIGH, library=LIBRARY)
    parties = [p.text for p in paper.paragraphs if p.kind is ParagraphKind.PARTY]
    assert [any(name in text for text in parties) for name in ("National Crime", "Customs Service")] == [True, True]
    signed = [p.text for p in paper.paragraphs if p.kind is ParagraphKind.SIGNATURE]
    assert [text for text in signed if "Ola Berg" in text and "(an End User)" in text]
    assert "for the Customs Service of Estmark, the investigation of smuggling" in text_of(paper)
    assert "is liable for the others" in text_of(paper)
    assert faults_of_paper(paper) == []


@pytest.mark.parametrize("kind", ["addendum", "schedule", "suspension-notice"])
def test_other_documents_name_every_end_user(kind: str) -> None:
    paper = compose(a_deal(date=dt.date(2026, 5, 2)), Tier.HIGH, library=LIBRARY, kind=kind)
    assert "Customs Service of Estmark" in text_of(paper)


@pytest.mark.parametrize("kind", ["deed-of-adherence", "end-use-undertaking", "renewal-certificate"])
def test_a_document_of_one_end_user_asks_which(kind: str) -> None:
    with pytest.raises(DraftRefused, match="--end-user: National Crime Directorate of Estmark; Customs Service"):
        compose(a_deal(), Tier.HIGH, library=LIBRARY, kind=kind)
    paper = compose(for_end_user(a_deal(), "customs service of Estmark"), Tier.HIGH, library=LIBRARY, kind=kind)
    assert "Customs Service of Estmark" in text_of(paper)
    assert "National Crime" not in text_of(paper)


def test_an_end_user_that_the_deal_does_not_name_is_refused_with_those_it_names() -> None:
    with pytest.raises(UsageError, match="National Crime Directorate of Estmark; Customs"):
        for_end_user(a_deal(), "Coast Guard")


def test_an_end_user_that_does_not_sign_is_named() -> None:
    deal = Deal.model_validate(deal_data(end_user=[deal_data()["end_user"], {**CUSTOMS, "signs": False}]))
    reasons = reasons_against(deal, Tier.HIGH, LIBRARY)
    assert any("'Customs Service of Estmark' does not sign" in reason for reason in reasons)


def test_the_mandate_of_every_end_user_has_to_end_somewhere() -> None:
    users = [deal_data()["end_user"], {**CUSTOMS, "mandate": "any purpose that the Ministry considers necessary"}]
    reasons = reasons_against(Deal.model_validate(deal_data(end_user=users)), Tier.HIGH, LIBRARY)
    assert any("end_user.mandate" in reason for reason in reasons)


def test_agents_for_service_of_process_are_named_where_they_are_known() -> None:
    text = text_of(compose(a_deal(), Tier.HIGH, library=LIBRARY))
    assert "The End User named Customs Service of Estmark irrevocably appoints Registered Agents LLP" in text
    assert "each of the Customer and the End User that has not yet done so shall appoint an agent" in text
    sides = {side: {**deal_data()[side], "process_agent": AGENT} for side in ("customer", "end_user")}
    text = text_of(compose(Deal.model_validate(deal_data(**sides)), Tier.HIGH, library=LIBRARY))
    assert "Within 10 Business Days after the date of this Agreement" not in text
    assert text.count("irrevocably appoints Registered Agents LLP") == 2
