"""Audit entries as JSON lines: the promised report object with outcome and reason, one line per input file."""

from __future__ import annotations

import json
from typing import Any

from clausegen.portfolio import Entry

_REGISTER = ("customer", "country", "product", "owner", "family", "role")


def entry_object(entry: Entry) -> dict[str, Any]:
    """The object of one line.

    A file that was not judged has no verdicts and ``summary`` null, so that nobody takes silence for
    assurance. ``of`` names the file whose report this is, when it is another's.
    """
    if entry.report is not None:
        made: dict[str, Any] = entry.report.model_dump(mode="json")
    else:
        coverage = {"complete": False}
        contract = {"path": entry.path, "sha256": entry.sha256, "format": "", "language": "", "coverage": coverage}
        made = {
            "schema_version": 1,
            "generator": None,
            "contract": {**contract, "notices": []},
            "playbook": "",
            "tier": entry.tier.value,
            "verdicts": [],
            "dates": {},
            "summary": None,
        }
    made["outcome"] = entry.outcome.value
    made["reason"] = entry.reason
    made["of"] = entry.of or None
    made["register"] = {name: getattr(entry, name) for name in _REGISTER}
    made["marks"] = {code: mark.model_dump(mode="json") for code, mark in sorted(entry.marks.items())}
    return made


def entry_line(entry: Entry) -> str:
    """One line of ``audit.jsonl``, newline included."""
    return json.dumps(entry_object(entry), ensure_ascii=False, separators=(",", ":")) + "\n"
