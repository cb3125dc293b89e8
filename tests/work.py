"""How much work a call is, counted and not timed: the same on a busy machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def lines_run(call: Callable[[], object]) -> int:
    """Lines of the program that run during a call in this process, each turn of a loop counted."""
    count = 0

    def inside(_: FrameType, event: str, __: Any) -> Any:
        nonlocal count
        count += event == "line"
        return inside

    def entered(frame: FrameType, _: str, __: Any) -> Any:
        return inside if "clausegen" in frame.f_code.co_filename else None

    former = sys.gettrace()
    sys.settrace(entered)
    try:
        call()
    finally:
        sys.settrace(former)
    return count
