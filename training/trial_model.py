"""Let the program judge with a model that is not shipped (yet)."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from clausegen.checker.calibration import calibration
from clausegen.checker.reader import MULTILINGUAL, NAME, reader
from clausegen.checker.thresholds import thresholds
from clausegen.runtime import model_files

OTHERS = (NAME, MULTILINGUAL, "dates", "words", "citing")
# What an exported model lacks until it is calibrated: the shipped model's stands in.
LENT = ("thresholds.toml", "calibration.json")


@contextmanager
def in_place_of_shipped(folder: Path, name: str = NAME) -> Iterator[None]:
    """Judge with the model in ``folder`` for a while, as the model of that name."""
    shipped = model_files.models_folder()
    if folder.resolve() == (shipped / name).resolve():
        yield
        return
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        shutil.copytree(folder, root / name)
        for file in LENT if name == NAME else ():
            if not (root / name / file).is_file():
                shutil.copy(shipped / name / file, root / name / file)
        for other in OTHERS:
            if other != name and (shipped / other).is_dir():
                shutil.copytree(shipped / other, root / other)
        files = sorted(path for path in root.rglob("*") if path.is_file())
        sums = [f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.relative_to(root).as_posix()}" for f in files]
        (root / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8")
        _forget()
        with mock.patch.object(model_files, "models_folder", return_value=root):
            yield
        _forget()


def _forget() -> None:
    """Let everything that was read from a model's folder be read anew."""
    for cached in (model_files.verified, model_files.model_sha256, reader, calibration, thresholds):
        cached.cache_clear()
