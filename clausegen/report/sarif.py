"""Gaps as SARIF 2.1.0, for the tools that already track findings elsewhere.

A result is one element of one contract that is not satisfied. Its fingerprint is made of the path and the
element, so it stays the same when the text around it changes, and differs for two contracts of the same text; a
waiver is a suppression, a finding known from an earlier audit has ``baselineState`` "unchanged". Files that were not
read in full are notifications of the run, notes on register and waivers notifications of its configuration. Character
offsets count in the text as clausegen reads it (``clausegen show``), not in the bytes of the file.
"""

from __future__ import annotations

import hashlib
import json
import urllib.parse
from collections.abc import Iterable
from typing import Any, BinaryIO, Final

from clausegen.model import (
    Concern,
    Entry,
    Finding,
    Generator,
    Mark,
    Outcome,
    Portfolio,
    Report,
    Severity,
    Status,
    Tally,
    of_reports,
)
from clausegen.report.coverage_matrix import Heat, rendered
from clausegen.report.spooled_file import Spool

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.CRITICAL: "error", Severity.MAJOR: "warning", Severity.MINOR: "note"}
_FINGERPRINT: Final = "clausegen/v1"
_json: Final = json.JSONEncoder(ensure_ascii=False).encode


def render_sarif(reports: Iterable[Report], unread: Iterable[Entry] = ()) -> str:
    """Return the log for contracts judged one by one, and for those that could not be."""
    return rendered(Sarif(), (*of_reports(reports), *unread)).decode()


class Sarif:
    """Takes entries one by one, then writes a .sarif file, in which the rules stand before the results."""

    def __init__(self) -> None:
        self._results = Spool()
        self._comma = ""  # before the next result
        self._rules: dict[str, dict[str, Any]] = {}
        self._notifications: list[dict[str, Any]] = []
        self._generator: Generator | None = None

    def add(self, entry: Entry) -> None:
        """Take one entry."""
        if entry.outcome in (Outcome.UNREADABLE, Outcome.PARTLY_READ):
            level = "error" if entry.outcome is Outcome.UNREADABLE else "warning"
            location = {"physicalLocation": {"artifactLocation": _artifact(entry.path)}}
            said = {"text": f"{entry.outcome}: {entry.reason}"}
            self._notifications.append({"level": level, "message": said, "locations": [location]})
        if entry.contract is not None:
            self._generator = self._generator or entry.contract.generator
        for requirement, finding in entry.gaps():
            if finding.code not in self._rules:
                self._rules[finding.code] = _rule(requirement, finding)
            self._results.add(self._comma + _json(_result(entry, finding)))
            self._comma = ",\n"

    def finish(self, portfolio: Portfolio, tally: Tally, heat: Heat, out: BinaryIO) -> None:
        """Write the log."""
        driver: dict[str, Any] = {"name": "clausegen", "rules": [self._rules[code] for code in sorted(self._rules)]}
        if self._generator is not None:
            driver["version"] = self._generator.version
            driver["properties"] = self._generator.model_dump(mode="json")
        if portfolio.concerns:
            driver["notifications"] = [
                {"id": kind} for kind in sorted({concern.kind for concern in portfolio.concerns})
            ]
        run = {
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {"CONTRACTS": {"description": {"text": "the folder that was judged"}}},
            "invocations": [
                {
                    "executionSuccessful": not any(
                        tally.outcomes.get(unread) for unread in ("unreadable", "partly-read")
                    ),
                    "toolExecutionNotifications": self._notifications,
                    "toolConfigurationNotifications": [_note(concern) for concern in portfolio.concerns],
                }
            ],
        }
        head = _json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})
        out.write(f'{head.removesuffix("}]}")},"results":[\n'.encode())
        for piece in self._results.pieces():
            out.write(piece.encode())
        out.write(b"\n]}]}\n")

    def close(self) -> None:
        """Let go of the results."""
        self._results.close()


def fingerprint(path: str, code: str) -> str:
    """Name of a gap that outlives changes of the text: of the contract's path and the element."""
    return hashlib.sha256(f"{path}\0{code}".encode()).hexdigest()


def _artifact(path: str) -> dict[str, str]:
    return {"uri": urllib.parse.quote(path), "uriBaseId": "CONTRACTS"}


def _note(concern: Concern) -> dict[str, Any]:
    """Return a note on the register or the waivers."""
    said = {"text": f"{concern.subject}: {concern.message}"}
    return {"descriptor": {"id": concern.kind}, "level": _LEVELS[concern.severity], "message": said}


def _rule(requirement: str, finding: Finding) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": finding.code,
        "name": f"{requirement}.{finding.element}",
        "shortDescription": {"text": f"{requirement}.{finding.element}"},
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
    }
    if finding.remedy:
        made["help"] = {"text": finding.remedy}
    return made


def _result(entry: Entry, finding: Finding) -> dict[str, Any]:
    uncertain = finding.status is Status.UNCERTAIN
    made = {
        "ruleId": finding.code,
        "kind": "review" if uncertain else "fail",
        "message": {"text": f"{finding.status}: {finding.reason}"},
        "partialFingerprints": {_FINGERPRINT: fingerprint(entry.path, finding.code)},
        "properties": {"status": finding.status.value, "confidence": finding.confidence, "tier": entry.tier.value},
        "level": "none" if uncertain else _LEVELS[finding.severity],  # a level other than none is for failures only
        **_places(entry, finding),
    }
    return made | _marked(entry.marks.get(finding.code))


def _places(entry: Entry, finding: Finding) -> dict[str, Any]:
    """Return the first of the words found, and the others, each in its file; the file alone where nothing was."""
    assert entry.report is not None  # noqa: S101 - whose finding it is
    contract = entry.report.contract
    first, *others = [
        {
            "physicalLocation": {
                "artifactLocation": _artifact(contract.path_of(found.part)),
                "region": {
                    "charOffset": found.start,
                    "charLength": found.end - found.start,
                    "snippet": {"text": found.text},
                },
            }
        }
        for found in finding.evidence
    ] or [{"physicalLocation": {"artifactLocation": _artifact(entry.path)}}]
    return {"locations": [first]} | ({"relatedLocations": others} if others else {})


def _marked(mark: Mark | None) -> dict[str, Any]:
    if mark is None:
        return {}
    if mark.kind == "known":
        return {"baselineState": "unchanged"}
    said = f"{mark.reason} (approved by {mark.approver}" + (f", until {mark.expires})" if mark.expires else ")")
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": said}]}
