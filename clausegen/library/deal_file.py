"""Read deal files."""

from __future__ import annotations

from pathlib import Path

from clausegen.library.toml_file import parse, read_toml
from clausegen.model import Deal


def load_deal(path: Path) -> Deal:
    """Read a deal file. Raises DataError with everything wrong in it."""
    return parse(Deal, read_toml(path), path)
