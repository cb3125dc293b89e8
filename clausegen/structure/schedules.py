"""The names of schedules, annexes and exhibits, written one way."""

from __future__ import annotations

_SINGULAR = {"appendices": "appendix", "annexes": "annex", "annexe": "annex", "annexure": "annex"}
_NUMERALS = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}


def singular(word: str) -> str:
    """One word for all: "SCHEDULES" gives "Schedule"; the kinds of annex are one."""
    lower = word.casefold()
    lower = _SINGULAR.get(lower, lower)
    if lower.endswith("s") and lower not in _SINGULAR.values():
        lower = lower.removesuffix("s")
    return _SINGULAR.get(lower, lower).capitalize()


def schedule_key(word: str, number: str) -> str:
    """One key for "Annex I", "ANNEX 1" and "annexes i": "annex 1"."""
    lower = number.casefold()
    return f"{singular(word).casefold()} {_NUMERALS.get(lower, lower)}"
