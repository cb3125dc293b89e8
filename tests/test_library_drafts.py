"""What the shipped library drafts, judged by the shipped checker: nothing due is missing or contradicted."""

from __future__ import annotations

from typing import Any

import pytest
from deals import a_deal, deal_data
from test_assemble import AGREEMENT, INCIDENT

from clausegen.api import judge
from clausegen.assemble import kinds, shell
from clausegen.deal import Deal
from clausegen.drafting import POSITIONS, at_position, compose
from clausegen.library import load_library
from clausegen.lint import faults_of_paper
from clausegen.paper import Paper, as_document
from clausegen.requirement import Status, Tier

LIBRARY = load_library()
TIERS = (Tier.LOW, Tier.MEDIUM, Tier.HIGH)
WITH_CLAUSES = [kind for kind in kinds(LIBRARY) if shell(LIBRARY, kind).clauses]


def deal_at(tier: Tier) -> Deal:
    longest = LIBRARY.playbook().tiers[tier].term_months_max
    limits = {**deal_data()["use_limits"], "licensed_months": longest}
    return a_deal(tier=tier.value, agreement=AGREEMENT, incident=INCIDENT, use_limits=limits)


def drafted(kind: str, tier: Tier, position: str = "preferred") -> Paper:
    deal = at_position(deal_at(tier), LIBRARY, position, "Maren Holt")
    return compose(deal, tier, library=LIBRARY, kind=kind)


def shortcomings(paper: Paper, tier: Tier) -> dict[str, Any]:
    report = judge(as_document(paper), tier=tier, library=LIBRARY, verify=False)
    return {
        finding.code: (finding.status, finding.reason)
        for verdict in report.verdicts
        for finding in verdict.findings
        if finding.status is not Status.SATISFIED
    }


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("kind", WITH_CLAUSES)
def test_a_draft_with_the_clauses_lacks_nothing_at_its_tier(kind: str, tier: Tier) -> None:
    assert shortcomings(drafted(kind, tier), tier) == {}


@pytest.mark.parametrize("position", [position for position in POSITIONS if position != "preferred"])
def test_no_position_of_the_ladder_empties_an_element(position: str) -> None:
    assert shortcomings(drafted("agreement", Tier.HIGH, position), Tier.HIGH) == {}


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("kind", [kind for kind in kinds(LIBRARY) if shell(LIBRARY, kind).binds])
def test_every_kind_is_drafted_without_a_drafting_fault(kind: str, tier: Tier) -> None:
    assert [str(fault) for fault in faults_of_paper(drafted(kind, tier))] == []


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("tier", TIERS)
def test_every_position_is_drafted_without_a_drafting_fault(position: str, tier: Tier) -> None:
    assert [str(fault) for fault in faults_of_paper(drafted("agreement", tier, position))] == []
