"""What an earlier audit said: of each file, and of a contract that may be filed under another path by now."""

from __future__ import annotations

import functools
import json
import sys
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from clausegen.audit.inputs import printable
from clausegen.errors import DataError, Problem, UsageError
from clausegen.portfolio import Entry, Outcome, Whose

SATISFIED: Final = "satisfied"
OTHERS: Final = "another file of the family"
_UNJUDGED: Final = (Outcome.UNREADABLE, Outcome.EXCLUDED)
_GIVE: Final = "give the folder of an earlier audit, or its audit.jsonl"


@dataclass(frozen=True, slots=True)
class Judged:
    """What an audit said about one file: causes to compare, and the status of each element.

    ``statuses`` maps element codes to (name, status); it is empty, and so are ``causes``, where nothing was judged.
    ``of`` and ``shadow`` are those of the file's entry.
    """

    path: str
    sha256: str
    outcome: Outcome
    of: str
    shadow: bool
    whose: Whose
    family: str
    causes: dict[str, str]
    statuses: dict[str, tuple[str, str]]

    @property
    def stands(self) -> bool:
        """True when it stood for a contract."""
        return not self.shadow and self.outcome not in _UNJUDGED

    @property
    def accounted(self) -> str:
        """How a file that stands for no contract is accounted for."""
        return f"counted under {self.of}" if self.shadow else self.outcome.value

    @property
    def satisfied(self) -> int:
        """How many elements are."""
        return sum(status == SATISFIED for _, status in self.statuses.values())


class Earlier:
    """An earlier audit, to mark gaps it knew and to compare with.

    ``judged`` is read when somebody first asks: a run that changes nothing has nobody who does.
    """

    def __init__(self, name: str, judged: Iterable[Judged]) -> None:
        self.name = name
        self._judged = judged
        self._known_by: dict[str, str] = {}  # path of a contract then: of the one now whose gaps it explains

    @functools.cached_property
    def by_path(self) -> dict[str, Judged]:
        """What it said about each file."""
        return {one.path: one for one in self._judged}

    @functools.cached_property
    def contracts(self) -> list[Judged]:
        """What it said about each contract."""
        return [one for one in self.by_path.values() if one.stands]

    @functools.cached_property
    def _elsewhere(self) -> dict[str, list[Judged]]:
        """Its contracts by what they may be found again by: their content, or their family."""
        made: dict[str, list[Judged]] = defaultdict(list)
        for one in self.contracts:
            for mark in filter(None, (one.sha256, one.family)):
                made[mark].append(one)
        return made

    def contract(self, entry: Entry, taken: Container[str]) -> Judged | None:
        """What it said about the contract that this entry stands for, None when it had no such contract.

        That is the one under the same path, unless it was another customer's. Else one with the same content, or of
        the same family, that nobody calls another customer's and whose own path is not ``taken`` by a contract of
        today: the file was moved, or another one of several stands for the contract.
        """
        same = self.by_path.get(entry.path)
        if same is not None and same.stands and _agree(same.whose, entry.whose):
            return same
        found = (one for mark in filter(None, (entry.sha256, entry.family)) for one in self._elsewhere.get(mark, ()))
        return next((one for one in found if one.path not in taken and _agree(one.whose, entry.whose)), None)

    def knew(self, entry: Entry, code: str, status: str, taken: Container[str]) -> bool:
        """True when it reported this gap, with this status, of this contract; ``taken`` as for ``contract``.

        What it said of one contract is known of one contract now, the first that asks.
        """
        before = self.contract(entry, taken)
        if before is None or self._known_by.setdefault(before.path, entry.path) != entry.path:
            return False
        return before.statuses.get(code, ("", ""))[1] == status


def _agree(one: Whose, other: Whose) -> bool:
    """True when two rows of registers may be about one contract: what both of them name is the same."""
    return all(a == b for a, b in zip(one, other, strict=True) if a and b)


def judged(objects: Iterable[dict[str, Any]]) -> Iterator[Judged]:
    """What lines of ``audit.jsonl``, or reports as objects, say."""
    return map(_judged, objects)


def _judged(line: dict[str, Any]) -> Judged:
    contract, of, row = line["contract"], line.get("of") or "", line.get("register") or {}
    causes: dict[str, str] = {}
    if generator := line.get("generator"):
        causes = {
            "text": contract["sha256"],
            "library": sys.intern(generator["library_sha256"]),
            "model": sys.intern(f"{generator['model_sha256']} {generator['detector']}"),
            "program": sys.intern(generator["version"]),
            "tier": sys.intern(line["tier"]),
            "playbook": sys.intern(line["playbook"]),
            "register": f"{row.get('role', '')} {row.get('family', '')}",
        }
        others = sorted(file["sha256"] for file in contract.get("files", ()) if file["path"] != contract["path"])
        if others:  # audits did not always list them
            causes[OTHERS] = " ".join(others)
    return Judged(
        path=contract["path"],
        sha256=contract["sha256"],
        outcome=Outcome(line.get("outcome", Outcome.JUDGED)),
        of=of,
        shadow=line.get("shadow", bool(of)),  # audits did not always say it
        whose=(row.get("customer", ""), row.get("country", ""), row.get("product", "")),
        family=row.get("family", ""),
        causes=causes,
        statuses={
            sys.intern(finding["code"]): _status(verdict["requirement"], finding["element"], finding["status"])
            for verdict in line.get("verdicts", ())
            for finding in verdict["findings"]
        },
    )


@functools.cache
def _status(requirement: str, element: str, status: str) -> tuple[str, str]:
    """Name and status of an element: one value for all the contracts that have it."""
    return f"{requirement}.{element}", status


def beside(entry: Entry, files: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
    """What ``judged`` reads of an entry beside its report, in which all but the verdicts may be another file's.

    ``files`` are those of its family, as its report lists them.
    """
    row = {name: getattr(entry, name) for name in ("customer", "country", "product", "family", "role")}
    contract = {"path": entry.path, "sha256": entry.sha256, "files": files}
    said = {"outcome": entry.outcome.value, "of": entry.of, "shadow": entry.shadow}
    return {"contract": contract, **said, "register": row}


def as_object(entry: Entry) -> dict[str, Any]:
    """An entry in the shape that ``judged`` reads, with nothing that it does not read."""
    report = entry.report
    made = beside(entry, [file.model_dump() for file in report.contract.files] if report else ())
    if report is not None:
        made |= {
            "generator": report.generator.model_dump(),
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
            return Earlier(name, list(_lines(file, stream)))  # now, for a line that is wrong
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror}); give the folder of an earlier audit") from None
    except UnicodeDecodeError:
        raise DataError([Problem(file=str(file), expected=f"this is no audit.jsonl; {_GIVE}")]) from None


def _lines(file: Path, stream: Iterable[str]) -> Iterator[Judged]:
    for number, text in enumerate(stream, 1):
        try:
            yield _judged(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError):
            said = f"this is no line of an audit.jsonl; {_GIVE}"
            raise DataError([Problem(file=str(file), line=number, expected=said)]) from None
