"""The agreement says what its other clauses rely on, and no two of its clauses contradict each other."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pytest
from deals import a_deal, deal_data
from test_assemble import AGREEMENT

from clausegen.drafting.assembly import assemble
from clausegen.drafting.deal_choices import at_position
from clausegen.errors import DraftRefused
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
        "until the Supplier has confirmed in writing that it has received a complete certificate",
        "11.7 contradicted 17.1",
    ),
    Said("other than an amendment made in accordance with this clause", "26.1 contradicted 26.2"),
    Said("conditions of the licence are those that clause 7.12 states", "they were listed twice and differently"),
    Said("binds the Parties when each of them has signed it", "duties before the start had no contract"),
    Said("discloses in Schedule 7 each of them that its law lacks", "it confirmed what counsel found missing"),
    Said("the precautions when the data is communicated to others;", "Schedule 3 listed other things than 6.3"),
    Said("that neither the System nor access to it has been transferred to anyone; and\n", "Schedule 9 lacked it"),
    Said("the offences, the legal basis and the authorisations on which the use relied;", "Schedule 9 lacked it"),
    Said("clause 7.11, which governs data obtained with the System;", "the handling of data did not survive"),
    Said(
        "clause 15.7, which excludes every claim for a suspension;", "after the end, a State claimed for a suspension"
    ),
    Said("clause 19.6, which excludes a refund;", "after the end, a State claimed a refund"),
    Said(
        "may enforce clause 5, clause 6, clause 7, clause 8, clause 14.3 and this clause",
        "who is targeted abroad or without need could not enforce it, nor who is punished for a complaint",
    ),
    Said(
        "are those that clause 20, clause 24, clause 26.4 and clause 28.2 state.",
        "supplier and State could settle a person's claim between themselves",
    ),
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
    Said("The Human Rights Policy, the Annexes and every other document", "attachments called Annexes", "schedule"),
    Said("on behalf of the State to which it belongs", "another organ of the State was bound by nothing", "schedule"),
    Said("on behalf of the State to which it belongs", "another organ of the State was bound by nothing", "addendum"),
    Said("What either knows, both know.", "the Customer did not know what its agency knew", "addendum"),
    Said("signed by the official whom clause 11.5 names", "whoever signed the contract signed the certificates"),
    Said("any use or attempted use of the System", "an attempt was no Misuse", "deed-of-adherence"),
    Said("has signed it or acceded to it", "an end user that accedes by deed signs nothing else"),
)


@pytest.mark.parametrize("case", SAID, ids=lambda case: f"{case.kind}: {case.why}")
def test_the_document_says(case: Said) -> None:
    assert case.words in text_of(case.kind), case.why


@pytest.mark.parametrize("position", ["acceptable", "fallback"])
def test_no_rung_of_the_ladder_contradicts_the_clauses_beside_it(position: str) -> None:
    text = as_document(assemble(at_position(a_deal(tier="high"), LIBRARY, position, "MH"), LIBRARY, Tier.HIGH)).text
    assert "the Misuse has been remedied" not in text, "19.2 says that Misuse is not capable of remedy"
    assert "Reinstatement does not make Misuse capable of remedy." in text
    assert "Where classified information cannot" in text, "the logs are not excepted here, so nothing is 'other'"


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


BACK_TO_BACK = {**INTERMEDIARY, "back_to_back": True}


class Resold(NamedTuple):
    intermediary: dict[str, Any] | None
    between: str
    signatures: int


@pytest.mark.parametrize(
    "case",
    [
        Resold(None, "the Supplier and the Customer", 3),
        Resold(INTERMEDIARY, "the Supplier, the Intermediary and the Customer", 4),
        Resold(BACK_TO_BACK, "the Intermediary and the Customer", 4),
    ],
    ids=["direct", "reseller as a party", "back to back"],
)
@pytest.mark.parametrize("kind", ["addendum", "schedule", "deed-of-adherence"])
def test_a_paper_under_the_signed_agreement_names_who_made_it(case: Resold, kind: str) -> None:
    paper = drafted(kind, intermediary=case.intermediary)
    assert f"of 6 May 2024 between {case.between}" in as_document(paper).text.replace("dated 6", "of 6")
    if kind != "deed-of-adherence":
        assert sum(p.kind is ParagraphKind.SIGNATURE for p in paper.paragraphs) == case.signatures
    assert [str(fault) for fault in faults_of_paper(paper) if "CONFIRM" not in str(fault)] == []


@pytest.mark.parametrize("capability", ["defensive", "analytics"])
def test_a_certificate_claims_an_authorisation_only_where_the_agreement_needs_one(capability: str) -> None:
    product = {**deal_data()["product"], "capability": capability}
    beyond = "that reached beyond the network and devices of" in text_of("renewal-certificate", product=product)
    assert beyond is (capability == "defensive")
    assert "authorised as clause 7.6 requires" in text_of(product=product)


def test_back_to_back_the_reseller_contracts_with_the_state_and_the_supplier_keeps_its_rights() -> None:
    paper = drafted(intermediary=BACK_TO_BACK)
    parties = [p.text for p in paper.paragraphs if p.kind is ParagraphKind.PARTY]
    signed = [p.text for p in paper.paragraphs if p.kind is ParagraphKind.SIGNATURE]
    text = as_document(paper).text
    assert "(the “Intermediary”)" in parties[0]
    assert len(parties) == len(signed) == 3
    assert not any("(the Supplier)" in block for block in signed)
    assert "exercise and enforce in its own name, as if it were a Party, every right" in text
    assert "may not exercise, vary, waive, release or delay a right of the Supplier" in text
    assert [str(fault) for fault in faults_of_paper(paper)] == []


def test_the_safeguards_flow_down_to_the_reseller() -> None:
    paper = drafted("reseller-agreement", intermediary=BACK_TO_BACK)
    text = as_document(paper).text
    assert "in no other form than the one that the Supplier has approved" in text
    assert "The Intermediary has no part in those decisions" in text
    assert "“Party” means the Supplier or the Intermediary." in text
    assert [str(fault) for fault in faults_of_paper(paper)] == []


@pytest.mark.parametrize("intermediary", [None, INTERMEDIARY])
def test_without_two_contracts_there_is_none_with_the_reseller(intermediary: Any) -> None:
    with pytest.raises(DraftRefused, match=r"needs intermediary\.back_to_back in the deal file"):
        drafted("reseller-agreement", intermediary=intermediary)


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
        (
            "those that clause 20, clause 24, clause 26.4 and clause 28.2 state",
            "the forum of the victim was given to nobody",
        ),
        ("every inquiry into Misuse by a court, a prosecutor", "nobody but the Supplier was answered"),
        ("No amendment, waiver or settlement reduces a right of an Affected Person", "bargained away over her head"),
        ("An Affected Person may enforce this duty against the Supplier", "the Supplier's share was owed to nobody"),
        ("a search, a location and a test included (its activation)", "a look-up was no activation"),
        ("an address range, a search term or an account of a group is no Target", "one identifier was a whole town"),
        ("until the Supplier has confirmed in writing that it has received a complete", "any paper ended a suspension"),
        ("This applies to every suspension that this Agreement allows", "only one ground had the shield"),
        ("at the end of this Agreement for the time not yet covered", "the last certificate never fell due"),
        ("an expedited procedure or an emergency arbitrator do not apply", "a quick award lifted the suspension"),
        ("other than an award by consent, finds that there was no ground", "a friendly management consented"),
        ("or when delivery is attempted if the addressee refuses it", "notices bounced"),
        ("such a reason was one among several", "the editor was a suspect of tax fraud"),
        ("whose members the executive can remove at will", "a tame authority authorised"),
        ("takes the place of no authorisation that this Agreement requires", "an instruction replaced the court"),
        (
            "in the document that it has dated, signed and attached to this Schedule",
            "whatever is found was in the answers",
        ),
        ("neither the Customer nor the End User, nor any body under", "the ministry warranted nothing of itself"),
        ("with a body that the Supplier has approved", "data was shared on paper promises"),
        ("no political adviser, may propose a Target", "the minister chose the targets"),
        ("They delay no audit or visit that this Agreement allows at once", "seven days to tidy up"),
        ("nobody prosecuted, detained or expelled", "the expert who copied logs was a spy"),
        ("warrants that such an act is lawful under the law of its State", "the switch was a computer crime"),
        ("Reinstatement does not make Misuse capable of remedy", "17.1 conceded that it is"),
        ("to clause 27 or to the Customer's duty", "a report to the UN had no cap"),
        ("clause 19.5, which states the effects", "the effects ended with the agreement"),
        ("clause 26, both included, clause 27, clause 28, Schedule 10", "conditions precedent were waived by e-mail"),
        ("denunciation of it narrows the rights", "a derogation needed no excuse"),
        ("A later version, which does not reduce a protection", "a later policy lowered the standard"),
        ("without set-off or deduction, also during", "the second instalment was a lever"),
        ("other than the Human Rights Provisions themselves", "20.8 switched off 15.7"),
        ("reporters, witnesses, complainants and those who act for them", "who complains was named"),
        ("That right passes to the heirs of an Affected Person", "the dead and the detained had no claim"),
        ("it is presumed to have proved the claim", "the log that was missing helped the Customer"),
        ("shall not plead that a claim has lapsed before that person knew", "secret surveillance lapsed unseen"),
        ("assists or represents such a person", "her lawyer was not protected"),
        ("The Human Rights Provisions are not confidential", "she pleaded clauses that she may not see"),
        ("by a reasoned order for a stated time, orders otherwise", "silence for ever"),
        ("human rights body of the United Nations or of a region, the Customer shall", "findings opened nothing"),
        ("no Party owns the personal data of an Affected Person", "it belonged to the State"),
        ("No part of the System remains active on a device of a Target", "the implant went on"),
    ],
)
def test_what_counsel_of_a_state_or_of_a_victim_would_turn_is_settled(said: str, reason: str) -> None:
    assert said in text_of(), reason


class Settled(NamedTuple):
    kind: str
    tier: Tier
    changes: dict[str, Any]
    said: str
    why: str


CHAIN = {"intermediary": BACK_TO_BACK}
THREE = {"intermediary": INTERMEDIARY}
BIOMETRIC = {"product": {**deal_data()["product"], "capability": "biometrics"}}
DEFENSIVE = {"product": {**deal_data()["product"], "capability": "defensive"}}
SETTLED = (
    Settled("agreement", Tier.LOW, {}, "or because the licence ends under one", "another termination cost a refund"),
    Settled("agreement", Tier.LOW, {}, "one of those refer, and clause 1 so far", "an order undid 1.3"),
    Settled("agreement", Tier.MEDIUM, {}, "why the use serves the Permitted Purpose", "a rescue could not be recorded"),
    Settled("agreement", Tier.LOW, DEFENSIVE, "neither it nor its State serves the public", "a carrier's own network"),
    Settled("agreement", Tier.LOW, CHAIN, "not a Party, other than the Supplier, has no", "nobody could suspend"),
    Settled("agreement", Tier.MEDIUM, CHAIN, "may take the Intermediary's place", "the State had not agreed to it"),
    Settled(
        "agreement", Tier.MEDIUM, CHAIN, "No defence, set-off or counterclaim", "the reseller's bribe was a defence"
    ),
    Settled("agreement", Tier.LOW, CHAIN, "is treated as a Party where", "a notice to the Supplier had no address"),
    *(
        Settled(kind, tier, THREE, "cooperate fully in every investigation, preserve its", "a reseller was mute")
        for kind in ("agreement", "schedule", "addendum")
        for tier in (Tier.LOW, Tier.HIGH)
    ),
    *(
        Settled(kind, tier, {}, "This takes no other document out of this Agreement.", "its other papers were cut out")
        for kind in ("agreement", "schedule", "addendum")
        for tier in (Tier.LOW, Tier.HIGH)
    ),
    *(
        Settled(kind, Tier.HIGH, {}, "more than they do continues to apply", "a later end of the term prevailed")
        for kind in ("agreement", "schedule", "addendum")
    ),
    Settled("schedule", Tier.HIGH, {}, "same meaning here, unless they are defined", "its narrower Misuse counted"),
    Settled("schedule", Tier.HIGH, {}, "already states a shorter period", "the term of the Agreement grew"),
    Settled("schedule", Tier.HIGH, {}, "Business Days after the date of this Human Rights", "it was over long ago"),
    Settled("addendum", Tier.HIGH, {}, "this Addendum prevails, subject to clause 3", "3.3 kept what 26 then overrode"),
    Settled("deed-of-adherence", Tier.HIGH, {}, "gives every warranty, consent, submission", "duties alone bound it"),
    Settled("deed-of-adherence", Tier.HIGH, {}, "the same right against the End User, and is", "victims had none"),
    Settled("agreement", Tier.HIGH, BIOMETRIC, "has recorded of anyone else", "faces of passers-by were kept"),
    Settled("reseller-agreement", Tier.HIGH, CHAIN, "the price to which clause 5 refers", "nothing had to be paid"),
    Settled("reseller-agreement", Tier.HIGH, CHAIN, "not bound by this and may bring", "arbitration between strangers"),
    Settled("reseller-agreement", Tier.HIGH, CHAIN, "or settlement reduces such a right", "they struck out her claim"),
)


@pytest.mark.parametrize("kind", ["agreement", "schedule", "addendum"])
def test_no_paper_lists_of_what_the_agreement_consists(kind: str) -> None:
    """A list would cut out the order form, the policies and the later amendments that it does not name."""
    assert "consists of its" not in text_of(kind)


@pytest.mark.parametrize("case", SETTLED, ids=lambda case: f"{case.kind}, {case.tier}: {case.why}")
def test_other_tiers_and_resellers_leave_no_way_out(case: Settled) -> None:
    assert case.said in text_of(case.kind, case.tier, **case.changes), case.why


def test_the_annotated_copy_comments_on_every_clause() -> None:
    deal = a_deal(tier="high")
    annotated = assemble(deal, LIBRARY, Tier.HIGH, notes=True)
    headings = [p for p in annotated.paragraphs if p.kind is ParagraphKind.CLAUSE and p.level == 1]
    assert [p.text for p in headings if not p.note] == []
    suspension = next(p for p in headings if p.requirement == "suspension")
    assert LIBRARY.requirements["suspension"].why in suspension.note
