"""Dates from contract text: which day, which reason, which sum."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import document
from hypothesis import given
from hypothesis import strategies as st

from clausegen.amendments.read import structure
from clausegen.dates.arithmetic import add
from clausegen.dates.expression import find_dates
from clausegen.dates.periods import Period, find_periods
from clausegen.dates.resolve import read_dates
from clausegen.model.report import DateFinding, Dates

OPENING = (
    "LICENCE AGREEMENT / This Agreement is made on 14 March 2025 between Alder Ltd and the Ministry. / "
    "1. Licence / 1.1 The Supplier grants a licence. / "
)


def read(clauses: str, opening: str = OPENING) -> Dates:
    return read_dates(structure(document(opening + clauses)))


def value(dates: Dates, field: str) -> str | None:
    finding = getattr(dates, field)
    return finding.value if finding else None


WRITTEN = [
    ("31st day of March, 2000", "2000-03-31", "day of the month in words of law"),
    ("the 15t h day of January 2018", "2018-01-15", "an ordinal that a print-out tore apart"),
    ("first day of July, 2017", "2017-07-01", "the day in words"),
    ("Nov  5,  1999", "1999-11-05", "American order, short month"),
    ("15. März 2025", "2025-03-15", "German"),
    ("1er décembre 2024", "2024-12-01", "French"),
    ("15 de marzo de 2025", "2025-03-15", "Spanish"),
    ("2025-03-14", "2025-03-14", "ISO 8601"),
    ("1.4.2011", "2011-04-01", "dots are day-first"),
    ("25/12/2020", "2020-12-25", "no month has that number"),
    ("05/05/98", "1998-05-05", "both readings are the same day"),
]


@pytest.mark.parametrize(("written", "day", "why"), WRITTEN, ids=[w[2] for w in WRITTEN])
def test_a_date_is_read_however_it_is_written(written: str, day: str, why: str) -> None:
    text = f"on {written} the"
    (found,) = find_dates(text)
    assert str(found.day) == day
    assert text[found.start : found.end] in written


UNKNOWN = [
    ("3/4/2020", "3 April 2020 or 4 March 2020"),
    ("30 February 2020", "no day of the calendar"),
    ("12 May 0202", "year outside"),
]


@pytest.mark.parametrize(("written", "reason"), UNKNOWN)
def test_a_doubtful_date_is_not_guessed(written: str, reason: str) -> None:
    (found,) = find_dates(written)
    assert found.day is None
    assert reason in found.reason


def test_another_date_of_the_same_text_settles_the_order_of_day_and_month() -> None:
    assert [str(date.day) for date in find_dates("from 3/4/2020 to 25/4/2020")] == ["2020-04-03", "2020-04-25"]


def test_two_dates_that_settle_it_differently_settle_nothing() -> None:
    assert find_dates("3/4/2020, 25/4/2020, 4/25/2020")[0].day is None


PERIODS = [
    ("sixty (60) days", "60 days"),
    ("thirty-six months", "36 months"),
    ("one hundred eighty (180) days", "180 days"),
    ("sechsunddreißig Monate", "36 months"),
    ("trente-six mois", "36 months"),
    ("treinta y seis meses", "36 months"),
    ("ten business days", "10 business days"),
    ("[***] years", "? years"),
]


@pytest.mark.parametrize(("written", "shown"), PERIODS)
def test_a_period_is_read_in_words_and_figures(written: str, shown: str) -> None:
    assert [str(period) for period in find_periods(f"for {written}.")] == [shown]


def test_words_and_figures_that_differ_are_named() -> None:
    (period,) = find_periods("on thirty (60) days notice")
    assert (period.amount, "differ" in period.conflict) == (30, True)


def test_the_end_of_the_month_stands_for_a_day_that_month_lacks() -> None:
    month = Period(0, 0, 1, "month")
    assert add(dt.date(2023, 1, 31), month) == dt.date(2023, 2, 28)
    assert add(dt.date(2024, 1, 31), month) == dt.date(2024, 2, 29)


def test_public_holidays_are_left_out_of_business_days_when_a_country_is_given() -> None:
    three = Period(0, 0, 3, "business day")
    assert add(dt.date(2025, 12, 23), three) == dt.date(2025, 12, 26)
    assert add(dt.date(2025, 12, 23), three, country="GB-ENG") == dt.date(2025, 12, 30)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2150, 1, 1)), st.integers(0, 600))
def test_taking_off_what_was_added_never_moves_the_day_later(day: dt.date, months: int) -> None:
    period = Period(0, 0, months, "month")
    assert add(add(day, period), period, -1) <= day


TERMS = [
    ("2. Term / 2.1 This Agreement starts on 1 April 2025 and continues until 31 March 2028.", "2028-03-31", "a day"),
    ("2. Term / 2.1 This Agreement runs for thirty-six months from 1 April 2025.", "2028-04-01", "counted from a day"),
    ("2. Term / 2.1 This Agreement shall remain in force for three (3) years.", "2028-03-14", "counted from its date"),
    (
        "2. Term / 2.1 This Agreement continues until the fifth anniversary of the date hereof.",
        "2030-03-14",
        "anniversary",
    ),
    ("2. Term / 2.1 From 15 November 2025 to 31 December 2026.", "2026-12-31", "a range under its heading"),
    ("2. Laufzeit / 2.1 Der Vertrag beginnt am 1. März 2026 und endet am 28. Februar 2027.", "2027-02-28", "German"),
    (
        "2. Durée / 2.1 Le contrat prend effet le 1er décembre 2025 pour trente-six mois, jusqu'au 30 novembre 2028.",
        "2028-11-30",
        "French",
    ),
    ("2. Vigencia / 2.1 El contrato estará vigente hasta el 31 de diciembre de 2026.", "2026-12-31", "Spanish"),
]


@pytest.mark.parametrize(("clauses", "end", "why"), TERMS, ids=[t[2] for t in TERMS])
def test_the_end_of_the_term_is_read_or_counted(clauses: str, end: str, why: str) -> None:
    assert value(read(clauses), "expiration_date") == end


def test_a_counted_end_shows_its_sum() -> None:
    end = read("2. Term / 2.1 This Agreement runs for thirty-six months from 1 April 2025.").expiration_date
    assert end is not None
    assert end.calculation == "2025-04-01 + 36 months = 2028-04-01"


NO_END = [
    ("2. Term / 2.1 This Agreement shall continue in force until terminated by either party.", "no fixed end"),
    ("2. Term / 2.1 This Agreement shall expire on __________, 20__.", "left blank"),
    ("2. Term / 2.1 This Agreement shall continue for a period of [***] years.", "withheld"),
    ("2. Term / 2.1 This Agreement shall continue for three years from the Launch Date.", "Launch Date"),
    ("2. Term / 2.1 This Agreement ends on 1 January 2020.", "before the beginning"),
    ("Expiry Date: 31 March 2028 / 2. Term / 2.1 x. / End Date: 30 June 2028", "two different ends"),
]


@pytest.mark.parametrize(("clauses", "reason"), NO_END)
def test_an_end_that_is_no_day_says_why(clauses: str, reason: str) -> None:
    end = read(clauses).expiration_date
    assert end is not None
    assert end.value is None
    assert reason in end.reason


def test_the_last_signature_begins_nothing_while_no_signature_is_dated() -> None:
    effective = read("2. Term / 2.1 This Agreement takes effect on the date of the last signature.").effective_date
    assert effective is not None
    assert effective.value is None
    assert "last signature" in effective.reason


def test_silence_gives_no_dates() -> None:
    dates = read(
        "2. Fees / 2.1 The Customer pays within thirty days.", opening="1. Scope / 1.1 The Supplier delivers. / "
    )
    assert dates == Dates()


RENEWALS = [
    ("It shall renew automatically for successive one-year terms.", "successive 1 year", "automatic"),
    ("The Customer may, at its sole option, extend the term for a further two years.", "2 years", "option"),
    ("It may be renewed by mutual written agreement of the parties.", None, "consent"),
    ("It does not renew.", None, "none"),
]


@pytest.mark.parametrize(("sentence", "shown", "kind"), RENEWALS, ids=[r[2] for r in RENEWALS])
def test_the_kind_of_renewal_is_told(sentence: str, shown: str | None, kind: str) -> None:
    renewal = read(f"2. Term and renewal / 2.1 This Agreement ends on 31 March 2028. {sentence}").renewal_term
    assert renewal is not None
    assert (renewal.value, renewal.kind) == (shown, kind)


def test_the_last_day_for_notice_is_counted_back_from_the_end() -> None:
    dates = read(
        "2. Term / 2.1 This Agreement starts on 1 April 2025 and continues until 31 March 2028. It shall renew for "
        "periods of one year unless either party gives ninety days' written notice before the end of the period."
    )
    assert value(dates, "notice_period") == "90 days"
    assert value(dates, "notice_deadline") == "2028-01-01"
    assert dates.notice_deadline is not None
    assert dates.notice_deadline.calculation == "2028-03-31 − 90 days = 2028-01-01"


def test_thirty_six_months_and_three_months_to_the_end_of_the_term() -> None:
    dates = read(
        "2. Term / 2.1 This Agreement runs for 36 months from 1 April 2025. It renews for 12 months unless a party "
        "gives notice of three months to the end of the term."
    )
    assert value(dates, "expiration_date") == "2028-04-01"
    assert value(dates, "notice_deadline") == "2028-01-01"


def test_a_notice_of_termination_at_any_time_is_no_notice_before_renewal() -> None:
    assert read("2. Termination / 2.1 Either party may terminate on thirty days' written notice.").notice_period is None


RENEWS_UNLESS = (
    "2. Term / 2.1 This Agreement runs for one year from 1 May 2025 and renews for periods of one year unless "
)
ELSEWHERE = [
    (
        "terminated as provided herein. / 2.2 Either party may terminate at any time on sixty days' written notice.",
        "60 days",
        "the next clause says how",
    ),
    (
        "terminated in accordance with 2.2. / 2.2 We may terminate without cause on 45 days' notice, you may terminate "
        "without cause on 3 months' notice.",
        "3 months",
        "of two the longer, since the shorter may be late",
    ),
    (
        "terminated as provided herein. / 2.2 Either party may terminate on thirty days' notice of an uncured breach.",
        None,
        "a notice of breach ends no term",
    ),
    (
        "the Customer objects. / 2.2 Either party may terminate at any time on sixty days' written notice.",
        None,
        "the reader is not sent there",
    ),
]


@pytest.mark.parametrize(("words", "notice", "why"), ELSEWHERE, ids=[e[2] for e in ELSEWHERE])
def test_the_notice_that_prevents_renewal_may_stand_in_another_clause(words: str, notice: str | None, why: str) -> None:
    assert value(read(RENEWS_UNLESS + words), "notice_period") == notice


def test_a_term_of_at_least_a_year_is_a_term() -> None:
    dates = read(
        "2. Term / 2.1 The Supplier's obligations hereunder take effect on 1 May 2025 and, unless sooner ended, remain "
        "in full force and effect for at least one year thereafter."
    )
    assert value(dates, "expiration_date") == "2026-05-01"


def test_what_renews_for_an_indefinite_period_has_no_next_end() -> None:
    renewal = read(
        "2. Term / 2.1 It runs for three years from 1 May 2025, with an automatic renewal for an indefinite "
        "period of time."
    ).renewal_term
    assert renewal is not None
    assert (renewal.value, renewal.kind) == (None, "perpetual")


def test_evidence_is_an_exact_slice() -> None:
    page = document(OPENING + "2. Term / 2.1 This Agreement ends on 31 March 2028. It renews for 1 year.")
    for finding in dict(read_dates(structure(page))).values():
        if isinstance(finding, DateFinding):
            assert finding.text == page.text[finding.start : finding.end]
            assert finding.text


@given(st.text(alphabet="0123456789/.-_[]* MaydnofTtermjulye", max_size=120))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_dates(structure(document("This Agreement is made on " + text + " / 2. Term / 2.1 It ends on " + text)))


ENDS_AS_WRITTEN = [
    (
        "This Agreement shall commence on 1 May 2025 and shall expire on the last day in February, 2028.",
        "2028-02-29",
        "the last day of a month has a number",
    ),
    (
        "The term of this Agreement shall be two years from 1 May 2025 to 30 April 2027.",
        "2027-04-30",
        "the days outrank the count",
    ),
    (
        "The term of this Agreement shall begin on 1 May 2025 and shall remain in effect until the later of"
        " (a) 31 July 2028 or (b) the delivery of all reports, unless terminated earlier.",
        "2028-07-31",
        "one of several ends",
    ),
    (
        "This Agreement shall terminate five years following the date of launch of the first site, but in no event"
        " later than 28 February 2031 (the “Initial Term”).",
        "2031-02-28",
        "an event, and a day at the latest",
    ),
    (
        "This Agreement shall continue in effect for one (I) year from 1 May 2025, unless earlier terminated.",
        "2026-05-01",
        "a scan reads the figure as a letter",
    ),
    (
        "This Agreement shall remain in effect for the five (5) year term from the date signed.",
        "2030-03-14",
        "the date signed is that of the agreement",
    ),
    (
        "The remaining term of this Agreement shall be for a period of twenty-four months to commence on"
        " 4 January 2026.",
        "2028-01-04",
        "counted from the day after it",
    ),
]


@pytest.mark.parametrize(("sentence", "day", "why"), ENDS_AS_WRITTEN, ids=[w[2] for w in ENDS_AS_WRITTEN])
def test_the_end_is_read_as_written(sentence: str, day: str, why: str) -> None:
    assert value(read(f"2. Term / 2.1 {sentence}"), "expiration_date") == day


def test_an_end_that_is_one_of_several_says_so() -> None:
    dates = read("2. Term / 2.1 This Agreement remains in effect until the later of (a) 31 July 2028 or (b) delivery.")
    assert dates.expiration_date is not None
    assert "later of several days" in dates.expiration_date.reason


NOT_THE_END = [
    (
        "The Supplier may terminate this Agreement by no less than 24 months notice, or for a 24 months period.",
        "notice",
    ),
    (
        "During the period beginning on the Effective Date and ending on 31 December 2028 (the “Development Term”),"
        " each party offers the other a right to negotiate.",
        "a term of something else",
    ),
    (
        "For the avoidance of doubt, in the six-month period commencing 1 July 2027 and ending 31 December 2027, the"
        " Licensee shall take 40 units of the services of this Agreement (a “Contract Period”).",
        "a part of the term",
    ),
    ("The previous agreement of the parties expired on 28 May 2026, and this Agreement replaces it.", "what is past"),
]


@pytest.mark.parametrize(("sentence", "why"), NOT_THE_END, ids=[w[1] for w in NOT_THE_END])
def test_a_day_of_something_else_is_not_the_end(sentence: str, why: str) -> None:
    assert value(read(f"2. General / 2.1 {sentence}"), "expiration_date") is None


def test_terms_that_begin_on_two_defined_days_are_not_mixed_up() -> None:
    dates = read(
        "1.2 “Commencement Date” means the date on which conversion is complete. /"
        " 1.3 “Effective Date” means 1 May 2025. /"
        " 2. Term / 2.1 The term of this Agreement begins on the Effective Date and ends on the eighth anniversary of"
        " the Commencement Date."
    )
    assert value(dates, "effective_date") == "2025-05-01"
    assert dates.expiration_date is not None
    assert dates.expiration_date.value is None
    assert "commencement date" in dates.expiration_date.reason


def test_a_definition_in_capitals_may_name_its_day_at_the_end() -> None:
    dates = read("1.2 EFFECTIVE DATE shall mean the date of installation in the city, i.e. 10 December 2024.")
    assert value(dates, "effective_date") == "2024-12-10"


NOT_THE_BEGINNING = [
    ("The Ministry may terminate this Agreement, effective as of 31 December 2027, if no report came.", "its end"),
    ("“Standstill Period” means the period commencing on the date of this Agreement.", "another period"),
    (
        "1.51 Selling Agreement. The Selling Agreement effective as of 1 December 2022, by and among the parties, as"
        " amended.",
        "another paper",
    ),
]


@pytest.mark.parametrize(("sentence", "why"), NOT_THE_BEGINNING, ids=[w[1] for w in NOT_THE_BEGINNING])
def test_a_day_of_something_else_is_not_the_beginning(sentence: str, why: str) -> None:
    assert value(read(f"2. General / 2.1 {sentence}"), "effective_date") is None


def test_an_annex_does_not_date_the_signatures() -> None:
    dates = read_dates(
        structure(
            document(
                "LICENCE AGREEMENT / This Agreement is effective as of the later of the two signature dates below. /"
                " 1. Licence / 1.1 The Supplier grants a licence. / Signed: / Date: ____ / SCHEDULE A / PLAN /"
                " 1. Scope / DATE: 07/07/2025"
            )
        )
    )
    assert value(dates, "agreement_date") is None
    assert value(dates, "effective_date") is None


def test_month_to_month_after_the_term_is_a_renewal_and_has_its_notice() -> None:
    dates = read(
        "2. General / 2.1 This Agreement runs until 16 February 2028 (the “Initial Term”). 2.2 After the Initial Term,"
        " this Agreement shall continue on a month to month basis until terminated by either party upon thirty (30)"
        " days prior written notice."
    )
    assert dates.renewal_term is not None
    assert dates.renewal_term.kind == "automatic"
    assert value(dates, "notice_deadline") == "2028-01-17"


OTHER_LANGUAGES = [
    ("Er verlängert sich nicht automatisch.", "none", "German puts the negation behind the verb"),
    ("El contrato no se prorroga.", "none", "Spanish puts it before"),
    ("Er verlängert sich jeweils um ein Jahr.", "automatic", "without a negation it renews"),
]


@pytest.mark.parametrize(("words", "kind", "why"), OTHER_LANGUAGES, ids=[o[2] for o in OTHER_LANGUAGES])
def test_negations_of_renewal_are_read_in_other_languages(words: str, kind: str, why: str) -> None:
    renewal = read(f"§ 2 Laufzeit / 2.1 Dieser Vertrag endet am 31. März 2027. {words}").renewal_term
    assert renewal is not None
    assert renewal.kind == kind, why


def test_the_version_of_a_policy_is_not_the_date_of_the_contract() -> None:
    text = "1.2 Die Menschenrechtsrichtlinie in der Fassung 4.0 vom 1. Februar 2026 ist Bestandteil des Vertrages."
    assert (
        value(read(text, opening="LIZENZVERTRAG / zwischen Alder GmbH und dem Ministerium. / "), "agreement_date")
        is None
    )
