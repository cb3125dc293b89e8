"""List the files that an audit is about: every file below a folder, once, whatever state it is in.

Nothing is left out in silence: what is not judged is listed too, with the reason, so that the outcomes add
up to the files on the disk. Links are read only where they lead to something inside the folder that is
not listed already; a link that leads outside could pull a private file into a report.
"""

from __future__ import annotations

import fnmatch
import itertools
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from clausegen.errors import UsageError
from clausegen.errors import printable as printable
from clausegen.ingest import extension
from clausegen.model import Outcome

# Files that lie in every folder of contracts without being one. A pattern without "/" is about the name.
ALWAYS_EXCLUDED: Final = (
    ".DS_Store", "Thumbs.db", "desktop.ini", "~$*", ".~lock.*#", ".git/*", "__MACOSX/*",
    "README", "README.md", "README.txt", "LICENSE", "LICENSE.md", "LICENSE.txt", "NOTICE", "NOTICE.txt",
    "*.deal.toml", "*.signed.toml", "history.toml", "decisions.toml", ".clausegen/*",
    # The last ones are what renewals and the review desk go by.
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Input:
    """A file to account for.

    ``path`` is how it is called in every output: relative, with ``/``, printable. ``source`` is where it
    can be read: a path of this machine or a URL. ``stamp`` changes whenever the file does (size, times,
    identity); ``""`` when it is not known. ``outcome`` is set when it is decided before reading. ``opened`` is
    true for a container whose files, if there are any, are listed beside it.
    """

    path: str
    source: str
    stamp: str = ""
    outcome: Outcome | None = None
    reason: str = ""
    opened: bool = False

    @property
    def suffix(self) -> str:
        """Extension of the name, lower case with the dot; readers go by it."""
        return extension(self.path)


def is_remote(folder: str) -> bool:
    """Return True for an address, False for a path of this machine."""
    return "://" in folder


def by_pattern(pattern: str) -> str:
    """Return the reason of a file that is excluded by a pattern."""
    return f"by pattern {pattern!r}"


def spelling(path: str) -> str:
    """Return spelling in which paths are compared: a Mac stores é as two characters, a table as one."""
    return unicodedata.normalize("NFC", path)


def named_by(path: str, name: str) -> bool:
    """Return True when ``name`` is the path itself, whatever signs it holds, or a pattern that matches all of it."""
    path, name = spelling(path), spelling(name)
    return path == name or fnmatch.fnmatchcase(path, name)


def around(path: str) -> Iterator[str]:
    """Yield the folders and containers that something lies in."""
    return (path[:at] for at, sign in enumerate(path) if sign in "/!")


def walk(
    folder: Path, *, exclude: Sequence[str] = (), aside: Sequence[Path] = (), follow_links: bool = False
) -> Iterator[Input]:
    """Yield every file below ``folder``, in the order of the printable paths within each folder.

    ``exclude`` are patterns (``*.png``, ``old/*``); ``aside`` are files and folders of the audit itself,
    which are no input. Raises UsageError when ``folder`` is no folder that can be opened.
    """
    if not folder.is_dir():
        what = "is a file, not a folder" if folder.exists() else "there is no such folder"
        raise UsageError(f"{folder}: {what}; give the folder that holds the contracts")
    walker = _Walker(folder, (*ALWAYS_EXCLUDED, *exclude), {p.resolve() for p in aside}, follow_links)
    yield from told_apart(walker.all())


def told_apart(inputs: Iterable[Input]) -> Iterator[Input]:
    """Yield the inputs, each under a path of its own: names may differ only in bytes nobody can print."""
    taken: set[str] = set()
    for found in inputs:
        if found.path in taken:
            path = next(path for n in itertools.count(2) if (path := f"{found.path} ({n})") not in taken)
            reason = "its name prints like that of another file; rename one of them"
            found = replace(found, path=path, outcome=Outcome.UNREADABLE, reason=reason)
        taken.add(found.path)
        yield found


class _Walker:
    """One walk: real folders first, so that a link to a folder met earlier is known as such."""

    def __init__(self, root: Path, patterns: tuple[str, ...], aside: set[Path], follow_links: bool) -> None:
        self.root = root
        self.real_root = root.resolve()
        self.patterns = patterns
        self.aside = aside
        self.aside_names = {path.name for path in aside}
        self.follow_links = follow_links
        self.visited: set[tuple[int, int]] = set()
        self.links: list[tuple[str, str]] = []  # to folders: source, path

    def all(self) -> Iterator[Input]:
        yield from self._folder(str(self.root), "")
        while self.links:
            links, self.links = sorted(self.links, key=lambda pair: pair[1]), []
            for source, path in links:
                yield from self._folder(source, path + "/")

    def _folder(self, source: str, prefix: str) -> Iterator[Input]:
        try:
            status = os.stat(source)  # noqa: PTH116 - names may hold any bytes
            identity = status.st_dev, status.st_ino
            if identity in self.visited:  # by a link to it, or to a folder above it
                reason = "a folder that is listed already"
                yield Input(prefix.rstrip("/"), source, outcome=Outcome.EXCLUDED, reason=reason)
                return
            self.visited.add(identity)
            with os.scandir(source) as listing:
                children = sorted(listing, key=lambda child: (printable(child.name), child.name))
        except OSError as error:
            if not prefix:
                raise UsageError(f"{self.root}: cannot be opened ({error.strerror}); check its permissions") from None
            reason = f"the folder cannot be opened ({error.strerror}); check its permissions"
            yield Input(prefix.rstrip("/"), source, outcome=Outcome.UNREADABLE, reason=reason)
            return
        for child in children:
            path = prefix + printable(child.name)
            if child.name in self.aside_names and Path(child.path).resolve() in self.aside:
                continue
            if child.is_symlink():
                yield from self._link(child.path, path)
            elif child.is_dir(follow_symlinks=False):
                yield from self._folder(child.path, path + "/")
            else:
                yield self._file(child.path, path)

    def _link(self, source: str, path: str) -> Iterator[Input]:
        if pattern := self._excluded(path):
            yield Input(path, source, outcome=Outcome.EXCLUDED, reason=by_pattern(pattern))
            return
        try:
            target = Path(source).resolve(strict=True)
        except (OSError, RuntimeError):
            yield Input(path, source, outcome=Outcome.UNREADABLE, reason="the link leads nowhere; remove or mend it")
            return
        if not self.follow_links and not target.is_relative_to(self.real_root):
            reason = "the link leads outside the audited folder; pass --follow-links to read it"
            yield Input(path, source, outcome=Outcome.UNREADABLE, reason=reason)
        elif target.is_dir():
            self.links.append((source, path))
        else:
            yield self._file(source, path)

    def _file(self, source: str, path: str) -> Input:
        if pattern := self._excluded(path):
            return Input(path, source, outcome=Outcome.EXCLUDED, reason=by_pattern(pattern))
        try:
            status = os.stat(source)  # noqa: PTH116
        except OSError as error:
            reason = f"the file cannot be reached ({error.strerror}); check its permissions"
            return Input(path, source, outcome=Outcome.UNREADABLE, reason=reason)
        if not stat.S_ISREG(status.st_mode):
            reason = "this is not a file (a device, pipe or socket); remove it"
            return Input(path, source, outcome=Outcome.UNREADABLE, reason=reason)
        # The change time cannot be set by a program, so a file edited in place never keeps its stamp.
        stamp = f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_dev}:{status.st_ino}"
        return Input(path, source, stamp)

    def _excluded(self, path: str) -> str:
        return excluded_by(path, self.patterns)


def excluded_by(path: str, patterns: Sequence[str]) -> str:
    """Return the first pattern that names this path, ``""`` when none does.

    A pattern without ``/`` is compared with the file's name, one with ``/`` with the whole path; upper
    and lower case differ; ``*`` also spans ``/``.
    """
    name = path.rpartition("/")[2]
    for pattern in patterns:
        if fnmatch.fnmatchcase(path if "/" in pattern else name, pattern):
            return pattern
        if pattern.endswith("/*") and f"/{pattern[:-1]}" in f"/{path}":
            return pattern
    return ""


_OPENED_BY: Final = {".zip": "--archives", ".eml": "--attachments"}


def unopened(path: str, listed: Mapping[str, Input]) -> str:
    """Say which folder or container that something lies in is listed and was not opened; "" where none is."""
    for place in around(path):
        if (holder := listed.get(place)) and not holder.opened:
            option = _OPENED_BY.get(holder.suffix) if holder.outcome is None else None
            return f"{place} was not opened" + (f", give {option}" if option else "")
    return ""
