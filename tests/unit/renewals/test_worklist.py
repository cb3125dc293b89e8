"""The worklist before a renewal, and what falls due after signature."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import icalendar
import openpyxl
import pytest

from clausegen.library import load_library
from clausegen.model import (
    SCOPE_DOUBT,
    Contract,
    Coverage,
    DateFinding,
    Dates,
    Due,
    Duty,
    DutyKind,
    Entry,
    Generator,
    Notice,
    Outcome,
    Renewal,
    RenewalState,
    Report,
    Status,
    Summary,
    Task,
    TaskKind,
    TaskState,
    Tier,
    TierToday,
)
from clausegen.renewals.calendar import render_calendar
from clausegen.renewals.current_term import present_term
from clausegen.renewals.history import Event
from clausegen.renewals.policy import load_practice
from clausegen.renewals.question import RenewalQuestion, Stated
from clausegen.renewals.risk_review import tier_today
from clausegen.renewals.urgency import collect, renewal
from clausegen.renewals.worklist import contradictions
from clausegen.report.renewals import render_renewals_html, render_renewals_text
from clausegen.report.renewals_workbook import render_renewals_xlsx

TODAY = dt.date(2026, 6, 1)
LIBRARY = load_library()
PRACTICE = load_practice(LIBRARY.root)
PLAYBOOK = LIBRARY.playbook()
GENERATOR = Generator(version="1", library="1", library_sha256="l", detector="d", model_sha256="m")
CERTIFICATE = Duty(
    kind=DutyKind.CERTIFICATE, text="Every six months the Customer shall certify.", clause="9.2", every="6 months"
)


def dates(begins: str | None = "2025-06-15", ends: str | None = "2026-12-14", **more: DateFinding) -> Dates:
    found = {"effective_date": begins, "expiration_date": ends}
    return Dates(**{name: DateFinding(value=value) for name, value in found.items() if value}, **more)


def event(kind: str, day: str, outcome: str = "", **more: Any) -> Event:
    return Event.model_validate({"contract": "a.docx", "date": day, "kind": kind, "outcome": outcome, **more})


def joined(
    found: Dates, *duties: Duty, events: tuple[Event, ...] = (), tier: Tier = Tier.MEDIUM, doubt: str = ""
) -> Renewal:
    notices = (Notice(code=SCOPE_DOUBT, message=doubt),) if doubt else ()
    contract = Contract(
        path="a.docx", sha256="0" * 64, format="docx", language="en", coverage=Coverage(), notices=notices
    )
    report = Report(
        generator=GENERATOR,
        contract=contract,
        playbook=PLAYBOOK.id,
        tier=tier,
        verdicts=(),
        dates=found,
        summary=Summary(status=Status.SATISFIED),
        duties=duties,
    )
    today: TierToday = tier_today(tier, events, TODAY, PRACTICE)
    return renewal(
        Entry(path="a.docx", outcome=Outcome.JUDGED, tier=tier, report=report),
        RenewalQuestion(TODAY, 180, LIBRARY, PLAYBOOK, PRACTICE),
        tier=today,
        events=events,
    )


def of_kind(found: Renewal, kind: TaskKind | DutyKind) -> list[Task]:
    return [task for task in found.tasks if task.kind is kind]


def certificates(found: Renewal) -> list[Task]:
    return [task for task in of_kind(found, DutyKind.CERTIFICATE) if "before renewal" not in task.title]


# ---- what falls due after signature -----------------------------------------------------------------------------


def test_a_duty_is_counted_from_the_beginning_with_its_clause_and_what_proves_it() -> None:
    (task,) = certificates(joined(dates(begins="2026-03-01"), CERTIFICATE))
    assert (task.by, task.state, task.clause, task.owed_by) == (dt.date(2026, 9, 1), TaskState.DUE, "9.2", "customer")
    assert "none is recorded since the contract began on 2026-03-01" in task.why
    assert task.proof.startswith("the signed certificate")


def test_a_record_moves_the_duty_on() -> None:
    came = event("certificate", "2026-05-20", "complete", covers_to="2026-05-01")
    (task,) = certificates(joined(dates(), CERTIFICATE, events=(came,)))
    assert (task.by, task.recorded) == (dt.date(2026, 11, 1), "2026-05-20, complete")


def test_a_record_that_does_not_settle_it_does_not_move_it() -> None:
    bad = event("certificate", "2026-05-20", "incomplete")
    (task,) = certificates(joined(dates(), CERTIFICATE, events=(bad,)))
    assert task.state is TaskState.OVERDUE


def test_nobody_is_asked_for_a_certificate_of_the_year_2000() -> None:
    (task,) = certificates(joined(dates(begins="1999-09-01", ends="2027-08-31"), CERTIFICATE))
    assert task.by == dt.date(2026, 3, 1)
    assert task.missed == 53
    assert "53 fell due" in task.why


def test_what_an_ended_contract_owed_is_not_asked_for_any_more_but_its_records_are_kept() -> None:
    logs = Duty(kind=DutyKind.LOGS, text="Logs are kept for two years after the end.", after_end="2 years")
    found = joined(dates(ends="2025-12-14"), CERTIFICATE, logs)
    (task,) = [task for task in found.tasks if task.is_duty]
    assert (task.kind, task.by, task.state) == (DutyKind.LOGS, dt.date(2027, 12, 14), TaskState.LATER)


def test_without_a_known_beginning_a_duty_is_open_and_says_why() -> None:
    (task,) = certificates(joined(dates(begins=None), CERTIFICATE))
    assert (task.by, task.state) == (None, TaskState.OPEN)
    assert "the beginning of the contract is unknown" in task.why


def test_where_the_contract_is_silent_the_house_asks_and_says_so() -> None:
    (task,) = certificates(joined(dates(begins="2026-03-01")))
    assert (task.clause, task.text) == ("", "")
    assert "every 6 months, by the practice of the house at tier medium" in task.why


def test_the_certificate_before_a_renewal_is_the_one_of_the_house_that_falls_due_near_it() -> None:
    found = joined(dates(begins="2026-01-15", ends="2026-08-31"))
    assert [task.title for task in of_kind(found, DutyKind.CERTIFICATE)] == [
        "Certificate of compliant use before renewal"
    ]


def test_the_register_may_state_the_end_of_the_term_that_runs() -> None:
    renews = dates("2024-02-01", "2026-01-31", renewal_term=DateFinding(value="successive 1 year", kind="automatic"))
    running = present_term(renews, TODAY).end
    for day, asked in ((dt.date(2027, 1, 31), 0), (dt.date(2026, 1, 31), 0), (dt.date(2028, 1, 31), 1)):
        assert len([*contradictions(renews, Stated(None, day, "register line 2"), running)]) == asked, day


def test_of_two_intervals_the_shorter_counts_and_the_other_is_named() -> None:
    longer = CERTIFICATE.model_copy(update={"every": "1 year", "clause": "Schedule 4"})
    (task,) = certificates(joined(dates(begins="2026-03-01"), longer, CERTIFICATE))
    assert (task.by, task.clause) == (dt.date(2026, 9, 1), "9.2")
    assert "clause Schedule 4 says 1 year" in task.why


YEARLY = [
    ("03-31", "2026-05-01", dt.date(2027, 3, 31), "the next such day after the beginning"),
    ("06-15", "2026-05-01", dt.date(2026, 6, 15), "in the year of the beginning"),
    ("02-29", "2026-02-27", dt.date(2026, 2, 28), "the last of a month that lacks the day"),
]


@pytest.mark.parametrize(("yearly", "begins", "by", "why"), YEARLY, ids=[case[3] for case in YEARLY])
def test_a_day_of_each_year_is_kept(yearly: str, begins: str, by: dt.date, why: str) -> None:
    duty = CERTIFICATE.model_copy(update={"every": "1 year", "yearly": yearly})
    (task,) = certificates(joined(dates(begins=begins, ends="2029-12-31"), duty))
    assert task.by == by


def test_a_named_day_is_due_once_and_settled_by_a_record_near_it() -> None:
    named = CERTIFICATE.model_copy(update={"every": "", "on": (dt.date(2026, 4, 30),)})
    (task,) = certificates(joined(dates(), named))
    assert (task.by, task.state) == (dt.date(2026, 4, 30), TaskState.OVERDUE)
    assert certificates(joined(dates(), named, events=(event("certificate", "2026-04-20", "complete"),))) == []


def test_a_right_that_nobody_used_is_due_and_no_breach() -> None:
    visit = Duty(kind=DutyKind.VISIT, text="The team may visit once a year.", every="1 year", is_right=True)
    (task,) = of_kind(joined(dates(begins="2024-01-01"), visit), DutyKind.VISIT)
    assert (task.state, task.owed_by, task.missed) == (TaskState.DUE, "", 0)
    assert task.why.startswith("possible since 2026-01-01")


def test_notices_wait_for_what_brings_them_about() -> None:
    notice = Duty(kind=DutyKind.LAW_NOTICE, text="… within 5 days of any change in the law.", within="5 days")
    (task,) = of_kind(joined(dates(), notice), DutyKind.LAW_NOTICE)
    assert (task.by, task.state) == (None, TaskState.ON_EVENT)
    assert task not in collect([joined(dates(), notice)], today=TODAY, within_days=180).to_do


# ---- what is overdue feeds the tier -----------------------------------------------------------------------------


def test_what_the_customer_owes_and_is_long_overdue_asks_for_a_new_assessment() -> None:
    found = joined(dates(), CERTIFICATE)
    assert any("Certificate of compliant use overdue since 2025-12-15" in words for words in found.tier.review)
    assert found.tier.tier is Tier.MEDIUM
    assert of_kind(found, TaskKind.ASSESS)


def test_what_is_recorded_nowhere_alone_raises_no_tier_but_several_missed_after_a_record_do() -> None:
    came = event("certificate", "2024-12-15", "complete")
    found = joined(dates(begins="2024-06-15"), CERTIFICATE, events=(came,))
    assert (found.tier.tier, found.tier.before) == (Tier.HIGH, Tier.MEDIUM)
    assert any("2 in a row did not come" in words for words in found.tier.reasons)
    assert any(gap.status == "not-judged" for gap in found.gaps)


def test_the_practice_of_the_house_alone_feeds_no_tier() -> None:
    assert joined(dates()).tier.review == ()


# ---- the steps of a renewal -------------------------------------------------------------------------------------


def test_an_unknown_end_is_the_first_thing_and_asks_its_question() -> None:
    blank = DateFinding(value=None, code="blank", reason="left blank")
    unknown = joined(Dates(effective_date=DateFinding(value="2026-01-01"), expiration_date=blank))
    due = collect([joined(dates()), unknown], today=TODAY, within_days=180)
    first = due.to_do[0]
    assert (first.kind, first.state, first.why) == (TaskKind.ANSWER, TaskState.OPEN, "left blank")
    assert "Which day was agreed?" in first.what


def test_each_step_has_its_day_and_its_person() -> None:
    found = joined(dates(begins="2026-05-20"))
    steps = {task.kind: (task.by, task.who) for task in found.tasks if isinstance(task.kind, TaskKind)}
    assert steps == {
        TaskKind.BEGIN: (dt.date(2026, 10, 15), "contract owner"),
        TaskKind.DECIDE: (dt.date(2026, 11, 30), "Head of Compliance and General Counsel"),
        TaskKind.SEND: (dt.date(2026, 12, 14), "contract owner"),
    }


def test_a_blocked_renewal_is_settled_before_anything() -> None:
    found = joined(dates(), events=(event("incident", "2026-05-01", reference="INC-1"),))
    (task,) = of_kind(found, TaskKind.SETTLE)
    assert "INC-1" in task.what


def test_a_term_that_ended_lately_asks_about_use_and_an_old_one_asks_nothing() -> None:
    (task,) = joined(dates(ends="2026-03-01")).tasks
    assert "Confirm that use has stopped" in task.what
    assert joined(dates(begins="2010-01-01", ends="2015-03-01")).tasks == ()


def test_of_an_invoice_nothing_is_asked_and_it_does_not_come_first() -> None:
    invoice = joined(Dates(), doubt="It reads like an invoice.")
    assert (invoice.state, invoice.question, invoice.gaps, invoice.tasks) == (RenewalState.OTHER, "", (), ())
    assert collect([invoice, joined(dates())], today=TODAY, within_days=180).renewals[-1] is invoice


def test_of_a_paper_that_is_probably_no_such_contract_only_its_last_day_is_told() -> None:
    paper = joined(dates(), doubt="It reads like a non-disclosure agreement.")
    assert paper.state is RenewalState.OTHER, "it is set apart, as in an audit, though its end is known"
    assert [(task.kind, task.by) for task in paper.tasks] == [(TaskKind.SEND, dt.date(2026, 12, 14))]
    calendar = icalendar.Calendar.from_ical(render_calendar(the_due(paper), dt.datetime(2026, 6, 1, tzinfo=dt.UTC)))
    assert [str(made["summary"]) for made in calendar.walk("VEVENT")] == ["Ends: a.docx"], "its end stays there"


def test_what_lies_years_away_is_told_in_years() -> None:
    said = render_renewals_text(the_due(joined(dates(begins="1999-06-14", ends="2001-06-13"))))
    assert "2001-06-13 (24 years ago)" in said


# ---- outputs ----------------------------------------------------------------------------------------------------


def the_due(*found: Renewal) -> Due:
    return collect(found or [joined(dates(), CERTIFICATE)], today=TODAY, within_days=180)


def test_the_workbook_begins_with_what_is_to_be_done() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_renewals_xlsx(the_due())))
    assert book.sheetnames[:2] == ["To do", "After signature"]
    rows = list(book["After signature"].iter_rows(min_row=2, values_only=True))
    assert any("Every six months the Customer shall certify." in row for row in rows)


def test_the_calendar_holds_each_duty_once_under_an_identity_that_stays() -> None:
    def identities(found: Renewal) -> dict[str, str]:
        calendar = icalendar.Calendar.from_ical(render_calendar(the_due(found), dt.datetime(2026, 6, 1, tzinfo=dt.UTC)))
        return {str(made["uid"]): str(made["summary"]) for made in calendar.walk("VEVENT")}

    before = identities(joined(dates(), CERTIFICATE))
    after = identities(joined(dates(), CERTIFICATE, events=(event("certificate", "2026-05-20", "complete"),)))
    duty = [uid for uid, summary in before.items() if summary == "Certificate of compliant use: a.docx"]
    assert len(duty) == 1
    assert duty[0] in after


def test_text_and_page_show_the_task_with_its_clause() -> None:
    assert "(clause 9.2) [Compliance Officer]" in render_renewals_text(the_due(), width=200)
    assert "Clause 9.2" in render_renewals_html(the_due())
