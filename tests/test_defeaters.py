"""Clauses elsewhere that take away what a contract gives: what defeats, what only looks alike, and why."""

# A row of the table is read across.
# ruff: noqa: E501

from __future__ import annotations

import pytest
from builders import document

from clausegen.api import judge
from clausegen.detect.candidate import Candidate, Span
from clausegen.detect.defeaters import DEFEATS, DOUBTS, defeats
from clausegen.detect.parties import parties
from clausegen.detect.references import covers, named
from clausegen.detect.signals import sentences
from clausegen.library import load_library
from clausegen.requirement import Severity, Status, Tier
from clausegen.segment import Structure, structure
from clausegen.verdict import defeated, find

LIBRARY = load_library()
ESTABLISHING = "The Supplier holds this safeguard in words that need no repeating here."
CONTRACT = f"""1 Grant
1.1 The Supplier licenses the System to the Customer.
5 Human rights
5.1 {ESTABLISHING}
9 General
9.1 The price is EUR 100,000.
9.2 {{clause}}"""


def touched(clause: str, code: str, *, also: dict[str, float] | None = None, extra: str = "", own: bool = False) -> str:
    """What a clause 9.2 does to an element established in clause 5.1 (or in 9.2 itself): "defeats", "doubts" or ""."""
    read = structure(document(CONTRACT.format(clause=clause) + extra))
    at = read.document.text.index(clause[:40] if own else ESTABLISHING)
    support = [
        Candidate(element=one, origin="signal", satisfied=value, contradicted=0.0, spans=(Span(start=at, end=at + 20),))
        for one, value in {code: 0.95, **(also or {})}.items()
    ]
    found = [c for c in defeats(sentences(read, parties(read)), support, read, LIBRARY) if c.element == code]
    strongest = max((c.contradicted for c in found), default=0.0)
    return {DEFEATS: "defeats", DOUBTS: "doubts", 0.0: ""}[strongest]


# id, element, clause, what it does, why
TABLE = [
    ("D1", "SUS-1", "The Supplier shall not suspend or disable the System for any reason.", "defeats", "no way out"),
    ("D1", "SUS-1", "Nothing in this Agreement entitles the Supplier to interrupt the service.", "defeats", "takes every right to stop back"),
    ("D1", "SUS-1", "The Vendor must not block or withhold the System without the Buyer's prior written agreement.", "defeats", "a consent gate elsewhere"),
    ("D1", "SUS-5", "Every hour of unavailability, whatever the cause, earns a service credit of 2%.", "defeats", "a suspension is a cause too"),
    ("D1", "REI-1", "A system stopped under any clause shall be restarted automatically after ten days.", "defeats", "lapse of time instead of satisfaction"),
    ("D1", "SUS-1", "No suspension of the System for any reason whatsoever", "defeats", "a noun phrase, as term sheets have it"),
    ("D1", "SUS-1", "Suspension of the System is excluded in all circumstances.", "defeats", "a passive without a supplier"),
    ("D1", "SUS-1", "No suspension of the System lasts longer than the suspicion.", "", "a limit, no ban"),
    ("D1", "SUS-1", "Suspension of the System for late payment is excluded in all circumstances.", "", "money is another matter"),
    ("D1", "SUS-1", "Suspension of the System by the Customer is prohibited in all circumstances.", "", "the other side's suspension"),
    ("D1", "SUS-1", "No suspension of the System relieves the Customer of its duties, whatever the cause.", "", "what a suspension leaves alone"),
    ("D1", "SUS-1", "The Supplier shall use reasonable endeavours to make the System available 99.5% of each month.", "", "endeavours, and no ban on stopping"),
    ("D1", "SUS-1", "Subject to clause 5, the Supplier shall not suspend the System for any reason.", "", "the carve-out names the clause"),
    ("D1", "SUS-1", "Subject to clause 1 and to clause 5, the Supplier shall not suspend the System for any reason.", "", "the second of two"),
    ("D1", "SUS-1", "Subject to the rights under clauses 1, 5 and 9, the Supplier shall not suspend the System for any reason.", "", "in a list"),
    ("D1", "SUS-1", "Subject to clause 12, no right under clause 5 shall be used and the Supplier shall not suspend the System for any reason.", "defeats", "clause 5 is no longer in the carve-out"),
    ("D1", "SUS-1", "Subject to payment, no right under clause 5 shall be used and the Supplier shall not suspend the System for any reason.", "defeats", "no clause is carved out"),
    ("D1", "SUS-1", "Subject to clause 5A, the Supplier shall not suspend the System for any reason.", "defeats", "5A is no part of 5"),
    ("D1", "SUS-1", "Subject to clause 5xyz, the Supplier shall not suspend the System for any reason.", "defeats", "a number that nobody can read"),
    ("D1", "SUS-1", "Subject to clause 12A on suspension, the Supplier shall not suspend the System for any reason.", "defeats", "another clause on suspension"),
    ("D1", "SUS-1", "Subject to the human rights provisions, the Supplier shall not suspend the System for any reason.", "", "all of them, by name"),
    ("D1", "SUS-1", "The Supplier does not warrant that the service will be uninterrupted or available for any reason.", "", "a disclaimer, the other way round"),
    ("D1", "SUS-5", "Downtime caused by a suspension does not count against the uptime and earns no service credit.", "", "the answer, not the defeater"),
    ("D2", "IMM-3", "Pending resolution of a dispute the Supplier shall continue to provide the Services without interruption.", "defeats", "supply goes on meanwhile"),
    ("D2", "IMM-3", "The Supplier shall go on delivering and supporting while a dispute is pending.", "defeats", "the same in other words"),
    ("D2", "IMM-3", "Until the arbitrators have ruled, each party continues to perform its obligations.", "doubts", "may be read to include the suspension"),
    ("D2", "IMM-3", "Pending resolution of a dispute the Customer shall continue to pay undisputed fees.", "", "binds the customer, about money"),
    ("D2", "IMM-3", "While a dispute is pending each party shall continue to perform, without prejudice to a suspension under clause 5.", "", "spared in so many words"),
    ("D3", "PRE-1", "In case of conflict the Customer's General Conditions prevail over this Agreement and every other document.", "defeats", "above everything"),
    ("D3", "PRE-1", "The human rights provisions rank last among the documents and yield to the service levels.", "defeats", "subordinate by name"),
    ("D3", "PRE-1", "Order of precedence: (i) the Purchase Order, (ii) these Terms.", "doubts", "a general ranking against a special clause"),
    ("D3", "PRE-1", "This Agreement prevails over any purchase order and any terms printed on it.", "", "the right way round"),
    ("D3", "PRE-1", "If an order form conflicts with these Terms on price, the parties shall correct it.", "", "ranks nothing"),
    ("D4", "SUS-2", "Clause 5.1 is hereby deleted in its entirety.", "defeats", "an amendment by number"),
    ("D4", "SUS-2", 'Paragraph (a) of clause 6 stays; clause 5 shall read: "The Supplier may write to the Customer."', "defeats", "the whole clause is replaced"),
    ("D4", "SUS-2", 'In clause 5.1 the words "alone" are replaced by "with the Customer".', "doubts", "part of the words; read it"),
    ("D4", "SUS-2", "Clause 1.1 is deleted.", "", "another clause"),
    ("D4", "SUS-2", "Clause 5.1 may not be deleted or amended unless the General Counsel signs.", "", "protects it"),
    ("D4", "SUS-2", "Clause 5 is not used and has no effect.", "defeats", "said of a clause that stands there all the same"),
    ("D4", "SUS-2", "Clause 5 does not form part of this Agreement.", "defeats", "outside of the contract"),
    ("D4", "SUS-2", "The Customer has not accepted clause 5, which is included for discussion only.", "defeats", "not agreed"),
    ("D4", "SUS-2", "Clause 5 shall come into force only on the day on which the Customer confirms it in writing.", "doubts", "the customer decides when"),
    ("D4", "SUS-2", 'Clause 5.1 is hereby amended by replacing "may" with "shall not".', "doubts", "words of it change"),
    ("D4", "SUS-2", "Clause 5 is not used to limit clause 1.", "", "a rule of reading"),
    ("D4", "SUS-2", "Clause 5 forms part of this Agreement.", "", "the opposite"),
    ("D4", "SUS-2", "The headings of clause 5 are for reference only.", "", "headings"),
    ("D4", "SUS-2", "Goods delivered under clause 5 are not accepted until they have been tested.", "", "goods, not words"),
    ("D4", "SUS-2", "Clause 5 shall come into force on the day on which both parties have signed.", "", "signature, as of everything"),
    ("D4", "SUS-2", "Clause 5 may be amended by replacing a name only if both parties sign.", "", "a power to amend"),
    ("D4", "SUS-2", "Schedule 5 shall not apply to this Agreement.", "", "a schedule of the same number"),
    ("D5", "TRM-2", "This Agreement may be terminated only if a breach is not remedied within 30 days of notice.", "defeats", "only, and no exception"),
    ("D5", "TRM-2", "The Customer has 30 days to cure any breach, including a breach of the acceptable use terms.", "defeats", "misuse has the cure period too"),
    ("D5", "TRM-1", "The Supplier may terminate only for non-payment outstanding for 90 days.", "defeats", "no other ground"),
    ("D5", "TRM-2", "Either party may terminate if the other's breach is not cured within 30 days of notice.", "", "a right beside the other one"),
    ("D5", "TRM-2", "Either party may terminate only for another material breach not remedied within 30 days.", "", "for other breaches"),
    ("D5", "TRM-2", "The Customer may terminate only if the Supplier has not remedied a defect within 30 days.", "", "limits the customer"),
    ("D6", "RMD-5", "Damages are the sole remedy of the Supplier for any breach by the Customer.", "defeats", "nothing but money"),
    ("D6", "REP-6", "Damages are the only remedy for a false warranty given by the Customer.", "defeats", "no suspension on a false warranty"),
    ("D6", "REM-5", "The Customer's liability, including under any indemnity, shall not exceed the fees paid.", "defeats", "the indemnity is capped"),
    ("D6", "REM-5", "Neither party's liability shall exceed the fees paid in the last twelve months.", "doubts", "a general cap against a special indemnity"),
    ("D6", "RMD-5", "Repair or replacement is the Customer's sole remedy for a defect.", "", "the customer's remedy"),
    ("D6", "REM-5", "The Customer's liability shall not exceed the fees paid, except under the indemnity in clause 5.", "", "excepts it"),
    ("D7", "DUR-2", "The term renews automatically for successive periods of one year.", "defeats", "nobody decides"),
    ("D7", "DUR-2", "On expiry the licence rolls over for a further year unless the Agency gives notice to the contrary.", "defeats", "silence renews"),
    ("D7", "TRM-5", "The Supplier grants the Customer a perpetual and irrevocable licence of the software.", "defeats", "access never ends"),
    ("D7", "DUR-2", "There is no automatic renewal of this Agreement.", "", "the opposite"),
    ("D7", "DUR-2", "The term may be renewed for one year if both parties sign a renewal.", "", "the supplier decides"),
    ("D7", "TRM-5", "The Customer grants the Supplier a perpetual licence of its feedback.", "", "of something else"),
    ("D8", "HRC-3", "Policies and statements of the Supplier form no part of this Agreement.", "defeats", "the policy is out"),
    ("D8", "HRC-3", "The Supplier's Human Rights Policy is for information only.", "defeats", "binds nobody"),
    ("D8", "HRC-3", "Policies not attached to this Agreement form no part of it.", "", "the attached one stays"),
    ("D8", "HRC-3", "This Agreement is the entire agreement and supersedes all prior oral statements.", "", "says nothing of the policy"),
    ("D9", "INV-6", "The State Secrets Act prevails over this Agreement.", "defeats", "secrecy on top"),
    ("D9", "INV-6", "Material classified as operational need not be produced to the Supplier under any clause.", "defeats", "an excuse for everything"),
    ("D9", "CNF-1", "The Supplier shall not disclose anything about the use to any person, including public authorities.", "defeats", "no regulator may hear of it"),
    ("D9", "INV-6", "No secrecy law prevails over clause 5; a cleared expert shall be admitted.", "", "the opposite"),
    ("D9", "CNF-1", "Neither party shall disclose confidential information except as required by law or any authority.", "", "the usual exception"),
    ("D10", "IMM-1", "Nothing in this Agreement waives the immunity of the State, which is reserved in full.", "defeats", "kept"),
    ("D10", "IMM-2", "The courts of the Customer's State have exclusive jurisdiction over all disputes.", "defeats", "its own courts alone"),
    ("D10", "IMM-4", "Nothing in this Agreement fetters the statutory powers of the Customer.", "defeats", "public powers are kept"),
    ("D10", "IMM-1", "The State waives immunity, except for diplomatic and military assets.", "", "a usual limit of a waiver"),
    ("D10", "IMM-2", "A court may confirm or enforce an award of the arbitrators.", "", "serves the arbitration"),
    ("D11", "EXP-1", "The Customer may transfer the System to any other agency of the State.", "defeats", "no consent"),
    ("D11", "EXP-1", "The Customer may place the System at the disposal of allied forces on informing the Supplier afterwards.", "defeats", "information is not consent"),
    ("D11", "EXP-1", "The Customer may transfer the System to another agency with the prior written consent of the Supplier.", "", "needs consent"),
    ("D11", "EXP-1", "The Customer may share reports and results with other agencies.", "", "results, not the system"),
    ("D11", "EXP-1", "This Agreement binds the parties and their successors and permitted assigns.", "", "permits no assignment"),
    ("D12", "IMM-4", "The escrow agent shall release the source code if the Supplier withholds keys for more than thirty days.", "defeats", "a suspension opens the escrow"),
    ("D12", "IMM-4", "On any interruption the Customer may step in and operate the service itself.", "defeats", "the stop is undone"),
    ("D12", "IMM-4", "The source code is released from escrow only if the Supplier is insolvent.", "", "no suspension in it"),
    ("D12", "IMM-4", "A suspension is not a release event under the escrow agreement.", "", "the opposite"),
    ("D13", "MON-6", "If the Supplier does not object within ten days of a visit, the use is deemed approved.", "defeats", "silence approves"),
    ("D13", "RMD-5", "A right to terminate not exercised within 30 days lapses.", "defeats", "lost by waiting"),
    ("D13", "MON-6", "A visit by the Supplier shall not be deemed approval of any use.", "", "the opposite"),
    ("D13", "MON-6", "A deliverable is deemed accepted if the Customer does not object within ten days.", "", "acceptance of goods"),
    ("D13", "RMD-5", "No failure or delay in exercising a right shall operate as a waiver.", "", "the usual clause"),
    ("D14", "IMM-5", "If any provision, including clauses 5 to 7, is void, the rest remains in force.", "defeats", "the safeguard may fall alone"),
    ("D14", "IMM-5", "If any clause is unenforceable the licence continues unaffected.", "defeats", "the licence outlives it"),
    ("D14", "IMM-5", "If any provision is held invalid, the remaining provisions stay in full force.", "doubts", "boilerplate beside a special clause"),
    ("D14", "IMM-5", "If clause 5 is held invalid the rest falls and the licence ends at once.", "", "upward"),
    ("D14", "IMM-5", "A termination does not affect accrued rights, which remain in force.", "", "not about invalidity"),
    ("D15", "STD-2", "The human rights provisions apply only to the extent national law so permits.", "defeats", "domestic law on top"),
    ("D15", "HRC-7", "Measures required for national security shall not be considered a breach of this Agreement.", "defeats", "a security exception elsewhere"),
    ("D15", "USE-3", "In an emergency the Director may sign in place of the judge.", "defeats", "the executive authorises itself"),
    ("D15", "STD-2", "This Agreement is governed by the laws of Switzerland.", "", "choice of law"),
    ("D15", "HRC-7", "No order or decree of the State excuses a breach of clause 5.", "", "the opposite"),
    ("D15", "USE-3", "In an emergency a judge shall decide within two hours by telephone.", "", "still a judge"),
    ("D16", "REM-3", "A person who is not a party has no right to enforce any term of this Agreement.", "defeats", "harmed persons too"),
    ("D16", "REM-3", "There are no third-party beneficiaries to this Agreement.", "defeats", "the same, shorter"),
    ("D16", "REM-3", "Save for affected persons under clause 5, a person who is not a party may not enforce this Agreement.", "", "saves them"),
    ("D16", "REM-3", "The Supplier shall not disclose the data to any third party.", "", "confidentiality"),
    ("D18", "HRC-2", '"Human Rights" means the rights conferred by the laws of the Customer\'s State.', "defeats", "domestic rights only"),
    ("D18", "STD-5", '"Misuse" means reverse engineering, copying or resale of the software.', "defeats", "licence breaches only"),
    ("D18", "SUS-2", '"Proven Misuse" means use that a court has finally determined to violate this Agreement.', "defeats", "waits for a court"),
    ("D18", "HRC-2", '"Human Rights" means the rights in the International Covenant and in national law.', "", "international first"),
    ("D18", "STD-5", '"Misuse" means use in violation of human rights or any law, and reverse engineering.', "", "wide enough"),
    ("D18", "SUS-2", '"Misuse" means use contrary to this Agreement, without the need of a finding by a court.', "", "no proof needed"),
    ("D19", "CNF-1", "Neither party shall reveal the existence of this Agreement.", "doubts", "nobody may hear of it"),
    ("D19", "CNF-2", "The Supplier shall not publish any figures or statistics about the use in any form.", "defeats", "no totals"),
    ("D19", "CNF-1", "Neither party shall reveal the existence of this Agreement, except as clause 5 allows.", "", "excepted"),
    ("D19", "CNF-2", "The Supplier shall not publish benchmark reports without consent.", "", "something else"),
    ("D20", "PRE-2", "The Customer may vary the terms of this Agreement by notice at any time.", "defeats", "alone"),
    ("D20", "LIM-5", "The Supplier shall raise the number of targets whenever the Customer asks.", "defeats", "no review"),
    ("D20", "PRE-2", "Amendments may be agreed by exchange of emails between the project managers.", "doubts", "not the officer named"),
    ("D20", "PRE-2", "The Customer may change its address for notices at any time by notice.", "", "an address"),
    ("D20", "PRE-2", "No amendment by email is valid.", "", "the opposite"),
    ("D20", "LIM-5", "Fees may be increased by 3% on each anniversary on notice.", "", "money"),
    ("D21", "SUS-1", "The Supplier waives its right to suspend the System.", "defeats", "the right is gone"),
    ("D21", "SUS-2", "The Supplier irrevocably gives up every entitlement to suspend or disable the System.", "defeats", "and with it all that it holds"),
    ("D21", "SUS-1", "No right of suspension may be exercised by the Supplier.", "defeats", "nobody may use it"),
    ("D21", "SUS-1", "The parties agree that the Supplier's rights of suspension are excluded.", "defeats", "by both"),
    ("D21", "SUS-1", "The Supplier shall not suspend the System.", "defeats", "a bare ban"),
    ("D21", "SUS-1", "The Supplier agrees to refrain from suspending or restricting use of the System.", "defeats", "a promise not to"),
    ("D21", "SUS-1", "The Supplier does not waive its right to suspend the System.", "", "the opposite"),
    ("D21", "SUS-1", "No delay in exercising its right to suspend is a waiver of it by the Supplier.", "", "the usual clause"),
    ("D21", "SUS-1", "The Supplier waives its right to suspend the System for non-payment.", "", "money is another matter"),
    ("D21", "SUS-1", "The Supplier shall not suspend the System for longer than the suspicion lasts.", "", "a limit, no ban"),
    ("D21", "SUS-1", "The Supplier shall not suspend the System without telling the Customer at the same time.", "", "how, not whether"),
    ("D21", "SUS-1", "The Customer waives its right to claim damages for a suspension of the System.", "", "the other side's right"),
    ("D21", "SUS-4", "The Customer may reactivate a suspended System at any time.", "defeats", "the stop is in its hands"),
    ("D21", "SUS-4", "The Customer may reactivate the System only after the Supplier has lifted the suspension.", "", "in the supplier's hands"),
    ("D21", "SUS-1", "Every right of the Supplier under this Agreement is exercised jointly with the Customer.", "defeats", "nothing alone"),
    ("D21", "SUS-3", "Before exercising any right under this Agreement a party shall give notice and time to remedy.", "defeats", "a gate in front of all"),
    ("D21", "TRM-1", "The Supplier waives its right to terminate this Agreement.", "defeats", "no way to end it"),
    ("D21", "TRM-1", "The Supplier waives its right to terminate for convenience.", "", "another ground"),
    ("D21", "INV-1", "The Supplier shall not exercise its rights under clause 5.", "defeats", "by number"),
    ("D21", "INV-1", "Clause 5 does not apply to the Customer.", "defeats", "binds nobody"),
    ("D21", "INV-1", "Clauses 4 to 6 do not bind the Customer.", "defeats", "in a range"),
    ("D21", "INV-1", "Clause 5 is suspended for the term of this Agreement.", "defeats", "asleep"),
    ("D21", "INV-1", "The Customer is released from clauses 2 and 5.", "defeats", "forgiven"),
    ("D21", "INV-1", "The Customer may depart from clause 5 at its discretion.", "defeats", "at will"),
    ("D21", "INV-1", "The provisions on human rights are withdrawn.", "defeats", "by subject"),
    ("D4", "INV-1", 'The clause titled "Human rights" is deleted in its entirety.', "defeats", "by its title"),
    ("D4", "INV-1", 'The "Human Rights" Article of the Agreement is hereby deleted.', "defeats", "its title in front"),
    ("D21", "INV-1", "The clause headed Human Rights shall receive no application.", "defeats", "by heading"),
    ("D21", "INV-1", "Any right of the Supplier under clause 5 requires the prior consent of the Customer.", "doubts", "a gate by number"),
    ("D21", "INV-1", "Clauses 1 to 5 take effect only upon approval by the Minister.", "doubts", "in somebody else's hands"),
    ("D21", "INV-1", "During a state of emergency clause 5 does not apply.", "doubts", "at times"),
    ("D21", "INV-1", "Clause 5 remains subject to the national security legislation.", "doubts", "yields to a law"),
    ("D21", "INV-1", "Clause 5 does not apply to the Documentation.", "", "an object beside it"),
    ("D21", "INV-1", "Article 5 of the Vienna Convention does not apply to this Agreement.", "", "another text"),
    ("D21", "INV-1", "Section 5 of the Arbitration Act shall not apply.", "", "a law"),
    ("D21", "INV-1", "The Customer shall not exercise its rights under clause 5 before it has paid.", "", "the other side's rights"),
    ("D21", "INV-1", "The provisions on price are withdrawn.", "", "another subject"),
    ("D21", "INV-1", "Failure to exercise a right under clause 5 is not a waiver of it.", "", "protects it"),
    ("D21", "INV-1", "The Customer is not released from clause 5 by a change of government.", "", "the opposite"),
    ("D21", "INV-1", "The Supplier waives no right under clause 5.", "", "the negation comes behind"),
    ("D21", "SUS-1", "The Supplier waives no right to suspend the System.", "", "the negation comes behind here too"),
    ("D21", "SUS-1", "The Supplier may waive its right to suspend the System in writing.", "", "a power to waive"),
    ("D21", "INV-1", "The Supplier gives up none of its rights under clause 5 by accepting late payment.", "", "none of them"),
    ("D21", "INV-1", "The Supplier may waive a right under clause 5 only in writing.", "", "how a waiver is made"),
    ("D21", "INV-1", "No right of the Supplier under clause 5 may be exercised by a reseller.", "", "by others"),
    ("D21", "INV-1", "The Supplier shall not be required to exercise any right under clause 5.", "", "it stays free"),
    ("D21", "INV-1", "The Supplier shall not use the information obtained under clause 5 for marketing.", "", "information, no right"),
    ("D21", "INV-1", "The Supplier shall not use its rights under clause 5 for benchmarking.", "", "a limit of purpose"),
    ("D21", "INV-1", "The Supplier shall not invoke clause 5 to compel payment.", "", "another limit of purpose"),
    ("D21", "INV-1", "The Supplier shall not use its rights under clause 5.2 to obtain names.", "", "and the number is read to its end"),
    ("D21", "INV-1", "Clauses 3 to 5 do not apply to the use of the documentation.", "", "use of something else"),
    ("D21", "INV-1", "The Customer is excused from clause 5 to the extent that it has done so already.", "", "done is done"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("defeater", "code", "clause", "does", "why"), TABLE, ids=[f"{row[0]}-{row[1]}-{row[4]}" for row in TABLE]
)
def test_a_clause_defeats_or_only_looks_alike(defeater: str, code: str, clause: str, does: str, why: str) -> None:
    assert touched(clause, code) == does, why


SCHEDULE = "Schedule 2 - Human rights safeguards"
# clause 9.1 beside a schedule 2 with a paragraph 1, what it does to that, why
OF_SCHEDULES = [
    ("Schedule 2 shall not apply to this Agreement.", "defeats", "the schedule by name"),
    ("Schedule 2 is not used and has no effect.", "defeats", "not used"),
    ("Schedules 1 to 3 shall not apply to this Agreement.", "defeats", "in a range"),
    ("Paragraph 1 of Schedule 2 shall not apply.", "defeats", "the very paragraph"),
    ("Paragraph 1 of Schedule 2 is hereby deleted.", "defeats", "the very paragraph, deleted"),
    ("Paragraph 2 of Schedule 2 shall not apply.", "", "another paragraph"),
    ("Schedule 3 shall not apply to this Agreement.", "", "another schedule"),
    ("Annex 2 shall not apply to this Agreement.", "", "an annex of the same number"),
    ("Clause 1 shall not apply to this Agreement.", "", "a clause of the body has that number"),
    ("Schedule 2 of the Master Agreement is hereby deleted.", "", "the schedule of another contract"),
]


@pytest.mark.parametrize(("clause", "does", "why"), OF_SCHEDULES, ids=[row[2] for row in OF_SCHEDULES])
def test_a_schedule_is_taken_away_by_its_name(clause: str, does: str, why: str) -> None:
    contract = f"1 Grant / 1.1 The Supplier licenses the System. / 9 General / 9.1 {clause} / {SCHEDULE} / "
    read = structure(document(f"{contract}1. Suspension / 1.1 {ESTABLISHING} / 2. Records / 2.1 Records are kept."))
    assert taken_away(read) == does, why


# a special condition in front of the terms, what it does to their clause 5.1, why
IN_FRONT = [
    ("Clause 5 of the Standard Terms shall not apply to this contract.", "defeats", "it names the terms"),
    ("Clause 5 shall not apply to this contract.", "defeats", "the terms are meant"),
    ("Clause 2 shall not apply to this contract.", "", "another clause"),
    ("Clause 5 of the Master Agreement is deleted.", "", "another contract"),
]


@pytest.mark.parametrize(("clause", "does", "why"), IN_FRONT, ids=[row[2] for row in IN_FRONT])
def test_special_conditions_may_stand_in_front_of_the_terms(clause: str, does: str, why: str) -> None:
    terms = "1. Grant / 1.1 The Supplier licenses the System. / 2. Fees / 2.1 The fee is one euro. / 5. Human rights"
    read = structure(document(f"SPECIAL CONDITIONS / SC 1. {clause} / STANDARD TERMS / {terms} / 5.1 {ESTABLISHING}"))
    assert taken_away(read) == does, why


def test_a_clause_names_none_that_follows_it_in_the_same_terms() -> None:
    text = f"1 Grant / 1.1 Clause 5 shall not apply to this contract. / 5 Human rights / 5.1 {ESTABLISHING}"
    assert taken_away(structure(document(text))) == ""


def taken_away(read: Structure, *, doubted: str = "") -> str:
    """What the contract does to an element that ``ESTABLISHING`` establishes, and perhaps ``doubted`` words."""
    text = read.document.text
    at = [(text.index(ESTABLISHING), "")] + ([(text.index(doubted), "it depends on something")] if doubted else [])
    support = [
        Candidate(
            element="SUS-2",
            origin="model",
            satisfied=0.95,
            contradicted=0,
            spans=(Span(start=i, end=i + 9),),
            doubt=why,
        )
        for i, why in at
    ]
    found = defeats(sentences(read, parties(read)), support, read, LIBRARY)
    return {DEFEATS: "defeats", DOUBTS: "doubts", 0.0: ""}[max((c.contradicted for c in found), default=0.0)]


def test_doubted_words_elsewhere_keep_no_clause_in_force() -> None:
    doubted = "Where practicable the Supplier may suspend."
    text = CONTRACT.format(clause="Clause 5 shall not apply to this contract.") + "\n7 More\n7.1 " + doubted
    assert taken_away(structure(document(text)), doubted=doubted) == "defeats"


def test_words_without_a_doubt_elsewhere_still_do() -> None:
    text = CONTRACT.format(clause="Clause 5 shall not apply to this contract.") + "\n7 More\n7.1 As in clause 5."
    read = structure(document(text))
    support = [
        Candidate(element="SUS-2", origin="model", satisfied=0.95, contradicted=0, spans=(Span(start=i, end=i + 9),))
        for i in (read.document.text.index(ESTABLISHING), read.document.text.index("As in clause"))
    ]
    assert defeats(sentences(read, parties(read)), support, read, LIBRARY) == []


SURVIVAL = [
    ("Clauses 1 and 9 survive termination.", "defeats", "clause 5, on cooperation, is not in the list"),
    ("Sections 9.1 and 9.2 outlive this Agreement.", "defeats", "nor is it here"),
    ("Clauses 1, 5 and 9 survive termination.", "", "in the list"),
    ("Clauses 1 to 9 survive termination.", "", "in the range"),
    ("Clause 9 and any other clause intended to survive survive termination.", "", "an open list"),
]


@pytest.mark.parametrize(("clause", "does", "why"), SURVIVAL, ids=[row[2] for row in SURVIVAL])
def test_a_survival_list_has_to_name_the_clauses_on_cooperation(clause: str, does: str, why: str) -> None:
    read = structure(document(CONTRACT.format(clause=clause)))
    text = read.document.text
    support = [
        Candidate(element=code, origin="model", satisfied=0.95, contradicted=0.0, spans=(Span(start=at, end=at + 9),))
        for code, at in (("SUR-1", text.index(clause)), ("INV-1", text.index(ESTABLISHING)))
    ]
    found = [c for c in defeats(sentences(read, parties(read)), support, read, LIBRARY) if c.element == "SUR-1"]
    assert bool(found) == (does == "defeats"), why


def test_every_defeater_is_tried_from_both_sides() -> None:
    sides = {row[0]: {side for one in TABLE if one[0] == row[0] for side in (bool(one[3]),)} for row in TABLE}
    counted = {
        name: [sum(bool(row[3]) is side for row in TABLE if row[0] == name) for side in (True, False)] for name in sides
    }
    named_ones = {defeater.id for defeater in LIBRARY.defeaters.defeaters}
    assert named_ones - set(sides) == {"D17", "D22"}  # these have tables of their own
    assert {name for name, counts in counted.items() if min(counts) < 2} == set()


def test_all_are_there_each_with_its_reason_said_once() -> None:
    known = LIBRARY.defeaters.defeaters
    assert [defeater.id for defeater in known] == [f"D{number}" for number in range(1, 23)]
    reasons = [form.reason for defeater in known for form in defeater.forms]
    assert len(set(reasons)) == len(reasons)


def test_the_clause_that_establishes_an_element_does_not_defeat_it() -> None:
    clause = "The Supplier shall not suspend the System for any reason."
    assert touched(clause, "SUS-1") == "defeats"
    assert touched(clause, "SUS-1", own=True) == ""


def test_an_exception_inside_the_establishing_clause_does() -> None:
    clause = "The System shall not be lent, save that the Customer may lend it to allied forces."
    assert touched(clause, "EXP-1", own=True) == "defeats"


# the sentence that establishes an element, which, what the sentence itself does to it, why
OWN = [
    (
        "The Customer shall not violate human rights, unless its Minister so orders.",
        "HRC-1",
        "doubts",
        "an order is enough",
    ),
    ("Where convenient, the Customer shall respect human rights.", "HRC-1", "doubts", "convenience"),
    ("The Customer shall cooperate so far as it sees fit.", "INV-1", "doubts", "its own measure"),
    ("The Supplier may suspend the System if the Customer asks it to do so.", "SUS-1", "doubts", "on request alone"),
    ("The Supplier may audit the Customer when it sees fit.", "AUD-2", "", "the supplier's own measure"),
    ("The Supplier may suspend the System whether or not the Customer agrees.", "SUS-1", "", "the opposite"),
    (
        "The Customer shall cooperate fully, but need not answer any question.",
        "INV-1",
        "doubts",
        "a duty without content",
    ),
    (
        "The suspension continues until the Supplier is satisfied, but for no longer than seven days.",
        "SUS-7",
        "defeats",
        "it lapses",
    ),
    (
        "Human rights are those of the International Covenant as recognised by the law of Veld.",
        "HRC-2",
        "doubts",
        "domestic law after all",
    ),
    ("The Customer shall not knowingly violate human rights.", "HRC-1", "doubts", "the rest is allowed"),
    ("The Supplier is liable for each suspension, whether or not made in good faith.", "SUS-5", "defeats", "liable"),
    ("The Supplier is not liable for a suspension.", "SUS-5", "", "not liable"),
    ("The State waives immunity, except from execution and jurisdiction.", "IMM-1", "doubts", "what a waiver is for"),
    ("The Customer alone decides whether this Agreement is renewed.", "DUR-2", "defeats", "without the supplier"),
    ("The renewal is signed by the Customer and by the Supplier.", "DUR-2", "", "by both"),
    ("The Supplier certifies to the Customer that use was compliant.", "DUR-4", "doubts", "the wrong way round"),
]


@pytest.mark.parametrize(("clause", "code", "does", "why"), OWN, ids=[row[3] for row in OWN])
def test_a_sentence_that_takes_back_what_it_gives(clause: str, code: str, does: str, why: str) -> None:
    assert touched(clause, code, own=True) == does, why


def test_a_sentence_that_takes_back_what_it_gives_leaves_others_alone() -> None:
    assert touched("The Customer shall cooperate so far as it sees fit.", "INV-1") == ""


def test_an_answer_in_another_clause_settles_it() -> None:
    clause = "Every hour of unavailability, whatever the cause, earns a service credit of 2%."
    answer = "\n9.3 Hours of a suspension do not count in the availability and earn no service credit."
    assert touched(clause, "SUS-5", extra=answer) == ""


def test_a_clause_that_puts_itself_above_all_others_is_not_answered() -> None:
    clause = (
        "Notwithstanding any other provision, every hour of unavailability, whatever the cause, earns a service credit."
    )
    answer = "\n9.3 Hours of a suspension do not count in the availability and earn no service credit."
    assert touched(clause, "SUS-5", extra=answer) == "defeats"


def test_provisions_that_prevail_leave_only_a_doubt() -> None:
    read = structure(
        document(
            CONTRACT.format(clause="The Supplier shall not suspend the System for any reason.")
            + "\n9.3 Clause 5 prevails over every other clause."
        )
    )
    text = read.document.text
    support = [
        Candidate(element=code, origin="model", satisfied=0.95, contradicted=0.0, spans=(Span(start=at, end=at + 9),))
        for code, at in (("SUS-1", text.index(ESTABLISHING)), ("PRE-1", text.index("Clause 5 prevails")))
    ]
    found = [c for c in defeats(sentences(read, parties(read)), support, read, LIBRARY) if c.element == "SUS-1"]
    assert [c.contradicted for c in found] == [DOUBTS]


def test_words_in_a_recital_defeat_nothing() -> None:
    read = structure(
        document(
            "WHEREAS the Supplier shall not suspend the System for any reason;\n\nNow it is agreed:\n\n"
            f"1 Human rights\n\n1.1 {ESTABLISHING}"
        )
    )
    at = read.document.text.index(ESTABLISHING)
    support = Candidate(
        element="SUS-1", origin="signal", satisfied=0.9, contradicted=0, spans=(Span(start=at, end=at + 9),)
    )
    assert defeats(sentences(read, parties(read)), [support], read, LIBRARY) == []


def test_an_element_that_nothing_speaks_for_is_not_asked_about() -> None:
    read = structure(document(CONTRACT.format(clause="The Supplier shall not suspend the System for any reason.")))
    assert defeats(sentences(read, parties(read)), [], read, LIBRARY) == []


STRONG = """1 Interpretation
1.1 "Misuse" means use in violation of human rights, of any law or of this Agreement.
5 Suspension
5.1 The Supplier may, on its own decision, suspend use of the System without prior notice if it suspects Misuse.
9 General
9.1 {clause}"""


def judged(clause: str) -> dict[str, Status]:
    report = judge(document(STRONG.format(clause=clause)), tier=Tier.LOW, library=LIBRARY, verify=False)
    return {f.code: f.status for v in report.verdicts for f in v.findings}


def test_judging_turns_a_satisfied_element_into_a_contradicted_one_with_both_passages() -> None:
    assert judged("The price is EUR 100,000.")["SUS-1"] is Status.SATISFIED
    clause = "Nothing in this Agreement entitles the Supplier to interrupt the service."
    report = judge(document(STRONG.format(clause=clause)), tier=Tier.LOW, library=LIBRARY, verify=False)
    finding = next(f for v in report.verdicts for f in v.findings if f.code == "SUS-1")
    assert finding.status is Status.CONTRADICTED
    assert [evidence.clause for evidence in finding.evidence] == ["9.1", "5.1"]
    assert finding.reason.startswith("another clause forbids the supplier to interrupt the system for any reason")
    assert "D1" in " ".join(finding.trace)


def test_a_missing_element_stays_missing_and_a_doubt_leaves_an_uncertain_one_as_it_is() -> None:
    element = LIBRARY.element("SUS-1")[1]
    read = structure(document(CONTRACT.format(clause="The Supplier shall not suspend the System for any reason.")))
    at = read.document.text.index("The Supplier shall not")
    hit = Candidate(
        element="SUS-1",
        origin="defeater",
        satisfied=0,
        contradicted=DEFEATS,
        spans=(Span(start=at, end=at + 9),),
        trace=("D1",),
    )
    missing = find(element, [hit], read)
    assert missing.status is Status.MISSING
    assert defeated(element, missing, [hit], read).status is Status.MISSING
    weak = Candidate(
        element="SUS-1", origin="model", satisfied=0.6, contradicted=0, spans=(Span(start=at, end=at + 9),)
    )
    doubt = hit.model_copy(update={"contradicted": DOUBTS})
    uncertain = find(element, [weak], read)
    assert defeated(element, uncertain, [doubt], read).reason == uncertain.reason
    assert element.severity is Severity.CRITICAL


NUMBERS = [
    ("clauses 5.1, 6 and 8 to 10", {"5.1", "6", "8", "8 to 10", "10"}),
    ("§6 (b), (c) and (d)", {"6(b)", "6(c)", "6(d)"}),
    ("paragraphs (a) and (c) of section 5", {"5(a)", "5(c)"}),
    ("clause 4 (Suspension) is deleted", {"4"}),
    ("clause 4 (four) days", {"4"}),
    ("Articles 3 through 5", {"3", "3 to 5", "5"}),
    ("(refers to G-6)", {"g-6"}),
    ("clause EIGHTH", {"8"}),
    ("articles of association within 30 days", set()),
    ("clauses 1 to 900000", {"1", "900000"}),
    ("clauses 5 to 1" + "0" * 5000, {"5", "1" + "0" * 5000}),
    ("clauses 12A and 5bis", {"12a", "5bis"}),
    ("clause 12xyz", set()),
    ("Schedule 2", {"schedule 2"}),
    ("Annexes I and 2 and clause 2", {"annex 1", "annex 2", "2"}),
    ("paragraphs 1 and 3(a) of Schedule 2", {"schedule 2.1", "schedule 2.3(a)"}),
    ("paragraph (a) of clause 5 of Annex B", {"annex b.5(a)"}),
]


@pytest.mark.parametrize(("text", "numbers"), NUMBERS)
def test_clause_numbers_are_read_from_words(text: str, numbers: set[str]) -> None:
    assert named(text) == numbers


def test_a_clause_is_covered_by_the_number_of_what_it_is_part_of() -> None:
    assert covers(frozenset({"4"}), "4.02")
    assert covers(frozenset({"12.3"}), "12.3(a)(ii)")
    assert not covers(frozenset({"4.2"}), "4")
    assert not covers(frozenset({"4"}), "41")
