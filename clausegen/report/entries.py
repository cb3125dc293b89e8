"""Audit entries as JSON lines: the promised report object with outcome and reason, one line per input file."""

from __future__ import annotations

import json

from clausegen.portfolio import Entry

_REGISTER = ("customer", "country", "product", "owner", "family", "role")
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # as pydantic writes reports


def entry_line(entry: Entry) -> str:
    """One line of ``audit.jsonl``, newline included.

    A file that was not judged has no verdicts and ``summary`` null, so that nobody takes silence for
    assurance. ``of`` names the file whose report this is, when it is another's, and ``shadow`` is true when that
    file also stands for the contract.
    """
    report = entry.report.model_dump_json() if entry.report is not None else _json(_unjudged(entry))
    beside = {
        "outcome": entry.outcome.value,
        "reason": entry.reason,
        "of": entry.of or None,
        "shadow": entry.shadow,
        "register": {name: getattr(entry, name) for name in _REGISTER},
        "marks": {code: mark.model_dump(mode="json") for code, mark in sorted(entry.marks.items())},
    }
    return f"{report.removesuffix('}')},{_json(beside).removeprefix('{')}\n"


def _unjudged(entry: Entry) -> dict[str, object]:
    """An object in the place of a report."""
    coverage = {"complete": False}
    contract = {"path": entry.path, "sha256": entry.sha256, "format": "", "language": "", "coverage": coverage}
    return {
        "schema_version": 1,
        "generator": None,
        "contract": {**contract, "notices": []},
        "playbook": "",
        "tier": entry.tier.value,
        "verdicts": [],
        "dates": {},
        "summary": None,
    }
