"""Requests that cannot be carried out, and fields of forms that are read with care."""

from __future__ import annotations

import datetime as dt

from clausegen.errors import ClausegenError


class Refused(ClausegenError):
    """A request that cannot be carried out; the sentence is for the person at the desk."""

    def __init__(self, said: str, status: int = 409) -> None:
        self.status = status
        super().__init__(said)


def local(address: str) -> str:
    """Return the address when it is one of this desk, else that of its first page."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"


def day_or_none(text: str) -> dt.date | None:
    """Read an ISO day; None for anything else."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
