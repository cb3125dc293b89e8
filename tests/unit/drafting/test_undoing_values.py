"""Values of a deal that cannot be true together, or with which a safeguard would be lost: refused, with the field."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from deals import a_deal, deal_data

from clausegen.drafting.deal_choices import reasons_against
from clausegen.drafting.documents import draft
from clausegen.drafting.refusal import refusals
from clausegen.drafting.templates import shell
from clausegen.drafting.value_guard import operative_values
from clausegen.library.load import load_library
from clausegen.model.requirement import Tier

LIBRARY = load_library()


def against(**changes: Any) -> list[str]:
    return reasons_against(a_deal(**changes), Tier.HIGH, LIBRARY)


def part(table: str, /, **changes: Any) -> dict[str, Any]:
    return {table: {**deal_data()[table], **changes}}


IMPOSSIBLE = [
    (part("customer", name="HALBERD SYSTEMS LTD."), ("supplier.name", "customer.name"), "the supplier buys"),
    (part("end_user", name="Halberd Systems Ltd"), ("supplier.name", "end_user.name"), "the supplier uses"),
    (
        {"intermediary": {**deal_data()["supplier"], "name": "Ministry of the Interior of Estmark"}},
        ("customer.name", "intermediary.name"),
        "the customer resells to itself",
    ),
    (
        part("human_rights_policy", date=dt.date(2027, 11, 20)),
        ("human_rights_policy.date", "date,"),
        "a policy to come",
    ),
    ({"date": dt.date(1926, 3, 2)}, ("use_limits.start", "date,"), "a year mistyped"),
    (
        {"answers": {"whistleblowing.acknowledgement_days": 14, "whistleblowing.evaluation_days": 7}},
        ("answers.whistleblowing.evaluation_days", "answers.whistleblowing.acknowledgement_days"),
        "evaluated before it is acknowledged",
    ),
    (
        {"answers": {"investigation-cooperation.acknowledgement_hours": 80}},
        ("answers.investigation-cooperation.data_hours", "answers.investigation-cooperation.acknowledgement_hours"),
        "data before the request is acknowledged",
    ),
]


@pytest.mark.parametrize(("changes", "fields", "reason"), IMPOSSIBLE)
def test_what_cannot_be_is_refused_with_both_fields(
    changes: dict[str, Any], fields: tuple[str, str], reason: str
) -> None:
    assert any(found.startswith(fields[0]) and fields[1] in found for found in against(**changes)), reason


def test_a_customer_may_be_its_own_end_user() -> None:
    assert against(**part("end_user", name="Ministry of the Interior of Estmark")) == []


UNDONE = [
    (part("use_limits", regions=["worldwide"]), "use_limits.regions.0", "LIM-3", "everywhere"),
    (part("use_limits", regions=["Estmark", "any country"]), "use_limits.regions.1", "LIM-3", "anywhere besides"),
    ({"fees": "of EUR 5, payable while the System is available"}, "fees", "SUS-6", "a suspension costs the supplier"),
    ({"fees": "of EUR 5, refunded for each day of suspension"}, "fees", "SUS-6", "the same in other words"),
    (part("use_limits", regions=["Estmark, among others"]), "use_limits.regions.0", "LIM-3", "an open list"),
    ({"forum": {"governing_law": "Estmark"}}, "forum.governing_law", "IMM-2", "the law of the customer's State"),
    ({"forum": {"seat": "Vell"}}, "forum.seat", "IMM-2", "the customer's town"),
    (
        {"forum": {"arbitration_rules": "the rules of the Courts of Norland"}},
        "forum.arbitration_rules",
        "IMM-2",
        "courts instead of arbitrators",
    ),
    (
        {"answers": {"decision_body": "Minister of the Interior"}},
        "answers.decision_body",
        "REI-3",
        "a minister",
    ),
    ({"answers": {"reinstatement.decision_body": "sales team"}}, "answers.reinstatement", "REI-3", "who sells"),
    (
        {"answers": {"reinstatement.decision_body": "board, with the National Crime Directorate of Estmark"}},
        "answers.reinstatement",
        "REI-3",
        "the end user by its name",
    ),
    (
        part("end_user", mandate="the prevention of crime and any other purpose the Ministry decides"),
        "end_user.mandate",
        "USE-1",
        "a mandate that ends nowhere",
    ),
]


@pytest.mark.parametrize(("changes", "field", "code", "reason"), UNDONE)
def test_a_value_that_undoes_a_safeguard_is_refused(
    changes: dict[str, Any], field: str, code: str, reason: str
) -> None:
    (found,) = against(**changes)
    assert found.startswith(field), reason
    assert f"[{code}: " in found


KEPT = [
    ({"fees": "of EUR 5, non-refundable and payable also during a suspension"}, "fees that go on"),
    (part("use_limits", regions=["all regions of Estmark", "its territorial waters"]), "regions that are named"),
    ({"forum": {"governing_law": "Switzerland", "seat": "Geneva"}}, "another State"),
    ({"answers": {"reinstatement.decision_body": "Board Committee on Human Rights"}}, "a body of the supplier"),
    (part("end_user", mandate="the investigation of every offence named in section 12 of the Police Act"), "a statute"),
    (part("end_user", mandate="the prevention of serious crime as the investigating judge determines"), "a judge"),
    (part("use_limits", regions=["the international airport of Vell"]), "a place of that name"),
    (part("use_limits", regions=["any place in Estmark"]), "a closed place"),
    (
        {"answers": {"reinstatement.decision_body": "the Ethics Board, on which no sales staff sit"}},
        "it says so itself",
    ),
    ({"answers": {"reinstatement.decision_body": "the State-independent Ethics Committee"}}, "independent of it"),
    ({"forum": {"governing_law": "Norland", "seat": "Port Arden, New Estmark"}}, "another State with the name in it"),
    ({"forum": {"governing_law": "Norland", "seat": "Vell, Norland"}}, "a town of the same name"),
]


@pytest.mark.parametrize(("changes", "reason"), KEPT)
def test_an_ordinary_value_is_drafted(changes: dict[str, Any], reason: str) -> None:
    assert against(**changes) == [], reason


def test_what_is_left_out_with_approval_cannot_be_undone() -> None:
    omit = {"enforceability": {"approved_by": "General Counsel", "reason": "A treaty settles disputes."}}
    assert against(forum={"seat": "Vell"}, omit=omit) == []


def test_a_notice_is_not_refused_for_what_the_signed_agreement_should_not_say() -> None:
    agreement = {"title": "Supply Agreement", "date": dt.date(2025, 1, 2)}
    incident = {"reference": "1", "date": dt.date(2026, 2, 27), "summary": "A report.", "decided_by": "Ivo Brandt"}
    deal = a_deal(forum={"seat": "Vell"}, agreement=agreement, incident=incident)
    found = refusals(deal, LIBRARY, LIBRARY.playbook(), Tier.HIGH, shell(LIBRARY, "suspension-notice"))
    assert list(found) == []


CLAUSES = [
    ("fees", "of EUR 1, and the Supplier shall not suspend the System for any reason", "a prohibition"),
    ("fees", "of EUR 1, which Halberd Systems Ltd must repay on a suspension", "a duty of a party by its name"),
    ("fees", "of EUR 1; notwithstanding clause 15 the licence goes on", "a clause overridden"),
    ("product.description", "a system. Clause 15 (Suspension) does not apply to the Customer", "a clause disapplied"),
    (
        "product.description",
        "a system; no suspension of the System for any reason whatsoever",
        "a denial without a verb",
    ),
    ("product.name", "Lantern, which the Licensee may use for any purpose", "a permission"),
    ("end_user.mandate", "policing. The Human Rights Provisions are not binding", "a term of the clauses"),
    ("supplier.form", "a company, and the System must never be disabled", "the system"),
]


@pytest.mark.parametrize(("field", "value", "reason"), CLAUSES)
def test_a_value_that_is_a_clause_is_refused_with_its_field(field: str, value: str, reason: str) -> None:
    table, _, key = field.partition(".")
    changes = part(table, **{key: value}) if key else {field: value}
    found = [said for said in operative_values(a_deal(**changes), LIBRARY) if said.startswith(field)]
    assert len(found) == 1, reason


PHRASES = [
    "of EUR 480,000 for the Licensed Period, payable in two equal instalments on 1 May 2026 and 1 July 2026",
    "of EUR 5, due when the Customer accepts the delivery",
    "of EUR 2, half on signature and half when the System is delivered",
    "as set out in the offer of the Supplier of 3 March 2026",
]


@pytest.mark.parametrize("fees", PHRASES)
def test_a_phrase_is_no_clause(fees: str) -> None:
    assert list(operative_values(a_deal(fees=fees), LIBRARY)) == []


def test_a_mandate_with_a_full_stop_is_printed_with_one() -> None:
    made = draft(a_deal(**part("end_user", mandate="the work of section 12.")), library=LIBRARY, form="md")
    assert "section 12.." not in made.data.decode()
    assert "section 12., " not in made.data.decode()
