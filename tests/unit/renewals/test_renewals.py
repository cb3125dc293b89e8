"""Renewals: history, tier of today, deadlines with gaps, certificates, and what comes out."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from pathlib import Path

import icalendar
import openpyxl
import pytest
from builders import document
from click.testing import CliRunner
from deals import a_deal, a_playbook, deal_data

from clausegen.cli.main import main
from clausegen.dates.recipient import OTHER_PARTY, TO_SUPPLIER
from clausegen.drafting.assembly import assemble
from clausegen.drafting.citations import clause_numbers
from clausegen.drafting.documents import draft
from clausegen.errors import DataError, DraftRefused, UsageError
from clausegen.ingest.load import load_document
from clausegen.library.load import load_library
from clausegen.model import (
    Contract,
    DateFinding,
    Dates,
    DutyKind,
    Evidence,
    Finding,
    Generator,
    Report,
    Summary,
    TaskState,
    Verdict,
)
from clausegen.model.deal import Deal
from clausegen.model.document import Coverage, Document, Notice
from clausegen.model.draft import as_document
from clausegen.model.portfolio import Entry, Outcome
from clausegen.model.renewal import Due, Renewal, RenewalState, TierToday
from clausegen.model.requirement import Severity, Status, Tier
from clausegen.renewals.assessment import DealAssessment
from clausegen.renewals.calendar import render_calendar
from clausegen.renewals.certificate import Certificate, check_certificate, count, load_certificate, read_certificate
from clausegen.renewals.history import Event, History, as_toml, load_history, record
from clausegen.renewals.pack.papers import Pack, write_pack
from clausegen.renewals.policy import load_practice
from clausegen.renewals.portfolio import due
from clausegen.renewals.question import RenewalQuestion
from clausegen.renewals.risk_review import tier_today, with_add_ons
from clausegen.renewals.urgency import collect, renewal
from clausegen.report.renewals import render_renewals_html, render_renewals_json, render_renewals_text
from clausegen.report.renewals_workbook import render_renewals_xlsx

TODAY = dt.date(2026, 6, 1)
PRACTICE = load_practice(load_library().root)
PLAYBOOK = a_playbook("suspension")


def event(kind: str, day: str, outcome: str = "", **more: object) -> Event:
    return Event.model_validate({"contract": "a.docx", "date": day, "kind": kind, "outcome": outcome, **more})


def tier(before: Tier, *events: Event, assessed: Tier | None = None) -> TierToday:
    return tier_today(before, events, TODAY, PRACTICE, DealAssessment(tier=assessed) if assessed else None)


# ---- history ----------------------------------------------------------------------------------


def test_an_event_that_was_recorded_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "history.toml"
    first = event("incident", "2026-01-02", reference='INC "1" \\ ü')
    second = event("finding", "2026-02-02", "not-misused", resolves='INC "1" \\ ü', note="two\nlines")
    for each in (first, second):
        record(file, each, PRACTICE)
    assert load_history(file, PRACTICE).events == (first, second)


def test_a_wrong_history_is_refused_with_every_fault_and_its_line(tmp_path: Path) -> None:
    file = tmp_path / "history.toml"
    file.write_text(
        '[[events]]\ncontract = "a"\ndate = 2026-01-01\nkind = "rumour"\n'
        '[[events]]\ncontract = "a"\ndate = 2026-01-01\nkind = "visit"\n'
        '[[events]]\ncontract = "a"\ndate = 2026-01-01\nkind = "finding"\noutcome = "not-misused"\nresolves = "X"\n'
    )
    with pytest.raises(DataError) as caught:
        load_history(file, PRACTICE)
    message = str(caught.value)
    assert ":4 events.0.kind: one of incident" in message
    assert "events.1.outcome: one of clean" in message
    assert ":14 events.2.resolves: the reference of an event" in message


def test_a_moment_is_no_day(tmp_path: Path) -> None:
    file = tmp_path / "history.toml"
    file.write_text('[[events]]\ncontract = "a.docx"\ndate = 2026-03-01T00:00:00Z\nkind = "incident"\n')
    with pytest.raises(DataError, match="without hour and time zone"):
        load_history(file, PRACTICE)


def test_a_blank_in_a_history_names_nobody(tmp_path: Path) -> None:
    file = tmp_path / "history.toml"
    text = '[[events]]\ncontract = "a"\ndate = 2026-03-01\nkind = "review"\noutcome = "clean"\nsigned_off_by = " "\n'
    file.write_text(text)
    assert load_history(file, PRACTICE).events[0].signed_off_by == ""
    file.write_text(text.replace('contract = "a"', 'contract = " "'))
    with pytest.raises(DataError, match="contract: a text that is not empty"):
        load_history(file, PRACTICE)


def test_an_event_that_does_not_fit_leaves_the_history_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "history.toml"
    record(file, event("review", "2026-01-01", "clean"), PRACTICE)
    before = file.read_bytes()
    with pytest.raises(DataError, match="outcome"):
        record(file, event("review", "2026-02-01", "splendid"), PRACTICE)
    assert file.read_bytes() == before


def test_the_history_names_contracts_nobody_else_knows() -> None:
    history = History(events=(event("review", "2026-01-01", "clean"),))
    assert history.unknown(["b.docx"]) == ["a.docx"]


def test_toml_of_an_event_leaves_out_what_is_not_there() -> None:
    assert as_toml(event("incident", "2026-01-02")) == (
        '[[events]]\ncontract = "a.docx"\ndate = 2026-01-02\nkind = "incident"\n'
    )


# ---- tier of today ----------------------------------------------------------------------------

MISUSE = event("finding", "2025-09-01", "misuse-remediable")
CLEAN = event("review", "2025-10-01", "clean")
SIGNED = event("review", "2026-01-01", "clean", signed_off_by="Ivo Brandt")

TIERS = [
    (Tier.LOW, (), Tier.LOW, "nothing happened"),
    (Tier.MEDIUM, (MISUSE,), Tier.HIGH, "misuse raises by one step"),
    (Tier.LOW, (MISUSE,), Tier.HIGH, "and never below high for 24 months"),
    (Tier.LOW, (event("finding", "2024-01-01", "misuse-remediable"),), Tier.MEDIUM, "the floor ends after 24 months"),
    (Tier.LOW, (MISUSE, CLEAN, SIGNED), Tier.HIGH, "clean reviews do not end the floor"),
    (Tier.HIGH, (MISUSE,), Tier.HIGH, "nothing is higher than high but prohibited"),
    (Tier.LOW, (event("finding", "2025-09-01", "inconclusive-cooperation"),), Tier.MEDIUM, "inconclusive raises"),
    (
        Tier.LOW,
        (event("finding", "2025-09-01", "inconclusive-cooperation"), CLEAN, SIGNED),
        Tier.LOW,
        "two clean reviews, the last one signed, let it fall",
    ),
    (
        Tier.LOW,
        (event("finding", "2025-09-01", "inconclusive-cooperation"), CLEAN, event("review", "2026-01-01", "clean")),
        Tier.MEDIUM,
        "without compliance nothing falls",
    ),
    (Tier.LOW, (event("finding", "2027-09-01", "misuse-remediable"),), Tier.LOW, "the future does not count"),
]


LOW, MEDIUM, HIGH = (event("tier", "2026-03-01", outcome) for outcome in ("low", "medium", "high"))
LATER_SIGNED = event("review", "2026-05-01", "clean", signed_off_by="Ivo Brandt")
CONCERNS = event("review", "2025-11-01", "concerns")

TIERS += [
    (Tier.HIGH, (LOW,), Tier.HIGH, "no decision alone lets a tier fall"),
    (Tier.HIGH, (SIGNED, LOW), Tier.HIGH, "one clean review is not enough for it"),
    (Tier.HIGH, (CLEAN, CONCERNS, SIGNED, LOW), Tier.HIGH, "nor are two with concerns between them"),
    (Tier.HIGH, (SIGNED, event("review", "2026-02-01", "clean"), LOW), Tier.HIGH, "nor two whose last nobody signed"),
    (Tier.HIGH, (CLEAN, SIGNED, LOW), Tier.LOW, "two clean reviews let it fall to what was decided"),
    (Tier.HIGH, (SIGNED, LOW, LATER_SIGNED), Tier.LOW, "the second one may follow the decision"),
    (
        Tier.HIGH,
        (CLEAN, SIGNED, LOW, event("review", "2026-04-01", "concerns")),
        Tier.LOW,
        "a tier that fell rises by a decision, not by concerns",
    ),
    (Tier.LOW, (HIGH,), Tier.HIGH, "a higher tier that is decided counts at once"),
    (Tier.MEDIUM, (MEDIUM,), Tier.MEDIUM, "the same tier is confirmed"),
    (
        Tier.LOW,
        (CLEAN, SIGNED, HIGH, event("tier", "2026-04-01", "low")),
        Tier.HIGH,
        "clean reviews before a rise do not undo it",
    ),
    (Tier.PROHIBITED, (LOW,), Tier.PROHIBITED, "a decision alone does not lift a prohibition"),
]


@pytest.mark.parametrize(("before", "events", "now", "why"), TIERS, ids=[t[3] for t in TIERS])
def test_the_history_raises_the_tier(before: Tier, events: tuple[Event, ...], now: Tier, why: str) -> None:
    assert tier(before, *events).tier is now


def test_an_unresolved_suspicion_blocks_renewal_until_it_is_resolved() -> None:
    suspicion = event("incident", "2026-01-02", reference="INC-1")
    assert tier(Tier.LOW, suspicion).blocked
    assert not tier(Tier.LOW, suspicion, event("finding", "2026-02-02", "not-misused", resolves="INC-1")).blocked


def test_serious_misuse_refuses_renewal_for_good() -> None:
    assert tier(Tier.LOW, event("finding", "2020-01-01", "misuse-serious"), CLEAN, SIGNED).refused


def test_factors_that_lead_higher_count_at_once_and_lower_only_after_clean_reviews() -> None:
    assert tier(Tier.LOW, assessed=Tier.HIGH).tier is Tier.HIGH
    stays = tier(Tier.HIGH, assessed=Tier.LOW)
    assert (stays.tier, "stays high" in stays.reasons[0]) == (Tier.HIGH, True)
    assert tier(Tier.HIGH, CLEAN, SIGNED, assessed=Tier.LOW).tier is Tier.LOW


def test_a_lower_tier_that_does_not_count_yet_is_said() -> None:
    (why,) = tier(Tier.HIGH, LOW).reasons
    assert why.startswith("tier low was decided on 2026-03-01, but the tier stays high until 2 clean reviews")


def test_a_prohibited_tier_turns_the_renewal_into_a_refusal() -> None:
    now = tier(Tier.HIGH, assessed=Tier.PROHIBITED)
    assert (now.tier, bool(now.refused)) == (Tier.PROHIBITED, True)


def test_the_elements_that_become_due_are_listed() -> None:
    library = load_library()
    now = with_add_ons(tier(Tier.LOW, assessed=Tier.HIGH), library, library.playbook())
    assert now.added
    assert not now.dropped


# ---- deadlines --------------------------------------------------------------------------------


def a_report(dates: Dates, at: Tier = Tier.MEDIUM) -> Report:
    finding = Finding(
        element="on-suspicion",
        code="SUS-2",
        severity=Severity.CRITICAL,
        status=Status.MISSING,
        confidence=0.9,
        reason="no operative words were found",
    )
    return Report(
        generator=Generator(version="1", library="1", library_sha256="x", detector="d", model_sha256=""),
        contract=Contract(path="a.docx", sha256="x", format="docx", language="en", coverage=Coverage()),
        playbook=PLAYBOOK.id,
        tier=at,
        verdicts=(Verdict(requirement="suspension", code="SUS", status=Status.MISSING, findings=(finding,)),),
        dates=dates,
        summary=Summary(status=Status.MISSING, missing=1),
    )


def dates(**fields: str) -> Dates:
    kinds = {"renewal_term": "automatic"}
    return Dates(**{name: DateFinding(value=value, kind=kinds.get(name, "stated")) for name, value in fields.items()})


def joined(found: Dates, *events: Event, path: str = "a.docx", within: int = 180) -> Renewal:
    entry = Entry(path=path, outcome=Outcome.JUDGED, tier=Tier.MEDIUM, report=a_report(found), customer="Estmark")
    return renewal(
        entry,
        RenewalQuestion(TODAY, within, load_library(), PLAYBOOK, PRACTICE),
        tier=tier(Tier.MEDIUM, *events),
        events=events,
    )


AUTOMATIC = dates(
    effective_date="2023-09-01",
    expiration_date="2024-08-31",
    renewal_term="successive 1 year",
    notice_period="90 days",
)


def test_a_contract_that_renewed_by_itself_is_followed_to_its_present_term() -> None:
    found = joined(AUTOMATIC)
    assert (found.turns, found.period_end, found.next_end) == (2, dt.date(2026, 8, 31), dt.date(2027, 8, 31))
    assert found.notice_by == dt.date(2026, 6, 2)
    assert found.ask_by == dt.date(2026, 4, 3)
    assert (found.state, found.days_left) == (RenewalState.DUE, 1)
    assert "unless notice is given by 2026-06-02" in found.alarm


TURNS = [
    ("2025-08-31", "1 year", 1, "2026-08-31", None, False, "a renewal for once is used up by the first"),
    ("2026-08-31", "1 year", 0, "2026-08-31", "2027-08-31", True, "and still to come before it"),
    ("2024-08-31", "1 year", 1, "2025-08-31", None, False, "after it the contract is over"),
    ("2025-08-31", "successive 1 year", 1, "2026-08-31", "2027-08-31", True, "one that repeats goes on"),
    ("2015-01-01", "successive 1 week", 596, "2026-06-04", "2026-06-11", True, "and has no last turn"),
    ("1999-12-31", "successive 1 day", 9649, "2026-06-01", "2026-06-02", True, "not even by the day"),
    ("2024-01-31", "successive 1 month", 29, "2026-06-30", "2026-07-31", True, "months end where they end"),
    ("2026-06-30", "successive 6 months", 0, "2026-06-30", "2026-12-31", True, "the next term begins on the day after"),
    ("2026-06-01", "successive 1 month", 0, "2026-06-01", "2026-07-01", True, "the last day belongs to the term"),
    ("2026-08-31", "successive 9000 years", 0, "2026-08-31", None, True, "the calendar ends before the next term"),
    ("2026-08-31", "automatic", 0, "2026-08-31", None, True, "for how long is not stated"),
]


@pytest.mark.parametrize(
    ("expires", "term", "turns", "end", "following", "renews", "why"), TURNS, ids=[case[6] for case in TURNS]
)
def test_a_contract_renews_by_itself_as_often_as_it_says(
    expires: str, term: str, turns: int, end: str, following: str | None, renews: bool, why: str
) -> None:
    found = joined(dates(expiration_date=expires, renewal_term=term, notice_period="90 days"))
    assert (found.turns, str(found.period_end)) == (turns, end)
    assert found.next_end == (dt.date.fromisoformat(following) if following else None)
    assert (found.automatic, "Renews by itself" in found.alarm) == (renews, renews)


def test_a_renewal_of_no_length_leaves_the_end_unknown() -> None:
    found = joined(dates(expiration_date="2024-05-31", renewal_term="successive 0 days"))
    assert (found.state, "for how long is not stated" in found.reason) == (RenewalState.UNKNOWN, True)


def test_the_calendar_does_not_announce_a_renewal_that_is_used_up() -> None:
    over = joined(dates(expiration_date="2025-12-31", renewal_term="1 year", notice_period="90 days"))
    assert over.alarm == "Ends on 2026-12-31: it renewed by itself once, and no further renewal is stated."
    calendar = icalendar.Calendar.from_ical(the_calendar(collect([over], today=TODAY, within_days=180)))
    said = [str(made["summary"]) for made in calendar.walk("VEVENT") if "Certificate" not in made["summary"]]
    assert said == [
        "Begin renewal work: a.docx",
        "Last day for notice: a.docx",
        "Ends: a.docx",
        "Decision on renewal: a.docx",
    ]


def test_a_missed_notice_is_the_most_urgent_thing() -> None:
    late = joined(dates(expiration_date="2026-07-31", renewal_term="successive 1 year", notice_period="90 days"))
    due = collect([joined(AUTOMATIC), late], today=TODAY, within_days=180)
    assert due.renewals[0].state is RenewalState.OVERDUE
    assert "the last day for notice was 2026-05-02" in due.renewals[0].alarm


STATES = [
    (dates(expiration_date="2026-05-31"), RenewalState.EXPIRED),
    (dates(expiration_date="2026-09-30"), RenewalState.DUE),
    (dates(expiration_date="2028-09-30"), RenewalState.LATER),
    (Dates(), RenewalState.UNKNOWN),
    (Dates(expiration_date=DateFinding(value=None, kind="perpetual", reason="no fixed end")), RenewalState.OPEN_ENDED),
    (dates(expiration_date="2024-05-31", renewal_term="automatic"), RenewalState.UNKNOWN),
]


@pytest.mark.parametrize(("found", "state"), STATES, ids=[str(s[1]) + str(i) for i, s in enumerate(STATES)])
def test_every_contract_has_a_state(found: Dates, state: RenewalState) -> None:
    assert joined(found).state is state


def test_a_notice_to_the_end_of_a_quarter_has_a_next_last_day() -> None:
    found = Dates(
        expiration_date=DateFinding(value=None, kind="perpetual", reason="no fixed end"),
        notice_period=DateFinding(value="3 months"),
        notice_deadline=DateFinding(value=None, kind="quarter"),
    )
    assert joined(found).notice_by == dt.date(2026, 6, 30)


def test_work_begins_earlier_at_a_higher_tier() -> None:
    assert (joined(AUTOMATIC, MISUSE).ask_by, joined(AUTOMATIC).ask_by) == (dt.date(2026, 3, 4), dt.date(2026, 4, 3))


def test_a_missing_certificate_is_said_and_a_fresh_one_settles_it() -> None:
    assert joined(AUTOMATIC).owed == ()  # the contract asks for none and none came so far: the house asks from now on
    old = event("certificate", "2025-05-01", "complete")
    assert any("Certificate of compliant use overdue" in words for words in joined(AUTOMATIC, old).owed)
    fresh = event("certificate", "2026-05-01", "complete")
    assert joined(AUTOMATIC, fresh).owed == ()


def test_the_practice_of_the_house_asks_for_nothing_that_nobody_owed_before() -> None:
    old = joined(dates(effective_date="1997-05-13"))
    (task,) = [task for task in old.tasks if task.kind is DutyKind.CERTIFICATE]
    assert (task.by, task.missed, task.state) == (dt.date(2026, 11, 13), 0, TaskState.DUE)
    assert task.why == "every 6 months, by the practice of the house at tier medium; none is recorded so far"


def test_elements_due_only_at_the_tier_of_today_are_not_claimed_to_be_there() -> None:
    entry = Entry(path="a.docx", outcome=Outcome.JUDGED, tier=Tier.LOW, report=a_report(AUTOMATIC, Tier.LOW))
    now = tier(Tier.LOW, assessed=Tier.HIGH).model_copy(update={"added": ("REP-1", "SUS-2")})
    found = renewal(entry, RenewalQuestion(TODAY, 10, load_library(), PLAYBOOK, PRACTICE), tier=now, events=())
    assert [(gap.code, gap.status) for gap in found.gaps] == [("SUS-2", "missing"), ("REP-1", "not-judged")]


# ---- outputs ----------------------------------------------------------------------------------


def the_due() -> Due:
    hostile = joined(AUTOMATIC, path='=cmd|" /C calc"!A1 <script>alert(1)</script>\x0b.docx')
    return collect([joined(AUTOMATIC), hostile], today=TODAY, within_days=180, concerns=["one <note>"])


MOMENT = dt.datetime(2026, 6, 1, 17, 30, tzinfo=dt.UTC)


def the_calendar(due: Due) -> bytes:
    return render_calendar(due, MOMENT)


def test_the_calendar_opens_and_moves_events_instead_of_doubling_them() -> None:
    calendar = icalendar.Calendar.from_ical(the_calendar(the_due()))
    events = list(calendar.walk("VEVENT"))
    assert len({str(e["uid"]) for e in events}) == len(events) == 10
    assert all(list(e.walk("VALARM")) or e["summary"].startswith("Renews") for e in events)
    soon = MOMENT + dt.timedelta(minutes=1)
    later = render_calendar(collect([joined(AUTOMATIC)], today=TODAY, within_days=180), soon)
    again = {str(e["uid"]): e for e in icalendar.Calendar.from_ical(later).walk("VEVENT")}
    assert again.keys() < {str(e["uid"]) for e in events}
    for old in events:
        if str(old["uid"]) in again:
            assert again[str(old["uid"])]["sequence"] == old["sequence"] + 1
            assert again[str(old["uid"])]["dtstamp"].dt == soon


def test_an_empty_calendar_is_still_a_calendar() -> None:
    empty = collect([], today=TODAY, within_days=1)
    assert icalendar.Calendar.from_ical(the_calendar(empty))["version"] == "2.0"


def test_no_cell_of_the_workbook_is_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_renewals_xlsx(the_due())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert book["Renewals"]["B2"].value.date() == dt.date(2026, 6, 2)


def test_the_page_escapes_what_contracts_are_called() -> None:
    page = render_renewals_html(the_due())
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_no_day_of_the_page_is_broken_at_the_end_of_a_line() -> None:
    cells = re.findall(r"<t[dh][^>]*>.*?</t[dh]>", render_renewals_html(the_due()), re.DOTALL)
    days = [found for cell in cells for found in re.findall(r"(.{18})(2026-\d\d-\d\d)", cell)]
    assert days
    assert {before for before, _ in days} == {'<span class="day">'}


@pytest.mark.parametrize("render", [the_calendar, render_renewals_xlsx, render_renewals_html, render_renewals_json])
def test_the_same_renewals_give_the_same_bytes(render: object) -> None:
    assert render(the_due()) == render(the_due())  # type: ignore[operator]


def test_the_terminal_says_what_to_do_first() -> None:
    text = render_renewals_text(the_due())
    assert text.index("Due (2)") < text.index("2026-06-02 (1 day)")


# ---- certificates -----------------------------------------------------------------------------

FULL = Certificate(
    date=dt.date(2026, 5, 30),
    covers_from=dt.date(2025, 12, 1),
    covers_to=dt.date(2026, 5, 30),
    signatory="Petra Lund",
    title="Director General",
    statements=tuple(statement.id for statement in PRACTICE.statements),
    figures={
        "activations": "31",
        "concurrent": "12",
        "regions": "the territory of the Republic of Estmark",
        "authorisations": "District Court: 31",
        "incidents": "none",
        "complaints": "0",
        "findings": "nil",
        "changes": "none",
        "trained": "9",
    },
)


def faults(certificate: Certificate, **more: object) -> tuple[str, str]:
    checked = check_certificate(certificate, PRACTICE, received=TODAY, deal=a_deal(), **more)  # type: ignore[arg-type]
    return checked.outcome, "; ".join(fault.message for fault in checked.faults)


CERTIFICATES = [
    ({}, "complete", "", "nothing is wrong"),
    ({"date": None}, "incomplete", "not dated", "no date"),
    ({"date": dt.date(2026, 7, 1)}, "incomplete", "after it was received", "a date to come"),
    ({"covers_to": dt.date(2026, 6, 30)}, "incomplete", "before its period ended", "signed too early"),
    ({"signatory": " "}, "incomplete", "signatory is not named", "nobody signed"),
    ({"statements": ("purpose",)}, "incomplete", "all logs are complete", "statements left out"),
    ({"figures": {}}, "incomplete", "activations” is blank", "blank figures"),
    ({"figures": {**FULL.figures, "incidents": "few"}}, "incomplete", "no number", "a figure in words"),
    ({"figures": {**FULL.figures, "incidents": "2"}}, "false", "counts 2", "figures deny the statement"),
    ({"figures": {**FULL.figures, "concurrent": "16"}}, "complete", "the contract allows 15", "over the limit"),
    ({"figures": {**FULL.figures, "regions": "Norland"}}, "complete", "does not name", "another region"),
    ({"title": "Deputy"}, "complete", "the contract names “Director General”", "another rank"),
]


@pytest.mark.parametrize(("change", "outcome", "words", "why"), CERTIFICATES, ids=[c[3] for c in CERTIFICATES])
def test_a_certificate_is_held_against_what_must_be_in_it(
    change: dict[str, object], outcome: str, words: str, why: str
) -> None:
    got, said = faults(FULL.model_copy(update=change))
    assert got == outcome
    assert words in said


def test_a_late_certificate_is_late() -> None:
    assert faults(FULL, due=dt.date(2026, 5, 1))[0] == "late"


def test_an_exceeded_limit_becomes_a_record_of_its_own() -> None:
    over = FULL.model_copy(update={"figures": {**FULL.figures, "concurrent": "16"}})
    checked = check_certificate(over, PRACTICE, received=TODAY, deal=a_deal())
    assert [e.kind for e in checked.events("a.docx", TODAY)] == ["certificate", "limit-breach"]


FIGURES = [
    ("1 204", 1204), ("none", 0), ("12 targets", 12), ("12 persons at most", 12), ("many", None), ("5 to 500", None),
    ("10 or 200", None), ("0 known 3 suspected", None), ("5-500", None), ("10 2000", None),
]  # fmt: skip


@pytest.mark.parametrize(("words", "number"), FIGURES)
def test_a_figure_is_a_number_or_it_is_not(words: str, number: int | None) -> None:
    assert count(words) == number


CONCURRENT = [("15", False), ("15 targets", False), ("none", False), ("5 to 500", True), ("10 or 200", True),
              ("5-16", True), ("1 204", True), ("5; on one day 16", True)]  # fmt: skip


@pytest.mark.parametrize(("words", "over"), CONCURRENT)
def test_the_largest_figure_is_held_against_the_limit(words: str, over: bool) -> None:
    said = faults(FULL.model_copy(update={"figures": {**FULL.figures, "concurrent": words}}))[1]
    assert ("concurrent targets, the contract allows 15" in said) is over


REGIONS = [
    ("Niger", "Nigeria", True, "another country whose name begins alike"),
    ("Oman", "Romania", True, "or holds the name"),
    ("Mali", "Somalia", True, "anywhere"),
    ("Sudan", "South Sudan", True, "a longer name is another place"),
    ("South Sudan", "Sudan", True, "and so is a shorter one"),
    ("Guinea", "Guinea-Bissau", True, "a hyphen does not end a name"),
    ("Niger", "Niger; Niger Delta", True, "one place beside the right one"),
    ("Estmark", "Estmark and Norland", True, "two places in one cell"),
    ("Republic of Korea", "Democratic People's Republic of Korea", True, "the other half"),
    ("China", "Republic of China", True, "here the style is the name"),
    ("the Canton of Rhyll", "the Canton of Ost", True, "another canton"),
    ("the State of Mexico", "Mexico", True, "a state is less than the country of its name"),
    ("Niger", "Niger", False, "the same name"),
    ("Niger", "the Republic of Niger", False, "in full style"),
    ("the territory of the Republic of Estmark", "Estmark", False, "without the style of the contract"),
    ("the territory of the Republic of Estmark", "only within ESTMARK.", False, "with words that name no place"),
    ("Bosnia and Herzegovina", "Bosnia and Herzegovina", False, "a name that joins two"),
    ("Guinea-Bissau", "Guinea Bissau", False, "with a hyphen or without"),
    ("Republic of Korea", "the Republic of Korea", False, "a style that belongs to the name"),
]


@pytest.mark.parametrize(("named", "given", "strange", "why"), REGIONS, ids=[case[3] for case in REGIONS])
def test_a_region_is_the_one_the_contract_names_by_its_whole_name(
    named: str, given: str, strange: bool, why: str
) -> None:
    deal = a_deal(use_limits={**deal_data()["use_limits"], "regions": [named]})
    over = FULL.model_copy(update={"figures": {**FULL.figures, "regions": given}})
    checked = check_certificate(over, PRACTICE, received=TODAY, deal=deal)
    assert any(fault.kind == "limit" for fault in checked.faults) is strange


def test_two_regions_of_the_contract_may_be_named_in_any_order() -> None:
    deal = a_deal(use_limits={**deal_data()["use_limits"], "regions": ["the Canton of Rhyll", "the Canton of Ost"]})
    cases = (("Canton of Ost, Canton of Rhyll", False), ("Ost", True), ("Canton of Rhyll / Norland", True))
    for given, strange in cases:
        over = FULL.model_copy(update={"figures": {**FULL.figures, "regions": given}})
        checked = check_certificate(over, PRACTICE, received=TODAY, deal=deal)
        assert any(fault.kind == "limit" for fault in checked.faults) is strange


def test_a_long_cell_is_recorded_as_far_as_a_record_goes() -> None:
    over = FULL.model_copy(update={"figures": {**FULL.figures, "regions": "Norland " * 2000, "concurrent": "9" * 4400}})
    checked = check_certificate(over, PRACTICE, received=TODAY, deal=a_deal())
    assert [e.kind for e in checked.events("a.docx", TODAY)] == ["certificate", "limit-breach"]


def test_an_empty_form_makes_its_statements_but_gives_no_figure_and_no_date(tmp_path: Path) -> None:
    deal = a_deal(agreement={"title": "Licence Agreement", "date": dt.date(2025, 4, 1)})
    file = tmp_path / "certificate.docx"
    file.write_bytes(draft(deal, kind="renewal-certificate").data)
    read = load_certificate(file, PRACTICE)
    assert set(read.statements) == {statement.id for statement in PRACTICE.statements}
    assert (read.figures, read.date, read.signatory, read.title) == ({}, None, "Petra Lund", "Director General")


def test_words_that_are_not_there_are_not_stated() -> None:
    assert read_certificate(document("Certificate / We are content."), PRACTICE).statements == ()


# ---- families ---------------------------------------------------------------------------------


def test_gaps_of_a_family_are_those_of_the_agreement_as_amended() -> None:
    library = load_library()
    question = RenewalQuestion(
        today=TODAY, within_days=2000, library=library, playbook=PLAYBOOK, practice=PRACTICE, history=History()
    )
    agreed = a_report(dates(agreement_date="2025-03-14", expiration_date="2027-03-31"))
    members = [
        ("master.docx", "master", agreed),
        ("second.docx", "amendment", a_report(dates(agreement_date="2026-02-01", expiration_date="2029-03-31"))),
        ("first.docx", "amendment", a_report(dates(agreement_date="2026-01-01", expiration_date="2028-03-31"))),
        ("older.docx", "amendment", a_report(dates(agreement_date="2024-01-01", expiration_date="2030-03-31"))),
        ("plan.docx", "schedule", a_report(dates())),
    ]
    entries = [
        Entry(path=path, outcome=Outcome.JUDGED, tier=Tier.MEDIUM, report=report, family="f", role=role)
        for path, role, report in members
    ]
    asked: list[list[str]] = []

    def together(master: Entry, parts: Sequence[Entry], at: Tier) -> Report:
        asked.append([master.path, *(part.path for part in parts)])
        return agreed.model_copy(update={"verdicts": ()})

    found = due(entries, question, judge_family=together)
    (only,) = found.renewals
    assert [sorted(paths) for paths in asked] == [sorted(path for path, _, _ in members)]
    assert (only.gaps, only.expires) == ((), dt.date(2029, 3, 31))
    assert any("older than the agreement" in line for line in only.amendments)
    apart = due(entries, question)
    assert apart.renewals[0].gaps
    assert any("without its amendments" in concern for concern in apart.concerns)


def a_file(path: str, role: str = "", of: str = "", outcome: Outcome = Outcome.JUDGED) -> Entry:
    """A file of a portfolio; a role puts it into the one family."""
    report = a_report(dates(expiration_date="2027-03-31")) if outcome is Outcome.JUDGED else None
    family = "f" if role else ""
    return Entry(
        path=path, outcome=outcome, tier=Tier.MEDIUM, report=report, family=family, role=role, of=of, shadow=bool(of)
    )


def listed(entries: Sequence[Entry], *events: Event) -> Due:
    library = load_library()
    ordered = sorted(events, key=lambda event: event.date)
    return due(
        entries,
        RenewalQuestion(
            today=TODAY,
            within_days=2000,
            library=library,
            playbook=PLAYBOOK,
            practice=PRACTICE,
            history=History(events=tuple(ordered)),
        ),
    )


COPY = a_file("copy.docx", of="a.docx", outcome=Outcome.DUPLICATE)
TWIN = a_file("twin.docx").model_copy(update={"of": "a.docx", "outcome": Outcome.DUPLICATE})
MASTER, SECOND = a_file("a.docx", "master"), a_file("b.docx", "master")
AMENDMENT, SCHEDULE = a_file("amendment.docx", "amendment"), a_file("plan.docx", "schedule")
UNREAD = a_file("amendment.docx", "amendment", outcome=Outcome.UNREADABLE)
UNREAD_MASTER = a_file("a.docx", "master", outcome=Outcome.UNREADABLE)
SAME_AMENDMENT = a_file("copy.docx", of="amendment.docx", outcome=Outcome.DUPLICATE)
AS_ONE = a_file("amendment.docx", "amendment", of="a.docx")

FILED = [
    ([a_file("a.docx"), COPY], "copy.docx", {"a.docx"}, "a duplicate: its original"),
    ([COPY, a_file("a.docx")], "copy.docx", {"a.docx"}, "a duplicate that is listed first"),
    ([a_file("a.docx"), TWIN], "twin.docx", {"twin.docx"}, "the same text of another customer: that customer's alone"),
    ([MASTER, AMENDMENT, SCHEDULE], "amendment.docx", {"a.docx"}, "an amendment: its agreement"),
    ([AMENDMENT, SCHEDULE, MASTER], "plan.docx", {"a.docx"}, "a schedule: its agreement"),
    ([MASTER, AS_ONE], "amendment.docx", {"a.docx"}, "an amendment that an audit judged as one with the agreement"),
    ([MASTER, UNREAD], "amendment.docx", {"a.docx"}, "an amendment that could not be read"),
    ([MASTER, AMENDMENT, SAME_AMENDMENT], "copy.docx", {"a.docx"}, "a duplicate of an amendment"),
    ([MASTER, SECOND, AMENDMENT], "amendment.docx", {"a.docx", "b.docx", "amendment.docx"}, "two agreements: both"),
    ([MASTER, SECOND, AMENDMENT], "b.docx", {"b.docx"}, "two agreements are not each other's"),
    ([UNREAD_MASTER, AMENDMENT], "a.docx", {"amendment.docx"}, "an agreement not read: what is listed in its place"),
    ([a_file("a.docx"), a_file("b.docx")], "a.docx", {"a.docx"}, "another contract is not concerned"),
]


@pytest.mark.parametrize(("entries", "filed", "concerned", "why"), FILED, ids=[case[3] for case in FILED])
def test_an_event_counts_for_the_contract_that_its_file_belongs_to(
    entries: list[Entry], filed: str, concerned: set[str], why: str
) -> None:
    misuse = event("finding", "2026-01-01", "misuse-serious", contract=filed)
    found = listed(entries, misuse)
    assert {renewal.path for renewal in found.renewals if not renewal.may_renew} == concerned
    assert not any("history names" in concern for concern in found.concerns)
    certified = listed(entries, event("certificate", "2026-01-01", "complete", contract=filed))
    assert {task.path for task in certified.tasks if task.recorded} == concerned


@pytest.mark.parametrize("code", ["amendment-not-applied", "amendment-open", "family-incomplete"])
def test_what_an_audit_says_is_missing_of_a_family_is_said_of_its_renewal(code: str) -> None:
    agreement = a_file("a.docx", "master")
    assert agreement.report is not None
    contract = agreement.report.contract.model_copy(update={"notices": (Notice(code=code, message="b.docx is not"),)})
    report = agreement.report.model_copy(update={"contract": contract})
    found = listed([agreement.model_copy(update={"report": report})])
    assert found.concerns == ("b.docx is not",)
    assert found.renewals[0].amendments == ("b.docx is not",)


def test_an_event_of_a_file_that_was_left_out_is_named() -> None:
    left_out = a_file("b.docx", outcome=Outcome.EXCLUDED)
    found = listed([a_file("a.docx"), left_out], event("incident", "2026-01-01", contract="b.docx"))
    assert found.concerns == ("the history names 'b.docx', but no such contract was read",)


def test_a_reference_is_settled_only_where_it_was_given() -> None:
    open_one = event("incident", "2026-01-01", reference="INC-1", contract="copy.docx")
    other = event("incident", "2026-01-01", reference="INC-1")
    settled = event("finding", "2026-02-01", "not-misused", resolves="INC-1")
    (only,) = listed([a_file("a.docx"), COPY], open_one, other, settled).renewals
    assert len(only.tier.blocked) == 1
    (only,) = listed([a_file("a.docx"), COPY], other, settled).renewals
    assert only.may_renew


def test_one_review_filed_under_two_files_is_one_review() -> None:
    raised = event("finding", "2025-09-01", "inconclusive-cooperation")
    twice = (SIGNED.model_copy(update={"contract": "copy.docx"}), SIGNED)
    (only,) = listed([a_file("a.docx"), COPY], raised, *twice).renewals
    assert only.tier.tier is Tier.HIGH
    earlier = CLEAN.model_copy(update={"contract": "copy.docx"})
    (only,) = listed([a_file("a.docx"), COPY], raised, earlier, SIGNED).renewals
    assert only.tier.tier is Tier.MEDIUM


def test_clauses_of_an_amendment_are_not_cited_as_those_of_the_agreement() -> None:
    _, report = a_judged_agreement("")
    one = next(v for v in report.verdicts if v.requirement == "suspension")
    elsewhere = Evidence(text="x", start=0, end=1, clause="99", part="amendment first.docx")
    findings = tuple(f.model_copy(update={"evidence": (elsewhere,)}) for f in one.findings)
    verdicts = (one.model_copy(update={"findings": findings}),)
    assert clause_numbers(report.model_copy(update={"verdicts": verdicts})) == {}


# ---- command ----------------------------------------------------------------------------------


def test_a_folder_is_listed_with_its_history_and_its_unknown_contract(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "LICENCE AGREEMENT\n\nThis Agreement is made on 1 September 2025 between A and B.\n\n1. Term\n\n"
        "1.1 This Agreement ends on 31 August 2026.\n"
    )
    (tmp_path / "history.toml").write_text('[[events]]\ncontract = "b.txt"\ndate = 2026-01-01\nkind = "incident"\n')
    out = tmp_path / "out"
    result = CliRunner().invoke(main, ["renewals", str(tmp_path), "--today", "2026-06-01", "-o", str(out)])
    assert result.exit_code == 1, result.output
    assert "2026-08-31 (91 days)  a.txt" in result.output
    assert "history names 'b.txt'" in result.output
    assert f"{out}: renewals.html, renewals.ics, renewals.json, renewals.xlsx written" in result.output
    assert sorted(file.name for file in out.iterdir()) == [
        "renewals.html",
        "renewals.ics",
        "renewals.json",
        "renewals.xlsx",
    ]
    again = CliRunner().invoke(main, ["renewals", str(tmp_path), "--today", "2026-06-01", "-o", str(out)])
    assert (again.exit_code, "already exists" in again.output) == (2, True)


def test_an_audit_that_could_not_read_a_file_is_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("This Agreement ends on 31 August 2026 between A and B.\n")
    (tmp_path / "in" / "scan.png").write_bytes(b"\x89PNG")
    out = str(tmp_path / "out")
    assert CliRunner().invoke(main, ["audit", str(tmp_path / "in"), "-o", out, "--workers", "1"]).exit_code == 2
    result = CliRunner().invoke(main, ["renewals", out, "--today", "2026-06-01"])
    assert (result.exit_code, "scan.png" in result.output) == (2, True), result.output


@pytest.mark.parametrize(("given", "code"), [("26w", 1), ("6m", 1), ("soon", 2)])
def test_how_far_to_look_ahead_is_said_in_days_weeks_or_months(tmp_path: Path, given: str, code: int) -> None:
    (tmp_path / "a.txt").write_text("This Agreement ends on 31 August 2026 between A and B.\n")
    result = CliRunner().invoke(main, ["renewals", str(tmp_path), "--today", "2026-06-01", "--within", given])
    assert result.exit_code == code, result.output


# ---- pack -------------------------------------------------------------------------------------


def a_judged_agreement(lacking: str = "suspension") -> tuple[Document, Report]:
    """A signed agreement, and a report that every element of it stands but those of one requirement."""
    library, deal = load_library(), a_deal()
    paper = assemble(deal, library, Tier.HIGH)
    read, numbers = as_document(paper, path="estmark.docx"), paper.numbers()
    verdicts = []
    for requirement, elements in library.due(library.playbook(), Tier.HIGH):
        here = Evidence(text=read.text[:5], start=0, end=5, clause=numbers.get(requirement.id, "1"))
        stands = requirement.id != lacking
        findings = tuple(
            Finding(
                element=element.id,
                code=element.code,
                severity=element.severity,
                status=Status.SATISFIED if stands else Status.MISSING,
                confidence=1,
                evidence=(here,) if stands else (),
                reason="",
            )
            for element in elements
        )
        status = Status.SATISFIED if stands else Status.MISSING
        verdicts.append(Verdict(requirement=requirement.id, code=requirement.code, status=status, findings=findings))
    base = a_report(dates(agreement_date="2026-03-02", expiration_date="2026-10-01"), Tier.HIGH)
    return read, base.model_copy(update={"verdicts": tuple(verdicts)})


def a_pack(
    *events: Event,
    lacking: str = "suspension",
    deal: Deal | None = None,
    today: dt.date | None = None,
    amendments: Sequence[Document] = (),
    **stated: str,
) -> Pack:
    """``stated`` are dates of the contract beside those of every test."""
    read, report = a_judged_agreement(lacking)
    more = {name: finding for name, finding in dates(**stated) if finding}
    report = report.model_copy(update={"dates": report.dates.model_copy(update=more)})
    library = load_library()
    entry = Entry(path="estmark.docx", outcome=Outcome.JUDGED, tier=Tier.HIGH, report=report)
    found = renewal(
        entry,
        RenewalQuestion(today or TODAY, 180, library, library.playbook(), PRACTICE),
        tier=tier(Tier.HIGH, *events),
        events=events,
    )
    return write_pack(
        read,
        report,
        found,
        deal or a_deal(),
        library=library,
        practice=PRACTICE,
        judge=lambda amendment, day: report,
        today=today,
        amendments=amendments,
    )


def words_of(made: Pack, name: str, folder: Path) -> str:
    (folder / name).write_bytes(made.files[name])
    return load_document(folder / name).text


def test_the_addendum_inserts_what_is_missing_and_cites_what_is_there(tmp_path: Path) -> None:
    made = a_pack()
    assert list(made.files) == [
        "1-gap-report.docx",
        "2-addendum.docx",
        "3-renewal-certificate.docx",
        "4-questionnaire.docx",
        "5-cover-letter.docx",
        "6-checklist.docx",
        "manifest.json",
    ]
    text = words_of(made, "2-addendum.docx", tmp_path)
    assert "suspend the System in accordance with this clause" in text
    assert "“Misuse” means" not in text  # the contract defines it
    assert "access, on site and remotely" not in text  # the contract has that clause
    assert text.count("\nSuspension on suspected misuse") == 1


def test_no_pack_is_made_whose_addendum_would_weaken_the_contract() -> None:
    def weakened(amendment: Document, day: dt.date) -> Report:
        return a_judged_agreement("human-rights")[1]

    read, report = a_judged_agreement("suspension")
    library = load_library()
    entry = Entry(path="estmark.docx", outcome=Outcome.JUDGED, tier=Tier.HIGH, report=report)
    question = RenewalQuestion(TODAY, 180, library, library.playbook(), PRACTICE)
    found = renewal(entry, question, tier=tier(Tier.HIGH), events=())
    with pytest.raises(UsageError, match=r"the addendum is not written: .* it would lose "):
        write_pack(read, report, found, a_deal(), library=library, practice=PRACTICE, judge=weakened)


def test_the_letter_speaks_of_this_contract_and_its_days(tmp_path: Path) -> None:
    text = words_of(a_pack(), "5-cover-letter.docx", tmp_path)
    assert "of 2 March 2026, under which the National Crime Directorate of Estmark uses Lantern" in text
    assert "The present term ends on 1 October 2026" in text
    assert "{" not in text


def test_a_contract_that_lacks_nothing_needs_no_addendum(tmp_path: Path) -> None:
    made = a_pack(lacking="")
    assert "2-addendum.docx" not in made.files
    # It does not tell the counterparty that the agreement suffices: that would waive what the checker overlooked.
    letter = words_of(made, "5-cover-letter.docx", tmp_path)
    assert "No addendum is enclosed with this letter." in letter
    assert "safeguards we require" not in letter


@pytest.mark.parametrize(
    ("lacking", "name", "said", "stands", "reason"),
    [
        ("", "3-renewal-certificate.docx", "late certificate allows the Supplier", True, "the contract says so"),
        ("short-term-and-certification", "3-renewal-certificate.docx", "allows the Supplier", False, "no such right"),
        ("", "4-questionnaire.docx", "the answers are warranted under the agreement", True, "the contract says so"),
        ("suspension", "5-cover-letter.docx", "including the right to suspend", False, "no right to suspend was found"),
        ("representations-and-warranties", "4-questionnaire.docx", "are warranted", False, "nothing warrants them"),
    ],
)
def test_a_paper_claims_no_right_that_the_contract_does_not_hold(
    lacking: str, name: str, said: str, stands: bool, reason: str, tmp_path: Path
) -> None:
    assert (said in words_of(a_pack(lacking=lacking), name, tmp_path)) is stands, reason


def test_a_forbidden_renewal_gives_a_memo_and_nothing_to_sign(tmp_path: Path) -> None:
    made = a_pack(event("finding", "2026-01-01", "misuse-serious"))
    assert list(made.files) == ["1-gap-report.docx", "2-refusal-memo.docx", "6-checklist.docx", "manifest.json"]
    assert "forbids renewal" in words_of(made, "2-refusal-memo.docx", tmp_path)


def test_the_papers_are_dated_today_and_past_days_are_said_to_be_past(tmp_path: Path) -> None:
    text = words_of(a_pack(today=dt.date(2026, 11, 28)), "5-cover-letter.docx", tmp_path)
    assert "28 November 2026" in text
    assert "The term ended on 1 October 2026. Nothing in this letter extends it" in text
    late = words_of(a_pack(today=dt.date(2026, 9, 28)), "5-cover-letter.docx", tmp_path)
    assert "The present term ends on 1 October 2026." in late
    assert "without delay" in late
    assert "should have begun" not in text + late  # that is for the checklist, not for the customer
    steps = words_of(a_pack(today=dt.date(2026, 9, 28)), "6-checklist.docx", tmp_path)
    assert "The due diligence should have begun by 3 July 2026." in steps


def test_a_pack_says_which_days_do_not_fit() -> None:
    assert a_pack().doubts == ()
    over = a_pack(today=dt.date(2026, 11, 28)).doubts
    assert over == (
        "the term ended on 1 October 2026, before 28 November 2026: this is no renewal in time",
        "the licensed period of the deal is over on 1 October 2026; state that of the renewed term",
    )
    later = {**deal_data()["use_limits"], "start": dt.date(2027, 1, 1)}
    assert a_pack(deal=a_deal(use_limits=later)).doubts == (
        "the addendum takes effect on 1 January 2027, after the term that ends on 1 October 2026",
    )


def test_a_contract_of_other_parties_makes_no_pack() -> None:
    others = {side: {**deal_data()[side], "name": f"Other {side}"} for side in ("supplier", "customer", "end_user")}
    same_supplier = {side: others[side] for side in ("customer", "end_user")}
    only_ours = {"title": "Licence Agreement", "date": dt.date(2026, 3, 2), "parties": ["Halberd Systems Ltd"]}
    for changes in (others, same_supplier, {**same_supplier, "agreement": only_ours}):
        with pytest.raises(DraftRefused, match=r"names neither Other customer, nor .* parties in \[agreement\]"):
            a_pack(deal=a_deal(**changes))
    one = {"customer": others["customer"]}
    assert a_pack(deal=a_deal(**one)).doubts == ("the contract does not name Other customer",)
    agreement = {"title": "Licence Agreement", "date": dt.date(2026, 3, 1), "parties": ["National Crime Directorate"]}
    assert a_pack(deal=a_deal(agreement=agreement, **others)).doubts == (
        "the contract is dated 2026-03-02, but agreement.date is 2026-03-01",
    )


def test_the_papers_of_a_pack_name_the_agreement_and_begin_sentences_with_capitals(tmp_path: Path) -> None:
    made = a_pack()
    gaps, questions = (words_of(made, name, tmp_path) for name in ("1-gap-report.docx", "4-questionnaire.docx"))
    assert "of 2 March 2026 (estmark.docx)" in gaps
    assert "1 October 2026" in gaps
    assert not re.search(r"\d{4}-\d{2}-\d{2}|^[a-z]", gaps.replace("\nmissing", "").replace("\ncritical", ""))
    assert "Title: Director General" in questions


BY_ITSELF = {"renewal_term": "successive 1 year", "notice_period": "90 days"}
PAPERS = [
    (BY_ITSELF, TODAY, "5-cover-letter.docx", "renews by itself unless notice is given by 3 July 2026", "the deadline"),
    (BY_ITSELF, TODAY, "1-gap-report.docx", "3 July 2026", "the same in the gap report"),
    (BY_ITSELF, TODAY, "6-checklist.docx", "so that it is received by 3 July 2026", "a step of the checklist"),
    (BY_ITSELF, TODAY, "7-notice-of-non-renewal.docx", "is not renewed. It ends on 1 October 2026", "the notice"),
    (BY_ITSELF, dt.date(2026, 7, 20), "6-checklist.docx", "last day for notice of non-renewal was 3 July 2026", "over"),
    ({"renewal_term": "1 year"}, TODAY, "5-cover-letter.docx", "unless notice is given before", "no notice was found"),
    ({"renewal_term": "1 year"}, TODAY, "1-gap-report.docx", "1 October 2026", "and decided by the end"),
]


@pytest.mark.parametrize(("stated", "day", "paper", "words", "why"), PAPERS, ids=[case[4] for case in PAPERS])
def test_a_contract_that_renews_by_itself_gets_papers_that_say_so(
    stated: dict[str, str], day: dt.date, paper: str, words: str, why: str, tmp_path: Path
) -> None:
    made = a_pack(today=day, **stated)
    assert words in words_of(made, paper, tmp_path)
    letter = words_of(made, "5-cover-letter.docx", tmp_path)
    assert "conditional" not in letter
    assert "{" not in letter
    assert ("7-notice-of-non-renewal.docx" in made.files) is (day == TODAY)


def test_a_renewal_that_is_used_up_needs_no_notice_of_non_renewal(tmp_path: Path) -> None:
    used_up = {"expiration_date": "2025-10-01", "renewal_term": "1 year", "notice_period": "90 days"}
    made = a_pack(today=TODAY, **used_up)
    assert "7-notice-of-non-renewal.docx" not in made.files
    assert "by itself" not in words_of(made, "5-cover-letter.docx", tmp_path)


def test_a_forbidden_renewal_that_would_happen_by_itself_needs_the_notice() -> None:
    made = a_pack(event("finding", "2026-01-01", "misuse-serious"), **BY_ITSELF)
    assert {"2-refusal-memo.docx", "7-notice-of-non-renewal.docx"} <= set(made.files)
    assert "7-notice-of-non-renewal.docx" not in a_pack().files


def test_the_certificate_covers_the_time_since_the_agreement_took_effect(tmp_path: Path) -> None:
    later = {**deal_data()["use_limits"], "start": dt.date(2026, 10, 2)}
    made = a_pack(deal=a_deal(use_limits=later), effective_date="2026-03-20")
    assert "if there is none, since 20 March 2026." in words_of(made, "3-renewal-certificate.docx", tmp_path)
    made = a_pack(deal=a_deal(use_limits=later))
    assert "if there is none, since 2 March 2026." in words_of(made, "3-renewal-certificate.docx", tmp_path)


def test_the_addendum_amends_the_agreement_as_amended_before(tmp_path: Path) -> None:
    amendment = document("AMENDMENT NO. 1 / This Amendment No. 1 is made on 14 May 2026 between A and B.")
    text = words_of(a_pack(amendments=[amendment]), "2-addendum.docx", tmp_path)
    assert "between the Supplier, the Customer and the End User, as amended by AMENDMENT NO. 1 of 14 May 2026" in text
    assert "as amended by AMENDMENT" not in words_of(a_pack(), "2-addendum.docx", tmp_path)


NOTICE_TO = [
    ({"value": "the other", "kind": OTHER_PARTY, "code": TO_SUPPLIER, "calculation": "clause 7.1: “4 Quay Street”"},
     "the other party (no address of theirs was found; the notices clause gives the supplier's:"
     " clause 7.1: “4 Quay Street”)", "ours"),
    ({"value": "the other", "kind": OTHER_PARTY, "calculation": "clause 7.2: “1 Square”"},
     "the other party (clause 7.2: “1 Square”)", "that of the customer"),
    ({"value": "Ministry"}, "Ministry", "a name and no clause"),
]  # fmt: skip


@pytest.mark.parametrize(("found", "said", "why"), NOTICE_TO, ids=[case[2] for case in NOTICE_TO])
def test_the_supplier_is_not_sent_to_its_own_address(found: dict[str, str], said: str, why: str) -> None:
    assert joined(Dates(notice_to=DateFinding.model_validate(found))).notice_to == said


QUESTIONS = [
    (Dates(), "On which day does the contract end?", "nothing was read"),
    (Dates(expiration_date=DateFinding(value=None, code="ambiguous")), "Which of the two readings", "two readings"),
    (Dates(expiration_date=DateFinding(value=None, code="unknown-start")), "did the term begin?", "no first day"),
    (dates(expiration_date="2024-05-31", renewal_term="automatic"), "For how long did it renew", "a term of no length"),
]


@pytest.mark.parametrize(("found", "question", "why"), QUESTIONS, ids=[case[2] for case in QUESTIONS])
def test_an_unknown_end_is_at_the_top_with_its_question(found: Dates, question: str, why: str) -> None:
    unknown = joined(found, path="z.docx")
    late = joined(dates(expiration_date="2026-07-31", renewal_term="successive 1 year", notice_period="90 days"))
    due = collect([late, unknown], today=TODAY, within_days=180)
    assert due.renewals[0].path == "z.docx"
    assert question in due.renewals[0].question
    assert due.renewals[1].question == ""


def test_the_same_pack_has_the_same_bytes() -> None:
    assert a_pack().files == a_pack().files
