"""What a person does at the desk: every decision is saved, shown, and never at somebody else's cost."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import dele, docx, ins, p, r
from click.testing import CliRunner
from desks import SUSPENSION, TEXT, TODAY, Browser, a_desk, judged
from paths import ROOT

from clausegen.cli.main import main
from clausegen.decisions import load_decisions
from clausegen.model import DecisionKind, Status
from clausegen.web.drafts import Prompt

HOSTILE = '<script>alert("x")&"quote\'<img src=x>.txt'


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    desk = a_desk(tmp_path / "contracts")
    yield Browser(desk)
    desk.close()


def decisions(browser: Browser) -> list[tuple[str, str]]:
    read = load_decisions(browser.desk.folder / "decisions.toml")
    return [(decision.element, decision.decision.value) for decision in read.all]


def status(browser: Browser, code: str, name: str = "a.txt") -> Status:
    report = browser.desk.report(name)
    assert report is not None
    return next(f.status for v in report.verdicts for f in v.findings if f.code == code)


def test_the_mandatory_provisions_come_first(browser: Browser) -> None:
    page = browser.ask(browser.contract()).text
    first = [page.index(f'id="card-{code}"') for code in ("HRC", "SUS", "INV")]
    assert first == sorted(first)
    assert first[-1] < page.index('id="card-STD"')
    assert page.count('<article class="card') == 22


def test_confirming_a_card_decides_every_point_of_it_and_no_other(browser: Browser) -> None:
    assert "✓ decided" in browser.decide("SUS", "confirmed").text
    made = decisions(browser)
    assert {code.partition("-")[0] for code, _ in made} == {"SUS"}
    assert len(made) == len(browser.desk.library.requirement("suspension").due_at(browser.desk.tier))


def test_a_card_that_is_confirmed_twice_is_saved_once(browser: Browser) -> None:
    browser.decide("SUS", "confirmed")
    before = decisions(browser)
    browser.decide("SUS", "confirmed")
    assert decisions(browser) == before


def test_a_point_that_is_wrong_gets_the_right_status_everywhere(browser: Browser) -> None:
    reply = browser.decide("SUS-2", "wrong", status="missing", note="only a recital")
    assert "Corrected from satisfied to missing by Ada" in reply.text
    assert "only a recital" in reply.text
    assert status(browser, "SUS-2") is Status.MISSING


def test_what_is_missing_becomes_satisfied_only_by_words_that_stand_in_the_contract(browser: Browser) -> None:
    wanted = {"status": "satisfied"}
    assert "select the words in the contract" in browser.decide("STD-1", "wrong", **wanted).text
    assert "do not stand in the contract" in browser.decide("STD-1", "wrong", words="Invented words.", **wanted).text
    browser.decide("STD-1", "wrong", words="Use of   the\nSystem", **wanted)
    assert status(browser, "STD-1") is Status.SATISFIED


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"until": "2026-05-31", "note": "x"}, "ends on a day from today on"),
        ({"until": "soon", "note": "x"}, "ends on a day from today on"),
        ({"until": "2027-01-01", "note": " "}, "Say why the gap is accepted"),
    ],
    ids=["a day that is past", "no day", "no reason"],
)
def test_a_waiver_needs_a_day_and_a_reason(browser: Browser, fields: dict[str, str], said: str) -> None:
    reply = browser.decide("STD-1", "waived", **fields)
    assert reply.status == 409
    assert said in reply.text
    assert not (browser.desk.folder / "decisions.toml").exists()


def test_a_waived_gap_stays_visible_and_is_no_open_gap(browser: Browser) -> None:
    before = browser.desk.row("a.txt")
    browser.decide("STD-1", "waived", until="2027-01-01", note="standards follow")
    after = browser.desk.row("a.txt")
    assert before is not None
    assert after is not None
    assert after.open == before.open - 1
    assert status(browser, "STD-1") is Status.MISSING


def test_waiving_a_mandatory_provision_takes_a_second_person(browser: Browser) -> None:
    reply = browser.decide("SUS-3", "waived", until="2027-01-01", note="agreed")
    assert "needs the countersignature of General Counsel" in reply.text
    assert "Countersign</button>" not in reply.text, "not by oneself"
    made = load_decisions(browser.desk.folder / "decisions.toml").all[-1]
    browser.ask("/who", {"who": "Grace"})
    assert "Countersign</button>" in browser.ask(browser.contract()).text
    reply = browser.decide("SUS-3", "countersigned", of=made.id)
    assert "countersigned by Grace" in reply.text
    row = browser.desk.row("a.txt")
    assert row is not None
    assert row.awaiting == ()


def test_a_decision_can_be_taken_back(browser: Browser) -> None:
    browser.decide("SUS-2", "wrong", status="missing")
    browser.decide("SUS-2", "withdrawn")
    assert status(browser, "SUS-2") is Status.SATISFIED
    assert [kind for _, kind in decisions(browser)] == ["wrong", "withdrawn"], "nothing is deleted"


def test_of_two_tabs_the_second_is_told_and_saves_nothing(browser: Browser) -> None:
    browser.decide("SUS-2", "wrong", status="missing", seen="")
    reply = browser.decide("SUS-2", "confirmed", seen="")
    assert "in the meantime" in reply.text
    assert decisions(browser) == [("SUS-2", "wrong")]


def test_two_desks_on_one_folder_see_each_others_decisions(browser: Browser) -> None:
    other = Browser(a_desk(browser.desk.folder, {}))
    other.desk.who = "Grace"
    other.decide("SUS-2", "wrong", status="missing")
    assert status(browser, "SUS-2") is Status.MISSING
    assert "Corrected from satisfied to missing by Grace" in browser.ask(browser.contract()).text
    other.desk.close()


def test_a_damaged_file_of_decisions_is_told_on_every_page_and_never_written_over(browser: Browser) -> None:
    browser.decide("SUS-2", "confirmed")
    file = browser.desk.folder / "decisions.toml"
    file.write_text(file.read_text() + "<<<<<<< HEAD\n")
    before = file.read_bytes()
    assert "Decisions cannot be read" in browser.ask("/").text
    assert browser.decide("SUS-2", "insert", seen="").status == 409
    assert file.read_bytes() == before


def test_a_full_disk_is_told_and_nothing_is_half_written(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    def full(_: int, __: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("clausegen.decisions.decisions_file._write", full)
    reply = browser.decide("SUS-2", "confirmed")
    assert reply.status == 409
    assert "not saved (No space left on device)" in reply.text
    assert (browser.desk.folder / "decisions.toml").read_bytes() == b""


def test_the_program_is_asked_again_when_the_words_change(browser: Browser) -> None:
    browser.decide("SUS-2", "confirmed")
    (browser.desk.folder / "a.txt").write_text(TEXT.replace("misuse", "proven misuse"))
    judged(browser.desk, "a.txt", {"SUS-2": SUSPENSION.replace("misuse", "proven misuse")})
    row = browser.desk.row("a.txt")
    assert row is not None
    assert row.reopened == ("SUS-2",)
    assert "open again: the contract or the program quotes other words now" in browser.ask(browser.contract()).text


def test_a_file_that_is_removed_under_the_desk_is_shown_as_judged_and_said_to_be_gone(browser: Browser) -> None:
    (browser.desk.folder / "a.txt").unlink()
    page = browser.ask(browser.contract()).text
    assert "The file is gone" in page
    assert SUSPENSION in page


def test_a_file_that_is_changed_under_the_desk_is_said_to_be_changed(browser: Browser) -> None:
    (browser.desk.folder / "a.txt").write_text(TEXT + "More.")
    assert "was changed after it was judged" in browser.ask(browser.contract()).text


def test_hostile_names_and_texts_are_shown_as_they_are_and_do_nothing(tmp_path: Path) -> None:
    hostile = TEXT + '\n\n4. <img src=x onerror="alert(1)"> {{ 7 * 7 }} </div>\n'
    browser = Browser(a_desk(tmp_path / "contracts", {HOSTILE: hostile}))
    for path in ("/", "/portfolio", browser.contract(HOSTILE)):
        page = browser.ask(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "{{ 7 * 7 }}" in browser.ask(browser.contract(HOSTILE)).text
    browser.desk.close()


def test_a_table_for_a_spreadsheet_runs_no_formula(tmp_path: Path) -> None:
    browser = Browser(a_desk(tmp_path / "contracts", {"=cmd|' calc'!A0.txt": TEXT}))
    assert "'=cmd|" in browser.ask("/portfolio.csv").text
    browser.desk.close()


def test_out_of_scope_takes_a_reason_and_leaves_the_counts(browser: Browser) -> None:
    path = f"{browser.contract()}/scope"
    assert browser.ask(path, {"decision": "not-in-scope"}).status == 409
    browser.ask(path, {"decision": "not-in-scope", "note": "a lease"})
    assert "a.txt" not in browser.ask("/portfolio").text
    assert "a lease" in browser.ask("/portfolio?show=out").text
    browser.ask(path, {"decision": "in-scope"})
    assert "a.txt" in browser.ask("/portfolio").text


def test_a_file_that_is_probably_no_contract_is_said_to_be_with_its_reason(tmp_path: Path) -> None:
    text = "Mutual Non-Disclosure Agreement\n\nThe Ministry shall keep the System confidential.\n"
    browser = Browser(a_desk(tmp_path / "contracts", {"nda.txt": text}))
    assert "It reads like a non-disclosure agreement" in browser.ask("/").text
    assert "1 probably not in scope" in browser.ask("/portfolio").text, "nothing is dropped in silence"
    assert "nda.txt" in browser.ask("/portfolio?show=doubtful").text
    browser.ask(f"{browser.contract('nda.txt')}/scope", {"decision": "in-scope"})
    assert "nda.txt" in browser.ask("/portfolio").text, "a person has the last word"
    browser.desk.close()


def test_tracked_and_hidden_text_is_marked(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    docx(file, p("The Ministry may use it for ", ins("two"), dele("one"), " years."), p(r("Secret words.", "vanish")))
    browser = Browser(a_desk(tmp_path / "contracts", {"a.docx": file.read_bytes()}))
    page = browser.ask(browser.contract("a.docx")).text
    assert '<ins title="Inserted by Other Side">two</ins>' in page
    assert '<del title="Deleted by Other Side">one</del>' in page
    assert "Hidden text, not counted" in page
    browser.desk.close()


def test_search_and_filters_narrow_what_is_shown_and_what_is_exported(tmp_path: Path) -> None:
    browser = Browser(a_desk(tmp_path / "contracts", {"alpha.txt": TEXT, "beta.txt": TEXT + "Beta.\n"}))
    for path in ("/portfolio?search=ALPHA", "/portfolio.csv?search=ALPHA"):
        page = browser.ask(path).text
        assert "alpha.txt" in page
        assert "beta.txt" not in page
    assert "No contract is as you ask" in browser.ask("/portfolio?status=satisfied").text
    for odd in ("page=0", "page=99999999999", "page=x", "group=__class__", "status=%00"):
        assert browser.ask(f"/portfolio?{odd}").status == 200
    browser.desk.close()


def test_today_names_at_most_ten_contracts_the_most_pressing_first(tmp_path: Path) -> None:
    files = {f"c{number:02}.txt": TEXT + f"Number {number}.\n" for number in range(12)}
    browser = Browser(a_desk(tmp_path / "contracts", files))
    page = browser.ask("/").text
    assert page.count('<li class="task') == 10
    assert "The 10 most pressing of 12" in page
    browser.desk.close()


def test_a_waiver_that_has_expired_is_todays_business(browser: Browser) -> None:
    browser.decide("STD-1", "waived", until=TODAY.isoformat(), note="until tonight")
    assert "A waiver has expired" not in browser.ask("/").text
    browser.desk.today = lambda: TODAY + dt.timedelta(days=1)
    assert "A waiver has expired: STD-1" in browser.ask("/").text


def test_a_desk_that_is_started_again_knows_everything_without_judging(tmp_path: Path) -> None:
    browser = Browser(a_desk(tmp_path / "contracts"))
    browser.decide("SUS-2", "confirmed")
    browser.desk.close()
    again = Browser(a_desk(tmp_path / "contracts", {}))
    row = again.desk.row("a.txt")
    assert row is not None
    assert row.decided == 1
    assert SUSPENSION in again.ask(again.contract()).text
    again.desk.close()


def test_decisions_made_while_the_desk_was_closed_are_seen_when_it_opens(tmp_path: Path) -> None:
    first = Browser(a_desk(tmp_path / "contracts"))
    first.decide("SUS-2", "confirmed")
    lines = (first.desk.folder / "decisions.toml").read_text()
    first.desk.close()
    (tmp_path / "contracts" / "decisions.toml").write_text(
        lines.replace("confirmed", "insert").replace("SUS-2", "SUS-1")
    )
    again = Browser(a_desk(tmp_path / "contracts", {}))
    report = again.desk.report("a.txt")
    assert report is not None
    found = {f.code: f.decided for v in report.verdicts for f in v.findings if f.decided}
    assert [(code, made.kind) for code, made in found.items() if made] == [("SUS-1", DecisionKind.INSERT)]
    again.desk.close()


def test_our_wording_is_shown_at_every_rung(browser: Browser) -> None:
    page = browser.ask(f"{browser.contract()}/wording/SUS-1").text
    assert "Sole discretion, own decision and own act." in page
    assert "Approval: General Counsel" in page
    assert "Our wording" in page


def test_an_interview_is_answered_corrected_and_taken_back(browser: Browser) -> None:
    address = browser.ask("/draft", {}).headers["location"]
    assert "Title of the agreement?" in browser.ask(address).text
    browser.ask(f"{address}/answer", {"key": "title", "answer": "Licence <b>"})
    assert "Date of the agreement" in browser.ask(address).text
    assert "Licence &lt;b&gt;" in browser.ask(address).text
    reply = browser.ask(f"{address}/answer", {"key": "date", "answer": "tomorrow"})
    assert "a date as YYYY-MM-DD is expected" in reply.text
    browser.ask(f"{address}/back", {})
    assert "Title of the agreement?" in browser.ask(address).text
    again = browser.ask(f"{address}/answer", {"key": "date", "answer": "2026-01-01"})
    assert again.status == 303, "another tab was quicker: nothing is written to the wrong question"
    assert "Title of the agreement?" in browser.ask(address).text


def test_an_interview_ends_with_the_pages_and_the_clean_copy(browser: Browser) -> None:
    address = browser.ask("/draft", {}).headers["location"]
    interview = browser.screens.drafts.get(address.rpartition("/")[2])
    assert interview is not None
    interview.file.write_text((ROOT / "samples" / "deals" / "high.toml").read_text())
    for _ in range(200):
        asked = browser.screens.drafts.next(interview)
        if not isinstance(asked, Prompt):
            break
        browser.screens.drafts.answer(interview, asked.default)
    page = browser.ask(address).text
    assert "Drafted at the high tier, as stated" in page
    assert "may suspend" in page
    copy = browser.ask(f"{address}/agreement.docx")
    assert copy.body.startswith(b"PK")
    assert json.loads(browser.ask(f"{address}/manifest.json").text)["kind"] == "agreement"


def test_a_deal_that_must_not_be_drafted_is_refused_with_its_reasons(browser: Browser) -> None:
    address = browser.ask("/draft", {}).headers["location"]
    interview = browser.screens.drafts.get(address.rpartition("/")[2])
    assert interview is not None
    deal = (ROOT / "samples" / "deals" / "high.toml").read_text()
    interview.file.write_text(re.sub(r'capability = "[^"]*"', 'capability = "mass"', deal))
    for _ in range(200):
        asked = browser.screens.drafts.next(interview)
        if not isinstance(asked, Prompt):
            break
        browser.screens.drafts.answer(interview, asked.default)
    page = browser.ask(address).text
    assert "This deal must not be drafted" in page
    assert "<li>" in page
    assert "Download" not in page


def test_no_file_is_read_by_a_name_from_the_browser(browser: Browser) -> None:
    address = browser.ask("/draft", {}).headers["location"]
    interview = browser.screens.drafts.get(address.rpartition("/")[2])
    assert interview is not None
    question = Prompt("human_rights_policy.text", "Its text, or @FILE?", "file", (), False, "")
    browser.screens.drafts.next = lambda _: question  # type: ignore[method-assign]
    reply = browser.ask(f"{address}/answer", {"key": question.key, "answer": "@/etc/passwd"})
    assert reply.status == 409
    assert "not from the browser" in reply.text


def test_labels_are_exported_only_after_an_audit_and_that_is_said(browser: Browser) -> None:
    result = CliRunner().invoke(main, ["decisions", "export", str(browser.desk.folder)])
    assert result.exit_code == 2
    assert "holds no finished audit" in result.output


def test_decisions_are_listed(browser: Browser) -> None:
    browser.decide("SUS-2", "wrong", status="missing", note="only a recital")
    result = CliRunner().invoke(main, ["decisions", "list", str(browser.desk.folder)])
    assert "a.txt: SUS-2: wrong missing by Ada: only a recital" in result.output


def test_today_says_how_often_the_program_was_right_here(browser: Browser) -> None:
    assert "The program was right here" not in browser.ask("/").text
    browser.decide("SUS-1", "confirmed")
    browser.decide("SUS-2", "wrong", status="missing")
    browser.decide("STD-1", "confirmed")
    page = browser.ask("/").text
    assert "<li>Satisfied: 1 of 2</li>" in page
    assert "<li>Missing: 1 of 1</li>" in page


def test_a_full_disk_under_the_interview_is_told_and_the_deal_is_as_it_was(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = browser.ask("/draft", {}).headers["location"]
    browser.ask(f"{address}/answer", {"key": "title", "answer": "Licence"})
    interview = browser.screens.drafts.get(address.rpartition("/")[2])
    assert interview is not None
    before = interview.file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("clausegen.web.drafts.replacing", full)
    reply = browser.ask(f"{address}/back", {})
    assert reply.status == 507
    assert "Nothing was saved (No space left on device). Make room" in reply.text
    assert interview.file.read_bytes() == before


def test_a_defect_of_the_desk_is_told_by_its_place_and_never_by_words_of_a_contract(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("SECRET words of a contract")

    monkeypatch.setattr(browser.desk, "report", broken)
    reply = browser.ask(browser.contract())
    assert reply.status == 500
    assert "The desk failed at this page (ValueError in test_deciding.py" in reply.text
    assert "SECRET" not in reply.text


def test_today_names_every_reason_of_a_contract_the_most_pressing_first(browser: Browser) -> None:
    browser.decide("SUS-3", "waived", until="2027-01-01", note="agreed")
    browser.decide("STD-1", "waived", until=TODAY.isoformat(), note="until tonight")
    browser.desk.today = lambda: TODAY + dt.timedelta(days=1)
    page = browser.ask("/").text
    assert page.index("A waiver has expired: STD-1") < page.index("A second person must agree: SUS-3")
