"""A report as the promised JSON object; one per line for ``jsonl``."""

from __future__ import annotations

from collections.abc import Iterable

from clausegen.model import Report


def render_json(reports: Iterable[Report]) -> str:
    """Return one object for one contract, an array for several; keys in the documented order."""
    objects = [report.model_dump_json(indent=1) for report in reports]
    return objects[0] + "\n" if len(objects) == 1 else "[\n" + ",\n".join(objects) + "\n]\n"


def render_jsonl(reports: Iterable[Report]) -> str:
    """Return one object per contract and line."""
    return "".join(report.model_dump_json() + "\n" for report in reports)
