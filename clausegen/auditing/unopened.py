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
    return tuple(place for file in listed if not file.opened and (place := _closed(file)))


def _closed(file: Input) -> Closed | None:
    option = _OPENED_BY.get(file.suffix)
    if file.outcome is None:
        if option is None:
            return None
        before = "copy the folder to this machine, then give" if is_remote(file.source) else "give"
        return Closed(file.path, f"{file.path} was not opened, {before} {option}", whole=file.suffix == ".eml")
    if option is None and (is_remote(file.source) or not _may_be_folder(Path(file.source))):
        return None
    if file.outcome is Outcome.UNREADABLE:
        return Closed(file.path, f"{file.path} could not be opened")
    return Closed(file.path, f"{file.path} is left out {file.reason}") if left_out(file.reason) else None


def _may_be_folder(source: Path) -> bool:
    """True also for a link, wherever it leads: it is not followed."""
    try:
        return source.is_symlink() or source.is_dir()
    except OSError:
        return True
