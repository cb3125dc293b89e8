"""What changed since an earlier audit, and whether the text, the library, the model or the tier caused it."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausegen.audit.inputs import printable
from clausegen.errors import DataError, Problem, UsageError
from clausegen.portfolio import Change, Entry, Trend

_SATISFIED = "satisfied"


@dataclass(frozen=True, slots=True)
class Judged:
    """What an audit said about one file: causes to compare, and the status of each element.

    ``statuses`` maps element codes to (name, status). ``shadow`` is True when the report is another file's.
    """

    path: str
    sha256: str
    causes: dict[str, str]
    statuses: dict[str, tuple[str, str]]
    family: str
    shadow: bool


class Earlier:
    """An earlier audit, to mark gaps it knew and to compare with.

    ``judged`` is read when somebody first asks: a run that changes nothing has nobody who does.
    """

    def __init__(self, name: str, judged: Iterable[Judged]) -> None:
        self.name = name
        self._judged = judged

    @functools.cached_property
    def by_path(self) -> dict[str, Judged]:
        """What it said about each file."""
        return {one.path: one for one in self._judged}

    @functools.cached_property
    def _by_content(self) -> dict[str, Judged]:
        return {one.sha256: one for one in reversed(self.by_path.values())}  # of several the first

    def find(self, path: str, sha256: str) -> Judged | None:
        """What it said about this file: by its path or, when it was moved, by its content."""
        return self.by_path.get(path) or self._by_content.get(sha256)

    def knew(self, entry: Entry, code: str, status: str) -> bool:
        """True when it reported this gap with this status."""
        before = self.find(entry.path, entry.sha256)
        return before is not None and before.statuses.get(code, ("", ""))[1] == status


def judged(objects: Iterable[dict[str, Any]]) -> Iterator[Judged]:
    """What lines of ``audit.jsonl``, or reports as objects, say; files without verdicts are left out."""
    for line in objects:
        if not line.get("verdicts"):
            continue
        generator = line["generator"]
        statuses = {
            sys.intern(finding["code"]): _status(verdict["requirement"], finding["element"], finding["status"])
            for verdict in line["verdicts"]
            for finding in verdict["findings"]
        }
        causes = {
            "text": line["contract"]["sha256"],
            "library": sys.intern(generator["library_sha256"]),
            "model": sys.intern(f"{generator['model_sha256']} {generator['detector']}"),
            "program": sys.intern(generator["version"]),
            "tier": sys.intern(line["tier"]),
            "playbook": sys.intern(line["playbook"]),
        }
        family = (line.get("register") or {}).get("family", "")
        path, shadow = line["contract"]["path"], bool(line.get("of"))
        yield Judged(path, line["contract"]["sha256"], causes, statuses, family, shadow)


@functools.cache
def _status(requirement: str, element: str, status: str) -> tuple[str, str]:
    """Name and status of an element: one value for all the contracts that have it."""
    return f"{requirement}.{element}", status


def as_object(entry: Entry) -> dict[str, Any]:
    """An entry in the shape that ``judged`` reads, with nothing that it does not read."""
    made: dict[str, Any] = {"of": entry.of, "register": {"family": entry.family}}
    if (report := entry.report) is not None:
        made |= {
            "generator": report.generator.model_dump(),
            "contract": {"path": report.contract.path, "sha256": report.contract.sha256},
            "tier": report.tier.value,
            "playbook": report.playbook,
            "verdicts": [
                {
                    "requirement": verdict.requirement,
                    "findings": [
                        {"code": finding.code, "element": finding.element, "status": finding.status.value}
                        for finding in verdict.findings
                    ],
                }
                for verdict in report.verdicts
            ],
        }
    return made


def load_earlier(path: Path) -> Earlier:
    """Read an earlier audit: its folder or its ``audit.jsonl``.

    Raises UsageError when there is none, DataError when a line is none of its lines.
    """
    file = path / "audit.jsonl" if path.is_dir() else path
    name = printable(path.name if path.is_dir() else path.parent.name)
    try:
        with file.open(encoding="utf-8") as stream:
            return Earlier(name, list(judged(_lines(file, stream))))  # now, for a line that is wrong
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror}); give the folder of an earlier audit") from None
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError):
        raise DataError([Problem(file=str(file), expected="the audit.jsonl of an audit")]) from None


def _lines(file: Path, stream: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, text in enumerate(stream, 1):
        try:
            made = json.loads(text)
        except json.JSONDecodeError:
            raise DataError([Problem(file=str(file), line=number, expected="a JSON object")]) from None
        yield made


class Comparison:
    """Compares entries, one by one, with an earlier audit."""

    def __init__(self, earlier: Earlier) -> None:
        self._earlier = earlier
        self._changes: list[Change] = []
        self._paths: set[str] = set()
        self._contents: set[str] = set()
        self._contracts = self._due = self._satisfied = 0

    def add(self, entry: Entry) -> None:
        """Take one entry."""
        self._paths.add(entry.path)
        self._contents.add(entry.sha256)
        if entry.contract is None:
            return
        (now,) = judged([as_object(entry)])
        self._contracts += 1
        self._due += len(now.statuses)
        self._satisfied += _satisfied(now)
        before = self._earlier.find(entry.path, entry.sha256)
        if before is None:
            self._changes.append(Change(kind="new", path=entry.path, after=entry.contract.summary.status.value))
            return
        causes = tuple(name for name, value in now.causes.items() if before.causes[name] != value)
        if not causes and entry.family:
            causes = ("another file of the family",)
        for code in dict.fromkeys([*before.statuses, *now.statuses]):
            name, was = before.statuses.get(code, ("", "not due"))
            name_now, is_now = now.statuses.get(code, (name, "not due"))
            if was != is_now:
                kind = "gained" if is_now == _SATISFIED else "lost" if was == _SATISFIED else "changed"
                change = {"path": entry.path, "requirement": name_now, "code": code, "before": was, "after": is_now}
                self._changes.append(Change(kind=kind, causes=causes, **change))  # type: ignore[arg-type]

    def trend(self) -> Trend:
        """The comparison, after all entries."""
        before = [one for one in self._earlier.by_path.values() if not one.shadow]
        gone = [one.path for one in before if one.path not in self._paths and one.sha256 not in self._contents]
        changes = [*self._changes, *(Change(kind="gone", path=path) for path in gone)]
        return Trend(
            earlier=self._earlier.name,
            changes=tuple(sorted(changes, key=lambda change: (change.path, change.code))),
            satisfied_before=sum(_satisfied(one) for one in before),
            satisfied_now=self._satisfied,
            elements_before=sum(len(one.statuses) for one in before),
            elements_now=self._due,
            contracts_before=len(before),
            contracts_now=self._contracts,
        )


def _satisfied(one: Judged) -> int:
    return sum(status == _SATISFIED for _, status in one.statuses.values())
