"""Places whose files an audit has not listed: what lies in them is neither known to be there nor known to be gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from clausegen.auditing.inputs import Input, left_out, lies_in, may_lie_in
from clausegen.auditing.remote import is_remote
from clausegen.model import Outcome

_OPENED_BY: Final = {".zip": "--archives", ".eml": "--attachments"}


@dataclass(frozen=True, slots=True)
class Closed:
    """A folder or container. ``said`` says why its files are not listed, and how they would be.

    ``whole`` is true for a message that was judged with its attachments as one file.
    """

    path: str
    said: str
    whole: bool = False

    def hides(self, name: str) -> bool:
        """True when a path, or a pattern, may name a file in it; what is judged whole hides only what names it."""
        return lies_in(name, self.path) or (not self.whole and may_lie_in(name, self.path))


def closed_places(listed: Iterable[Input]) -> tuple[Closed, ...]:
    """The places among the files that are listed."""
    return tuple(place for one in listed if not one.opened and (place := _closed(one)))


def _closed(one: Input) -> Closed | None:
    option = _OPENED_BY.get(one.suffix)
    if one.outcome is None:
        if option is None:
            return None
        before = "copy the folder to this machine, then give" if is_remote(one.source) else "give"
        return Closed(one.path, f"{one.path} was not opened, {before} {option}", whole=one.suffix == ".eml")
    if option is None and (is_remote(one.source) or not _may_be_folder(Path(one.source))):
        return None
    if one.outcome is Outcome.UNREADABLE:
        return Closed(one.path, f"{one.path} could not be opened")
    return Closed(one.path, f"{one.path} is left out {one.reason}") if left_out(one.reason) else None


def _may_be_folder(source: Path) -> bool:
    """True also for a link, wherever it leads: it is not followed."""
    try:
        return source.is_symlink() or source.is_dir()
    except OSError:
        return True
