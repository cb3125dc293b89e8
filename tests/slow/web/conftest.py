"""A real Chromium in front of a real desk."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from clausegen.web.app import create_app
from clausegen.web.desk import Desk
from clausegen.web.guard import OPENING, Guard, Keys
from clausegen.web.server import LOOPBACK, _listening

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)


class Served:
    """A desk that listens, with a browser that has opened it."""

    def __init__(self, desk: Desk, address: str, context: Any) -> None:
        self.desk, self.address, self.context = desk, address, context
        self.asked: list[str] = []
        self.troubles: list[str] = []
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("console", lambda m: self.troubles.append(m.text) if m.type in ("error", "warning") else None)
        context.on("weberror", lambda error: self.troubles.append(str(error.error)))

    def open(self, path: str = "/") -> Any:
        """A new tab on a page of the desk."""
        page = self.context.new_page()
        page.goto(self.address + path)
        return page

    def contract(self, name: str = "a.txt", query: str = "") -> Any:
        """A new tab on a contract."""
        return self.open(f"/contract/{self.desk.id_of(name)}{query}")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser for the tests of one file; with it ends its event loop, which other tests could not bear."""
    if not CHROMIUM and os.environ.get("CLAUSEGEN_TEST_NEEDS_CHROMIUM"):
        pytest.fail("no Chromium, and CLAUSEGEN_TEST_NEEDS_CHROMIUM asks for it; install it (apt install chromium)")
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium); the desk is tested in a browser in CI")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def serve(chromium: Any) -> Iterator[Callable[..., Served]]:
    """Serve a desk on a free port; options go to the browser's context."""
    ends: list[Callable[[], None]] = []

    def served(desk: Desk, **options: Any) -> Served:
        keys = Keys()
        listening = _listening(0)
        number = listening.getsockname()[1]
        app = Guard(create_app(desk, keys), keys=keys, hosts=(f"{LOOPBACK}:{number}",), touched=lambda _: None)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        address = f"http://{LOOPBACK}:{number}"
        context = chromium.new_context(**{"viewport": {"width": 1300, "height": 850}, **options})
        context.set_default_timeout(120_000)  # patient, for the machine may have other work
        page = context.new_page()
        page.goto(f"{address}{OPENING}?token={keys.token}")
        page.wait_for_url(f"{address}/")
        page.close()
        made = Served(desk, address, context)

        def end() -> None:
            context.close()
            server.should_exit = True
            thread.join(120)
            listening.close()
            app.app.state.screens.pages.close()
            desk.close()

        ends.append(end)
        return made

    yield served
    for end in ends:
        end()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which finds faults of accessibility (MPL-2.0, see axe/LICENSE)."""
    return (Path(__file__).parent / "axe" / "axe.min.js").read_text()
