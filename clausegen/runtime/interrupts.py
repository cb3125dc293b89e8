"""Ending a command on request: Ctrl-C, or the system's polite word (SIGTERM).

The request may come at any moment: while a module is loaded, inside a library that makes an error of its own of it,
where Python swallows it (a destructor). So it is raised where it comes and remembered as well. What takes long asks
for it (``check``); what must not be cut in two puts it off (``deferred``).
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop(KeyboardInterrupt):
    """The command is to stop.

    A class of its own: where a KeyboardInterrupt leaves a piece of code that was made from text, as dataclasses are,
    Python remembers to die by the signal at its end, whatever was made of it in between.
    """


class _Requests:
    """Requests to this process. Signals come to its main thread, and only that one changes this."""

    count = 0
    raised = False  # where they come
    deferred = 0  # blocks inside each other that put them off
    promise = ""


_requests = _Requests()


def listen() -> None:
    """Remember requests from now on; the next command answers them. One that the caller ignores stays ignored."""
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _hear)


def end() -> None:
    """Hear no more: the command is done, and its exit code is to reach the caller."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stop in here on request; see ``check`` for those that came before. Only the main thread can be stopped."""
    if not _in_main_thread():
        yield
        return
    before, hook = [signal.getsignal(number) for number in _SIGNALS], sys.unraisablehook
    sys.unraisablehook = _without_requests(hook)
    listen()
    _requests.raised = True
    try:
        yield
    finally:
        hold()
        for number, handler in zip(_SIGNALS, before, strict=True):
            signal.signal(number, handler)
        sys.unraisablehook = hook
        _requests.count, _requests.promise = 0, ""


def hold() -> None:
    """Raise no more: the command ends already, and a request does not make it end better."""
    _requests.raised = False


def requested() -> bool:
    """Return True when the command is to stop: whatever error comes then, comes of that."""
    return _requests.count > 0


def check() -> None:
    """Raise Stop for a request that came before, or went unheard."""
    if requested() and _in_main_thread():
        raise Stop


@contextmanager
def deferred() -> Iterator[None]:
    """Raise a request that comes in here afterwards."""
    if not _in_main_thread():
        yield
        return
    count = _requests.count
    _requests.deferred += 1
    try:
        yield
    finally:
        _requests.deferred -= 1
    if _requests.count > count and _requests.raised and not _requests.deferred:
        raise Stop


@contextmanager
def unheard_by_children() -> Iterator[None]:
    """Start processes in here that do not hear Ctrl-C, which a terminal sends to all: it is for us to end them."""
    with deferred():
        if not hasattr(signal, "pthread_sigmask"):
            yield
            return
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # which children inherit
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def promise(text: str) -> None:
    """Say ``text`` too when the command is stopped from here on."""
    _requests.promise = text


def said() -> str:
    """Return the message of a command that was stopped."""
    return f"stopped; {_requests.promise}" if _requests.promise else "stopped"


def _hear(_: int, __: FrameType | None) -> None:
    _requests.count += 1
    if _requests.raised and not _requests.deferred:
        raise Stop


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _without_requests(hook: Callable[[sys.UnraisableHookArgs], object]) -> Callable[[sys.UnraisableHookArgs], object]:
    """Python reports what it swallows; a request is not lost, so there is nothing to report."""

    def report(swallowed: sys.UnraisableHookArgs) -> None:
        if not issubclass(swallowed.exc_type, KeyboardInterrupt):
            hook(swallowed)

    return report
