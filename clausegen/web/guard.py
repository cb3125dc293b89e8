"""Guard of the desk: it answers one browser of one person on this machine, and no other page in it.

Any web page may send requests to 127.0.0.1, and by rebinding a name of its own read the answers. So each request
names the desk exactly (Host), carries a cookie that no other page can send or read, and where it changes something
comes from a page of the desk (Origin, and a token in the form).
Source: OWASP cheat sheets "Cross-Site Request Forgery Prevention" and "Content Security Policy".
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPENING: Final = "/open"
CSRF_FIELD: Final = "csrf"
CSRF_HEADER: Final = "x-csrf"
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": _POLICY,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_SAFE: Final = frozenset({"GET", "HEAD"})
_PAGE: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1><p>{said}</p>'
)
_ON: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/">'
    '<title>Opening the desk</title><p><a href="/">Open the desk</a></p>'
)


@dataclass
class Keys:
    """The secrets of one run of the desk; they end with the process.

    ``token`` opens the desk once and is None afterwards; ``cookie`` is the name of the cookie, ``session`` its value.
    """

    token: str | None = field(default_factory=lambda: secrets.token_urlsafe(32))
    cookie: str = field(default_factory=lambda: f"desk_{secrets.token_hex(8)}")
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def take(self, token: str) -> bool:
        """Return True the first time the right token is given."""
        if self.token is None or not hmac.compare_digest(self.token.encode(), token.encode(errors="replace")):
            return False
        self.token = None
        return True

    def holds(self, cookies: str) -> bool:
        """Return True when a Cookie header carries the session."""
        try:
            sent = SimpleCookie(cookies).get(self.cookie)
        except CookieError:
            return False
        return sent is not None and hmac.compare_digest(sent.value.encode(errors="replace"), self.session.encode())

    def is_csrf(self, given: str) -> bool:
        """Return True for the token that the pages of the desk carry."""
        return hmac.compare_digest(given.encode(errors="replace"), self.csrf.encode())


class Guard:
    """Lets only requests of the desk's own pages through, and puts the safety headers on every answer.

    ``touched`` is called for each request that was let through, with its path.
    """

    def __init__(self, app: ASGIApp, *, keys: Keys, hosts: Iterable[str], touched: Callable[[str], None]) -> None:
        self.app = app
        self.keys = keys
        self.hosts = frozenset(hosts)
        self.touched = touched

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # the desk has no web sockets
            return

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, safely)
            return
        self.touched(scope["path"])
        await self.app(scope, receive, safely)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return the answer to a request that must not reach the desk, or that opens it."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return _refused(421, "Not this desk", "The request names another host. Use the address in the terminal.")
        if scope["path"] == OPENING:
            return self._opened(scope)
        if not self.keys.holds("; ".join(headers.getlist("cookie"))):
            said = "This browser has not opened the desk. Use the address that 'clausegen serve' printed, once."
            return _refused(403, "The desk is closed", said)
        if scope["method"] not in _SAFE and not _from_the_desk(headers, hosts[0]):
            return _refused(403, "Not from the desk", "The request comes from another page; nothing was changed.")
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and headers.get("sec-fetch-mode") != "navigate":
            return _refused(403, "Not from the desk", "Another page asks for this; it gets nothing.")
        return None

    def _opened(self, scope: Scope) -> Response:
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["method"] != "GET" or not self.keys.take(token):
            said = "This address opens the desk once, and it was used or is wrong. Stop the desk and start it again."
            return _refused(403, "The desk is closed", said)
        # A page that leads on, and no redirect: after one, some browsers hold a strict cookie back.
        answer = HTMLResponse(_ON)
        answer.set_cookie(self.keys.cookie, self.keys.session, httponly=True, samesite="strict", path="/")
        return answer


def _from_the_desk(headers: Headers, host: str) -> bool:
    """Return True when the browser says that a page of the desk sent this.

    Forms of a page without referrer send "Origin: null"; then the browser's own word for it decides, which no script
    can set.
    """
    origin = headers.get("origin", "null")
    if origin != "null":
        return origin == f"http://{host}"
    return headers.get("sec-fetch-site") == "same-origin"


def _refused(status: int, title: str, said: str) -> Response:
    return HTMLResponse(_PAGE.format(title=title, said=said), status_code=status)
