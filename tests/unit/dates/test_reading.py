"""Dates from contract text with the shipped model: plain sentences are read, what cannot be known is said."""

from __future__ import annotations

import pytest
from builders import document
from hypothesis import given, settings
from hypothesis import strategies as st

from clausegen.amendments.read import structure
from clausegen.dates.candidates import Candidate
from clausegen.dates.judged import Judged
from clausegen.dates.prepared_text import Page
from clausegen.dates.reading import Reading
from clausegen.dates.resolve import dates_of, read_dates
from clausegen.dates.scorer import DATE_ROLES, ROLES, thresholds
from clausegen.model import DateFinding, Dates

OPENING = (
    "SUPPLY AGREEMENT / This Agreement is made on 14 January 2025 between Alder Ltd and Birch Ltd. / 1. Supply /"
    " 1.1 The Supplier delivers the goods. / 2. Term / 2.1 "
)


def read(clauses: str, opening: str = OPENING) -> Dates:
    return read_dates(structure(document(opening + clauses)))


def value(dates: Dates, field: str) -> str | None:
    finding = getattr(dates, field)
    return finding.value if finding else None


TERMS = [
    (
        "This Agreement starts on 3 February 2025 and continues for one year.",
        "2025-02-03",
        "2026-02-02",
        "start, length",
    ),
    ("It starts on 18/9/2025 and ends on 17/9/2028.", "2025-09-18", "2028-09-17", "no month is 18 or 17"),
    ("The term begins on 04/25/2025 and runs for three years.", "2025-04-25", "2028-04-24", "no month is 25"),
    ("It commences on 12-23-2025 and expires on 12-22-2027.", "2025-12-23", "2027-12-22", "dashes"),
    (
        "This Agreement takes effect on the date of last signature and lasts two years.",
        "2025-01-14",
        "2027-01-13",
        "the signature is that of the agreement",
    ),
    (
        "It takes effect on the date first above written and continues until 31 December 2027.",
        "2025-01-14",
        "2027-12-31",
        "the date above",
    ),
    (
        "The term is three years from the Effective Date, 1 March 2025.",
        "2025-03-01",
        "2028-02-29",
        "a defined day that is stated there",
    ),
    ("The licence runs from 1 April 2025 to 31 March 2028.", "2025-04-01", "2028-03-31", "from one day to another"),
    ("Start Date: 1 April 2025 / End Date: 31 March 2028", "2025-04-01", "2028-03-31", "rows of a table"),
    ("Der Vertrag beginnt am 1. März 2026 und endet am 28. Februar 2027.", "2026-03-01", "2027-02-28", "German"),
    ("Le contrat prend effet le 1er décembre 2025 pour trente-six mois.", "2025-12-01", "2028-11-30", "French"),
    (
        "El contrato estará vigente desde el 1 de enero de 2025 hasta el 31 de diciembre de 2026.",
        "2025-01-01",
        "2026-12-31",
        "Spanish",
    ),
]


@pytest.mark.parametrize(("sentence", "start", "end", "why"), TERMS, ids=[case[3] for case in TERMS])
def test_a_plain_sentence_gives_beginning_and_end(sentence: str, start: str, end: str, why: str) -> None:
    dates = read(sentence)
    assert value(dates, "agreement_date") == "2025-01-14"
    assert (value(dates, "effective_date"), value(dates, "expiration_date")) == (start, end)


LATER = [
    ("It takes effect thirty days after the date of this Agreement and lasts one year.", "2025-02-13", "days later"),
    ("It starts two months following the date of signature and lasts one year.", "2025-03-14", "months later"),
    ("Dieser Vertrag tritt einen Monat nach Unterzeichnung in Kraft und läuft ein Jahr.", "2025-02-14", "German"),
    ("It is effective for two years from the date of this Agreement.", "2025-01-14", "the length, not the beginning"),
    ("It takes effect ten business days after the date of this Agreement.", None, "holidays decide"),
]


@pytest.mark.parametrize(("sentence", "start", "why"), LATER, ids=[case[2] for case in LATER])
def test_a_beginning_so_long_after_signature_is_counted(sentence: str, start: str | None, why: str) -> None:
    assert value(read(sentence), "effective_date") == start


def test_a_counted_end_shows_its_sum() -> None:
    end = read("This Agreement starts on 3 February 2025 and continues for one year.").expiration_date
    assert end is not None
    assert end.calculation == "1 year from 2025-02-03: the last day is 2026-02-02"


OPEN_ENDS = [
    ("It begins on 1 March 2025 and continues until terminated by either party on three months' notice.", "perpetual"),
    ("It commences on launch of the system and continues for two years.", "unknown-start"),
    ("It begins on 30 February 2025 and lasts one year.", "unknown-start"),
    ("It begins on 03/04/2025 and lasts one year.", "unknown-start"),
    ("It begins on 1 March 2025 and runs for thirty (60) months.", "words-and-figures"),
    ("It begins on 1 March 2025 and continues for a period of [***] years.", "blank"),
]


@pytest.mark.parametrize(("sentence", "code"), OPEN_ENDS)
def test_an_end_that_is_no_day_says_why(sentence: str, code: str) -> None:
    end = read(sentence).expiration_date
    assert end is not None
    assert (end.value, end.code) == (None, code)
    assert end.reason


def test_an_ambiguous_beginning_is_told_as_two_readings() -> None:
    begins = read("It begins on 03/04/2025 and lasts one year.").effective_date
    assert begins is not None
    assert (begins.value, begins.code) == (None, "ambiguous")
    assert "3 April 2025 or 4 March 2025" in begins.reason


ONE_YEAR = "This Agreement starts on 1 March 2025 and runs for one year. "
RENEWALS = [
    ("It rolls over annually unless cancelled on 60 days' notice.", "automatic", "1 year", "60 days"),
    (
        "It renews automatically for successive two-year terms unless either party gives ninety (90) days' written"
        " notice before expiry.",
        "automatic",
        "2 years",
        "90 days",
    ),
    ("The Customer may extend it by one year.", "option", "1 year", None),
    ("Renewal requires a written agreement of both parties.", "consent", None, None),
    ("It does not renew.", "none", None, None),
]


@pytest.mark.parametrize(("sentence", "kind", "length", "notice"), RENEWALS, ids=[case[1] for case in RENEWALS])
def test_the_renewal_is_told_with_its_kind_length_and_notice(
    sentence: str, kind: str, length: str | None, notice: str | None
) -> None:
    dates = read(ONE_YEAR + sentence)
    assert dates.renewal_term is not None
    assert dates.renewal_term.kind == kind
    assert (dates.renewal_term.value or "").removeprefix("successive ") == (length or "")
    assert value(dates, "notice_period") == notice
    assert value(dates, "expiration_date") == "2026-02-28"


def test_the_end_says_what_it_depends_on() -> None:
    dates = read(
        "This Agreement starts on 3 February 2025 and continues for one year. It rolls over annually unless cancelled"
        " on 60 days' notice."
    )
    assert value(dates, "notice_deadline") == "2025-12-04"
    assert dates.expiration_date is not None
    assert dates.expiration_date.depends == (
        "if not renewed; it renews by itself unless notice reaches the other side by 2025-12-04"
    )


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        ("agreement", "it is perhaps 2025-01-14"),
        ("effective", "it is perhaps 2025-02-03"),
        ("end", "it is perhaps 2026-"),
    ],
)
def test_a_day_that_is_not_sure_enough_is_asked_about(role: str, reason: str) -> None:
    page = Page(structure(document(OPENING + "This Agreement starts on 3 February 2025 and continues for one year.")))
    reading = Reading(Judged(page, least=thresholds() | {role: 1.1}))
    asked = getattr(reading, role)
    assert (asked.day, asked.code) == (None, "unsure")
    assert asked.reason.startswith(reason)


AGREEING = "1. / It begins on 1 July 2023 for thirty-six months. / 2. / It ends on 30 June 2026."
WITNESSES = [
    (AGREEING, 0.75, ("2023-07-01", "2026-06-30", "36 months"), "three that agree are surer than each"),
    (AGREEING, 0.5, (None, None, None), "three guesses that agree stay guesses"),
    (AGREEING.replace("2026", "2027"), 0.75, (None, None, None), "what differs bears nothing out"),
]


@pytest.mark.parametrize(("text", "likely", "read", "why"), WITNESSES, ids=[case[3] for case in WITNESSES])
def test_a_beginning_a_length_and_an_end_that_agree_bear_each_other_out(
    text: str, likely: float, read: tuple[str | None, ...], why: str
) -> None:
    page = Page(structure(document(text)))
    judged = Judged(page, least=thresholds() | dict.fromkeys(DATE_ROLES, 0.88))  # the rule, whatever is shipped
    judged.scored = [
        scored._replace(
            probability=dict.fromkeys(ROLES, 0.0)
            | {role: likely for role, words in _SAID.items() if _words(page, scored.candidate).startswith(words)}
        )
        for scored in judged.scored
    ]
    dates = dates_of(page, Reading(judged))
    fields = ("effective_date", "expiration_date", "initial_term")
    assert tuple(value(dates, field) for field in fields) == read, why


_SAID = {"effective": "1 July", "end": "30 June", "term": "thirty-six"}


def _words(page: Page, candidate: Candidate) -> str:
    return page.plain[candidate.start : candidate.end] if candidate.kind != "sentence" else ""


GOES_ON = "It remains in force until terminated."
BESIDE_NO_END = [
    (f"{GOES_ON} The accreditation of 3 March 2020 runs to 2 March 2027.", "open", "the end is of something else"),
    ("It runs until 2 March 2027; thereafter it remains in force until terminated.", "stated", "the end of a minimum"),
]


@pytest.mark.parametrize(("text", "kind", "why"), BESIDE_NO_END, ids=[case[2] for case in BESIDE_NO_END])
def test_an_end_beside_a_contract_that_goes_on_is_asked_about(text: str, kind: str, why: str) -> None:
    page = Page(structure(document(OPENING + text)))
    judged = Judged(page)
    judged.scored = [
        scored._replace(
            probability=dict.fromkeys(ROLES, 0.0)
            | {"end": float(_words(page, scored.candidate).startswith("2 March 2027"))}
            | {"perpetual": float("remains in force" in page.plain[scored.candidate.start : scored.candidate.end])}
        )
        for scored in judged.scored
    ]
    end = Reading(judged).end
    assert end is not None, why
    assert (end.kind, "2027-03-02" in f"{end.day} {end.reason}") == (kind, True), why


def test_that_day_is_none_of_another_sentence() -> None:
    dates = read(
        "The Database was last updated on 30 June 2021. / 2.2 The Licensee gets access from the day on which its"
        " deposit is credited; its access ends two years after that day."
    )
    assert value(dates, "expiration_date") is None


NO_NOTICE = [
    ("Either party may terminate on thirty days' written notice of a breach.", "notice of breach ends no term"),
    ("Invoices are due within thirty days.", "a term of payment"),
]


@pytest.mark.parametrize(("sentence", "why"), NO_NOTICE, ids=[case[1] for case in NO_NOTICE])
def test_other_periods_are_no_notice_before_renewal(sentence: str, why: str) -> None:
    assert (
        read(f"It starts on 1 May 2025 and ends on 30 April 2027. / 3. General / 3.1 {sentence}").notice_period is None
    )


OTHER_DATES = [
    ("The tender of 2 December 2023 forms part of this Agreement.", "another paper"),
    ("Alder Ltd was incorporated on 7 June 1998.", "the birth of a party"),
    ("The first delivery is due on 15 September 2025.", "a duty"),
]


@pytest.mark.parametrize(("sentence", "why"), OTHER_DATES, ids=[case[1] for case in OTHER_DATES])
def test_other_days_change_nothing(sentence: str, why: str) -> None:
    dates = read(f"It starts on 1 May 2025 and ends on 30 April 2027. / 3. General / 3.1 {sentence}")
    days = [value(dates, field) for field in ("agreement_date", "effective_date", "expiration_date")]
    assert days == ["2025-01-14", "2025-05-01", "2027-04-30"]


def test_silence_gives_no_dates() -> None:
    silent = read(
        "The Customer pays within thirty days.", opening="1. Scope / 1.1 The Supplier delivers. / 2. Fees / 2.1 "
    )
    assert silent == Dates()


def test_where_only_signatures_are_dated_the_last_counts() -> None:
    dates = read(
        "1.1 The Supplier delivers the goods. / 2. Term / 2.1 This Agreement takes effect when both parties have signed"
        " and lasts two years. / Signed for Alder Ltd on 3 March 2025 / Signed for Birch Ltd on 9 March 2025",
        opening="SUPPLY AGREEMENT / between Alder Ltd and Birch Ltd / 1. Supply / ",
    )
    assert value(dates, "agreement_date") == "2025-03-09"


def test_evidence_is_an_exact_slice() -> None:
    page = document(OPENING + "It starts on 1 May 2025 and ends on 30 April 2027. It renews for one year.")
    found = [finding for finding in dict(read_dates(structure(page))).values() if isinstance(finding, DateFinding)]
    assert len(found) > 3
    for finding in found:
        assert finding.text == page.text[finding.start : finding.end]
        assert finding.text


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="0123456789/.-_[]* MaydnofTtermjulye", max_size=120))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_dates(structure(document("This Agreement is made on " + text + " / 2. Term / 2.1 It ends on " + text)))
