"""The folder of an audit's results: made, gone on with, or refused and left as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from clausegen.auditing.results import RESULT_NAMES
from clausegen.auditing.store import STORE_NAME, Store
from clausegen.errors import ClausegenError, OutputExists, UsageError


@contextmanager
def opened(outdir: Path, *, force: bool, audited: Path | None) -> Iterator[Store]:
    """The store in the folder of the results; ``audited`` is the folder of the contracts where that is a path.

    What had to be made for it is gone again when an error ends the audit before anything was judged. Raises
    OutputExists for results that are not ours to replace.
    """
    _check(outdir, force, audited)
    new = not (outdir / STORE_NAME).exists()
    made = [folder for folder in (outdir, *outdir.parents) if not folder.exists()]
    needless = False
    try:
        _make(outdir)
        with Store(outdir) as store:
            try:
                yield store
            except ClausegenError:
                needless = new and store.empty
                raise
    except ClausegenError:
        if needless:
            (outdir / STORE_NAME).unlink(missing_ok=True)
        for folder in made:
            with suppress(OSError):  # not empty: something else is there by now
                folder.rmdir()
        raise


def _check(outdir: Path, force: bool, audited: Path | None) -> None:
    if audited and outdir.is_dir() and audited.is_dir() and outdir.samefile(audited):
        raise UsageError(f"{outdir}: is the folder of the contracts; give another -o, such as {outdir / 'results'}")
    if outdir.exists() and not outdir.is_dir():
        raise UsageError(f"{outdir}: is a file; give a folder with -o")
    for name in (STORE_NAME, *RESULT_NAMES):
        if (outdir / name).is_dir():
            message = "is a folder, and a result of that name is to be written; move it away, or give another -o"
            raise UsageError(f"{outdir / name}: {message}")
    if not (outdir / STORE_NAME).exists() and not force:
        for name in RESULT_NAMES:
            if (outdir / name).exists():
                raise OutputExists(outdir / name)


def _make(outdir: Path) -> None:
    try:
        outdir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{outdir}: cannot be made ({error.strerror}); choose another -o") from None
