"""Gaps as SARIF 2.1.0, for the tools that already track findings elsewhere.

A result is one element of one contract that is not satisfied. Its fingerprint is made of the path and the
element, so it stays the same when the text around it changes; a waiver is a suppression, a finding known
from an earlier audit has ``baselineState`` "unchanged". Character offsets count in the text as clausegen
reads it (``clausegen show``), not in the bytes of the file.
"""

from __future__ import annotations

import hashlib
import io
import json
import urllib.parse
from collections.abc import Iterable
from typing import Any, BinaryIO, Final

from clausegen.findings import Finding, Generator, Report
from clausegen.portfolio import Counting, Entry, Mark, Outcome, Portfolio, Tally, of_reports
from clausegen.report.spool import Spool
from clausegen.requirement import Severity, Status

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.CRITICAL: "error", Severity.MAJOR: "warning", Severity.MINOR: "note"}


def render_sarif(reports: Iterable[Report], unread: Iterable[Entry] = ()) -> str:
    """The log for contracts judged one by one, and for those that could not be."""
    log, counting = Sarif(), Counting()
    for entry in (*of_reports(reports), *unread):
        counting.add(entry)
        log.add(entry)
    out = io.BytesIO()
    log.finish(Portfolio(title=""), counting.tally(), out)
    log.close()
    return out.getvalue().decode()


class Sarif:
    """Takes entries one by one, then writes a .sarif file, in which the rules stand before the results."""

    def __init__(self) -> None:
        self._results = Spool()
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
            self._rules.setdefault(finding.code, _rule(requirement, finding))
            self._results.add(json.dumps(_result(entry, finding), ensure_ascii=False) + "\n")

    def finish(self, portfolio: Portfolio, tally: Tally, out: BinaryIO) -> None:
        """Write the log."""
        driver: dict[str, Any] = {"name": "clausegen", "rules": [self._rules[code] for code in sorted(self._rules)]}
        if self._generator is not None:
            driver["version"] = self._generator.version
            driver["properties"] = self._generator.model_dump(mode="json")
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
                }
            ],
        }
        head = json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False)
        out.write(f'{head.removesuffix("}]}")},"results":[\n'.encode())
        comma = ""
        for line in self._results.lines():
            out.write((comma + line.removesuffix("\n")).encode())
            comma = ",\n"
        out.write(b"\n]}]}\n")

    def close(self) -> None:
        """Let go of the results."""
        self._results.close()


def fingerprint(path: str, code: str) -> str:
    """Name of a gap that outlives changes of the text: of the contract's path and the element."""
    return hashlib.sha256(f"{path}\0{code}".encode()).hexdigest()


def _artifact(path: str) -> dict[str, str]:
    return {"uri": urllib.parse.quote(path), "uriBaseId": "CONTRACTS"}


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
    made: dict[str, Any] = {
        "ruleId": finding.code,
        "kind": "review" if finding.status is Status.UNCERTAIN else "fail",
        "message": {"text": f"{finding.status}: {finding.reason}"},
        "partialFingerprints": {"clausegen/v1": fingerprint(entry.path, finding.code)},
        "properties": {"status": finding.status.value, "confidence": finding.confidence, "tier": entry.tier.value},
    }
    if finding.status is not Status.UNCERTAIN:  # a level other than none is for failures only
        made["level"] = _LEVELS[finding.severity]
    else:
        made["level"] = "none"
    regions = [
        {"charOffset": found.start, "charLength": found.end - found.start, "snippet": {"text": found.text}}
        for found in finding.evidence
    ]
    places: list[dict[str, Any]] = [{"artifactLocation": _artifact(entry.path), "region": region} for region in regions]
    made["locations"] = [{"physicalLocation": p} for p in places[:1] or [{"artifactLocation": _artifact(entry.path)}]]
    if len(places) > 1:
        made["relatedLocations"] = [{"physicalLocation": place} for place in places[1:]]
    if mark := entry.marks.get(finding.code):
        made |= _marked(mark)
    return made


def _marked(mark: Mark) -> dict[str, Any]:
    if mark.kind == "known":
        return {"baselineState": "unchanged"}
    said = f"{mark.reason} (approved by {mark.approver}" + (f", until {mark.expires})" if mark.expires else ")")
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": said}]}
