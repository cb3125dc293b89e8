"""What the dates read say against a finding keeps it from being satisfied."""

import pytest

from clausegen.findings import DateFinding, Dates, Evidence, Finding
from clausegen.library import load_library
from clausegen.requirement import Element, Status
from clausegen.reservations import at_odds_with_dates

ELEMENTS = {e.code: e for r in load_library().requirements.values() for e in r.elements}


def day(value: str) -> DateFinding:
    return DateFinding(value=value, text=value)


def found(element: Element, status: Status) -> Finding:
    evidence = (Evidence(text="words", start=0, end=5, clause="1"),)
    return Finding(
        element=element.id, code=element.code, severity=element.severity, status=status, confidence=0.9,
        evidence=evidence, reason="the words quoted establish it",
    )  # fmt: skip


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
    assert at_odds_with_dates(found(ELEMENTS[code], status), ELEMENTS[code], dates).status is after, why


def test_the_reason_says_what_was_read() -> None:
    assert "730 days" in at_odds_with_dates(found(ELEMENTS["DUR-1"], Status.SATISFIED), ELEMENTS["DUR-1"], LONG).reason


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
