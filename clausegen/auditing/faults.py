"""Faults of the store of an audit, in words that say what they mean and whether anything is lost."""

from __future__ import annotations

from clausegen.errors import ClausegenError


class StoreError(ClausegenError):
    """The store cannot be used. The message says whether anything is lost."""


class DamagedResult(StoreError):
    """A result, or what a run says of a file, is not as it was written. The rest of the store can be used."""


def meaning(text: str, *, writable: bool, elsewhere: str) -> str:
    """Say what a report of SQLite means for the audit; ``elsewhere`` names another way out, where there is one."""
    if "locked" in text:
        return f"another audit works in this folder; wait for it{elsewhere}"
    if "readonly" in text or "unable to open" in text or not writable:
        # SQLite calls a disk that is mounted read-only an I/O error, as it calls a full one.
        message = "the folder or its disk cannot be written (mounted read-only?); check the permissions of the folder"
        return f"{message}{elsewhere}"
    if "full" in text or "disk I/O" in text or "too big" in text:
        return f"cannot be written ({text}); make room, then run again: everything judged so far is kept"
    way_out = "restore it from a copy, or move it away to judge everything again"
    if "already exists" in text or "duplicate column" in text:  # a step to a newer schema finds it taken
        return f"its version (PRAGMA user_version) is older than its tables, so another program changed it; {way_out}"
    return f"damaged ({text}); {way_out}"
