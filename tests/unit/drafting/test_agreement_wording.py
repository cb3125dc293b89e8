"""The agreement says what its other clauses rely on, and no two of its clauses contradict each other."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pytest
from deals import a_deal, deal_data
from test_assemble import AGREEMENT

from clausegen.drafting.assembly import assemble
from clausegen.library import load_library
from clausegen.lint.inspections import faults_of_paper
from clausegen.model.draft import Paper, ParagraphKind, as_document
from clausegen.model.requirement import Tier

LIBRARY = load_library()
INTERMEDIARY = {**{k: v for k, v in deal_data()["supplier"].items() if k != "official"}, "name": "Vell Trading Ltd"}


def drafted(kind: str = "agreement", tier: Tier = Tier.HIGH, **changes: Any) -> Paper:
    deal = a_deal(tier=tier.value, agreement=AGREEMENT, **changes)
    return assemble(deal, LIBRARY, tier, kind=kind)


def text_of(kind: str = "agreement", tier: Tier = Tier.HIGH, **changes: Any) -> str:
    return as_document(drafted(kind, tier, **changes)).text


class Said(NamedTuple):
    words: str
    why: str
    kind: str = "agreement"


SAID = (
    Said(
        "the Customer, and for itself the End User, irrevocably and unconditionally waives", "the end user has immunity"
    ),
    Said(
        "in any duty, prohibition, warranty, waiver, consent, submission or exclusion of a claim include the End User",
        "waivers were left out",
    ),
    Said("appoint an agent for service of process", "a State is not served by e-mail in a court of the seat"),
    Said("irrevocably and unconditionally waives every immunity", "the deed had no waiver", "deed-of-adherence"),
    Said("“Customer” means Ministry of the Interior of Estmark.", "undefined in the deed", "deed-of-adherence"),
    Said("except a decision to which clause 24.7 gives that effect", "17.2 contradicted the final award of 24"),
    Said(
        "delivery of a complete certificate ends that suspension",
        "11.7 contradicted 17.1",
    ),
    Said("other than an amendment made in accordance with this clause", "26.1 contradicted 26.2"),
    Said("conditions of the licence are those that clause 7.11 states", "they were listed twice and differently"),
    Said("binds the Parties when each of them has signed it", "duties before the start had no contract"),
    Said("discloses in Schedule 7 each of them that its law lacks", "it confirmed what counsel found missing"),
    Said("the precautions when the data is communicated to others;", "Schedule 3 listed other things than 6.3"),
    Said("that neither the System nor access to it has been transferred to anyone; and\n", "Schedule 9 lacked it"),
    Said("the offences, the legal basis and the authorisations on which the use relied;", "Schedule 9 lacked it"),
    Said("clause 7.10, which governs data obtained with the System;", "the handling of data did not survive"),
    Said("clause 12.4, which requires notice of suspected Misuse;", "the duty to tell did not survive"),
    Said(
        "The provisions on the Supplier's own conduct are obligations of the Supplier.",
        "5.3 bound the Customer to them",
    ),
    Said("each official of the Customer who requests or supervises", "10.1 made the supplier train judges"),
    Said(
        "An Affected Person is not bound by this clause and may bring a claim before any court",
        "victims had to arbitrate",
    ),
    Said("A fine imposed on the Supplier for its own conduct", "20.6 indemnified the supplier's own fines"),
    Said("Misuse so determined is identified and established", "neither word was defined"),
    Said("the person to whom it belongs is not counted in addition", "targets were counted twice"),
    Said("The claimants together nominate one arbitrator", "three parties, three arbitrators, no rule"),
    Said("The Supplier shall carry out human rights due diligence", "only the customer had duties"),
    Said("take part in the remedy in proportion to its contribution", "the supplier's share in remedy"),
    Said("consider the effects on the persons concerned", "responsible exit"),
    Said("Personal data that the Supplier receives, copies or examines", "what the supplier copies was unprotected"),
    Said("Conditions precedent to access\n", "they stood in four clauses"),
    Said("A sum paid late bears interest", "interest"),
    Said("It accepts the System when it performs as its documentation describes", "acceptance"),
    Said("The Supplier warrants that during the Licensed Period the System performs", "product warranty"),
    Said("Where the law requires a tax to be withheld", "withholding tax"),
    Said("by electronic signature where the law", "electronic signature"),
    Said("to establish from the System's logs, for each person or identifier that the Supplier names", "INV-9"),
    Said("may order the System to be restricted or shut down", "EXP-7"),
    Said("No security clearance, vetting or undertaking of secrecy", "WHB-6"),
    Said("its clauses, its Annexes and the Human Rights Policy", "attachments called Annexes", "schedule"),
)


@pytest.mark.parametrize("case", SAID, ids=lambda case: f"{case.kind}: {case.why}")
def test_the_document_says(case: Said) -> None:
    assert case.words in text_of(case.kind), case.why


def test_every_list_of_protected_grounds_is_the_same() -> None:
    grounds = re.findall(r"race, colour[^;.]*? or any other status", text_of())
    assert len(grounds) == 3
    assert len(set(grounds)) == 1
    assert "disability" in grounds[0]


def test_attachments_are_called_by_one_name() -> None:
    assert "Schedule " not in text_of("schedule").replace("Human Rights Schedule", "")


class Capability(NamedTuple):
    capability: str
    said: str
    unsaid: str


@pytest.mark.parametrize(
    "case",
    [
        Capability("defensive", "may be used on the End User's own network and devices", "No Target may be activated"),
        Capability("targeted-interception", "No Target may be activated without", "own network and devices"),
        Capability("covert-intrusion", "each device that may be entered", "own network and devices"),
        Capability("analytics", "on the sole ground of a result", "each device that may be entered"),
        Capability("location", "who was present at an assembly", "on the sole ground of a result"),
        Capability("forensics", "lawfully in the custody of the End User", "who was present at an assembly"),
        Capability("biometrics", "shall not use the System to identify passers-by", "custody of the End User"),
        Capability("drone", "shall not arm it", "passers-by"),
        Capability("network", "block, slow down, alter or redirect traffic", "shall not arm it"),
    ],
    ids=lambda case: case.capability,
)
def test_the_capability_of_the_product_chooses_the_wording(case: Capability) -> None:
    product = {**deal_data()["product"], "capability": case.capability}
    text = text_of(product=product)
    assert case.said in text
    assert case.unsaid not in text


def test_an_intermediary_is_a_party_that_signs() -> None:
    paper = drafted(intermediary=INTERMEDIARY)
    parties = [p.text for p in paper.paragraphs if p.kind is ParagraphKind.PARTY]
    signed = [p.text for p in paper.paragraphs if p.kind is ParagraphKind.SIGNATURE]
    assert "(the “Intermediary”)" in parties[-1]
    assert "(the Intermediary)" in signed[-1]
    assert "payment to it discharges the Customer" in as_document(paper).text
    assert [str(fault) for fault in faults_of_paper(paper)] == []
    assert "Intermediary”" not in text_of()


@pytest.mark.parametrize("kind", ["agreement", "addendum", "schedule", "deed-of-adherence", "end-use-undertaking"])
@pytest.mark.parametrize("tier", [Tier.LOW, Tier.MEDIUM, Tier.HIGH])
def test_a_name_that_ends_with_a_full_stop_ends_a_sentence_once(kind: str, tier: Tier) -> None:
    supplier = {**deal_data()["supplier"], "name": "Halberd Systems, Inc."}
    customer = {**deal_data()["customer"], "name": "Estmark Procurement Corp."}
    paper = drafted(kind, tier, supplier=supplier, customer=customer)
    assert ".." not in as_document(paper).text
    assert [str(fault) for fault in faults_of_paper(paper) if "CONFIRM" not in str(fault)] == []


@pytest.mark.parametrize("position", ["acceptable", "fallback"])
def test_a_weaker_position_keeps_the_wording_of_the_capability(position: str) -> None:
    product = {**deal_data()["product"], "capability": "covert-intrusion"}
    rung = {"permitted-use.independent-authorisation": {"position": position, "approved_by": "Maren Holt"}}
    assert "each device that may be entered" in text_of(product=product, positions=rung)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("The waiver is also given to every Affected Person", "a State would say that it waived for the Parties alone"),
        ("which only that person may settle", "the Parties could end a claim that has arisen"),
        ("It shall first secure the logs", "to destroy the System would destroy the evidence in it"),
        ("(share in remedy)", "the supplier's own duties would end with the agreement"),
        (
            "So is every examination, sharing or other use of data",
            "what is done with the output was no use of the System",
        ),
        ("means every use, attempted use, act or omission", "retaliation or a cut log was no Misuse"),
        ("gives the Customer no time to remedy a breach of the Human Rights", "30 days' cure came in by the side"),
        ("and on behalf of the State to which it belongs", "a decree of another organ was nobody's act"),
        ("that it, its State or the property of either has", "the property was that of the Republic"),
        ("has access to the System or to its output, however obtained", "access was taken and not given"),
        ("stops by itself when it has not received the Supplier's permission", "a cut line kept the System running"),
        ("the record of a test in which the Supplier stopped the System", "nobody had tried the switch"),
        ("Where no examiner has seen the information within that time", "every examiner was refused a clearance"),
        ("This duty prevails over every other duty or rule to delete", "a statute ordered the deletion"),
        ("knows or ought to know of an investigation", "the evidence went before the investigation began"),
        ("The custodian alone holds the keys", "the escrow held noise"),
        ("within 24 hours after the entry is made", "the escrow had no clock"),
        ("have effect only in writing signed by the Compliance Officer", "an e-mail of the sales desk was a consent"),
        ("is located where the natural person who uses it is", "an account is wherever it is hosted"),
        ("may ask the Supplier whether Misuse has occurred in relation to that person", "a victim could prove nothing"),
        ("shall not object that the claim concerns an act of State", "only the courts of that State were open"),
        ("those that clause 20 and clause 24 state", "the forum of the victim was given to nobody"),
        ("every inquiry into Misuse by a court, a prosecutor", "nobody but the Supplier was answered"),
        ("No amendment, waiver or settlement reduces a right of an Affected Person", "bargained away over her head"),
        ("An Affected Person may enforce this duty against the Supplier", "the Supplier's share was owed to nobody"),
    ],
)
def test_what_counsel_of_a_state_or_of_a_victim_would_turn_is_settled(said: str, reason: str) -> None:
    assert said in text_of(), reason
