"""Read deal files and incident files."""

from __future__ import annotations

from pathlib import Path

from clausegen.library.toml_file import parse, read_toml
from clausegen.model import Deal, Incident


def load_deal(path: Path) -> Deal:
    """Read a deal file. Raises DataError with everything wrong in it."""
    return parse(Deal, read_toml(path), path)


def load_incident(path: Path) -> Incident:
    """Read an incident file, the same fields as [incident] in a deal. Raises DataError with everything wrong in it."""
    data = read_toml(path)
    held = data.get("incident")
    return parse(Incident, held if isinstance(held, dict) else data, path)
