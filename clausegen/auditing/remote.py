"""Contracts that lie elsewhere: any address fsspec knows (s3, gs, abfs, sftp, …).

Nothing is fetched to be listed; a file is fetched where it is judged, into a temporary file of the worker
that is gone when it is done. A ``file://`` address is a path of this machine, and nothing here is about it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.request import url2pathname

from clausegen.auditing.discover import (
    ALWAYS_EXCLUDED,
    Input,
    by_pattern,
    excluded_by,
    is_remote,
    printable,
    told_apart,
)
from clausegen.errors import DataError, UsageError
from clausegen.ingest import FILE_BYTES, MEGABYTE
from clausegen.model import Outcome
from clausegen.runtime import child_processes

_HERE: Final = ("file", "local")  # what fsspec calls this machine
# What file systems call what changes with the content.
_MARKS: Final = (
    "etag", "ETag", "md5", "content_md5", "mtime", "LastModified", "last_modified", "updated", "modify",
    "modificationTime",
)  # fmt: skip


def here(folder: str) -> Path | None:
    """Return the path of this machine that a path or an address stands for, None for an address elsewhere.

    Raises UsageError for an address that names nothing.
    """
    if not is_remote(folder):
        return Path(folder)
    if folder.endswith("://"):  # a shell variable that is not set leaves it behind
        raise UsageError(f"{folder}: names no folder; give the folder that holds the contracts")
    scheme, _, name = folder.partition("://")
    if scheme.lower() not in _HERE:
        return None
    name = name.removeprefix("localhost") if name.startswith("localhost/") else name
    as_typed = Path(name)
    return as_typed if as_typed.exists() else Path(url2pathname(name))


def walk_url(
    address: str, *, exclude: Sequence[str] = (), aside: Sequence[str] = (), follow_links: bool = False
) -> Iterator[Input]:
    """Yield every file below an address, sorted by path; like ``inputs.walk``. ``aside`` names files directly in it.

    Raises UsageError when fsspec or the package for this kind of address is not installed, or the address
    cannot be listed.
    """
    return told_apart(_walk_url(address, (*ALWAYS_EXCLUDED, *exclude), aside, follow_links))


def _walk_url(address: str, patterns: Sequence[str], aside: Sequence[str], follow_links: bool) -> Iterator[Input]:
    system, root = _opened(address)
    try:
        found: dict[str, dict[str, Any]] = system.find(root, detail=True)
        absent = not found and not system.exists(root)
    except Exception as error:  # every file system raises its own kinds
        raise UsageError(f"{address}: cannot be listed ({_kind(error)})") from None
    if absent or root in found:
        what = "there is no such folder" if absent else "is a file, not a folder"
        raise UsageError(f"{address}: {what}; give the folder that holds the contracts")
    for name in sorted(found):
        path = printable(name.removeprefix(root).lstrip("/"))
        source, detail = system.unstrip_protocol(name), found[name]
        if path in aside:
            continue
        if pattern := excluded_by(path, patterns):
            yield Input(path, source, outcome=Outcome.EXCLUDED, reason=by_pattern(pattern))
        elif not follow_links and (detail.get("type") == "link" or detail.get("islink")):
            reason = "a link, and nobody knows here where it leads; pass --follow-links to read it"
            yield Input(path, source, outcome=Outcome.UNREADABLE, reason=reason)
        elif detail.get("type") == "other" and not detail.get("islink"):
            reason = "this is not a file (a device, pipe or socket); remove it"
            yield Input(path, source, outcome=Outcome.UNREADABLE, reason=reason)
        elif (detail.get("size") or 0) > FILE_BYTES:
            reason = f"the file has more than {FILE_BYTES // MEGABYTE} MB; split it"
            yield Input(path, source, outcome=Outcome.UNREADABLE, reason=reason)
        else:
            yield Input(path, source, _stamp(detail))


@contextmanager
def fetched(address: str, names: Sequence[str]) -> Iterator[Path]:
    """Yield a folder with a copy of each of the files of these names that lie directly at the address.

    Raises UsageError when one is there and cannot be fetched. What is found wrong in a copy is said of the address.
    """
    system, root = _opened(address)
    with tempfile.TemporaryDirectory(prefix="clausegen-") as folder:
        for name in names:
            there = f"{root.rstrip('/')}/{name}"
            try:
                system.info(there)
                system.get_file(there, str(Path(folder) / name))
            except (FileNotFoundError, NotADirectoryError):
                continue
            except Exception as error:  # not to be taken for absent: tiers and waivers of contracts may stand there
                message = f"cannot be read ({_kind(error)}); mend that, then run again"
                raise UsageError(f"{address.rstrip('/')}/{name}: {message}") from None
        try:
            yield Path(folder)
        except DataError as error:
            said = (replace(p, file=p.file.replace(folder, address.rstrip("/"), 1)) for p in error.problems)
            raise DataError([*said]) from None


def _opened(address: str) -> tuple[Any, str]:
    """Return the file system of an address, and the name of the folder there."""
    try:
        import fsspec
    except ImportError:
        message = "an address needs fsspec: pip install 'clausegen[dask]', or copy the folder and give its path"
        raise UsageError(f"{address}: cannot be opened; {message}") from None
    scheme = address.partition("://")[0].rpartition("::")[2]
    if scheme not in fsspec.available_protocols():
        message = f"fsspec knows no addresses that begin with {scheme}://; correct it, or give a path"
        raise UsageError(f"{address}: cannot be opened; {message}")
    try:
        system, root = fsspec.core.url_to_fs(address)
    except ImportError as error:  # the words of fsspec name the package
        message = "install that beside clausegen, on Dask workers too, or copy the folder and give its path"
        raise UsageError(f"{address}: cannot be opened ({error}); {message}") from None
    except Exception as error:  # it connects here, and every file system raises its own kinds
        raise UsageError(f"{address}: cannot be opened ({_kind(error)})") from None
    return system, str(root)


def _kind(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _stamp(detail: dict[str, Any]) -> str:
    """Return something that changes when the file does, as far as the file system tells; "" when it tells nothing."""
    known = [str(mark) for key in _MARKS if (mark := detail.get(key))]
    return hashlib.sha256("|".join([str(detail.get("size")), *known]).encode()).hexdigest() if known else ""


@contextmanager
def at_hand(source: str, suffix: str) -> Iterator[Path]:
    """Yield the file as a path that every reader can open, with its extension: fetched from an address, or linked.

    Raises OSError when it cannot be reached.
    """
    if not is_remote(source) and _encodable(source) and Path(source).suffix.lower() == suffix:
        yield Path(source)
        return
    with tempfile.TemporaryDirectory(dir=child_processes.folder()) as folder:
        path = Path(folder) / f"contract{suffix if _encodable(suffix) else ''}"
        if is_remote(source):
            _fetch(source, path)
        else:
            path.symlink_to(Path(os.path.abspath(source)))  # noqa: PTH100 - links stay
        yield path


def _fetch(source: str, path: Path) -> None:
    try:
        import fsspec

        with fsspec.open(source, "rb") as stream, path.open("wb") as out:
            shutil.copyfileobj(stream, out)
    except FileNotFoundError:  # file systems raise it without a number
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)) from None
    except Exception as error:
        if isinstance(error, OSError) and error.strerror:
            raise
        raise OSError(errno.EIO, f"{type(error).__name__} while fetching") from None


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
