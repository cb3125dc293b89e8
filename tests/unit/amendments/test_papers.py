"""Which papers count: what they are, what they amend, and whether they are in force."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from builders import document

from clausegen.amendments import consolidate
from clausegen.ingest.text import read_text
from clausegen.model import FamilyPaper, PaperKind

MASTER = (
    "SOFTWARE LICENCE AGREEMENT / This Agreement is dated 1 March 2022. / Arden Systems Ltd; Ministry of Order / "
    "1. Use / 1.1 The System is used for one purpose. / 2. Audit / 2.1 The Supplier may audit. / 3. General / 3.1 {}"
)
OF = "to the Software Licence Agreement of 1 March 2022 / Dated 5 May 2023 / "
SIGNED = (
    " / Signed for the Supplier: (signed) A. Arden, 5 May 2023 / Signed for the Customer: (signed) B. Zeld, 6 May 2023"
)
BLANK = " / Signed for the Supplier: ____________ / Signed for the Customer: ____________"
DELETES = "1. Clause 2 is deleted."
CONDITIONAL = "1. This deed is conditional upon the grant of an export licence. / 2. Clause 2 is deleted."
ORDER = "PURCHASE ORDER / Date: 5 May 2023 / Under: Agreement of 1 March 2022 / 1. Clause 2 is deleted."

CASES = [
    ("", "AMENDMENT NO. 1 / " + OF + DELETES + SIGNED, PaperKind.AMENDMENT, True, "signed by both"),
    ("", "AMENDMENT NO. 1 / " + OF + DELETES, PaperKind.AMENDMENT, True, "a text without signatures"),
    ("", "AMENDMENT NO. 1 / " + OF + DELETES + BLANK, PaperKind.AMENDMENT, False, "lines that nobody signed"),
    ("", "AMENDMENT NO. 1 / " + OF + DELETES + " / For the Supplier: (signed) A. Arden / For the Customer: not signed",
     PaperKind.AMENDMENT, None, "a signature is lacking"),
    ("", "DRAFT (2) - SUBJECT TO CONTRACT / DEED OF VARIATION / " + OF + DELETES, PaperKind.DRAFT, False, "a draft"),
    ("", "MINUTES OF THE CONTRACT MEETING / Held on 5 May 2023 / It was agreed that clause 2 is deleted." + SIGNED,
     PaperKind.MINUTES, False, "minutes"),
    ("", "PROPOSAL FOR CHANGES / 5 May 2023 / " + DELETES, PaperKind.PROPOSAL, False, "a proposal"),
    ("", "NOTICE / 5 May 2023 / The Customer gives notice that clause 2 is deleted. / Signed: (signed) B. Zeld",
     PaperKind.NOTICE, False, "a notice that names no right"),
    ("", "CHANGE NOTICE 4 / Status: REJECTED / " + OF + DELETES + SIGNED, PaperKind.AMENDMENT, False, "rejected"),
    ("", "AMENDMENT NO. 1 / to the Maintenance Agreement of 1 March 2022 / Dated 5 May 2023 / " + DELETES + SIGNED,
     PaperKind.AMENDMENT, False, "another contract of the same day"),
    ("", "AMENDMENT NO. 1 / to the Escrow Deed of 9 June 2022 / Dated 5 May 2023 / " + DELETES + SIGNED,
     PaperKind.AMENDMENT, False, "another contract of another day"),
    ("", "Telephone note, 9 May 2023 / On the line: A. Arden, B. Zeld / Both agreed that the Supplier will keep a log.",
     PaperKind.SCHEDULE, None, "a note of a call in no words for one"),
    ("", "To the file / B. Zeld, Legal / The Customer must report each misuse within two days.",
     PaperKind.SCHEDULE, None, "a memo"),
    ("", "Annex 2 / The Supplier keeps a log.", PaperKind.SCHEDULE, True, "headed as an annex"),
    ("It includes the Data Processing Terms.", "Data Processing Terms / The Supplier keeps a log.",
     PaperKind.SCHEDULE, True, "terms of which the agreement speaks"),
    ("", "DEED OF VARIATION / " + OF + CONDITIONAL + SIGNED, PaperKind.AMENDMENT, None, "a condition without news"),
    ("", "AMENDMENT NO. 1 / " + OF + "1. This amendment comes into force only when Parliament has approved the budget. "
     "/ 2. Clause 2 is deleted." + SIGNED, PaperKind.AMENDMENT, None, "a condition of coming into force"),
    ("Contract No. 2022/MI/771.", "AMENDMENT NO. 3 / Contract No. 2021/MI/415 / Dated 5 May 2023 / " + DELETES + SIGNED,
     PaperKind.AMENDMENT, False, "a contract of another number"),
    ("", "AMENDMENT NO. 1 / " + OF + DELETES + " / 2. Renewal is conditional on a review, and "
     "the Supplier may make reinstatement conditional on it. / 3. Evidence of authority "
     "is a condition precedent to the first activation." + SIGNED, PaperKind.AMENDMENT, True,
     "conditions of renewal and of use, not of the paper"),
    ("", "AMENDMENT NO. 1 / " + OF + DELETES + " / 2. The grant is a condition precedent to this amendment." + SIGNED,
     PaperKind.AMENDMENT, None, "a condition precedent of the paper"),
    ("", "SIDE LETTER / 3 January 2022 / " + DELETES + SIGNED.replace("2023", "2022").replace("May", "January"),
     PaperKind.SIDE_LETTER, None, "older than the agreement"),
    ("This is the entire agreement and supersedes all earlier letters.",
     "SIDE LETTER / 3 January 2022 / " + DELETES + SIGNED.replace("2023", "2022").replace("May", "January"),
     PaperKind.SIDE_LETTER, False, "older than an entire-agreement clause"),
    ("This Agreement prevails over any purchase order.", ORDER + SIGNED, PaperKind.PURCHASE_ORDER, False,
     "ranked below"),
    ("", ORDER + SIGNED, PaperKind.PURCHASE_ORDER, None, "an order of which the agreement says nothing"),
    ("", "ENTWURF / NACHTRAG Nr. 1 / Ziffer 2 wird gestrichen.", PaperKind.DRAFT, False, "a German draft"),
    ("", "PROCÈS-VERBAL de la réunion du 5 mai 2023 / La clause 2 est supprimée.", PaperKind.MINUTES, False,
     "French minutes"),
    ("", "AMENDMENT NO. 1 / Working copy of 4 May 2023, for comments / " + DELETES, PaperKind.DRAFT, False,
     "a working copy"),
    ("", "NACHTRAG Nr. 1 / Arbeitsfassung vom 4. Mai 2023 / Ziffer 2 wird gestrichen.", PaperKind.DRAFT, False,
     "a German working copy"),
    ("", "AVENANT n° 1 / Version de travail du 4 mai 2023 / La clause 2 est supprimée.", PaperKind.DRAFT, False,
     "a French working copy"),
    ("", "AMENDMENT NO. 1 / " + OF + DELETES + " / Arden Systems Ltd ........................ / Ministry of Order "
     "........................", PaperKind.AMENDMENT, False, "dotted lines below names"),
    ("Changes must be in writing and signed by both parties.", "AMENDMENT NO. 1 / " + OF + DELETES
     + " / For the Supplier: (signed) A. Arden / For the Customer: ____________", PaperKind.AMENDMENT, False,
     "one signature where the agreement asks for both"),
    ("", "AMENDMENT NO. 1 / " + OF + "1. Clause 2 is replaced by: / “2. The Supplier may audit, subject to the grant "
     "of a licence.”" + SIGNED, PaperKind.AMENDMENT, True, "a condition in the new wording"),
    ("", "Relevé de notre entretien du 5 mai 2023 / La clause 2 est supprimée.", PaperKind.MINUTES, False,
     "French notes of a talk"),
]  # fmt: skip


def papers(*texts: str) -> list[FamilyPaper]:
    named = [document(text).model_copy(update={"path": f"{n}.txt"}) for n, text in enumerate(texts)]
    return list(consolidate(named).papers)


@pytest.mark.parametrize(("general", "text", "kind", "counts", "why"), CASES, ids=[case[4] for case in CASES])
def test_a_paper_counts_or_not(general: str, text: str, kind: PaperKind, counts: bool | None, why: str) -> None:
    _, paper = papers(MASTER.format(general or "Notices are in writing."), text)
    assert (paper.kind, paper.counts) == (kind, counts), why
    assert bool(paper.why) is (counts is not True)


@pytest.mark.parametrize(
    ("says", "counts"),
    [
        ("CERTIFICATE / given under the Deed of Variation of 5 May 2023 / The condition is satisfied.", True),
        ("NOTICE / under the Deed of Variation of 5 May 2023 / The licence was not granted.", False),
        ("CERTIFICATE / given under the Deed of Variation of 8 August 2023 / The condition is satisfied.", None),
    ],
    ids=["met", "failed", "of another deed"],
)
def test_a_condition_is_met_or_fails_by_another_paper(says: str, counts: bool | None) -> None:
    deed = "DEED OF VARIATION / " + OF + CONDITIONAL + SIGNED
    _, paper, _ = papers(MASTER.format("Notices are in writing."), deed, says)
    assert paper.counts is counts


HERE = Path(__file__).parent
AGREEMENTS = {
    name: tomllib.loads((HERE / f"ways/{name}.toml").read_text("utf-8"))["master"] for name in ("de", "en", "fr")
}
IDLE = tomllib.loads((HERE / "idle.toml").read_text("utf-8"))["papers"]


@pytest.mark.parametrize("idle", IDLE, ids=[paper["reason"] for paper in IDLE])
def test_a_paper_that_does_not_count_leaves_the_text_as_it_was_and_nothing_open(idle: dict[str, str]) -> None:
    agreement, paper = (
        read_text(Path(name), text.encode()).document(Path(name), "txt", "", original=False)
        for name, text in (("agreement.txt", AGREEMENTS[idle["language"]]), ("paper.txt", idle["text"]))
    )
    contract = consolidate([agreement, paper], today=dt.date(2026, 12, 3))
    assert contract.papers[1].counts is False
    assert contract.document.text[: contract.end] == consolidate([agreement]).document.text
    assert not contract.questions


def test_a_period_that_runs_still_counts() -> None:
    letter = f"SIDE LETTER / {OF}This letter applies until 31 December 2030. / {DELETES}{SIGNED}"
    named = [document(text) for text in (MASTER.format("Notices are in writing."), letter)]
    running, over = (consolidate(named, today=dt.date(year, 1, 1)).papers[1].counts for year in (2030, 2031))
    assert (running, over) == (True, False)


def test_a_successor_who_signs_an_amendment_leaves_it_open() -> None:
    by = "AMENDMENT / of the Supply Agreement of 3 March 2024 between Kelpwood Ltd{} and the Ministry / {} / {} / {}"
    theirs = "For Kelpwood: (signed) A. Kay"
    for words, counts in ((", to whom it was novated,", None), ("", False)):
        assert papers(PARTIES, by.format(words, GOES, theirs, THEM))[1].counts is counts, words


LINES = "AMENDMENT NO. 1 to the Software Licence Agreement of 1 March 2022 between Arden Systems Ltd and the Ministry "
DAYS = [
    (f"{LINES}Dated 5 May 2023 / {DELETES}", "2023-05-05", "lines that were joined"),
    (f"{LINES}/ {DELETES}", "", "only the day of the agreement"),
    (f"NACHTRAG Nr. 1 zum Lizenzvertrag vom 1. März 2022 Datum: 5. Mai 2023 / {DELETES}", "2023-05-05", "German"),
    (f"AVENANT n° 1 au contrat de licence du 1er mars 2022 Fait à Brest, le 5 mai 2023 / {DELETES}", "2023-05-05",
     "French"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "day", "why"), DAYS, ids=[case[2] for case in DAYS])
def test_the_day_of_a_paper_is_not_that_of_the_agreement_it_names(text: str, day: str, why: str) -> None:
    _, paper = papers(MASTER.format("Notices are in writing."), text)
    assert paper.date == day, why


@pytest.mark.parametrize(
    ("names", "kind", "counts"),
    [("", PaperKind.MASTER, False), (" It supplements the agreement of 1 March 2022.", PaperKind.SCHEDULE, True)],
    ids=["silent about the first", "names the first"],
)
def test_a_second_agreement_does_not_count_unless_it_speaks_of_the_first(
    names: str, kind: PaperKind, counts: bool
) -> None:
    other = (
        "SUPPLY AGREEMENT / This Agreement is dated 2 April 2023 and made between Arden Systems Ltd and the Ministry."
        f"{names} / 1. Suspension / 1.1 The Supplier may suspend the System at once where it suspects misuse."
    )
    _, paper = papers(MASTER.format("Notices are in writing."), other)
    assert (paper.kind, paper.counts) == (kind, counts)
    assert ("an agreement of its own" in paper.why) is not counts


FUTURE = [
    ("AMENDMENT NO. 1 / {}1. This amendment takes effect on 1 July 2024. / 2. Clause 2 is deleted.", "the paper"),
    ("AMENDMENT NO. 1 / {}1. With effect from 1 July 2024 clause 2 is deleted.", "the sentence"),
    ("AMENDMENT NO. 1 / {}From 1 July 2024 the following applies: / (a) clause 2 is deleted;", "the lead-in"),
    ("NACHTRAG Nr. 1 / {}1. Dieser Nachtrag tritt am 1. Juli 2024 in Kraft. / 2. Klausel 2 wird gestrichen.", "German"),
    ("AVENANT n° 1 / {}Le présent avenant prendra effet le 1er juillet 2024. / La clause 2 est supprimée.", "French"),
]


@pytest.mark.parametrize(("text", "why"), FUTURE, ids=[case[1] for case in FUTURE])
def test_what_takes_effect_on_a_day_to_come_changes_nothing_before(text: str, why: str) -> None:
    named = [
        document(words).model_copy(update={"path": f"{n}.txt"})
        for n, words in enumerate((MASTER.format("Notices are in writing."), text.format("Dated 5 May 2023 / ")))
    ]
    before, after = (consolidate(named, today=dt.date(2024, month, 1)) for month in (6, 7))
    assert "may audit" in before.document.text[: before.end], why
    assert any("2024-07-01" in notice.message for notice in before.document.notices), why
    assert "may audit" not in after.document.text[: after.end], why


def test_a_restated_agreement_takes_the_place_of_what_came_before() -> None:
    restated = (
        "AMENDED AND RESTATED AGREEMENT / Dated 25 May 2024 / The parties restate their Software Licence Agreement of "
        "1 March 2022. / 1. Use / 1.1 The System is used for any purpose."
    )
    before = "AMENDMENT NO. 1 / " + OF + DELETES + SIGNED
    contract = consolidate(
        [document(text).model_copy(update={"path": f"{n}.txt"}) for n, text in enumerate((MASTER, before, restated))]
    )
    assert "may audit" not in contract.document.text[: contract.end]
    assert [paper.counts for paper in contract.papers] == [False, False, True]


PARTIES = (
    "SUPPLY AGREEMENT No. NS-77/A / Made on 3 March 2024 between Northlight Systems GmbH (“Northlight”) and the "
    "Ministry of the Interior of Ardovia (the “Ministry”). / 1. Audit / 1.1 Northlight may audit. / 2. Changes / "
    "2.1 Changes are in writing and signed by both parties. / For Northlight: (signed) K. Brandt / "
    "For the Ministry: (signed) P. Oduya"
)
VERTRAG = (
    "LIEFERVERTRAG / vom 3. März 2024 zwischen der Northlight Systems GmbH und dem Innenministerium von Ardovia / "
    "1. Prüfung / 1.1 Northlight darf prüfen. / Für Northlight: gez. K. Brandt / Für das Ministerium: gez. P. Oduya"
)
US, THEM = "For Northlight: (signed) K. Brandt", "For the Ministry: (signed) P. Oduya"
GOES = "Clause 1 of the Agreement of 3 March 2024 is deleted."
WHO = [
    (PARTIES, f"LETTER AGREEMENT / 12 May 2025 / {GOES} / {US} / For Northlight: (signed) L. Frey", False,
     "two of the supplier, and nobody of the customer"),
    (PARTIES, f"AMENDMENT NO. 1 / 12 May 2025 / {GOES} / {THEM} / For the Ministry: (signed) R. Tallis", False,
     "two of the customer, where the agreement asks for both"),
    (VERTRAG, "Sehr geehrte Damen und Herren, / Ziffer 1 des Vertrags wird gestrichen. / gez. K. Brandt, Northlight / "
     "gez. L. Frey, Northlight", False, "two of the supplier in German, known by their signatures in the agreement"),
    (PARTIES, f"UNDERTAKING TO AMEND / Northlight waives clause 1 of the Agreement of 3 March 2024. / {US}", None,
     "the supplier alone may give up its own right"),
    (PARTIES, f"LETTER AGREEMENT / Northlight waives clause 1 of the Agreement of 3 March 2024. / {THEM}", False,
     "the customer gives up no right of the supplier"),
    (PARTIES, "AMENDMENT NO. 1 / Delmont Resale Ltd and the Ministry of the Interior of Ardovia agree: / Clause 1 is "
     f"deleted. / For Delmont: (signed) A. Delmont / {THEM}", False, "a reseller with our customer"),
    (PARTIES, f"VARIATION No. 1 / Northlight and the Coast Guard of Mirland / Clause 1 is deleted. / {US} / For the "
     "Coast Guard of Mirland: (signed) O. Pell", False, "our supplier with another customer"),
    (PARTIES, "VARIATION No. 1 / Calder Imaging Ltd and Torvik Oy agree: / Clause 1 is deleted. / (signed) F. C. / "
     "(signed) B. T.", False, "two others, who sign without a name of a party"),
    (PARTIES, f"AMENDMENT NO. 2 to No. NS-77/A / Kestrel Optics SA and the Ministry: / {GOES} / For Kestrel: (signed) "
     f"J. Roux / {THEM}", None, "another firm that names our agreement may have taken the place of the supplier"),
    (PARTIES, f"AMENDMENT NO. 1 / Northlight, the Ministry and Delmont Resale Ltd agree: / {GOES} / {US} / {THEM} / "
     "For Delmont: (signed) A. Delmont", True, "both parties with a third"),
    (PARTIES, f"AMENDMENT NO. 1 / 12 May 2025 / {GOES} / {US} / For the Ministry: (signed) Minister of Justice Tallis",
     True, "an office is a person, not another body"),
]  # fmt: skip


@pytest.mark.parametrize(("agreement", "text", "counts", "why"), WHO, ids=[case[3] for case in WHO])
def test_a_paper_counts_when_both_parties_agreed_to_it(
    agreement: str, text: str, counts: bool | None, why: str
) -> None:
    _, paper = papers(agreement, text)
    assert paper.counts is counts, why


EFFECT = [
    ("With effect from the first day of the next quarter clause 2 is deleted.", dt.date(2024, 7, 1), "a quarter"),
    (
        "This amendment takes effect three months after its signature. Clause 2 is deleted.",
        dt.date(2024, 8, 5),
        "months",
    ),
    ("As from January 2025 clause 2 is deleted.", dt.date(2025, 1, 1), "a month"),
    (
        "This amendment becomes operative with the first day of 2025. Clause 2 is deleted.",
        dt.date(2025, 1, 1),
        "a year",
    ),
    ("Mit Wirkung vom ersten Tag des nächsten Quartals entfällt Klausel 2.", dt.date(2024, 7, 1), "German"),
    ("À compter du premier jour du trimestre suivant, la clause 2 est supprimée.", dt.date(2024, 7, 1), "French"),
]


@pytest.mark.parametrize(("says", "day", "why"), EFFECT, ids=[case[2] for case in EFFECT])
def test_days_of_effect_in_other_words_are_counted_from_the_day_of_the_paper(says: str, day: dt.date, why: str) -> None:
    named = [
        document(words).model_copy(update={"path": f"{n}.txt"})
        for n, words in enumerate(
            (MASTER.format("Notices are in writing."), f"AMENDMENT NO. 1 / Dated 5 May 2024 / {says}")
        )
    ]
    before, after = (consolidate(named, today=today) for today in (day - dt.timedelta(days=1), day))
    assert "may audit" in before.document.text[: before.end], why
    assert "may audit" not in after.document.text[: after.end], why


WAITS = [
    ("This Amendment shall take effect once countersigned by the Minister of Finance.", None, "for a third"),
    ("Dieser Nachtrag wird wirksam, sobald ihn das Finanzministerium gegengezeichnet hat.", None, "German"),
    ("Le présent avenant prendra effet dès qu'il aura été contresigné par le ministre.", None, "French"),
    ("This Amendment shall take effect once both parties have signed it.", True, "for the parties, who signed"),
    ("The Supplier's consent becomes effective when it is received.", True, "not the paper, but a consent"),
]


@pytest.mark.parametrize(("says", "counts", "why"), WAITS, ids=[case[2] for case in WAITS])
def test_a_paper_that_waits_for_others_is_open(says: str, counts: bool | None, why: str) -> None:
    _, paper = papers(MASTER.format("Notices are in writing."), f"AMENDMENT NO. 1 / {OF}{says} / {DELETES}{SIGNED}")
    assert paper.counts is counts, why


def test_terms_in_a_file_of_their_own_may_name_clauses_of_the_agreement() -> None:
    terms = "ANNEX 1 / 1. Clause 2 is of interest for the operators only. / 2. Clause 2 is changed."
    assert len(papers(MASTER.format("Notices are in writing."), terms)) == len(["agreement", "terms"])
