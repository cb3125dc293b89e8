"""What falls due after signature is read with its interval, and nothing that is none."""

from __future__ import annotations

import pytest
from builders import document

from clausegen.amendments import structure
from clausegen.checker.duties import read_duties
from clausegen.model import Duty, DutyKind, Evidence, Finding, Severity, Status


def read(*clauses: str) -> tuple[Duty, ...]:
    numbered = " / ".join(f"1.{number} {words}" for number, words in enumerate(clauses, start=1))
    return read_duties(structure(document(f"LICENCE AGREEMENT / 1. General / {numbered}")))


SAID = [
    (
        "Every 3 months, and no later than 30 days before each renewal, the Customer shall deliver a certificate of "
        "compliant use.",
        DutyKind.CERTIFICATE,
        {"every": "3 months", "before_renewal": "30 days"},
        "an interval and a time before renewal in one sentence",
    ),
    (
        "The Agency must hand over a compliance certificate twice a year.",
        DutyKind.CERTIFICATE,
        {"every": "6 months"},
        "an interval without a count",
    ),
    (
        "The Customer shall deliver a signed certificate of compliant use by 31 March of each year.",
        DutyKind.CERTIFICATE,
        {"every": "1 year", "yearly": "03-31"},
        "a day of each year",
    ),
    (
        "Der Auftraggeber hat alle sechs Monate eine Erklärung über die Einhaltung der Nutzungsgrenzen abzugeben.",
        DutyKind.CERTIFICATE,
        {"every": "6 months"},
        "German",
    ),
    (
        "Le Client doit remettre tous les trois mois une attestation de conformité de l'utilisation.",
        DutyKind.CERTIFICATE,
        {"every": "3 months"},
        "French",
    ),
    (
        "El Cliente deberá presentar cada seis meses un certificado de cumplimiento.",
        DutyKind.CERTIFICATE,
        {"every": "6 months"},
        "Spanish",
    ),
    (
        "Every Operator shall retake the human rights course once every twelve (12) months.",
        DutyKind.TRAINING,
        {"every": "12 months"},
        "words and figures",
    ),
    (
        "The training of operators is repeated every 12 months.",
        DutyKind.TRAINING,
        {"every": "12 months"},
        "a duty in the present tense",
    ),
    (
        "The Supplier may at any time, and shall at least once every 6 months, review the use of the System.",
        DutyKind.REVIEW,
        {"every": "6 months", "is_right": False},
        "a right and a duty: the duty counts",
    ),
    (
        "The compliance team may visit each site once in every 6 months.",
        DutyKind.VISIT,
        {"every": "6 months", "is_right": True},
        "a right",
    ),
    (
        "The Customer shall keep all logs for 7 years after they are made and 2 years after the end of the contract.",
        DutyKind.LOGS,
        {"keep": "7 years", "after_end": "2 years"},
        "two times in one sentence",
    ),
    (
        "The Customer shall notify the Supplier within 48 hours of any suspected misuse.",
        DutyKind.MISUSE_NOTICE,
        {"within": "48 hours"},
        "hours to act",
    ),
    (
        "The Customer shall inform the Supplier without delay of any change in the law that governs its use.",
        DutyKind.LAW_NOTICE,
        {"within": "without delay"},
        "no count, but a time",
    ),
]


@pytest.mark.parametrize(("sentence", "kind", "fields", "why"), SAID, ids=[case[3] for case in SAID])
def test_a_duty_is_read_with_its_time(sentence: str, kind: DutyKind, fields: dict[str, object], why: str) -> None:
    (duty,) = read(sentence)
    assert (duty.kind, duty.clause) == (kind, "1.1")
    assert {name: getattr(duty, name) for name in fields} == fields
    assert duty.text == sentence


NOT_SAID = [
    ("The fees are reviewed annually against the use of the System.", "prices"),
    ("No certificate of use is required every year.", "nothing is owed"),
    (
        "The Customer shall deliver a certificate of insurance every year for the use of the System.",
        "another certificate",
    ),
    ("The Customer shall deliver a certificate of compliant use.", "no time"),
    ("The Supplier shall keep confidential information and its records for 5 years.", "no logs"),
    ("[ ] Provider will maintain annual certifications of compliance.", "a box that is not ticked"),
    ("The Compliance Officer shall acknowledge every report of suspected misuse within 7 days.", "no notice"),
]


@pytest.mark.parametrize(("sentence", "why"), NOT_SAID, ids=[case[1] for case in NOT_SAID])
def test_what_is_no_duty_is_not_read_as_one(sentence: str, why: str) -> None:
    assert read(sentence) == ()


def test_an_item_takes_its_duty_from_the_words_that_lead_to_it() -> None:
    found = read("The Customer shall:", "(a) train each operator in human rights once a year;")
    assert [(duty.kind, duty.every, duty.is_right) for duty in found] == [(DutyKind.TRAINING, "1 year", False)]


def test_a_duty_that_a_later_clause_deletes_is_none() -> None:
    found = read(
        "The Customer shall deliver a certificate of compliant use every six months.",
        "The fees are due. / 2. Changes / 2.1 Clause 1.1 is deleted.",
    )
    assert found == ()


def test_words_that_a_finding_quotes_are_about_the_duty_of_its_element() -> None:
    words = "Each year the Director vouches, in a sealed paper, that the Apparatus served only the ends of Schedule 2."
    contract = structure(document(f"LICENCE AGREEMENT / 1. General / 1.1 {words}"))
    start = contract.document.text.index("Each year")
    evidence = Evidence(text=words, start=start, end=start + len(words))
    quoted = Finding(
        element="compliance-certificate",
        code="DUR-4",
        severity=Severity.CRITICAL,
        status=Status.SATISFIED,
        confidence=0.9,
        evidence=(evidence,),
        reason="",
    )
    assert read_duties(contract) == ()
    (duty,) = read_duties(contract, [quoted])
    assert (duty.kind, duty.every, duty.text) == (DutyKind.CERTIFICATE, "1 year", words)
    missing = quoted.model_copy(update={"status": Status.CONTRADICTED})
    assert read_duties(contract, [missing]) == ()


def test_a_sentence_whose_words_say_its_kind_is_of_no_other_kind_because_a_finding_quotes_it() -> None:
    words = "The Customer shall deliver a certificate of compliant use by 31 March of each year."
    contract = structure(document(f"LICENCE AGREEMENT / 1. General / 1.1 {words}"))
    start = contract.document.text.index("The Customer shall")
    quoted = Finding(
        element="on-site-audit",
        code="AUD-2",
        severity=Severity.MAJOR,
        status=Status.SATISFIED,
        confidence=0.9,
        evidence=(Evidence(text=words, start=start, end=start + len(words)),),
        reason="",
    )
    assert [duty.kind for duty in read_duties(contract, [quoted])] == [DutyKind.CERTIFICATE]
