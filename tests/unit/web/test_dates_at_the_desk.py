"""Dates that the contract leaves open are answered at the desk, and the renewal pack is made from there."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from desks import Browser, a_desk, put
from paths import ROOT

from clausegen.cli.main import main
from clausegen.decisions import load_decisions
from clausegen.model import DateFinding, Dates, Renewal
from clausegen.web.renewing import page_of


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    desk = a_desk(tmp_path / "contracts")
    entry = desk.entry("a.txt")
    assert entry is not None
    assert entry.report is not None
    dates = Dates(
        expiration_date=DateFinding(value=None, text="two years after the Launch Date", reason="tied to an event"),
        notice_period=DateFinding(value="90 days", text="ninety (90) days", clause="12.2"),
    )
    put(desk, entry.model_copy(update={"report": entry.report.model_copy(update={"dates": dates})}))
    yield Browser(desk)
    desk.close()


def form(browser: Browser, **changed: str) -> dict[str, str]:
    """What the page sends when these dates are changed."""
    from clausegen.web.dates_form import facts

    report = browser.desk.report("a.txt")
    assert report is not None
    sent = {"next": "/renewals"}
    for fact in facts(browser.screens, report):
        sent |= {fact.name: fact.value, f"seen {fact.name}": fact.seen}
    return sent | {f"dates.{name}": value for name, value in changed.items()}


def renewal(browser: Browser) -> Renewal:
    for _ in range(100):
        due = browser.desk.due()
        if due is not None and not browser.desk.joining():
            return due.renewals[0]
        browser.desk._renewals._thread.join(240)  # type: ignore[union-attr]
    raise AssertionError("renewals were never joined")


def test_the_deal_file_beside_a_contract_counts_for_its_tier_of_today(browser: Browser) -> None:
    (browser.desk.folder / "a.deal.toml").write_bytes((ROOT / "samples" / "deals" / "high.toml").read_bytes())
    assert any("a.deal.toml" in reason for reason in renewal(browser).tier.reasons)


def test_the_form_holds_what_was_read_and_says_what_was_not(browser: Browser) -> None:
    page = browser.ask(f"{browser.contract()}/dates").text
    assert 'name="dates.notice_period" value="90 days"' in page
    assert "“ninety (90) days” (clause 12.2)" in page
    assert "Tied to an event" in page
    assert "It was not found in the contract" in page


def test_an_unknown_end_is_asked_first_and_the_answer_moves_the_contract(browser: Browser) -> None:
    assert renewal(browser).question
    assert "end not known" in browser.ask(browser.contract()).text
    reply = browser.ask(
        f"{browser.contract()}/dates", form(browser, expiration_date="2026-08-01", note="launch letter")
    )
    assert (reply.status, reply.headers["location"]) == (303, "/renewals")
    found = renewal(browser)
    assert (found.question, str(found.period_end), str(found.notice_by)) == ("", "2026-08-01", "2026-05-03")
    made = load_decisions(browser.desk.folder / "decisions.toml").all
    assert [(decision.element, decision.answer) for decision in made] == [("dates.expiration_date", "2026-08-01")]
    assert "Answered 2026-08-01 by Ada" in browser.ask(browser.contract()).text
    row = browser.desk.row("a.txt")
    assert row is not None
    assert (row.ends, row.notice) == ("2026-08-01", "2026-05-03")


def test_an_answer_can_be_taken_back(browser: Browser) -> None:
    browser.ask(f"{browser.contract()}/dates", form(browser, expiration_date="2026-08-01"))
    browser.ask(f"{browser.contract()}/dates", form(browser, expiration_date=""))
    row = browser.desk.row("a.txt")
    assert row is not None
    assert row.ends == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Nothing was changed"),
        ({"expiration_date": "soon"}, "End: 'soon' is no answer; give a day such as 2027-03-31"),
        ({"expiration_date": "2027-02-30"}, "is no answer"),
        ({"notice_period": ""}, "what was read cannot be emptied"),
        ({"renewal_term": "<script>"}, "is no answer"),
    ],
    ids=["nothing", "no day", "a day that does not exist", "emptied", "hostile"],
)
def test_what_is_no_answer_is_refused_with_what_is_expected(
    browser: Browser, changed: dict[str, str], said: str
) -> None:
    reply = browser.ask(f"{browser.contract()}/dates", form(browser, **changed))
    assert reply.status == 409
    assert said in reply.text.replace("&#39;", "'")
    assert "<script>" not in reply.text.replace("<script src", "")
    assert not (browser.desk.folder / "decisions.toml").exists()


def test_of_two_tabs_the_second_is_told(browser: Browser) -> None:
    old = form(browser, expiration_date="2027-01-01")
    browser.ask(f"{browser.contract()}/dates", form(browser, expiration_date="2026-08-01"))
    reply = browser.ask(f"{browser.contract()}/dates", old)
    assert reply.status == 409
    assert "somebody answered this in the meantime" in reply.text
    assert len(load_decisions(browser.desk.folder / "decisions.toml").all) == 1


# ---- the pack -------------------------------------------------------------------------------------


def test_a_pack_without_facts_says_what_the_command_says(browser: Browser) -> None:
    (browser.desk.folder / "a.txt").unlink()
    reply = browser.ask(f"{browser.contract()}/pack", {})
    assert reply.status == 409
    assert "the file is gone" in reply.text


def test_the_pack_of_a_contract_is_downloaded_with_the_notes_of_the_command(tmp_path: Path) -> None:
    folder = tmp_path / "contracts"
    deal = ROOT / "samples" / "deals" / "high.toml"
    made = CliRunner().invoke(main, ["draft", str(deal), "-o", str(tmp_path / "a.docx")])
    assert made.exit_code == 0
    stated = deal.read_text().replace("date = 2024-05-06", "date = 2026-03-02")
    browser = Browser(a_desk(folder, {"a.docx": (tmp_path / "a.docx").read_bytes()}))
    (folder / "a.deal.toml").write_text(stated)
    reply = browser.ask(f"{browser.contract('a.docx')}/pack", {})
    assert reply.status == 200, reply.text
    with zipfile.ZipFile(io.BytesIO(reply.body)) as archive:
        names = archive.namelist()
    assert any("gap-report" in name for name in names), names
    assert reply.headers["content-disposition"] == 'attachment; filename="a-renewal.zip"'
    browser.desk.close()
    shutil.rmtree(folder)


def test_a_long_list_has_pages_and_a_link_leads_to_the_one_of_its_contract(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = browser.desk.entry("a.txt")
    assert entry is not None
    put(browser.desk, entry.model_copy(update={"path": "b.txt"}))
    renewal(browser)
    due = browser.desk.due()
    assert due is not None
    many = [due.renewals[0].model_copy(update={"path": f"{number}.txt"}) for number in range(120)]
    assert [page_of(due.model_copy(update={"renewals": tuple(many)}), f"{at}.txt") for at in (0, 49, 50, 119)] == [
        1, 1, 2, 3,
    ]  # fmt: skip
    monkeypatch.setattr("clausegen.web.app.RENEWALS", 1)
    monkeypatch.setattr("clausegen.web.renewing.PAGE", 1)
    assert len(due.renewals) > 1
    for number, listed in enumerate(due.renewals, start=1):
        name = browser.desk.id_of(listed.path)
        for address in (f"/renewals?page={number}", f"/renewals?at={name}"):
            page = browser.ask(address).text
            assert (page.count("<article"), f'<article class="renewal" id="{name}"' in page) == (1, True)
            assert f"Page {number} of {len(due.renewals)}" in page
