"""A family of an audit is judged whatever is missing of it, as one contract, and says what is missing."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from portfolios import a_judging, a_portfolio, run
from test_family import DATED, DELETION, FORBIDS, MASTER, SCHEDULE

from clausegen.amendments import Ties
from clausegen.auditing.families import family_concerns, proposed_families
from clausegen.auditing.register import Register
from clausegen.auditing.register import RegisterRow as Row
from clausegen.auditing.run import Finished
from clausegen.auditing.store import Store
from clausegen.model.portfolio import Concern, Counting, Entry, Outcome, Portfolio
from clausegen.model.requirement import Severity, Status, Tier
from clausegen.report.coverage_matrix import Heat
from clausegen.report.sarif import Sarif

STRAY = FORBIDS.replace("amends", "is dated 1 June 2021 and amends", 1)


def a_register(*pairs: tuple[str, str]) -> Register:
    return Register(tuple(Row(path, family="F", role=role, line=n) for n, (path, role) in enumerate(pairs, 2)))


def audited(folder: Path, register: Register, exclude: tuple[str, ...] = ()) -> tuple[Finished, dict[str, Entry]]:
    judging = a_judging(judge_family="portfolios:judge_as_one")
    return run(folder, folder.parent / "out", judging=judging, register=register, exclude=exclude)


def incomplete(finished: Finished) -> list[Concern]:
    return [concern for concern in finished.concerns if concern.kind == "family-incomplete"]


def status(entry: Entry, code: str) -> Status:
    assert entry.report is not None
    return next(f.status for verdict in entry.report.verdicts for f in verdict.findings if f.code == code)


AMENDMENTS = (("a.txt", "amendment"), ("b.txt", "amendment"))
NO_MASTER = [
    ("", AMENDMENTS, (), "no master agreement was read", "the register names none"),
    ("", (("m.txt", "master"), *AMENDMENTS), (), "m.txt (not there)", "its file is not there"),
    (MASTER, (("m.txt", "master"), *AMENDMENTS), ("m.txt",), "m.txt (excluded)", "it is left out by a pattern"),
    ("\0", (("m.txt", "master"), *AMENDMENTS), (), "m.txt (unreadable)", "it cannot be read"),
]


@pytest.mark.parametrize(("master", "rows", "exclude", "said", "why"), NO_MASTER, ids=[case[4] for case in NO_MASTER])
def test_a_family_without_its_master_is_one_contract_under_the_first_file_that_was_read(
    tmp_path: Path, master: str, rows: tuple[tuple[str, str], ...], exclude: tuple[str, ...], said: str, why: str
) -> None:
    folder = a_portfolio(tmp_path / "in", a=FORBIDS, b=DELETION)
    if master:
        (folder / "m.txt").write_text("" if master == "\0" else master)
    finished, entries = audited(folder, a_register(*rows), exclude)
    assert finished.contracts == 1, why
    assert [(entries[path].outcome, entries[path].of) for path in ("a.txt", "b.txt")] == [
        (Outcome.PARTLY_READ, ""),
        (Outcome.PARTLY_READ, "a.txt"),
    ]
    assert all(said in entries[path].reason for path in ("a.txt", "b.txt"))
    assert status(entries["a.txt"], "SUS-1") is Status.CONTRADICTED
    (concern,) = incomplete(finished)
    assert (concern.subject, concern.severity, said in concern.message) == ("F", Severity.MAJOR, True)


def test_what_is_missing_of_a_family_is_not_that_its_files_are_copies(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", copy=MASTER, m=MASTER)
    finished, entries = audited(folder, a_register(("m.txt", "master"), ("gone.txt", "schedule")))
    assert "same content as" in entries["m.txt"].reason + entries["copy.txt"].reason
    said = "not all of the family was read: not read of the family 'F': gone.txt (not there)"
    assert [concern.message for concern in incomplete(finished)] == [said]


def test_an_amendment_alone_is_judged(tmp_path: Path) -> None:
    finished, entries = audited(a_portfolio(tmp_path / "in", a=FORBIDS), a_register(("a.txt", "amendment")))
    assert (finished.contracts, entries["a.txt"].outcome) == (1, Outcome.PARTLY_READ)


LACKING = [
    (("b.txt", "amendment"), ("b.txt",), "b.txt (excluded)", "a file that is left out"),
    (("gone.docx", "amendment"), (), "gone.docx (not there)", "a file that is not there"),
    (("x/*", "schedule"), (), "", "a pattern names no file that must be there"),
    (("b*", "amendment"), ("b.txt",), "", "what is left out may be none of the files that a pattern means"),
]


@pytest.mark.parametrize(("row", "exclude", "said", "why"), LACKING, ids=[case[3] for case in LACKING])
def test_a_family_is_partly_read_when_the_register_names_a_file_of_it_that_is_not_judged(
    tmp_path: Path, row: tuple[str, str], exclude: tuple[str, ...], said: str, why: str
) -> None:
    folder = a_portfolio(tmp_path / "in", m=MASTER, b=FORBIDS)
    finished, entries = audited(folder, a_register(("m.txt", "master"), row), exclude)
    assert entries["m.txt"].outcome is (Outcome.PARTLY_READ if said else Outcome.JUDGED), why
    assert said in entries["m.txt"].reason
    assert len(incomplete(finished)) == bool(said)


def test_a_lacking_file_counts_for_the_tier_of_the_family(tmp_path: Path) -> None:
    rows = Register(
        (
            Row("m.txt", family="F", role="master"),
            Row("b.txt", tier=Tier.HIGH, family="F", role="schedule"),
        )
    )
    _, entries = audited(a_portfolio(tmp_path / "in", m=MASTER), rows)
    assert entries["m.txt"].tier is Tier.HIGH


def test_an_amendment_older_than_the_agreement_is_named_and_makes_uncertain_what_it_touches(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", m=DATED, a=STRAY)
    finished, entries = audited(folder, a_register(("m.txt", "master"), ("a.txt", "amendment")))
    said = "a.txt: it is of 2021-06-01, older than m.txt of 2025-03-01"
    for path in ("m.txt", "a.txt"):
        assert (entries[path].outcome, said in entries[path].reason) == (Outcome.JUDGED, True)
    assert status(entries["m.txt"], "SUS-1") is Status.UNCERTAIN
    told = [(one.kind, one.subject, one.severity, said in one.message) for one in finished.concerns]
    assert told == [("family-not-applied", "F", Severity.MAJOR, True)]


def test_of_many_operations_that_are_not_applied_three_are_named(tmp_path: Path) -> None:
    many = DELETION + "".join(f"\n{n}. Section {n} of the Agreement is hereby deleted." for n in range(20, 24))
    folder = a_portfolio(tmp_path / "in", m=DATED, a=many)
    _, entries = audited(folder, a_register(("m.txt", "master"), ("a.txt", "amendment")))
    assert entries["m.txt"].reason.endswith("and 1 more")
    assert entries["m.txt"].reason.count("a.txt: ") == 3


def stored(path: str, *, family: str = "", **own: Any) -> tuple[Entry, Ties]:
    return Entry(path=path, outcome=Outcome.JUDGED, tier=Tier.LOW, family=family), Ties(**own)


def test_papers_without_a_register_are_proposed_to_the_agreement_that_they_name() -> None:
    rows = [
        stored("m.txt", is_paper=False, days=("2024-01-05",)),
        stored("other.txt", is_paper=False, days=("2023-01-05",), numbers=("HG/217",)),
        stored("a.txt", is_paper=True, amends=("2024-01-05",), days=("2024-01-05", "2024-06-06")),
        stored("b.txt", is_paper=True, amends=("2022-02-02",)),
        stored("c.txt", family="F", is_paper=True, amends=("2024-01-05",)),
        stored("d.txt", is_paper=True, numbers=("HG/217",)),
    ]
    first, second = proposed_families(rows)
    assert (first.kind, first.subject, first.severity) == ("family-proposed", "a.txt", Severity.MINOR)
    assert "may belong together with m.txt, of which it names the date 2024-01-05; nothing" in first.message
    assert "may belong together with other.txt, of which it names the number HG/217; nothing" in second.message


def test_a_page_that_was_not_read_makes_the_whole_family_partly_read(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", m=MASTER)
    (folder / "s.eml").write_text(
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\n'
        f"{SCHEDULE}\n--x\nContent-Type: application/zip\nContent-Disposition: attachment; filename=more.zip\n\nPK"
        "\n--x--\n"
    )
    _, entries = audited(folder, a_register(("m.txt", "master"), ("s.eml", "schedule")))
    assert {entry.outcome for entry in entries.values()} == {Outcome.PARTLY_READ}
    assert entries["m.txt"].reason.startswith("s.eml: ")


@pytest.mark.parametrize(
    ("roles", "said"),
    [(("master", "master"), True), (("master", "amendment"), False)],
    ids=["two masters, or two rows without a role", "one"],
)
def test_several_masters_are_named(tmp_path: Path, roles: tuple[str, str], said: bool) -> None:
    folder = a_portfolio(tmp_path / "in", a=MASTER, b=FORBIDS)
    finished, _ = audited(folder, a_register(*zip(("a.txt", "b.txt"), roles, strict=True)))
    told = [concern for concern in finished.concerns if concern.kind == "family-ambiguous"]
    assert [(concern.severity, "a.txt, b.txt" in concern.message) for concern in told] == [("major", True)] * said


def test_a_family_of_several_customers_is_named() -> None:
    files = {"m.txt": "Alpha", "a.txt": "Beta", "s.txt": ""}
    entries = [
        Entry(path=path, outcome=Outcome.JUDGED, tier=Tier.LOW, family="K", customer=customer, shadow=path != "m.txt")
        for path, customer in files.items()
    ]
    (told,) = family_concerns([], entries, [])
    assert (told.kind, told.severity.value, "Alpha, Beta" in told.message) == ("family-ambiguous", "major", True)
    assert list(family_concerns([], entries[::2], [])) == []


def test_each_line_of_a_family_has_hash_and_format_of_its_own_file(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", m=MASTER)
    (folder / "a.md").write_text(FORBIDS)
    finished, entries = audited(folder, a_register(("m.txt", "master"), ("a.md", "amendment")))
    about = {path: entry.report.contract for path, entry in entries.items() if entry.report}
    assert {path: (one.path, one.format) for path, one in about.items()} == {
        "m.txt": ("m.txt", "txt"),
        "a.md": ("a.md", "md"),
    }
    assert all(one.sha256 == entries[path].sha256 for path, one in about.items())
    with Store(tmp_path / "out") as store:
        assert {one.path: one.sha256 for one in store.judged(finished.run)} == {
            path: entry.sha256 for path, entry in entries.items()
        }


def test_a_place_in_sarif_is_one_of_the_file_in_which_the_words_stand(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", x__m=MASTER, x__a=FORBIDS)
    _, entries = audited(folder, a_register(("x/m.txt", "master"), ("x/a.txt", "amendment")))
    log, out = Sarif(), BytesIO()
    for entry in entries.values():
        log.add(entry)
    log.finish(Portfolio(title=""), Counting().tally(), Heat(), out)
    log.close()
    places = [
        place["physicalLocation"]
        for result in json.loads(out.getvalue())["runs"][0]["results"]
        for place in (*result["locations"], *result.get("relatedLocations", []))
        if "region" in place["physicalLocation"]
    ]
    assert {place["artifactLocation"]["uri"] for place in places} == {"x/m.txt", "x/a.txt"}
    for place in places:
        region = place["region"]
        text = "\n".join(line for line in (folder / place["artifactLocation"]["uri"]).read_text().splitlines() if line)
        assert text[region["charOffset"] :][: region["charLength"]] == region["snippet"]["text"]


def test_results_of_families_judged_in_an_earlier_way_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_portfolio(tmp_path / "in", m=MASTER, a=FORBIDS, other="Nothing.")
    register = a_register(("m.txt", "master"), ("a.txt", "amendment"))
    monkeypatch.setattr("clausegen.auditing.unit._FAMILIES", 1)
    audited(folder, register)
    assert audited(folder, register)[0].judged_now == 0
    monkeypatch.undo()
    assert audited(folder, register)[0].judged_now == 1
