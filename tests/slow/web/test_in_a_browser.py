"""The desk in a real browser: what the person sees, types and hears."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from builders import _pdf_file, docx, p, page, pdf, row, table
from desks import SUSPENSION, TEXT, a_desk

from clausegen.decisions import load_decisions

Serve = Callable[..., Any]
SCREENS = ("/", "/portfolio", "/renewals", "/draft")


def marked(tab: Any, code: str) -> str:
    """The words that are marked for an element, once the page that marks them is there."""
    marks = tab.locator(f'#text mark[data-codes~="{code}"]')
    marks.first.wait_for(state="attached")
    tab.wait_for_load_state()
    return "".join(marks.all_text_contents())


def until(true: Callable[[], object], seconds: float = 60) -> None:
    """Wait for something to be true; the page's policy forbids to wait for it there."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.05)


# ---- the mark is the quotation --------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["txt", "docx", "table"])
def test_the_mark_is_the_quotation(tmp_path: Path, serve: Serve, kind: str) -> None:
    name = "a.txt" if kind == "txt" else "a.docx"
    file = tmp_path / name
    if kind == "txt":
        file.write_text(TEXT)
    elif kind == "docx":
        docx(file, p("The Ministry and the System"), p("Before. ", SUSPENSION, " After."))
    else:
        docx(file, p("The Ministry and the System"), table(row("Right", SUSPENSION), row("x", "y")))
    desk = serve(a_desk(tmp_path / "contracts", {name: file.read_bytes()}))
    assert marked(desk.contract(name), "SUS-2") == SUSPENSION


def test_overlapping_quotations_are_each_marked_whole(tmp_path: Path, serve: Serve) -> None:
    shorter = "suspend use of the System at once"
    desk = serve(a_desk(tmp_path / "contracts", quotes={"SUS-1": SUSPENSION, "SUS-2": shorter}))
    tab = desk.contract()
    assert marked(tab, "SUS-1") == SUSPENSION
    assert marked(tab, "SUS-2") == shorter


def a_pdf(path: Path) -> bytes:
    words = ["1. The Ministry licenses the System.", SUSPENSION, "3. Term of the agreement: two years."]
    return pdf(path, page(*words)).read_bytes()


def test_on_a_page_of_a_pdf_the_mark_lies_on_the_words(tmp_path: Path, serve: Serve) -> None:
    desk = serve(a_desk(tmp_path / "contracts", {"a.pdf": a_pdf(tmp_path / "a.pdf")}))
    tab = desk.contract("a.pdf")
    until(lambda: tab.evaluate("document.querySelector('.page img').naturalWidth > 0"))
    box = tab.locator('.box[data-codes~="SUS-2"]').first
    left, bottom, width, height = (float(box.get_attribute(n) or 0) for n in ("x", "y", "width", "height"))
    with pypdfium2.PdfDocument(desk.desk.folder / "a.pdf") as file:
        tall = file[0].get_height()
        words = (
            file[0]
            .get_textpage()
            .get_text_bounded(left - 1, tall - bottom - height - 1, left + width + 1, tall - bottom + 1)
        )
    assert " ".join(words.split()) == SUSPENSION
    picture, shown = tab.locator(".page img").bounding_box(), box.bounding_box()
    assert picture["x"] <= shown["x"]
    assert shown["y"] + shown["height"] <= picture["y"] + picture["height"]


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract, an external program, is not installed")
def test_on_a_scan_the_mark_lies_on_the_line_that_was_recognised(tmp_path: Path, serve: Serve) -> None:
    drawn = pdf(tmp_path / "drawn.pdf", page("The Ministry licenses the System.", "", SUSPENSION, size=13, step=30))
    with pypdfium2.PdfDocument(drawn) as file:
        bitmap = file[0].render(scale=2, grayscale=True)
        rows = [
            bytes(bitmap.buffer[y * bitmap.stride : y * bitmap.stride + bitmap.width]) for y in range(bitmap.height)
        ]
    head = f"<< /Type /XObject /Subtype /Image /Width {bitmap.width} /Height {bitmap.height} /ColorSpace /DeviceGray "
    picture = (head + f"/BitsPerComponent 8 /Length {len(rows) * bitmap.width} >>\nstream\n").encode() + b"".join(rows)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /XObject << /I 5 0 R >> >> >>",
        b"<< /Length 29 >>\nstream\nq 612 0 0 792 0 0 cm /I Do Q \nendstream",
        picture + b"\nendstream",
    ]
    desk = serve(a_desk(tmp_path / "contracts", {"scan.pdf": _pdf_file(objects, 1)}))
    tab = desk.contract("scan.pdf")
    box = tab.locator('.box[data-codes~="SUS-2"]').first
    assert abs(float(box.get_attribute("y") or 0) + float(box.get_attribute("height") or 0) - (792 - 720 + 60)) < 15
    tab.click("text=Read as text")
    assert " ".join(marked(tab, "SUS-2").split()) == SUSPENSION


def test_a_pdf_can_be_read_as_text(tmp_path: Path, serve: Serve) -> None:
    desk = serve(a_desk(tmp_path / "contracts", {"a.pdf": a_pdf(tmp_path / "a.pdf")}))
    tab = desk.contract("a.pdf")
    tab.click("text=Read as text")
    assert marked(tab, "SUS-2") == SUSPENSION


# ---- by keyboard ----------------------------------------------------------------------------------


def test_22_requirements_are_confirmed_by_keyboard_in_fewer_than_fifty_strokes(tmp_path: Path, serve: Serve) -> None:
    desk = serve(a_desk(tmp_path / "contracts"))
    tab = desk.contract()
    strokes = 0
    while tab.locator('.card:not([data-open="0"]):not([data-sent])').count():
        tab.keyboard.press("c")
        strokes += 1
        assert strokes < 50
    until(lambda: not tab.locator('.card:not([data-open="0"])').count())
    made = load_decisions(desk.desk.folder / "decisions.toml").all
    due = sum(1 for _ in tab.locator(".element").all())
    assert len(made) == due == len({decision.element for decision in made})
    assert "✓" in tab.locator("#card-SUS .tally").inner_text()


def test_the_keys_walk_open_and_correct(tmp_path: Path, serve: Serve) -> None:
    desk = serve(a_desk(tmp_path / "contracts"))
    tab = desk.contract()
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    tab.wait_for_selector('.card.here[data-code="SUS"]')
    tab.keyboard.press("k")
    tab.wait_for_selector('.card.here[data-code="HRC"]')
    tab.keyboard.press("j")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#card-SUS .more[open]")
    tab.locator("#e-SUS-2 .go").click()
    tab.locator("mark.on").first.wait_for()
    tab.keyboard.press("w")
    until(lambda: tab.evaluate("document.activeElement.name") == "status")
    tab.keyboard.press("Space")
    tab.locator("#e-SUS-2 .wrong button").press("Enter")
    tab.wait_for_selector("#e-SUS-2 .decided")
    assert "Corrected from satisfied" in tab.locator("#e-SUS-2 .decided").inner_text()


def test_keys_can_be_switched_off(tmp_path: Path, serve: Serve) -> None:
    desk = serve(a_desk(tmp_path / "contracts"))
    tab = desk.contract()
    tab.uncheck("#keys")
    tab.locator("h1").click()
    tab.keyboard.press("c")
    tab.reload()
    assert not tab.is_checked("#keys")
    assert not (desk.desk.folder / "decisions.toml").exists()


def test_a_date_is_answered_where_the_contract_leaves_it_open(tmp_path: Path, serve: Serve) -> None:
    desk = serve(a_desk(tmp_path / "contracts"))
    tab = desk.open("/renewals")
    tab.locator(".facts-form summary").first.click()
    tab.fill("input[name='dates.notice_period']", "60 days")
    tab.click("text=Save what I changed")
    until((desk.desk.folder / "decisions.toml").exists)
    made = load_decisions(desk.desk.folder / "decisions.toml").all
    assert [(decision.element, decision.answer) for decision in made] == [("dates.notice_period", "60 days")]
    tab = desk.contract()
    assert "notice period 60 days" in tab.locator("#dates summary").inner_text()


def test_letters_typed_into_a_form_are_letters(tmp_path: Path, serve: Serve) -> None:
    desk = serve(a_desk(tmp_path / "contracts"))
    tab = desk.contract()
    tab.keyboard.press("j")
    tab.keyboard.press("w")
    tab.locator(".wrong[open] input[name=note]").fill("")
    tab.locator(".wrong[open] input[name=note]").type("cjkw")
    assert tab.locator(".wrong[open] input[name=note]").input_value() == "cjkw"
    assert not (desk.desk.folder / "decisions.toml").exists()


def test_words_selected_in_the_text_go_into_the_form(tmp_path: Path, serve: Serve) -> None:
    desk = serve(a_desk(tmp_path / "contracts"))
    tab = desk.contract()
    tab.locator("#card-STD .more > summary").click()
    first = tab.locator("#card-STD .element").first
    first.locator(".wrong summary").click()
    tab.locator("#text .heading", has_text="Use of the System").click(click_count=3)
    first.locator("input[value=satisfied]").check()
    first.locator(".wrong button").click()
    tab.wait_for_selector("#card-STD .decided")
    assert "Corrected from missing to satisfied" in tab.locator("#card-STD .decided").first.inner_text()


def test_after_a_confirmed_point_the_person_stands_where_they_stood(tmp_path: Path, serve: Serve) -> None:
    desk = serve(a_desk(tmp_path / "contracts"))
    tab = desk.contract()
    tab.keyboard.press("j")
    tab.keyboard.press("Enter")
    standing = tab.locator(".element.here").get_attribute("id")
    tab.keyboard.press("c")
    tab.wait_for_selector(f"#{standing} .decided")
    assert tab.locator(".element.here").get_attribute("id") == standing


# ---- two tabs, reload, back -----------------------------------------------------------------------


def test_of_two_tabs_the_second_is_told_and_loses_nothing(tmp_path: Path, serve: Serve) -> None:
    desk = serve(a_desk(tmp_path / "contracts"))
    one, two = desk.contract(), desk.contract()
    one.locator("#card-SUS .confirm-all button").click()
    one.wait_for_selector('#card-SUS[data-open="0"]')
    saved = load_decisions(desk.desk.folder / "decisions.toml").all
    two.locator("#card-SUS .confirm-all button").click()
    two.wait_for_selector("#card-SUS .alert")
    assert "in the meantime" in two.locator("#card-SUS .alert").inner_text()
    assert load_decisions(desk.desk.folder / "decisions.toml").all == saved


def test_reload_and_back_repeat_nothing(tmp_path: Path, serve: Serve) -> None:
    desk = serve(a_desk(tmp_path / "contracts"))
    tab = desk.open("/portfolio")
    tab.click("text=a.txt")
    tab.wait_for_selector("#card-SUS")
    tab.wait_for_load_state()  # with its scripts: without them the button opens a page of its own
    tab.locator("#card-SUS .confirm-all button").click()
    tab.wait_for_selector('#card-SUS[data-open="0"]')
    saved = load_decisions(desk.desk.folder / "decisions.toml").all
    tab.reload()
    assert tab.locator("#card-SUS").get_attribute("data-open") == "0"
    tab.go_back()
    assert tab.locator("h1").inner_text() == "Portfolio"
    assert load_decisions(desk.desk.folder / "decisions.toml").all == saved


def test_without_scripts_the_desk_works_too(tmp_path: Path, serve: Serve) -> None:
    desk = serve(a_desk(tmp_path / "contracts"), java_script_enabled=False)
    tab = desk.contract()
    tab.locator("#card-SUS .confirm-all button").click()
    tab.wait_for_selector('#card-SUS[data-open="0"]')


# ---- everybody can use it -------------------------------------------------------------------------

LOOKS: dict[str, dict[str, Any]] = {
    "wide": {},
    "dark": {"color_scheme": "dark"},
    "390 pixels": {"viewport": {"width": 390, "height": 844}},
    "200 % zoom": {"viewport": {"width": 650, "height": 425}, "device_scale_factor": 2},
}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_serious_and_nothing_is_cut_off(tmp_path: Path, serve: Serve, axe: str, look: str) -> None:
    long = "An agreement with a very long name that nobody would give " * 2 + ".txt"
    desk = serve(a_desk(tmp_path / "contracts", {"a.txt": TEXT, long: TEXT + "More.\n"}), **LOOKS[look])
    for path in (*SCREENS, f"/contract/{desk.desk.id_of('a.txt')}"):
        tab = desk.open(path)
        if path.startswith("/contract"):
            tab.locator("#card-SUS .more > summary").click()
            tab.locator("#e-SUS-3 .wrong summary").click()
            tab.locator("#dates summary").click()
        if path == "/renewals":
            tab.locator(".facts-form summary").first.click()
            tab.wait_for_selector(".facts-form form")
        if path == "/draft":
            tab.click("text=New agreement")
        tab.evaluate(axe)
        found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
        serious = [
            (fault["id"], [node["target"] for node in fault["nodes"]][:3])
            for fault in found["violations"]
            if fault["impact"] in ("serious", "critical")
        ]
        assert serious == [], path
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
        tab.close()


def test_in_print_the_text_and_every_finding_are_there_and_no_button(tmp_path: Path, serve: Serve) -> None:
    desk = serve(a_desk(tmp_path / "contracts"))
    tab = desk.contract()
    tab.emulate_media(media="print")
    assert tab.locator("#text p", has_text="on suspicion of misuse").first.is_visible()
    assert tab.locator("#card-SUS h3").is_visible()
    assert not tab.locator(".confirm-all button").first.is_visible()
    assert not tab.locator("nav").first.is_visible()
    assert len(tab.pdf()) > 10_000


# ---- nothing leaves -------------------------------------------------------------------------------


def test_no_request_leaves_loopback_and_the_policy_stops_what_tries(tmp_path: Path, serve: Serve) -> None:
    hostile = TEXT + '\n\n4. <img src="http://evil.example/x.png"><script src="http://evil.example/x.js"></script>\n'
    desk = serve(a_desk(tmp_path / "contracts", {"a.txt": hostile}))
    for path in (*SCREENS, f"/contract/{desk.desk.id_of('a.txt')}"):
        desk.open(path).wait_for_load_state("networkidle")
    assert desk.troubles == []
    assert desk.asked
    assert {url for url in desk.asked if not url.startswith(desk.address)} == set()
    tab = desk.open("/")
    said = tab.evaluate("fetch('http://evil.example/').then(() => 'sent', () => 'refused')")
    assert said == "refused"


def test_a_browser_that_did_not_open_the_desk_gets_nothing(tmp_path: Path, serve: Serve, chromium: Any) -> None:
    desk = serve(a_desk(tmp_path / "contracts"))
    other = chromium.new_context()
    tab = other.new_page()
    assert tab.goto(desk.address).status == 403
    assert "a.txt" not in tab.content()
    cookies = desk.context.cookies()
    assert [(c["httpOnly"], c["sameSite"]) for c in cookies] == [(True, "Strict")]
    other.add_cookies([{"name": cookies[0]["name"], "value": "guess", "url": desk.address}])
    assert tab.goto(desk.address).status == 403
    other.close()


def test_another_page_of_this_machine_can_neither_frame_nor_post(tmp_path: Path, serve: Serve) -> None:
    desk = serve(a_desk(tmp_path / "contracts"))
    tab = desk.context.new_page()
    name = desk.desk.id_of("a.txt")
    form = f'<form method="post" action="{desk.address}/contract/{name}/scope"><input name="note" value="x"></form>'
    tab.route("http://evil.example/", lambda route: route.fulfill(body=form, content_type="text/html"))
    tab.goto("http://evil.example/")
    tab.evaluate("document.forms[0].submit()")
    tab.wait_for_url(f"{desk.address}/**")
    assert "The desk is closed" in tab.content(), "the strict cookie does not travel"
    assert not (desk.desk.folder / "decisions.toml").exists()


# ---- long contracts, long work --------------------------------------------------------------------


def test_of_a_long_pdf_only_what_is_seen_is_drawn(tmp_path: Path, serve: Serve) -> None:
    pages = [page(*(f"{n}.{i} The Ministry uses the System as agreed." for i in range(40))) for n in range(499)]
    data = pdf(tmp_path / "long.pdf", page(SUSPENSION, "The Ministry licenses the System."), *pages).read_bytes()
    desk = serve(a_desk(tmp_path / "contracts", {"long.pdf": data}))
    desk.contract("long.pdf").close()
    tab = desk.contract("long.pdf")
    tab.wait_for_selector("#card-SUS")
    assert tab.locator(".page").count() == 500
    drawn = [url for url in desk.asked if "/page/" in url]
    assert len(set(drawn)) < 30


def test_the_page_says_how_far_an_audit_is(tmp_path: Path, serve: Serve) -> None:
    made = a_desk(tmp_path / "contracts")
    desk = serve(made)
    made.job.progress.state, made.job.progress.units, made.job.progress.done = "judging", 10, 3
    tab = desk.open("/")
    until(lambda: "Reading contracts: 3 of 10" in tab.locator("#job").inner_text())
    made.job.progress.done = 4
    until(lambda: "4 of 10" in tab.locator("#job").inner_text())
    tab.reload()
    until(lambda: "4 of 10" in tab.locator("#job").inner_text())
    tab.locator("#job button").click()
    until(lambda: "Ending after" in tab.locator("#job").inner_text())
    made.job.progress.state, made.job.progress.said = "cancelled", "Cancelled; 6 left. What was judged is kept."
    tab.wait_for_selector("text=Go on with the audit")
