"""Contracts inside other files: zip archives, mail messages and their attachments, each judged as a file of its own.

They are unpacked by a supervised process into a folder of the audit, under numbers instead of their names,
so that no name inside an archive decides where anything is written.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from email import policy
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import Final

from pebble import ProcessExpired

from clausegen.auditing.discover import ALWAYS_EXCLUDED, Input, by_pattern, excluded_by, printable, told_apart
from clausegen.auditing.engine import Supervised
from clausegen.auditing.unit import TRIES
from clausegen.errors import DamagedDocument, DocumentError, LimitExceeded, UsageError
from clausegen.ingest import UNPACK_BY_HAND, Archive, read_bytes
from clausegen.model import Outcome

_SECONDS: Final = 120.0
_DEPTH: Final = 3
_PREFIX: Final = ".unpacked-"
_LEAST_BUDGET: Final = 64 * 2**20  # bytes that the files inside one container may take on disk, at all depths together
_RATIO: Final = 100  # or so many times what the container has
_MOST_BUDGET: Final = 2 * 2**30
_MOST_FILES: Final = 20_000
_LEAST_ROOM: Final = 256 * 2**20  # left on the disk, for the results
_BODY: Final = "message.eml"
_LISTED: Final = {0: "it holds no files", 1: "its one file is listed"}
_MESSAGE: Final = "message/rfc822"
_POLICY: Final = policy.default.clone(refold_source="none")  # headers stay as they came
# What the parser and the writer of messages raise on those that break the rules.
_MAIL_FAULTS: Final = (ValueError, LookupError, AttributeError, TypeError, RecursionError)


def sweep(outdir: Path) -> None:
    """Remove unpacked files that a killed run has left."""
    for left in outdir.glob(f"{_PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def scratch(outdir: Path) -> Iterator[Path]:
    """Yield a folder for unpacked files that is gone afterwards. Raises UsageError when it cannot be made."""
    try:
        made = tempfile.TemporaryDirectory(prefix=_PREFIX, dir=outdir)
    except OSError as error:
        message = f"{outdir}: no room to unpack archives and attachments ({error.strerror}); mend that, then run again"
        raise UsageError(message) from None
    with made as folder:
        yield Path(folder)


def expanded(
    inputs: Iterable[Input], folder: Path, kinds: Sequence[str], exclude: Sequence[str] = ()
) -> Iterator[Input]:
    """Yield the inputs, with the files inside containers of these ``kinds`` (``.zip``, ``.eml``) listed in their place.

    A container itself is then excluded, saying so; one that cannot be unpacked is unreadable. ``folder``
    holds the unpacked files and must stay until they are judged.
    """
    return told_apart(_expanded(inputs, folder, kinds, exclude))


def _expanded(inputs: Iterable[Input], folder: Path, kinds: Sequence[str], exclude: Sequence[str]) -> Iterator[Input]:
    patterns = (*ALWAYS_EXCLUDED, *exclude)
    with _Unpacker(folder) as unpacker:
        waiting = [(container, 0, _Budget(container)) for container in inputs]
        waiting.reverse()
        while waiting:
            container, depth, budget = waiting.pop()
            if container.outcome is not None or container.suffix not in kinds:
                yield container
                continue
            if container.path.endswith(f"!{_BODY}"):
                yield replace(container, opened=True)
                continue
            if depth == _DEPTH:
                reason = f"containers inside each other more than {_DEPTH} deep; unpack it by hand"
                yield replace(container, outcome=Outcome.UNREADABLE, reason=reason)
                continue
            try:
                target, names = unpacker.unpacked(container, budget)
            except DocumentError as error:
                yield replace(container, outcome=Outcome.UNREADABLE, reason=f"{error.reason}; {error.remedy}")
            else:
                if not names and container.suffix == ".eml":
                    yield replace(container, opened=True)  # a message without attachments may be the contract itself
                    continue
                reason = _LISTED.get(len(names), f"its {len(names)} files are listed one by one")
                yield replace(container, outcome=Outcome.EXCLUDED, reason=reason, opened=True)
                inside = [
                    (_inside(container, name, target / str(number), patterns), depth + 1, budget)
                    for number, name in enumerate(names)
                ]
                waiting.extend(reversed(inside))


class _Budget:
    """The room that the files inside one container may take, those of containers inside it included."""

    def __init__(self, container: Input) -> None:
        try:
            size = Path(container.source).stat().st_size
        except OSError:
            size = 0
        self.room = min(max(_LEAST_BUDGET, _RATIO * size), _MOST_BUDGET)
        self.files = _MOST_FILES

    def spend(self, size: int, files: int) -> None:
        """Take off what was unpacked."""
        self.room -= size
        self.files -= files


class _Unpacker:
    """The supervised process that unpacks, replaced when it is lost: what kills it is mostly not the container."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0
        self._process = Supervised()

    def __enter__(self) -> _Unpacker:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.close()

    def unpacked(self, container: Input, budget: _Budget) -> tuple[Path, list[str]]:
        """Unpack a container: return the folder of its files, under numbers, and their names. Raises DocumentError."""
        for _ in range(TRIES):
            self._number += 1
            target = self._folder / str(self._number)
            try:
                room = min(budget.room, shutil.disk_usage(self._folder).free - _LEAST_ROOM)
                asked = (container.source, container.suffix, str(target), room, budget.files)
                names: list[str] = self._process.ask(unpack, *asked, seconds=_SECONDS).result()
                budget.spend(sum(file.stat().st_size for file in target.iterdir()), len(names))
                return target, names
            except (BrokenProcessPool, ProcessExpired):
                self._process.close()
            except DocumentError:
                shutil.rmtree(target, ignore_errors=True)
                raise
            except (TimeoutError, MemoryError, OSError):
                shutil.rmtree(target, ignore_errors=True)
                reason = "unpacking it took too long, too much memory or too much room"
                raise LimitExceeded(container.path, reason, "unpack it by hand") from None
        reason = f"the process that unpacked it was lost {TRIES} times, mostly for want of memory"
        raise LimitExceeded(container.path, reason, "run again when the machine is less busy, or unpack it by hand")


def _inside(container: Input, name: str, source: Path, patterns: Sequence[str]) -> Input:
    path = f"{container.path}!{printable(name)}"
    if pattern := excluded_by(printable(name), patterns):
        return Input(path, str(source), outcome=Outcome.EXCLUDED, reason=by_pattern(pattern))
    return Input(path, str(source), f"{container.stamp}!{source.name}!{name}" if container.stamp else "")


def unpack(source: str, suffix: str, target: str, room: int = _MOST_BUDGET, most: int = _MOST_FILES) -> list[str]:
    """Write the files inside a container as ``target/0``, ``1``, …; their names in order. Runs in a worker.

    Raises DocumentError when it is damaged, encrypted or asks for more than is granted.
    """
    from clausegen.ingest import limit_this_process

    limit_this_process()
    path = Path(source)
    content = read_bytes(path)
    files = _zip_files(path, content) if suffix == ".zip" else _mail_files(path, content)
    folder = Path(target)
    folder.mkdir(parents=True)
    names: list[str] = []
    for name, data in files:
        room -= len(data)
        if room < 0 or len(names) >= most:
            reason = "the files inside it take more room, with those of the containers around them, than is granted"
            raise LimitExceeded(path, reason, "unpack it by hand")
        (folder / str(len(names))).write_bytes(data)
        names.append(name)
    return names


def _zip_files(path: Path, content: bytes) -> Iterator[tuple[str, bytes]]:
    archive = Archive(path, content, again=UNPACK_BY_HAND)
    for name in archive.names():
        data = archive.read(name)
        if data or not name.endswith("/"):  # else a folder
            yield name, data


def _mail_files(path: Path, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the message without its attachments, then these; nothing for a message that has none."""
    try:
        message = BytesParser(policy=_POLICY).parsebytes(content)
        taken = list(_taken(message))
        body = message.as_bytes() if taken and _says_something(message) else b""
    except _MAIL_FAULTS as error:
        raise DamagedDocument(path, f"the message cannot be parsed ({type(error).__name__})", "save it again") from None
    seen = {_BODY} if body else set()
    if body:
        yield _BODY, body
    for number, (name, data) in enumerate(taken, 1):
        while printable(name) in seen:  # pictures and scans often bear the same name
            name = f"{number}-{name}"
        seen.add(printable(name))
        yield name, data


def _taken(message: Message) -> Iterator[tuple[str, bytes]]:
    """Yield the attachments by name, taken out of the message; one without a name stays and is read with it."""
    if found := _attachment(message):  # a message that is nothing but a file
        message.set_payload(b"")
        yield found
        return
    frames = [message]
    while frames:
        frame = frames.pop(0)
        kept: list[Message | str] = []
        for part in _parts(frame):
            if found := _attachment(part):
                yield found
                continue
            kept.append(part)
            if part.get_content_type() != _MESSAGE:
                frames.append(part)
        if frame.is_multipart():
            frame.set_payload(kept)


def _attachment(part: Message) -> tuple[str, bytes] | None:
    name = part.get_filename()
    if part.get_content_type() == _MESSAGE:
        inside = _parts(part)
        name = name or "forwarded.eml"
        return (name if name.lower().endswith(".eml") else f"{name}.eml", inside[0].as_bytes()) if inside else None
    payload = None if part.is_multipart() else part.get_payload(decode=True)
    if name is None or not isinstance(payload, bytes):
        return None  # the message itself, or the frame of its parts
    if part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment":
        return None  # a logo in the signature
    return name, payload


def _parts(part: Message) -> list[Message]:
    return [part for part in part.get_payload() if isinstance(part, Message)] if part.is_multipart() else []


def _says_something(message: Message) -> bool:
    """Return True when anything but pictures and frames is left."""
    for part in message.walk():
        payload = None if part.is_multipart() else part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip() and part.get_content_maintype() != "image":
            return True
    return False
