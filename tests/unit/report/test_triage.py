"""Triage: what to do first, and files that are probably no contracts of this kind set apart with the reason."""

from __future__ import annotations

import datetime as dt

import pytest

from clausegen.checker.pipeline import judge
from clausegen.ingest import document_from_text
from clausegen.model import (
    Contract,
    Counting,
    Coverage,
    DateFinding,
    Dates,
    Entry,
    Evidence,
    Finding,
    Generator,
    Notice,
    Outcome,
    Report,
    Severity,
    Status,
    Tier,
    Verdict,
    contract_summary,
)
from clausegen.report.coverage_matrix import Heat
from clausegen.report.html import render_html
from clausegen.report.terminal import render_text
from clausegen.report.urgency import Triage

DAY = dt.date(2026, 12, 2)
NDA = (
    "MUTUAL NON-DISCLOSURE AGREEMENT\n\n1. Purpose\n1.1 The parties wish to discuss a surveillance system for the "
    "Ministry.\n"
)


def report(path: str, status: Status, *, tier: Tier = Tier.HIGH, notice_by: str = "", doubt: str = "") -> Report:
    words = (Evidence(text="No.", start=0, end=3, clause="9.1"),) if status is Status.CONTRADICTED else ()
    finding = Finding(
        element="on-suspicion", code="SUS-2", severity=Severity.CRITICAL, status=status, confidence=1.0,
        evidence=words, reason="A reason.", remedy="Say so.",
    )  # fmt: skip
    verdicts = [
        Verdict(
            requirement="suspension", code="SUS", title="Suspension", mandatory=True, status=status, findings=(finding,)
        )
    ]
    notices = (Notice(code="scope-doubt", message=doubt),) if doubt else ()
    return Report(
        generator=Generator(version="1", library="1", library_sha256="0" * 64, detector="d", model_sha256="0" * 64),
        contract=Contract(
            path=path, sha256="0" * 64, format="txt", language="en",
            coverage=Coverage(complete=True, parts_read=("body",)), notices=notices,
        ),
        playbook="p",
        tier=tier,
        verdicts=tuple(verdicts),
        dates=Dates(notice_deadline=DateFinding(value=notice_by)) if notice_by else Dates(),
        summary=contract_summary(verdicts),
    )  # fmt: skip


def entry(made: Report) -> Entry:
    return Entry(path=made.contract.path, outcome=Outcome.JUDGED, tier=made.tier, owner="Ana", report=made)


def test_what_to_do_first_goes_by_deadline_then_contradiction_then_tier() -> None:
    triage = Triage()
    entries = [
        entry(report("long-past.txt", Status.MISSING, notice_by="2024-01-01")),
        entry(report("missing-low.txt", Status.MISSING, tier=Tier.LOW)),
        entry(report("contradicted.txt", Status.CONTRADICTED)),
        entry(report("due-soon.txt", Status.MISSING, notice_by="2027-01-15")),
    ]
    for taken in entries:
        triage.add(taken)
    first = triage.first(3, DAY)
    assert [row.path for row in first] == ["due-soon.txt", "contradicted.txt", "long-past.txt"]
    assert [row.owner for row in first] == ["Ana"] * 3
    for day, order in ((DAY, first), (None, triage.first(3, None))):
        listed = render_text([taken.report for taken in reversed(entries) if taken.report], day=day).splitlines()[1:4]
        assert [line.split()[0] for line in listed] == [row.path for row in order], "a folder has the order of an audit"
    assert first[0].day == "2027-01-15"
    assert [row.action.split(":")[0] for row in first] == ["Add", "Negotiate", "Add"]


def test_what_is_probably_no_such_contract_is_set_apart_and_its_gaps_stay_open() -> None:
    doubted = entry(report("nda.txt", Status.CONTRADICTED, doubt="It reads like a non-disclosure agreement."))
    counting, heat, triage = Counting(), Heat(), Triage()
    for taken in (counting, heat, triage):
        taken.add(doubted)
    tally = counting.tally()
    assert (tally.contracts, tally.apart, tally.statuses["contradicted"]) == (0, 1, 0)
    assert tally.fails(["contradicted"], ["critical"]), "an exit code of 0 would be an assurance that nobody gave"
    assert heat.contracts == 0
    assert (triage.first(9, DAY), triage.apart) == ([], [("nda.txt", "It reads like a non-disclosure agreement.")])


def test_a_table_and_a_page_name_what_is_set_apart_with_the_reason() -> None:
    made = [
        report("contract.txt", Status.MISSING),
        report("nda.txt", Status.CONTRADICTED, doubt="It reads like a lease."),
    ]
    shown = render_text(made)
    table, _, apart = shown.partition("Probably not contracts of this kind")
    assert ("contract.txt" in table, "nda.txt" in table) == (True, False)
    assert "nda.txt: It reads like a lease." in apart
    assert "clausegen check contract.txt" in shown.splitlines()[-1]
    page = render_html(made)
    assert "Do these first" in page
    assert "nda.txt: It reads like a lease." in page


@pytest.mark.parametrize(
    ("text", "is_doubted", "why"),
    [
        (NDA, True, "its title says that it is another kind of paper"),
        (NDA.replace("NON-DISCLOSURE", "SUPPLY"), False, "a supply agreement for a ministry"),
    ],
)
def test_a_report_says_when_the_file_is_probably_another_kind_of_paper(text: str, is_doubted: bool, why: str) -> None:
    made = judge(document_from_text(text), tier=Tier.MEDIUM)
    assert bool(made.scope_doubt) is is_doubted, why
    assert ("NON-DISCLOSURE AGREEMENT" in made.scope_doubt) is is_doubted


def test_the_page_of_a_folder_is_dark_on_screens_that_are_and_light_on_paper() -> None:
    page = render_html([])
    assert "@media screen and (prefers-color-scheme:dark)" in page
    assert "@media print" in page
