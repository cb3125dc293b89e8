"""Dates and periods as written: which day, how long, or why that cannot be told."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausegen.dates.day_arithmetic import add, last_day
from clausegen.dates.holes import find_holes
from clausegen.dates.normalise import find_all, find_dates
from clausegen.dates.numbers import number
from clausegen.dates.periods import Period, find_periods, find_recurring, period_stated
from clausegen.model import DateFinding

WRITTEN = [
    ("31st day of March, 2000", "2000-03-31", "day of the month in words of law"),
    ("the 15t h day of January 2018", "2018-01-15", "an ordinal that a print-out tore apart"),
    ("first day of July, 2017", "2017-07-01", "the day in words"),
    ("third day of February two thousand twenty-five", "2025-02-03", "all of it in words"),
    ("fifteenth June nineteen ninety-eight", "1998-06-15", "a year of the last century in words"),
    ("Nov  5,  1999", "1999-11-05", "American order, short month"),
    ("15. März 2025", "2025-03-15", "German"),
    ("fünfzehnten Juni zweitausendneun", "2009-06-15", "German in words"),
    ("1er décembre 2024", "2024-12-01", "French"),
    ("douze mai deux mille dix-neuf", "2019-05-12", "French in words"),
    ("15 de marzo de 2025", "2025-03-15", "Spanish"),
    ("quince días del mes de marzo de dos mil veinte", "2020-03-15", "Spanish as notaries write"),
    ("a quince de enero de dos mil veinticuatro", "2024-01-15", "the Spanish “on” is no number"),
    ("2025-03-14", "2025-03-14", "ISO 8601"),
    ("20191223", "2019-12-23", "ISO 8601 without marks"),
    ("1.4.2011", "2011-04-01", "dots are day-first"),
    ("01.10.22", "2022-10-01", "a year of two figures"),
    ("25/12/2020", "2020-12-25", "no month has that number"),
    ("18/9/2008", "2008-09-18", "so is 18 none"),
    ("04/25/2018", "2018-04-25", "nor 25, here second"),
    ("12-23-2019", "2019-12-23", "with dashes too"),
    ("05/05/98", "1998-05-05", "both readings are the same day"),
    ("4-Apr-18", "2018-04-04", "month by name between dashes"),
    ("1st October B.E. 2561", "2018-10-01", "the Buddhist era is 543 years ahead"),
    ("last day of February 2024", "2024-02-29", "the last day of a month has a number"),
    ("2019 Aug 26", "2019-08-26", "the year first, the month by name"),
    ("2017MAR22", "2017-03-22", "so without spaces"),
    ("01JUL2019", "2019-07-01", "the day first, without spaces"),
    ("veintidós de julio de mil novecientos noventa y ocho", "1998-07-22", "Spanish hundreds have names"),
]


@pytest.mark.parametrize(("written", "day", "why"), WRITTEN, ids=[case[2] for case in WRITTEN])
def test_a_date_is_read_however_it_is_written(written: str, day: str, why: str) -> None:
    text = f"on {written} the"
    (found,) = find_dates(text)
    assert str(found.day) == day
    assert text[found.start : found.end] in written


BEFORE_A_LINE = [
    ("cuatro de noviembre de dos mil dieciséis\nPRIMERO: El", "2016-11-04", "the heading of a clause"),
    ("DOS DE MAYO DE DOS MIL VEINTE\nPRIMERO", "2020-05-02", "a heading after capitals"),
    ("trois mars deux mille vingt\nDeux exemplaires", "2020-03-03", "a sentence that begins with a number"),
    ("third of March two thousand\nsixteen", "2016-03-03", "a year that the line broke"),
    ("First day of May, Two Thousand\nSixteen", "2016-05-01", "the same in capitals"),
]


@pytest.mark.parametrize(("text", "day", "why"), BEFORE_A_LINE, ids=[case[2] for case in BEFORE_A_LINE])
def test_a_year_in_words_ends_where_something_else_begins(text: str, day: str, why: str) -> None:
    (found,) = find_dates(text)
    assert str(found.day) == day


UNKNOWN = [
    ("3/4/2020", "ambiguous", "3 April 2020 or 4 March 2020", "nothing says which is the month"),
    ("30 February 2020", "impossible", "not in the calendar", "February has no thirtieth day"),
    ("31.11.2020", "impossible", "not in the calendar", "nor has November a thirty-first"),
    ("12 May 0202", "impossible", "year outside", "a slip of the pen"),
    ("05/08/1439", "impossible", "year outside", "a Hijri year, both orders possible"),
    ("3/4/2561", "ambiguous", "3 April 2018 or 4 March 2018", "the Buddhist era in figures"),
]


@pytest.mark.parametrize(("written", "code", "reason", "why"), UNKNOWN)
def test_a_doubtful_date_is_not_guessed(written: str, code: str, reason: str, why: str) -> None:
    (found,) = find_dates(written)
    assert (found.day, found.code) == (None, code)
    assert reason in found.reason


SETTLED = [
    ("from 3/4/2020 to 25/4/2020", "", "2020-04-03", "another date of the same text puts the day first"),
    ("from 3/4/2020 to 4/25/2020", "", "2020-03-04", "another puts the month first"),
    ("on 3/4/2020, that is 3 April 2020", "", "2020-04-03", "the same day is spelled out beside it"),
    ("le 3/4/2020", "fr", "2020-04-03", "in French the day is first"),
    ("on 3/4/2020 under the laws of England", "", "2020-04-03", "English law, English dates"),
    ("on 3/4/2020 under the laws of Delaware", "", "2020-03-04", "American law, American dates"),
]


@pytest.mark.parametrize(("text", "language", "day", "why"), SETTLED, ids=[case[3] for case in SETTLED])
def test_an_ambiguous_date_is_settled_by_what_the_contract_shows(text: str, language: str, day: str, why: str) -> None:
    assert str(find_dates(text, language)[0].day) == day


UNSETTLED = [
    ("3/4/2020, 25/4/2020, 4/25/2020", "two dates settle it differently"),
    ("on 3/4/2020 in England under the laws of Delaware", "two places do"),
]


@pytest.mark.parametrize(("text", "why"), UNSETTLED, ids=[case[1] for case in UNSETTLED])
def test_what_is_settled_two_ways_stays_open(text: str, why: str) -> None:
    assert find_dates(text)[0].day is None


NO_DATES = [
    ("2075/03/28 B.S.", "another calendar"),
    ("05/08/1439H", "a Hijri year"),
    ("1439/08/05 AH", "a Hijri year in front"),
    ("in 2019 may 20 persons", "what somebody may do"),
    ("version 10.3.4.2", "a version"),
    ("on the first day of the month", "no month is named"),
    ("SUS-2 and 12/15", "a fraction"),
]


@pytest.mark.parametrize(("text", "why"), NO_DATES, ids=[case[1] for case in NO_DATES])
def test_other_figures_are_no_dates(text: str, why: str) -> None:
    assert find_dates(text) == []


def test_a_month_without_a_day_is_told_with_its_first_and_last_day() -> None:
    (found,) = find_all("through June 2019")
    assert (found.day, found.code) == (None, "month-only")
    assert found.readings == (dt.date(2019, 6, 1), dt.date(2019, 6, 30))


def test_the_first_day_of_a_range_has_the_year_of_the_second() -> None:
    assert [str(date.day) for date in find_dates("from 1 January to 31 December 2027")] == ["2027-01-01", "2027-12-31"]


HOLES = [
    ("this __ day of May 2025", "blank"),
    ("DATED                    2010", "blank"),
    ("from 1 March 2025 through [***] (the Term)", "withheld"),
    ("It ends on XX.XX.2027.", "withheld"),
    ("Kassel, den ____________ 2019", "blank"),
    ("a ___ de marzo de 2020", "blank"),
    ("dated as of [***], 2012", "withheld"),
    ("bis zum ██.██.20██", "withheld"),
]


@pytest.mark.parametrize(("text", "code"), HOLES)
def test_a_date_left_blank_or_withheld_is_seen(text: str, code: str) -> None:
    (found,) = find_holes(text)
    assert (found.day, found.code) == (None, code)


PERIODS = [
    ("sixty (60) days", "60 days"),
    ("36 (thirty-six) months", "36 months"),
    ("one hundred eighty (180) days", "180 days"),
    ("sechsunddreißig Monate", "36 months"),
    ("dreimonatiger", "3 months"),
    ("trente-six mois", "36 months"),
    ("quatre-vingt-dix jours", "90 days"),
    ("treinta y seis meses", "36 months"),
    ("ten business days", "10 business days"),
    ("thirty-six Gregorian months", "36 months"),
    ("12-month", "12 months"),
    ("a month", "1 month"),
    ("[***] years", "? years"),
    ("1,095 days", "1095 days"),
    ("one thousand ninety-five (1,095) days", "1095 days"),
    ("1095 days", "1095 days"),
    ("four (4) years and six (6) months", "54 months"),
    ("cinco meses y quince días", "5 months and 15 days"),
    ("a year and a half", "18 months"),
    ("deux ans et demi", "30 months"),
    ("dos años y medio", "30 months"),
    ("two and one-half (2½) years", "30 months"),
    ("2.5 years", "30 months"),
    ("zweieinhalb Jahre", "30 months"),
    ("anderthalb Jahre", "18 months"),
    ("one and a half months", "1 month and 15 days"),
    ("two one-year terms", "1 year"),
    ("three one (1) year terms", "1 year"),
    ("five twelve-month terms", "12 months"),
    ("drei Schuljahre", "3 years"),
]


@pytest.mark.parametrize(("written", "shown"), PERIODS)
def test_a_period_is_read_in_words_and_figures(written: str, shown: str) -> None:
    assert [str(period) for period in find_periods(f"for {written}.")] == [shown]


NOT_TOGETHER = [
    ("two years and 30 days' notice", ["2 years", "30 days"], "the days are of something else"),
    ("two years and thirty days prior notice", ["2 years", "30 days"], "of notice"),
    ("two years and ten days before the end", ["2 years", "10 days"], "a day that is counted back"),
    ("two years or six months", ["2 years", "6 months"], "one or the other"),
    ("2019 contract years", [], "a year that is named is no number of years"),
    ("in 1998 days were", [], "nor one of days"),
]


@pytest.mark.parametrize(("text", "shown", "why"), NOT_TOGETHER, ids=[case[2] for case in NOT_TOGETHER])
def test_periods_of_two_things_stay_apart(text: str, shown: list[str], why: str) -> None:
    assert [str(period) for period in find_periods(text)] == shown


RECURRING = [
    ("annually", "1 year"),
    ("from month to month", "1 month"),
    ("d'année en année", "1 year"),
    ("von Jahr zu Jahr", "1 year"),
    ("mes a mes", "1 month"),
]


@pytest.mark.parametrize(("written", "shown"), RECURRING)
def test_words_without_a_count_are_periods_of_one(written: str, shown: str) -> None:
    assert [str(period) for period in find_recurring(f"renews {written}.")] == [shown]


def test_words_and_figures_that_differ_are_named() -> None:
    (period,) = find_periods("on thirty (60) days notice")
    assert (period.amount, "differ" in period.conflict) == (30, True)


NUMBERS = [
    ("eighty-fourth", 84),
    ("einunddreißigsten", 31),
    ("dos mil veinticinco", 2025),
    ("twenty twenty-five", 2025),
    ("mille neuf cent quatre-vingt-dix-sept", 1997),
    ("two one", None),
    ("five twelve", None),
]


@pytest.mark.parametrize(("words", "value"), NUMBERS)
def test_numbers_in_words_are_added_up(words: str, value: int | None) -> None:
    assert number(words) == value


LAST_DAYS = [
    ("2025-02-03", 1, "year", "", "2026-02-02", "the first day counts"),
    ("2025-03-01", 36, "month", "", "2028-02-29", "and the leap day is the last"),
    ("2025-01-31", 1, "month", "", "2025-02-28", "a month that lacks the day ends with its last"),
    ("2019-06-04", 10, "year", "anniversary", "2029-06-04", "an anniversary is that day"),
    ("2021-03-08", 26, "week", "", "2021-09-05", "weeks too begin with the first day"),
]


@pytest.mark.parametrize(("first", "amount", "unit", "form", "last", "why"), LAST_DAYS, ids=[c[5] for c in LAST_DAYS])
def test_the_last_day_of_a_term(first: str, amount: int, unit: str, form: str, last: str, why: str) -> None:
    period = Period(0, 0, amount, unit, form=form)
    assert str(last_day(dt.date.fromisoformat(first), period)) == last


def test_odd_days_count_on_top_of_the_months() -> None:
    (period,) = find_periods("eleven months and fifteen days")
    assert last_day(dt.date(2021, 3, 1), period) == dt.date(2022, 2, 15)
    assert add(dt.date(2022, 2, 16), period, -1) == dt.date(2021, 3, 1)
    assert str(period.times(2)) == "22 months and 30 days"


def test_a_period_that_a_finding_shows_is_read_back() -> None:
    stated = DateFinding(text="", start=0, end=0, value="successive 11 months and 15 days")
    assert str(period_stated(stated)) == "11 months and 15 days"


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


@given(st.text(alphabet="0123456789/.-_[]* MaydnofTtermjulye", max_size=120))
def test_no_text_breaks_the_grammar(text: str) -> None:
    for found in (find_all(text), find_holes(text), find_periods(text), find_recurring(text)):
        assert all(0 <= written.start < written.end <= len(text) for written in found)
