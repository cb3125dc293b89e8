"""Contracts that lie elsewhere: any address fsspec knows (file, s3, gs, abfs, sftp, memory, …).

Nothing is fetched to be listed; a file is fetched where it is judged, into a temporary file of the worker
that is gone when it is done.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from clausegen import outliving
from clausegen.audit.inputs import ALWAYS_EXCLUDED, Input, excluded_by, printable, told_apart
from clausegen.errors import UsageError
from clausegen.ingest import limits
from clausegen.portfolio import Outcome


def is_remote(folder: str) -> bool:
    """True for an address, False for a path of this machine."""
    return "://" in folder


def walk_url(address: str, *, exclude: Sequence[str] = ()) -> Iterator[Input]:
    """Every file below an address, sorted by path; like ``inputs.walk``.

    Raises UsageError when fsspec or the package for this kind of address is not installed, or the address
    cannot be listed.
    """
    return told_apart(_walk_url(address, exclude))


def _walk_url(address: str, exclude: Sequence[str]) -> Iterator[Input]:
    try:
        import fsspec

        system, root = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise UsageError(
            f"{address}: cannot be opened ({error}); pip install 'clausegen[dask]' brings fsspec"
        ) from None
    try:
        found: dict[str, dict[str, Any]] = system.find(root, detail=True)
    except Exception as error:  # every file system raises its own kinds
        raise UsageError(f"{address}: cannot be listed ({type(error).__name__}: {error})") from None
    patterns = (*ALWAYS_EXCLUDED, *exclude)
    for name in sorted(found):
        path = printable(name.removeprefix(root).lstrip("/"))
        source = system.unstrip_protocol(name)
        if pattern := excluded_by(path, patterns):
            yield Input(path, source, outcome=Outcome.EXCLUDED, reason=f"by pattern {pattern!r}")
        elif (found[name].get("size") or 0) > limits.FILE_BYTES:
            reason = f"the file has more than {limits.FILE_BYTES // limits.MEGABYTE} MB; split it"
            yield Input(path, source, outcome=Outcome.UNREADABLE, reason=reason)
        else:
            yield Input(path, source, _stamp(system, name, found[name]))


def _stamp(system: Any, name: str, detail: dict[str, Any]) -> str:
    """What changes when the file does, as far as the file system tells; "" when it tells nothing."""
    marks = [
        detail.get(key) for key in ("etag", "ETag", "md5", "content_md5", "mtime", "LastModified", "last_modified")
    ]
    known = [str(mark) for mark in marks if mark]
    if not known:
        return ""
    return hashlib.sha256("|".join([str(detail.get("size")), *known]).encode()).hexdigest()


@contextmanager
def at_hand(source: str, suffix: str) -> Iterator[Path]:
    """The file as a path that every reader can open, with its extension: fetched from an address, or linked.

    Raises OSError when it cannot be reached.
    """
    if not is_remote(source) and _encodable(source) and Path(source).suffix.lower() == suffix:
        yield Path(source)
        return
    with tempfile.TemporaryDirectory(dir=outliving.folder()) as folder:
        path = Path(folder) / f"contract{suffix if _encodable(suffix) else ''}"
        if is_remote(source):
            _fetch(source, path)
        else:
            path.symlink_to(Path(os.path.abspath(source)))  # noqa: PTH100 - links stay
        yield path


def _fetch(source: str, path: Path) -> None:
    import fsspec

    try:
        with fsspec.open(source, "rb") as stream, path.open("wb") as out:
            shutil.copyfileobj(stream, out)
    except OSError:
        raise
    except Exception as error:
        raise OSError(5, f"{type(error).__name__} while fetching") from None


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
