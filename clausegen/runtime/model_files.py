"""Trained models on disk: where they lie, and proof that they are the ones we shipped."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from clausegen.errors import ModelError


def models_folder() -> Path:
    """Find ``models/``: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "models"
    return inside if inside.is_dir() else package.parent / "models"


@functools.cache
def verified(name: str) -> Path:
    """Return the folder of a shipped model, after the hash of each of its files was compared with SHA256SUMS.

    Raises ModelError when a listed file is absent, altered, or a file is there that is not listed.
    """
    root = models_folder()
    folder = root / name
    listed = _listed(root / "SHA256SUMS", name)
    present = {path.relative_to(root).as_posix() for path in folder.rglob("*") if path.is_file()}
    if not listed:
        raise ModelError(f"{folder}: no such model; reinstall clausegen")
    for strange in sorted(present - listed.keys()):
        raise ModelError(f"{root / strange}: not in SHA256SUMS; remove it or reinstall clausegen")
    for file, expected in listed.items():
        path = root / file
        if not path.is_file():
            raise ModelError(f"{path}: missing; reinstall clausegen")
        if file_sha256(path) != expected:
            raise ModelError(f"{path}: altered, its SHA-256 is not the one in SHA256SUMS; reinstall clausegen")
    return folder


@functools.cache
def model_sha256(*names: str) -> str:
    """Return one hash for some models together: over the lines of SHA256SUMS that list their files."""
    listed = {file: digest for name in names for file, digest in _listed(models_folder() / "SHA256SUMS", name).items()}
    return hashlib.sha256(
        "".join(f"{digest}  {file}\n" for file, digest in sorted(listed.items())).encode()
    ).hexdigest()


def file_sha256(path: Path) -> str:
    """Return hex SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _listed(sums: Path, name: str) -> dict[str, str]:
    out: dict[str, str] = {}
    for line in sums.read_text(encoding="utf-8").splitlines():
        digest, _, file = line.partition("  ")
        if file.startswith(f"{name}/"):
            out[file] = digest
    return out
