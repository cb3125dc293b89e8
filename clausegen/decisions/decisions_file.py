"""``decisions.toml``: one decision a line, appended and never changed.

A line each, because git then merges what two people added (``decisions.toml merge=union`` in .gitattributes), and
because a line is appended whole or not at all.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import ConfigDict, Field

from clausegen.decisions.ledger import Decisions
from clausegen.errors import DataError, Problem, UsageError
from clausegen.library import parse, read_toml
from clausegen.model import Decision, DecisionKind, LongText, Value

DECISIONS_NAME: Final = "decisions.toml"
WAIVERS_NAME: Final = "waivers.toml"
_HEADER: Final = """\
# Decisions on the contracts in this folder, made with 'clausegen serve'. One a line; lines are added, never changed.
# To let git merge what two people added, write 'decisions.toml merge=union' into .gitattributes.
[decisions]
"""
_CUT: Final = "# cut off while it was written, so decide again: "
_LEFT_OUT: Final = {"id"}
_Name = Annotated[str, Field(min_length=1)]


class _File(Value):
    decisions: dict[str, Decision] = {}  # noqa: RUF012 - pydantic copies defaults


class Waiver(Value):
    """One waiver. ``contract`` is a path or pattern, ``element`` "suspension.on-suspicion" or "SUS-2".

    A pattern is compared with the whole path from the audited folder, so that a waiver reaches no contract of the
    same name elsewhere. It holds up to and including the day ``expires``.
    """

    model_config = ConfigDict(str_strip_whitespace=True)

    contract: _Name
    element: _Name
    reason: LongText
    approver: LongText
    expires: dt.date


class _WaiverFile(Value):
    waivers: tuple[Waiver, ...] = ()


def load_waivers(path: Path) -> tuple[Waiver, ...]:
    """Read ``[[waivers]]`` tables, none when nothing is waived any more. Raises DataError with everything wrong."""
    return parse(_WaiverFile, read_toml(path), path).waivers


def load_decisions(path: Path, *, waivers: Path | None = None) -> Decisions:
    """Read decisions; a file that is not there holds none. ``waivers`` is a file of the older format to read as well.

    A last line that was cut off is left out and told (``Decisions.cut_off``). Raises DataError with everything wrong.
    """
    old = list(_old_waivers(waivers)) if waivers is not None and waivers.is_file() else []
    if not path.exists():
        return Decisions(old)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError([Problem(file=str(path), expected=f"cannot be read ({error.strerror})")]) from None
    whole, cut = _without_broken_end(raw)
    if b"\n<<<<<<<" in raw or raw.startswith(b"<<<<<<<"):
        said = "git left conflict marks in it; keep the lines of both sides and remove the marks"
        raise DataError([Problem(file=str(path), expected=said)])
    data = tomllib.loads(whole.decode()) if cut else read_toml(path)
    made = parse(_File, data, path).decisions
    told = f"{path.name}: its last line was cut off while it was written; decide on that element again" if cut else ""
    return Decisions([*old, *(d.model_copy(update={"id": name}) for name, d in made.items())], cut_off=told)


def decisions_in(folder: Path) -> Decisions:
    """Read the decisions and the older waivers that lie in a folder. Raises DataError when a file is wrong."""
    return load_decisions(folder / DECISIONS_NAME, waivers=folder / WAIVERS_NAME)


def stamp_of(folder: Path) -> tuple[tuple[int, int, int], ...]:
    """Return what changes when the files of decisions in a folder do; all zeros where there are none."""
    return tuple(_stamp(folder / name) for name in (DECISIONS_NAME, WAIVERS_NAME))


def _stamp(file: Path) -> tuple[int, int, int]:
    try:
        status = file.stat()
    except OSError:
        return (0, 0, 0)
    return (status.st_ino, status.st_size, status.st_mtime_ns)


def append(path: Path, decisions: list[Decision]) -> None:
    """Add decisions at the end of the file, all of them or none. Raises UsageError when nothing could be written."""
    lines = "".join(_line(decision) for decision in decisions)
    try:
        with _held(path) as handle:
            size = os.fstat(handle).st_size
            os.lseek(handle, 0, os.SEEK_SET)
            before = os.read(handle, size) if size else b""
            whole, cut = _without_broken_end(before)
            added = _CUT.encode() + cut + b"\n" if cut else b""
            if not whole.strip():
                added = _HEADER.encode() + added
            elif not whole.endswith(b"\n"):
                added = b"\n" + added
            try:
                os.lseek(handle, len(whole), os.SEEK_SET)
                _write(handle, added + lines.encode())
                os.fsync(handle)
            except OSError:
                os.ftruncate(handle, len(whole))
                raise
    except OSError as error:
        reason = error.strerror or "the system refused"
        raise UsageError(f"{path}: the decision was not saved ({reason}); make room or check permissions") from None


def _write(handle: int, data: bytes) -> None:
    while data:
        data = data[os.write(handle, data) :]


@contextmanager
def _held(path: Path) -> Iterator[int]:
    """Yield the open file, which no other desk writes meanwhile; only its owner may read one that is new."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        try:
            import fcntl
        except ImportError:  # Windows: the line is still added in one piece
            yield handle
            return
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _without_broken_end(raw: bytes) -> tuple[bytes, bytes]:
    """Return the bytes up to a last line that was cut off, and that line, b"" when all is whole."""
    if not raw or raw.endswith(b"\n"):
        return raw, b""
    head, _, tail = raw.rpartition(b"\n")
    try:
        tomllib.loads(raw.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return (head + b"\n" if head else b""), tail
    return raw, b""


def _old_waivers(path: Path) -> Iterator[Decision]:
    for waiver in load_waivers(path):
        yield Decision(
            contract=waiver.contract,
            element=waiver.element,
            decision=DecisionKind.WAIVED,
            until=waiver.expires,
            who=waiver.approver,
            when=dt.datetime.min.replace(tzinfo=dt.UTC),
            note=waiver.reason,
        )


def _line(decision: Decision) -> str:
    """Return one decision as a line: a key, and an inline table of everything that is stated."""
    stated = decision.model_dump(exclude_defaults=True, exclude=_LEFT_OUT)
    return f"{decision.id} = {{ {', '.join(f'{name} = {_value(value)}' for name, value in stated.items())} }}\n"


def _value(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
