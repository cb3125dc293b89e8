"""A master agreement, its schedules and its amendments are read as one contract."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from clausegen.amendments.papers import Part, part_of
from clausegen.amendments.read import structure
from clausegen.checker.pipeline import judge, judge_family
from clausegen.cli.main import main
from clausegen.ingest.text import read_text
from clausegen.model import DateFinding, Finding, Report
from clausegen.model.contract import Role
from clausegen.model.document import Coverage, Document
from clausegen.model.requirement import Status, Tier

MASTER = """LICENCE AGREEMENT
This Agreement is made between Orion Systems Ltd (the "Supplier") and the Ministry of the Interior (the "Customer").
The parties agree as follows.
1. Licence
1.1 The Supplier grants the Customer a licence to use the System.
2. Suspension
2.1 The Supplier may suspend use of the System immediately and without notice where it suspects misuse.
2.2 Fees remain payable during a suspension.
3. General
3.1 This Agreement is governed by the law of Sweden."""

DELETION = """AMENDMENT NO. 1
This Amendment amends the Licence Agreement of Orion Systems Ltd (the "Supplier") and the Ministry (the "Customer").
The parties agree as follows.
1. Section 2.1 of the Agreement is hereby deleted in its entirety.
2. All other terms remain in force."""

SCHEDULE = """Schedule 1 - Acceptable use
1. The Supplier may suspend use of the System immediately and without notice where it suspects misuse."""


def a_document(text: str, path: str = "a.txt", **fields: object) -> Document:
    """The text as the reader reads it, typed numbers recognised."""
    read = read_text(Path(path), text.encode()).document(Path(path), "txt", "", original=False)
    return read.model_copy(update=fields)


def of(report: Report, code: str) -> Finding:
    return next(f for v in report.verdicts for f in v.findings if f.code == code)


def together(*members: tuple[str, str]) -> Report:
    named = [(role, a_document(text, f"{role}.txt")) for role, text in members]
    return judge_family(named, tier=Tier.HIGH)


def test_a_master_alone_counts_its_own_clause() -> None:
    assert of(judge(a_document(MASTER), tier=Tier.HIGH), "SUS-1").status is Status.SATISFIED


def test_a_clause_that_an_amendment_deletes_no_longer_counts() -> None:
    finding = of(together(("master", MASTER), ("amendment", DELETION)), "SUS-1")
    assert finding.status is Status.MISSING


def test_a_deleted_clause_takes_unnumbered_words_under_its_heading_along() -> None:
    plain = MASTER.replace("2.1 ", "").replace("2.2 ", "")
    deleted = DELETION.replace("2.1", "2")
    assert of(judge(a_document(plain), tier=Tier.HIGH), "SUS-1").evidence[0].clause == "2"
    assert of(together(("master", plain), ("amendment", deleted)), "SUS-1").status is Status.MISSING


def test_a_clause_of_another_number_is_not_touched() -> None:
    other = DELETION.replace("2.1", "2.2")
    assert of(together(("master", MASTER), ("amendment", other)), "SUS-1").status is Status.SATISFIED


@pytest.mark.parametrize("attached", ["Schedule 2", "Annex 2.1", "Exhibit 2", "Paragraph 1 of Schedule 2"])
def test_the_number_of_a_schedule_is_none_of_a_clause(attached: str) -> None:
    other = DELETION.replace("Section 2.1 of the Agreement", attached)
    assert of(together(("master", MASTER), ("amendment", other)), "SUS-1").status is Status.SATISFIED


def test_a_schedule_that_the_contract_itself_deletes_takes_no_clause_along() -> None:
    for what, role in (("Schedule 2", Role.OPERATIVE), ("Section 2", Role.FORMER)):
        read = structure(a_document(f"{MASTER}\n4. Special conditions\n4.1 {what} is hereby deleted in its entirety."))
        assert next(clause for clause in read.clauses if clause.number == "2.1").role is role


IN_SCHEDULE = "\n".join(line for line in MASTER.splitlines() if "misuse" not in line) + "\n"
SUSPENDS = "1. The Supplier may suspend use of the System immediately and without notice where it suspects misuse."


@pytest.mark.parametrize(
    ("target", "status"),
    [("Schedule 2 of the Agreement", Status.MISSING), ("Schedule 3 of the Agreement", Status.SATISFIED),
     ("Section 1 of the Agreement", Status.SATISFIED)],
)  # fmt: skip
def test_a_schedule_that_an_amendment_deletes_no_longer_counts(target: str, status: Status) -> None:
    amendment = DELETION.replace("Section 2.1 of the Agreement", target)
    heading = "Schedule 2 - Safeguards\n"
    inside = together(("master", f"{IN_SCHEDULE}{heading}{SUSPENDS}"), ("amendment", amendment))
    assert of(inside, "SUS-1").status is status
    apart = together(("master", IN_SCHEDULE), ("schedule", heading + SUSPENDS), ("amendment", amendment))
    assert of(apart, "SUS-1").status is status


FORBIDS = DELETION.replace(
    "1. Section 2.1 of the Agreement is hereby deleted in its entirety.", "1. The fees are raised by one euro."
).replace(
    "2. All other terms remain in force.", "7. The Supplier shall not suspend the System for any reason whatsoever."
)
PUTS = DELETION.replace(
    "1. Section 2.1 of the Agreement is hereby deleted in its entirety.",
    "1. Section 7 of the Agreement is hereby replaced by the following:\n"
    "“7. The Supplier shall not suspend the System for any reason whatsoever.”",
)


@pytest.mark.parametrize(
    ("first", "target", "status"),
    [(FORBIDS, "Section 7 of the Agreement", Status.CONTRADICTED),
     (FORBIDS, "Section 7 of Amendment No. 1", Status.SATISFIED),
     (PUTS, "Section 3 of the Agreement", Status.CONTRADICTED),
     (PUTS, "Section 7 of the Agreement", Status.SATISFIED)],
    ids=["an item of the first amendment stays", "unless it is named", "another section", "what it put there"],
)  # fmt: skip
def test_a_later_amendment_deletes_what_it_names(first: str, target: str, status: Status) -> None:
    second = DELETION.replace("NO. 1", "NO. 2").replace("Section 2.1 of the Agreement", target)
    amendments = [("amendment", a_document(text, path)) for text, path in ((first, "b.txt"), (second, "c.txt"))]
    members = [("master", a_document(MASTER)), *amendments]
    assert of(judge_family(members, tier=Tier.HIGH), "SUS-1").status is status


def test_a_whole_section_takes_its_clauses_along() -> None:
    whole = DELETION.replace("Section 2.1", "Section 2")
    assert of(together(("master", MASTER), ("amendment", whole)), "SUS-1").status is Status.MISSING


def test_a_schedule_adds_what_the_master_lacks_and_the_evidence_says_where() -> None:
    bare = "\n".join(line for line in MASTER.splitlines() if "misuse" not in line)
    report = together(("master", bare), ("schedule", SCHEDULE))
    finding = of(report, "SUS-1")
    assert finding.status is Status.SATISFIED
    assert finding.evidence[0].part == "schedule schedule.txt"


def test_an_amendment_moves_the_end_and_its_words_are_a_slice_of_its_own_text() -> None:
    dated = MASTER + "\n3.2 This Agreement is dated 1 March 2025 and expires on 28 February 2027."
    later = DELETION.replace(
        "1. Section 2.1 of the Agreement is hereby deleted in its entirety.",
        "1. This Amendment is dated 1 June 2026. The Agreement shall expire on 31 December 2028.",
    )
    members = [("master", a_document(dated, "m.txt")), ("amendment", a_document(later, "a.txt"))]
    end = judge_family(members, tier=Tier.LOW).dates.expiration_date
    assert end is not None
    assert end.value == "2028-12-31"
    assert (end.part, members[1][1].text[end.start : end.end]) == ("amendment a.txt", end.text)


DATED = MASTER + "\n3.2 This Agreement is dated 1 March 2025 and expires on 28 February 2027."
REPORTS = "1. The Customer shall report on its use of the System to the Supplier every three months."
MISFITS = [
    (DELETION, Status.UNCERTAIN, "what it deletes does not count for certain"),
    (FORBIDS, Status.UNCERTAIN, "what it denies could hold"),
    (DELETION.replace("2.1", "9.9"), Status.SATISFIED, "what it leaves alone stays"),
]


@pytest.mark.parametrize(("text", "status", "why"), MISFITS, ids=[case[2] for case in MISFITS])
@pytest.mark.parametrize(
    "made", ["is dated 1 June 2021", "is dated 1 June 2026 and amends the Agreement dated 2 May 2020"]
)
def test_a_paper_that_may_amend_another_agreement_makes_uncertain_what_it_touches(
    text: str, status: Status, why: str, made: str
) -> None:
    stray = a_document(text.replace("amends the Licence Agreement", made), "a.txt")
    report = judge_family([("master", a_document(DATED, "m.txt")), ("amendment", stray)], tier=Tier.HIGH)
    assert of(report, "SUS-1").status is status, why
    assert any(notice.message.startswith("a.txt: ") for notice in report.contract.notices)
    assert [file.path for file in report.contract.files] == ["m.txt", "a.txt"]


def test_a_paper_that_says_it_amends_a_contract_of_another_kind_changes_nothing() -> None:
    other = DELETION.replace("amends the Licence Agreement", "amends the Maintenance Agreement")
    report = judge_family([("master", a_document(MASTER)), ("amendment", a_document(other, "a.txt"))], tier=Tier.HIGH)
    assert of(report, "SUS-1").status is Status.SATISFIED
    (told,) = [notice for notice in report.contract.notices if notice.code == "amendment-not-applied"]
    assert told.message.startswith("a.txt changes nothing: it changes the Maintenance Agreement")


def test_an_amendment_of_another_agreement_moves_no_date() -> None:
    older = DELETION.replace("1. Section", "1. This Amendment is dated 1 June 2021. Section")
    newer = DELETION.replace(
        "1. Section 2.1 of the Agreement is hereby deleted in its entirety.",
        "1. This Amendment is dated 1 June 2026. The Agreement shall expire on 31 December 2028.",
    )
    members = [("master", DATED, "m.txt"), ("amendment", older, "a.txt"), ("amendment", newer, "b.txt")]
    report = judge_family([(role, a_document(text, path)) for role, text, path in members], tier=Tier.LOW)
    end = report.dates.expiration_date
    assert end is not None
    assert (end.part, newer[end.start : end.end]) == ("amendment b.txt", end.text)


def test_an_amendment_whose_dates_alone_are_not_applied_is_said_to_be_such() -> None:
    moves = DELETION.replace("2. All", "2. The term is extended until 31 December 2028. All")
    members = [
        ("master", a_document(MASTER, "m.txt")),
        *(("amendment", a_document(moves, p)) for p in ("a.txt", "b.txt")),
    ]
    report = judge_family(members, tier=Tier.HIGH)
    told = [notice.message for notice in report.contract.notices if notice.code == "amendment-not-applied"]
    assert [message.partition(" not applied")[0] for message in told] == [
        "a.txt: its dates are",
        "b.txt: its dates are",
    ]
    assert report.contract.coverage.complete
    assert of(report, "SUS-1").status is Status.MISSING, "their words count"


def test_amendments_are_read_in_the_order_they_were_made_and_after_the_schedules() -> None:
    gone = DELETION.replace("Section 2.1 of the Agreement", "Schedule 1 of the Agreement")
    late, early = (
        a_document(text.replace("amends", f"is dated {day} and amends", 1), path)
        for text, day, path in ((DELETION.replace("2.1", "7"), "1 June 2026", "a.txt"), (PUTS, "1 June 2025", "b.txt"))
    )
    bare = a_document("\n".join(line for line in MASTER.splitlines() if "misuse" not in line), "m.txt")
    schedule = ("schedule", a_document(SCHEDULE, "s.txt"))
    deleted = judge_family([("amendment", a_document(gone)), schedule, ("master", bare)], tier=Tier.HIGH)
    assert of(deleted, "SUS-1").status is Status.MISSING
    members = [("master", a_document(MASTER, "m.txt")), ("amendment", late), ("amendment", early)]
    report = judge_family(members, tier=Tier.HIGH)
    assert of(report, "SUS-1").status is Status.SATISFIED, "what the first put there is deleted by the second"


@pytest.mark.parametrize("roles", [["amendment"], ["amendment", "amendment"], ["schedule", "amendment"]])
def test_without_a_master_everything_belongs_and_nothing_is_claimed_to_be_absent(roles: list[str]) -> None:
    dated = [FORBIDS.replace("amends", f"is dated 1 June 202{n} and amends", 1) for n in range(len(roles))]
    members = [(role, a_document(text, f"{n}.txt")) for n, (role, text) in enumerate(zip(roles, dated, strict=True))]
    report = judge_family(members, tier=Tier.HIGH)
    denied = of(report, "SUS-1")
    assert denied.status is Status.CONTRADICTED
    assert {found.part for found in denied.evidence} <= {file.part for file in report.contract.files}
    assert of(report, "WHB-1").status is Status.UNCERTAIN
    assert report.contract.coverage.skipped == ("no master agreement was read: what stands in it is not known",)
    assert len(report.contract.files) == len(roles)


def test_files_that_are_lacking_leave_absence_open() -> None:
    report = judge_family([("master", a_document(MASTER))], tier=Tier.HIGH, lacking=["b.txt is not there"])
    assert (report.contract.coverage.skipped, of(report, "WHB-1").status) == (("b.txt is not there",), Status.UNCERTAIN)
    assert "b.txt is not there" in [notice.message for notice in report.contract.notices]


def test_quotations_of_a_family_are_slices_of_the_files_they_name() -> None:
    members = [
        ("master", a_document(DATED, "x/m.txt")),
        ("schedule", a_document(SCHEDULE, "x/s.txt")),
        ("amendment", a_document(PUTS, "x/a.txt")),
        ("amendment", a_document(FORBIDS, "y/a.txt")),
    ]
    report = judge_family(members, tier=Tier.HIGH)
    texts = {document.path: document.text for _, document in members}
    quoted = [found for v in report.verdicts for finding in v.findings for found in finding.evidence]
    for found in (*quoted, *(value for _, value in report.dates if isinstance(value, DateFinding))):
        assert texts[report.contract.path_of(found.part)][found.start : found.end] == found.text
    assert {found.part for found in quoted} >= {"body", "schedule s.txt", "amendment x/a.txt"}
    assert [file.part for file in report.contract.files][2:] == ["amendment x/a.txt", "amendment y/a.txt"]


def test_an_unread_part_of_one_file_leaves_absence_open() -> None:
    scanned = a_document(SCHEDULE, "s.pdf", coverage=Coverage(complete=False, skipped=("page 2 is a picture",)))
    report = judge_family([("master", a_document(MASTER)), ("schedule", scanned)], tier=Tier.HIGH)
    assert not report.contract.coverage.complete
    assert of(report, "WHB-1").status is Status.UNCERTAIN


@pytest.mark.parametrize(
    ("text", "part"),
    [(DELETION, Part.AMENDMENT), (SCHEDULE, Part.SCHEDULE)],
    ids=["says that it amends", "is headed as a schedule"],
)
def test_a_file_says_by_its_first_words_what_it_is(text: str, part: Part) -> None:
    assert part_of(a_document(text)) is part


def test_a_language_that_is_not_judged_leaves_absence_open() -> None:
    report = judge(a_document(MASTER, language="pl"), tier=Tier.HIGH)
    assert of(report, "WHB-1").status is Status.UNCERTAIN
    assert "language" in of(report, "WHB-1").reason


def test_with_reads_an_amendment_together_with_its_master(tmp_path: Path) -> None:
    (tmp_path / "master.txt").write_text(MASTER)
    (tmp_path / "amendment.txt").write_text(DELETION)
    done = CliRunner().invoke(
        main, ["check", str(tmp_path / "master.txt"), "--with", str(tmp_path / "amendment.txt"), "--format", "json"]
    )
    assert done.exit_code == 1
    assert "amendment amendment.txt" in done.output


def test_with_needs_one_master(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(MASTER)
    done = CliRunner().invoke(main, ["check", str(tmp_path), "--with", str(tmp_path / "a.txt")])
    assert done.exit_code == 2
    assert "one contract" in done.output
