"""Serve the desk on this machine, until nobody uses it any more."""

from __future__ import annotations

import asyncio
import socket
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Final

import uvicorn

from clausegen.errors import UsageError
from clausegen.model import DEFAULT_PLAYBOOK, Tier
from clausegen.web.app import create_app
from clausegen.web.desk import Desk
from clausegen.web.guard import OPENING, Guard, Keys

LOOPBACK: Final = "127.0.0.1"
_POLLED: Final = "/audit/progress"  # asked by a page that lies open, so nobody need be there


def serve(
    folder: Path,
    *,
    port: int = 0,
    tier: Tier = Tier.MEDIUM,
    playbook: str = DEFAULT_PLAYBOOK,
    who: str = "",
    idle_minutes: float = 60,
    browser: bool = True,
    say: Callable[[str], object] = print,
) -> None:
    """Serve the review desk for a folder and return when it was stopped, or nobody used it for ``idle_minutes``.

    It listens on the loopback address alone; ``port`` 0 takes a free one. ``say`` gets the address that opens it, once.
    Raises UsageError when the folder or the port cannot be used.
    """
    desk = Desk(folder, tier=tier, playbook=playbook, who=who)
    keys = Keys()
    with _listening(port) as listening:
        number = listening.getsockname()[1]
        use = _Use(idle_minutes * 60, lambda: desk.job.progress.running)
        app = Guard(
            create_app(desk, keys),
            keys=keys,
            hosts=(f"{LOOPBACK}:{number}", f"localhost:{number}"),
            touched=use.touch,
        )
        server = uvicorn.Server(
            uvicorn.Config(
                app, log_level="error", access_log=False, server_header=False, date_header=False, lifespan="off",
                timeout_graceful_shutdown=2,
            )
        )  # fmt: skip
        address = f"http://{LOOPBACK}:{number}{OPENING}?token={keys.token}"
        say(f"review desk for {folder}: {address}")
        say(f"The address opens it once, in one browser. Ctrl-C stops it; so do {idle_minutes:g} minutes without use.")
        if browser:
            webbrowser.open(address)
        if not desk.rows():
            desk.audit()
        try:
            asyncio.run(_until_idle(server, listening, use))
        finally:
            desk.close()
            app.app.state.screens.pages.close()  # type: ignore[attr-defined]
    if use.idle():
        say("stopped: nobody used the desk; every decision is saved")


async def _until_idle(server: uvicorn.Server, listening: socket.socket, use: _Use) -> None:
    async def watch() -> None:
        while not server.should_exit:
            await asyncio.sleep(min(1.0, use.seconds / 4))
            server.should_exit = server.should_exit or use.idle()

    watching = asyncio.create_task(watch())
    await server.serve(sockets=[listening])
    watching.cancel()


class _Use:
    """Remember when the desk was last used. An audit that runs counts as use."""

    def __init__(self, seconds: float, busy: Callable[[], bool]) -> None:
        self.seconds = seconds
        self._busy = busy
        self._last = time.monotonic()

    def touch(self, path: str) -> None:
        """Somebody asked for a page."""
        if path != _POLLED:
            self._last = time.monotonic()

    def idle(self) -> bool:
        """Return True when nobody did for too long."""
        if self._busy():
            self._last = time.monotonic()
        return time.monotonic() - self._last > self.seconds


def _listening(port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((LOOPBACK, port))
        made.listen(128)  # at once, so that a browser that is quicker than the desk waits and is not refused
    except OSError as error:
        made.close()
        raise UsageError(f"--port {port}: cannot be used ({error.strerror}); leave it out to take a free one") from None
    return made
