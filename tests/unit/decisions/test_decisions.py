"""Decisions of people change reports, and only while they are about the words that are quoted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from clausegen.decisions import Decisions, append, apply_decisions, labelled, load_decisions
from clausegen.decisions.labels import agreement
from clausegen.errors import DataError, UsageError
from clausegen.model import (
    Contract,
    Coverage,
    DateFinding,
    Dates,
    Decision,
    DecisionKind,
    Evidence,
    Finding,
    Generator,
    Report,
    Severity,
    Standing,
    Status,
    Summary,
    Tier,
    Verdict,
    quotation_of,
)

TODAY = dt.date(2026, 6, 1)
NOON = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
QUOTED = "The Supplier may suspend use."
GENERATOR = Generator(version="1", library="1", library_sha256="l", detector="d", model_sha256="m")


def a_report(quoted: str = QUOTED, status: Status = Status.UNCERTAIN, path: str = "a.docx") -> Report:
    evidence = (Evidence(text=quoted, start=0, end=len(quoted)),) if quoted else ()
    finding = Finding(
        element="on-suspicion",
        code="SUS-1",
        severity=Severity.CRITICAL,
        status=status,
        confidence=0.5,
        evidence=evidence,
        reason="why",
    )
    verdict = Verdict(requirement="suspension", code="SUS", status=status, findings=(finding,))
    contract = Contract(path=path, sha256="0" * 64, format="docx", language="en", coverage=Coverage())
    summary = Summary(status=status)
    return Report(
        generator=GENERATOR, contract=contract, playbook="p", tier=Tier.HIGH, verdicts=(verdict,), summary=summary
    )


def a_decision(**fields: Any) -> Decision:
    values: dict[str, Any] = {
        "id": "d1",
        "contract": "a.docx",
        "element": "SUS-1",
        "quotation": quotation_of([QUOTED]),
        "decision": DecisionKind.WRONG,
        "status": Status.SATISFIED,
        "who": "Ada",
        "when": NOON,
    }
    return Decision(**{**values, **fields})


def the_finding(report: Report, *made: Decision) -> Finding:
    return apply_decisions(report, Decisions(made), TODAY).verdicts[0].findings[0]


def test_a_corrected_finding_has_the_status_the_person_gave_and_so_have_requirement_and_contract() -> None:
    report = apply_decisions(a_report(), Decisions([a_decision()]), TODAY)
    assert report.verdicts[0].findings[0].status is Status.SATISFIED
    assert report.verdicts[0].status is Status.SATISFIED
    assert (report.summary.status, report.summary.satisfied, report.summary.uncertain) == (Status.SATISFIED, 1, 0)


WAIVED = {"decision": DecisionKind.WAIVED, "status": None}


@pytest.mark.parametrize(
    ("fields", "standing", "status", "why"),
    [
        ({}, "holds", "satisfied", "the person read these very words"),
        (
            {"quotation": quotation_of(["The  Supplier may\nsuspend use."])},
            "holds",
            "satisfied",
            "spacing says nothing",
        ),
        ({"quotation": quotation_of(["Other words."])}, "reopened", "uncertain", "the contract was changed since"),
        ({"quotation": None}, "holds", "satisfied", "waivers of the older format name no words"),
        ({**WAIVED, "until": TODAY}, "holds", "uncertain", "a waiver counts to the end of its last day"),
        ({**WAIVED, "until": TODAY - dt.timedelta(1)}, "expired", "uncertain", "that day is past"),
        ({"approver": "General Counsel"}, "awaiting", "uncertain", "nobody has countersigned"),
        ({"element": "suspension.on-suspicion"}, "holds", "satisfied", "elements have a name as well as a code"),
    ],
)
def test_a_decision_counts_or_says_why_not(fields: dict[str, Any], standing: str, status: str, why: str) -> None:
    finding = the_finding(a_report(), a_decision(**fields))
    assert finding.decided is not None, why
    assert (finding.decided.standing, finding.status) == (standing, status), why


@pytest.mark.parametrize(
    ("fields", "applies", "why"),
    [
        ({"contract": "b.docx"}, False, "another contract"),
        ({"contract": "b.docx", "sha256": "0" * 64}, True, "the same file, moved"),
        ({"contract": "*.docx"}, True, "a pattern, as waivers of the older format have"),
        ({"element": "SUS-2"}, False, "another element"),
    ],
)
def test_a_decision_is_about_one_element_of_one_contract(fields: dict[str, Any], applies: bool, why: str) -> None:
    assert (the_finding(a_report(), a_decision(**fields)).decided is not None) is applies, why


def test_a_missing_clause_is_satisfied_only_by_words_that_the_person_names() -> None:
    report = a_report("", Status.MISSING)
    without = the_finding(report, a_decision(quotation=""))
    assert without.decided is not None
    assert (without.decided.standing, without.status) == (Standing.WITHOUT_WORDS, Status.MISSING)
    named = the_finding(report, a_decision(quotation=quotation_of(["0" * 64]), words="Use may be suspended."))
    assert (named.status, named.evidence[0].text) == (Status.SATISFIED, "Use may be suspended.")


@pytest.mark.parametrize("quoted", ["", QUOTED], ids=["nothing is quoted", "the program quotes other words"])
def test_words_that_a_person_named_count_only_in_the_very_same_files(quoted: str) -> None:
    report = a_report(quoted, Status.MISSING if not quoted else Status.UNCERTAIN)
    texts = [quoted] if quoted else []
    made = a_decision(quotation=quotation_of([*texts, "0" * 64]), words="Use may be suspended.")
    assert the_finding(report, made).status is Status.SATISFIED
    contract = report.contract.model_copy(update={"sha256": "1" * 64})
    changed = the_finding(report.model_copy(update={"contract": contract}), made)
    assert changed.status is not Status.SATISFIED, "the words may have been deleted since"
    assert changed.decided is not None
    assert changed.decided.standing is Standing.REOPENED
    assert the_finding(report, made.model_copy(update={"quotation": None})).status is not Status.SATISFIED


def test_only_a_second_person_can_countersign() -> None:
    needing = a_decision(approver="General Counsel")
    sign = {"id": "d2", "decision": DecisionKind.COUNTERSIGNED, "status": None, "of": "d1"}
    assert the_finding(a_report(), needing, a_decision(**sign, who="ada")).status is Status.UNCERTAIN
    signed = the_finding(a_report(), needing, a_decision(**sign, who="Grace"))
    assert signed.status is Status.SATISFIED
    assert signed.decided is not None
    assert signed.decided.countersigned == "Grace"


def test_two_people_who_decide_differently_without_knowing_are_a_conflict_until_one_decides_knowing_both() -> None:
    first, second = a_decision(), a_decision(id="d2", who="Grace", status=Status.MISSING, when=NOON + dt.timedelta(1))
    finding = the_finding(a_report(), first, second)
    assert finding.decided is not None
    assert (finding.decided.standing, finding.decided.others, finding.status) == (
        Standing.CONFLICT,
        ("d1",),
        Status.UNCERTAIN,
    )
    last = a_decision(id="d3", status=Status.CONTRADICTED, after=("d1", "d2"), when=NOON + dt.timedelta(2))
    assert the_finding(a_report(), first, second, last).status is Status.CONTRADICTED


def test_two_people_who_decide_alike_are_no_conflict() -> None:
    assert the_finding(a_report(), a_decision(), a_decision(id="d2", who="Grace")).status is Status.SATISFIED


def test_a_withdrawn_decision_leaves_the_finding_as_the_program_made_it() -> None:
    withdrawn = a_decision(id="d2", decision=DecisionKind.WITHDRAWN, status=None, after=("d1",))
    assert the_finding(a_report(), a_decision(), withdrawn) == a_report().verdicts[0].findings[0]


@pytest.mark.parametrize("words", ["", "Use may be suspended."])
def test_applying_decisions_twice_changes_nothing_more(words: str) -> None:
    report = a_report("", Status.MISSING) if words else a_report()
    quotation = quotation_of(["0" * 64] if words else [QUOTED])
    made = Decisions([a_decision(words=words, quotation=quotation)])
    once = apply_decisions(report, made, TODAY)
    assert apply_decisions(once, made, TODAY) == once


def test_a_report_nobody_decided_on_is_the_same_and_its_json_has_no_new_key() -> None:
    report = a_report()
    assert apply_decisions(report, Decisions([a_decision(contract="b.docx")]), TODAY) is report
    assert "decided" not in report.model_dump_json()


def test_scope_is_a_decision_about_the_whole_contract() -> None:
    out = a_decision(element="", decision=DecisionKind.OUT_OF_SCOPE, status=None, note="an NDA", quotation=None)
    report = apply_decisions(a_report(), Decisions([out]), TODAY)
    assert report.decided is not None
    assert report.decided.said == "put out of scope by Ada on 2026-05-01: an NDA"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": None}, "states 'status'"),
        ({"status": Status.PARTIAL}, "never partial"),
        ({"decision": DecisionKind.WAIVED, "status": None}, "states 'until'"),
        ({"element": ""}, "names its element"),
    ],
)
def test_a_decision_that_says_too_little_is_refused(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        a_decision(**fields)


# ---- answers about dates --------------------------------------------------------------------------

READ = Dates(
    effective_date=DateFinding(value="2025-01-01", text="1 January 2025"),
    expiration_date=DateFinding(value=None, text="two years after the Launch Date", code="event", reason="an event"),
    renewal_term=DateFinding(value="1 year", text="renews for one year", kind="automatic"),
    notice_period=DateFinding(value="90 days", text="ninety (90) days"),
)


def an_answer(name: str, answer: str, **fields: Any) -> Decision:
    kind = {"decision": DecisionKind.ANSWERED, "status": None, "quotation": None}
    return a_decision(**{**kind, "element": f"dates.{name}", "answer": answer, **fields})


def the_dates(*made: Decision, read: Dates = READ) -> Dates:
    report = a_report().model_copy(update={"dates": read})
    return apply_decisions(report, Decisions(made), TODAY).dates


def test_an_answered_end_counts_and_the_last_day_for_notice_follows_from_it() -> None:
    dates = the_dates(an_answer("expiration_date", "2027-03-31", note="launched on 1 April 2025"))
    assert dates.expiration_date is not None
    assert (dates.expiration_date.value, dates.expiration_date.code) == ("2027-03-31", "answered")
    assert "answered 2027-03-31 by Ada on 2026-05-01: launched" in dates.expiration_date.calculation
    assert dates.notice_deadline is not None
    assert dates.notice_deadline.value == "2026-12-31"
    assert "renews by itself unless notice reaches the other side by 2026-12-31" in dates.expiration_date.depends


@pytest.mark.parametrize(
    ("name", "answer", "shown"),
    [
        ("expiration_date", "none", (None, "perpetual")),
        ("renewal_term", "none", (None, "none")),
        ("renewal_term", "automatic successive 2 years", ("successive 2 years", "automatic")),
        ("notice_period", "6 months", ("6 months", "")),
    ],
)
def test_an_answer_has_the_shape_that_the_reader_of_dates_gives(name: str, answer: str, shown: tuple[str, str]) -> None:
    finding = getattr(the_dates(an_answer(name, answer)), name)
    assert (finding.value, finding.kind) == shown


def test_an_answered_beginning_gives_the_end_where_the_term_is_stated() -> None:
    read = Dates(
        effective_date=DateFinding(value=None, code="event", reason="the Launch Date"),
        initial_term=DateFinding(value="2 years", text="two years"),
    )
    dates = the_dates(an_answer("effective_date", "2025-04-01"), read=read)
    assert dates.expiration_date is not None
    assert dates.expiration_date.value == "2027-03-31"


def test_an_answer_is_open_again_when_other_words_are_read_and_the_date_is_as_read() -> None:
    dates = the_dates(an_answer("expiration_date", "2027-03-31", quotation=quotation_of(["31 May 2026"])))
    assert dates.expiration_date is not None
    assert dates.expiration_date.value is None
    assert dates.expiration_date.decided is not None
    assert dates.expiration_date.decided.standing is Standing.REOPENED


def test_two_answers_that_differ_are_a_conflict_and_neither_counts() -> None:
    one, other = an_answer("expiration_date", "2027-03-31"), an_answer("expiration_date", "2028-03-31", id="d2")
    finding = the_dates(one, other).expiration_date
    assert finding is not None
    assert finding.decided is not None
    assert (finding.value, finding.decided.standing) == (None, Standing.CONFLICT)


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("expiration_date", "soon", "expected a day such as 2027-03-31"),
        ("expiration_date", "2027-02-30", "expected a day such as 2027-03-31"),
        ("notice_period", "some days", "expected a period such as"),
        ("signature", "2027-01-01", "no question 'dates.signature'"),
    ],
)
def test_an_answer_that_is_none_is_refused(name: str, answer: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        an_answer(name, answer)


def test_decisions_that_replace_each_other_in_a_circle_decide_nothing_and_break_nothing() -> None:
    one, other = a_decision(after=("d2",)), a_decision(id="d2", after=("d1",))
    assert the_finding(a_report(), one, other).decided is None


# ---- the file -------------------------------------------------------------------------------------

HOSTILE = 'quotes " and \\ and \x7f and\nline breaks, ] } and # and é'


def test_what_is_appended_is_read_again_whatever_it_says(tmp_path: Path) -> None:
    file = tmp_path / "decisions.toml"
    first, second = a_decision(note="plain"), a_decision(id="d2", note=HOSTILE, after=("d1",), until=TODAY)
    append(file, [first])
    append(file, [second])
    read = load_decisions(file)
    assert read.all == (first, second.model_copy(update={"note": HOSTILE}))
    assert file.read_text().count("\nd") == 2, "a line each, so that git can merge them"


def test_earlier_lines_are_never_changed_and_only_the_owner_reads_the_file(tmp_path: Path) -> None:
    file = tmp_path / "decisions.toml"
    append(file, [a_decision()])
    before = file.read_bytes()
    append(file, [a_decision(id="d2")])
    assert file.read_bytes().startswith(before)
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_line_cut_off_by_a_crash_is_told_and_costs_no_other_decision(tmp_path: Path) -> None:
    file = tmp_path / "decisions.toml"
    append(file, [a_decision()])
    whole = file.read_bytes()
    append(file, [a_decision(id="d2")])
    file.write_bytes(file.read_bytes()[: len(whole) + 30])
    read = load_decisions(file)
    assert len(read) == 1
    assert "cut off" in read.cut_off
    append(file, [a_decision(id="d3")])
    assert [decision.id for decision in load_decisions(file).all] == ["d1", "d3"]


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "decisions.toml"
    append(file, [a_decision()])
    before = file.read_bytes()
    monkeypatch.setattr("clausegen.decisions.decisions_file._write", lambda handle, data: _full(handle, data))
    with pytest.raises(UsageError, match=r"not saved .*make room"):
        append(file, [a_decision(id="d2")])
    assert file.read_bytes() == before


def _full(handle: int, data: bytes) -> None:
    import errno
    import os

    os.write(handle, data[:20])
    raise OSError(errno.ENOSPC, "No space left on device")


def test_conflict_marks_of_git_are_explained(tmp_path: Path) -> None:
    file = tmp_path / "decisions.toml"
    file.write_text("[decisions]\n<<<<<<< HEAD\n=======\n>>>>>>> other\n")
    with pytest.raises(DataError, match="git left conflict marks"):
        load_decisions(file)


def test_lines_that_two_people_added_merge_in_any_order(tmp_path: Path) -> None:
    file = tmp_path / "decisions.toml"
    append(file, [a_decision(), a_decision(id="d2", when=NOON + dt.timedelta(1))])
    head, lines = file.read_text().split("[decisions]\n")
    file.write_text(head + "[decisions]\n" + "\n".join(reversed(lines.splitlines())) + "\n")
    assert [decision.id for decision in load_decisions(file).all] == ["d1", "d2"]


def test_waivers_of_the_older_format_are_read_as_decisions(tmp_path: Path) -> None:
    (tmp_path / "waivers.toml").write_text(
        '[[waivers]]\ncontract = "*.docx"\nelement = "SUS-1"\nreason = "no sales"\napprover = "Board"\n'
        "expires = 2027-01-01\n"
    )
    made = load_decisions(tmp_path / "decisions.toml", waivers=tmp_path / "waivers.toml")
    finding = apply_decisions(a_report(), made, TODAY).verdicts[0].findings[0]
    assert finding.decided is not None
    assert finding.decided.said == "waived until 2027-01-01 by Board: no sales"


# ---- what the house learns ------------------------------------------------------------------------


def test_decisions_are_exported_as_labelled_passages_without_names() -> None:
    rows = list(labelled([a_report()], Decisions([a_decision()]), TODAY, names=["Supplier"]))
    assert rows == [
        {
            "element": "suspension.on-suspicion",
            "code": "SUS-1",
            "found": "uncertain",
            "right": "satisfied",
            "agreed": False,
            "passages": ["The [name] may suspend use."],
            "detector": "d",
        }
    ]
    assert "Ada" not in str(rows)
    assert agreement((row["found"], row["agreed"]) for row in rows) == {"uncertain": (0, 1)}
