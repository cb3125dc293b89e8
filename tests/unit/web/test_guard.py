"""Nobody but the person at the desk gets anything from it."""

from __future__ import annotations

import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import Browser, a_desk

from clausegen.errors import UsageError
from clausegen.web.desk import Desk
from clausegen.web.guard import HEADERS, Keys
from clausegen.web.server import LOOPBACK, _listening, _Use


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for all tests that change nothing: reading its contract takes a process each time."""
    desk = a_desk(tmp_path_factory.mktemp("guard") / "contracts")
    yield desk
    desk.close()


@pytest.fixture
def browser(shared: Desk) -> Browser:
    """A browser with secrets of its own."""
    return Browser(shared)


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Browser]:
    """A browser with a desk of its own, to change."""
    desk = a_desk(tmp_path / "contracts")
    yield Browser(desk)
    desk.close()


def test_the_person_at_the_desk_gets_the_page(browser: Browser) -> None:
    assert browser.ask("/").status == 200


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("evil.example", "a name that was rebound to this machine"),
        ("evil.example:8000", "the same with the port"),
        ("127.0.0.1", "the port is part of the address"),
        ("127.0.0.1:8001", "another port"),
        ("127.0.0.1:8000.evil.example", "a name that begins like the desk"),
        ("", "none"),
    ],
)
def test_a_forged_host_gets_nothing(browser: Browser, host: str, why: str) -> None:
    reply = browser.ask("/", host=host)
    assert reply.status == 421, why
    assert "a.txt" not in reply.text, why


@pytest.mark.parametrize(
    "cookie",
    ["", "session=x", "desk_0=x", "=", "a" * 5000, "desk_\x01=;;;="],
    ids=["none", "another name", "a guessed name", "empty", "long", "broken"],
)
@pytest.mark.parametrize("path", ["/", "/portfolio.csv", "/static/desk.css"])
def test_without_the_cookie_nothing_is_shown(browser: Browser, cookie: str, path: str) -> None:
    assert browser.ask(path, cookie=cookie).status == 403


def test_the_name_of_the_cookie_alone_is_worth_nothing(browser: Browser) -> None:
    assert browser.ask("/", cookie=f"{browser.keys.cookie}=guess").status == 403


def test_every_run_has_names_and_secrets_of_its_own() -> None:
    assert len({(keys.cookie, keys.session, keys.csrf, keys.token) for keys in (Keys(), Keys())}) == 2
    assert Keys().cookie != Keys().cookie


def test_the_address_opens_the_desk_once_and_hands_out_a_cookie_that_no_other_page_can_send(browser: Browser) -> None:
    token = browser.keys.token
    first = browser.ask(f"/open?token={token}", cookie="")
    assert first.status == 200
    cookie = first.headers["set-cookie"]
    assert cookie.startswith(f"{browser.keys.cookie}={browser.keys.session};")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert browser.ask(f"/open?token={token}", cookie="").status == 403


@pytest.mark.parametrize("token", ["", "x", "é", "x" * 100_000])
def test_a_wrong_token_does_not_open_it_and_does_not_use_the_right_one_up(browser: Browser, token: str) -> None:
    assert browser.ask(f"/open?token={token}", cookie="").status == 403
    assert browser.keys.token is not None


def changes(browser: Browser) -> list[str]:
    """Every address that changes something."""
    found = [route.path for route in browser.inner.routes if "POST" in (getattr(route, "methods", None) or ())]
    assert len(found) >= 8
    return [path.replace("{name}", browser.desk.id_of("a.txt")).replace("{draft}", "0" * 16) for path in found]


@pytest.mark.parametrize(
    ("origin", "more", "why"),
    [
        ("http://evil.example", {}, "another page"),
        ("https://127.0.0.1:8000", {}, "another scheme"),
        ("http://127.0.0.1:9999", {}, "another program of this machine"),
        (None, {}, "no browser says where it comes from"),
        ("null", {}, "a sandboxed frame"),
        ("null", {"sec-fetch-site": "cross-site"}, "a form of another page without referrer"),
        ("null", {"sec-fetch-site": "same-site"}, "another port of this machine"),
    ],
)
def test_no_other_page_changes_anything(browser: Browser, origin: str | None, more: dict[str, str], why: str) -> None:
    for path in changes(browser):
        assert browser.ask(path, {}, origin=origin, more=more).status == 403, (path, why)


def test_a_form_of_the_desk_itself_has_no_origin_because_it_has_no_referrer(alone: Browser) -> None:
    reply = alone.ask("/who", {"who": "Grace"}, origin="null", more={"sec-fetch-site": "same-origin"})
    assert reply.status == 303
    assert alone.desk.who == "Grace"


@pytest.mark.parametrize("csrf", ["", "x", "é"])
def test_without_the_token_of_the_page_nothing_changes(browser: Browser, csrf: str) -> None:
    for path in changes(browser):
        assert browser.ask(path, {}, csrf=csrf).status == 403, path
    assert not (browser.desk.folder / "decisions.toml").exists()


def test_another_page_cannot_load_a_picture_or_a_script_of_the_desk(browser: Browser) -> None:
    more = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert browser.ask("/static/desk.js", more=more).status == 403


@pytest.mark.parametrize("path", ["/", "/portfolio", "/nowhere", "/static/desk.css", "/contract/unknown"])
@pytest.mark.parametrize("cookie", [None, ""], ids=["open", "closed"])
def test_every_answer_carries_the_safety_headers(browser: Browser, path: str, cookie: str | None) -> None:
    headers = browser.ask(path, cookie=cookie).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_lets_a_page_load_from_the_desk_alone() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["content-security-policy"].split("; "))
    assert policy.pop("default-src") == "'none'"
    assert policy.pop("frame-ancestors") == "'none'"
    assert policy.pop("base-uri") == "'none'"
    assert set(policy.values()) == {"'self'"}
    assert set(policy) == {"script-src", "style-src", "img-src", "connect-src", "form-action"}


def test_no_page_has_code_or_style_in_it_that_the_policy_would_refuse(browser: Browser) -> None:
    for path in ("/", "/portfolio", "/renewals", "/draft", browser.contract()):
        page = browser.ask(path).text
        assert " style=" not in page, path
        assert " onclick=" not in page, path
        assert "<script>" not in page, path


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "a.txt", "%00", "'; DROP TABLE contracts; --"],
)
def test_contracts_have_opaque_names_and_no_path_comes_from_the_browser(browser: Browser, name: str) -> None:
    assert browser.ask(f"/contract/{name}").status == 404
    assert "a.txt" not in browser.contract()


def test_a_link_that_leads_outside_the_folder_is_not_followed(tmp_path: Path) -> None:
    desk = a_desk(tmp_path / "contracts")
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    (desk.folder / "a.txt").unlink()
    (desk.folder / "a.txt").symlink_to(secret)
    browser = Browser(desk)
    assert "The file is gone or cannot be reached" in browser.ask(browser.contract()).text
    desk.close()


def test_the_desk_does_not_send_the_browser_elsewhere(browser: Browser) -> None:
    for address in ("https://evil.example", "//evil.example", "/\\evil.example"):
        assert browser.ask("/who", {"who": "Ada", "next": address}).headers["location"] == "/"


def test_only_the_owner_can_read_what_the_desk_keeps(alone: Browser) -> None:
    alone.decide("SUS", "confirmed")
    for path in alone.desk.place.rglob("*"):
        if path.name not in (".gitignore", "drafts"):
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert stat.S_IMODE(alone.desk.place.stat().st_mode) == 0o700
    assert stat.S_IMODE((alone.desk.folder / "decisions.toml").stat().st_mode) == 0o600


def test_it_listens_on_loopback_alone() -> None:
    with _listening(0) as listening:
        assert listening.getsockname()[0] == LOOPBACK == "127.0.0.1"


def test_a_taken_port_is_explained() -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        with pytest.raises(UsageError, match="leave it out to take a free one"):
            _listening(taken.getsockname()[1])


def test_it_stops_when_nobody_uses_it_and_an_open_page_that_only_polls_is_nobody() -> None:
    busy = [False]
    use = _Use(0.0, lambda: busy[0])
    use.touch("/audit/progress")
    assert use.idle()
    busy[0] = True
    use.seconds = 1
    assert not use.idle()
    fresh = _Use(1000, lambda: False)
    fresh.touch("/")
    assert not fresh.idle()


def test_a_refused_request_is_no_use(browser: Browser) -> None:
    browser.ask("/", cookie="")
    browser.ask("/", host="evil.example")
    assert browser.touched == []
    browser.ask("/")
    assert browser.touched == ["/"]
