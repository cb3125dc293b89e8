"""What the dates read say against a finding keeps it from being satisfied."""

import pytest
from builders import document

from clausegen.amendments import read_contract
from clausegen.checker.pipeline import judge
from clausegen.checker.review import Context, confirmed_by_dates, held_back_by_dates
from clausegen.library.load import load_library
from clausegen.model import DateFinding, Dates, Evidence, Finding
from clausegen.model.requirement import Element, Status, Tier

ELEMENTS = {e.code: e for r in load_library().requirements.values() for e in r.elements}


def day(value: str) -> DateFinding:
    return DateFinding(value=value, text=value)


def found(element: Element, status: Status) -> Finding:
    evidence = (Evidence(text="words", start=0, end=5, clause="1"),)
    return Finding(
        element=element.id, code=element.code, severity=element.severity, status=status, confidence=0.9,
        evidence=evidence, reason="the words quoted establish it",
    )  # fmt: skip


def context(dates: Dates, months: int) -> Context:
    return Context(read_contract(document("1. Term / 1.1 A term.")), dates, months, ())


def held(code: str, status: Status, dates: Dates, months: int) -> Finding:
    return held_back_by_dates(found(ELEMENTS[code], status), ELEMENTS[code], context(dates, months))


LONG = Dates(effective_date=day("2025-07-07"), expiration_date=day("2027-07-07"))
YEAR = Dates(effective_date=day("2025-04-01"), expiration_date=day("2026-03-31"))
STATED = Dates(initial_term=day("3 years"))
RENEWS = Dates(renewal_term=DateFinding(value="1 year", text="renews for one year", kind="automatic"))
OPTION = Dates(renewal_term=DateFinding(value="1 year", text="may be renewed", kind="option"))


@pytest.mark.parametrize(
    ("code", "status", "dates", "after", "why"),
    [
        ("DUR-1", Status.SATISFIED, LONG, Status.UNCERTAIN, "two years are no short term"),
        ("DUR-1", Status.SATISFIED, STATED, Status.UNCERTAIN, "a stated length counts where the ends are not known"),
        ("DUR-1", Status.SATISFIED, YEAR, Status.SATISFIED, "twelve months are"),
        ("DUR-1", Status.SATISFIED, Dates(), Status.SATISFIED, "nothing is read"),
        ("DUR-1", Status.MISSING, LONG, Status.MISSING, "what is missing stays so"),
        ("DUR-2", Status.SATISFIED, RENEWS, Status.UNCERTAIN, "it renews by itself somewhere"),
        ("DUR-2", Status.SATISFIED, OPTION, Status.SATISFIED, "an option does not renew by itself"),
        ("DUR-1", Status.CONTRADICTED, YEAR, Status.UNCERTAIN, "the years that deny it are another period's"),
        ("DUR-1", Status.CONTRADICTED, LONG, Status.CONTRADICTED, "both readers say so"),
        ("DUR-1", Status.CONTRADICTED, Dates(), Status.CONTRADICTED, "nothing is read"),
        ("DUR-2", Status.CONTRADICTED, RENEWS, Status.CONTRADICTED, "both readers say that it renews"),
        ("SUS-1", Status.SATISFIED, LONG, Status.SATISFIED, "another element"),
    ],
)
def test_dates_hold_a_finding_back(code: str, status: Status, dates: Dates, after: Status, why: str) -> None:
    assert held(code, status, dates, 12).status is after, why


@pytest.mark.parametrize(
    ("tier", "months", "after", "why"),
    [
        (Tier.MEDIUM, 12, Status.SATISFIED, "a year is allowed"),
        (Tier.MEDIUM, 13, Status.UNCERTAIN, "more is not"),
        (Tier.HIGH, 6, Status.SATISFIED, "half a year is allowed"),
        (Tier.HIGH, 11, Status.UNCERTAIN, "more than half a year is not, though under a year"),
        (Tier.HIGH, 12, Status.UNCERTAIN, "a year is not"),
    ],
)
def test_how_long_a_term_may_be_depends_on_the_tier(tier: Tier, months: int, after: Status, why: str) -> None:
    text = (
        "LICENCE AGREEMENT between Orion Systems Ltd (the “Supplier”) and the Ministry of Justice (the “Customer”). / "
        f"1. Term / 1.1 This Agreement has a fixed term of {months} months from 1 June 2026 and then ends. / "
        "1.2 It is renewed only where the Supplier agrees in writing."
    )
    report = judge(document(text), tier=tier)
    assert next(f for v in report.verdicts for f in v.findings if f.code == "DUR-1").status is after, why


@pytest.mark.parametrize(
    ("words", "dates", "after", "why"),
    [
        ("Twelve (12) months.", Dates(), Status.UNCERTAIN, "the dates are not read, and the words say it"),
        ("Six (6) months.", Dates(), Status.SATISFIED, "six months are allowed"),
        ("A short term.", Dates(), Status.SATISFIED, "no length is stated"),
        ("Twelve (12) months.", Dates(initial_term=day("6 months")), Status.SATISFIED, "what is read comes first"),
    ],
)
def test_a_length_in_the_words_quoted_counts_where_no_other_is_read(
    words: str, dates: Dates, after: Status, why: str
) -> None:
    quoted = found(ELEMENTS["DUR-1"], Status.SATISFIED)
    quoted = quoted.model_copy(update={"evidence": (quoted.evidence[0].model_copy(update={"text": words}),)})
    assert held_back_by_dates(quoted, ELEMENTS["DUR-1"], context(dates, 6)).status is after, why


def test_the_reason_says_what_was_read_and_what_is_allowed() -> None:
    reason = held("DUR-1", Status.SATISFIED, LONG, 6).reason
    assert "730 days" in reason
    assert "6 months" in reason


@pytest.mark.parametrize(
    ("dates", "days", "why"),
    [
        (LONG.model_copy(update={"initial_term": day("1 year")}), 730, "ends that are known count before a length"),
        (STATED, 1096, "years as they are on average"),
        (Dates(initial_term=day("12 months")), 365, "twelve months are a year"),
        (Dates(initial_term=day("4 quarters")), 365, "and so are four quarters"),
        (Dates(initial_term=day("? months")), None, "a length that is left blank"),
        (Dates(), None, "nothing is read"),
    ],
)
def test_a_term_has_one_length(dates: Dates, days: int | None, why: str) -> None:
    assert dates.term_days == days, why


@pytest.mark.parametrize(
    ("code", "dates", "confirmed", "why"),
    [
        ("DUR-1", YEAR, True, "the dates give a short term, so a survival for seven years is no denial of it"),
        ("DUR-1", LONG, False, "the dates give a long one"),
        ("DUR-1", Dates(), False, "nothing is read"),
        ("DUR-2", YEAR, False, "a short term says nothing of renewal"),
    ],
)
def test_dates_confirm_a_short_term_and_nothing_else(code: str, dates: Dates, confirmed: bool, why: str) -> None:
    assert confirmed_by_dates(ELEMENTS[code], context(dates, 12)) is confirmed, why
