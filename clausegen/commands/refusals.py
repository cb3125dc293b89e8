"""Reasons of a refusal that speak of a key of the deal file, with the line it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clausegen.data_file import key_lines
from clausegen.errors import DraftRefused
from clausegen.regex import regex

_KEY = regex(r"[a-z_]+(?:\.[\w-]+)*")


@contextmanager
def located(deal_file: Path) -> Iterator[None]:
    """Raise what is refused inside again, each reason behind ``file:line`` where it begins with a key."""
    try:
        yield
    except DraftRefused as refused:
        lines = key_lines(deal_file.read_text(encoding="utf-8-sig"))
        raise DraftRefused([_placed(reason, deal_file, lines) for reason in refused.reasons]) from None


def texts(data: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a deal file with its dotted key."""
    if isinstance(data, str):
        yield key, data
    elif isinstance(data, dict | list):
        for name, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from texts(value, f"{key}.{name}".lstrip("."))


def _placed(reason: str, deal_file: Path, lines: dict[str, int]) -> str:
    key = found.group() if (found := _KEY.match(reason)) else ""
    while key:
        if key in lines:
            return f"{deal_file}:{lines[key]} {reason}"
        key = key.rpartition(".")[0]
    return reason
